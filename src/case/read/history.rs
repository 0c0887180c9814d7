//! What was done, as people read it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::references::References;
use crate::case::tables::columns;
use crate::domain::event::{Counts, Payload};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::rows::HistoryRow;
use crate::domain::shape::Shaped;
use crate::domain::wording::{self, counted};
use crate::domain::{CaseInfo, Field, Ground, Hlc, Kind};
use rusqlite::{Row, Rows, params};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Events: when each was, the reviewer's name, the payload, and its place in the order.
const LINES: &str = "SELECT coalesce(e.at << 16, e.hlc), w.name, e.payload, e.hlc FROM event e JOIN replica r ON r.id = e.replica \
     JOIN reviewer w ON w.id = r.reviewer ";

/// Lines, each with its place in the order, which is not always that of the times.
type Ordered = Vec<(Hlc, HistoryRow)>;
/// When a record was edited by hand, and what its fields held before.
type Edited = (i64, Map<String, Value>);

/// The row of an event, and what is told of it.
type Told = (i64, (Hlc, HistoryRow));

impl Case {
    /// The history of one item, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(&self, kind: Kind, item: ItemId, at_most: usize) -> Result<Vec<HistoryRow>, CaseError> {
        let mut found = self.conn.prepare_cached(&format!(
            "{LINES} WHERE e.item = ?1 ORDER BY e.hlc DESC, e.hash DESC LIMIT ?2"
        ))?;
        let mut lines = self.lines(found.query(params![item.as_bytes(), limit(at_most)])?)?;
        lines.extend(self.replaced(kind, item, at_most)?);
        lines.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
        Ok(lines.into_iter().take(at_most).map(|(_, line)| line).collect())
    }

    /// What imports replaced in one record. What was edited by hand in between is not theirs.
    fn replaced(&self, kind: Kind, item: ItemId, at_most: usize) -> Result<Ordered, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT coalesce(e.at << 16, e.hlc), w.name, p.body, e.payload ->> '$.name', e.hlc, \
               e.payload ->> '$.label', e.payload ->> '$.op', e.payload ->> '$.import', e.replica, \
               e.payload ->> '$.step' FROM replaced p JOIN event e ON e.hash = p.event \
             JOIN replica r ON r.id = e.replica JOIN reviewer w ON w.id = r.reviewer \
             WHERE p.item = ?1 AND p.kind = ?2 ORDER BY p.id DESC LIMIT ?3",
        )?;
        let mut rows = found.query(params![item.as_bytes(), columns::kind_code(kind), limit(at_most)])?;
        let mut references = self.references();
        let mut edits = self.edits(item)?.into_iter().peekable();
        let mut after: Map<String, Value> = self.record(kind, item)?.unwrap_or_default();
        let (mut lines, mut again) = (Vec::new(), HashSet::new());
        while let Some(r) = rows.next()? {
            let order: i64 = r.get(4)?;
            while let Some((_, was)) = edits.next_if(|(edited, _)| *edited > order) {
                for (field, value) in was {
                    match value {
                        Value::Null => after.remove(&field),
                        value => after.insert(field, value),
                    };
                }
            }
            kind.shape().rename(&mut after);
            let mut before: Map<String, Value> = columns::json(r, 2)?;
            kind.shape().rename(&mut before);
            let taken_out = r.get::<_, Option<String>>(6)?.as_deref() == Some("remove");
            let goes_back =
                match r.get::<_, Option<String>>(7)?.and_then(|import| Digest::try_from(import).ok()) {
                    Some(import) => self.was_replaced(import, kind, item)?,
                    None => false,
                };
            let label = match r.get::<_, Option<String>>(3)? {
                Some(name) if !taken_out => format!("changed by an import of {name}"),
                _ => r.get::<_, Option<String>>(5)?.unwrap_or_default(),
            };
            if taken_out {
                let told = self.taken_back(r.get(8)?, r.get(9)?, r.get(7)?)?;
                lines
                    .extend(told.into_iter().filter(|(event, _)| again.insert(*event)).map(|(_, line)| line));
            }
            if taken_out && !goes_back {
                lines.push((Hlc(order), HistoryRow { label, ..line_of(r)? }));
                after = before;
                continue;
            }
            let home = before.get("dataset").and_then(Value::as_str);
            let mut changes = Vec::new();
            for field in kind.shape().fields {
                let (was, set) = (before.get(field.name), after.get(field.name));
                if was != set {
                    let mut words = |value: Option<&Value>| match value {
                        Some(value) => references.in_words(home, field.takes, value),
                        None => Ok(String::new()),
                    };
                    changes.push((field.name.to_owned(), words(was)?, words(set)?));
                }
            }
            lines.push((Hlc(order), HistoryRow { label, changes, ..line_of(r)? }));
            after = before;
        }
        Ok(lines)
    }

    /// Whether an import had changed a record, and not brought it.
    fn was_replaced(&self, import: Digest, kind: Kind, item: ItemId) -> Result<bool, CaseError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM replaced WHERE item = ?1 AND kind = ?2 AND event = ?3)";
        let values = params![item.as_bytes(), columns::kind_code(kind), import.0];
        Ok(self.conn.prepare_cached(sql)?.query_row(values, |r| r.get(0))?)
    }

    /// When the taking out of records, a step of a replica or of an import, was taken back or done again: rows of
    /// events, with their lines.
    fn taken_back(&self, replica: i64, step: i64, import: Option<String>) -> Result<Vec<Told>, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT coalesce(e.at << 16, e.hlc), w.name, e.payload ->> '$.label', e.hlc, e.id FROM event e \
             JOIN replica r ON r.id = e.replica JOIN reviewer w ON w.id = r.reviewer \
             WHERE e.step IS NOT NULL AND e.item IS NULL AND substr(e.payload, 1, 14) = '{\"op\":\"remove\"' \
             AND e.payload -> '$.removed' IS NULL AND (e.payload ->> '$.import' = ?3 \
             OR e.replica = ?1 AND ?2 IN (e.payload ->> '$.undoes', e.payload ->> '$.redoes'))",
        )?;
        let rows = found.query_map(params![replica, step, import], |r| {
            Ok((r.get(4)?, (Hlc(r.get(3)?), HistoryRow { label: r.get(2)?, ..line_of(r)? })))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What stood in a record before each edit by hand, newest first.
    fn edits(&self, item: ItemId) -> Result<Vec<Edited>, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT hlc, payload ->> '$.was' FROM event WHERE item = ?1 AND payload ->> '$.op' = 'edit' \
             ORDER BY hlc DESC, hash DESC",
        )?;
        let edits = found.query_map([item.as_bytes()], |r| Ok((r.get(0)?, columns::json(r, 1)?)))?;
        Ok(edits.collect::<Result<_, _>>()?)
    }

    /// The log of the whole case, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn log(&self, at_most: usize) -> Result<Vec<HistoryRow>, CaseError> {
        let mut found = self.conn.prepare(&format!("{LINES} ORDER BY e.hlc DESC, e.hash DESC LIMIT ?1"))?;
        let lines = self.lines(found.query([limit(at_most)])?)?;
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    fn lines(&self, mut rows: Rows<'_>) -> Result<Ordered, CaseError> {
        let mut references = self.references();
        // The record last asked for, and its dataset: events on one record come together.
        let mut home = None;
        let mut lines = Vec::new();
        while let Some(r) = rows.next()? {
            lines.push((Hlc(r.get(3)?), self.line(r, &mut references, &mut home)?));
        }
        Ok(lines)
    }

    fn line(
        &self,
        r: &Row<'_>,
        references: &mut References<'_>,
        home: &mut Option<(ItemId, Option<String>)>,
    ) -> Result<HistoryRow, CaseError> {
        let (at, reviewer) = (Hlc(r.get(0)?).millis(), r.get(1)?);
        if r.get_ref(2)? == rusqlite::types::ValueRef::Null {
            let label = "erased, or never shared".to_owned();
            return Ok(HistoryRow { at, reviewer, label, changes: Vec::new(), expunged: true });
        }
        let payload: Payload = columns::json(r, 2)?;
        let label = label(&payload);
        let changes = match payload {
            Payload::Annotate { set, was, .. } => {
                let text = |field: &Field, value: Option<&Value>| match (field, value) {
                    (Field::Aside, Some(Value::String(reason))) if reason.is_empty() => {
                        "set aside".to_owned()
                    }
                    (_, value) => value.map(spoken).unwrap_or_default(),
                };
                let each = set.iter();
                each.map(|(field, to)| {
                    (field.to_string(), text(field, was.get(field)), text(field, Some(to)))
                })
                .collect()
            }
            Payload::Edit { kind, item, mut set, mut was, .. } => {
                let shape = kind.map_or(CaseInfo::SHAPE, Kind::shape);
                shape.rename(&mut set);
                shape.rename(&mut was);
                if home.as_ref().is_none_or(|(of, _)| *of != item) {
                    let record: Option<Map<String, Value>> = match kind {
                        Some(kind) => self.record(kind, item)?,
                        None => None,
                    };
                    let dataset = record.and_then(|record| Some(record.get("dataset")?.as_str()?.to_owned()));
                    *home = Some((item, dataset));
                }
                let home = home.as_ref().and_then(|(_, dataset)| dataset.as_deref());
                let mut words = |field: &str, value: Option<&Value>| match (shape.field(field), value) {
                    (Some(field), Some(value)) => references.in_words(home, field.takes, value),
                    (None, Some(value)) => Ok(spoken(value)),
                    (_, None) => Ok(String::new()),
                };
                let changes = set.iter().map(|(field, to)| {
                    Ok((field.clone(), words(field, was.get(field))?, words(field, Some(to))?))
                });
                changes.collect::<Result<_, CaseError>>()?
            }
            Payload::Join { .. }
            | Payload::Add { .. }
            | Payload::Remove { .. }
            | Payload::Swap { .. }
            | Payload::Import { .. }
            | Payload::Merge { .. }
            | Payload::Expunge { .. } => Vec::new(),
        };
        Ok(HistoryRow { at, reviewer, label, changes, expunged: false })
    }
}

