//! Why a folder was not synced, each in one sentence.

use crate::case::CaseError;
use std::path::PathBuf;
use thiserror::Error;

/// Why a folder was not synced.
#[derive(Debug, Error)]
pub enum TeamError {
    /// The case does not take it.
    #[error("{0}")]
    Case(#[from] CaseError),
    /// A file or folder cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// The folder has no case.
    #[error("there is no case in {0}; \"corrob sync CASE {0}\" puts one there")]
    NoCase(PathBuf),
    /// What git says.
    #[error("{0}")]
    Git(String),
}
