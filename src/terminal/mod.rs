//! The terminal: the loop, input, signals, suspend, the editor, the clipboard, the browser, and the
//! threads that stand between the screen and the case.

pub mod browser;
pub mod clipboard;
pub mod editor;
pub mod events;
pub mod input;
pub mod job;
pub mod keys;
mod run;
pub mod screen;
mod sequences;
pub mod shellwords;
pub mod signals;
mod store;
pub mod suspend;
mod timers;
pub mod tty;

pub use run::{Access, Errands, Exporting, Farewell, RunError, Setup, Stage, run};
