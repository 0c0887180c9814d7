//! Small files that corrob writes for itself, for their owner alone.
//!
//! Where they cannot be written the work goes on, with one warning.

use super::Directories;
use crate::files;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The state directory. In a read-only run it is read, and every write does nothing.
#[derive(Debug)]
pub struct Memory {
    state: PathBuf,
    read_only: bool,
    trouble: Mutex<Trouble>,
}

/// What went wrong with writing; reported once.
#[derive(Debug)]
enum Trouble {
    None,
    Unreported(String),
    Reported,
}

impl Memory {
    /// The memory in these directories.
    #[must_use]
    pub fn new(directories: &Directories, read_only: bool) -> Self {
        Self { state: directories.state.clone(), read_only, trouble: Mutex::new(Trouble::None) }
    }

    /// Whether this run writes nothing.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The state directory.
    pub(super) fn state(&self) -> &Path {
        &self.state
    }

    /// The warning for the user, where something could not be remembered; once.
    pub fn warning(&self) -> Option<String> {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *trouble, Trouble::Reported) {
            Trouble::Unreported(warning) => Some(warning),
            Trouble::None => {
                *trouble = Trouble::None;
                None
            }
            Trouble::Reported => None,
        }
    }

    /// What is stored under a name; none where it is missing or cannot be read.
    pub(super) fn recall(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(self.state.join(name)).ok()
    }

    /// Stores something under a name, in place of what was there: whole or not at all, but without waiting
    /// for the disk, which would cost more than the memory is worth.
    pub(super) fn remember(&self, name: &str, content: &[u8]) {
        if self.read_only {
            return;
        }
        let file = self.state.join(name);
        if let Err(error) = replace(&file, content, false) {
            let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*trouble, Trouble::None) {
                *trouble = Trouble::Unreported(format!(
                    "{} cannot be written ({error}); your work is saved in the case, but corrob will not remember where you left off",
                    file.display()
                ));
            }
        }
    }
}

/// Writes a file that only its owner can read, whole or not at all; `durably`: not before it is on the disk.
pub(super) fn replace(file: &Path, content: &[u8], durably: bool) -> std::io::Result<()> {
    let begin = || files::begin(file, files::Readers::Owner);
    let mut half = match (begin(), file.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            make_private(folder)?;
            begin()?
        }
        (half, _) => half?,
    };
    half.write_all(content)?;
    if durably {
        half.as_file().sync_all()?;
    }
    half.persist(file).map_err(|failed| failed.error)?;
    if durably {
        files::sync_name(file)?;
    }
    Ok(())
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_remembered_is_private_and_whole() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(&home.path().join("corrob"));
        let memory = Memory::new(&dirs, false);
        assert_eq!(memory.recall("a/b"), None);
        assert!(!dirs.config.exists(), "nothing is made by looking");
        memory.remember("a/b", b"one");
        memory.remember("a/b", b"two");
        assert_eq!(memory.recall("a/b").unwrap(), b"two");
        assert_eq!(mode(&dirs.state), 0o700);
        assert_eq!(mode(&dirs.state.join("a")), 0o700);
        assert_eq!(mode(&dirs.state.join("a/b")), 0o600);
        assert_eq!(std::fs::read_dir(dirs.state.join("a")).unwrap().count(), 1, "no half file is left");
        assert_eq!(memory.warning(), None);
    }

    #[test]
    fn a_read_only_run_remembers_nothing() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(&Directories::under(home.path()), true);
        memory.remember("a", b"one");
        assert_eq!(memory.recall("a"), None);
        assert_eq!(memory.warning(), None);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_memory_that_cannot_be_written_warns_once() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("state"), "in the way").unwrap();
        let memory = Memory::new(&Directories::under(home.path()), false);
        assert_eq!(memory.warning(), None);
        memory.remember("a", b"one");
        memory.remember("b", b"two");
        assert!(memory.warning().unwrap().contains("cannot be written"));
        memory.remember("c", b"three");
        assert_eq!(memory.warning(), None);
    }
}
