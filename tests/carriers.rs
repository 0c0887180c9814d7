//! What carries records, JSON, CSV and web pages, compressed and in any encoding, is read record by
//! record: what breaks is refused with its line, the rest goes on, and memory stays bounded.

#![allow(clippy::unwrap_used, clippy::panic)]

use corrob::formats::carrier::{
    Carried, Header, JsonShape, Limits, PEEK, Record, Shape, decoded, peek, read, sample, sniff,
};
use corrob::formats::{FormatError, ReadError, Refusal, Warning};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::io::{self, BufRead, BufReader, Read, Write};

/// What reading comes to.
#[derive(Debug, Default)]
struct All {
    records: Vec<Record>,
    refused: Vec<Refusal>,
    warned: Vec<Warning>,
    failed: Option<String>,
}

impl All {
    fn values(&self) -> Vec<Value> {
        self.records.iter().map(|record| record.value.clone()).collect()
    }

    fn lines(&self) -> Vec<u64> {
        self.records.iter().map(|record| record.line).collect()
    }

    /// The refusals, as sentences.
    fn said(&self) -> Vec<String> {
        self.refused.iter().map(ToString::to_string).collect()
    }

    fn warnings(&self) -> Vec<String> {
        self.warned.iter().map(ToString::to_string).collect()
    }

    fn clean(self) -> Vec<Value> {
        assert_eq!((self.said(), self.warnings(), &self.failed), (vec![], vec![], &None));
        self.values()
    }
}

fn all_within(input: impl BufRead, shape: &Shape, limits: Limits) -> All {
    let mut all = All::default();
    let ended = read(input, shape, limits, &mut |carried| {
        match carried {
            Carried::Record(record) => all.records.push(record),
            Carried::Refused(refusal) => all.refused.push(refusal),
            Carried::Warned(warning) => all.warned.push(warning),
        }
        Ok::<(), Infallible>(())
    });
    all.failed = ended.err().map(|error| error.to_string());
    all
}

fn all(input: impl BufRead, shape: &Shape) -> All {
    all_within(input, shape, Limits::default())
}

fn lines() -> Shape {
    Shape::Json(JsonShape::Lines)
}

fn array(path: &[&str]) -> Shape {
    Shape::Json(JsonShape::Array(path.iter().map(ToString::to_string).collect()))
}

fn members(path: &[&str]) -> Shape {
    Shape::Json(JsonShape::Members(path.iter().map(ToString::to_string).collect()))
}

fn table(delimiter: u8) -> Shape {
    Shape::Csv { delimiter, header: Header::Row }
}

fn sniffed(text: &str) -> Shape {
    sniff(text.as_bytes(), true).unwrap().shape
}

// ---- JSON -------------------------------------------------------------------------------------

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

    let text = "{\n  \"a\": {\"id\": 1},\n  \"b\": {\"id\": 2 2,\n  \"c\": {\"id\": 3},\n  \"d\": {\"id\": 1 2},\n  \"e\": {\"id\": 5}\n}";
    let read = all(text.as_bytes(), &members(&[]));
    assert_eq!(read.failed, None, "{read:?}");
    assert_eq!(read.records.iter().map(|r| r.name.as_deref().unwrap()).collect::<Vec<_>>(), ["a", "c", "e"]);
    assert_eq!(read.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 5]);

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
    assert_eq!(read.refused[0].reason, "it stands there twice");
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

// ---- CSV --------------------------------------------------------------------------------------

