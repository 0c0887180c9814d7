//! All keys, to be searched.

use super::super::choice::Choice;
use super::super::input::Input;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// Where the keys below work.
    Heading(&'static str),
    /// A key and what it does.
    Entry {
        /// Its keys, as `r` or `Tab l`; empty where only the palette has it.
        keys: String,
        /// The action's name.
        name: &'static str,
        /// What it does: a sentence.
        sentence: &'static str,
        /// Why it cannot be done now.
        disabled: Option<String>,
    },
}

/// The help.
#[derive(Debug, Clone, Default)]
pub struct HelpBox {
    /// What is looked for.
    pub input: Input,
    /// The lines that match.
    pub lines: Vec<HelpLine>,
    /// The line in use.
    pub choice: Choice,
}
