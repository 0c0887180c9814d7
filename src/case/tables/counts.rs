//! What is counted beside the records.

use crate::case::tables::position::BLOCK_BITS;
use rusqlite::{Connection, params};

/// Adds to the number of a claim's pieces of evidence of one stance.
pub(crate) fn count_stance(
    conn: &Connection,
    claim: i64,
    stance: i64,
    by: i64,
) -> Result<(), rusqlite::Error> {
    let column = match stance {
        0 => "supports",
        1 => "repeats",
        2 => "disputes",
        _ => "context",
    };
    conn.prepare_cached(&format!("UPDATE claim SET {column} = {column} + ?2 WHERE id = ?1"))?
        .execute(params![claim, by])?;
    Ok(())
}

/// The reviewers who have decided something.
pub(crate) fn with_runs(conn: &Connection) -> Result<Vec<i64>, rusqlite::Error> {
    conn.prepare_cached("SELECT reviewer FROM tally")?.query_map([], |r| r.get(0))?.collect()
}

/// Counts a claim in (or out of) its stretch of the order.
pub(crate) fn count_block(conn: &Connection, ord: i64, by: i64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO claim_block (block, n) VALUES (?1, ?2) ON CONFLICT (block) DO UPDATE SET n = n + ?2",
    )?
    .execute(params![ord >> BLOCK_BITS, by])?;
    Ok(())
}
