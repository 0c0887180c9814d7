//! Records in a table: CSV, TSV and their like.
//!
//! A quotation mark that is never closed would make the rest of the file one field. Where the end
//! of the file or the limit of a record is met inside quotation marks, the line that opened them is
//! refused and reading goes on with the next line, from what is held. That is done eight times for
//! one file; then the rest is refused as one row.
//!
//! A row of nothing but blanks is a blank line. A quotation mark within a quoted field that is neither
//! doubled nor escaped changes no word: the cell is what stands in the file, and a remark says so.

use crate::domain::wording::counted;
use crate::formats::carrier::csv_cells::{Cell, as_they_stand, cells};
use crate::formats::carrier::csv_row::{Row, Rows};
use crate::formats::carrier::{Carried, Escapes, Header, Limits, RECORDS, Record, Table};
use crate::formats::json::SplitError;
use crate::formats::{FormatError, ReadError, Refusal, Warning};
use crate::text::composed;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// Rows with a slip in their quotation marks that are named one by one.
const NAMED: u64 = 5;
/// Columns beyond these are not read: the names alone would fill the memory.
const COLUMNS: usize = 100_000;

pub(super) fn read<E>(
    input: impl BufRead,
    table: &Table,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let header = &table.header;
    let mut rows = Rows::new(input, table.delimiter, table.escapes, limits.record);
    if let Some((line, said)) = rows.skip(table.skip)? {
        let what = match table.skip {
            1 => format!("the table begins below; the line above it was passed over: {said}"),
            n => format!("the table begins below; {n} lines above it were passed over, such as: {said}"),
        };
        sink(Carried::Warned(Warning { line, what })).map_err(ReadError::Stopped)?;
    }
    if table.escapes == Escapes::Everywhere {
        let what = "backslashes stand before what would end a field or a row, as databases write them; \\n was read as a \
                    line break, \\t as a tab, \\\\ as a backslash";
        sink(Carried::Warned(Warning { line: rows.line(), what: what.to_owned() }))
            .map_err(ReadError::Stopped)?;
    }
    let mut columns = match header {
        Header::Columns(names) => Some(columns_of(names.iter().map(String::as_str), 1, sink)?),
        Header::Row | Header::Absent => None,
    };
    let (mut nulls, mut marks) = (Count::default(), Count::default());
    while let Some(row) = rows.next()? {
        if row.ended.is_ok() && row.is_blank() {
            continue;
        }
        let marked = (row.ended.is_ok() && row.has_marks(table.escapes))
            .then(|| cells(row.raw, table.delimiter, table.escapes));
        let marked = marked.as_deref();
        let carried = match &columns {
            Some(columns) => carry(&row, columns, (table, marked), &mut nulls),
            None if *header == Header::Row => {
                let names = names(&row)?;
                columns = Some(columns_of(names.iter().copied(), row.line, sink)?);
                continue;
            }
            None if row.ended.is_err() => carry(&row, &[], (table, marked), &mut nulls),
            None => {
                let names: Vec<String> =
                    (1..=row.len().min(COLUMNS)).map(|n| format!("column_{n}")).collect();
                let carried = carry(&row, &names, (table, marked), &mut nulls);
                columns = Some(names);
                carried
            }
        };
        if let (Carried::Record(_), Some(columns), Some(cells)) = (&carried, &columns, marked)
            && let Some(at) = cells.iter().position(|cell| cell.malformed)
        {
            marks.add(row.line);
            if marks.times <= NAMED {
                let column = columns.get(at).map_or("", String::as_str);
                let what =
                    format!("{column}: a quotation mark within it is not doubled; it was read as it stands");
                sink(Carried::Warned(Warning { line: row.line, what })).map_err(ReadError::Stopped)?;
            }
        }
        sink(carried).map_err(ReadError::Stopped)?;
    }
    for warning in [nulls.nulls(), marks.more_marks()].into_iter().flatten() {
        sink(Carried::Warned(warning)).map_err(ReadError::Stopped)?;
    }
    if columns.is_none() {
        return Err(SplitError::Empty.into());
    }
    Ok(())
}

