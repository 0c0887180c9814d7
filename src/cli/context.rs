//! What every command begins with: who is at work, and on which case.

use crate::case::{Case, CaseError, Follower, HeadMemory, Session, seal};
use crate::cli::outcome::{Failure, Result};
use crate::cli::output::out::remark;
use crate::config::{ConfigError, Directories, Heads, Memory, Settings, Wanted, identify};
use crate::domain::entry::Reviewer;
use crate::domain::event::Head;
use crate::domain::{ItemId, Key, Kind, Target};
use crate::review::keys::keymap::Keymap;
use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;

/// The options that go with every command, and what they lead to.
#[derive(Debug, Default, clap::Args)]
pub struct Global {
    /// Who you are: a name, or the id of a reviewer of the case
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub reviewer: Option<String>,
    /// Change nothing; a command that would have to write refuses
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub read_only: bool,
    #[arg(skip)]
    pub definition: Definition,
    #[arg(skip)]
    user: OnceCell<User>,
}

/// Makes the definition of the whole command line, for commands that print or search it.
#[derive(Debug)]
pub struct Definition(pub fn() -> clap::Command);

impl Default for Definition {
    fn default() -> Self {
        Self(clap::Command::default)
    }
}

/// What is known of the user.
#[derive(Debug)]
pub struct User {
    /// Where files of corrob's own lie.
    pub directories: Directories,
    /// What the user set.
    pub settings: Settings,
    /// What corrob remembers.
    pub memory: Arc<Memory>,
}

impl Global {
    /// What is known of the user; read at the first use.
    ///
    /// # Errors
    /// When there is no home directory, or the settings cannot be read.
    pub fn user(&self) -> Result<&User> {
        if let Some(user) = self.user.get() {
            return Ok(user);
        }
        let directories = Directories::find()?;
        let settings = Settings::load(&directories)?;
        let memory = Arc::new(Memory::new(&directories, self.read_only));
        Ok(self.user.get_or_init(|| User { directories, settings, memory }))
    }

    /// The keys, with those that the user set on top.
    ///
    /// # Errors
    /// When nothing is known of the user, or a key that was set is none.
    pub fn keymap(&self) -> Result<Keymap> {
        match &self.user()?.settings.keys {
            Some(keys) => Keymap::with(keys).map_err(Failure::said),
            None => Ok(Keymap::default()),
        }
    }

    /// Says what could not be remembered, if anything.
    pub fn warn(&self) {
        if let Some(warning) = self.user.get().and_then(|user| user.memory.warning()) {
            remark(&warning);
        }
    }

    /// Refuses what would write.
    ///
    /// # Errors
    /// With `--read-only`.
    pub fn must_write(&self, what: &str) -> Result<()> {
        if self.read_only {
            return Err(Failure::said(format!(
                "corrob {what} writes, and --read-only was given; nothing was changed"
            )));
        }
        Ok(())
    }

    /// Opens a case and reads it: beside a writer, or, with `--read-only` or where it may not be
    /// written, so that nothing can be written at all.
    ///
    /// # Errors
    /// When it cannot be read, and what `read` returns.
    pub fn read<T>(&self, path: &Path, read: impl FnOnce(&Case) -> Result<T>) -> Result<T> {
        if self.read_only {
            if let Some(warning) = seal().warning() {
                remark(&warning);
            }
            return follow(path, read);
        }
        match Case::open_reader(path) {
            Ok(case) => read(&case).map_err(|failure| match failure {
                Failure::Case(error) => Failure::Case(error.at(case.path())),
                other => other,
            }),
            Err(CaseError::NotWritable(..)) => follow(path, read),
            Err(error) => Err(error.into()),
        }
    }

    /// Who reads; nothing is remembered of it. Where it was not said for this command and could be several, it is
    /// nobody: who only looks need not choose.
    ///
    /// # Errors
    /// When the name given stands for more than one reviewer, or nobody can be made out.
    pub fn reader(&self, case: &Case) -> Result<Reviewer> {
        let user = self.user()?;
        let wanted = Wanted::find(self.reviewer.as_deref(), &user.settings)?;
        match identify(&wanted, &Memory::new(&user.directories, true), &case.reviewers()?) {
            Err(error @ ConfigError::Ambiguous { .. }) if self.reviewer.is_none() => {
                remark(&format!("what is shown is nobody's own review: {error}"));
                Ok(Reviewer { id: ItemId::nil(), name: "nobody".into(), is: None })
            }
            found => Ok(found?),
        }
    }

