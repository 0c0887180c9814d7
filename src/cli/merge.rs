//! `corrob merge`.

use crate::case::CaseError;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::output::output_file::same_file;
use crate::domain::wording::capitalized;
use crate::work::Cancel;
use crate::work::merge::{MergeError, merge};
use clap::Args;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Take in what others did in their copies of a case. Nobody's work is overwritten, and in whatever order it is done,
/// all end with the same.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob merge my.corrob lee.corrob
  corrob merge my.corrob lee.json kim.corrob

Case files, and whole exports in corrob's own JSON, are merged: they hold what was done, by whom and when. What each
reviewer says is theirs alone. Of records that two people edited, field by field the last edit stands, and both values
are in the history (corrob log CASE KEY). All files go in, or none.")]
pub struct MergeArgs {
    /// The case
    case: PathBuf,
    /// Case files, or whole exports in JSON
    #[arg(required = true)]
    others: Vec<PathBuf>,
    /// Make two cases one that were made apart from the same records, as where two people each imported one file
    #[arg(long)]
    join: bool,
}

impl MergeArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let others: Vec<&Path> = self.others.iter().map(PathBuf::as_path).collect();
        if let Some(other) = others.iter().find(|other| same_file(other, &self.case)) {
            return Err(Failure::said(format!("{} is the case itself", other.display())));
        }
        let merged = global.change(&self.case, "merge", |session| {
            let mut done = merge(session, &others, self.join, &Cancel::new());
            if let Err((at, MergeError::Case(CaseError::AnotherCase(title)))) = &done
                && asked(&format!(
                    "{} (\"{title}\") was made apart from this case, over the same records. Make the two one? This \
                     cannot be undone.",
                    others.get(*at).unwrap_or(&self.case.as_path()).display()
                ))
            {
                done = merge(session, &others, true, &Cancel::new());
            }
            done.map_err(|(at, error)| match error {
                MergeError::Case(error) if error.is_of_the_file() => error.into(),
                error => Failure::said(format!(
                    "{}: {error}; nothing was merged",
                    others.get(at).unwrap_or(&self.case.as_path()).display()
                )),
            })
        })?;
        let mut out = Out::new();
        for (other, merged) in others.iter().zip(&merged) {
            for sentence in merged.sentences() {
                out.line(&format!("{}: {sentence}", other.display()))?;
            }
        }
        out.finish()?;
        merged
            .iter()
            .flat_map(|merged| merged.remarks())
            .for_each(|sentence| remark(&capitalized(&sentence)));
        Ok(Exit::Done)
    }
}

/// Asks a question at the terminal; no, where there is none.
pub(super) fn asked(question: &str) -> bool {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
        return false;
    }
    remark(&format!("{question} [y/N]"));
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}
