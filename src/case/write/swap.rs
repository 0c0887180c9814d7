//! Two records of a kind change places: what others may refer to only where it stands before them comes first.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::Change;
use crate::case::read::referrers::{Standing, candidates};
use crate::case::tables::position::pos;
use crate::case::tables::{columns, keys};
use crate::case::write::fields::dataset_of;
use crate::case::write::records::ord_of_claim;
use crate::domain::Kind;
use crate::domain::event::{Payload, Step};
use crate::domain::ids::{ItemId, item_id};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

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
    if let Some((part, whole)) = part_before_its_whole(change, kind, [item, with])? {
        return Err(CaseError::Refused(format!(
            "{} belongs to {} by now, and would stand before it",
            keys::key_of(conn, kind, part)?,
            keys::key_of(conn, kind, whole)?
        )));
    }
    change.append(&Payload::Swap { kind, item, with, step })?;
    Ok(())
}

/// A record that stands before the one that it is a part of, where either is one of two: rows of the part and the whole.
fn part_before_its_whole(
    change: &Change<'_>,
    kind: Kind,
    moved: [ItemId; 2],
) -> Result<Option<(i64, i64)>, CaseError> {
    let conn = change.conn;
    if kind == Kind::Claim {
        let [one, other] = [keys::must(conn, kind, moved[0])?, keys::must(conn, kind, moved[1])?];
        let sql = "SELECT p.id, w.id FROM claim p JOIN claim w ON w.id = p.parent \
                   WHERE p.ord < w.ord AND (p.id IN (?1, ?2) OR p.parent IN (?1, ?2)) LIMIT 1";
        let found = conn.prepare_cached(sql)?.query_row([one, other], |r| Ok((r.get(0)?, r.get(1)?)));
        return Ok(found.optional()?);
    }
    let dataset = dataset_of(change)?;
    for item in moved {
        let at = keys::must(conn, kind, item)?;
        for part in candidates(conn, kind, kind, at, item)?.into_iter().chain([at]) {
            let standing = Standing::at(conn, kind, part)?;
            let Some(of) = standing.record.get("of").and_then(Value::as_str) else { continue };
            let whole = keys::row_of(conn, kind, item_id(standing.home(&dataset), kind, of))?;
            if let Some(whole) = whole.filter(|whole| part < *whole && (part == at || *whole == at)) {
                return Ok(Some((part, whole)));
            }
        }
    }
    Ok(None)
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
