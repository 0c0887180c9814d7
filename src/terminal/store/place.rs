//! The file that a case was opened as.

use crate::case::CaseError;
use std::path::{Path, PathBuf};

/// A path, and the file it named when the case was opened.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Place {
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: file_at(path) }
    }

    /// Whether the case is still the file its path names: what is written into a file that has no
    /// name any more is lost with it, so nothing is written there.
    pub(super) fn holds(&self) -> Result<(), CaseError> {
        if self.file.is_none() || file_at(&self.path) == self.file {
            return Ok(());
        }
        Err(CaseError::Refused(
            "not saved: the case file was deleted, moved or replaced while it was open; leave, put it back, and \
             open it again"
                .into(),
        ))
    }
}

/// Which file a path names: a path may come to name another one, or none.
fn file_at(path: &Path) -> Option<(u64, u64)> {
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
