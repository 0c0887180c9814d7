//! Passages that a page marks as redacted: they stay where they are, with the ground that the page gives.

use crate::documents::flow::squeezed;

/// Stands for a redacted passage until its paragraph is whole: no character of any text.
pub(super) const REDACTED: char = '\u{10fffe}';

/// Takes in what stands in an element that is marked as redacted: bars and blanks say nothing; words are its ground.
pub(super) fn take(text: &str, paragraph: &mut String) {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric() || c == '_');
    if !words.is_empty() {
        paragraph.push(REDACTED);
        paragraph.push_str(&format!("\u{1}{}\u{2}", squeezed(words)));
    } else if text.trim().is_empty() {
        paragraph.push(' ');
    } else {
        paragraph.push(REDACTED);
    }
}

/// A paragraph with its redacted passages said: `[redacted]`, or `[redacted: Harm to Ongoing Matter]` with the
/// ground that the page gives, inside the mark or behind it in brackets.
pub(super) fn said(text: &str) -> String {
    if !text.contains(REDACTED) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(REDACTED) {
        out.push_str(&rest[..at]);
        let mut grounds: Vec<&str> = Vec::new();
        let mut end = at;
        // Bars one behind the other are one passage.
        while let Some(behind) = rest[end..].trim_start().strip_prefix(REDACTED) {
            end = rest.len() - behind.len();
            if let Some((ground, after)) =
                behind.strip_prefix('\u{1}').and_then(|said| said.split_once('\u{2}'))
            {
                if !grounds.contains(&ground) {
                    grounds.push(ground);
                }
                end = rest.len() - after.len();
            }
        }
        rest = &rest[end..];
        let ground = grounds.join("; ");
        if out.trim_end().ends_with('[') && ground.is_empty() {
            out.truncate(out.trim_end().len());
            out.push_str("redacted");
            let said = rest.trim_start();
            if !said.starts_with([':', ']']) {
                out.push_str(": ");
                rest = said;
            }
        } else if ground.is_empty() {
            out.push_str("[redacted]");
        } else {
            out.push_str(&format!("[redacted: {ground}]"));
        }
        if rest.starts_with(char::is_alphanumeric) && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use crate::documents::html;

    #[test]
    fn redactions_stay_with_their_ground() {
        for (page, says) in [
            (
                "<p>ties to <span class=redacted>____ ___</span>\n<span class=redacted>____</span>. It",
                "ties to [redacted]. It",
            ),
            (
                "<p>[<span class=redacted>■■■</span>: Harm to Ongoing Matter]",
                "[redacted: Harm to Ongoing Matter]",
            ),
            ("<p>1. [<span><span class=redacted>■■■</span> </span>Harm]", "1. [redacted: Harm]"),
            ("<p>x <span class=redaction>Personal Privacy</span> y", "x [redacted: Personal Privacy] y"),
            ("<p>[<span class=redacted>■■■</span>] y", "[redacted] y"),
        ] {
            assert_eq!(html::read(page).unwrap().text.text, says);
        }
    }
}
