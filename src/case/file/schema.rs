//! The tables of a case file, the ladder of its versions, and the check that a stranger's file
//! holds these tables and nothing else.

use crate::case::error::CaseError;
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
const LADDER: &[&str] = &[];

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

/// The fingerprint of a case this version made itself, written down so that no start has to make the
/// tables to know it; a test compares it with the SQL.
#[rustfmt::skip]
const EXPECTED: Digest = Digest([
    0x63, 0xb3, 0xc2, 0x86, 0xa0, 0x77, 0x24, 0x2b, 0x1e, 0xcf, 0x94, 0xca, 0x21, 0x33, 0xca, 0x78,
    0xa7, 0x2d, 0x9b, 0x7b, 0x4a, 0xc1, 0x54, 0x1a, 0x56, 0xb3, 0x68, 0xe1, 0xad, 0x3b, 0x18, 0xb2,
]);

/// Marks a database as a case of the present format.
pub(crate) fn mark(conn: &Connection) -> Result<(), rusqlite::Error> {
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", FORMAT)
}

/// Refuses a database whose tables are not exactly those of this version: an added trigger or view
/// could make reading it do something else.
pub(crate) fn verify(conn: &Connection, path: &Path) -> Result<(), CaseError> {
    let found = fingerprint(conn).map_err(|error| CaseError::from(error).at(path))?;
    if found == EXPECTED {
        Ok(())
    } else {
        Err(CaseError::Damaged(path.to_owned(), "its tables are not those of a case".into()))
    }
}

/// Brings an older case up to the present format, all in one transaction.
pub(crate) fn migrate(conn: &mut Connection, from: i32) -> Result<(), CaseError> {
    climb(conn, from, LADDER)
}

fn climb(conn: &mut Connection, from: i32, ladder: &[&str]) -> Result<(), CaseError> {
    let done = usize::try_from(from - 1).unwrap_or(0);
    if done >= ladder.len() {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
    for step in &ladder[done..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", i32::try_from(ladder.len()).unwrap_or(0) + 1)?;
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
        assert_eq!(found, EXPECTED, "where the tables were meant to change, EXPECTED is {:#04x?}", found.0);
    }

    #[test]
    fn the_ladder_ends_at_the_present_format() {
        assert_eq!(i32::try_from(LADDER.len()).unwrap() + 1, FORMAT);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_format() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1").unwrap();
        let ladder = ["ALTER TABLE t ADD COLUMN b", "ALTER TABLE missing ADD COLUMN c"];
        assert!(climb(&mut conn, 1, &ladder).is_err());
        let version: i32 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        assert_eq!(version, 1);
        assert!(conn.prepare("SELECT b FROM t").is_err());
        climb(&mut conn, 1, &ladder[..1]).unwrap();
        assert!(conn.prepare("SELECT b FROM t").is_ok());
    }
}
