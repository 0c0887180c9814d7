//! Standard output: safe text, or JSON.

use crate::cli::outcome::{Failure, Result};
use crate::text::{self, InertJson, SafeText};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, buffered.
#[derive(Debug)]
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    width: Option<usize>,
    /// Whether nothing was written yet.
    empty: bool,
}

/// The width of paragraphs where the output is not a terminal.
const PLAIN: usize = 80;
/// The greatest width of paragraphs: longer lines are hard to read.
const WIDEST: usize = 100;

impl Out {
    /// Standard output.
    #[must_use]
    pub fn new() -> Self {
        let stdout = io::stdout();
        let width = stdout.is_terminal().then(|| columns(&stdout));
        Self { to: BufWriter::with_capacity(64 << 10, stdout.lock()), width, empty: true }
    }

    /// The columns of the terminal, where the output is one.
    #[must_use]
    pub const fn width(&self) -> Option<usize> {
        self.width
    }

    /// Whether nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.empty
    }

    /// A line of text. Nothing in it acts on a terminal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, line: &str) -> Result<()> {
        self.raw(&text::for_terminal(line, false))?;
        self.raw("\n")
    }

    /// A paragraph, wrapped and indented.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn paragraph(&mut self, paragraph: &str, indent: usize) -> Result<()> {
        let cells = self.width.unwrap_or(PLAIN).min(WIDEST).saturating_sub(indent).max(20);
        for line in text::wrap(&SafeText::block(paragraph), cells) {
            let line = format!("{:indent$}{line}", "");
            self.raw(line.trim_end())?;
            self.raw("\n")?;
        }
        Ok(())
    }

    /// An item of a list, wrapped beside its hyphen.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn item(&mut self, text: &str) -> Result<()> {
        self.beside("-", 2, text)
    }

    /// A name and its value, wrapped beside it; nothing where the value is empty.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn field(&mut self, name: &str, value: &str) -> Result<()> {
        const NAME: usize = 14;
        if value.is_empty() { Ok(()) } else { self.beside(name, NAME, value) }
    }

    /// A name in so many cells, and a text wrapped beside it.
    fn beside(&mut self, name: &str, cells: usize, text: &str) -> Result<()> {
        let room = self.width.unwrap_or(PLAIN).min(WIDEST).saturating_sub(cells).max(20);
        // A name that is too long for its column has a line of its own.
        let mut name = name;
        if SafeText::line(name).width() >= cells {
            self.line(name)?;
            name = "";
        }
        for (at, line) in text::wrap(&SafeText::block(text), room).into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let line = format!("{}{line}", text::pad(&SafeText::line(name), cells));
            self.raw(line.trim_end())?;
            self.raw("\n")?;
        }
        Ok(())
    }

    /// Text that is safe already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn raw(&mut self, safe: &str) -> Result<()> {
        self.empty &= safe.is_empty();
        self.to.write_all(safe.as_bytes()).map_err(Failure::of_output)
    }

    /// One JSON value, on lines of its own.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<()> {
        let mut json = serde_json::to_vec_pretty(value)?;
        json.push(b'\n');
        InertJson::new(&mut self.to).write_all(&json).map_err(Failure::of_output)
    }

    /// Begins an array of objects that are written one by one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn array(&mut self) -> Result<Array<'_>> {
        self.raw("[")?;
        Ok(Array { out: self, first: true })
    }

    /// The writer itself, for text in which nothing acts.
    pub fn safe(&mut self) -> Box<dyn Write + '_> {
        Box::new(&mut self.to)
    }

    /// The writer itself, for JSON: inert on a terminal, byte for byte anywhere else.
    pub fn export(&mut self) -> Box<dyn Write + '_> {
        if self.width.is_some() { Box::new(InertJson::new(&mut self.to)) } else { Box::new(&mut self.to) }
    }

    /// Writes what is still buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.to.flush().map_err(Failure::of_output)
    }
}

impl Default for Out {
    fn default() -> Self {
        Self::new()
    }
}

/// A JSON array of objects, one a line.
#[derive(Debug)]
pub struct Array<'a> {
    out: &'a mut Out,
    first: bool,
}

impl Array<'_> {
    /// An object, as JSON on one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn raw(&mut self, json: &str) -> Result<()> {
        let comma = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        let mut to = InertJson::new(&mut self.out.to);
        to.write_all(comma.as_bytes())
            .and_then(|()| to.write_all(json.as_bytes()))
            .map_err(Failure::of_output)
    }

    /// An object.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn push<T: Serialize>(&mut self, object: &T) -> Result<()> {
        self.raw(&serde_json::to_string(object)?)
    }

    /// Ends the array.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<()> {
        self.out.raw(if self.first { "]\n" } else { "\n]\n" })
    }
}

#[cfg(unix)]
fn columns(stdout: &io::Stdout) -> usize {
    rustix::termios::tcgetwinsize(stdout)
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
        .unwrap_or(PLAIN)
}

#[cfg(not(unix))]
fn columns(_: &io::Stdout) -> usize {
    crossterm::terminal::size().map_or(PLAIN, |(columns, _)| usize::from(columns))
}

/// Prints a remark on standard error: progress, refusals, what was left unchanged.
pub fn remark(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "corrob: {}", text::for_terminal(sentence, false));
}
