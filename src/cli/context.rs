//! What every command begins with: who is at work, and on which case.

use super::heads;
use super::outcome::{Failure, Result};
use crate::case::{Case, CaseError, Session};
use crate::domain::entry::Reviewer;
use crate::domain::{ItemId, Key, Kind, Target};
use std::path::Path;

/// The options that go with every command.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Global {
    /// Who you are: a name, or the id of a reviewer of the case
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub reviewer: Option<String>,
    /// Change nothing; a command that would have to write refuses
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub read_only: bool,
}

impl Global {
    /// Refuses what would write.
    ///
    /// # Errors
    /// With `--read-only`.
    pub fn must_write(&self, what: &str) -> Result<()> {
        if self.read_only {
            return Err(Failure::said(format!("{what} changes the case, and --read-only was given; nothing was changed")));
        }
        Ok(())
    }

    /// Opens a case to read it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &Path) -> Result<Case> {
        Ok(Case::open_reader(path)?)
    }

    /// Who is at work; `case` tells names and ids of those who reviewed it already.
    ///
    /// # Errors
    /// When the name stands for more than one reviewer, or nobody can be made out.
    pub fn identity(&self, case: Option<&Case>) -> Result<Reviewer> {
        let name = self.reviewer.clone().unwrap_or_else(|| "nobody".into());
        let _ = case;
        Ok(Reviewer { id: ItemId::new_v5(&ItemId::nil(), name.as_bytes()), name })
    }

    /// Opens a case to change it.
    ///
    /// # Errors
    /// With `--read-only`, or when it cannot be opened.
    pub fn write(&self, path: &Path, what: &str) -> Result<Session> {
        self.must_write(what)?;
        let case = Case::open(path)?;
        let reviewer = self.identity(Some(&case))?;
        Ok(Session::new(case, reviewer, heads::memory()))
    }

    /// Opens a case, changes it, and leaves one plain file.
    ///
    /// # Errors
    /// When it cannot be opened or the change is refused.
    pub fn change<T>(
        &self,
        path: &Path,
        what: &str,
        change: impl FnOnce(&mut Session) -> Result<T>,
    ) -> Result<T> {
        let mut session = self.write(path, what)?;
        let result = change(&mut session);
        session.close();
        result
    }
}

/// The item a key stands for.
///
/// # Errors
/// When the text is no key, or stands for no record or for two.
pub fn find(case: &Case, text: &str) -> Result<(Kind, ItemId)> {
    let key: Key = text.trim().parse()?;
    Ok((key.kind, case.find(&key)?))
}

/// The items some keys stand for, all of one kind.
///
/// # Errors
/// When a key is none, or is of another kind.
pub fn find_all(case: &Case, keys: &[String], kind: Kind, why: &str) -> Result<Vec<ItemId>> {
    let mut items = Vec::new();
    for text in keys {
        let (found, item) = find(case, text)?;
        if found != kind {
            return Err(Failure::said(format!("{} is a {found}; {why}", text.trim())));
        }
        if !items.contains(&item) {
            items.push(item);
        }
    }
    Ok(items)
}

/// What a key stands for, if it is a claim or a piece of evidence.
///
/// # Errors
/// When it is anything else.
pub fn target(case: &Case, text: &str) -> Result<Target> {
    let (kind, item) = find(case, text)?;
    match kind {
        Kind::Claim | Kind::Evidence => Ok(Target { kind, item }),
        other => Err(Failure::said(format!(
            "{} is a {other}; only claims and evidence carry what a reviewer says",
            text.trim()
        ))),
    }
}

/// The error for a case that is not there.
#[must_use]
pub fn is_missing(error: &CaseError) -> bool {
    matches!(error, CaseError::Missing(_))
}
