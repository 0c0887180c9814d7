//! Records that are made on the way: another one names them, and the case does not have them yet.

use crate::case::error::CaseError;
use crate::case::file::clock;
use crate::case::log::session::Change;
use crate::case::tables::keys;
use crate::case::write::add_record::add_as;
use crate::case::write::fields::Edits;
use crate::domain::ids::ItemId;
use crate::domain::new_name::NewName;
use crate::domain::shape::{Shape, Takes};
use crate::domain::{Key, Kind};
use rusqlite::Connection;
use serde_json::Value;

/// The keys that records of these kinds get when they are made one after the other.
pub(crate) fn next_keys(conn: &Connection, kinds: impl Iterator<Item = Kind>) -> Result<Vec<Key>, CaseError> {
    let mut all: Vec<Key> = Vec::new();
    for kind in kinds {
        let before = all.iter().filter(|key| key.kind == kind).count() as u64;
        all.push(Key::new(kind, keys::counter(conn, &format!("key.{kind}"))? + before + 1));
    }
    Ok(all)
}

/// What the label of a step says of the records that it makes on the way: ", with P-9 and S-3".
pub(crate) fn in_label(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!(", with {one}"),
        [most @ .., last] => format!(", with {} and {last}", most.join(", ")),
    }
}

/// Makes the records, as a part of the step with this label, and puts their ids where the fields name them.
pub(crate) fn make(
    change: &mut Change<'_>,
    shape: &Shape,
    dataset: &str,
    names: &[NewName],
    fields: &mut Edits,
    label: &str,
) -> Result<(), CaseError> {
    for new in names {
        let least = new
            .fields()
            .filter(|_| !new.name.trim().is_empty())
            .ok_or_else(|| CaseError::Refused(format!("a name is not enough to make {}", new.kind.one())))?;
        let item = clock::new_id();
        add_as(change, new.kind, item, dataset, least, |_| label.to_owned())?;
        for (path, value) in fields.iter_mut() {
            if let Some(field) = shape.field(path) {
                put(field.takes, value, new, item);
            }
        }
    }
    Ok(())
}

fn put(takes: Takes, value: &mut Value, new: &NewName, item: ItemId) {
    match (takes, value) {
        (Takes::Reference(kind) | Takes::References(kind), Value::String(text))
            if kind == new.kind && *text == new.name =>
        {
            *text = item.to_string();
        }
        (Takes::References(_), Value::Array(ids)) => ids.iter_mut().for_each(|id| put(takes, id, new, item)),
        (Takes::List(inside), Value::Array(items)) => {
            for members in items.iter_mut().filter_map(Value::as_object_mut) {
                for (name, value) in members.iter_mut() {
                    if let Some(field) = inside.field(name) {
                        put(field.takes, value, new, item);
                    }
                }
            }
        }
        _ => {}
    }
}
