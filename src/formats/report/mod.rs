//! What every report format has in common: it is told the parts of a case one by one; and what is
//! gathered while they go by, within bounds, to be told together at the end.

pub mod claim_review;
pub mod csv;
pub(super) mod grades;
pub mod html;
pub mod json_lines;
pub mod markdown;
pub(super) mod matrix;
pub(super) mod opinion;
mod script_json;
mod sheet;
pub(super) mod table;
pub(super) mod timeline;
pub mod vaughn;
pub mod web_annotation;
pub(super) mod words;

use crate::domain::report::{About, Part};
use crate::formats::error::WriteError;

/// Writes a report as its parts come. See [`Part`] for their order.
pub trait Report {
    /// Whether it tells what claims stand on, and sets figures side by side.
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
