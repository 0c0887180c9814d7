//! The records of the dossier, brought to what follows from all that is known of them.

use crate::case::error::CaseError;
use crate::case::file::dossier::{self, Sum};
use crate::case::log::bases::batch_of;
use crate::case::log::projection;
use crate::case::log::session::Change;
use crate::case::merge::settle::{Item, Known, Presence, Settled};
use crate::case::read::referrers::referring;
use crate::case::tables::keys;
use crate::case::write::arrange::{self, Wholes};
use crate::case::write::bulk_counts::BulkCounts;
use crate::case::write::records;
use crate::case::write::stored::Stored;
use crate::case::write::take_out::{Leaving, PENDING, keep_replaced};
use crate::domain::Kind;
use crate::domain::event::Counts;
use crate::domain::ids::{Digest, ItemId};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What became of the records.
#[derive(Debug, Default)]
pub(crate) struct Rearranged {
    pub(crate) added: Counts,
    pub(crate) changed: Counts,
    pub(crate) removed: Counts,
    /// What stays though somebody took it out.
    pub(crate) back: Vec<Item>,
    /// How many versions were kept, under the event that is still to come.
    pub(crate) kept: Counts,
    /// Claims and evidence on which annotations are to be made again.
    pub(crate) touched: BTreeSet<Item>,
}

/// Records on their way.
struct Plan<'a, 'c> {
    change: &'a Change<'c>,
    dataset: &'a str,
    known: Known<'a>,
    put: BTreeMap<Item, (Stored, Option<Digest>)>,
    set: BTreeMap<Item, (Stored, Option<i64>)>,
    /// Whether it went with an import.
    out: BTreeMap<Item, bool>,
    lost: Vec<(Item, Map<String, Value>)>,
    done: Rearranged,
}

/// Brings records to what follows from the log, with what came in it, and from what came along.
pub(crate) fn rearrange(
    change: &Change<'_>,
    dataset: &str,
    known: Known<'_>,
    items: BTreeSet<Item>,
) -> Result<Rearranged, CaseError> {
    let mut plan = Plan {
        change,
        dataset,
        known,
        put: BTreeMap::new(),
        set: BTreeMap::new(),
        out: BTreeMap::new(),
        lost: Vec::new(),
        done: Rearranged::default(),
    };
    for item in items {
        plan.settle(item, false)?;
    }
    plan.hold()?;
    plan.keep_lost()?;
    plan.carry_out()?;
    Ok(plan.done)
}

impl Plan<'_, '_> {
    /// Plans what is to be done with a record; `must` it be there, it is, if anything is known of it.
    fn settle(&mut self, item: Item, must: bool) -> Result<(), CaseError> {
        let (kind, id) = item;
        let Settled { presence, stands, says, lost } = self.known.settle(item)?;
        self.lost.extend(lost.into_iter().map(|record| (item, record)));
        let (Some(says), true) = (says, must || presence == Presence::In) else {
            if let (true, Presence::Out(by_import)) = (stands, presence) {
                self.out.insert(item, by_import);
            }
            return Ok(());
        };
        let stored = Stored::parse(kind, &Value::Object(says.record), self.dataset)?;
        if stored.id != id {
            return Err(CaseError::Refused(format!("a {kind} has another id than its events say: {id}")));
        }
        if stands {
            let batch = match (says.own, says.base) {
                (true, _) => None,
                (false, Some(base)) => Some(batch_of(self.change.conn, base)?),
                (false, None) => Some(0),
            };
            self.set.insert(item, (stored, batch));
        } else {
            self.put.insert(item, (stored, says.base));
        }
        Ok(())
    }

    /// What is in the case rests on what is in the case: what it refers to comes back, though it was taken out.
    fn hold(&mut self) -> Result<(), CaseError> {
        let mut open: Vec<Item> = self.put.keys().chain(self.set.keys()).copied().collect();
        while let Some(item) = open.pop() {
            let stored = self.put.get(&item).map(|(stored, _)| stored);
            let stored = stored.or_else(|| self.set.get(&item).map(|(stored, _)| stored));
            let Some(stored) = stored else { continue };
            let needs: Vec<Item> = stored.references().filter(|(kind, _)| *kind <= item.0).collect();
            for other in needs {
                if self.put.contains_key(&other) || self.set.contains_key(&other) {
                    continue;
                }
                let stands = keys::row_of(self.change.conn, other.0, other.1)?.is_some();
                let goes = self.out.remove(&other).is_some();
                if stands && !goes {
                    continue;
                }
                self.settle(other, true)?;
                self.done.back.push(other);
                open.push(other);
            }
        }
        Ok(())
    }

    /// Keeps versions in place of which others stand.
    fn keep_lost(&mut self) -> Result<(), CaseError> {
        let (conn, mut kept) = (self.change.conn, Sum::default());
        for ((kind, item), record) in std::mem::take(&mut self.lost) {
            let body = Stored::parse(kind, &Value::Object(record), self.dataset)?.body();
            keep_replaced(conn, &mut kept, PENDING, kind, item, &body)?;
            *self.done.kept.entry(kind).or_default() += 1;
        }
        dossier::change(conn, |sum| sum.add(kept.digest()))?;
        Ok(())
    }

