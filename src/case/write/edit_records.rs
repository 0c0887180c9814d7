//! Records made and edited by hand.

use crate::case::error::CaseError;
use crate::case::file::{clock, dossier};
use crate::case::log::session::{Change, Session};
use crate::case::tables::keys;
use crate::case::write::add_record::add_as;
use crate::case::write::fields::{
    Edits, apply, dataset_of, info_of, outer, parse, record_of, standing, unfold,
};
use crate::case::write::new_names;
use crate::case::write::quoted;
use crate::case::write::records;
use crate::case::write::resolve::resolve_references;
use crate::case::write::stored::Stored;
use crate::case::write::take_out;
use crate::domain::event::{Payload, Step};
use crate::domain::ids::ItemId;
use crate::domain::new_name::NewName;
use crate::domain::shape::Shaped;
use crate::domain::{CaseInfo, Key, Kind};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;

/// A record that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its key.
    pub key: Key,
    /// Its id.
    pub item: ItemId,
    /// What was done, as the log has it.
    pub label: String,
    /// What is to be said of a quote that was given: where it does not stand in the document of its source.
    pub quote: Option<String>,
}

/// A record that was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its fields that are not as they were.
    pub changed: Vec<String>,
    /// What was done, as the log has it; or that nothing was.
    pub label: String,
    /// As in [`Added`].
    pub quote: Option<String>,
}

impl Session {
    /// Makes a record from its fields. References may be keys (`S-4`), ids or names; a field inside another
    /// is named by its path (`via.party`).
    ///
    /// # Errors
    /// When a field is missing, does not fit, or refers to nothing; nothing is made then.
    pub fn add(&mut self, kind: Kind, fields: Edits) -> Result<Key, CaseError> {
        Ok(self.add_with(kind, fields, &[])?.key)
    }

    /// The same, with what it names for the first time.
    ///
    /// # Errors
    /// As [`Session::add`].
    pub fn add_with(&mut self, kind: Kind, mut fields: Edits, names: &[NewName]) -> Result<Added, CaseError> {
        refuse_fixed(kind, &fields)?;
        refuse_documents(fields.keys())?;
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            let kinds = names.iter().map(|new| new.kind).chain([kind]);
            let mut keys = new_names::next_keys(change.conn, kinds)?;
            let own = keys.pop().unwrap_or_else(|| Key::new(kind, 1));
            let label = format!("{own} added{}", new_names::in_label(&keys));
            new_names::make(change, kind.shape(), &dataset, names, &mut fields, &label)?;
            resolve_references(change, ("", kind.shape()), &dataset, &mut fields)?;
            let quote = match kind {
                Kind::Evidence => quoted::anchor(change, &dataset, &Edits::new(), &mut fields)?,
                _ => None,
            };
            let item = clock::new_id();
            let key = add_as(change, kind, item, &dataset, fields, |_| label.clone())?;
            Ok(Added { key, item, label, quote })
        })
    }

    /// Edits fields of a record; a field inside another is named by its path (`via.party`). Says which fields
    /// are not as they were.
    ///
    /// # Errors
    /// When a field does not exist or fit, or refers to nothing; nothing is changed then.
    pub fn edit(&mut self, kind: Kind, item: ItemId, fields: Edits) -> Result<Vec<String>, CaseError> {
        Ok(self.edit_with(kind, item, fields, &[])?.changed)
    }

    /// The same, with what is named for the first time.
    ///
    /// # Errors
    /// As [`Session::edit`].
    pub fn edit_with(
        &mut self,
        kind: Kind,
        item: ItemId,
        mut fields: Edits,
        names: &[NewName],
    ) -> Result<Edited, CaseError> {
        refuse_fixed(kind, &fields)?;
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            let at = keys::must(change.conn, kind, item)?;
            let key = change.key(kind, item)?;
            let before = record_of(change, kind, at)?;
            let home = before.get("dataset").and_then(Value::as_str).unwrap_or(&dataset).to_owned();
            let quote = match kind {
                Kind::Evidence => quoted::anchor(change, &home, &before, &mut fields)?,
                _ => None,
            };
            let label = |fields: &[String], with: &str| format!("{key}: {} edited{with}", fields.join(", "));
            if !names.is_empty() {
                // What is made on the way is a part of the step, whose label is known before what it comes to.
                let keys = new_names::next_keys(change.conn, names.iter().map(|new| new.kind))?;
                let mut given: Vec<String> = fields.keys().map(|path| outer(path).to_owned()).collect();
                given.dedup();
                let label = label(&given, &new_names::in_label(&keys));
                refuse_documents(given.iter())?;
                new_names::make(change, kind.shape(), &dataset, names, &mut fields, &label)?;
                resolve_references(change, ("", kind.shape()), &home, &mut fields)?;
                let fields = unfold(&before, fields);
                let was = standing(&before, &fields);
                let step = change.step(&label)?;
                put_edit(change, kind, item, &dataset, fields, was, step)?;
                return Ok(Edited { changed: given, label, quote });
            }
            let (set, was) = edits_of(change, kind, item, &dataset, &mut fields)?;
            let changed: Vec<String> = set.keys().cloned().collect();
            if changed.is_empty() {
                return Ok(Edited { changed, label: format!("{key}: no change"), quote });
            }
            refuse_documents(changed.iter())?;
            let label = label(&changed, "");
            let step = change.step(&label)?;
            put_edit(change, kind, item, &dataset, set, was, step)?;
            Ok(Edited { changed, label, quote })
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