/// The names of the columns; none where they cannot be read.
pub(super) fn column_names(start: &[u8], table: &Table) -> Vec<String> {
    let mut silent = |_| Ok::<(), ()>(());
    if let Header::Columns(names) = &table.header {
        return columns_of(names.iter().map(String::as_str), 1, &mut silent).unwrap_or_default();
    }
    let mut rows = Rows::new(start, table.delimiter, table.escapes, Limits::default().record);
    if rows.skip(table.skip).is_err() {
        return Vec::new();
    }
    while let Ok(Some(row)) = rows.next() {
        if row.is_blank() {
            continue;
        }
        if table.header == Header::Absent {
            return (1..=row.len().min(COLUMNS)).map(|n| format!("column_{n}")).collect();
        }
        let names = names(&row).unwrap_or_default();
        return columns_of(names.into_iter(), row.line, &mut silent).unwrap_or_default();
    }
    Vec::new()
}

/// How often something came, and the line of the first, or of the first that was not named.
#[derive(Debug, Default)]
struct Count {
    times: u64,
    line: u64,
}

impl Count {
    fn add(&mut self, line: u64) {
        if self.times == 0 || self.times == NAMED {
            self.line = line;
        }
        self.times += 1;
    }

    /// Rows with quotation marks out of place that were not named.
    fn more_marks(&self) -> Option<Warning> {
        let more = self.times.checked_sub(NAMED).filter(|more| *more > 0)?;
        let what = format!(
            "{} more with a quotation mark that is not doubled; this is the first of them",
            counted(more, "row")
        );
        Some(Warning { line: self.line, what })
    }

    /// Cells with `\N`, which databases write for nothing.
    fn nulls(&self) -> Option<Warning> {
        let what = match self.times {
            0 => return None,
            1 => "a cell has \\N, which databases write for nothing; it was read as empty".to_owned(),
            n => format!("{n} cells have \\N, which databases write for nothing; they were read as empty"),
        };
        Some(Warning { line: self.line, what })
    }
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
    let given: Vec<Cow<'_, str>> = names.map(|name| composed(name.trim())).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let own: BTreeSet<&str> = given.iter().map(AsRef::as_ref).collect();
    let mut columns = Vec::with_capacity(given.len());
    // How often a name has come, so that the search for a free one goes on from there.
    let mut times = BTreeMap::new();
    for (at, name) in given.iter().map(AsRef::as_ref).enumerate() {
        let plain = if name.is_empty() { format!("column_{}", at + 1) } else { str::to_owned(name) };
        let mut column = plain.clone();
        while taken.contains(&column) || (column != name && own.contains(column.as_str())) {
            let time = times.entry(plain.clone()).or_insert(1_u64);
            *time += 1;
            column = format!("{plain}_{time}");
        }
        if column != name {
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

/// A row as a record, or why it is none. `marked` are its cells where it has quotation marks. Where its quotation marks are not those of a table, its cells
/// are what stands in the file.
fn carry(
    row: &Row<'_>,
    columns: &[String],
    (table, marked): (&Table, Option<&[Cell]>),
    nulls: &mut Count,
) -> Carried {
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
    let mended = marked.and_then(|cells| mended(row.raw, cells, columns.len(), table));
    let found: Vec<&[u8]> = match &mended {
        Some(cells) => cells.iter().map(Vec::as_slice).collect(),
        None => row.cells().collect(),
    };
    if found.len() != columns.len() {
        let fields = if found.len() == 1 { "field" } else { "fields" };
        return refused(
            None,
            format!("it has {} {fields}, and there are {} columns", found.len(), columns.len()),
        );
    }
    let mut members = Map::new();
    for (column, cell) in columns.iter().zip(found) {
        let cell = if cell == b"\\N" {
            nulls.add(row.line);
            b""
        } else {
            cell
        };
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

/// The cells of a row with a quotation mark where none can be: with the mark for itself, if that makes as
/// many cells as there are columns, else each such cell whole, with all its marks. And of a row with
/// backslashes that stand before marks. `None` for any other row.
fn mended(row: &[u8], found: &[Cell], columns: usize, table: &Table) -> Option<Vec<Vec<u8>>> {
    let malformed = found.iter().any(|cell| cell.malformed);
    let escapes = table.escapes.any() && memchr::memchr(b'\\', row).is_some();
    if !malformed && !escapes {
        return None;
    }
    if !escapes
        && let Some(cells) = as_they_stand(row, table.delimiter).filter(|cells| cells.len() == columns)
    {
        return Some(cells);
    }
    Some(found.iter().map(|cell| cell.text(row, table.escapes)).collect())
}
