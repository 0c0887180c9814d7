//! The first hundred bytes of a file, read before SQLite is let near it.

use super::error::CaseError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Marks a SQLite file as a corrob case: "CRRB" (SQLite file format, offset 68).
pub const APPLICATION_ID: i32 = 0x4352_5242;

/// The newest case format this version reads and writes (SQLite's `user_version`).
pub const FORMAT: i32 = 1;

/// Checks that a file is a case of a format known here, without opening it as a database.
/// Returns its format.
///
/// # Errors
/// When it is missing, unreadable, not ours, or newer than this version.
pub fn inspect(path: &Path) -> Result<i32, CaseError> {
    let io = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => CaseError::Missing(path.to_owned()),
        _ => CaseError::Io(path.to_owned(), error),
    };
    let meta = std::fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Err(CaseError::NotOurs(path.to_owned(), "it is no regular file"));
    }
    let mut head = [0_u8; 100];
    let mut file = File::open(path).map_err(io)?;
    if let Err(error) = file.read_exact(&mut head) {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => CaseError::NotOurs(path.to_owned(), "it is too short"),
            _ => io(error),
        });
    }
    if &head[..16] != b"SQLite format 3\0" {
        return Err(CaseError::NotOurs(path.to_owned(), "it is no SQLite database"));
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
    Ok(format)
}
