//! A text as its letters alone, for finding words whatever their case, spacing, punctuation and hyphenation.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word, part of a number, or sign that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins among the letters.
    pub at: usize,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether it may as well be one with the piece before: after a hyphen at the end of a line, between
    /// a number and its unit, in a script without spaces.
    pub loose: bool,
}

/// A text as its letters, and where its words begin in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Letters {
    pub letters: String,
    pub pieces: Vec<Piece>,
}

impl Letters {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let mut reader = Reader { text, out: Self::default(), raw: String::new() };
        reader.read();
        reader.out
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Where a piece begins among the letters; their end behind the last.
    pub fn at(&self, piece: usize) -> usize {
        self.pieces.get(piece).map_or(self.letters.len(), |piece| piece.at)
    }

    /// The letters of one piece.
    pub fn piece(&self, piece: usize) -> &str {
        &self.letters[self.at(piece)..self.at(piece + 1)]
    }

    /// The letters of some pieces.
    pub fn letters_of(&self, pieces: Range<usize>) -> &str {
        &self.letters[self.at(pieces.start)..self.at(pieces.end)]
    }

    /// The bytes of the text that some pieces take; nothing where there are none.
    pub fn bytes(&self, pieces: Range<usize>) -> Range<usize> {
        match (
            self.pieces.get(pieces.start),
            pieces.end.checked_sub(1).and_then(|last| self.pieces.get(last)),
        ) {
            (Some(first), Some(last)) if pieces.start < pieces.end => first.start..last.end,
            (Some(next), _) => next.start..next.start,
            (None, _) => self.pieces.last().map_or(0..0, |last| last.end..last.end),
        }
    }

    /// The piece that begins at this letter, or the number of pieces at the end of the letters.
    pub fn begins(&self, at: usize) -> Option<usize> {
        if at == self.letters.len() {
            return Some(self.pieces.len());
        }
        self.pieces.binary_search_by_key(&at, |piece| piece.at).ok()
    }
}

impl Letters {
    /// Whether words of this text that have the same letters as others are divided as those are.
    pub fn is_divided_as(&self, pieces: Range<usize>, other: &Self) -> bool {
        let base = self.at(pieces.start);
        let mut here =
            self.pieces[pieces].iter().skip(1).map(|piece| (piece.at - base, piece.loose)).peekable();
        let mut there = other.pieces.iter().skip(1).map(|piece| (piece.at, piece.loose)).peekable();
        loop {
            let (one, two) = (here.peek().copied(), there.peek().copied());
            let only = match (one, two) {
                (None, None) => return true,
                (Some((one, loose)), Some((two, _))) if one < two => here.next().map(|_| loose),
                (Some((one, _)), Some((two, loose))) if two < one => there.next().map(|_| loose),
                (Some((_, loose)), None) => here.next().map(|_| loose),
                (None, Some((_, loose))) => there.next().map(|_| loose),
                (Some(_), Some(_)) => here.next().and(there.next()).map(|_| true),
            };
            if only == Some(false) {
                return false;
            }
        }
    }
}

/// Where a line may break: between words, in a script that shows none, or inside one.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

struct Reader<'t> {
    text: &'t str,
    out: Letters,
    raw: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    RunsOn,
}

