//! The projection: what each reviewer says now, made from what they have said, and the counts that
//! follow from it.

use crate::case::error::CaseError;
use crate::case::log::undo_stack;
use crate::case::tables::columns::{CLAIM, EVIDENCE};
use crate::case::tables::keys::row_of;
use crate::case::tables::{columns, settled_runs};
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Annotation, FieldSet, Hlc, Kind};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a reviewer says of an item, and when they last said something.
pub(crate) fn read(
    conn: &Connection,
    reviewer: i64,
    kind: Kind,
    item: i64,
) -> Result<Option<(Annotation, Hlc)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT body, changed FROM annotation WHERE kind = ?1 AND item = ?2 AND reviewer = ?3",
    )?
    .query_row(params![columns::kind_code(kind), item, reviewer], |r| {
        Ok((columns::json(r, 0)?, Hlc(r.get(1)?)))
    })
    .optional()
}

/// Stores what a reviewer says of an item, and keeps the counts in step.
pub(crate) fn store(
    conn: &Connection,
    reviewer: i64,
    kind: Kind,
    item: i64,
    before: &Annotation,
    after: &Annotation,
    changed: Hlc,
) -> Result<(), CaseError> {
    write_row(conn, reviewer, kind, item, after, changed)?;
    let delta = |was: bool, is: bool| i64::from(is) - i64::from(was);
    if kind == Kind::Claim {
        return bump(conn, reviewer, 0, 0, delta(before.verdict.is_some(), after.verdict.is_some()));
    }
    let decided = delta(before.is_decided(), after.is_decided());
    let passed = |a: &Annotation| a.aside.is_some() && !a.is_decided();
    bump(conn, reviewer, decided, delta(passed(before), passed(after)), 0)?;
    let (claim, pos, source_pos): (i64, i64, i64) = conn
        .prepare_cached("SELECT claim, pos, source_pos FROM evidence WHERE id = ?1")?
        .query_row([item], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    if decided != 0 {
        bump_claim(conn, reviewer, claim, decided)?;
    }
    let settled = |a: &Annotation| a.is_decided() || a.aside.is_some();
    if settled(before) != settled(after) {
        for (by_source, at) in [(false, pos), (true, source_pos)] {
            if settled(after) {
                settled_runs::settle(conn, reviewer, by_source, at)?;
            } else {
                settled_runs::unsettle(conn, reviewer, by_source, at)?;
            }
        }
    }
    Ok(())
}

/// Writes the annotation's row alone; what says nothing has no row.
pub(crate) fn write_row(
    conn: &Connection,
    reviewer: i64,
    kind: Kind,
    item: i64,
    after: &Annotation,
    changed: Hlc,
) -> Result<(), CaseError> {
    if after.is_empty() {
        conn.prepare_cached("DELETE FROM annotation WHERE kind = ?1 AND item = ?2 AND reviewer = ?3")?
            .execute(params![columns::kind_code(kind), item, reviewer])?;
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT OR REPLACE INTO annotation \
         (kind, item, reviewer, access, disputed, examined, verdict, aside, body, changed) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        columns::kind_code(kind),
        item,
        reviewer,
        after.access.map(|a| a as i64),
        after.disputed,
        after.examined && !after.is_tagged(),
        after.verdict.map(|v| v as i64),
        after.aside.is_some(),
        serde_json::to_string(after)?,
        changed.0
    ])?;
    Ok(())
}

fn bump(conn: &Connection, reviewer: i64, decided: i64, aside: i64, verdicts: i64) -> Result<(), CaseError> {
    conn.prepare_cached(
        "INSERT INTO tally (reviewer, decided, aside, verdicts) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (reviewer) DO UPDATE SET \
         decided = decided + ?2, aside = aside + ?3, verdicts = verdicts + ?4",
    )?
    .execute(params![reviewer, decided, aside, verdicts])?;
    conn.prepare_cached(
        "DELETE FROM tally WHERE reviewer = ?1 AND decided = 0 AND aside = 0 AND verdicts = 0",
    )?
    .execute([reviewer])?;
    Ok(())
}

/// Adds to the number of decided pieces of a claim.
pub(crate) fn bump_claim(
    conn: &Connection,
    reviewer: i64,
    claim: i64,
    by: i64,
) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO claim_tally (reviewer, claim, decided) VALUES (?1, ?2, ?3) \
         ON CONFLICT (reviewer, claim) DO UPDATE SET decided = decided + ?3",
    )?
    .execute(params![reviewer, claim, by])?;
    conn.prepare_cached("DELETE FROM claim_tally WHERE reviewer = ?1 AND claim = ?2 AND decided = 0")?
        .execute(params![reviewer, claim])?;
    Ok(())
}

