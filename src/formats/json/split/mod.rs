//! Splits JSON of any size into its records, holding one record at a time.
//!
//! The splitter knows the grammar of JSON down to the byte, and nothing of what the records mean.
//! It walks an object of sections, an array, an object whose members are records, or JSON Lines, and
//! hands out each record as the bytes it stands in, with its line. What one record costs is bounded: its length by
//! [`Limits::record`], its nesting by [`Limits::depth`], and nesting is counted, not recursed into.
//!
//! A record that breaks the grammar is handed out as [`Piece::Broken`], and the walk goes on after
//! it: where its brackets still balance, right behind them; else at the next line that begins as
//! the record's own line did. Where neither holds (a file cut off, a file on one line that lost a
//! quotation mark) the walk ends with an error that names the line.

pub(crate) mod json_path;
pub(crate) mod piece;

pub use crate::formats::json::scan::Break;
use crate::formats::json::scan::{Scan, is_blank};
use std::io::{self, BufRead};

use crate::formats::json::split::json_path::Way;
pub use crate::formats::json::split::piece::{Layout, Limits, Piece, Slip, SplitError};

/// The longest name of a member of the whole file.
const NAME: usize = 1024;
/// What the record's buffer keeps between records.
const KEEP: usize = 1 << 20;

/// Where the walk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    /// Before a member of the whole file; whether one stands before it.
    Name {
        after: bool,
    },
    /// Before a record; whether one stands before it without a comma yet.
    Item {
        after: bool,
    },
    /// Before a record that is a member of an object.
    Member {
        after: bool,
    },
    /// Before a member of an object that has the records further in.
    Way {
        after: bool,
    },
    /// The walk is over.
    End,
}

/// Walks the records of a file. See the [module](self).
#[derive(Debug)]
pub struct Splitter<R> {
    input: R,
    layout: Layout,
    limits: Limits,
    at: At,
    scan: Scan,
    section: String,
    record: Vec<u8>,
    way: Way,
}

impl<R: BufRead> Splitter<R> {
    /// A walk over a file, with the usual limits.
    pub fn new(input: R, layout: Layout) -> Self {
        Self::with_limits(input, layout, Limits::default())
    }

    /// A walk over a file.
    pub fn with_limits(input: R, layout: Layout, limits: Limits) -> Self {
        Self {
            input,
            layout,
            limits,
            at: At::Start,
            scan: Scan::new(limits.depth),
            section: String::new(),
            record: Vec::new(),
            way: Way::default(),
        }
    }

    /// Looks for the records further in: under these members, each within the one before it. What
    /// stands beside them is read past.
    #[must_use]
    pub fn under(mut self, path: &[String]) -> Self {
        self.way = Way::new(path);
        self
    }

    /// Counts lines from this one: what is walked stands further down in a file.
    #[must_use]
    pub const fn numbered_from(mut self, line: u64) -> Self {
        self.scan.number_from(line);
        self
    }

    /// The line the walk has reached.
    pub const fn line(&self) -> u64 {
        self.scan.line()
    }

