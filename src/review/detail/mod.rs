//! Everything about the selected item, as lines that fit the pane.

pub(crate) mod build;
pub mod cite;

use crate::domain::Target;
use crate::domain::records::Kind;
use crate::review::detail::build::{claim, evidence};
use crate::review::state::Review;
use crate::review::state::geometry::LABEL;
use crate::review::state::pane::Pane;
use crate::text::{SafeText, wrap};

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

/// A part of the detail before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub role: Role,
    pub label: String,
    pub text: String,
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

impl Review {
    /// Makes the detail of the item selected, unless it is that already.
    pub(super) fn refresh_detail(&mut self) {
        let width = self.rows_of(Pane::Detail).min(1) * self.places().detail.rows.width;
        // Where a side has no evidence, there is still the claim to be read.
        let claim = || self.claims.selected().map(|claim| Target::claim(claim.id));
        let Some(target) = self.target().or_else(claim) else {
            self.memory.detail_of = None;
            self.detail = Detail::default();
            return;
        };
        let wanted = Some((target, width, self.memory.revision));
        if self.memory.detail_of == wanted {
            return;
        }
        // A pane that is not on the screen keeps its place for when it is.
        if width == 0 && self.memory.detail_of.is_some_and(|(shown, ..)| shown == target) {
            return;
        }
        let same = self.memory.detail_of.is_some_and(|(shown, ..)| shown == target);
        let scroll = if same { self.detail.scroll } else { 0 };
        self.detail = Detail { title: self.key_of(target), lines: self.lines(target, width), scroll };
        self.memory.detail_of = wanted;
        self.scroll_detail(0);
    }

    fn lines(&self, target: Target, width: u16) -> Vec<DetailLine> {
        let parts = match (self.shown(), target.kind) {
            (None, _) => Vec::new(),
            (Some(open), Kind::Claim) => claim(&open.head),
            (Some(open), _) => open.evidence(target.item).map(evidence).unwrap_or_default(),
        };
        parts.iter().flat_map(|part| part.wrapped(usize::from(width.max(20)))).collect()
    }

    /// Scrolls the detail pane; its last line stays at its bottom.
    pub(super) fn scroll_detail(&mut self, lines: i64) {
        let height = usize::from(self.rows_of(Pane::Detail));
        let last = self.detail.lines.len().saturating_sub(height.max(1));
        let by = isize::try_from(lines).unwrap_or(0);
        self.detail.scroll = self.detail.scroll.saturating_add_signed(by).min(last);
    }
}

impl Part {
    pub fn new(role: Role, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { role, label: label.into(), text: text.into() }
    }

    fn wrapped(&self, width: usize) -> Vec<DetailLine> {
        let labelled = !self.label.is_empty();
        let room = if labelled { width.saturating_sub(usize::from(LABEL)) } else { width };
        let lines = wrap(&SafeText::block(&self.text), room.max(8));
        let label = |first: bool| if first { SafeText::line(&self.label) } else { SafeText::default() };
        lines
            .into_iter()
            .enumerate()
            .map(|(at, text)| DetailLine { role: self.role, label: label(at == 0), labelled, text })
            .collect()
    }
}