    fn carry_out(&mut self) -> Result<(), CaseError> {
        let conn = self.change.conn;
        self.insert()?;
        let wholes: Wholes = (self.set.iter())
            .filter(|((kind, _), _)| matches!(kind, Kind::Claim | Kind::Party))
            .map(|((_, id), (stored, _))| (*id, arrange::part_of(stored)))
            .collect();
        if !self.done.added.is_empty() || arrange::is_due(conn)? {
            arrange::arrange(conn, self.dataset, &wholes)?;
        }
        self.update()?;
        self.remove()
    }

    fn insert(&mut self) -> Result<(), CaseError> {
        let conn = self.change.conn;
        let mut bulk = BulkCounts::open(conn, None)?;
        let mut all = std::mem::take(&mut self.put);
        for kind in Kind::ALL {
            // In the order of their keys, each behind what it is a part of.
            let mut turn: Vec<Item> = all.keys().filter(|(of, _)| of == kind).copied().collect();
            turn.sort_by_key(|item| (all.get(item).and_then(|(stored, _)| stored.key), item.1));
            while !turn.is_empty() {
                let before = turn.len();
                let mut later = Vec::new();
                for item in turn {
                    let Some((stored, base)) = all.get(&item) else { continue };
                    let waits = stored.references().any(|other| other.0 == *kind && all.contains_key(&other));
                    if waits {
                        later.push(item);
                        continue;
                    }
                    let batch = base.map_or(Ok(0), |base| batch_of(conn, base))?;
                    if records::insert(conn, &mut bulk, stored, batch)?.is_none() {
                        return Err(CaseError::NoSuchItem);
                    }
                    all.remove(&item);
                    *self.done.added.entry(*kind).or_default() += 1;
                    self.done.touched.insert(item);
                }
                turn = later;
                if turn.len() == before {
                    return Err(CaseError::Refused(format!(
                        "{} of what came are parts of one another in a circle",
                        kind.plural()
                    )));
                }
            }
        }
        bulk.close(conn)
    }

    fn update(&mut self) -> Result<(), CaseError> {
        let conn = self.change.conn;
        let mut bulk = BulkCounts::open(conn, None)?;
        for ((kind, id), (stored, batch)) in std::mem::take(&mut self.set) {
            // The order was made since: the row may be another one.
            let at = keys::must(conn, kind, id)?;
            let sql = format!("SELECT body, batch, key FROM {} WHERE id = ?1", keys::table(kind));
            let (body, standing, number): (String, i64, i64) =
                conn.prepare_cached(&sql)?.query_row([at], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            let key = stored.key.unwrap_or_default();
            let batch = batch.unwrap_or(standing);
            if u64::try_from(number).ok() != Some(key) && key > 0 {
                let sql = format!("UPDATE {} SET key = ?2 WHERE id = ?1", keys::table(kind));
                conn.prepare_cached(&sql)?.execute([at, i64::try_from(key).unwrap_or(number)])?;
                bulk.gave_key(kind, key);
            }
            if stored.body() != body {
                records::update(conn, &mut bulk, at, &stored, batch)?;
                *self.done.changed.entry(kind).or_default() += 1;
            } else if batch != standing {
                let sql = format!("UPDATE {} SET batch = ?2 WHERE id = ?1", keys::table(kind));
                conn.prepare_cached(&sql)?.execute([at, batch])?;
            }
        }
        bulk.close(conn)
    }

    /// Takes out what was taken out elsewhere, unless something rests on it here.
    fn remove(&mut self) -> Result<(), CaseError> {
        let conn = self.change.conn;
        let mut open: Vec<(Item, bool)> = std::mem::take(&mut self.out).into_iter().rev().collect();
        let mut leaving = Leaving::of(open.len());
        loop {
            let before = open.len();
            let mut stays = Vec::new();
            for (item, by_import) in open {
                if self.rests_on(item, by_import)? {
                    stays.push((item, by_import));
                    continue;
                }
                leaving.take(conn, item.0, keys::must(conn, item.0, item.1)?)?;
                *self.done.removed.entry(item.0).or_default() += 1;
            }
            open = stays;
            if open.len() == before {
                break;
            }
        }
        leaving.close(conn)?;
        if open.is_empty() {
            return Ok(());
        }
        for (item, _) in open {
            self.settle(item, true)?;
            self.done.back.push(item);
        }
        self.update()
    }

    /// Whether something rests on a record that was taken out elsewhere: another record, a note that is being
    /// written, or, where an import was taken out that had brought it, what somebody said of it.
    fn rests_on(&self, (kind, item): Item, by_import: bool) -> Result<bool, CaseError> {
        let conn = self.change.conn;
        let at = keys::must(conn, kind, item)?;
        if keys::has_draft(conn, kind, at)? || !referring(conn, self.dataset, kind, item)?.is_empty() {
            return Ok(true);
        }
        if !by_import || !matches!(kind, Kind::Claim | Kind::Evidence) {
            return Ok(false);
        }
        let said = projection::from_log(conn, &self.known.out, item)?;
        Ok(said.values().any(|(said, _)| !said.is_empty()))
    }
}

/// The key of a record, also of one that is out.
pub(crate) fn key_of(change: &Change<'_>, kind: Kind, item: ItemId) -> Result<String, CaseError> {
    Ok(keys::past_key(change.conn, kind, item)?.map_or_else(|| item.to_string(), |key| key.to_string()))
}
