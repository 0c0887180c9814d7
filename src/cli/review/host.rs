//! What the reviewer asks of the program around it: saved positions, exports, imports.

use crate::case::{Case, CaseError, Follower, Session};
use crate::cli::attach;
use crate::cli::dropped_path::dropped;
use crate::cli::export;
use crate::cli::import;
use crate::cli::import::input;
use crate::cli::output::output_file::{OutputFile, same_file};
use crate::config::{self, Memory, Position};
use crate::domain::query::Query;
use crate::domain::report::Reporting;
use crate::domain::rows::Place;
use crate::domain::wording::counted;
use crate::domain::{ExportFormat, ItemId, Key, Note};
use crate::formats::foreign::{Choice, ForeignError};
use crate::formats::{Refusal, Warning};
use crate::review::Export;
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::import::ImportEnd;
use crate::terminal::{HostServices, ImportStage, PendingExport};
use crate::text::size;
use crate::work::import::{ImportError, Job, Listener, Options, Summary};
use crate::work::{Cancel, Progress};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files and the state directory, for one reviewer of one case.
pub(in crate::cli) struct Host {
    pub(in crate::cli) memory: Arc<Memory>,
    pub(in crate::cli) reviewer: ItemId,
    /// The case file.
    pub(in crate::cli) path: PathBuf,
    /// A folder of the user's own.
    pub(in crate::cli) folder: PathBuf,
}

impl HostServices for Host {
    fn save_position(&self, case: ItemId, place: Place, order: SeekOrder) {
        let order = match order {
            SeekOrder::ByClaim => config::Order::Claim,
            SeekOrder::BySource => config::Order::Source,
        };
        self.memory.save_position(
            case,
            self.reviewer,
            Position { claim: place.claim, evidence: place.evidence, order },
        );
    }

    fn save_reading(&self, case: ItemId, read: BTreeMap<Key, Range<usize>>) {
        self.memory.save_reading(case, self.reviewer, read);
    }

    fn reading(&self, case: ItemId) -> BTreeMap<Key, Range<usize>> {
        self.memory.reading(case, self.reviewer)
    }

    fn propose_exports(&self) -> Vec<String> {
        let home = std::env::home_dir();
        let free = |format: &ExportFormat| shown_path(&free(&self.path, format.ending()), home.as_deref());
        ExportFormat::ALL.iter().map(free).collect()
    }

    fn begin_export(&self, asked: &Export) -> Result<PendingExport, String> {
        let path = typed_path(&asked.file, std::env::home_dir().as_deref());
        if path.symlink_metadata().is_ok() {
            return Err(format!(
                "{} is there already and stays as it is; choose another name",
                path.display()
            ));
        }
        let query: Query = asked.query.parse().map_err(|error| format!("{error}"))?;
        let file = OutputFile::create(&path, false, &self.path).map_err(|failure| failure.to_string())?;
        let typed = asked.query.clone();
        let what = Reporting { reviewer: self.reviewer, query, typed, ..Reporting::default() };
        let (case, format) = (self.path.clone(), asked.format);
        Ok(Box::new(move || match export::to_begun(&case, format, &what, file) {
            Ok(()) => {
                let bytes = path.metadata().map_or(0, |meta| meta.len());
                format!("exported to {}, {}", path.display(), size(bytes))
            }
            Err(failure) => failure.to_string(),
        }))
    }

    fn import(
        &self,
        session: &mut Session,
        (file, to): (&str, Option<Key>),
        cancel: &Cancel,
        report: &mut dyn FnMut(ImportStage),
    ) -> ImportEnd {
        let path = typed_path(file, std::env::home_dir().as_deref());
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let failed = |why: String| match cancel.asked() {
            true => ImportEnd::Stopped,
            false => ImportEnd::Failed(why),
        };
        // Standard input is the keyboard here.
        let path = if path.as_os_str() == "-" { Path::new("./-") } else { &path };
        if self.is_case(path) {
            return failed(format!("{} is the case that is open", path.display()));
        }
        if let Some(source) = to {
            return match attach::into_source(session, &source, path, cancel) {
                Ok((says, remarked)) => told(session, says, remarked),
                Err(why) => failed(why),
            };
        }
        let (input, length) = match input::open(path, cancel) {
            Ok(input) => input,
            Err(failure) => return failed(failure.to_string()),
        };
        let mut reporter = Reporter { report, first: None, remark: None };
        let choice = Choice::default();
        let job = Job {
            name: &name,
            input,
            length,
            choice: &choice,
            dataset: None,
            options: Options::default(),
            cancel,
            listener: &mut reporter,
        };
        match job.into_case(session) {
            Ok(summary) => done(session, &name, &summary, (reporter.first, reporter.remark)),
            Err(ImportError::Cancelled) => ImportEnd::Stopped,
            Err(error) => {
                let where_else = match &error {
                    ImportError::Foreign(
                        ForeignError::Unknown { .. } | ForeignError::NotUtf8 { .. } | ForeignError::Tied(_),
                    ) => " (options of corrob import)",
                    _ => "",
                };
                failed(format!("{name}: {error}{where_else}; nothing was imported"))
            }
        }
    }

