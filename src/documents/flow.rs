//! What all readers of documents share: blanks, and words divided at the end of a line.

use std::collections::HashSet;

/// A text with each run of blanks and line breaks as one blank, and none at its ends. A no-break space stays
/// what it is.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r', '\u{c}', '\u{b}', '\u{2028}', '\u{2029}']) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The same line by line; lines without text at the ends are left out, and of several together one.
pub(super) fn squeezed_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = squeezed(line);
        if line.is_empty() && (out.is_empty() || out.ends_with('\n')) {
            continue;
        }
        out.push_str(&line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// The words of a document that stand whole in it, to tell a hyphen that belongs to a word from one that only
/// divides it at the end of a line.
#[derive(Debug, Default)]
pub(super) struct WholeWords(HashSet<String>);

impl WholeWords {
    /// Takes note of the words of a line, but not of a last one that is divided.
    pub(super) fn note(&mut self, line: &str) {
        for word in line.split_whitespace() {
            let word = bare(word);
            if word.len() > 1 && !word.ends_with('-') {
                self.0.insert(word.to_lowercase());
            }
        }
    }

    /// Adds a line to a text, the line before it being its last.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        if text.is_empty() {
            text.push_str(line);
        } else if text.ends_with('\u{ad}') {
            text.pop();
            text.push_str(line);
        } else if divides(text, line) {
            let head = bare(text.rsplit(char::is_whitespace).next().unwrap_or_default()).to_lowercase();
            let tail = bare(line.split(char::is_whitespace).next().unwrap_or_default()).to_lowercase();
            let whole = format!("{}{tail}", head.trim_end_matches(['-', '\u{2010}']));
            // A word that stands nowhere whole, of two that do, is a compound.
            let stands = |word: &str| self.0.contains(word);
            let both = stands(head.trim_end_matches(['-', '\u{2010}'])) && stands(&tail);
            if stands(&whole) || !both && !stands(&format!("{head}{tail}")) {
                text.pop();
            }
            text.push_str(line);
        } else {
            text.push(' ');
            text.push_str(line);
        }
    }
}

/// Whether a text ends amid a word that goes on in a line: a letter and a hyphen, and a small letter.
fn divides(text: &str, line: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}'))
        && back.next().is_some_and(char::is_alphabetic)
        && line.chars().next().is_some_and(char::is_lowercase)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '\u{2010}')
}

/// A text whose ligatures are the letters they stand for.
pub(super) fn without_ligatures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            // Bullets of fonts for signs.
            '\u{f0b7}' | '\u{f0a7}' => out.push('•'),
            c => out.push(c),
        }
    }
    out
}

/// How many characters of a list's sign, with the blanks behind it, begin a line: "- ", "• ", "(a) ", "12. ".
pub(super) fn item_sign(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if matches!(first, '•' | '◦' | '▪' | '■' | '●' | '–' | '*' | '-' | '‣' | '·' | '\u{f0b7}' | '\u{f0a7}')
    {
        let rest = line[first.len_utf8()..].trim_start();
        let gap = line.len() - first.len_utf8() - rest.len();
        return (gap > 0 && !rest.is_empty()).then_some(first.len_utf8() + gap);
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let sign = inner.find([')', '.']).filter(|at| *at > 0 && *at <= 4)?;
    let name = &inner[..sign];
    let counts = name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() <= 3
        || name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        || name.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let behind = line.len() - inner.len() + sign + 1;
    let rest = line[behind..].trim_start();
    (counts && line[behind..].starts_with([' ', '\t']) && !rest.is_empty()).then(|| line.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divided_word_is_whole_again_and_a_compound_keeps_its_hyphen() {
        let mut words = WholeWords::default();
        for line in
            ["a well-known example of what", "self-regulating markets", "is known", "a nation, a building"]
        {
            words.note(line);
        }
        for (lines, whole) in [
            (["an exam-", "ple of it"], "an example of it"),
            (["a well-", "known case"], "a well-known case"),
            (["of nation-", "building"], "of nation-building"),
            (["pages 3-", "4 of it"], "pages 3- 4 of it"),
            (["the so-called “self-", "regulating”"], "the so-called “self-regulating”"),
            (["a soft\u{ad}", "ware"], "a software"),
            (["the end", "of it"], "the end of it"),
        ] {
            let mut text = String::new();
            lines.iter().for_each(|line| words.join(&mut text, line));
            assert_eq!(text, whole);
        }
    }

    #[test]
    fn what_begins_an_item_is_told_from_what_does_not() {
        for (line, sign) in [
            ("- one", Some(2)),
            ("• one", Some(4)),
            ("(a) one", Some(4)),
            ("12. one", Some(4)),
            ("iv. x", Some(4)),
        ] {
            assert_eq!(item_sign(line), sign, "{line}");
        }
        for line in ["-5 degrees", "U.S. forces", "1.5 million", "Mr. Smith", "(see) x", "- ", "2019. x"] {
            assert_eq!(item_sign(line), None, "{line}");
        }
    }
}
