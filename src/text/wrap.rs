//! Text broken into lines of a given number of cells.
//!
//! textwrap says where a line may break (UAX #14); the lines are filled here, first fit, because
//! textwrap measures character by character, where the screen draws cluster by cluster. One pass
//! over the text, whatever is in it.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

use super::direction::Cutter;
use super::hidden::show;
use super::safe::SafeText;
use super::width::{cell_width, width};

/// The text in lines of at most `cells` cells (of at least two: a Chinese character needs them).
///
/// Words stay whole where they can; a longer one is split between grapheme clusters. Empty lines are
/// kept. Only the spaces at which a line breaks are left out. Text of 1 MB takes some 50 ms: keep
/// the lines.
///
/// ```
/// # use corrob::text::{SafeText, wrap};
/// let lines = wrap(&SafeText::block("A list of names\n\nand one more"), 8);
/// let lines: Vec<_> = lines.iter().map(SafeText::as_str).collect();
/// assert_eq!(lines, ["A list", "of names", "", "and one", "more"]);
/// ```
#[must_use]
pub fn wrap(text: &SafeText, cells: usize) -> Vec<SafeText> {
    let cells = cells.max(2);
    if !text.as_str().contains('\n') && fits(text.as_str(), cells) {
        return vec![text.clone()];
    }
    let mut lines = Vec::new();
    for line in text.as_str().split('\n') {
        if fits(line, cells) {
            lines.push(SafeText::trusted(line));
            continue;
        }
        let mut cutter = Cutter::default();
        let before = lines.len();
        fill(line, cells, cell_width, &mut |row| {
            let row = line[row].trim_end_matches(' ');
            let shown = cutter.piece(row);
            if width(row) > cells {
                spell(row, cells, &mut |line| lines.push(SafeText::trusted(line)));
            } else if !shown.is_empty() {
                lines.push(SafeText::trusted(&shown));
            }
        });
        if lines.len() == before {
            lines.push(SafeText::default());
        }
    }
    lines
}

/// The rows of at most `cells` cells in which a line of a text that is being edited is shown: all of the line,
/// also the spaces at which it breaks, which need no room. A cluster wider than a row has one for itself.
#[must_use]
pub fn rows(line: &str, cells: usize) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    fill(line, cells.max(2), |cluster| SafeText::edited(cluster).width(), &mut |row| starts.push(row.start));
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn fits(line: &str, cells: usize) -> bool {
    // No character takes more cells than bytes.
    line.len() <= cells || width(line) <= cells
}

/// Breaks one line. A row may end in spaces; spaces alone are only a place to break at.
fn fill(line: &str, cells: usize, measure: impl Fn(&str) -> usize, emit: &mut impl FnMut(Range<usize>)) {
    let is_blank = |row: &Range<usize>| line[row.clone()].bytes().all(|byte| byte == b' ');
    let mut emit_unless_blank = |row: Range<usize>| {
        if !is_blank(&row) {
            emit(row);
        }
    };
    let mut breaks = opportunities(line).into_iter().peekable();
    let mut start = 0; // of the line being filled
    let mut used = 0; // cells from `start` on
    let mut last_break: Option<(usize, usize)> = None; // where, and the cells up to there
    for (at, cluster) in line.grapheme_indices(true) {
        let width = measure(cluster);
        let is_space = cluster == " "; // at the end of a line, spaces need no room
        if !is_space && used + width > cells {
            if let Some((there, cells_there)) = last_break.take() {
                emit_unless_blank(start..there);
                (start, used) = (there, used - cells_there);
            }
            if used + width > cells {
                emit_unless_blank(start..at);
                (start, used) = (at, 0);
            }
        }
        let end = at + cluster.len();
        if width > cells {
            emit_unless_blank(at..end);
            start = end;
        } else if is_space && start == at && at > 0 {
            start = end; // the space after what was spelled out
        } else {
            used += width;
        }
        while breaks.next_if(|there| *there < end).is_some() {}
        if breaks.next_if_eq(&end).is_some() {
            last_break = Some((end, used));
        }
    }
    let rest = start..line.len();
    if start == 0 || !is_blank(&rest) {
        emit(rest);
    }
}

