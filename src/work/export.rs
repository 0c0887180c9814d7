//! Export as a job: a case, or what its reviewers say, written out record by record.

use super::{Cancel, Progress, Teller};
use crate::case::{Case, CaseError, Outgoing, SaidOf};
use crate::domain::entry::Entry;
use crate::formats::WriteError;
use crate::formats::annotations::{AboutCase, AboutClaim, AboutSource, AnnotationLine, AnnotationsWriter};
use crate::formats::native::{NativeWriter, Section};
use std::io::Write;
use thiserror::Error;

/// Why an export was not finished.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The case cannot be read.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The output cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Someone asked to stop.
    #[error("stopped on request")]
    Cancelled,
}

/// What is exported, and how.
pub struct Job<'a> {
    /// Private notes too.
    pub with_private: bool,
    /// A request to stop.
    pub cancel: &'a Cancel,
    /// Told now and then how many records are out.
    pub progress: &'a mut dyn FnMut(Progress),
}

impl Job<'_> {
    /// Writes the whole case in the native format. Returns how many records that were.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    pub fn native(self, case: &Case, out: impl Write) -> Result<u64, ExportError> {
        let cancel = self.cancel;
        let mut teller = Teller::new(self.progress);
        let mut records = 0;
        let mut writer = NativeWriter::new(out)?;
        case.export::<ExportError>(self.with_private, |outgoing| {
            if cancel.asked() {
                return Err(ExportError::Cancelled);
            }
            records += 1;
            teller.now_and_then(|| Progress { records, ..Progress::default() });
            match outgoing {
                Outgoing::Case(info) => writer.case(info)?,
                Outgoing::Record(kind, json) => writer.record_raw(Section::from(kind), json)?,
                Outgoing::Reviewer(it) => writer.entry(&Entry::Reviewer(it.clone()))?,
                Outgoing::Said(it) => writer.entry(&Entry::Said(it.clone()))?,
                Outgoing::Event(it) => writer.entry(&Entry::Event(it.clone()))?,
                Outgoing::Replaced(it) => writer.entry(&Entry::Replaced(it.clone()))?,
                Outgoing::Brought(it) => writer.entry(&Entry::Brought(it.clone()))?,
            }
            Ok(())
        })?;
        writer.finish()?;
        Ok(records)
    }

    /// Writes what the reviewers say, alone. Returns how many annotations that were.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    pub fn annotations(self, case: &Case, out: impl Write) -> Result<u64, ExportError> {
        let cancel = self.cancel;
        let mut teller = Teller::new(self.progress);
        let info = case.info()?;
        let about = AboutCase { id: info.id, title: info.title, as_of: info.as_of };
        let mut writer = AnnotationsWriter::new(out, &about, &case.reviewers()?)?;
        let mut records = 0;
        case.export_annotations::<ExportError>(self.with_private, |said| {
            if cancel.asked() {
                return Err(ExportError::Cancelled);
            }
            records += 1;
            teller.now_and_then(|| Progress { records, ..Progress::default() });
            Ok(writer.line(&line(said))?)
        })?;
        writer.finish()?;
        Ok(records)
    }
}

/// An annotation as it is exported.
#[must_use]
pub fn line(said: SaidOf) -> AnnotationLine {
    let claim = AboutClaim { key: said.claim.to_string(), text: said.claim_text, claimant: said.claimant };
    let source = said.source.map(|(key, title)| AboutSource { key: key.to_string(), title });
    AnnotationLine {
        source,
        stance: said.stance,
        paraphrase: said.paraphrase,
        changed: Some(said.changed),
        ..AnnotationLine::new(said.reviewer, said.on, said.key.to_string(), said.item, claim, said.annotation)
    }
}
