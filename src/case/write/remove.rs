//! Records taken out of the case by hand, with what hangs on them, and brought back.

use crate::case::error::CaseError;
use crate::case::log::session::{Change, Session};
use crate::case::read::referrers::{Plan, Standing, plan, referring_from_outside};
use crate::case::tables::keys;
use crate::case::write::edit_records;
use crate::case::write::fields::{self, Edits};
use crate::case::write::records;
use crate::case::write::stored::Stored;
use crate::case::write::take_out::{self, Leaving, Removal, place_of, removal_of};
use crate::domain::event::Step;
use crate::domain::hanging::{Hanging, how_many, listed};
use crate::domain::ids::ItemId;
use crate::domain::{Key, Kind};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The label of the step, e.g. "E-31 taken out".
    pub label: String,
    /// What hung on it, and who had said something of it.
    pub hanging: Hanging,
}

impl Session {
    /// Takes records out of the case as one step; with `with_all` what cannot stand without them goes too, and what
    /// can no longer refers to them. Undo brings all of it back as it was.
    ///
    /// # Errors
    /// Without `with_all`, when anything hangs on them; when somebody has begun a note on one and not saved it; when
    /// the change cannot be committed.
    pub fn remove(&mut self, items: &[(Kind, ItemId)], with_all: bool) -> Result<Removed, CaseError> {
        let dataset = self.case.dataset.clone();
        self.rearrange(|change| {
            let Plan { out, bent, hanging } = plan(change.conn, &dataset, items)?;
            if let Some(why) = hanging.refusal() {
                return Err(CaseError::Refused(why));
            }
            if hanging.is_more() && !with_all {
                return Err(CaseError::Refused(hanging.sentences().join("; ")));
            }
            let label = label_of(&hanging);
            for (standing, after) in bent {
                set_to(change, &standing, &after, &label)?;
            }
            let step = change.step(&label)?;
            take(change, out, None, step)?;
            Ok(Removed { label, hanging })
        })
    }

    /// Brings records back that were taken out, with what was said of them, as one step.
    ///
    /// # Errors
    /// When one is in the case, was never taken out, or rests on another one that is out and not brought back with
    /// it; when the change cannot be committed.
    pub fn restore(&mut self, items: &[(Kind, ItemId)]) -> Result<String, CaseError> {
        let mut items: Vec<(Kind, ItemId)> = items.to_vec();
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            let mut back = Vec::new();
            items.sort_unstable();
            items.dedup();
            for (kind, item) in items {
                let key = keys::past_key(change.conn, kind, item)?.ok_or(CaseError::NoSuchItem)?;
                if keys::row_of(change.conn, kind, item)?.is_some() {
                    return Err(CaseError::Refused(format!("{key} is in the case")));
                }
                let removal = removal_of(change.conn, kind, item)?.ok_or(CaseError::NoSuchItem)?;
                let body = take_out::replaced_by(change.conn, removal.event, kind, item)?;
                let place = place_of(change.conn, kind, item)?.and_then(|place| place.ord);
                back.push((kind, place, item, body.ok_or(CaseError::NoSuchItem)?, key));
            }
            // A claim before its parts.
            back.sort_by_key(|(kind, place, item, ..)| (*kind, *place, *item));
            let named: Vec<Key> = back.iter().map(|(.., key)| key.clone()).collect();
            let label = format!("{} brought back", listed(&named, named.len() as u64));
            let step = change.step(&label)?;
            for (kind, _, item, body, key) in back {
                let record: Value = serde_json::from_str(&body)?;
                refuse_adrift(change, &dataset, kind, &record, &key)?;
                edit_records::replay_add(change, kind, item, Some(record), step.clone())?;
            }
            Ok(label)
        })
    }

    /// As [`Session::transact`], for a change that takes out records before what refers to them: it sees itself to
    /// what refers to what. SQLite would look for that in whole tables, for each record anew.
    pub(crate) fn rearrange<T>(
        &mut self,
        change: impl FnOnce(&mut Change<'_>) -> Result<T, CaseError>,
    ) -> Result<T, CaseError> {
        self.case.conn.pragma_update(None, "foreign_keys", false)?;
        let done = self.transact(change);
        self.case.conn.pragma_update(None, "foreign_keys", true)?;
        done
    }
}

