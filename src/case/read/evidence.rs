//! Evidence as lists, screens and reports show it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::{columns, position};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::material::MaterialId;
use crate::domain::rows::{EvidenceRow, Side, Slice, Stances};
use crate::domain::{Annotation, Evidence, Key, Kind, Record};
use rusqlite::{Params, Row, params};

impl Names<'_> {
    /// A piece of evidence of a claim, in a row of its row number, id, key number, place, record and
    /// source; without what reviewers say of it.
    pub(crate) fn evidence(
        &mut self,
        (claim, claim_key): (ItemId, Key),
        r: &Row<'_>,
    ) -> Result<EvidenceRow, CaseError> {
        let record: Evidence = columns::json(r, 4)?;
        let id = columns::uuid(r, 1)?;
        let home = record.dataset();
        let via = record.via.as_ref();
        let holder = record.availability.as_ref().and_then(|says| says.holder.as_deref());
        let mut requests = Vec::with_capacity(record.requests.len());
        for request in &record.requests {
            requests.extend(self.request_with(item_id(self.home(home), Kind::Request, request))?);
        }
        let source_id = item_id(self.home(home), Kind::Source, &record.source);
        let source = r.get(5)?;
        self.refer(source);
        let source = self.source(source)?;
        let gaps = match &record.material {
            Some(material) if record.availability.is_none() => self.gaps_on(&MaterialId::named(material))?,
            _ => Vec::new(),
        };
        Ok(EvidenceRow {
            id,
            key: self.key(Kind::Evidence, columns::count(r, 2)?, id)?,
            pos: r.get(3)?,
            claim,
            claim_key,
            source_id,
            source_key: source.0.clone(),
            source: source.1.clone(),
            via_party: self.titled(Kind::Party, home, via.and_then(|via| via.party.as_deref()))?,
            via_origin: self.titled(Kind::Source, home, via.and_then(|via| via.origin.as_deref()))?,
            holder: self.name(Kind::Party, home, holder)?,
            requests,
            gaps,
            annotation: Annotation::default(),
            others: Vec::new(),
            record,
        })
    }
}

impl Case {
    /// A stretch of one side of a claim's evidence.
    ///
    /// # Errors
    /// When the file cannot be read or there is no such claim.
    pub fn evidence(
        &self,
        reviewer: ItemId,
        claim: ItemId,
        side: Side,
        start: u64,
        rows: usize,
    ) -> Result<Slice<EvidenceRow>, CaseError> {
        let lines = self.claim_lines(reviewer, &[claim])?;
        let line = lines.first().ok_or(CaseError::NoSuchItem)?;
        self.evidence_slice(reviewer, line.ord, side, line.stances, start, rows)
    }

    pub(crate) fn evidence_slice(
        &self,
        reviewer: ItemId,
        ord: i64,
        side: Side,
        stances: Stances,
        start: u64,
        rows: usize,
    ) -> Result<Slice<EvidenceRow>, CaseError> {
        let (from, to) = position::side(ord, side);
        let me = self.reviewer_row(reviewer)?;
        let rows = self.evidence_rows(
            me,
            "e.pos >= ?2 AND e.pos < ?3 ORDER BY e.pos LIMIT ?4 OFFSET ?5",
            params![me, from, to, columns::int(columns::as_u64(rows)), columns::int(start)],
        )?;
        let total = match side {
            Side::Supporting => stances.supports + stances.repeats,
            Side::Disputing => stances.disputes + stances.context,
        };
        Ok(Slice { rows, start, total })
    }

    /// How many pieces of evidence stand from one place to another, not included.
    pub(crate) fn evidence_between(&self, from: i64, to: i64) -> Result<u64, CaseError> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM evidence WHERE pos >= ?1 AND pos < ?2")?
            .query_row([from, to], |r| columns::count(r, 0))?)
    }

    /// The evidence of which a condition holds, whose two values are its second and third.
    pub(crate) fn evidence_where(
        &self,
        reviewer: ItemId,
        condition: &str,
        (one, two): (i64, i64),
    ) -> Result<Vec<EvidenceRow>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        self.evidence_rows(me, condition, params![me, one, two])
    }

    /// One piece of evidence, whole.
    ///
    /// # Errors
    /// When the file cannot be read or there is no such evidence.
    pub fn evidence_line(&self, reviewer: ItemId, item: ItemId) -> Result<EvidenceRow, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let rows = self.evidence_rows(me, "e.uuid = ?2", params![me, item.as_bytes()])?;
        rows.into_iter().next().ok_or(CaseError::NoSuchItem)
    }

    /// The evidence of which a condition holds; the first of its values is the reviewer's row.
    fn evidence_rows(
        &self,
        me: i64,
        condition: &str,
        values: impl Params,
    ) -> Result<Vec<EvidenceRow>, CaseError> {
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT e.id, e.uuid, e.key, e.pos, e.body, e.source, c.key, c.uuid, a.body \
             FROM evidence e JOIN claim c ON c.id = e.claim \
             LEFT JOIN annotation a ON a.kind = {EVIDENCE} AND a.item = e.id AND a.reviewer = ?1 \
             WHERE {condition}"
        ))?;
        let mut lines = found.query(values)?;
        let mut names = Names::new(self);
        let mut rows = Vec::new();
        while let Some(r) = lines.next()? {
            let claim = (columns::uuid(r, 7)?, names.key_in(Kind::Claim, r, 6)?);
            rows.push(EvidenceRow {
                annotation: columns::annotation(r, 8)?,
                others: self.others(me, Kind::Evidence, r.get(0)?)?,
                ..names.evidence(claim, r)?
            });
        }
        Ok(rows)
    }
}
