//! The reviewer: its state, its messages, what they do to it. Pure: no terminal, no database, no
//! clock.

pub mod effect;
pub mod msg;

pub use effect::{Effect, Read, Ticket, Write};
pub use msg::{Answer, Msg};
