//! What has grown old: a verdict older than newer evidence, sources unchecked for too long.

use crate::case::error::CaseError;
use crate::case::file::clock;
use crate::case::file::open::Case;
use crate::case::log::import_batches::{Arrival, ImportBatches};
use crate::case::log::journal::time;
use crate::case::log::projection;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::position::PIECES;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::ItemId;
use crate::domain::stale::{Stale, unchecked};
use crate::domain::{Date, Dated, Hlc, Kind, Verdict};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// When a reviewer gave the verdict that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Given {
    /// Its place in the order of all that was said: the later one stands.
    pub(crate) order: Hlc,
    /// When it was given: where an import brought it, when its file says that it was.
    pub(crate) at: Hlc,
    /// The row of the event that recorded it.
    pub(crate) event: i64,
}

impl Given {
    /// Whether records came by an import after the verdict, and not together with it.
    pub(crate) fn is_before(&self, arrival: &Arrival) -> bool {
        arrival.at > self.at && !arrival.brought(self.event)
    }

    /// The row of the event whose changes to a piece came together with the verdict, if any did.
    pub(crate) fn except(&self, came: Option<Arrival>) -> i64 {
        came.filter(|came| came.brought(self.event)).map_or(self.event, Arrival::own)
    }
}

/// When a reviewer gave or took back a verdict: item, place in the order, time, row of the event. What was
/// undone was not said, and what undoing and redoing brings back was said when it was said first.
pub(crate) const SAID: &str = "SELECT e.item, e.hlc, e.hlc, e.id FROM event e JOIN replica r ON r.id = e.replica \
     WHERE r.reviewer = ?1 AND e.item IS NOT NULL AND instr(e.payload, '\"verdict\"') > 0 \
     AND json_type(e.payload, '$.set.verdict') IS NOT NULL \
     AND e.payload ->> '$.undoes' IS NULL AND e.payload ->> '$.redoes' IS NULL \
     AND NOT EXISTS (SELECT 1 FROM step s WHERE s.replica = e.replica AND s.step = e.step AND s.state <> 0)";

/// When imports brought a verdict of a reviewer: the same columns.
pub(crate) const BROUGHT: &str = "SELECT b.item, e.hlc, coalesce(b.changed, e.hlc), e.id FROM brought b \
     JOIN event e ON e.hash = b.event WHERE b.reviewer = ?1 AND instr(b.annotation, '\"verdict\"') > 0 \
     AND json_type(b.annotation, '$.verdict') IS NOT NULL";

/// Sources that are corrected, removed or retracted: row, key, id, status as JSON, and status.
pub(crate) const WITHDRAWN: &str = "SELECT s.id, s.key, s.uuid, s.body -> '$.status', s.body ->> '$.status' \
     FROM source s WHERE s.body ->> '$.status' IN ('corrected', 'removed', 'retracted')";

/// What the status of a source was before each change of it, by hand or by an import that replaced the source.
pub(crate) struct EarlierStatuses(Vec<(Hlc, i64, Option<String>)>);

