//! A connection that cannot write, whatever it is asked.

use crate::case::error::CaseError;
use crate::case::file::open::guard;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// What may be asked of SQLite about the file itself. None of these changes anything without a value.
const PRAGMAS: [&str; 17] = [
    "application_id",
    "compile_options",
    "data_version",
    "encoding",
    "foreign_key_check",
    "foreign_key_list",
    "freelist_count",
    "index_info",
    "index_list",
    "integrity_check",
    "journal_mode",
    "page_count",
    "page_size",
    "quick_check",
    "schema_version",
    "table_info",
    "user_version",
];

/// Those of them whose value is no setting but says what to look at.
const ASKING: [&str; 6] =
    ["foreign_key_check", "foreign_key_list", "index_info", "index_list", "integrity_check", "table_info"];

/// Opens a connection that cannot write. It has not looked at the file yet.
pub(super) fn connect(file: &Path, how: &str) -> Result<Connection, CaseError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(uri(file, how), flags)?;
    guard(&conn)?;
    // To wait is the follower's own business.
    conn.busy_timeout(Duration::ZERO)?;
    conn.pragma_update(None, "query_only", true)?;
    conn.authorizer(Some(
        |asked: AuthContext<'_>| {
            if may(&asked.action) { Authorization::Allow } else { Authorization::Deny }
        },
    ))?;
    Ok(conn)
}

/// Begins one state of the case for all that is asked.
pub(super) fn begin(conn: Connection) -> Result<Connection, CaseError> {
    conn.execute_batch("BEGIN")?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(conn)
}

/// Whether a statement may do this: only what reads.
fn may(action: &AuthAction<'_>) -> bool {
    match action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. } => true,
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let known = |list: &[&str]| list.iter().any(|name| name.eq_ignore_ascii_case(pragma_name));
            known(if pragma_value.is_some() { &ASKING } else { &PRAGMAS })
        }
        _ => false,
    }
}

/// `file:` and the absolute path, every byte that could mean something else written as `%XX`.
fn uri(file: &Path, how: &str) -> String {
    use std::fmt::Write;
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte))
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri + "?mode=ro&" + how
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ErrorCode;

    #[test]
    fn a_path_is_no_part_of_the_question() {
        let odd = Path::new("/a b/50%?mode=rw#x&vfs=unix/é.corrob");
        assert_eq!(
            uri(odd, "immutable=1"),
            "file:/a%20b/50%25%3Fmode%3Drw%23x%26vfs%3Dunix/%C3%A9.corrob?mode=ro&immutable=1"
        );
    }

    #[test]
    fn the_authorizer_lets_nothing_through_but_reading() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE t (a); INSERT INTO t VALUES (1);
             CREATE VIRTUAL TABLE words USING fts5 (w); INSERT INTO words VALUES ('one two')",
        )
        .unwrap();
        conn.authorizer(Some(
            |asked: AuthContext<'_>| {
                if may(&asked.action) { Authorization::Allow } else { Authorization::Deny }
            },
        ))
        .unwrap();
        for reads in [
            "SELECT a FROM t",
            "BEGIN; SELECT count(*) FROM words WHERE words MATCH 'two'; COMMIT",
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT * FROM n",
            "SELECT snippet(words, 0, '', '', '', 3), rank FROM words WHERE words MATCH 'one' ORDER BY rank",
            "PRAGMA data_version; PRAGMA integrity_check(20); PRAGMA table_info(t); PRAGMA journal_mode",
        ] {
            conn.execute_batch(reads).unwrap_or_else(|error| panic!("{reads}: {error}"));
        }
        for writes in [
            "INSERT INTO t VALUES (2)",
            "UPDATE t SET a = 2",
            "DELETE FROM t",
            "CREATE TABLE u (a)",
            "CREATE TEMP TABLE u (a)",
            "CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END",
            "CREATE INDEX i ON t (a)",
            "DROP TABLE t",
            "ALTER TABLE t ADD COLUMN b",
            "REINDEX",
            "ANALYZE",
            "INSERT INTO words (words) VALUES ('rebuild')",
            "ATTACH '/tmp/never.db' AS other",
            "VACUUM",
            "VACUUM INTO '/tmp/never.db'",
            "PRAGMA journal_mode = WAL",
            "PRAGMA user_version = 7",
            "PRAGMA query_only = OFF",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA wal_checkpoint",
            "PRAGMA writable_schema = ON",
            "PRAGMA optimize",
            "PRAGMA incremental_vacuum",
        ] {
            let refused = conn.execute_batch(writes).expect_err(writes);
            assert_eq!(
                refused.sqlite_error_code(),
                Some(ErrorCode::AuthorizationForStatementDenied),
                "{writes}: {refused}"
            );
        }
        assert!(!Path::new("/tmp/never.db").exists());
    }
}
