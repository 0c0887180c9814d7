//! Writing safe text into the cells of one row, left to right, never beyond its end.

use super::theme::Theme;
use crate::text::{SafeText, is_direction, is_safe, truncate};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

/// One of our own constant strings.
#[must_use]
pub fn t(text: &'static str) -> SafeText {
    SafeText::chrome(text)
}

/// Text put together at run time, on one line.
#[must_use]
pub fn line(text: impl AsRef<str>) -> SafeText {
    SafeText::line(text.as_ref())
}

/// What is left of an area below its first rows.
#[must_use]
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// A place in a row, and how far it may write.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    x: u16,
    y: u16,
    end: u16,
    over: Option<Style>,
}

impl<'a> Pen<'a> {
    /// At the beginning of an area's first row.
    pub fn new(buffer: &'a mut Buffer, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        let end = if area.height == 0 { area.x } else { area.right() };
        Self { buffer, x: area.x, y: area.y, end, over: None }
    }

    /// Draws the whole row in this style, and everything written on it.
    #[must_use]
    pub fn over(mut self, style: Style) -> Self {
        self.over = Some(style);
        let rest = Rect::new(self.x, self.y, self.end - self.x, u16::from(self.x < self.end));
        self.buffer.set_style(rest, style);
        self
    }

    /// The same, where there is a style for the whole row.
    #[must_use]
    pub fn over_if(self, style: Option<Style>) -> Self {
        match style {
            Some(style) => self.over(style),
            None => self,
        }
    }

    /// The number of cells left.
    #[must_use]
    pub const fn left(&self) -> usize {
        (self.end - self.x) as usize
    }

    fn style(&self, style: Style) -> Style {
        match self.over {
            None => style,
            // A row with a background of its own has one colour, which loses nothing: each coloured role has a letter too.
            Some(over) if over.bg.is_some() || over.add_modifier.contains(Modifier::REVERSED) => {
                Style { fg: None, bg: None, ..style }.patch(over)
            }
            Some(over) => style.patch(over),
        }
    }

    /// Writes a text; where it does not fit it ends in `…`.
    pub fn put(&mut self, text: &SafeText, style: Style) -> &mut Self {
        self.cells(text, self.left(), style)
    }

    /// Writes a text in at most `cells` cells.
    pub fn cells(&mut self, text: &SafeText, cells: usize, style: Style) -> &mut Self {
        let cells = cells.min(self.left());
        if cells > 0 && !text.is_empty() {
            let style = self.style(style);
            let text = truncate(text, cells);
            let from = self.x;
            self.x = self.buffer.set_stringn(from, self.y, text.as_str(), cells, style).0.min(self.end);
            self.direct(from, text.as_str());
        }
        self
    }

    /// Puts the marks of direction in a text to the cells of the characters before them, or after them at its
    /// beginning: they have no cells of their own, so ratatui leaves them out.
    fn direct(&mut self, from: u16, text: &str) {
        if text.is_ascii() || !text.contains(is_direction) {
            return;
        }
        let (mut next, mut last, mut lead) = (from, None, String::new());
        for cluster in text.graphemes(true) {
            if !cluster.starts_with(is_direction) {
                let symbol = format!("{}{cluster}", std::mem::take(&mut lead));
                if let Some(cell) = self.buffer.cell_mut((next, self.y)) {
                    cell.set_symbol(&symbol);
                }
                last = Some(next);
                next = next.saturating_add(u16::try_from(crate::text::width(cluster)).unwrap_or(u16::MAX));
            } else if let Some(cell) = last.and_then(|last| self.buffer.cell_mut((last, self.y))) {
                let symbol = format!("{}{cluster}", cell.symbol());
                cell.set_symbol(&symbol);
            } else {
                lead.push_str(cluster);
            }
        }
    }

    /// Writes a text in exactly `cells` cells.
    pub fn column(&mut self, text: &SafeText, cells: usize, style: Style) -> &mut Self {
        let before = self.left();
        self.cells(text, cells, style);
        let used = before - self.left();
        self.gap(cells.saturating_sub(used))
    }

    /// Writes a text at the right end of `cells` cells.
    pub fn column_end(&mut self, text: &SafeText, cells: usize, style: Style) -> &mut Self {
        let cells = cells.min(self.left());
        self.gap(cells.saturating_sub(text.width()));
        self.cells(text, cells, style)
    }

    /// Leaves cells free.
    pub fn gap(&mut self, cells: usize) -> &mut Self {
        self.x += u16::try_from(cells.min(self.left())).unwrap_or(0);
        self
    }
}

/// The rows of an area, one by one.
#[must_use]
pub fn rows(area: Rect) -> impl DoubleEndedIterator<Item = Rect> {
    (area.top()..area.bottom()).map(move |y| Rect { y, height: 1, ..area })
}

/// An area without its first cells.
#[must_use]
pub fn indent(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width);
    Rect { x: area.x + cells, width: area.width - cells, ..area }
}

/// Takes the marks of direction out of a row in which something drawn over them has parted a pair: they
/// would reach further than their text.
pub fn confine_directions(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width.max(1));
    for row in buffer.content.chunks_mut(width) {
        let directed = |cell: &Cell| cell.symbol().len() > 1 && cell.symbol().contains(is_direction);
        if !row.iter().any(directed) || is_safe(&row.iter().map(Cell::symbol).collect::<String>()) {
            continue;
        }
        for cell in row.iter_mut().filter(|cell| directed(cell)) {
            let symbol = cell.symbol().replace(is_direction, "");
            cell.set_symbol(&symbol);
        }
    }
}

/// Empties an area, for what is drawn over something else.
pub fn clear(area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    // A wide character that the edge cuts in two would leave its left half behind.
    for y in area.top()..area.bottom() {
        if area.x > buffer.area.x
            && let Some(cell) = buffer.cell_mut((area.x - 1, y))
            && crate::text::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(theme.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(buffer: &Buffer) -> String {
        buffer.content.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn marks_of_direction_go_with_the_characters_beside_them() {
        let area = Rect::new(0, 0, 12, 1);
        let mut buffer = Buffer::empty(area);
        let text = SafeText::line("\u{200f}שלום!\u{200f}");
        Pen::new(&mut buffer, area)
            .put(&t("a "), Style::new())
            .put(&text, Style::new())
            .put(&t("|"), Style::new());
        assert_eq!(drawn(&buffer), "a \u{200f}שלום!\u{200f}|    ");
        assert_eq!(buffer[(6, 0)].symbol(), "!\u{200f}");
        assert_eq!(buffer[(7, 0)].symbol(), "|");
    }

    #[test]
    fn what_is_drawn_over_an_isolate_leaves_none_open() {
        let area = Rect::new(0, 0, 12, 2);
        let mut buffer = Buffer::empty(area);
        for row in rows(area) {
            Pen::new(&mut buffer, row).put(&line("א \u{2067}בגד\u{2069} ה"), Style::new());
        }
        let whole = drawn(&buffer);
        confine_directions(&mut buffer);
        assert_eq!(drawn(&buffer), whole);
        (4..12).for_each(|x| buffer[(x, 1)].reset());
        confine_directions(&mut buffer);
        assert_eq!(drawn(&buffer), format!("א \u{2067}בגד\u{2069} ה{}א בג{}", " ".repeat(5), " ".repeat(8)));
    }
}
