//! JSON read as a stream: tokens, records, bounds.

pub(crate) mod inspect;
pub(crate) mod scan;
pub mod split;
