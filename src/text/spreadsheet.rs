//! Cells that open as text in a spreadsheet.

use std::borrow::Cow;

use super::clean::for_terminal;
use super::hidden::{is_hidden, show};

/// A CSV cell that no spreadsheet takes for a formula: one that could begin a formula gets an
/// apostrophe in front, as OWASP advises against CSV injection.
///
/// Disarmed are cells that begin with `=`, `+`, `-`, `@` or their fullwidth forms, also after spaces
/// and invisible characters, and cells with a tab or a line break before their first word. A plain negative number
/// stays a number. No two texts make one cell.
///
/// Quoting the cell remains the CSV writer's part.
///
/// ```
/// # use corrob::text::csv_safe;
/// assert_eq!(csv_safe("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
/// assert_eq!(csv_safe("-12.5"), "-12.5");
/// ```
#[must_use]
pub fn csv_safe(cell: &str) -> Cow<'_, str> {
    // Also where the text begins with an apostrophe of its own: no two texts may make one cell.
    if could_act(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A text as a cell in which nothing acts or hides.
#[must_use]
pub fn for_spreadsheet(text: &str) -> Cow<'_, str> {
    match for_terminal(text, true) {
        Cow::Borrowed(text) => csv_safe(text),
        Cow::Owned(text) => csv_safe(&text).into_owned().into(),
    }
}

/// The text of a cell that stood there as [`for_spreadsheet`] has it and was edited since: without the
/// apostrophe in front, and with those characters of the text `before` that the cell shows as marks.
#[must_use]
pub fn from_spreadsheet(cell: &str, before: &str) -> String {
    let plain = cell.strip_prefix('\'').filter(|plain| csv_safe(plain) == cell).unwrap_or(cell);
    let mut text = plain.to_owned();
    for c in before.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')) {
        let mut mark = String::new();
        show(&mut mark, c);
        if is_hidden(c) && !before.contains(&mark) {
            text = text.replace(&mark, c.encode_utf8(&mut [0; 4]));
        }
    }
    text
}

fn could_act(cell: &str) -> bool {
    let start = cell.trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c));
    let before = &cell[..cell.len() - start.len()];
    before.contains(['\t', '\r', '\n'])
        || (start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_negative_number(cell))
}

fn is_negative_number(cell: &str) -> bool {
    let Some(number) = cell.strip_prefix('-') else { return false };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_edited_is_text_again() {
        for (before, cell, text) in [
            ("=1+1", "'=1+2", "=1+2"),
            ("x", "'=x", "=x"),
            ("x", "'tis", "'tis"),
            ("it's", "'it's", "'it's"),
            ("a\u{202e}b", "a⟨U+202E⟩bc", "a\u{202e}bc"),
            ("a\u{1b}b", "␛", "\u{1b}"),
            ("the mark ⟨U+202E⟩ \u{202e}", "⟨U+202E⟩", "⟨U+202E⟩"),
            ("", "⟨U+202E⟩", "⟨U+202E⟩"),
        ] {
            assert_eq!(from_spreadsheet(cell, before), text, "{cell}");
        }
        for text in ["=1", "'=1", "''=1", "a\u{202e}b", "+", "-5", "plain"] {
            assert_eq!(from_spreadsheet(&for_spreadsheet(text), text), text);
        }
    }

    #[test]
    fn formulas_are_disarmed() {
        for cell in [
            "=1+1",
            "+1",
            "-1+1",
            "-",
            "@SUM(A1)",
            "\t=1",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}=1",
            "＝1",
            "＋1",
            "－1",
            "＠1",
            "\u{feff}=1",
            "\u{200b}+1",
            "\0=1",
            "-2+3+cmd|' /C calc'!A0",
            "-1e5",
            "-1.",
            "'=1",
        ] {
            assert_eq!(csv_safe(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn text_and_numbers_stay() {
        for cell in ["", "a=1", "DHS alleges", "12", "-12", "-12.5", "'quoted'", "'", "  a", "–5"] {
            assert!(matches!(csv_safe(cell), Cow::Borrowed(_)), "{cell:?}");
        }
    }
}
