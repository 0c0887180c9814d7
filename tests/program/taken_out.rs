//! Taking out, bringing back, combining and taking an import back, as the command line tells of it.

use crate::desk::Desk;
use serde_json::json;

/// All that the case says, but for the times at which it was said.
fn state(desk: &Desk) -> String {
    let all = desk.run(&["export", "a.corrob", "--format", "jsonl"]).done().out;
    let mut parts = all.split("\"changed\":\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('"').map_or("", |(_, rest)| rest))
}

fn harbour() -> Desk {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk
}

#[test]
fn what_hangs_on_a_record_is_named_before_it_goes_and_all_comes_back() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    run(&[
        "add",
        "a.corrob",
        "request",
        "--claim",
        "C-1",
        "--what",
        "the log",
        "--kind",
        "record",
        "--outcome",
        "acknowledged",
    ])
    .done();
    run(&["tag", "a.corrob", "E-1", "released", "--note", "seen it"]).done();
    run(&["verdict", "a.corrob", "C-1", "refuted"]).done();
    let before = state(&desk);
    assert_eq!(
        run(&["remove", "a.corrob", "C-1"]).refused(),
        "C-1 was not taken out; \"corrob remove CASE C-1 --with-all\" takes it out, as one step, and then 3 pieces of \
         evidence go with it: E-1, E-2 and E-3; 1 record names it and stays without that reference: R-1; what reviewers \
         said of what goes stays in the history alone: r.lee (on 2 records)"
    );
    assert_eq!(state(&desk), before);
    let said = run(&["remove", "a.corrob", "C-1", "--with-all"]).done();
    assert_eq!(said.out, "C-1 taken out with 3 pieces of evidence\n");
    assert!(said.err.contains("stays in the history alone: r.lee (on 2 records)"), "{said:?}");
    run(&["check", "a.corrob"]).done();
    let log = run(&["log", "a.corrob", "E-1"]).done().out;
    assert!(log.contains("r.lee  C-1 taken out with 3 pieces of evidence\n"), "{log}");
    assert!(log.contains("note: (none) -> seen it"), "{log}");
    assert_eq!(
        run(&["show", "a.corrob", "E-1"]).refused(),
        "E-1 was taken out of this case; \"corrob log CASE E-1\" tells when and by whom, and \"corrob restore CASE E-1\" \
         brings it back"
    );
    assert_eq!(
        run(&["restore", "a.corrob", "E-1"]).refused(),
        "E-1 refers to C-1, which was taken out too; bring back both: corrob restore CASE C-1 E-1"
    );
    assert_eq!(run(&["undo", "a.corrob"]).done().out, "undid: C-1 taken out with 3 pieces of evidence\n");
    assert_eq!(state(&desk), before);
    run(&["redo", "a.corrob"]).done();
    assert_eq!(run(&["restore", "a.corrob", "C-1", "E-1"]).done().out, "C-1 and E-1 brought back\n");
    let said = run(&["list", "a.corrob", "annotations", "--json"]).done().json();
    assert_eq!((&said[0]["verdict"], &said[1]["tags"]), (&json!("refuted"), &json!(["released"])), "{said}");
    run(&["check", "a.corrob"]).done();
    assert_eq!(
        run(&["remove", "a.corrob", "E-1", "--read-only"]).refused(),
        "corrob remove writes, and --read-only was given; nothing was changed"
    );
}