#[test]
fn a_table_is_read_as_it_is_written_everywhere() {
    let row = |a: &str, b: &str| json!({"a": a, "b": b});
    for (text, rows, at) in [
        ("a,b\n1,2\n3,4\n", vec![row("1", "2"), row("3", "4")], vec![2, 3]),
        ("a,b\r\n1,2\r\n3,4", vec![row("1", "2"), row("3", "4")], vec![2, 3]),
        ("a,b\r1,2\r3,4\r", vec![row("1", "2"), row("3", "4")], vec![2, 3]),
        ("\u{FEFF}a,b\n\n\n1,2\n\n", vec![row("1", "2")], vec![4]),
        ("\u{FEFF}\"a\",b\n1,2", vec![row("1", "2")], vec![2]),
        ("a,b\n\"x\ny\",\"say \"\"so\"\"\"\nz,\n", vec![row("x\ny", "say \"so\""), row("z", "")], vec![2, 4]),
        ("a,b\n\"x\r\ny\",\"\"\r\nz,\"\"\"\"\r\n", vec![row("x\r\ny", ""), row("z", "\"")], vec![2, 4]),
        (" a , b \n 1 ,\u{0}\n", vec![row(" 1 ", "\u{0}")], vec![2]),
        ("a,b\n！,é\n", vec![row("！", "é")], vec![2]),
    ] {
        for capacity in [1, 2, 7, 4096] {
            let read = all(BufReader::with_capacity(capacity, text.as_bytes()), &table(b','));
            if capacity > 2 || !text.starts_with('\u{FEFF}') {
                assert_eq!((read.lines(), read.clean()), (at.clone(), rows.clone()), "{text:?}");
            }
        }
    }
    assert_eq!(all("a\tb\n1\t\"2\"".as_bytes(), &table(b'\t')).clean(), [row("1", "2")]);
    assert_eq!(all("a\u{1}b\n1\u{1}2".as_bytes(), &table(1)).clean(), [row("1", "2")]);
}

#[test]
fn columns_have_names_of_their_own() {
    let read = all("name,name,,name_2, name \n1,2,3,4,5\n".as_bytes(), &table(b','));
    assert_eq!(
        read.values(),
        [json!({"name": "1", "name_3": "2", "column_3": "3", "name_2": "4", "name_4": "5"})]
    );
    assert_eq!(read.warnings().len(), 3);
    assert!(read.warnings()[0].starts_with("line 1: the column \"name\" stands there again"));

    let shape = Shape::Csv { delimiter: b',', header: Header::Absent };
    assert_eq!(all("1,2\n3,4".as_bytes(), &shape).clean()[1], json!({"column_1": "3", "column_2": "4"}));
    let shape = Shape::Csv { delimiter: b',', header: Header::Columns(vec!["x".into(), "y".into()]) };
    let read = all("1,2\n3".as_bytes(), &shape);
    assert_eq!(read.values(), [json!({"x": "1", "y": "2"})]);
    assert_eq!(read.said(), ["line 2, records: it has 1 field, and there are 2 columns"]);
    // Many columns of one name take no quadratic time.
    let many = vec!["x"; 50_000].join(",");
    assert_eq!(all(many.as_bytes(), &table(b',')).warned.len(), 49_999);
}

