//! The way from one undecided piece of evidence to the next, within what a filter leaves.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::columns::as_u64;
use crate::case::tables::keys;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, position, settled_runs};
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use crate::domain::rows::Place;
use rusqlite::OptionalExtension;
use rusqlite::params;

/// How many pieces outside the filter are passed one by one, source by source, before all that the
/// filter leaves is looked at instead.
const STEPS: usize = 2_000;

impl Case {
    /// The next (or previous) piece of evidence the reviewer has neither decided nor set aside,
    /// going round the end of the case; and whether it went round. From a claim, its own evidence
    /// comes first on the way on, and last on the way back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undecided(
        &self,
        reviewer: ItemId,
        from: Option<ItemId>,
        forward: bool,
        by_source: bool,
        scope: Option<Scope<'_>>,
    ) -> Result<Option<(Place, bool)>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let edge = if forward { i64::MIN } else { i64::MAX };
        let column = if by_source { "source_pos" } else { "pos" };
        let start: i64 = match from {
            Some(id) => match self
                .conn
                .prepare_cached(&format!("SELECT {column} FROM evidence WHERE uuid = ?1"))?
                .query_row([id.as_bytes()], |r| r.get(0))
                .optional()?
            {
                Some(at) => at,
                None => {
                    self.before_claim(id, by_source)?.map_or(edge, |at| if forward { at - 1 } else { at })
                }
            },
            None => edge,
        };
        for (from, round) in [(start, false), (edge, true)] {
            if let Some(at) = self.next_in_scope(me, by_source, from, forward, scope)? {
                let place = self
                    .conn
                    .prepare_cached(&format!(
                        "SELECT c.uuid, e.uuid FROM evidence e JOIN claim c ON c.id = e.claim WHERE e.{column} = ?1"
                    ))?
                    .query_row([at], |r| Ok(Place { claim: columns::uuid(r, 0)?, evidence: Some(columns::uuid(r, 1)?) }))?;
                return Ok(Some((place, round)));
            }
        }
        Ok(None)
    }

    /// The place of a claim's first piece of evidence, or where that would stand.
    fn before_claim(&self, claim: ItemId, by_source: bool) -> Result<Option<i64>, CaseError> {
        let found: Option<(i64, Option<i64>)> = self
            .conn
            .prepare_cached(
                "SELECT c.ord, (SELECT e.source_pos FROM evidence e \
                 WHERE e.pos >= c.ord << 32 AND e.pos < (c.ord + 1) << 32 ORDER BY e.pos LIMIT 1) \
                 FROM claim c WHERE c.uuid = ?1",
            )?
            .query_row([claim.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        Ok(found.and_then(|(ord, source)| if by_source { source } else { Some(position::pos(ord, 0, 0)) }))
    }

    /// How many claims and pieces of evidence a filter leaves.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn extent(&self, scope: Scope<'_>) -> Result<(u64, u64), CaseError> {
        let claims = as_u64(scope.claims.len());
        if let Some(evidence) = scope.evidence {
            return Ok((claims, as_u64(evidence.len())));
        }
        let mut count = self
            .conn
            .prepare_cached("SELECT supports + repeats + disputes + context FROM claim WHERE ord = ?1")?;
        let mut evidence = 0;
        for ord in scope.claims {
            evidence += count.query_row([ord], |r| columns::count(r, 0))?;
        }
        Ok((claims, evidence))
    }

    fn next_in_scope(
        &self,
        me: i64,
        by_source: bool,
        from: i64,
        forward: bool,
        scope: Option<Scope<'_>>,
    ) -> Result<Option<i64>, CaseError> {
        let mut at = from;
        let mut steps = 0;
        while let Some(next) = settled_runs::next_unsettled(&self.conn, me, by_source, at, forward)? {
            let Some(scope) = scope else { return Ok(Some(next)) };
            if by_source {
                let pos = self
                    .conn
                    .prepare_cached("SELECT pos FROM evidence WHERE source_pos = ?1")?
                    .query_row([next], |r| r.get(0))?;
                if scope.holds(pos) {
                    return Ok(Some(next));
                }
                steps += 1;
                if steps > STEPS {
                    return self.nearest_by_source(me, next, forward, scope);
                }
                at = next;
            } else if scope.holds(next) {
                return Ok(Some(next));
            } else {
                at = scope.skip_to(next, forward).unwrap_or(next);
            }
        }
        Ok(None)
    }

    /// The next piece source by source, found among all that the filter leaves.
    fn nearest_by_source(
        &self,
        me: i64,
        from: i64,
        forward: bool,
        scope: Scope<'_>,
    ) -> Result<Option<i64>, CaseError> {
        let mut nearest: Option<i64> = None;
        let mut consider = |at: i64| -> Result<(), CaseError> {
            let ahead = if forward { at > from } else { at < from };
            let nearer = nearest.is_none_or(|best| if forward { at < best } else { at > best });
            if ahead && nearer && settled_runs::around(&self.conn, me, true, at)?.is_none() {
                nearest = Some(at);
            }
            Ok(())
        };
        let mut within =
            self.conn.prepare_cached("SELECT source_pos FROM evidence WHERE pos BETWEEN ?1 AND ?2")?;
        let mut look = |first: i64, last: i64| -> Result<(), CaseError> {
            let mut rows = within.query([first, last])?;
            while let Some(r) = rows.next()? {
                consider(r.get(0)?)?;
            }
            Ok(())
        };
        match scope.evidence {
            Some(evidence) => evidence.iter().try_for_each(|pos| look(*pos, *pos))?,
            None => scope
                .claims
                .iter()
                .map(|ord| i64::from(*ord))
                .try_for_each(|ord| look(position::pos(ord, 0, 0), position::pos(ord + 1, 0, 0) - 1))?,
        }
        Ok(nearest)
    }

    /// How many undecided pieces rest on the same material as this one, itself left out.
    ///
    /// # Errors
    /// When the item is not in the case.
    pub fn count_on_material(&self, reviewer: ItemId, item: ItemId) -> Result<u64, CaseError> {
        let at = keys::must(&self.conn, Kind::Evidence, item)?;
        Ok(self
            .conn
            .prepare_cached(&undecided_on_material("count(*)"))?
            .query_row(params![self.reviewer_row(reviewer)?, at], |r| columns::count(r, 0))?)
    }
}

/// Undecided evidence (of reviewer ?1) on the same material as the piece in row ?2.
pub(crate) fn undecided_on_material(select: &str) -> String {
    format!(
        "SELECT {select} FROM evidence e \
         WHERE e.material = (SELECT material FROM evidence WHERE id = ?2) AND e.id <> ?2 \
         AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.kind = {EVIDENCE} AND a.item = e.id \
         AND a.reviewer = ?1 AND a.decided)"
    )
}
