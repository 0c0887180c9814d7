//! How a cursor goes through a text that is being edited: by grapheme cluster, which is what a reader takes for
//! one character, and by word. Places are in bytes, between clusters.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The place before the cluster that ends here.
///
/// ```
/// use corrob::text::step;
/// assert_eq!(step::before("a🇩🇪", 9), 1);
/// ```
#[must_use]
pub fn before(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The place after the cluster that begins here.
#[must_use]
pub fn after(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The same place; the end of its cluster where it has come to be within one.
///
/// ```
/// use corrob::text::step;
/// assert_eq!(step::outside("e\u{301}x", 1), 3);
/// ```
#[must_use]
pub fn outside(text: &str, at: usize) -> usize {
    if GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true) {
        at
    } else {
        after(text, at)
    }
}

/// The beginning of the word before this place. A word is one of Unicode's, or signs that stand together.
#[must_use]
pub fn word_before(text: &str, at: usize) -> usize {
    let pieces = text[..at].split_word_bound_indices().rev().map(|(start, piece)| (start, Piece::of(piece)));
    outside(text, far_end(pieces).unwrap_or(0))
}

/// The end of the word after this place.
#[must_use]
pub fn word_after(text: &str, at: usize) -> usize {
    let pieces = text[at..].split_word_bound_indices();
    let pieces = pieces.map(|(start, piece)| (at + start + piece.len(), Piece::of(piece)));
    outside(text, far_end(pieces).unwrap_or(text.len()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Space,
    Word,
    Signs,
}

impl Piece {
    fn of(piece: &str) -> Self {
        if piece.chars().all(char::is_whitespace) {
            Self::Space
        } else if piece.chars().any(char::is_alphanumeric) {
            Self::Word
        } else {
            Self::Signs
        }
    }
}

/// The far end of the first word in pieces that come with theirs.
fn far_end(pieces: impl Iterator<Item = (usize, Piece)>) -> Option<usize> {
    let mut pieces = pieces.skip_while(|(_, piece)| *piece == Piece::Space);
    let (end, first) = pieces.next()?;
    if first == Piece::Word {
        return Some(end);
    }
    Some(pieces.take_while(|(_, piece)| *piece == Piece::Signs).last().map_or(end, |(end, _)| end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cluster_is_one_step() {
        for cluster in [
            "a",
            "e\u{301}",
            "🇩🇪",
            "👩‍👩‍👧",
            "👍🏽",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "\u{1112}\u{1161}\u{11ab}",
            "한",
            "क्षि",
            "நி",
            "กำ",
            "\u{5e9}\u{5b8}\u{5c1}",
            "\u{644}\u{651}\u{64e}",
            "葛\u{e0100}",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
        ] {
            let text = format!("x{cluster}y🇫🇷{cluster}");
            let (start, end) = (1, 1 + cluster.len());
            assert_eq!((before(&text, end), after(&text, start)), (start, end), "{cluster:?}");
            assert_eq!(before(&text, text.len()), text.len() - cluster.len(), "{cluster:?}");
        }
        assert_eq!((before("a", 0), after("a", 1), outside("", 0)), (0, 1, 0));
    }

    #[test]
    fn words_and_signs_that_stand_together() {
        let stops = |text: &str| -> Vec<usize> {
            let forward =
                std::iter::successors(Some(0), |at| Some(word_after(text, *at)).filter(|next| next > at));
            forward.skip(1).collect()
        };
        assert_eq!(stops("It's on, e.g. 3.5 %…"), [4, 7, 8, 12, 13, 17, 22]);
        assert_eq!(stops("مرحبا بالعالم"), [10, 25]);
        let back = |text: &str, at| word_before(text, at);
        assert_eq!((back("one two ", 8), back("one two", 4), back("  ", 2), back("a -- b", 5)), (4, 0, 0, 2));
        assert_eq!(back("/home/naïve.csv", 16), 6);
        assert_eq!((back("#\u{fe0f}\u{20e3}", 7), word_after("#\u{fe0f}\u{20e3}", 0)), (0, 7));
    }

    proptest! {
        #[test]
        fn every_way_leads_from_cluster_to_cluster(text in "[a e\u{301}\u{200d}😀🇩🇪क\u{94d}ष\u{1112}\u{1161}#\u{fe0f}\n.]{0,24}") {
            let mut places: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            places.push(text.len());
            for (nth, at) in places.iter().enumerate() {
                prop_assert_eq!(before(&text, *at), places[nth.saturating_sub(1)]);
                prop_assert_eq!(after(&text, *at), places[(nth + 1).min(places.len() - 1)]);
                prop_assert!(places.contains(&word_before(&text, *at)) && places.contains(&word_after(&text, *at)));
            }
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                prop_assert_eq!(Some(&outside(&text, at)), places.iter().find(|place| **place >= at));
            }
        }
    }
}
