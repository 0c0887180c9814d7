//! A source or a party, whole: its fields in words, what it rests on, and all it has to do with.

use crate::case::derive::origins::{EvidenceForOrigins, OriginCache};
use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::read::referrers::{Standing, candidates};
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::record_list::{Bearing, BearingEvidence, RecordDetail, RecordRow, Related};
use crate::domain::rows::Place;
use crate::domain::words::{Relation, shown};
use crate::domain::{Claim, Derivation, Evidence, Kind, wording};
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

/// At most this many pieces of evidence, claims, or other records of one kind.
const LISTED: usize = 200;
/// At most this many sources are looked at that the source draws on.
const BEHIND: usize = 20_000;

/// What a party is to another record, by the kind of that record and the field that names the party.
const PARTS: &[(Kind, &str, &str)] = &[
    (Kind::Party, "of", "member"),
    (Kind::Source, "party", "own statement"),
    (Kind::Claim, "concerns", "concerned by"),
    (Kind::Evidence, "via.party", "speaks in"),
    (Kind::Evidence, "availability.holder", "holder in"),
    (Kind::Figure, "asserted_by", "asserts"),
    (Kind::Request, "to", "was asked"),
    (Kind::Request, "by", "asked"),
    (Kind::Gap, "holder", "holds"),
];

