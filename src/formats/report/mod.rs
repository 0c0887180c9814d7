//! What every report format has in common: it is told the parts of a case one by one; and what is
//! gathered while they go by, within bounds, to be told together at the end.

pub(super) mod grades;
pub(super) mod matrix;
pub(super) mod said;
pub(super) mod table;
pub(super) mod timeline;
pub(super) mod words;

use super::error::WriteError;
use crate::domain::report::{About, Part};

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
