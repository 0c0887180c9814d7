//! The native format: one case as JSON, one record a line, in sections.

mod read;
mod write;

pub use crate::formats::native::read::read;
pub use crate::formats::native::write::NativeWriter;

use crate::formats::json::says_format;

/// What a case's file says it is.
pub const FORMAT: &str = "corrob-case";
/// The newest version of the format: that of a file with documents.
pub const VERSION: u64 = 3;
/// The version of a file without documents, with events that answer for the dossier.
pub const SECOND_VERSION: u64 = 2;
/// The version of a file without events, or with events that carry nothing besides their payload: what read
/// files before there was another reads such a file still.
pub const FIRST_VERSION: u64 = 1;

/// Whether a file's first bytes are those of a case in this format.
#[must_use]
pub fn recognise(start: &[u8]) -> bool {
    says_format(start, FORMAT)
}
