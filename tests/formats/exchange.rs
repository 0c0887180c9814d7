//! A case goes out as JSON and comes in again: nothing is lost, nothing is destroyed, and what is
//! refused is named.

use crate::desk::{Desk, HARBOUR};
use serde_json::{Value, json};

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");

/// Judges a bit of everything, by two reviewers, with private notes, undo and an edit of the order.
fn review(desk: &Desk, case: &str) {
    for args in [
        &["tag", case, "E-1", "withheld", "--ground", "glomar", "--note", "asked", "--private"][..],
        &["tag", case, "E-2", "disputed", "--confidence", "high"],
        &["note", case, "E-2", "line one\nline two \u{202e} é"],
        &["note", case, "C-1", "kept to myself", "--private"],
        &["note", case, "C-1", "now public"],
        &["verdict", case, "C-1", "conflicting"],
        &["aside", case, "E-3", "--reason", "later"],
        &["undo", case],
        &["--reviewer", "m.ito", "tag", case, "E-2", "released", "--part"],
        &["--reviewer", "m.ito", "tag", case, "E-3", "examined"],
        &["add", case, "claim", "--text", "Another claim."],
        &["add", case, "claim", "--text", "A third."],
        &["edit", case, "C-3", "--parent", "C-1"],
        &[
            "add",
            case,
            "evidence",
            "--claim",
            "C-2",
            "--source",
            "S-1",
            "--stance",
            "context",
            "--paraphrase",
            "x",
        ],
        &["edit", case, "E-4", "--claim", "C-1"],
        &["edit", case, "case", "--question", "Was it?"],
        &["note", case, "E-3", "a name", "--private"],
        &["expunge", case, "E-3", "--reason", "a witness"],
    ] {
        desk.run(args).done();
    }
}

/// The same bytes, or the first line that differs.
#[track_caller]
fn same(one: &str, other: &str) {
    if let Some((a, b)) = one.lines().zip(other.lines()).find(|(a, b)| a != b) {
        assert_eq!(a, b);
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn export_import_export_gives_the_same_bytes() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    review(&desk, "a.corrob");
    // One more import, so that something was replaced.
    desk.write("later.json", &HARBOUR.replace("A guard saw it open.", "A guard saw it ajar."));
    desk.run(&["import", "a.corrob", "later.json"]).done();
    // An annotation whose last word was private, and came in another second than the one before it: times
    // leave a case in whole seconds.
    let second = || jiff::Timestamp::now().as_second();
    let before = second();
    while second() == before {
        std::thread::yield_now();
    }
    desk.run(&["note", "a.corrob", "E-1", "more", "--private"]).done();
    for private in [true, false] {
        let with = |args: &[&'static str]| {
            let mut all = args.to_vec();
            all.extend(private.then_some("--with-private"));
            all
        };
        let name = if private { "b.corrob" } else { "c.corrob" };
        let first = desk.run(&with(&["export", "a.corrob"])).done().out;
        desk.write("a.json", &first);
        let said = desk.run(&["import", name, "a.json"]).done();
        assert!(said.err.contains("0 refused"), "{said:?}");
        let again: Vec<&str> =
            ["export", name].into_iter().chain(private.then_some("--with-private")).collect();
        same(&desk.run(&again).done().out, &first);
        let annotations = |case: &'static str| desk.run(&with(&["export", case, "--annotations"])).done().out;
        same(&annotations("a.corrob"), &annotations(if private { "b.corrob" } else { "c.corrob" }));
        desk.run(&["check", name]).done();
        // The same once more, into the case it came from: nothing new.
        let before = desk.run(&with(&["export", "a.corrob"])).done().out;
        let said = desk.run(&["import", "a.corrob", "a.json"]).done();
        assert!(
            said.err.contains(": 0 records added, 0 changed") && !said.err.contains("events"),
            "{said:?}"
        );
        same(&desk.run(&with(&["export", "a.corrob"])).done().out, &before);
    }
    let open = desk.run(&["export", "c.corrob"]).done().out;
    for secret in ["kept to myself", "asked", "a name", "more\""] {
        assert!(!open.contains(secret), "{secret}");
    }
    // In the copy the work goes on, by whoever says so.
    desk.run(&["tag", "b.corrob", "E-1", "released"]).done();
    desk.run(&["undo", "b.corrob"]).done();
    desk.run(&["check", "b.corrob"]).done();
}

#[test]
fn the_bundled_case_imports_whole_and_again_changes_nothing() {
    let desk = Desk::new();
    let seed: Value = serde_json::from_str(&std::fs::read_to_string(SEED).unwrap()).unwrap();
    let kinds = ["parties", "sources", "derivations", "claims", "evidence", "figures", "requests", "gaps"];
    let records: usize = kinds.iter().map(|kind| seed[kind].as_array().unwrap().len()).sum();
    let said = desk.run(&["import", "a.corrob", SEED]).done();
    assert_eq!(
        said.err,
        format!(
            "corrob: bounties-and-guns.json: {records} records added, 0 changed, 0 the same, 0 refused\n"
        )
    );
    desk.run(&["tag", "a.corrob", "E-5", "withheld", "--note", "kept"]).done();
    let before = desk.run(&["export", "a.corrob"]).done().out;
    for _ in 0..3 {
        let said = desk.run(&["import", "a.corrob", SEED]).done();
        assert!(
            said.err.contains(&format!("0 records added, 0 changed, {records} the same, 0 refused")),
            "{said:?}"
        );
    }
    same(&desk.run(&["export", "a.corrob"]).done().out, &before);
    desk.run(&["check", "a.corrob"]).done();
    desk.run(&["undo", "a.corrob"]).done();
}

#[test]
fn an_import_updates_keeps_annotations_and_remembers_what_it_replaced() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["tag", "a.corrob", "E-2", "disputed", "--note", "hm"]).done();
    desk.write("b.json", &HARBOUR.replace("A guard saw it open.", "A guard saw it ajar."));
    let said = desk.run(&["import", "a.corrob", "b.json"]).done();
    assert!(said.err.contains("0 records added, 1 changed, 8 the same, 0 refused"), "{said:?}");
    let shown = desk.run(&["show", "a.corrob", "E-2", "--json"]).done().json();
    assert_eq!(shown["paraphrase"], "A guard saw it ajar.");
    assert_eq!(shown["annotations"][0]["disputed"], true);
    let log = desk.run(&["log", "a.corrob", "E-2"]).done().out;
    assert!(log.contains("changed by an import of b.json") && log.contains("saw it open"), "{log}");
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn the_log_lays_no_edit_by_hand_on_an_import() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    for word in ["ajar", "half open"] {
        desk.write("b.json", &HARBOUR.replace("A guard saw it open.", &format!("A guard saw it {word}.")));
        desk.run(&["import", "a.corrob", "b.json"]).done();
    }
    desk.run(&["edit", "a.corrob", "E-2", "--set", "paraphrase=A guard saw it shut.", "--locator", "page 2"])
        .done();
    let log = desk.run(&["log", "a.corrob", "E-2"]).done().out;
    let changes: Vec<&str> =
        log.lines().filter(|line| line.contains("paraphrase: ")).map(str::trim).collect();
    assert_eq!(
        changes,
        [
            "paraphrase: A guard saw it half open. -> A guard saw it shut.",
            "paraphrase: A guard saw it ajar. -> A guard saw it half open.",
            "paraphrase: A guard saw it open. -> A guard saw it ajar.",
        ],
        "{log}"
    );
}