#[test]
fn a_row_that_does_not_fit_is_refused_with_its_line() {
    let mut text = String::from("id,text\n");
    for row in 1..95_000 {
        // Every tenth row has a line break in it.
        let text_of = if row % 10 == 0 { "\"two\nlines\"" } else { "one" };
        text.push_str(&format!("{row},{text_of}{}\n", if row == 90_000 { ",more" } else { "" }));
    }
    let read = all(text.as_bytes(), &table(b','));
    assert_eq!((read.records.len(), read.refused.len()), (94_998, 1));
    let refusal = &read.refused[0];
    assert_eq!(refusal.line, 90_000 + 1 + 8_999);
    assert_eq!(refusal.reason, "it has 3 fields, and there are 2 columns");
    assert_eq!(refusal.raw, b"90000,\"two\nlines\",more");

    let read = all(&b"a,b\n1,x\xffy\n2,y\n"[..], &table(b','));
    assert_eq!(
        read.said(),
        ["line 2, records, b: it is not UTF-8: its byte 2, 0xff, belongs to no character"]
    );
    assert_eq!(read.values().len(), 1);
    let header = all(&b"a,\xff\n1,2\n"[..], &table(b',')).failed.unwrap();
    assert!(header.contains("names the columns") && header.contains("column 2"), "{header}");
    assert_eq!(all(&b""[..], &table(b',')).failed.unwrap(), "the file is empty");
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_own_line() {
    let read = all("a,b\n1,\"2\n3,4\n5,6\n".as_bytes(), &table(b','));
    assert_eq!(read.values(), [json!({"a": "3", "b": "4"}), json!({"a": "5", "b": "6"})]);
    assert_eq!(
        (read.lines(), read.refused[0].line, &read.refused[0].raw[..]),
        (vec![3, 4], 2, &b"1,\"2"[..])
    );
    assert_eq!(read.refused[0].reason, "a quotation mark that begins a field on this line is never closed");
    let read = all("a,b\n1,\"2".as_bytes(), &table(b','));
    assert_eq!((read.refused.len(), &read.refused[0].raw[..]), (1, &b"1,\"2"[..]));
    // A line that is made to open one wherever reading begins again: soon the rest is refused as one.
    let hostile = "a,b\n".to_owned() + &"x\",\"\n".repeat(100_000);
    let read = all(hostile.as_bytes(), &table(b','));
    assert_eq!((read.refused.len(), read.failed), (9, None));
}

// ---- web pages --------------------------------------------------------------------------------

#[test]
fn a_page_hands_out_its_json_ld() {
    let page = "<!DOCTYPE html>\r\n<html><head><title>a <b></title>\n\
        <script>var x = '<script type=\"application/ld+json\">[9]';</script>\n\
        <!-- <script type=\"application/ld+json\">[8]</script> -->\n\
        <script data-x='>' TYPE='Application/LD+JSON; charset=utf-8' id=a>\n{\"id\": 1}\n</script>\n\
        <SCRIPT type=application/ld+json>[{\"id\":2},\n{\"id\":3}]</SCRIPT >\n\
        <script type=\"application/ld+json\" type=\"text/javascript\">{\"@context\":\"x\",\"@graph\":[{\"id\":4},\n{\"id\":5}]}</script>\n\
        <script type=\"application/ld+json\">\n<!--\n//<![CDATA[\n{\"id\":6};\n//]]>\n-->\n</script>\n\
        <script type=\"application/ld+json\">/*<![CDATA[*/[{\"@graph\":[{\"id\":7}]}]/*]]>*/</script>\n</html>";
    let read = all(page.as_bytes(), &Shape::Html);
    let ids: Vec<_> = read.values().iter().map(|value| value["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(read.lines(), [6, 8, 9, 10, 11, 15, 19]);
    assert_eq!((read.said(), read.warnings(), read.failed), (vec![], vec![], None));
    assert_eq!(sniffed(page), Shape::Html);
    let slow = all(BufReader::with_capacity(1, page.as_bytes()), &Shape::Html);
    assert_eq!(slow.lines(), [6, 8, 9, 10, 11, 15, 19]);
}

#[test]
fn a_broken_script_is_refused_and_the_rest_of_the_page_goes_on() {
    let script = |text: &str| format!("<script type=\"application/ld+json\">{text}</script>\n");
    let page = script("{\"id\": 1")
        + &script("[{\"id\":2,,},\n{\"id\":3}]")
        + &script("")
        + &script("{\"a\":1,\n\"a\":2}")
        + &script("{\"id\":\"x\ny\"}")
        + &script("{\"id\": 6}");
    let read = all(page.as_bytes(), &Shape::Html);
    let ids: Vec<_> = read.values().iter().map(|value| value["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [3, 6]);
    assert_eq!(read.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [1, 2, 4, 5, 7]);
    assert_eq!(read.refused[3].field.as_deref(), Some("a"));
    assert_eq!(read.failed, None);

    let none = all("<html><script>1</script></html>".as_bytes(), &Shape::Html);
    assert!(none.failed.unwrap().contains("application/ld+json"));
    let open = all("<script type=application/ld+json>{\"id\":1}".as_bytes(), &Shape::Html);
    assert_eq!(open.said(), ["line 1, records: the page ends inside this script"]);
    let limits = Limits { record: 100, depth: 100 };
    let page = script(&format!("\"{}\"", "x".repeat(10_000))) + &script("[1]");
    let read = all_within(page.as_bytes(), &Shape::Html, limits);
    assert_eq!((read.values(), read.refused.len()), (vec![json!(1)], 1));
}

// ---- decoding ---------------------------------------------------------------------------------

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn text_of(bytes: &[u8], encoding: Option<&str>) -> (String, String, Option<String>, Option<io::Error>) {
    let (mut input, decoding) = decoded(bytes, encoding).unwrap();
    let mut text = Vec::new();
    let error = input.read_to_end(&mut text).err();
    let warning = decoding.warning().map(|warning| warning.to_string());
    (String::from_utf8_lossy(&text).into_owned(), decoding.to_string(), warning, error)
}

#[test]
fn compression_is_taken_off() {
    let text = "{\"id\":1}\n".repeat(30_000);
    let plain = text.as_bytes();
    let halves = [&gzip(&plain[..1000])[..], &gzip(&plain[1000..])].concat();
    let skip = [b"\x53\x2a\x4d\x18\x04\0\0\0skip", &zstd(&plain[..1000])[..], &zstd(&plain[1000..])].concat();
    for (bytes, how) in [
        (plain.to_vec(), "UTF-8"),
        (gzip(plain), "gzip, UTF-8"),
        (halves, "gzip, UTF-8"),
        (zstd(plain), "zstd, UTF-8"),
        (skip, "zstd, UTF-8"),
        (gzip(&zstd(plain)), "gzip, zstd, UTF-8"),
        (zstd(&gzip(plain)), "zstd, gzip, UTF-8"),
    ] {
        let (got, decoding, warning, error) = text_of(&bytes, None);
        assert!(error.is_none(), "{how}: {error:?}");
        assert_eq!((got == text, decoding.as_str(), warning), (true, how, None));
    }
    let thrice = gzip(&gzip(&gzip(plain)));
    let (mut input, _) = decoded(&thrice[..], None).unwrap();
    let mut start = Vec::new();
    input.read_to_end(&mut start).unwrap();
    assert!(sniff(&start, true).unwrap_err().to_string().contains("compressed a third time"));
}

#[test]
fn what_came_before_the_damage_is_handed_out() {
    let text: String = (0..40).map(|n| format!("{{\"id\":{n},\"x\":\"{}\"}}\n", n * 7919 % 1000)).collect();
    for (name, bytes) in [("gzip", gzip(text.as_bytes())), ("zstd", zstd(text.as_bytes()))] {
        let mut most = 0;
        for cut in 4..bytes.len() {
            let (got, _, _, error) = text_of(&bytes[..cut], None);
            assert!(text.starts_with(&got), "{name} cut at {cut}");
            let error = error.unwrap_or_else(|| panic!("{name} cut at {cut} goes unnoticed"));
            assert_eq!(error.to_string(), format!("the {name} data ends too early: the file is cut off"));
            most = most.max(got.len());
            // A look at the start, and reading, come to the same.
            let (input, _) = decoded(&bytes[..cut], None).unwrap();
            let (start, whole, input) = peek(input, PEEK);
            assert!(!whole && start == got.as_bytes());
            let read = all(input, &lines());
            assert_eq!(read.records.len(), got.matches('}').count(), "{name} cut at {cut}");
            assert!(read.failed.unwrap().contains("the file is cut off"));
        }
        assert_eq!(most, text.len(), "{name}: all that is there is handed out");
        for at in 4..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 0x55;
            let (_, _, _, error) = text_of(&bent, None);
            if let Some(error) = error {
                let said = error.to_string();
                assert!(said.contains(&format!("the {name} data")), "{said}");
            }
        }
    }
    // A small zstd frame that asks for a window of gigabytes.
    let window = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0, 0, 0];
    assert!(text_of(&window, None).3.unwrap().to_string().contains("window of more than 128 MiB"));
}

#[test]
fn an_error_of_the_disk_stays_what_it_is() {
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::other("stopped")) } else { self.0.read(into) }
        }
    }
    let text = "{\"id\":1}\n".repeat(3000);
    for bytes in [text.clone().into_bytes(), gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let half = BufReader::new(Failing(&bytes[..bytes.len() / 2]));
        let (input, _) = decoded(half, None).unwrap();
        let failed = all(input, &lines()).failed.unwrap();
        assert!(failed.ends_with(": stopped"), "{failed}");
    }
}

