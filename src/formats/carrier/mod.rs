//! What carries records that are not in corrob's own format: JSON, CSV, HTML. Each record comes out
//! as a JSON value, whatever carried it; what it means is for a profile to say.

use super::{Refusal, Warning};
use serde_json::Value;

/// A record as its carrier has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The name it stands under, where the records are the members of an object.
    pub name: Option<String>,
    /// The record: for CSV an object of columns, each a string.
    pub value: Value,
}

/// What a carrier brings, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Carried {
    /// A record.
    Record(Record),
    /// A record that cannot be read; the rest goes on.
    Refused(Refusal),
    /// Something that was read past.
    Warned(Warning),
}
