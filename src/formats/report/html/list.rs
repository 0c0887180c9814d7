//! The list of claims at the end: each of them while they are few, stretches of them beyond.

use crate::domain::Key;
use crate::formats::report::words::short;
use askama::Template;

/// At most this many claims are listed one by one.
const EACH: u64 = 400;
/// At most this many characters of a claimant's name, and of a claim: the whole of it stands above.
const NAME: usize = 120;
const TEXT: usize = 400;
/// At most this many stretches are listed.
const STRETCHES: u64 = 200;

/// A claim in the list.
#[derive(Debug)]
struct ListedClaim {
    key: Key,
    claimant: String,
    text: String,
}

/// The list, filled as the claims come.
#[derive(Debug, Default)]
pub(super) struct List {
    expected: u64,
    seen: u64,
    claims: Vec<ListedClaim>,
    ranges: Vec<(Key, Key)>,
}

impl List {
    /// A list for `expected` claims.
    pub fn new(expected: u64) -> Self {
        Self { expected, ..Self::default() }
    }

    /// Takes a claim.
    pub fn claim(&mut self, key: &Key, claimant: &str, text: &str) {
        self.seen += 1;
        if self.expected <= EACH {
            if self.seen <= EACH {
                let claimant = short(claimant, NAME);
                self.claims.push(ListedClaim { key: key.clone(), claimant, text: short(text, TEXT) });
            }
            return;
        }
        let stretch = self.expected.div_ceil(STRETCHES).max(1);
        let begins = (self.seen - 1).is_multiple_of(stretch) && self.seen <= self.expected;
        match self.ranges.last_mut() {
            Some((_, last)) if !begins => last.clone_from(key),
            _ => self.ranges.push((key.clone(), key.clone())),
        }
    }

    /// The end of the page.
    pub fn end(&self) -> impl Template + '_ {
        End { claims: &self.claims, ranges: &self.ranges, version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Template)]
#[template(path = "end.html")]
struct End<'a> {
    claims: &'a [ListedClaim],
    ranges: &'a [(Key, Key)],
    version: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    #[test]
    fn each_claim_while_they_are_few_then_stretches() {
        let list = |expected: u64, come: u64| {
            let mut list = List::new(expected);
            (1..=come).for_each(|n| list.claim(&Key::new(Kind::Claim, n), "x", "x"));
            list
        };
        assert_eq!(list(400, 400).claims.len(), 400);
        assert_eq!(list(0, 5_000).claims.len(), 400);
        let many = list(1_001, 1_001);
        assert!(many.claims.is_empty());
        assert_eq!(many.ranges.len(), 167);
        assert_eq!(many.ranges[166].1.number, 1_001);
        assert_eq!(list(500, 9_000).ranges.len(), 167);
    }
}
