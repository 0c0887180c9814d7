//! Which key does what, whether it may, and what the hint line says of it.

pub mod chars;
pub(crate) mod enabled;
pub(crate) mod hints;
pub mod keymap;
