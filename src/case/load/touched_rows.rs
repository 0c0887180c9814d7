//! What an import has met: rows of any number, one bit each; and what was first said of an entry that
//! may come again.

use crate::domain::Kind;
use crate::domain::ids::ItemId;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Rows of records.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<(Kind, i64), u64>);

impl Seen {
    /// Notes a row. Returns whether it was not noted before.
    pub(crate) fn note(&mut self, kind: Kind, at: i64) -> bool {
        let bits = self.0.entry((kind, at >> 6)).or_default();
        let bit = 1 << (at & 63);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }
}

/// So many that may come again are compared with what comes; those beyond would fill the memory.
const COMPARED: usize = 1 << 19;

/// What was said first of entries that may come again: a hash each.
#[derive(Debug, Default)]
pub(crate) struct First(HashMap<(Kind, ItemId), u64>);

impl First {
    /// Whether something else was said of an entry before. Beyond the first half million of them
    /// that is not known of further ones.
    pub(crate) fn is_otherwise(&mut self, kind: Kind, id: ItemId, body: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let (room, said) = (self.0.len() < COMPARED, hasher.finish());
        match self.0.entry((kind, id)) {
            Slot::Occupied(first) => *first.get() != said,
            Slot::Vacant(slot) => {
                if room {
                    slot.insert(said);
                }
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_new_once() {
        let mut seen = Seen::default();
        for at in [0, 1, 63, 64, -1, i64::MAX, i64::MIN] {
            assert!(seen.note(Kind::Claim, at), "{at}");
            assert!(seen.note(Kind::Evidence, at), "{at}");
            assert!(!seen.note(Kind::Claim, at), "{at}");
        }
    }
}
