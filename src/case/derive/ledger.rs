//! The ledger of a claim, read from the case; and those of many claims, as far as a screen needs them.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::undecided::Scope;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Asking, GapRow, Ledger, is_overdue, materials};
use crate::domain::rows::ClaimRow;
use crate::domain::words::Reliability;
use crate::domain::{Dated, Gap, Kind, Record, Request, Source};
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use std::collections::BTreeSet;

/// How much of one ledger is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// As much as a screen needs: the first pieces of evidence, gaps and requests.
    Screen,
    /// All of it, for what must not leave any out.
    Whole,
}

impl Extent {
    /// How many pieces of evidence of one claim, how many of its gaps, how many of its requests.
    const fn most(self) -> usize {
        match self {
            Self::Screen => 2_000,
            Self::Whole => usize::MAX,
        }
    }
}

/// How many claims and pieces are looked through one by one for claims that have something in their
/// ledgers; then all those behind are found at once.
const LOOKED: usize = 20_000;
/// How many records or annotations are gathered to find the claims they are about; with more, the
/// claims are gone through instead.
const GATHERED: u64 = 20_000;

/// Looking for material without reading records: no text of a record can hold this, for its quotes
/// would be escaped.
const AVAILABLE: &str = "instr(e.body, '\"availability\":') > 0";

impl Case {
    /// The ledger of a claim: its evidence that a source says something of or the reviewer tagged, its
    /// gaps with the requests they name, and the requests about it.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn ledger(&self, reviewer: ItemId, claim: ItemId, extent: Extent) -> Result<Ledger, CaseError> {
        let mut lines = self.claim_lines(reviewer, &[claim])?;
        let line = lines.pop().ok_or(CaseError::NoSuchItem)?;
        self.ledger_of(reviewer, line, self.info()?.as_of.as_ref(), extent)
    }

    fn ledger_of(
        &self,
        reviewer: ItemId,
        claim: ClaimRow,
        as_of: Option<&Dated>,
        extent: Extent,
    ) -> Result<Ledger, CaseError> {
        let at = keys::must(&self.conn, Kind::Claim, claim.id)?;
        let (from, to) = position::claim(claim.ord);
        let most = extent.most();
        let mut evidence = self.evidence_where(
            reviewer,
            &format!(
                "e.pos >= ?2 AND e.pos < ?3 AND (a.access IS NOT NULL OR {AVAILABLE}) \
                 ORDER BY e.pos LIMIT {}",
                one_more(most)
            ),
            (from, to),
        )?;
        let mut gaps = self.gaps_of(Some(at), as_of, most)?;
        let mut requests = self.askings(Some(at), as_of, most)?;
        let cut = evidence.len().max(gaps.len()).max(requests.len()) > most;
        evidence.truncate(most);
        gaps.truncate(most);
        requests.truncate(most);
        let linked = self.linked(materials(&evidence, &gaps), as_of)?;
        Ok(Ledger { cut, ..Ledger::new(Some(claim), &evidence, gaps, requests, &linked) })
    }

    /// The gaps and requests that belong to no claim.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn loose_ledger(&self, extent: Extent) -> Result<Ledger, CaseError> {
        let info = self.info()?;
        let as_of = info.as_of.as_ref();
        let most = extent.most();
        let (mut gaps, mut requests) = (self.gaps_of(None, as_of, most)?, self.askings(None, as_of, most)?);
        let cut = gaps.len().max(requests.len()) > most;
        gaps.truncate(most);
        requests.truncate(most);
        let linked = self.linked(materials(&[], &gaps), as_of)?;
        Ok(Ledger { cut, ..Ledger::new(None, &[], gaps, requests, &linked) })
    }

    /// Ledgers of the claims within a scope that have something in theirs, in the order of the case,
    /// until so many lines are gathered; and whether there are more. Where few have any it looks at all
    /// evidence, and can be stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ledgers(
        &self,
        reviewer: ItemId,
        scope: Option<Scope<'_>>,
        limit: usize,
    ) -> Result<(Vec<Ledger>, bool), CaseError> {
        let info = self.info()?;
        let mut found = Vec::new();
        let mut lines = 0;
        let mut walk = Walk::new(self, reviewer, scope)?;
        while let Some(ord) = walk.next()? {
            if lines >= limit {
                return Ok((found, true));
            }
            let id = self
                .conn
                .prepare_cached("SELECT uuid FROM claim WHERE ord = ?1")?
                .query_row([ord], |r| columns::uuid(r, 0))?;
            for line in self.claim_lines(reviewer, &[id])? {
                let ledger = self.ledger_of(reviewer, line, info.as_of.as_ref(), Extent::Screen)?;
                if !ledger.is_empty() {
                    lines += ledger.entries.len() + ledger.requests.len();
                    found.push(ledger);
                }
            }
        }
        Ok((found, false))
    }

    /// The gaps about a claim, or about none: so many of them, and one more where there are more.
    fn gaps_of(
        &self,
        claim: Option<i64>,
        as_of: Option<&Dated>,
        most: usize,
    ) -> Result<Vec<GapRow>, CaseError> {
        let mut found = self.conn.prepare_cached(&about("gap", claim, most))?;
        let mut rows = found.query(params_from_iter(claim))?;
        let mut gaps = Vec::new();
        while let Some(r) = rows.next()? {
            let gap: Gap = columns::json(r, 2)?;
            let home = gap.dataset().unwrap_or(&self.dataset);
            let mut asked = Vec::new();
            for request in &gap.requests {
                asked.extend(self.asking(item_id(home, Kind::Request, request), as_of)?);
            }
            let id = columns::uuid(r, 1)?;
            gaps.push(GapRow {
                key: keys::shown(&self.conn, Kind::Gap, columns::count(r, 0)?, id)?,
                id,
                holder: self.named(Kind::Party, home, gap.holder.as_deref())?.map(|(_, name)| name),
                source: self.named(Kind::Source, home, gap.source.as_deref())?,
                grade: self.reliability(home, gap.source.as_deref())?,
                asked,
                gap,
            });
        }
        Ok(gaps)
    }

    /// The reliability of a source, where it is graded.
    pub(crate) fn reliability(
        &self,
        dataset: &str,
        source: Option<&str>,
    ) -> Result<Option<Reliability>, CaseError> {
        let Some(source) = source else { return Ok(None) };
        let record: Option<Source> = self.record(Kind::Source, item_id(dataset, Kind::Source, source))?;
        Ok(record.and_then(|source| source.reliability))
    }

    /// The requests about a claim, or about none: so many of them, and one more where there are more.
    fn askings(
        &self,
        claim: Option<i64>,
        as_of: Option<&Dated>,
        most: usize,
    ) -> Result<Vec<Asking>, CaseError> {
        let mut found = self.conn.prepare_cached(&about("request", claim, most))?;
        let mut rows = found.query(params_from_iter(claim))?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(self.read_asking(r, as_of)?);
        }
        Ok(all)
    }

    /// A request that a gap names; none where it is not in the case.
    pub(crate) fn asking(&self, id: ItemId, as_of: Option<&Dated>) -> Result<Option<Asking>, CaseError> {
        let mut found = self.conn.prepare_cached("SELECT key, uuid, body FROM request WHERE uuid = ?1")?;
        let mut rows = found.query([id.as_bytes()])?;
        rows.next()?.map(|r| self.read_asking(r, as_of)).transpose()
    }

    fn read_asking(&self, r: &Row<'_>, as_of: Option<&Dated>) -> Result<Asking, CaseError> {
        let request: Request = columns::json(r, 2)?;
        let home = request.dataset().unwrap_or(&self.dataset);
        let id = columns::uuid(r, 1)?;
        Ok(Asking {
            key: keys::shown(&self.conn, Kind::Request, columns::count(r, 0)?, id)?,
            id,
            by: self.named(Kind::Party, home, request.by.as_deref())?.map(|(_, name)| name),
            to: self.named(Kind::Party, home, request.to.as_deref())?.map(|(_, name)| name),
            source: self.named(Kind::Source, home, request.source.as_deref())?,
            overdue: is_overdue(&request, as_of),
            request,
        })
    }
}

