//! The order of the case as it follows from its records alone, whatever way they came: by their keys, a part behind
//! what it is a part of. Whoever has the same records has them in the same order.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::tables::position::{ARRANGED, pos, source_pos};
use crate::case::tables::{columns, keys};
use crate::case::write::stored::Stored;
use crate::case::write::swap::move_claim;
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};

/// What records are about to be parts of, where that is not as it stands.
pub(crate) type Wholes = HashMap<ItemId, Option<ItemId>>;

/// A record on its way to its place: its row, and where it stands now.
#[derive(Debug, Clone, Copy)]
struct Standing {
    at: i64,
    place: i64,
    whole: Option<usize>,
}

/// Whether anything came since the order was made that may have changed it.
pub(crate) fn is_due(conn: &Connection) -> Result<bool, CaseError> {
    let last = columns::int(keys::counter(conn, ARRANGED)?);
    Ok(conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM event WHERE id > ?1 AND payload ->> '$.op' IN \
         ('add', 'edit', 'remove', 'swap', 'import', 'merge'))",
        [last],
        |r| r.get(0),
    )?)
}

/// Notes that the order is as it should be by now.
pub(crate) fn note(conn: &Connection) -> Result<(), CaseError> {
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM event", [], |r| r.get(0))?;
    Ok(keys::set_counter(conn, ARRANGED, u64::try_from(last).unwrap_or(0))?)
}

/// Puts all records in their order.
pub(crate) fn arrange(conn: &Connection, dataset: &str, wholes: &Wholes) -> Result<(), CaseError> {
    let mut moved = false;
    for kind in Kind::ALL {
        let all = standing(conn, dataset, *kind, wholes)?;
        let order = match kind {
            Kind::Claim => with_parts(&all),
            Kind::Party => after_wholes(&all),
            _ => (0..all.len()).collect(),
        };
        let mut places: Vec<i64> = all.iter().map(|one| one.place).collect();
        places.sort_unstable();
        let moves: Vec<(i64, i64, i64)> = order
            .iter()
            .zip(places)
            .filter_map(|(at, to)| all.get(*at).map(|one| (one.at, one.place, to)))
            .filter(|(_, from, to)| from != to)
            .collect();
        if moves.is_empty() {
            continue;
        }
        moved = true;
        if *kind == Kind::Claim {
            for (nowhere, (at, ..)) in (1..).zip(&moves) {
                move_claim(conn, *at, -nowhere)?;
            }
            for (at, _, to) in &moves {
                move_claim(conn, *at, *to)?;
            }
        } else {
            move_rows(conn, dataset, *kind, &moves)?;
        }
    }
    if moved {
        projection::recount(conn)?;
    }
    Ok(())
}

/// The records of a kind in the order of their keys, and of their ids where they share one.
fn standing(
    conn: &Connection,
    dataset: &str,
    kind: Kind,
    wholes: &Wholes,
) -> Result<Vec<Standing>, CaseError> {
    let (place, whole) = match kind {
        Kind::Claim => ("ord", "(SELECT p.uuid FROM claim p WHERE p.id = t.parent)"),
        Kind::Party => ("id", "t.body"),
        _ => ("id", "NULL"),
    };
    let sql = format!("SELECT uuid, id, {place}, {whole} FROM {} t ORDER BY key, uuid", keys::table(kind));
    let mut found = conn.prepare(&sql)?;
    let mut rows = found.query([])?;
    let (mut all, mut by_id, mut of) = (Vec::new(), HashMap::new(), Vec::new());
    while let Some(r) = rows.next()? {
        let item = columns::uuid(r, 0)?;
        let stands: Option<ItemId> = match kind {
            Kind::Claim => r.get::<_, Option<[u8; 16]>>(3)?.map(ItemId::from_bytes),
            Kind::Party => part_of(&Stored::parse(kind, &columns::json(r, 3)?, dataset)?),
            _ => None,
        };
        of.push(wholes.get(&item).copied().unwrap_or(stands));
        by_id.insert(item, all.len());
        all.push(Standing { at: r.get(1)?, place: r.get(2)?, whole: None });
    }
    for (one, whole) in all.iter_mut().zip(of) {
        one.whole = whole.and_then(|whole| by_id.get(&whole).copied());
    }
    Ok(all)
}

/// What a claim or a party is a part of.
pub(crate) fn part_of(stored: &Stored) -> Option<ItemId> {
    let field = if stored.kind == Kind::Claim { "parent" } else { "of" };
    let is_whole = |(name, kind, ..): &&(std::borrow::Cow<'static, str>, Kind, ItemId, String)| {
        *kind == stored.kind && name.as_ref() == field
    };
    stored.references.iter().find(is_whole).map(|(_, _, item, _)| *item)
}

