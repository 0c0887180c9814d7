//! The documents of sources: what is known of them, their text, and the document as it came.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::contents;
use crate::domain::ids::ItemId;
use crate::domain::{Digest, DocumentInfo, DocumentText, Kind, Source};

impl Case {
    /// What is known of the versions of a source's document, the latest last.
    ///
    /// # Errors
    /// When there is no such source.
    pub fn documents(&self, source: ItemId) -> Result<Vec<DocumentInfo>, CaseError> {
        let record: Source = serde_json::from_str(&self.record_text(Kind::Source, source)?)?;
        Ok(record.documents)
    }

    /// The text of a version of a document; `None` where the case does not have it, or not as it was.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn document_text(&self, document: &DocumentInfo) -> Result<Option<DocumentText>, CaseError> {
        let text = contents::text(&self.conn, document.text_sha256)?;
        let structure = contents::text(&self.conn, document.structure_sha256)?;
        Ok(text.zip(structure).and_then(|(text, structure)| DocumentText::from_parts(text, &structure)))
    }

    /// Hands out what has this SHA-256, piece by piece, byte for byte. Returns whether the case has it.
    ///
    /// # Errors
    /// What `out` returns, or when the file cannot be read.
    pub fn content<E: From<CaseError>>(
        &self,
        sha256: Digest,
        out: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<bool, E> {
        let kept = contents::is_kept(&self.conn, sha256)?;
        contents::each(&self.conn, sha256, out)?;
        Ok(kept)
    }
}
