//! Queries asked of a case.
//!
//! Each clause becomes a [`Check`]: sets of the rows it holds of, found beforehand (words through the
//! index of words, judgements in the annotations, names among parties and sources), and what must be
//! read in the records. Then the evidence is passed over once, or, where a clause leaves few pieces,
//! only those are looked at. What a user typed reaches SQLite as bound values alone. Memory: a bit
//! for each row, and the result.

pub(crate) mod annotations;
pub(crate) mod check;
mod parties;
mod resolve;
pub(crate) mod stale;

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::check::{Check, Piece, Read};
use crate::case::tables::row_set::RowSet;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, keys, position};
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use crate::domain::query::{Level, Needle, Query};
use rusqlite::{OptionalExtension, Row, params};
use std::sync::Arc;

/// What a query leaves of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filtered {
    /// The claims, by their `ord`, sorted.
    pub claims: Vec<u32>,
    /// The evidence, by its `pos`, sorted; `None` if the query asks nothing of evidence, which
    /// means all evidence of those claims.
    pub evidence: Option<Arc<[i64]>>,
}

impl Filtered {
    /// As lists take it.
    #[must_use]
    pub fn scope(&self) -> Scope<'_> {
        Scope { claims: &self.claims, evidence: self.evidence.as_deref() }
    }

    /// Whether the claim at this `ord` is left.
    pub(crate) fn has_claim(&self, ord: i64) -> bool {
        u32::try_from(ord).is_ok_and(|ord| self.claims.binary_search(&ord).is_ok())
    }

    /// Whether the piece of evidence at this `pos` is left.
    pub(crate) fn has_piece(&self, pos: i64) -> bool {
        match &self.evidence {
            Some(evidence) => evidence.binary_search(&pos).is_ok(),
            None => self.has_claim(position::ord_of(pos)),
        }
    }
}

/// The records of one kind that a query finds, in the order of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    kind: Kind,
    places: Vec<i64>,
}

