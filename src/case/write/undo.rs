//! Undo and redo: steps taken back and brought back, by appending events.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::log::undo_stack::{DONE, UNDONE};
use crate::case::tables::{columns, keys};
use crate::case::write::{annotate, edit_records};
use crate::domain::event::{Payload, Step};
use crate::domain::ids::ItemId;
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
}

impl Session {
    /// Takes back the last step of this reviewer on this device.
    ///
    /// # Errors
    /// When there is none, or what it set has changed since; nothing is changed then.
    pub fn undo_step(&mut self) -> Result<Stepped, CaseError> {
        self.transact(|change| travel(change, true))
    }

    /// Where the last thing this reviewer did on this device was an import, which undo does not take back: what
    /// was imported, and the step before it that undo would take back, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn import_before_undo(&mut self) -> Result<Option<(String, Option<String>)>, CaseError> {
        self.transact(|change| {
            let Some((replica, _)) = change.own_replica()? else { return Ok(None) };
            let last: Option<Option<String>> = change
                .conn
                .prepare_cached(
                    "SELECT iif(payload ->> '$.op' = 'import', payload ->> '$.name', NULL) FROM event \
                     WHERE replica = ?1 ORDER BY seq DESC LIMIT 1",
                )?
                .query_row([replica], |r| r.get(0))
                .optional()?;
            let Some(Some(name)) = last else { return Ok(None) };
            let label = match last_step(change.conn, replica, true)? {
                Some(number) => label_of(&originals(change.conn, replica, number)?),
                None => None,
            };
            Ok(Some((name, label)))
        })
    }

    /// Brings back the last step taken back.
    ///
    /// # Errors
    /// When there is none, or what it would set has changed since; nothing is changed then.
    pub fn redo_step(&mut self) -> Result<Stepped, CaseError> {
        self.transact(|change| travel(change, false))
    }
}

fn travel(change: &mut Change<'_>, back: bool) -> Result<Stepped, CaseError> {
    let nothing =
        || CaseError::Refused(format!("there is nothing to {}", if back { "undo" } else { "redo" }));
    let Some((replica, _)) = change.own_replica()? else { return Err(nothing()) };
    let number = last_step(change.conn, replica, back)?.ok_or_else(nothing)?;
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
    let mut items = BTreeSet::new();
    let records = events.iter().any(|payload| !matches!(payload, Payload::Annotate { .. }));
    for payload in events {
        if let (
            Some(item),
            Payload::Annotate { kind, .. }
            | Payload::Add { kind, .. }
            | Payload::Edit { kind: Some(kind), .. },
        ) = (payload.item(), &payload)
        {
            items.insert((*kind, item));
        }
        replay(change, payload, back, &step).map_err(|error| match error {
            CaseError::Refused(reason) => CaseError::Refused(format!("\"{label}\" was not {verb}: {reason}")),
            other => other,
        })?;
    }
    Ok(Stepped { label: step.label, items: items.into_iter().collect(), records })
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
fn label_of(events: &[Payload]) -> Option<String> {
    events.first().and_then(Payload::step).map(|step| step.label.clone())
}

/// The events of a step as it was first done.
fn originals(conn: &Connection, replica: i64, number: u64) -> Result<Vec<Payload>, CaseError> {
    let mut found = conn.prepare_cached(
        "SELECT payload FROM event WHERE replica = ?1 AND step = ?2 AND payload IS NOT NULL ORDER BY seq",
    )?;
    let all: Vec<Payload> = found
        .query_map(params![replica, columns::int(number)], |r| columns::json(r, 0))?
        .collect::<Result<_, _>>()?;
    Ok(all)
}

fn replay(change: &mut Change<'_>, payload: Payload, back: bool, step: &Step) -> Result<(), CaseError> {
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
        Payload::Join { .. } | Payload::Import { .. } | Payload::Expunge { .. } => Ok(()),
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
