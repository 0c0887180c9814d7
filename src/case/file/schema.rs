//! The tables of a case file, the ladder of its versions, and the check that a stranger's file
//! holds these tables and nothing else.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::header::{APPLICATION_ID, FORMAT};
use crate::domain::Digest;
use crate::domain::ids::Digester;
use rusqlite::Connection;
use std::path::Path;

/// The tables.
pub(crate) const TABLES: &str = include_str!("../../../assets/sql/tables.sql");
/// The index of words.
pub(crate) const SEARCH: &str = include_str!("../../../assets/sql/search.sql");
/// The indexes that a load needs while it runs.
pub(crate) const INDEXES: &str = include_str!("../../../assets/sql/indexes.sql");
/// The indexes that are cheaper to make once everything is in; the projection is made by them.
pub(crate) const LATE_INDEXES: &str = include_str!("../../../assets/sql/indexes_late.sql");

/// The indexes that are cheaper to make once the projection is made, too.
pub(crate) const LAST_INDEXES: &str = include_str!("../../../assets/sql/indexes_last.sql");

/// What leads from each format to the next: `LADDER[n]` turns format n + 1 into n + 2.
const LADDER: &[&str] = &[
    include_str!("../../../assets/sql/upgrade_2.sql"),
    include_str!("../../../assets/sql/upgrade_3.sql"),
    include_str!("../../../assets/sql/upgrade_4.sql"),
    include_str!("../../../assets/sql/upgrade_5.sql"),
    include_str!("../../../assets/sql/upgrade_6.sql"),
];

/// The format from which on a case keeps the digest of its dossier.
const WITH_DOSSIER: i32 = 4;

/// The tables FTS5 makes for itself; their text belongs to SQLite's version, not to ours.
const SHADOWS: &str = "'search_data','search_idx','search_docsize','search_config','search_content'";

/// The digest of every table, index, view and trigger of an open database.
fn fingerprint(conn: &Connection) -> Result<Digest, rusqlite::Error> {
    let mut digest = Digester::default();
    let mut all = conn.prepare(&format!(
        "SELECT type, name, sql FROM sqlite_schema \
         WHERE NOT (type = 'table' AND name IN ({SHADOWS})) AND sql IS NOT NULL ORDER BY type, name"
    ))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..3 {
            digest.add(row.get_ref(column)?.as_str()?.as_bytes());
            digest.add(b"\0");
        }
    }
    Ok(digest.finish())
}

/// The fingerprint of a case of each format, from 1 on, written down so that no start has to make the
/// tables to know it; a test compares the last with the SQL.
#[rustfmt::skip]
const FINGERPRINTS: [Digest; 6] = [
    Digest([
        0x63, 0xb3, 0xc2, 0x86, 0xa0, 0x77, 0x24, 0x2b, 0x1e, 0xcf, 0x94, 0xca, 0x21, 0x33, 0xca, 0x78,
        0xa7, 0x2d, 0x9b, 0x7b, 0x4a, 0xc1, 0x54, 0x1a, 0x56, 0xb3, 0x68, 0xe1, 0xad, 0x3b, 0x18, 0xb2,
    ]),
    Digest([
        0xe7, 0x25, 0xca, 0xb3, 0x92, 0xaa, 0xcf, 0x8a, 0xf9, 0x6e, 0x61, 0x03, 0x26, 0x18, 0x96, 0xa5,
        0x2f, 0x8f, 0xd5, 0x70, 0x26, 0x4f, 0x59, 0x1f, 0x03, 0x55, 0x06, 0xed, 0x11, 0x6a, 0x3d, 0x41,
    ]),
    Digest([
        0xff, 0x00, 0xe3, 0x33, 0xa4, 0xb2, 0x17, 0x58, 0xff, 0x1d, 0xce, 0xa3, 0xe2, 0x95, 0xf6, 0x98,
        0x16, 0xa1, 0x31, 0xb9, 0x4e, 0x72, 0xfb, 0x14, 0xae, 0xe0, 0x9f, 0x15, 0x37, 0xb6, 0xb2, 0x20,
    ]),
    Digest([
        0xad, 0x59, 0xf6, 0x8c, 0x96, 0x72, 0xbb, 0x1c, 0x56, 0x64, 0x17, 0x78, 0x1d, 0x50, 0xc2, 0x6e,
        0xa3, 0x05, 0x35, 0xcc, 0xf0, 0xda, 0xbd, 0x0a, 0x01, 0xae, 0xab, 0x0c, 0x4f, 0x73, 0xbd, 0x72,
    ]),
    Digest([
        0x4b, 0x6e, 0xa4, 0x5e, 0x77, 0xa9, 0x44, 0x59, 0xd2, 0x6e, 0x1e, 0x3f, 0x5e, 0xdf, 0x34, 0xd7,
        0xe5, 0xea, 0x66, 0xcc, 0x85, 0xa9, 0xef, 0x38, 0x18, 0x04, 0x48, 0x37, 0x24, 0xf3, 0x8c, 0x99,
    ]),
    Digest([
        0x92, 0x34, 0xe0, 0x29, 0x3e, 0x35, 0xf3, 0x2f, 0xfb, 0xc4, 0x2f, 0x36, 0x17, 0x0b, 0x5c, 0xb6,
        0xbe, 0x2d, 0x76, 0x22, 0x0e, 0xa8, 0x8b, 0x82, 0x1e, 0x63, 0xcc, 0x87, 0x52, 0xb7, 0xd1, 0xa0,
    ]),
];

