//! Which claims have evidence in a source.

use crate::domain::Key;
use std::collections::BTreeMap;

/// At most this many sources are followed.
const SOURCES: usize = 5_000;
/// At most this many claims are named for each.
const CLAIMS: usize = 24;

/// The claims of each source, the first ones by key, the others by number.
#[derive(Debug, Default)]
pub(super) struct Uses(BTreeMap<Key, Used>);

#[derive(Debug, Default)]
struct Used {
    claims: Vec<Key>,
    last: Option<Key>,
    more: u64,
}

impl Uses {
    /// A piece of evidence for this claim stands in this source.
    pub fn piece(&mut self, source: &Key, claim: &Key) {
        if self.0.len() >= SOURCES && !self.0.contains_key(source) {
            return;
        }
        let used = self.0.entry(source.clone()).or_default();
        if used.last.as_ref() == Some(claim) {
            return;
        }
        used.last = Some(claim.clone());
        if used.claims.len() < CLAIMS {
            used.claims.push(claim.clone());
        } else {
            used.more += 1;
        }
    }

    /// The first claims with evidence in a source, and how many others there are.
    pub fn of(&self, source: &Key) -> (&[Key], u64) {
        self.0.get(source).map_or((&[], 0), |used| (&used.claims, used.more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    #[test]
    fn a_claim_is_named_once_and_the_many_are_counted() {
        let mut uses = Uses::default();
        let source = Key::new(Kind::Source, 1);
        for claim in 1..=30 {
            uses.piece(&source, &Key::new(Kind::Claim, claim));
            uses.piece(&source, &Key::new(Kind::Claim, claim));
        }
        let (claims, more) = uses.of(&source);
        assert_eq!((claims.len(), more), (24, 6));
        assert_eq!(uses.of(&Key::new(Kind::Source, 2)), (&[][..], 0));
    }
}
