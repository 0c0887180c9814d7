//! A first profile for a shape nobody knows yet.

use crate::formats::carrier::Record;

/// Writes a first profile for records of an unknown shape.
#[must_use]
pub fn starter(sample: &[Record], name: &str) -> String {
    let _ = sample;
    format!("name = {name:?}\n[claim]\ntext = \"text\"\n")
}
