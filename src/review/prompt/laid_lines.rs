//! The rows in which the lines of a note are shown. A long line is laid out as far as it is looked at, and what stands
//! before a change is not laid out anew.

use crate::text::rows;
use std::cell::RefCell;
use std::ops::Range;

/// A line of more bytes than this is a long one.
const LONG: usize = 16 << 10;
/// How much of it is laid out at once, in bytes.
const PIECE: usize = 8 << 10;
/// So many such lines are remembered.
const REMEMBERED: usize = 4;

/// The long lines of a text, as far as they were laid out.
#[derive(Debug, Default)]
pub(super) struct LaidLines(RefCell<Vec<Laid>>);

/// A long line: where it stands, and its first rows.
#[derive(Debug)]
struct Laid {
    line: Range<usize>,
    cells: usize,
    rows: Vec<Range<usize>>,
}

impl LaidLines {
    /// The rows of a line, by their places in the text: all of them, or of a long one those up to a place in it and
    /// so many more.
    pub fn rows(
        &self,
        text: &str,
        line: Range<usize>,
        cells: usize,
        (at, more): (usize, usize),
    ) -> Vec<Range<usize>> {
        if line.len() <= LONG {
            let from = line.start;
            return rows(&text[line], cells)
                .into_iter()
                .map(|row| from + row.start..from + row.end)
                .collect();
        }
        let mut all = self.0.borrow_mut();
        let known = all.iter().position(|laid| (&laid.line, laid.cells) == (&line, cells));
        let mut laid = match known {
            Some(place) => all.remove(place),
            None => Laid { line, cells, rows: Vec::new() },
        };
        while !laid.is_whole() && laid.rows.len() - laid.rows.partition_point(|row| row.end <= at) <= more {
            laid.goes_on(text);
        }
        let rows = laid.rows.clone();
        all.push(laid);
        if all.len() > REMEMBERED {
            all.remove(0);
        }
        rows
    }

    /// Another text is about to stand in the place of a stretch.
    pub fn change(&self, stretch: &Range<usize>, new: &str) {
        self.0.borrow_mut().retain_mut(|laid| laid.outlasts(stretch, new));
    }

    /// How many rows are known of the line that was looked at last.
    #[cfg(test)]
    pub fn last(&self) -> usize {
        self.0.borrow().last().map_or(0, |laid| laid.rows.len())
    }
}

impl Laid {
    fn is_whole(&self) -> bool {
        self.rows.last().is_some_and(|row| row.end == self.line.end)
    }

    /// Lays out more of it.
    fn goes_on(&mut self, text: &str) {
        let from = self.rows.last().map_or(self.line.start, |row| row.end);
        let mut piece = PIECE;
        loop {
            let end = (from + piece..self.line.end).find(|at| text.is_char_boundary(*at));
            let end = end.unwrap_or(self.line.end);
            let mut more = rows(&text[from..end], self.cells);
            if end < self.line.end {
                // Where a row ends is known once the next one is.
                more.truncate(more.len().saturating_sub(2));
            }
            if !more.is_empty() || end == self.line.end {
                self.rows.extend(more.into_iter().map(|row| from + row.start..from + row.end));
                return;
            }
            piece *= 2;
        }
    }

    /// Whether the rows before a change still stand, which are kept then.
    fn outlasts(&mut self, stretch: &Range<usize>, new: &str) -> bool {
        if stretch.start > self.line.end {
            return true;
        }
        if stretch.start < self.line.start || stretch.end > self.line.end || new.contains('\n') {
            return false;
        }
        self.line.end = self.line.end - stretch.len() + new.len();
        let before = self.rows.partition_point(|row| row.end < stretch.start);
        self.rows.truncate(before.saturating_sub(1));
        true
    }
}
