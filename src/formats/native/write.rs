//! Writes the native format, record by record.

use crate::domain::entry::Section;
use crate::formats::error::WriteError;
use crate::formats::native::FORMAT;
use serde::Serialize;
use std::io::Write;

/// Writes a case record by record, in the order of [`Section`]; sections without records are left
/// out. Give it a buffered writer: each record is a few small writes.
#[derive(Debug)]
pub struct NativeWriter<W> {
    out: W,
    section: Option<Section>,
    line: Vec<u8>,
}

impl<W: Write> NativeWriter<W> {
    /// Begins a file of a version of the format.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(mut out: W, version: u64) -> Result<Self, WriteError> {
        write!(out, "{{\"format\":\"{FORMAT}\",\"version\":{version}")?;
        Ok(Self { out, section: None, line: Vec::new() })
    }

    /// Writes what a section holds: a record, or any other [`Entry`](crate::domain::entry::Entry).
    ///
    /// # Errors
    /// When the section has its place before the one being written, or the system refuses.
    pub fn record<T: Serialize>(&mut self, section: Section, record: &T) -> Result<(), WriteError> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        serde_json::to_writer(&mut line, record).map_err(|reason| WriteError::Json { section, reason })?;
        let written = self.raw(section, &line);
        self.line = line;
        written
    }

    /// Writes a record that is at hand as the JSON text the case keeps, as it is.
    ///
    /// # Errors
    /// When the section has its place before the one being written, the text has line breaks, or
    /// the system refuses.
    pub fn record_raw(&mut self, section: Section, json: &str) -> Result<(), WriteError> {
        self.raw(section, json.as_bytes())
    }

    /// Ends the file and hands the writer back, flushed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<W, WriteError> {
        let end: &[u8] = if self.in_array() { b"\n]}\n" } else { b"}\n" };
        self.out.write_all(end)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn in_array(&self) -> bool {
        self.section.is_some_and(|section| section != Section::Case)
    }

    fn raw(&mut self, section: Section, json: &[u8]) -> Result<(), WriteError> {
        if json.contains(&b'\n') {
            return Err(WriteError::Lines { section });
        }
        if self.section == Some(section) && section != Section::Case {
            self.out.write_all(b",\n")?;
        } else {
            if let Some(current) = self.section.filter(|current| *current >= section) {
                return Err(WriteError::Order { section, current });
            }
            let close = if self.in_array() { "\n]" } else { "" };
            let open = if section == Section::Case { "" } else { "[\n" };
            write!(self.out, "{close},\n\"{section}\":{open}")?;
            self.section = Some(section);
        }
        self.out.write_all(json)?;
        Ok(())
    }
}
