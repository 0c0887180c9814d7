//! How far each case was brought together with a shared folder.

use super::memory::Memory;
use crate::domain::{Digest, ItemId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

fn name(case: ItemId, file: &Path, folder: &Path) -> String {
    let place = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let both = format!("{}\0{}", place(file).display(), place(folder).display());
    format!("synced/{case}-{:.16}.json", Digest::of(both.as_bytes()).to_string())
}

impl Memory {
    /// How far a case in a file was brought together with a folder, as it was noted last.
    #[must_use]
    pub fn synced<T: DeserializeOwned>(&self, case: ItemId, file: &Path, folder: &Path) -> Option<T> {
        serde_json::from_slice(&self.recall(&name(case, file, folder))?).ok()
    }

    /// Notes it.
    pub fn note_synced<T: Serialize>(&self, case: ItemId, file: &Path, folder: &Path, synced: &T) {
        if let Ok(text) = serde_json::to_vec(synced) {
            self.remember(&name(case, file, folder), &text);
        }
    }
}
