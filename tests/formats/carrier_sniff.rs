//! What a file is, is told by its content; what is no file of records is named.

use crate::carried::{array, lines, sniffed, table};
use corrob::formats::FormatError;
use corrob::formats::carrier::{Header, Shape, Table, sample, sniff};

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
    assert_eq!(sniffed("1,2\n3,4\n"), Shape::Csv(Table::new(b',', Header::Absent)));
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
    assert!(said(&[0, 1, 2, 3, 4, 5, 6, 7]).contains("not text"));
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
