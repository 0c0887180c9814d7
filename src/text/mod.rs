//! Stand-in for the room that makes outside text safe; replaced by the real one on merging.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Text that is safe to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeText(String);

impl SafeText {
    /// On one line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect())
    }
    /// On several lines.
    #[must_use]
    pub fn block(text: &str) -> Self {
        Self(text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect())
    }
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Its width in cells.
    #[must_use]
    pub fn width(&self) -> usize {
        self.0.width()
    }
    /// Broken into lines no wider than this.
    #[must_use]
    pub fn wrap(&self, width: usize) -> Vec<SafeText> {
        let mut lines = Vec::new();
        for line in self.0.split('\n') {
            let mut now = String::new();
            for cluster in line.graphemes(true) {
                if now.width() + cluster.width() > width.max(2) {
                    lines.push(Self(std::mem::take(&mut now)));
                }
                now.push_str(cluster);
            }
            lines.push(Self(now));
        }
        lines
    }
}
