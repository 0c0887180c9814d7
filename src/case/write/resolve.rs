//! What fields name, keys and names of other records, as the ids that a record refers to them by.

use crate::case::error::CaseError;
use crate::case::log::session::Change;
use crate::case::read::find_by_name::called;
use crate::case::tables::keys;
use crate::case::write::fields::{Edits, record_of};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::{Shape, Takes};
use crate::domain::{Key, Kind};
use serde_json::Value;

/// Turns keys and names in fields that refer to other records into ids as the record's own dataset names them.
pub(crate) fn resolve_references(
    change: &Change<'_>,
    (prefix, shape): (&str, &Shape),
    dataset: &str,
    fields: &mut Edits,
) -> Result<(), CaseError> {
    fields.iter_mut().try_for_each(|(path, value)| match shape.field(path) {
        Some(field) => resolve_within(change, &format!("{prefix}{path}"), field.takes, dataset, value),
        None => Ok(()),
    })
}

fn resolve_within(
    change: &Change<'_>,
    path: &str,
    takes: Takes,
    dataset: &str,
    value: &mut Value,
) -> Result<(), CaseError> {
    match (takes, value) {
        (Takes::Reference(target), Value::String(text)) => resolve(change, path, target, dataset, text),
        (Takes::References(target), Value::Array(ids)) => {
            for id in &mut *ids {
                if let Value::String(text) = id {
                    resolve(change, path, target, dataset, text)?;
                }
            }
            // One that is named twice counts once.
            let mut seen = Vec::new();
            ids.retain(|id| {
                let new = !seen.contains(id);
                seen.push(id.clone());
                new
            });
            Ok(())
        }
        (Takes::Nested(inside), Value::Object(members)) => {
            resolve_references(change, (&format!("{path}."), inside), dataset, members)
        }
        (Takes::List(inside), Value::Array(items)) => items
            .iter_mut()
            .try_for_each(|item| resolve_within(change, path, Takes::Nested(inside), dataset, item)),
        _ => Ok(()),
    }
}

/// Turns a reference that is a key or a name into the id it stands for, and refuses one that leads nowhere.
fn resolve(
    change: &Change<'_>,
    path: &str,
    target: Kind,
    dataset: &str,
    text: &mut String,
) -> Result<(), CaseError> {
    let item = match text.parse::<Key>() {
        Ok(key) if key.kind == target => keys::find(change.conn, &key)?,
        Ok(key) => {
            return Err(CaseError::Refused(format!(
                "{path} must be {}, and {key} is {}",
                target.one(),
                key.kind.one()
            )));
        }
        Err(_) if keys::row_of(change.conn, target, item_id(dataset, target, text))?.is_some() => {
            return Ok(());
        }
        Err(_) => called(change.conn, target, text)?,
    };
    *text = reference(change, target, item, dataset)?;
    Ok(())
}

/// How a record of `dataset` refers to another.
pub(crate) fn reference(
    change: &Change<'_>,
    kind: Kind,
    item: ItemId,
    dataset: &str,
) -> Result<String, CaseError> {
    let at = keys::must(change.conn, kind, item)?;
    let record = record_of(change, kind, at)?;
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
    if item_id(dataset, kind, id) == item {
        return Ok(id.to_owned());
    }
    Ok(item.to_string())
}
