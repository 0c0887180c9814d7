//! Merging as a job: what another file tells, looked over as a stranger's, and taken in whole or not at all.

use super::import::{Job, Listener, Options};
use super::{Cancel, Progress};
use crate::case::{Case, CaseError, Follower, Forgetful, Merged, Parcel, Session};
use crate::domain::ItemId;
use crate::domain::entry::Reviewer;
use crate::formats::foreign::Choice;
use crate::formats::{Refusal, Warning};
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;
use thiserror::Error;

/// Why nothing was merged.
#[derive(Debug, Error)]
pub enum MergeError {
    /// The case does not take it.
    #[error("{0}")]
    Case(#[from] CaseError),
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It is neither a case nor JSON with a history.
    #[error("{0}")]
    Other(String),
}

/// Takes in what some files tell, case files or cases as JSON with their history: all of them or none.
///
/// # Errors
/// Which file could not be merged, and why; the case is as it was then.
pub fn merge(
    session: &mut Session,
    files: &[&Path],
    join: bool,
    cancel: &Cancel,
) -> Result<Vec<Merged>, (usize, MergeError)> {
    let mut parcels = Vec::new();
    for (at, file) in files.iter().enumerate() {
        parcels.push(parcel_of(session, file, cancel).map_err(|error| (at, error))?);
    }
    session.merge_all(&parcels, join).map_err(|(at, error)| (at, error.into()))
}

/// What a file tells that the case does not know.
fn parcel_of(session: &Session, file: &Path, cancel: &Cancel) -> Result<Parcel, MergeError> {
    let mut input = std::fs::File::open(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => MergeError::Other("there is no such file".into()),
        _ => error.into(),
    })?;
    let mut start = Vec::new();
    (&mut input).take(16).read_to_end(&mut start)?;
    let told = |case: &Case| {
        case.verify_for_merge()?;
        case.parcel(true, 0, |event| session.case().knows(&event.hash))
    };
    if start.starts_with(b"SQLite format 3\0") {
        return Ok(Follower::open(file)?.read_once(told)?);
    }
    input.rewind()?;
    let folder = tempfile::tempdir()?;
    let restored = folder.path().join("restored.corrob");
    restore(file, BufReader::new(input), &restored, cancel)?;
    Ok(told(&Case::open_reader(&restored)?)?)
}

/// Makes a case of JSON with its history, of which nothing may be refused.
fn restore(file: &Path, input: impl BufRead + Send, into: &Path, cancel: &Cancel) -> Result<(), MergeError> {
    /// Keeps the first refusal.
    struct First(Option<String>);
    impl Listener for First {
        fn refused(&mut self, refusal: &Refusal) -> std::io::Result<()> {
            self.0.get_or_insert(format!("line {}, {}: {}", refusal.line, refusal.section, refusal.reason));
            Ok(())
        }
        fn warned(&mut self, _: &Warning) {}
        fn progress(&mut self, _: Progress) {}
    }
    let mut first = First(None);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // Whoever has written in the case by then is not from the file.
    let nobody = Reviewer { id: ItemId::max(), name: "nobody".into(), is: None };
    let job = Job {
        name: &name,
        input,
        length: None,
        choice: &Choice { format: Some("native".into()), ..Choice::default() },
        dataset: None,
        options: Options::default(),
        cancel,
        listener: &mut first,
    };
    let made = job.into_new_case(into, &nobody, Box::new(Forgetful));
    if let Some(refused) = first.0 {
        return Err(MergeError::Other(refused));
    }
    let summary = made.map_err(|error| MergeError::Other(error.to_string()))?;
    if summary.imported.events == 0 {
        return Err(MergeError::Other(
            "it has no history to merge: only a whole export in corrob's own JSON has one; \"corrob import\" brings in \
             records"
                .into(),
        ));
    }
    if Case::open_reader(into)?.reviewers()?.contains(&nobody) {
        return Err(MergeError::Other(
            "its records are not what its history answers for: something in it was changed, or the end of it cut off"
                .into(),
        ));
    }
    Ok(())
}