#[test]
fn of_two_sources_that_are_one_the_first_stays() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    run(&["edit", "a.corrob", "S-2", "--url", "https://quay.example/gate"]).done();
    let title = "The gate was open";
    run(&[
        "add",
        "a.corrob",
        "source",
        "--title",
        title,
        "--url",
        "http://quay.example/gate/",
        "--author",
        "A. Berg",
    ])
    .done();
    run(&[
        "add",
        "a.corrob",
        "evidence",
        "--claim",
        "C-1",
        "--source",
        "S-3",
        "--stance",
        "disputes",
        "--paraphrase",
        "Open.",
    ])
    .done();
    run(&["derive", "a.corrob", "S-3", "S-2", "--relation", "relays"]).done();
    let listed = run(&["list", "a.corrob", "duplicates"]).done().out;
    assert!(listed.contains("    corrob combine CASE S-2 S-3\n"), "{listed}");
    let before = state(&desk);
    let said = run(&["combine", "a.corrob", "S-2", "S-3"]).done();
    assert_eq!(said.out, "S-3 combined into S-2\n");
    for remark in [
        "S-2 keeps its own url; what S-3 said there stays in its history",
        "D-2 said that it draws on itself, or what another one says: taken out",
        "there are now, on one claim: E-2 and E-4",
    ] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    let source = run(&["show", "a.corrob", "S-2", "--json"]).done().json();
    assert_eq!(source["author"], json!("A. Berg"), "{source}");
    assert_eq!(source["about"], json!("Also entered as: “The gate was open”"), "{source}");
    assert_eq!(run(&["show", "a.corrob", "E-4", "--json"]).done().json()["source"], json!("S-2"));
    run(&["check", "a.corrob"]).done();
    run(&["undo", "a.corrob"]).done();
    assert_eq!(state(&desk), before);
    run(&["check", "a.corrob"]).done();
    assert!(
        run(&["combine", "a.corrob", "S-1", "C-1"]).refused().contains("only two of one kind are combined")
    );
    assert!(run(&["combine", "a.corrob", "E-1", "E-2"]).refused().contains("this is a piece of evidence"));
}

#[test]
fn of_two_claims_that_are_one_both_wordings_stay_and_what_one_said_of_either() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    let text = "Nobody opened the gate.";
    run(&["add", "a.corrob", "claim", "--text", text, "--claimant", "P-2", "--topic", "gate"]).done();
    run(&["add", "a.corrob", "claim", "--text", "Not at noon either.", "--parent", "C-2"]).done();
    run(&[
        "add",
        "a.corrob",
        "evidence",
        "--claim",
        "C-2",
        "--source",
        "S-1",
        "--stance",
        "repeats",
        "--paraphrase",
        "So it says.",
    ])
    .done();
    run(&["verdict", "a.corrob", "C-2", "refuted", "--confidence", "high"]).done();
    run(&["note", "a.corrob", "C-2", "asked twice"]).done();
    run(&["note", "a.corrob", "C-1", "asked once"]).done();
    let before = state(&desk);
    let said = run(&["combine", "a.corrob", "C-1", "C-2"]).done();
    assert_eq!(said.out, "C-2 combined into C-1\n");
    for remark in [
        "C-1 keeps its own claimant; what C-2 said there stays in its history",
        "What you said of C-2 is said of C-1",
        "What else you said of C-2 stays in its history",
    ] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    let claim = run(&["show", "a.corrob", "C-1", "--json"]).done().json();
    assert_eq!(claim["wordings"], json!([{"source": "S-1", "text": text}]), "{claim}");
    assert_eq!(claim["topic"], json!("gate"), "{claim}");
    assert_eq!(run(&["show", "a.corrob", "C-3", "--json"]).done().json()["parent"], json!("C-1"));
    let shown = run(&["list", "a.corrob", "annotations", "--json"]).done().json();
    assert_eq!(
        (&shown[0]["verdict"], &shown[0]["note"]),
        (&json!("refuted"), &json!("asked once")),
        "{shown}"
    );
    run(&["check", "a.corrob"]).done();
    run(&["undo", "a.corrob"]).done();
    assert_eq!(state(&desk), before);
    // The other way round, the one that stays takes the place of the other, so that its part stands behind it.
    run(&["add", "a.corrob", "claim", "--text", "It never was."]).done();
    run(&["combine", "a.corrob", "C-4", "C-2"]).done();
    assert_eq!(run(&["show", "a.corrob", "C-3", "--json"]).done().json()["parent"], json!("C-4"));
    run(&["check", "a.corrob"]).done();
    run(&["undo", "a.corrob"]).done();
    run(&["undo", "a.corrob"]).done();
    assert_eq!(state(&desk), before);
    run(&["redo", "a.corrob"]).done();
    run(&["redo", "a.corrob"]).done();
    run(&["check", "a.corrob"]).done();
}