impl EarlierStatuses {
    /// Reads which they were, in order.
    pub(crate) fn of(conn: &Connection, source: ItemId) -> Result<Self, CaseError> {
        let mut found = conn.prepare_cached(
            "SELECT e.hlc, e.id, e.payload ->> '$.was.status' FROM event e \
             WHERE e.item = ?1 AND json_type(e.payload, '$.set.status') IS NOT NULL \
             UNION ALL SELECT e.hlc, e.id, p.body ->> '$.status' FROM replaced p JOIN event e ON e.hash = p.event \
             WHERE p.item = ?1 AND p.kind = ?2 ORDER BY 1",
        )?;
        let rows = found.query_map(params![source.as_bytes(), columns::kind_code(Kind::Source)], |r| {
            Ok((Hlc(r.get(0)?), r.get(1)?, r.get(2)?))
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Whether the status was another than it is now when a verdict was given. What came together with the verdict
    /// was known.
    pub(crate) fn differ(&self, given: &Given, now: &str) -> bool {
        let next = self.0.iter().find(|(at, event, _)| *at > given.at && *event != given.event);
        next.is_some_and(|(.., before)| before.as_deref() != Some(now))
    }
}

/// Today, by the clock: sources grow old by themselves.
#[must_use]
pub fn today() -> Date {
    day(Hlc::at_milli(clock::now()))
}

/// The day of a time.
fn day(at: Hlc) -> Date {
    time(at).as_str().get(..10).and_then(|day| day.parse().ok()).unwrap_or_default()
}

/// When a verdict was given, as a clock showed it.
fn shown(conn: &Connection, given: &Given) -> Result<Hlc, rusqlite::Error> {
    if given.at != given.order {
        return Ok(given.at);
    }
    conn.prepare_cached("SELECT coalesce(at << 16, hlc) FROM event WHERE id = ?1")?
        .query_row([given.event], |r| r.get(0).map(Hlc))
}

/// Which events change what a piece says: it was made or edited by hand. What was undone changed nothing,
/// nor does undoing; a grade is what a reviewer makes of it, not what it says.
pub(crate) const CHANGES: &str = "(e.payload ->> '$.op' = 'add' OR e.payload ->> '$.op' = 'edit' \
     AND EXISTS (SELECT 1 FROM json_each(e.payload, '$.set') f WHERE f.key <> 'credibility')) \
     AND e.payload ->> '$.undoes' IS NULL AND e.payload ->> '$.redoes' IS NULL \
     AND NOT EXISTS (SELECT 1 FROM step s WHERE s.replica = e.replica AND s.step = e.step AND s.state <> 0)";

/// When a piece was changed, or replaced by an import, after a time; the event in this row does not
/// count.
fn changed_after(
    conn: &Connection,
    piece: ItemId,
    after: Hlc,
    except: i64,
) -> Result<Option<Hlc>, CaseError> {
    let last: Option<i64> = conn
        .prepare_cached(&format!(
            "SELECT max(hlc) FROM (\
             SELECT e.hlc FROM event e WHERE e.item = ?1 AND e.hlc > ?2 AND {CHANGES} \
             UNION ALL SELECT e.hlc FROM replaced p JOIN event e ON e.hash = p.event \
             WHERE p.item = ?1 AND p.kind = ?4 AND e.hlc > ?2 AND e.id <> ?3)"
        ))?
        .query_row(params![piece.as_bytes(), after.0, except, EVIDENCE], |r| r.get(0))?;
    Ok(last.map(Hlc))
}

/// The date in a column that holds it as JSON.
pub(crate) fn accessed(r: &Row<'_>, column: usize) -> Result<Option<Dated>, rusqlite::Error> {
    match r.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => columns::json(r, column),
    }
}

impl Case {
    /// What should be looked at again of a claim: the reviewer's verdict, where evidence of the claim
    /// came or was changed after it was given; and sources of its evidence that were not looked at for
    /// longer than the case allows, where it says how long that is.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn stale(&self, reviewer: ItemId, claim: ItemId) -> Result<Vec<Stale>, CaseError> {
        let mut found: Vec<Stale> = self.stale_verdict(reviewer, claim)?.into_iter().collect();
        self.withdrawn_since(reviewer, claim, &mut found)?;
        self.stale_quotes(claim, &mut found)?;
        if let Some(allowed) = self.info()?.recheck_days {
            self.unchecked_sources(claim, allowed, &mut found)?;
        }
        Ok(found)
    }

    /// The reviewer's verdict on a claim, where one stands.
    pub(crate) fn verdict(&self, reviewer: ItemId, claim: ItemId) -> Result<Option<Verdict>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let at = keys::must(&self.conn, Kind::Claim, claim)?;
        Ok(projection::read(&self.conn, me, Kind::Claim, at)?.and_then(|(said, _)| said.verdict))
    }

