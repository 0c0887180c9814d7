//! Rows for a spreadsheet (RFC 4180), behind a byte order mark, without which Excel reads UTF-8 as
//! something else; LibreOffice, and the readers of most languages, pass over it. Cells are safe: what
//! would act or hide is a visible mark, and none is taken for a formula.

use crate::domain::Dated;
use crate::formats::error::WriteError;
use crate::text::{csv_safe, for_terminal};
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
        for cell in cells {
            self.0.write_field(safe(&cell).as_bytes()).map_err(failed)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(failed)
    }

    pub fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}

/// A date; nothing where there is none.
pub(super) fn date(date: Option<&Dated>) -> Cow<'_, str> {
    date.map(|date| date.to_string().into()).unwrap_or_default()
}

/// Text; nothing where there is none.
pub(super) fn text(text: Option<&String>) -> Cow<'_, str> {
    text.map_or("", String::as_str).into()
}

pub(super) fn flag(on: bool) -> Cow<'static, str> {
    if on { "yes" } else { "" }.into()
}

/// A cell in which nothing acts or hides.
fn safe(cell: &str) -> Cow<'_, str> {
    match for_terminal(cell, true) {
        Cow::Borrowed(cell) => csv_safe(cell),
        Cow::Owned(cell) => csv_safe(&cell).into_owned().into(),
    }
}

fn failed(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Io(io::Error::other(format!("{other:?}"))),
    }
}
