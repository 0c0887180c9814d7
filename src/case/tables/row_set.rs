//! Sets of rows.

use std::collections::BTreeSet;

/// Rows below this are kept as bits; a case has hardly any above.
const DENSE: i64 = 1 << 27;

/// A set of rows of one table: one bit for each row up to the highest.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowSet {
    bits: Vec<u64>,
    far: BTreeSet<i64>,
    len: usize,
}

impl RowSet {
    /// Adds a row.
    pub(crate) fn insert(&mut self, id: i64) {
        let Some((word, bit)) = place(id) else {
            self.len += usize::from(self.far.insert(id));
            return;
        };
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            self.len += usize::from(*bits & bit == 0);
            *bits |= bit;
        }
    }

    /// Whether the row is in it.
    pub(crate) fn has(&self, id: i64) -> bool {
        match place(id) {
            Some((word, bit)) => self.bits.get(word).is_some_and(|bits| bits & bit != 0),
            None => self.far.contains(&id),
        }
    }

    /// How many rows.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Every row, lowest first (but those below 0, which no table has, behind the low ones).
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> {
        let near = self.bits.iter().enumerate().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        });
        near.filter_map(|id| i64::try_from(id).ok()).chain(self.far.iter().copied())
    }
}

fn place(id: i64) -> Option<(usize, u64)> {
    let near = usize::try_from(id).ok().filter(|_| id < DENSE)?;
    Some((near / 64, 1 << (near % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_near_and_far() {
        let mut ids = RowSet::default();
        for id in [70, 3, 3, i64::MAX, DENSE, -4] {
            ids.insert(id);
        }
        assert_eq!(ids.len(), 5);
        assert_eq!(ids.iter().collect::<Vec<_>>(), [3, 70, -4, DENSE, i64::MAX]);
        assert!(ids.has(70) && ids.has(i64::MAX) && !ids.has(71) && !ids.has(i64::MIN));
    }
}
