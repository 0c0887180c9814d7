//! Records taken out of the tables and put back, one or a hundred thousand, with all that is counted, ordered and
//! searched by them. What each was is kept in `replaced`, under the event that took it out.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::dossier::Sum;
use crate::case::log::projection;
use crate::case::log::session::Change;
use crate::case::read::referrers::referring;
use crate::case::tables::counts::{count_block, count_stance};
use crate::case::tables::position::STRIDE;
use crate::case::tables::{columns, keys};
use crate::case::write::bulk_counts::{BulkCounts, LAST_ORD, row_counter};
use crate::case::write::records::{self, leave_runs, lift_annotations, ord_of_claim};
use crate::case::write::stored::{Place, Stored};
use crate::domain::Kind;
use crate::domain::event::{Counts, Payload, Step, Stretch};
use crate::domain::ids::{Digest, ItemId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, HashMap};

/// The hash that stands for the event under way until that is known.
pub(crate) const PENDING: Digest = Digest([0xFF; 32]);

/// Above this many records, counts and runs are made again from all annotations rather than record by record.
const ONE_BY_ONE: usize = 2_000;

/// Records on their way out.
pub(crate) struct Leaving {
    many: bool,
    went: Sum,
    kept: Sum,
    counts: Counts,
    rows: BTreeMap<Kind, i64>,
    ord: Option<i64>,
    stood: Vec<Stretch>,
}

impl Leaving {
    /// Begins, for about this many.
    pub(crate) fn of(n: usize) -> Self {
        Self {
            many: n > ONE_BY_ONE,
            went: Sum::default(),
            kept: Sum::default(),
            counts: Counts::new(),
            rows: BTreeMap::new(),
            ord: None,
            stood: Vec::new(),
        }
    }

    /// Takes a record out, and keeps what it was. What refers to it is the caller's to see to.
    pub(crate) fn keep_and_take(&mut self, conn: &Connection, kind: Kind, at: i64) -> Result<(), CaseError> {
        self.keep(conn, kind, at)?;
        self.take(conn, kind, at)
    }

    /// Keeps what a record is, and where it stands.
    pub(crate) fn keep(&mut self, conn: &Connection, kind: Kind, at: i64) -> Result<(), CaseError> {
        let sql = format!("SELECT uuid, body, batch FROM {} WHERE id = ?1", keys::table(kind));
        let (id, body, batch): (ItemId, String, i64) = conn
            .prepare_cached(&sql)?
            .query_row([at], |r| Ok((columns::uuid(r, 0)?, r.get(1)?, r.get(2)?)))?;
        keep_replaced(conn, &mut self.kept, PENDING, kind, id, &body)?;
        let ord = if kind == Kind::Claim { Some(ord_of_claim(conn, at)?) } else { None };
        Stretch::add(&mut self.stood, Stretch { kind, row: at, n: 1, batch, ord }, STRIDE);
        Ok(())
    }

    /// Takes a record out.
    pub(crate) fn take(&mut self, conn: &Connection, kind: Kind, at: i64) -> Result<(), CaseError> {
        if self.many {
            conn.prepare_cached("DELETE FROM annotation WHERE kind = ?1 AND item = ?2")?
                .execute(params![columns::kind_code(kind), at])?;
        } else {
            lift_annotations(conn, kind, at)?;
        }
        match kind {
            Kind::Evidence => {
                let (claim, stance): (i64, i64) = conn
                    .prepare_cached("SELECT claim, stance FROM evidence WHERE id = ?1")?
                    .query_row([at], |r| Ok((r.get(0)?, r.get(1)?)))?;
                count_stance(conn, claim, stance, -1)?;
                if !self.many {
                    leave_runs(conn, at)?;
                }
            }
            Kind::Claim => {
                let ord = ord_of_claim(conn, at)?;
                count_block(conn, ord, -1)?;
                self.ord = self.ord.max(Some(ord));
            }
            _ => {}
        }
        conn.prepare_cached("DELETE FROM draft WHERE kind = ?1 AND item = ?2")?
            .execute(params![columns::kind_code(kind), at])?;
        let digest = conn
            .prepare_cached(&format!("DELETE FROM {} WHERE id = ?1 RETURNING digest", keys::table(kind)))?
            .query_row([at], |r| columns::digest(r, 0))?;
        conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?
            .execute([columns::search_row(kind, at)])?;
        self.went.add(digest);
        *self.counts.entry(kind).or_default() += 1;
        let last = self.rows.entry(kind).or_insert(at);
        *last = at.max(*last);
        Ok(())
    }

