//! Records in a web page: JSON-LD in its scripts.
//!
//! A page is held whole, unlike any other file: pages are small, and the tokenizer says where in its
//! input a script stands, not on which line.

use crate::formats::carrier::json;
use crate::formats::carrier::json::refused;
use crate::formats::carrier::{Carried, JsonShape, Limits, Record};
use crate::formats::json::inspect::Fault;
use crate::formats::json::{Break, SplitError};
use crate::formats::{FormatError, ReadError};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use serde_json::Value;
use std::convert::Infallible;
use std::io::{BufRead, Read};
use std::ops::Range;

/// The longest page that is read, in bytes.
const PAGE: usize = 64 << 20;

pub(super) fn read<E>(
    input: impl BufRead,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let mut page = Vec::new();
    if let Err(error) = input.take(PAGE as u64 + 1).read_to_end(&mut page) {
        return Err(SplitError::Io { line: line_at(&page, page.len()), error }.into());
    }
    if page.len() > PAGE {
        let looks = format!("the page is longer than {} MiB; save the data of it alone", PAGE >> 20);
        return Err(FormatError::Unlike { looks }.into());
    }
    let scripts = scripts(&page);
    if scripts.is_empty() {
        return Err(FormatError::NoJsonLd.into());
    }
    scripts.iter().try_for_each(|script| carry(&page, script, limits, sink)).map_err(ReadError::Stopped)
}

/// The line of a byte of a page, from 1.
fn line_at(page: &[u8], at: usize) -> u64 {
    memchr::memchr_iter(b'\n', &page[..at]).count() as u64 + 1
}

/// A script that holds JSON-LD: where its text stands in the page.
struct Script {
    text: Range<usize>,
    /// The page ends inside it.
    open: bool,
}

fn scripts(page: &[u8]) -> Vec<Script> {
    let mut found = Vec::new();
    let mut tag_is_script = false;
    let mut name_is_type = false;
    let mut kind: Option<Vec<u8>> = None;
    let mut begin = None;
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag_is_script = name == b"script";
                    kind = None;
                }
                CallbackEvent::AttributeName { name } => {
                    // The first of a name counts.
                    name_is_type = name == b"type" && kind.is_none();
                    if name_is_type {
                        kind = Some(Vec::new());
                    }
                }
                CallbackEvent::AttributeValue { value } if name_is_type => kind = Some(value.to_vec()),
                CallbackEvent::CloseStartTag { .. } if tag_is_script && is_json_ld(kind.as_deref()) => {
                    begin = Some(span.end);
                }
                CallbackEvent::EndTag { name: b"script" } => {
                    let text = begin.take().map(|begin| begin..span.start);
                    found.extend(text.map(|text| Script { text, open: false }));
                }
                _ => {}
            }
            None
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    found.extend(begin.map(|begin| Script { text: begin..page.len(), open: true }));
    found
}

fn is_json_ld(kind: Option<&[u8]>) -> bool {
    let kind = kind.unwrap_or_default().split(|byte| *byte == b';').next().unwrap_or_default();
    kind.trim_ascii().eq_ignore_ascii_case(b"application/ld+json")
}

/// Hands out the records of one script.
fn carry<E>(
    page: &[u8],
    script: &Script,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), E> {
    let text = &page[script.text.clone()];
    let line = line_at(page, script.text.start);
    let mut whole = |reason: String, raw: &[u8]| sink(refused(line, raw, Fault::whole(reason)));
    if text.len() > limits.record {
        return whole(Break::TooLong(limits.record).to_string(), &[]);
    }
    if script.open {
        return whole("the page ends inside this script".into(), text);
    }
    let (passed, json) = unwrapped(text);
    if json.is_empty() {
        return whole("the script is empty".into(), text);
    }
    let first = line_at(page, script.text.start + passed);
    let array = JsonShape::Array(Vec::new());
    let graph = JsonShape::Array(vec!["@graph".to_owned()]);
    let mut read = |shape| json::read_from(first, json, shape, limits, &mut |carried| each(carried, sink));
    let mut ended = match json.first() {
        Some(b'[') => read(&array),
        _ if memchr::memmem::find(json, b"\"@graph\"").is_some() => read(&graph),
        _ => read(&JsonShape::Lines),
    };
    if let Err(ReadError::File(FormatError::Split(SplitError::Missing { .. }))) = ended {
        ended = read(&JsonShape::Lines);
    }
    match ended {
        Ok(()) => Ok(()),
        Err(ReadError::Stopped(stop)) => Err(stop),
        Err(ReadError::File(FormatError::Split(SplitError::CutOff { .. }))) => {
            sink(refused(first, json, Fault::whole("the script ends inside it")))
        }
        Err(ReadError::File(error)) => sink(refused(first, json, Fault::whole(error.to_string()))),
    }
}

/// Hands a record out; one of an array that holds a graph is the records of that graph.
fn each<E>(carried: Carried, sink: &mut dyn FnMut(Carried) -> Result<(), E>) -> Result<(), E> {
    match carried {
        Carried::Record(Record { line, value: Value::Object(mut members), name }) => {
            match members.remove("@graph") {
                Some(Value::Array(records)) => records
                    .into_iter()
                    .try_for_each(|value| sink(Carried::Record(Record { line, name: None, value }))),
                graph => {
                    members.extend(graph.map(|graph| ("@graph".to_owned(), graph)));
                    sink(Carried::Record(Record { line, name, value: Value::Object(members) }))
                }
            }
        }
        other => sink(other),
    }
}

/// The JSON of a script without the comments and CDATA marks that sites put around it, and how many
/// bytes stand before it.
fn unwrapped(text: &[u8]) -> (usize, &[u8]) {
    const BEFORE: [&[u8]; 6] = [b"<!--", b"<![CDATA[", b"//", b"/*", b"*/", b"\xEF\xBB\xBF"];
    const AFTER: [&[u8]; 6] = [b"-->", b"]]>", b"//", b"/*", b"*/", b";"];
    let mut rest = text.trim_ascii_start();
    while let Some(inner) = BEFORE.iter().find_map(|mark| rest.strip_prefix(*mark)) {
        rest = inner.trim_ascii_start();
    }
    let passed = text.len() - rest.len();
    let mut json = rest.trim_ascii_end();
    while let Some(inner) = AFTER.iter().find_map(|mark| json.strip_suffix(*mark)) {
        json = inner.trim_ascii_end();
    }
    (passed, json)
}
