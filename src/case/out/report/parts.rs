//! One part after the other, each read with what stands around it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::journal::time;
use crate::case::out::private_notes::PrivateNotes;
use crate::case::out::redaction::Redaction;
use crate::case::out::report::standing::{Held, Standings};
use crate::case::read::names::Names;
use crate::case::tables::row_set::RowSet;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::ItemId;
use crate::domain::ledger::{Asking, GapRow, Ledger};
use crate::domain::report::{About, DerivesFrom, Opinion, Part, ReportSource};
use crate::domain::rows::{ClaimDetail, ClaimRow};
use crate::domain::{Annotation, Claim, Derivation, Hlc, Kind, Record};
use rusqlite::{Row, params};
use std::collections::HashMap;

pub(super) const CLAIM: &str = "SELECT c.id, c.uuid, c.key, c.ord, c.depth, c.body, c.supports, c.repeats, c.disputes, \
     c.context, coalesce(p.body ->> '$.short', p.body ->> '$.name') \
     FROM claim c LEFT JOIN party p ON p.id = c.claimant";

const PIECE: &str = "SELECT id, uuid, key, pos, body, source FROM evidence";

/// How many gaps about no claim are set beside each other, and how many requests beside them.
const AT_ONCE: usize = 10_000;

/// What the walk keeps while it goes.
pub(super) struct Parts<'a> {
    case: &'a Case,
    redaction: &'a Redaction,
    /// Whether what claims stand on is reported too.
    deep: bool,
    standings: Standings<'a>,
    private_notes: PrivateNotes<'a>,
    names: Names<'a>,
    /// Of claims, of evidence: whether anyone says anything at all.
    said: (bool, bool),
    /// How many pieces stand in each source.
    pieces: HashMap<i64, u64>,
    opinions: Vec<Opinion>,
}

