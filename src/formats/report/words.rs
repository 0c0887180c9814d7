//! Words and numbers that all reports share.

use crate::domain::ledger::{Asking, Entry, Ledger};
use crate::domain::origins::ClaimOrigins;
use crate::domain::wording::counted;
use crate::domain::words::Holding;
use crate::domain::{Key, Party, Stance};
use crate::text::grouped;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What repeats a claim, in a sentence; empty where nothing does.
pub(crate) fn repeats(origins: &ClaimOrigins) -> String {
    match origins.question.pieces.iter().filter(|piece| piece.stance == Stance::Repeats).count() {
        0 => String::new(),
        n => format!("{} (not counted)", counted(n as u64, "piece")),
    }
}

/// Whether an entry of a ledger is listed line by line: what is not public, what its source says is not although
/// it is tagged released, and every gap.
fn is_listed(entry: &Entry) -> bool {
    entry.is_missing() || entry.is_tagged_otherwise() || entry.is_gap()
}

/// The entries of a ledger that are listed line by line.
pub(crate) fn listed(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    ledger.entries.iter().filter(|entry| is_listed(entry))
}

/// What of it is not public.
pub(crate) fn missing(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    listed(ledger).filter(|entry| entry.is_missing())
}

/// The requests for some material, each with what was asked for and what came back, as far as `asked` has it.
pub(crate) fn asked_for<'a>(
    entry: &'a Entry,
    asked: &'a [Asking],
) -> impl Iterator<Item = (&'a Key, String)> {
    entry.asked.iter().map(|key| {
        let asking = asked.iter().find(|asking| asking.key == *key);
        (key, asking.map(Asking::what).unwrap_or_default())
    })
}

/// What is to be said of requests for some material where none is for it.
pub(crate) fn unasked(entry: &Entry) -> Option<String> {
    let none = entry.is_unasked().then(|| "no request on record".to_owned());
    none.or_else(|| entry.requested().filter(|_| entry.asked.is_empty()))
}

/// How much of a ledger is public, and whether more belongs in it, in sentences; empty where nothing is.
pub(crate) fn public(ledger: &Ledger) -> String {
    let more =
        "The claim has more material than is listed here; the Vaughn index has all that is not public.";
    let released = released(ledger);
    match (released.is_empty(), ledger.cut) {
        (_, false) => released,
        (true, true) => more.to_owned(),
        (false, true) => format!("{released} {more}"),
    }
}

fn released(ledger: &Ledger) -> String {
    match ledger.of(Holding::Released).filter(|entry| !is_listed(entry)).count() {
        0 => String::new(),
        1 => "1 other piece of material is released, as its source says or as tagged.".to_owned(),
        n => format!(
            "{} other pieces of material are released, as their sources say or as tagged.",
            grouped(n as u64)
        ),
    }
}

/// Which notes on parties were told: each once, as far as that many can be remembered.
#[derive(Debug, Default)]
pub(crate) struct Told(HashSet<u64>);

impl Told {
    /// The note on a party, the first time.
    pub fn first<'p>(&mut self, party: &'p Party) -> Option<&'p str> {
        let about = party.about.as_deref()?;
        let mut hash = DefaultHasher::new();
        about.hash(&mut hash);
        let is_new = self.0.len() == 100_000 || self.0.insert(hash.finish());
        is_new.then_some(about)
    }
}

/// That so many more are left out, in a sentence; empty where none is.
pub(crate) fn left_out(n: u64, what: &str) -> String {
    match n {
        0 => String::new(),
        1 => format!("1 more {what} is left out."),
        n => format!("{} are left out.", counted(n, &format!("more {what}"))),
    }
}

/// The first characters of a text, at most `most`, on one line; with an ellipsis where there is more.
pub(crate) fn short(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (taken, c) in text.trim().chars().enumerate() {
        if taken == most {
            out.truncate(out.trim_end().len());
            out.push('…');
            break;
        }
        out.push(if c.is_whitespace() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{listed, missing, short};
    use crate::domain::ledger::{GapRow, Ledger, Linked};
    use crate::domain::{ItemId, Key, Kind};
    use serde_json::json;

    #[test]
    fn a_gap_is_listed_whatever_its_state() {
        let gap = |material: &str, state: &str| GapRow {
            grade: None,
            key: Key::new(Kind::Gap, 1),
            id: ItemId::nil(),
            gap: serde_json::from_value(json!({"material": material, "state": state})).unwrap(),
            holder: None,
            source: None,
            asked: Vec::new(),
        };
        let ledger = Ledger::new(
            None,
            &[],
            vec![gap("the log", "released"), gap("the tape", "withheld")],
            Vec::new(),
            &Linked::new(),
        );
        assert_eq!((listed(&ledger).count(), missing(&ledger).count()), (2, 1));
    }

    #[test]
    fn shortened_between_characters() {
        assert_eq!(short(" añb\nc ", 9), "añb c");
        assert_eq!(short("añb c", 4), "añb…");
    }
}
