//! Splits JSON of any size into its records, holding one record at a time.
//!
//! The splitter knows the grammar of JSON down to the byte, and nothing of what the records mean.
//! It walks an object of sections, an array, an object whose members are records, or JSON Lines, and
//! hands out each record as the bytes it stands in, with its line. What one record costs is bounded:
//! its length by [`Limits::record`], its nesting by [`Limits::depth`]; nesting is counted, not
//! recursed into.
//!
//! A record that is too long or too deep is handed out as [`Split::Broken`], and the walk goes on
//! behind it. So is one that breaks the grammar, where the file has its records on lines of their
//! own: it costs the rest of its line. In any other file it is unknown where the next record
//! begins, and the walk ends with an error that names the line.

use crate::formats::json::path::JsonPath;
use crate::formats::json::scan::{Break, Progress, Scan};
use crate::formats::json::tokens::is_blank;
use crate::formats::json::{Layout, Limits, Slip, Split, SplitError};
use std::io::{self, BufRead};

/// The longest name of a member that is read.
const NAME: usize = 1024;
/// What the record's buffer keeps between records.
const KEEP: usize = 1 << 20;

/// Where the walk stands; `after` says whether something stands before it, without a comma yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    /// Before a section, a member of the whole file.
    Section {
        after: bool,
    },
    /// Before a record of an array, or one of many.
    Item {
        after: bool,
    },
    /// Before a record that is a member of an object.
    Member {
        after: bool,
    },
    /// Before a member of an object that has the records further in.
    Outside {
        after: bool,
    },
    End,
}

/// What the walk came upon; its bytes and its name are in the buffers.
enum Met {
    Section,
    Member,
    Record,
    Broken(Break),
    Slip(Slip),
}

/// How a walk into the buffer ended.
enum Walked {
    Whole,
    Broken(Break),
    CutOff,
}

