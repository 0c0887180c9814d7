//! The lines between panes. Panes share their edges; where lines meet, the right corner or tee is
//! found from the four arms that reach the cell. The pane the keys act on has heavy lines, so that
//! it is seen without colour.

use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How thick a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Any pane.
    Light = 1,
    /// The pane the keys act on.
    Heavy = 2,
}

/// The arms of each cell: up, right, down, left, each nothing, light or heavy.
#[derive(Debug)]
pub struct Lines {
    area: Rect,
    arms: Vec<[u8; 4]>,
}

const UP: usize = 0;
const RIGHT: usize = 1;
const DOWN: usize = 2;
const LEFT: usize = 3;

impl Lines {
    /// No lines.
    #[must_use]
    pub fn new(area: Rect) -> Self {
        Self { area, arms: vec![[0; 4]; usize::from(area.width) * usize::from(area.height)] }
    }

    fn arm(&mut self, x: u16, y: u16, arm: usize, weight: Weight) {
        if x < self.area.x || y < self.area.y || x >= self.area.right() || y >= self.area.bottom() {
            return;
        }
        let at = usize::from(y - self.area.y) * usize::from(self.area.width) + usize::from(x - self.area.x);
        if let Some(cell) = self.arms.get_mut(at) {
            cell[arm] = cell[arm].max(weight as u8);
        }
    }

    /// A level line, both ends included.
    pub fn across(&mut self, from: u16, to: u16, y: u16, weight: Weight) {
        for x in from..to {
            self.arm(x, y, RIGHT, weight);
            self.arm(x + 1, y, LEFT, weight);
        }
    }

    /// A level line goes on to the left of the area.
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

    /// Draws them.
    pub fn draw(&self, theme: &Theme, buffer: &mut Buffer) {
        let mut arms = self.arms.iter();
        for y in self.area.top()..self.area.bottom() {
            for x in self.area.left()..self.area.right() {
                let Some(&cell) = arms.next() else { return };
                if cell == [0; 4] {
                    continue;
                }
                if let Some(to) = buffer.cell_mut((x, y)) {
                    let heavy = cell.contains(&2);
                    to.set_char(glyph(cell)).set_style(if heavy { theme.border_focus } else { theme.border });
                }
            }
        }
    }
}

/// Every way in which light and heavy arms can meet, in the order of the arms: up, right, down,
/// left, counted in base three.
const GLYPHS: &str = concat!(
    " ╴╸",
    "╷┐┑",
    "╻┒┓",
    "╶─╾",
    "┌┬┭",
    "┎┰┱",
    "╺╼━",
    "┍┮┯",
    "┏┲┳", //
    "╵┘┙",
    "│┤┥",
    "╽┧┪",
    "└┴┵",
    "├┼┽",
    "┟╁╅",
    "┕┶┷",
    "┝┾┿",
    "┢╆╈", //
    "╹┚┛",
    "╿┦┩",
    "┃┨┫",
    "┖┸┹",
    "┞╀╃",
    "┠╂╉",
    "┗┺┻",
    "┡╄╇",
    "┣╊╋",
);

fn glyph(arms: [u8; 4]) -> char {
    let at = arms.iter().fold(0, |at, arm| at * 3 + usize::from(*arm));
    GLYPHS.chars().nth(at).unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &Lines) -> Vec<String> {
        let mut buffer = Buffer::empty(lines.area);
        lines.draw(&Theme::default(), &mut buffer);
        let width = usize::from(lines.area.width);
        buffer.content.chunks(width).map(|row| row.iter().map(|cell| cell.symbol()).collect()).collect()
    }

    #[test]
    fn shared_edges_meet() {
        let mut lines = Lines::new(Rect::new(0, 0, 7, 5));
        lines.around(Rect::new(0, 0, 4, 3), Weight::Light);
        lines.around(Rect::new(3, 0, 4, 3), Weight::Heavy);
        lines.around(Rect::new(0, 2, 7, 3), Weight::Light);
        assert_eq!(drawn(&lines), ["┌──┲━━┓", "│  ┃  ┃", "├──┺━━┩", "│     │", "└─────┘"]);
    }

    #[test]
    fn every_meeting_has_its_own_glyph() {
        assert_eq!(GLYPHS.chars().count(), 81);
        let mut seen: Vec<char> = GLYPHS.chars().collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 81);
    }
}
