//! A reviewer reads evidence otherwise than the case lists it: beside the listed stance, one step, counted as
//! disagreement, and in all that leaves.

use crate::desk::Desk;
use serde_json::{Value, json};

const CASE: &str = "h.corrob";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.harbour(CASE);
    desk
}

fn keys(desk: &Desk, query: &[&str]) -> Vec<String> {
    let all = desk.run(&[&["list", CASE, "evidence"], query, &["--json"]].concat()).done().json();
    all.as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap().to_owned()).collect()
}

fn reads(desk: &Desk, who: &str, args: &[&str]) -> String {
    desk.run(&[&["--reviewer", who, "reading", CASE], args].concat()).done().out
}

/// The stance that the case lists, and another.
fn stances(desk: &Desk) -> (String, &'static str) {
    let listed =
        desk.run(&["show", CASE, "E-1", "--json"]).done().json()["stance"].as_str().unwrap().to_owned();
    let other = if listed == "context" { "disputes" } else { "context" };
    (listed, other)
}

#[test]
fn a_reading_is_one_step_and_the_listed_stance_stays() {
    let desk = desk();
    let (listed, other) = stances(&desk);
    assert!(reads(&desk, "ana", &["E-1", other]).contains("E-1 read as "));
    assert_eq!(desk.run(&["show", CASE, "E-1", "--json"]).done().json()["stance"], listed.as_str());
    let ana = |query: &[&str]| keys(&desk, &[query, &["by:ana"]].concat());
    assert_eq!(ana(&[&format!("reading:{other}")]), ["E-1"]);
    assert!(!ana(&["reading:none"]).contains(&"E-1".to_owned()));
    assert!(ana(&[&format!("reading:{listed}")]).is_empty());
    desk.run(&["--reviewer", "ana", "undo", CASE]).done();
    assert!(ana(&[&format!("reading:{other}")]).is_empty());
    desk.run(&["--reviewer", "ana", "redo", CASE]).done();
    assert_eq!(ana(&[&format!("reading:{other}")]), ["E-1"]);
    // To read it as it is listed is to have no reading of one's own.
    assert!(reads(&desk, "ana", &["E-1", &listed]).contains("E-1 read as listed"));
    assert!(ana(&[&format!("reading:{listed}")]).is_empty());
    desk.run(&["check", CASE]).done();
}

#[test]
fn who_reads_it_otherwise_disagrees_with_who_decided_and_did_not() {
    let desk = desk();
    let (listed, other) = stances(&desk);
    reads(&desk, "ana", &["E-1", other]);
    assert!(keys(&desk, &["is:conflict"]).is_empty(), "nobody else has looked at it");
    desk.run(&["--reviewer", "ben", "tag", CASE, "E-1", "released"]).done();
    assert_eq!(keys(&desk, &["is:conflict"]), ["E-1"]);
    let agreement = desk.run(&["agreement", CASE, "--json"]).done().json();
    assert_eq!((&agreement["readings"]["both"], &agreement["readings"]["same"]), (&json!(1), &json!(0)));
    assert_eq!(agreement["tags"]["both"], 0);
    reads(&desk, "ben", &["E-1", other]);
    assert!(keys(&desk, &["is:conflict"]).is_empty());
    // Once the case lists it so, all of them read it as listed.
    desk.run(&["edit", CASE, "E-1", "--stance", other]).done();
    reads(&desk, "ben", &["E-1", "none"]);
    assert!(keys(&desk, &["is:conflict"]).is_empty(), "{listed}");
}

#[test]
fn a_reading_is_in_all_that_leaves_and_comes_back() {
    let desk = desk();
    let (_, other) = stances(&desk);
    reads(&desk, "ana", &["E-1", other]);
    let export = |args: &[&str]| desk.run(&[&["export", CASE], args].concat()).done().out;
    let words = if other == "context" { "context" } else { "disputing" };
    for (format, said) in [
        ("jsonl", format!("\"reading\":\"{other}\"")),
        ("markdown", format!("read as **{words}**")),
        ("html", format!("read as <b>{words}</b>")),
        ("webannotation", format!("read as {words}")),
    ] {
        assert!(export(&["--format", format]).contains(&said), "{format}");
    }
    let csv = export(&["--format", "csv"]);
    assert!(
        csv.lines().next().unwrap().contains(",examined,reading,") && csv.contains(&format!(",{other},")),
        "{csv}"
    );
    let native = export(&[]);
    desk.write("again.json", &native);
    desk.run(&["import", "again.corrob", "again.json"]).done();
    assert_eq!(desk.run(&["export", "again.corrob"]).done().out, native);
    let said = export(&["--annotations"]);
    let annotations: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(annotations["annotations"][0]["reading"], other);
    // A teammate's annotations come in as that teammate's.
    desk.write("said.json", &said);
    let other_desk = "other.corrob";
    desk.harbour(other_desk);
    desk.run(&["import", other_desk, "said.json"]).done();
    let found = desk.run(&["list", other_desk, "evidence", &format!("reading:{other}"), "by:ana", "--json"]);
    assert_eq!(found.done().json()[0]["key"], "E-1");
}
