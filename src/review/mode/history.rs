//! The history of an item.

use super::super::lines::HistoryLine;
use crate::domain::Target;
use crate::text::SafeText;

/// The history.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// Whose.
    pub target: Target,
    /// The key of that.
    pub key: SafeText,
    /// What happened, newest first; none while the answer is outstanding.
    pub steps: Option<Vec<HistoryLine>>,
    /// The first step in view.
    pub top: usize,
}
