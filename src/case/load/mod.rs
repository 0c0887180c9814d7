//! Many records at once: a new case, an import.

pub(crate) mod create;
pub(crate) mod import;
pub(crate) mod prepare;
pub(crate) mod touched_rows;
