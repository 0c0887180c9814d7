//! What hangs on records that are to be taken out of a case, in words.

use super::event::Counts;
use super::figures;
use super::keys::Key;
use super::kind::Kind;
use super::wording::counted;

/// What hangs on some records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hanging {
    /// The records themselves.
    pub asked: Vec<Key>,
    /// What cannot stand without them and goes with them, so many of each kind.
    pub with: Counts,
    /// The first of these.
    pub first: Vec<Key>,
    /// What stays and no longer refers to them, each with the headings of the fields that change.
    pub without: Vec<(Key, Vec<&'static str>)>,
    /// Who says something of what goes, and of how many records.
    pub said: Vec<(String, u64)>,
    /// What goes and has a note that somebody has begun and not saved.
    pub unfinished: Vec<Key>,
}

/// At most this many are named one by one.
pub const NAMED: usize = 12;

impl Hanging {
    /// Whether anything else changes than the records that were named.
    #[must_use]
    pub fn is_more(&self) -> bool {
        !self.with.is_empty() || !self.without.is_empty()
    }

    /// How many records go besides those that were named.
    #[must_use]
    pub fn others(&self) -> u64 {
        self.with.values().sum()
    }

    /// What happens besides to the records that were named: a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut all = Vec::new();
        if !self.with.is_empty() {
            let kinds: Vec<String> = self.with.iter().map(|(kind, n)| how_many(*kind, *n)).collect();
            let go = if self.others() == 1 { "goes" } else { "go" };
            all.push(format!(
                "{} {go} with {}: {}",
                joined(&kinds),
                self.them(),
                listed(&self.first, self.others())
            ));
        }
        if !self.without.is_empty() {
            let keys: Vec<Key> = self.without.iter().take(NAMED).map(|(key, _)| key.clone()).collect();
            let one = self.without.len() == 1;
            let (names, stay) = if one { ("names", "stays") } else { ("name", "stay") };
            all.push(format!(
                "{} {names} {} and {stay} without that reference: {}",
                counted(self.without.len() as u64, "record"),
                self.them(),
                listed(&keys, self.without.len() as u64)
            ));
        }
        if !self.said.is_empty() {
            let said: Vec<String> =
                self.said.iter().map(|(name, n)| format!("{name} (on {})", counted(*n, "record"))).collect();
            all.push(format!(
                "what reviewers said of what goes stays in the history alone: {}",
                joined(&said)
            ));
        }
        all
    }

    /// Why the records cannot be taken out, where they cannot: what is still being written is not taken away from
    /// under its writer.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let unfinished = listed(&self.unfinished, self.unfinished.len() as u64);
        (!self.unfinished.is_empty())
            .then(|| format!("a note on {unfinished} is begun and not saved; save it or discard it first"))
    }

    fn them(&self) -> &'static str {
        if self.asked.len() == 1 { "it" } else { "them" }
    }
}

/// A number of records of a kind: "1 claim", "3 pieces of evidence".
#[must_use]
pub fn how_many(kind: Kind, n: u64) -> String {
    match (kind, n) {
        (Kind::Evidence, 1) => "1 piece of evidence".to_owned(),
        (Kind::Evidence, n) => counted(n, "piece") + " of evidence",
        (kind, n) => counted(n, kind.word()),
    }
}

/// The first of some keys, and how many more there are.
#[must_use]
pub fn listed(first: &[Key], all: u64) -> String {
    let mut words: Vec<String> = first.iter().take(NAMED).map(ToString::to_string).collect();
    let more = all.saturating_sub(words.len() as u64);
    if more > 0 {
        words.push(format!("{} more", figures::written(&more.into())));
    }
    joined(&words)
}

/// Words one after the other: "a", "a and b", "a, b and c".
#[must_use]
pub fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_on_records_is_said_in_sentences() {
        let key = |kind, n| Key::new(kind, n);
        let mut hanging = Hanging { asked: vec![key(Kind::Claim, 4)], ..Hanging::default() };
        assert!(!hanging.is_more() && hanging.sentences().is_empty());
        hanging.with = Counts::from([(Kind::Evidence, 14), (Kind::Figure, 1)]);
        hanging.first = (1..=12).map(|n| key(Kind::Evidence, n)).collect();
        hanging.without = vec![(key(Kind::Request, 2), vec!["Claim"])];
        hanging.said = vec![("m.ito".into(), 1), ("r.lee".into(), 3)];
        assert_eq!(
            hanging.sentences(),
            [
                "14 pieces of evidence and 1 figure go with it: E-1, E-2, E-3, E-4, E-5, E-6, E-7, E-8, E-9, E-10, \
                 E-11, E-12 and 3 more",
                "1 record names it and stays without that reference: R-2",
                "what reviewers said of what goes stays in the history alone: m.ito (on 1 record) and r.lee (on 3 records)",
            ]
        );
    }
}
