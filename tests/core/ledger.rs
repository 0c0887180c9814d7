//! The ledger says, claim by claim, what is released, kept back and not shown, on which ground and by whose
//! word; what was asked for and what came back; what is overdue; for what no request is on record. The same leaves as
//! a Vaughn index.

use crate::desk::Desk;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CASE: &str = "f.corrob";

const FLEET: &str = r#"{"format":"corrob-case","version":1,
"case":{"dataset":"fleet","title":"The fleet","as_of":"2025-06-01"},
"parties":[
{"id":"navy","name":"Department of the Navy","short":"Navy","naming":"named"},
{"id":"bureau","name":"Bureau of Records","naming":"named"},
{"id":"quay","name":"The Quay","naming":"named"},
{"id":"court","name":"District Court","naming":"named"}
],
"sources":[
{"id":"letter","title":"Letter of 3 March","kind":"letter","party":"navy","published":"2025-03-03"},
{"id":"story","title":"The fleet that sailed","kind":"news-report","publisher":"The Quay","published":"2025-04-01"}
],
"claims":[
{"id":"sailed","text":"The fleet sailed on 1 February.","claimant":"quay","asserted_on":"2025-04-01"},
{"id":"paid","text":"The crews were paid twice.","claimant":"quay"},
{"id":"quiet","text":"Nobody was told."}
],
"evidence":[
{"id":"log","claim":"sailed","source":"letter","stance":"supports","paraphrase":"There is a log.","material":"the deck log","dated":"2025-02-01","locator":"paragraph 2","availability":{"says":"withheld","holder":"navy","ground":"(b)(7)(A)","basis":"invoked","harm":"an inquiry would fail"}},
{"id":"orders","claim":"sailed","source":"letter","stance":"supports","paraphrase":"There are orders.","material":"the orders","availability":{"says":"in-part","holder":"navy","ground":"(b)(1)","basis":"invoked"}},
{"id":"photo","claim":"sailed","source":"story","stance":"supports","paraphrase":"A picture shows it.","material":"=HYPERLINK(\"http://x\")"},
{"id":"page","claim":"sailed","source":"story","stance":"context","paraphrase":"A page was there.","material":"the page","availability":{"says":"removed","holder":"bureau"}},
{"id":"tide","claim":"sailed","source":"story","stance":"context","paraphrase":"A tide table.","material":"the tide table","availability":{"says":"released"}},
{"id":"slip","claim":"paid","source":"story","stance":"supports","paraphrase":"There are slips.","material":"the pay slips"},
{"id":"word","claim":"quiet","source":"story","stance":"repeats","paraphrase":"It is said."}
],
"requests":[
{"id":"foia","by":"quay","to":"navy","what":"The deck log","kind":"record","claim":"sailed","made":"2025-02-10","tracking":"DON-2025-000123","due":"2025-03-10","outcome":"refused","answered":"2025-03-03","answer":"Exempt in full."},
{"id":"late","by":"quay","to":"bureau","what":"The page","kind":"record","claim":"sailed","made":"2025-04-02","tracking":"BR-77","due":"2025-05-01","outcome":"acknowledged"},
{"id":"none","by":"quay","to":"bureau","what":"The pay slips","kind":"record","claim":"paid","outcome":"no-records"},
{"id":"some","by":"quay","to":"bureau","what":"The pay roll","kind":"record","claim":"paid","outcome":"part","answered":{"date":"2025-05","inferred":"the story says last month"}},
{"id":"appeal","by":"quay","to":"navy","what":"The orders, whole","kind":"record","claim":"paid","outcome":"appealed","tracking":"DON-A-9"},
{"id":"suit","by":"quay","to":"court","what":"The contract","kind":"record","outcome":"litigated"}
],
"gaps":[
{"id":"glomar","claim":"sailed","material":"a list of informants","state":"withheld","holder":"bureau","ground":"glomar","basis":"invoked","source":"story","locator":"last line"},
{"id":"whole","claim":"sailed","material":"the orders, whole","state":"in-part","holder":"navy","requests":["appeal"]},
{"id":"radar","claim":"sailed","material":"radar pictures","state":"not-shown"},
{"id":"contract","material":"the contract","state":"withheld","holder":"court","ground":"sealed","basis":"inferred","about":"Of no claim in particular."}
]}"#;

