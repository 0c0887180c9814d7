//! What the event loop and the store ask of the program around them.

use crate::case::{Case, Session};
use crate::domain::rows::Place;
use crate::domain::{ItemId, Key, Note};
use crate::review::Export;
use crate::review::protocol::draft::DraftPlace;
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::import::ImportEnd;
use crate::work::{self, Cancel};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

/// What the reviewer needs that is neither in the case nor at the terminal: files and saved positions.
pub trait HostServices: Send + Sync {
    /// Saves the item the reviewer is at, for the next time this case is opened.
    fn save_position(&self, case: ItemId, place: Place, order: SeekOrder);
    /// Saves which passage was chosen last in the document of each source, in bytes of its text.
    fn save_reading(&self, case: ItemId, read: BTreeMap<Key, Range<usize>>);
    /// The passages that were saved.
    fn reading(&self, case: ItemId) -> BTreeMap<Key, Range<usize>>;
    /// A file name for each export format, in the order of the formats, that no file has yet.
    fn propose_exports(&self) -> Vec<String>;
    /// Checks an export and opens its file.
    ///
    /// # Errors
    /// A sentence that says why not; nothing is written then.
    fn begin_export(&self, export: &Export) -> Result<PendingExport, String>;
    /// Imports a file into the case, or attaches it to a source; `report` receives how far it has come.
    fn import(
        &self,
        session: &mut Session,
        file: (&str, Option<Key>),
        cancel: &Cancel,
        report: &mut dyn FnMut(ImportStage),
    ) -> ImportEnd;
    /// The path of the case in a file, named as it was typed.
    ///
    /// # Errors
    /// A sentence that says why it cannot be opened.
    fn find_case(&self, file: &str) -> Result<PathBuf, String>;
    /// Keeps a note outside the case, where it cannot be saved in it, or takes it away again.
    /// Returns the file, as the user would name it.
    ///
    /// # Errors
    /// A sentence that says why they cannot be kept.
    fn keep_words(&self, case: ItemId, item: ItemId, note: Option<&Note>) -> Result<String, String>;
    /// The notes kept for a case, each with the item that it is on.
    fn kept_words(&self, case: ItemId) -> Vec<(ItemId, Note)>;
    /// Keeps what is typed in an open form, or takes it away again.
    ///
    /// # Errors
    /// A sentence that says why it cannot be kept.
    fn keep_form(&self, case: ItemId, place: DraftPlace, text: Option<&str>) -> Result<(), String>;
    /// What was typed in forms of a case that were not saved, and where it is kept; the one kept last first.
    fn kept_forms(&self, case: ItemId) -> Vec<(DraftPlace, String)>;
    /// Copies a case whose file was taken away. Returns the copy, as the user would name it.
    ///
    /// # Errors
    /// A sentence that says why it cannot be copied.
    fn copy_case(&self, case: &Case) -> Result<String, String>;
    /// A folder that only the user can read, for the file an editor works on.
    fn private_folder(&self) -> PathBuf;
}

/// The rest of an export that was begun: writes it and returns the sentence for the user.
pub type PendingExport = Box<dyn FnOnce() -> String + Send>;

/// A stage that an import has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStage {
    /// The format of the file is known; reading begins.
    Began,
    /// This much of the file is read.
    Read(work::Progress),
    /// The whole file is read. Without write-ahead logging, what follows needs exclusive access to the
    /// case.
    Closing,
}
