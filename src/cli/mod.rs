//! The command line, and what ties the rooms together.

pub mod heads;