#[test]
fn text_comes_out_as_utf_8() {
    let text = "{\"t\":\"Größe, 東京 😀\"}\n";
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        ([b"\xFF\xFE", &le[..]].concat(), "UTF-16LE"),
        ([b"\xFE\xFF", &be[..]].concat(), "UTF-16BE"),
        (le, "UTF-16LE"),
        (be, "UTF-16BE"),
    ] {
        let (got, decoding, warning, _) = text_of(&bytes, None);
        assert_eq!((got.as_str(), decoding.as_str(), warning), (text, encoding, None));
        let (got, decoding, ..) = text_of(&gzip(&bytes), None);
        assert_eq!((got.as_str(), decoding), (text, format!("gzip, {encoding}")));
    }
    assert_eq!(text_of(b"caf\xe9 \x80", Some("latin1")).0, "café €");
    assert_eq!(text_of(b"caf\xe9", Some("windows-1252")).1, "windows-1252");
    let odd = text_of(b"\xFF\xFEa\0\n\0\0\xD8b\0", None);
    assert_eq!(odd.0, "a\n\u{FFFD}b");
    assert_eq!(odd.2.unwrap(), "line 2: a character is not UTF-16LE; it is read as \u{FFFD}");
    let many = text_of(&b"x\n\xff\xff\n".repeat(20_000), Some("utf-8"));
    assert_eq!(many.0, "x\n\u{FFFD}\u{FFFD}\n".repeat(20_000));
    assert!(many.2.unwrap().starts_with("line 2: 40000 characters"));
    // What is not asked for is left as it is: the record is refused, not changed.
    let (mut input, _) = decoded(&b"a\xffb"[..], None).unwrap();
    let mut raw = Vec::new();
    input.read_to_end(&mut raw).unwrap();
    assert_eq!(raw, b"a\xffb");
    assert!(decoded(&b""[..], Some("klingon")).err().unwrap().to_string().contains("\"klingon\""));
}

