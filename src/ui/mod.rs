//! Drawing the reviewer's state. Reads it, never changes it.
pub mod lines;
pub mod theme;
pub use theme::Theme;