const BRIDGE: &str = r#"{"format":"corrob-case","version":1,"case":{"dataset":"bridge","title":"The bridge"},
"parties":[
{"id":"keeper","name":"Bridge keeper","naming":"role-only"},
{"id":"paper","name":"The Quay","naming":"named"}
],
"sources":[{"id":"story","title":"Open twice","kind":"news-report"}],
"claims":[
{"id":"kept","text":"A log was kept.","claimant":"keeper"},
{"id":"twice","text":"The bridge opened twice.","claimant":"keeper"}
],
"evidence":[
{"id":"log","claim":"twice","source":"story","stance":"supports","paraphrase":"The log has it.","material":"the log of the bridge","availability":{"says":"withheld","holder":"keeper"}},
{"id":"tape","claim":"twice","source":"story","stance":"supports","paraphrase":"The tape has it.","material":"the tape","availability":{"says":"withheld","holder":"keeper"}}
],
"requests":[{"id":"asked","by":"paper","to":"paper","what":"The log","kind":"record","outcome":"no-response"}],
"gaps":[
{"id":"log","claim":"kept","material":"the log of the bridge","state":"withheld","holder":"keeper","requests":["asked"]},
{"id":"tape","claim":"twice","material":"the tape","state":"withheld","holder":"keeper"}
]}"#;

const VOICES: &str = r#"{"format":"corrob-case","version":1,"case":{"dataset":"voices","title":"The log"},
"parties":[{"id":"navy","name":"Navy","naming":"named"}],
"sources":[
{"id":"letter","title":"Letter","kind":"letter"},
{"id":"story","title":"Story","kind":"news-report"}
],
"claims":[{"id":"one","text":"The fleet sailed."},{"id":"two","text":"The crews knew."}],
"evidence":[
{"id":"log","claim":"one","source":"letter","stance":"supports","paraphrase":"A log.","material":"the log","availability":{"says":"withheld","holder":"navy","ground":"(b)(7)(A)","basis":"invoked"}},
{"id":"copy","claim":"one","source":"story","stance":"supports","paraphrase":"A copy.","material":"the log"},
{"id":"page","claim":"one","source":"letter","stance":"context","paraphrase":"A page.","material":"the page","availability":{"says":"removed","holder":"navy","ground":"their rules","basis":"invoked"}},
{"id":"papers","claim":"one","source":"story","stance":"supports","paraphrase":"Papers.","material":"the papers"}
],
"requests":[{"id":"asked","to":"navy","what":"the papers","kind":"record","claim":"two","outcome":"no-response"}],
"gaps":[
{"id":"papers","claim":"two","material":"The papers","state":"not-shown","source":"letter","requests":["asked"]},
{"id":"page","claim":"one","material":"the page","state":"removed","holder":"navy","ground":"their rules","basis":"invoked","source":"letter"}
]}"#;

fn fleet() -> Desk {
    let desk = Desk::new();
    desk.write("fleet.json", FLEET);
    desk.run(&["import", CASE, "fleet.json"]).done();
    desk
}

fn ledgers(desk: &Desk, case: &str, query: &[&str]) -> Vec<Value> {
    let all = desk.run(&[&["list", case, "ledger", "--json"], query].concat()).done().json();
    all.as_array().unwrap().clone()
}

/// The entries of some ledgers, by key.
fn entries(ledgers: &[Value]) -> BTreeMap<String, Value> {
    let of = |ledger: &Value, part: &str| ledger[part].as_array().unwrap().clone();
    let all = ledgers.iter().flat_map(|ledger| [of(ledger, "entries"), of(ledger, "requests")].concat());
    all.map(|entry| (entry["key"].as_str().unwrap().to_owned(), entry)).collect()
}

