//! A made-up case in which each sentence stands that a program like this one got wrong, and that it does not
//! say it.

use crate::desk::Desk;
use serde_json::Value;

const CASE: &str = "water.corrob";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.water(CASE);
    desk
}

/// What a command prints, on one line.
fn told(desk: &Desk, args: &[&str]) -> String {
    desk.run(args).done().out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The origins of a claim, in its line.
fn origins(desk: &Desk, claim: &str) -> String {
    let shown = desk.run(&["show", CASE, claim]).done().out;
    shown.lines().find_map(|line| line.strip_prefix("origins")).unwrap().trim().to_owned()
}

#[test]
fn a_leak_that_only_the_claimant_has_seen_is_traced_and_unseen() {
    let desk = desk();
    // The mayor speaks for the town that the claim concerns; where the driver spoke nobody knows.
    let mut leak = origins(&desk, "C-1");
    assert_eq!(leak, "for: 1 traced, unseen; 1 interested, unseen · against: 1 interested, seen; 1 untraced");
    desk.run(&["tag", CASE, "E-1", "released"]).done();
    leak = origins(&desk, "C-1");
    assert!(leak.starts_with("for: 1 traced, seen; "), "{leak}");
}

#[test]
fn minutes_of_a_council_that_bear_out_its_councillor_are_not_interested() {
    let desk = desk();
    assert_eq!(origins(&desk, "C-2"), "for: 1 traced, seen · against: nobody");
    // Where she speaks for the council, they are.
    desk.run(&["edit", CASE, "P-1", "--set", "speaks_for=true"]).done();
    assert_eq!(origins(&desk, "C-2"), "for: 1 interested, seen · against: nobody");
}

#[test]
fn no_sentence_takes_a_side_or_breaks_on_a_plural() {
    let desk = desk();
    let report = desk.run(&["export", CASE, "--format", "markdown"]).done().out;
    let page = desk.run(&["export", CASE, "--format", "html"]).done().out;
    for text in [told(&desk, &["list", CASE]), told(&desk, &["show", CASE, "C-1"]), report, page] {
        for word in ["alleges", "established", "unresolved", "own word", "on released evidence alone"] {
            assert!(!text.to_lowercase().contains(word), "{word}: {text}");
        }
    }
    assert!(told(&desk, &["show", CASE, "C-3"]).contains("Ray Okafor: The town will save"));
}

#[test]
fn what_earlier_files_call_unresolved_is_untraced() {
    let desk = Desk::new();
    let old = crate::desk::HARBOUR.replace("\"untraced\"", "\"unresolved\"");
    desk.write("old.json", &old);
    desk.run(&["import", "old.corrob", "old.json"]).done();
    let exported: Value = desk.run(&["export", "old.corrob"]).done().json();
    assert_eq!(exported["evidence"][1]["via"]["untraced"], "anonymous");
    // A case file that was written so opens, and what is edited there is edited.
    let file = rusqlite::Connection::open(desk.path("old.corrob")).unwrap();
    let sql = "UPDATE evidence SET body = replace(body, '\"untraced\"', '\"unresolved\"') RETURNING 1";
    assert_eq!(file.prepare(sql).unwrap().query_map([], |_| Ok(())).unwrap().count(), 3);
    drop(file);
    assert!(told(&desk, &["show", "old.corrob", "E-2"]).contains("untraced anonymous"));
    desk.run(&["edit", "old.corrob", "E-2", "--set", "via.untraced=not recorded"]).done();
    let exported: Value = desk.run(&["export", "old.corrob"]).done().json();
    assert_eq!(exported["evidence"][1]["via"]["untraced"], "not recorded");
}
