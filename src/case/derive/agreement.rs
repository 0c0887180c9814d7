//! How far the reviewers of a case agree.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::annotations::JUDGEMENTS;
use crate::case::tables::{columns, reviewers};
use crate::domain::Kind;
use crate::domain::agreement::Agreement;
use crate::domain::entry::Reviewer;

/// How far the reviewers of a case agree: on tags, on readings and on verdicts, which are never mixed.
#[derive(Debug, Default)]
pub struct TeamAgreement {
    /// Who reviews: what the others name by place.
    pub reviewers: Vec<Reviewer>,
    /// On the tags of evidence.
    pub tags: Agreement<i64>,
    /// On how evidence bears on its claim.
    pub readings: Agreement<i64>,
    /// On the verdicts on claims.
    pub verdicts: Agreement<i64>,
}

impl Case {
    /// How far its reviewers agree.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn agreement(&self) -> Result<TeamAgreement, CaseError> {
        let _snapshot = self.snapshot()?;
        let mut found = self.conn.prepare("SELECT id, uuid, name, being FROM reviewer ORDER BY id")?;
        let all = found.query_map([], |r| Ok((r.get::<_, i64>(0)?, reviewers::read(r, 1)?)))?;
        let (rows, reviewers): (Vec<i64>, Vec<Reviewer>) =
            all.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        let [tags, readings, verdicts] = JUDGEMENTS.map(|what| self.agree_on(what, &rows));
        Ok(TeamAgreement { reviewers, tags: tags?, readings: readings?, verdicts: verdicts? })
    }

    fn agree_on(
        &self,
        (kind, judgement, given): (Kind, &str, &str),
        reviewers: &[i64],
    ) -> Result<Agreement<i64>, CaseError> {
        let mut found = self.conn.prepare(&format!(
            "SELECT item, reviewer, {judgement} FROM annotation WHERE kind = ?1 AND ({given}) \
             ORDER BY item, reviewer"
        ))?;
        let mut rows = found.query([columns::kind_code(kind)])?;
        let mut agreement = Agreement::default();
        let (mut item, mut said) = (0_i64, Vec::new());
        while let Some(r) = rows.next()? {
            let next: i64 = r.get(0)?;
            if next != item {
                agreement.item(&said);
                said.clear();
                item = next;
            }
            if let Ok(who) = reviewers.binary_search(&r.get(1)?) {
                said.push((who, r.get(2)?));
            }
        }
        agreement.item(&said);
        Ok(agreement)
    }
}
