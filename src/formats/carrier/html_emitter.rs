//! What the tokens of a page come to: the scripts that hold JSON-LD, and nothing else is kept.

use html5gum::emitters::{Emitter, naive_next_state};
use html5gum::{Error, Reader, State};
use std::cell::Cell;
use std::io::{self, BufRead};
use std::rc::Rc;

/// Names and values longer than these are none that are looked for.
const NAME: usize = 32;
const VALUE: usize = 256;

/// The line of a page the tokenizer has reached.
pub(super) type Line = Rc<Cell<u64>>;

/// Bytes for the tokenizer, counting lines.
pub(super) struct Bytes<R> {
    input: R,
    /// Bytes looked ahead at, in front of `input`, and how many of them are taken.
    ahead: Vec<u8>,
    taken: usize,
    cr: bool,
    line: Line,
}

impl<R: BufRead> Bytes<R> {
    pub fn new(input: R, line: Line) -> Self {
        Self { input, ahead: Vec::new(), taken: 0, cr: false, line }
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.ahead.get(self.taken) {
            self.taken += 1;
            return Ok(Some(*byte));
        }
        self.draw()
    }

    /// A byte of the input.
    fn draw(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => {
                    let byte = bytes.first().copied();
                    self.input.consume(usize::from(byte.is_some()));
                    return Ok(byte);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn count(&mut self, byte: u8) {
        if byte == b'\r' || (byte == b'\n' && !self.cr) {
            self.line.set(self.line.get() + 1);
        }
        self.cr = byte == b'\r';
    }
}

impl<R: BufRead> Reader for Bytes<R> {
    type Error = io::Error;

    fn read_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.next()?;
        if let Some(byte) = byte {
            self.count(byte);
        }
        Ok(byte)
    }

    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> io::Result<bool> {
        self.ahead.drain(..self.taken);
        self.taken = 0;
        while self.ahead.len() < wanted.len() {
            match self.draw()? {
                Some(byte) => self.ahead.push(byte),
                None => return Ok(false),
            }
        }
        let there = &self.ahead[..wanted.len()];
        let same = there == wanted || (!case_sensitive && there.eq_ignore_ascii_case(wanted));
        if same {
            self.taken = wanted.len();
        }
        Ok(same)
    }
}

/// A script of a page.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// The line its text begins on.
    pub line: u64,
    pub text: Vec<u8>,
    /// Its text is longer than the limit, and left out.
    pub too_long: bool,
    /// The page ends inside it.
    pub open: bool,
}

/// Keeps the scripts with JSON-LD.
pub(super) struct Scripts {
    line: Line,
    limit: usize,
    tag: Vec<u8>,
    end: bool,
    last_start: Vec<u8>,
    name: Vec<u8>,
    value: Vec<u8>,
    kind: Option<Vec<u8>>,
    /// The script being read.
    script: Option<Script>,
    ready: Option<Script>,
}

impl Scripts {
    pub fn new(line: Line, limit: usize) -> Self {
        Self {
            line,
            limit,
            tag: Vec::new(),
            end: false,
            last_start: Vec::new(),
            name: Vec::new(),
            value: Vec::new(),
            kind: None,
            script: None,
            ready: None,
        }
    }

    /// Puts the attribute just read on its tag: the first of a name counts.
    fn put_attribute(&mut self) {
        if self.name == b"type" && self.kind.is_none() {
            self.kind = Some(std::mem::take(&mut self.value));
        }
        self.name.clear();
        self.value.clear();
    }

    fn is_json_ld(&self) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default();
        let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default();
        kind.trim_ascii().eq_ignore_ascii_case(b"application/ld+json")
    }
}

/// Appends, up to one byte more than the limit, which tells that it was passed.
fn push(to: &mut Vec<u8>, bytes: &[u8], limit: usize) {
    let room = (limit + 1).saturating_sub(to.len());
    to.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

impl Emitter for Scripts {
    type Token = Script;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        if let Some(script) = self.script.take() {
            self.ready = Some(Script { open: true, ..script });
        }
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Script> {
        self.ready.take()
    }

    fn emit_string(&mut self, text: &[u8]) {
        let Some(script) = &mut self.script else { return };
        if script.too_long || script.text.len() + text.len() > self.limit {
            script.too_long = true;
            script.text = Vec::new();
        } else {
            script.text.extend_from_slice(text);
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.name.clear();
        self.value.clear();
        self.kind = None;
        self.end = false;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.end = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.put_attribute();
        if self.end {
            if self.tag == b"script"
                && let Some(script) = self.script.take()
            {
                self.ready = Some(script);
            }
            return None;
        }
        self.last_start.clone_from(&self.tag);
        if self.tag == b"script" && self.is_json_ld() {
            self.script = Some(Script { line: self.line.get(), ..Script::default() });
        }
        naive_next_state(&self.tag)
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        push(&mut self.tag, name, NAME);
    }

    fn init_attribute(&mut self) {
        self.put_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        push(&mut self.name, name, NAME);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        push(&mut self.value, value, VALUE);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end && !self.tag.is_empty() && self.tag.len() <= NAME && self.tag == self.last_start
    }

    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn emit_current_comment(&mut self) {}
    fn init_doctype(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
}
