//! What stands in the folder: the case file and the side files of its writers, seen by `stat`.

use crate::case::error::CaseError;
use crate::case::file::{disk, header};
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Clocks of file systems may stand still for as long as this: two writes within it can leave one
/// time (kernels before 6.13 move it by a tick of up to 10 ms).
const TICK: Duration = Duration::from_millis(50);

/// The length of a write-ahead log that holds nothing: its header alone, as a writer leaves it who is killed at
/// their first change.
const LOG_HEADER: u64 = 32;

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Device and inode.
    pub(super) node: (u64, u64),
    len: u64,
    modified: Option<SystemTime>,
}

impl Mark {
    fn of(meta: &Metadata) -> Self {
        Self { node: node(meta), len: meta.len(), modified: meta.modified().ok() }
    }

    fn near(&self, time: SystemTime) -> bool {
        self.modified.is_some_and(|modified| {
            let apart = time.duration_since(modified).unwrap_or_else(|error| error.duration());
            apart < TICK
        })
    }
}

/// Which file this is, under whatever name.
pub(super) fn node(meta: &Metadata) -> (u64, u64) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (meta.dev(), meta.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        (0, 0)
    }
}

/// The case file and what stands beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    pub(super) db: Mark,
    journal: Option<Mark>,
    wal: Option<Mark>,
    shm: bool,
    taken: SystemTime,
}

/// How the file may be read as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All of the case is in the one file, and nobody is changing it.
    Plain,
    /// A part of it is in its writer's side files: by SQLite's own rules, under its locks.
    Locked,
    /// Its write-ahead log stands without the index that only a writer may make.
    Barred,
}

impl Sides {
    /// Looks at all of it.
    pub(super) fn look(path: &Path) -> Result<Self, CaseError> {
        Self::beside(path, Self::file(path)?)
    }

    /// Looks at the file alone.
    pub(super) fn file(path: &Path) -> Result<(Mark, SystemTime), CaseError> {
        let taken = SystemTime::now();
        let meta = std::fs::metadata(path).map_err(|error| header::unreadable(path, error))?;
        if !meta.is_file() {
            return Err(CaseError::NotOurs(path.to_owned(), "it is not a regular file"));
        }
        Ok((Mark::of(&meta), taken))
    }

    /// Looks at the side files.
    pub(super) fn beside(path: &Path, (db, taken): (Mark, SystemTime)) -> Result<Self, CaseError> {
        let side = |suffix: &str| -> Result<Option<Mark>, CaseError> {
            let side = disk::beside(path, suffix);
            match side.symlink_metadata() {
                Ok(meta) => Ok(Some(Mark::of(&meta))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(CaseError::Io(side, error)),
            }
        };
        let journal = side("-journal")?;
        Ok(Self { db, journal, wal: side("-wal")?, shm: side("-shm")?.is_some(), taken })
    }

    /// How to read it.
    pub(super) fn way(&self) -> Way {
        let beyond = |side: Option<Mark>, len| side.is_some_and(|mark| mark.len > len);
        if beyond(self.journal, 0) {
            Way::Locked
        } else if !beyond(self.wal, LOG_HEADER) {
            Way::Plain
        } else if self.shm {
            Way::Locked
        } else {
            Way::Barred
        }
    }

    /// Whether SQLite finds both side files of a write-ahead log, and so makes none.
    pub(super) const fn log_is_whole(&self) -> bool {
        self.wal.is_some() && self.shm
    }

    /// Whether there is a write-ahead log, with or without its index.
    pub(super) const fn has_log(&self) -> bool {
        self.wal.is_some()
    }

    /// Whether something was written since `earlier`, as far as that shows.
    pub(super) fn differ(&self, earlier: &Self) -> bool {
        self.db != earlier.db || self.wal != earlier.wal || earlier.is_blurred(self.taken)
    }

    /// Whether a write just after this look may have left the same times: to be looked at once more
    /// when the clock has moved on.
    fn is_blurred(&self, now: SystemTime) -> bool {
        let fresh = self.db.near(self.taken) || self.wal.is_some_and(|wal| wal.near(self.taken));
        fresh && now.duration_since(self.taken).is_ok_and(|passed| passed > TICK)
    }
}
