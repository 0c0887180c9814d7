//! Import by description: a profile says in TOML what the records of a file mean, and a [`Mapper`]
//! makes entries of them. The language is described in `assets/profiles/README.md`.
//!
//! The wings, each using those before it: `language` (paths, steps, expressions), `schema` (fields,
//! templates, a whole profile), `run` (records in, entries out), `offer` (which profile fits a file).

mod error;
mod language;
mod offer;
mod run;
mod schema;

pub use error::ProfileError;
pub(crate) use language::dates::DateForm;
pub use language::path::{Reach, RecordsPath, unwrapped};
pub use offer::recognise::{Recognised, recognise, recognise_but_for_lists};
pub use offer::starter::{Key, inventory, starter, starter_for};
pub use run::mapper::Mapper;
pub use schema::profile::{CsvShape, Profile};
