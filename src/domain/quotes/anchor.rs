//! Where a passage stands in its document, in a form in which it can be found again.

use super::find::{Finding, Searchable};
use crate::domain::document::DocumentText;
use crate::domain::records::{Anchor, Quote};
use std::ops::Range;

/// A passage as a record keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchored {
    /// Its words, with their anchor.
    pub quote: Quote,
    /// Where it stands, as it is cited.
    pub locator: String,
}

/// What is the matter with words that were entered as a quote.
#[derive(Debug, Clone, PartialEq)]
pub enum Entered {
    /// They stand in the document, so many times.
    Stands(Box<Anchored>, usize),
    /// They do not, or not like that.
    Not(Finding),
}

/// Where words stand in a document, whatever their case, spacing and punctuation: where they are cited, if they
/// stand there, else where they stand first.
#[must_use]
pub fn anchor_words(document: &DocumentText, words: &str, cited: &str) -> Entered {
    let searchable = Searchable::new(&document.text);
    let places = searchable.places(words);
    let there = places.iter().find(|place| document.locator(place.start) == cited.trim());
    match there.or(places.first()) {
        Some(place) => Entered::Stands(Box::new(anchor_of(document, place.clone())), places.len()),
        None => {
            let quote = Quote { text: words.to_owned(), language: None, translator: None, anchor: None };
            Entered::Not(searchable.find(&quote))
        }
    }
}

/// How many characters of what stands before and behind a passage are kept, about.
const AROUND: usize = 64;

/// The anchor of a passage, given as bytes of the document's text: its words without the blanks at their
/// ends, what stands around them, and their place.
#[must_use]
pub fn anchor_of(document: &DocumentText, passage: Range<usize>) -> Anchored {
    let text = &document.text;
    let within = text.get(passage.clone()).unwrap_or_default();
    let start = passage.start + within.len() - within.trim_start().len();
    let words = within.trim();
    let end = start + words.len();
    let some = |around: &str| Some(around).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let first = document.characters_before(start);
    let characters = u64::try_from(words.chars().count()).unwrap_or(u64::MAX);
    Anchored {
        quote: Quote {
            text: words.to_owned(),
            language: None,
            translator: None,
            anchor: Some(Anchor {
                prefix: some(before(&text[..start])),
                suffix: some(behind(&text[end..])),
                start: Some(first),
                end: Some(first.saturating_add(characters)),
            }),
        },
        locator: document.locator(start),
    }
}

/// The end of a text, from the beginning of a word on.
fn before(text: &str) -> &str {
    let Some((at, _)) = text.char_indices().rev().nth(AROUND) else { return text };
    let cut = &text[at..];
    cut.find(char::is_whitespace).map_or(cut, |blank| cut[blank..].trim_start())
}

/// The beginning of a text, up to the end of a word.
fn behind(text: &str) -> &str {
    let Some((at, _)) = text.char_indices().nth(AROUND) else { return text };
    let cut = &text[..at];
    cut.rfind(char::is_whitespace).map_or(cut, |blank| cut[..blank].trim_end())
}
