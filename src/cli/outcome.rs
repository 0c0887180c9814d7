//! How a command ends.

use crate::case::CaseError;
use crate::formats::{FormatError, WriteError};
use std::io;
use thiserror::Error;

/// A command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, but something was refused or found wrong.
    Incomplete,
}

/// A command that was not carried out: one sentence that says why, and what to do.
#[derive(Debug, Error)]
pub enum Failure {
    /// Whoever read the output has gone: nothing is wrong.
    #[error("whatever read the output has closed it")]
    ClosedPipe,
    /// The results could not be written.
    #[error("the output could not be written: {0}")]
    Output(io::Error),
    /// The case was not opened, or not changed.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Anything else.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// A sentence.
    pub fn said(sentence: impl Into<String>) -> Self {
        Self::Said(sentence.into())
    }

    /// What became of writing results.
    #[must_use]
    pub fn of_output(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Output(error) }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io(error) => Self::of_output(error),
            other => Self::Said(other.to_string()),
        }
    }
}

impl From<FormatError> for Failure {
    fn from(error: FormatError) -> Self {
        Self::Said(error.to_string())
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::Said(error.to_string())
    }
}

impl From<crate::domain::keys::BadKey> for Failure {
    fn from(error: crate::domain::keys::BadKey) -> Self {
        Self::Said(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Case(error.into())
    }
}

/// What a command gives back.
pub type Result<T> = std::result::Result<T, Failure>;
