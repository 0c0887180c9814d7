//! Which profile fits a file, a profile from pairs of columns and fields, and one to begin with.

mod cells;
mod columns;
pub(super) mod recognise;
pub(super) mod starter;
