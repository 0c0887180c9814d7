//! The undo stack of each replica: which of its steps stand, which are undone, which are past redoing.

use crate::case::error::CaseError;
use crate::case::tables::columns;
use crate::domain::event::{Payload, Step};
use rusqlite::{Connection, params};

/// A step that stands.
pub(crate) const DONE: i64 = 0;
/// A step that was undone and can be redone.
pub(crate) const UNDONE: i64 = 1;
/// A step that was undone and cannot be redone, for something new was done since.
const DEAD: i64 = 2;

/// Notes on the undo stack what an event's step does to it.
pub(crate) fn note(conn: &Connection, replica: i64, step: &Step) -> Result<(), rusqlite::Error> {
    let set = |number: u64, state: i64| {
        conn.prepare_cached("INSERT OR REPLACE INTO step (replica, step, state) VALUES (?1, ?2, ?3)")?
            .execute(params![replica, columns::int(number), state])
    };
    if let Some(undone) = step.undoes {
        set(undone, UNDONE)?;
    } else if let Some(redone) = step.redoes {
        set(redone, DONE)?;
    } else {
        set(step.step, DONE)?;
        // What was undone before can not be brought back any more once something new is done.
        conn.prepare_cached("UPDATE step SET state = ?2 WHERE replica = ?1 AND state = ?3")?
            .execute(params![replica, DEAD, UNDONE])?;
    }
    Ok(())
}

/// Makes the undo stacks again from the events.
pub(crate) fn rebuild(conn: &Connection) -> Result<(), CaseError> {
    conn.execute("DELETE FROM step", [])?;
    let mut events = conn.prepare(
        "SELECT replica, payload FROM event WHERE step IS NOT NULL AND payload IS NOT NULL \
         ORDER BY replica, seq",
    )?;
    let mut rows = events.query([])?;
    while let Some(r) = rows.next()? {
        let payload: Payload = columns::json(r, 1)?;
        if let Some(step) = payload.step() {
            note(conn, r.get(0)?, step)?;
        }
    }
    Ok(())
}