impl Case {
    /// A source or a party, whole; `None` if there is no such record. Passes over the case for what names a
    /// party; can be stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn record_detail(
        &self,
        reviewer: ItemId,
        kind: Kind,
        id: ItemId,
    ) -> Result<Option<RecordDetail>, CaseError> {
        let Some(at) = keys::row_of(&self.conn, kind, id)? else { return Ok(None) };
        let record: Map<String, Value> = serde_json::from_str(&self.record_body(kind, at)?)?;
        let fields = self.references().fields(kind, &record, |_| true)?;
        let key = keys::key_of(&self.conn, kind, at)?;
        let mut detail = RecordDetail {
            id,
            key,
            fields,
            origin: None,
            stale: None,
            related: Vec::new(),
            bearings: Vec::new(),
            more: false,
        };
        match kind {
            Kind::Source => self.detail_of_source(reviewer, at, &mut detail)?,
            _ => self.detail_of_party(reviewer, at, &mut detail)?,
        }
        Ok(Some(detail))
    }

    fn record_body(&self, kind: Kind, at: i64) -> Result<String, CaseError> {
        let table = keys::table(kind);
        let mut found = self.conn.prepare_cached(&format!("SELECT body FROM {table} WHERE id = ?1"))?;
        Ok(found.query_row([at], |r| r.get(0))?)
    }

    fn detail_of_source(
        &self,
        reviewer: ItemId,
        at: i64,
        detail: &mut RecordDetail,
    ) -> Result<(), CaseError> {
        let mut cache = OriginCache::within(self, BEHIND);
        let piece = EvidenceForOrigins::in_source(detail.key.clone(), detail.id);
        let origins = cache.of_pieces(vec![piece])?;
        detail.origin = origins.weighed.origins.first().map(|origin| origins.name(origin));
        for row in self.rows_of_records(reviewer, Kind::Source, &[at], 1)? {
            if let RecordRow::Source(row) = row {
                detail.stale = row.stale;
            }
        }
        for (own, other) in [("source", "origin"), ("origin", "source")] {
            self.derivations_of(at, own, other, detail)?;
        }
        let me = self.reviewer_row(reviewer)?;
        let (from, to) = (position::source_pos(at, 0), position::source_pos(at + 1, 0));
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT e.uuid, e.key, e.body, c.uuid, c.key, c.body, {}, a.body FROM evidence e \
             JOIN claim c ON c.id = e.claim \
             LEFT JOIN annotation a ON a.kind = {EVIDENCE} AND a.item = e.id AND a.reviewer = ?1 \
             WHERE e.source_pos >= ?2 AND e.source_pos < ?3 ORDER BY e.source_pos LIMIT ?4",
            keys::CLAIMANT
        ))?;
        let mut names = Names::new(self);
        let mut rows = found.query(params![me, from, to, columns::int(LISTED as u64 + 1)])?;
        while let Some(r) = rows.next()? {
            if detail.bearings.len() == LISTED {
                detail.more = true;
                break;
            }
            let id = columns::uuid(r, 0)?;
            let key = names.key(Kind::Evidence, columns::count(r, 1)?, id)?;
            let record: Evidence = columns::json(r, 2)?;
            let claim: Claim = columns::json(r, 5)?;
            let piece = EvidenceForOrigins::of(key.clone(), id, &record);
            let origins = cache.origins(&claim, vec![piece], false)?;
            let quote = record.quote.as_ref().filter(|quote| !quote.text.is_empty());
            let text = quote.map_or(record.paraphrase, |quote| format!("\u{201c}{}\u{201d}", quote.text));
            let evidence = BearingEvidence {
                stance: record.stance,
                said: columns::annotation(r, 7)?,
                text,
                origin: if origins.pieces.is_empty() { "untraced" } else { origins.sort(0) },
            };
            let claimant: Option<String> = r.get(6)?;
            let place = Place { claim: columns::uuid(r, 3)?, evidence: Some(id) };
            detail.bearings.push(Bearing {
                place,
                key,
                claim_key: names.key(Kind::Claim, columns::count(r, 4)?, place.claim)?,
                claim: wording::assertion(claimant.as_deref(), claim.called()),
                evidence: Some(evidence),
            });
        }
        Ok(())
    }

    /// The derivations in which a source is the one, each with the other source.
    fn derivations_of(
        &self,
        at: i64,
        own: &str,
        other: &str,
        detail: &mut RecordDetail,
    ) -> Result<(), CaseError> {
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT d.body, s.uuid, s.key, s.body ->> '$.title' FROM derivation d \
             JOIN source s ON s.id = d.{other} WHERE d.{own} = ?1 ORDER BY d.id LIMIT ?2"
        ))?;
        let mut rows = found.query(params![at, columns::int(LISTED as u64 + 1)])?;
        let mut n = 0;
        while let Some(r) = rows.next()? {
            if n == LISTED {
                detail.more = true;
                break;
            }
            n += 1;
            let derivation: Derivation = columns::json(r, 0)?;
            let id = columns::uuid(r, 1)?;
            detail.related.push(Related {
                how: match own {
                    "source" => shown(derivation.relation.word()),
                    _ => drawn_on(derivation.relation),
                },
                id,
                key: keys::shown(&self.conn, Kind::Source, columns::count(r, 2)?, id)?,
                name: r.get::<_, Option<String>>(3)?.unwrap_or_default(),
                place: None,
            });
        }
        Ok(())
    }

    fn detail_of_party(&self, reviewer: ItemId, at: i64, detail: &mut RecordDetail) -> Result<(), CaseError> {
        let mut found =
            self.conn.prepare_cached("SELECT uuid FROM claim WHERE claimant = ?1 ORDER BY ord LIMIT ?2")?;
        let claims =
            found.query_map(params![at, columns::int(LISTED as u64 + 1)], |r| columns::uuid(r, 0))?;
        let mut claims: Vec<ItemId> = claims.collect::<Result<_, _>>()?;
        detail.more = claims.len() > LISTED;
        claims.truncate(LISTED);
        for row in self.claim_lines(reviewer, &claims)? {
            detail.bearings.push(Bearing {
                place: Place { claim: row.id, evidence: None },
                key: row.key.clone(),
                claim_key: row.key.clone(),
                claim: wording::assertion(row.claimant.as_deref(), row.called()),
                evidence: None,
            });
        }
        Kind::ALL.iter().try_for_each(|kind| self.naming(*kind, at, detail))
    }

    /// The records of a kind that name the party of the detail.
    fn naming(&self, kind: Kind, at: i64, detail: &mut RecordDetail) -> Result<(), CaseError> {
        let parts: Vec<_> = PARTS.iter().filter(|(of, ..)| *of == kind).collect();
        if parts.is_empty() {
            return Ok(());
        }
        let mut n = 0;
        for row in candidates(&self.conn, kind, Kind::Party, at, detail.id)? {
            let Standing { id: other, record, .. } = &Standing::at(&self.conn, kind, row)?;
            if *other == detail.id {
                continue;
            }
            let home = record.get("dataset").and_then(Value::as_str).unwrap_or(&self.dataset);
            let is = |named: &Value| {
                named.as_str().is_some_and(|named| item_id(home, Kind::Party, named) == detail.id)
            };
            for (_, path, how) in &parts {
                let mut fields = path.split('.');
                let first = fields.next().and_then(|field| record.get(field));
                let Some(value) = fields.fold(first, |value, field| value?.get(field)) else { continue };
                if !value.as_array().map_or_else(|| is(value), |all| all.iter().any(is)) {
                    continue;
                }
                if n == LISTED {
                    detail.more = true;
                    return Ok(());
                }
                n += 1;
                let spokesman = kind == Kind::Party && record.get("speaks_for") == Some(&Value::Bool(true));
                let name = kind.shape().essential.and_then(|field| record.get(field)).and_then(Value::as_str);
                detail.related.push(Related {
                    how: if spokesman { "spokesperson" } else { how },
                    id: *other,
                    key: keys::key_of(&self.conn, kind, row)?,
                    name: name.unwrap_or_default().to_owned(),
                    place: self.place_of(kind, *other)?,
                });
            }
        }
        Ok(())
    }

    /// Where to go for a record of a kind; `None` where no claim leads to it.
    fn place_of(&self, kind: Kind, id: ItemId) -> Result<Option<Place>, CaseError> {
        match kind {
            Kind::Claim | Kind::Evidence => self.place(kind, id).map(Some),
            Kind::Figure | Kind::Request | Kind::Gap => {
                let claim = self
                    .conn
                    .prepare_cached(&format!(
                        "SELECT c.uuid FROM {} t JOIN claim c ON c.id = t.claim WHERE t.uuid = ?1",
                        keys::table(kind)
                    ))?
                    .query_row([id.as_bytes()], |r| columns::uuid(r, 0))
                    .optional()?;
                Ok(claim.map(|claim| Place { claim, evidence: None }))
            }
            Kind::Party | Kind::Source | Kind::Derivation => Ok(None),
        }
    }
}

/// A relation seen from the source that is drawn on.
const fn drawn_on(relation: Relation) -> &'static str {
    match relation {
        Relation::Relays => "relayed by",
        Relation::Quotes => "quoted by",
        Relation::Reprints => "reprinted by",
        Relation::Summarizes => "summarized by",
    }
}