#[test]
fn the_ledger_of_a_claim_has_what_is_released_withheld_and_asked_for() {
    let desk = fleet();
    let all = ledgers(&desk, CASE, &[]);
    let claims: Vec<Option<&str>> = all.iter().map(|ledger| ledger["claim"].as_str()).collect();
    // A claim without any of it has no ledger; what belongs to no claim comes last.
    assert_eq!(claims, [Some("C-1"), Some("C-2"), None]);
    let found = entries(&all[..1]);
    let states: Vec<(&str, &str)> =
        found.iter().filter_map(|(key, entry)| Some((key.as_str(), entry["state"].as_str()?))).collect();
    assert_eq!(
        states,
        [
            ("E-1", "withheld"),
            ("E-2", "in-part"),
            ("E-4", "removed"),
            ("E-5", "released"),
            ("G-1", "withheld"),
            ("G-2", "in-part"),
            ("G-3", "not-shown"),
        ]
    );
    let log = &found["E-1"];
    assert_eq!(
        (&log["ground"], &log["basis"], &log["holder"]),
        (&"(b)(7)(A)".into(), &"invoked".into(), &"Department of the Navy".into())
    );
    assert_eq!(log["meaning"], "would interfere with law enforcement proceedings");
    assert_eq!((&log["harm"], &log["locator"]), (&"an inquiry would fail".into(), &"paragraph 2".into()));
    assert_eq!(log["asked"], serde_json::json!(["R-1"]));
    // A gap that names its request has that one, although it is about another claim.
    assert_eq!(found["G-2"]["asked"], serde_json::json!(["R-5"]));
    assert_eq!(found["R-5"]["outcome"], "appealed");
    assert_eq!(
        (&found["R-1"]["tracking"], &found["R-1"]["overdue"]),
        (&"DON-2025-000123".into(), &false.into())
    );
    assert_eq!(all[0]["overdue"], serde_json::json!(["R-2"]));
    assert_eq!(all[0]["unasked"], serde_json::json!(["G-3"]));
    let loose = entries(&all[2..]);
    assert_eq!(loose.keys().collect::<Vec<_>>(), ["G-4", "R-6"]);
    assert_eq!(loose["G-4"]["asked"], serde_json::json!(["R-6"]));
    // A query is of claims, and what belongs to none is not found by it.
    assert_eq!(ledgers(&desk, CASE, &["claim:C-2"]).len(), 1);
    assert_eq!(ledgers(&desk, CASE, &["claim:C-3"]).len(), 0);
    let one = ledgers(&desk, CASE, &["stance:context"]);
    assert_eq!(entries(&one), found, "the ledger of a claim is whole");
}

#[test]
fn a_reviewers_tag_stands_before_what_the_source_says() {
    let desk = fleet();
    desk.run(&["tag", CASE, "E-1", "released"]).done();
    desk.run(&["tag", CASE, "E-6", "withheld", "--ground", "(b)(6)"]).done();
    desk.run(&["tag", CASE, "E-3", "released", "--part"]).done();
    desk.run(&["tag", CASE, "E-3", "disputed"]).done();
    let all = ledgers(&desk, CASE, &[]);
    let found = entries(&all);
    assert_eq!((&found["E-1"]["state"], &found["E-1"]["word"]), (&"released".into(), &"reviewer".into()));
    assert_eq!((&found["E-6"]["state"], &found["E-6"]["ground"]), (&"withheld".into(), &"(b)(6)".into()));
    assert_eq!((&found["E-3"]["state"], &found["E-3"]["disputed"]), (&"in-part".into(), &true.into()));
    let released = &all[0]["standing"]["released"];
    assert_eq!(
        (&released["pieces"], &released["part"], &released["undecided"]),
        (&2.into(), &1.into(), &3.into())
    );
    let shown = desk.run(&["show", CASE, "C-1", "--json"]).done().json();
    assert_eq!(&shown["standing"]["released"], released);
    let text = desk.run(&["list", CASE, "ledger"]).done().out;
    for part in [
        "C-1 The Quay: The fleet sailed on 1 February.",
        "Tagged released: for: ",
        "ground (b)(6): personal privacy, inferred by ",
        "ground Glomar: its holder neither confirms nor denies that it exists, invoked by Bureau of Records",
        "No request on record for (2) E-3 =HYPERLINK(\"http://x\") G-3 radar pictures",
        "acknowledged, no more, overdue as of 2025-06-01; made 2025-04-02; tracking number BR-77; due 2025-05-01",
        "About no claim in particular",
    ] {
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains(part), "{part}: {one_line}");
    }
    // Another reviewer's ledger is the other's.
    let ana = desk.with_reviewer("Ana");
    assert_eq!(entries(&ledgers(&ana, CASE, &[]))["E-1"]["state"], "withheld");
    // Text stays inert.
    assert!(!ana.run(&["list", CASE, "ledger"]).done().out.contains('\u{1b}'));
}

