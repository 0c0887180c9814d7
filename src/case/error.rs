//! What can go wrong with a case file, each in one sentence for the person at the keyboard.

use crate::domain::fields::BadValue;
use crate::domain::keys::Key;
use rusqlite::{ErrorCode, ffi};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Something was not done; the case is as it was before.
#[derive(Debug, Error)]
pub enum CaseError {
    /// No file there.
    #[error("there is no case at {0}; \"corrob new {0} --title ...\" makes one")]
    Missing(PathBuf),
    /// A file is already there.
    #[error("{0} exists already and was left as it is; choose another name")]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{0} is not a corrob case ({1}); it was not touched")]
    NotOurs(PathBuf, &'static str),
    /// The file is from a later version.
    #[error(
        "{path} was written by a newer corrob (case format {found}; this one reads up to {known}); it was not touched; update corrob to open it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i32,
        /// The newest format known here.
        known: i32,
    },
    /// The file is damaged.
    #[error("{0} is damaged ({1}); it was not changed; work on a copy or a backup of it")]
    Damaged(PathBuf, String),
    /// Another program keeps the file locked.
    #[error("{0} is locked by another program; nothing was changed; try again when it is done")]
    Locked(PathBuf),
    /// The disk is full.
    #[error("the disk that holds {0} is full; the change was not made; free some space and do it again")]
    Full(PathBuf),
    /// Not allowed to write.
    #[error("{0} cannot be written ({1}); open it with --read-only, or give yourself write permission")]
    NotWritable(PathBuf, String),
    /// Not allowed to read, or another failure of the file system.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// A half-written case that only its writer can finish.
    #[error(
        "{0} cannot be read as it is: a program ended in the middle of a change to it; whoever may write to the file mends it by opening it once without --read-only, which completes that change or takes it back"
    )]
    Unfinished(PathBuf),
    /// The file keeps changing under the reader.
    #[error("{0} keeps changing while it is read; try again")]
    Restless(PathBuf),
    /// The open file has no name any more.
    #[error("{0} was deleted or moved while it was open: what is changed now cannot be saved")]
    Gone(PathBuf),
    /// The name belongs to another file by now.
    #[error("{0} was replaced by another file while it was open: what is changed now cannot be saved")]
    Replaced(PathBuf),
    /// The case was opened for reading only.
    #[error("this case is open read-only; nothing was changed")]
    ReadOnly,
    /// No record has that key.
    #[error("there is no {0} in this case")]
    NoSuchKey(Key),
    /// The record with that key was taken out.
    #[error(
        "{0} was taken out of this case; \"corrob log CASE {0}\" tells when and by whom, and \"corrob restore CASE {0}\" brings it back"
    )]
    TakenOut(Key),
    /// No record has that id.
    #[error("this item is no longer in the case")]
    NoSuchItem,
    /// More than one record has that key.
    #[error("{key} was given twice while reviewers were apart; say which: {options}")]
    Ambiguous {
        /// The key.
        key: Key,
        /// The keys that tell them apart.
        options: String,
    },
    /// Nothing was written on an item.
    #[error("{0} has no note and no reason, so there is nothing to erase")]
    NothingWritten(String),
    /// A case of another id, over records of the same datasets, with its title.
    #[error(
        "\"{0}\" has another id than this case, as where two people each imported one file; --join makes the two one"
    )]
    AnotherCase(String),
    /// The request makes no sense here, and why.
    #[error("{0}")]
    Refused(String),
    /// A value in an event or a command that does not fit.
    #[error(transparent)]
    BadValue(#[from] BadValue),
    /// A stored text that cannot be read.
    #[error("a record of the case cannot be read: {0}; \"corrob check\" names it")]
    BadRecord(#[from] serde_json::Error),
    /// The work was stopped on request.
    #[error("stopped; nothing was changed")]
    Interrupted,
    /// The disk failed to say that a change is on it.
    #[error(
        "{0}: the disk did not confirm that the last change is on it, so that it may or may not be in the case; see to the disk, then open the case again and look"
    )]
    InDoubt(PathBuf),
    /// Anything else SQLite says.
    #[error("the case file could not be used: {}", in_words(.0))]
    Sqlite(rusqlite::Error),
}

/// What SQLite says, in words of our own, with its number for whoever has to look into it.
fn in_words(error: &rusqlite::Error) -> String {
    let Some(code) = error.sqlite_error() else {
        return "a value in it is not what it should be; \"corrob check\" says where".to_owned();
    };
    let says = match code.code {
        ErrorCode::ConstraintViolation => "something in it contradicts the rest; \"corrob check\" says what",
        ErrorCode::TooBig => "something in it is larger than a case can hold",
        ErrorCode::OutOfMemory => "there is not enough memory",
        ErrorCode::AuthorizationForStatementDenied => "it may only be read",
        _ => "something went wrong inside corrob",
    };
    format!("{says} (SQLite error {})", code.extended_code)
}

impl From<rusqlite::Error> for CaseError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            _ => Self::Sqlite(error),
        }
    }
}

impl CaseError {
    /// Whether it is the file or its disk that failed, and not what was asked: the same may go well later.
    #[must_use]
    pub const fn is_of_the_file(&self) -> bool {
        matches!(
            self,
            Self::Missing(_)
                | Self::NotOurs(..)
                | Self::Damaged(..)
                | Self::Locked(_)
                | Self::Full(_)
                | Self::NotWritable(..)
                | Self::Io(..)
                | Self::Gone(_)
                | Self::Replaced(_)
                | Self::InDoubt(_)
                | Self::Sqlite(_)
        )
    }

    /// Whether what was asked does not go with what the case holds: the file and its disk are well, and what else was
    /// asked may still be done.
    #[must_use]
    pub const fn is_of_the_request(&self) -> bool {
        matches!(
            self,
            Self::NoSuchKey(_)
                | Self::TakenOut(_)
                | Self::NoSuchItem
                | Self::Ambiguous { .. }
                | Self::NothingWritten(_)
                | Self::Refused(_)
                | Self::BadValue(_)
        )
    }

    /// The same with the file named, where SQLite's code says what is the matter with the file.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        let Self::Sqlite(error) = self else { return self };
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed,
            ) => Self::Locked(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path, "its pages do not hold together".into()),
            Some(ErrorCode::NotADatabase) => Self::NotOurs(path, "it is not an SQLite database"),
            Some(ErrorCode::ReadOnly) => {
                Self::NotWritable(path, "the file or its folder is read-only".into())
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable(path, "no permission, or the folder is gone".into())
            }
            Some(ErrorCode::SystemIoFailure) => match error.sqlite_error().map_or(0, |it| it.extended_code) {
                ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC => Self::InDoubt(path),
                ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ => {
                    Self::Io(path, std::io::Error::other("the disk could not be read"))
                }
                ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_TRUNCATE => Self::Io(
                    path,
                    std::io::Error::other("the disk could not be written; the change was not made"),
                ),
                _ => Self::Io(path, std::io::Error::other("the disk or its file system failed")),
            },
            _ => Self::Sqlite(error),
        }
    }
}