/// Walks the records of a file. The module says how.
#[derive(Debug)]
pub struct Splitter<R> {
    input: R,
    layout: Layout,
    limits: Limits,
    at: At,
    scan: Scan,
    /// The name last read.
    name: String,
    record: Vec<u8>,
    path: JsonPath,
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
            name: String::new(),
            record: Vec::new(),
            path: JsonPath::default(),
        }
    }

    /// Looks for the records further in: under these members, each within the one before it. What
    /// stands beside them is read past.
    #[must_use]
    pub fn under(mut self, path: &[String]) -> Self {
        self.path = JsonPath::new(path);
        self
    }

    /// Counts lines from this one: what is walked stands further down in a file.
    #[must_use]
    pub const fn numbered_from(mut self, line: u64) -> Self {
        self.scan.line = line;
        self
    }

    /// The line the walk has reached.
    pub const fn line(&self) -> u64 {
        self.scan.line
    }

    /// The next step; none at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on. What came before it stands.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Split<'_>>, SplitError> {
        let (line, met) = loop {
            let met = match self.at {
                At::Start => self.start()?,
                At::Section { after } => self.section(after)?,
                At::Item { after } => self.item(after)?,
                At::Member { after } => self.member(after)?,
                At::Outside { after } => self.outside(after)?,
                At::End => {
                    return match self.peek()? {
                        Some(found) => Err(self.lost(found, "the end of the file")),
                        None => Ok(None),
                    };
                }
            };
            if let Some(met) = met {
                break met;
            }
        };
        let (name, raw) = (self.name.as_str(), self.record.as_slice());
        Ok(Some(match met {
            Met::Section => Split::Section { name, line },
            Met::Member => Split::Member { name, line, raw },
            Met::Record => Split::Record { section: name, line, raw },
            Met::Broken(why) => Split::Broken { section: name, line, raw, why },
            Met::Slip(slip) => Split::Slip { line, slip },
        }))
    }

    fn start(&mut self) -> Result<Option<(u64, Met)>, SplitError> {
        if self.fill()?.first() == Some(&0xEF) {
            for byte in [0xEF, 0xBB, 0xBF] {
                match self.fill()?.first().copied() {
                    Some(found) if found == byte => self.input.consume(1),
                    found => return Err(self.lost(found.unwrap_or(0xEF), "the start of JSON")),
                }
            }
        }
        let first = self.peek()?.ok_or(SplitError::Empty)?;
        let wrapped = !self.path.is_empty();
        let (wanted, at) = match self.layout {
            Layout::Lines => {
                self.at = At::Item { after: false };
                return Ok(None);
            }
            Layout::Array | Layout::Members if wrapped => (b'{', At::Outside { after: false }),
            Layout::Array => (b'[', At::Item { after: false }),
            Layout::Members => (b'{', At::Member { after: false }),
            Layout::Sections => (b'{', At::Section { after: false }),
        };
        if first != wanted {
            return Err(self.lost(first, if wanted == b'{' { "\"{\"" } else { "\"[\"" }));
        }
        if wrapped {
            self.path.enter();
        }
        self.take(first);
        self.at = at;
        Ok(None)
    }

    /// A section, or another member of the whole file.
    fn section(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        if !self.next_member(after)? {
            self.at = At::End;
            return Ok(None);
        }
        let line = self.line();
        self.read_name()?.map_err(|reason| SplitError::Name { line, reason })?;
        let first = self.want(self.line())?;
        let line = self.line();
        if first == b'[' {
            self.take(first);
            self.at = At::Item { after: false };
            return Ok(Some((line, Met::Section)));
        }
        self.at = At::Section { after: true };
        let why = self.value(false)?;
        Ok(Some((line, why.map_or(Met::Member, Met::Broken))))
    }

    /// Passes the comma before a member, where one stands before it; says whether there is a member.
    fn next_member(&mut self, after: bool) -> Result<bool, SplitError> {
        let mut found = self.want(self.line())?;
        if after && found == b',' {
            self.take(found);
            found = self.want(self.line())?;
        } else if after && found != b'}' {
            return Err(self.lost(found, "\",\" or \"}\""));
        }
        if found == b'}' {
            self.take(found);
            return Ok(false);
        }
        if found != b'"' {
            return Err(self.lost(found, "the name of a member"));
        }
        Ok(true)
    }

    /// Reads the name of a member and the colon behind it; says why it cannot be read, where it is
    /// no text and the walk can go on all the same.
    fn read_name(&mut self) -> Result<Result<(), String>, SplitError> {
        let line = self.line();
        let unreadable = |reason: &str| SplitError::Name { line, reason: reason.to_owned() };
        self.name.clear();
        self.scan.begin();
        let too_long = match self.gather(NAME)? {
            (Walked::Whole, too_long) => too_long,
            (Walked::Broken(_), _) => return Err(unreadable("it is not closed before the line ends")),
            (Walked::CutOff, _) => return Err(self.cut_off(line)),
        };
        let name = if too_long {
            Err("it is too long".to_owned())
        } else {
            serde_json::from_slice(&self.record).map_err(|error| error.to_string())
        };
        let found = self.want(line)?;
        if found != b':' {
            return Err(self.lost(found, "\":\""));
        }
        self.take(found);
        Ok(name.map(|name| self.name = name))
    }

    /// Passes the comma before a record; says what is wrong with the commas there, and whether one is
    /// still to come. `end` is what the records end with.
    fn comma(&mut self, after: bool, end: u8) -> Result<Option<(Slip, bool)>, SplitError> {
        let found = self.peek()?;
        if found == Some(b',') {
            self.take(b',');
            let next = self.peek()?;
            let extra = !after || next == Some(b',') || next == Some(end);
            return Ok(extra.then_some((Slip::CommaExtra, after && next == Some(b','))));
        }
        let begins = !matches!(found, None | Some(b'}' | b']' | b':'));
        Ok((after && begins).then_some((Slip::CommaMissing, false)))
    }

    /// A record of an array, or one of many.
    fn item(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        let lines = self.layout == Layout::Lines;
        match self.peek()? {
            Some(b']') if !lines => {
                self.take(b']');
                let sections = self.layout == Layout::Sections;
                self.at = if sections { At::Section { after: true } } else { self.behind() };
                return Ok(None);
            }
            None if lines => {
                self.at = At::End;
                return Ok(None);
            }
            None => return Err(self.cut_off(self.line())),
            Some(_) => {}
        }
        let line = self.line();
        if let Some((slip, after)) = self.comma(after, b']')? {
            self.at = At::Item { after };
            return Ok(Some((line, Met::Slip(slip))));
        }
        self.want(line)?;
        let line = self.line();
        let why = self.value(true)?;
        // A broken record may have taken the comma behind it along.
        let after = !lines && (why.is_none() || self.peek()? == Some(b','));
        self.at = At::Item { after };
        Ok(Some((line, why.map_or(Met::Record, Met::Broken))))
    }

    /// Where the walk stands behind an array or object of records.
    fn behind(&self) -> At {
        if self.path.is_open() { At::Outside { after: true } } else { At::End }
    }

    /// A record that is a member of an object.
    fn member(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        self.want(self.line())?;
        let line = self.line();
        if let Some((slip, after)) = self.comma(after, b'}')? {
            self.at = At::Member { after };
            return Ok(Some((line, Met::Slip(slip))));
        }
        match self.want(line)? {
            b'}' => {
                self.take(b'}');
                self.at = self.behind();
                return Ok(None);
            }
            b'"' => {}
            found => return Err(self.lost(found, "the name of a member")),
        }
        let named = self.read_name()?;
        self.want(line)?;
        let line = self.line();
        let why = self.value(false)?;
        self.at = At::Member { after: true };
        let why = why.or(named.is_err().then_some(Break::Name));
        Ok(Some((line, why.map_or(Met::Record, Met::Broken))))
    }

    /// A member of a wrapping object: into the one wanted, past any other.
    fn outside(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        if !self.next_member(after)? {
            self.path.leave();
            self.at = self.behind();
            let missing = self.at == At::End && !self.path.found;
            return if missing { Err(self.path.missing()) } else { Ok(None) };
        }
        let wanted = self.read_name()?.is_ok() && self.path.meets(&self.name);
        let first = self.want(self.line())?;
        let line = self.line();
        self.at = At::Outside { after: true };
        if wanted && !self.path.is_at_end() && first == b'{' {
            self.take(first);
            self.path.enter();
            self.at = At::Outside { after: false };
            return Ok(None);
        }
        if wanted && self.path.is_at_end() {
            let records = match (self.layout, first) {
                (Layout::Array, b'[') => At::Item { after: false },
                (Layout::Members, b'{') => At::Member { after: false },
                (Layout::Array, b'{') => {
                    self.reached();
                    let why = self.value(false)?;
                    return Ok(Some((line, why.map_or(Met::Record, Met::Broken))));
                }
                (_, b'[') => {
                    self.path.instead = Some("an array, not an object whose members are records");
                    return self.pass();
                }
                _ => {
                    self.path.instead = Some("a single value");
                    return self.pass();
                }
            };
            self.take(first);
            self.reached();
            self.at = records;
            return Ok(None);
        }
        self.pass()
    }

    /// Notes that the records are where they were looked for. They have no names of their own there.
    fn reached(&mut self) {
        self.path.found = true;
        self.name.clear();
    }

    /// Walks the value that comes next into the buffer; says what is wrong with it, if anything.
    /// `many` says that it is one of many, which may stand on lines of their own.
    fn value(&mut self, many: bool) -> Result<Option<Break>, SplitError> {
        let (began, limit) = (self.line(), self.limits.record);
        let lines = self.layout == Layout::Lines;
        self.scan.begin();
        let (walked, mut too_long) = self.gather(limit)?;
        let broken = match walked {
            Walked::Whole => None,
            Walked::CutOff if lines => (!self.scan.may_end()).then_some(Break::CutOff),
            Walked::CutOff => return Err(self.cut_off(began)),
            Walked::Broken(why) => {
                let line = self.line() - u64::from(why == Break::OpenText);
                let stop = Err(SplitError::Broken { line, why });
                if !many {
                    return stop;
                }
                if line == began {
                    if why != Break::OpenText {
                        too_long = self.gather_line(limit, too_long)?;
                    }
                    let own = without_comma(&self.record).len();
                    // A bracket at the end of the line may close the array, or open another.
                    if !lines
                        && (matches!(self.record[..own].last(), Some(b'[' | b']')) || !self.may_begin()?)
                    {
                        return stop;
                    }
                    self.record.truncate(own);
                    Some(why)
                } else if self.record.last() == Some(&b'\n') && (lines || self.may_begin()?) {
                    Some(Break::Unclosed(line))
                } else {
                    return stop;
                }
            }
        };
        self.record.truncate(self.record.trim_ascii_end().len());
        Ok(self.scan.too_deep().or(broken).or(too_long.then_some(Break::TooLong(limit))))
    }

    /// Whether a record or the end of its array may stand next, as far as its first byte tells.
    fn may_begin(&mut self) -> Result<bool, SplitError> {
        Ok(matches!(self.peek()?, Some(b'{' | b'[' | b']' | b',')))
    }

    /// Walks past the value that comes next.
    fn pass(&mut self) -> Result<Option<(u64, Met)>, SplitError> {
        let began = self.line();
        self.scan.begin();
        match self.gather(0)? {
            (Walked::Whole, _) => Ok(None),
            (Walked::CutOff, _) => Err(self.cut_off(began)),
            (Walked::Broken(why), _) => {
                Err(SplitError::Broken { line: self.line() - u64::from(why == Break::OpenText), why })
            }
        }
    }

    /// Walks the value just begun into the emptied buffer; says how that ended, and whether the value
    /// is over the limit, and so left out.
    fn gather(&mut self, limit: usize) -> Result<(Walked, bool), SplitError> {
        self.record.clear();
        self.record.shrink_to(KEEP);
        let mut too_long = false;
        loop {
            let Self { input, scan, record, .. } = self;
            let bytes = fill(input, scan.line)?;
            if bytes.is_empty() {
                return Ok((Walked::CutOff, too_long));
            }
            let (taken, progress) = scan.feed(bytes);
            too_long = too_long || !keep(record, &bytes[..taken], limit);
            input.consume(taken);
            match progress {
                Progress::Inside => {}
                Progress::Ended => return Ok((Walked::Whole, too_long)),
                Progress::Broken(why) => return Ok((Walked::Broken(why), too_long)),
            }
        }
    }

    /// Takes the rest of the line into the buffer, unless it is `over` the limit; says whether it is.
    fn gather_line(&mut self, limit: usize, over: bool) -> Result<bool, SplitError> {
        let mut too_long = over;
        loop {
            let Self { input, scan, record, .. } = self;
            let bytes = fill(input, scan.line)?;
            let end = memchr::memchr(b'\n', bytes).map(|at| at + 1);
            let taken = end.unwrap_or(bytes.len());
            too_long = too_long || !keep(record, &bytes[..taken], limit);
            input.consume(taken);
            scan.line += u64::from(end.is_some());
            if end.is_some() || taken == 0 {
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
            let Some(&first) = self.fill()?.first() else { return Ok(None) };
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
        fill(&mut self.input, self.scan.line)
    }

    fn cut_off(&self, began: u64) -> SplitError {
        SplitError::CutOff { line: self.line(), began }
    }

    fn lost(&self, found: u8, wanted: &'static str) -> SplitError {
        SplitError::Lost { line: self.line(), found, wanted }
    }
}

/// The bytes that come next; none at the end of the file.
fn fill<R: BufRead>(input: &mut R, line: u64) -> Result<&[u8], SplitError> {
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(SplitError::Io { line, error }),
        }
    }
    // Borrowed a second time, as a borrow that is returned from the loop would outlive it.
    input.fill_buf().map_err(|error| SplitError::Io { line, error })
}

/// Puts bytes behind those that are kept, unless that makes too many: then none are kept.
fn keep(record: &mut Vec<u8>, bytes: &[u8], limit: usize) -> bool {
    let fits = record.len() + bytes.len() <= limit;
    if fits {
        record.extend_from_slice(bytes);
    } else {
        record.clear();
    }
    fits
}

fn without_comma(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.trim_ascii_end();
    bytes.strip_suffix(b",").map_or(bytes, <[u8]>::trim_ascii_end)
}
