//! Records in a table: CSV, TSV and their like.
//!
//! A quotation mark that is never closed would make the rest of the file one field. Where the end
//! of the file or the limit of a record is met inside quotation marks, the line that opened them is
//! refused and reading goes on with the next line, from what is held. That is done eight times for
//! one file; then the rest is refused as one row.

use crate::formats::carrier::csv_row::{Row, Rows};
use crate::formats::carrier::{Carried, Header, Limits, RECORDS, Record};
use crate::formats::json::SplitError;
use crate::formats::{FormatError, ReadError, Refusal, Warning};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// Columns beyond these are not read: the names alone would fill the memory.
const COLUMNS: usize = 100_000;

pub(super) fn read<E>(
    input: impl BufRead,
    delimiter: u8,
    header: &Header,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let mut rows = Rows::new(input, delimiter, limits.record);
    let mut columns = match header {
        Header::Columns(names) => Some(columns_of(names.iter().map(String::as_str), 1, sink)?),
        Header::Row | Header::Absent => None,
    };
    while let Some(row) = rows.next()? {
        let carried = match &columns {
            Some(columns) => carry(&row, columns),
            None if *header == Header::Row => {
                let names = names(&row)?;
                columns = Some(columns_of(names.iter().copied(), row.line, sink)?);
                continue;
            }
            None if row.ended.is_err() => carry(&row, &[]),
            None => {
                let names: Vec<String> =
                    (1..=row.len().min(COLUMNS)).map(|n| format!("column_{n}")).collect();
                let carried = carry(&row, &names);
                columns = Some(names);
                carried
            }
        };
        sink(carried).map_err(ReadError::Stopped)?;
    }
    if columns.is_none() {
        return Err(SplitError::Empty.into());
    }
    Ok(())
}

/// The cells of the row that names the columns.
fn names<'a>(row: &'a Row<'_>) -> Result<Vec<&'a str>, FormatError> {
    let unreadable = |reason: String| FormatError::Header { line: row.line, reason };
    if let Err(ended) = row.ended {
        return Err(unreadable(ended.to_string()));
    }
    if row.len() > COLUMNS {
        return Err(unreadable(format!("it has {} columns, and {COLUMNS} can be read", row.len())));
    }
    row.cells()
        .enumerate()
        .map(|(at, cell)| {
            std::str::from_utf8(cell).map_err(|error| {
                let byte = error.valid_up_to() + 1;
                unreadable(format!("the name of column {} is not UTF-8 from its byte {byte} on", at + 1))
            })
        })
        .collect()
}

/// Names for columns: trimmed, none empty, none twice.
fn columns_of<'a, E>(
    names: impl Iterator<Item = &'a str>,
    line: u64,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<Vec<String>, ReadError<E>> {
    let given: Vec<&str> = names.map(str::trim).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let own: BTreeSet<&str> = given.iter().copied().collect();
    let mut columns = Vec::with_capacity(given.len());
    // How often a name has come, so that the search for a free one goes on from there.
    let mut times = BTreeMap::new();
    for (at, name) in given.iter().enumerate() {
        let plain = if name.is_empty() { format!("column_{}", at + 1) } else { (*name).to_owned() };
        let mut column = plain.clone();
        while taken.contains(&column) || (column != *name && own.contains(column.as_str())) {
            let time = times.entry(plain.clone()).or_insert(1_u64);
            *time += 1;
            column = format!("{plain}_{time}");
        }
        if column != *name {
            let shown: String = name.chars().take(100).collect();
            let what = if name.is_empty() {
                format!("column {} has no name; it is read as {column}", at + 1)
            } else {
                format!("the column \"{shown}\" appears again; it is read as \"{column}\"")
            };
            sink(Carried::Warned(Warning { line, what })).map_err(ReadError::Stopped)?;
        }
        taken.insert(column.clone());
        columns.push(column);
    }
    Ok(columns)
}

/// A row as a record, or why it is none.
fn carry(row: &Row<'_>, columns: &[String]) -> Carried {
    let refused = |field: Option<String>, reason: String| {
        Carried::Refused(Refusal {
            line: row.line,
            section: RECORDS.into(),
            field,
            reason,
            raw: row.raw.to_vec(),
        })
    };
    if let Err(ended) = row.ended {
        return refused(None, ended.to_string());
    }
    if row.len() != columns.len() {
        let fields = if row.len() == 1 { "field" } else { "fields" };
        return refused(
            None,
            format!("it has {} {fields}, and there are {} columns", row.len(), columns.len()),
        );
    }
    let mut members = Map::new();
    for (column, cell) in columns.iter().zip(row.cells()) {
        match std::str::from_utf8(cell) {
            Ok(text) => members.insert(column.clone(), Value::String(text.to_owned())),
            Err(error) => {
                let at = error.valid_up_to();
                let reason = format!(
                    "it is not UTF-8: its byte {}, 0x{:02x}, belongs to no character",
                    at + 1,
                    cell[at]
                );
                return refused(Some(column.clone()), reason);
            }
        };
    }
    Carried::Record(Record { line: row.line, name: None, value: Value::Object(members) })
}