impl Listing {
    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The places of a listing in its table, sorted.
    pub(crate) fn places(&self) -> &[i64] {
        &self.places
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// Pieces that one clause leaves are looked up one by one when they are fewer than one in so many.
const WORTH_A_PASS: usize = 8;

const PIECE: &str = "SELECT id, pos, claim, source, stance";

impl Case {
    /// What a query leaves. Judgements are this reviewer's, unless the query names another. Can be
    /// stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the query names a record or a reviewer the case does not have, or the file cannot be
    /// read; [`CaseError::Interrupted`] when it was stopped.
    pub fn filter(&self, reviewer: ItemId, query: &Query) -> Result<Filtered, CaseError> {
        let found = self.find_all(reviewer, query, Want::Claims)?;
        Ok(Filtered { claims: found.claims, evidence: found.pieces.map(Arc::from) })
    }

    /// The records of a kind that a query finds: claims as [`Case::filter`] has them; evidence that
    /// satisfies the whole query; sources in which such evidence stands, or which satisfy a query of
    /// words, `source:`, `kind:` and dates by themselves; parties of such claims and evidence, or that satisfy a query
    /// of words by themselves; figures, requests and gaps of the claims.
    ///
    /// # Errors
    /// As [`Case::filter`]; for parties and derivations, which no query finds.
    pub fn list(&self, kind: Kind, reviewer: ItemId, query: &Query) -> Result<Listing, CaseError> {
        let places = match kind {
            Kind::Claim => {
                self.find_all(reviewer, query, Want::Claims)?.claims.into_iter().map(i64::from).collect()
            }
            Kind::Evidence if query.is_empty() => self.column("SELECT pos FROM evidence ORDER BY pos")?,
            Kind::Evidence => self.find_all(reviewer, query, Want::Pieces)?.pieces.unwrap_or_default(),
            Kind::Source if query.is_empty() => self.column("SELECT id FROM source ORDER BY id")?,
            Kind::Source => self.find_all(reviewer, query, Want::Sources)?.sources.iter().collect(),
            Kind::Figure | Kind::Request | Kind::Gap => self.of_claims(kind, reviewer, query)?,
            Kind::Party => self.parties_found(reviewer, query)?.iter().collect(),
            Kind::Derivation => {
                return Err(CaseError::Refused(format!("{} are not listed by a query", kind.plural())));
            }
        };
        Ok(Listing { kind, places })
    }

    /// The ids of a stretch of a listing; one deleted meanwhile is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn listed(&self, listing: &Listing, start: usize, count: usize) -> Result<Vec<ItemId>, CaseError> {
        let column = match listing.kind {
            Kind::Claim => "ord",
            Kind::Evidence => "pos",
            _ => "id",
        };
        let table = keys::table(listing.kind);
        let mut found = self.conn.prepare_cached(&format!("SELECT uuid FROM {table} WHERE {column} = ?1"))?;
        let end = start.saturating_add(count).min(listing.places.len());
        let mut ids = Vec::new();
        for place in listing.places.get(start..end).unwrap_or_default() {
            ids.extend(found.query_row([place], |r| columns::uuid(r, 0)).optional()?);
        }
        Ok(ids)
    }

    fn column(&self, sql: &str) -> Result<Vec<i64>, CaseError> {
        Ok(self.conn.prepare(sql)?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    fn of_claims(&self, kind: Kind, reviewer: ItemId, query: &Query) -> Result<Vec<i64>, CaseError> {
        let claims = self.find_all(reviewer, query, Want::Claims)?.claims;
        let mut found = self.conn.prepare(&format!(
            "SELECT t.id, c.ord FROM {} t LEFT JOIN claim c ON c.id = t.claim ORDER BY c.ord, t.id",
            keys::table(kind)
        ))?;
        let mut rows = found.query([])?;
        let mut places = Vec::new();
        while let Some(r) = rows.next()? {
            let ord: Option<i64> = r.get(1)?;
            let there = ord.and_then(|ord| u32::try_from(ord).ok());
            if query.is_empty() || there.is_some_and(|ord| claims.binary_search(&ord).is_ok()) {
                places.push(r.get(0)?);
            }
        }
        Ok(places)
    }
}

/// What is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Want {
    Claims,
    Pieces,
    Sources,
}

/// What was found.
#[derive(Debug, Default)]
struct Found {
    claims: Vec<u32>,
    pieces: Option<Vec<i64>>,
    sources: RowSet,
}

impl Case {
    fn find_all(&self, reviewer: ItemId, query: &Query, want: Want) -> Result<Found, CaseError> {
        // All of it is asked of one state of the case, whoever writes meanwhile.
        let _snapshot = self.conn.is_autocommit().then(|| self.conn.unchecked_transaction()).transpose()?;
        let mut checks = self.checks(reviewer, query)?;
        let mut found = Found::default();
        self.read_sources(&mut checks, want, &mut found)?;
        self.read_claims(&mut checks, &mut found.claims)?;
        let asks_evidence = checks.iter().any(|check| check.level != Level::Claim);
        if asks_evidence || want != Want::Claims {
            let mut pieces = Vec::new();
            self.read_evidence(&checks, |r, piece| {
                pieces.push(r.get(1)?);
                if want == Want::Sources {
                    found.sources.insert(piece.source);
                }
                Ok(())
            })?;
            pieces.sort_unstable();
            let mut last = None;
            for pos in &pieces {
                let ord = self.ord(position::ord_of(*pos))?;
                if last.replace(ord) != Some(ord) {
                    found.claims.push(ord);
                }
            }
            found.pieces = Some(pieces);
        }
        found.claims.sort_unstable();
        found.claims.dedup();
        Ok(found)
    }

    fn ord(&self, ord: i64) -> Result<u32, CaseError> {
        u32::try_from(ord)
            .map_err(|_| CaseError::Damaged(self.path.clone(), format!("a claim stands at place {ord}")))
    }

    /// Asks the checks that read sources, and finds the sources that satisfy the query by themselves.
    fn read_sources(&self, checks: &mut [Check], want: Want, found: &mut Found) -> Result<(), CaseError> {
        let by_themselves = want == Want::Sources
            && checks.iter().all(|check| match check.read {
                Some(
                    Read::SourceTitle(_) | Read::Status(_) | Read::Kind(_) | Read::Dates(_) | Read::Words(_),
                ) => true,
                None => check.level == Level::Any || check.knows_sources,
                Some(_) => false,
            });
        let reads = checks.iter().any(Check::reads_sources);
        if !by_themselves && !reads {
            return Ok(());
        }
        let mut rows = self.conn.prepare("SELECT id, body FROM source")?;
        let mut rows = rows.query([])?;
        while let Some(r) = rows.next()? {
            let id = r.get(0)?;
            for check in checks.iter_mut().filter(|check| check.reads_sources()) {
                if let Some(read) = &check.read
                    && read.in_source(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?
                {
                    check.sources.insert(id);
                }
            }
            if by_themselves && checks.iter().all(|check| check.sources.has(id) != check.negated) {
                found.sources.insert(id);
            }
        }
        Ok(())
    }

    /// Asks the checks that read claims, and finds the claims that satisfy the query by themselves:
    /// where it asks nothing of evidence, where they have none, or where it asks for items.
    fn read_claims(&self, checks: &mut [Check], claims: &mut Vec<u32>) -> Result<(), CaseError> {
        let reads = checks.iter().any(Check::reads_claims);
        let of_claims = checks.iter().all(|check| check.level == Level::Claim);
        let of_items = checks.iter().any(|check| check.level == Level::Item && !check.negated);
        let body = if reads { "body" } else { "NULL" };
        let mut found = self.conn.prepare(&format!(
            "SELECT id, ord, claimant, supports + repeats + disputes + context = 0, {body} FROM claim"
        ))?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            for check in checks.iter_mut() {
                if let (Some(parties), Some(party)) = (&check.claimants, r.get(2)?)
                    && parties.has(party)
                {
                    check.claims.insert(id);
                }
                if check.reads_claims()
                    && let Some(read) = &check.read
                    && read.in_claim(r.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?
                {
                    check.claims.insert(id);
                }
            }
            let alone = of_claims || of_items || r.get(3)?;
            if alone && checks.iter().all(|check| check.holds_alone(id)) {
                claims.push(self.ord(r.get(1)?)?);
            }
        }
        Ok(())
    }

    /// Every piece that satisfies all checks.
    fn read_evidence(
        &self,
        checks: &[Check],
        mut each: impl FnMut(&Row<'_>, &Piece<'_>) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        let mut checks: Vec<&Check> = checks.iter().collect();
        checks.sort_by_key(|check| check.reads_pieces());
        let body = if checks.iter().any(|check| check.reads_pieces()) { "body" } else { "''" };
        let mut look = |r: &Row<'_>| -> Result<(), CaseError> {
            let piece = Piece {
                id: r.get(0)?,
                claim: r.get(2)?,
                source: r.get(3)?,
                stance: r.get(4)?,
                body: r.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?,
            };
            for check in &checks {
                if !check.holds(&piece)? {
                    return Ok(());
                }
            }
            each(r, &piece)
        };
        match self.few_candidates(&checks)? {
            Some(candidates) => {
                let mut one = self.conn.prepare(&format!("{PIECE}, {body} FROM evidence WHERE id = ?1"))?;
                for id in candidates.iter() {
                    if let Some(r) = one.query([id])?.next()? {
                        look(r)?;
                    }
                }
            }
            None => {
                let mut all = self.conn.prepare(&format!("{PIECE}, {body} FROM evidence"))?;
                let mut rows = all.query([])?;
                while let Some(r) = rows.next()? {
                    look(r)?;
                }
            }
        }
        Ok(())
    }

    /// The pieces that the narrowest check leaves, where they are so few that looking each up is
    /// quicker than passing over all.
    fn few_candidates(&self, checks: &[&Check]) -> Result<Option<RowSet>, CaseError> {
        let count = |kind: Kind| -> Result<usize, CaseError> {
            Ok(usize::try_from(keys::counter(&self.conn, &format!("count.{kind}"))?).unwrap_or(usize::MAX))
        };
        let all = count(Kind::Evidence)?;
        let (per_claim, per_source) =
            (all / count(Kind::Claim)?.max(1) + 1, all / count(Kind::Source)?.max(1) + 1);
        let costs = checks.iter().filter(|check| !check.is_open()).map(|check| {
            let claims = if check.asks_claims() { check.claims.len() } else { 0 };
            (check.pieces.len() + claims * per_claim + check.sources.len() * per_source, *check)
        });
        let Some((_, narrowest)) =
            costs.min_by_key(|(cost, _)| *cost).filter(|(cost, _)| *cost <= all / WORTH_A_PASS)
        else {
            return Ok(None);
        };
        let mut candidates = narrowest.pieces.clone();
        let mut stretch = |sql: &str, from: i64, to: i64| -> Result<(), CaseError> {
            let mut found = self.conn.prepare_cached(sql)?;
            let mut rows = found.query(params![from, to])?;
            while let Some(r) = rows.next()? {
                candidates.insert(r.get(0)?);
            }
            Ok(())
        };
        if narrowest.asks_claims() {
            let mut place = self.conn.prepare_cached("SELECT ord FROM claim WHERE id = ?1")?;
            for claim in narrowest.claims.iter() {
                let ord = self.ord(place.query_row([claim], |r| r.get(0))?)?;
                let (from, to) =
                    (position::pos(i64::from(ord), 0, 0), position::pos(i64::from(ord) + 1, 0, 0));
                stretch("SELECT id FROM evidence WHERE pos >= ?1 AND pos < ?2", from, to)?;
            }
        }
        for source in narrowest.sources.iter() {
            let (from, to) =
                (position::source_pos(source, 0), position::source_pos(source.saturating_add(1), 0));
            stretch("SELECT id FROM evidence WHERE source_pos >= ?1 AND source_pos < ?2", from, to)?;
        }
        Ok(Some(candidates))
    }
}

/// A needle as the index of words takes it: one string in quotes, whatever it holds.
pub(crate) fn quoted(needle: &Needle) -> String {
    let text = needle.text().replace('\0', " ").replace('"', "\"\"");
    format!("\"{text}\"{}", if needle.is_prefix() { "*" } else { "" })
}

/// The record that a row of the index of words is of.
pub(crate) fn searched(rowid: i64) -> (Option<Kind>, i64) {
    (columns::kind(rowid.rem_euclid(8)), rowid.div_euclid(8))
}
