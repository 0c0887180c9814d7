//! The last event this device wrote to each case, kept outside the case: a file that was restored
//! or copied is noticed by it.

use super::memory::Memory;
use crate::domain::event::Head;
use crate::domain::{Digest, ItemId};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// At most this many (reviewer, place) pairs of one case are kept; the oldest go first.
const AT_MOST: usize = 64;

/// One reviewer at one place. The place is a digest of the path: a state directory need not say
/// where somebody's cases lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    reviewer: ItemId,
    place: Digest,
    #[serde(flatten)]
    head: Head,
}

fn name(case: ItemId) -> String {
    format!("heads/{case}.json")
}

/// A digest of the path with its links resolved, also where the file is yet to be made.
fn place(path: &Path) -> Digest {
    let real = std::fs::canonicalize(path).or_else(|error| match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => std::fs::canonicalize(folder).map(|folder| folder.join(name)),
        _ => Err(error),
    });
    Digest::of(real.as_deref().unwrap_or(path).as_os_str().as_encoded_bytes())
}

/// The memory of the heads written at one path.
#[derive(Debug)]
pub struct Heads {
    memory: Arc<Memory>,
    /// Found once: a session asks after every commit.
    place: OnceLock<Digest>,
}

impl Heads {
    /// Keeps heads in the state directory, for the path that it is first asked about.
    #[must_use]
    pub const fn new(memory: Arc<Memory>) -> Self {
        Self { memory, place: OnceLock::new() }
    }

    fn place(&self, path: &Path) -> Digest {
        *self.place.get_or_init(|| place(path))
    }

    /// The head that this reviewer last wrote to the case at this path.
    #[must_use]
    pub fn recall(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<Head> {
        let place = self.place(path);
        load(&self.memory, case)
            .into_iter()
            .find(|entry| entry.reviewer == reviewer && entry.place == place)
            .map(|entry| entry.head)
    }

    /// Stores the head that this reviewer just wrote. The file is read again each time: other programs keep
    /// the heads of other reviewers and places in it.
    pub fn remember(&self, case: ItemId, reviewer: ItemId, path: &Path, head: Head) {
        if self.memory.is_read_only() {
            return;
        }
        let place = self.place(path);
        let mut all = load(&self.memory, case);
        all.retain(|entry| !(entry.reviewer == reviewer && entry.place == place));
        all.insert(0, Entry { reviewer, place, head });
        all.truncate(AT_MOST);
        if let Ok(text) = serde_json::to_vec(&all) {
            self.memory.remember(&name(case), &text);
        }
    }
}

fn load(memory: &Memory, case: ItemId) -> Vec<Entry> {
    memory.recall(&name(case)).and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;

    #[test]
    fn a_head_is_kept_for_each_case_reviewer_and_place() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        let memory = Arc::new(Memory::new(&dirs, false));
        let id = ItemId::from_u128;
        let head = |seq| Head { replica: id(7), seq, hash: Digest::of(b"event") };
        let (here, link, copy) =
            (home.path().join("a.corrob"), home.path().join("l.corrob"), home.path().join("b.corrob"));
        std::fs::write(&here, "").unwrap();
        std::fs::write(&copy, "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&here, &link).unwrap();
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(2), &here), None);
        Heads::new(memory.clone()).remember(id(1), id(2), &here, head(5));
        Heads::new(memory.clone()).remember(id(1), id(2), &here, head(6));
        Heads::new(memory.clone()).remember(id(1), id(3), &here, head(9));
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(2), &here), Some(head(6)));
        #[cfg(unix)]
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(2), &link), Some(head(6)));
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(3), &here), Some(head(9)));
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(2), &copy), None, "a copy is another place");
        assert_eq!(Heads::new(memory.clone()).recall(id(4), id(2), &here), None);
        for n in 0..100 {
            Heads::new(memory.clone()).remember(id(1), id(100 + n), &here, head(1));
        }
        assert_eq!(load(&memory, id(1)).len(), AT_MOST);

        let watching = Heads::new(Arc::new(Memory::new(&dirs, true)));
        watching.remember(id(1), id(2), &here, head(7));
        assert_eq!(watching.recall(id(1), id(2), &here), None);
        let text = std::fs::read(dirs.state.join(name(id(1)))).unwrap();
        std::fs::write(dirs.state.join(name(id(1))), &text[..text.len() / 2]).unwrap();
        assert_eq!(
            Heads::new(memory.clone()).recall(id(1), id(199), &here),
            None,
            "a damaged file counts as none"
        );
        Heads::new(memory.clone()).remember(id(1), id(2), &here, head(8));
        assert_eq!(Heads::new(memory.clone()).recall(id(1), id(2), &here), Some(head(8)));
    }
}
