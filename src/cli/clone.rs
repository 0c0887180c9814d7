//! `corrob clone`.

use crate::case::Case;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Result};
use crate::cli::sync::say;
use crate::team::clone::clone;
use clap::Args;
use std::path::PathBuf;

/// Make a case of what a shared folder holds, to review along.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  git clone git@example.org:desk/harbor.git ~/team/harbor
  corrob clone ~/team/harbor mine.corrob
  corrob sync mine.corrob ~/team/harbor --git")]
pub struct CloneArgs {
    /// The shared folder
    folder: PathBuf,
    /// The case to make
    case: PathBuf,
}

impl CloneArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.must_write("clone")?;
        let maker = global.maker()?;
        let done = clone(&self.folder, &self.case, &maker)?;
        if Case::open_reader(&self.case)?.reviewers()?.iter().any(|reviewer| reviewer.id == maker.id) {
            global.keep(&maker)?;
        }
        say(&[done])
    }
}
