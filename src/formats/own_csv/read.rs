//! The rows of the table, as they come back.

use crate::formats::carrier::{Carried, Limits, Record, Shape, Table};
use crate::formats::own_csv::columns::{COLUMNS, Of, place};
use crate::formats::own_csv::exported::Exported;
use crate::formats::{ReadError, Refusal, Warning, carrier};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::BufRead;

/// A table with fewer of corrob's columns is anybody's, unless it says which case it is from.
const MANY: usize = 20;

/// Whether the columns of a table are those of corrob's own.
pub fn recognise(columns: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let known = columns.iter().filter(|column| place(column).is_some()).count();
    (has("claim") || has("evidence")) && (has("case.id") && known > 2 || known >= MANY)
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The line it begins on.
    pub line: u64,
    /// Its cells by the places of their columns; none where the table has not the column.
    cells: Vec<Option<String>>,
    /// What they said when they left the case, where that stands there.
    pub exported: Option<Exported>,
    /// The row as JSON.
    pub raw: Vec<u8>,
}

impl Row {
    /// The cell of a column, by its place; none where the table has no such column.
    pub fn at(&self, place: usize) -> Option<&str> {
        self.cells.get(place).and_then(Option::as_deref)
    }

    /// The cell of a column, without blanks around it; empty where there is none.
    pub fn cell(&self, name: &str) -> &str {
        place(name).and_then(|place| self.at(place)).unwrap_or_default().trim()
    }

    /// The row as if nobody knew what it said when it was exported: a copy of a row was another one then.
    pub fn unmarked(&self) -> Self {
        Self { exported: None, ..self.clone() }
    }

    /// The columns that say something of such a thing here, and what.
    pub fn filled(&self, of: impl Fn(Of) -> bool) -> impl Iterator<Item = (&'static str, &str)> {
        let cells = COLUMNS.iter().enumerate().filter(move |(_, (_, it))| of(*it));
        cells.filter_map(|(place, (name, _))| {
            self.at(place).filter(|cell| !cell.trim().is_empty()).map(|cell| (*name, cell))
        })
    }
}

/// What the table brings, in its order.
#[derive(Debug)]
pub enum FoundRow {
    /// A row.
    Row(Box<Row>),
    /// A row that cannot be read; the rest goes on.
    Refused(Refusal),
    /// Something that was read past.
    Warned(Warning),
}

/// Reads every row.
///
/// # Errors
/// As [`carrier::read`].
pub fn read<E>(
    input: impl BufRead,
    table: &Table,
    keep: bool,
    sink: &mut dyn FnMut(FoundRow) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let mut strange: BTreeSet<String> = BTreeSet::new();
    let shape = Shape::Csv(table.clone());
    carrier::read(input, &shape, Limits::default(), &mut |carried| match carried {
        Carried::Record(record) => {
            for (name, what) in others(&record, &mut strange) {
                sink(FoundRow::Warned(Warning { line: record.line, what: format!("{name}: {what}") }))?;
            }
            sink(FoundRow::Row(Box::new(row(record, keep))))
        }
        Carried::Refused(refusal) => sink(FoundRow::Refused(refusal)),
        Carried::Warned(warning) => sink(FoundRow::Warned(warning)),
    })
}

/// Columns that are none of corrob's and say something here for the first time.
fn others(record: &Record, known: &mut BTreeSet<String>) -> Vec<(String, &'static str)> {
    let members = record.value.as_object().into_iter().flatten();
    let filled = members.filter(|(_, cell)| cell.as_str().is_some_and(|cell| !cell.trim().is_empty()));
    let strange = filled.filter(|(name, _)| place(name).is_none());
    let new: Vec<String> =
        strange.filter(|(name, _)| !known.contains(*name)).map(|(name, _)| name.clone()).collect();
    known.extend(new.iter().cloned());
    new.into_iter()
        .map(|name| (name, "the column is none of corrob's, and what stands in it was left out"))
        .collect()
}

fn row(record: Record, keep: bool) -> Row {
    let raw = if keep { serde_json::to_vec(&record.value).unwrap_or_default() } else { Vec::new() };
    let mut cells = vec![None; COLUMNS.len()];
    if let Value::Object(members) = record.value {
        for (name, cell) in members {
            if let (Some(place), Value::String(cell)) = (place(&name), cell) {
                cells[place] = Some(cell);
            }
        }
    }
    let mut row = Row { line: record.line, cells, exported: None, raw };
    row.exported = Exported::parse(row.cell("exported"));
    row
}