/// A cluster wider than a whole line (an Indic conjunct in a column of two cells) is shown by its
/// code points, on lines of its own.
fn spell(cluster: &str, cells: usize, emit: &mut impl FnMut(&str)) {
    let mut line = String::new();
    let mut marks = String::new();
    cluster.chars().for_each(|c| show(&mut marks, c));
    for c in marks.chars() {
        if line.chars().count() == cells {
            emit(&line);
            line.clear();
        }
        line.push(c);
    }
    emit(&line);
}

/// Where a line may break: after words and their spaces, and after a hyphen before a letter, but not within an option.
fn opportunities(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut end = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let mut before = None;
        let is_option = word.word.trim_start_matches(['"', '“', '(', '[', '`']).starts_with("--");
        let mut chars = word.word.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let parts = c == '-' && !is_option && before.is_some_and(char::is_alphanumeric);
            if parts && chars.peek().is_some_and(|(_, next)| next.is_alphabetic()) {
                found.push(end + at + 1);
            }
            before = Some(c);
        }
        end += word.word.len() + word.whitespace.len();
        found.push(end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, cells: usize) -> Vec<String> {
        wrap(&SafeText::block(text), cells).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn breaks_between_words() {
        assert_eq!(lines("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(lines("the quick   brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(lines("(well) “said”, she", 8), ["(well)", "“said”,", "she"]);
    }

    #[test]
    fn an_option_stays_whole() {
        assert_eq!(
            lines("left out, and \"--with-private\" brings it", 22),
            ["left out, and", "\"--with-private\"", "brings it"]
        );
        assert_eq!(lines("a well-kept log", 8), ["a well-", "kept log"]);
    }

    #[test]
    fn empty_lines_and_indents_are_kept() {
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("a\n\n\nb\n", 5), ["a", "", "", "b", ""]);
        assert_eq!(lines("  abc def", 5), ["  abc", "def"]);
        assert_eq!(lines("          abc", 5), ["abc"]);
        assert_eq!(lines("          ", 5), [""]);
    }

    #[test]
    fn long_words_are_split() {
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(lines("to abcdefghij", 4), ["to", "abcd", "efgh", "ij"]);
    }

    #[test]
    fn hyphens_part_words_but_not_dates() {
        assert_eq!(lines("a fact-checker", 8), ["a fact-", "checker"]);
        assert_eq!(lines("on 2025-10-14", 8), ["on", "2025-10-", "14"]);
        assert_eq!(lines("by 2025-10-14", 11), ["by", "2025-10-14"]);
    }

    #[test]
    fn scripts_without_spaces() {
        assert_eq!(lines("日本語のテキスト", 6), ["日本語", "のテキ", "スト"]);
        assert_eq!(lines("日本、語", 5), ["日", "本、", "語"]);
    }

    #[test]
    fn clusters_stay_whole() {
        assert_eq!(lines("👩‍👩‍👧👩‍👩‍👧", 3), ["👩‍👩‍👧", "👩‍👩‍👧"]);
        assert_eq!(lines("🇲🇽🇺🇸", 2), ["🇲🇽", "🇺🇸"]);
    }

    #[test]
    fn a_cluster_wider_than_the_line_is_spelled_out() {
        let conjunct = "\u{915}\u{94d}".repeat(3);
        assert_eq!(lines(&format!("a {conjunct}"), 3), ["a", &conjunct]);
        let spelled = lines(&format!("a {conjunct} x"), 2);
        assert_eq!((spelled[0].as_str(), spelled[spelled.len() - 1].as_str()), ("a", "x"));
        assert_eq!(spelled[1..spelled.len() - 1].concat(), "⟨U+0915⟩⟨U+094D⟩".repeat(3));
    }
}
