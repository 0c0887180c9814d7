//! Where in a text a word begins that is sought.

use super::direction::Cutter;
use super::safe::SafeText;
use unicode_segmentation::UnicodeSegmentation as _;

/// Whether something sought, in lower case, begins a word of a text.
///
/// ```
/// # use corrob::text::begins_word;
/// assert!(begins_word("channel", "The Channels") && !begins_word("channel", "unchannelled"));
/// ```
#[must_use]
pub fn begins_word(sought: &str, text: &str) -> bool {
    text.split_word_bound_indices().any(|(at, _)| beginning(&text[at..], sought).is_some())
}

/// A text in pieces: the words that something sought begins, and the rest.
///
/// ```
/// # use corrob::text::{SafeText, found_words};
/// let parts = found_words(&SafeText::line("The channels; unchannelled"), &["channel".to_owned()]);
/// let parts: Vec<(&str, bool)> = parts.iter().map(|(text, found)| (text.as_str(), *found)).collect();
/// assert_eq!(parts, [("The ", false), ("channels", true), ("; unchannelled", false)]);
/// ```
#[must_use]
pub fn found_words(text: &SafeText, sought: &[String]) -> Vec<(SafeText, bool)> {
    let text = text.as_str();
    let mut parts: Vec<(SafeText, bool)> = Vec::new();
    let (mut start, mut end) = (0, 0);
    let mut was = false;
    let mut cutter = Cutter::default();
    for (at, _) in text.split_word_bound_indices() {
        let matched = sought.iter().filter_map(|sought| beginning(&text[at..], sought)).max();
        end = end.max(at + matched.unwrap_or(0));
        let is = at < end;
        if is != was && at > start {
            parts.push((SafeText::line(&cutter.piece(&text[start..at])), was));
            start = at;
        }
        was = is;
    }
    if start < text.len() {
        parts.push((SafeText::line(&cutter.piece(&text[start..])), was));
    }
    parts
}

/// How many bytes at the beginning of a text are what is sought, whatever their case.
fn beginning(text: &str, sought: &str) -> Option<usize> {
    let mut rest = sought.chars();
    let mut wanted = rest.next()?;
    for (at, c) in text.char_indices() {
        for lower in c.to_lowercase() {
            if lower != wanted {
                return None;
            }
            match rest.next() {
                Some(next) => wanted = next,
                None => return Some(at + c.len_utf8()),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_may_be_several_words_and_begins_only_where_one_begins() {
        assert!(begins_word("e-6", "see E-6 and E-7"));
        assert!(begins_word("\u{fc}ber", "\u{dc}berraschung"));
        assert!(!begins_word("", "anything"));
        let parts = found_words(&SafeText::line("on E-6"), &["e-6".to_owned()]);
        let parts: Vec<(&str, bool)> = parts.iter().map(|(text, found)| (text.as_str(), *found)).collect();
        assert_eq!(parts, [("on ", false), ("E-6", true)]);
    }
}
