//! By which import each record is as it is: its base, over which stands what was edited by hand.

use crate::case::error::CaseError;
use crate::case::log::import_batches;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::merge::Stamp;
use crate::domain::{Hlc, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// What stands before every event.
pub(crate) const FIRST: Stamp = (Hlc::FIRST, Digest::NONE);

/// The imports of a case, by the numbers of their batches.
#[derive(Debug, Default)]
pub(crate) struct Bases {
    /// The event of a batch, where one event stands for the whole batch.
    events: HashMap<i64, Option<Digest>>,
    /// The only import there is, where there is but one.
    only: Option<Digest>,
    /// The row of the last event when it was looked: what came since changed nothing yet.
    last: i64,
}

impl Bases {
    /// Looks which imports there are.
    pub(crate) fn load(conn: &Connection) -> Result<Self, CaseError> {
        let sql = "SELECT hash FROM event WHERE item IS NULL AND substr(payload, 1, 14) = '{\"op\":\"import\"' LIMIT 2";
        let mut found = conn.prepare(sql)?;
        let all: Vec<Digest> =
            found.query_map([], |r| columns::digest(r, 0))?.collect::<Result<_, rusqlite::Error>>()?;
        let only = if let [only] = all.as_slice() { Some(*only) } else { None };
        let last = conn.query_row("SELECT coalesce(max(id), 0) FROM event", [], |r| r.get(0))?;
        Ok(Self { events: HashMap::new(), only, last })
    }

    /// The row of the last event when it was looked.
    pub(crate) const fn last(&self) -> i64 {
        self.last
    }

    /// The import that a record came by or was last changed by, by the number of its batch and of its key; none for
    /// what was made by hand.
    pub(crate) fn of(
        &mut self,
        conn: &Connection,
        (kind, item): (Kind, ItemId),
        (batch, key): (i64, i64),
    ) -> Result<Option<Digest>, CaseError> {
        let whole = match self.events.get(&batch) {
            Some(known) => *known,
            None => {
                let found = event_of(conn, batch, i64::MAX)?;
                self.events.insert(batch, found);
                found
            }
        };
        if whole.is_some() {
            return Ok(whole);
        }
        // A case that was restored from a file has one batch for what several imports brought, and for what was made
        // by hand.
        let changed = changed_by(conn, (kind, item), self.last)?;
        let made = made_at(conn, item, self.last)?;
        if changed.is_some() || made.is_some() {
            return Ok(changed.filter(|changed| Some(*changed) > made).map(|(_, event)| event));
        }
        if self.only.is_some() || kind != Kind::Evidence {
            return Ok(self.only);
        }
        event_of(conn, batch, key)
    }
}

/// The event of a batch, for what has a key up to this.
fn event_of(conn: &Connection, batch: i64, key: i64) -> Result<Option<Digest>, CaseError> {
    let sql = "SELECT e.hash FROM import_batch b LEFT JOIN event e ON e.id = b.event \
               WHERE b.batch = ?1 AND b.last_key >= ?2 ORDER BY b.last_key LIMIT 1";
    let found = conn.prepare_cached(sql)?.query_row([batch, key], |r| {
        Ok(match r.get_ref(0)? {
            rusqlite::types::ValueRef::Null => None,
            _ => Some(columns::digest(r, 0)?),
        })
    });
    Ok(found.optional()?.flatten())
}

/// The last import that changed a record, of the events up to a row.
pub(crate) fn changed_by(
    conn: &Connection,
    (kind, item): (Kind, ItemId),
    last: i64,
) -> Result<Option<Stamp>, CaseError> {
    let sql = "SELECT e.hlc, e.hash FROM replaced p JOIN event e ON e.hash = p.event \
               WHERE p.item = ?1 AND p.kind = ?2 AND e.id <= ?3 \
               AND substr(e.payload, 1, 14) = '{\"op\":\"import\"' ORDER BY e.hlc DESC, e.hash DESC LIMIT 1";
    let values = params![item.as_bytes(), columns::kind_code(kind), last];
    let found = conn.prepare_cached(sql)?.query_row(values, |r| Ok((Hlc(r.get(0)?), columns::digest(r, 1)?)));
    Ok(found.optional()?)
}

/// When a record was made by hand, if it was: the last time, of the events up to a row.
pub(crate) fn made_at(conn: &Connection, item: ItemId, last: i64) -> Result<Option<Stamp>, CaseError> {
    let sql = "SELECT hlc, hash FROM event WHERE item = ?1 AND substr(payload, 1, 11) = '{\"op\":\"add\"' \
               AND payload -> '$.record' <> 'null' AND id <= ?2 ORDER BY hlc DESC, hash DESC LIMIT 1";
    let found = conn
        .prepare_cached(sql)?
        .query_row(params![item.as_bytes(), last], |r| Ok((Hlc(r.get(0)?), columns::digest(r, 1)?)));
    Ok(found.optional()?)
}

/// Where an event stands in the order of all.
pub(crate) fn stamp_of(conn: &Connection, event: Digest) -> Result<Option<Stamp>, CaseError> {
    let sql = "SELECT hlc FROM event WHERE hash = ?1";
    let found = conn.prepare_cached(sql)?.query_row([event.0], |r| Ok((Hlc(r.get(0)?), event)));
    Ok(found.optional()?)
}

/// The number of the batch of an import here; a new one where it has none.
pub(crate) fn batch_of(conn: &Connection, event: Digest) -> Result<i64, CaseError> {
    let sql = "SELECT b.batch FROM import_batch b JOIN event e ON e.id = b.event \
               WHERE e.hash = ?1 AND b.last_key = ?2 ORDER BY b.batch LIMIT 1";
    let known: Option<i64> =
        conn.prepare_cached(sql)?.query_row(params![event.0, i64::MAX], |r| r.get(0)).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    keys::count_up(conn, "batch", 1)?;
    let batch = columns::int(keys::counter(conn, "batch")?);
    import_batches::note(conn, batch, None, event)?;
    Ok(batch)
}
