//! `corrob import`.

mod explain;
mod format;
pub(super) mod input;

use crate::cli::context::Global;

use crate::cli::dropped_path::addressed;
use crate::cli::import::format::FormatArgs;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::remark;
use crate::cli::output::output_file::same_file;
use crate::cli::output::progress::{Line, stop_on_signals};
use crate::domain::event::Counts;
use crate::domain::wording::counted;
use crate::formats::foreign::Choice;
use crate::formats::{Refusal, Warning};
use crate::work::import::{ImportError, Job, Listener, Options, Summary};
use crate::work::{Cancel, Progress};
use clap::Args;
use serde_json::value::RawValue;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bring what files hold into a case; makes the case if there is none.
///
/// Each file goes in as one step, whole or not at all. Records the case has already are brought up
/// to date, and keep every annotation. A record that cannot be read is refused and named; the rest
/// goes in.
#[derive(Debug, Args)]
#[command(
    override_usage = "corrob import CASE FILE... [OPTIONS]\n       corrob import --explain FILE... [OPTIONS]",
    after_help = "Examples:
  corrob import my.corrob dossier.json
  corrob import my.corrob feed.jsonl.gz --rejects refused.jsonl
  curl -s https://example.org/case.json | corrob import my.corrob -
  corrob import --explain unknown.csv
  corrob import my.corrob unknown.json --profile my-profile.toml --dry-run
  corrob import my.corrob votes.csv --map statement=claim.text --map link=source.url \\
      --map 'Reviewer A=tag@Reviewer A:yes=examined,no=disputed'

\"corrob schema profile\" describes profiles and the fields of --map.
Exit code: 0 everything went in, 1 something was refused, 2 a file was not imported."
)]
pub struct ImportArgs {
    /// The case, then the files; - is standard input
    #[arg(required = true, value_name = "CASE FILE", num_args = 1..)]
    paths: Vec<PathBuf>,
    /// Show what the files hold and how it would be imported; import nothing
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    format: FormatArgs,
    /// Say what would happen, with every refusal and remark, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take a file whole or not at all
    #[arg(long)]
    strict: bool,
    /// Write refused records to this file, one JSON object a line, with the reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

impl ImportArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let cancel = stop_on_signals()?;
        let paths: Vec<PathBuf> = self.paths.iter().map(|path| addressed(path)).collect();
        let choice = self.format.choice(&cancel)?;
        if self.explain {
            return explain::run(&paths, &choice, &cancel);
        }
        global.must_write("import")?;
        let [case, files @ ..] = paths.as_slice() else { return Err(no_file()) };
        if files.is_empty() {
            return Err(no_file());
        }
        let mut rejects = self.rejects.as_deref().map(Rejects::new).transpose()?;
        let mut exit = Exit::Done;
        for (at, file) in files.iter().enumerate() {
            let name = if file.as_os_str() == "-" {
                "standard input".to_owned()
            } else {
                file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
            };
            let mut printer = Printer {
                name: &name,
                most: if self.dry_run { u64::MAX } else { NAMED },
                named: 0,
                unnamed: 0,
                warned: 0,
                rejects: rejects.as_mut(),
                line: Line::new(&format!("importing {name}")),
            };
            let result = self.one(global, case, (file, &name, &choice), &mut printer, &cancel);
            printer.close(self.rejects.is_some());
            match result {
                Ok(summary) => {
                    remark(&sentence(&name, &summary, self.dry_run));
                    if summary.refused > 0 {
                        exit = Exit::Incomplete;
                    }
                }
                Err(failure) => {
                    let mut sentence = format!("{failure}");
                    if at > 0 {
                        let plural = if at == 1 { "file before it is" } else { "files before it are" };
                        sentence.push_str(&format!("; the {at} {plural} in"));
                    }
                    return Err(Failure::Said(sentence));
                }
            }
        }
        if let Some(rejects) = rejects {
            rejects.finish()?;
        }
        Ok(exit)
    }

    fn one(
        &self,
        global: &Global,
        case: &Path,
        (file, name, choice): (&Path, &str, &Choice),
        printer: &mut Printer<'_>,
        cancel: &Cancel,
    ) -> Result<Summary> {
        // Opening and closing it would drop the locks by which SQLite keeps other programs out.
        if same_file(file, case) {
            return Err(Failure::said(format!("{} is the case itself", file.display())));
        }
        let (input, length) = input::open(file, cancel)?;
        let options = Options { strict: self.strict, dry_run: self.dry_run };
        let dataset = self.format.dataset.as_deref();
        let job = Job { name, input, length, choice, dataset, options, cancel, listener: printer };
        let there = case.symlink_metadata().is_ok();
        let result = if there {
            let mut session = global.write(case, "import")?;
            let result = job.into_case(&mut session);
            session.close();
            result
        } else {
            let maker = global.maker()?;
            let result = job.into_new_case(case, &maker, global.heads()?);
            // A history that was restored holds no event of whoever restored it.
            if result.as_ref().is_ok_and(|summary| summary.imported.events == 0) {
                global.keep(&maker)?;
            }
            result
        };
        let unchanged = if there { "nothing was imported from it" } else { "no case was made" };
        match result {
            Ok(summary) => Ok(summary),
            Err(ImportError::Tried(summary)) => Ok(*summary),
            Err(ImportError::Case(error)) => Err(error.into()),
            Err(ImportError::Listener(error)) => {
                let rejects = self.rejects.as_deref().unwrap_or(Path::new("the rejects"));
                Err(Failure::said(format!("{} cannot be written ({error}); {unchanged}", rejects.display())))
            }
            Err(error) => Err(Failure::said(format!("{name}: {error}; {unchanged}"))),
        }
    }
}