#[test]
fn what_is_asked_for_under_one_claim_is_asked_for_wherever_it_stands() {
    let desk = Desk::new();
    desk.write("case.json", BRIDGE);
    desk.run(&["import", "b.corrob", "case.json"]).done();
    // The log is a gap of one claim, for which it was asked for, and the material behind evidence on another.
    let all = ledgers(&desk, "b.corrob", &["opened twice"]);
    let entries = all[0]["entries"].as_array().unwrap();
    let named =
        |words: &str| entries.iter().find(|it| it["material"].as_str().unwrap().contains(words)).unwrap();
    let asked = &named("the log of the bridge")["asked"];
    assert!(!asked.as_array().unwrap().is_empty(), "{entries:?}");
    let key = asked[0].as_str().unwrap();
    assert!(all[0]["requests"].as_array().unwrap().iter().any(|it| it["key"] == key));
    // A gap and evidence on one material are one line.
    let tapes: Vec<&Value> = entries.iter().filter(|it| it["material"] == "the tape").collect();
    assert_eq!(tapes.len(), 1, "{tapes:?}");
    // A request that comes later is known at once.
    let gap = named("the tape")["key"].as_str().unwrap();
    assert!(named("the tape")["asked"].as_array().unwrap().is_empty());
    desk.run(&["edit", "b.corrob", gap, "--requests", key]).done();
    let after = ledgers(&desk, "b.corrob", &["opened twice"]);
    let entry = after[0]["entries"].as_array().unwrap().iter().find(|it| it["key"] == gap).unwrap();
    assert_eq!(entry["asked"], serde_json::json!([key]));
}

#[test]
fn each_voice_is_quoted_as_it_spoke_and_what_differs_is_set_against_the_rest() {
    let desk = Desk::new();
    desk.write("case.json", VOICES);
    desk.run(&["import", CASE, "case.json"]).done();
    // A gap elsewhere says how the material stands, and a request of another claim asks for it.
    let shown = desk.run(&["show", CASE, "E-4"]).done().out;
    assert!(shown.contains("the papers · not shown according to S-1 (G-1)"), "{shown}");
    desk.run(&["tag", CASE, "E-1", "withheld", "--part", "--ground", "(b)(6)", "--harm", "a name"]).done();
    desk.run(&["tag", CASE, "E-2", "released"]).done();
    desk.run(&["tag", CASE, "E-3", "withheld"]).done();
    desk.run(&["tag", CASE, "E-4", "withheld"]).done();
    let all = desk.run(&["list", CASE, "ledger"]).done().out;
    let text = all.split_whitespace().collect::<Vec<_>>().join(" ");
    let log = "the log; tagged withheld in part by the reviewer, ground (b)(6): personal privacy, inferred by the \
               reviewer, harm, as its holder has it: a name; but E-2 tagged released by the reviewer; but withheld \
               according to S-1 Letter, ground (b)(7)(A): would interfere";
    assert!(text.contains(log), "{text}");
    // What one source says twice is said once.
    assert!(
        text.contains("removed according to S-1 Letter (E-3, G-2), ground their rules, invoked by Navy"),
        "{text}"
    );
    let report = desk.run(&["export", CASE, "--format", "markdown"]).done().out;
    assert!(report.contains("**withheld in part:** the log; tagged withheld in part by r.lee"), "{report}");
    assert!(report.contains("asked for in R-1 the papers (no response on record)"), "{report}");
    let rows = index(&desk, &[]);
    let row = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap();
    let (log, page, papers) = (row("E-1"), row("E-3"), row("E-4"));
    assert_eq!((log["disposition"].as_str(), log["harm"].as_str()), ("withheld in part", "a name"));
    // A tag without a ground has none, and what the source says stands as its own word.
    assert_eq!((page["disposition"].as_str(), page["ground"].as_str()), ("withheld in full", ""));
    assert!(page["about"].contains("But removed according to S-1 Letter"), "{page:?}");
    assert!(papers["requests"].starts_with("R-1"), "{papers:?}");
    // Nobody invokes that no basis is stated.
    let said = desk
        .run(&["tag", CASE, "E-1", "withheld", "--ground", "no-basis-stated", "--basis", "invoked"])
        .refused();
    assert!(said.contains("nobody invokes it"), "{said}");
}

