//! Tables are read as they are written everywhere; what does not fit is refused with its line.

use crate::carried::{all, table};
use corrob::formats::carrier::{Header, Shape, Table};
use serde_json::json;
use std::io::BufReader;

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
    assert!(read.warnings()[0].starts_with("line 1: the column \"name\" appears again"));

    let shape = Shape::Csv(Table::new(b',', Header::Absent));
    assert_eq!(all("1,2\n3,4".as_bytes(), &shape).clean()[1], json!({"column_1": "3", "column_2": "4"}));
    let shape = Shape::Csv(Table::new(b',', Header::Columns(vec!["x".into(), "y".into()])));
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
