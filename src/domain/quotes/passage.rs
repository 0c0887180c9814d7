//! Choosing a passage: words, sentences and paragraphs, one after another, and stretching over them.

use super::letters::is_sign;
use super::sentences::sentences;
use crate::domain::document::{DocumentText, Paragraph};
use crate::domain::query::runs_on;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// What a passage is chosen and stretched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A word, or what stands between blanks.
    Word,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// Which way: towards the end of the document, or its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// Onwards.
    End,
    /// Back.
    Beginning,
}

/// A paragraph longer than this is looked at in parts, so that a key costs in it what it costs in any other.
const LONG: usize = 16_000;

/// The units of a paragraph, by its index, in bytes of the document's text; of a very long one those around a
/// byte of the text.
fn units(document: &DocumentText, paragraph: usize, at: usize, unit: Unit) -> Vec<Range<usize>> {
    let Some(whole) = document.paragraphs.get(paragraph) else { return Vec::new() };
    let part = if unit == Unit::Paragraph { whole.start..whole.end } else { around(document, whole, at) };
    let text = &document.text[part.clone()];
    let inside = match unit {
        Unit::Word => words(text),
        Unit::Sentence => sentences(text),
        Unit::Paragraph => std::iter::once(0..text.len()).collect(),
    };
    inside.into_iter().map(|range| part.start + range.start..part.start + range.end).collect()
}

/// As much of a paragraph around a byte of the text as is looked at, from one blank to another where there are any
/// near: Chinese and Japanese have none.
fn around(document: &DocumentText, whole: &Paragraph, at: usize) -> Range<usize> {
    if whole.end - whole.start <= LONG {
        return whole.start..whole.end;
    }
    let text = &document.text[..whole.end];
    let at = at.clamp(whole.start, whole.end);
    let boundary = |from: usize| (from..whole.end).find(|at| text.is_char_boundary(*at)).unwrap_or(whole.end);
    let blank = |from: usize| {
        let from = boundary(from);
        let near = &text[from..boundary((from + LONG / 8).min(whole.end))];
        near.find(char::is_whitespace).map_or(from, |found| from + found)
    };
    let start = if at - whole.start <= LONG / 2 { whole.start } else { blank(at - LONG / 2) };
    let end = if whole.end - at <= LONG / 2 { whole.end } else { blank(at + LONG / 2) };
    start..end
}

/// The unit at a byte of the text, or the next one where it stands between two; the last one at the end.
#[must_use]
pub fn unit_at(document: &DocumentText, at: usize, unit: Unit) -> Option<Range<usize>> {
    let paragraph = document.paragraph_at(at)?;
    let all = units(document, paragraph, at, unit);
    let found = all.iter().find(|range| range.end > at).cloned();
    found.or_else(|| next(document, at, unit, Toward::End)).or_else(|| all.last().cloned())
}

/// The first unit that begins behind a byte of the text, or the last one that ends before it.
#[must_use]
pub fn next(document: &DocumentText, at: usize, unit: Unit, toward: Toward) -> Option<Range<usize>> {
    match toward {
        Toward::End => first(document, at, unit, |range| range.start > at),
        Toward::Beginning => last(document, at, unit, |range| range.end <= at),
    }
}

/// A passage with its end moved by one unit: to the end of the next, or back to the end of the one before, but
/// never away from its first.
#[must_use]
pub fn stretched(document: &DocumentText, passage: Range<usize>, unit: Unit, toward: Toward) -> Range<usize> {
    let (start, at) = (passage.start, passage.end);
    let end = match toward {
        Toward::End => first(document, at, unit, |range| range.end > at),
        Toward::Beginning => {
            last(document, at, unit, |range| range.end < at).filter(|range| range.end > start)
        }
    };
    start..end.map_or(at, |range| range.end)
}

/// The first unit from a byte of the text on of which something holds.
fn first(
    document: &DocumentText,
    at: usize,
    unit: Unit,
    holds: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let here = document.paragraph_at(at)?;
    (here..document.paragraphs.len())
        .find_map(|paragraph| units(document, paragraph, at, unit).into_iter().find(|range| holds(range)))
}

/// The last unit up to a byte of the text of which something holds.
fn last(
    document: &DocumentText,
    at: usize,
    unit: Unit,
    holds: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let here = document.paragraph_at(at)?;
    (0..=here)
        .rev()
        .find_map(|paragraph| units(document, paragraph, at, unit).into_iter().rfind(|range| holds(range)))
}