#[test]
fn a_wrong_import_is_taken_back_but_for_what_somebody_said_of_it() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    let before = state(&desk);
    let more = desk
        .read_text("harbour.json")
        .replace("A guard saw it open.", "A guard saw it ajar.")
        .replace("{\"id\":\"e3\"", "{\"id\":\"e9\",\"claim\":\"shut\",\"source\":\"blog\",\"stance\":\"supports\",\"paraphrase\":\"Shut.\"},\n{\"id\":\"e3\"")
        .replace("\n],\n\"derivations\"", ",\n{\"id\":\"blog\",\"title\":\"A blog\"}\n],\n\"derivations\"")
        .replace("The harbour gate", "The harbor gate");
    desk.write("more.json", &more);
    let said = run(&["import", "a.corrob", "more.json"]).done();
    assert!(said.err.contains("more.json: 2 records added, 1 changed"), "{said:?}");
    let undone = run(&["undo", "a.corrob"]).done();
    assert_eq!((undone.out.as_str(), undone.err.as_str()), ("undid: import of more.json\n", ""));
    assert_eq!(state(&desk), before);
    run(&["check", "a.corrob"]).done();
    run(&["redo", "a.corrob"]).done();
    run(&["check", "a.corrob"]).done();
    let log = run(&["log", "a.corrob", "E-2"]).done().out;
    assert!(log.contains("redid: import of more.json"), "{log}");
    run(&["tag", "a.corrob", "E-4", "released"]).done();
    let list = run(&["list", "a.corrob", "imports"]).done().out;
    assert!(list.contains("more.json     2 records added, 1 changed\n"), "{list}");
    let number = run(&["list", "a.corrob", "imports", "--json"]).done().json()[1]["number"].to_string();
    let said = run(&["remove", "a.corrob", "--import", &number]).done();
    assert_eq!(said.out, "import of more.json taken out: 1 record as before\n");
    for remark in ["E-4 stays: somebody has said something of it", "S-3 stays: what stays refers to it"] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    assert_eq!(
        run(&["show", "a.corrob", "E-2", "--json"]).done().json()["paraphrase"],
        json!("A guard saw it open.")
    );
    run(&["check", "a.corrob"]).done();
    assert_eq!(
        run(&["remove", "a.corrob", "--import", &number]).refused(),
        "the import of more.json is out already"
    );
    assert!(
        run(&["remove", "a.corrob", "--import", "77"])
            .refused()
            .contains("there is no import with the number 77")
    );
    run(&["undo", "a.corrob"]).done();
    assert_eq!(
        run(&["show", "a.corrob", "E-2", "--json"]).done().json()["paraphrase"],
        json!("A guard saw it ajar.")
    );
    run(&["undo", "a.corrob"]).done();
    assert_eq!(run(&["undo", "a.corrob"]).done().out, "undid: import of more.json\n");
    assert_eq!(state(&desk), before);
    assert!(run(&["undo", "a.corrob"]).refused().starts_with(
        "there is nothing to undo; the import of harbour.json made the case, and is taken out by its number alone"
    ));
}

#[test]
fn what_was_done_by_hand_stands_when_a_newer_file_comes() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    run(&["edit", "a.corrob", "C-1", "--text", "The gate stayed shut."]).done();
    run(&["edit", "a.corrob", "case", "--question", "Was it open?", "--as-of", "2025-06"]).done();
    let same = run(&["import", "a.corrob", "harbour.json"]).done();
    assert_eq!(same.err, "corrob: harbour.json: 0 records added, 0 changed, 9 the same, 0 refused\n");
    let newer = desk
        .read_text("harbour.json")
        .replace("The gate was shut all night.\",", "The gate was closed.\",\"topic\":\"gate\",")
        .replace("\"as_of\":\"2025-05\"", "\"as_of\":\"2025-07\"");
    desk.write("newer.json", &newer);
    let said = run(&["import", "a.corrob", "newer.json"]).done();
    for remark in [
        "C-1: claim was edited by hand and stays \"The gate stayed shut.\"; the file says \"The gate was closed.\"",
        "of the case, the as of was edited by hand and stays \"2025-06\"; the file says \"2025-07\"",
        "0 records added, 1 changed, 8 the same",
    ] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    let claim = run(&["show", "a.corrob", "C-1", "--json"]).done().json();
    assert_eq!((&claim["text"], &claim["topic"]), (&json!("The gate stayed shut."), &json!("gate")));
    // What was taken out stays out, and so does what is new and rests on it.
    run(&["remove", "a.corrob", "S-2", "--with-all"]).done();
    let newest = newer.replace("\"id\":\"e3\"", "\"id\":\"e8\"");
    desk.write("newest.json", &newest);
    let said = run(&["import", "a.corrob", "newest.json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for remark in [
        "3 records that were taken out of the case by hand stay out: S-2, D-1 and E-2; corrob restore CASE KEY brings one back",
        "it rests on the source \"paper\", which was taken out of the case by hand (corrob restore CASE S-2 brings it back)",
        "1 refused, 3 left out (taken out of this case by hand)",
    ] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    run(&["check", "a.corrob"]).done();
}

