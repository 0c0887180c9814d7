//! Reading a case so that nothing can be written: not the file, not a file beside it.
//!
//! SQLite's own read-only mode writes: where a case was left in write-ahead logging it makes `-wal`
//! and `-shm`, and where these belong to another user the owner is locked out. So a [`Follower`]
//! chooses by what stands in the folder:
//!
//! - *Nothing in the side files.* The one file is the case. It is read as immutable: no lock is
//!   taken, nothing is looked for beside it. SQLite then believes that nobody writes; that this was
//!   so is checked after each read (inode, size, time, SQLite's change counter, side files), and
//!   where it was not, the answer is thrown away and asked for again. A writer changes the file only
//!   while its journal or its write-ahead log has content, which is looked for before and after.
//! - *A writer's side files.* The case is read by SQLite's rules, beside the writer, the index of
//!   the log opened for reading alone (`readonly_shm`). Before SQLite opens anything, the case file
//!   is locked as a reader locks it: what stands in the folder can then not be taken away, so there
//!   is nothing for SQLite to make.
//! - *A log without its index*, or a journal nobody is at: a program ended in the middle of a
//!   change. Only a writer can complete or take back that change, so it is refused.
//!
//! Between two reads a follower holds nothing: no connection, no lock, no descriptor.

pub(crate) mod connection;
pub(crate) mod gate;
pub(crate) mod seal;
pub(crate) mod side_files;
pub(crate) mod trouble;
mod untouched;

use crate::case::error::CaseError;
use crate::case::file::header::Header;
use crate::case::file::open::Case;
use crate::case::file::readonly::connection::{begin, connect};
use crate::case::file::readonly::gate::Hold;
pub use crate::case::file::readonly::seal::{Seal, seal};
use crate::case::file::readonly::side_files::{Sides, Way};
use crate::case::file::readonly::trouble::Trouble;
use crate::case::file::{disk, header};
use rusqlite::{ErrorCode, ffi};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a follower tries again while a writer is in the way.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a file may look unfinished before it counts as left so: a writer that is at it passes
/// through that state in an instant.
const PASSING: Duration = Duration::from_millis(300);

/// A case that is read and never written. Holds nothing open between two reads.
#[derive(Debug, Clone)]
pub struct Follower {
    path: PathBuf,
    seen: Option<Sides>,
}

/// A case open for one read.
enum Reading {
    Plain { case: Case, file: PathBuf, sides: Sides, header: Header },
    Locked { hold: Hold, sides: Sides },
}

