//! What an import reports.

use crate::domain::rows::Progress;

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Records read.
    pub records: u64,
    /// How much of the file is read, in hundredths; none where its length is not known.
    pub percent: Option<u8>,
    /// How many seconds it will still take; none where that cannot be told.
    pub left: Option<u64>,
    /// Whether all is read: it is not stopped any more.
    pub closing: bool,
}

/// How an import ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEnd {
    /// What the file brings is in the case.
    Done {
        /// What it did, and what it refused: a sentence.
        says: String,
        /// Whether it refused something.
        refused: bool,
        /// How far the reviewer has come in what the case is now.
        progress: Progress,
    },
    /// It was stopped; the case is as it was.
    Stopped,
    /// Nothing was imported, and why: a sentence.
    Failed(String),
}
