//! One value of JSON, walked as its bytes come: the grammar, without recursion.

use crate::formats::json::tokens::{Event, Lexer};
use thiserror::Error;

/// Why a record is not well formed, as the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Break {
    /// A character where the grammar has none: its first byte.
    #[error("it has {} where JSON allows none", Shown(*.0))]
    Unexpected(u8),
    /// A string that is not closed on its line.
    #[error("a text in it is not closed before the line ends")]
    OpenText,
    /// The next record begins, on this line, before this one is closed.
    #[error("it is not closed before line {0} begins")]
    Unclosed(u64),
    /// Longer than one record may be, in bytes.
    #[error("it is longer than {} MiB", .0 >> 20)]
    TooLong(usize),
    /// Deeper than one record may be, in levels.
    #[error("it is nested deeper than {0} levels")]
    TooDeep(usize),
    /// The file ends inside the record.
    #[error("the file ends inside it")]
    CutOff,
    /// The name the record stands under is no text, or absurdly long.
    #[error("the name it stands under cannot be read")]
    Name,
}

/// A byte as people name it.
pub(crate) struct Shown(pub(crate) u8);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            byte if byte.is_ascii_graphic() => write!(f, "\"{}\"", char::from(byte)),
            byte => write!(f, "the byte 0x{byte:02x}"),
        }
    }
}

/// What may come next inside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    After,
}

/// How far a walk over some bytes has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The value goes on behind them.
    Inside,
    /// The value ends there.
    Ended,
    /// The grammar is broken there: before the byte that breaks it, or behind the line break that
    /// leaves a string open.
    Broken(Break),
}

/// One value being walked, and the line reached.
#[derive(Debug)]
pub(crate) struct Scan {
    /// The line, from 1.
    pub(crate) line: u64,
    lexer: Lexer,
    expect: Expect,
    /// The open brackets, outermost first.
    open: Vec<u8>,
    /// How many more are open beyond the limit.
    over: u64,
    depth: usize,
    too_deep: bool,
}

impl Scan {
    /// `depth` is how deep a value may be nested.
    pub(crate) fn new(depth: usize) -> Self {
        Self {
            line: 1,
            lexer: Lexer::default(),
            expect: Expect::Value,
            open: Vec::new(),
            over: 0,
            depth,
            too_deep: false,
        }
    }

    /// Begins a value at the line reached.
    pub(crate) fn begin(&mut self) {
        self.lexer = Lexer::default();
        self.expect = Expect::Value;
        self.open.clear();
        self.over = 0;
        self.too_deep = false;
    }

    /// Steps over a byte between values.
    pub(crate) const fn step(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
        }
    }

    /// Whether the value may end with the file: a number has no other end.
    pub(crate) fn may_end(&self) -> bool {
        self.open.is_empty() && self.lexer.in_word()
    }

    /// That the value is nested too deep, where it is.
    pub(crate) fn too_deep(&self) -> Option<Break> {
        self.too_deep.then_some(Break::TooDeep(self.depth))
    }

    /// Walks on; says how many bytes belong to the value, and how far it has come with them.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, Progress) {
        let mut at = 0;
        while let Some(event) = self.lexer.next(bytes, &mut at) {
            let byte = match event {
                Event::LineEnds => {
                    self.line += 1;
                    continue;
                }
                Event::TextBroken => {
                    self.line += 1;
                    return (at, Progress::Broken(Break::OpenText));
                }
                Event::TextEnds | Event::WordEnds if self.is_closed() => return (at, Progress::Ended),
                Event::TextEnds | Event::WordEnds => continue,
                Event::TextBegins => b'"',
                Event::WordBegins => b'0',
                Event::Mark(byte) => byte,
            };
            if !self.allows(byte) {
                return (at - 1, Progress::Broken(Break::Unexpected(bytes[at - 1])));
            }
            self.nest(byte);
            if matches!(byte, b'}' | b']') && self.is_closed() {
                return (at, Progress::Ended);
            }
        }
        (at, Progress::Inside)
    }

    fn is_closed(&self) -> bool {
        self.open.is_empty() && self.over == 0
    }

    /// Takes the first byte of a token, where the grammar has it; any word stands as a digit. Of a
    /// value that is nested too deep only the brackets are followed, to find its end.
    fn allows(&mut self, byte: u8) -> bool {
        use Expect::{After, Colon, Name, NameOrEnd, Value, ValueOrEnd};
        let within = self.open.last();
        if self.too_deep {
            return match byte {
                b'}' if self.over == 0 => within == Some(&b'{'),
                b']' if self.over == 0 => within == Some(&b'['),
                _ => true,
            };
        }
        self.expect = match (self.expect, byte) {
            (Value | ValueOrEnd, b'{') => NameOrEnd,
            (Value | ValueOrEnd, b'[') => ValueOrEnd,
            (Value | ValueOrEnd, b'"' | b'0') => After,
            (Name | NameOrEnd, b'"') => Colon,
            (Colon, b':') => Value,
            (After, b',') if within == Some(&b'{') => Name,
            (After, b',') if within == Some(&b'[') => Value,
            (NameOrEnd | After, b'}') if within == Some(&b'{') => After,
            (ValueOrEnd | After, b']') if within == Some(&b'[') => After,
            _ => return false,
        };
        true
    }

    /// Follows the brackets.
    fn nest(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' if self.open.len() >= self.depth => {
                self.too_deep = true;
                self.over += 1;
            }
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' if self.over > 0 => self.over -= 1,
            b'}' | b']' => {
                self.open.pop();
            }
            _ => {}
        }
    }
}
