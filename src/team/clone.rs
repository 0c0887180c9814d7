//! A case made from its folder alone.

use crate::case::{Case, CaseError, Forgetful, Session, create};
use crate::domain::entry::{Entry, Reviewer};
use crate::team::error::TeamError;
use crate::team::folder::Folder;
use crate::team::sync::{Done, arriving};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Makes a case at `path` of what a folder holds.
///
/// # Errors
/// When a file is there already, the folder has no case, or it does not hold together; nothing is left behind then.
pub fn clone(folder: &Path, path: &Path, reviewer: &Reviewer) -> Result<Done, TeamError> {
    if path.symlink_metadata().is_ok() {
        return Err(CaseError::Exists(path.to_owned()).into());
    }
    let mut done = Done::default();
    let parcel = arriving(&Folder::new(folder), &BTreeMap::new(), &mut done, |_| Ok(false))?.parcel;
    if parcel.events.is_empty() {
        return Err(TeamError::NoCase(folder.to_owned()));
    }
    let home =
        path.parent().filter(|home| !home.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    let failed = |error| TeamError::Io(path.to_owned(), error);
    let half = tempfile::Builder::new().prefix(".corrob-clone-").tempdir_in(&home).map_err(failed)?;
    let made = half.path().join("case.corrob");
    create(&made, &parcel.case, reviewer, Box::new(Forgetful), "clone", |importer| {
        importer.add(Entry::Case(parcel.case.clone())).map(drop)
    })?;
    let mut session = Session::new(Case::open(&made)?, reviewer.clone(), Box::new(Forgetful));
    let merged = session.merge(&parcel, true);
    session.close();
    done.merged = merged?;
    // A link fails where a file has the name by now.
    std::fs::hard_link(&made, path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => TeamError::Case(CaseError::Exists(path.to_owned())),
        _ => failed(error),
    })?;
    Ok(done)
}
