//! Sources that were entered more than once.

use crate::domain::rows::Titled;
use crate::domain::words::vocabulary;

vocabulary! {
    /// Why several sources are taken for one.
    Same, "what sources have in common" {
        /// Their addresses lead to one page.
        Page = "page",
        /// Their documents have one digest.
        Document = "document",
    }
}

/// Sources that are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Key and title of each, in the order of the case.
    pub sources: Vec<Titled>,
    /// Why.
    pub same: Same,
    /// The address, as the first of them has it, or the document's SHA-256.
    pub what: String,
}
