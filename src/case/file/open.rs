//! Opening a case file as one opens a stranger's: nothing in it is trusted to run.

use crate::case::error::CaseError;
use crate::case::file::per_state::PerState;
use crate::case::file::{disk, header, schema};
use crate::domain::CaseInfo;
use crate::domain::ids::ItemId;
use crate::domain::material::MaterialId;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// SQLite before this version can lose a commit when a WAL is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long to wait for another program's write to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open case file.
#[derive(Debug)]
pub struct Case {
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
    pub(crate) id: ItemId,
    pub(crate) dataset: String,
    /// The requests for each material, as evidence and gaps name them.
    pub(crate) requests_by_material: PerState<HashMap<MaterialId, Vec<ItemId>>>,
    /// The rows of the gaps about each material.
    pub(crate) gaps_by_material: PerState<HashMap<MaterialId, Vec<i64>>>,
}

impl Case {
    /// Opens a case to read and write it.
    ///
    /// # Errors
    /// When it is missing, not ours, newer, damaged, locked, or not writable; it is then untouched.
    pub fn open(path: &Path) -> Result<Self, CaseError> {
        let path = disk::absolute(path)?;
        let format = header::inspect(&path)?;
        refuse_unwritable(&path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || -> Result<Connection, CaseError> {
            let mut conn = Connection::open_with_flags(&path, flags)?;
            guard(&conn)?;
            configure_writer(&conn)?;
            if format < header::FORMAT {
                schema::migrate(&mut conn, &path)?;
            }
            Ok(conn)
        };
        let conn = open().map_err(|error| error.at(&path))?;
        Self::from_connection(conn, path)
    }

    /// Opens a case for reading alone, in a program that has not opened it yet.
    ///
    /// # Errors
    /// As [`Case::open`].
    pub fn open_reader(path: &Path) -> Result<Self, CaseError> {
        let case = Self::open(path)?;
        case.conn.pragma_update(None, "query_only", true)?;
        Ok(case)
    }

    /// Opens another connection to a case this process has open already, for reading alone. The
    /// file itself is not looked at: closing it again would drop this process's own locks on it
    /// (POSIX, `fcntl`), and another program could then take the writer for gone.
    ///
    /// # Errors
    /// As [`Case::open`].
    pub fn open_beside(path: &Path) -> Result<Self, CaseError> {
        let path = disk::absolute(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || -> Result<Connection, CaseError> {
            let conn = Connection::open_with_flags(&path, flags)?;
            guard(&conn)?;
            conn.pragma_update(None, "query_only", true)?;
            Ok(conn)
        };
        let conn = open().map_err(|error| error.at(&path))?;
        Self::from_connection(conn, path)
    }

    pub(crate) fn from_connection(conn: Connection, path: PathBuf) -> Result<Self, CaseError> {
        schema::verify(&conn, &path)?;
        let (id, body): (ItemId, String) = conn
            .query_row("SELECT uuid, body FROM case_info", [], |row| {
                Ok((ItemId::from_bytes(row.get(0)?), row.get(1)?))
            })
            .map_err(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => {
                    CaseError::Damaged(path.clone(), "its own description is missing".into())
                }
                other => CaseError::from(other).at(&path),
            })?;
        let info: CaseInfo = serde_json::from_str(&body)?;
        Ok(Self::new(conn, path, id, info.dataset))
    }

    pub(crate) fn new(conn: Connection, path: PathBuf, id: ItemId, dataset: String) -> Self {
        Self {
            conn,
            path,
            id,
            dataset,
            requests_by_material: PerState::default(),
            gaps_by_material: PerState::default(),
        }
    }

    /// Where the file lies: an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The case's own id.
    #[must_use]
    pub const fn id(&self) -> ItemId {
        self.id
    }

    /// What the case says of itself.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn info(&self) -> Result<CaseInfo, CaseError> {
        let body: String = self.conn.query_row("SELECT body FROM case_info", [], |row| row.get(0))?;
        Ok(serde_json::from_str(&body)?)
    }

    /// A handle that stops whatever this case is doing, from another thread.
    #[must_use]
    pub fn interrupt_handle(&self) -> rusqlite::InterruptHandle {
        self.conn.get_interrupt_handle()
    }

    /// A number that is another one after every change made through another connection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64, CaseError> {
        Ok(self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }
}

/// What holds for every connection to a case, whoever made the file.
pub(crate) fn guard(conn: &Connection) -> Result<(), CaseError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(CaseError::Refused(format!(
            "this corrob was built with SQLite {}, which can lose commits; build it with 3.51.3 or later",
            rusqlite::version()
        )));
    }
    conn.busy_timeout(PATIENCE)?;
    for (what, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        conn.set_db_config(what, on)?;
    }
    for (limit, at_most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 256 << 20),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_ATTACHED, 1),
    ] {
        conn.set_limit(limit, at_most)?;
    }
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; \
         PRAGMA foreign_keys = ON;",
    )?;
    Ok(())
}

/// A commit is on the disk before it is answered, in whichever journal mode the file is.
fn configure_writer(conn: &Connection) -> Result<(), CaseError> {
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "fullfsync", true)?;
    // What is deleted or replaced is overwritten: a text that is erased one day must not stand in a part of
    // the file that was given up before.
    conn.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

/// SQLite falls back to reading when it may not write; a writer wants to know at once.
fn refuse_unwritable(path: &Path) -> Result<(), CaseError> {
    let no = |error: std::io::Error| CaseError::NotWritable(path.to_owned(), error.to_string());
    std::fs::OpenOptions::new().write(true).open(path).map_err(no)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        rustix::fs::access(folder, rustix::fs::Access::WRITE_OK)
            .map_err(|error| no(std::io::Error::from(error)))?;
    }
    Ok(())
}
