//! What reviewers did by hand stands when a newer version of a file comes: fields they edited stay as they are, and
//! records they took out or combined stay out.

use crate::case::error::CaseError;
use crate::case::load::import::Importer;
use crate::case::tables::{columns, keys};
use crate::case::write::edit_records::reference;
use crate::case::write::stored::Stored;
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::shape::{Fate, Shape, Shaped as _};
use crate::domain::{CaseInfo, Kind};
use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// What imports of earlier versions called the edit of a case's description that they made.
pub(super) const BY_IMPORT: &str = "case edited by an import";

/// At most this many conflicts are told one by one.
const TOLD: usize = 1_000;

/// The events that took records out by hand, and what these were combined with.
#[derive(Debug, Default)]
pub(super) struct TakenOut(HashMap<Digest, Option<ItemId>>);

impl TakenOut {
    pub(super) fn load(conn: &Connection) -> Result<Self, CaseError> {
        let mut found = conn.prepare(
            "SELECT hash, payload FROM event WHERE step IS NOT NULL AND item IS NULL \
             AND substr(payload, 1, 14) = '{\"op\":\"remove\"' AND payload ->> '$.import' IS NULL",
        )?;
        let mut rows = found.query([])?;
        let mut all = HashMap::new();
        while let Some(r) = rows.next()? {
            if let Payload::Remove { into, .. } = columns::json(r, 1)? {
                all.insert(columns::digest(r, 0)?, into);
            }
        }
        Ok(Self(all))
    }

    /// Of a record that is not in the case: whether it was taken out by hand, and what it was combined with.
    fn of(&self, conn: &Connection, kind: Kind, item: ItemId) -> Result<Option<Option<ItemId>>, CaseError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let mut found =
            conn.prepare_cached("SELECT event FROM replaced WHERE item = ?1 AND kind = ?2 ORDER BY id DESC")?;
        let mut rows = found.query(params![item.as_bytes(), columns::kind_code(kind)])?;
        while let Some(r) = rows.next()? {
            if let Some(into) = self.0.get(&columns::digest(r, 0)?) {
                return Ok(Some(*into));
            }
        }
        Ok(None)
    }

    /// What a record that is not in the case was combined with, in the end.
    fn combined(&self, conn: &Connection, kind: Kind, item: ItemId) -> Result<Option<ItemId>, CaseError> {
        let mut at = item;
        // No more steps than there were combinations, though they may lead in a circle.
        for _ in 0..self.0.len() {
            let Some(Some(into)) = self.of(conn, kind, at)? else { return Ok(None) };
            if keys::row_of(conn, kind, into)?.is_some() {
                return Ok(Some(into));
            }
            at = into;
        }
        Ok(None)
    }
}

/// Fields edited by hand that stand so: what they were set to, and what stood before the first of the edits.
type Edited = BTreeMap<String, (Value, Value)>;

fn edited(
    conn: &Connection,
    shape: &Shape,
    item: ItemId,
    standing: &Map<String, Value>,
) -> Result<Edited, CaseError> {
    let mut found = conn.prepare_cached(
        "SELECT e.payload, EXISTS (SELECT 1 FROM event i WHERE i.replica = e.replica AND i.step = e.step \
         AND i.payload ->> '$.op' IN ('import', 'remove')) FROM event e \
         WHERE e.item = ?1 AND e.payload ->> '$.op' = 'edit' ORDER BY e.hlc, e.hash",
    )?;
    let mut rows = found.query([item.as_bytes()])?;
    let mut all = Edited::new();
    while let Some(r) = rows.next()? {
        let Payload::Edit { kind, mut set, mut was, step, .. } = columns::json(r, 0)? else { continue };
        shape.rename(&mut set);
        shape.rename(&mut was);
        // What an import changed of the case's description was not changed by hand.
        let by_import = kind.is_none() && (r.get::<_, bool>(1)? || step.label == BY_IMPORT);
        for (name, value) in set {
            let before = was.remove(&name).unwrap_or_default();
            let first = match all.remove(&name) {
                Some((last, first)) if last == before => first,
                _ => before,
            };
            if !by_import && value != first {
                all.insert(name, (value, first));
            }
        }
    }
    all.retain(|name, (set, _)| standing.get(name).unwrap_or(&Value::Null) == set);
    Ok(all)
}

/// Lets what was edited by hand stand over what a file says. Returns, of each field where the file says something
/// new, its name in words, what stands and what the file says.
fn let_stand(
    conn: &Connection,
    shape: &Shape,
    item: ItemId,
    standing: &Map<String, Value>,
    file: &mut Map<String, Value>,
) -> Result<Option<Vec<String>>, CaseError> {
    let edited = edited(conn, shape, item, standing)?;
    if edited.is_empty() {
        return Ok(None);
    }
    let mut conflicts = Vec::new();
    for (name, (set, first)) in edited {
        let says = file.remove(&name).unwrap_or_default();
        if says != set && says != first {
            let field = shape.field(&name);
            let heading = field.map_or(name.as_str(), |field| field.heading);
            let words = |value: &Value| -> String {
                let words = field.and_then(|field| field.takes.in_words(value));
                let words =
                    words.unwrap_or_else(|| if value.is_null() { String::new() } else { value.to_string() });
                match words.as_str() {
                    "" => "nothing".to_owned(),
                    words => format!("\"{}\"", words.chars().take(200).collect::<String>()),
                }
            };
            conflicts.push(format!(
                "{} was edited by hand and stays {}; the file says {}",
                heading.to_lowercase(),
                words(&set),
                words(&says)
            ));
        }
        if !set.is_null() {
            file.insert(name, set);
        }
    }
    Ok(Some(conflicts))
}

impl Importer<'_, '_> {
    /// A record of the file as it goes in over the one that stands: with what was edited there by hand. Where the file
    /// says something new of that, it is told, if it is to be.
    pub(super) fn over(&mut self, stored: Stored, standing: &str, tell: bool) -> Result<Stored, CaseError> {
        let read = |body: &str| -> Result<Map<String, Value>, CaseError> {
            let mut record = serde_json::from_str(body)?;
            stored.kind.shape().rename(&mut record);
            Ok(record)
        };
        let (mut file, stands) = (read(&stored.body())?, read(standing)?);
        let conn = self.change.conn;
        let Some(conflicts) = let_stand(conn, stored.kind.shape(), stored.id, &stands, &mut file)? else {
            return Ok(stored);
        };
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
        if self.out.0.is_empty() {
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
            let item = crate::domain::ids::item_id(&home, kind, id);
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