#[test]
fn a_newer_file_finds_what_its_records_were_combined_with() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    run(&["add", "a.corrob", "source", "--title", "The Quay, in print"]).done();
    run(&["combine", "a.corrob", "S-3", "S-2"]).done();
    desk.write("newer.json", &desk.read_text("harbour.json").replace(
        "{\"id\":\"e3\"",
        "{\"id\":\"e9\",\"claim\":\"shut\",\"source\":\"paper\",\"stance\":\"supports\",\"paraphrase\":\"Shut.\"},\n{\"id\":\"e3\"",
    ));
    let said = run(&["import", "a.corrob", "newer.json"]).done();
    assert!(said.err.contains("1 record that was combined with others stays combined: S-2"), "{said:?}");
    assert!(said.err.contains("1 record added, 0 changed"), "{said:?}");
    assert_eq!(run(&["show", "a.corrob", "E-4", "--json"]).done().json()["source"], json!("S-3"));
    run(&["check", "a.corrob"]).done();
}

#[test]
fn what_an_import_took_out_comes_in_again_though_a_hand_had_taken_it_out_before() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    desk.write("more.json", &with_a_blog(&desk, 1));
    run(&["import", "a.corrob", "more.json"]).done();
    run(&["remove", "a.corrob", "S-3", "--with-all"]).done();
    run(&["undo", "a.corrob"]).done();
    let number = run(&["list", "a.corrob", "imports", "--json"]).done().json()[1]["number"].to_string();
    run(&["remove", "a.corrob", "--import", &number]).done();
    let said = run(&["import", "a.corrob", "more.json"]).done();
    assert!(said.err.contains("2 records added") && !said.err.contains("by hand"), "{said:?}");
    run(&["check", "a.corrob"]).done();
}

/// The harbour with a source more, in which so many pieces of evidence stand.
fn with_a_blog(desk: &Desk, pieces: usize) -> String {
    let piece = |n| {
        format!(
            "{{\"id\":\"x{n}\",\"claim\":\"shut\",\"source\":\"blog\",\"stance\":\"supports\",\"paraphrase\":\"Shut {n}.\"}},\n"
        )
    };
    let pieces: String = (0..pieces).map(piece).collect();
    desk.read_text("harbour.json")
        .replace("{\"id\":\"e3\"", &format!("{pieces}{{\"id\":\"e3\""))
        .replace("\n],\n\"derivations\"", ",\n{\"id\":\"blog\",\"title\":\"A blog\"}\n],\n\"derivations\"")
}

#[test]
fn an_import_does_not_go_again_while_something_refers_to_what_it_brought() {
    for pieces in [2, 12] {
        let desk = harbour();
        let run = |args: &[&str]| desk.run(args);
        desk.write("more.json", &with_a_blog(&desk, pieces));
        run(&["import", "a.corrob", "more.json"]).done();
        let number = run(&["list", "a.corrob", "imports", "--json"]).done().json()[1]["number"].to_string();
        run(&["remove", "a.corrob", "--import", &number]).done();
        run(&["undo", "a.corrob"]).done();
        let other = |args: &[&str]| run(&[&["--reviewer", "m.ito"], args].concat());
        other(&["edit", "a.corrob", "E-1", "--set", "via.origin=S-3"]).done();
        let why = run(&["redo", "a.corrob"]).refused();
        assert!(why.ends_with("was not redone: E-1 refers to S-3 by now"), "{why}");
        other(&["undo", "a.corrob"]).done();
        run(&["redo", "a.corrob"]).done();
        run(&["check", "a.corrob"]).done();
    }
}

