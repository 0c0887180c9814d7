//! What is not public: which requests ask for it, and the harm its holder sees in showing it, from
//! the command line to every format that tells of gaps and grounds.

use crate::desk::{Desk, HARBOUR};
use serde_json::{Value, json};

const LINES_SCHEMA: &str = include_str!("../../assets/schema/corrob-lines.schema.json");
const CASE_SCHEMA: &str = include_str!("../../assets/schema/corrob-case.schema.json");

/// The harbour, with a request for its log, the log as a gap, and harm said wherever it can be.
fn harbour() -> Desk {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    let request = ["--what", "the log", "--kind", "record", "--outcome", "refused", "--to", "P-1"];
    for _ in 0..2 {
        desk.run(&[&["add", "b.corrob", "request", "--claim", "C-1"], &request[..]].concat()).done();
    }
    let gap =
        ["--claim", "C-1", "--material", "the gate log", "--state", "withheld", "--requests", "R-1, r-02"];
    let harm = ["--harm", "shows how the gate is watched", "--ground", "(b)(7)(E)"];
    desk.run(&[&["add", "b.corrob", "gap"], &gap[..], &harm[..]].concat()).done();
    desk.run(&["edit", "b.corrob", "E-1", "--set", "availability.harm=names a guard"]).done();
    desk.run(&["edit", "b.corrob", "S-1", "--sha256", &"AB".repeat(32)]).done();
    desk.run(&["tag", "b.corrob", "E-1", "withheld", "--ground", "(b)(6)", "--harm", "a guard's safety"])
        .done();
    desk
}

fn holds(schema: &str, what: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = schema.iter_errors(what).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}: {what}");
}

#[test]
fn a_gap_names_the_requests_for_it_by_key() {
    let desk = harbour();
    let gap = desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json();
    let requests = desk.run(&["list", "b.corrob", "requests", "--json"]).done().json();
    assert_eq!(gap["requests"], json!([requests[0]["key"], requests[1]["key"]]));
    let shown = desk.run(&["show", "b.corrob", "G-1"]).done().out;
    assert!(shown.contains("R-1 the log; R-2 the log") && shown.contains("shows how the gate"), "{shown}");
    let claim = desk.run(&["show", "b.corrob", "C-1"]).done().out;
    let flat = claim.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("harm, as its holder has it: shows how the gate is watched; asked for in R-1, R-2"),
        "{claim}"
    );
    let listed = desk.run(&["list", "b.corrob", "gaps"]).done().out;
    assert!(listed.contains("R-1, R-2"), "{listed}");

    let edit = |value: &str| desk.run(&["edit", "b.corrob", "G-1", "--requests", value]);
    edit("R-2").done();
    let gap = desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json();
    assert_eq!(gap["requests"], json!([requests[1]["key"]]));
    edit("").done();
    assert_eq!(desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json()["requests"], json!(null));
    // None at all takes the field away, however it is said, and comes back.
    for none in ["--requests=,", "--set=requests:=[]"] {
        edit("R-2, R-02").done();
        let gap = desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json();
        assert_eq!(gap["requests"], json!([requests[1]["key"]]));
        desk.run(&["edit", "b.corrob", "G-1", none]).done();
        assert_eq!(desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json()["requests"], json!(null));
        desk.run(&["undo", "b.corrob"]).done();
        desk.run(&["redo", "b.corrob"]).done();
    }
    assert!(edit("R-7").refused().contains("R-7"));
    assert!(edit("S-1").refused().contains("requests must be a request, and S-1 is a source"));
    assert!(edit("nowhere").refused().contains("there is no request called \"nowhere\""));
    desk.run(&["undo", "b.corrob"]).done();
    let gap = desk.run(&["show", "b.corrob", "G-1", "--json"]).done().json();
    assert_eq!(gap["requests"], json!([requests[1]["key"]]));
    desk.run(&["check", "b.corrob"]).done();
}

#[test]
fn harm_and_requests_stand_in_every_format_that_tells_of_them() {
    let desk = harbour();
    let lines = desk.run(&["export", "b.corrob", "--format", "jsonl"]).done().out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        holds(LINES_SCHEMA, line);
    }
    let gap = &lines[0]["gaps"][0];
    assert_eq!(
        (&gap["harm"], &gap["requests"]),
        (&json!("shows how the gate is watched"), &json!(["R-1", "R-2"]))
    );
    let piece = lines.iter().find(|line| line["key"] == json!("E-1")).unwrap();
    assert_eq!(piece["availability"]["harm"], json!("names a guard"));
    assert_eq!(piece["source"]["sha256"], json!("ab".repeat(32)));
    assert_eq!(piece["annotations"][0]["ground"]["harm"], json!("a guard's safety"));

    let csv = desk.run(&["export", "b.corrob", "--format", "csv"]).done().out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let head = rows.headers().unwrap().clone();
    let row = rows.records().map(Result::unwrap).find(|row| row.iter().any(|cell| cell == "E-1")).unwrap();
    let cell = |name: &str| &row[head.iter().position(|column| column == name).unwrap()];
    assert_eq!((cell("availability.harm"), cell("ground.harm")), ("names a guard", "a guard's safety"));
    assert_eq!(cell("source.sha256"), "ab".repeat(32));

    for format in ["markdown", "html"] {
        let report = desk.run(&["export", "b.corrob", "--format", format]).done().out;
        for harm in ["names a guard", "s safety", "shows how the gate is watched"] {
            assert!(report.contains(harm), "{format}: {harm}: {report}");
        }
    }

    let shown = desk.run(&["show", "b.corrob", "E-1"]).done().out;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("harm, as its holder has it: names a guard")
            && shown.contains("has it: a guard's safety"),
        "{shown}"
    );
    let log = desk.run(&["log", "b.corrob", "E-1"]).done().out;
    assert!(log.contains("harm, as its holder has it: a guard's safety"), "{log}");
}

#[test]
fn the_native_format_keeps_them_and_reads_files_from_before() {
    let desk = harbour();
    desk.run(&["edit", "b.corrob", "case", "--recheck-days", "90"]).done();
    let first = desk.run(&["export", "b.corrob"]).done().out;
    let whole: Value = serde_json::from_str(&first).unwrap();
    holds(CASE_SCHEMA, &whole);
    assert_eq!(whole["case"]["recheck_days"], json!(90));
    desk.write("out.json", &first);
    let said = desk.run(&["import", "again.corrob", "out.json"]).done();
    assert!(!said.err.contains("does not know"), "{said:?}");
    assert_eq!(desk.run(&["export", "again.corrob"]).done().out, first);

    // A file that knows none of it is a file all the same.
    desk.write("old.json", HARBOUR);
    desk.run(&["import", "old.corrob", "old.json"]).done();
    let old: Value = serde_json::from_str(&desk.run(&["export", "old.corrob"]).done().out).unwrap();
    assert_eq!((&old["case"]["recheck_days"], &old["sources"][0]["sha256"]), (&json!(null), &json!(null)));

    desk.run(&["new", "n.corrob", "--title", "T", "--recheck-days", "30"]).done();
    assert_eq!(desk.run(&["export", "n.corrob"]).done().json()["case"]["recheck_days"], json!(30));
    let said = desk.run(&["new", "m.corrob", "--title", "T", "--recheck-days", "soon"]).refused();
    assert!(said.contains("soon"), "{said}");
}