/// One thing that was said, with its place in the order of all that was said.
struct Saying {
    at: (Hlc, Digest),
    reviewer: i64,
    /// When it was said, where that is not when it came into the case.
    changed: Option<Hlc>,
    what: What,
}

enum What {
    /// Some fields.
    Fields(FieldSet),
    /// Everything, as an import brought it.
    All(Annotation),
}

type Log<'s> = Box<dyn Iterator<Item = Result<(ItemId, Saying), rusqlite::Error>> + 's>;

/// What events say of items, each in a row of item, clock, hash, reviewer, payload, and when it was, where the
/// clock is ahead of that.
fn events<'s>(rows: Rows<'s>) -> Log<'s> {
    let read = |r: &Row<'_>| -> Result<Option<(ItemId, Saying)>, rusqlite::Error> {
        let Payload::Annotate { set, .. } = columns::json(r, 4)? else { return Ok(None) };
        Ok(Some((columns::uuid(r, 0)?, saying(r, What::Fields(set))?)))
    };
    Box::new(rows.mapped(read).filter_map(Result::transpose))
}

/// What imports brought, each in a row of item, clock, hash, reviewer, annotation, and when that was
/// changed.
fn brought<'s>(rows: Rows<'s>) -> Log<'s> {
    Box::new(rows.mapped(|r| Ok((columns::uuid(r, 0)?, saying(r, What::All(columns::json(r, 4)?))?))))
}

fn saying(r: &Row<'_>, what: What) -> Result<Saying, rusqlite::Error> {
    let changed = r.get::<_, Option<i64>>(5)?.map(Hlc);
    Ok(Saying { at: (Hlc(r.get(1)?), columns::digest(r, 2)?), reviewer: r.get(3)?, changed, what })
}

/// The imports that were taken out again: what they brought is said no more.
#[derive(Debug, Default)]
pub(crate) struct TakenOut(HashSet<Digest>);

impl TakenOut {
    /// Reads which they are from the log.
    pub(crate) fn load(conn: &Connection) -> Result<Self, CaseError> {
        let mut found = conn.prepare(
            "SELECT replica, payload FROM event WHERE step IS NOT NULL AND item IS NULL \
             AND substr(payload, 1, 14) = '{\"op\":\"remove\"' AND payload ->> '$.import' IS NOT NULL \
             ORDER BY replica, seq",
        )?;
        // By replica and import, the last word.
        let mut last: HashMap<(i64, Digest), bool> = HashMap::new();
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            if let Payload::Remove { import: Some(import), back, .. } = columns::json(r, 1)? {
                last.insert((r.get(0)?, import), !back);
            }
        }
        Ok(Self(last.into_iter().filter(|(_, out)| *out).map(|((_, import), _)| import).collect()))
    }

    /// These and another.
    pub(crate) fn and(mut self, import: Digest) -> Self {
        self.0.insert(import);
        self
    }

    /// Whether an import is out.
    pub(crate) fn has(&self, import: &Digest) -> bool {
        self.0.contains(import)
    }
}

/// What every reviewer says of one item: field by field, the last word counts, by clock and then by
/// hash.
fn fold(mut sayings: Vec<Saying>, out: &TakenOut) -> Result<BTreeMap<i64, (Annotation, Hlc)>, CaseError> {
    sayings.retain(|saying| !(matches!(saying.what, What::All(_)) && out.has(&saying.at.1)));
    sayings.sort_by_key(|saying| saying.at);
    let mut all: BTreeMap<i64, (Annotation, Hlc)> = BTreeMap::new();
    for Saying { at, reviewer, changed: said_at, what } in sayings {
        let (annotation, changed) = all.entry(reviewer).or_default();
        match what {
            What::All(said) if annotation.is_empty() => *annotation = said,
            What::All(said) => annotation.apply(&said.fields())?,
            What::Fields(set) => annotation.apply(&set)?,
        }
        *changed = said_at.unwrap_or(at.0);
    }
    Ok(all)
}

/// What every reviewer says of one item, made from the log alone.
pub(crate) fn from_log(
    conn: &Connection,
    out: &TakenOut,
    item: ItemId,
) -> Result<BTreeMap<i64, (Annotation, Hlc)>, CaseError> {
    let mut said = conn.prepare_cached(
        "SELECT e.item, e.hlc, e.hash, r.reviewer, e.payload, e.at << 16 \
         FROM event e JOIN replica r ON r.id = e.replica WHERE e.item = ?1 AND e.payload IS NOT NULL",
    )?;
    let mut came = conn.prepare_cached(
        "SELECT b.item, e.hlc, e.hash, b.reviewer, b.annotation, coalesce(b.changed, e.at << 16) \
         FROM brought b JOIN event e ON e.hash = b.event WHERE b.item = ?1 ORDER BY b.id",
    )?;
    let item = item.as_bytes();
    let all = events(said.query([item])?).chain(brought(came.query([item])?));
    fold(all.map(|read| Ok(read?.1)).collect::<Result<_, rusqlite::Error>>()?, out)
}

