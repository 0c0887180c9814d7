//! What the splitter is asked for, what it hands out, and why it stops.

use crate::formats::json::scan::{Break, Shown};
use std::io;
use thiserror::Error;

/// How the records lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One object whose members are sections: arrays of records, or single values.
    Sections,
    /// One array of records.
    Array,
    /// One object whose members are records.
    Members,
    /// One record after another (JSON Lines; a record may also run over several lines).
    Lines,
}

/// What one record may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one record.
    pub record: usize,
    /// Levels of nesting in one record.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 64 << 20, depth: 100 }
    }
}

/// What the splitter comes upon next.
#[derive(Debug, PartialEq, Eq)]
pub enum Split<'a> {
    /// An array of records begins.
    Section {
        /// Its name.
        name: &'a str,
        /// The line it begins on.
        line: u64,
    },
    /// A member of the whole file that is no array.
    Member {
        /// Its name.
        name: &'a str,
        /// The line its value begins on.
        line: u64,
        /// The value.
        raw: &'a [u8],
    },
    /// A record. Its brackets balance and its grammar holds; its strings and numbers are unread.
    Record {
        /// The section it stands in, or the member's name; empty outside of sections and members.
        section: &'a str,
        /// The line it begins on.
        line: u64,
        /// The record.
        raw: &'a [u8],
    },
    /// A record, or a member of the whole file, that is not well formed.
    Broken {
        /// The section it stands in, or the member's name; empty outside of sections.
        section: &'a str,
        /// The line it begins on.
        line: u64,
        /// What there is of it; nothing where it was too long.
        raw: &'a [u8],
        /// What is wrong with it.
        why: Break,
    },
    /// Something between records that can be read past.
    Slip {
        /// The line.
        line: u64,
        /// What it is.
        slip: Slip,
    },
}

/// Something between records that can be read past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Slip {
    /// No comma between two records.
    #[error("a comma is missing before this record")]
    CommaMissing,
    /// A comma with no record after or before it.
    #[error("there is a comma too many")]
    CommaExtra,
}

/// The file cannot be read on.
#[derive(Debug, Error)]
pub enum SplitError {
    /// The file cannot be read at all.
    #[error("reading fails after line {line}: {error}")]
    Io {
        /// The line reached.
        line: u64,
        /// What the system says.
        error: io::Error,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// The file ends too early.
    #[error("the file ends at line {line}, inside what begins on line {began}: it is cut off")]
    CutOff {
        /// The last line.
        line: u64,
        /// The line on which what is cut off begins.
        began: u64,
    },
    /// A byte stands between records or members where the grammar wants another.
    #[error("line {line} has {} where {wanted} should stand: from there on the file cannot be read", Shown(*.found))]
    Lost {
        /// The line.
        line: u64,
        /// The byte found.
        found: u8,
        /// What is allowed there.
        wanted: &'static str,
    },
    /// A record breaks the grammar, and where the next one begins cannot be told.
    #[error("line {line} cannot be read, nor what comes after it: {why}")]
    Broken {
        /// The line of the break.
        line: u64,
        /// What is wrong there.
        why: Break,
    },
    /// The name of a member is absurd.
    #[error("the name of a member on line {line} cannot be read: {reason}")]
    Name {
        /// The line.
        line: u64,
        /// Why.
        reason: String,
    },
    /// The records are not where they were looked for.
    #[error("there are no records at {path}: {instead}")]
    Missing {
        /// Where they were looked for.
        path: String,
        /// What is there instead.
        instead: String,
    },
}
