//! Records as rows: written, changed and deleted together with everything that is counted, ordered
//! and searched by them.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::tables::counts::{count_stance, with_runs};
use crate::case::tables::position::{STRIDE, pos, source_pos};
use crate::case::tables::{columns, keys, settled_runs};
use crate::case::write::bulk_counts::BulkCounts;
use crate::case::write::stored::Stored;
use crate::domain::Kind;
use crate::domain::ids::Digest;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

/// Stores a new record. Returns its row; `None`, with nothing changed, if the id is taken.
pub(crate) fn insert(
    conn: &Connection,
    bulk: &mut BulkCounts<'_>,
    stored: &Stored,
    batch: i64,
) -> Result<Option<i64>, CaseError> {
    let references = stored.rows(conn, bulk)?;
    let refer = |field: &str| references.iter().find(|(name, _)| *name == field).map(|(_, at)| *at);
    let key = stored.key.unwrap_or_else(|| bulk.last_key(stored.kind) + 1);
    let body = stored.body_with(Some(key));
    let digest = Digest::of(body.as_bytes());
    let id = stored.id.as_bytes();
    let table = keys::table(stored.kind);
    let free = |row: &i64| Ok::<bool, CaseError>(!there(conn, table, "id", *row)?);
    let at = match stored.place.map(|place| place.row) {
        Some(row) if free(&row)? => row,
        _ => bulk.next_row(stored.kind),
    };
    let common = params![at, id, columns::int(key), batch, body, digest.0];
    let put = |columns: &str, marks: &str, more: &[&dyn ToSql]| {
        let sql = format!(
            "INSERT INTO {table} (id, uuid, key, batch, body, digest{columns}) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6{marks})"
        );
        conn.prepare_cached(&sql)?.execute(params_from_iter(common.iter().chain(more)))
    };
    let inserted = match stored.kind {
        Kind::Party | Kind::Source => put("", "", &[]),
        Kind::Derivation => put(", source, origin", ", ?7, ?8", params![refer("source"), refer("from")]),
        Kind::Figure => {
            let claim = claim_of_figure(conn, refer("claim"), refer("evidence"))?;
            put(", claim, evidence", ", ?7, ?8", params![claim, refer("evidence")])
        }
        Kind::Request | Kind::Gap => put(", claim", ", ?7", params![refer("claim")]),
        Kind::Claim => {
            let (parent, claimant) = (refer("parent"), refer("claimant"));
            let (ord, depth) = place_claim(conn, bulk, parent, stored.place.and_then(|place| place.ord))?;
            let columns = ", ord, depth, parent, claimant";
            let inserted = put(columns, ", ?7, ?8, ?9, ?10", params![ord, depth, parent, claimant]);
            if inserted.is_ok() {
                bulk.claim_placed(conn, ord)?;
            }
            inserted
        }
        Kind::Evidence => {
            let (Some(claim), Some(source), Some(stance)) = (refer("claim"), refer("source"), stored.stance)
            else {
                return Err(CaseError::NoSuchItem);
            };
            let stance = columns::stance_code(stance);
            let (pos, source_pos) = (pos(bulk.ord_of(conn, claim)?, stance, at), source_pos(source, at));
            let inserted = put(
                ", claim, source, stance, pos, source_pos, material",
                ", ?7, ?8, ?9, ?10, ?11, ?12",
                params![claim, source, stance, pos, source_pos, stored.material],
            );
            if inserted.is_ok() {
                bulk.count_stance(conn, claim, stance)?;
                enter_runs(conn, &bulk.runs, pos, source_pos)?;
            }
            inserted
        }
    };
    match inserted {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            return Ok(None);
        }
        other => other?,
    };
    bulk.added(stored.kind, stored.id, at, key);
    bulk.came.add(digest);
    let row = columns::search_row(stored.kind, at);
    match &mut bulk.words {
        Some(words) => words.add(row, stored.words.clone())?,
        None => index_words(conn, row, &stored.words)?,
    }
    Ok(Some(at))
}

/// Stores one record made by hand.
pub(crate) fn insert_one(conn: &Connection, stored: &Stored, batch: i64) -> Result<(), CaseError> {
    let mut bulk = BulkCounts::open(conn, None)?;
    let inserted = insert(conn, &mut bulk, stored, batch)?;
    bulk.close(conn)?;
    inserted.map(|_| ()).ok_or_else(|| CaseError::Refused("a record with this id is there already".into()))
}

/// Changes one record by hand.
pub(crate) fn update_one(conn: &Connection, at: i64, stored: &Stored, batch: i64) -> Result<(), CaseError> {
    let mut bulk = BulkCounts::open(conn, None)?;
    update(conn, &mut bulk, at, stored, batch)?;
    bulk.close(conn)
}

pub(super) fn ord_of_claim(conn: &Connection, claim: i64) -> Result<i64, rusqlite::Error> {
    conn.prepare_cached("SELECT ord FROM claim WHERE id = ?1")?.query_row([claim], |r| r.get(0))
}

