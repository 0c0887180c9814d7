//! The identity of the file that a case was opened from.

use crate::case::CaseError;
use std::path::{Path, PathBuf};

/// A path, and the file it named when the case was opened.
#[derive(Debug, Clone)]
pub(super) struct OpenedFile {
    path: PathBuf,
    /// Device and inode.
    id: Option<(u64, u64)>,
}

impl OpenedFile {
    /// The file that the path names now.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), id: file_id(path) }
    }

    /// Refuses when the path no longer names the file that was opened: changes written to a file without
    /// a name would be lost with it.
    ///
    /// # Errors
    /// When the file was deleted, moved or replaced.
    pub(super) fn verify(&self) -> Result<(), CaseError> {
        if self.id.is_none() || file_id(&self.path) == self.id {
            return Ok(());
        }
        Err(CaseError::Refused(
            "not saved: the case file was deleted, moved or replaced while it was open; leave, put it back, and \
             open it again"
                .into(),
        ))
    }
}

/// Device and inode of the file at a path; none where there is no file.
fn file_id(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        path.exists().then_some((0, 0))
    }
}
