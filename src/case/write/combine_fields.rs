//! What the record says that two are combined into: its own, what stands only on the other, and both wordings.

use crate::case::error::CaseError;
use crate::case::read::referrers::Standing;
use crate::case::tables::{columns, keys};
use crate::case::write::combine::Joining;
use crate::case::write::fields::join_versions;
use crate::case::write::resolve::reference;
use crate::domain::hanging::joined;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::{Fate, Takes};
use crate::domain::{Kind, wording};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

impl Joining<'_, '_> {
    /// The one that stays, with what stands only on the other.
    pub(super) fn merged(
        &mut self,
        stays: &Standing,
        goes: &Standing,
        place: i64,
    ) -> Result<Map<String, Value>, CaseError> {
        let itself = |kind: Kind, id: ItemId, of: Kind, (one, other): (ItemId, ItemId)| {
            if kind == of && (id == one || id == other) { Fate::Go } else { Fate::Stay }
        };
        let (of, both) = (self.kind, (self.stays, self.goes));
        let mut after =
            stays.with(self.dataset, |kind, id| itself(kind, id, of, both)).ok_or(CaseError::NoSuchItem)?;
        let taken =
            goes.with(self.dataset, |kind, id| itself(kind, id, of, both)).ok_or(CaseError::NoSuchItem)?;
        let taken = self.at_home(taken, goes, stays)?;
        if let Some(field) = self.part_of()
            && self.is_within(stays, self.goes)?
        {
            after.remove(field);
        }
        let essential = self.kind.shape().essential.unwrap_or_default();
        let mut differ = Vec::new();
        for field in self.kind.shape().fields {
            let Some(value) = taken.get(field.name) else { continue };
            if field.name == essential || field.name == "about" {
                continue;
            }
            match (after.get_mut(field.name), field.takes) {
                (None, _) if Some(field.name) == self.part_of() => match self.whole_of(goes)? {
                    Some(whole) if self.place(&whole)? < place => {
                        after.insert(field.name.to_owned(), value.clone());
                    }
                    _ => differ.push(field.heading),
                },
                (None, _) => {
                    after.insert(field.name.to_owned(), value.clone());
                }
                (Some(Value::Array(mine)), _) if field.name == "documents" => join_versions(mine, value),
                (Some(Value::Array(mine)), Takes::List(_) | Takes::References(_)) => {
                    let more = value.as_array().into_iter().flatten();
                    let more: Vec<Value> = more.filter(|one| !mine.contains(one)).cloned().collect();
                    mine.extend(more);
                }
                (Some(mine), _) if mine != value => differ.push(field.heading),
                _ => {}
            }
        }
        self.keep_wording(&mut after, &taken, goes)?;
        if !differ.is_empty() {
            let (stay, go) = &self.keys;
            let fields: Vec<String> = differ.iter().map(|heading| (*heading).to_lowercase()).collect();
            self.remarks.push(format!(
                "{stay} keeps its own {}; what {go} said there stays in its history",
                joined(&fields)
            ));
        }
        Ok(after)
    }

    /// A record's fields with references as the dataset of another one has them.
    fn at_home(
        &self,
        mut record: Map<String, Value>,
        from: &Standing,
        to: &Standing,
    ) -> Result<Map<String, Value>, CaseError> {
        let (home, there) = (from.home(self.dataset), to.home(self.dataset));
        if home == there {
            return Ok(record);
        }
        let mut failure = None;
        let _ = self.kind.shape().refer(&mut record, &mut |kind, id| {
            let item = item_id(home, kind, id);
            let text = match keys::row_of(self.change.conn, kind, item) {
                Ok(Some(_)) => reference(self.change, kind, item, there),
                Ok(None) => Ok(item.to_string()),
                Err(error) => Err(error.into()),
            };
            match text {
                Ok(text) => Fate::Lead(text),
                Err(error) => {
                    failure = Some(error);
                    Fate::Stay
                }
            }
        });
        failure.map_or(Ok(record), Err)
    }

    /// Keeps how the other one was put, and what it said of itself: as a wording in the one source that is known for
    /// it, else in words behind what the one that stays says of itself.
    fn keep_wording(
        &self,
        after: &mut Map<String, Value>,
        taken: &Map<String, Value>,
        goes: &Standing,
    ) -> Result<(), CaseError> {
        let text = |record: &Map<String, Value>, name: &str| {
            record.get(name).and_then(Value::as_str).map(|text| text.trim().to_owned()).unwrap_or_default()
        };
        let essential = self.kind.shape().essential.unwrap_or_default();
        let (own, other) = (text(after, essential), text(taken, essential));
        let mut about = Vec::from_iter(Some(text(after, "about")).filter(|about| !about.is_empty()));
        let more = text(taken, "about");
        if !more.is_empty() && about.first() != Some(&more) {
            about.push(more);
        }
        if own.to_lowercase() != other.to_lowercase() {
            let known = |wordings: &Value| {
                wordings
                    .as_array()
                    .into_iter()
                    .flatten()
                    .any(|wording| wording.get("text") == Some(&json!(other)))
            };
            let source = if self.kind == Kind::Claim { self.one_source(taken, goes)? } else { None };
            match source {
                _ if after.get("wordings").is_some_and(known) => {}
                Some(source) => {
                    let wordings = after.entry("wordings").or_insert_with(|| json!([]));
                    if let Some(wordings) = wordings.as_array_mut() {
                        wordings.push(json!({"source": source, "text": other}));
                    }
                }
                None => about.push(match self.kind {
                    Kind::Claim => format!("Also put as: {}", wording::quoted(&other)),
                    _ => format!("Also entered as: {}", wording::quoted(&other)),
                }),
            }
        }
        if !about.is_empty() {
            after.insert("about".into(), about.join("\n").into());
        }
        Ok(())
    }

    /// The source that a claim stands in, where all that is known of it stands in one.
    fn one_source(&self, taken: &Map<String, Value>, goes: &Standing) -> Result<Option<String>, CaseError> {
        let stays = self.standing(self.stays)?;
        let wordings = taken.get("wordings").and_then(Value::as_array).into_iter().flatten();
        let mut sources: BTreeSet<String> =
            wordings.filter_map(|wording| wording.get("source")?.as_str().map(str::to_owned)).collect();
        let ids: Vec<ItemId> = self
            .change
            .conn
            .prepare_cached(
                "SELECT DISTINCT s.uuid FROM evidence e JOIN source s ON s.id = e.source WHERE e.claim = ?1",
            )?
            .query_map([goes.at], |r| columns::uuid(r, 0))?
            .collect::<Result<_, _>>()?;
        for id in ids {
            sources.insert(reference(self.change, Kind::Source, id, stays.home(self.dataset))?);
        }
        Ok(sources.pop_first().filter(|_| sources.is_empty()))
    }
}