/// Words without the punctuation around them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(|c: char| c.is_whitespace() || c == '—') {
        if part.contains(runs_on) {
            let pieces = part.split_word_bound_indices();
            all.extend(pieces.filter_map(|(at, piece)| bare(start + at, piece)));
        } else {
            all.extend(bare(start, part));
        }
        start += part.len();
    }
    all
}

/// A word without the punctuation at its ends: a point stays before a number, a full stop behind initials.
fn bare(start: usize, text: &str) -> Option<Range<usize>> {
    let counts = |c: char| c.is_alphanumeric() || is_sign(c);
    let first = text.find(counts)?;
    let last = text.rfind(counts)?;
    let mut end = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let is_number = text[first..].starts_with(|c: char| c.is_ascii_digit());
    let from = if is_number && text[..first].ends_with('.') { first - 1 } else { first };
    if text[end..].starts_with('.') && text[from..end].chars().nth_back(1) == Some('.') {
        end += 1;
    }
    Some(start + from..start + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::Form;

    fn document() -> DocumentText {
        let mut text = DocumentText::default();
        text.push(Form::Text, None, "The U.S. paid $50,000, or “.5 percent”. It stopped.");
        text.push(Form::Text, None, "三号港。 Next one");
        text
    }

    #[test]
    fn words_stand_without_their_punctuation() {
        let document = document();
        let words = |paragraph| -> Vec<&str> {
            units(&document, paragraph, 0, Unit::Word)
                .into_iter()
                .map(|range| &document.text[range])
                .collect()
        };
        assert_eq!(words(0), ["The", "U.S.", "paid", "$50,000", "or", ".5", "percent", "It", "stopped"]);
        assert_eq!(words(1), ["三", "号", "港", "Next", "one"]);
    }

    #[test]
    fn a_passage_goes_from_one_unit_to_the_next_and_over_paragraphs() {
        let document = document();
        let say = |range: Range<usize>| document.text[range].to_owned();
        let first = unit_at(&document, 0, Unit::Sentence).unwrap();
        assert_eq!(say(first.clone()), "The U.S. paid $50,000, or “.5 percent”.");
        let second = next(&document, first.start, Unit::Sentence, Toward::End).unwrap();
        assert_eq!(say(second.clone()), "It stopped.");
        let third = next(&document, second.start, Unit::Sentence, Toward::End).unwrap();
        assert_eq!(say(third.clone()), "三号港。");
        assert_eq!(next(&document, third.start, Unit::Sentence, Toward::Beginning), Some(second.clone()));
        let more = stretched(&document, second.clone(), Unit::Word, Toward::End);
        assert_eq!(say(more.clone()), "It stopped.\n\n三");
        assert_eq!(
            stretched(&document, more.clone(), Unit::Word, Toward::Beginning),
            second.start..second.end - 1
        );
        assert_eq!(stretched(&document, more, Unit::Paragraph, Toward::Beginning).end, second.end);
        assert_eq!(stretched(&document, first.clone(), Unit::Sentence, Toward::Beginning), first);
        let last = unit_at(&document, document.text.len(), Unit::Word).unwrap();
        assert_eq!(say(last.clone()), "one");
        assert_eq!(next(&document, last.start, Unit::Word, Toward::End), None);
        assert_eq!(stretched(&document, last.clone(), Unit::Paragraph, Toward::End), last);
        assert_eq!(unit_at(&DocumentText::default(), 0, Unit::Word), None);
    }

    #[test]
    fn a_paragraph_without_blanks_is_gone_through_like_any_other() {
        let mut document = DocumentText::default();
        document.push(Form::Text, None, &"港口。".repeat(5_000));
        let at = unit_at(&document, "港口。".len() * 2_500, Unit::Sentence).unwrap();
        assert_eq!(&document.text[at.clone()], "港口。");
        let on = next(&document, at.start, Unit::Sentence, Toward::End).unwrap();
        assert_eq!((on.start, &document.text[on]), (at.end, "港口。"));
    }

    #[test]
    fn a_paragraph_without_end_is_gone_through_like_any_other() {
        let mut document = DocumentText::default();
        let sentence = "It was in the Größe of a word. ";
        document.push(Form::Text, None, sentence.repeat(5_000).trim_end());
        let mut at = unit_at(&document, 60_000, Unit::Sentence).unwrap();
        for _ in 0..2_000 {
            assert_eq!(&document.text[at.clone()], sentence.trim_end());
            at = next(&document, at.start, Unit::Sentence, Toward::End).unwrap();
        }
        for _ in 0..2_000 {
            let before = next(&document, at.start, Unit::Sentence, Toward::Beginning).unwrap();
            assert_eq!(before.end + 1, at.start);
            at = before;
        }
    }
}