/// A piece of evidence now stands at these places: it interrupts the runs it stands in.
fn enter_runs(conn: &Connection, reviewers: &[i64], pos: i64, source_pos: i64) -> Result<(), CaseError> {
    for reviewer in reviewers {
        settled_runs::unsettle(conn, *reviewer, false, pos)?;
        settled_runs::unsettle(conn, *reviewer, true, source_pos)?;
    }
    Ok(())
}

/// Whether a row of a table has this in a column.
fn there(conn: &Connection, table: &str, column: &str, is: i64) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)"))?
        .query_row([is], |r| r.get(0))
}

/// Where a new claim goes: where it stood, if it is put back; else at the end, or, as a part of another, right
/// behind that one's parts (unless the order of a file stands).
fn place_claim(
    conn: &Connection,
    bulk: &BulkCounts<'_>,
    parent: Option<i64>,
    stood: Option<i64>,
) -> Result<(i64, i64), CaseError> {
    let end = bulk.last_ord.map_or(0, |last| last + STRIDE);
    if end >= 1 << 31 {
        return Err(CaseError::Refused("a case cannot hold more than eight million claims".into()));
    }
    let stood = match stood {
        Some(ord) if !there(conn, "claim", "ord", ord)? => Some(ord),
        _ => None,
    };
    let Some(parent) = parent else { return Ok((stood.unwrap_or(end), 0)) };
    let (parent_ord, parent_depth): (i64, i64) = conn
        .prepare_cached("SELECT ord, depth FROM claim WHERE id = ?1")?
        .query_row([parent], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let depth = parent_depth + 1;
    if let Some(stood) = stood.filter(|ord| *ord > parent_ord) {
        return Ok((stood, depth));
    }
    if bulk.in_order {
        return Ok((end, depth));
    }
    // The first claim behind the parent that is no part of it.
    let behind: Option<i64> = conn
        .prepare_cached("SELECT ord FROM claim WHERE ord > ?1 AND depth <= ?2 ORDER BY ord LIMIT 1")?
        .query_row([parent_ord, parent_depth], |r| r.get(0))
        .optional()?;
    let Some(behind) = behind else { return Ok((end, depth)) };
    let before: i64 = conn
        .prepare_cached("SELECT max(ord) FROM claim WHERE ord < ?1")?
        .query_row([behind], |r| r.get(0))?;
    Ok(if before + 1 < behind { (before + 1, depth) } else { (end, depth) })
}

fn index_words(conn: &Connection, row: i64, words: &str) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?.execute(params![row, words])?;
    Ok(())
}

/// Puts a changed record in the place of the old one.
pub(crate) fn update(
    conn: &Connection,
    bulk: &mut BulkCounts<'_>,
    at: i64,
    stored: &Stored,
    batch: i64,
) -> Result<(), CaseError> {
    bulk.settle_counts(conn)?;
    let references = stored.rows(conn, bulk)?;
    let refer = |field: &str| references.iter().find(|(name, _)| *name == field).map(|(_, at)| *at);
    if stored.kind == Kind::Party && references.iter().any(|(_, other)| *other >= at) {
        return Err(CaseError::Refused(
            "a party can only belong to one that comes before it in the case".into(),
        ));
    }
    let table = keys::table(stored.kind);
    let (key, before) = conn
        .prepare_cached(&format!("SELECT key, digest FROM {table} WHERE id = ?1"))?
        .query_row([at], |r| Ok((columns::count(r, 0)?, columns::digest(r, 1)?)))?;
    let body = stored.body_with(Some(key));
    let digest = Digest::of(body.as_bytes());
    bulk.went.add(before);
    bulk.came.add(digest);
    conn.prepare_cached(&format!("UPDATE {table} SET batch = ?2, body = ?3, digest = ?4 WHERE id = ?1"))?
        .execute(params![at, batch, body, digest.0])?;
    match stored.kind {
        Kind::Party | Kind::Source => {}
        Kind::Derivation => {
            conn.prepare_cached("UPDATE derivation SET source = ?2, origin = ?3 WHERE id = ?1")?
                .execute(params![at, refer("source"), refer("from")])?;
        }
        Kind::Figure => {
            conn.prepare_cached("UPDATE figure SET claim = ?2, evidence = ?3 WHERE id = ?1")?.execute(
                params![at, claim_of_figure(conn, refer("claim"), refer("evidence"))?, refer("evidence")],
            )?;
        }
        Kind::Request | Kind::Gap => {
            conn.prepare_cached(&format!("UPDATE {table} SET claim = ?2 WHERE id = ?1"))?
                .execute(params![at, refer("claim")])?;
        }
        Kind::Claim => update_claim(conn, at, refer("parent"), refer("claimant"))?,
        Kind::Evidence => move_evidence(conn, at, stored, refer("claim"), refer("source"))?,
    }
    conn.prepare_cached("INSERT OR REPLACE INTO search (rowid, words) VALUES (?1, ?2)")?
        .execute(params![columns::search_row(stored.kind, at), stored.words])?;
    Ok(())
}

