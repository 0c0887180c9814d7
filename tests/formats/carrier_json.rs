//! Records in JSON are found wherever they lie: what breaks is refused with its line, the rest goes
//! on, and memory stays bounded.

use crate::carried::{all, all_within, array, lines, members, sniffed, table};
use corrob::formats::carrier::{Carried, Limits, Shape, read, sniff};
use corrob::formats::{ReadError, Refusal};
use serde_json::json;
use std::convert::Infallible;
use std::io::{self, BufRead, BufReader, Read};

#[test]
fn json_records_are_found_wherever_they_lie() {
    let (one, two) = (json!({"id": 1}), json!({"id": 2}));
    for (text, shape) in [
        ("{\"id\":1}\n{\"id\":2}\n", lines()),
        ("[{\"id\":1},{\"id\":2}]", array(&[])),
        ("{\"total\":{\"a\":[1]},\"claims\":[{\"id\":1},{\"id\":2}],\"next\":null}", array(&["claims"])),
        ("{\"response\":{\"n\":2,\"docs\":[{\"id\":1},{\"id\":2}]}}", array(&["response", "docs"])),
        ("{\"a\":{\"id\":1},\"b\":{\"id\":2}}", members(&[])),
        ("{\"n\":1,\"by\":{\"a\":{\"id\":1},\"b\":{\"id\":2}},\"x\":[]}", members(&["by"])),
        ("\u{FEFF}[{\"id\":1},{\"id\":2}]", array(&[])),
    ] {
        assert_eq!(sniffed(text), shape, "{text}");
        assert_eq!(all(text.as_bytes(), &shape).clean(), [one.clone(), two.clone()], "{text}");
        // However the bytes come.
        let slow = BufReader::with_capacity(1, text.as_bytes());
        assert_eq!(all(slow, &shape).clean().len(), 2, "{text}");
    }
    let named = all("{\"a\": {\"id\":1},\n \"\\u0062\": {\"id\":2}}".as_bytes(), &members(&[]));
    assert_eq!(named.records[0].name.as_deref(), Some("a"));
    assert_eq!((named.records[1].name.as_deref(), named.records[1].line), (Some("b"), 2));
    // A single object in the place of an array is one record, and so is a whole file.
    assert_eq!(
        all("{\"item\":{\"id\":1}}".as_bytes(), &array(&["item"])).clean(),
        std::slice::from_ref(&one)
    );
    assert_eq!(all("{\"id\":1}".as_bytes(), &lines()).clean(), [one]);
    // The same member twice: both are read.
    let twice = all("{\"c\":[1],\"c\":[2]}".as_bytes(), &array(&["c"]));
    assert_eq!(twice.values(), [json!(1), json!(2)]);
}

#[test]
fn records_that_are_not_where_they_were_looked_for_are_named() {
    let said = |text: &str, shape: &Shape| all(text.as_bytes(), shape).failed.unwrap();
    assert_eq!(
        said("{\"a\":1,\"b\":[]}", &array(&["claims"])),
        "there are no records at claims: the object there has a, b"
    );
    assert!(said("{\"r\":{\"x\":1}}", &array(&["r", "docs"])).ends_with("has x"));
    assert!(said("{\"r\":7}", &array(&["r"])).ends_with("there is a single value"));
    assert!(said("{}", &array(&["r"])).ends_with("the object is empty"));
    assert!(said("{\"r\":[1]}", &members(&["r"])).contains("an array"));
    assert!(said("[1]", &array(&["r"])).contains("\"[\" where \"{\""));
    assert!(said("{\"r\":[1]} 2", &array(&["r"])).contains("the end of the file"));
    assert!(said("{\"r\":[1,2], \"s\": [", &array(&["r"])).contains("cut off"));
}

