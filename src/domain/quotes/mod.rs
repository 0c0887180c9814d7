//! Quotes: finding one again in a document, and choosing one.

mod align;
mod anchor;
mod context;
mod difference;
mod find;
mod letters;
mod passage;
mod sentences;

pub use anchor::{Anchored, Entered, anchor_of, anchor_words};
pub use difference::{Difference, Part};
pub use find::{Finding, Searchable};
pub use passage::{Toward, Unit, next, stretched, unit_at};
