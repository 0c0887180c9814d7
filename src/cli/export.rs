//! `corrob export`.

use crate::case::Case;
use crate::cli::completion;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::output::output_file::OutputFile;
use crate::cli::output::progress::{Line, stop_on_signals};
use crate::cli::usage;
use crate::domain::ExportFormat;
use crate::domain::query::Query;
use crate::domain::report::Reporting;
use crate::domain::wording::counted;
use crate::formats::report::claim_review::PageUrl;
use crate::work::Cancel;
use crate::work::export::{ExportError, Job, Publication, Written};
use clap::builder::PossibleValue;
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
  corrob export my.corrob -o report.html
  corrob export my.corrob -o withheld.csv tag:withheld
  corrob export my.corrob --format vaughn -o index.csv
  corrob export my.corrob --format claimreview --url https://example.org/checks --publisher Example
  corrob export my.corrob --annotations | jq '.annotations[] | select(.tags[] == \"withheld\") | .key'

The query is that of corrob list. Without --format, the ending of FILE says which: .json is native; .jsonl \
and .ndjson, .csv, .md and .html are what they are called, .vaughn.csv, .annotations.json, .webannotations.json \
and .claimreview.json too. Without a FILE it is native.

--redact-reviewers puts Reviewer 1, Reviewer 2, ... in the place of reviewers' names, and other ids in the \
place of theirs; two exports of a case have the same ones as long as nobody joins it. What people wrote, \
notes above all, is not searched for names.")]
pub struct ExportArgs {
    /// The case
    case: PathBuf,
    #[command(flatten)]
    options: Options,
    /// A query: words and terms
    #[arg(allow_hyphen_values = true, add = completion::terms())]
    query: Vec<String>,
}

/// What is written, and where.
#[derive(Debug, Args)]
struct Options {
    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ExportFormat>,
    /// The same as --format annotations
    #[arg(long)]
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
    /// For claimreview: the page where the reviews will stand; a claim's stands at URL#C-7
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// For claimreview: who publishes what was decided here, as its author; claims on which the reviewers here differ stay out
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
}

impl ValueEnum for ExportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.described().name).help(self.described().help))
    }
}

/// The format a file's ending names. A device or a pipe has none, and takes what standard output would.
fn named_by(path: &Path) -> Result<ExportFormat> {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    if path.is_dir() {
        return Err(Failure::said(format!("{} is a folder; name a file in it", path.display())));
    }
    if path.metadata().is_ok_and(|meta| !meta.is_file()) {
        return Ok(ExportFormat::Native);
    }
    ExportFormat::of_file(&name).ok_or_else(|| {
        Failure::said(format!(
            "{} has no ending that says what to write: .json (the whole case, native), .jsonl, .csv, .md, .html; or \
             --format says it",
            path.display()
        ))
    })
}

impl ExportArgs {
    pub(super) fn run(mut self, global: &Global) -> Result<Exit> {
        self.options_behind_the_query()?;
        let cancel = stop_on_signals()?;
        let Options { output, force, .. } = &self.options;
        if *force && output.is_none() {
            return Err(Failure::said(
                "--force replaces a file, and none was named; --output FILE names one",
            ));
        }
        if global.read_only && output.is_some() {
            return Err(Failure::said(
                "with --read-only no file is written; leave out -o and redirect the output",
            ));
        }
        if self.options.annotations && self.options.format.is_some() {
            return Err(Failure::said("--annotations is --format annotations; leave out one of the two"));
        }
        let typed = self.query.join(" ");
        let query: Query = typed.parse().map_err(|error| Failure::said(format!("{error}")))?;
        let format = match (self.options.format, output) {
            (Some(format), _) => format,
            (None, _) if self.options.annotations => ExportFormat::Annotations,
            (None, Some(path)) => named_by(path)?,
            (None, None) => ExportFormat::Native,
        };
        let page = self.options.page(format)?;
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
            let publication =
                Publication { page: page.as_ref(), publisher: self.options.publisher.as_deref() };
            let export = Export { case, format, publication };
            let job = Job { what: &what, cancel: &cancel, progress: &mut progress };
            let written = match output {
                None => {
                    let mut out = Out::new();
                    let text = format.described().is_text;
                    let written = export.write(job, &mut if text { out.safe() } else { out.export() })?;
                    out.finish()?;
                    written
                }
                Some(path) => export.write_file(job, OutputFile::create(path, *force, case.path())?)?,
            };
            line.clear();
            export.remark(&what, written);
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
                        "{word} comes after the query; put it before the query, or write a word to search for in quotes"
                    )));
                }
                None => words.push(word),
            }
        }
        self.query = words;
        let matches =
            known.try_get_matches_from(options).map_err(|error| Failure::said(usage::sentence(&error)))?;
        let behind =
            Options::from_arg_matches(&matches).map_err(|error| Failure::said(usage::sentence(&error)))?;
        self.options.add(behind);
        Ok(())
    }
}

