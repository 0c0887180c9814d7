//! Which key does what, where.

pub mod chars;
pub mod keymap;
pub mod layouts;
