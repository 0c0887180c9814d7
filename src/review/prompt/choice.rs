//! Which line of a short list is chosen, and which is the first in view.

use crate::review::act::cursor::Reach;

/// A choice among lines that are all held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    pub at: usize,
    pub top: usize,
}

impl Choice {
    /// Goes `by` lines on, of `len` lines in a list that is `height` rows high.
    pub(crate) fn step(&mut self, by: isize, len: usize, height: u16) {
        self.at = self.at.saturating_add_signed(by).min(len.saturating_sub(1));
        let height = usize::from(height.max(1));
        self.top = self.top.clamp(self.at.saturating_sub(height - 1), self.at);
    }

    /// Goes as far as a key does that moves.
    pub(crate) fn reach(&mut self, reach: Option<Reach>, len: usize, height: u16) {
        if let Some(reach) = reach {
            self.step(isize::try_from(reach.lines(height)).unwrap_or(0), len, height);
        }
    }
}
