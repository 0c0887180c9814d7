//! Outside text in Markdown: it reads as it was written, and nothing in it is markup.

use crate::text::{for_terminal, is_direction};

/// Outside text as CommonMark that says the same and does nothing: on one line.
pub(super) fn line(text: &str) -> String {
    let text = for_terminal(text, false);
    escaped(text.trim_matches(' '))
}

/// The same with its lines: a line break breaks the line, an empty line begins a paragraph. `indent`
/// stands before each line but the first.
pub(super) fn block(text: &str, indent: &str) -> String {
    let text = for_terminal(text, true);
    let mut out = String::new();
    let mut gap = "";
    for line in text.lines().map(|line| line.trim_matches(' ')) {
        if line.is_empty() {
            // No paragraph before the first line, and one gap however many lines are empty.
            gap = if out.is_empty() { "" } else { "\n\n" };
            continue;
        }
        if gap == "\n\n" {
            out.push('\n');
            out.push_str(indent.trim_end());
            out.push('\n');
            out.push_str(indent);
        } else if gap == "\n" {
            out.push_str("\\\n");
            out.push_str(indent);
        }
        out.push_str(&escaped(line));
        gap = "\n";
    }
    out
}

/// Whether an address may stand as a link: of the web, and holding nothing but itself.
pub(super) fn is_link(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    web && !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '`' | '"'))
        && !url.contains(is_direction)
        && for_terminal(url, false) == url
}

/// An address: a link where it may be one, else what it says.
pub(super) fn url(url: &str) -> String {
    if is_link(url) { format!("<{url}>") } else { line(url) }
}

/// Takes from every character the meaning it has in Markdown. What has one at the beginning of a line
/// only is escaped there.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = None;
    for (at, c) in line.char_indices() {
        let next = line[at + c.len_utf8()..].chars().next();
        let marked = match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '^'
            | '$' | '@' => true,
            '+' | '-' | '=' => at == 0,
            '.' | ')' => (digits > 0 && at == digits) || (c == '.' && ends_in_www(before, &line[..at])),
            // `:word:` is a picture in some dialects, `scheme:` a link in others.
            ':' => at == 0 || next.is_some_and(|next| next == '/' || next.is_alphanumeric()),
            _ => false,
        };
        if marked {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Some dialects take `www.` for the beginning of a link.
fn ends_in_www(before: Option<char>, text: &str) -> bool {
    matches!(before, Some('w' | 'W')) && text.len() >= 3 && text.is_char_boundary(text.len() - 3) && {
        text[text.len() - 3..].eq_ignore_ascii_case("www")
    }
}
