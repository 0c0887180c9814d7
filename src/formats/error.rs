//! What stops the reading or writing of a file. Each is one sentence: what happened, where, and
//! what to do. The name of the file is for the caller to put before it.

use crate::domain::entry::Section;
use crate::formats::json::SplitError;
use std::io;
use thiserror::Error;

/// The file cannot be read, or not any further.
#[derive(Debug, Error)]
pub enum FormatError {
    /// It is not JSON, or is cut off, or its grammar is broken beyond recovery.
    #[error("{0}")]
    Split(#[from] SplitError),
    /// It does not say that it is a corrob case.
    #[error(
        "line {line}: this is not a corrob case; one begins {{\"format\":\"corrob-case\",\"version\":1, \
         and this one {instead}"
    )]
    NotOurs {
        /// The line.
        line: u64,
        /// What it has instead.
        instead: String,
    },
    /// It was written by a later corrob.
    #[error(
        "line {line}: the file is in version {found} of the format and this corrob reads up to \
         version {known}; nothing was read, a newer corrob is needed"
    )]
    Newer {
        /// The line.
        line: u64,
        /// Its version.
        found: u64,
        /// The newest version this corrob reads.
        known: u64,
    },
    /// What the case says of itself comes behind its records.
    #[error("line {line}: \"case\" comes after the first record; move it up, right after \"version\"")]
    CaseTooLate {
        /// The line.
        line: u64,
    },
    /// A member that may come once comes twice.
    #[error("line {line}: \"{name}\" appears a second time; take one of them out")]
    Twice {
        /// The line.
        line: u64,
        /// The member.
        name: String,
    },
    /// What the case says of itself cannot be read.
    #[error("line {line}: the description of the case cannot be read: {}{reason}; correct it and try again", Before(.field.as_deref()))]
    BadCase {
        /// The line.
        line: u64,
        /// The field.
        field: Option<String>,
        /// What is wrong.
        reason: String,
    },
    /// It is in no format with records that can be found.
    #[error("{looks}")]
    Unlike {
        /// What it looks like, and what to do.
        looks: String,
    },
    /// The row that names the columns cannot be read.
    #[error("line {line}: the row that names the columns cannot be read: {reason}")]
    Header {
        /// The line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// A page that carries no records.
    #[error("the page has no <script type=\"application/ld+json\">: there are no records in it")]
    NoJsonLd,
}

struct Before<'a>(Option<&'a str>);

impl std::fmt::Display for Before<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |field| write!(f, "{field}: "))
    }
}

/// Why reading ended early.
#[derive(Debug, Error)]
pub enum ReadError<E> {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FormatError),
    /// The receiver stopped.
    #[error("{0}")]
    Stopped(E),
}

impl<E> From<SplitError> for ReadError<E> {
    fn from(error: SplitError) -> Self {
        Self::File(error.into())
    }
}

/// The file cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The system refuses.
    #[error("the file cannot be written: {0}")]
    Io(#[from] io::Error),
    /// A record comes after the section it belongs in has ended.
    #[error("{section} cannot be written after {current}: the sections of a case have their order")]
    Order {
        /// The section of the record.
        section: Section,
        /// The section being written.
        current: Section,
    },
    /// A record's text runs over several lines.
    #[error("a record of {section} runs over several lines; each has one")]
    Lines {
        /// The section of the record.
        section: Section,
    },
    /// A record that is no JSON.
    #[error("a record of {section} cannot be put in JSON: {reason}")]
    Json {
        /// The section of the record.
        section: Section,
        /// Why.
        reason: serde_json::Error,
    },
}