/// What takes several records out is called.
fn label_of(hanging: &Hanging) -> String {
    let all = listed(&hanging.asked, hanging.asked.len() as u64);
    match hanging.others() {
        0 => format!("{all} taken out"),
        _ => {
            let with: Vec<String> = hanging.with.iter().map(|(kind, n)| how_many(*kind, *n)).collect();
            format!("{all} taken out with {}", crate::domain::hanging::joined(&with))
        }
    }
}

/// Sets a record to what it is to be, as (a part of) the step with this label.
pub(crate) fn set_to(
    change: &mut Change<'_>,
    standing: &Standing,
    after: &Map<String, Value>,
    label: &str,
) -> Result<bool, CaseError> {
    let names = standing.record.keys().chain(after.keys());
    let fields: Edits = names
        .filter(|name| standing.record.get(*name) != after.get(*name))
        .map(|name| (name.clone(), after.get(name).cloned().unwrap_or(Value::Null)))
        .collect();
    if fields.is_empty() {
        return Ok(false);
    }
    edit_records::set_fields(change, standing.kind, standing.id, fields, label)
}

/// Takes records out, in the order of the case: a claim before its parts, so that they come back in that order.
pub(crate) fn take(
    change: &mut Change<'_>,
    out: Vec<(Kind, i64)>,
    into: Option<ItemId>,
    step: Step,
) -> Result<Removal, CaseError> {
    let mut leaving = Leaving::of(out.len());
    for (kind, at) in in_order(change, out)? {
        leaving.keep_and_take(change.conn, kind, at)?;
    }
    let stood = leaving.close(change.conn)?;
    take_out::record(change, stood, (None, into), step)
}

/// Rows in the order of the case.
pub(crate) fn in_order(change: &Change<'_>, rows: Vec<(Kind, i64)>) -> Result<Vec<(Kind, i64)>, CaseError> {
    let mut placed = Vec::with_capacity(rows.len());
    for (kind, at) in rows {
        let place = if kind == Kind::Claim { records::ord_of_claim(change.conn, at)? } else { at };
        placed.push((kind, place, at));
    }
    placed.sort_unstable();
    Ok(placed.into_iter().map(|(kind, _, at)| (kind, at)).collect())
}

/// What a record rests on must be there when it comes back.
fn refuse_adrift(
    change: &Change<'_>,
    dataset: &str,
    kind: Kind,
    record: &Value,
    key: &Key,
) -> Result<(), CaseError> {
    for (of, item) in Stored::parse(kind, record, dataset)?.references() {
        if of <= kind
            && keys::row_of(change.conn, of, item)?.is_none()
            && let Some(other) = keys::past_key(change.conn, of, item)?
        {
            return Err(CaseError::Refused(format!(
                "{key} refers to {other}, which was taken out too; bring back both: corrob restore CASE {other} {key}"
            )));
        }
    }
    Ok(())
}

/// Takes back (or does again) the taking out of records: `back` puts them back.
pub(crate) fn replay(
    change: &mut Change<'_>,
    removal: &Removal,
    back: bool,
    step: Step,
) -> Result<(), CaseError> {
    let dataset = fields::dataset_of(change)?;
    if back {
        removal.put_back(change, &dataset)?;
    } else {
        refuse_referred(change, &dataset, removal)?;
        removal.take_again(change, &dataset)?;
    }
    take_out::record_again(change, removal, back, step)?;
    if back || removal.import.is_some() {
        removal.reproject(change)?;
    }
    Ok(())
}

/// What was said of records meanwhile, by whoever, may refer to them: then they stay.
fn refuse_referred(change: &Change<'_>, dataset: &str, removal: &Removal) -> Result<(), CaseError> {
    let (mut items, mut going) = (BTreeSet::new(), BTreeSet::new());
    removal.each(change.conn, |kind, item, _, _| {
        items.insert((kind, item));
        // What goes back to what it was before an import stays in the case.
        let there = keys::row_of(change.conn, kind, item)?.is_some();
        if there && removal.after(change.conn, kind, item)?.is_none() {
            going.insert((kind, item));
        }
        Ok(())
    })?;
    match referring_from_outside(change.conn, dataset, &going, &items)? {
        Some((by, (kind, item))) => Err(CaseError::Refused(format!(
            "{} refers to {} by now",
            change.key(by.kind, by.id)?,
            change.key(kind, item)?
        ))),
        None => Ok(()),
    }
}
