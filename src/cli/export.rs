//! `corrob export`.

use super::context::Global;
use super::out::Out;
use super::outcome::{Exit, Failure, Result};
use super::output_file::OutputFile;
use super::progress::{Line, stop_on_signals};
use crate::case::Case;
use crate::work::Cancel;
use crate::work::export::{ExportError, Job};
use clap::Args;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write a case out as JSON: to standard output, or to a file with -o.
///
/// The native format holds everything, with its history: what it makes can be imported again and
/// exported to the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob export my.corrob -o my.json
  corrob export my.corrob --annotations | jq '.annotations[] | select(.tags[] == \"withheld\") | .key'")]
pub struct ExportArgs {
    /// The case
    case: PathBuf,
    /// Only what reviewers said: tags, grounds, notes, verdicts, times
    #[arg(long)]
    annotations: bool,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "output")]
    force: bool,
    /// Private notes too
    #[arg(long)]
    with_private: bool,
}

impl ExportArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let cancel = stop_on_signals()?;
        if global.read_only && self.output.is_some() {
            return Err(Failure::said(
                "with --read-only no file is written; leave out -o and redirect the output",
            ));
        }
        global.read(&self.case, |case| {
            let mut line = Line::new("exporting");
            let mut progress = |progress| line.show(progress);
            let job = Job { with_private: self.with_private, cancel: &cancel, progress: &mut progress };
            match &self.output {
                None => {
                    let mut out = Out::new();
                    write(job, case, self.annotations, &mut out.export())?;
                    out.finish()
                }
                Some(path) => self.to_file(job, case, path),
            }
        })?;
        Ok(Exit::Done)
    }

    fn to_file(&self, job: Job<'_>, case: &Case, path: &Path) -> Result<()> {
        let mut file = OutputFile::create(path, self.force, case.path())?;
        let mut out = BufWriter::with_capacity(256 << 10, file.writer());
        let written = write(job, case, self.annotations, &mut out)
            .and_then(|()| out.flush().map_err(Failure::of_output));
        // What is left in the buffer after a failure is not worth another try.
        let _ = out.into_parts();
        written.map_err(|failure| match failure {
            Failure::Output(error) => {
                Failure::said(format!("{} cannot be written: {error}; nothing is left of it", path.display()))
            }
            other => other,
        })?;
        file.keep()
    }
}

/// Writes what reviewers said of a case to a file, in the place of one written before.
pub(super) fn annotations_to(case: &Path, path: &Path) -> Result<()> {
    let case = Case::open_beside(case)?;
    let mut file = OutputFile::create(path, true, case.path())?;
    let mut out = BufWriter::with_capacity(256 << 10, file.writer());
    let job = Job { with_private: false, cancel: &Cancel::default(), progress: &mut |_| {} };
    write(job, &case, true, &mut out)?;
    out.flush().map_err(Failure::of_output)?;
    drop(out);
    file.keep()
}

fn write(job: Job<'_>, case: &Case, annotations: bool, out: &mut dyn Write) -> Result<()> {
    let done = if annotations { job.annotations(case, out) } else { job.native(case, out) };
    match done {
        Ok(_) => Ok(()),
        Err(ExportError::Case(error)) => Err(error.into()),
        Err(ExportError::Write(error)) => Err(error.into()),
        Err(error @ ExportError::Cancelled) => {
            Err(Failure::said(format!("{error}; the export is not whole")))
        }
    }
}
