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

/// Whether a file's first bytes are those of an object that says it is of this format.
#[must_use]
pub fn says_format(start: &[u8], format: &str) -> bool {
    let mut rest = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    for token in ["{", "\"format\"", ":", &format!("\"{format}\"")] {
        rest = rest.trim_ascii_start();
        match rest.strip_prefix(token.as_bytes()) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}
