//! What needs no decision any more, as unbroken runs in either order of evidence, so that the next
//! undecided piece is found without looking at the decided ones between.

use crate::case::tables::columns::EVIDENCE;
use rusqlite::{Connection, OptionalExtension, params};

/// The column that holds a place in the order.
const fn column(by_source: bool) -> &'static str {
    if by_source { "source_pos" } else { "pos" }
}

/// The nearest piece of evidence after (or before) a place.
pub(crate) fn neighbour(
    conn: &Connection,
    by_source: bool,
    at: i64,
    forward: bool,
) -> Result<Option<i64>, rusqlite::Error> {
    let column = column(by_source);
    let (than, order) = if forward { (">", "ASC") } else { ("<", "DESC") };
    conn.prepare_cached(&format!(
        "SELECT {column} FROM evidence WHERE {column} {than} ?1 ORDER BY {column} {order} LIMIT 1"
    ))?
    .query_row([at], |row| row.get(0))
    .optional()
}

/// The run that holds a place.
pub(crate) fn around(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    at: i64,
) -> Result<Option<(i64, i64)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT first, last FROM settled_run WHERE reviewer = ?1 AND by_source = ?2 AND first <= ?3 \
         ORDER BY first DESC LIMIT 1",
    )?
    .query_row(params![reviewer, by_source, at], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
    .map(|run: Option<(i64, i64)>| run.filter(|(_, last)| *last >= at))
}

fn put(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    first: i64,
    last: i64,
) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO settled_run (reviewer, by_source, first, last) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![reviewer, by_source, first, last])?;
    Ok(())
}

fn drop_run(conn: &Connection, reviewer: i64, by_source: bool, first: i64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("DELETE FROM settled_run WHERE reviewer = ?1 AND by_source = ?2 AND first = ?3")?
        .execute(params![reviewer, by_source, first])?;
    Ok(())
}

/// The piece at a place needs no decision any more.
pub(crate) fn settle(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    at: i64,
) -> Result<(), rusqlite::Error> {
    if around(conn, reviewer, by_source, at)?.is_some() {
        return Ok(());
    }
    let (mut first, mut last) = (at, at);
    if let Some(before) = neighbour(conn, by_source, at, false)?
        && let Some(run) = around(conn, reviewer, by_source, before)?
    {
        first = run.0;
    }
    if let Some(after) = neighbour(conn, by_source, at, true)?
        && let Some(run) = around(conn, reviewer, by_source, after)?
    {
        drop_run(conn, reviewer, by_source, run.0)?;
        last = run.1;
    }
    put(conn, reviewer, by_source, first, last)
}

/// The piece at a place needs a decision again, or is new there.
pub(crate) fn unsettle(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    at: i64,
) -> Result<(), rusqlite::Error> {
    let Some((first, last)) = around(conn, reviewer, by_source, at)? else { return Ok(()) };
    drop_run(conn, reviewer, by_source, first)?;
    if first < at
        && let Some(before) = neighbour(conn, by_source, at, false)?
    {
        put(conn, reviewer, by_source, first, before)?;
    }
    if at < last
        && let Some(after) = neighbour(conn, by_source, at, true)?
    {
        put(conn, reviewer, by_source, after, last)?;
    }
    Ok(())
}

/// The piece at a place is gone (its row is deleted, its run was ended by [`unsettle`] before):
/// the runs on both sides of it become one.
pub(crate) fn close_gap(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    at: i64,
) -> Result<(), rusqlite::Error> {
    let before = neighbour(conn, by_source, at, false)?;
    let after = neighbour(conn, by_source, at, true)?;
    if let (Some(before), Some(after)) = (before, after)
        && let Some(left) = around(conn, reviewer, by_source, before)?
        && let Some(right) = around(conn, reviewer, by_source, after)?
        && left.0 != right.0
    {
        drop_run(conn, reviewer, by_source, right.0)?;
        put(conn, reviewer, by_source, left.0, right.1)?;
    }
    Ok(())
}

/// The next (or previous) piece that needs a decision, from a place on.
pub(crate) fn next_unsettled(
    conn: &Connection,
    reviewer: i64,
    by_source: bool,
    from: i64,
    forward: bool,
) -> Result<Option<i64>, rusqlite::Error> {
    let mut at = from;
    while let Some(candidate) = neighbour(conn, by_source, at, forward)? {
        match around(conn, reviewer, by_source, candidate)? {
            None => return Ok(Some(candidate)),
            Some((first, last)) => at = if forward { last } else { first },
        }
    }
    Ok(None)
}

/// Finds a reviewer's runs again from the annotations.
pub(crate) fn rebuild(conn: &Connection, reviewer: i64) -> Result<(), rusqlite::Error> {
    conn.execute("DELETE FROM settled_run WHERE reviewer = ?1", [reviewer])?;
    for by_source in [false, true] {
        let column = column(by_source);
        let mut all = conn.prepare(&format!(
            "SELECT e.{column}, coalesce(a.decided OR a.aside, 0) \
             FROM evidence e LEFT JOIN annotation a ON a.kind = ?2 AND a.item = e.id AND a.reviewer = ?1 \
             ORDER BY e.{column}"
        ))?;
        let mut rows = all.query(params![reviewer, EVIDENCE])?;
        let mut run: Option<(i64, i64)> = None;
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            if row.get(1)? {
                run = Some((run.map_or(at, |(first, _)| first), at));
            } else if let Some((first, last)) = run.take() {
                put(conn, reviewer, by_source, first, last)?;
            }
        }
        if let Some((first, last)) = run {
            put(conn, reviewer, by_source, first, last)?;
        }
    }
    Ok(())
}
