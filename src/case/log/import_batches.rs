//! When the records of an import came into this case, by the table `import_batch`.
//!
//! Every record bears the number of the batch that brought or last changed it. Where an import brought
//! events of a history along, what these say was said of a case that had the records already.

use crate::case::error::CaseError;
use crate::case::tables::columns;
use crate::domain::Hlc;
use crate::domain::Kind;
use crate::domain::event::Payload;
use crate::domain::ids::Digest;
use rusqlite::{Connection, params};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

/// An import, as its records tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// When.
    pub(crate) at: Hlc,
    /// The rows of the events that came with it: the first, and its own.
    events: (i64, i64),
}

impl Arrival {
    /// The row of its own event.
    pub(crate) const fn own(self) -> i64 {
        self.events.1
    }

    /// Whether an event came with it.
    pub(crate) const fn brought(&self, event: i64) -> bool {
        self.events.0 <= event && event <= self.events.1
    }
}

/// Notes which event an import is, and the first of the events that it brought.
pub(crate) fn note(
    conn: &Connection,
    batch: i64,
    first: Option<Digest>,
    own: Digest,
) -> Result<(), CaseError> {
    let row = |hash: Digest| -> Result<i64, rusqlite::Error> {
        conn.prepare_cached("SELECT id FROM event WHERE hash = ?1")?.query_row([hash.0], |r| r.get(0))
    };
    let own = row(own)?;
    let first = first.map(row).transpose()?.unwrap_or(own);
    Ok(put(conn, batch, i64::MAX, Some((first, own)))?)
}

fn put(
    conn: &Connection,
    batch: i64,
    last_key: i64,
    events: Option<(i64, i64)>,
) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO import_batch (batch, last_key, event, first_event) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![batch, last_key, events.map(|(_, own)| own), events.map(|(first, _)| first)])?;
    Ok(())
}

/// Notes by which import of its history each piece of evidence of a restored case came. What was made by
/// hand has an event of its own, and none here. One file that several people imported
/// brought its records once.
pub(crate) fn note_history(conn: &Connection, batch: i64) -> Result<(), CaseError> {
    let mut imports: VecDeque<(i64, u64)> = VecDeque::new();
    let mut files = HashSet::new();
    let mut found = conn.prepare(
        "SELECT id, payload FROM event WHERE item IS NULL AND payload IS NOT NULL ORDER BY hlc, hash",
    )?;
    let mut rows = found.query([])?;
    while let Some(r) = rows.next()? {
        if let Payload::Import { added, batch, .. } = columns::json(r, 1)?
            && files.insert(batch)
        {
            imports.push_back((r.get(0)?, added.get(&Kind::Evidence).copied().unwrap_or(0)));
        }
    }
    let mut keys = conn.prepare(
        // What was taken out came by an import, too.
        "SELECT v.key, EXISTS (SELECT 1 FROM event e WHERE e.item = v.uuid AND e.payload ->> '$.op' = 'add') \
         FROM (SELECT key, uuid FROM evidence UNION \
               SELECT p.body ->> '$.key', p.item FROM replaced p WHERE p.kind = 4 \
               AND NOT EXISTS (SELECT 1 FROM evidence t WHERE t.uuid = p.item)) v \
         WHERE v.key IS NOT NULL ORDER BY v.key",
    )?;
    let mut keys = keys.query([])?;
    let mut run: Option<(i64, Option<i64>)> = None;
    while let Some(r) = keys.next()? {
        let (key, by_hand): (i64, bool) = (r.get(0)?, r.get(1)?);
        while imports.front().is_some_and(|(_, left)| *left == 0) {
            imports.pop_front();
        }
        let event = match imports.front_mut() {
            Some((event, left)) if !by_hand => {
                *left -= 1;
                Some(*event)
            }
            _ => None,
        };
        if let Some((last, of)) = run
            && of != event
        {
            put(conn, batch, last, of.map(|event| (event, event)))?;
        }
        run = Some((key, event));
    }
    if let Some((last, of)) = run {
        put(conn, batch, last, of.map(|event| (event, event)))?;
    }
    Ok(())
}

/// The arrivals that a batch stands for, each with the last key of its evidence; none for what was made
/// by hand, and where it is not known.
type Stretches = Vec<(i64, Option<Arrival>)>;

/// The imports, each looked up once.
#[derive(Debug, Default)]
pub(crate) struct ImportBatches(HashMap<i64, Stretches>);

impl ImportBatches {
    /// The import by which a piece of evidence came, by the number of its batch and of its key; none for
    /// what was made by hand, and where it is not known.
    pub(crate) fn of(
        &mut self,
        conn: &Connection,
        batch: i64,
        key: i64,
    ) -> Result<Option<Arrival>, CaseError> {
        let all = match self.0.entry(batch) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(imports(conn, batch)?),
        };
        Ok(all.get(all.partition_point(|(last, _)| *last < key)).and_then(|(_, arrival)| *arrival))
    }

    /// Whether some import came after a time.
    pub(crate) fn any_after(conn: &Connection, time: Hlc) -> Result<bool, CaseError> {
        Ok(conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM import_batch b JOIN event e ON e.id = b.event WHERE e.hlc > ?1)",
            )?
            .query_row([time.0], |r| r.get(0))?)
    }
}

fn imports(conn: &Connection, batch: i64) -> Result<Stretches, CaseError> {
    let mut found = conn.prepare_cached(
        "SELECT b.last_key, e.hlc, b.first_event, b.event FROM import_batch b \
         LEFT JOIN event e ON e.id = b.event WHERE b.batch = ?1 ORDER BY b.last_key",
    )?;
    let rows = found.query_map([batch], |r| {
        let arrival = match r.get::<_, Option<i64>>(1)? {
            Some(at) => Some(Arrival { at: Hlc(at), events: (r.get(2)?, r.get(3)?) }),
            None => None,
        };
        Ok((r.get(0)?, arrival))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
