//! Files that appear under their name whole, or not at all: written beside it, then renamed.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;
pub use tempfile::NamedTempFile;

/// What stands between the name that a file is to have and six letters of its own; the ending of all.
const HALF: (&str, &str) = (".half-", ".tmp");

/// A file younger than this may be one that its program has not locked yet.
const YOUNG: Duration = Duration::from_secs(60);

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
    prefix.push(HALF.0);
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let make = |half: &Path| options.open(half);
    let half = tempfile::Builder::new().prefix(&prefix).suffix(HALF.1).make_in(folder(path), make)?;
    // The lock says that somebody is at it; without one it is only never cleared away.
    let _ = half.as_file().try_lock();
    Ok(half)
}

/// Removes what programs that were killed had begun to write as `path`.
pub fn clear_leftovers(path: &Path) {
    let Ok(entries) = std::fs::read_dir(folder(path)) else { return };
    let begins = format!("{}{}", path.file_name().unwrap_or_default().to_string_lossy(), HALF.0);
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_old = |meta: std::fs::Metadata| {
            meta.is_file() && meta.modified().is_ok_and(|at| at.elapsed().is_ok_and(|age| age > YOUNG))
        };
        let nobody_is_at_it = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if name.starts_with(&begins)
            && name.ends_with(HALF.1)
            && entry.metadata().is_ok_and(is_old)
            && nobody_is_at_it()
        {
            // One that stays is in nobody's way.
            let _ = std::fs::remove_file(entry.path());
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn what_a_killed_program_left_is_cleared_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        let at_work = begin(&path, Readers::Owner).unwrap();
        let killed = begin(&path, Readers::Owner).unwrap().into_temp_path().keep().unwrap();
        let young = begin(&path, Readers::Owner).unwrap().into_temp_path().keep().unwrap();
        let others = ["out.json", "out.json.half-1", "out.json.backup.tmp", "in.json.half-abcdef.tmp"]
            .map(|name| folder.path().join(name));
        let then = SystemTime::now() - YOUNG * 2;
        for file in others.iter().chain([&killed, &at_work.path().to_owned()]) {
            File::options().append(true).create(true).open(file).unwrap().set_modified(then).unwrap();
        }
        clear_leftovers(&path);
        assert!(!killed.exists());
        assert!(at_work.path().exists() && young.exists());
        assert!(others.iter().all(|file| file.exists()));
    }
}
