//! A text that must be gone from every file, and what still holds it.

use std::path::{Path, PathBuf};

/// The text.
pub const MARKER: &str = "Zebulon the night watchman";

/// The files below a folder that hold the marker.
pub fn holding(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path));
        } else if std::fs::read(&path).unwrap().windows(MARKER.len()).any(|part| part == MARKER.as_bytes()) {
            found.push(path);
        }
    }
    found
}