/// Marks a database as a case of the present format.
pub(crate) fn mark(conn: &Connection) -> Result<(), rusqlite::Error> {
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", FORMAT)
}

/// Refuses a database whose tables are not exactly those of this version: an added trigger or view
/// could make reading it do something else.
pub(crate) fn verify(conn: &Connection, path: &Path) -> Result<(), CaseError> {
    verify_format(conn, path, FORMAT)
}

fn verify_format(conn: &Connection, path: &Path, format: i32) -> Result<(), CaseError> {
    let found = fingerprint(conn).map_err(|error| CaseError::from(error).at(path))?;
    let known = usize::try_from(format - 1).ok().and_then(|at| FINGERPRINTS.get(at));
    if known == Some(&found) {
        Ok(())
    } else {
        Err(CaseError::Damaged(path.to_owned(), "its tables are not those of a case".into()))
    }
}

/// Brings an older case up to the present format, all in one transaction. Its tables must be exactly
/// those of each format on the way.
pub(crate) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), CaseError> {
    let begin = |conn: &Connection, from| if from < WITH_DOSSIER { dossier::begin(conn) } else { Ok(()) };
    climb(conn, LADDER, |conn, format| verify_format(conn, path, format), begin)
}

fn climb(
    conn: &mut Connection,
    ladder: &[&str],
    verify: impl Fn(&Connection, i32) -> Result<(), CaseError>,
    complete: impl Fn(&Connection, i32) -> Result<(), CaseError>,
) -> Result<(), CaseError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
    // Another program may have brought it up to date since its header was read.
    let from: i32 = tx.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let done = usize::try_from(from - 1).unwrap_or(0);
    if done >= ladder.len() {
        return Ok(());
    }
    let mut to = from;
    verify(&tx, to)?;
    for step in &ladder[done..] {
        tx.execute_batch(step)?;
        to += 1;
        verify(&tx, to)?;
    }
    complete(&tx, from)?;
    tx.pragma_update(None, "user_version", to)?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_the_tables() {
        let conn = Connection::open_in_memory().unwrap();
        for part in [TABLES, SEARCH, INDEXES, LATE_INDEXES, LAST_INDEXES] {
            conn.execute_batch(part).unwrap();
        }
        let found = fingerprint(&conn).unwrap();
        let last = FINGERPRINTS[FINGERPRINTS.len() - 1];
        assert_eq!(found, last, "where the tables were meant to change, the last is {:#04x?}", found.0);
    }

    #[test]
    fn the_ladder_ends_at_the_present_format() {
        assert_eq!(i32::try_from(LADDER.len()).unwrap() + 1, FORMAT);
        assert_eq!(i32::try_from(FINGERPRINTS.len()).unwrap(), FORMAT);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_format() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1").unwrap();
        let ladder = ["ALTER TABLE t ADD COLUMN b", "ALTER TABLE missing ADD COLUMN c"];
        assert!(climb(&mut conn, &ladder, |_, _| Ok(()), |_, _| Ok(())).is_err());
        let version: i32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        assert_eq!(version, 1);
        assert!(conn.prepare("SELECT b FROM t").is_err());
        climb(&mut conn, &ladder[..1], |_, _| Ok(()), |_, _| Ok(())).unwrap();
        assert!(conn.prepare("SELECT b FROM t").is_ok());
    }
}
