//! The index of words of a case that is being made. Filling it is half of all the work, so it is
//! filled on a thread of its own, in a file of its own, and taken over whole at the end.

use crate::case::error::CaseError;
use crate::case::file::disk;
use crate::files::NamedTempFile;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How much of the index is gathered before it is written, in bytes: more lets fewer parts be
/// merged, but no longer fits the processor's cache.
const AT_ONCE: i64 = 8 << 20;

/// How many bytes of words go over at once, and how many such heaps may wait.
const HEAP: usize = 128 << 10;
const HEAPS: usize = 8;

/// The words of a record, and its row in the index.
type Entry = (i64, String);

/// An index of words being filled.
pub(crate) struct Words {
    /// Ends first: the thread holds the file.
    thread: Thread,
    half: NamedTempFile,
    heap: Vec<Entry>,
    bytes: usize,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("half", &self.half).field("bytes", &self.bytes).finish()
    }
}

struct Thread {
    sender: Option<SyncSender<Vec<Entry>>>,
    handle: Option<JoinHandle<Result<(), rusqlite::Error>>>,
}

impl Thread {
    /// Waits until what was sent is written.
    fn join(&mut self) -> Result<(), CaseError> {
        self.sender = None;
        let Some(handle) = self.handle.take() else { return Ok(()) };
        Ok(handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?)
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(handle) = self.handle.take() {
            // Whoever drops it does not want the index any more.
            let _ = handle.join();
        }
    }
}

impl Words {
    /// Begins an empty index in a file beside the half-built case, with the table that `table` makes.
    pub(crate) fn begin(half: &Path, table: &'static str) -> Result<Self, CaseError> {
        let half = disk::begin(half)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(half.path(), flags)?;
        let (sender, heaps) = sync_channel(HEAPS);
        let handle = std::thread::Builder::new()
            .name("words".into())
            .spawn(move || fill(&conn, table, &heaps))
            .map_err(|error| CaseError::Io(half.path().to_owned(), error))?;
        let thread = Thread { sender: Some(sender), handle: Some(handle) };
        Ok(Self { thread, half, heap: Vec::new(), bytes: 0 })
    }

    /// The words of the record at a row.
    pub(crate) fn add(&mut self, row: i64, words: String) -> Result<(), CaseError> {
        self.bytes += words.len() + size_of::<Entry>();
        self.heap.push((row, words));
        if self.bytes < HEAP {
            return Ok(());
        }
        self.send()
    }

    fn send(&mut self) -> Result<(), CaseError> {
        self.bytes = 0;
        let heap = std::mem::take(&mut self.heap);
        match &self.thread.sender {
            Some(sender) if sender.send(heap).is_ok() => Ok(()),
            // It has ended, so it says why.
            _ => self.thread.join(),
        }
    }

    /// No more words come: what is left is written while others go on.
    pub(crate) fn close(&mut self) -> Result<(), CaseError> {
        let sent = self.send();
        self.thread.sender = None;
        sent
    }

    /// Puts the index into the case, whose own is empty and has not been used since it was made.
    pub(crate) fn take_over(mut self, conn: &Connection) -> Result<(), CaseError> {
        self.thread.join()?;
        // The bytes of the path as they are: a folder's name need not be UTF-8.
        let path = ValueRef::Text(self.half.path().as_os_str().as_encoded_bytes());
        conn.execute("ATTACH ?1 AS words", [ToSqlOutput::Borrowed(path)])?;
        // Defended, SQLite lets nobody write the tables below an index.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let copied = conn.execute_batch(
            "BEGIN; DELETE FROM main.search_data; DELETE FROM main.search_idx; \
             INSERT INTO main.search_data SELECT * FROM words.search_data; \
             INSERT INTO main.search_idx SELECT * FROM words.search_idx; \
             INSERT INTO main.search_docsize SELECT * FROM words.search_docsize; COMMIT;",
        );
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        copied?;
        Ok(conn.execute_batch("DETACH words")?)
    }
}

fn fill(conn: &Connection, table: &str, heaps: &Receiver<Vec<Entry>>) -> Result<(), rusqlite::Error> {
    conn.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384;",
    )?;
    conn.execute_batch(table)?;
    conn.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?1)", [AT_ONCE])?;
    conn.execute_batch("BEGIN")?;
    let mut insert = conn.prepare("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?;
    for (row, words) in heaps.iter().flatten() {
        insert.execute(params![row, words])?;
    }
    conn.execute_batch("COMMIT")
}
