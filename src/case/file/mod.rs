//! The file itself: opened, recognised by its header, held to its schema, read without writing.

pub(crate) mod clock;
pub(crate) mod disk;
pub(crate) mod dossier;
pub(crate) mod header;
pub(crate) mod open;
pub(crate) mod per_state;
pub(crate) mod readonly;
pub(crate) mod schema;
