//! One value of JSON, walked byte by byte as the bytes come: the grammar, without recursion, and
//! where a value that breaks it ends all the same.

use thiserror::Error;

/// Why a record is not well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Break {
    /// A character where the grammar has none.
    #[error("line {line} has {} where JSON allows none", Shown(*.found))]
    Unexpected {
        /// The character's first byte.
        found: u8,
        /// Its line.
        line: u64,
    },
    /// A string that is not closed on its line.
    #[error("a text on line {line} is not closed before the line ends")]
    OpenText {
        /// The line.
        line: u64,
    },
    /// More than one record may be.
    #[error("it is longer than {} MiB", .limit >> 20)]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Deeper than one record may be.
    #[error("it is nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
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

/// What may come next inside a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    After,
}

/// Line, and whether only blanks stand before this byte on it, and how many.
#[derive(Debug, Clone, Copy)]
struct Position {
    line: u64,
    fresh: bool,
    indent: u64,
}

impl Position {
    /// Steps over one byte outside of strings.
    const fn step(&mut self, byte: u8) {
        match byte {
            b'\n' => *self = Self { line: self.line + 1, fresh: true, indent: 0 },
            b' ' | b'\t' | b'\r' if self.fresh => self.indent += 1,
            b' ' | b'\t' | b'\r' => {}
            _ => self.fresh = false,
        }
    }
}

/// One record being walked, fed bytes as they come.
#[derive(Debug)]
pub(crate) struct Scan {
    position: Position,
    expect: Expect,
    /// The open brackets, outermost first.
    open: Vec<u8>,
    /// How many more are open beyond the limit.
    over: u64,
    depth: usize,
    in_text: bool,
    escaped: bool,
    in_word: bool,
    broken: Option<Break>,
    /// The brackets no longer match: skip to the next line that begins as this record's did.
    lost: Option<(u64, u8)>,
    /// The line the record began on.
    began: u64,
    /// The indent of the line it began on, where that line began with a record; and that line.
    own: Option<u64>,
    own_line: u64,
    /// The record is a member of an object: the next one begins with its name.
    named: bool,
}

pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Part of a number, of `true`, `false`, `null`, or of what should have been one.
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

impl Scan {
    pub(crate) fn new(depth: usize) -> Self {
        Self {
            position: Position { line: 1, fresh: true, indent: 0 },
            expect: Expect::Value,
            open: Vec::new(),
            over: 0,
            depth,
            in_text: false,
            escaped: false,
            in_word: false,
            broken: None,
            lost: None,
            began: 1,
            own: None,
            own_line: 0,
            named: false,
        }
    }

    pub(crate) const fn number_from(&mut self, line: u64) {
        self.position.line = line;
    }

    /// The indent of the line, where nothing but blanks stands on it yet.
    pub(crate) fn indent(&self) -> Option<u64> {
        self.position.fresh.then_some(self.position.indent)
    }

    /// A member of an object of records, whose name begins a line of this indent, if it begins one.
    pub(crate) fn begin_named(&mut self, indent: Option<u64>, line: u64) {
        self.begin();
        self.named = true;
        if self.own.is_none() {
            self.own = indent;
            self.own_line = line;
        }
    }

    /// A value that no line break ends: it is not one of many.
    pub(crate) fn begin_alone(&mut self) {
        self.begin();
        self.own = None;
        self.own_line = 0;
    }

    pub(crate) fn begin(&mut self) {
        self.expect = Expect::Value;
        self.open.clear();
        self.over = 0;
        self.in_text = false;
        self.escaped = false;
        self.in_word = false;
        self.broken = None;
        self.lost = None;
        self.named = false;
        self.began = self.position.line;
        self.mark_line();
        if self.own_line != self.position.line {
            self.own = None;
        }
    }

    /// Notes that the line begins here, with a record or the comma before one.
    pub(crate) const fn mark_line(&mut self) {
        if self.position.fresh {
            self.own = Some(self.position.indent);
            self.own_line = self.position.line;
        }
    }

    /// Something that belongs to no record: it is skipped, as a record that lost its way.
    pub(crate) fn begin_stray(&mut self, found: u8) {
        let own = self.own;
        self.begin();
        self.own = own;
        self.lose(found);
    }

    /// Gives the record up: it ends where a line begins as its own did.
    pub(crate) fn lose(&mut self, found: u8) {
        self.breaks(Break::Unexpected { found, line: self.position.line });
        self.lost = Some((self.position.line, found));
    }

