//! The case file: one SQLite database. Open, change, ask, check.

mod annotate;
mod create;
mod dossier;
mod error;
mod expunge;
mod files;
mod header;
mod import;
mod lookup;
mod open;
mod position;
mod project;
mod records;
mod row;
mod runs;
mod schema;
mod session;
mod undo;

pub use annotate::Done;
pub use create::create;
pub use dossier::Edits;
pub use error::CaseError;
pub use import::{Fate, Imported, Importer};
pub use open::Case;
pub use session::{Forgetful, Head, HeadMemory, Session};
pub use undo::Stepped;