/// The rows of a Vaughn index, each by its column.
fn index(desk: &Desk, more: &[&str]) -> Vec<BTreeMap<String, String>> {
    let out = desk.run(&[&["export", CASE, "--format", "vaughn"], more].concat()).done().out;
    let mut rows = csv::Reader::from_reader(out.trim_start_matches('\u{feff}').as_bytes());
    let names = rows.headers().unwrap().clone();
    let row =
        |row: csv::StringRecord| names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    rows.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_vaughn_index_has_a_row_for_each_piece_kept_back() {
    let desk = fleet();
    desk.run(&[
        "tag",
        CASE,
        "E-6",
        "withheld",
        "--ground",
        "(b)(6)",
        "--by",
        "r.lee",
        "--on",
        "2025-05-02",
        "--note",
        "call his wife",
    ])
    .done();
    desk.run(&["tag", CASE, "E-3", "withheld"]).done();
    desk.run(&["tag", CASE, "E-1", "released"]).done();
    let desk = desk.with_reviewer("Ana");
    desk.run(&["tag", CASE, "E-6", "withheld", "--ground", "classified"]).done();
    desk.run(&["tag", CASE, "E-3", "withheld"]).done();
    let rows = index(&desk, &[]);
    let told: Vec<[&str; 5]> = rows
        .iter()
        .map(|row| ["number", "key", "disposition", "ground", "word"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ["1", "E-2", "released in part", "(b)(1)", "source"],
            ["2", "E-3", "withheld in full", "", "r.lee; Ana"],
            ["3", "E-4", "removed", "", "source"],
            ["4", "G-1", "neither confirmed nor denied", "Glomar", "source"],
            ["5", "G-2", "released in part", "", "source"],
            ["6", "G-3", "not shown", "", "source"],
            ["7", "E-6", "withheld in full", "(b)(6)", "r.lee"],
            ["8", "E-6", "withheld in full", "classified", "Ana"],
            ["9", "G-4", "withheld in full", "sealed", "source"],
        ]
    );
    // What begins like a formula is text.
    assert!(rows[1]["document"].starts_with("'="), "{}", rows[1]["document"]);
    let page = &rows[2];
    assert_eq!(page["requests"], "R-2 by The Quay on 2025-04-02, no. BR-77");
    assert_eq!(page["outcome"], "R-2: acknowledged, no more, overdue as of 2025-06-01, due 2025-05-01");
    assert_eq!((page["claim"].as_str(), page["claim.claimant"].as_str()), ("C-1", "The Quay"));
    assert_eq!(rows[3]["basis"], "invoked by Bureau of Records");
    assert_eq!(rows[3]["ground.meaning"], "its holder neither confirms nor denies that it exists");
    assert_eq!((rows[3]["source"].as_str(), rows[3]["locator"].as_str()), ("S-2", "last line"));
    assert_eq!(rows[4]["requests"], "R-5 by The Quay, no. DON-A-9");
    assert_eq!(rows[6]["basis"], "invoked by r.lee on 2025-05-02");
    assert_eq!(rows[7]["basis"], "inferred by Ana");
    assert_eq!(rows[8]["basis"], "inferred in a file that r.lee imported");
    // A harm is its holder's; where none is claimed there is none.
    assert!(rows.iter().all(|row| row["harm"].is_empty()));
    // What nobody tagged stands as the source has it.
    desk.run(&["import", "other.corrob", "fleet.json"]).done();
    let out = desk.run(&["export", "other.corrob", "--format", "vaughn"]).done().out;
    assert!(out.contains("an inquiry would fail"), "{out}");
}

#[test]
fn a_document_of_two_holders_is_two_rows_whoever_tagged_one() {
    let desk = fleet();
    desk.write(
        "two.json",
        &FLEET.replace(r#""material":"a list of informants""#, r#""material":"the pay slips""#).replace(
            r#""id":"radar","claim":"sailed","material":"radar pictures","state":"not-shown""#,
            r#""id":"radar","claim":"sailed","material":"the pay slips","state":"withheld","holder":"navy""#,
        ),
    );
    desk.run(&["import", CASE, "two.json"]).done();
    let rows = |desk: &Desk| -> Vec<String> {
        let slips =
            |row: &BTreeMap<String, String>| row["document"] == "the pay slips" && row["claim"] == "C-1";
        index(desk, &[]).iter().filter(|row| slips(row)).map(|row| row["holder"].clone()).collect()
    };
    assert_eq!(rows(&desk), ["Bureau of Records", "Department of the Navy"]);
    // One is tagged: the other keeps its row.
    desk.run(&["edit", CASE, "E-2", "--material", "the pay slips"]).done();
    desk.run(&["tag", CASE, "E-2", "withheld"]).done();
    assert_eq!(rows(&desk), ["Department of the Navy", "Bureau of Records"]);
}

#[test]
fn a_vaughn_index_tells_nobodys_name_or_notes() {
    let desk = fleet();
    desk.run(&[
        "tag",
        CASE,
        "E-6",
        "withheld",
        "--ground",
        "(b)(6)",
        "--by",
        "R.Lee",
        "--note",
        "call his wife",
    ])
    .done();
    desk.run(&["note", CASE, "E-6", "--private", "his home address"]).done();
    let out = desk.run(&["export", CASE, "--format", "vaughn", "--redact-reviewers"]).done().out;
    assert!(!out.to_lowercase().contains("r.lee"), "{out}");
    assert!(out.contains("invoked by Reviewer 1"), "{out}");
    assert!(out.contains("inferred in a file that Reviewer 1 imported"), "{out}");
    let out = desk.run(&["export", CASE, "--format", "vaughn", "--with-private"]).done().out;
    assert!(out.contains("invoked by R.Lee"), "{out}");
    assert!(!out.contains("his wife") && !out.contains("his home address"), "{out}");
    // What a query leaves: pieces that it finds, and the gaps of their claims.
    let keys: Vec<String> = index(&desk, &["tag:withheld"]).iter().map(|row| row["key"].clone()).collect();
    assert_eq!(keys, ["E-6"]);
    let keys: Vec<String> = index(&desk, &["stance:context"]).iter().map(|row| row["key"].clone()).collect();
    assert_eq!(keys, ["E-4", "G-1", "G-2", "G-3"]);
    let said = desk.run(&["export", CASE, "--format", "vaughn", "by:nobody"]).refused();
    assert!(said.contains("nobody called"), "{said}");
    desk.run(&["export", CASE, "--format", "vaughn", "-o", "index.csv"]).done();
    assert!(desk.read("index.csv").starts_with("\u{feff}number,".as_bytes()));
}

#[test]
fn no_piece_is_left_out_of_what_is_printed() {
    let desk = Desk::new();
    let pieces: Vec<String> = (0..2_100)
        .map(|n| {
            format!(
                r#"{{"id":"e{n}","claim":"c","source":"s","stance":"context","paraphrase":"Page {n}.","material":"page {n}","availability":{{"says":"withheld"}}}}"#
            )
        })
        .collect();
    desk.write(
        "pages.json",
        &format!(
            r#"{{"format":"corrob-case","version":1,"case":{{"dataset":"pages","title":"Pages"}},
            "sources":[{{"id":"s","title":"The file"}}],"claims":[{{"id":"c","text":"It is long."}}],
            "evidence":[{}]}}"#,
            pieces.join(",")
        ),
    );
    desk.run(&["import", CASE, "pages.json"]).done();
    assert_eq!(entries(&ledgers(&desk, CASE, &[])).len(), 2_100);
    assert_eq!(index(&desk, &[]).len(), 2_100);
    // Nor a gap, whether of a claim or of none.
    let gaps: Vec<String> = (0..2_100)
        .map(|n| {
            let claim = if n % 2 == 0 { r#""claim":"c","# } else { "" };
            format!(r#"{{"id":"g{n}",{claim}"material":"Box {n}","state":"not-shown"}}"#)
        })
        .collect();
    desk.write(
        "boxes.json",
        &format!(
            r#"{{"format":"corrob-case","version":1,"case":{{"dataset":"pages","title":"Pages"}},
            "claims":[{{"id":"c","text":"It is long."}}],"gaps":[{}]}}"#,
            gaps.join(",")
        ),
    );
    desk.run(&["import", CASE, "boxes.json"]).done();
    assert_eq!(entries(&ledgers(&desk, CASE, &[])).len(), 4_200);
    assert_eq!(index(&desk, &[]).len(), 4_200);
    let report = desk.run(&["export", CASE, "--format", "markdown"]).done().out;
    assert!(report.contains("The claim has more material than is listed here"));
}

