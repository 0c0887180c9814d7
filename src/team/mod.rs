//! A case in a folder that anything may carry: a git repository, Syncthing, a network drive.
//!
//! Each device appends to a journal of its own and to no other file, so that nobody's writes meet anybody's. What
//! belongs to events besides, records and documents, is in files that are called by their SHA-256 and never change.

pub(crate) mod clone;
mod error;
mod folder;
pub(crate) mod git;
pub(crate) mod sync;

pub(crate) use crate::team::error::TeamError;
