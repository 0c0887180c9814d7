//! What lists and screens show: stretches of claims and evidence, never the whole.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::tables::columns::CLAIM;
use crate::case::tables::columns::as_u64;
use crate::case::tables::position;
use crate::case::tables::position::BLOCK_BITS;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, keys};
use crate::domain::Target;
use crate::domain::entry::Reviewer;
use crate::domain::ids::ItemId;
use crate::domain::rows::{
    ClaimRow, ClaimView, EvidenceRow, ListAt, OtherOpinion, Overview, Place, Progress, Side, Slice,
};
use crate::domain::{Annotation, Kind, Note};
use rusqlite::{OptionalExtension, Row, params};

fn claim_rows_where(condition: &str) -> String {
    format!(
        "SELECT c.id, c.uuid, c.key, c.ord, c.depth, c.body ->> '$.text', c.body ->> '$.label', coalesce(p.body ->> '$.short', p.body ->> '$.name'), \
     c.supports, c.repeats, c.disputes, c.context, coalesce(t.decided, 0), a.body \
     FROM claim c LEFT JOIN party p ON p.id = c.claimant \
     LEFT JOIN claim_tally t ON t.reviewer = ?1 AND t.claim = c.id \
     LEFT JOIN annotation a ON a.kind = {CLAIM} AND a.item = c.id AND a.reviewer = ?1 WHERE {condition}"
    )
}

/// How many other reviewers' opinions a row carries at the most.
const OTHERS: usize = 50;

