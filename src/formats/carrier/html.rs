//! Records in a web page: JSON-LD in its scripts.

use crate::formats::carrier::html_emitter::{Bytes, Line, Script, Scripts};
use crate::formats::carrier::json;
use crate::formats::carrier::json::refused;
use crate::formats::carrier::{Carried, JsonShape, Limits, Record};
use crate::formats::json::inspect::Fault;
use crate::formats::json::split::{Break, SplitError};
use crate::formats::{FormatError, ReadError};
use html5gum::Tokenizer;
use serde_json::Value;
use std::io::BufRead;

pub(super) fn read<E>(
    input: impl BufRead,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let line = Line::new(1.into());
    let bytes = Bytes::new(input, Line::clone(&line));
    let scripts = Tokenizer::new_with_emitter(bytes, Scripts::new(Line::clone(&line), limits.record));
    let mut none = true;
    for script in scripts {
        none = false;
        let script = script.map_err(|error| SplitError::Io { line: line.get(), error })?;
        carry(&script, limits, sink).map_err(ReadError::Stopped)?;
    }
    if none { Err(FormatError::NoJsonLd.into()) } else { Ok(()) }
}

/// Hands out the records of one script.
fn carry<E>(
    script: &Script,
    limits: Limits,
    sink: &mut dyn FnMut(Carried) -> Result<(), E>,
) -> Result<(), E> {
    let mut whole = |reason: String, raw: &[u8]| sink(refused(script.line, raw, Fault::whole(reason)));
    if script.too_long {
        return whole(Break::TooLong(limits.record).to_string(), &[]);
    }
    if script.open {
        return whole("the page ends inside this script".into(), &script.text);
    }
    let (passed, json) = unwrapped(&script.text);
    if json.is_empty() {
        return whole("the script is empty".into(), &script.text);
    }
    let first = script.line + memchr::memchr_iter(b'\n', &script.text[..passed]).count() as u64;
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
