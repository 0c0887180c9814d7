//! The tokens of JSON: the one place that knows where a string, a number or a word ends.

use std::ops::Range;

/// What a walk over bytes comes upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A bracket, a comma, a colon, or a byte that JSON has no use for outside of strings.
    Mark(u8),
    /// The quotation mark that opens a string.
    TextBegins,
    /// The quotation mark that closes it.
    TextEnds,
    /// A line break inside a string, where JSON allows none. The string counts as ended.
    TextBroken,
    /// The first byte of a number, of `true`, `false`, `null`, or of what should have been one.
    WordBegins,
    /// The byte behind it, which is not taken.
    WordEnds,
    /// A line break outside of strings.
    LineEnds,
}

/// Whether a byte is a blank to JSON.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Text,
    Escape,
    Word,
}

/// Walks bytes that may come in parts: what is open at the end of one part goes on in the next.
#[derive(Debug, Default)]
pub(crate) struct Lexer {
    inside: Inside,
}

impl Lexer {
    /// The next event in `bytes` from `at` on, which is moved behind it; `None` if they are used up.
    pub(crate) fn next(&mut self, bytes: &[u8], at: &mut usize) -> Option<Event> {
        loop {
            let rest = bytes.get(*at..).filter(|rest| !rest.is_empty())?;
            match self.inside {
                Inside::Nothing => {
                    *at += 1;
                    match rest[0] {
                        b' ' | b'\t' | b'\r' => {}
                        b'\n' => return Some(Event::LineEnds),
                        b'"' => {
                            self.inside = Inside::Text;
                            return Some(Event::TextBegins);
                        }
                        byte if is_word(byte) => {
                            self.inside = Inside::Word;
                            return Some(Event::WordBegins);
                        }
                        mark => return Some(Event::Mark(mark)),
                    }
                }
                Inside::Text => {
                    let Some(run) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                        *at = bytes.len();
                        return None;
                    };
                    *at += run + 1;
                    if rest[run] == b'\\' {
                        self.inside = Inside::Escape;
                    } else {
                        self.inside = Inside::Nothing;
                        return Some(if rest[run] == b'"' { Event::TextEnds } else { Event::TextBroken });
                    }
                }
                Inside::Escape => {
                    *at += usize::from(rest[0] != b'\n');
                    self.inside = Inside::Text;
                }
                Inside::Word => {
                    let Some(run) = rest.iter().position(|byte| !is_word(*byte)) else {
                        *at = bytes.len();
                        return None;
                    };
                    *at += run;
                    self.inside = Inside::Nothing;
                    return Some(Event::WordEnds);
                }
            }
        }
    }

    /// Whether a number or word is open: the end of the file ends it, too.
    pub(crate) fn in_word(&self) -> bool {
        self.inside == Inside::Word
    }
}

/// A token of a text that is all at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A bracket, a comma, a colon, or a byte that JSON has no use for.
    Mark(u8),
    /// A string, with its quotation marks.
    Text,
    /// A number, `true`, `false`, `null`, or what should have been one.
    Word,
}

/// The tokens of `bytes`, and where each stands. A string that they end in is left out.
pub(crate) fn tokens(bytes: &[u8]) -> impl Iterator<Item = (Token, Range<usize>)> {
    let (mut lexer, mut at) = (Lexer::default(), 0);
    let mut begin = 0;
    std::iter::from_fn(move || {
        loop {
            let token = match lexer.next(bytes, &mut at) {
                Some(Event::Mark(byte)) => return Some((Token::Mark(byte), at - 1..at)),
                Some(Event::TextBegins | Event::WordBegins) => {
                    begin = at - 1;
                    continue;
                }
                Some(Event::LineEnds) => continue,
                Some(Event::TextEnds | Event::TextBroken) => Token::Text,
                Some(Event::WordEnds) => Token::Word,
                None if lexer.in_word() => {
                    lexer = Lexer::default();
                    Token::Word
                }
                None => return None,
            };
            return Some((token, begin..at));
        }
    })
}
