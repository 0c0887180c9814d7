//! Records taken out of a case, and brought back: `remove`, `restore`.

use crate::cli::completion::keys;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::domain::{ItemId, Key, Kind, wording};
use clap::Args;
use std::path::PathBuf;

/// Take records, or a whole import, out of a case. What was said of them stays in the history; undo brings them back.
#[derive(Debug, Args)]
#[command(
    override_usage = "corrob remove CASE KEY... [--with-all]\n       corrob remove CASE --import N",
    after_help = "Examples:
  corrob remove my.corrob E-31
  corrob remove my.corrob C-4 --with-all
  corrob remove my.corrob --import 3

What hangs on a record is named first, and it is left as it is. With --with-all, what cannot stand without it goes
too, and what can no longer refers to it.

Of an import, records stay that somebody has said something of, that were edited since, and that what stays refers
to; each is named. Records that the import changed are as they were before. \"corrob list CASE imports\" tells the
numbers."
)]
pub struct RemoveArgs {
    /// The case
    case: PathBuf,
    /// The records
    #[arg(add = keys(Kind::ALL), required_unless_present = "import")]
    keys: Vec<String>,
    /// Take out what hangs on them, too
    #[arg(long)]
    with_all: bool,
    /// Take out what the import with this number brought
    #[arg(long, value_name = "N", conflicts_with_all = ["keys", "with_all"])]
    import: Option<i64>,
}

impl RemoveArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        if let Some(number) = self.import {
            let done = global.change(&self.case, "remove", |session| Ok(session.remove_import(number)?))?;
            return say(&done.label, &done.stays);
        }
        let done = global.change(&self.case, "remove", |session| {
            let items = items(&self.keys, |key| Ok(session.case().find(key)?))?;
            let hanging = session.case().hanging(&items)?;
            if hanging.is_more() && !self.with_all {
                let (were, them) = if items.len() == 1 { ("was", "it") } else { ("were", "them") };
                let keys = self.keys.join(" ");
                return Err(Failure::said(format!(
                    "{} {were} not taken out; \"corrob remove CASE {keys} --with-all\" takes {them} out, as one step, and \
                     then {}",
                    self.keys.join(", "),
                    hanging.sentences().join("; "),
                )));
            }
            Ok(session.remove(&items, self.with_all)?)
        })?;
        say(&done.label, &done.hanging.sentences())
    }
}

/// Bring records back that were taken out, with what was said of them.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  corrob restore my.corrob E-31")]
pub struct RestoreArgs {
    /// The case
    case: PathBuf,
    /// The records
    #[arg(required = true)]
    keys: Vec<String>,
}

impl RestoreArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let label = global.change(&self.case, "restore", |session| {
            let items = items(&self.keys, |key| Ok(session.case().find_past(key)?))?;
            Ok(session.restore(&items)?)
        })?;
        say(&label, &[])
    }
}

fn items(keys: &[String], find: impl Fn(&Key) -> Result<ItemId>) -> Result<Vec<(Kind, ItemId)>> {
    let mut items = Vec::new();
    for text in keys {
        let key: Key = text.trim().parse()?;
        let item = (key.kind, find(&key)?);
        if !items.contains(&item) {
            items.push(item);
        }
    }
    Ok(items)
}

/// Says what was done, and what has to be known of it.
///
/// # Errors
/// When it cannot be written.
pub fn say(label: &str, remarks: &[String]) -> Result<Exit> {
    let mut out = Out::new();
    out.line(label)?;
    out.finish()?;
    remarks.iter().for_each(|sentence| remark(&wording::capitalized(sentence)));
    Ok(Exit::Done)
}
