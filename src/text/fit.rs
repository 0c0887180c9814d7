//! One line of text in a given number of cells: cut, or filled up.
//!
//! Each takes a block too, and makes it one line first, as [`SafeText::line`] does.

use std::borrow::Cow;
use std::collections::VecDeque;

use unicode_segmentation::UnicodeSegmentation;

use super::direction::Cutter;
use super::safe::SafeText;
use super::width::cell_width;

/// Stands where text was cut off; one cell wide.
const ELLIPSIS: &str = "…";

/// The text in at most `cells` cells; where it is cut it ends in `…`. No grapheme cluster is split.
///
/// ```
/// # use corrob::text::{SafeText, truncate};
/// assert_eq!(truncate(&SafeText::line("a tiered bounty"), 9).as_str(), "a tiered…");
/// ```
#[must_use]
pub fn truncate(text: &SafeText, cells: usize) -> SafeText {
    let text = on_one_line(text);
    match cut(text.as_str(), cells) {
        None => text.into_owned(),
        Some(_) if cells == 0 => SafeText::default(),
        Some(kept) => SafeText::trusted(&format!("{}{ELLIPSIS}", Cutter::default().piece(kept))),
    }
}

/// The text in at most `cells` cells, with the `…` in the middle: for paths and addresses, whose end
/// matters as much as their beginning.
///
/// ```
/// # use corrob::text::{SafeText, truncate_middle};
/// assert_eq!(truncate_middle(&SafeText::line("https://example.org/a/b.pdf"), 15).as_str(), "https:/…a/b.pdf");
/// ```
#[must_use]
pub fn truncate_middle(text: &SafeText, cells: usize) -> SafeText {
    let text = on_one_line(text);
    if cells == 0 || cut(text.as_str(), cells).is_none() {
        return truncate(&text, cells);
    }
    let head_cells = (cells - 1) / 2;
    // With one cell more for the ellipsis it would keep, `cut` keeps what fits into `head_cells`.
    let head = cut(text.as_str(), head_cells + 1).unwrap_or_default();
    let tail = last(text.as_str(), cells - 1 - head_cells);
    let mut cutter = Cutter::default();
    let shown = cutter.piece(head);
    cutter.pass(&text.as_str()[head.len()..text.as_str().len() - tail.len()]);
    SafeText::trusted(&format!("{shown}{ELLIPSIS}{}", cutter.piece(tail)))
}

/// The text in two, the first at most `cells` cells wide.
///
/// ```
/// # use corrob::text::{SafeText, split};
/// let (name, rest) = split(&SafeText::line("DHS: a list"), 4);
/// assert_eq!((name.as_str(), rest.as_str()), ("DHS:", " a list"));
/// ```
#[must_use]
pub fn split(text: &SafeText, cells: usize) -> (SafeText, SafeText) {
    let text = on_one_line(text);
    let mut used = 0;
    for (at, cluster) in text.as_str().grapheme_indices(true) {
        used += cell_width(cluster);
        if used > cells {
            let (first, rest) = text.as_str().split_at(at);
            let mut cutter = Cutter::default();
            return (SafeText::trusted(&cutter.piece(first)), SafeText::trusted(&cutter.piece(rest)));
        }
    }
    (text.into_owned(), SafeText::default())
}

/// The text in exactly `cells` cells: cut, or followed by spaces.
#[must_use]
pub fn pad(text: &SafeText, cells: usize) -> SafeText {
    let text = truncate(text, cells);
    match cells - text.width() {
        0 => text,
        rest => SafeText::trusted(&format!("{text}{}", " ".repeat(rest))),
    }
}

/// The text in exactly `cells` cells: cut, or after spaces, as numbers stand in a column.
#[must_use]
pub fn pad_start(text: &SafeText, cells: usize) -> SafeText {
    let text = truncate(text, cells);
    match cells - text.width() {
        0 => text,
        rest => SafeText::trusted(&format!("{}{text}", " ".repeat(rest))),
    }
}

fn on_one_line(text: &SafeText) -> Cow<'_, SafeText> {
    if text.as_str().contains('\n') { Cow::Owned(SafeText::line(text.as_str())) } else { Cow::Borrowed(text) }
}

/// None if the text fits; else as much of its beginning as leaves a cell for the ellipsis. Reads no
/// further than it must.
fn cut(text: &str, cells: usize) -> Option<&str> {
    let (mut used, mut end) = (0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        used += cell_width(cluster);
        if used < cells {
            end = at + cluster.len();
        }
        if used > cells {
            return Some(&text[..end]);
        }
    }
    None
}

/// As much of the end of a text as fits into `cells` cells. Segmented from the front, which is
/// linear whatever the text.
fn last(text: &str, cells: usize) -> &str {
    let mut window: VecDeque<(usize, usize)> = VecDeque::new();
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let width = cell_width(cluster);
        window.push_back((at, width));
        used += width;
        while used > cells
            && let Some((_, gone)) = window.pop_front()
        {
            used -= gone;
        }
    }
    window.front().map_or("", |(at, _)| &text[*at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_to(text: &str, cells: usize) -> String {
        truncate(&SafeText::line(text), cells).to_string()
    }

    #[test]
    fn what_fits_stays_the_same_text() {
        let text = SafeText::line("claim");
        assert!(std::ptr::eq(truncate(&text, 5).as_str(), text.as_str()));
    }

    #[test]
    fn cut_at_cluster_borders() {
        assert_eq!(cut_to("abcdef", 6), "abcdef");
        assert_eq!(cut_to("abcdef", 5), "abcd…");
        assert_eq!(cut_to("abcdef", 1), "…");
        assert_eq!(cut_to("abcdef", 0), "");
        assert_eq!(cut_to("", 0), "");
        assert_eq!(cut_to("日本語", 5), "日本…");
        assert_eq!(cut_to("日本語", 4), "日…");
        assert_eq!(cut_to("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(cut_to("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
        assert_eq!(cut_to("🇲🇽🇺🇸", 3), "🇲🇽…");
    }

    #[test]
    fn a_block_is_cut_as_one_line() {
        assert_eq!(truncate(&SafeText::block("a\nbcd"), 4).as_str(), "a↵b…");
    }

    #[test]
    fn padded_to_the_cell() {
        assert_eq!(pad(&SafeText::line("日本語"), 4).as_str(), "日… ");
        assert_eq!(pad(&SafeText::line("ab"), 4).as_str(), "ab  ");
        assert_eq!(pad_start(&SafeText::line("42"), 4).as_str(), "  42");
        assert_eq!(pad(&SafeText::default(), 0).as_str(), "");
    }

    #[test]
    fn cut_in_the_middle() {
        let middle = |text: &str, cells| truncate_middle(&SafeText::line(text), cells).to_string();
        assert_eq!(middle("abcdefgh", 8), "abcdefgh");
        assert_eq!(middle("abcdefgh", 5), "ab…gh");
        assert_eq!(middle("abcdefgh", 4), "a…gh");
        assert_eq!(middle("abcdefgh", 1), "…");
        assert_eq!(middle("abcdefgh", 0), "");
        assert_eq!(middle("日本語日本語", 6), "日…語");
    }
}
