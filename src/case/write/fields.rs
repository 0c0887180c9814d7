//! Fields of a record, or of the case itself, that are set by hand.

use crate::case::error::CaseError;
use crate::case::log::session::Change;
use crate::case::tables::{columns, keys};
use crate::case::write::stored::Stored;
use crate::domain::shape::Shaped;
use crate::domain::{CaseInfo, Kind};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Fields to set; null takes one away.
pub type Edits = Map<String, Value>;

/// The case's own dataset.
pub(crate) fn dataset_of(change: &Change<'_>) -> Result<String, CaseError> {
    Ok(CaseInfo::deserialize(&info_of(change)?)?.dataset)
}

/// The whole field that a path leads into.
pub(crate) fn outer(path: &str) -> &str {
    path.split_once('.').map_or(path, |(outer, _)| outer)
}

/// Turns paths into the whole fields they lead into, each as it would stand over `before`. A list
/// without anything in it is none, as it is in a record.
pub(crate) fn unfold(before: &Map<String, Value>, fields: Edits) -> Edits {
    let mut whole = Edits::new();
    for (path, value) in fields {
        match path.split_once('.') {
            None => {
                let empty = value.as_array().is_some_and(Vec::is_empty);
                whole.insert(path, if empty { Value::Null } else { value });
            }
            Some((outer, inner)) => {
                let standing = || before.get(outer).cloned().unwrap_or_default();
                let field = whole.entry(outer.to_owned()).or_insert_with(standing);
                put_inside(field, inner, value);
            }
        }
    }
    whole
}

/// Sets a field inside a value; an object left without fields becomes null.
fn put_inside(value: &mut Value, path: &str, set: Value) {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(members) = value.as_object_mut() else { return };
    match path.split_once('.') {
        Some((outer, inner)) => put_inside(members.entry(outer).or_insert(Value::Null), inner, set),
        None => {
            members.insert(path.to_owned(), set);
        }
    }
    members.retain(|_, member| !member.is_null());
    if members.is_empty() {
        *value = Value::Null;
    }
}

/// The path of the first field that was given and is not kept.
fn lost(given: &Value, kept: Option<&Value>, path: &str) -> Option<String> {
    match (given, kept) {
        (Value::Null, _) => None,
        (Value::Object(members), Some(Value::Object(kept))) => {
            members.iter().find_map(|(name, value)| lost(value, kept.get(name), &format!("{path}.{name}")))
        }
        (Value::Array(items), Some(Value::Array(kept))) => {
            items.iter().enumerate().find_map(|(at, item)| lost(item, kept.get(at), &format!("{path}[{at}]")))
        }
        (_, Some(_)) => None,
        (_, None) => Some(path.to_owned()),
    }
}

/// Adds the versions of a document to others, in the order in which they were attached: of one that both have, as
/// often as the one that has it more often.
pub(crate) fn join_versions(mine: &mut Vec<Value>, more: &Value) {
    let mut more: Vec<Value> = more.as_array().cloned().unwrap_or_default();
    for known in &*mine {
        if let Some(at) = more.iter().position(|one| one.get("sha256") == known.get("sha256")) {
            more.remove(at);
        }
    }
    mine.append(&mut more);
    mine.sort_by_key(|one| one.get("attached").and_then(Value::as_str).map(str::to_owned));
}

pub(crate) fn apply(record: &mut Map<String, Value>, set: &Edits) {
    for (name, value) in set {
        if value.is_null() {
            record.remove(name);
        } else {
            record.insert(name.clone(), value.clone());
        }
    }
}

/// What stands in a record where `fields` would be set; null for nothing.
pub(crate) fn standing(record: &Map<String, Value>, fields: &Edits) -> Edits {
    fields.keys().map(|name| (name.clone(), record.get(name).cloned().unwrap_or(Value::Null))).collect()
}

pub(crate) fn record_of(change: &Change<'_>, kind: Kind, at: i64) -> Result<Map<String, Value>, CaseError> {
    let mut record = change.conn.query_row(
        &format!("SELECT body FROM {} WHERE id = ?1", keys::table(kind)),
        [at],
        |r| columns::json(r, 0),
    )?;
    kind.shape().rename(&mut record);
    Ok(record)
}

pub(crate) fn info_of(change: &Change<'_>) -> Result<Map<String, Value>, CaseError> {
    let mut info = change.conn.query_row("SELECT body FROM case_info", [], |r| columns::json(r, 0))?;
    CaseInfo::SHAPE.rename(&mut info);
    Ok(info)
}

/// Reads a record of any kind from its JSON, refusing fields that no record of its kind has.
pub(crate) fn parse(kind: Kind, record: &Value, dataset: &str, given: &Edits) -> Result<Stored, CaseError> {
    let stored = Stored::parse(kind, record, dataset)?;
    let no_field = |name: &str| Err(CaseError::Refused(format!("{} has no field \"{name}\"", kind.one())));
    if let Some(name) = stored.unknown.iter().find(|name| given.contains_key(*name)) {
        return no_field(name);
    }
    let kept: Map<String, Value> = serde_json::from_str(&stored.body())?;
    match given.iter().find_map(|(name, value)| lost(value, kept.get(name), name)) {
        Some(path) => no_field(&path),
        None => Ok(stored),
    }
}
