//! Where the cells of a row stand in it, and whether its quotation marks are those of a table.

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
    pub fn text(&self, row: &[u8], escaped: bool) -> Vec<u8> {
        let whole = &row[self.at.clone()];
        let inside = whole.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        let Some(inside) = inside.filter(|_| !self.malformed) else { return whole.to_vec() };
        let mut text = Vec::with_capacity(inside.len());
        let mut rest = inside.iter().copied().peekable();
        while let Some(byte) = rest.next() {
            match (byte, rest.peek()) {
                (b'"', Some(b'"')) => drop(rest.next()),
                (b'\\', Some(next)) if escaped && matches!(next, b'"' | b'\\' | b'\n' | b'\t') => {
                    text.extend(rest.next());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }
}

/// The cells of a row as a reader finds them that takes a quotation mark for the end of a field wherever
/// it is not doubled (or, if `escaped`, behind a backslash).
pub(super) fn cells(row: &[u8], delimiter: u8, escaped: bool) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut begin = 0;
    loop {
        let (mut at, mut malformed) = (begin, false);
        if row.get(at) == Some(&b'"') {
            at = closed(row, at + 1, escaped);
            malformed = row.get(at).is_some_and(|byte| *byte != delimiter && !is_end(*byte));
        }
        let rest = row.get(at..).unwrap_or_default();
        let end = memchr::memchr(delimiter, rest).map(|end| at + end);
        cells.push(Cell { at: begin..end.unwrap_or(row.len()), malformed });
        match end {
            Some(end) => begin = end + 1,
            None => return cells,
        }
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