    /// Writes down what was counted. Rows and places of what is out stay free for it.
    pub(crate) fn close(self, conn: &Connection) -> Result<Vec<Stretch>, CaseError> {
        dossier::change(conn, |sum| {
            sum.take(self.went.digest());
            sum.add(self.kept.digest());
        })?;
        for (kind, n) in &self.counts {
            keys::count_up(conn, &format!("count.{kind}"), -columns::int(*n))?;
        }
        let rows = self.rows.iter().map(|(kind, row)| (row_counter(*kind), *row));
        for (name, last) in rows.chain(self.ord.map(|ord| (LAST_ORD.to_owned(), ord))) {
            conn.prepare_cached(
                "INSERT INTO counter (name, n) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET n = max(n, ?2)",
            )?
            .execute(params![name, last])?;
        }
        if self.many {
            projection::recount(conn)?;
        }
        for kind in self.counts.keys() {
            if keys::shares_keys(conn, *kind)? {
                keys::note_shared_keys(conn)?;
            }
        }
        Ok(self.stood)
    }
}

/// Keeps a record as it is before an event changes it or takes it out.
pub(crate) fn keep_replaced(
    conn: &Connection,
    kept: &mut Sum,
    event: Digest,
    kind: Kind,
    item: ItemId,
    body: &str,
) -> Result<(), CaseError> {
    let kind = columns::kind_code(kind);
    kept.add(dossier::of_replaced(kind, item.as_bytes(), body)?);
    conn.prepare_cached("INSERT INTO replaced (event, kind, item, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![event.0, kind, item.as_bytes(), body])?;
    Ok(())
}

/// The places of a stretch, one after the other.
struct Places {
    next: Place,
    left: u64,
}

fn places(stretch: &Stretch) -> Places {
    let Stretch { row, n, batch, ord, .. } = *stretch;
    Places { next: Place { row, batch, ord }, left: n }
}

impl Iterator for Places {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        self.left = self.left.checked_sub(1)?;
        let place = self.next;
        self.next = Place { row: place.row + 1, batch: place.batch, ord: place.ord.map(|ord| ord + STRIDE) };
        Some(place)
    }
}

/// An event that took records out, as the log has it.
#[derive(Debug, Clone)]
pub(crate) struct Removal {
    /// Its hash: what it took out is kept under it.
    pub(crate) event: Digest,
    /// Where that stood.
    pub(crate) stood: Vec<Stretch>,
    /// The import that it took out.
    pub(crate) import: Option<Digest>,
    /// The record that what it took out was combined with.
    pub(crate) into: Option<ItemId>,
}

impl Removal {
    /// Each record it keeps, with its place.
    pub(crate) fn each(
        &self,
        conn: &Connection,
        mut each: impl FnMut(Kind, ItemId, &str, Option<Place>) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        let mut stood = self.stood.iter().flat_map(places);
        let mut found = conn.prepare("SELECT kind, item, body FROM replaced WHERE event = ?1 ORDER BY id")?;
        let mut rows = found.query([self.event.0])?;
        while let Some(r) = rows.next()? {
            let Some(kind) = columns::kind(r.get(0)?) else { continue };
            each(
                kind,
                columns::uuid(r, 1)?,
                r.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?,
                stood.next(),
            )?;
        }
        Ok(())
    }

