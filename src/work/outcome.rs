//! What an import is told, and what it comes to.

use super::{Cancel, Progress};
use crate::case::{CaseError, Imported};
use crate::domain::wording::counted;
use crate::formats::foreign::{ForeignError, Reading};
use crate::formats::{FormatError, Refusal, Warning};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use thiserror::Error;

/// Why nothing of a file was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0}")]
    Format(#[from] FormatError),
    /// The format of the file is unknown, or not the one the user gave.
    #[error("{0}")]
    Foreign(#[from] ForeignError),
    /// The case does not take it.
    #[error("{0}")]
    Case(#[from] CaseError),
    /// A table of a case, and no case.
    #[error(
        "it is a table that corrob exported, and what was edited in it goes into the case that it is from; to make a \
         case, export that one whole (--format native)"
    )]
    TableAlone,
    /// A table that does not say of which case it is.
    #[error(
        "the table does not say which case it is from: the column case.id is missing; --format csv says that it is \
         from this one"
    )]
    NoCaseNamed,
    /// A table of another case.
    #[error("the table is from another case: its case.id is {0}, and this case's is {1}")]
    OtherCase(String, String),
    /// Someone asked to stop.
    #[error("stopped on request")]
    Cancelled,
    /// Something was refused, and nothing was to go in then.
    #[error("{} refused, and --strict takes a file whole or not at all", counted(*.0, "record"))]
    Strict(u64),
    /// The listener could not go on.
    #[error("{0}")]
    Listener(std::io::Error),
    /// A trial, which is taken back.
    #[error("tried only")]
    Tried(Box<Summary>),
}

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Take the file whole or not at all.
    pub strict: bool,
    /// Try it and take it back.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// What went in.
    pub imported: Imported,
    /// The number of records refused.
    pub refused: u64,
    /// The number of things ignored.
    pub warnings: u64,
}

/// Receives what happens during an import.
pub trait Listener {
    /// A record was refused.
    ///
    /// # Errors
    /// When the listener cannot go on; the import is then taken back.
    fn refused(&mut self, refusal: &Refusal) -> std::io::Result<()>;
    /// Something was ignored.
    fn warned(&mut self, warning: &Warning);
    /// How far it has come.
    fn progress(&mut self, progress: Progress);
    /// The format of the file is known and the case is open: reading begins.
    fn began(&mut self) {}
    /// The whole file is read. What follows cannot be cancelled and, without write-ahead logging, needs
    /// exclusive access to the case.
    fn closing(&mut self) {}
    /// Whether refusals are to carry the text of their records.
    fn wants_records(&self) -> bool {
        false
    }
}

/// How to import, and who listens.
pub(super) struct Running<'a> {
    pub(super) length: Option<u64>,
    pub(super) options: Options,
    pub(super) cancel: &'a Cancel,
    pub(super) listener: &'a mut dyn Listener,
}

/// A file whose format is known.
pub(super) struct Opened<'a> {
    pub(super) reading: Reading<'a>,
    /// The dataset of its ids; none for a native case file, which names its own.
    pub(super) dataset: Option<String>,
    /// The bytes read so far.
    pub(super) bytes: Arc<AtomicU64>,
}
