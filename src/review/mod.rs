//! The reviewer: its state, its messages, what they do to it. Pure: no terminal, no database, no
//! clock.

pub mod chars;
pub mod choice;
pub mod detail;
pub mod effect;
pub mod geometry;
pub mod input;
pub mod keymap;
pub mod lines;
pub mod list;
pub mod mode;
pub mod msg;
pub mod pane;
pub mod state;
pub mod status;

pub use effect::{Effect, Read, Ticket, Write};
pub use msg::{Answer, Msg};
pub use state::{Review, Settings};