/// Each with its parts right behind it.
fn with_parts(all: &[Standing]) -> Vec<usize> {
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (at, one) in all.iter().enumerate() {
        match one.whole {
            Some(whole) => parts.entry(whole).or_default().push(at),
            None => roots.push(at),
        }
    }
    let (mut order, mut placed) = (Vec::with_capacity(all.len()), vec![false; all.len()]);
    // What is a part of itself, in the end, is reached from no root, and stands as one.
    for root in roots.into_iter().chain(0..all.len()) {
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut placed[at], true) {
                continue;
            }
            order.push(at);
            open.extend(parts.get(&at).into_iter().flatten().rev());
        }
    }
    order
}

/// Each behind what it is a part of, and else as it came.
fn after_wholes(all: &[Standing]) -> Vec<usize> {
    let (mut order, mut placed) = (Vec::with_capacity(all.len()), vec![false; all.len()]);
    for first in 0..all.len() {
        let (mut chain, mut next) = (Vec::new(), Some(first));
        while let Some(at) = next
            && !placed[at]
        {
            placed[at] = true;
            chain.push(at);
            next = all[at].whole;
        }
        order.extend(chain.into_iter().rev());
    }
    order
}

/// Gives records other rows, each with what refers to it by its row.
fn move_rows(
    conn: &Connection,
    dataset: &str,
    kind: Kind,
    moves: &[(i64, i64, i64)],
) -> Result<(), CaseError> {
    let table = keys::table(kind);
    let mut words = Vec::with_capacity(moves.len());
    for (from, ..) in moves {
        let body = conn
            .prepare_cached(&format!("SELECT body FROM {table} WHERE id = ?1"))?
            .query_row([from], |r| columns::json(r, 0))?;
        words.push(Stored::parse(kind, &body, dataset)?.words);
        conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?
            .execute([columns::search_row(kind, *from)])?;
    }
    for (nowhere, (from, ..)) in (1..).zip(moves) {
        move_row(conn, kind, *from, -nowhere)?;
    }
    for (nowhere, ((_, _, to), words)) in (1..).zip(moves.iter().zip(words)) {
        move_row(conn, kind, -nowhere, *to)?;
        conn.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
            .execute(params![columns::search_row(kind, *to), words])?;
    }
    Ok(())
}

fn move_row(conn: &Connection, kind: Kind, from: i64, to: i64) -> Result<(), CaseError> {
    let update = |sql: &str| conn.prepare_cached(sql)?.execute([from, to]);
    update(&format!("UPDATE {} SET id = ?2 WHERE id = ?1", keys::table(kind)))?;
    match kind {
        Kind::Party => {
            update("UPDATE claim SET claimant = ?2 WHERE claimant = ?1")?;
        }
        Kind::Source => {
            update("UPDATE derivation SET source = ?2 WHERE source = ?1")?;
            update("UPDATE derivation SET origin = ?2 WHERE origin = ?1")?;
            conn.prepare_cached("UPDATE evidence SET source = ?2, source_pos = ?3 | id WHERE source = ?1")?
                .execute([from, to, source_pos(to, 0)])?;
        }
        Kind::Evidence => {
            update("UPDATE figure SET evidence = ?2 WHERE evidence = ?1")?;
            let of_annotations =
                format!("UPDATE annotation SET item = ?2 WHERE kind = {} AND item = ?1", columns::EVIDENCE);
            update(&of_annotations)?;
            update(&of_annotations.replace("annotation", "draft"))?;
            if to < 0 {
                conn.prepare_cached("UPDATE evidence SET pos = ?1, source_pos = ?1 WHERE id = ?1")?
                    .execute([to])?;
            } else {
                let (ord, stance, source): (i64, i64, i64) = conn
                    .prepare_cached(
                        "SELECT c.ord, e.stance, e.source FROM evidence e JOIN claim c ON c.id = e.claim \
                         WHERE e.id = ?1",
                    )?
                    .query_row([to], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
                conn.prepare_cached("UPDATE evidence SET pos = ?2, source_pos = ?3 WHERE id = ?1")?
                    .execute([to, pos(ord, stance, to), source_pos(source, to)])?;
            }
        }
        Kind::Claim | Kind::Derivation | Kind::Figure | Kind::Request | Kind::Gap => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(wholes: &[Option<usize>]) -> Vec<Standing> {
        wholes.iter().map(|whole| Standing { at: 0, place: 0, whole: *whole }).collect()
    }

    #[test]
    fn parts_stand_behind_what_they_are_parts_of_also_in_a_circle() {
        let tree = all(&[None, None, Some(0), Some(2), Some(0), Some(7), None, Some(5)]);
        assert_eq!(with_parts(&tree), [0, 2, 3, 4, 1, 6, 5, 7]);
        assert_eq!(after_wholes(&all(&[None, Some(3), None, Some(2), None])), [0, 2, 3, 1, 4]);
        assert_eq!(after_wholes(&all(&[Some(1), Some(0)])).len(), 2);
    }
}