/// A line without what it says: when, and who.
fn line_of(r: &Row<'_>) -> Result<HistoryRow, rusqlite::Error> {
    Ok(HistoryRow {
        at: Hlc(r.get(0)?).millis(),
        reviewer: r.get(1)?,
        label: String::new(),
        changes: Vec::new(),
        expunged: false,
    })
}

fn limit(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What an event did, in a line.
fn label(payload: &Payload) -> String {
    match payload {
        Payload::Join { again: false, .. } => "began to review on this device".to_owned(),
        Payload::Join { name, .. } => format!("is called {name} from here on"),
        Payload::Merge { joined: Some(_), .. } => "joined this case with another one".to_owned(),
        Payload::Merge { .. } => "took in the work of others".to_owned(),
        Payload::Annotate { step, .. }
        | Payload::Add { step, .. }
        | Payload::Edit { step, .. }
        | Payload::Remove { step, .. }
        | Payload::Swap { step, .. } => step.label.clone(),
        Payload::Import { name, added, changed, annotations, .. } => {
            let total = |counts: &Counts| counts.values().sum::<u64>();
            format!(
                "imported {name}: {} added, {} changed, {}",
                counted(total(added), "record"),
                total(changed),
                counted(*annotations, "annotation")
            )
        }
        Payload::Expunge { reason, .. } => format!("erased what was written on it for good: {reason}"),
    }
}

/// A value as a person would say it.
fn spoken(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Object(members) if members.contains_key("text") => {
            let private = members.get("private") == Some(&Value::Bool(true));
            let text = members.get("text").and_then(Value::as_str).unwrap_or_default();
            format!("{}{text}", if private { "(private) " } else { "" })
        }
        Value::Object(members) if members.contains_key("code") => {
            let ground = serde_json::from_value::<Ground>(value.clone());
            ground.map_or_else(|_| value.to_string(), |ground| wording::ground(&ground))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_ground_is_told_with_who_invoked_it_and_when() {
        let bare = json!({"code": "glomar", "basis": "inferred"});
        assert_eq!(spoken(&bare), "Glomar, inferred");
        let whole = json!({"code": "(b)(6)", "basis": "invoked", "by": "DHS", "on": "2025-10"});
        assert_eq!(spoken(&whole), "(b)(6), invoked by DHS in 2025-10");
        let harm = json!({"code": "(b)(6)", "basis": "invoked", "harm": "names a witness"});
        assert_eq!(spoken(&harm), "(b)(6), invoked; harm, as its holder has it: names a witness");
        let on = json!({"date": "2025-10", "inferred": "from the letter"});
        let dated = json!({"code": "glomar", "basis": "invoked", "on": on});
        assert_eq!(spoken(&dated), "Glomar, invoked in 2025-10 (inferred)");
    }
}
