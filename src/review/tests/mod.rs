//! Plain transitions: keys and answers in, effects and state out.

#![allow(clippy::unwrap_used, clippy::panic)]

mod fake;
mod world;

mod exporting;
mod importing;
mod keys;
mod moving;
mod prompts;
mod random;
mod tagging;
mod views;
mod waiting;
mod writing;
