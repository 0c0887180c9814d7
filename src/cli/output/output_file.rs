//! A file that appears whole or not at all, and never takes another's place unasked.

use crate::cli::outcome::{Failure, Result};
use crate::files::{self, NamedTempFile};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A file being written.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    out: Out,
    force: bool,
}

#[derive(Debug)]
enum Out {
    /// Beside its place, until it is whole.
    Half(NamedTempFile),
    /// A device or a pipe, written directly.
    Device(File),
}

impl OutputFile {
    /// Begins a file at `path`. With `force` it takes the place of one that is there, but never
    /// that of the case it comes from.
    ///
    /// # Errors
    /// When a file is there, or the folder cannot be written.
    pub fn create(path: &Path, force: bool, case: &Path) -> Result<Self> {
        let failed =
            |error: io::Error| Failure::said(format!("{} cannot be written: {error}", path.display()));
        let standing = std::fs::metadata(path).ok();
        if let Some(meta) = &standing {
            if meta.is_dir() {
                return Err(Failure::said(format!("{} is a folder; name a file in it", path.display())));
            }
            if !meta.is_file() {
                let file = File::options().write(true).open(path).map_err(failed)?;
                return Ok(Self { path: path.to_owned(), out: Out::Device(file), force });
            }
            if same_file(path, case) {
                return Err(Failure::said(format!(
                    "{} is the case itself; choose another name",
                    path.display()
                )));
            }
            if !force {
                return Err(Failure::said(format!(
                    "{} exists already and was left as it is; --force replaces it",
                    path.display()
                )));
            }
        }
        // A link is followed, so that it still points to what it did.
        let path = if standing.is_some() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
        files::clear_leftovers(&path);
        let half = files::begin(&path, files::Readers::Umask).map_err(failed)?;
        Ok(Self { path, out: Out::Half(half), force })
    }

    /// The name it gets.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where to write.
    pub fn writer(&mut self) -> &mut File {
        match &mut self.out {
            Out::Half(half) => half.as_file_mut(),
            Out::Device(file) => file,
        }
    }

    /// The file is whole: it gets its name.
    ///
    /// # Errors
    /// When the disk refuses, or someone put a file there meanwhile.
    pub fn keep(self) -> Result<()> {
        let Out::Half(half) = self.out else { return Ok(()) };
        let path = self.path;
        half.as_file()
            .sync_all()
            .and_then(|()| {
                let kept = if self.force { half.persist(&path) } else { half.persist_noclobber(&path) };
                kept.map_err(|failed| failed.error)
            })
            .map_err(|error| Failure::said(format!("{} cannot be written: {error}", path.display())))?;
        // The name is made durable where the system lets folders be synced.
        let _ = files::sync_name(&path);
        Ok(())
    }
}

/// Whether two paths name one file.
pub fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) if one == other => true,
        (Ok(one), Ok(other)) => is_same_inode(&one, &other),
        _ => false,
    }
}

#[cfg(unix)]
fn is_same_inode(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (one.metadata(), other.metadata()) {
        (Ok(one), Ok(other)) => one.dev() == other.dev() && one.ino() == other.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same_inode(_: &Path, _: &Path) -> bool {
    false
}
