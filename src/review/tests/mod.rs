//! Plain transitions: keys and answers in, effects and state out.

mod fake;
mod world;

mod keys;
mod moving;
mod prompts;
mod random;
mod tagging;
mod waiting;
mod writing;
