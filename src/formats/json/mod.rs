//! JSON read as a stream: tokens, records, bounds.

pub(crate) mod inspect;
mod path;
pub(crate) mod scan;
pub mod split;
pub(crate) mod tokens;
