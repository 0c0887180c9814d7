//! A quote and what stood around it, as it is sought.

use super::letters::Letters;
use crate::domain::records::{Anchor, Quote};
use std::ops::Range;

/// A quote with its surroundings: before, words, after.
pub(super) struct Sought {
    pub words: Letters,
    /// The quote's text that `words` was read from; more than the quote where it begins inside a word.
    pub text: String,
    pub before: Letters,
    pub after: Letters,
    pub start: Option<u64>,
}

impl Sought {
    /// A quote by its own words.
    pub fn new(quote: &Quote) -> Self {
        let anchor = quote.anchor.clone().unwrap_or_default();
        let around = |text: &Option<String>| Letters::of(text.as_deref().unwrap_or_default());
        Self {
            words: Letters::of(&quote.text),
            text: quote.text.clone(),
            before: around(&anchor.prefix),
            after: around(&anchor.suffix),
            start: anchor.start,
        }
    }

    /// The same for a quote that begins or ends inside a word, with the whole of that word; `None` where it
    /// does not.
    pub fn completed(quote: &Quote) -> Option<Self> {
        let Anchor { prefix, suffix, start, .. } = quote.anchor.clone()?;
        let (prefix, suffix) = (prefix.unwrap_or_default(), suffix.unwrap_or_default());
        let all = format!("{prefix}{}{suffix}", quote.text);
        let letters = Letters::of(&all);
        let exact = prefix.len()..prefix.len() + quote.text.len();
        let within = |n: &usize| {
            let piece = &letters.pieces[*n];
            piece.end > exact.start && piece.start < exact.end
        };
        let first = (0..letters.len()).find(within)?;
        let last = (0..letters.len()).rfind(within)?;
        let bytes = letters.bytes(first..last + 1);
        let text = &all[bytes.start.min(exact.start)..bytes.end.max(exact.end)];
        (text.len() > quote.text.len()).then(|| Self {
            words: Letters::of(text),
            text: text.to_owned(),
            before: Letters::of(&all[..bytes.start.min(exact.start)]),
            after: Letters::of(&all[bytes.end.max(exact.end)..]),
            start,
        })
    }
}

/// How far the surroundings of a passage are those of the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Surroundings {
    /// How many sides are as they were: nothing else stands directly before, or behind.
    pub sides: u8,
    /// How many letters of them are the same, from the passage outwards.
    pub letters: usize,
}

/// So many words beside a passage have to be the same for that side to be as it was.
const ENOUGH: usize = 2;

/// Compares what stands around a passage of a document with what stood around the quote.
pub(super) fn surroundings(document: &Letters, passage: &Range<usize>, sought: &Sought) -> Surroundings {
    let before = &document.letters[..document.at(passage.start)];
    let after = &document.letters[document.at(passage.end)..];
    let same_before = same(before.bytes().rev(), sought.before.letters.bytes().rev());
    let same_after = same(after.bytes(), sought.after.letters.bytes());
    let side = |letters: &Letters, words: usize| letters.len() > 0 && words >= ENOUGH.min(letters.len());
    let whole = sought.before.letters.len();
    let words_before = sought.before.pieces.iter().filter(|piece| whole - piece.at <= same_before).count();
    let words_after = (0..sought.after.len()).filter(|n| sought.after.at(n + 1) <= same_after).count();
    Surroundings {
        sides: u8::from(side(&sought.before, words_before)) + u8::from(side(&sought.after, words_after)),
        letters: same_before + same_after,
    }
}

fn same(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}
