//! The case file: one SQLite database. Open, change, ask, check.

mod annotate;
mod books;
mod check;
mod create;
mod dossier;
mod error;
mod export;
mod expunge;
mod files;
mod header;
mod history;
mod import;
mod lookup;
mod open;
mod position;
mod project;
mod readonly;
mod records;
mod row;
mod runs;
mod schema;
mod session;
mod undo;
mod view;

pub use annotate::{Details, Done};
pub use check::Finding;
pub use create::create;
pub use dossier::Edits;
pub use error::CaseError;
pub use export::{Outgoing, SaidOf};
pub use import::{Fate, Imported, Importer};
pub use open::Case;
pub use readonly::{Follower, Seal, seal};
pub use session::{Forgetful, Head, HeadMemory, Session};
pub use undo::Stepped;
pub use view::{ListAt, Scope};
