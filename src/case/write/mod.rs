//! Changes: records, annotations, undo, expunging. Each is one transaction of a session.

pub(crate) mod annotate;
pub(crate) mod attach;
pub(crate) mod bulk_counts;
pub(crate) mod bulk_search_index;
pub(crate) mod edit_records;
pub(crate) mod expunge;
pub(crate) mod expunge_documents;
pub(crate) mod provenance;
pub(crate) mod records;
pub(crate) mod stored;
pub(crate) mod undo;
