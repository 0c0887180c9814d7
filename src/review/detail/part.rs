//! A part of the detail before it is wrapped.

use crate::review::state::detail::{DetailLine, Role};
use crate::review::state::geometry::LABEL;
use crate::text::{SafeText, wrap};

/// A part of the detail before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DetailPart {
    pub role: Role,
    pub label: String,
    pub text: String,
}

impl DetailPart {
    pub fn new(role: Role, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { role, label: label.into(), text: text.into() }
    }

    pub fn wrapped(&self, width: usize) -> Vec<DetailLine> {
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
