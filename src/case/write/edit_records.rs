//! Records made and edited by hand.

use crate::case::error::CaseError;
use crate::case::file::{clock, dossier};
use crate::case::log::session::{Change, Session};
use crate::case::read::find_by_name::called;
use crate::case::tables::{columns, keys};
use crate::case::write::records;
use crate::case::write::stored::Stored;
use crate::case::write::take_out;
use crate::domain::event::{Payload, Step};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::Shaped;
use crate::domain::shape::{Shape, Takes};
use crate::domain::{CaseInfo, Key, Kind};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Fields to set; null takes one away.
pub type Edits = Map<String, Value>;

impl Session {
    /// Makes a record from its fields. References may be keys (`S-4`), ids or names; a field inside another
    /// is named by its path (`via.party`).
    ///
    /// # Errors
    /// When a field is missing, does not fit, or refers to nothing; nothing is made then.
    pub fn add(&mut self, kind: Kind, mut fields: Edits) -> Result<Key, CaseError> {
        refuse_fixed(kind, &fields)?;
        refuse_documents(fields.keys())?;
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            resolve_references(change, ("", kind.shape()), &dataset, &mut fields)?;
            add(change, kind, &dataset, fields, |key| format!("{key} added"))
        })
    }

    /// Edits fields of a record; a field inside another is named by its path (`via.party`).
    ///
    /// # Errors
    /// When a field does not exist or fit, or refers to nothing; nothing is changed then.
    pub fn edit(&mut self, kind: Kind, item: ItemId, mut fields: Edits) -> Result<Vec<String>, CaseError> {
        refuse_fixed(kind, &fields)?;
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            let (set, was) = edits_of(change, kind, item, &dataset, &mut fields)?;
            let changed: Vec<String> = set.keys().cloned().collect();
            if changed.is_empty() {
                return Ok(changed);
            }
            refuse_documents(changed.iter())?;
            let key = change.key(kind, item)?;
            let step = change.step(&format!("{key}: {} edited", changed.join(", ")))?;
            put_edit(change, kind, item, &dataset, set, was, step)?;
            Ok(changed)
        })
    }

    /// Edits what the case says of itself.
    ///
    /// # Errors
    /// When a field does not fit; nothing is changed then.
    pub fn edit_case(&mut self, fields: Edits) -> Result<Vec<String>, CaseError> {
        let item = self.case.id;
        self.transact(|change| {
            let before = info_of(change)?;
            let mut fields = unfold(&before, fields);
            let was = standing(&before, &fields);
            fields.retain(|name, value| was.get(name) != Some(value));
            let changed: Vec<String> = fields.keys().cloned().collect();
            if changed.is_empty() {
                return Ok(changed);
            }
            let was = standing(&before, &fields);
            let step = change.step("case edited")?;
            put_case_edit(change, item, fields, was, step)?;
            Ok(changed)
        })
    }
}

/// What edits given by paths, with keys or names for references, set in a record, and what stood there before.
pub(crate) fn edits_of(
    change: &Change<'_>,
    kind: Kind,
    item: ItemId,
    dataset: &str,
    fields: &mut Edits,
) -> Result<(Edits, Edits), CaseError> {
    let at = keys::must(change.conn, kind, item)?;
    let before = record_of(change, kind, at)?;
    let home = before.get("dataset").and_then(Value::as_str).unwrap_or(dataset).to_owned();
    resolve_references(change, ("", kind.shape()), &home, fields)?;
    let mut set = unfold(&before, std::mem::take(fields));
    let mut was = standing(&before, &set);
    set.retain(|name, value| was.get(name) != Some(value));
    was.retain(|name, _| set.contains_key(name));
    Ok((set, was))
}

