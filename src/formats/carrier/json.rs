//! Records in JSON.

use crate::formats::carrier::{Carried, JsonShape, Limits, RECORDS, Record};
use crate::formats::json::inspect::{Fault, value};
use crate::formats::json::split::{Layout, Piece, Splitter};
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
    while let Some(piece) = splitter.next()? {
        sink(carried(piece, named)).map_err(ReadError::Stopped)?;
    }
    Ok(())
}

fn carried(piece: Piece<'_>, named: bool) -> Carried {
    match piece {
        Piece::Record { section, line, raw } => record(named.then_some(section), line, raw),
        Piece::Member { name, line, raw } => record(Some(name), line, raw),
        // Outside of the records a name is that of a member that was passed over.
        Piece::Broken { section, line, why, raw } if !named && !section.is_empty() && raw.is_empty() => {
            let name: String = section.chars().take(100).collect();
            Carried::Warned(Warning { line, what: format!("\"{name}\" is passed over, and broken: {why}") })
        }
        Piece::Broken { line, raw, why, .. } => refused(line, raw, Fault::whole(why.to_string())),
        Piece::Section { name, line } => {
            Carried::Warned(Warning { line, what: format!("\"{name}\" was read past") })
        }
        Piece::Slip { line, slip, .. } => {
            Carried::Warned(Warning { line, what: format!("{slip}; it was read all the same") })
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
