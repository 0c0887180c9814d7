//! Words and numbers that all reports share.

use crate::domain::ledger::{Entry, Ledger, Word};
use crate::domain::origins::ClaimOrigins;
use crate::domain::words::Holding;
use crate::domain::{Key, Kind, Stance};

/// What repeats a claim, in a sentence; empty where nothing does.
pub(in crate::formats) fn repeats(origins: &ClaimOrigins) -> String {
    match origins.question.pieces.iter().filter(|piece| piece.stance == Stance::Repeats).count() {
        0 => String::new(),
        1 => "1 piece, which counts for nothing".to_owned(),
        n => format!("{} pieces, which count for nothing", grouped(n as u64)),
    }
}

/// What of a ledger is not public. Where a gap says the same of the same material as a piece of
/// evidence does, the gap stands for both.
pub(in crate::formats) fn missing(ledger: &Ledger) -> impl Iterator<Item = &Entry> {
    let same = |one: &Entry, other: &Entry| {
        one.material == other.material && one.state == other.state && one.holder == other.holder
    };
    let told = move |entry: &Entry| {
        let mut gaps = ledger.entries.iter().filter(|other| other.key.kind == Kind::Gap);
        entry.key.kind == Kind::Evidence && entry.word == Word::Source && gaps.any(|gap| same(gap, entry))
    };
    ledger.entries.iter().filter(move |entry| entry.is_missing() && !told(entry))
}

/// The keys of what nobody is known to have asked for; those of a ledger that are told.
pub(in crate::formats) fn unasked(ledger: &Ledger) -> Vec<&Key> {
    missing(ledger).filter(|entry| entry.asked.is_empty()).map(|entry| &entry.key).collect()
}

/// How much of a ledger is public, in a sentence; empty where nothing is.
pub(in crate::formats) fn public(ledger: &Ledger) -> String {
    match ledger.of(Holding::Released).count() {
        0 => String::new(),
        1 => "The material of 1 other piece is released, as its source has it.".to_owned(),
        n => format!(
            "The material of {} other pieces is released, as their sources have it.",
            grouped(n as u64)
        ),
    }
}

/// The first so many characters of a text, on one line; with an ellipsis where there is more.
pub(in crate::formats) fn short(text: &str, most: usize) -> String {
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

/// So many of something, in words: `1 claim`, `12,000 claims`.
pub(in crate::formats) fn count(n: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
pub(in crate::formats) fn grouped(n: u64) -> String {
    crate::domain::figures::written(&n.into())
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn shortened_between_characters() {
        assert_eq!(short(" añb\nc ", 9), "añb c");
        assert_eq!(short("añb c", 4), "añb…");
    }
}