    /// What the import that it took out had replaced in a record: that is what stands after it.
    pub(crate) fn after(
        &self,
        conn: &Connection,
        kind: Kind,
        item: ItemId,
    ) -> Result<Option<String>, CaseError> {
        match self.import {
            Some(import) => replaced_by(conn, import, kind, item),
            None => Ok(None),
        }
    }

    /// Puts back what it took out, and annotations with it.
    pub(crate) fn put_back(&self, change: &Change<'_>, dataset: &str) -> Result<(), CaseError> {
        let conn = change.conn;
        let mut bulk = BulkCounts::open(conn, None)?;
        let mut shared = false;
        self.each(conn, |kind, item, body, place| {
            let stored = Stored::parse(kind, &serde_json::from_str(body)?, dataset)?.placed(place);
            let known = |batch: i64, stored: &Stored| batch_of(conn, batch, stored);
            let batch = place.map_or(Ok(0), |place| known(place.batch, &stored))?;
            match (keys::row_of(conn, kind, item)?, self.after(conn, kind, item)?) {
                (None, None) => {
                    shared |= has_key(conn, kind, stored.key)?;
                    records::insert(conn, &mut bulk, &stored, batch)?;
                }
                (Some(at), Some(after)) if body_of(conn, kind, at)? == after => {
                    records::update(conn, &mut bulk, at, &stored, batch)?;
                }
                _ => return Err(changed_since(conn, kind, item)),
            }
            Ok(())
        })?;
        bulk.close(conn)?;
        if shared {
            keys::note_shared_keys(conn)?;
        }
        Ok(())
    }

    /// Takes out again what it took out.
    pub(crate) fn take_again(&self, change: &Change<'_>, dataset: &str) -> Result<(), CaseError> {
        let conn = change.conn;
        let n: u64 = self.stood.iter().map(|stretch| stretch.n).sum();
        let mut leaving = Leaving::of(usize::try_from(n).unwrap_or(usize::MAX));
        let mut back = Vec::new();
        self.each(conn, |kind, item, body, _| {
            let at = keys::row_of(conn, kind, item)?;
            let Some(at) = at else { return Err(changed_since(conn, kind, item)) };
            if body_of(conn, kind, at)? != body {
                return Err(changed_since(conn, kind, item));
            }
            match self.after(conn, kind, item)? {
                Some(after) => back.push((kind, item, at, after)),
                None => leaving.take(conn, kind, at)?,
            }
            Ok(())
        })?;
        leaving.close(conn)?;
        go_back(conn, dataset, self.import, back)
    }

    /// The annotations of what it put back, or took out of an import, made again from the log.
    pub(crate) fn reproject(&self, change: &Change<'_>) -> Result<(), CaseError> {
        let conn = change.conn;
        let mut touched: Vec<(Kind, ItemId)> = Vec::new();
        self.each(conn, |kind, item, _, _| {
            if matches!(kind, Kind::Claim | Kind::Evidence) {
                touched.push((kind, item));
            }
            Ok(())
        })?;
        if let Some(import) = self.import {
            touched.extend(brought_by(conn, import)?);
        }
        if touched.len() > 50_000 {
            return projection::rebuild(conn);
        }
        let out = projection::TakenOut::load(conn)?;
        touched.iter().try_for_each(|(kind, item)| projection::reproject(conn, &out, *kind, *item))
    }
}

/// Sets records, each with its row and what it was, to that, as it was before an import.
pub(crate) fn go_back(
    conn: &Connection,
    dataset: &str,
    import: Option<Digest>,
    back: Vec<(Kind, ItemId, i64, String)>,
) -> Result<(), CaseError> {
    let batches = match import {
        Some(import) if !back.is_empty() => batches_before(conn, import)?,
        _ => HashMap::new(),
    };
    let mut bulk = BulkCounts::open(conn, None)?;
    for (kind, item, at, body) in back {
        let stored = Stored::parse(kind, &serde_json::from_str(&body)?, dataset)?;
        let batch = batches.get(&(kind, item)).map_or(Ok(0), |batch| batch_of(conn, *batch, &stored))?;
        records::update(conn, &mut bulk, at, &stored, batch)?;
    }
    bulk.close(conn)
}

