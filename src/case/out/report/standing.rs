//! What a claim of a report stands on: from the evidence the report has just shown, and from all evidence
//! of the claim in the case.

use crate::case::derive::origins::EvidenceForOrigins;
use crate::case::derive::origins::OriginCache;
use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::redaction::Redaction;
use crate::case::read::names::Names;
use crate::case::tables::columns::{CLAIM, EVIDENCE};
use crate::case::tables::position;
use crate::domain::Annotation;
use crate::domain::ids::ItemId;
use crate::domain::ledger::{Asking, GapRow, Ledger, Linked};
use crate::domain::origins::ClaimOrigins;
use crate::domain::report::{Opinion, ReportStanding};
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::stale::Stale;
use crate::domain::standing::Released;
use rusqlite::params;

/// At most this many pieces of a claim's evidence stand in its ledger.
const PIECES: usize = 2_000;

/// What claims stand on, and what is cached for that from one claim to the next.
pub(super) struct Standings<'a> {
    case: &'a Case,
    redaction: &'a Redaction,
    origins: OriginCache<'a>,
    /// Of claims, of evidence: whether anyone says anything at all.
    said: (bool, bool),
    /// How many days a source may stand unchecked.
    recheck_days: Option<u32>,
}

/// What is kept of a claim's evidence until the claim ends.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Those that belong in its ledger, with what reviewers say of them.
    ledger: Vec<(EvidenceRow, Vec<Opinion>)>,
    /// Each, as far as its origin goes.
    evidence: Vec<EvidenceForOrigins>,
    /// Whether there were more than are looked at.
    cut: bool,
    /// Whether more belong in the ledger than are kept.
    ledger_cut: bool,
}

impl Held {
    /// Keeps a piece: for the ledger where a source or a reviewer says something of its material.
    pub(super) fn piece(&mut self, row: EvidenceRow, said: &[Opinion]) {
        self.cut |= self.evidence.len() == position::PIECES;
        if !self.cut {
            self.evidence.push(EvidenceForOrigins::of(row.key.clone(), row.id, &row.record));
        }
        let tagged = said.iter().any(|opinion| opinion.annotation.access.is_some());
        if !tagged && row.record.availability.is_none() {
            return;
        }
        self.ledger_cut |= self.ledger.len() == PIECES;
        if !self.ledger_cut {
            self.ledger.push((row, if tagged { said.to_vec() } else { Vec::new() }));
        }
    }
}

impl<'a> Standings<'a> {
    pub(super) fn new(
        case: &'a Case,
        redaction: &'a Redaction,
        said: (bool, bool),
        recheck_days: Option<u32>,
    ) -> Self {
        Self { case, redaction, origins: OriginCache::new(case), said, recheck_days }
    }

    /// What a claim stands on; `None` if nothing is known of that. `whole`: whether the report shows all
    /// its evidence.
    pub(super) fn of(
        &mut self,
        names: &mut Names<'_>,
        at: i64,
        detail: &ClaimDetail,
        held: Held,
        whole: bool,
    ) -> Result<Option<ReportStanding>, CaseError> {
        let id = detail.row.id;
        let evidence = detail.row.stances.total() > 0;
        if !evidence && detail.gaps.is_empty() && detail.requests.is_empty() {
            return Ok(None);
        }
        let (mut origins, mut released) = (ClaimOrigins::default(), Vec::new());
        if evidence {
            let (weighed, cut) = if whole {
                (held.evidence, held.cut)
            } else {
                self.case.evidence_for_origins(detail.row.ord)?
            };
            origins = self.origins.origins(&detail.record, weighed, cut)?;
            let said = self.said(id, detail.row.ord, &origins)?;
            origins.tag(said.iter().map(|(_, said)| said.as_slice()));
            released = said.into_iter().map(|(name, said)| (name, Released::of(&origins, &said))).collect();
        }
        let (gaps, requests) = (detail.gaps.clone(), detail.requests.clone());
        let rows: Vec<EvidenceRow> = held.ledger.iter().map(|(row, _)| row.clone()).collect();
        let linked = names.linked(&rows, &gaps)?;
        let tagged = as_tagged(&held.ledger, &gaps, &requests, &linked);
        let mut ledger = Ledger { cut: held.ledger_cut, ..Ledger::new(None, &rows, gaps, requests, &linked) };
        for (reviewer, as_tagged) in tagged {
            ledger.add_tags(&reviewer, as_tagged);
        }
        let redaction = self.redaction;
        self.case.note_entered(&mut ledger, |reviewer| Ok(redaction.reviewer(reviewer)?.name.clone()))?;
        Ok(Some(ReportStanding {
            released,
            stale: if evidence { self.stale(at, id)? } else { Vec::new() },
            ledger,
            origins,
        }))
    }

