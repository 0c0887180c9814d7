//! Records in JSON.

use crate::formats::carrier::{Carried, JsonShape, Limits, RECORDS, Record};
use crate::formats::json::inspect::{Fault, value};
use crate::formats::json::{Layout, Split, Splitter};
use crate::formats::{ReadError, Refusal, Warning};
use std::io::BufRead;

pub(super) fn read<E>(
    input: impl BufRead,
    shape: &JsonShape,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    read_from(1, input, shape, limits, sink)
}

/// Reads records that begin on a line further down in their file.
pub(super) fn read_from<E>(
    line: u64,
    input: impl BufRead,
    shape: &JsonShape,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let (layout, path) = match shape {
        JsonShape::Lines => (Layout::Lines, [].as_slice()),
        JsonShape::Array(path) => (Layout::Array, path.as_slice()),
        JsonShape::Members(path) => (Layout::Members, path.as_slice()),
    };
    let named = layout == Layout::Members;
    let mut splitter = Splitter::with_limits(input, layout, limits).under(path).numbered_from(line);
    while let Some(split) = splitter.next()? {
        sink(carried(split, named)).map_err(ReadError::Stopped)?;
    }
    Ok(())
}

fn carried(split: Split<'_>, named: bool) -> Carried {
    match split {
        Split::Record { section, line, raw } => record(named.then_some(section), line, raw),
        Split::Member { name, line, raw } => record(Some(name), line, raw),
        Split::Broken { line, raw, why, .. } => refused(line, raw, Fault::whole(why.to_string())),
        Split::Section { name, line } => {
            Carried::Warned(Warning { line, what: format!("\"{name}\" was read past") })
        }
        Split::Slip { line, slip } => {
            Carried::Warned(Warning { line, what: format!("{slip}; it was read anyway") })
        }
    }
}

fn record(name: Option<&str>, line: u64, raw: &[u8]) -> Carried {
    match value(raw) {
        Ok(value) => Carried::Record(Record { line, name: name.map(str::to_owned), value }),
        Err(fault) => refused(line, raw, fault),
    }
}

pub(super) fn refused(line: u64, raw: &[u8], fault: Fault) -> Carried {
    let Fault { field, reason } = fault;
    Carried::Refused(Refusal { line, section: RECORDS.into(), field, reason, raw: raw.to_vec() })
}
