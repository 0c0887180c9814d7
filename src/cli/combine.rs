//! Two records that are one: `combine`.

use crate::cli::completion::keys;
use crate::cli::context::{self, Global};
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::remove::say;
use crate::domain::Kind;
use clap::Args;
use std::path::PathBuf;

/// Combine two claims, sources or parties that are one. The first one named stays; undo takes it back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob combine my.corrob S-2 S-7
  corrob combine my.corrob C-4 C-9

The first one keeps its key and what it says. What stands only on the other is taken over, how that one was put is
kept beside it, and what referred to it refers to the first. What both say and say differently is named, and stays in
the history. \"corrob list CASE duplicates\" names sources that were entered twice.")]
pub struct CombineArgs {
    /// The case
    case: PathBuf,
    /// The one that stays
    #[arg(add = keys([Kind::Claim, Kind::Source, Kind::Party]))]
    stays: String,
    /// The one that goes
    #[arg(add = keys([Kind::Claim, Kind::Source, Kind::Party]))]
    goes: String,
}

impl CombineArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let done = global.change(&self.case, "combine", |session| {
            let (kind, stays) = context::find(session.case(), &self.stays)?;
            let (other, goes) = context::find(session.case(), &self.goes)?;
            if kind != other {
                return Err(Failure::said(format!(
                    "{} is {} and {} is {}; only two of one kind are combined",
                    self.stays.trim(),
                    kind.one(),
                    self.goes.trim(),
                    other.one()
                )));
            }
            Ok(session.combine(kind, stays, goes)?)
        })?;
        say(&done.label, &done.remarks)
    }
}
