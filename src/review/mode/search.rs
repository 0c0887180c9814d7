//! Searching the case while typing.

use super::super::choice::Choice;
use super::super::input::Input;
use super::super::lines::HitLine;
use crate::text::SafeText;

/// The search.
#[derive(Debug, Clone, Default)]
pub struct SearchBox {
    /// What is searched for.
    pub input: Input,
    /// What was found so far.
    pub hits: Vec<HitLine>,
    /// How many there are, as far as they were counted.
    pub count: u64,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The hit chosen.
    pub choice: Choice,
    /// Whether an answer is outstanding.
    pub waiting: bool,
    /// Why there is no answer.
    pub error: Option<SafeText>,
}
