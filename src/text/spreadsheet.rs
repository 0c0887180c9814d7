//! Cells that open as text in a spreadsheet.

use std::borrow::Cow;

use super::hidden::is_hidden;

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