impl Follower {
    /// Looks at a case, and verifies that it is one.
    ///
    /// # Errors
    /// When it is missing, not ours, older or newer, damaged, unfinished, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, CaseError> {
        let mut follower = Self { path: disk::absolute(path)?, seen: None };
        follower.read(|_| Ok(()))?;
        follower.seen = None;
        Ok(follower)
    }

    /// Where the file lies: an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Asks the case something. All of the answer is of one state of the case. `ask` may be called
    /// again when a writer came in between: it must do nothing but find the answer.
    ///
    /// # Errors
    /// What `ask` says; when the file cannot be read or keeps changing.
    pub fn read<T>(&mut self, mut ask: impl FnMut(&Case) -> Result<T, CaseError>) -> Result<T, CaseError> {
        let mut patience = Patience::new();
        loop {
            let reading = self.begin(&mut patience)?;
            let answer = reading.case().and_then(&mut ask);
            match self.end(reading) {
                Ok(()) => return answer.map_err(refusal),
                Err(trouble) => patience.bear(trouble)?,
            }
        }
    }

    /// The same for what cannot be done twice, such as printing as one reads. Where a writer came
    /// in between, what was done until then is not to be relied on, and the error says so.
    ///
    /// # Errors
    /// What `ask` says; when the file cannot be read or was changed meanwhile.
    pub fn read_once<T>(&mut self, ask: impl FnOnce(&Case) -> Result<T, CaseError>) -> Result<T, CaseError> {
        let reading = self.begin(&mut Patience::new())?;
        let answer = reading.case().and_then(ask);
        match self.end(reading) {
            Ok(()) => answer.map_err(refusal),
            Err(Trouble::Again(error) | Trouble::Lasting(error)) => Err(error),
        }
    }

    /// Whether the case may have changed since the last read. Costs a few `stat`.
    #[must_use]
    pub fn changed(&self) -> bool {
        let Some(seen) = &self.seen else { return true };
        let now = real(&self.path).and_then(|file| Sides::look(&file));
        now.map_or(true, |now| now.differ(seen))
    }

    fn begin(&self, patience: &mut Patience) -> Result<Reading, CaseError> {
        loop {
            match self.try_begin() {
                Ok(reading) => return Ok(reading),
                Err(trouble) => patience.bear(trouble)?,
            }
        }
    }

    fn try_begin(&self) -> Result<Reading, Trouble> {
        // The side files stand beside the file itself, not beside a link to it.
        let file = real(&self.path)?;
        let (header, sides) = look(&file, &self.path)?;
        match sides.way() {
            Way::Plain => {
                let case = connect(&file, "immutable=1")
                    .and_then(begin)
                    .and_then(|conn| Case::from_connection(conn, self.path.clone()));
                match case {
                    Ok(case) => Ok(Reading::Plain { case, file, sides, header }),
                    // What looks like damage may be a writer at work.
                    Err(error) => {
                        still(&file, &self.path, &sides, header)?;
                        Err(Trouble::Lasting(error.at(&self.path)))
                    }
                }
            }
            Way::Locked => {
                let hold = Hold::enter(&file, |held| self.beside_a_writer(&file, held))?;
                Ok(Reading::Locked { hold, sides })
            }
            Way::Barred => Err(Trouble::Again(CaseError::Unfinished(self.path.clone()))),
        }
    }

    /// Opens the case under its lock, as SQLite's own readers do.
    fn beside_a_writer(&self, file: &Path, held: &File) -> Result<Case, Trouble> {
        let header = header_of(held, &self.path)?;
        let sides = Sides::look(file)?;
        let by_journal = !header.logged && !sides.has_log();
        if by_journal && untouched::is_untouched(held, &disk::beside(file, "-journal")) {
            let conn = connect(file, "immutable=1").and_then(begin).map_err(|error| self.explain(error))?;
            return Ok(Case::from_connection(conn, self.path.clone())?);
        }
        let nothing_to_make = sides.log_is_whole() || by_journal;
        if !nothing_to_make {
            return Err(Trouble::Again(CaseError::Unfinished(self.path.clone())));
        }
        for side in ["-wal", "-shm"] {
            readable(&disk::beside(file, side))?;
        }
        let conn = connect(file, "readonly_shm=1").and_then(begin).map_err(|error| self.explain(error))?;
        Ok(Case::from_connection(conn, self.path.clone())?)
    }

    fn end(&mut self, reading: Reading) -> Result<(), Trouble> {
        let sides = match reading {
            Reading::Plain { case, file, sides, header } => {
                drop(case);
                still(&file, &self.path, &sides, header)?;
                sides
            }
            Reading::Locked { hold, sides } => {
                drop(hold);
                sides
            }
        };
        self.seen = Some(sides);
        Ok(())
    }

    /// What SQLite's refusal to begin means here.
    fn explain(&self, error: CaseError) -> Trouble {
        let CaseError::Sqlite(error) = error else { return Trouble::Lasting(error) };
        let path = self.path.clone();
        let code = error.sqlite_error().map_or(0, |error| error.extended_code);
        match (code, error.sqlite_error_code()) {
            // A journal that nobody is at: its writer ended before the change was whole.
            (ffi::SQLITE_READONLY_ROLLBACK, _) => Trouble::Lasting(CaseError::Unfinished(path)),
            // The index of the log is not made yet, or never will be.
            (ffi::SQLITE_READONLY_RECOVERY, _) => Trouble::Again(CaseError::Unfinished(path)),
            (ffi::SQLITE_READONLY_CANTINIT | ffi::SQLITE_PROTOCOL, _)
            | (_, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::CannotOpen)) => {
                Trouble::Again(CaseError::Locked(path))
            }
            _ => Trouble::Lasting(CaseError::Sqlite(error).at(&path)),
        }
    }
}

