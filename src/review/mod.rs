//! The reviewer: its state, its messages, what they do to it. Pure: no terminal, no database, no
//! clock.

pub mod chars;
pub mod choice;
pub mod cite;
pub mod detail;
pub mod effect;
pub mod geometry;
pub mod importing;
pub mod input;
pub mod keymap;
pub mod lines;
pub mod list;
pub mod mode;
pub mod msg;
pub mod pane;
pub mod state;
pub mod status;
pub mod update;
pub mod view;

mod detail_of;
mod enabled;
mod fuzzy;
mod going;
mod hints;
mod memory;
mod moving;
mod open;
mod pending;
mod perform;
mod reading;
mod tagging;
mod writing;

#[cfg(test)]
mod tests;

pub use effect::{Effect, Export, Read, Ticket, Write};
pub use msg::{Answer, Msg};
pub use state::{Review, Settings};
pub use update::update;
