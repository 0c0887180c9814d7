//! The filter in force.

use crate::domain::wording::counted;
use crate::text::SafeText;

/// A filter in force.
#[derive(Debug, Clone)]
pub struct ActiveFilter {
    /// The query.
    pub query: SafeText,
    /// How many claims it leaves.
    pub claims: u64,
    /// How many pieces of evidence it leaves.
    pub evidence: u64,
    /// The query as it was typed.
    pub(crate) raw: String,
    /// The case was added to, and the filter may leave more.
    pub(crate) stale: bool,
}

impl ActiveFilter {
    pub(crate) fn new(raw: String, (claims, evidence): (u64, u64)) -> Self {
        Self { query: SafeText::line(&raw), claims, evidence, raw, stale: false }
    }

    /// What it leaves, in words.
    #[must_use]
    pub fn leaves(&self) -> String {
        format!("{} and {} of evidence", counted(self.claims, "claim"), counted(self.evidence, "piece"))
    }
}