    /// The next step; none at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on. What came before it stands.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, SplitError> {
        loop {
            match self.at {
                At::Start => self.start()?,
                At::Name { after } => {
                    if self.name(after)? {
                        return self.member().map(Some);
                    }
                }
                At::Item { after } => {
                    if let Some(first) = self.item()? {
                        return self.step(first, after).map(Some);
                    }
                }
                At::Member { after } => {
                    if let Some(step) = self.named(after)? {
                        return self.handed(step).map(Some);
                    }
                }
                At::Way { after } => {
                    if let Some(step) = self.on_the_way(after)? {
                        return self.handed(step).map(Some);
                    }
                }
                At::End => {
                    return match self.peek()? {
                        Some(found) => Err(self.lost(found, "the end of the file")),
                        None => Ok(None),
                    };
                }
            }
        }
    }

    fn start(&mut self) -> Result<(), SplitError> {
        if self.fill()?.first() == Some(&0xEF) {
            for byte in [0xEF, 0xBB, 0xBF] {
                match self.fill()?.first().copied() {
                    Some(found) if found == byte => self.input.consume(1),
                    found => return Err(self.lost(found.unwrap_or(0xEF), "the begin of JSON")),
                }
            }
        }
        let first = self.peek()?.ok_or(SplitError::Empty)?;
        self.at = match (self.layout, first) {
            (Layout::Array | Layout::Members, b'{') if !self.way.is_empty() => {
                self.way.enter();
                At::Way { after: false }
            }
            (Layout::Sections, b'{') => At::Name { after: false },
            (Layout::Members, b'{') => At::Member { after: false },
            (Layout::Array, b'[') if self.way.is_empty() => At::Item { after: false },
            (Layout::Lines, _) => {
                self.at = At::Item { after: false };
                return Ok(());
            }
            (Layout::Array, found) if !self.way.is_empty() => return Err(self.lost(found, "\"{\"")),
            (Layout::Sections | Layout::Members, found) => return Err(self.lost(found, "\"{\"")),
            (Layout::Array, found) => return Err(self.lost(found, "\"[\"")),
        };
        self.take(first);
        Ok(())
    }

    /// Reads the name of the next member; says whether there is one.
    fn name(&mut self, after: bool) -> Result<bool, SplitError> {
        let mut found = self.want(self.line())?;
        if found == b'}' {
            self.take(found);
            self.at = At::End;
            return Ok(false);
        }
        if after {
            if found != b',' {
                return Err(self.lost(found, "\",\" or \"}\""));
            }
            self.take(found);
            found = self.want(self.line())?;
        }
        if found != b'"' {
            return Err(self.lost(found, "the name of a member"));
        }
        let line = self.line();
        let name = |reason: &str| SplitError::Name { line, reason: reason.to_owned() };
        self.scan.begin_alone();
        if self.gather(NAME)? {
            return Err(name("it is too long"));
        }
        if self.scan.broken().is_some() {
            return Err(name("it is not closed before the line ends"));
        }
        self.section = serde_json::from_slice(&self.record).map_err(|error| name(&error.to_string()))?;
        let found = self.want(line)?;
        if found != b':' {
            return Err(self.lost(found, "\":\""));
        }
        self.take(found);
        Ok(true)
    }

    /// The value of the member just named.
    fn member(&mut self) -> Result<Piece<'_>, SplitError> {
        let first = self.want(self.line())?;
        let line = self.line();
        if first == b'[' {
            self.take(first);
            self.at = At::Item { after: false };
            return Ok(Piece::Section { name: &self.section, line });
        }
        self.at = At::Name { after: true };
        self.scan.begin_alone();
        let why = self.value(false)?;
        let raw = self.record.as_slice();
        Ok(match why {
            None => Piece::Member { name: &self.section, line, raw },
            Some(why) => Piece::Broken { section: &self.section, line, raw, why },
        })
    }

    /// The byte the next record or slip begins with; none where the array ends.
    fn item(&mut self) -> Result<Option<u8>, SplitError> {
        let lines = self.layout == Layout::Lines;
        let Some(found) = self.peek()? else {
            if lines {
                self.at = At::End;
                return Ok(None);
            }
            return Err(self.cut_off(self.line()));
        };
        if found == b']' && !lines {
            self.take(found);
            let sections = self.layout == Layout::Sections;
            self.at = if sections { At::Name { after: true } } else { self.outside() };
            return Ok(None);
        }
        Ok(Some(found))
    }

    fn step(&mut self, first: u8, after: bool) -> Result<Piece<'_>, SplitError> {
        let lines = self.layout == Layout::Lines;
        let line = self.line();
        let mut slip = None;
        if first == b',' {
            self.scan.mark_line();
            self.take(first);
            let next = self.peek()?;
            if lines || !after || next == Some(b']') {
                slip = Some(Slip::CommaExtra);
            } else if next == Some(b',') {
                self.scan.mark_line();
                self.take(b',');
                slip = Some(Slip::CommaExtra);
            } else if next.is_none() {
                return Err(self.cut_off(line));
            }
        } else if after && !lines {
            if !self.scan.is_fresh() && !matches!(first, b'{' | b'[' | b'"') {
                self.at = At::Item { after: false };
                return self.stray(first);
            }
            slip = Some(Slip::CommaMissing);
        }
        if let Some(slip) = slip {
            self.at = At::Item { after: false };
            return Ok(Piece::Slip { section: &self.section, line, slip });
        }
        let line = self.line();
        self.at = At::Item { after: true };
        self.scan.begin();
        let why = self.value(lines)?;
        if why.is_some() {
            // Where a broken record ends is a guess: a comma may or may not follow.
            let comma = self.peek()? == Some(b',');
            self.at = At::Item { after: comma };
        }
        let (section, raw) = (self.section.as_str(), self.record.as_slice());
        Ok(match why {
            None => Piece::Record { section, line, raw },
            Some(why) => Piece::Broken { section, line, raw, why },
        })
    }

    /// Something behind a record that is neither a comma nor the end: skips it.
    fn stray(&mut self, found: u8) -> Result<Piece<'_>, SplitError> {
        let line = self.line();
        let why = Break::Unexpected { found, line };
        self.scan.begin_stray(found);
        self.value(false)?;
        Ok(Piece::Broken { section: &self.section, line, raw: &self.record, why })
    }

    /// Walks the value just begun into the buffer; says what is wrong with it, if anything.
    fn value(&mut self, may_be_cut_off: bool) -> Result<Option<Break>, SplitError> {
        let began = self.line();
        let limit = self.limits.record;
        let cut_off = |this: &mut Self, error| match error {
            SplitError::CutOff { .. } if may_be_cut_off => {
                this.scan.cut_off();
                Ok(false)
            }
            SplitError::CutOff { line, .. } => Err(SplitError::CutOff { line, began }),
            other => Err(other),
        };
        let mut too_long = self.gather(limit).or_else(|error| cut_off(self, error))?;
        // Brackets that close a broken record may be the wrong ones: where its line goes on behind
        // them, the next line is the safer place to begin again.
        if self.scan.is_doubtful()
            && let Some(found) = self.peek()?
            && found != b','
            && !self.scan.is_fresh()
            && !self.closes()?
        {
            self.scan.lose(found);
            too_long |= self.gather_on(limit).or_else(|error| cut_off(self, error))?;
        }
        if let Some((line, found)) = self.scan.lost_for_good() {
            return Err(SplitError::Lost { line, found, wanted: "the rest of the record" });
        }
        let blank = self.record.iter().rev().take_while(|byte| is_blank(**byte)).count();
        self.record.truncate(self.record.len() - blank);
        Ok(self.scan.broken().or(too_long.then_some(Break::TooLong { limit })))
    }

    /// Whether what follows closes the array of records for good, as far as can be seen ahead.
    fn closes(&mut self) -> Result<bool, SplitError> {
        let layout = self.layout;
        let wrapped = !self.way.is_empty();
        let closer: &[u8] = if layout == Layout::Members { b"}" } else { b"]" };
        let Some(rest) = self.fill()?.strip_prefix(closer) else { return Ok(false) };
        Ok(match (layout, rest.trim_ascii_start()) {
            (Layout::Array | Layout::Members, rest) if wrapped => {
                matches!(rest, [] | [b'}' | b',', ..])
            }
            (Layout::Sections, [b'}', rest @ ..]) => rest.trim_ascii_start().is_empty(),
            (Layout::Sections, [b',', rest @ ..]) => matches!(rest.trim_ascii_start(), [] | [b'"', ..]),
            (Layout::Array | Layout::Members, rest) => rest.is_empty(),
            _ => false,
        })
    }

    /// Walks what was begun into the emptied buffer; says whether it is over the limit.
    fn gather(&mut self, limit: usize) -> Result<bool, SplitError> {
        self.record.clear();
        self.record.shrink_to(KEEP);
        self.gather_on(limit)
    }

    fn gather_on(&mut self, limit: usize) -> Result<bool, SplitError> {
        let mut too_long = false;
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(SplitError::Io { line: self.scan.line(), error }),
            };
            if bytes.is_empty() {
                return Err(self.cut_off(self.line()));
            }
            let (taken, ended) = self.scan.feed(bytes);
            if too_long || self.record.len() + taken > limit {
                too_long = true;
                self.record.clear();
            } else {
                self.record.extend_from_slice(&bytes[..taken]);
            }
            self.input.consume(taken);
            if ended {
                return Ok(too_long);
            }
        }
    }

    /// The next byte that is not blank, which must be there.
    fn want(&mut self, began: u64) -> Result<u8, SplitError> {
        self.peek()?.ok_or_else(|| self.cut_off(began))
    }

    /// The next byte that is not blank, left where it is.
    fn peek(&mut self) -> Result<Option<u8>, SplitError> {
        loop {
            let bytes = self.fill()?;
            let Some(&first) = bytes.first() else { return Ok(None) };
            if !is_blank(first) {
                return Ok(Some(first));
            }
            self.take(first);
        }
    }

    fn take(&mut self, byte: u8) {
        self.scan.step(byte);
        self.input.consume(1);
    }

    fn fill(&mut self) -> Result<&[u8], SplitError> {
        loop {
            match self.input.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(SplitError::Io { line: self.line(), error }),
            }
        }
        let line = self.line();
        self.input.fill_buf().map_err(|error| SplitError::Io { line, error })
    }

    fn cut_off(&self, began: u64) -> SplitError {
        SplitError::CutOff { line: self.line(), began }
    }

    fn lost(&self, found: u8, wanted: &'static str) -> SplitError {
        SplitError::Lost { line: self.line(), found, wanted }
    }
}