impl Reading {
    fn case(&self) -> Result<&Case, CaseError> {
        match self {
            Self::Plain { case, .. } => Ok(case),
            Self::Locked { hold, .. } => hold.case(),
        }
    }
}

/// The file itself, behind any links.
fn real(path: &Path) -> Result<PathBuf, CaseError> {
    std::fs::canonicalize(path).map_err(|error| header::unreadable(path, error))
}

/// Looks at the file, then its change counter, then the side files: a change that was under way at
/// the first look shows at the last, or is complete.
fn look(file: &Path, path: &Path) -> Result<(Header, Sides), CaseError> {
    let db = Sides::file(file)?;
    let header = gate::peek(file, |file| header_of(file, path))?;
    Ok((header, Sides::beside(file, db)?))
}

/// The header of an open file, checked.
fn header_of(file: &File, path: &Path) -> Result<Header, CaseError> {
    #[cfg(unix)]
    let header = {
        struct FromTheStart<'a>(&'a File);
        impl std::io::Read for FromTheStart<'_> {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                std::os::unix::fs::FileExt::read_at(self.0, into, 0)
            }
        }
        header::read(&mut FromTheStart(file), path)?
    };
    #[cfg(not(unix))]
    let header = header::read(&mut { file }, path)?;
    if header.format < header::FORMAT {
        return Err(CaseError::Refused(format!(
            "{0} is in an older case format ({1}) and cannot be read before whoever may write to it has run \
             \"corrob stats {0}\", which brings it up to date; a copy in a folder of your own can be brought up to \
             date, too",
            path.display(),
            header.format
        )));
    }
    Ok(header)
}

/// Whether the file is as it was when a read of it as immutable began.
fn still(file: &Path, path: &Path, sides: &Sides, header: Header) -> Result<(), Trouble> {
    let (header_now, now) = look(file, path)?;
    if now.way() == Way::Plain && now.db == sides.db && header_now == header {
        Ok(())
    } else {
        Err(Trouble::Again(CaseError::Restless(path.to_owned())))
    }
}

/// Whether a side file, where there is one, may be read.
fn readable(side: &Path) -> Result<(), CaseError> {
    #[cfg(unix)]
    match rustix::fs::access(side, rustix::fs::Access::READ_OK) {
        Ok(()) | Err(rustix::io::Errno::NOENT) => {}
        Err(error) => return Err(CaseError::Io(side.to_owned(), error.into())),
    }
    #[cfg(not(unix))]
    let _ = side;
    Ok(())
}

/// What was asked may have been a change.
fn refusal(error: CaseError) -> CaseError {
    match &error {
        CaseError::NotWritable(..) => CaseError::ReadOnly,
        CaseError::Sqlite(cause)
            if matches!(
                cause.sqlite_error_code(),
                Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly)
            ) =>
        {
            CaseError::ReadOnly
        }
        _ => error,
    }
}

/// How long to go on trying.
struct Patience {
    since: Instant,
    pause: Duration,
}

impl Patience {
    fn new() -> Self {
        Self { since: Instant::now(), pause: Duration::from_millis(1) }
    }

    /// Waits a moment, or gives up with what to say.
    fn bear(&mut self, trouble: Trouble) -> Result<(), CaseError> {
        let error = match trouble {
            Trouble::Lasting(error) => return Err(error),
            Trouble::Again(error) => error,
        };
        let enough = if matches!(error, CaseError::Unfinished(_)) { PASSING } else { PATIENCE };
        if self.since.elapsed() >= enough {
            return Err(error);
        }
        std::thread::sleep(self.pause);
        self.pause = (self.pause * 2).min(Duration::from_millis(50));
        Ok(())
    }
}
