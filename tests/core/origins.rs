//! Where evidence comes from in the end: five outlets that repeat one release are one origin, the
//! claimant's own statement counts apart, and what nobody wrote down stays untraced.

use crate::desk::Desk;
use serde_json::{Value, json};

fn bundled(desk: &Desk) {
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", "b.corrob", "case.json"]).done();
}

fn origins(desk: &Desk, claim: &str) -> Value {
    let all = desk.run(&["list", "b.corrob", "origins", "--json"]).done().json();
    all.as_array().unwrap().iter().find(|one| one["claim"] == json!(claim)).unwrap().clone()
}

#[test]
fn every_piece_of_the_bundled_case_has_an_origin_or_says_why_not() {
    let desk = Desk::new();
    bundled(&desk);
    let all = desk.run(&["list", "b.corrob", "origins", "--json"]).done().json();
    let mut untraced = 0;
    for piece in all.as_array().unwrap().iter().flat_map(|claim| claim["evidence"].as_array().unwrap()) {
        untraced += usize::from(!piece["origin"]["untraced"].is_null());
        assert_ne!(piece["origin"]["untraced"], json!("not recorded"), "{piece}");
    }
    let seeds: Value = serde_json::from_str(include_str!("../../seeds/bounties-and-guns.json")).unwrap();
    let said = |piece: &&Value| !piece["via"]["untraced"].is_null();
    assert!(untraced >= seeds["evidence"].as_array().unwrap().iter().filter(said).count());
    assert!(all.as_array().unwrap().iter().all(|claim| claim["circles"] == json!([])));
}

#[test]
fn two_papers_that_cite_each_other_are_a_circle() {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    for (one, other) in [("S-3", "S-4"), ("S-4", "S-3")] {
        if one == "S-3" {
            desk.run(&["add", "b.corrob", "source", "--title", "The Quay again", "--kind", "news-report"])
                .done();
            desk.run(&["add", "b.corrob", "source", "--title", "The Pier", "--url", "https://example.org/a"])
                .done();
        }
        desk.run(&[
            "add",
            "b.corrob",
            "derivation",
            "--source",
            one,
            "--from",
            other,
            "--relation",
            "relays",
        ])
        .done();
    }
    let evidence = ["add", "b.corrob", "evidence", "--claim", "C-1", "--stance", "supports"];
    for source in ["S-3", "S-4"] {
        desk.run(&[&evidence[..], &["--source", source, "--paraphrase", "It was shut."]].concat()).done();
    }
    desk.run(&["edit", "b.corrob", "S-3", "--set", "url=http://www.example.org/a/"]).done();
    let found = origins(&desk, "C-1");
    assert_eq!(
        found["supporting"],
        json!({"sources": 2, "traced": 0, "traced_seen": 0, "interested": 0, "interested_seen": 0, "untraced": 0, "circular": 1})
    );
    assert_eq!(
        (&found["circles"], &found["duplicates"]),
        (&json!([["S-3", "S-4"]]), &json!([["S-3", "S-4"]]))
    );
    let told = desk.run(&["list", "b.corrob", "origins"]).done().out;
    assert!(told.contains("Circular reporting: S-3, S-4 draw on each other"), "{told}");
}

#[test]
fn two_sources_with_one_document_are_one() {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    let digest = "0f".repeat(32);
    let add = ["add", "b.corrob", "source", "--kind", "court-record", "--sha256", &digest];
    desk.run(&[&add[..], &["--title", "The log, as filed", "--url", "https://example.org/a"]].concat())
        .done();
    let second = ["--title", "The log, as copied", "--url", "https://example.com/b"];
    desk.run(&[&add[..], &second].concat()).done();
    let evidence = ["add", "b.corrob", "evidence", "--claim", "C-1", "--stance", "supports"];
    for source in ["S-3", "S-4"] {
        desk.run(&[&evidence[..], &["--source", source, "--paraphrase", "It was shut."]].concat()).done();
    }
    let found = origins(&desk, "C-1");
    assert_eq!(found["supporting"]["traced"], json!(1), "{found}");
    assert_eq!(found["duplicates"], json!([["S-3", "S-4"]]), "{found}");
    // Another document, another origin.
    desk.run(&["edit", "b.corrob", "S-4", "--sha256", &"1f".repeat(32)]).done();
    assert_eq!(origins(&desk, "C-1")["supporting"]["traced"], json!(2));
}

#[test]
fn sources_entered_more_than_once_are_found_in_the_whole_case() {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    assert_eq!(desk.run(&["list", "b.corrob", "duplicates", "--json"]).done().json(), json!([]));
    assert_eq!(desk.run(&["list", "b.corrob", "duplicates"]).done().out, "");
    assert!(!desk.run(&["list", "b.corrob", "origins"]).done().out.contains("duplicates"));

    let digest = "0f".repeat(32);
    let add = ["add", "b.corrob", "source", "--title"];
    for source in [
        &["The log", "--url", "https://example.org/log", "--sha256", &digest][..],
        &["No address", "--url", "https://"],
        &["The log again", "--url", "http://www.example.org/log/?utm_source=x#top"],
        &["Nor here", "--url", "https://"],
        &["The log, printed", "--url", "https://example.com/", "--sha256", &digest.to_uppercase()],
    ] {
        desk.run(&[&add[..], source].concat()).done();
    }
    // None of them is evidence of anything yet.
    let found = desk.run(&["list", "b.corrob", "duplicates", "--json"]).done().json();
    let wanted = json!([
        {"sources": ["S-3", "S-5"], "same": "page", "what": "https://example.org/log",
         "combine": ["corrob combine CASE S-3 S-5"]},
        {"sources": ["S-3", "S-7"], "same": "document", "what": digest, "combine": ["corrob combine CASE S-3 S-7"]},
    ]);
    assert_eq!(found, wanted);
    let told = desk.run(&["list", "b.corrob", "duplicates", "--read-only"]).done().out;
    assert!(
        told.contains("One page https://example.org/log\n  S-3 The log\n  S-5 The log again\n    corrob combine CASE S-3 S-5\n"),
        "{told}"
    );
    let origins = desk.run(&["list", "b.corrob", "origins"]).done().out;
    let last =
        "2 pages or documents are entered as more than one source; corrob list CASE duplicates names them\n";
    assert!(origins.ends_with(last), "{origins}");
    assert!(!desk.run(&["list", "b.corrob", "origins", "gate"]).done().out.contains("duplicates"));
    let all = desk.run(&["list", "b.corrob", "origins", "--json"]).done().json();
    assert!(all.as_array().unwrap().iter().all(|one| one["claim"].is_string()));
    assert!(desk.run(&["list", "b.corrob", "duplicates", "gate"]).refused().contains("leave the query out"));
}
