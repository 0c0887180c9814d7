//! What was done: undo, redo, log, expunge.

use crate::case::{CaseError, Expunged};
use crate::cli::completion::keys;
use crate::cli::context::{self, Global};
use crate::cli::fields::text;
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::output::words::alone;
use crate::cli::remove::say;
use crate::config::EditorFiles;
use crate::domain::rows::HistoryRow;
use crate::domain::wording::counted;
use crate::domain::{ItemId, Key, Kind};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Take back your last step on this device. Nobody else's, and nothing that has changed since.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The case
    case: PathBuf,
}

impl UndoArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let done = global.change(&self.case, "undo", |session| Ok(session.undo_step()?))?;
        say(&done.label, &done.stays)
    }
}

/// Bring back the last step you took back.
#[derive(Debug, Args)]
pub struct RedoArgs {
    /// The case
    case: PathBuf,
}

impl RedoArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let done = global.change(&self.case, "redo", |session| Ok(session.redo_step()?))?;
        say(&done.label, &done.stays)
    }
}

/// Erase for good what reviewers wrote on an item (notes, reasons, drafts), or a source's documents. Why it was
/// erased stays on record.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  corrob expunge my.corrob E-31 --reason \"named a witness\"

The chain of the history still verifies. Copies of the file, exports made before, and what an editor
keeps for itself are not reached.")]
pub struct ExpungeArgs {
    /// The case
    case: PathBuf,
    /// The claim or piece of evidence; or the source whose documents are erased, text and original
    #[arg(add = keys([Kind::Claim, Kind::Evidence, Kind::Source]))]
    key: String,
    /// Why, for the record; do not repeat what is to be forgotten
    #[arg(long, value_parser = text, allow_hyphen_values = true)]
    reason: String,
}

impl ExpungeArgs {
    /// Erases a source's documents, where a source is named.
    fn documents(&self, global: &Global) -> Result<Option<Exit>> {
        let key: Key = self.key.trim().parse()?;
        if key.kind != Kind::Source {
            return Ok(None);
        }
        let (done, case) = global.change(&self.case, "expunge", |session| {
            let item = session.case().find_past(&key)?;
            Ok((session.expunge_documents(item, &self.reason)?, session.case().id()))
        })?;
        say(
            &format!(
                "what was kept of the documents of {key} is erased for good; what is recorded of them stays"
            ),
            &[],
        )?;
        self.said(global, case, &done).map(Some)
    }

    /// What is left to be done.
    fn said(&self, global: &Global, case: ItemId, done: &Expunged) -> Result<Exit> {
        if let Some(reason) = &done.left {
            remark(&format!(
                "the file may still hold bytes of it ({reason}); the next command that writes this case \
                 overwrites them"
            ));
        }
        for file in global.user()?.memory.copies(case) {
            remark(&format!(
                "{} is a copy of this case from when its file was taken away: erase it there, too, or remove it",
                file.display()
            ));
        }
        Ok(if done.left.is_some() { Exit::Incomplete } else { Exit::Done })
    }

    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        if let Some(done) = self.documents(global)? {
            return Ok(done);
        }
        let (key, item, case, erased) = global.change(&self.case, "expunge", |session| {
            let key: Key = self.key.trim().parse()?;
            context::must_be_said_of(&key)?;
            // Also of a record that was taken out: what was said of it stands in the history.
            let item = session.case().find_past(&key)?;
            let erased = session.expunge(key.kind, item, &self.reason);
            Ok((key, item, session.case().id(), erased))
        })?;
        let (done, nothing) = match erased {
            Ok(done) => (done, None),
            Err(error @ CaseError::NothingWritten(_)) => (Expunged::default(), Some(error)),
            Err(error) => return Err(error.into()),
        };
        let kept = EditorFiles::of(item).remove(&global.user()?.memory, &done.texts);
        let erased = done.erased + kept.removed;
        if let Some(error) = nothing.filter(|_| erased == 0) {
            return Err(error.into());
        }
        say(
            &format!("what was written on {key} is erased for good: {}", counted(erased as u64, "version")),
            &[],
        )?;
        if !done.also_on.is_empty() {
            let keys: Vec<String> = done.also_on.iter().map(ToString::to_string).collect();
            remark(&format!("the same text was also noted on {}; expunge that too", keys.join(", ")));
        }
        for file in &kept.left {
            remark(&format!("{} may hold a part of it; look, and remove it yourself", file.display()));
        }
        self.said(global, case, &done)
    }
}

/// What was done to a case or to one item of it, newest first.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// The case
    case: PathBuf,
    /// Only what was done to this record
    #[arg(add = keys(Kind::ALL))]
    key: Option<String>,
    /// As a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct LogLine<'a> {
    at: String,
    reviewer: &'a str,
    label: &'a str,
    changes: Vec<LogChange<'a>>,
    expunged: bool,
}

#[derive(Serialize)]
struct LogChange<'a> {
    field: &'a str,
    was: &'a str,
    set: &'a str,
}

impl LogArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let rows = global.read(&self.case, |case| match &self.key {
            Some(key) => {
                let key: Key = key.trim().parse()?;
                Ok(case.history(key.kind, case.find_past(&key)?, usize::MAX)?)
            }
            None => Ok(case.log(usize::MAX)?),
        })?;
        let mut out = Out::new();
        if self.json {
            let mut array = out.array()?;
            for row in &rows {
                array.push(&line(row))?;
            }
            array.finish()?;
        } else {
            for row in &rows {
                out.line(&format!("{}  {}  {}", local(row.at), alone(&row.reviewer), alone(&row.label)))?;
                for (field, was, set) in &row.changes {
                    let or_none =
                        |text: &str| if text.is_empty() { "(none)".to_owned() } else { text.to_owned() };
                    out.line(&format!("    {field}: {} -> {}", alone(&or_none(was)), alone(&or_none(set))))?;
                }
            }
        }
        out.finish()?;
        Ok(Exit::Done)
    }
}

fn line(row: &HistoryRow) -> LogLine<'_> {
    LogLine {
        at: utc(row.at),
        reviewer: &row.reviewer,
        label: &row.label,
        changes: row.changes.iter().map(|(field, was, set)| LogChange { field, was, set }).collect(),
        expunged: row.expunged,
    }
}

fn moment(at: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// The time in UTC.
pub(super) fn utc(at: i64) -> String {
    moment(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The time where the reader is.
pub(super) fn local(at: i64) -> String {
    moment(at).to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