impl Reader<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next().map(plain)
    }

    /// The first character from there on that is not left out, and where it is.
    fn next_at(&self, at: usize) -> Option<(usize, char)> {
        let mut chars = self.text[at..].char_indices();
        chars.find(|(_, c)| !is_left_out(*c)).map(|(offset, c)| (at + offset, plain(c)))
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back().map(plain)
    }

    fn read(&mut self) {
        let mut at = 0;
        while let Some((here, c)) = self.next_at(at) {
            let next = here + self.text[here..].chars().next().map_or(1, char::len_utf8);
            at = if class(c).is_some() || c == '.' && self.begins_decimal(here, next) {
                self.word(here)
            } else if is_dash(c) {
                self.dash(here)
            } else {
                if is_sign(c) && !(self.before(here) == Some(c) && self.ends_with_sign(c)) {
                    self.push(here, next, c.encode_utf8(&mut [0; 4]));
                }
                next
            };
        }
    }

    /// Whether a point begins a number: `.5`, `$.50`.
    fn begins_decimal(&self, at: usize, next: usize) -> bool {
        let free = self.before(at).is_none_or(|c| c.is_whitespace() || is_sign(c) || is_dash(c) || c == '(');
        free && self.char_at(next).is_some_and(|c| class(c) == Some(Class::Digit))
    }

    fn ends_with_sign(&self, sign: char) -> bool {
        self.out.letters.ends_with(sign)
    }

    /// Whether a number begins there, with or without its currency.
    fn number_at(&self, at: usize) -> bool {
        let mut chars = self.text[at..].chars().map(plain).filter(|c| !is_left_out(*c));
        let first = chars.next();
        let second = match first {
            Some('.') => chars.next(),
            Some(c) if is_sign(c) => chars.find(|c| !c.is_whitespace()),
            _ => first,
        };
        second.is_some_and(|c| class(c) == Some(Class::Digit))
    }

    /// Reads dashes. They count where they are a minus, and between two numbers.
    fn dash(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let end = at + rest.find(|c| !is_dash(plain(c)) && !is_left_out(c)).unwrap_or(rest.len());
        let run = &self.text[at..end];
        let direct = self.number_at(end);
        let spaced = end + self.text[end..].len() - self.text[end..].trim_start().len();
        let open = self.before(at).is_none_or(|c| c.is_whitespace() || c == '(' || is_sign(c) && c != '%');
        let after_number = self.text[..at]
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| class(plain(c)) == Some(Class::Digit) || plain(c) == '%');
        let minus = direct && open && run.chars().count() == 1 && !matches!(run, "—" | "―");
        if run.contains('\u{2212}') && direct || minus || after_number && self.number_at(spaced) {
            self.push(at, end, "-");
        }
        end
    }

    /// Reads a run of letters and digits: as many pieces as it has kinds of them.
    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.plain_word(start) {
            return end;
        }
        let mut at = start;
        let (mut piece, mut of) = (start, None);
        self.raw.clear();
        while let Some(c) = self.char_at(at) {
            let here = self.text[at..].chars().next().map_or(1, char::len_utf8);
            if is_left_out(c) && c != ZERO_WIDTH_SPACE {
                // Something that is not seen, inside a word: the word goes on.
                match self.next_at(at) {
                    Some((next, c)) if class(c).is_some() => {
                        at = next;
                        continue;
                    }
                    _ => break,
                }
            }
            let kind = match class(c) {
                Some(Class::Letter) if is_combining_mark(c) => of.unwrap_or(Class::Letter),
                Some(kind) => kind,
                None => match self.inside(at, here, of) {
                    Some(Some(inner)) => {
                        self.raw.push(inner);
                        of = of.or(Some(Class::Digit));
                        at += here;
                        continue;
                    }
                    Some(None) => {
                        at += here;
                        continue;
                    }
                    None => break,
                },
            };
            let goes_on = of.is_none_or(|of| of == kind && (kind != Class::RunsOn || is_combining_mark(c)));
            if !goes_on {
                self.finish(piece, at);
                piece = at;
            }
            of = Some(kind);
            self.raw.push(c);
            at += here;
        }
        self.finish(piece, at);
        at
    }

    /// Reads a word in plain letters with nothing beside it that could belong to it: most are.
    fn plain_word(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let ends = rest.get(length).is_none_or(|next| match next {
            b'.' => length > 1,
            byte => b" \n\r,;:-?!)]\"".contains(byte),
        });
        if length == 0 || !ends {
            return None;
        }
        let letters = self.text[start..start + length].to_ascii_lowercase();
        self.push(start, start + length, &letters);
        Some(start + length)
    }

    /// What a character between letters or digits is there: a part of the word or number, nothing (the point
    /// of an initialism), or its end.
    fn inside(&self, at: usize, width: usize, of: Option<Class>) -> Option<Option<char>> {
        let c = self.char_at(at)?;
        let next = self.char_at(at + width);
        let next_class = next.and_then(class);
        match of {
            None => Some(Some(c)),
            Some(Class::Digit) if next_class == Some(Class::Digit) => match c {
                '.' | ',' | ':' | '/' | '\u{66b}' | '\u{66c}' => Some(Some(c)),
                '\u{2044}' => Some(Some('/')),
                c if is_apostrophe(c) => Some(Some('\'')),
                _ => None,
            },
            Some(Class::Letter) if next_class == Some(Class::Letter) => {
                if is_apostrophe(c) {
                    return Some(Some('\''));
                }
                let next_len = next.map_or(0, char::len_utf8);
                let then = self.text.get(at + width + next_len..).and_then(|rest| rest.chars().next());
                let alone = then.is_none_or(|c| class(plain(c)).is_none());
                let initial = self.before(at).is_some_and(char::is_alphabetic)
                    && self.text[..at].chars().nth_back(1).is_none_or(|c| class(plain(c)).is_none());
                (c == '.' && initial && alone).then_some(None)
            }
            _ => None,
        }
    }

    fn finish(&mut self, start: usize, end: usize) {
        if self.raw.is_empty() {
            return;
        }
        let letters = folded(&self.raw);
        self.raw.clear();
        self.push(start, end, &letters);
    }

    fn push(&mut self, start: usize, end: usize, letters: &str) {
        let loose = self.out.pieces.last().is_some_and(|last| {
            let gap = &self.text[last.end..start];
            let before = &self.out.letters[last.at..];
            gap.is_empty() || may_join(gap, before, letters, &self.text[start..])
        });
        let at = self.out.letters.len();
        self.out.letters.push_str(letters);
        self.out.pieces.push(Piece { at, start, end, loose });
    }
}