    /// Whether the brackets that closed the record may be the wrong ones, and another line may tell.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.own.is_some() && self.broken.is_some_and(|why| !matches!(why, Break::TooDeep { .. }))
    }

    /// Ends the record with the file; a number may end so.
    pub(crate) fn cut_off(&mut self) {
        if !(self.in_word && self.open.is_empty()) {
            self.breaks(Break::CutOff);
        }
    }

    /// What is wrong with the record.
    pub(crate) const fn broken(&self) -> Option<Break> {
        self.broken
    }

    /// Where the record lost its way, when no line begins as its own did.
    pub(crate) fn lost_for_good(&self) -> Option<(u64, u8)> {
        if self.own.is_none() { self.lost } else { None }
    }

    /// The line reached.
    pub(crate) const fn line(&self) -> u64 {
        self.position.line
    }

    /// Whether only blanks stand before the next byte on its line.
    pub(crate) const fn is_fresh(&self) -> bool {
        self.position.fresh
    }

    /// Steps over a byte between records.
    pub(crate) const fn step(&mut self, byte: u8) {
        self.position.step(byte);
    }

    fn breaks(&mut self, why: Break) {
        self.broken.get_or_insert(why);
    }

    /// Whether a broken record ends before this byte: it opens or closes something at the
    /// begin of a line that stands no further in than the record's own.
    fn ends_before(&self, byte: u8) -> bool {
        let Position { line, fresh, indent } = self.position;
        fresh
            && line > self.began
            && self.own.is_some_and(|own| match byte {
                b'{' | b'[' | b']' if !self.named => indent <= own,
                b'"' if self.named => indent <= own,
                b'}' if self.named => indent < own,
                _ => false,
            })
    }

    /// Walks on; says how many bytes it took and whether the record ends there.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.in_text {
                at += self.text(&bytes[at..]);
                if !self.in_text && self.open.is_empty() && self.broken.is_none() {
                    return (at, true);
                }
            } else if self.in_word {
                if is_word(byte) {
                    at += 1;
                } else {
                    self.in_word = false;
                    if self.open.is_empty() {
                        return (at, true);
                    }
                }
            } else if is_blank(byte) {
                self.position.step(byte);
                at += 1;
            } else if self.broken.is_some() && self.ends_before(byte) {
                return (at, true);
            } else if self.lost.is_some() {
                if self.lost_for_good().is_some() {
                    return (at, true);
                }
                self.position.step(byte);
                at += 1;
            } else {
                let ended = self.token(byte);
                if self.broken.is_some() && self.ends_before(byte) {
                    return (at, true);
                }
                self.position.step(byte);
                at += 1;
                if ended {
                    return (at, true);
                }
            }
        }
        (at, false)
    }

    /// Walks inside a string; says how many bytes it took.
    fn text(&mut self, bytes: &[u8]) -> usize {
        if self.escaped && bytes[0] != b'\n' {
            self.escaped = false;
            return 1;
        }
        let Some(at) = memchr::memchr3(b'"', b'\\', b'\n', bytes) else {
            return bytes.len();
        };
        match bytes[at] {
            b'\\' => self.escaped = true,
            b'\n' => {
                self.in_text = false;
                self.breaks(Break::OpenText { line: self.position.line });
                self.position.step(b'\n');
            }
            _ => self.in_text = false,
        }
        at + 1
    }

    /// Takes one byte of the grammar; says whether the record ends with it.
    fn token(&mut self, byte: u8) -> bool {
        use Expect::{After, Colon, Name, NameOrEnd, Value, ValueOrEnd};
        if self.broken.is_none() {
            match (self.expect, byte) {
                (Value | ValueOrEnd, b'{') => self.expect = NameOrEnd,
                (Value | ValueOrEnd, b'[') => self.expect = ValueOrEnd,
                (Value | ValueOrEnd, b'"') => self.expect = After,
                (Name | NameOrEnd, b'"') => self.expect = Colon,
                (Colon, b':') => self.expect = Value,
                (After, b',') if self.open.last() == Some(&b'{') => self.expect = Name,
                (After, b',') if self.open.last() == Some(&b'[') => self.expect = Value,
                (NameOrEnd | After, b'}') if self.open.last() == Some(&b'{') => self.expect = After,
                (ValueOrEnd | After, b']') if self.open.last() == Some(&b'[') => self.expect = After,
                (Value | ValueOrEnd, word) if is_word(word) => self.expect = After,
                _ => {
                    self.breaks(Break::Unexpected { found: byte, line: self.position.line });
                    if self.ends_before(byte) {
                        return false;
                    }
                }
            }
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' if self.open.len() >= self.depth => {
                self.breaks(Break::TooDeep { limit: self.depth });
                self.over += 1;
            }
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' if self.over > 0 => self.over -= 1,
            b'}' | b']' => {
                let opener = if byte == b'}' { b'{' } else { b'[' };
                if self.open.last() == Some(&opener) {
                    self.open.pop();
                    return self.open.is_empty();
                }
                self.lost = Some((self.position.line, byte));
            }
            word if is_word(word) => self.in_word = true,
            _ if self.open.is_empty() => self.lost = Some((self.position.line, byte)),
            _ => {}
        }
        false
    }
}