/// Projects the annotations of one item again from the log, and keeps the counts in step.
pub(crate) fn reproject(conn: &Connection, out: &TakenOut, kind: Kind, id: ItemId) -> Result<(), CaseError> {
    let Some(item) = row_of(conn, kind, id)? else { return Ok(()) };
    let said = from_log(conn, out, id)?;
    let mut reviewers: Vec<i64> = said.keys().copied().collect();
    reviewers.extend(
        conn.prepare_cached("SELECT reviewer FROM annotation WHERE kind = ?1 AND item = ?2")?
            .query_map(params![columns::kind_code(kind), item], |r| r.get::<_, i64>(0))?
            .collect::<Result<Vec<_>, _>>()?,
    );
    reviewers.sort_unstable();
    reviewers.dedup();
    for reviewer in reviewers {
        let before = read(conn, reviewer, kind, item)?.unwrap_or_default();
        let after = said.get(&reviewer).cloned().unwrap_or_default();
        if before != after {
            store(conn, reviewer, kind, item, &before.0, &after.0, after.1)?;
        }
    }
    Ok(())
}

/// Makes every projection again from the events.
pub(crate) fn rebuild(conn: &Connection) -> Result<(), CaseError> {
    conn.execute_batch(
        "DELETE FROM annotation; DELETE FROM tally; DELETE FROM claim_tally; DELETE FROM settled_run; \
         DELETE FROM step;",
    )?;
    let out = TakenOut::load(conn)?;
    // Both in the order of their indexes on items, so that each item's come together and nothing is
    // sorted or looked for.
    let mut said = conn.prepare(
        "SELECT e.item, e.hlc, e.hash, r.reviewer, e.payload, e.at << 16 FROM event e CROSS JOIN replica r \
         ON r.id = e.replica WHERE e.item IS NOT NULL AND e.payload IS NOT NULL ORDER BY e.item",
    )?;
    let mut came = conn.prepare(
        "SELECT b.item, e.hlc, e.hash, b.reviewer, b.annotation, coalesce(b.changed, e.at << 16) FROM brought b CROSS JOIN event e \
         ON e.hash = b.event ORDER BY b.item, b.id",
    )?;
    let mut said = events(said.query([])?).peekable();
    let mut came = brought(came.query([])?).peekable();
    loop {
        let heads = [said.peek(), came.peek()];
        let next = heads.into_iter().flatten().filter_map(|head| head.as_ref().ok()).map(|(item, _)| *item);
        let next = next.min();
        let mut sayings = Vec::new();
        for log in [&mut said, &mut came] {
            while let Some(read) =
                log.next_if(|read| read.as_ref().map_or(true, |(item, _)| Some(*item) == next))
            {
                sayings.push(read?.1);
            }
        }
        let Some(id) = next else { break };
        let said = fold(sayings, &out)?;
        for kind in [Kind::Claim, Kind::Evidence] {
            let Some(item) = row_of(conn, kind, id)? else { continue };
            for (reviewer, (annotation, changed)) in &said {
                write_row(conn, *reviewer, kind, item, annotation, *changed)?;
            }
        }
    }
    recount(conn)?;
    undo_stack::rebuild(conn)
}

/// Counts again, and finds the runs of every reviewer again, from the annotations.
pub(crate) fn recount(conn: &Connection) -> Result<(), CaseError> {
    conn.execute_batch("DELETE FROM tally; DELETE FROM claim_tally; DELETE FROM settled_run;")?;
    conn.execute(
        "INSERT INTO tally (reviewer, decided, aside, verdicts) \
         SELECT reviewer, \
           sum(kind = ?1 AND annotation.decided) AS decided, \
           sum(kind = ?1 AND annotation.aside AND NOT annotation.decided) AS aside, \
           sum(kind = ?2 AND verdict IS NOT NULL) AS verdicts \
         FROM annotation GROUP BY reviewer HAVING sum(kind = ?1 AND annotation.decided) > 0 OR sum(kind = ?1 AND annotation.aside) > 0 OR verdicts > 0",
        params![EVIDENCE, CLAIM],
    )?;
    conn.execute(
        "INSERT INTO claim_tally (reviewer, claim, decided) \
         SELECT a.reviewer, e.claim, count(*) FROM annotation a JOIN evidence e ON e.id = a.item \
         WHERE a.kind = ?1 AND a.decided \
         GROUP BY a.reviewer, e.claim",
        [EVIDENCE],
    )?;
    let reviewers: Vec<i64> =
        conn.prepare("SELECT reviewer FROM tally")?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for reviewer in reviewers {
        settled_runs::rebuild(conn, reviewer)?;
    }
    Ok(())
}