    /// For each reviewer who decided on any of a claim's evidence, what they say of each piece that was weighed.
    fn said(
        &self,
        claim: ItemId,
        ord: i64,
        origins: &ClaimOrigins,
    ) -> Result<Vec<(String, Vec<Annotation>)>, CaseError> {
        if !self.said.1 {
            return Ok(Vec::new());
        }
        let (from, to) = position::claim(ord);
        let mut found = self.case.conn.prepare_cached(
            "SELECT DISTINCT a.reviewer FROM evidence e JOIN annotation a ON a.kind = ?3 AND a.item = e.id \
             WHERE e.pos >= ?1 AND e.pos < ?2 AND a.decided ORDER BY a.reviewer",
        )?;
        let reviewers: Vec<i64> =
            found.query_map(params![from, to, EVIDENCE], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let said = reviewers.into_iter().map(|reviewer| {
            let said = self.case.said_of_pieces(reviewer, claim, origins)?;
            Ok((self.redaction.reviewer(reviewer)?.name.clone(), said))
        });
        said.collect()
    }

    /// What of a claim should be looked at again: verdicts, each with whose it is; sources.
    fn stale(&self, at: i64, claim: ItemId) -> Result<Vec<(Option<String>, Stale)>, CaseError> {
        let mut stale = Vec::new();
        if self.said.0 {
            let mut found = self.case.conn.prepare_cached(
                "SELECT reviewer FROM annotation WHERE kind = ?1 AND item = ?2 AND verdict IS NOT NULL \
                 ORDER BY reviewer",
            )?;
            let reviewers: Vec<i64> =
                found.query_map(params![CLAIM, at], |r| r.get(0))?.collect::<Result<_, _>>()?;
            for reviewer in reviewers {
                if let Some(given) = self.case.verdict_given(reviewer, claim)?
                    && let Some(old) = self.case.newer_than(&given, claim)?
                {
                    stale.push((Some(self.redaction.reviewer(reviewer)?.name.clone()), old));
                }
            }
        }
        if let Some(allowed) = self.recheck_days {
            let mut old = Vec::new();
            self.case.unchecked_sources(claim, allowed, &mut old)?;
            stale.extend(old.into_iter().map(|it| (None, it)));
        }
        Ok(stale)
    }
}

/// The ledger as each reviewer has it who tagged something released or withheld.
fn as_tagged(
    held: &[(EvidenceRow, Vec<Opinion>)],
    gaps: &[GapRow],
    requests: &[Asking],
    linked: &Linked,
) -> Vec<(String, Ledger)> {
    let mut by_reviewer: Vec<(ItemId, String, Vec<EvidenceRow>)> = Vec::new();
    for (row, said) in held {
        for opinion in said.iter().filter(|opinion| opinion.annotation.access.is_some()) {
            let row = EvidenceRow { annotation: opinion.annotation.clone(), ..row.clone() };
            match by_reviewer.iter_mut().find(|(id, ..)| *id == opinion.id) {
                Some((.., rows)) => rows.push(row),
                None => by_reviewer.push((opinion.id, opinion.reviewer.clone(), vec![row])),
            }
        }
    }
    let ledger = |rows: &[EvidenceRow]| Ledger::new(None, rows, gaps.to_vec(), requests.to_vec(), linked);
    by_reviewer.into_iter().map(|(_, name, rows)| (name, ledger(&rows))).collect()
}
