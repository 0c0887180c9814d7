//! Drawing the state of a review. Reads it, never changes it.
//!
//! Only what is in view is drawn: the rows of a list come from the window the state holds, the lines
//! of the detail come wrapped, and of any other text no more is read than the cells can show. All
//! text is [`SafeText`](crate::text::SafeText), cut and padded by width, so that no text moves a
//! line.

pub mod claims;
pub mod detail;
pub mod evidence;
mod export;
pub mod footer;
pub mod form;
pub mod head;
pub mod header;
pub mod lines;
pub mod lists;
mod matrix;
pub mod note;
pub mod paint;
pub mod pen;
pub mod prompts;
mod provenance;
pub mod screen;
mod sheet;
pub mod theme;
pub mod words;

pub use screen::view;
pub use theme::Theme;
