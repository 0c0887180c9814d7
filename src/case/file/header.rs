//! The first hundred bytes of a file, read before SQLite is let near it.

use crate::case::error::CaseError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Marks a SQLite file as a corrob case: "CRRB" (SQLite file format, offset 68).
pub const APPLICATION_ID: i32 = 0x4352_5242;

/// The newest case format this version reads and writes (SQLite's `user_version`).
pub const FORMAT: i32 = 6;

/// Checks that a file is a case of a format known here, without opening it as a database.
/// Returns its format.
///
/// # Errors
/// When it is missing, unreadable, not ours, or newer than this version.
pub fn inspect(path: &Path) -> Result<i32, CaseError> {
    let io = |error| unreadable(path, error);
    let meta = std::fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Err(CaseError::NotOurs(path.to_owned(), "it is not a regular file"));
    }
    read(&mut File::open(path).map_err(io)?, path).map(|header| header.format)
}

/// What the first hundred bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The case's format.
    pub(crate) format: i32,
    /// Whether SQLite will look for a write-ahead log.
    pub(crate) logged: bool,
    /// A number that is another one after every change made with a rollback journal.
    pub(crate) changes: i32,
}

/// Why a file could not be looked at.
pub(crate) fn unreadable(path: &Path, error: std::io::Error) -> CaseError {
    match error.kind() {
        std::io::ErrorKind::NotFound => CaseError::Missing(path.to_owned()),
        _ => CaseError::Io(path.to_owned(), error),
    }
}

/// The same check on what stands at the start of an open file.
pub(crate) fn read(file: &mut impl Read, path: &Path) -> Result<Header, CaseError> {
    let mut head = [0_u8; 100];
    if let Err(error) = file.read_exact(&mut head) {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => CaseError::NotOurs(path.to_owned(), "it is too short"),
            _ => unreadable(path, error),
        });
    }
    if &head[..16] != b"SQLite format 3\0" {
        return Err(CaseError::NotOurs(path.to_owned(), "it is not an SQLite database"));
    }
    let number = |at: usize| i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != APPLICATION_ID {
        return Err(CaseError::NotOurs(path.to_owned(), "it is another program's database"));
    }
    let format = number(60);
    if format > FORMAT {
        return Err(CaseError::Newer { path: path.to_owned(), found: format, known: FORMAT });
    }
    if format < 1 {
        return Err(CaseError::NotOurs(path.to_owned(), "its format number is impossible"));
    }
    Ok(Header { format, logged: head[19] == 2, changes: number(24) })
}
