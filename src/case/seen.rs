//! Which rows an import has met: one bit each, so that it costs next to nothing for a case of any
//! size.

use crate::domain::Kind;
use std::collections::HashMap;

/// Rows of records.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<(Kind, i64), u64>);

impl Seen {
    /// Notes a row. Returns whether it was not noted before.
    pub(super) fn note(&mut self, kind: Kind, at: i64) -> bool {
        let bits = self.0.entry((kind, at >> 6)).or_default();
        let bit = 1 << (at & 63);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
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