impl<'a> Parts<'a> {
    /// `deep`: whether what claims stand on is reported too.
    pub(super) fn new(
        case: &'a Case,
        redaction: &'a Redaction,
        about: &About,
        deep: bool,
    ) -> Result<Self, CaseError> {
        let said = |kind: Kind| -> Result<bool, CaseError> {
            Ok(case.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1)",
                [columns::kind_code(kind)],
                |r| r.get(0),
            )?)
        };
        let said = (said(Kind::Claim)?, said(Kind::Evidence)?);
        Ok(Self {
            case,
            redaction,
            deep,
            standings: Standings::new(case, redaction, said, about.info.recheck_days),
            private_notes: PrivateNotes::new(case, about.with_private)?,
            names: Names::listing(case),
            said,
            pieces: HashMap::new(),
            opinions: Vec::new(),
        })
    }

    /// The sources that were named until now.
    pub(super) fn named(&mut self) -> RowSet {
        self.names.take_referred()
    }

    /// A claim, then its evidence: all of it, or the pieces at these places.
    pub(super) fn claim<E: From<CaseError>>(
        &mut self,
        r: &Row<'_>,
        pieces: Option<&[i64]>,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at: i64 = r.get(0).map_err(CaseError::from)?;
        let detail = self.detail(r, at)?;
        self.hear(Kind::Claim, at, detail.row.id)?;
        out(Part::Claim(&detail, &self.opinions))?;
        let claim = &detail.row;
        let case = self.case;
        let mut held = Held::default();
        if let Some(pieces) = pieces {
            let mut one =
                case.conn.prepare_cached(&format!("{PIECE} WHERE pos = ?1")).map_err(CaseError::from)?;
            for pos in pieces {
                let mut rows = one.query([pos]).map_err(CaseError::from)?;
                while let Some(r) = rows.next().map_err(CaseError::from)? {
                    self.piece(claim, r, &mut held, out)?;
                }
            }
        } else {
            let (from, to) = position::claim(claim.ord);
            let mut all = case
                .conn
                .prepare_cached(&format!("{PIECE} WHERE pos >= ?1 AND pos < ?2 ORDER BY pos"))
                .map_err(CaseError::from)?;
            let mut rows = all.query([from, to]).map_err(CaseError::from)?;
            while let Some(r) = rows.next().map_err(CaseError::from)? {
                self.piece(claim, r, &mut held, out)?;
            }
        }
        if self.deep
            && let Some(standing) = self.standings.of(&mut self.names, at, &detail, held, pieces.is_none())?
        {
            out(Part::Standing(&standing))?;
        }
        Ok(())
    }

    fn piece<E: From<CaseError>>(
        &mut self,
        claim: &ClaimRow,
        r: &Row<'_>,
        held: &mut Held,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at: i64 = r.get(0).map_err(CaseError::from)?;
        *self.pieces.entry(r.get(5).map_err(CaseError::from)?).or_default() += 1;
        let mut row = self.names.evidence((claim.id, claim.key.clone()), r)?;
        self.redaction.apply_to_documents(&mut row.source);
        self.hear(Kind::Evidence, at, row.id)?;
        out(Part::Evidence(&row, &self.opinions))?;
        if self.deep {
            held.piece(row, &self.opinions);
        }
        Ok(())
    }

    fn detail(&mut self, r: &Row<'_>, at: i64) -> Result<ClaimDetail, CaseError> {
        let record: Claim = columns::json(r, 5)?;
        let row = ClaimRow {
            id: columns::uuid(r, 1)?,
            key: self.names.key(Kind::Claim, columns::count(r, 2)?, columns::uuid(r, 1)?)?,
            ord: r.get(3)?,
            text: record.text.clone(),
            label: record.label.clone(),
            claimant: r.get(10)?,
            depth: u8::try_from(r.get::<_, i64>(4)?).unwrap_or(u8::MAX),
            stances: columns::stances(r, 6)?,
            decided: 0,
            verdict: None,
            aside: false,
            noted: false,
        };
        self.names.claim_detail(at, row, record)
    }

    /// Gathers what reviewers say of an item.
    fn hear(&mut self, kind: Kind, at: i64, id: ItemId) -> Result<(), CaseError> {
        self.opinions.clear();
        if !(if kind == Kind::Claim { self.said.0 } else { self.said.1 }) {
            return Ok(());
        }
        let mut found = self.case.conn.prepare_cached(
            "SELECT reviewer, body, changed FROM annotation WHERE kind = ?1 AND item = ?2 ORDER BY reviewer",
        )?;
        let mut rows = found.query(params![columns::kind_code(kind), at])?;
        while let Some(r) = rows.next()? {
            let reviewer: i64 = r.get(0)?;
            let mut annotation: Annotation = columns::json(r, 1)?;
            if let Some(changed) = self.private_notes.strip(id, reviewer, &mut annotation, Hlc(r.get(2)?))? {
                self.redaction.apply(&mut annotation);
                let own = self.redaction.speaks(reviewer);
                let reviewer = self.redaction.reviewer(reviewer)?;
                self.opinions.push(Opinion {
                    id: reviewer.id,
                    reviewer: reviewer.name.clone(),
                    is: reviewer.is,
                    own,
                    annotation,
                    changed: time(changed),
                });
            }
        }
        Ok(())
    }

    pub(super) fn source<E: From<CaseError>>(
        &mut self,
        at: i64,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let source = self.listed(at)?;
        out(Part::Source(&source))
    }

    fn listed(&mut self, at: i64) -> Result<ReportSource, CaseError> {
        let named = self.names.source(at)?;
        let (key, mut source) = (named.0.clone(), named.1.clone());
        self.redaction.apply_to_documents(&mut source);
        let party = self.names.name(Kind::Party, source.dataset(), source.party.as_deref())?;
        let mut derives_from = Vec::new();
        let mut found = self
            .case
            .conn
            .prepare_cached("SELECT body, origin FROM derivation WHERE source = ?1 ORDER BY id")?;
        let mut rows = found.query([at])?;
        while let Some(r) = rows.next()? {
            let derivation: Derivation = columns::json(r, 0)?;
            let from = self.names.source(r.get(1)?)?;
            derives_from.push(DerivesFrom { key: from.0.clone(), title: from.1.title.clone(), derivation });
        }
        let evidence = self.pieces.get(&at).copied().unwrap_or(0);
        Ok(ReportSource { key, source, party, derives_from, evidence })
    }

    /// The figures, requests and gaps that belong to no claim.
    pub(super) fn of_no_claim<E: From<CaseError>>(
        &mut self,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let case = self.case;
        let sql = |kind: Kind| {
            format!("SELECT key, uuid, body FROM {} WHERE claim IS NULL ORDER BY id", keys::table(kind))
        };
        case.each(&sql(Kind::Figure), |r| out(Part::Figure(&self.names.figure(r)?)))?;
        let mut requests = Vec::new();
        case.each(&sql(Kind::Request), |r| {
            let asking = self.names.request(r)?;
            if requests.len() < AT_ONCE {
                requests.push(asking.clone());
            }
            out(Part::Request(&asking))
        })?;
        // All that are read at once are one ledger, in which no material stands twice.
        let mut gaps = Vec::new();
        case.each(&sql(Kind::Gap), |r| {
            gaps.push(self.names.gap(r)?);
            if gaps.len() < AT_ONCE { Ok(()) } else { self.gaps(std::mem::take(&mut gaps), &requests, out) }
        })?;
        self.gaps(gaps, &requests, out)
    }

    /// Gaps about no claim; among the requests may be some for them.
    fn gaps<E: From<CaseError>>(
        &mut self,
        gaps: Vec<GapRow>,
        requests: &[Asking],
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let linked = self.names.linked(&[], &gaps)?;
        let mut ledger = Ledger::new(None, &[], gaps, requests.to_vec(), &linked);
        let redaction = self.redaction;
        self.case.note_entered(&mut ledger, |reviewer| Ok(redaction.reviewer(reviewer)?.name.clone()))?;
        ledger.entries.iter().try_for_each(|entry| out(Part::Gap(entry, &ledger.requests)))
    }
}
