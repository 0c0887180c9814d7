//! How many cells a text takes on the screen.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The cells a text takes on one line, exactly as ratatui draws it: grapheme cluster by grapheme
/// cluster, without controls.
///
/// ```
/// assert_eq!(corrob::text::width("añb"), 3);
/// assert_eq!(corrob::text::width("日本"), 4);
/// assert_eq!(corrob::text::width("👩‍👩‍👧"), 2);
/// ```
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(cell_width).sum()
}

/// The cells of one grapheme cluster.
pub(super) fn cell_width(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        return 0; // ratatui leaves these out
    }
    if cluster.len() == 1 {
        return 1;
    }
    // Terminals give the halfwidth sound marks a cell of their own; ratatui follows them.
    let sound_marks = cluster.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    cluster.width() + sound_marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_that_which_is_drawn() {
        for (text, cells) in [
            ("", 0),
            ("abc", 3),
            ("e\u{301}", 1),
            ("日本", 4),
            ("🇲🇽", 2),
            ("❤\u{fe0f}", 2),
            ("لا", 2),
            ("a\u{3000}b", 4),
            ("␛⟨U+202E⟩↵…◌", 12),
            ("a\nb", 2),
            ("क्ष", 2),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }
}
