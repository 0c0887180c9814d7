//! The review: its state, its messages, what they do to it. Pure: no terminal, no database, no clock.
//!
//! Each wing uses only those before it: `protocol` and `keys` know nothing of the review; `state` is what it
//! holds, `detail` words the selected item, `act` is what is done to that state; `prompt` and `view` are what
//! opens over it, each with a state of its own, and act on it; `update` knows them all and takes messages in.

pub(crate) mod act;
pub(crate) mod detail;
pub mod keys;
pub(crate) mod prompt;
pub mod protocol;
pub mod state;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod update;
pub(crate) mod view;

pub use crate::review::protocol::effect::{Effect, Export, Read, Ticket, Write};
pub use crate::review::protocol::msg::{Answer, Msg, NotSaved};
pub use crate::review::state::workspace::Settings;
pub use crate::review::update::message::update;
pub use crate::review::update::whole::Review;
