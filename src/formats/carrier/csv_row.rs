//! The rows of a table, one at a time, with the bytes and the line each stands in.

use crate::formats::carrier::Escapes;
use crate::formats::json::SplitError;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, BufRead};
use thiserror::Error;

/// How often reading goes on behind a quotation mark that nothing closes.
const REOPENED: u32 = 8;
/// How much of a line that is passed over is kept to say what it was.
const SAID: usize = 400;
/// What buffers keep between rows.
const KEEP: usize = 1 << 20;

/// Why a row is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Unfit {
    #[error("a quotation mark that begins a field on this line is never closed")]
    Open,
    #[error("it is longer than {} MiB; a quotation mark may be missing", .0 >> 20)]
    TooLong(usize),
}

/// A row. Its cells are those of the table, without quotation marks.
pub(super) struct Row<'a> {
    pub line: u64,
    pub raw: &'a [u8],
    pub ended: Result<(), Unfit>,
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing stands in any of its cells.
    pub fn is_blank(&self) -> bool {
        std::str::from_utf8(self.text).is_ok_and(|text| text.trim().is_empty())
    }

    /// Whether a quotation mark stands in it at all, where it may be out of place, or a backslash that may escape
    /// something.
    pub fn has_marks(&self, escapes: Escapes) -> bool {
        match escapes {
            Escapes::Everywhere => memchr::memchr2(b'"', b'\\', self.raw).is_some(),
            _ => memchr::memchr(b'"', self.raw).is_some(),
        }
    }

    pub fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (text, ends) = (self.text, self.ends);
        (0..ends.len()).map(move |at| {
            let begin = if at == 0 { 0 } else { ends[at - 1] };
            text.get(begin..ends[at]).unwrap_or_default()
        })
    }
}

/// Walks the rows of a table.
pub(super) struct Rows<R> {
    input: R,
    /// Bytes that are read again before `input`, and how far.
    again: Vec<u8>,
    again_at: usize,
    reader: Reader,
    escapes: Escapes,
    limit: usize,
    line: u64,
    /// The byte before was a CR: an LF that follows belongs to it.
    cr: bool,
    reopened: u32,
    raw: Vec<u8>,
    /// Room for the cells, and how much of it they take. It stays filled in from row to row.
    text: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    fields: usize,
}

impl<R: BufRead> Rows<R> {
    pub fn new(input: R, delimiter: u8, escapes: Escapes, limit: usize) -> Self {
        Self {
            input,
            again: Vec::new(),
            again_at: 0,
            reader: ReaderBuilder::new().delimiter(delimiter).escape(escapes.any().then_some(b'\\')).build(),
            escapes,
            limit,
            line: 1,
            cr: false,
            reopened: 0,
            raw: Vec::new(),
            text: Vec::new(),
            filled: 0,
            ends: Vec::new(),
            fields: 0,
        }
    }

    /// Passes over lines at the beginning: the line and the text of the first that says something, but
    /// for what a spreadsheet says of the delimiter.
    pub fn skip(&mut self, lines: u64) -> Result<Option<(u64, String)>, SplitError> {
        let mut said = None;
        while self.line <= lines {
            let line = self.line;
            self.raw.clear();
            loop {
                let bytes = self.fill()?;
                let Some(first) = bytes.first().copied() else { return Ok(said) };
                let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
                let taken = bytes[..end].to_vec();
                self.raw.extend_from_slice(&taken[..end.min(SAID.saturating_sub(self.raw.len()))]);
                self.consume(end);
                if end == 0 {
                    self.consume(1);
                    if first == b'\r' && self.fill()?.first() == Some(&b'\n') {
                        self.consume(1);
                    }
                    self.line += 1;
                    break;
                }
            }
            let text = String::from_utf8_lossy(&self.raw);
            let text = text.trim_start_matches('\u{feff}').trim().trim_matches([',', ';', '"']).trim();
            if said.is_none() && !text.is_empty() && !text.to_ascii_lowercase().starts_with("sep=") {
                said = Some((line, text.chars().take(80).collect()));
            }
        }
        Ok(said)
    }

