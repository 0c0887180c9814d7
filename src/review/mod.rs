//! The reviewer: its state, its messages, what they do to it. Pure: no terminal, no database, no
//! clock.

pub mod act;
pub mod detail;
pub mod keys;
pub mod prompt;
pub mod protocol;
pub mod state;
#[cfg(test)]
pub(crate) mod tests;
pub mod view;

pub use crate::review::act::update::update;
pub use crate::review::protocol::effect::{Effect, Export, Read, Ticket, Write};
pub use crate::review::protocol::msg::{Answer, Msg};
pub use crate::review::state::{Review, Settings};
