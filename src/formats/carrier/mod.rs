//! What carries records that are not in corrob's own format: JSON, CSV, HTML. Each record comes out
//! as a JSON value, whatever carried it; what it means is for a profile to say.
//!
//! A file goes through four steps, none of which holds more of it than one record:
//!
//! 1. [`decoded`] takes off gzip and zstd, and brings the text to UTF-8;
//! 2. [`peek()`] looks at the first megabyte without taking it;
//! 3. [`sniff()`] says from that where the records are, and [`sample`] reads the first few of them;
//! 4. [`read`] hands out every record, or why it is refused.

mod cell;
mod csv;
mod csv_cells;
mod csv_row;
mod decode;
pub(crate) mod entities;
pub(crate) mod graph;
mod html;
mod inflate;
mod json;
pub(crate) mod linked;
mod peek;
mod shape;
mod sniff;
mod sniff_csv;
mod sniff_json;
mod transcode;

pub(crate) use crate::formats::carrier::cell::opened;
pub use crate::formats::carrier::decode::{Compression, Decoding, decoded};
pub use crate::formats::carrier::peek::{MOST_PEEKED, PEEK, Peeked, peek};
pub use crate::formats::carrier::shape::{Escapes, Header, JsonShape, Shape, Table};
pub(crate) use crate::formats::carrier::sniff::has_several;
pub use crate::formats::carrier::sniff::{Sniffed, sniff};
pub(crate) use crate::formats::carrier::sniff_csv::{Told, sniff as sniff_table};

pub use crate::formats::json::Limits;
use crate::formats::{ReadError, Refusal, Warning};
use serde_json::Value;
use std::io::BufRead;

/// The section named with a refused record, as no profile has read it yet.
const RECORDS: &str = "records";

/// A record as its carrier has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The name it stands under, where the records are the members of an object.
    pub name: Option<String>,
    /// The record: for CSV an object of columns, each a string.
    pub value: Value,
}

/// What a carrier brings, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Carried {
    /// A record.
    Record(Record),
    /// A record that cannot be read; the rest goes on.
    Refused(Refusal),
    /// Something that was read past.
    Warned(Warning),
}

/// Reads every record of a decoded file and hands it to `sink`, in the order of the file. Memory
/// grows with the longest record, up to a small multiple of [`Limits::record`], and not with the
/// file.
///
/// # Errors
/// [`ReadError::Stopped`] with the error of `sink`, which so cancels the reading, or
/// [`ReadError::File`] where the file cannot be read on. What was handed out before then stands.
pub fn read<E>(
    input: impl BufRead,
    shape: &Shape,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    match shape {
        Shape::Json(shape) => json::read(input, shape, limits, sink),
        Shape::Csv(table) => csv::read(input, table, limits, sink),
        Shape::Html => html::read(input, limits, sink),
    }
}

/// The names of the columns of a table, in their order, from its `start` alone; none where it cannot be
/// read.
pub fn column_names(start: &[u8], table: &Table) -> Vec<String> {
    csv::column_names(start, table)
}

/// The first records of a file, at most `at_most`, from its `start` alone. `whole` says that there is
/// no more of the file; else the last record, which may be cut off, is left out.
pub fn sample(start: &[u8], whole: bool, shape: &Shape, at_most: usize) -> Vec<Record> {
    let lines = matches!(shape, Shape::Csv(_) | Shape::Json(JsonShape::Lines));
    let end = if whole || !lines {
        start.len()
    } else {
        start.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1)
    };
    let mut records = Vec::new();
    if at_most > 0 {
        // Where the start ends amid a record, so does the reading: what came before is the sample.
        let _ = read(&start[..end], shape, Limits::default(), &mut |carried| {
            if let Carried::Record(record) = carried {
                records.push(record);
            }
            if records.len() < at_most { Ok(()) } else { Err(()) }
        });
    }
    records
}