impl Case {
    /// Whether a reviewer decided on any evidence of a claim.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn has_decided(&self, reviewer: ItemId, claim: ItemId) -> Result<bool, CaseError> {
        let (me, at) = (self.reviewer_row(reviewer)?, keys::must(&self.conn, Kind::Claim, claim)?);
        Ok(self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM claim_tally WHERE reviewer = ?1 AND claim = ?2)")?
            .query_row([me, at], |r| r.get(0))?)
    }
}

/// The records of a table that are about a claim, or about none: asked for so that the index on claims,
/// which leaves out records about none, can be used.
fn about(table: &str, claim: Option<i64>, most: usize) -> String {
    let which = if claim.is_some() { "= ?1" } else { "IS NULL" };
    let most = one_more(most);
    format!("SELECT key, uuid, body FROM {table} WHERE claim {which} ORDER BY id LIMIT {most}")
}

/// A limit at which it shows whether there are more than so many.
fn one_more(most: usize) -> i64 {
    i64::try_from(most).map_or(i64::MAX, |most| most.saturating_add(1))
}

/// The way through the claims that can have something in their ledgers, in the order of the case.
struct Walk<'a> {
    case: &'a Case,
    scope: Option<Scope<'a>>,
    /// Claims that a gap, a request or a decision leads to; none where they are too many to gather,
    /// and claims are gone through one by one.
    led_to: Option<BTreeSet<i64>>,
    me: i64,
    at: i64,
    /// How many claims and pieces have been looked through.
    looked: usize,
    /// The claims behind that have something in their ledgers, once they have been found at once.
    behind: Option<std::collections::btree_set::IntoIter<i64>>,
}

