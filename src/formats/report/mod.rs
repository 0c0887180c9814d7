//! Reports: each takes the parts of a case one by one, and writes them as they come. What can only
//! stand at the end (matrix, timeline, ledger) is gathered meanwhile, within bounds.

pub(crate) mod claim_review;
pub(crate) mod csv;
mod grades;
pub mod html;
pub(crate) mod json_lines;
pub(crate) mod markdown;
mod matrix;
mod opinion;
mod script_json;
mod sheet;
mod table;
mod timeline;
pub(crate) mod vaughn;
mod web_address;
pub(crate) mod web_annotation;
mod words;

use crate::domain::report::{About, Part};
use crate::formats::error::WriteError;

/// Writes a report as its parts come. See [`Part`] for their order.
pub trait Report {
    /// Whether it shows what claims stand on, and sets figures side by side.
    fn is_deep(&self) -> bool {
        false
    }

    /// Begins.
    ///
    /// # Errors
    /// When the system refuses.
    fn begin(&mut self, about: &About) -> Result<(), WriteError>;

    /// Takes one part.
    ///
    /// # Errors
    /// When the system refuses.
    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError>;

    /// Ends, and flushes.
    ///
    /// # Errors
    /// When the system refuses.
    fn end(&mut self) -> Result<(), WriteError>;
}
