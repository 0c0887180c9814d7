//! The terminal as a device: raw mode and the alternate screen, keys, signals, job control.

mod clipboard;
pub(super) mod events;
pub(super) mod input;
mod job;
mod keys;
mod screen;
mod sequences;
pub(super) mod signals;
pub(super) mod suspend;
pub(super) mod tty;
