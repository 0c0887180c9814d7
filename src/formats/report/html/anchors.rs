//! Which keys can be linked to: every link in the page has its target.

use crate::domain::Key;
use std::collections::{BTreeMap, BTreeSet};

/// Keys are followed up to this many of a kind; beyond, a key is shown without a link.
const MOST: usize = 20_000;

/// The keys of one kind that stand in the page, and those named before (or without) standing there.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    here: BTreeSet<Key>,
    wanted: BTreeMap<Key, String>,
}

/// A key, with a link where it can have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ref {
    /// The key.
    pub key: Key,
    /// Whether it can be linked to.
    pub linked: bool,
    /// What stands beside it: a title; empty where nothing should.
    pub title: String,
}

impl Anchors {
    /// The record with this key stands in the page.
    pub fn come(&mut self, key: &Key) {
        self.wanted.remove(key);
        if self.here.len() < MOST {
            self.here.insert(key.clone());
        }
    }

    /// Names a record that may or may not come.
    pub fn name(&mut self, key: &Key, title: &str) -> Ref {
        let mut linked = self.here.contains(key) || self.wanted.contains_key(key);
        if !linked && self.here.len() < MOST && self.wanted.len() < MOST {
            self.wanted.insert(key.clone(), crate::formats::report::words::short(title, 600));
            linked = true;
        }
        Ref { key: key.clone(), linked, title: title.to_owned() }
    }

    /// What was named and did not come: it gets its place now.
    pub fn missing(&mut self) -> Vec<(Key, String)> {
        std::mem::take(&mut self.wanted).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    #[test]
    fn what_is_named_has_a_place_in_the_end() {
        let mut anchors = Anchors::default();
        let key = |n| Key::new(Kind::Source, n);
        anchors.come(&key(1));
        assert!(anchors.name(&key(1), "one").linked);
        assert!(anchors.name(&key(2), "two").linked);
        assert!(anchors.name(&key(3), "three").linked);
        anchors.come(&key(2));
        assert_eq!(anchors.missing(), [(key(3), "three".to_owned())]);
    }

    #[test]
    fn memory_is_bounded() {
        let mut anchors = Anchors::default();
        for n in 0..50_000 {
            anchors.come(&Key::new(Kind::Source, n));
        }
        assert!(!anchors.name(&Key::new(Kind::Source, 49_999), "late").linked);
        assert!(anchors.name(&Key::new(Kind::Source, 7), "early").linked);
        assert!(anchors.missing().is_empty());
    }
}