/// The batches of the records that an import changed, as they were before it.
fn batches_before(conn: &Connection, import: Digest) -> Result<HashMap<(Kind, ItemId), i64>, CaseError> {
    let payload: Option<Payload> = conn
        .query_row("SELECT payload FROM event WHERE hash = ?1", [import.0], |r| columns::json(r, 0))
        .optional()?;
    let Some(Payload::Import { stood, .. }) = payload else { return Ok(HashMap::new()) };
    let mut all = HashMap::new();
    let replaced = Removal { event: import, stood, import: None, into: None };
    replaced.each(conn, |kind, item, _, place| {
        all.extend(place.map(|place| ((kind, item), place.batch)));
        Ok(())
    })?;
    Ok(all)
}

/// The items on which an import brought annotations.
fn brought_by(conn: &Connection, import: Digest) -> Result<Vec<(Kind, ItemId)>, CaseError> {
    let mut found = conn.prepare("SELECT DISTINCT kind, item FROM brought WHERE event = ?1")?;
    let all = found.query_map([import.0], |r| Ok((columns::kind(r.get(0)?), columns::uuid(r, 1)?)))?;
    let all: Vec<(Option<Kind>, ItemId)> = all.collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter_map(|(kind, item)| Some((kind?, item))).collect())
}

/// What an event replaced of a record.
pub(crate) fn replaced_by(
    conn: &Connection,
    event: Digest,
    kind: Kind,
    item: ItemId,
) -> Result<Option<String>, CaseError> {
    Ok(conn
        .prepare_cached("SELECT body FROM replaced WHERE item = ?1 AND kind = ?2 AND event = ?3")?
        .query_row(params![item.as_bytes(), columns::kind_code(kind), event.0], |r| r.get(0))
        .optional()?)
}

pub(crate) fn body_of(conn: &Connection, kind: Kind, at: i64) -> Result<String, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT body FROM {} WHERE id = ?1", keys::table(kind)))?
        .query_row([at], |r| r.get(0))
}

fn has_key(conn: &Connection, kind: Kind, key: Option<u64>) -> Result<bool, rusqlite::Error> {
    let Some(key) = key else { return Ok(false) };
    conn.prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {} WHERE key = ?1)", keys::table(kind)))?
        .query_row([columns::int(key)], |r| r.get(0))
}

/// The batch that a record comes back with: the one it had, where this file knows it to have brought such a one.
fn batch_of(conn: &Connection, batch: i64, stored: &Stored) -> Result<i64, CaseError> {
    let key = columns::int(stored.key.unwrap_or(0));
    let known: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM import_batch WHERE batch = ?1 AND last_key >= ?2)")?
        .query_row([batch, key], |r| r.get(0))?;
    Ok(if known { batch } else { 0 })
}

fn changed_since(conn: &Connection, kind: Kind, item: ItemId) -> CaseError {
    match keys::past_key(conn, kind, item) {
        Ok(Some(key)) => CaseError::Refused(format!("{key} has changed since")),
        _ => CaseError::NoSuchItem,
    }
}

