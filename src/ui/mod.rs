//! Drawing the state of a review. Reads it, never changes it.
//!
//! Only what is in view is drawn: rows of a list come from the window that the state holds, lines of the
//! detail come wrapped, and any other text is read only as far as the cells can show it. All text is
//! [`SafeText`](crate::text::SafeText), cut and padded by width, so that no text moves a line.

mod claims;
mod detail;
mod document;
mod evidence;
mod export;
mod footer;
mod form;
mod head;
mod header;
mod lines;
mod lists;
mod matrix;
mod note;
mod paint;
mod parts;
mod pen;
mod prompts;
mod provenance;
mod question;
mod quote;
mod record;
mod records;
mod screen;
mod sheet;
mod theme;
mod words;

pub use screen::view;
pub use theme::{Background, Colours, Theme};
