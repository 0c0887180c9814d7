//! A connection for reading the case.

use super::opened_file::OpenedFile;
use crate::case::{Case, CaseError, Follower};
use std::time::Duration;

/// How often the file is checked for changes by other programs.
pub(super) const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// Reads the case beside a writer of our own, or follows somebody else's.
pub(super) enum Connection {
    /// Beside our own writer.
    Own(Box<Case>, OpenedFile),
    /// Read-only, following whoever writes.
    Following(Box<Follower>),
}

impl Connection {
    /// Puts a question to the case.
    ///
    /// # Errors
    /// The question's own, or that the file is gone.
    pub(super) fn read<T>(
        &mut self,
        mut ask: impl FnMut(&Case) -> Result<T, CaseError>,
    ) -> Result<T, CaseError> {
        match self {
            Self::Own(case, file) => match file.verify() {
                // SQLite would look for its log by name, and find that of the other file, or make it one.
                Err(error @ CaseError::Replaced(_)) => Err(error),
                // A missing file explains more than the error that SQLite reports for it.
                _ => ask(case).map_err(|error| file.verify().err().unwrap_or(error)),
            },
            Self::Following(follower) => follower.read(ask),
        }
    }
}
