//! A newer version of a file over what reviewers did by hand: fields that they edited stay as they are, and records
//! that they took out or combined stay out.

use crate::case::error::CaseError;
use crate::case::load::by_hand::let_stand;
use crate::case::load::import::Importer;
use crate::case::tables::keys;
use crate::case::write::fields::join_versions;
use crate::case::write::resolve::reference;
use crate::case::write::stored::Stored;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::{Fate, Shaped as _};
use crate::domain::{CaseInfo, Kind};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// At most this many conflicts are told one by one.
const TOLD: usize = 1_000;

impl Importer<'_, '_> {
    /// A record of the file as it goes in over the one that stands: with what was edited there by hand. Where the file
    /// says something new of that, it is told, if it is to be.
    pub(super) fn over(&mut self, stored: Stored, standing: &str, tell: bool) -> Result<Stored, CaseError> {
        let read = |body: &str| -> Result<Map<String, Value>, CaseError> {
            let mut record = serde_json::from_str(body)?;
            stored.kind.shape().rename(&mut record);
            Ok(record)
        };
        let (mut file, mut stands) = (read(&stored.body())?, read(standing)?);
        let joined = join_documents(&mut stands, &mut file);
        let conn = self.change.conn;
        let conflicts = let_stand(conn, stored.kind.shape(), stored.id, &stands, &mut file)?;
        if conflicts.is_none() && joined.is_none() {
            return Ok(stored);
        }
        file.extend(joined.into_iter().flatten());
        let conflicts = conflicts.unwrap_or_default();
        if tell && !conflicts.is_empty() {
            let key = self.change.key(stored.kind, stored.id)?;
            self.tell(conflicts.into_iter().map(|conflict| format!("{key}: {conflict}")));
        }
        Stored::parse(stored.kind, &Value::Object(file), &self.home.own_dataset)
    }

    /// What a file says of the case as it goes in over what stands.
    pub(super) fn over_info(&mut self, info: CaseInfo, standing: &CaseInfo) -> Result<CaseInfo, CaseError> {
        let members = |info: &CaseInfo| -> Result<Map<String, Value>, CaseError> {
            Ok(serde_json::from_str(&serde_json::to_string(info)?)?)
        };
        let (mut file, stands) = (members(&info)?, members(standing)?);
        let item = ItemId::try_parse(&standing.id).unwrap_or_default();
        let conn = self.change.conn;
        let Some(conflicts) = let_stand(conn, CaseInfo::SHAPE, item, &stands, &mut file)? else {
            return Ok(info);
        };
        self.tell(conflicts.into_iter().map(|conflict| format!("of the case, the {conflict}")));
        Ok(serde_json::from_value(Value::Object(file))?)
    }

    fn tell(&mut self, what: impl Iterator<Item = String>) {
        let line = self.line;
        let room = TOLD.saturating_sub(self.conflicts.len());
        self.conflicts.extend(what.take(room).map(|what| (line, what)));
    }

    /// Whether a record that is not in the case was taken out by hand, and if so, whether it was combined with
    /// another one.
    pub(super) fn was_taken_out(&self, kind: Kind, item: ItemId) -> Result<Option<bool>, CaseError> {
        let out = self.out.of(self.change.conn, kind, item)?;
        Ok(out.map(|into| into.is_some()))
    }

    /// A record of the file that refers to what was combined with another one refers to that.
    pub(super) fn redirected(&self, stored: Stored) -> Result<Stored, CaseError> {
        if self.out.is_empty() {
            return Ok(stored);
        }
        let conn = self.change.conn;
        let mut leads = HashMap::new();
        for (kind, item) in stored.references() {
            if keys::row_of(conn, kind, item)?.is_none()
                && let Some(into) = self.out.combined(conn, kind, item)?
            {
                leads.insert((kind, item), into);
            }
        }
        if leads.is_empty() {
            return Ok(stored);
        }
        let mut record: Map<String, Value> = serde_json::from_str(&stored.body())?;
        stored.kind.shape().rename(&mut record);
        let own = self.home.own_dataset.clone();
        let home = record.get("dataset").and_then(Value::as_str).unwrap_or(&own).to_owned();
        let mut failure = None;
        let _ = stored.kind.shape().refer(&mut record, &mut |kind, id| {
            let item = item_id(&home, kind, id);
            match leads.get(&(kind, item)).map(|into| reference(self.change, kind, *into, &home)) {
                None => Fate::Stay,
                Some(Ok(text)) => Fate::Lead(text),
                Some(Err(error)) => {
                    failure = Some(error);
                    Fate::Stay
                }
            }
        });
        match failure {
            Some(error) => Err(error),
            None => Stored::parse(stored.kind, &Value::Object(record), &own),
        }
    }

    /// What was edited by hand and stays, though the file says something new: the line of each, and what it says.
    pub fn conflicts(&mut self) -> Vec<(u64, String)> {
        std::mem::take(&mut self.conflicts)
    }
}

/// What a source that has documents has of them with those that the file has, which no edit by hand is; taken out of
/// both.
fn join_documents(
    stands: &mut Map<String, Value>,
    file: &mut Map<String, Value>,
) -> Option<Map<String, Value>> {
    let mut all: Vec<Value> = stands.get("documents")?.as_array().cloned()?;
    stands.remove("documents");
    join_versions(&mut all, &file.remove("documents").unwrap_or_default());
    [&mut *stands, file].into_iter().for_each(|record| drop(record.remove("sha256")));
    let sha256 = all.last()?.get("sha256")?.clone();
    Some(Map::from_iter([("documents".to_owned(), Value::Array(all)), ("sha256".to_owned(), sha256)]))
}