#[test]
fn the_ledger_of_the_bundled_case_has_what_was_asked_for_and_not_shown() {
    let desk = Desk::new();
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", "b.corrob", "case.json"]).done();
    let all = ledgers(&desk, "b.corrob", &[]);
    let found = entries(&all);
    let has = |state: &str, words: &str| {
        let says = |entry: &&Value| {
            entry["state"] == state && entry["material"].as_str().unwrap().to_lowercase().contains(words)
        };
        assert!(found.values().any(|entry| says(&entry)), "{state}: {words}");
    };
    for words in [
        "signals intelligence",
        "intercepts",
        "informant reports",
        "device forensic reports",
        "bank records",
        "chain-of-custody",
        "intelligence that dhs says it has",
        "spending against gun trafficking",
    ] {
        has("withheld", words);
    }
    for words in ["named cartel leaders", "directives of named cartels", "case files", "charging papers"] {
        has("not-shown", words);
    }
    has("removed", "facebook page");
    let asked = |by: &str, to: &str, words: &str| -> &Value {
        let is = |request: &&Value, field: &str, part: &str| {
            request[field].as_str().is_some_and(|text| text.to_lowercase().contains(part))
        };
        let mut all = found.values();
        all.find(|it| is(it, "by", by) && is(it, "to", to) && is(it, "what", words))
            .unwrap_or_else(|| panic!("{by} {to} {words}"))
    };
    for (by, to, words, outcome) in [
        ("mexic", "united states", "further information", "no-response"),
        ("mexic", "united states", "case files", "no-response"),
        ("cbs", "department of justice", "findings", "all"),
        ("cbs", "department of justice", "gun trafficking", "all"),
    ] {
        assert_eq!(asked(by, to, words)["outcome"], outcome, "{by} {words}");
    }
    // Nothing that the case has is missing from its ledgers: it stands there itself, or with what is on the same
    // material.
    let list = |kind: &str| {
        desk.run(&["list", "b.corrob", kind, "--json"]).done().json().as_array().unwrap().clone()
    };
    let also = |entry: &Value| {
        let also = entry["also"].as_array().cloned().unwrap_or_default();
        also.into_iter().map(|key| key.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let stand: BTreeSet<String> = found.keys().cloned().chain(found.values().flat_map(also)).collect();
    let mut wanted = BTreeSet::new();
    for kind in ["evidence", "gaps", "requests"] {
        for record in list(kind) {
            if kind != "evidence" || !record["availability"].is_null() {
                wanted.insert(record["key"].as_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(stand, wanted);
    // No text stands without its claimant.
    assert!(all.iter().all(|ledger| ledger["claim"].is_null() || ledger["claimant"].is_string()));
}
