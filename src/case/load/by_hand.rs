//! What reviewers did by hand, as an import has to know it: fields they edited, and records they took out or combined.

use crate::case::error::CaseError;
use crate::case::tables::{columns, keys};
use crate::domain::Kind;
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::shape::Shape;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// What imports of earlier versions called the edit of a case's description that they made.
pub(super) const BY_IMPORT: &str = "case edited by an import";

/// The events that took records out by hand, and what these were combined with.
#[derive(Debug, Default)]
pub(crate) struct TakenOut(HashMap<Digest, Option<ItemId>>);

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

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of a record that is not in the case: whether it was taken out by hand, and what it was combined with.
    pub(super) fn of(
        &self,
        conn: &Connection,
        kind: Kind,
        item: ItemId,
    ) -> Result<Option<Option<ItemId>>, CaseError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        // What was kept of it last was kept by what took it out.
        let last: Option<Digest> = conn
            .prepare_cached(
                "SELECT event FROM replaced WHERE item = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![item.as_bytes(), columns::kind_code(kind)], |r| columns::digest(r, 0))
            .optional()?;
        Ok(last.and_then(|event| self.0.get(&event).copied()))
    }

    /// What a record that is not in the case was combined with, in the end.
    pub(super) fn combined(
        &self,
        conn: &Connection,
        kind: Kind,
        item: ItemId,
    ) -> Result<Option<ItemId>, CaseError> {
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
pub(super) fn let_stand(
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
