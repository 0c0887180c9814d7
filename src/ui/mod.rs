//! Drawing the reviewer's state. Reads it, never changes it.
//!
//! Only what is in view is drawn: the rows of a list come from the window the state holds, the lines
//! of the detail come wrapped, and of any other text no more is read than the cells can show. All
//! text is [`SafeText`](crate::text::SafeText), cut and padded by width, so that no text moves a
//! line.

mod claims;
mod detail;
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
mod screen;
mod sheet;
mod theme;
mod words;

pub use screen::view;
pub use theme::Theme;
