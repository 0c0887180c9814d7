//! Files that appear under their name whole, or not at all: written beside it, then renamed.

use std::fs::File;
use std::io;
use std::path::Path;
pub use tempfile::{NamedTempFile, TempPath};

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever the user's umask lets read new files.
    Umask,
}

/// Begins the file that is to appear at `path`, under another name in the same folder; removed if it is
/// dropped before it is persisted.
///
/// # Errors
/// When the folder cannot be written; the error is the system's own.
pub fn begin(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut prefix = path.file_name().unwrap_or_default().to_owned();
    prefix.push(".");
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    tempfile::Builder::new().prefix(&prefix).suffix(".tmp").make_in(folder(path), |half| options.open(half))
}

/// Makes the name of a file durable.
///
/// # Errors
/// When the system does not let folders be synced.
pub fn sync_name(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