    fn find_case(&self, file: &str) -> Result<PathBuf, String> {
        let path = typed_path(file, std::env::home_dir().as_deref());
        let path = std::path::absolute(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if self.is_case(&path) {
            return Err(format!("{} is the case that is open", path.display()));
        }
        // Looking at it changes nothing.
        let opened = Follower::open(&path).and_then(|mut case| case.read_once(|case| Ok(case.id())));
        opened.map(|_| path).map_err(|error| error.to_string())
    }

    fn keep_words(&self, case: ItemId, item: ItemId, note: Option<&Note>) -> Result<String, String> {
        match note {
            Some(note) => {
                let kept = self.memory.keep_words(case, item, note);
                kept.map(|file| shown(&file)).map_err(|error| error.to_string())
            }
            None => {
                self.memory.drop_words(case, item);
                Ok(String::new())
            }
        }
    }

    fn kept_words(&self, case: ItemId) -> Vec<(ItemId, Note)> {
        self.memory.kept_words(case)
    }

    fn keep_form(&self, case: ItemId, place: (ItemId, u32), text: Option<&str>) -> Result<(), String> {
        self.memory
            .keep_form(case, place, text)
            .map_err(|error| format!("what was typed in it cannot be kept as a draft ({error})"))
    }

    fn kept_forms(&self, case: ItemId) -> Vec<((ItemId, u32), String)> {
        self.memory.kept_forms(case)
    }

    fn copy_case(&self, case: &Case) -> Result<String, String> {
        let place = self.memory.place_for_copy(case.id()).map_err(|error| error.to_string())?;
        match case.copy_to(&place) {
            Ok(()) => Ok(shown(&place)),
            Err(error) => {
                // Half a copy is none.
                let _ = std::fs::remove_file(&place);
                Err(error.to_string())
            }
        }
    }

    fn private_folder(&self) -> PathBuf {
        self.folder.clone()
    }
}

impl Host {
    /// Whether a path names the case, or a file that belongs to it. Those are never opened here: to
    /// close one would take away the locks by which SQLite keeps other programs out of it.
    fn is_case(&self, path: &Path) -> bool {
        ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
            let mut file = self.path.clone().into_os_string();
            file.push(ending);
            same_file(path, Path::new(&file))
        })
    }
}

/// What an import did, for the review.
fn done(
    session: &Session,
    name: &str,
    summary: &Summary,
    (first, remark): (Option<String>, Option<String>),
) -> ImportEnd {
    let mut says = import::sentence(name, summary, false);
    if let Some(first) = &first {
        says.push_str(&format!("; the first: {first}; corrob import --rejects FILE lists them all"));
    }
    if let Some(remark) = &remark {
        let remarks = counted(summary.warnings, "remark");
        says.push_str(&format!("; {remarks}, the first: {remark}; corrob import --dry-run says them all"));
    }
    told(session, says, first.is_some())
}

/// What was done, with how far the reviewer has come by it.
fn told(session: &Session, says: String, refused: bool) -> ImportEnd {
    let progress: Result<_, CaseError> = session.case().progress(session.reviewer().id);
    match progress {
        Ok(progress) => ImportEnd::Done { says, refused, progress },
        Err(error) => ImportEnd::Failed(format!("{says}; but the case cannot be read: {error}")),
    }
}

/// Reports the progress of an import to the review, and keeps the first refusal and the first remark.
struct Reporter<'a> {
    report: &'a mut dyn FnMut(ImportStage),
    first: Option<String>,
    remark: Option<String>,
}

impl Listener for Reporter<'_> {
    fn refused(&mut self, refusal: &Refusal) -> std::io::Result<()> {
        self.first.get_or_insert_with(|| refusal.to_string());
        Ok(())
    }

    fn warned(&mut self, warning: &Warning) {
        self.remark.get_or_insert_with(|| warning.to_string());
    }

    fn progress(&mut self, progress: Progress) {
        (self.report)(ImportStage::Read(progress));
    }

    fn began(&mut self) {
        (self.report)(ImportStage::Began);
    }

    fn closing(&mut self) {
        (self.report)(ImportStage::Closing);
    }
}

/// The path that the user typed; `~` is their home.
fn typed_path(typed: &str, home: Option<&Path>) -> PathBuf {
    let rest = match typed {
        "~" => Some(""),
        typed => typed.strip_prefix("~/"),
    };
    match (rest, home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => dropped(typed),
    }
}

/// A path of this device as its user would type it.
fn shown(path: &Path) -> String {
    shown_path(path, std::env::home_dir().as_deref())
}

/// A path as the user would type it.
fn shown_path(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

/// A name beside the case with this ending that no file has yet.
fn free(case: &Path, ending: &str) -> PathBuf {
    let stem = case.file_stem().unwrap_or_default();
    let with = |number: Option<u32>| {
        let mut name = stem.to_owned();
        if let Some(number) = number {
            name.push(format!("-{number}"));
        }
        name.push(ending);
        case.with_file_name(name)
    };
    std::iter::once(None)
        .chain((2..10_000).map(Some))
        .map(with)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| with(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_the_file_it_was_made_of() {
        let home = Some(Path::new("/home/r"));
        for (path, name) in [("/home/r/a/x.html", "~/a/x.html"), ("/srv/x.html", "/srv/x.html")] {
            assert_eq!(shown_path(Path::new(path), home), name);
            assert_eq!(typed_path(name, home), Path::new(path));
        }
        assert_eq!(typed_path("~", home), Path::new("/home/r"));
        assert_eq!(typed_path("x~/y", home), Path::new("x~/y"));
        assert_eq!(typed_path("~/x", None), Path::new("~/x"));
    }

    #[test]
    fn what_is_proposed_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let case = folder.path().join("my.corrob");
        let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(name(free(&case, ".html")), "my.html");
        std::fs::write(folder.path().join("my.html"), "").unwrap();
        assert_eq!(name(free(&case, ".html")), "my-2.html");
        std::fs::create_dir(folder.path().join("my-2.html")).unwrap();
        assert_eq!(name(free(&case, ".html")), "my-3.html");
        assert_eq!(name(free(&case, ".annotations.json")), "my.annotations.json");
    }
}