    /// The reviewer's verdict on a claim, where it has grown old.
    pub(crate) fn stale_verdict(&self, reviewer: ItemId, claim: ItemId) -> Result<Option<Stale>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let Some(given) = self.verdict_given(me, claim)? else { return Ok(None) };
        self.newer_than(&given, claim)
    }

    /// When the reviewer gave the verdict that stands; `None` if none does. A later note or other
    /// remark on the claim does not make the verdict younger.
    pub(crate) fn verdict_given(&self, me: i64, claim: ItemId) -> Result<Option<Given>, CaseError> {
        let at = keys::must(&self.conn, Kind::Claim, claim)?;
        let said = projection::read(&self.conn, me, Kind::Claim, at)?;
        if said.is_none_or(|(said, _)| said.verdict.is_none()) {
            return Ok(None);
        }
        let said = format!("{SAID} AND e.item = ?2");
        let brought = format!("{BROUGHT} AND b.item = ?2");
        let mut last: Option<Given> = None;
        for sql in [said, brought] {
            let mut rows = self.conn.prepare_cached(&sql)?;
            let rows = rows.query_map(params![me, claim.as_bytes()], |r| {
                Ok(Given { order: Hlc(r.get(1)?), at: Hlc(r.get(2)?), event: r.get(3)? })
            })?;
            for given in rows {
                let given = given?;
                last = last.filter(|last| last.order > given.order).or(Some(given));
            }
        }
        Ok(last)
    }

    /// The evidence of a claim that is newer than the verdict.
    pub(crate) fn newer_than(&self, given: &Given, claim: ItemId) -> Result<Option<Stale>, CaseError> {
        let (from, to) = position::claim(self.ord_of_claim(claim)?);
        let mut pieces = self
            .conn
            .prepare_cached("SELECT key, uuid, batch FROM evidence WHERE pos >= ?1 AND pos < ?2 LIMIT ?3")?;
        let mut rows = pieces.query(params![from, to, columns::int(PIECES as u64)])?;
        let mut arrivals = ImportBatches::default();
        let (mut newer, mut newest) = (0, None);
        while let Some(r) = rows.next()? {
            let id = columns::uuid(r, 1)?;
            let came = arrivals.of(&self.conn, r.get(2)?, r.get(0)?)?;
            let changed = changed_after(&self.conn, id, given.at, given.except(came))?;
            let came = came.filter(|came| given.is_before(came)).map(|came| came.at);
            let Some(at) = came.max(changed) else { continue };
            newer += 1;
            if newest.as_ref().is_none_or(|(latest, _)| at > *latest) {
                newest = Some((at, keys::shown(&self.conn, Kind::Evidence, columns::count(r, 0)?, id)?));
            }
        }
        let given = day(shown(&self.conn, given)?);
        Ok(newest.map(|(_, newest)| Stale::Verdict { given, newer, newest }))
    }

    /// The sources of a claim's evidence that were marked corrected, removed or retracted after the verdict.
    fn withdrawn_since(
        &self,
        reviewer: ItemId,
        claim: ItemId,
        found: &mut Vec<Stale>,
    ) -> Result<(), CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let Some(given) = self.verdict_given(me, claim)? else { return Ok(()) };
        let (from, to) = position::claim(self.ord_of_claim(claim)?);
        let mut sources = self.conn.prepare_cached(&format!(
            "{WITHDRAWN} AND s.id IN (SELECT source FROM evidence WHERE pos >= ?1 AND pos < ?2) ORDER BY s.id"
        ))?;
        let mut rows = sources.query(params![from, to])?;
        let day = day(shown(&self.conn, &given)?);
        while let Some(r) = rows.next()? {
            let (id, now) = (columns::uuid(r, 2)?, r.get::<_, String>(4)?);
            if EarlierStatuses::of(&self.conn, id)?.differ(&given, &now) {
                let key = keys::shown(&self.conn, Kind::Source, columns::count(r, 1)?, id)?;
                found.push(Stale::Withdrawn {
                    given: day.clone(),
                    source: key,
                    status: columns::json(r, 3)?,
                });
            }
        }
        Ok(())
    }

    /// The sources of a claim's evidence that were not looked at for too long, each once.
    pub(crate) fn unchecked_sources(
        &self,
        claim: ItemId,
        allowed: u32,
        found: &mut Vec<Stale>,
    ) -> Result<(), CaseError> {
        let (from, to) = position::claim(self.ord_of_claim(claim)?);
        let today = today();
        let mut sources = self.conn.prepare_cached(
            "SELECT s.id, s.key, s.uuid, s.body -> '$.accessed' FROM source s WHERE s.id IN \
             (SELECT source FROM evidence WHERE pos >= ?1 AND pos < ?2 LIMIT ?3) ORDER BY s.id",
        )?;
        let mut rows = sources.query(params![from, to, columns::int(PIECES as u64)])?;
        let mut old = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let accessed = accessed(r, 3)?;
            if let Some(days) = unchecked(accessed.as_ref(), &today, allowed) {
                let key = keys::shown(&self.conn, Kind::Source, columns::count(r, 1)?, columns::uuid(r, 2)?)?;
                old.insert(key.clone(), Stale::Source { key, accessed, days });
            }
        }
        found.extend(old.into_values());
        Ok(())
    }
}
