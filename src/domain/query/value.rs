//! The value of a term, before anyone knows what it means.

/// A value as it stands in a query.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// Without quotes and without space around it.
    pub(super) text: String,
    /// Whether a star stands right behind it.
    pub(super) starred: bool,
}

impl Value {
    /// Its beginning, for a sentence that names it.
    pub(super) fn short(&self) -> String {
        self.text.chars().take(60).collect()
    }
}
