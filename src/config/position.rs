//! Where the reviewer left off.

use super::memory::Memory;
use super::settings::Order;
use crate::domain::{ItemId, Key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A reviewer's place in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The claim.
    pub claim: ItemId,
    /// The piece of evidence.
    pub evidence: Option<ItemId>,
    /// The order in which undecided evidence came.
    pub order: Order,
}

fn name(case: ItemId) -> String {
    format!("positions/{case}.json")
}

fn reading_name(case: ItemId) -> String {
    format!("positions/{case}-documents.json")
}

const LAST: &str = "last-case";

impl Memory {
    /// Where a reviewer was in a case.
    #[must_use]
    pub fn position(&self, case: ItemId, reviewer: ItemId) -> Option<Position> {
        self.positions(case).remove(&reviewer)
    }

    /// Saves where a reviewer is in a case.
    pub fn save_position(&self, case: ItemId, reviewer: ItemId, position: Position) {
        let mut all = self.positions(case);
        if all.insert(reviewer, position) != Some(position)
            && let Ok(text) = serde_json::to_vec(&all)
        {
            self.remember(&name(case), &text);
        }
    }

    fn positions(&self, case: ItemId) -> BTreeMap<ItemId, Position> {
        self.recall(&name(case)).and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// The passage that a reviewer chose last in the document of each source of a case, in bytes of its text.
    #[must_use]
    pub fn reading(&self, case: ItemId, reviewer: ItemId) -> BTreeMap<Key, Range<usize>> {
        let all = self.readings(case).remove(&reviewer).unwrap_or_default();
        all.into_iter().filter_map(|(key, place)| Some((key.parse().ok()?, place))).collect()
    }

    /// Saves that.
    pub fn save_reading(&self, case: ItemId, reviewer: ItemId, read: BTreeMap<Key, Range<usize>>) {
        let mut all = self.readings(case);
        let read: BTreeMap<String, Range<usize>> =
            read.into_iter().map(|(key, place)| (key.to_string(), place)).collect();
        if all.insert(reviewer, read.clone()) != Some(read)
            && let Ok(text) = serde_json::to_vec(&all)
        {
            self.remember(&reading_name(case), &text);
        }
    }

    fn readings(&self, case: ItemId) -> BTreeMap<ItemId, BTreeMap<String, Range<usize>>> {
        let text = self.recall(&reading_name(case));
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// The case opened last.
    #[must_use]
    pub fn last_case(&self) -> Option<PathBuf> {
        let bytes = self.recall(LAST).filter(|bytes| !bytes.is_empty())?;
        #[cfg(unix)]
        let path = PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes));
        #[cfg(not(unix))]
        let path = PathBuf::from(String::from_utf8(bytes).ok()?);
        path.is_absolute().then_some(path)
    }

    /// Saves the case opened now, by its absolute path.
    pub fn save_last_case(&self, path: &Path) {
        let bytes = path.as_os_str().as_encoded_bytes();
        if self.recall(LAST).is_none_or(|before| before != bytes) {
            self.remember(LAST, bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;

    #[test]
    fn each_reviewer_of_each_case_has_a_place() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        let id = |n: u128| ItemId::from_u128(n);
        let place = |n| Position { claim: id(n), evidence: Some(id(n + 1)), order: Order::Source };
        let memory = Memory::new(&dirs, false);
        assert_eq!(memory.position(id(1), id(2)), None);
        memory.save_position(id(1), id(2), place(10));
        memory.save_position(id(1), id(3), place(20));
        memory.save_position(id(9), id(2), place(30));
        let memory = Memory::new(&dirs, true);
        assert_eq!(memory.position(id(1), id(2)), Some(place(10)));
        assert_eq!(memory.position(id(1), id(3)), Some(place(20)));
        assert_eq!(memory.position(id(9), id(2)), Some(place(30)));
        memory.save_position(id(1), id(2), place(40));
        assert_eq!(memory.position(id(1), id(2)), Some(place(10)), "read-only");
        std::fs::write(dirs.state.join(name(id(1))), "{\"half").unwrap();
        assert_eq!(memory.position(id(1), id(2)), None);
    }

    #[test]
    fn the_place_in_each_document_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        let (case, me) = (ItemId::from_u128(1), ItemId::from_u128(2));
        let read = BTreeMap::from([("S-4".parse().unwrap(), 120..150), ("S-5".parse().unwrap(), 0..7)]);
        let memory = Memory::new(&dirs, false);
        memory.save_reading(case, me, read.clone());
        assert_eq!(memory.reading(case, me), read);
        assert_eq!(memory.reading(case, ItemId::from_u128(3)), BTreeMap::new());
        assert_eq!(Memory::new(&dirs, true).reading(case, me), read);
    }

    #[cfg(unix)]
    #[test]
    fn the_last_case_is_found_by_any_name() {
        use std::os::unix::ffi::OsStrExt;
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(&Directories::under(home.path()), false);
        assert_eq!(memory.last_case(), None);
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"/cases/\xFFodd\n.corrob"));
        memory.save_last_case(odd);
        assert_eq!(memory.last_case().as_deref(), Some(odd));
        memory.remember(LAST, b"relative");
        assert_eq!(memory.last_case(), None);
    }
}
