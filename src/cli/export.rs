//! `corrob export`.

use super::context::Global;
use super::out::{Out, remark};
use super::outcome::{Exit, Failure, Result};
use super::output_file::OutputFile;
use super::progress::{Line, stop_on_signals};
use crate::case::Case;
use crate::domain::query::Query;
use crate::domain::report::Reporting;
use crate::formats::csv_rows::CsvRows;
use crate::formats::json_lines::JsonLines;
use crate::formats::report::Report;
use crate::work::Cancel;
use crate::work::export::{ExportError, Job};
use clap::{Args, Command, FromArgMatches, ValueEnum};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write a case out, or what a query leaves of it: to standard output, or to a file with -o.
///
/// The native format holds everything, with its history: what it makes can be imported again and
/// exported to the same bytes. What a query leaves imports by itself, without history.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob export my.corrob -o my.json
  corrob export my.corrob -o report.md
  corrob export my.corrob -o withheld.csv tag:withheld
  corrob export my.corrob --annotations | jq '.annotations[] | select(.tags[] == \"withheld\") | .key'

The query is that of corrob list. Without --format, the ending of FILE says which: .json is native; .jsonl \
and .ndjson, .csv, .md and .html are what they are called.

--redact-reviewers puts Reviewer 1, Reviewer 2, ... in the place of reviewers' names, and other ids in the \
place of theirs; two exports of a case have the same ones as long as nobody joins it. What people wrote, \
notes above all, is not searched for names.")]
pub struct ExportArgs {
    /// The case
    case: PathBuf,
    #[command(flatten)]
    options: Options,
    /// A query: words and terms
    #[arg(allow_hyphen_values = true)]
    query: Vec<String>,
}

/// What is written, and where.
#[derive(Debug, Args)]
struct Options {
    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Only what reviewers said: tags, grounds, notes, verdicts, times
    #[arg(long, conflicts_with = "format")]
    annotations: bool,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
    /// Private notes too
    #[arg(long)]
    with_private: bool,
    /// Numbers in the place of reviewers' names
    #[arg(long)]
    redact_reviewers: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The whole case, to be imported again
    Native,
    /// For scripts: a claim or a piece of evidence a line
    Jsonl,
    /// For a spreadsheet: a row for each piece of evidence and reviewer
    Csv,
}

impl Format {
    /// The format a file's ending names.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Native),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

impl ExportArgs {
    pub(super) fn run(mut self, global: &Global) -> Result<Exit> {
        self.options_behind_the_query()?;
        let cancel = stop_on_signals()?;
        let Options { output, force, .. } = &self.options;
        if *force && output.is_none() {
            return Err(Failure::said("--force replaces a file, and none was named; -o FILE names one"));
        }
        if global.read_only && output.is_some() {
            return Err(Failure::said(
                "with --read-only no file is written; leave out -o and redirect the output",
            ));
        }
        let typed = self.query.join(" ");
        let query: Query = typed.parse().map_err(|error| Failure::said(format!("{error}")))?;
        let format =
            self.options.format.or_else(|| output.as_deref().and_then(Format::of)).unwrap_or(Format::Native);
        global.read(&self.case, |case| {
            let reviewer = if query.is_empty() { Default::default() } else { global.reader(case)?.id };
            let what = Reporting {
                reviewer,
                query,
                typed,
                with_private: self.options.with_private,
                redact: self.options.redact_reviewers,
            };
            let mut line = Line::new("exporting");
            let mut progress = |progress| line.show(progress);
            let export = Export { case, format, annotations: self.options.annotations };
            let job = Job { what: &what, cancel: &cancel, progress: &mut progress };
            match output {
                None => {
                    let mut out = Out::new();
                    let text = !export.annotations && format == Format::Csv;
                    export.write(job, &mut if text { out.safe() } else { out.export() })?;
                    out.finish()
                }
                Some(path) => export.to_file(job, path, *force),
            }?;
            line.clear();
            export.remark(&what);
            Ok(())
        })?;
        Ok(Exit::Done)
    }

    /// Options may stand behind the query, whose terms may begin with a hyphen.
    fn options_behind_the_query(&mut self) -> Result<()> {
        let known = Options::augment_args(Command::new("export").no_binary_name(true));
        let mut options = Vec::new();
        let mut words = Vec::new();
        let mut rest = std::mem::take(&mut self.query).into_iter();
        while let Some(word) = rest.next() {
            let name = word.split('=').next().unwrap_or_default();
            let option = known.get_arguments().find(|arg| {
                arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long))
                    || arg
                        .get_short()
                        .is_some_and(|short| word.strip_prefix('-') == Some(short.to_string().as_str()))
            });
            match option {
                Some(option) => {
                    let value = option.get_action().takes_values() && !word.contains('=');
                    options.push(word);
                    options.extend(value.then(|| rest.next()).flatten());
                }
                None if word.starts_with("--") => {
                    return Err(Failure::said(format!(
                        "{word} stands behind the query; put it before, or write a word to search for in quotes"
                    )));
                }
                None => words.push(word),
            }
        }
        self.query = words;
        let matches = known.try_get_matches_from(options).map_err(|error| super::usage_sentence(&error))?;
        self.options.update_from_arg_matches(&matches).map_err(|error| super::usage_sentence(&error))
    }
}

/// An export about to be written.
struct Export<'a> {
    case: &'a Case,
    format: Format,
    annotations: bool,
}

impl Export<'_> {
    fn to_file(&self, job: Job<'_>, path: &Path, force: bool) -> Result<()> {
        let mut file = OutputFile::create(path, force, self.case.path())?;
        let mut out = BufWriter::with_capacity(256 << 10, file.writer());
        let written = self.write(job, &mut out).and_then(|()| out.flush().map_err(Failure::of_output));
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

    fn write(&self, job: Job<'_>, out: &mut dyn Write) -> Result<()> {
        let case = self.case;
        let report = |job: Job<'_>, report: &mut dyn Report| job.report(case, report);
        let done = match self.format {
            _ if self.annotations => job.annotations(case, out),
            Format::Native => job.native(case, out),
            Format::Jsonl => report(job, &mut JsonLines::new(out)),
            Format::Csv => report(job, &mut CsvRows::new(out)),
        };
        match done {
            Ok(_) => Ok(()),
            Err(ExportError::Case(error)) => Err(error.into()),
            Err(ExportError::Write(error)) => Err(error.into()),
            Err(error @ ExportError::Cancelled) => {
                Err(Failure::said(format!("{error}; the export is not whole")))
            }
        }
    }

    /// Says what stayed behind and would be expected.
    fn remark(&self, what: &Reporting) {
        if self.format != Format::Native || self.annotations {
            return;
        }
        if what.redact {
            remark("the history stayed behind: it names the reviewers");
        } else if !what.query.is_empty() {
            remark("the history stayed behind: it tells of records that the query leaves out");
        }
    }
}

/// Writes what reviewers said of a case to a file, in the place of one written before.
pub(super) fn annotations_to(case: &Path, path: &Path) -> Result<()> {
    let case = Case::open_beside(case)?;
    let what = Reporting::default();
    let job = Job { what: &what, cancel: &Cancel::default(), progress: &mut |_| {} };
    Export { case: &case, format: Format::Native, annotations: true }.to_file(job, path, true)
}