#[test]
fn what_is_refused_is_named_and_the_rest_goes_in() {
    let desk = Desk::new();
    let bad = HARBOUR
        .replace("\"stance\":\"disputes\"", "\"stance\":\"against\"")
        .replace("\"id\":\"e3\",\"claim\":\"shut\"", "\"id\":\"e3\",\"claim\":\"nowhere\"")
        .replace("\"from\":\"release\",", "");
    desk.write("bad.json", &bad);
    let dry = desk.run(&["import", "a.corrob", "bad.json", "--dry-run"]);
    assert_eq!(dry.code, Some(1), "{dry:?}");
    assert!(
        dry.err.contains("6 records added") && dry.err.contains("a trial; nothing was changed"),
        "{dry:?}"
    );
    let strict = desk.run(&["import", "a.corrob", "bad.json", "--strict"]);
    assert_eq!(strict.code, Some(2), "{strict:?}");
    assert!(
        strict.err.contains("3 records refused") && strict.err.contains("no case was made"),
        "{strict:?}"
    );
    assert_eq!(desk.files(), ["bad.json"]);

    let said = desk.run(&["import", "a.corrob", "bad.json", "--rejects", "rejects.jsonl"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(said.out, "");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert!(lines[0].starts_with("corrob: bad.json, line 12, derivations"), "{}", lines[0]);
    assert!(lines[1].contains("evidence, stance: ") && lines[1].contains("against"), "{}", lines[1]);
    assert!(lines[2].contains("evidence: claim is \"nowhere\", and there is no such claim"), "{}", lines[2]);
    assert_eq!(lines[3], "corrob: bad.json: 6 records added, 0 changed, 0 the same, 3 refused");
    let rejects = String::from_utf8(desk.read("rejects.jsonl")).unwrap();
    let rejects: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rejects.len(), 3);
    assert_eq!(rejects[1]["section"], "evidence");
    assert_eq!(rejects[1]["record"]["id"], "e2");
    assert_eq!(rejects[2]["record"]["claim"], "nowhere");
    let again = desk.run(&["import", "a.corrob", "bad.json", "--rejects", "rejects.jsonl"]).refused();
    assert!(again.contains("exists already"), "{again}");

    // A trial on a case that is there leaves it as it is.
    let before = desk.read("a.corrob");
    let dry = desk.run(&["import", "a.corrob", "bad.json", "--dry-run"]);
    assert_eq!(dry.code, Some(1), "{dry:?}");
    let strict = desk.run(&["import", "a.corrob", "bad.json", "--strict"]);
    assert_eq!(strict.code, Some(2), "{strict:?}");
    let export = |bytes: &[u8]| bytes.len();
    assert_eq!(export(&desk.read("a.corrob")), export(&before));
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn many_refusals_are_named_up_to_a_limit() {
    let desk = Desk::new();
    let rows: Vec<String> =
        (0..50).map(|n| format!("{{\"id\":\"p{n}\",\"name\":\"\",\"naming\":\"named\"}}")).collect();
    desk.write(
        "many.json",
        &format!(
            "{{\"format\":\"corrob-case\",\"version\":1,\n\"case\":{{\"dataset\":\"d\",\"title\":\"T\"}},\n\"parties\":[\n{}\n]}}\n",
            rows.join(",\n")
        ),
    );
    let said = desk.run(&["import", "a.corrob", "many.json"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(said.err.lines().count(), 22, "{}", said.err);
    assert!(said.err.contains("30 more refused; --rejects FILE lists them all"), "{}", said.err);
}

#[test]
fn files_that_are_no_case_are_refused_whole() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let before = desk.run(&["export", "a.corrob"]).done().out;
    for (name, text) in [
        ("empty.json", ""),
        ("list.json", "[1,2]"),
        ("other.json", "{\"format\":\"other\",\"version\":1}"),
        ("newer.json", "{\"format\":\"corrob-case\",\"version\":99,\"case\":{}}"),
        ("cut.json", &HARBOUR[..HARBOUR.len() / 2]),
        ("binary.json", "\u{0}\u{1}\u{2}SQLite format 3"),
        ("csv.json", "id,claim\n1,2\n"),
    ] {
        desk.write(name, text);
        for case in ["a.corrob", "none.corrob"] {
            let said = desk.run(&["import", case, name]);
            assert_eq!(said.code, Some(2), "{name}: {said:?}");
            assert!(said.err.starts_with(&format!("corrob: {name}")), "{name}: {said:?}");
            assert_eq!(said.err.lines().count(), 1, "{name}: {said:?}");
        }
        std::fs::remove_file(desk.path(name)).unwrap();
    }
    assert!(desk.run(&["import", "a.corrob", "gone.json"]).refused().contains("there is no file gone.json"));
    assert!(desk.run(&["import", "a.corrob", "."]).refused().contains("is a folder"));
    same(&desk.run(&["export", "a.corrob"]).done().out, &before);
    assert_eq!(desk.files(), ["a.corrob", "harbour.json"]);
}

#[test]
fn several_files_and_standard_input_come_in_at_once() {
    let desk = Desk::new();
    desk.write("one.json", HARBOUR);
    desk.write("two.json", "{\"format\":\"corrob-case\",\"version\":1,\"parties\":[{\"id\":\"x\",\"name\":\"X\",\"naming\":\"named\"}]}");
    let said = desk.run(&["import", "a.corrob", "one.json", "two.json", "gone.json"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.ends_with("the 2 files before it are in\n"), "{said:?}");
    let said = desk.run_with(&["import", "b.corrob", "-"], HARBOUR.as_bytes()).done();
    assert!(said.err.contains("standard input: 9 records added"), "{said:?}");
    assert!(desk.run(&["stats", "a.corrob"]).done().out.contains("parties       3"));
}

#[test]
fn annotations_go_out_alone_for_a_script() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    review(&desk, "a.corrob");
    let all = desk.run(&["export", "a.corrob", "--annotations"]).done().json();
    assert_eq!(all["case"]["title"], "The harbour gate");
    let names: Vec<&str> =
        all["reviewers"].as_array().unwrap().iter().filter_map(|r| r["name"].as_str()).collect();
    assert_eq!(names, ["r.lee", "m.ito"]);
    let of = |who: &str, key: &str| -> Value {
        let found = all["annotations"].as_array().unwrap().iter();
        found
            .clone()
            .find(|a| a["reviewer"]["name"] == who && a["key"] == key)
            .cloned()
            .unwrap_or(Value::Null)
    };
    let e1 = of("r.lee", "E-1");
    assert_eq!(e1["tags"], json!(["withheld"]));
    assert_eq!(e1["ground"]["code"], "glomar");
    assert_eq!(e1.get("note"), None, "a private note stays");
    assert_eq!(e1["claim"]["claimant"], "Harbour Authority");
    assert_eq!(e1["paraphrase"], "The operator says so.");
    assert_eq!(of("m.ito", "E-2")["tags"], json!(["released"]));
    assert_eq!(of("r.lee", "C-1")["verdict"], "conflicting");
    let private = desk.run(&["export", "a.corrob", "--annotations", "--with-private"]).done().json();
    assert!(private.to_string().contains("asked"));
    let schema = desk.run(&["schema", "annotations"]).done().json();
    jsonschema::validate(&schema, &all).unwrap();
    jsonschema::validate(&schema, &private).unwrap();
    let schema = desk.run(&["schema"]).done().json();
    jsonschema::validate(&schema, &desk.run(&["export", "a.corrob"]).done().json()).unwrap();
    jsonschema::validate(&schema, &desk.run(&["export", "a.corrob", "--with-private"]).done().json())
        .unwrap();
}
