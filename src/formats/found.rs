//! What reading a file comes upon: entries, records that are refused, what was read past.

use crate::domain::entry::Entry;
use std::fmt;

/// Something read from a file, and the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The line, from 1.
    pub line: u64,
    /// The thing itself.
    pub item: T,
}

/// A record that did not go in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line it begins on.
    pub line: u64,
    /// The section it stands in: the plural of its kind.
    pub section: String,
    /// The field that is wrong, as a path such as `quote.text`; `None` if it is the whole record.
    pub field: Option<String>,
    /// What is wrong, as the end of a sentence.
    pub reason: String,
    /// The record as it stands in the file; empty where it is too long to keep.
    pub raw: Vec<u8>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}", self.line, self.section)?;
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Something in the file that was read past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line.
    pub line: u64,
    /// What was read past, as the end of a sentence.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// What reading a file comes upon, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
pub enum Found {
    /// An entry.
    Entry(Located<Entry>),
    /// An entry that several records of the file bring, such as the one source of many claims. It
    /// goes in once: as the first of them has it.
    Shared(Located<Entry>),
    /// A record that is refused; the rest goes on.
    Refused(Refusal),
    /// Something that was read past, named once for each name.
    Warned(Warning),
}