#[test]
fn a_broken_record_is_refused_with_its_line_and_the_rest_goes_on() {
    let text = "[\n{\"id\":1},\n{\"id\":2,,},\n{\"id\":3},\n{\"id\":\"x\n{\"id\":5}\n]";
    let read = all(text.as_bytes(), &array(&[]));
    assert_eq!(read.values(), [json!({"id": 1}), json!({"id": 3}), json!({"id": 5})]);
    assert_eq!(read.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(read.refused[0].raw, b"{\"id\":2,,}");
    assert_eq!(read.refused[0].section, "records");

    // Among the members of an object nobody can tell where the next record begins.
    let text = "{\n  \"a\": {\"id\": 1},\n  \"b\": {\"id\": 2 2,\n  \"c\": {\"id\": 3}\n}";
    let read = all(text.as_bytes(), &members(&[]));
    assert_eq!((read.lines(), read.refused.len()), (vec![2], 0));
    assert!(read.failed.unwrap().starts_with("line 3 cannot be read"));

    // A name that is no text costs its record alone.
    let read = all("{\"\\ud800\": {\"id\":1}, \"b\": {\"id\":2}}".as_bytes(), &members(&[]));
    assert_eq!((read.values(), read.refused.len()), (vec![json!({"id": 2})], 1));
    // Missing and superfluous commas between members.
    let read = all("{\"a\": 1 \"b\": 2,, \"c\": 3,}".as_bytes(), &members(&[]));
    assert_eq!((read.values().len(), read.warned.len(), read.failed), (3, 3, None));

    let read = all("{\"id\":1}\n{\"id\":2\n{\"id\":3}\n{\"id\":".as_bytes(), &lines());
    assert_eq!((read.lines(), read.failed.as_deref()), (vec![1, 3], None));
    assert_eq!(read.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_record_that_would_change_is_refused_with_its_field() {
    let text = "{\"a\":{\"b\":1,\"b\":2}}\n{\"n\":[12345678901234567890123]}\n{\"t\":\"\\ud800\"}\n\
                {\"x\":1e999}\n{\"t\":\"a\tb\"}\n{\"t\":\"\\ud83d\\ude00\"}\n";
    let read = all(text.as_bytes(), &lines());
    assert_eq!(read.values(), [json!({"t": "😀"})]);
    let fields: Vec<_> = read.refused.iter().map(|r| r.field.as_deref().unwrap_or("-")).collect();
    assert_eq!(fields, ["a.b", "n[0]", "t", "x", "t"]);
    assert_eq!(read.refused[0].reason, "it appears twice");
    assert!(read.refused[2].reason.starts_with("it has half a character"), "{}", read.refused[2].reason);
    let read = all(&b"{\"t\":\"\xff\"}\n{\"t\":1}"[..], &lines());
    assert_eq!(read.said(), ["line 1, records: it is not UTF-8: its byte 7 belongs to no character"]);
    assert_eq!(read.values().len(), 1);
}

#[test]
fn nesting_is_bounded_wherever_it_stands() {
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let text = format!("{{\"skip\":{deep},\"r\":[{{\"id\":1}},{deep},{{\"id\":2}}]}}");
    let read = all(text.as_bytes(), &array(&["r"]));
    assert_eq!((read.values().len(), read.refused.len(), read.failed), (2, 1, None));
    assert_eq!(read.refused[0].reason, "it is nested deeper than 100 levels");
    assert_eq!(sniffed(&text), array(&["r"]));
    let open = "{\"a\":".repeat(100_000);
    assert!(sniff(open.as_bytes(), true).is_ok());
    assert!(all(open.as_bytes(), &members(&["a", "a"])).failed.is_some());
}

/// Bytes that are made when they are asked for, and how much was asked for at once.
struct Made<F> {
    make: F,
    at: u64,
    length: u64,
    block: Vec<u8>,
    taken: usize,
}

impl<F: Fn(u64) -> u8> Made<F> {
    fn new(length: u64, make: F) -> Self {
        Self { make, at: 0, length, block: Vec::new(), taken: 0 }
    }
}

impl<F: Fn(u64) -> u8> Read for Made<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(into)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<F: Fn(u64) -> u8> BufRead for Made<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.block.len() {
            self.taken = 0;
            let end = self.length.min(self.at + 4096);
            self.block = (self.at..end).map(&self.make).collect();
            self.at = end;
        }
        Ok(&self.block[self.taken..])
    }

    fn consume(&mut self, taken: usize) {
        self.taken += taken;
    }
}

#[test]
fn a_record_over_the_limit_is_refused_without_being_held() {
    let limits = Limits { record: 1 << 12, depth: 100 };
    // One text of megabytes, then a record.
    const LONG: u64 = 1 << 20;
    let json = |at: u64| match at {
        0..5 => b"{\"a\":"[at as usize],
        5 => b'"',
        LONG => b'"',
        at if at > LONG => b"}\n{\"a\":1}\n"[(at - LONG - 1) as usize],
        _ => b'x',
    };
    let read = all_within(Made::new(LONG + 11, json), &lines(), limits);
    assert_eq!((read.values(), read.refused.len(), read.failed), (vec![json!({"a": 1})], 1, None));
    assert!(read.refused[0].raw.is_empty(), "what is too long is not kept");

    let csv = |at: u64| match at {
        0..4 => b"a,b\n"[at as usize],
        LONG => b'\n',
        at if at > LONG => b"1,2\n"[(at - LONG - 1) as usize],
        _ => b'x',
    };
    let read = all_within(Made::new(LONG + 5, csv), &table(b','), limits);
    assert_eq!((read.values(), &read.failed), (vec![json!({"a": "1", "b": "2"})], &None));
    assert_eq!((read.refused.len(), read.refused[0].line, read.lines()), (1, 2, vec![3]));
    assert!(read.refused[0].raw.is_empty());

    // A quotation mark that nothing closes, megabytes before the end: its own line is refused.
    let csv = |at: u64| if at == 8 { b'"' } else { b"a,b\n1,2\n"[(at % 8) as usize] };
    let mut rows = 0_u64;
    let mut refused = Vec::new();
    let ended = read_counted(Made::new(LONG, csv), &table(b','), limits, &mut rows, &mut refused);
    assert!(ended.is_none());
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].line, 3);
    assert_eq!(rows, LONG / 4 - 2);
}

/// Reads without keeping the records.
fn read_counted(
    input: impl BufRead,
    shape: &Shape,
    limits: Limits,
    rows: &mut u64,
    refused: &mut Vec<Refusal>,
) -> Option<String> {
    read(input, shape, limits, &mut |carried| {
        match carried {
            Carried::Record(_) => *rows += 1,
            Carried::Refused(refusal) => refused.push(refusal),
            Carried::Warned(_) => {}
        }
        Ok::<(), Infallible>(())
    })
    .err()
    .map(|error| error.to_string())
}

#[test]
fn the_receiver_can_stop() {
    for (text, shape) in [
        ("1\n2\n3", lines()),
        ("a,b\n1,2\n3,4", table(b',')),
        ("<script type=application/ld+json>[1,2]</script>", Shape::Html),
    ] {
        let mut met = 0;
        let ended = read(text.as_bytes(), &shape, Limits::default(), &mut |_| {
            met += 1;
            Err("enough")
        });
        assert!(matches!(ended, Err(ReadError::Stopped("enough"))));
        assert_eq!(met, 1);
    }
}