impl Case {
    /// What is to be known the moment the case is open.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn overview(&self, reviewer: &Reviewer) -> Result<Overview, CaseError> {
        Ok(Overview {
            info: self.info()?,
            reviewer: reviewer.name.clone(),
            progress: self.progress(reviewer.id)?,
            drafts: self.drafts(reviewer.id)?,
        })
    }

    /// What the reviewer was writing when the case was last left.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn drafts(&self, reviewer: ItemId) -> Result<Vec<(Target, crate::domain::Key, Note)>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let mut found =
            self.conn.prepare("SELECT kind, item, text, private FROM draft WHERE reviewer = ?1")?;
        let mut rows = found.query([me])?;
        let mut drafts = Vec::new();
        while let Some(r) = rows.next()? {
            let (code, at): (i64, i64) = (r.get(0)?, r.get(1)?);
            let Some(kind) = columns::kind(code) else { continue };
            let id = self
                .conn
                .query_row(&format!("SELECT uuid FROM {} WHERE id = ?1", keys::table(kind)), [at], |r| {
                    columns::uuid(r, 0)
                })
                .optional()?;
            if let Some(item) = id {
                let note = Note { text: r.get(2)?, private: r.get(3)? };
                drafts.push((Target { kind, item }, keys::key_of(&self.conn, kind, at)?, note));
            }
        }
        Ok(drafts)
    }

    /// How far a reviewer has come.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn progress(&self, reviewer: ItemId) -> Result<Progress, CaseError> {
        let tally: Option<(u64, u64, u64)> = self
            .conn
            .prepare_cached("SELECT decided, aside, verdicts FROM tally WHERE reviewer = ?1")?
            .query_row([self.reviewer_row(reviewer)?], |r| {
                Ok((columns::count(r, 0)?, columns::count(r, 1)?, columns::count(r, 2)?))
            })
            .optional()?;
        let (decided, aside, verdicts) = tally.unwrap_or_default();
        Ok(Progress {
            decided,
            aside,
            verdicts,
            evidence: keys::counter(&self.conn, "count.evidence")?,
            claims: keys::counter(&self.conn, "count.claim")?,
        })
    }

    /// How many records of a kind there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count(&self, kind: Kind) -> Result<u64, CaseError> {
        Ok(keys::counter(&self.conn, &format!("count.{kind}"))?)
    }

    /// A stretch of the list of claims around a place, and the claim that stands at that place.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn claims(
        &self,
        reviewer: ItemId,
        at: ListAt,
        before: usize,
        after: usize,
        scope: Option<Scope<'_>>,
    ) -> Result<(Slice<ClaimRow>, Option<ItemId>), CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let ord = match at {
            ListAt::First => i64::MIN,
            ListAt::Last => i64::MAX,
            ListAt::Item(id) => match keys::row_of(&self.conn, Kind::Claim, id)? {
                Some(at) => self.conn.query_row("SELECT ord FROM claim WHERE id = ?1", [at], |r| r.get(0))?,
                None => i64::MIN,
            },
        };
        match scope {
            None => self.all_claims(me, ord, before, after),
            Some(scope) => self.claims_within(me, ord, before, after, scope.claims),
        }
    }

    fn all_claims(
        &self,
        me: i64,
        ord: i64,
        before: usize,
        after: usize,
    ) -> Result<(Slice<ClaimRow>, Option<ItemId>), CaseError> {
        let mut upper = self.claim_rows(
            &claim_rows_where("c.ord < ?2 ORDER BY c.ord DESC LIMIT ?3"),
            params![me, ord, limit(before)],
        )?;
        upper.reverse();
        let lower = self.claim_rows(
            &claim_rows_where("c.ord >= ?2 ORDER BY c.ord LIMIT ?3"),
            params![me, ord, limit(after)],
        )?;
        let place = lower.first().or(upper.last()).map(|claim| claim.id);
        let start = match upper.first().or(lower.first()) {
            Some(first) => self.claim_index(first.ord)?,
            None => 0,
        };
        let total = keys::counter(&self.conn, "count.claim")?;
        Ok((Slice { rows: upper.into_iter().chain(lower).collect(), start, total }, place))
    }

    fn claims_within(
        &self,
        me: i64,
        ord: i64,
        before: usize,
        after: usize,
        claims: &[u32],
    ) -> Result<(Slice<ClaimRow>, Option<ItemId>), CaseError> {
        let at = claims.partition_point(|claim| i64::from(*claim) < ord);
        let first = at.saturating_sub(before);
        let last = at.saturating_add(after).min(claims.len());
        let sql = claim_rows_where("c.ord = ?2");
        let mut rows = Vec::new();
        for claim in &claims[first..last] {
            rows.extend(self.claim_rows(&sql, params![me, claim])?);
        }
        let place = rows.iter().find(|claim| claim.ord >= ord).or(rows.last()).map(|claim| claim.id);
        let (start, total) = (as_u64(first), as_u64(claims.len()));
        Ok((Slice { rows, start, total }, place))
    }

    /// How many claims stand before a place.
    fn claim_index(&self, ord: i64) -> Result<u64, CaseError> {
        let block = ord >> BLOCK_BITS;
        let blocks: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(sum(n), 0) FROM claim_block WHERE block < ?1")?
            .query_row([block], |r| r.get(0))?;
        let rest: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM claim WHERE ord >= ?1 AND ord < ?2")?
            .query_row([block << BLOCK_BITS, ord], |r| r.get(0))?;
        Ok(u64::try_from(blocks + rest).unwrap_or(0))
    }

    fn claim_rows(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<ClaimRow>, CaseError> {
        let shared = keys::shares_keys(&self.conn, Kind::Claim)?;
        let mut found = self.conn.prepare_cached(sql)?;
        let rows = found.query_map(values, |r| self.claim_row(r, shared))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn claim_row(&self, r: &Row<'_>, shared: bool) -> Result<ClaimRow, rusqlite::Error> {
        let id = columns::uuid(r, 1)?;
        let said: Annotation = columns::annotation(r, 13)?;
        Ok(ClaimRow {
            id,
            key: keys::shown_among(&self.conn, shared, Kind::Claim, columns::count(r, 2)?, id)?,
            ord: r.get(3)?,
            depth: u8::try_from(r.get::<_, i64>(4)?).unwrap_or(u8::MAX),
            text: r.get::<_, Option<String>>(5)?.unwrap_or_default(),
            label: r.get(6)?,
            claimant: r.get(7)?,
            stances: columns::stances(r, 8)?,
            decided: columns::count(r, 12)?,
            verdict: said.verdict,
            aside: said.aside.is_some(),
            noted: said.note.is_some(),
        })
    }

    /// The lines of some claims.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn claim_lines(&self, reviewer: ItemId, claims: &[ItemId]) -> Result<Vec<ClaimRow>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let sql = claim_rows_where("c.uuid = ?2");
        let mut rows = Vec::new();
        for claim in claims {
            rows.extend(self.claim_rows(&sql, params![me, claim.as_bytes()])?);
        }
        Ok(rows)
    }

    /// A claim, whole, with the evidence around the piece in focus; `None` if there is no such
    /// claim.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn claim_view(
        &self,
        reviewer: ItemId,
        claim: ItemId,
        focus: Option<ItemId>,
        rows: usize,
    ) -> Result<Option<ClaimView>, CaseError> {
        let Some(detail) = self.claim_detail(reviewer, claim)? else { return Ok(None) };
        let focus: Option<i64> = match focus {
            Some(id) => self
                .conn
                .prepare_cached("SELECT pos FROM evidence WHERE uuid = ?1")?
                .query_row([id.as_bytes()], |r| r.get(0))
                .optional()?,
            None => None,
        };
        let window = |side: Side| -> Result<Slice<EvidenceRow>, CaseError> {
            let (from, to) = position::side(detail.row.ord, side);
            let start = match focus.filter(|pos| (from..to).contains(pos)) {
                Some(pos) => self.evidence_between(from, pos)?.saturating_sub(as_u64(rows / 2)),
                None => 0,
            };
            self.evidence_slice(reviewer, detail.row.ord, side, detail.row.stances, start, rows)
        };
        let (supporting, disputing) = (window(Side::Supporting)?, window(Side::Disputing)?);
        Ok(Some(ClaimView { claim: detail, supporting, disputing }))
    }

    /// What others say of an item, without their private notes.
    pub(crate) fn others(&self, me: i64, kind: Kind, item: i64) -> Result<Vec<OtherOpinion>, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT r.name, a.body FROM annotation a JOIN reviewer r ON r.id = a.reviewer \
             WHERE a.kind = ?1 AND a.item = ?2 AND a.reviewer <> ?3 ORDER BY r.name, r.id LIMIT ?4",
        )?;
        let rows = found.query_map(params![columns::kind_code(kind), item, me, limit(OTHERS)], |r| {
            let mut annotation: Annotation = columns::json(r, 1)?;
            annotation.note = annotation.note.filter(|note| !note.private);
            Ok(OtherOpinion { reviewer: r.get(0)?, annotation })
        })?;
        let mut all: Vec<OtherOpinion> = rows.collect::<Result<_, _>>()?;
        all.retain(|other| !other.annotation.is_empty());
        Ok(all)
    }

    /// A record by its id; `None` if there is no such record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn record<R: serde::de::DeserializeOwned>(
        &self,
        kind: Kind,
        id: ItemId,
    ) -> Result<Option<R>, CaseError> {
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT body FROM {} WHERE uuid = ?1", keys::table(kind)))?
            .query_row([id.as_bytes()], |r| columns::json(r, 0))
            .optional()?)
    }

    /// What a reviewer says of an item.
    ///
    /// # Errors
    /// When the file cannot be read or there is no such item.
    pub fn annotation(&self, reviewer: ItemId, kind: Kind, item: ItemId) -> Result<Annotation, CaseError> {
        let at = keys::must(&self.conn, kind, item)?;
        let said = projection::read(&self.conn, self.reviewer_row(reviewer)?, kind, at)?;
        Ok(said.map(|(said, _)| said).unwrap_or_default())
    }

    /// Where a claim stands in the order of claims.
    pub(crate) fn ord_of_claim(&self, claim: ItemId) -> Result<i64, CaseError> {
        let at = keys::must(&self.conn, Kind::Claim, claim)?;
        Ok(self.conn.prepare_cached("SELECT ord FROM claim WHERE id = ?1")?.query_row([at], |r| r.get(0))?)
    }

    /// Where a claim or a piece of evidence stands.
    ///
    /// # Errors
    /// When the file cannot be read or there is no such item.
    pub fn place(&self, kind: Kind, item: ItemId) -> Result<Place, CaseError> {
        if kind == Kind::Claim {
            keys::must(&self.conn, kind, item)?;
            return Ok(Place { claim: item, evidence: None });
        }
        let claim = self
            .conn
            .prepare_cached("SELECT c.uuid FROM evidence e JOIN claim c ON c.id = e.claim WHERE e.uuid = ?1")?
            .query_row([item.as_bytes()], |r| columns::uuid(r, 0))
            .optional()?
            .ok_or(CaseError::NoSuchItem)?;
        Ok(Place { claim, evidence: Some(item) })
    }

    /// The pieces of one side of a claim between two of them, both included.
    ///
    /// # Errors
    /// When the file cannot be read, or a piece is not in the case.
    pub fn between(&self, one: ItemId, other: ItemId) -> Result<Vec<ItemId>, CaseError> {
        let pos = |id: ItemId| -> Result<i64, CaseError> {
            let at = keys::must(&self.conn, Kind::Evidence, id)?;
            Ok(self.conn.query_row("SELECT pos FROM evidence WHERE id = ?1", [at], |r| r.get(0))?)
        };
        let (one, other) = (pos(one)?, pos(other)?);
        let mut found = self.conn.prepare_cached(
            "SELECT uuid FROM evidence WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos LIMIT 100000",
        )?;
        let rows = found.query_map([one.min(other), one.max(other)], |r| columns::uuid(r, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