/// Whether what stands between two pieces may stand for nothing.
fn may_join(gap: &str, before: &str, letters: &str, after: &str) -> bool {
    let runs_on = |c: Option<char>| c.and_then(class) == Some(Class::RunsOn);
    if runs_on(before.chars().next_back()) || runs_on(letters.chars().next()) {
        return true;
    }
    if gap == " " {
        return false;
    }
    let seen = gap.trim_start_matches(is_left_out);
    if seen.len() < gap.len() && seen.trim().is_empty() {
        return true;
    }
    let lettered = before.chars().next_back().is_some_and(char::is_alphabetic);
    let one = |text: &str| text.chars().count() == 1;
    let mut chars = seen.chars();
    match chars.next() {
        Some('-' | '\u{2010}' | '\u{2011}') if lettered => {
            let rest = chars.as_str();
            let blank = !rest.is_empty() && rest.chars().all(|c| c.is_whitespace() || is_left_out(c));
            blank && (rest.contains('\n') || after.starts_with(char::is_lowercase))
        }
        Some('.') if lettered && one(before) && one(letters) => chars.as_str().trim().is_empty(),
        _ => false,
    }
}

/// Letters without what does not tell words apart: case, the way accents are written, ligatures.
fn folded(raw: &str) -> String {
    if raw.is_ascii() {
        return raw.to_ascii_lowercase();
    }
    let formed: String = if raw.contains(is_form) { raw.nfkc().collect() } else { raw.to_owned() };
    let whole = formed.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).nfc();
    // Into capitals and back, which makes two letters of a ligature and of a sharp s.
    whole.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Another form of letters that have their own code: Arabic as it is joined, half and full width.
const fn is_form(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff00}'..='\u{ffef}')
}

/// A character of full width as the plain one, and one sign for each way of writing it.
const fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(plain) => plain,
            None => c,
        },
        '\u{61f}' | '\u{37e}' | '\u{55e}' | '\u{203d}' => '?',
        '\u{66a}' => '%',
        c => c,
    }
}

fn class(c: char) -> Option<Class> {
    if c.is_ascii() {
        return if c.is_ascii_digit() {
            Some(Class::Digit)
        } else {
            c.is_ascii_alphabetic().then_some(Class::Letter)
        };
    }
    if crate::domain::query::runs_on(c) {
        Some(Class::RunsOn)
    } else if c.is_numeric() {
        Some(Class::Digit)
    } else {
        (c.is_alphabetic() || is_combining_mark(c)).then_some(Class::Letter)
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}')
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}')
}

/// What is not seen: soft hyphens, joiners, marks of direction, controls.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || c.is_control() && !c.is_whitespace()
}

/// A sign that says something: money, shares, comparisons, a question, a picture. Punctuation does not.
pub(super) fn is_sign(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '$' | '%' | '+' | '<' | '=' | '>' | '&' | '?' | '~' | '^');
    }
    let punctuation = matches!(c,
        '\u{a1}' | '\u{ab}' | '\u{b4}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
        | '\u{2c2}'..='\u{2c5}' | '\u{387}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}'
        | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' | '\u{609}'..='\u{60d}' | '\u{61b}'
        | '\u{66b}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{970}' | '\u{e2f}' | '\u{e5a}'
        | '\u{104a}' | '\u{104b}' | '\u{1361}'..='\u{1368}' | '\u{17d4}'..='\u{17da}'
        | '\u{1800}'..='\u{180a}' | '\u{2010}'..='\u{2027}' | '\u{2032}'..='\u{205e}'
        | '\u{2500}'..='\u{257f}' | '\u{25a0}'..='\u{25ff}' | '\u{2e00}'..='\u{2e7f}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}'
        | '\u{30fb}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' | '\u{ff5f}'..='\u{ff65}');
    !punctuation && !c.is_whitespace() && !is_left_out(c)
}

#[cfg(test)]
mod tests {
    use super::Letters;

    fn pieces(text: &str) -> String {
        let letters = Letters::of(text);
        let each = (0..letters.len()).map(|n| {
            let joint = if letters.pieces[n].loose { "~" } else { " " };
            format!("{joint}{}", letters.piece(n))
        });
        each.collect::<String>().trim().to_owned()
    }

    #[test]
    fn what_counts_stays_and_the_rest_goes() {
        for (text, expected) in [
            ("The “U.S.”  Government’s plan…", "the us government's plan"),
            ("$5,000–$10,000 (up to 50 %)", "$~5,000~-~$~10,000 up to 50 %"),
            ("fell -5%, not .5% or 5.5", "fell -~5~% not .5~% or 5.5"),
            ("investi-\ngation of a well-known", "investi~gation of a well known"),
            ("investi\u{ad}gation, investi\u{ad}\ngation", "investigation investi~gation"),
            ("MS-13 and 12mm", "ms 13 and 12~mm"),
            ("e\u{301}t\u{e9} ﬁnal STRASSE Straße", "été final strasse strasse"),
            ("Did he know?? No!", "did he know~? no"),
            ("10² is not 102", "10² is not 102"),
            ("no\u{200c}joiner zero\u{200b}width", "nojoiner zero~width"),
            ("三号 US 港", "三~号~us~港"),
            ("１２％ ＡＢ", "12~% ab"),
            ("two- and three-year", "two~and three year"),
            ("word—5 people -- 6", "word 5 people 6"),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