// ---- sniffing ---------------------------------------------------------------------------------

#[test]
fn a_table_is_told_by_its_columns() {
    for (text, delimiter) in [
        ("id,text\n1,a\n2,b\n", b','),
        ("id;text;n\n1;a, b, c;2\n2;b, c;3\n", b';'),
        ("id\ttext\n1\ta, b\n", b'\t'),
        ("id|text\n1|a\n", b'|'),
        ("\"a;b\",\"c;d\"\n1,2\n", b','),
        ("a,b\n\"1;2;3\n4\",5\n", b','),
        ("claim\nThe first, as it is said.\nThe second\n", b','),
    ] {
        assert_eq!(sniffed(text), table(delimiter), "{text:?}");
    }
    assert_eq!(sniffed("1,2\n3,4\n"), Shape::Csv { delimiter: b',', header: Header::Absent });
    // The last row is cut off, and does not count.
    assert_eq!(sniff(b"a;b;c\n1;2;3\n4;\"5", false).unwrap().shape, table(b';'));
}

#[test]
fn what_is_no_file_of_records_is_named() {
    let said = |bytes: &[u8]| sniff(bytes, true).unwrap_err().to_string();
    assert!(said(b"%PDF-1.7\n").contains("PDF"));
    assert!(said(b"PK\x03\x04\x14\0").contains("save it as CSV"));
    assert!(said(b"SQLite format 3\0").contains("SQLite"));
    assert!(said(b"<?xml version=\"1.0\"?><a/>").contains("XML"));
    assert!(said(&[0, 1, 2, 3, 4, 5, 6, 7]).contains("no text"));
    assert!(said(b"# Notes\n\nIt was said on Tuesday. Nobody knew, or said so.\n").contains("running text"));
    assert_eq!(said(b" \n"), "the file is empty");
    assert!(matches!(sniff(b"%PDF", true), Err(FormatError::Unlike { .. })));
}

