//! Keys and what they do, as data.

pub mod action;
pub mod context;

pub use action::{Action, Group};
pub use context::Context;

/// Which key does what, where.
#[derive(Debug, Clone, Default)]
pub struct Keymap {}

impl Keymap {
    /// The first key of an action, as the user reads it ("Ctrl-d"); none where it has none.
    #[must_use]
    pub fn key_for(&self, _context: Context, _action: Action) -> Option<String> {
        None
    }
}
