//! Records out of small files, by the plainest means there are.

#![allow(dead_code)]

use corrob::formats::carrier::Record;
use serde_json::{Map, Value};

/// A fixture's text.
pub fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The records of a file, by the end of its name.
pub fn records(name: &str, text: &str) -> Vec<Record> {
    match name.rsplit_once('.').unwrap().1 {
        "jsonl" => text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty())
            .map(|(text, line)| Record { line, name: None, value: serde_json::from_str(text).unwrap() })
            .collect(),
        "json" => match serde_json::from_str(text).unwrap() {
            Value::Array(items) => {
                items.into_iter().map(|value| Record { line: 1, name: None, value }).collect()
            }
            value => vec![Record { line: 1, name: None, value }],
        },
        ending => table(text, if ending == "tsv" { '\t' } else { ',' }),
    }
}

/// A table with a header: quotation marks, doubled ones, line breaks within them.
pub fn table(text: &str, delimiter: char) -> Vec<Record> {
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let (mut row, mut cell, mut quoted, mut line, mut begin) = (Vec::new(), String::new(), false, 1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            c if c == delimiter && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push((begin, std::mem::take(&mut row)));
                begin = line;
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push((begin, row));
    }
    let mut rows = rows.into_iter();
    let (_, header) = rows.next().unwrap();
    rows.map(|(line, row)| {
        let members: Map<String, Value> =
            header.iter().cloned().zip(row.into_iter().map(Value::String)).collect();
        Record { line, name: None, value: Value::Object(members) }
    })
    .collect()
}
