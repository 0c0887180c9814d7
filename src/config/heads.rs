//! The last event this device wrote to each case, kept outside the case: a file that was restored
//! or copied is noticed by it.

use super::memory::Memory;
use crate::domain::{Digest, ItemId};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How many (reviewer, place) pairs of one case are remembered; the oldest go first.
const AT_MOST: usize = 64;

/// The last event of a replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredHead {
    /// The replica.
    pub replica: ItemId,
    /// The event's sequence.
    pub seq: u64,
    /// The event's hash.
    pub hash: Digest,
}

/// One reviewer at one place. The place is a digest of the path: a state directory need not say
/// where somebody's cases lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    reviewer: ItemId,
    place: Digest,
    #[serde(flatten)]
    head: StoredHead,
}

fn name(case: ItemId) -> String {
    format!("heads/{case}.json")
}

/// The place a path leads to in the end, also where the file is only about to be there.
fn place(path: &Path) -> Digest {
    let real = std::fs::canonicalize(path).or_else(|error| match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => std::fs::canonicalize(folder).map(|folder| folder.join(name)),
        _ => Err(error),
    });
    Digest::of(real.as_deref().unwrap_or(path).as_os_str().as_encoded_bytes())
}

impl Memory {
    /// The head this reviewer last wrote to the case at this path.
    #[must_use]
    pub fn head(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<StoredHead> {
        let place = place(path);
        self.heads(case)
            .into_iter()
            .find(|entry| entry.reviewer == reviewer && entry.place == place)
            .map(|entry| entry.head)
    }

    /// Notes the head this reviewer just wrote.
    pub fn save_head(&self, case: ItemId, reviewer: ItemId, path: &Path, head: StoredHead) {
        if self.is_read_only() {
            return;
        }
        let place = place(path);
        let mut all = self.heads(case);
        all.retain(|entry| !(entry.reviewer == reviewer && entry.place == place));
        all.insert(0, Entry { reviewer, place, head });
        all.truncate(AT_MOST);
        if let Ok(text) = serde_json::to_vec(&all) {
            self.remember(&name(case), &text);
        }
    }

    fn heads(&self, case: ItemId) -> Vec<Entry> {
        self.recall(&name(case)).and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;

    #[test]
    fn a_head_is_kept_for_each_case_reviewer_and_place() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        let memory = Memory::new(&dirs, false);
        let id = ItemId::from_u128;
        let head = |seq| StoredHead { replica: id(7), seq, hash: Digest::of(b"event") };
        let (here, link, copy) =
            (home.path().join("a.corrob"), home.path().join("l.corrob"), home.path().join("b.corrob"));
        std::fs::write(&here, "").unwrap();
        std::fs::write(&copy, "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&here, &link).unwrap();
        assert_eq!(memory.head(id(1), id(2), &here), None);
        memory.save_head(id(1), id(2), &here, head(5));
        memory.save_head(id(1), id(2), &here, head(6));
        memory.save_head(id(1), id(3), &here, head(9));
        assert_eq!(memory.head(id(1), id(2), &here), Some(head(6)));
        #[cfg(unix)]
        assert_eq!(memory.head(id(1), id(2), &link), Some(head(6)));
        assert_eq!(memory.head(id(1), id(3), &here), Some(head(9)));
        assert_eq!(memory.head(id(1), id(2), &copy), None, "a copy is another place");
        assert_eq!(memory.head(id(4), id(2), &here), None);
        for n in 0..100 {
            memory.save_head(id(1), id(100 + n), &here, head(1));
        }
        assert_eq!(memory.heads(id(1)).len(), AT_MOST);

        let watching = Memory::new(&dirs, true);
        watching.save_head(id(1), id(2), &here, head(7));
        assert_eq!(watching.head(id(1), id(2), &here), None);
        let text = std::fs::read(dirs.state.join(name(id(1)))).unwrap();
        std::fs::write(dirs.state.join(name(id(1))), &text[..text.len() / 2]).unwrap();
        assert_eq!(memory.head(id(1), id(199), &here), None, "a damaged file counts as none");
        memory.save_head(id(1), id(2), &here, head(8));
        assert_eq!(memory.head(id(1), id(2), &here), Some(head(8)));
    }
}
