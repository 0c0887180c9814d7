//! The append-only log: sessions that write it, the projection made from it.

pub(crate) mod arriving;
pub(crate) mod bases;
pub(crate) mod import_batches;
pub(crate) mod journal;
pub(crate) mod overwriting;
pub(crate) mod projection;
pub(crate) mod session;
pub(crate) mod undo_stack;