    /// Who writes.
    ///
    /// # Errors
    /// As [`Global::reader`].
    pub fn writer(&self, case: Option<&Case>) -> Result<Reviewer> {
        let user = self.user()?;
        let wanted = Wanted::find(self.reviewer.as_deref(), &user.settings)?;
        let known = case.map(Case::reviewers).transpose()?.unwrap_or_default();
        let own = identify(&wanted, &user.memory, &known)?;
        let new_here = known.iter().all(|reviewer| reviewer.id != own.id);
        if new_here && known.iter().any(|reviewer| reviewer.name == own.name) {
            remark(&format!(
                "another reviewer of this case is called {} too; to be told apart, give yourself another name with \
                 --reviewer or in {}",
                own.name,
                user.directories.settings_file().display()
            ));
        }
        Ok(own)
    }

    /// Who makes a case from a file. The file may bring its reviewers, so nothing is remembered
    /// before [`Global::keep`].
    ///
    /// # Errors
    /// As [`Global::reader`].
    pub fn maker(&self) -> Result<Reviewer> {
        let user = self.user()?;
        let wanted = Wanted::find(self.reviewer.as_deref(), &user.settings)?;
        Ok(identify(&wanted, &Memory::new(&user.directories, true), &[])?)
    }

    /// Remembers who made a case.
    ///
    /// # Errors
    /// When nothing is known of the user.
    pub fn keep(&self, maker: &Reviewer) -> Result<()> {
        let user = self.user()?;
        let wanted = Wanted { who: maker.id.to_string(), whence: crate::config::Whence::Given };
        identify(&wanted, &user.memory, std::slice::from_ref(maker))?;
        Ok(())
    }

    /// The memory of heads of this device.
    ///
    /// # Errors
    /// When nothing is known of the user.
    pub fn heads(&self) -> Result<Box<dyn HeadMemory>> {
        Ok(Box::new(Heads::new(Arc::clone(&self.user()?.memory))))
    }

    /// Opens a case to change it.
    ///
    /// # Errors
    /// With `--read-only`, or when it cannot be opened.
    pub fn write(&self, path: &Path, what: &str) -> Result<Session> {
        self.must_write(what)?;
        let case = Case::open(path)?;
        let reviewer = self.writer(Some(&case))?;
        Ok(Session::new(case, reviewer, self.heads()?))
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

/// Reads a case so that nothing can be written.
fn follow<T>(path: &Path, read: impl FnOnce(&Case) -> Result<T>) -> Result<T> {
    let mut failure = None;
    let result = Follower::open(path)?.read_once(|case| {
        read(case).map_err(|error| match error {
            Failure::Case(error) => error,
            other => {
                failure = Some(other);
                CaseError::Interrupted
            }
        })
    });
    match failure {
        Some(failure) => Err(failure),
        None => Ok(result?),
    }
}

/// The item a key stands for.
///
/// # Errors
/// When the text is not a key, or stands for no record or for two.
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
            return Err(Failure::said(format!("{} is {}; {why}", text.trim(), found.one())));
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
    let key: Key = text.trim().parse()?;
    let item = case.find(&key)?;
    must_be_said_of(&key)?;
    Ok(Target { kind: key.kind, item })
}

/// Refuses the key of what nobody says anything of.
///
/// # Errors
/// When it is of a party, a source, ...
pub fn must_be_said_of(key: &Key) -> Result<()> {
    match key.kind {
        Kind::Claim | Kind::Evidence => Ok(()),
        other => Err(Failure::said(format!(
            "{key} is {}; only claims and evidence can have notes, tags and verdicts",
            other.one()
        ))),
    }
}

impl HeadMemory for Heads {
    fn recall(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<Head> {
        Self::recall(self, case, reviewer, path)
    }

    fn remember(&self, case: ItemId, reviewer: ItemId, path: &Path, head: &Head) {
        Self::remember(self, case, reviewer, path, *head);
    }
}
