//! When the records of an import came into this case.
//!
//! Every record bears the number of the import that brought or last changed it. Which event of the log
//! that import is stands among the counters: `batch.7` is its row. Where the import brought events of a
//! history along, `batch.7.from` is the row of the first of them: what these say was said of a case
//! that had the records already. Of a case restored from its own history it is not known which import
//! in it brought what.

use super::error::CaseError;
use super::{lookup, row};
use crate::domain::Hlc;
use crate::domain::ids::Digest;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// An import, as its records tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    /// When.
    pub(super) at: Hlc,
    /// The rows of the events that came with it: the first, and its own.
    events: (i64, i64),
}

impl Arrival {
    /// The row of its own event.
    pub(super) const fn own(self) -> i64 {
        self.events.1
    }

    /// Whether an event came with it.
    pub(super) const fn brought(&self, event: i64) -> bool {
        self.events.0 <= event && event <= self.events.1
    }
}

/// Notes which event an import is, and the first of the events that it brought.
pub(super) fn note(
    conn: &Connection,
    batch: i64,
    from: Option<Digest>,
    own: Digest,
) -> Result<(), CaseError> {
    let row = |hash: Digest| -> Result<u64, rusqlite::Error> {
        conn.prepare_cached("SELECT id FROM event WHERE hash = ?1")?.query_row([hash.0], |r| row::count(r, 0))
    };
    lookup::set_counter(conn, &format!("batch.{batch}"), row(own)?)?;
    if let Some(from) = from {
        lookup::set_counter(conn, &format!("batch.{batch}.from"), row(from)?)?;
    }
    Ok(())
}

/// The imports, each looked up once.
#[derive(Debug, Default)]
pub(super) struct Arrivals(HashMap<i64, Option<Arrival>>);

impl Arrivals {
    /// The import with a number; none for records made by hand, and where it is not known.
    pub(super) fn of(&mut self, conn: &Connection, batch: i64) -> Result<Option<Arrival>, CaseError> {
        if let Some(known) = self.0.get(&batch) {
            return Ok(*known);
        }
        let own = row::int(lookup::counter(conn, &format!("batch.{batch}"))?);
        let from = row::int(lookup::counter(conn, &format!("batch.{batch}.from"))?);
        let at: Option<i64> = conn
            .prepare_cached("SELECT hlc FROM event WHERE id = ?1")?
            .query_row([own], |r| r.get(0))
            .optional()?;
        let from = if from == 0 { own } else { from };
        let found = at.map(|at| Arrival { at: Hlc(at), events: (from, own) });
        self.0.insert(batch, found);
        Ok(found)
    }

    /// Whether some import came after a time.
    pub(super) fn any_after(conn: &Connection, time: Hlc) -> Result<bool, CaseError> {
        Ok(conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM counter c JOIN event e ON e.id = c.n \
                 WHERE c.name >= 'batch.' AND c.name < 'batch/' AND e.hlc > ?1)",
            )?
            .query_row([time.0], |r| r.get(0))?)
    }
}
