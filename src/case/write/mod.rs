//! Changes: records, annotations, undo, expunging. Each is one transaction of a session.

pub(crate) mod add_record;
pub(crate) mod annotate;
pub(crate) mod arrange;
pub(crate) mod attach;
pub(crate) mod bulk_counts;
pub(crate) mod bulk_search_index;
pub(crate) mod combine;
mod combine_fields;
pub(crate) mod edit_records;
pub(crate) mod expunge;
pub(crate) mod expunge_documents;
pub(crate) mod fields;
pub(crate) mod new_names;
pub(crate) mod provenance;
pub(crate) mod quoted;
pub(crate) mod records;
pub(crate) mod remove;
pub(crate) mod remove_import;
pub(crate) mod resolve;
pub(crate) mod stored;
pub(crate) mod swap;
pub(crate) mod table_edits;
pub(crate) mod take_out;
pub(crate) mod undo;
