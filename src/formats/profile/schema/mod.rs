//! What a profile can set, and what the records of a file have.

pub(crate) mod fields;
pub(crate) mod keys;
