//! Small files that corrob writes for itself, for their owner alone.
//!
//! A memory that cannot be written costs only itself: the work goes on, with one warning.

use super::Directories;
use crate::domain::ItemId;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The state directory. In a read-only run it is read, and every write does nothing.
#[derive(Debug)]
pub struct Memory {
    state: PathBuf,
    settings: PathBuf,
    read_only: bool,
    trouble: Mutex<Trouble>,
}

/// What went wrong with writing; told once.
#[derive(Debug)]
enum Trouble {
    None,
    Untold(String),
    Told,
}

impl Memory {
    /// The memory in these directories.
    #[must_use]
    pub fn new(directories: &Directories, read_only: bool) -> Self {
        Self {
            state: directories.state.clone(),
            settings: directories.settings_file(),
            read_only,
            trouble: Mutex::new(Trouble::None),
        }
    }

    /// Whether nothing is written.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The file with the user's settings, to name it.
    pub(super) fn settings_file(&self) -> &Path {
        &self.settings
    }

    /// The warning for the user, where something could not be remembered; once.
    pub fn warning(&self) -> Option<String> {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *trouble, Trouble::Told) {
            Trouble::Untold(warning) => Some(warning),
            Trouble::None => {
                *trouble = Trouble::None;
                None
            }
            Trouble::Told => None,
        }
    }

    /// What was remembered under a name; nothing where it is missing or cannot be read.
    pub(super) fn recall(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(self.state.join(name)).ok()
    }

    /// Remembers something under a name, in place of what was there. It is there whole or not at
    /// all, but not forced to the disk: it is worth less than the wait.
    pub(super) fn remember(&self, name: &str, content: &[u8]) {
        if self.read_only {
            return;
        }
        let file = self.state.join(name);
        if let Err(error) = replace(&file, content) {
            let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*trouble, Trouble::None) {
                *trouble = Trouble::Untold(format!(
                    "{} cannot be written ({error}); your work is saved in the case, but corrob will not remember where you left off",
                    file.display()
                ));
            }
        }
    }
}

fn replace(file: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        make_private(folder)?;
    }
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.tmp", ItemId::now_v7().simple()));
    let half = PathBuf::from(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&half)?;
    let written = open.write_all(content).and_then(|()| {
        drop(open);
        std::fs::rename(&half, file)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    written
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
