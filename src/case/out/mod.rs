//! A case leaving the file: exports, reports, and the check that all of it holds together.

pub(crate) mod check;
pub(crate) mod copy;
pub(crate) mod export;
pub(crate) mod private_notes;
pub(crate) mod redaction;
pub(crate) mod report;
pub(crate) mod subset;
