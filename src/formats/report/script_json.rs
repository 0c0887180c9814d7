//! JSON, a value on each line, that may also stand inside an HTML page, in a `<script>`: no text in it
//! ends the script.

use crate::domain::entry::Section;
use crate::formats::error::WriteError;
use serde::Serialize;
use std::io::Write;

/// The values of an array, each on a line of its own.
#[derive(Debug, Default)]
pub(super) struct Items {
    any: bool,
}

impl Items {
    /// Writes one more.
    pub fn put<T: Serialize>(&mut self, out: &mut impl Write, value: &T) -> Result<(), WriteError> {
        let comma = if std::mem::replace(&mut self.any, true) { "," } else { "" };
        Ok(write!(out, "{comma}\n{}", to_line(value)?)?)
    }

    /// Ends the array, and with `rest` the file.
    pub fn end(&self, out: &mut impl Write, rest: &str) -> Result<(), WriteError> {
        writeln!(out, "{}]{rest}", if self.any { "\n" } else { "" })?;
        Ok(out.flush()?)
    }
}

/// A value on one line, each `<`, `>` and `&` written as an escape that means the same.
pub(super) fn to_line<T: Serialize>(value: &T) -> Result<String, WriteError> {
    let json = |reason| WriteError::Json { section: Section::Annotations, reason };
    let text = serde_json::to_string(value).map_err(json)?;
    if !text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        return Ok(text);
    }
    // Outside strings JSON has none of these.
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    Ok(out)
}
