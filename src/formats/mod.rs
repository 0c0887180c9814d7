//! Bytes to records and back, as a stream.
//!
//! In: `carrier` finds the records of a file, over `json`; `profile` says what they mean; `foreign` finds
//! out which of them a file is for; `native` reads corrob's own format, and writes it. Out: `report`, a
//! file for each format, and `annotations`. Both ways: `own_csv`, the table that is edited in a spreadsheet.

pub mod annotations;
pub mod carrier;
pub(crate) mod error;
pub mod foreign;
mod found;
pub mod json;
pub mod native;
pub(crate) mod own_csv;
pub mod profile;
pub mod report;

pub use crate::formats::error::{FormatError, ReadError, WriteError};
pub use crate::formats::found::{Found, Located, Refusal, Warning};