/// Makes a record from its fields, which refer to others by id, as a step that `label` names.
pub(crate) fn add(
    change: &mut Change<'_>,
    kind: Kind,
    dataset: &str,
    fields: Edits,
    label: impl FnOnce(&Key) -> String,
) -> Result<Key, CaseError> {
    let item = clock::new_id();
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

/// Sets whole fields of a record as (a part of) the step with this label; null takes one away. Returns
/// whether anything was not so already.
pub(crate) fn set_fields(
    change: &mut Change<'_>,
    kind: Kind,
    item: ItemId,
    mut fields: Edits,
    label: &str,
) -> Result<bool, CaseError> {
    let at = keys::must(change.conn, kind, item)?;
    let before = record_of(change, kind, at)?;
    let was = standing(&before, &fields);
    fields.retain(|name, value| was.get(name) != Some(value));
    if fields.is_empty() {
        return Ok(false);
    }
    let was = standing(&before, &fields);
    let dataset = dataset_of(change)?;
    let step = change.step(label)?;
    put_edit(change, kind, item, &dataset, fields, was, step)?;
    Ok(true)
}

/// The dataset that a record's references belong to.
pub(crate) fn home(change: &Change<'_>, kind: Kind, item: ItemId) -> Result<String, CaseError> {
    let at = keys::must(change.conn, kind, item)?;
    match record_of(change, kind, at)?.get("dataset").and_then(Value::as_str) {
        Some(own) => Ok(own.to_owned()),
        None => dataset_of(change),
    }
}

/// The case's own dataset.
pub(crate) fn dataset_of(change: &Change<'_>) -> Result<String, CaseError> {
    Ok(CaseInfo::deserialize(&info_of(change)?)?.dataset)
}

/// What makes a record the one it is does not change by hand.
fn refuse_fixed(kind: Kind, fields: &Edits) -> Result<(), CaseError> {
    match ["id", "key", "dataset"].into_iter().find(|name| fields.contains_key(*name)) {
        Some(name) => Err(CaseError::Refused(format!("the {name} of {} cannot be changed", kind.one()))),
        None => Ok(()),
    }
}

/// What stands in a case of a document is what was attached, and nothing else.
fn refuse_documents<'a>(mut fields: impl Iterator<Item = &'a String>) -> Result<(), CaseError> {
    match fields.any(|name| name == "documents") {
        true => Err(CaseError::Refused(
            "what is recorded of a document comes with it: \"corrob attach\" attaches one, \"corrob undo\" takes it back"
                .into(),
        )),
        false => Ok(()),
    }
}