/// Where a record stood that is out, if that is known.
pub(crate) fn place_of(conn: &Connection, kind: Kind, item: ItemId) -> Result<Option<Place>, CaseError> {
    let undone: Option<Payload> = conn
        .prepare_cached(
            "SELECT payload FROM event WHERE item = ?1 AND payload ->> '$.op' = 'add' \
             AND payload -> '$.stood' IS NOT NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row([item.as_bytes()], |r| columns::json(r, 0))
        .optional()?;
    if let Some(Payload::Add { stood: Some(stood), .. }) = undone {
        return Ok(places(&stood).next());
    }
    let Some(removal) = removal_of(conn, kind, item)? else { return Ok(None) };
    let mut place = None;
    removal.each(conn, |of, id, _, stood| {
        if (of, id) == (kind, item) {
            place = stood;
        }
        Ok(())
    })?;
    Ok(place)
}

/// The event that took a record out last.
pub(crate) fn removal_of(conn: &Connection, kind: Kind, item: ItemId) -> Result<Option<Removal>, CaseError> {
    let mut found = conn.prepare_cached(
        "SELECT e.hash, e.payload FROM replaced p JOIN event e ON e.hash = p.event WHERE p.item = ?1 AND p.kind = ?2 \
         AND substr(e.payload, 1, 14) = '{\"op\":\"remove\"' ORDER BY p.id DESC LIMIT 1",
    )?;
    let row = found
        .query_row(params![item.as_bytes(), columns::kind_code(kind)], |r| {
            Ok((columns::digest(r, 0)?, columns::json::<Payload>(r, 1)?))
        })
        .optional()?;
    Ok(row.and_then(|(event, payload)| match payload {
        Payload::Remove { stood, import, into, .. } => Some(Removal { event, stood, import, into }),
        _ => None,
    }))
}

/// Appends the event that took records out, whose `Leaving` is closed.
pub(crate) fn record(
    change: &mut Change<'_>,
    stood: Vec<Stretch>,
    (import, into): (Option<Digest>, Option<ItemId>),
    step: Step,
) -> Result<Removal, CaseError> {
    let mut removed = Counts::new();
    for stretch in &stood {
        *removed.entry(stretch.kind).or_default() += stretch.n;
    }
    let payload = Payload::Remove { removed, stood: stood.clone(), import, into, back: false, step };
    let event = change.append(&payload)?.hash;
    change.conn.execute("UPDATE replaced SET event = ?1 WHERE event = ?2", params![event.0, PENDING.0])?;
    Ok(Removal { event, stood, import, into })
}

/// Appends the event by which what an earlier one took out came back, or went again.
pub(crate) fn record_again(
    change: &mut Change<'_>,
    removal: &Removal,
    back: bool,
    step: Step,
) -> Result<(), CaseError> {
    let Removal { import, into, .. } = *removal;
    let (removed, stood) = (Counts::new(), Vec::new());
    change.append(&Payload::Remove { removed, stood, import, into, back, step })?;
    Ok(())
}

/// Takes out again a record whose making, or coming back, is undone.
pub(crate) fn undo_add(
    change: &Change<'_>,
    dataset: &str,
    kind: Kind,
    item: ItemId,
) -> Result<Stretch, CaseError> {
    let conn = change.conn;
    let (at, key) = (keys::must(conn, kind, item)?, change.key(kind, item)?);
    if !referring(conn, dataset, kind, item)?.is_empty() {
        return Err(CaseError::Refused(format!("other records refer to {key}")));
    }
    // What was brought back came with what was said of it before.
    if removal_of(conn, kind, item)?.is_none() && is_annotated(conn, kind, at)? {
        return Err(CaseError::Refused(format!("{key} has been annotated since")));
    }
    let ord = if kind == Kind::Claim { Some(ord_of_claim(conn, at)?) } else { None };
    let mut leaving = Leaving::of(1);
    leaving.take(conn, kind, at)?;
    leaving.close(conn)?;
    Ok(Stretch { kind, row: at, n: 1, batch: 0, ord })
}

fn is_annotated(conn: &Connection, kind: Kind, at: i64) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1 AND item = ?2)")?
        .query_row((columns::kind_code(kind), at), |r| r.get(0))
}

/// The annotations of a record that came back, made again from the log.
pub(crate) fn annotations_of(change: &Change<'_>, kind: Kind, item: ItemId) -> Result<(), CaseError> {
    projection::reproject(change.conn, &projection::TakenOut::load(change.conn)?, kind, item)
}
