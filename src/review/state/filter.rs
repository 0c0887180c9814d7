//! The filter in force: it leaves claims, and may match some of their evidence.

use crate::domain::glossary::sign;
use crate::domain::wording::counted;
use crate::review::protocol::msg::FilterLeaves;
use crate::text::SafeText;

/// A filter in force.
#[derive(Debug, Clone)]
pub struct ActiveFilter {
    /// The query.
    pub query: SafeText,
    /// What it leaves.
    pub left: FilterLeaves,
    /// The query as it was typed.
    pub(crate) raw: String,
    /// The case was added to, and the filter may leave more.
    pub(crate) stale: bool,
}

impl ActiveFilter {
    pub(crate) fn new(raw: String, left: FilterLeaves) -> Self {
        Self { query: SafeText::line(&raw), left, raw, stale: false }
    }

    /// Whether it asks something of evidence, and the piece at this place matches it.
    #[must_use]
    pub fn matches(&self, pos: i64) -> bool {
        self.left.matching.as_ref().is_some_and(|matching| matching.binary_search(&pos).is_ok())
    }

    /// What it leaves, in words.
    #[must_use]
    pub fn leaves(&self) -> String {
        let FilterLeaves { claims, evidence, ref matching } = self.left;
        let (claims, pieces) = (counted(claims, "claim"), counted(evidence, "piece"));
        match (matching.is_some(), evidence) {
            (false, _) => format!("{claims} with {pieces} of evidence"),
            (true, 1) => format!("{claims}; {pieces} of evidence matches, marked {}", sign::MATCHES),
            (true, _) => format!("{claims}; {pieces} of evidence match, marked {}", sign::MATCHES),
        }
    }
}
