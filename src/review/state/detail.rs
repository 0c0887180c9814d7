//! The detail pane: everything about the selected item, as lines that fit it.

use crate::review::state::spot::Found;
use crate::text::{SafeText, begins_word};

/// What a line of the detail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title of a part; stands alone.
    Heading,
    /// The claimant, before the claim's text.
    Claimant,
    /// The claim's text, a paraphrase, a wording.
    Body,
    /// A source's exact words.
    Quote,
    /// A fact with its name in `label`.
    Fact,
    /// What the reviewer says: tag, ground, verdict, note; its name in `label`.
    Judgement,
    /// What another reviewer says; their name in `label`.
    Other,
    /// Nothing.
    Blank,
}

/// A line of the detail, no wider than the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailLine {
    /// What it is.
    pub role: Role,
    /// The name of what stands on it, on the first line of several; shown in
    /// [`crate::review::state::geometry::LABEL`] columns, which `text` then leaves free (on all its lines).
    pub label: SafeText,
    /// Whether the columns for a label are left free.
    pub labelled: bool,
    /// The text.
    pub text: SafeText,
}

/// The detail pane.
#[derive(Debug, Clone, Default)]
pub struct Detail {
    /// The key of the item shown; empty for none.
    pub title: SafeText,
    /// All lines, wrapped to the pane.
    pub lines: Vec<DetailLine>,
    /// The first line in view.
    pub scroll: usize,
}

impl Detail {
    /// The first line that has what a search found: its key, or where the detail is its own, a word it was
    /// found by.
    pub(crate) fn line_of(&self, found: &Found) -> Option<usize> {
        let own = self.title == found.key;
        let has_key = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == found.key.as_str())
        };
        let has = |text: &SafeText| match own {
            true => found.words.iter().any(|sought| begins_word(sought, text.as_str())),
            false => has_key(text.as_str()),
        };
        self.lines.iter().position(|line| has(&line.label) || has(&line.text))
    }

    /// Scrolls by `lines` in a pane of `height` rows; the last line stays at its bottom.
    pub(crate) fn scroll_by(&mut self, lines: i64, height: u16) {
        let last = self.lines.len().saturating_sub(usize::from(height.max(1)));
        let by = isize::try_from(lines).unwrap_or(0);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }
}
