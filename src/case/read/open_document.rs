//! A source's document with the quotes that evidence has from it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::keys;
use crate::domain::document::{DocumentInfo, DocumentText};
use crate::domain::open_document::{OpenDocument, QuoteLine};
use crate::domain::quotes::Searchable;
use crate::domain::rows::Place;
use crate::domain::{ItemId, Key, Kind};
use std::ops::Range;
use std::sync::Arc;

/// At most this many quotes are marked in one document.
const QUOTES: usize = 2_000;

impl Case {
    /// A version of a source's document, counted from 1, or the latest; with the quotes that evidence has from
    /// the source, looked for in it.
    ///
    /// # Errors
    /// When the file cannot be read, there is no such source, or it has no such document.
    pub fn open_document(
        &self,
        reviewer: ItemId,
        source: &Key,
        version: Option<usize>,
    ) -> Result<OpenDocument, CaseError> {
        let id = self.find(source)?;
        let (info, text, (version, versions)) = self.text_of(source, id, version)?;
        let row = keys::must(&self.conn, Kind::Source, id)?;
        let called = Names::new(self).source(row)?.1.called().to_owned();
        let quotes = self.quote_lines(reviewer, row, &text)?;
        Ok(OpenDocument {
            source: source.clone(),
            called,
            info,
            version,
            versions,
            text: Arc::new(text),
            quotes,
        })
    }

    /// Where words stand in a version of a source's document, in bytes of its text: whole words and
    /// beginnings of words, whatever their case and punctuation.
    ///
    /// # Errors
    /// As [`Case::open_document`].
    pub fn find_in_document(
        &self,
        source: &Key,
        version: Option<usize>,
        words: &str,
    ) -> Result<Vec<Range<usize>>, CaseError> {
        let (_, text, _) = self.text_of(source, self.find(source)?, version)?;
        Ok(Searchable::new(&text.text).all(words))
    }

    /// What is known of a version, its text, and which of how many it is.
    fn text_of(
        &self,
        source: &Key,
        id: ItemId,
        version: Option<usize>,
    ) -> Result<(DocumentInfo, DocumentText, (usize, usize)), CaseError> {
        let mut all = self.documents(id)?;
        let versions = all.len();
        let version = version.unwrap_or(versions).min(versions);
        let Some(info) = version.checked_sub(1).map(|at| all.swap_remove(at)) else {
            return Err(CaseError::Refused(format!(
                "{source} has no document in this case; corrob attach CASE {source} FILE attaches one"
            )));
        };
        let text = self.document_text(&info)?.ok_or_else(|| {
            CaseError::Refused(format!("the text of the document of {source} is not in this case"))
        })?;
        Ok((info, text, (version, versions)))
    }

    /// The quotes that evidence has from a source as the document view shows them.
    fn quote_lines(
        &self,
        reviewer: ItemId,
        source: i64,
        text: &DocumentText,
    ) -> Result<Vec<QuoteLine>, CaseError> {
        let mut quotes = Vec::new();
        for quoted in self.quotes_in(source, text, None)?.into_iter().take(QUOTES) {
            let row = self.evidence_line(reviewer, quoted.id)?;
            quotes.push(QuoteLine {
                place: Place { claim: row.claim, evidence: Some(row.id) },
                key: row.key,
                claim: row.claim_key,
                stance: row.record.stance,
                annotation: row.annotation,
                finding: quoted.finding,
            });
        }
        let begin = |quote: &QuoteLine| quote.finding.place().map_or(usize::MAX, |place| place.start);
        quotes.sort_by_key(begin);
        Ok(quotes)
    }
}