    /// The line that is read next.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The next row; none at the end of the file.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, SplitError> {
        self.begin()?;
        if self.fill()?.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        let ended = self.walk()?;
        if let Err(unfit) = ended {
            self.give_up(line, unfit)?;
        }
        while matches!(self.raw.last(), Some(b'\n' | b'\r')) {
            self.raw.pop();
        }
        Ok(Some(Row {
            line,
            raw: &self.raw,
            ended,
            text: &self.text[..self.filled],
            ends: &self.ends[..self.fields],
        }))
    }

    /// Passes over empty lines.
    fn begin(&mut self) -> Result<(), SplitError> {
        while let Some(byte @ (b'\n' | b'\r')) = self.fill()?.first().copied() {
            self.count(&[byte]);
            self.consume(1);
        }
        self.cr = false;
        self.raw.clear();
        self.raw.shrink_to(KEEP);
        (self.filled, self.fields) = (0, 0);
        if self.text.len() > KEEP {
            (self.text, self.ends) = (Vec::new(), Vec::new());
        }
        Ok(())
    }

    /// Walks one row into the buffers.
    fn walk(&mut self) -> Result<Result<(), Unfit>, SplitError> {
        let mut closing = false;
        loop {
            if self.text.len() - self.filled < 1 << 10 {
                self.text.resize((self.text.len() * 2).max(8 << 10), 0);
            }
            if self.ends.len() == self.fields {
                self.ends.resize((self.fields * 2).max(64), 0);
            }
            let ended = self.fill()?.is_empty();
            let bytes: &[u8] = match (ended, self.again_at < self.again.len()) {
                // Where the last line has no end it is given one: only a quotation mark outlives it.
                (true, _) => b"\n",
                (false, true) => &self.again[self.again_at..],
                (false, false) => self.input.fill_buf().map_err(|error| io_error(self.line, error))?,
            };
            if ended && closing {
                return Ok(Err(Unfit::Open));
            }
            closing = ended;
            let (result, taken, out, ends) =
                self.reader.read_record(bytes, &mut self.text[self.filled..], &mut self.ends[self.fields..]);
            self.filled += out;
            self.fields += ends;
            if !ended {
                let kept = taken.min(self.limit + 1 - self.raw.len());
                self.raw.extend_from_slice(&bytes[..kept]);
                count(&mut self.line, &mut self.cr, &bytes[..kept]);
                self.consume(kept);
                if self.raw.len() > self.limit {
                    return Ok(Err(Unfit::TooLong(self.limit)));
                }
            }
            match result {
                // The line break belongs to a field.
                ReadRecordResult::Record
                    if !ended && self.escapes == Escapes::Everywhere && ends_in_escape(&self.raw) => {}
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(Ok(())),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    /// Refuses the line the row began on, and goes on behind it where that is possible.
    fn give_up(&mut self, line: u64, unfit: Unfit) -> Result<(), SplitError> {
        (self.filled, self.fields) = (0, 0);
        self.reader.reset();
        let broken = memchr::memchr2(b'\n', b'\r', &self.raw);
        match broken {
            Some(at) if self.reopened < REOPENED => {
                self.reopened += 1;
                let behind = self.raw.split_off(at);
                self.again.drain(..self.again_at);
                self.again.splice(..0, behind);
                self.again_at = 0;
                (self.line, self.cr) = (line, false);
            }
            _ => {
                if unfit != Unfit::Open {
                    self.raw.clear();
                }
                self.pass_line(broken.is_some())?;
            }
        }
        Ok(())
    }

    /// Passes over the rest of the line, or of the file.
    fn pass_line(&mut self, to_the_end: bool) -> Result<(), SplitError> {
        loop {
            let was_cr = self.cr;
            let bytes = self.fill()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let end = if to_the_end { None } else { memchr::memchr2(b'\n', b'\r', bytes) };
            let taken = end.unwrap_or(bytes.len());
            let ended = end.is_some();
            let (mut line, mut cr) = (0, was_cr);
            count(&mut line, &mut cr, &bytes[..taken]);
            self.line += line;
            self.cr = cr;
            self.consume(taken);
            if ended {
                return Ok(());
            }
        }
    }

    fn fill(&mut self) -> Result<&[u8], SplitError> {
        if self.again_at < self.again.len() {
            return Ok(&self.again[self.again_at..]);
        }
        if !self.again.is_empty() {
            self.again = Vec::new();
            self.again_at = 0;
        }
        loop {
            match self.input.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(io_error(self.line, error)),
            }
        }
        self.input.fill_buf().map_err(|error| io_error(self.line, error))
    }

    fn consume(&mut self, taken: usize) {
        if self.again_at < self.again.len() {
            self.again_at += taken;
        } else {
            self.input.consume(taken);
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        count(&mut self.line, &mut self.cr, bytes);
    }
}

/// Whether the line break at the end stands behind a backslash that is not itself escaped.
fn ends_in_escape(raw: &[u8]) -> bool {
    let line = raw.strip_suffix(b"\n").unwrap_or(raw);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Counts lines that end in LF, CRLF or CR.
fn count(line: &mut u64, cr: &mut bool, bytes: &[u8]) {
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let after_cr = if at == 0 { *cr } else { bytes[at - 1] == b'\r' };
        if bytes[at] == b'\r' || !after_cr {
            *line += 1;
        }
    }
    if let Some(last) = bytes.last() {
        *cr = *last == b'\r';
    }
}

fn io_error(line: u64, error: io::Error) -> SplitError {
    SplitError::Io { line, error }
}
