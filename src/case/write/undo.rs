//! Undo and redo: steps taken back and brought back, by appending events.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::log::undo_stack::{DONE, UNDONE};
use crate::case::tables::{columns, keys};
use crate::case::write::take_out::Removal;
use crate::case::write::{annotate, edit_records, remove, remove_import, swap};
use crate::domain::event::{Payload, Step};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Annotation, FieldSet, Kind, Target};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// What was undone or redone: its label, and the items it touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The label of the step.
    pub label: String,
    /// The items it touched.
    pub items: Vec<(Kind, ItemId)>,
    /// Whether it changed records of the dossier.
    pub records: bool,
    /// Of an import that is taken back: what stays, and why; a sentence each.
    pub stays: Vec<String>,
}

impl Session {
    /// Takes back the last step of this reviewer on this device.
    ///
    /// # Errors
    /// When there is none, or what it set has changed since; nothing is changed then.
    pub fn undo_step(&mut self) -> Result<Stepped, CaseError> {
        self.rearrange(|change| travel(change, true))
    }

    /// Brings back the last step taken back.
    ///
    /// # Errors
    /// When there is none, or what it would set has changed since; nothing is changed then.
    pub fn redo_step(&mut self) -> Result<Stepped, CaseError> {
        self.rearrange(|change| travel(change, false))
    }
}

fn travel(change: &mut Change<'_>, back: bool) -> Result<Stepped, CaseError> {
    let nothing =
        || CaseError::Refused(format!("there is nothing to {}", if back { "undo" } else { "redo" }));
    let Some((replica, _)) = change.own_replica()? else { return Err(nothing()) };
    let Some(number) = last_step(change.conn, replica, back)? else {
        return Err(match made_by(change.conn, replica)?.filter(|_| back) {
            Some(name) => CaseError::Refused(format!(
                "there is nothing to undo; the import of {name} made the case, and is taken out by its number alone \
                 (corrob list CASE imports, corrob remove CASE --import N)"
            )),
            None => nothing(),
        });
    };
    let mut events = originals(change.conn, replica, number)?;
    if back {
        events.reverse();
    }
    let label = label_of(&events)
        .ok_or_else(|| CaseError::Refused("the last step was expunged and cannot be taken back".into()))?;
    let (word, verb) = if back { ("undid", "undone") } else { ("redid", "redone") };
    let mut step = change.step(&format!("{word}: {label}"))?;
    if back {
        step.undoes = Some(number);
    } else {
        step.redoes = Some(number);
    }
    let refused = |error| match error {
        CaseError::Refused(reason) => CaseError::Refused(format!("\"{label}\" was not {verb}: {reason}")),
        other => other,
    };
    let records = events.iter().any(|(_, payload)| !matches!(payload, Payload::Annotate { .. }));
    let mut stepped = Stepped { label: step.label.clone(), items: Vec::new(), records, stays: Vec::new() };
    if let Some((event, _)) = events.iter().find(|(_, payload)| matches!(payload, Payload::Import { .. })) {
        let done = match back {
            true => remove_import::take_back(change, *event, step),
            false => remove_import::bring_back(change, *event, step),
        };
        stepped.stays = done.map_err(refused)?;
        return Ok(stepped);
    }
    let mut items = BTreeSet::new();
    for (event, payload) in events {
        if let (
            Some(item),
            Payload::Annotate { kind, .. }
            | Payload::Add { kind, .. }
            | Payload::Edit { kind: Some(kind), .. },
        ) = (payload.item(), &payload)
        {
            items.insert((*kind, item));
        }
        if matches!(payload, Payload::Remove { .. }) {
            // It comes first: there the step was made.
            stepped.items.extend(first_taken_out(change.conn, event)?);
        }
        replay(change, event, payload, back, &step).map_err(refused)?;
    }
    stepped.items.extend(items);
    Ok(stepped)
}

/// The first claim or piece of evidence that an event took out: where it was, the rest was as well.
fn first_taken_out(conn: &Connection, event: Digest) -> Result<Option<(Kind, ItemId)>, CaseError> {
    let kinds = [Kind::Claim, Kind::Evidence];
    let [claim, evidence] = kinds.map(columns::kind_code);
    let mut found = conn.prepare_cached(
        "SELECT kind, item FROM replaced WHERE event = ?1 AND kind IN (?2, ?3) ORDER BY id LIMIT 1",
    )?;
    let first = found.query_row(params![event.0, claim, evidence], |r| {
        let kind = if r.get::<_, i64>(0)? == claim { Kind::Claim } else { Kind::Evidence };
        Ok((kind, columns::uuid(r, 1)?))
    });
    Ok(first.optional()?)
}

