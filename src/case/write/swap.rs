//! Two records of a kind change places: what others may refer to only where it stands before them comes first.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::Change;
use crate::case::tables::position::pos;
use crate::case::tables::{columns, keys};
use crate::case::write::records::ord_of_claim;
use crate::domain::Kind;
use crate::domain::event::{Payload, Step};
use crate::domain::ids::ItemId;
use rusqlite::{Connection, params};

/// No record has this row or place.
const NOWHERE: i64 = -1;

/// Lets two claims, or two parties, change places.
pub(crate) fn swap(
    change: &mut Change<'_>,
    kind: Kind,
    (item, with): (ItemId, ItemId),
    step: Step,
) -> Result<(), CaseError> {
    let conn = change.conn;
    let (one, other) = (keys::must(conn, kind, item)?, keys::must(conn, kind, with)?);
    match kind {
        Kind::Claim => {
            let (here, there) = (ord_of_claim(conn, one)?, ord_of_claim(conn, other)?);
            for (claim, ord) in [(one, NOWHERE), (other, here), (one, there)] {
                move_claim(conn, claim, ord)?;
            }
            projection::recount(conn)?;
        }
        Kind::Party => {
            for (from, to) in [(one, NOWHERE), (other, one), (NOWHERE, other)] {
                move_party(conn, from, to)?;
            }
        }
        other => return Err(CaseError::Refused(format!("the order of {} is not changed", other.plural()))),
    }
    change.append(&Payload::Swap { kind, item, with, step })?;
    Ok(())
}

/// Puts a claim elsewhere in the order, and its evidence with it.
pub(crate) fn move_claim(conn: &Connection, claim: i64, ord: i64) -> Result<(), CaseError> {
    let before = ord_of_claim(conn, claim)?;
    conn.prepare_cached("UPDATE claim SET ord = ?2 WHERE id = ?1")?.execute(params![claim, ord])?;
    // The stance and the row stay; only the upper 32 bits are the claim's.
    conn.prepare_cached("UPDATE evidence SET pos = pos + ?3 WHERE pos >= ?1 AND pos < ?2")?
        .execute(params![pos(before, 0, 0), pos(before + 1, 0, 0), (ord - before) << 32])?;
    Ok(())
}

/// Gives a party another row.
fn move_party(conn: &Connection, from: i64, to: i64) -> Result<(), CaseError> {
    let words: String = conn
        .prepare_cached("SELECT body FROM party WHERE id = ?1")?
        .query_row([from], |r| columns::json::<crate::domain::Party>(r, 0))
        .map(|party| crate::domain::Record::words(&party))?;
    conn.prepare_cached("UPDATE party SET id = ?2 WHERE id = ?1")?.execute([from, to])?;
    conn.prepare_cached("UPDATE claim SET claimant = ?2 WHERE claimant = ?1")?.execute([from, to])?;
    if from != NOWHERE {
        conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?
            .execute([columns::search_row(Kind::Party, from)])?;
    }
    if to != NOWHERE {
        conn.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
            .execute(params![columns::search_row(Kind::Party, to), words])?;
    }
    Ok(())
}
