//! Making a record, inside a change.

use crate::case::error::CaseError;
use crate::case::file::clock;
use crate::case::log::session::Change;
use crate::case::tables::keys;
use crate::case::write::fields::{Edits, parse, unfold};
use crate::case::write::records;
use crate::domain::event::Payload;
use crate::domain::ids::ItemId;
use crate::domain::{Key, Kind};
use serde_json::{Map, Value};

/// Makes a record from its fields, which refer to others by id, as a step that `label` names.
pub(crate) fn add(
    change: &mut Change<'_>,
    kind: Kind,
    dataset: &str,
    fields: Edits,
    label: impl FnOnce(&Key) -> String,
) -> Result<Key, CaseError> {
    add_as(change, kind, clock::new_id(), dataset, fields, label)
}

/// The same of a record whose id is known.
pub(crate) fn add_as(
    change: &mut Change<'_>,
    kind: Kind,
    item: ItemId,
    dataset: &str,
    fields: Edits,
    label: impl FnOnce(&Key) -> String,
) -> Result<Key, CaseError> {
    let mut fields = unfold(&Map::new(), fields);
    fields.retain(|_, value| !value.is_null());
    fields.insert("id".into(), Value::String(item.to_string()));
    let number = keys::counter(change.conn, &format!("key.{kind}"))? + 1;
    fields.insert("key".into(), number.into());
    let record = Value::Object(fields.clone());
    let stored = parse(kind, &record, dataset, &fields)?;
    let step = change.step(&label(&Key::new(kind, number)))?;
    records::insert_one(change.conn, &stored, 0)?;
    change.append(&Payload::Add {
        kind,
        item,
        record: Some(serde_json::from_str(&stored.body())?),
        stood: None,
        step,
    })?;
    Ok(keys::shown(change.conn, kind, number, item)?)
}
