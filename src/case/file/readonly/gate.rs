//! The lock under which a case is read beside its writer.
//!
//! SQLite makes a missing `-wal` even for a reader. So the reader first locks the case file, shared
//! and whole, as SQLite's own readers do: while that holds, nobody can take the side files away or
//! begin to use some, and what SQLite then opens is what was looked at. Writers of a write-ahead log
//! are not hindered by it.
//!
//! POSIX gives up all of a process's locks on a file when any descriptor of it is closed, whoever
//! opened it. So all descriptors of corrob's own to a case that is being read pass through here.

use crate::case::error::CaseError;
use crate::case::file::header;
use crate::case::file::open::Case;
use crate::case::file::readonly::side_files;
use crate::case::file::readonly::trouble::Trouble;
use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A case file being read under its lock.
struct Held {
    node: (u64, u64),
    file: File,
    readers: usize,
}

static GATE: Mutex<Vec<Held>> = Mutex::new(Vec::new());

fn gate() -> MutexGuard<'static, Vec<Held>> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(path: &Path) -> Result<(File, (u64, u64)), CaseError> {
    let file = File::open(path).map_err(|error| header::unreadable(path, error))?;
    let meta = file.metadata().map_err(|error| header::unreadable(path, error))?;
    Ok((file, side_files::node(&meta)))
}

/// Reads from the file without disturbing who holds it.
pub(super) fn peek<T>(path: &Path, read: impl FnOnce(&File) -> Result<T, CaseError>) -> Result<T, CaseError> {
    let held = gate();
    let node = side_files::node(&std::fs::metadata(path).map_err(|error| header::unreadable(path, error))?);
    if let Some(entry) = held.iter().find(|entry| entry.node == node) {
        return read(&entry.file);
    }
    let (file, _) = open(path)?;
    read(&file)
}

/// A case open under the lock.
pub(super) struct Hold {
    case: Option<Case>,
    node: (u64, u64),
}

impl Hold {
    /// Locks the file, then opens it; `open` sees the folder as it stays until the end.
    pub(super) fn enter(
        path: &Path,
        connect: impl FnOnce(&File) -> Result<Case, Trouble>,
    ) -> Result<Self, Trouble> {
        let mut held = gate();
        let node =
            side_files::node(&std::fs::metadata(path).map_err(|error| header::unreadable(path, error))?);
        let at = match held.iter().position(|entry| entry.node == node) {
            Some(at) => at,
            None => {
                let (file, node) = open(path)?;
                held.push(Held { node, file, readers: 0 });
                held.len() - 1
            }
        };
        let opened = lock(&held[at].file, path).and_then(|()| connect(&held[at].file));
        match opened {
            Ok(case) => {
                held[at].readers += 1;
                Ok(Self { case: Some(case), node: held[at].node })
            }
            Err(trouble) => {
                if held[at].readers == 0 {
                    held.swap_remove(at);
                }
                Err(trouble)
            }
        }
    }

    /// The case.
    pub(super) fn case(&self) -> Result<&Case, CaseError> {
        self.case.as_ref().ok_or(CaseError::Interrupted)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = gate();
        // The connection ends before its lock, and while nobody is between the lock and an opening.
        drop(self.case.take());
        if let Some(at) = held.iter().position(|entry| entry.node == self.node) {
            held[at].readers -= 1;
            if held[at].readers == 0 {
                held.swap_remove(at);
            }
        }
    }
}

#[cfg(unix)]
fn lock(file: &File, path: &Path) -> Result<(), Trouble> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    match fcntl_lock(file, FlockOperation::NonBlockingLockShared) {
        Ok(()) => Ok(()),
        Err(Errno::AGAIN | Errno::ACCESS | Errno::INTR) => {
            Err(Trouble::Again(CaseError::Locked(path.to_owned())))
        }
        Err(error) => Err(Trouble::Lasting(header::unreadable(path, error.into()))),
    }
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
const fn lock(_: &File, _: &Path) -> Result<(), Trouble> {
    Ok(())
}
