//! The events of every replica's journal, as rows.

use crate::case::error::CaseError;
use crate::case::tables::columns;
use crate::domain::event::{Event, Payload};
use crate::domain::ids::Digest;
use crate::domain::{Date, DocumentInfo, Field, Hlc, Kind};
use rusqlite::{Connection, Row, params};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Writes an event's row; without a payload where that was erased.
pub(crate) fn insert_event(
    conn: &Connection,
    replica: i64,
    event: &Event,
    payload: Option<&Payload>,
) -> Result<(), CaseError> {
    conn.prepare_cached(
        "INSERT INTO event (replica, seq, hlc, prev, digest, hash, payload, item, step, at, dossier) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        replica,
        columns::int(event.seq),
        event.hlc.0,
        event.prev.0,
        event.digest.0,
        event.hash.0,
        event.payload,
        payload.and_then(Payload::item).map(|item| *item.as_bytes()),
        payload.and_then(Payload::step).map(|step| columns::int(step.step)),
        event.at,
        event.dossier.map(|digest| digest.0),
    ])?;
    Ok(())
}

/// Gives an event the payload that it came without.
pub(crate) fn fill(conn: &Connection, event: &Event, payload: &Payload) -> Result<(), CaseError> {
    conn.prepare_cached("UPDATE event SET payload = ?2, item = ?3, step = ?4 WHERE hash = ?1")?.execute(
        params![
            event.hash.0,
            event.payload,
            payload.item().map(|item| *item.as_bytes()),
            payload.step().map(|step| columns::int(step.step)),
        ],
    )?;
    Ok(())
}

/// Erases the payloads of events. The chain of hashes goes over their digests and still verifies.
pub(crate) fn erase(conn: &Connection, events: &[Digest]) -> Result<(), rusqlite::Error> {
    for hash in events {
        conn.prepare_cached("UPDATE event SET payload = NULL WHERE hash = ?1")?.execute([hash.0])?;
    }
    Ok(())
}

/// The events whose payloads were erased by some event of the log, and what was erased of documents.
pub(crate) fn expunged(conn: &Connection) -> Result<HashSet<Digest>, CaseError> {
    Ok(erasures(conn)?.into_keys().collect())
}

/// The same, each with when it was erased last.
fn erasures(conn: &Connection) -> Result<HashMap<Digest, Hlc>, CaseError> {
    // Of the events that are about an item, an erasure alone belongs to no step.
    let mut found = conn.prepare(
        "SELECT payload, hlc FROM event WHERE item IS NOT NULL AND step IS NULL AND payload IS NOT NULL ORDER BY hlc",
    )?;
    let mut rows = found.query([])?;
    let mut all = HashMap::new();
    while let Some(r) = rows.next()? {
        if let Payload::Expunge { events, .. } = columns::json(r, 0)? {
            let at = Hlc(r.get(1)?);
            all.extend(events.into_iter().map(|digest| (digest, at)));
        }
    }
    Ok(all)
}

/// What was erased of documents and not attached again since: no older file brings it back.
pub(crate) fn erased_contents(conn: &Connection) -> Result<HashSet<Digest>, CaseError> {
    let mut erased = erasures(conn)?;
    if erased.is_empty() {
        return Ok(HashSet::new());
    }
    // Going back to an attachment attaches nothing, nor does combining the sources of two.
    let mut found = conn.prepare(
        "SELECT e.payload, e.hlc FROM event e WHERE e.item IS NOT NULL AND instr(e.payload, '\"documents\"') > 0 \
         AND e.payload ->> '$.op' = 'edit' AND e.payload ->> '$.undoes' IS NULL AND e.payload ->> '$.redoes' IS NULL \
         AND NOT EXISTS (SELECT 1 FROM event r WHERE r.replica = e.replica AND r.step = e.step \
         AND r.payload ->> '$.op' = 'remove')",
    )?;
    let mut rows = found.query([])?;
    while let Some(r) = rows.next()? {
        let Payload::Edit { kind: Some(Kind::Source), set, was, .. } = columns::json(r, 0)? else { continue };
        let listed = |fields: &Map<String, Value>| -> Vec<DocumentInfo> {
            let documents = fields.get("documents").cloned().unwrap_or_default();
            serde_json::from_value(documents).unwrap_or_default()
        };
        let (mut new, at) = (listed(&set), Hlc(r.get(1)?));
        for known in listed(&was) {
            if let Some(place) = new.iter().position(|document| *document == known) {
                new.remove(place);
            }
        }
        for digest in new.iter().flat_map(DocumentInfo::contents) {
            if erased.get(&digest).is_some_and(|gone| *gone < at) {
                erased.remove(&digest);
            }
        }
    }
    Ok(erased.into_keys().collect())
}

/// What an event is read from.
pub(crate) const EVENT: &str = "r.uuid, e.seq, e.hlc, e.prev, e.digest, e.payload, e.at, e.dossier, e.hash";

/// An event, from the columns [`EVENT`].
pub(crate) fn event(r: &Row<'_>) -> Result<Event, rusqlite::Error> {
    Ok(Event {
        replica: columns::uuid(r, 0)?,
        seq: columns::count(r, 1)?,
        hlc: Hlc(r.get(2)?),
        prev: columns::digest(r, 3)?,
        digest: columns::digest(r, 4)?,
        payload: r.get(5)?,
        at: r.get(6)?,
        dossier: r.get::<_, Option<Vec<u8>>>(7)?.and_then(|bytes| Digest::from_bytes(&bytes)),
        hash: columns::digest(r, 8)?,
    })
}

/// What an event tells of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Nothing, or nothing any more.
    Nothing,
    /// That there is another one, or none any more.
    Open,
    /// The same, and one of them is private.
    Private,
}

/// What the payload of an event tells of a note.
pub(crate) fn tells(payload: Option<&str>) -> Result<Tells, CaseError> {
    // A name can be spelled with an escape. Without either there is nothing to parse.
    let Some(payload) = payload.filter(|text| text.contains("note") || text.contains('\\')) else {
        return Ok(Tells::Nothing);
    };
    let Payload::Annotate { set, was, .. } = serde_json::from_str(payload)? else {
        return Ok(Tells::Nothing);
    };
    let told = [set.get(&Field::Note), was.get(&Field::Note)];
    let private = |note: &Value| note.get("private") == Some(&Value::Bool(true));
    Ok(match told {
        [None, None] => Tells::Nothing,
        _ if told.into_iter().flatten().any(private) => Tells::Private,
        _ => Tells::Open,
    })
}

/// A moment of the clock, as an RFC 3339 time in UTC.
pub(crate) fn time(changed: Hlc) -> Date {
    jiff::Timestamp::from_millisecond(changed.millis())
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
        .parse()
        .unwrap_or_default()
}