#[test]
fn what_was_changed_since_an_import_stays_and_is_said_to_in_the_plural() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    let other = |args: &[&str]| run(&[&["--reviewer", "m.ito"], args].concat());
    other(&["edit", "a.corrob", "S-2", "--author", "A. Berg"]).done();
    let more = with_a_blog(&desk, 5).replace("\"publisher\":\"The Quay\"", "\"publisher\":\"The Long Quay\"");
    desk.write("more.json", &more);
    run(&["import", "a.corrob", "more.json"]).done();
    // What is as it was before an edit has changed as well.
    other(&["undo", "a.corrob"]).done();
    for key in ["E-4", "E-5"] {
        run(&["edit", "a.corrob", key, "--paraphrase", "So it is."]).done();
    }
    for key in ["E-6", "E-7"] {
        run(&["tag", "a.corrob", key, "released"]).done();
    }
    // What was edited and taken back has not.
    run(&["edit", "a.corrob", "E-8", "--paraphrase", "No."]).done();
    run(&["undo", "a.corrob"]).done();
    let number = run(&["list", "a.corrob", "imports", "--json"]).done().json()[1]["number"].to_string();
    let said = run(&["remove", "a.corrob", "--import", &number]).done();
    for remark in [
        "E-6 and E-7 stay: somebody has said something of them",
        "S-2, E-4 and E-5 stay: they were edited by hand since",
        "S-3 stays: what stays refers to it",
    ] {
        assert!(said.err.contains(remark), "{remark}: {said:?}");
    }
    let source = run(&["show", "a.corrob", "S-2", "--json"]).done().json();
    assert_eq!((&source["publisher"], &source["author"]), (&json!("The Long Quay"), &json!(null)));
    assert!(run(&["show", "a.corrob", "E-8"]).refused().contains("was taken out"));
    run(&["check", "a.corrob"]).done();
}

#[test]
fn claims_do_not_go_back_to_places_where_a_part_would_stand_before_its_whole() {
    for kind in ["claim", "party"] {
        let desk = harbour();
        let run = |args: &[&str]| desk.run(args);
        let add = |name: &str, of: Option<&str>| {
            let (field, whole) = if kind == "claim" { ("--text", "--parent") } else { ("--name", "--of") };
            let naming: &[&str] = if kind == "claim" { &[] } else { &["--naming", "named"] };
            let of: Vec<&str> = of.map(|of| [whole, of]).into_iter().flatten().collect();
            run(&[&["add", "a.corrob", kind, field, name], naming, &of].concat()).done().out.trim().to_owned()
        };
        let goes = add("One that is two.", None);
        let part = add("A part of it.", Some(&goes));
        let between = add("Another.", None);
        let stays = add("The other of the two.", None);
        run(&["combine", "a.corrob", &stays, &goes]).done();
        let whole = if kind == "claim" { "--parent" } else { "--of" };
        let other = |args: &[&str]| run(&[&["--reviewer", "m.ito"], args].concat());
        other(&["edit", "a.corrob", &between, whole, &stays]).done();
        let why = run(&["undo", "a.corrob"]).refused();
        assert!(
            why.ends_with(&format!(
                "was not undone: {between} belongs to {stays} by now, and would stand before it"
            )),
            "{why}"
        );
        run(&["check", "a.corrob"]).done();
        other(&["undo", "a.corrob"]).done();
        run(&["undo", "a.corrob"]).done();
        assert!(run(&["show", "a.corrob", &part]).done().out.contains(&goes));
        run(&["check", "a.corrob"]).done();
        // It comes in again as it went out.
        let out = run(&["export", "a.corrob"]).done().out;
        desk.write("out.json", &out);
        run(&["import", "b.corrob", "out.json"]).done();
        assert_eq!(run(&["export", "b.corrob"]).done().out, out);
    }
}

#[test]
fn of_two_judgements_that_agree_what_only_one_says_is_kept() {
    let desk = harbour();
    let run = |args: &[&str]| desk.run(args);
    run(&["add", "a.corrob", "claim", "--text", "Nobody opened the gate."]).done();
    run(&["verdict", "a.corrob", "C-1", "refuted"]).done();
    run(&["verdict", "a.corrob", "C-2", "refuted", "--confidence", "high", "--reason", "two guards"]).done();
    let said = run(&["combine", "a.corrob", "C-1", "C-2"]).done();
    assert!(said.err.contains("What you said of C-2 is said of C-1"), "{said:?}");
    assert!(!said.err.contains("stays in its history"), "{said:?}");
    let shown = run(&["list", "a.corrob", "annotations", "--json"]).done().json();
    assert_eq!(
        (&shown[0]["confidence"], &shown[0]["reason"]),
        (&json!("high"), &json!("two guards")),
        "{shown}"
    );
    run(&["check", "a.corrob"]).done();
}
