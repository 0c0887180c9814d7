//! Marks of direction: which of them a line needs, in a form that cannot reach beyond it.
//!
//! Arabic and Hebrew need U+200E, U+200F and U+061C to keep a sign on its side, and isolates around a number or
//! a name. In a line with letters of theirs, these stay, an isolate only where it is closed. In another line,
//! what changes no order stays where it parts no word. Everything else is shown: overrides, embeddings,
//! isolates left open, marks without an occasion.

use std::borrow::Cow;

/// Marks in a row that are left as they are.
const MAX_RUN: usize = 8;
/// Isolates within one another that are left as they are. A line that is cut closes them, within [`MAX_RUN`].
const MAX_DEPTH: usize = 4;

const LEFT_TO_RIGHT_MARK: char = '\u{200E}';
const RIGHT_TO_LEFT_ISOLATE: char = '\u{2067}';
const POP_ISOLATE: char = '\u{2069}';

/// Whether a character is a mark of direction that a line may need.
#[must_use]
pub fn is_direction(c: char) -> bool {
    is_implicit(c) || opens(c) || c == POP_ISOLATE
}

/// The marks that stand for a letter of a direction, and are no letter.
fn is_implicit(c: char) -> bool {
    matches!(c, LEFT_TO_RIGHT_MARK | '\u{200F}' | '\u{61C}')
}

fn opens(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

/// Whether a letter is written from right to left.
fn is_right_to_left(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            '\u{590}'..='\u{8FF}'           // Hebrew, Arabic, Syriac, Thaana, N'Ko and more
            | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' // presentation forms
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether what stands between two texts parts a word.
fn parts_word(before: Option<char>, after: &str) -> bool {
    before.is_some_and(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

/// Where the marks of direction stand that a text needs, in its order.
pub(super) fn needed(text: &str) -> Vec<usize> {
    let mut needed = Vec::new();
    if text.is_ascii() || !text.contains(is_direction) {
        return needed;
    }
    let mut start = 0;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        if line.contains(is_direction) {
            needed_in_line(line, start, &mut needed);
        }
        start += line.len() + text[start + line.len()..].chars().next().map_or(0, char::len_utf8);
    }
    needed.sort_unstable();
    needed
}

fn needed_in_line(line: &str, start: usize, needed: &mut Vec<usize>) {
    let right_to_left = line.contains(is_right_to_left);
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut depth = 0; // of those open that may stay
    let mut rest = line;
    while let Some(at) = rest.find(is_direction) {
        let before =
            rest[..at].chars().next_back().or_else(|| line[..line.len() - rest.len()].chars().next_back());
        let after = rest[at..].trim_start_matches(is_direction);
        let run = &rest[at..rest.len() - after.len()];
        let fits = run.chars().count() <= MAX_RUN && (right_to_left || !parts_word(before, after));
        for (place, c) in run.char_indices() {
            let place = start + line.len() - rest.len() + at + place;
            if opens(c) {
                let may = fits && depth < MAX_DEPTH && (right_to_left || c != RIGHT_TO_LEFT_ISOLATE);
                depth += usize::from(may);
                open.push((place, may));
            } else if c == POP_ISOLATE {
                if let Some((opened, true)) = open.pop() {
                    depth -= 1;
                    if fits {
                        needed.extend([opened, place]);
                    }
                }
            } else if fits && (right_to_left || c == LEFT_TO_RIGHT_MARK) {
                needed.push(place);
            }
        }
        rest = after;
    }
}

/// Goes through safe text that is cut into pieces, from left to right, so that each piece closes what it opens.
#[derive(Default)]
pub(super) struct Cutter {
    open: Vec<char>,
}

impl Cutter {
    /// The next piece, which opens again what was open where it begins, and closes what is open where it ends.
    pub(super) fn piece<'a>(&mut self, piece: &'a str) -> Cow<'a, str> {
        if self.open.is_empty() && (piece.is_ascii() || !piece.contains(is_direction)) {
            return Cow::Borrowed(piece);
        }
        let body = piece.trim_matches(is_direction);
        let lead = &piece[..piece.len() - piece.trim_start_matches(is_direction).len()];
        self.pass(lead);
        if body.is_empty() || !body.contains(is_right_to_left) {
            self.pass(&piece[lead.len()..]);
            return Cow::Owned(left_to_right(body));
        }
        let tail = &piece[lead.len() + body.len()..];
        let mut out: String = self.open.iter().collect();
        out.extend(lead.chars().rfind(|c| is_implicit(*c)));
        out.push_str(body);
        self.pass(body);
        out.extend(tail.chars().rfind(|c| is_implicit(*c)));
        out.extend(self.open.iter().map(|_| POP_ISOLATE));
        self.pass(tail);
        Cow::Owned(out)
    }

    /// Passes over a piece that is left out.
    pub(super) fn pass(&mut self, piece: &str) {
        for c in piece.chars() {
            if opens(c) {
                self.open.push(c);
            } else if c == POP_ISOLATE {
                self.open.pop();
            }
        }
    }
}

/// A piece without a letter written from right to left, and with no more marks than keep its clusters apart.
fn left_to_right(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(at) = rest.find(is_direction) {
        out.push_str(&rest[..at]);
        rest = rest[at..].trim_start_matches(is_direction);
        if !parts_word(out.chars().next_back(), rest) {
            out.push(LEFT_TO_RIGHT_MARK);
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_closes_what_it_opens() {
        let mut cutter = Cutter::default();
        let pieces = ["א \u{2067}ב ", "ג\u{2069}", " ד", "e \u{200f}(f)", "\u{2066}", "ג\u{2069}"];
        let shown: Vec<_> = pieces.iter().map(|piece| cutter.piece(piece).into_owned()).collect();
        let closed =
            ["א \u{2067}ב \u{2069}", "\u{2067}ג\u{2069}", " ד", "e \u{200e}(f)", "", "\u{2066}ג\u{2069}"];
        assert_eq!(shown, closed);
        assert!(matches!(cutter.piece("plain ד"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_piece_keeps_the_mark_beside_its_cut() {
        let mut cutter = Cutter::default();
        assert_eq!(
            cutter.piece("\u{2068}\u{200f}שלום!\u{200f}\u{2069}"),
            "\u{2068}\u{200f}שלום!\u{200f}\u{2069}"
        );
        cutter.pass("a \u{2067}b");
        assert_eq!(cutter.piece("ג"), "\u{2067}ג\u{2069}");
    }
}