#[test]
fn a_wrapping_object_names_what_it_holds() {
    let text = r#"{"meta":{"pages":[{"n":1}]},"claims":[{"id":1,"sources":[{"x":1}]},{"id":2}],"n":[1,2]}"#;
    let sniffed = sniff(text.as_bytes(), true).unwrap();
    assert_eq!(sniffed.shape, array(&["claims"]));
    assert_eq!(sniffed.others, [array(&["meta", "pages"]), lines()]);
    // The same, cut off: what is there tells.
    for cut in text.find("\"id\":1").unwrap() + 8..text.len() {
        let sniffed = sniff(&text.as_bytes()[..cut], false).unwrap();
        let all: Vec<_> = std::iter::once(sniffed.shape).chain(sniffed.others).collect();
        assert!(all.contains(&array(&["claims"])) || all == [lines()], "{cut}: {all:?}");
    }
    assert_eq!(sniff(br#"{"@type":"X","parts":[{"a":1}]}"#, true).unwrap().shape, lines());
    assert_eq!(sniff(br#"{"@context":"X","@graph":[{"a":1}]}"#, true).unwrap().shape, array(&["@graph"]));
    assert_eq!(sniff(br#"{"a":1,"b":{"c":2}}"#, true).unwrap().shape, lines());
    assert_eq!(array(&["response", "docs"]).to_string(), "JSON, an array of records at response.docs");
}

#[test]
fn a_sample_leaves_out_what_is_cut_off() {
    let ids = |text: &str, whole, shape: &Shape, most| -> Vec<u64> {
        sample(text.as_bytes(), whole, shape, most).iter().map(|record| record.line).collect()
    };
    assert_eq!(ids("1\n2\n3", false, &lines(), 9), [1, 2]);
    assert_eq!(ids("1\n2\n3", true, &lines(), 9), [1, 2, 3]);
    assert_eq!(ids("[1,\n2,\n3", false, &array(&[]), 9), [1, 2]);
    assert_eq!(ids("a,b\n1,2\n3,4", false, &table(b','), 9), [2]);
    assert_eq!(ids("a,b\n1,2\n3,4", true, &table(b','), 9), [2, 3]);
    assert_eq!(ids("a,b\n1,2\n3,4", true, &table(b','), 1), [2]);
    assert!(ids("1\n2", true, &lines(), 0).is_empty());
}

// ---- properties -------------------------------------------------------------------------------

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn read_every_way(bytes: &[u8]) {
    let Ok((input, _)) = decoded(bytes, None) else { return };
    let (start, whole, input) = peek(input, PEEK);
    let Ok(sniffed) = sniff(&start, whole) else { return };
    sample(&start, whole, &sniffed.shape, 5);
    all(input, &sniffed.shape);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_back(
        names in prop::collection::btree_set("[a-z]{1,8}", 1..6),
        cells in prop::collection::vec(prop::collection::vec(any::<String>(), 6), 0..12),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|'), Just(1_u8), Just(b'x')],
        crlf in any::<bool>(),
        capacity in 3_usize..64,
    ) {
        let names: Vec<String> = names.into_iter().filter(|name| !name.contains('x')).collect();
        prop_assume!(!names.is_empty());
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(end).from_writer(Vec::new());
        writer.write_record(&names).unwrap();
        let mut wanted = Vec::new();
        for row in &cells {
            writer.write_record(&row[..names.len()]).unwrap();
            let members = names.iter().cloned().zip(row.iter().cloned().map(Value::from)).collect();
            wanted.push(Value::Object(members));
        }
        let bytes = writer.into_inner().unwrap();
        let read = all(BufReader::with_capacity(capacity, &bytes[..]), &table(delimiter));
        prop_assert_eq!(read.clean(), wanted);
    }

    #[test]
    fn any_json_reads_back(
        values in prop::collection::vec(any_json(), 1..8),
        pretty in any::<bool>(),
        capacity in 1_usize..64,
    ) {
        let write = |value: &Value| {
            if pretty { serde_json::to_string_pretty(value).unwrap() } else { value.to_string() }
        };
        let ways = [
            (values.iter().map(|value| write(value) + "\n").collect::<String>(), lines()),
            (write(&json!(values)), array(&[])),
            (write(&json!({"a": [1], "b": {"r": values, "s": {}}, "c": "]}"})), array(&["b", "r"])),
        ];
        for (text, shape) in ways {
            let read = all(BufReader::with_capacity(capacity, text.as_bytes()), &shape);
            prop_assert_eq!(read.clean(), values.clone(), "{}", text);
        }
        let named: serde_json::Map<String, Value> =
            values.iter().enumerate().map(|(at, value)| (format!("\"{at:02}"), value.clone())).collect();
        for (text, path) in [(write(&json!(named)), vec![]), (write(&json!({"a": {}, "m": named})), vec!["m"])] {
            let read = all(BufReader::with_capacity(capacity, text.as_bytes()), &members(&path));
            let names: Vec<_> = read.records.iter().map(|record| record.name.clone().unwrap()).collect();
            prop_assert_eq!(names, named.keys().cloned().collect::<Vec<_>>());
            prop_assert_eq!(read.clean(), values.clone(), "{}", text);
        }
    }

    #[test]
    fn no_flipped_bytes_bring_it_down(
        which in 0_usize..8,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let rows = "{\"id\":1,\"t\":[\"a\",{\"b\":null}]}\n{\"id\":2}\n{\"id\":-3.5e2}\n";
        let csv = "id,\"te\"\"xt\",n\r\n1,\"a\nb\",2\r\n3,,\"4\"\n";
        let named = "{\"a\": {\"x\": 1},\n \"b\": {\"x\": [2]},\n \"c\": {\"x\": \"3\"}\n}\n";
        let html = "<p a='b'><script type=\"application/ld+json\"><!--\n[{\"a\":1},{\"@graph\":[2]}]//--></script>";
        let wide: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut bytes = match which {
            0 => rows.into(),
            1 => csv.into(),
            2 => named.into(),
            3 => html.into(),
            4 => gzip(rows.as_bytes()),
            5 => zstd(csv.repeat(20).as_bytes()),
            6 => wide,
            _ => format!("{{\"n\":2,\"r\":{{\"docs\":[{}]}}}}", rows.trim().replace('\n', ",")).into_bytes(),
        };
        for (at, with) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        }
        read_every_way(&bytes);
        for shape in [lines(), array(&["r", "docs"]), members(&[]), table(b','), Shape::Html] {
            all(&bytes[..], &shape);
        }
    }
}

// ---- files that nobody here wrote -------------------------------------------------------------

#[test]
fn files_made_to_break_programs_do_not() {
    let Some(data) = std::env::var_os("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: the hostile files are not read");
        return;
    };
    let hostile = std::path::Path::new(&data).join("hostile");
    let spectrum = hostile.join("csv-spectrum");
    let mut compared = 0;
    for entry in std::fs::read_dir(spectrum.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let wanted = std::fs::read(spectrum.join("json").join(stem.clone() + ".json")).unwrap();
        let wanted = match serde_json::from_slice(&wanted).unwrap() {
            Value::Array(rows) => rows,
            row => vec![row],
        };
        let bytes = std::fs::read(&path).unwrap();
        let shape = sniff(&bytes, true).unwrap().shape;
        assert_eq!(shape, table(b','), "{stem}");
        let mut read = all(&bytes[..], &shape).clean();
        if stem == "location_coordinates" {
            // Its JSON has another telephone number than its CSV.
            read[0]["Contact Phone Number"] = wanted[0]["Contact Phone Number"].clone();
        }
        assert_eq!(read, wanted, "{stem}");
        compared += 1;
    }
    assert!(compared > 5);
    let mut folders = vec![hostile];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                read_every_way(&std::fs::read(path).unwrap());
            }
        }
    }
}
