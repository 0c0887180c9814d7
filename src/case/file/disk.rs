//! What a case needs of the file system: private files, durable names, and what kind of disk it
//! is on.

use crate::case::error::CaseError;
use crate::files::{self, NamedTempFile};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The path as an absolute one: SQLite would read a relative `file:...` as a URI.
///
/// # Errors
/// When the current folder is gone.
pub fn absolute(path: &Path) -> Result<PathBuf, CaseError> {
    std::path::absolute(path).map_err(|error| CaseError::Io(path.to_owned(), error))
}

/// Begins a file that is to appear at `path`, which only its owner can read and write; removed if it is
/// dropped before it is persisted.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn begin(path: &Path) -> Result<NamedTempFile, CaseError> {
    files::clear_leftovers(path);
    files::begin(path, files::Readers::Owner).map_err(|error| match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            CaseError::Refused(format!("no case can be made at {}: {error}", path.display()))
        }
        std::io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(path).display();
            CaseError::Refused(format!(
                "no case can be made at {}: there is no folder {folder}",
                path.display()
            ))
        }
        std::io::ErrorKind::StorageFull => CaseError::Full(path.to_owned()),
        _ => CaseError::Io(path.to_owned(), error),
    })
}

/// Makes a file's content and its name in the folder durable.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn sync_file_and_folder(path: &Path) -> Result<(), CaseError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .and_then(|()| files::sync_name(path))
        .map_err(|error| CaseError::Io(path.to_owned(), error))
}

/// A file beside the case: `case.corrob` and `-wal` make `case.corrob-wal`.
#[must_use]
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether write-ahead logging is safe where the file lies: it needs shared memory and locks that
/// network file systems do not give, so only local ones known to give them count.
#[must_use]
pub fn wal_is_safe(path: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        const LOCAL: [u64; 9] = [
            0xEF53,      // ext2, ext3, ext4
            0x5846_5342, // XFS
            0x9123_683E, // Btrfs
            0xF2F5_2010, // F2FS
            0x2FC1_2FC1, // ZFS
            0x0102_1994, // tmpfs
            0x794C_7630, // overlayfs
            0xCA45_1A4E, // bcachefs
            0x3153_464A, // JFS
        ];
        rustix::fs::statfs(path)
            .is_ok_and(|fs| u64::try_from(fs.f_type).is_ok_and(|kind| LOCAL.contains(&(kind & 0xFFFF_FFFF))))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        false
    }
}
