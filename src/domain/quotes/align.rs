//! Words of a quote laid against words of a document: which stay, in order.

use super::difference::{Difference, Part};
use super::letters::Letters;
use std::ops::Range;

/// A quote laid against a passage: pairs of words that are the same, in order.
pub(super) struct Alignment {
    pub pairs: Vec<(usize, usize)>,
}

/// No more comparisons than this are made for one passage.
const MOST: usize = 4_000_000;
/// What a word that stays is worth, for each weight.
const STAYS: u16 = 4;
/// What a word that is passed over costs.
const PASSED: u16 = 2;

/// How much a word weighs: little ones stand everywhere.
fn weight(word: &str) -> u16 {
    if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) { 1 } else { 2 }
}

/// Lays a quote against the part of a window of a document that is most like it: a local alignment, in which
/// words that stay count for it and words passed over between them against it.
pub(super) fn align(quote: &Letters, document: &Letters, window: Range<usize>) -> Alignment {
    let (rows, width) = (quote.len(), window.len() + 1);
    let mut pairs = Vec::new();
    if rows.saturating_mul(width) > MOST {
        return Alignment { pairs };
    }
    let mut best = vec![0_u16; (rows + 1) * width];
    let mut from = (0, 0);
    let mut most = 0;
    for row in (0..rows).rev() {
        let word = quote.piece(row);
        let worth = weight(word) * STAYS;
        for column in (0..window.len()).rev() {
            let here = row * width + column;
            let both = best[here + width + 1];
            let stays =
                if word == document.piece(window.start + column) { both.saturating_add(worth) } else { 0 };
            let passed = both.max(best[here + width]).max(best[here + 1]).saturating_sub(PASSED);
            best[here] = stays.max(passed);
            if best[here] > most {
                (most, from) = (best[here], (row, column));
            }
        }
    }
    let (mut row, mut column) = from;
    while row < rows && column < window.len() && best[row * width + column] > 0 {
        let here = row * width + column;
        let both = best[here + width + 1];
        let word = quote.piece(row);
        if word == document.piece(window.start + column)
            && best[here] == both.saturating_add(weight(word) * STAYS)
        {
            pairs.push((row, window.start + column));
            (row, column) = (row + 1, column + 1);
        } else if best[here] + PASSED == best[here + 1] {
            column += 1;
        } else if best[here] + PASSED == best[here + width] {
            row += 1;
        } else {
            (row, column) = (row + 1, column + 1);
        }
    }
    Alignment { pairs }
}

impl Alignment {
    /// The words of the document from the first that stays to the last.
    pub fn span(&self) -> Option<Range<usize>> {
        Some(self.pairs.first()?.1..self.pairs.last()?.1 + 1)
    }

    /// How alike the quote and a passage are: from 0 to 1.
    pub fn likeness(&self, quote: &Letters, document: &Letters, passage: &Range<usize>) -> f64 {
        let all = |letters: &Letters, pieces: Range<usize>| -> f64 {
            pieces.map(|n| f64::from(weight(letters.piece(n)))).sum()
        };
        let same: f64 = self.pairs.iter().map(|(row, _)| f64::from(weight(quote.piece(*row)))).sum();
        2.0 * same / (all(quote, 0..quote.len()) + all(document, passage.clone())).max(1.0)
    }

    /// The difference between a quote and a passage, word by word.
    pub fn difference(
        &self,
        (quote, said): (&Letters, &str),
        (document, text): (&Letters, &str),
        passage: &Range<usize>,
    ) -> Difference {
        let mut parts: Vec<Part> = Vec::new();
        let (mut row, mut column) = (0, passage.start);
        let ends = [(quote.len(), passage.end)];
        let mut same = column..column;
        for (next_row, next_column) in self.pairs.iter().chain(&ends).copied() {
            if next_row > row || next_column > column {
                push(&mut parts, Part::Same(text[document.bytes(same.clone())].to_owned()));
                push(&mut parts, Part::Was(said[quote.bytes(row..next_row)].to_owned()));
                push(&mut parts, Part::Is(text[document.bytes(column..next_column)].to_owned()));
                same = next_column..next_column;
            }
            same.end = next_column + 1;
            (row, column) = (next_row + 1, next_column + 1);
        }
        same.end = passage.end.max(same.start);
        push(&mut parts, Part::Same(text[document.bytes(same)].to_owned()));
        Difference { parts }
    }
}

fn push(parts: &mut Vec<Part>, part: Part) {
    let (Part::Same(words) | Part::Was(words) | Part::Is(words)) = &part;
    if !words.is_empty() {
        parts.push(part);
    }
}
