//! Drawing the reviewer's state. Reads it, never changes it.
pub mod claims;
pub mod evidence;
pub mod lines;
pub mod paint;
pub mod pen;
pub mod theme;
pub mod words;
pub use theme::Theme;
