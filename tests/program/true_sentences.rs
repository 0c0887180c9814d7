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
    let shown = told(desk, &["show", CASE, claim]);
    let (supporting, rest) = shown.split_once(" for it ").unwrap().1.split_once(" against it ").unwrap();
    format!("for: {supporting} · against: {}", rest.split_once(" your tags ").unwrap().0)
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
    desk.run(&["edit", CASE, "P-3", "--set", "speaks_for=true"]).done();
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
    assert!(told(&desk, &["show", "old.corrob", "E-2"]).contains("untraced: anonymous"));
    for line in told(&desk, &["list", "old.corrob", "evidence", "--json"]).split("} {") {
        assert!(!line.contains("unresolved"), "{line}");
    }
    desk.run(&["edit", "old.corrob", "E-2", "--set", "via.untraced=not recorded"]).done();
    let exported: Value = desk.run(&["export", "old.corrob"]).done().json();
    assert_eq!(exported["evidence"][1]["via"]["untraced"], "not recorded");
    assert!(!told(&desk, &["log", "old.corrob", "E-2"]).contains("unresolved"));
}

#[test]
fn a_request_answers_for_all_on_its_material_and_is_overdue_by_today_without_a_day() {
    let desk = desk();
    let ledger = told(&desk, &["list", CASE, "ledger"]);
    // Under two claims the invoice is asked for; for the other offer no request is on record.
    assert_eq!(ledger.matches("asked for in R-1").count(), 2, "{ledger}");
    assert_eq!(ledger.matches("No request on record for (1)").count(), 1, "{ledger}");
    assert!(ledger.contains("No request on record for (1) G-3 the other offer"), "{ledger}");
    for word in ["Nobody asked", "nobody", "request on record for (2)"] {
        assert!(!ledger.contains(word), "{word}: {ledger}");
    }
    // A request that is named later is known at once.
    desk.run(&["edit", CASE, "G-3", "--requests", "R-1"]).done();
    assert!(!told(&desk, &["list", CASE, "ledger"]).contains("No request on record"));
    // The case names no day, and the answer was due in May 2024.
    for args in [
        &["list", CASE, "ledger"][..],
        &["list", CASE, "requests"],
        &["show", CASE, "C-1"],
        &["show", CASE, "E-1"],
        &["export", CASE, "--format", "markdown"],
        &["export", CASE, "--format", "html"],
        &["export", CASE, "--format", "vaughn"],
    ] {
        assert!(told(&desk, args).contains("overdue"), "{args:?}");
    }
    desk.run(&["edit", CASE, "case", "--set", "as_of=2024-04-30"]).done();
    assert!(!told(&desk, &["list", CASE, "ledger"]).contains("overdue"));
}

#[test]
fn no_paraphrase_stands_as_a_document_and_no_material_twice() {
    let desk = desk();
    desk.run(&["tag", CASE, "E-6", "E-7", "withheld"]).done();
    let ledger = told(&desk, &["list", CASE, "ledger"]);
    let vaughn = told(&desk, &["export", CASE, "--format", "vaughn"]);
    for text in [&ledger, &vaughn] {
        assert!(!text.contains("Quotes the mayor"), "{text}");
        assert!(!text.contains("600,000 at most"), "{text}");
    }
    // Two pieces in one report, tagged alike: the report, once, and nobody need be asked for it.
    assert_eq!(ledger.matches("Water bill to rise").count(), 1, "{ledger}");
    assert!(
        ledger.contains("E-6 Water bill to rise; E-6 and E-7 tagged withheld by the reviewer"),
        "{ledger}"
    );
    let json = desk.run(&["list", CASE, "ledger", "--json", "claim:C-1"]).done().json();
    let material: Vec<&str> =
        json[0]["entries"].as_array().unwrap().iter().map(|it| it["material"].as_str().unwrap()).collect();
    assert_eq!(material, ["AquaPure invoice 0017", "Price's own calculation"]);
    assert_eq!(json[0]["entries"][0]["also"], serde_json::json!(["G-1"]));
}

