//! Words and numbers that all reports share.

use crate::domain::ledger::{Entry, Ledger, Word};
use crate::domain::origins::ClaimOrigins;
use crate::domain::words::Holding;
use crate::domain::{Key, Stance};

/// What repeats a claim, in a sentence; empty where nothing does.
pub(crate) fn repeats(origins: &ClaimOrigins) -> String {
    match origins.question.pieces.iter().filter(|piece| piece.stance == Stance::Repeats).count() {
        0 => String::new(),
        1 => "1 piece (not counted)".to_owned(),
        n => format!("{} pieces (not counted)", grouped(n as u64)),
    }
}

/// The entries of a ledger that are listed line by line: what is not public, and every gap.
pub(crate) fn listed(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    ledger.entries.iter().filter(|entry| entry.is_missing() || entry.is_gap())
}

/// What of it is not public.
pub(crate) fn missing(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    listed(ledger).filter(|entry| entry.is_missing())
}

/// The keys of that for which no request is on record.
pub(crate) fn unasked(ledger: &Ledger) -> Vec<&Key> {
    ledger.unasked().map(|entry| &entry.key).collect()
}

/// Whose word it is that some material stands so: that of a source, then what reviewers tagged it.
pub(crate) fn whose(entry: &Entry) -> Vec<String> {
    let source = entry.source.as_ref().filter(|_| entry.word == Word::Source);
    let source = source.map(|(key, _)| format!("according to {key}"));
    source.into_iter().chain(entry.tags.iter().map(|tag| tag.sentence(entry.holder.as_deref()))).collect()
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
    match ledger.of(Holding::Released).filter(|entry| !entry.is_missing() && !entry.is_gap()).count() {
        0 => String::new(),
        1 => "Some other material is released, by its source or as tagged.".to_owned(),
        n => format!("{} other materials are released, by their sources or as tagged.", grouped(n as u64)),
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

/// With a capital letter at the beginning.
pub(crate) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A number of something, in words: `1 claim`, `12,000 claims`.
pub(crate) fn count(n: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
pub(crate) fn grouped(n: u64) -> String {
    crate::domain::figures::written(&n.into())
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
