//! Lines to go through: each with a few columns and a text that wraps behind them.

use crate::domain::rows::Place;
use crate::domain::{Key, Target};
use crate::text::{SafeText, truncate, wrap};
use std::ops::Range;

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// Less important.
    Muted,
    /// The title of a part.
    Heading,
    /// A key.
    Key,
    /// The name of a fact.
    Label,
    /// A claim with its claimant.
    Claim,
    /// Released, or in part.
    Released,
    /// Withheld, removed.
    Withheld,
    /// To be looked at again: overdue, stale, circular.
    Warning,
    /// For the claim.
    Supports,
    /// Against it.
    Disputes,
    /// A range drawn to scale.
    Bar,
}

/// A text in a fixed number of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    pub text: SafeText,
    /// How many cells it takes.
    pub cells: usize,
    /// How it looks.
    pub look: Look,
}

/// A line before it is wrapped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetLine {
    /// How many cells it stands in.
    pub indent: usize,
    /// What stands before the text, a cell between each.
    pub columns: Vec<SheetColumn>,
    pub text: SafeText,
    /// How it looks.
    pub look: Look,
    /// Where to go for it.
    pub place: Option<Place>,
    /// The source or the party it leads to.
    pub record: Option<Target>,
    /// The record that it is, where that is another than the one it leads to.
    pub is: Option<Key>,
}

impl SheetLine {
    /// A text by itself.
    pub fn new(indent: usize, text: impl AsRef<str>, look: Look) -> Self {
        let text = text.as_ref();
        // No more of it is read than can be shown, with room for what takes no cell.
        let some = text.char_indices().nth(LONG * 4).map_or(text, |(end, _)| &text[..end]);
        Self { indent, text: truncate(&SafeText::line(some), LONG), look, ..Self::default() }
    }

    pub fn blank() -> Self {
        Self::default()
    }

    /// With one more column.
    pub fn column(mut self, text: impl AsRef<str>, cells: usize, look: Look) -> Self {
        self.columns.push(SheetColumn { text: SafeText::line(text.as_ref()), cells, look });
        self
    }

    /// Leading to a place.
    pub fn to(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// Being a record.
    pub fn being(mut self, key: &Key) -> Self {
        self.is = Some(key.clone());
        self
    }

    /// Leading to a source or a party.
    pub fn leading_to(mut self, record: Target) -> Self {
        self.record = Some(record);
        self
    }

    /// Whether it leads anywhere.
    pub fn leads(&self) -> bool {
        self.place.is_some() || self.record.is_some()
    }

    fn is_blank(&self) -> bool {
        self.columns.is_empty() && self.text.is_empty()
    }

    /// Where its text begins.
    pub fn hang(&self) -> usize {
        self.indent
            + self.columns.iter().map(|column| column.cells.max(column.text.width()) + 1).sum::<usize>()
    }
}

/// A row of the screen: the line it belongs to, and what of its text stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line.
    pub line: usize,
    /// Whether it is the first of the line, which has the columns.
    pub first: bool,
    pub text: SafeText,
}

/// Lines wrapped to a width, the line in use, and the first row in view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    lines: Vec<SheetLine>,
    rows: Vec<SheetRow>,
    width: u16,
    cursor: usize,
    top: usize,
}

/// At most this many cells of a text are shown; the details of its record show the whole of it.
const LONG: usize = 2_000;

/// A text keeps at least this many cells, however little room the columns leave.
const LEAST: usize = 16;

