//! Which profile fits a file, which ship with the program, and one to begin with.

pub(crate) mod columns;
pub(crate) mod recognise;
pub(crate) mod shipped;
pub(crate) mod sought;
pub(crate) mod starter;
pub(crate) mod unread;
