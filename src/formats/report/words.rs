//! Words and numbers that all reports share.

use crate::domain::ledger::{Entry, Ledger};
use crate::domain::origins::ClaimOrigins;
use crate::domain::words::Holding;
use crate::domain::{Key, Kind, Stance};

/// What repeats a claim, in a sentence; empty where nothing does.
pub(crate) fn repeats(origins: &ClaimOrigins) -> String {
    match origins.question.pieces.iter().filter(|piece| piece.stance == Stance::Repeats).count() {
        0 => String::new(),
        1 => "1 piece, which counts for nothing".to_owned(),
        n => format!("{} pieces, which count for nothing", grouped(n as u64)),
    }
}

/// The entries of a ledger that are listed line by line: what is not public, and every gap.
pub(crate) fn listed(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    ledger.entries.iter().filter(|entry| entry.is_missing() || entry.key.kind == Kind::Gap)
}

/// What of it is not public.
pub(crate) fn missing(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    listed(ledger).filter(|entry| entry.is_missing())
}

/// The keys of what nobody is known to have asked for.
pub(crate) fn unasked(ledger: &Ledger) -> Vec<&Key> {
    missing(ledger).filter(|entry| entry.asked.is_empty()).map(|entry| &entry.key).collect()
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
    match ledger.of(Holding::Released).filter(|entry| entry.key.kind == Kind::Evidence).count() {
        0 => String::new(),
        1 => "The material of 1 other piece is released, as its source has it.".to_owned(),
        n => format!(
            "The material of {} other pieces is released, as their sources have it.",
            grouped(n as u64)
        ),
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
        let gap = |state: &str| GapRow {
            grade: None,
            key: Key::new(Kind::Gap, 1),
            id: ItemId::nil(),
            gap: serde_json::from_value(json!({"material": "the log", "state": state})).unwrap(),
            holder: None,
            source: None,
            asked: Vec::new(),
        };
        let ledger =
            Ledger::new(None, &[], vec![gap("released"), gap("withheld")], Vec::new(), &Linked::new());
        assert_eq!((listed(&ledger).count(), missing(&ledger).count()), (2, 1));
    }

    #[test]
    fn shortened_between_characters() {
        assert_eq!(short(" añb\nc ", 9), "añb c");
        assert_eq!(short("añb c", 4), "añb…");
    }
}
