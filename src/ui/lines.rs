//! The lines between panes, which share their edges; ratatui finds the corner or tee where lines meet.
//! The pane the keys act on has heavy lines, so that it is seen without colour. Where two lines cover
//! each other the later one counts, so heavy lines are drawn last.

use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::symbols::merge::MergeStrategy;

/// How thick a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Any pane.
    Light,
    /// The pane the keys act on.
    Heavy,
}

/// Draws lines within an area, joining them to those that are there already.
pub struct Lines<'a> {
    area: Rect,
    theme: &'a Theme,
    buffer: &'a mut Buffer,
}

/// A line from the middle of a cell to one of its edges, light and heavy.
type Arm = [&'static str; 2];
const UP: Arm = ["╵", "╹"];
const RIGHT: Arm = ["╶", "╺"];
const DOWN: Arm = ["╷", "╻"];
const LEFT: Arm = ["╴", "╸"];

impl<'a> Lines<'a> {
    /// For an area of a frame.
    pub const fn new(area: Rect, theme: &'a Theme, buffer: &'a mut Buffer) -> Self {
        Self { area, theme, buffer }
    }

    fn arm(&mut self, x: u16, y: u16, [light, heavy]: Arm, weight: Weight) {
        if !self.area.contains(Position::new(x, y)) {
            return;
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            let (symbol, style) = match weight {
                Weight::Light => (light, self.theme.border),
                Weight::Heavy => (heavy, self.theme.border_focus),
            };
            cell.merge_symbol(symbol, MergeStrategy::Exact).set_style(style);
        }
    }

    /// A level line, both ends included.
    pub fn across(&mut self, from: u16, to: u16, y: u16, weight: Weight) {
        for x in from..to {
            self.arm(x, y, RIGHT, weight);
            self.arm(x + 1, y, LEFT, weight);
        }
    }

    /// Lets a level line that begins in a cell go on to the left edge of the cell.
    pub fn runs_on(&mut self, x: u16, y: u16, weight: Weight) {
        self.arm(x, y, LEFT, weight);
    }

    /// An upright line, both ends included.
    pub fn down(&mut self, x: u16, from: u16, to: u16, weight: Weight) {
        for y in from..to {
            self.arm(x, y, DOWN, weight);
            self.arm(x, y + 1, UP, weight);
        }
    }

    /// The lines around a pane, on its outermost cells.
    pub fn around(&mut self, pane: Rect, weight: Weight) {
        if pane.width < 2 || pane.height < 2 {
            return;
        }
        let (left, right) = (pane.x, pane.right() - 1);
        let (top, bottom) = (pane.y, pane.bottom() - 1);
        self.across(left, right, top, weight);
        self.across(left, right, bottom, weight);
        self.down(left, top, bottom, weight);
        self.down(right, top, bottom, weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_edges_meet() {
        let area = Rect::new(0, 0, 7, 5);
        let mut buffer = Buffer::empty(area);
        let theme = Theme::default();
        let mut lines = Lines::new(area, &theme, &mut buffer);
        lines.around(Rect::new(0, 0, 4, 3), Weight::Light);
        lines.around(Rect::new(0, 2, 7, 3), Weight::Light);
        lines.around(Rect::new(3, 0, 4, 3), Weight::Heavy);
        let drawn: Vec<String> =
            buffer.content.chunks(7).map(|row| row.iter().map(|cell| cell.symbol()).collect()).collect();
        assert_eq!(drawn, ["┌──┲━━┓", "│  ┃  ┃", "├──┺━━┩", "│     │", "└─────┘"]);
    }
}
