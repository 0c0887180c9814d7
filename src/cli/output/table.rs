//! Rows of text in columns, aligned by cell width, without tabs.

use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::text::{SafeText, pad, pad_start, truncate};

/// How a column is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As wide as its widest cell.
    Whole,
    /// The same, with numbers to the right.
    Number,
    /// At most this many cells on a terminal, whole elsewhere.
    UpTo(usize),
    /// What is left of the line on a terminal, whole elsewhere. The last column, if any.
    Rest,
}

/// After this many rows the widths are fixed and rows are written as they come, so that memory does not
/// grow with the list.
const MEASURED: usize = 500;
/// At most this many bytes of a text are read for each column of the terminal: more than any letter takes.
const CELL_BYTES: usize = 32;
/// Separates two columns.
const GAP: &str = "  ";
/// Where the last column would be narrower than this, the terminal breaks the lines.
const NARROWEST: usize = 12;

/// Where a text is written whole, one of more bytes than this is no measure for its column.
const LONG: usize = 10_000;

/// How many cells a text takes, where that matters.
fn measured(text: &SafeText) -> Option<usize> {
    (text.as_str().len() <= LONG).then(|| text.width())
}

/// A table that is written while it grows.
#[derive(Debug)]
pub struct Table<'a> {
    out: &'a mut Out,
    columns: &'static [(&'static str, Fit)],
    held: Vec<Vec<SafeText>>,
    widths: Option<Vec<usize>>,
    rows: u64,
}

impl<'a> Table<'a> {
    /// Begins a table.
    pub const fn new(out: &'a mut Out, columns: &'static [(&'static str, Fit)]) -> Self {
        Self { out, columns, held: Vec::new(), widths: None, rows: 0 }
    }

    /// A row: one text for each column.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, cells: &[&str]) -> Result<()> {
        self.rows += 1;
        // No more is read of a text without end than a line can show.
        let most = self.out.width().map_or(usize::MAX, |line| line.saturating_mul(CELL_BYTES));
        let beginning = |cell: &str| {
            let end = (0..=most.min(cell.len())).rev().find(|at| cell.is_char_boundary(*at));
            SafeText::line(&cell[..end.unwrap_or(0)])
        };
        let cells: Vec<SafeText> = cells.iter().map(|cell| beginning(cell)).collect();
        if self.widths.is_some() {
            return self.write(&cells);
        }
        self.held.push(cells);
        if self.held.len() >= MEASURED { self.settle() } else { Ok(()) }
    }

    /// Ends the table. A table without rows is nothing at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<u64> {
        if self.rows > 0 && self.widths.is_none() {
            self.settle()?;
        }
        Ok(self.rows)
    }

    fn settle(&mut self) -> Result<()> {
        let heads: Vec<SafeText> = self.columns.iter().map(|(name, _)| SafeText::chrome(name)).collect();
        self.held.insert(0, heads);
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|at| self.held.iter().filter_map(|row| row.get(at)).filter_map(measured).max().unwrap_or(0))
            .collect();
        if let Some(line) = self.out.width() {
            for (width, (_, fit)) in widths.iter_mut().zip(self.columns) {
                if let Fit::UpTo(most) = fit {
                    *width = (*width).min(*most);
                }
            }
            if let Some((last, before)) = widths.split_last_mut() {
                let taken = before.iter().sum::<usize>() + GAP.len() * before.len();
                *last = (*last).min(line.saturating_sub(taken).max(NARROWEST));
            }
        }
        self.widths = Some(widths);
        for row in std::mem::take(&mut self.held) {
            self.write(&row)?;
        }
        Ok(())
    }

    fn write(&mut self, row: &[SafeText]) -> Result<()> {
        let mut line = String::new();
        let fitted = self.out.width().is_some();
        let widths = self.widths.as_deref().unwrap_or_default();
        for (at, ((cell, width), (_, fit))) in row.iter().zip(widths).zip(self.columns).enumerate() {
            if at > 0 {
                line.push_str(GAP);
            }
            let fits = measured(cell).is_some_and(|cells| cells <= *width);
            let cell = match fit {
                Fit::Number if fits => pad_start(cell, *width),
                _ if fits => pad(cell, *width),
                Fit::UpTo(_) | Fit::Rest if fitted => truncate(cell, *width),
                _ => cell.clone(),
            };
            line.push_str(cell.as_str());
        }
        self.out.raw(line.trim_end())?;
        self.out.raw("\n")
    }
}
