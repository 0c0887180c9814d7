//! A file that appears whole or not at all, and never takes another's place unasked.

use super::outcome::{Failure, Result};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A file being written.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    /// Where it is written until it is whole; none for a device or a pipe, which has no such place.
    half: Option<PathBuf>,
    file: File,
    force: bool,
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
                return Ok(Self { path: path.to_owned(), half: None, file, force });
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
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let half = PathBuf::from(name);
        let file = File::create_new(&half).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::said(format!("{} is being written already", path.display()))
            }
            _ => failed(error),
        })?;
        Ok(Self { path, half: Some(half), file, force })
    }

    /// The name it gets.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where to write.
    pub const fn writer(&mut self) -> &mut File {
        &mut self.file
    }

    /// The file is whole: it gets its name.
    ///
    /// # Errors
    /// When the disk refuses, or someone put a file there meanwhile.
    pub fn keep(mut self) -> Result<()> {
        let failed =
            |error: io::Error| Failure::said(format!("{} cannot be written: {error}", self.path.display()));
        let Some(half) = &self.half else { return Ok(()) };
        self.file.sync_all().map_err(failed)?;
        if self.force {
            std::fs::rename(half, &self.path).map_err(failed)?;
        } else {
            std::fs::hard_link(half, &self.path)
                .or_else(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => Err(error),
                    // A disk without links.
                    _ if self.path.exists() => Err(io::ErrorKind::AlreadyExists.into()),
                    _ => std::fs::rename(half, &self.path),
                })
                .map_err(failed)?;
            let _ = std::fs::remove_file(half);
        }
        if let Some(folder) = self.path.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            // The name is made durable where the system lets folders be synced.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        self.half = None;
        Ok(())
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(half) = &self.half {
            let _ = std::fs::remove_file(half);
        }
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
