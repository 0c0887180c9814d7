//! Which line of a short list is chosen, and which is the first in view.

/// A choice among lines that are all held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// The line chosen.
    pub at: usize,
    /// The first line in view.
    pub top: usize,
}

impl Choice {
    pub(crate) fn step(&mut self, by: isize, len: usize, height: u16) {
        self.at = self.at.saturating_add_signed(by).min(len.saturating_sub(1));
        self.fit(len, height);
    }

    pub(crate) fn fit(&mut self, len: usize, height: u16) {
        let height = usize::from(height.max(1));
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.top.clamp(self.at.saturating_sub(height - 1), self.at);
    }
}