impl<'a> Walk<'a> {
    fn new(case: &'a Case, reviewer: ItemId, scope: Option<Scope<'a>>) -> Result<Self, CaseError> {
        let me = case.reviewer_row(reviewer)?;
        let mut walk = Self { case, scope, led_to: None, me, at: i64::MIN, looked: 0, behind: None };
        if walk.is_sparse()? {
            let mut found = BTreeSet::new();
            let decided = format!("(SELECT claim FROM claim_tally WHERE reviewer = {me})");
            for table in ["gap", "request", &decided] {
                let sql = format!("SELECT c.ord FROM {table} t CROSS JOIN claim c ON c.id = t.claim");
                for ord in case.conn.prepare(&sql)?.query_map([], |r| r.get(0))? {
                    found.insert(ord?);
                }
            }
            walk.led_to = Some(found);
        }
        Ok(walk)
    }

    /// Whether so few things lead to claims that gathering them costs less than a walk.
    fn is_sparse(&self) -> Result<bool, CaseError> {
        let (gaps, requests) = (self.case.count(Kind::Gap)?, self.case.count(Kind::Request)?);
        let decided: bool = self
            .case
            .conn
            .prepare_cached(
                "SELECT count(*) > ?2 FROM (SELECT 1 FROM claim_tally WHERE reviewer = ?1 LIMIT ?2 + 1)",
            )?
            .query_row(params![self.me, columns::int(GATHERED)], |r| r.get(0))?;
        Ok(gaps + requests <= GATHERED && !decided)
    }

    /// The next claim that has, or may have, something in its ledger.
    fn next(&mut self) -> Result<Option<i64>, CaseError> {
        loop {
            if self.behind.is_none() && self.looked >= LOOKED {
                self.behind = Some(self.find_behind()?.into_iter());
            }
            if let Some(behind) = &mut self.behind {
                return Ok(behind.next());
            }
            let Some(ord) = self.following()? else { return Ok(None) };
            self.at = ord;
            self.looked += 1;
            if self.leads_to(ord)? || self.has_material(ord)? {
                return Ok(Some(ord));
            }
        }
    }

    /// All claims behind this one, within the scope, that have something in their ledgers: by a gap, a
    /// request, a tag, or what a source says of its material.
    fn find_behind(&self) -> Result<BTreeSet<i64>, CaseError> {
        let mut found = BTreeSet::new();
        let evidence = columns::kind_code(Kind::Evidence);
        for sql in [
            "SELECT c.ord FROM gap t CROSS JOIN claim c ON c.id = t.claim".to_owned(),
            "SELECT c.ord FROM request t CROSS JOIN claim c ON c.id = t.claim".to_owned(),
            format!(
                "SELECT c.ord FROM annotation a CROSS JOIN evidence e ON e.id = a.item CROSS JOIN claim c \
                 ON c.id = e.claim WHERE a.kind = {evidence} AND a.reviewer = {} AND a.access IS NOT NULL",
                self.me
            ),
            format!("SELECT e.pos >> 32 FROM evidence e WHERE {AVAILABLE}"),
        ] {
            self.case.each::<CaseError>(&sql, |r| {
                let ord: i64 = r.get(0)?;
                if ord > self.at && self.scope.is_none_or(|scope| within(scope, ord)) {
                    found.insert(ord);
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// The claim after this one, within the scope.
    fn following(&mut self) -> Result<Option<i64>, CaseError> {
        if let Some(scope) = self.scope {
            let next = scope.claims.partition_point(|ord| i64::from(*ord) <= self.at);
            return Ok(scope.claims.get(next).map(|ord| i64::from(*ord)));
        }
        Ok(self
            .case
            .conn
            .prepare_cached("SELECT ord FROM claim WHERE ord > ?1 ORDER BY ord LIMIT 1")?
            .query_row([self.at], |r| r.get(0))
            .optional()?)
    }

    fn leads_to(&self, ord: i64) -> Result<bool, CaseError> {
        if let Some(led_to) = &self.led_to {
            return Ok(led_to.contains(&ord));
        }
        Ok(self
            .case
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM gap WHERE claim = c.id) \
                 OR EXISTS (SELECT 1 FROM request WHERE claim = c.id) \
                 OR EXISTS (SELECT 1 FROM claim_tally WHERE reviewer = ?2 AND claim = c.id) \
                 FROM claim c WHERE c.ord = ?1",
            )?
            .query_row(params![ord, self.me], |r| r.get(0))?)
    }

    /// Whether a source says something of the material behind some piece of the claim's evidence.
    fn has_material(&mut self, ord: i64) -> Result<bool, CaseError> {
        let (from, to) = position::claim(ord);
        let mut found = self.case.conn.prepare_cached(&format!(
            "SELECT {AVAILABLE} FROM evidence e WHERE e.pos >= ?1 AND e.pos < ?2"
        ))?;
        let mut rows = found.query([from, to])?;
        while let Some(r) = rows.next()? {
            self.looked += 1;
            if r.get(0)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn within(scope: Scope<'_>, ord: i64) -> bool {
    u32::try_from(ord).is_ok_and(|ord| scope.claims.binary_search(&ord).is_ok())
}
