//! The ledger of a claim, read from the case; and those of many claims, as far as a screen needs them.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, keys, position};
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use crate::domain::ledger::Ledger;
use crate::domain::rows::ClaimRow;
use rusqlite::{OptionalExtension, params};
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
        self.ledger_of(&mut Names::new(self), reviewer, line, extent)
    }

    fn ledger_of(
        &self,
        names: &mut Names<'_>,
        reviewer: ItemId,
        claim: ClaimRow,
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
        let mut gaps = names.gaps(Some(at), one_more(most))?;
        let mut requests = names.requests(Some(at), one_more(most))?;
        let cut = evidence.len().max(gaps.len()).max(requests.len()) > most;
        evidence.truncate(most);
        gaps.truncate(most);
        requests.truncate(most);
        let linked = names.linked(&evidence, &gaps)?;
        let mut ledger = Ledger { cut, ..Ledger::new(Some(claim), &evidence, gaps, requests, &linked) };
        self.note_entered(&mut ledger, |reviewer| self.reviewer_name(reviewer))?;
        Ok(ledger)
    }

    /// The gaps and requests that belong to no claim.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn loose_ledger(&self, extent: Extent) -> Result<Ledger, CaseError> {
        let mut names = Names::new(self);
        let most = extent.most();
        let mut gaps = names.gaps(None, one_more(most))?;
        let mut requests = names.requests(None, one_more(most))?;
        let cut = gaps.len().max(requests.len()) > most;
        gaps.truncate(most);
        requests.truncate(most);
        let linked = names.linked(&[], &gaps)?;
        let mut ledger = Ledger { cut, ..Ledger::new(None, &[], gaps, requests, &linked) };
        self.note_entered(&mut ledger, |reviewer| self.reviewer_name(reviewer))?;
        Ok(ledger)
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
        let mut names = Names::new(self);
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
                let ledger = self.ledger_of(&mut names, reviewer, line, Extent::Screen)?;
                if !ledger.is_empty() {
                    lines += ledger.entries.len() + ledger.requests.len();
                    found.push(ledger);
                }
            }
        }
        Ok((found, false))
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

/// One more than a limit, so that it shows whether there are more.
fn one_more(most: usize) -> i64 {
    i64::try_from(most).map_or(i64::MAX, |most| most.saturating_add(1))
}

/// The way through the claims that can have something in their ledgers, in the order of the case.
struct Walk<'a> {
    case: &'a Case,
    scope: Option<Scope<'a>>,
    /// Claims that a gap, a request or a decision leads to; `None` if they are too many to gather,
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
        let evidence = EVIDENCE;
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
