//! When the records of an import came into this case.
//!
//! Every record bears the number of the import that brought or last changed it. Which event of the log
//! that import is stands among the counters: `batch.7` is its row. Where the import brought events of a
//! history along, `batch.7.from` is the row of the first of them: what these say was said of a case
//! that had the records already.
//!
//! A case restored from its own history has all its records from one import, whose history tells of
//! others. Keys are given in the order in which records come: `batch.1.upto.000000000052` is the row of
//! the event by which evidence up to `E-52` came, from where the one before ends.

use crate::case::error::CaseError;
use crate::case::tables::{columns, keys};
use crate::domain::Hlc;
use crate::domain::Kind;
use crate::domain::event::Payload;
use crate::domain::ids::Digest;
use rusqlite::{Connection, OptionalExtension};
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
    from: Option<Digest>,
    own: Digest,
) -> Result<(), CaseError> {
    let row = |hash: Digest| -> Result<u64, rusqlite::Error> {
        conn.prepare_cached("SELECT id FROM event WHERE hash = ?1")?
            .query_row([hash.0], |r| columns::count(r, 0))
    };
    keys::set_counter(conn, &format!("batch.{batch}"), row(own)?)?;
    if let Some(from) = from {
        keys::set_counter(conn, &format!("batch.{batch}.from"), row(from)?)?;
    }
    Ok(())
}

/// Notes by which import of its history each piece of evidence of a restored case came. What was made by
/// hand has an event of its own: it stands there with the row 0. One file that several people imported
/// brought its records once.
pub(crate) fn note_history(conn: &Connection, batch: i64) -> Result<(), CaseError> {
    let mut imports: VecDeque<(u64, u64)> = VecDeque::new();
    let mut files = HashSet::new();
    let mut found = conn.prepare(
        "SELECT id, payload FROM event WHERE item IS NULL AND payload IS NOT NULL ORDER BY hlc, hash",
    )?;
    let mut rows = found.query([])?;
    while let Some(r) = rows.next()? {
        if let Payload::Import { added, batch, .. } = columns::json(r, 1)?
            && files.insert(batch)
        {
            imports.push_back((columns::count(r, 0)?, added.get(&Kind::Evidence).copied().unwrap_or(0)));
        }
    }
    let mut keys = conn.prepare(
        "SELECT key, EXISTS (SELECT 1 FROM event e WHERE e.item = v.uuid AND e.payload ->> '$.op' = 'add') \
         FROM evidence v ORDER BY key",
    )?;
    let mut keys = keys.query([])?;
    let mut run: Option<(u64, u64)> = None;
    while let Some(r) = keys.next()? {
        let (key, by_hand): (u64, bool) = (columns::count(r, 0)?, r.get(1)?);
        while imports.front().is_some_and(|(_, left)| *left == 0) {
            imports.pop_front();
        }
        let event = match imports.front_mut() {
            Some((event, left)) if !by_hand => {
                *left -= 1;
                *event
            }
            _ => 0,
        };
        if let Some((last, of)) = run
            && of != event
        {
            keys::set_counter(conn, &upto(batch, last), of)?;
        }
        run = Some((key, event));
    }
    if let Some((last, of)) = run {
        keys::set_counter(conn, &upto(batch, last), of)?;
    }
    Ok(())
}

fn upto(batch: i64, last: u64) -> String {
    format!("batch.{batch}.upto.{last:012}")
}

/// The arrivals that a batch stands for, each with the last key of its evidence; none for what was made
/// by hand, and where it is not known.
type Stretches = Vec<(i64, Option<Arrival>)>;

/// The imports, each looked up once.
#[derive(Debug, Default)]
pub(crate) struct Arrivals(HashMap<i64, Stretches>);

impl Arrivals {
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
                "SELECT EXISTS (SELECT 1 FROM counter c JOIN event e ON e.id = c.n \
                 WHERE c.name >= 'batch.' AND c.name < 'batch/' AND e.hlc > ?1)",
            )?
            .query_row([time.0], |r| r.get(0))?)
    }
}

fn imports(conn: &Connection, batch: i64) -> Result<Stretches, CaseError> {
    let arrival = |own: i64, from: i64| -> Result<Option<Arrival>, CaseError> {
        let at: Option<i64> = conn
            .prepare_cached("SELECT hlc FROM event WHERE id = ?1")?
            .query_row([own], |r| r.get(0))
            .optional()?;
        Ok(at.map(|at| Arrival { at: Hlc(at), events: (from, own) }))
    };
    let own = columns::int(keys::counter(conn, &format!("batch.{batch}"))?);
    if own > 0 {
        let from = columns::int(keys::counter(conn, &format!("batch.{batch}.from"))?);
        let found = arrival(own, if from == 0 { own } else { from })?;
        return Ok(vec![(i64::MAX, found)]);
    }
    let upto = format!("batch.{batch}.upto.");
    let mut found = conn
        .prepare_cached("SELECT name, n FROM counter WHERE name >= ?1 AND name < ?1 || ':' ORDER BY name")?;
    let mut rows = found.query([&upto])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        let name: String = r.get(0)?;
        let last = name.strip_prefix(&upto).and_then(|last| last.parse().ok());
        if let Some(last) = last {
            all.push((last, arrival(r.get(1)?, r.get(1)?)?));
        }
    }
    Ok(all)
}
