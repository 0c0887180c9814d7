//! JSON read as a stream: tokens, records, bounds.

pub(crate) mod inspect;
mod layout;
mod path;
mod scan;
mod split;
pub(crate) mod tokens;

pub use layout::{Layout, Limits, Slip, Split, SplitError};
pub use scan::Break;
pub use split::Splitter;
