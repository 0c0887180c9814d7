//! What belongs to a claim is seen wherever the claim is.

use crate::desk::Desk;

/// A figure that names only its evidence.
const CASE: &str = r#"{"format":"corrob-case","version":1,
"case":{"title":"The quay","dataset":"quay"},
"sources":[{"id":"log","title":"Harbour log"}],
"claims":[{"id":"c","text":"Boats left"}],
"evidence":[{"id":"e","claim":"c","source":"log","stance":"supports","paraphrase":"Counts them"}],
"figures":[{"id":"f1","evidence":"e","measures":"boats","low":5,"unit":"boats","qualifier":"exact"}]}"#;

#[test]
fn a_figure_that_names_only_its_evidence_is_seen_with_its_claim() {
    let desk = Desk::new();
    desk.write("quay.json", CASE);
    desk.run(&["import", "quay.corrob", "quay.json"]).done();
    for args in [
        &["show", "quay.corrob", "C-1"][..],
        &["show", "quay.corrob", "E-1"],
        &["list", "quay.corrob", "figures", "boats"],
        &["export", "quay.corrob", "--format", "markdown"],
        &["export", "quay.corrob", "--format", "html"],
        &["export", "quay.corrob", "--format", "jsonl"],
    ] {
        let said = desk.run(args).done().out;
        assert!(said.contains("F-1"), "{args:?}: {said}");
    }
    let figures = |key| desk.run(&["show", "quay.corrob", key, "--json"]).done().json()["figures"].clone();
    assert_eq!(figures("C-1")[0]["id"], "f1");
    assert_eq!(figures("E-1")[0]["id"], "f1");
}

#[test]
fn a_figure_goes_with_its_evidence_to_another_claim() {
    let desk = Desk::new();
    desk.write("quay.json", CASE);
    desk.run(&["import", "quay.corrob", "quay.json"]).done();
    desk.run(&["add", "quay.corrob", "claim", "--text", "Boats came back"]).done();
    desk.run(&["edit", "quay.corrob", "E-1", "--claim", "C-2"]).done();
    assert!(!desk.run(&["show", "quay.corrob", "C-1"]).done().out.contains("F-1"));
    assert!(desk.run(&["show", "quay.corrob", "C-2"]).done().out.contains("F-1"));
    desk.run(&["undo", "quay.corrob"]).done();
    assert!(desk.run(&["show", "quay.corrob", "C-1"]).done().out.contains("F-1"));
    desk.run(&["check", "quay.corrob"]).done();
}
