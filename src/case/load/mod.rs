//! Many records at once: a new case, an import.

pub(crate) mod awaited;
mod by_hand;
pub(crate) mod contents;
pub(crate) mod create;
pub(crate) mod import;
pub(crate) mod import_history;
mod import_over;
mod import_record;
pub(crate) mod prepare;
pub(crate) mod touched_rows;
mod twice;
