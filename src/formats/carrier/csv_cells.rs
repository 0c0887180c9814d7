//! Where the cells of a row stand in it, and whether its quotation marks are those of a table.

use crate::formats::carrier::Escapes;
use std::ops::Range;

/// A cell as it stands in its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// With its quotation marks.
    pub at: Range<usize>,
    /// Whether it begins with a quotation mark, and something stands behind the one that closes it.
    pub malformed: bool,
}

impl Cell {
    /// What it says: without its quotation marks, unless they are out of place. A backslash that escapes
    /// nothing stands for itself.
    pub fn text(&self, row: &[u8], escapes: Escapes) -> Vec<u8> {
        let whole = &row[self.at.clone()];
        let inside = whole.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        let everywhere = escapes == Escapes::Everywhere;
        match inside.filter(|_| !self.malformed) {
            Some(inside) => plain(inside, escapes, true),
            // Nothing at all, as databases write it.
            None if everywhere && whole != b"\\N" => plain(whole, escapes, false),
            None => whole.to_vec(),
        }
    }
}

/// What is written so between its quotation marks, or without any.
fn plain(written: &[u8], escapes: Escapes, quoted: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(written.len());
    let mut rest = written.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match (byte, rest.peek()) {
            (b'"', Some(b'"')) if quoted => drop(rest.next()),
            (b'\\', Some(next)) => {
                if let Some(meant) = meant(*next, escapes) {
                    rest.next();
                    text.push(meant);
                    continue;
                }
            }
            _ => {}
        }
        text.push(byte);
    }
    text
}

/// What a byte behind a backslash means; `None` where the backslash stands for itself.
fn meant(byte: u8, escapes: Escapes) -> Option<u8> {
    match (escapes, byte) {
        (Escapes::None, _) => None,
        (_, b'"' | b'\\' | b'\n' | b'\r' | b'\t') => Some(byte),
        (Escapes::Quoted, _) => None,
        (Escapes::Everywhere, b'n') => Some(b'\n'),
        (Escapes::Everywhere, b'r') => Some(b'\r'),
        (Escapes::Everywhere, b't') => Some(b'\t'),
        (Escapes::Everywhere, b'0') => Some(0),
        (Escapes::Everywhere, _) => (!byte.is_ascii_alphanumeric()).then_some(byte),
    }
}

/// The cells of a row as a reader finds them that takes a quotation mark for the end of a field wherever
/// it is not doubled (or behind a backslash that escapes it).
pub(super) fn cells(row: &[u8], delimiter: u8, escapes: Escapes) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut begin = 0;
    loop {
        let (mut at, mut malformed) = (begin, false);
        if row.get(at) == Some(&b'"') {
            at = closed(row, at + 1, escapes.any());
            malformed = row.get(at).is_some_and(|byte| *byte != delimiter && !is_end(*byte));
        }
        let end = ended(row, at, delimiter, escapes == Escapes::Everywhere);
        cells.push(Cell { at: begin..end.unwrap_or(row.len()), malformed });
        match end {
            Some(end) => begin = end + 1,
            None => return cells,
        }
    }
}

/// The next delimiter from a byte on.
fn ended(row: &[u8], from: usize, delimiter: u8, escaped: bool) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = row.get(at..)?;
        let next =
            if escaped { memchr::memchr2(delimiter, b'\\', rest) } else { memchr::memchr(delimiter, rest) };
        at += next?;
        if row[at] == delimiter {
            return Some(at);
        }
        at += 2;
    }
}

/// Behind the quotation mark that closes a field whose content begins `from` here.
fn closed(row: &[u8], from: usize, escaped: bool) -> usize {
    let mut at = from;
    while let Some(next) = row.get(at..).and_then(|rest| {
        if escaped { memchr::memchr2(b'"', b'\\', rest) } else { memchr::memchr(b'"', rest) }
    }) {
        at += next;
        match row[at] {
            b'"' if row.get(at + 1) != Some(&b'"') => return at + 1,
            _ => at += 2,
        }
    }
    row.len()
}

/// The cells of a row in which a quotation mark ends a field only where the field ends: any other
/// stands for itself. `None` if a field is never closed so.
pub(super) fn as_they_stand(row: &[u8], delimiter: u8) -> Option<Vec<Vec<u8>>> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let mut cell = Vec::new();
        if row.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (*row.get(at)?, row.get(at + 1)) {
                    (b'"', None) => {
                        cells.push(cell);
                        return Some(cells);
                    }
                    (b'"', Some(next)) if *next == delimiter => break,
                    (b'"', Some(b'"')) => {
                        cell.push(b'"');
                        at += 2;
                    }
                    (byte, _) => {
                        cell.push(byte);
                        at += 1;
                    }
                }
            }
            at += 1;
        } else {
            let rest = row.get(at..).unwrap_or_default();
            let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            cell.extend_from_slice(&rest[..end]);
            at += end;
        }
        cells.push(cell);
        if at >= row.len() {
            return Some(cells);
        }
        at += 1;
    }
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
