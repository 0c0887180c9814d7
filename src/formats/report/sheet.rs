//! Rows for a spreadsheet (RFC 4180), behind a byte order mark, without which Excel reads UTF-8 as
//! something else; LibreOffice, and the readers of most languages, pass over it. Cells are safe: what
//! would act or hide is a visible mark, and none is taken for a formula.

use crate::formats::error::WriteError;
use crate::text::for_spreadsheet;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes rows.
#[derive(Debug)]
pub(super) struct Sheet<W: Write>(csv::Writer<W>);

impl<W: Write> Sheet<W> {
    pub fn new(out: W) -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out))
    }

    /// Writes the names of the columns.
    pub fn header(&mut self, columns: &[&str]) -> Result<(), WriteError> {
        let mut header: Vec<Cow<'_, str>> = columns.iter().map(|name| (*name).into()).collect();
        if let Some(first) = header.first_mut() {
            first.to_mut().insert(0, '\u{feff}');
        }
        self.0.write_record(header.iter().map(|name| name.as_bytes())).map_err(failed)
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cow<'a, str>>) -> Result<(), WriteError> {
        let cells: Vec<Cow<'a, str>> = cells.into_iter().collect();
        self.safe_row(cells.iter().map(|cell| for_spreadsheet(cell)))
    }

    /// Writes a row of cells that are safe.
    pub fn safe_row<'a>(&mut self, cells: impl IntoIterator<Item = Cow<'a, str>>) -> Result<(), WriteError> {
        for cell in cells {
            self.0.write_field(cell.as_bytes()).map_err(failed)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(failed)
    }

    pub fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}

fn failed(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Io(io::Error::other(format!("{other:?}"))),
    }
}
