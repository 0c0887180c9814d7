//! Overwriting what erased text leaves behind in the file.
//!
//! Every writer zeroes what it frees (`secure_delete`). That does not reach what an older version freed,
//! nor copies that SQLite leaves inside a page when it moves rows. So after an erasure the file is written
//! anew from what stands in it. An erasure notes in the case that this is due: where it could not be done
//! at once (another program was reading, the disk was full, this one was killed), whoever next ends work on
//! the case does it.

use crate::case::error::CaseError;
use crate::case::tables::keys;
use rusqlite::Connection;

/// The counter that is there as long as the file is to be written anew.
pub(crate) const DUE: &str = "overwriting-due";

/// Notes, in the transaction of an erasure, that the file is to be written anew.
pub(crate) fn note_due(conn: &Connection) -> Result<(), rusqlite::Error> {
    keys::set_counter(conn, DUE, 1)
}

/// Writes the file anew where that is due.
///
/// # Errors
/// When it could not be done now, and why; it stays due.
pub(crate) fn if_due(conn: &Connection) -> Result<(), CaseError> {
    if keys::counter(conn, DUE)? == 0 {
        return Ok(());
    }
    conn.execute_batch("VACUUM")?;
    let others_read: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    if others_read {
        return Err(CaseError::Refused("another program is reading the case".into()));
    }
    conn.execute("DELETE FROM counter WHERE name = ?1", [DUE])?;
    Ok(())
}
