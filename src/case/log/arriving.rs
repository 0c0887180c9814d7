//! An event that another replica wrote comes into the log.

use crate::case::error::CaseError;
use crate::case::log::journal;
use crate::case::tables::{columns, reviewers};
use crate::domain::entry::Reviewer;
use crate::domain::event::{Event, Payload};
use crate::domain::ids::Digest;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

/// What became of an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Arrived {
    /// It is in the log already.
    Known,
    /// It is in the log, and its payload came now.
    Filled(Payload),
    /// It is new: the row of its replica, what it records, unless that was erased or never shared, and whether its
    /// place in its journal was taken by another one.
    New(i64, Option<Payload>, bool),
}

/// Takes an event in, where it follows the one before it. What was `erased` does not come back.
pub(crate) fn arrive(
    conn: &Connection,
    event: &Event,
    erased: &HashSet<Digest>,
) -> Result<Arrived, CaseError> {
    let refuse = |reason: &str| {
        Err(CaseError::Refused(format!("event {} of replica {} {reason}", event.seq, event.replica)))
    };
    if !event.verifies() {
        return refuse("does not match its own hash: it was changed after it was written");
    }
    if !event.hlc.can_be_followed() {
        return refuse("is stamped with a time after which nothing can follow");
    }
    let payload = event.read()?;
    let has_payload: Option<bool> = conn
        .prepare_cached("SELECT payload IS NOT NULL FROM event WHERE hash = ?1")?
        .query_row([event.hash.0], |r| r.get(0))
        .optional()?;
    match (has_payload, payload.clone()) {
        (Some(false), Some(payload)) if !erased.contains(&event.hash) => {
            journal::fill(conn, event, &payload)?;
            return Ok(Arrived::Filled(payload));
        }
        (Some(_), _) => return Ok(Arrived::Known),
        (None, _) => {}
    }
    let replica: Option<i64> = conn
        .prepare_cached("SELECT id FROM replica WHERE uuid = ?1")?
        .query_row([event.replica.as_bytes()], |r| r.get(0))
        .optional()?;
    let replica = match (replica, &payload) {
        (Some(replica), _) => replica,
        (None, Some(Payload::Join { reviewer, name, .. })) if event.seq == 1 => {
            let reviewer =
                reviewers::ensure(conn, &Reviewer { id: *reviewer, name: name.clone(), is: None })?;
            conn.prepare_cached("INSERT INTO replica (uuid, reviewer, seq, head) VALUES (?1, ?2, 0, ?3)")?
                .insert(params![event.replica.as_bytes(), reviewer, Digest::NONE.0])?
        }
        (None, _) => return refuse("comes before the start of its journal"),
    };
    let follows: bool = event.prev == Digest::NONE && event.seq == 1
        || conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM event WHERE hash = ?1 AND replica = ?2 AND seq = ?3 - 1)",
            )?
            .query_row(params![event.prev.0, replica, columns::int(event.seq)], |r| r.get(0))?;
    if !follows {
        return refuse("does not follow the event before it");
    }
    let forks: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE replica = ?1 AND seq = ?2)")?
        .query_row(params![replica, columns::int(event.seq)], |r| r.get(0))?;
    // What was erased here does not come back with an older file.
    let bare = erased.contains(&event.hash).then(|| Event { payload: None, ..event.clone() });
    journal::insert_event(conn, replica, bare.as_ref().unwrap_or(event), payload.as_ref())?;
    conn.prepare_cached(
        "UPDATE replica SET seq = ?2, head = ?3 WHERE id = ?1 AND (seq < ?2 OR seq = ?2 AND head < ?3)",
    )?
    .execute(params![replica, columns::int(event.seq), event.hash.0])?;
    conn.prepare_cached("UPDATE case_info SET clock = max(clock, ?1)")?.execute([event.hlc.0])?;
    Ok(Arrived::New(replica, payload, forks))
}
