//! All actions by name.

use super::super::choice::Choice;
use super::super::input::Input;
use super::super::keymap::Action;

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteLine {
    /// The action.
    pub action: Action,
    /// Its keys in the review.
    pub keys: String,
    /// Why it cannot be done now.
    pub disabled: Option<String>,
}

/// The palette.
#[derive(Debug, Clone, Default)]
pub struct PaletteBox {
    /// What is looked for.
    pub input: Input,
    /// The actions that match, best first.
    pub lines: Vec<PaletteLine>,
    /// The line in use.
    pub choice: Choice,
}
