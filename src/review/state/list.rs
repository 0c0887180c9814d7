//! A list of which only a stretch is held, with a cursor that is always on a row held (or on
//! none, when there is none), and a first visible row.

use crate::domain::ItemId;
use crate::domain::rows::Slice;

/// A row with an id.
pub trait HasId {
    /// Its item.
    fn id(&self) -> ItemId;
}

/// A stretch of a list, the cursor in it, and what of it is in view. Positions count from 0 in the
/// whole list, not in the stretch.
#[derive(Debug, Clone)]
pub struct List<T> {
    rows: Vec<T>,
    start: u64,
    total: u64,
    cursor: u64,
    top: u64,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), start: 0, total: 0, cursor: 0, top: 0 }
    }
}

impl<T: HasId> List<T> {
    /// How many rows the whole list has.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// Whether the whole list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cursor's position in the whole list.
    #[must_use]
    pub const fn cursor(&self) -> u64 {
        self.cursor
    }

    /// The position of the first row in view.
    #[must_use]
    pub const fn top(&self) -> u64 {
        self.top
    }

    /// How many rows above the cursor's are in view.
    pub(crate) const fn above(&self) -> u64 {
        self.cursor.saturating_sub(self.top)
    }

    /// Scrolls so that this many rows above the cursor's are in view, where there are as many.
    pub(crate) fn show_below(&mut self, above: u64, height: u16) {
        self.top = self.cursor.saturating_sub(above);
        self.show(height);
    }

    /// The rows held.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The position of the first row held.
    #[must_use]
    pub const fn start(&self) -> u64 {
        self.start
    }

    /// The position after the last row held.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.start + self.rows.len() as u64
    }

    /// Whether every row of the list is held.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.start == 0 && self.end() >= self.total
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        self.at(self.cursor)
    }

    /// The row behind the cursor's, or else the one before it.
    pub(crate) fn beside(&self) -> Option<&T> {
        self.at(self.cursor + 1).or_else(|| self.at(self.cursor.checked_sub(1)?))
    }

    /// The row at a position, where it is held.
    #[must_use]
    pub fn at(&self, position: u64) -> Option<&T> {
        let index = usize::try_from(position.checked_sub(self.start)?).ok()?;
        self.rows.get(index)
    }

    /// Where an item stands, when it is held.
    #[must_use]
    pub fn position(&self, id: ItemId) -> Option<u64> {
        self.rows.iter().position(|row| row.id() == id).map(|index| self.start + index as u64)
    }

    /// Where the cursor comes to stand when it moves by `steps`, whether or not that row is held.
    pub(crate) fn landing(&self, steps: i64) -> u64 {
        self.cursor.saturating_add_signed(steps).min(self.total.saturating_sub(1))
    }

    /// The rows in view, each with whether the cursor is on it, for a pane of `height` rows.
    pub fn visible(&self, height: u16) -> impl Iterator<Item = (bool, &T)> {
        let end = self.top + u64::from(height);
        (self.top..end.min(self.end()).max(self.top))
            .filter_map(move |position| self.at(position).map(|row| (position == self.cursor, row)))
    }

    pub(crate) fn row_mut(&mut self, id: ItemId) -> Option<&mut T> {
        self.rows.iter_mut().find(|row| row.id() == id)
    }

    /// Takes other rows in. The cursor stays on its item; where that is gone, on `else_on`; else
    /// near where it was.
    pub(crate) fn replace(&mut self, slice: Slice<T>, else_on: Option<ItemId>, height: u16) {
        let old = self.selected().map(HasId::id);
        let offset = self.above();
        self.rows = slice.rows;
        self.start = slice.start;
        self.total = slice.total.max(self.end());
        let on = old.and_then(|id| self.position(id)).or_else(|| else_on.and_then(|id| self.position(id)));
        self.cursor = on.unwrap_or(self.cursor);
        self.hold();
        self.top = self.cursor.saturating_sub(offset).max(self.start).min(self.cursor);
        self.show(height);
    }

    /// Puts the cursor on an item that is held.
    pub(crate) fn select(&mut self, id: ItemId, height: u16) -> bool {
        let Some(position) = self.position(id) else { return false };
        self.cursor = position;
        self.show(height);
        true
    }

    /// Puts the cursor on a position that is held.
    pub(crate) fn go(&mut self, position: u64, height: u16) -> bool {
        if self.at(position).is_none() {
            return false;
        }
        self.cursor = position;
        self.show(height);
        true
    }

    /// Sees to it that the cursor is on a row held.
    fn hold(&mut self) {
        let last = self.end().saturating_sub(1).max(self.start);
        self.cursor = if self.rows.is_empty() { 0 } else { self.cursor.clamp(self.start, last) };
    }

    /// Scrolls so that the cursor is in view. A pane without rows (another is zoomed) keeps its
    /// place.
    pub(crate) fn show(&mut self, height: u16) {
        if height == 0 {
            self.top = self.top.min(self.cursor);
            return;
        }
        let height = u64::from(height);
        let last_top = self.total.saturating_sub(height);
        let low = self.cursor.saturating_sub(height - 1);
        self.top = self.top.clamp(low, self.cursor).min(last_top.max(low));
    }
}
