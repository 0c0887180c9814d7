//! What every widget draws with: the cells, the theme, and the place of the cursor.

use super::lines::{Lines, Weight};
use super::pen::{Pen, clear, indent, line};
use super::theme::Theme;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::inside;
use crate::text::{SafeText, truncate, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The cells of a frame, and what to draw them with.
pub struct Paint<'a> {
    /// How each role looks.
    pub theme: &'a Theme,
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// Where text is typed.
    pub cursor: Option<Position>,
}

impl<'a> Paint<'a> {
    /// For a frame.
    pub fn new(theme: &'a Theme, buffer: &'a mut Buffer) -> Self {
        Self { theme, buffer, cursor: None }
    }

    /// Puts the cursor where the eye is: at the beginning of a row.
    pub fn eye(&mut self, row: Rect) {
        self.cursor = Some(row.as_position()).filter(|at| self.buffer.area.contains(*at));
    }

    /// At the beginning of an area's first row.
    pub fn pen(&mut self, area: Rect) -> Pen<'_> {
        Pen::new(self.buffer, area)
    }

    /// Writes a title over a line, a cell in from its left, and a position at its right.
    pub fn title(&mut self, area: Rect, parts: &[(SafeText, Style)], right: &SafeText, focused: bool) {
        let base = if focused { self.theme.title_focus } else { self.theme.title };
        let right_cells = if right.is_empty() { 0 } else { right.width() + 4 };
        let cells = usize::from(area.width).saturating_sub(right_cells + 2);
        if !right.is_empty() && usize::from(area.width) > right_cells + 8 {
            let x = area.right() - u16::try_from(right_cells - 1).unwrap_or(0);
            let place = Rect { x, width: area.right() - x - 1, ..area };
            self.pen(place)
                .put(&SafeText::chrome(" "), base)
                .put(right, base)
                .put(&SafeText::chrome(" "), base);
        }
        let place = Rect { width: u16::try_from(cells).unwrap_or(0).min(area.width), ..indent(area, 1) };
        let mut pen = self.pen(place);
        if pen.left() < 3 {
            return;
        }
        pen.put(&SafeText::chrome(" "), base);
        for (text, style) in parts {
            let left = pen.left();
            pen.cells(text, left.saturating_sub(1), base.patch(*style));
        }
        pen.put(&SafeText::chrome(" "), base);
    }

    /// An empty box over whatever was there, with a title; what it holds inside.
    pub fn boxed(&mut self, outer: Rect, parts: &[(SafeText, Style)], right: &SafeText) -> Rect {
        clear(outer, self.theme, self.buffer);
        Lines::new(outer, self.theme, self.buffer).around(outer, Weight::Heavy);
        if outer.width > 4 {
            let top = Rect { x: outer.x + 1, width: outer.width - 2, height: outer.height.min(1), ..outer };
            self.title(top, parts, right, true);
        }
        inside(outer)
    }

    /// A text field behind its name; it gets the cursor when it is active.
    pub fn input(&mut self, area: Rect, name: &SafeText, input: &Input, active: bool) {
        let (before, after) = input.shown();
        let theme = self.theme;
        let mut pen = self.pen(area);
        pen.put(name, theme.label);
        let room = pen.left();
        if room == 0 {
            return;
        }
        let x = area.right() - u16::try_from(room).unwrap_or(0).min(area.width);
        // Keep the cursor in view: of a long text the end before the cursor is shown.
        let shown = tail(&before, room.saturating_sub(1));
        pen.put(&shown, theme.text);
        pen.put(&after, theme.text);
        if active && area.height > 0 {
            let at = x + u16::try_from(shown.width()).unwrap_or(0);
            self.cursor = Some(Position::new(at.min(area.right() - 1), area.y));
        }
    }

    /// Writes a paragraph, which ends in `…` where it does not fit; returns the number of rows it took.
    pub fn paragraph(&mut self, area: Rect, text: &SafeText, style: Style) -> u16 {
        let rows = wrap_some(text, usize::from(area.width), usize::from(area.height));
        for (row, text) in super::pen::rows(area).zip(&rows) {
            self.pen(row).put(text, style);
        }
        u16::try_from(rows.len()).unwrap_or(area.height).min(area.height)
    }
}

/// A one-line text broken into at most `rows` rows, reading no more of it than they hold.
#[must_use]
pub fn wrap_some(text: &SafeText, width: usize, rows: usize) -> Vec<SafeText> {
    if width == 0 || rows == 0 {
        return Vec::new();
    }
    let mut lines = wrap(&truncate(text, width * (rows + 1)), width);
    if lines.len() > rows {
        let rest: Vec<&str> = lines[rows - 1..].iter().map(SafeText::as_str).collect();
        let last = truncate(&line(rest.join(" ")), width);
        lines.truncate(rows - 1);
        lines.push(last);
    }
    lines
}

/// The end of a text, in at most `cells` cells.
fn tail(text: &SafeText, cells: usize) -> SafeText {
    use unicode_segmentation::UnicodeSegmentation as _;
    let mut from = text.as_str().len();
    let mut used = 0;
    for (at, cluster) in text.as_str().grapheme_indices(true).rev() {
        used += crate::text::width(cluster);
        if used > cells {
            break;
        }
        from = at;
    }
    SafeText::line(&text.as_str()[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_that_does_not_fit_ends_in_an_ellipsis() {
        let wrapped = |rows| -> Vec<String> {
            let lines = wrap_some(&SafeText::line("one two three four five six"), 9, rows);
            lines.iter().map(ToString::to_string).collect()
        };
        assert_eq!(wrapped(2), ["one two", "three fo…"]);
        assert_eq!(wrapped(9), ["one two", "three", "four five", "six"]);
        assert!(wrapped(0).is_empty());
    }

    #[test]
    fn of_a_long_text_the_end_is_kept_whole() {
        assert_eq!(tail(&SafeText::line("abcdef"), 3).as_str(), "def");
        assert_eq!(tail(&SafeText::line("日本語"), 3).as_str(), "語");
        assert_eq!(tail(&SafeText::line("ab"), 0).as_str(), "");
    }
}