/// The claim that a figure is shown with: its own, else that of its evidence.
fn claim_of_figure(
    conn: &Connection,
    claim: Option<i64>,
    evidence: Option<i64>,
) -> Result<Option<i64>, rusqlite::Error> {
    match (claim, evidence) {
        (None, Some(evidence)) => conn
            .prepare_cached("SELECT claim FROM evidence WHERE id = ?1")?
            .query_row([evidence], |r| r.get(0))
            .map(Some),
        _ => Ok(claim),
    }
}

fn update_claim(
    conn: &Connection,
    at: i64,
    parent: Option<i64>,
    claimant: Option<i64>,
) -> Result<(), CaseError> {
    let mut depth = 0_i64;
    if let Some(parent) = parent {
        let (above, of_parent): (bool, i64) = conn
            .prepare_cached(
                "SELECT p.ord < c.ord, p.depth FROM claim p, claim c WHERE p.id = ?1 AND c.id = ?2",
            )?
            .query_row([parent, at], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if !above {
            return Err(CaseError::Refused(
                "a claim can only be part of one that comes before it in the case".into(),
            ));
        }
        depth = of_parent + 1;
    }
    conn.prepare_cached("UPDATE claim SET parent = ?2, claimant = ?3 WHERE id = ?1")?
        .execute(params![at, parent, claimant])?;
    // Its parts go as deep below it as before. None can be above it: a part stands behind its whole.
    let mut deepen = vec![(at, depth)];
    while let Some((claim, depth)) = deepen.pop() {
        conn.prepare_cached("UPDATE claim SET depth = ?2 WHERE id = ?1")?.execute(params![claim, depth])?;
        let mut parts = conn.prepare_cached("SELECT id FROM claim WHERE parent = ?1")?;
        for part in parts.query_map([claim], |r| r.get(0))? {
            deepen.push((part?, depth + 1));
        }
    }
    Ok(())
}

/// Changes what a piece of evidence links, and with it where it stands and what is counted.
fn move_evidence(
    conn: &Connection,
    at: i64,
    stored: &Stored,
    claim: Option<i64>,
    source: Option<i64>,
) -> Result<(), CaseError> {
    let (Some(claim), Some(source), Some(stance)) = (claim, source, stored.stance) else {
        return Err(CaseError::NoSuchItem);
    };
    let stance = columns::stance_code(stance);
    conn.prepare_cached("UPDATE evidence SET material = ?2 WHERE id = ?1")?
        .execute(params![at, stored.material])?;
    let old: (i64, i64, i64) = conn
        .prepare_cached("SELECT claim, source, stance FROM evidence WHERE id = ?1")?
        .query_row([at], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    if old == (claim, source, stance) {
        return Ok(());
    }
    let said = lift_annotations(conn, Kind::Evidence, at)?;
    leave_runs(conn, at)?;
    count_stance(conn, old.0, old.2, -1)?;
    count_stance(conn, claim, stance, 1)?;
    let (pos, source_pos) = (pos(ord_of_claim(conn, claim)?, stance, at), source_pos(source, at));
    conn.prepare_cached(
        "UPDATE evidence SET claim = ?2, source = ?3, stance = ?4, pos = ?5, source_pos = ?6 WHERE id = ?1",
    )?
    .execute(params![at, claim, source, stance, pos, source_pos])?;
    conn.prepare_cached("UPDATE figure SET claim = ?2 WHERE evidence = ?1 AND body -> '$.claim' IS NULL")?
        .execute(params![at, claim])?;
    enter_runs(conn, &with_runs(conn)?, pos, source_pos)?;
    for (reviewer, annotation, changed) in said {
        projection::store(conn, reviewer, Kind::Evidence, at, &Default::default(), &annotation, changed)?;
    }
    Ok(())
}

pub(super) type Lifted = Vec<(i64, crate::domain::Annotation, crate::domain::Hlc)>;

/// Takes the annotations of an item out of the projection, so that its place can change under them.
pub(super) fn lift_annotations(conn: &Connection, kind: Kind, at: i64) -> Result<Lifted, CaseError> {
    let all: Lifted = conn
        .prepare_cached("SELECT reviewer, body, changed FROM annotation WHERE kind = ?1 AND item = ?2")?
        .query_map(params![columns::kind_code(kind), at], |r| {
            Ok((r.get(0)?, columns::json(r, 1)?, crate::domain::Hlc(r.get(2)?)))
        })?
        .collect::<Result<_, _>>()?;
    for (reviewer, annotation, changed) in &all {
        projection::store(conn, *reviewer, kind, at, annotation, &Default::default(), *changed)?;
    }
    Ok(all)
}

/// An undecided piece of evidence leaves its places: the runs on both sides of it meet.
pub(super) fn leave_runs(conn: &Connection, at: i64) -> Result<(), CaseError> {
    let (old_pos, old_source_pos): (i64, i64) = conn
        .prepare_cached("SELECT pos, source_pos FROM evidence WHERE id = ?1")?
        .query_row([at], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for reviewer in with_runs(conn)? {
        settled_runs::close_gap(conn, reviewer, false, old_pos)?;
        settled_runs::close_gap(conn, reviewer, true, old_source_pos)?;
    }
    Ok(())
}