#[test]
fn a_tag_takes_no_ground_by_itself_and_says_what_the_source_records() {
    let desk = desk();
    let said = desk.run(&["tag", CASE, "E-1", "withheld"]).done();
    assert!(said.err.contains("the source records the ground (b)(4), invoked by AquaPure"), "{said:?}");
    // Without a ground of the reviewer's own the source's stands, as the source's.
    let ledger = told(&desk, &["list", CASE, "ledger", "claim:C-1"]);
    assert!(
        ledger.contains(
            "ground (b)(4): trade secrets and confidential commercial information, invoked by AquaPure"
        ),
        "{ledger}"
    );
    desk.run(&["tag", CASE, "E-1", "withheld", "--ground", "(b)(4)", "--reviewer", "ana"]).done();
    let vaughn = told(&desk, &["export", CASE, "--format", "vaughn"]);
    assert!(vaughn.contains("inferred by ana"), "{vaughn}");
    assert!(
        !vaughn.contains("inferred in the source") && !vaughn.contains("inferred by the reviewer"),
        "{vaughn}"
    );
}

#[test]
fn released_is_said_with_whose_word_it_is() {
    let desk = desk();
    desk.run(&["tag", CASE, "E-5", "released"]).done();
    let ledger = told(&desk, &["list", CASE, "ledger", "claim:C-2"]);
    assert!(ledger.contains("Tagged released: for: 1 traced · against: nobody"), "{ledger}");
    assert!(
        ledger.contains("Released (1) E-5 Council minutes of 3 March; tagged released by the reviewer"),
        "{ledger}"
    );
}

#[test]
fn a_sum_that_is_said_twice_is_the_same_and_a_reason_is_said_once() {
    let desk = desk();
    let figures = told(&desk, &["list", CASE, "comparisons"]);
    assert!(figures.contains("F-1 and F-2: same, 1,200,000 USD; one of them says “about”"), "{figures}");
    // The point is a mark at the end of the scale; up to half of it is a line that goes on to the left.
    assert!(figures.contains("drawn from 0 to 1,200,000 USD"), "{figures}");
    assert!(figures.contains("F-1 ·····················●"), "{figures}");
    assert!(figures.contains("F-3 ◁──────────┤·········· "), "{figures}");
    assert!(figures.contains("F-4 ·····├─────────────────▷"), "{figures}");
    assert_eq!(figures.matches("not comparable, another measure").count(), 1, "{figures}");
    // A figure alone is a line of text.
    assert!(figures.contains("homes supplied F-6 4,100 homes, AquaPure"), "{figures}");
    for format in ["markdown", "html"] {
        let report = told(&desk, &["export", CASE, "--format", format]);
        assert!(report.contains("1,200,000 USD; one of them says “about”"), "{format}");
        assert_eq!(report.matches("ot comparable, another measure").count(), 1, "{format}");
    }
}

#[test]
fn a_request_that_leads_nowhere_is_named_at_import() {
    let desk = Desk::new();
    let wrong = crate::water::WATER.replace(r#""requests":["invoices"]"#, r#""requests":["bills"]"#);
    desk.write("water.json", &wrong);
    let said = desk.run(&["import", CASE, "water.json"]).done();
    assert!(said.err.contains("requests is \"bills\", and there is no such request in the case"), "{said:?}");
}

#[test]
fn the_head_of_a_report_says_when_it_was_made_and_what_reviewers_conclude() {
    let desk = desk();
    let args = ["verdict", CASE, "C-1", "unproven", "--confidence", "low", "--reviewer", "ana"];
    let args = [&args[..], &["--reason", "The invoice is unseen."]].concat();
    desk.run(&args).done();
    // A note on the claim is no reason of a verdict.
    desk.run(&["note", CASE, "C-1", "Call the town.", "--reviewer", "ana"]).done();
    let report = told(&desk, &["export", CASE, "--format", "markdown"]);
    assert!(report.contains("- Made 20"), "{report}");
    let row = "| C-1 Dana Price: The town paid AquaPure twice for May. | **unproven** | low | ana | The invoice is unseen. |";
    assert!(report.contains(row), "{report}");
    assert!(
        report.contains(
            "| C-2 Dana Price: The council voted without reading the other offer. | no verdict yet |"
        )
    );
    let page = desk.run(&["export", CASE, "--format", "html"]).done().out;
    assert!(page.contains("id=\"verdicts\"") && !page.contains("None on record"));
}
