//! The identity of the file that a case was opened from.

use crate::case::{CaseError, beside};
use std::path::{Path, PathBuf};

/// Device and inode.
type Node = (u64, u64);

/// A path, and the file it named when the case was opened.
#[derive(Debug, Clone)]
pub(super) struct OpenedFile {
    path: PathBuf,
    id: Option<Node>,
    /// The side files of our own log.
    log: Vec<(PathBuf, Node)>,
    /// Whether another file was seen in its place: that one may be in use by now, with side files of its own.
    replaced: bool,
}

impl OpenedFile {
    /// The file that the path names now.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), id: file_id(path), log: Vec::new(), replaced: false }
    }

    /// Notes the side files beside the file: they are ours.
    pub(super) fn note_log(&mut self) {
        let side = |suffix| {
            let side = beside(&self.path, suffix);
            let id = file_id(&side)?;
            Some((side, id))
        };
        self.log = ["-wal", "-shm"].into_iter().filter_map(side).collect();
    }

    /// Removes our side files where the file itself is gone: whatever file has its name next would be read with
    /// a log that is not its own.
    pub(super) fn remove_log(&mut self) {
        for (side, id) in std::mem::take(&mut self.log) {
            if file_id(&side) == Some(id) {
                // One that stays is no worse than before.
                let _ = std::fs::remove_file(side);
            }
        }
    }

    /// Refuses when the path no longer names the file that was opened: changes written to a file without
    /// a name would be lost with it.
    ///
    /// # Errors
    /// When the file was deleted, moved or replaced. One that was replaced stays so.
    pub(super) fn verify(&mut self) -> Result<(), CaseError> {
        let now = file_id(&self.path);
        if !self.replaced && (self.id.is_none() || now == self.id) {
            return Ok(());
        }
        self.replaced |= now.is_some();
        Err(if self.replaced {
            CaseError::Replaced(self.path.clone())
        } else {
            CaseError::Gone(self.path.clone())
        })
    }
}

/// Device and inode of the file at a path; none where there is no file.
fn file_id(path: &Path) -> Option<Node> {
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
