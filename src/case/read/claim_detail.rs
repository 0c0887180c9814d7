//! A claim, whole: with what belongs to it, and the names of what that refers to.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::read::names::Names;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::rows::{ClaimDetail, ClaimRow, WordingRow};
use crate::domain::{Annotation, Claim, Kind, Party, Record};

impl Names<'_> {
    /// A claim, whole, given its row, its line and its record; without what reviewers say of it.
    pub(crate) fn claim_detail(
        &mut self,
        at: i64,
        row: ClaimRow,
        record: Claim,
    ) -> Result<ClaimDetail, CaseError> {
        let home = record.dataset();
        let claimant: Option<Party> = match &record.claimant {
            Some(id) => self.case.record(Kind::Party, item_id(self.home(home), Kind::Party, id))?,
            None => None,
        };
        let mut concerns = Vec::with_capacity(record.concerns.len());
        for concerned in &record.concerns {
            concerns.extend(self.titled(Kind::Party, home, Some(concerned))?);
        }
        let parent = self.named(Kind::Claim, home, record.parent.as_deref())?;
        let mut wordings = Vec::with_capacity(record.wordings.len());
        for wording in &record.wordings {
            let source = self.named(Kind::Source, home, Some(&wording.source))?;
            let source = source.ok_or(CaseError::NoSuchItem)?;
            wordings.push(WordingRow {
                wording: wording.clone(),
                source: source.titled(),
                url: self.source(source.at)?.1.url.clone(),
            });
        }
        Ok(ClaimDetail {
            row,
            claimant,
            concerns,
            parent: parent.as_ref().map(|parent| parent.titled()),
            parent_claimant: parent.and_then(|parent| parent.claimant.clone()),
            wordings,
            figures: self.figures(at)?,
            requests: self.requests(Some(at), i64::MAX)?,
            gaps: self.gaps(Some(at), i64::MAX)?,
            annotation: Annotation::default(),
            others: Vec::new(),
            record,
        })
    }
}

impl Case {
    /// A claim, whole, with what reviewers say of it; `None` if there is no such claim.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn claim_detail(&self, reviewer: ItemId, claim: ItemId) -> Result<Option<ClaimDetail>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let Some(line) = self.claim_lines(reviewer, &[claim])?.into_iter().next() else { return Ok(None) };
        let at = keys::must(&self.conn, Kind::Claim, claim)?;
        let record = self
            .conn
            .prepare_cached("SELECT body FROM claim WHERE id = ?1")?
            .query_row([at], |r| columns::json(r, 0))?;
        let said = projection::read(&self.conn, me, Kind::Claim, at)?;
        Ok(Some(ClaimDetail {
            annotation: said.map(|(said, _)| said).unwrap_or_default(),
            others: self.others(me, Kind::Claim, at)?,
            ..Names::new(self).claim_detail(at, line, record)?
        }))
    }
}
