//! Making a new case: built beside its final place, whole before it appears there.

use crate::case::error::CaseError;
use crate::case::file::open::{Case, guard};
use crate::case::file::{clock, disk, dossier, schema};
use crate::case::load::import::{Imported, Importer};
use crate::case::log::session::{HeadMemory, Session};
use crate::case::write::bulk_search_index::Words;
use crate::domain::CaseInfo;
use crate::domain::entry::Reviewer;
use crate::files::NamedTempFile;
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;

/// Makes a case at `path` with what `feed` brings, as [`Session::import`] takes it in. `info` holds
/// where the file says nothing of the case itself; its id is given here.
///
/// # Errors
/// When a file is there already, the folder cannot be written, or `feed` fails; nothing is left
/// behind then.
pub fn create<E: From<CaseError>>(
    path: &Path,
    info: &CaseInfo,
    reviewer: &Reviewer,
    memory: Box<dyn HeadMemory>,
    name: &str,
    feed: impl FnOnce(&mut Importer<'_, '_>) -> Result<(), E>,
) -> Result<Imported, E> {
    let path = disk::absolute(path)?;
    if path.symlink_metadata().is_ok() {
        return Err(CaseError::Exists(path).into());
    }
    let half = disk::begin(&path)?;
    let case = lay_out(half.path(), &path, info).map_err(|error| error.at(&path))?;
    let mut session = Session::new(case, reviewer.clone(), memory);
    let mut words = Words::begin(half.path(), schema::SEARCH).map_err(|error| error.at(&path))?;
    let imported = session.take_in(name, Some(&mut words), feed)?;
    finish(session, words, half.path()).map_err(|error| error.at(&path))?;
    put_in_place(half, &path)?;
    Ok(imported)
}

/// The tables, empty but for the case's own description. Nothing is journalled: a file that is
/// not finished is thrown away.
fn lay_out(half: &Path, path: &Path, info: &CaseInfo) -> Result<Case, CaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(half, flags)?;
    // Before `guard`: a defended connection keeps its journal.
    conn.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF;")?;
    guard(&conn)?;
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON; \
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -131072; PRAGMA temp_store = FILE;",
    )?;
    schema::mark(&conn)?;
    conn.execute_batch(schema::TABLES)?;
    conn.execute_batch(schema::INDEXES)?;
    conn.execute_batch(schema::SEARCH)?;
    let id = clock::new_id();
    let mut info = CaseInfo { id: id.to_string(), ..info.clone() };
    if info.dataset.is_empty() {
        info.dataset.clone_from(&info.id);
    }
    let body = serde_json::to_string(&info)?;
    conn.execute("INSERT INTO case_info (id, uuid, body) VALUES (1, ?1, ?2)", params![id.as_bytes(), body])?;
    dossier::change(&conn, |sum| sum.add(dossier::of_case(&body)))?;
    Ok(Case::new(conn, path.to_owned(), id, info.dataset))
}

fn finish(session: Session, words: Words, half: &Path) -> Result<(), CaseError> {
    let conn = session.case.conn;
    crate::case::tables::keys::note_shared_keys(&conn)?;
    words.take_over(&conn)?;
    let broken: bool = conn.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if broken {
        return Err(CaseError::Refused("the case was not made: its records do not hold together".into()));
    }
    conn.close().map_err(|(_, error)| CaseError::from(error))?;
    disk::sync_file_and_folder(half)
}

/// Gives the finished file its name, never that of another file.
fn put_in_place(half: NamedTempFile, path: &Path) -> Result<(), CaseError> {
    half.persist_noclobber(path).map_err(|failed| match failed.error.kind() {
        std::io::ErrorKind::AlreadyExists => CaseError::Exists(path.to_owned()),
        _ => CaseError::Io(path.to_owned(), failed.error),
    })?;
    disk::sync_file_and_folder(path)
}