fn no_file() -> Failure {
    Failure::said("name the case and the files to import: corrob import CASE FILE...")
}

/// At most this many refusals of a file are printed, and as many remarks; of a trial, all.
const NAMED: u64 = 20;

/// Prints refusals and warnings, up to a limit, and the progress.
struct Printer<'a> {
    name: &'a str,
    /// How many refusals, and how many remarks, are printed.
    most: u64,
    named: u64,
    unnamed: u64,
    warned: u64,
    rejects: Option<&'a mut Rejects>,
    line: Line,
}

impl Printer<'_> {
    fn close(&mut self, kept: bool) {
        self.line.clear();
        if self.unnamed > 0 {
            let all = if kept { "the rejects file lists them all" } else { "--rejects FILE lists them all" };
            remark(&format!("{}: {} more refused; {all}", self.name, self.unnamed));
        }
        if self.warned > self.most {
            let more = counted(self.warned - self.most, "more remark");
            remark(&format!("{}: {more}; --dry-run lists them all", self.name));
        }
    }
}

impl Listener for Printer<'_> {
    fn refused(&mut self, refusal: &Refusal) -> io::Result<()> {
        if self.named < self.most {
            self.named += 1;
            self.line.clear();
            remark(&format!("{}, {refusal}", self.name));
        } else {
            self.unnamed += 1;
        }
        match &mut self.rejects {
            Some(rejects) => rejects.write(self.name, refusal),
            None => Ok(()),
        }
    }

    fn warned(&mut self, warning: &Warning) {
        self.warned += 1;
        if self.warned <= self.most {
            self.line.clear();
            remark(&format!("{}, {warning}", self.name));
        }
    }

    fn progress(&mut self, progress: Progress) {
        self.line.show(progress);
    }

    fn wants_records(&self) -> bool {
        self.rejects.is_some()
    }
}

/// The file of refused records; made with the first one.
struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Rejects {
    fn new(path: &Path) -> Result<Self> {
        if path.symlink_metadata().is_ok_and(|meta| meta.is_file() || meta.is_dir()) {
            return Err(Failure::said(format!(
                "{} exists already and was left as it is; name another file for the rejects",
                path.display()
            )));
        }
        Ok(Self { path: path.to_owned(), file: None })
    }

    fn write(&mut self, name: &str, refusal: &Refusal) -> io::Result<()> {
        #[derive(serde::Serialize)]
        struct Reject<'a> {
            file: &'a str,
            line: u64,
            section: &'a str,
            field: Option<&'a str>,
            reason: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            record: Option<&'a RawValue>,
            #[serde(skip_serializing_if = "Option::is_none")]
            text: Option<std::borrow::Cow<'a, str>>,
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(
                File::options().write(true).create(true).truncate(false).open(&self.path)?,
            )),
        };
        let record: Option<&RawValue> = serde_json::from_slice(&refusal.raw).ok();
        let record = record.filter(|raw| !raw.get().contains('\n'));
        let text =
            (record.is_none() && !refusal.raw.is_empty()).then(|| String::from_utf8_lossy(&refusal.raw));
        serde_json::to_writer(
            &mut *file,
            &Reject {
                file: name,
                line: refusal.line,
                section: &refusal.section,
                field: refusal.field.as_deref(),
                reason: &refusal.reason,
                record,
                text,
            },
        )?;
        file.write_all(b"\n")
    }

    fn finish(self) -> Result<()> {
        let Some(mut file) = self.file else { return Ok(()) };
        file.flush().map_err(|error| {
            Failure::said(format!(
                "{} cannot be written ({error}); the import itself went in",
                self.path.display()
            ))
        })
    }
}

/// The summary of one file, in a sentence.
pub(super) fn sentence(name: &str, summary: &Summary, tried: bool) -> String {
    let total = |counts: &Counts| counts.values().sum::<u64>();
    let done = &summary.imported;
    let mut parts = vec![
        format!("{} added", counted(total(&done.added), "record")),
        format!("{} changed", total(&done.changed)),
        format!("{} the same", total(&done.same)),
        format!("{} refused", summary.refused),
    ];
    if done.out > 0 {
        parts.push(format!("{} left out (taken out of this case by hand)", done.out));
    }
    if done.annotations > 0 {
        parts.push(counted(done.annotations, "annotation"));
    }
    if done.events > 0 {
        parts.push(format!("{} of its history", counted(done.events, "event")));
    }
    if done.passed_over > 0 {
        parts.push(format!(
            "{} left out (their reviewers speak for themselves in this case)",
            counted(done.passed_over, "annotation")
        ));
    }
    let tried = if tried { " (a trial; nothing was changed)" } else { "" };
    format!("{name}: {}{tried}", parts.join(", "))
}
