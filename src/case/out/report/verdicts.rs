//! What reviewers conclude of each claim, for the head of a report.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::redaction::Redaction;
use crate::case::out::report::parts::CLAIM;
use crate::case::read::filter::Filtered;
use crate::case::tables::columns::CLAIM as CLAIM_KIND;
use crate::case::tables::{columns, keys};
use crate::domain::report::{ClaimVerdicts, VerdictSaid};
use crate::domain::{Annotation, Claim, ItemId, Kind};
use rusqlite::Row;

/// At most this many claims are listed; where there are more, those that have a verdict.
const LISTED: u64 = 500;

/// Gathers the verdicts on the claims of a report, of which there are so many.
pub(super) fn verdicts(
    case: &Case,
    redaction: &Redaction,
    scope: Option<&Filtered>,
    claims: u64,
) -> Result<Vec<ClaimVerdicts>, CaseError> {
    let mut gather = Gather { case, redaction, found: vec![] };
    match scope {
        Some(scope) if claims <= LISTED => {
            let mut one = case.conn.prepare_cached(&format!("{CLAIM} WHERE c.ord = ?1"))?;
            for ord in &scope.claims {
                let mut rows = one.query([ord])?;
                while let Some(r) = rows.next()? {
                    gather.claim(r)?;
                }
            }
        }
        None if claims <= LISTED => {
            case.each(&format!("{CLAIM} ORDER BY c.ord"), |r| gather.claim(r))?;
        }
        _ => {
            let judged = format!(
                "{CLAIM} WHERE c.id IN (SELECT item FROM annotation WHERE kind = {CLAIM_KIND} \
                 AND verdict IS NOT NULL) ORDER BY c.ord"
            );
            case.each(&judged, |r| {
                let has_room = (gather.found.len() as u64) < LISTED;
                let ord = r.get(3)?;
                if has_room && scope.is_none_or(|scope| scope.has_claim(ord)) {
                    gather.claim(r)
                } else {
                    Ok(())
                }
            })?;
        }
    }
    Ok(gather.found)
}

struct Gather<'a> {
    case: &'a Case,
    redaction: &'a Redaction,
    found: Vec<ClaimVerdicts>,
}

impl Gather<'_> {
    fn claim(&mut self, r: &Row<'_>) -> Result<(), CaseError> {
        let conn = &self.case.conn;
        let (at, id): (i64, ItemId) = (r.get(0)?, columns::uuid(r, 1)?);
        let record: Claim = columns::json(r, 5)?;
        let mut verdicts = Vec::new();
        let mut said = conn.prepare_cached(&format!(
            "SELECT reviewer, body FROM annotation WHERE kind = {CLAIM_KIND} AND item = ?1 \
             AND verdict IS NOT NULL ORDER BY reviewer"
        ))?;
        let mut rows = said.query([at])?;
        while let Some(r) = rows.next()? {
            let reviewer = r.get(0)?;
            let said: Annotation = columns::json(r, 1)?;
            let reviewer = self.redaction.reviewer(reviewer)?.name.clone();
            let Some(verdict) = said.verdict else { continue };
            verdicts.push(VerdictSaid {
                reviewer,
                verdict,
                confidence: said.confidence,
                reason: said.reason,
            });
        }
        let key = keys::shown(conn, Kind::Claim, columns::count(r, 2)?, id)?;
        let text = record.called().to_owned();
        self.found.push(ClaimVerdicts { key, claimant: r.get(10)?, text, verdicts });
        Ok(())
    }
}
