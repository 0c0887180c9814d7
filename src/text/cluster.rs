//! Grapheme clusters within bounds: none without a cell of its own, none so tall or so wide that it
//! reaches beyond its line or its column.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::direction::is_direction;
use super::hidden::{attaches, leads, own_width, show, show_left_out};
use super::rewrite::Rewrite;
use super::width::cell_width;

/// The widest cluster: a Sanskrit one may take six cells, an emoji takes two.
const MAX_CELLS: usize = 8;
/// The longest cluster: a family of four with skin tones has eleven characters.
const MAX_CHARS: usize = 32;
/// The most marks on one base: Tibetan and pointed Hebrew need six or so.
const MAX_MARKS: usize = 8;
/// The most signs before a base; one is the rule. With the base they stay within [`MAX_CELLS`].
const MAX_SIGNS: usize = 4;

/// Cuts each cluster of a text without hidden characters down to the bounds. What is left out is
/// counted: `⟨+12⟩`.
pub(super) fn bound(text: &str) -> Cow<'_, str> {
    let mut rewrite = Rewrite::of(text);
    for (at, cluster) in text.grapheme_indices(true) {
        if cluster.len() > 1 && !cluster.starts_with(is_direction) && !is_bounded(cluster) {
            rewrite.replace(at, cluster.len(), |out| write_bounded(out, cluster));
        }
    }
    rewrite.finish()
}

/// The signs before a cluster's base, and the rest of it.
fn parts(cluster: &str) -> (&str, &str) {
    cluster.split_at(cluster.find(|c| !leads(c)).unwrap_or(cluster.len()))
}

/// Whether there is something for the eye, and for the signs before it to belong to.
fn has_base(signs: &str, rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|base| own_width(base) > 0 && (signs.is_empty() || (base != ' ' && !attaches(base))))
}

fn is_bounded(cluster: &str) -> bool {
    let (signs, rest) = parts(cluster);
    has_base(signs, rest) && signs.chars().count() <= MAX_SIGNS && bounded_len(cluster) == cluster.len()
}

/// How many bytes of a cluster are within the bounds.
fn bounded_len(cluster: &str) -> usize {
    let (mut marks, mut chars) = (0, 0);
    let mut end = cluster.len();
    for (at, c) in cluster.char_indices() {
        marks = if own_width(c) == 0 { marks + 1 } else { 0 };
        chars += 1;
        if marks > MAX_MARKS || chars > MAX_CHARS {
            end = at;
            break;
        }
    }
    while cell_width(&cluster[..end]) > MAX_CELLS {
        end = before_last(&cluster[..end]);
    }
    end
}

fn write_bounded(out: &mut String, cluster: &str) {
    let (signs, rest) = parts(cluster);
    if !has_base(signs, rest) {
        cluster.chars().for_each(|c| if c == ' ' { out.push(c) } else { show(out, c) });
        return;
    }
    let mut cluster = cluster;
    let count = signs.chars().count();
    if count > MAX_SIGNS {
        show_left_out(out, count);
        cluster = rest;
    }
    let end = bounded_len(cluster);
    out.push_str(&cluster[..end]);
    if end < cluster.len() {
        show_left_out(out, cluster[end..].chars().count());
    }
}

fn before_last(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beyond_the_eighth_are_counted() {
        let tower = format!("e{}x", "\u{301}".repeat(20));
        assert_eq!(bound(&tower), format!("e{}⟨+12⟩x", "\u{301}".repeat(8)));
    }

    #[test]
    fn a_cluster_of_many_cells_is_cut() {
        assert_eq!(bound(&"\u{915}\u{94d}".repeat(1000)), format!("{}⟨+1984⟩", "\u{915}\u{94d}".repeat(8)));
        assert_eq!(bound(&"\u{1100}".repeat(10)), format!("{}⟨+6⟩", "\u{1100}".repeat(4)));
    }

    #[test]
    fn a_long_chain_of_emoji_is_cut() {
        let chain = format!("😀{}", "\u{200d}😀".repeat(1000));
        let cut = bound(&chain);
        assert!(cut.starts_with("😀\u{200d}😀") && cut.ends_with("⟩"), "{cut}");
        assert!(cut.chars().count() < 50);
    }

    #[test]
    fn what_has_no_cell_is_shown() {
        assert_eq!(bound("\u{1161}"), "⟨U+1161⟩");
        assert_eq!(bound("\u{d4e}"), "⟨U+0D4E⟩");
        assert_eq!(bound("\u{d4e} "), "⟨U+0D4E⟩ ");
        assert_eq!(bound("\u{d4e}\u{d15}"), "\u{d4e}\u{d15}");
        assert_eq!(bound(&format!("{}\u{d15}", "\u{d4e}".repeat(9))), "⟨+9⟩\u{d15}");
    }

    #[test]
    fn signs_stand_before_a_base_or_are_shown() {
        assert_eq!(bound("\u{600}5"), "\u{600}5");
        assert_eq!(bound("\u{600}"), "⟨U+0600⟩");
        assert_eq!(bound("\u{600}\u{93e}"), "⟨U+0600⟩⟨U+093E⟩");
        assert_eq!(bound("\u{600}\u{600} "), "⟨U+0600⟩⟨U+0600⟩ ");
        assert_eq!(bound(&format!("{}5", "\u{600}".repeat(5))), "⟨+5⟩5");
    }
}
