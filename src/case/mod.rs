//! The case file: one SQLite database. Open, change, ask, check.

pub(crate) mod derive;
pub(crate) mod error;
pub(crate) mod file;
pub(crate) mod load;
pub(crate) mod log;
pub(crate) mod out;
pub(crate) mod read;
pub(crate) mod tables;
pub(crate) mod write;

pub use crate::case::derive::agreement::TeamAgreement;
pub use crate::case::derive::ledger::Extent;
pub use crate::case::derive::matrix::Arranged;
pub use crate::case::error::CaseError;
pub(crate) use crate::case::file::disk::beside;
pub use crate::case::file::open::Case;
pub use crate::case::file::readonly::{Follower, Seal, seal};
pub use crate::case::load::create::create;
pub use crate::case::load::import::{ImportOutcome, Imported, Importer};
pub use crate::case::load::prepare::{Prepared, Preparer};
pub use crate::case::log::session::{Forgetful, HeadMemory, Session};
pub use crate::case::out::check::Finding;
pub use crate::case::out::export::{Outgoing, SaidOf};
pub use crate::case::out::report::Walk;
pub use crate::case::read::filter::{Filtered, Listing};
pub use crate::case::read::lists::ListAt;
pub use crate::case::read::references::References;
pub use crate::case::read::stale::today;
pub use crate::case::tables::scope::Scope;
pub use crate::case::tables::snapshot::Snapshot;
pub use crate::case::write::annotate::{Details, Done};
pub use crate::case::write::edit_records::{Added, Edited};
pub use crate::case::write::expunge::Expunged;
pub use crate::case::write::fields::Edits;
pub use crate::case::write::provenance::Through;
pub use crate::case::write::undo::Stepped;