/// Turns paths into the whole fields they lead into, each as it would stand over `before`. A list
/// without anything in it is none, as it is in a record.
fn unfold(before: &Map<String, Value>, fields: Edits) -> Edits {
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

/// Sets again (or back) the fields of an edit; refuses where they have changed since.
pub(crate) fn replay_edit(
    change: &mut Change<'_>,
    kind: Option<Kind>,
    item: ItemId,
    mut to: Edits,
    mut from: Edits,
    step: Step,
) -> Result<(), CaseError> {
    for edits in [&mut to, &mut from] {
        kind.map_or(CaseInfo::SHAPE, Kind::shape).rename(edits);
    }
    let now = match kind {
        Some(kind) => {
            let at = keys::must(change.conn, kind, item)?;
            record_of(change, kind, at)?
        }
        None => info_of(change)?,
    };
    if let Some((name, _)) =
        from.iter().find(|(name, value)| now.get(*name).unwrap_or(&Value::Null) != *value)
    {
        return Err(CaseError::Refused(format!("\"{name}\" has changed since")));
    }
    match kind {
        Some(kind) => {
            let dataset = dataset_of(change)?;
            put_edit(change, kind, item, &dataset, to, from, step)
        }
        None => put_case_edit(change, item, to, from, step),
    }
}

/// Takes back a record made by hand (where nothing refers to it), or brings it back.
pub(crate) fn replay_add(
    change: &mut Change<'_>,
    kind: Kind,
    item: ItemId,
    record: Option<Value>,
    step: Step,
) -> Result<(), CaseError> {
    let stood = match &record {
        Some(record) => {
            let place = take_out::place_of(change.conn, kind, item)?;
            let stored = Stored::parse(kind, record, &dataset_of(change)?)?.placed(place);
            records::insert_one(change.conn, &stored, 0)?;
            None
        }
        None => Some(take_out::undo_add(change, &dataset_of(change)?, kind, item)?),
    };
    let is_back = record.is_some();
    change.append(&Payload::Add { kind, item, record, stood, step })?;
    if is_back { take_out::annotations_of(change, kind, item) } else { Ok(()) }
}

fn put_edit(
    change: &mut Change<'_>,
    kind: Kind,
    item: ItemId,
    dataset: &str,
    set: Edits,
    was: Edits,
    step: Step,
) -> Result<(), CaseError> {
    store_edit(change, kind, item, dataset, &set)?;
    change.append(&Payload::Edit { kind: Some(kind), item, set, was, step })?;
    Ok(())
}

/// Stores a record with these fields set, of which the log is still to tell.
pub(crate) fn store_edit(
    change: &Change<'_>,
    kind: Kind,
    item: ItemId,
    dataset: &str,
    set: &Edits,
) -> Result<(), CaseError> {
    let at = keys::must(change.conn, kind, item)?;
    let mut record = record_of(change, kind, at)?;
    apply(&mut record, set);
    let stored = parse(kind, &Value::Object(record), dataset, set)?;
    let batch: i64 = change.conn.query_row(
        &format!("SELECT batch FROM {} WHERE id = ?1", keys::table(kind)),
        [at],
        |r| r.get(0),
    )?;
    records::update_one(change.conn, at, &stored, batch)
}

fn put_case_edit(
    change: &mut Change<'_>,
    item: ItemId,
    set: Edits,
    was: Edits,
    step: Step,
) -> Result<(), CaseError> {
    let mut info = info_of(change)?;
    for name in set.keys() {
        if name == "id" || name == "dataset" {
            return Err(CaseError::Refused(format!("the {name} of a case stays as it is")));
        }
    }
    apply(&mut info, &set);
    let info = CaseInfo::deserialize(&info)
        .map_err(|error| CaseError::Refused(format!("the case was not changed: {error}")))?;
    if info.title.trim().is_empty() {
        return Err(CaseError::Refused("a case needs a title".into()));
    }
    describe(change.conn, &serde_json::to_string(&info)?)?;
    change.append(&Payload::Edit { kind: None, item, set, was, step })?;
    Ok(())
}

/// Changes what the case says of itself.
pub(crate) fn describe(conn: &Connection, body: &str) -> Result<(), rusqlite::Error> {
    let before: String = conn.query_row("SELECT body FROM case_info", [], |r| r.get(0))?;
    conn.execute("UPDATE case_info SET body = ?1", [body])?;
    dossier::change(conn, |sum| {
        sum.take(dossier::of_case(&before));
        sum.add(dossier::of_case(body));
    })
}

fn apply(record: &mut Map<String, Value>, set: &Edits) {
    for (name, value) in set {
        if value.is_null() {
            record.remove(name);
        } else {
            record.insert(name.clone(), value.clone());
        }
    }
}

/// What stands in a record where `fields` would be set; null for nothing.
fn standing(record: &Map<String, Value>, fields: &Edits) -> Edits {
    fields.keys().map(|name| (name.clone(), record.get(name).cloned().unwrap_or(Value::Null))).collect()
}

fn record_of(change: &Change<'_>, kind: Kind, at: i64) -> Result<Map<String, Value>, CaseError> {
    let mut record = change.conn.query_row(
        &format!("SELECT body FROM {} WHERE id = ?1", keys::table(kind)),
        [at],
        |r| columns::json(r, 0),
    )?;
    kind.shape().rename(&mut record);
    Ok(record)
}

fn info_of(change: &Change<'_>) -> Result<Map<String, Value>, CaseError> {
    let mut info = change.conn.query_row("SELECT body FROM case_info", [], |r| columns::json(r, 0))?;
    CaseInfo::SHAPE.rename(&mut info);
    Ok(info)
}

/// Reads a record of any kind from its JSON, refusing fields that no record of its kind has.
fn parse(kind: Kind, record: &Value, dataset: &str, given: &Edits) -> Result<Stored, CaseError> {
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

/// Turns keys and names in fields that refer to other records into ids as the record's own dataset names them.
fn resolve_references(
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
