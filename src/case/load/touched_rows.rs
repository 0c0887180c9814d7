//! What an import has touched: rows as a bitset, annotated items, and a hash of the first version of each
//! entry, to report a second, different one.

use crate::domain::Kind;
use crate::domain::ids::ItemId;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The rows an import has touched, one bit each.
#[derive(Debug, Default)]
pub(crate) struct TouchedRows(HashMap<(Kind, i64), u64>);

impl TouchedRows {
    /// Notes a row. Returns whether it was not noted before.
    pub(crate) fn note(&mut self, kind: Kind, at: i64) -> bool {
        let bits = self.0.entry((kind, at >> 6)).or_default();
        let bit = 1 << (at & 63);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }
}

/// The items whose annotations follow from more than before.
#[derive(Debug)]
pub(crate) enum TouchedItems {
    /// These.
    These(Vec<(Kind, ItemId)>),
    /// More than are worth looking at one by one.
    Many,
}

/// More items than these are not looked at one by one.
const ONE_BY_ONE: usize = 50_000;

impl Default for TouchedItems {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

impl TouchedItems {
    /// Notes an item.
    pub(crate) fn add(&mut self, kind: Kind, item: ItemId) {
        match self {
            Self::These(items) if items.len() < ONE_BY_ONE => items.push((kind, item)),
            _ => *self = Self::Many,
        }
    }

    /// Each of them once; `None` where there are too many.
    pub(crate) fn into_items(self) -> Option<Vec<(Kind, ItemId)>> {
        let Self::These(mut items) = self else { return None };
        items.sort_unstable();
        items.dedup();
        Some(items)
    }
}

/// At most this many entries are remembered for comparison, to bound memory.
const COMPARED: usize = 1 << 19;

/// A hash of the first version of each entry that several records of a file may bring.
#[derive(Debug, Default)]
pub(crate) struct FirstVersions(HashMap<(Kind, ItemId), u64>);

impl FirstVersions {
    /// Whether an entry differs from its first version. Past the first half million entries, further
    /// ones count as the same.
    pub(crate) fn differs(&mut self, kind: Kind, id: ItemId, body: &str) -> bool {
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
        let mut seen = TouchedRows::default();
        for at in [0, 1, 63, 64, -1, i64::MAX, i64::MIN] {
            assert!(seen.note(Kind::Claim, at), "{at}");
            assert!(seen.note(Kind::Evidence, at), "{at}");
            assert!(!seen.note(Kind::Claim, at), "{at}");
        }
    }
}
