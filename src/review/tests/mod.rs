//! Plain transitions: keys and answers in, effects and state out.

#![allow(clippy::unwrap_used, clippy::panic)]

mod documents;
pub(crate) mod exporting;
pub(crate) mod fake;
pub(crate) mod importing;
pub(crate) mod keys;
pub(crate) mod making;
pub(crate) mod moving;
pub(crate) mod prompts;
mod quoting;
pub(crate) mod random;
pub(crate) mod records;
pub(crate) mod tagging;
pub(crate) mod views;
pub(crate) mod waiting;
pub(crate) mod world;
pub(crate) mod writing;
