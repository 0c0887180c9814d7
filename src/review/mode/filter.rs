//! The filter in force and the prompt for it.

use super::super::input::Input;
use crate::text::SafeText;

/// The prompt.
#[derive(Debug, Clone, Default)]
pub struct FilterPrompt {
    /// The query.
    pub input: Input,
    /// What is wrong with it.
    pub error: Option<SafeText>,
    /// Whether an answer is outstanding.
    pub waiting: bool,
}

/// A filter in force.
#[derive(Debug, Clone)]
pub struct ActiveFilter {
    /// The query.
    pub query: SafeText,
    /// How many claims it leaves.
    pub claims: u64,
    /// How many pieces of evidence it leaves.
    pub evidence: u64,
    pub(in crate::review) raw: String,
}