impl Sheet {
    /// Lines for a screen of `width` columns.
    pub fn new(lines: Vec<SheetLine>, width: u16) -> Self {
        let cells = usize::from(width.max(20));
        let mut rows = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            let room = cells.saturating_sub(line.hang()).max(LEAST);
            for (n, text) in wrap(&line.text, room).into_iter().enumerate() {
                rows.push(SheetRow { line: at, first: n == 0, text });
            }
        }
        let mut sheet = Self { lines, rows, width, cursor: 0, top: 0 };
        sheet.cursor = sheet.settle(0, true);
        sheet
    }

    pub fn lines(&self) -> &[SheetLine] {
        &self.lines
    }

    /// The columns of the screen they were wrapped to.
    pub const fn width(&self) -> u16 {
        self.width
    }

    pub fn selected(&self) -> Option<&SheetLine> {
        self.lines.get(self.cursor)
    }

    /// The place of the line in use among the lines.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The rows in view, where there is room for `height` of them.
    pub fn visible(&self, height: u16) -> &[SheetRow] {
        let top = self.top.min(self.rows.len());
        &self.rows[top..self.rows.len().min(top + usize::from(height))]
    }

    /// The first and the last row in view, from 1, and how many there are.
    pub fn position(&self, height: u16) -> (usize, usize, usize) {
        (self.top + 1, self.rows.len().min(self.top + usize::from(height)), self.rows.len())
    }

    /// The nearest line to this one, on or back, that is not blank; else the nearest the other way.
    fn settle(&self, from: usize, forward: bool) -> usize {
        let last = self.lines.len().saturating_sub(1);
        let from = from.min(last);
        let filled = |at: &usize| self.lines.get(*at).is_some_and(|line| !line.is_blank());
        let on = || (from..=last).find(filled);
        let back = || (0..=from).rev().find(filled);
        if forward { on().or_else(back) } else { back().or_else(on) }.unwrap_or(from)
    }

    /// The rows of a line.
    fn rows_of(&self, line: usize) -> Range<usize> {
        let before = |line: usize| self.rows.partition_point(|row| row.line < line);
        before(line)..before(line + 1)
    }

    /// Moves the line in use by a number of lines. Of a line with more rows than there is room for, those that
    /// are not in view come first.
    pub(crate) fn step(&mut self, lines: i64, height: u16) {
        let rows = self.rows_of(self.cursor);
        if lines > 0 && rows.end > self.top + usize::from(height.max(1)) {
            self.top += 1;
            return;
        }
        if lines < 0 && rows.start < self.top {
            self.top -= 1;
            return;
        }
        let last = i64::try_from(self.lines.len().saturating_sub(1)).unwrap_or(i64::MAX);
        let cursor = i64::try_from(self.cursor).unwrap_or(0);
        let to = usize::try_from((cursor + lines).clamp(0, last)).unwrap_or(0);
        self.cursor = self.settle(to, lines >= 0);
        // What stands above the first line that can be used is read as well.
        if lines < 0 && (0..self.cursor).all(|at| self.lines[at].is_blank()) {
            self.top = 0;
        }
        self.show(height);
    }

    /// Scrolls by a number of rows, so that none is passed over, and puts the line in use where it is in view; at
    /// either end, on the last line there.
    pub(crate) fn scroll(&mut self, rows: i64, height: u16) {
        let height = usize::from(height.max(1));
        let bottom = self.rows.len().saturating_sub(height);
        let wanted = i64::try_from(self.top).unwrap_or(i64::MAX).saturating_add(rows);
        let top = usize::try_from(wanted.max(0)).unwrap_or(usize::MAX);
        self.top = top.min(bottom);
        if top > bottom || wanted < 0 {
            let end = if rows > 0 { self.lines.len() } else { 0 };
            self.cursor = self.settle(end, rows < 0);
            return;
        }
        let seen = self.top..self.top + height;
        let is_whole = |at: &usize| {
            let rows = self.rows_of(*at);
            seen.contains(&rows.start) && rows.end <= seen.end && !self.lines[*at].is_blank()
        };
        if is_whole(&self.cursor) {
            return;
        }
        let in_view = self.visible(u16::try_from(height).unwrap_or(u16::MAX));
        let (Some(first), Some(last)) = (in_view.first(), in_view.last()) else { return };
        let (first, last) = (first.line, last.line);
        self.cursor = if rows > 0 {
            (first..=last).find(is_whole).unwrap_or(first)
        } else {
            (first..=last).rev().find(is_whole).unwrap_or(last)
        };
    }

    /// Puts the line in use on the first that leads to a claim, or to a piece of its evidence.
    pub(crate) fn select_claim(&mut self, claim: crate::domain::ItemId, height: u16) {
        let leads = |line: &SheetLine| line.place.is_some_and(|place| place.claim == claim);
        if let Some(at) = self.lines.iter().position(leads) {
            self.cursor = at;
            self.show(height);
        }
    }

    /// Puts the line in use on the first that leads anywhere.
    pub(crate) fn select_leading(&mut self, height: u16) {
        if let Some(at) = self.lines.iter().position(SheetLine::leads) {
            self.cursor = at;
            self.show(height);
        }
    }

    /// Puts the line in use where it was in the sheet before, as near as can be.
    pub(crate) fn keep(&mut self, before: &Self, height: u16) {
        let same = before.selected().and_then(|line| {
            let alike = |other: &&SheetLine| {
                other.place == line.place && other.columns.first() == line.columns.first()
            };
            // The same line, or one that is about the same; of several the one that stands nearest.
            let equal = |other: &&SheetLine| alike(other) && other.text == line.text;
            let about = |other: &&SheetLine| alike(other) && other.place.is_some();
            let nearest = |is: &dyn Fn(&&SheetLine) -> bool| {
                let found = self.lines.iter().enumerate().filter(|(_, other)| is(other));
                found.map(|(at, _)| at).min_by_key(|at| at.abs_diff(before.cursor))
            };
            nearest(&equal).or_else(|| nearest(&about))
        });
        self.cursor = self.settle(same.unwrap_or(before.cursor), true);
        self.top = before.top.min(self.rows.len().saturating_sub(1));
        self.show(height);
    }

    /// Scrolls so that the line in use is in view, as much of it as there is room for.
    pub(crate) fn show(&mut self, height: u16) {
        let height = usize::from(height.max(1));
        let rows = self.rows_of(self.cursor);
        let at_foot = rows.end.saturating_sub(height);
        self.top = self.top.clamp(at_foot.min(rows.start), at_foot.max(rows.start));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// Keeps a row of the line in use in view where there is more or less room than before.
    pub(crate) fn fit(&mut self, height: u16) {
        let height = usize::from(height.max(1));
        let rows = self.rows_of(self.cursor);
        self.top = self
            .top
            .clamp((rows.start + 1).saturating_sub(height), rows.end.saturating_sub(1).max(rows.start));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut lines =
            vec![SheetLine::blank(), SheetLine::new(0, "a heading", Look::Heading), SheetLine::blank()];
        for n in 0..30 {
            lines.push(SheetLine::new(2, format!("line {n} and some words that wrap"), Look::Plain).column(
                "K",
                4,
                Look::Key,
            ));
        }
        Sheet::new(lines, 30)
    }

    #[test]
    fn the_line_in_use_is_never_blank_and_always_in_view() {
        let mut sheet = sheet();
        assert_eq!(sheet.selected().unwrap().look, Look::Heading);
        for step in [1, 1, 5, -3, 100, -1, -100, 7, -2, 29, -29] {
            sheet.step(step, 6);
            assert!(!sheet.selected().unwrap().is_blank());
            let cursor = sheet.cursor();
            assert!(sheet.visible(6).iter().any(|row| row.line == cursor), "{step}");
        }
        sheet.step(-1000, 6);
        assert_eq!(sheet.position(6).0, 1);
    }

    #[test]
    fn paging_passes_over_no_row_however_high_its_line() {
        let mut lines = Vec::new();
        for n in 0..40_usize {
            lines.push(SheetLine::new(1, "word ".repeat(1 + (n * 7) % 40), Look::Plain));
            if n % 3 == 0 {
                lines.push(SheetLine::blank());
            }
        }
        for height in [1, 2, 5, 9, 16] {
            for back in [false, true] {
                for paging in [false, true] {
                    let mut sheet = Sheet::new(lines.clone(), 24);
                    let page = i64::from(height - 1).max(1);
                    let all = sheet.rows.len();
                    let mut read = vec![false; all];
                    sheet.scroll(if back { i64::MAX } else { i64::MIN }, height);
                    for _ in 0..all * 2 {
                        sheet.fit(height);
                        let (from, to, _) = sheet.position(height);
                        read[from - 1..to].fill(true);
                        let forward = if back { -1 } else { 1 };
                        if paging {
                            sheet.scroll(page * forward, height);
                        } else {
                            sheet.step(forward, height);
                        }
                    }
                    let mut filled = (0..all).filter(|at| !sheet.rows[*at].text.is_empty());
                    assert!(filled.all(|at| read[at]), "height {height}, back {back}");
                }
            }
        }
    }

    #[test]
    fn another_width_keeps_the_line_in_use() {
        let mut lines = Vec::new();
        for n in 0..20 {
            lines.push(SheetLine::new(0, "a heading", Look::Heading));
            lines.push(SheetLine::new(2, format!("entry {}", n % 3), Look::Plain).column("K", 4, Look::Key));
            lines.push(SheetLine::new(8, "a fact", Look::Muted));
            lines.push(SheetLine::blank());
        }
        for cursor in [0, 5, 6, 8, 41, 74] {
            let mut before = Sheet::new(lines.clone(), 80);
            before.step(cursor, 9);
            let mut after = Sheet::new(lines.clone(), 40);
            after.keep(&before, 9);
            assert_eq!(after.cursor(), before.cursor());
        }
    }

    #[test]
    fn a_text_wraps_behind_its_columns() {
        let sheet = sheet();
        let rows: Vec<&SheetRow> = sheet.visible(40).iter().filter(|row| row.line == 3).collect();
        assert!(rows.len() > 1 && rows[0].first && !rows[1].first);
        assert!(rows.iter().all(|row| row.text.width() + sheet.lines()[3].hang() <= 30));
    }
}