impl Options {
    /// The page where claim reviews are to stand.
    fn page(&self, format: ExportFormat) -> Result<Option<PageUrl>> {
        if format != ExportFormat::ClaimReview {
            let of_it = self.url.as_ref().map(|_| "--url").or(self.publisher.as_ref().map(|_| "--publisher"));
            return match of_it {
                Some(option) => Err(Failure::said(format!("{option} belongs to --format claimreview"))),
                None => Ok(None),
            };
        }
        let url = self.url.as_deref().ok_or_else(|| Failure::said(ExportError::NoPage.to_string()))?;
        match PageUrl::new(url) {
            Some(page) => Ok(Some(page)),
            None => Err(Failure::said(format!(
                "--url is \"{url}\", and that is not the address of a page: it begins http:// or https://, and has no # in it"
            ))),
        }
    }

    /// Adds what was given besides; where both name something, the other one counts.
    fn add(&mut self, other: Self) {
        self.format = other.format.or(self.format);
        self.annotations |= other.annotations;
        self.output = other.output.or_else(|| self.output.take());
        self.force |= other.force;
        self.with_private |= other.with_private;
        self.redact_reviewers |= other.redact_reviewers;
        self.url = other.url.or_else(|| self.url.take());
        self.publisher = other.publisher.or_else(|| self.publisher.take());
    }
}

/// An export about to be written.
struct Export<'a> {
    case: &'a Case,
    format: ExportFormat,
    publication: Publication<'a>,
}

impl Export<'_> {
    fn write_file(&self, job: Job<'_>, mut file: OutputFile) -> Result<Written> {
        let mut out = BufWriter::with_capacity(256 << 10, file.writer());
        let written = self
            .write(job, &mut out)
            .and_then(|written| out.flush().map(|()| written).map_err(Failure::of_output));
        // What is left in the buffer after a failure is not worth another try.
        let _ = out.into_parts();
        let written = written.map_err(|failure| match failure {
            Failure::Output(error) => Failure::said(format!(
                "{} cannot be written: {error}; nothing is left of it",
                file.path().display()
            )),
            other => other,
        })?;
        file.keep()?;
        Ok(written)
    }

    fn write(&self, job: Job<'_>, out: &mut dyn Write) -> Result<Written> {
        let written =
            job.write(self.case, self.format, self.publication, out).map_err(|error| match error {
                ExportError::Case(error) => error.into(),
                ExportError::Write(error) => error.into(),
                ExportError::NoPage => Failure::said(error.to_string()),
                ExportError::Cancelled => Failure::said(format!("{error}; the export is not whole")),
            })?;
        if self.format == ExportFormat::Vaughn && written.records == 0 {
            remark("nothing is on record as withheld, removed or not shown, so the index has no row");
        }
        Ok(written)
    }

    /// Says what stayed behind and would be expected.
    fn remark(&self, what: &Reporting, written: Written) {
        if self.format == ExportFormat::ClaimReview {
            let reviews = written.reviews;
            match (reviews.written, reviews.differing, self.publication.publisher) {
                (0, 0, _) => remark("no claim has a verdict, so there is nothing to review"),
                (_, 0, _) => {}
                (_, differing, None) => remark(&format!(
                    "reviewers differ on {}; each verdict is a review of its own",
                    counted(differing, "claim")
                )),
                (_, differing, Some(_)) => remark(&format!(
                    "left out: {} on which the reviewers of this case differ, because a publisher has one verdict",
                    counted(differing, "claim")
                )),
            }
        }
        if self.format != ExportFormat::Native {
            return;
        }
        if what.redact {
            remark("the history was left out: it names the reviewers");
        } else if !what.query.is_empty() {
            remark("the history was left out: it includes records that the query leaves out");
        }
    }
}

/// Writes what the review asks for to a file that was begun for it.
pub(super) fn to_begun(case: &Path, format: ExportFormat, what: &Reporting, file: OutputFile) -> Result<()> {
    let case = Case::open_beside(case)?;
    let job = Job { what, cancel: &Cancel::default(), progress: &mut |_| {} };
    Export { case: &case, format, publication: Publication::default() }.write_file(job, file).map(drop)
}
