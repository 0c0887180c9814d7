//! Setting aside, with a reason.

use super::super::input::Input;
use crate::domain::Target;
use crate::text::SafeText;

/// The question for a reason.
#[derive(Debug, Clone)]
pub struct AsidePrompt {
    /// What is set aside.
    pub targets: Vec<Target>,
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// The reason.
    pub input: Input,
}
