//! What somebody edited in a table of the case, taken in as one step.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::tables::keys;
use crate::case::write::annotate::{kept_reading, say};
use crate::case::write::edit_records::{edits_of, store_edit};
use crate::case::write::fields::Edits;
use crate::domain::annotation::{Annotation, Target};
use crate::domain::event::{Counts, Payload, Step};
use crate::domain::{ItemId, Kind};
use serde_json::Value;

/// Fields of a record that were edited: each path with the value that it takes.
#[derive(Debug, Clone)]
pub struct RecordEdits {
    /// The kind of the record.
    pub kind: Kind,
    /// Its id.
    pub item: ItemId,
    /// The paths with their values, in order; null takes one away.
    pub fields: Vec<(String, Value)>,
}

/// Everything that was edited.
#[derive(Debug, Clone, Default)]
pub struct TableEdits {
    /// What the step is called.
    pub label: String,
    /// When the case last changed before the table was compared with it: [`Case::last_change`].
    pub compared_at: i64,
    /// Records.
    pub records: Vec<RecordEdits>,
    /// What this reviewer now says of each item.
    pub said: Vec<(Target, Annotation)>,
}

/// A field that the case refused: the number of its record among the edits, its own there, and why.
pub type RefusedField = (usize, usize, String);

/// What was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableTaken {
    /// Records, by kind.
    pub changed: Counts,
    /// Items of which the reviewer says something else now.
    pub said: u64,
}

impl Case {
    /// What changes with each change of the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_change(&self) -> Result<i64, CaseError> {
        Ok(self.conn.query_row("SELECT clock FROM case_info", [], |r| r.get(0))?)
    }
}

impl Session {
    /// Takes in what was edited in a table, as one step that undo takes back. A field that the case refuses is
    /// named, and the rest goes in; `keep` says, knowing which those are, whether all of it is to stand.
    ///
    /// # Errors
    /// When the case was changed since the table was compared with it, when `keep` says no
    /// ([`CaseError::Interrupted`]; nothing is changed then), or when the change cannot be committed.
    pub fn take_table_edits(
        &mut self,
        edits: TableEdits,
        keep: impl FnOnce(&TableTaken, &[RefusedField]) -> bool,
    ) -> Result<(TableTaken, Vec<RefusedField>), CaseError> {
        let dataset = self.case.dataset.clone();
        self.transact(|change| {
            let now: i64 = change.conn.query_row("SELECT clock FROM case_info", [], |r| r.get(0))?;
            if now != edits.compared_at {
                return Err(CaseError::Refused(
                    "somebody else changed the case while the table was compared with it; import it again"
                        .into(),
                ));
            }
            let (mut taken, mut refused) = (TableTaken::default(), Vec::new());
            let mut step = None;
            for (at, record) in edits.records.iter().enumerate() {
                let set =
                    store_record(change, record, &dataset, |number, why| refused.push((at, number, why)))?;
                if let Some((set, was)) = set {
                    let step = of(change, &edits.label, &mut step)?;
                    let (kind, item) = (Some(record.kind), record.item);
                    change.append(&Payload::Edit { kind, item, set, was, step })?;
                    *taken.changed.entry(record.kind).or_default() += 1;
                }
            }
            for (target, after) in &edits.said {
                let at = keys::must(change.conn, target.kind, target.item)?;
                let me = change.me()?;
                let before = projection::read(change.conn, me, target.kind, at)?;
                let before = before.map(|(said, _)| said).unwrap_or_default();
                let mut after = after.clone();
                if after.reading != before.reading {
                    after.reading = kept_reading(change, at, after.reading)?;
                }
                if before != after {
                    let step = of(change, &edits.label, &mut step)?;
                    say(change, *target, at, &before, &after, &step)?;
                    taken.said += 1;
                }
            }
            if keep(&taken, &refused) { Ok((taken, refused)) } else { Err(CaseError::Interrupted) }
        })
    }
}

/// The step, begun with its first event.
fn of(change: &mut Change<'_>, label: &str, step: &mut Option<Step>) -> Result<Step, CaseError> {
    match step {
        Some(step) => Ok(step.clone()),
        None => Ok(step.insert(change.step(label)?).clone()),
    }
}

/// What is set in a record, and what stood there before.
type Set = (Edits, Edits);

/// Stores the fields of a record that the case takes, and names those that it refuses. `None` where nothing is
/// otherwise than it was.
fn store_record(
    change: &Change<'_>,
    record: &RecordEdits,
    dataset: &str,
    mut refuse: impl FnMut(usize, String),
) -> Result<Option<Set>, CaseError> {
    let all: Vec<&(String, Value)> = record.fields.iter().collect();
    match attempt(change, record, dataset, &all, true)? {
        Ok(set) => return Ok(set),
        // One of one: no other can be the cause.
        Err(why) if all.len() == 1 => {
            refuse(0, why);
            return Ok(None);
        }
        Err(_) => {}
    }
    let mut good = Vec::new();
    for (number, field) in record.fields.iter().enumerate() {
        good.push(field);
        if let Err(why) = attempt(change, record, dataset, &good, false)? {
            good.pop();
            refuse(number, why);
        }
    }
    attempt(change, record, dataset, &good, true)?.map_err(CaseError::Refused)
}

/// Tries to store fields of a record, and takes it back unless it is to stand. Within: why the case refuses them.
fn attempt(
    change: &Change<'_>,
    record: &RecordEdits,
    dataset: &str,
    fields: &[&(String, Value)],
    stand: bool,
) -> Result<Result<Option<Set>, String>, CaseError> {
    let RecordEdits { kind, item, .. } = record;
    let mut fields: Edits = fields.iter().map(|field| (*field).clone()).collect();
    change.conn.execute_batch("SAVEPOINT edited")?;
    let stored = edits_of(change, *kind, *item, dataset, &mut fields).and_then(|(set, was)| {
        if set.is_empty() {
            return Ok(None);
        }
        store_edit(change, *kind, *item, dataset, &set)?;
        Ok(Some((set, was)))
    });
    let undo = if stand && stored.is_ok() { "" } else { "ROLLBACK TO edited; " };
    change.conn.execute_batch(&format!("{undo}RELEASE edited"))?;
    match stored {
        Ok(set) => Ok(Ok(set)),
        Err(error) if error.is_of_the_request() => Ok(Err(error.to_string())),
        Err(error) => Err(error),
    }
}