/// What was imported by the event of a replica that made the case, if one did.
fn made_by(conn: &Connection, replica: i64) -> Result<Option<String>, CaseError> {
    let sql = "SELECT payload ->> '$.name' FROM event WHERE replica = ?1 AND step IS NULL \
               AND payload ->> '$.op' = 'import' ORDER BY seq LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([replica], |r| r.get(0)).optional()?)
}

/// The step that undo takes back, or redo brings back.
fn last_step(conn: &Connection, replica: i64, back: bool) -> Result<Option<u64>, CaseError> {
    let (order, state) = if back { ("DESC", DONE) } else { ("ASC", UNDONE) };
    Ok(conn
        .prepare_cached(&format!(
            "SELECT step FROM step WHERE replica = ?1 AND state = ?2 ORDER BY step {order} LIMIT 1"
        ))?
        .query_row(params![replica, state], |r| columns::count(r, 0))
        .optional()?)
}

/// What a step is called.
fn label_of(events: &[(Digest, Payload)]) -> Option<String> {
    // What an import changed of the case's description is a part of it.
    let import = events.iter().find(|(_, payload)| matches!(payload, Payload::Import { .. }));
    import.or(events.first()).and_then(|(_, payload)| payload.step()).map(|step| step.label.clone())
}

/// The events of a step as it was first done.
fn originals(conn: &Connection, replica: i64, number: u64) -> Result<Vec<(Digest, Payload)>, CaseError> {
    let mut found = conn.prepare_cached(
        "SELECT hash, payload FROM event WHERE replica = ?1 AND step = ?2 AND payload IS NOT NULL ORDER BY seq",
    )?;
    let rows = found.query_map(params![replica, columns::int(number)], |r| {
        Ok((columns::digest(r, 0)?, columns::json(r, 1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn replay(
    change: &mut Change<'_>,
    event: Digest,
    payload: Payload,
    back: bool,
    step: &Step,
) -> Result<(), CaseError> {
    match payload {
        Payload::Annotate { kind, item, set, was, .. } => {
            let (to, from) = if back { (was, set) } else { (set, was) };
            replay_annotation(change, kind, item, &to, &from, step)
        }
        Payload::Edit { kind, item, set, was, .. } => {
            let (to, from) = if back { (was, set) } else { (set, was) };
            edit_records::replay_edit(change, kind, item, to, from, step.clone())
        }
        Payload::Add { kind, item, record, .. } => {
            edit_records::replay_add(change, kind, item, if back { None } else { record }, step.clone())
        }
        Payload::Remove { stood, import, into, .. } => {
            remove::replay(change, &Removal { event, stood, import, into }, back, step.clone())
        }
        Payload::Swap { kind, item, with, .. } => swap::swap(change, kind, (item, with), step.clone()),
        Payload::Join { .. } | Payload::Import { .. } | Payload::Merge { .. } | Payload::Expunge { .. } => {
            Ok(())
        }
    }
}

fn replay_annotation(
    change: &mut Change<'_>,
    kind: Kind,
    item: ItemId,
    to: &FieldSet,
    from: &FieldSet,
    step: &Step,
) -> Result<(), CaseError> {
    let me = change.me()?;
    let at = keys::must(change.conn, kind, item)?;
    let before = projection::read(change.conn, me, kind, at)?.map(|(a, _)| a).unwrap_or_default();
    if let Some((field, _)) = from.iter().find(|(field, value)| before.get(**field) != **value) {
        let key = change.key(kind, item)?;
        return Err(CaseError::Refused(format!("the {field} of {key} has changed since")));
    }
    let mut after: Annotation = before.clone();
    after.apply(to)?;
    match annotate::record(change, Target { kind, item }, to.clone(), from.clone(), step)? {
        Some(hlc) => projection::store(change.conn, me, kind, at, &before, &after, hlc),
        None => Ok(()),
    }
}
