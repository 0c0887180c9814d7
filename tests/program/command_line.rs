//! Every command of the command line: what it says where, and how it ends.

use crate::desk::Desk;
use crate::made_up::{made_up_case, write_made_up};
use corrob::domain::glossary;
use serde_json::json;
use std::io::{Read, Write};
use std::process::Stdio;

#[test]
fn a_case_is_made_by_hand_from_nothing() {
    let desk = Desk::new();
    let made = desk.run(&["new", "gate.corrob", "--title", "The gate", "--as-of", "2025-05"]).done();
    assert_eq!((made.out.as_str(), made.err.as_str()), ("made gate.corrob\n", ""));
    let again = desk.run(&["new", "gate.corrob", "--title", "Another"]).refused();
    assert!(again.contains("exists already"), "{again}");

    let add = |args: &[&str]| {
        let all: Vec<&str> = ["add", "gate.corrob"].iter().chain(args).copied().collect();
        desk.run(&all).done().out.trim_end().to_owned()
    };
    assert_eq!(add(&["party", "--name", "Harbour Authority", "--naming", "NAMED"]), "P-1");
    assert_eq!(add(&["source", "--title", "Log", "--published", "2025-05", "--party", "p-01"]), "S-1");
    assert_eq!(add(&["source", "--title", "Paper"]), "S-2");
    assert_eq!(add(&["derivation", "--source", "S-2", "--from", "S-1", "--relation", "quotes"]), "D-1");
    let wording = r#"wordings:=[{"source":"S-2","text":"shut","place":"headline"}]"#;
    assert_eq!(add(&["claim", "--text", "It was shut.", "--claimant", "P-1", "--set", wording]), "C-1");
    assert_eq!(
        add(&[
            "evidence",
            "--claim",
            "C-1",
            "--source",
            "S-2",
            "--stance",
            "disputes",
            "--paraphrase",
            "-- open --",
            "--set",
            "via.party=P-1",
            "--set",
            "availability.says=withheld",
            "--set",
            "availability.holder=P-1",
            "--set",
            "quote.text=it stood open",
            "--credibility",
            "3",
        ]),
        "E-1"
    );
    assert_eq!(
        add(&[
            "figure",
            "--claim",
            "C-1",
            "--measures",
            "hours",
            "--low",
            "1.50",
            "--unit",
            "h",
            "--qualifier",
            "about"
        ]),
        "F-1"
    );
    assert_eq!(
        add(&["request", "--what", "the log", "--kind", "record", "--outcome", "refused", "--to", "P-1"]),
        "R-1"
    );
    assert_eq!(add(&["gap", "--material", "the log", "--state", "not-shown", "--claim", "C-1"]), "G-1");

    let shown = desk.run(&["show", "gate.corrob", "E-1", "--json"]).done().json();
    let claim = desk.run(&["show", "gate.corrob", "C-01", "--json"]).done().json();
    let (party, source) = (&claim["claimant"], &claim["wordings"][0]["source"]);
    assert_eq!(shown["via"], json!({"party": party}));
    assert_eq!(shown["availability"], json!({"says": "withheld", "holder": party}));
    assert_eq!(shown["quote"]["text"], "it stood open");
    assert_eq!(shown["source"], *source);
    assert_eq!(claim["evidence"][0]["paraphrase"], "-- open --");
    assert_eq!(claim["figures"][0]["low"].to_string(), "1.5");
    assert_eq!(claim["gaps"][0]["state"], "not-shown");
    let text = desk.run(&["show", "gate.corrob", "C-1"]).done().out;
    for part in [
        "C-1\nHarbour Authority: It was shut.\n",
        "shut\nin            S-2 Paper, headline",
        "E-1           [-] S-2 disputes: Harbour Authority: -- open --",
        "F-1           about 1.5 h: hours",
        "G-1           not shown: the log",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for key in ["P-1", "S-1", "D-1", "F-1", "R-1", "G-1"] {
        assert!(desk.run(&["show", "gate.corrob", key]).done().out.starts_with(key));
    }
    let source = desk.run(&["show", "gate.corrob", "S-1"]).done().out;
    assert_eq!(
        source,
        "S-1 source\ntitle         Log\npublished     2025-05\nparty         P-1 Harbour Authority\n\
         origin        Harbour Authority: S-1 Log\nquoted by     S-2 Paper\n"
    );

    // Editing: nested fields, taking away, the case itself, and what does not fit.
    let edit = |args: &[&str]| {
        let all: Vec<&str> = ["edit", "gate.corrob"].iter().chain(args).copied().collect();
        desk.run(&all)
    };
    assert_eq!(edit(&["E-1", "--set", "via.untraced=anonymous"]).done().out, "E-1: via edited\n");
    assert_eq!(
        edit(&["E-1", "--set", "via.party=", "--credibility", ""]).done().out,
        "E-1: credibility, via edited\n"
    );
    let shown = desk.run(&["show", "gate.corrob", "E-1", "--json"]).done().json();
    assert_eq!(shown["via"], json!({"untraced": "anonymous"}));
    assert_eq!(shown.get("credibility"), None);
    assert_eq!(edit(&["E-1", "--stance", "disputes"]).done().out, "E-1: no change\n");
    assert_eq!(edit(&["case", "--title", "The open gate"]).done().out, "case: title edited\n");
    assert_eq!(edit(&["CASE", "--title", "The open gate"]).done().out, "case: no change\n");
    assert_eq!(desk.run(&["undo", "gate.corrob"]).done().out, "undid: case edited\n");
    assert_eq!(desk.run(&["undo", "gate.corrob"]).done().out, "undid: E-1: credibility, via edited\n");
    assert_eq!(desk.run(&["redo", "gate.corrob"]).done().out, "redid: E-1: credibility, via edited\n");
    for (args, why) in [
        (&["E-1", "--stance", "maybe"][..], "known: supports, repeats, disputes, context"),
        (&["E-1", "--set", "via.partyy=x"], "evidence has no field \"via.partyy\""),
        (&["E-1", "--set", "colour=red"], "evidence has no field \"colour\""),
        (&["E-1", "--set", "nothing"], "--set takes FIELD=VALUE"),
        (&["E-1", "--claim", "S-1"], "claim must be a claim, and S-1 is a source"),
        (&["E-1", "--claim", "C-9"], "there is no C-9"),
        (&["E-1", "--claim", "made-up"], "no claim called \"made-up\""),
        (&["E-1", "--paraphrase", ""], "the evidence needs its paraphrase"),
        (&["C-1", "--stance", "supports"], "claim has no field \"stance\""),
        (&["F-1", "--low", "a few"], "takes a number"),
        (&["S-1", "--published", "2025-13"], "is not a date"),
        (&["C-1", "--set", "id=other"], "claim has no field \"id\""),
        (&["C-1"], "nothing to edit was given"),
        (&["case", "--title", ""], "title"),
    ] {
        let said = edit(args).refused();
        assert!(said.contains(why), "{args:?}: {said}");
    }
    desk.run(&["check", "gate.corrob"]).done();
}

#[test]
fn judgements_are_given_and_taken_back_across_processes() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let run = |args: &[&str]| desk.run(args);
    assert_eq!(run(&["tag", "a.corrob", "E-1", "withheld"]).done().out, "E-1 withheld\n");
    assert_eq!(run(&["tag", "a.corrob", "E-1", "withheld"]).done().out, "E-1 withheld (no change)\n");
    let details = [
        "--ground",
        "glomar",
        "--by",
        "P-1",
        "--on",
        "2025-05",
        "--part",
        "--confidence",
        "low",
        "--note",
        "asked",
        "--private",
    ];
    let all: Vec<&str> =
        ["tag", "a.corrob", "e-001", "E-2", "withheld"].iter().chain(&details).copied().collect();
    assert_eq!(run(&all).done().out, "2 pieces of evidence withheld\n");
    let said = run(&["show", "a.corrob", "E-2", "--json"]).done().json();
    assert_eq!(
        said["annotations"],
        json!([{"reviewer": "r.lee", "access": "withheld", "part": true, "confidence": "low",
            "ground": {"code": "glomar", "basis": "invoked", "by": "Harbour Authority", "on": "2025-05"},
            "note": {"text": "asked", "private": true}}])
    );
    assert_eq!(run(&["tag", "a.corrob", "E-2", "withheld", "--part=no"]).done().out, "E-2 withheld\n");
    assert_eq!(run(&["tag", "a.corrob", "E-3", "examined"]).done().out, "E-3 examined\n");
    assert_eq!(run(&["tag", "a.corrob", "E-1", "disputed"]).done().out, "E-1 disputed\n");
    assert_eq!(
        desk.run_with(&["note", "a.corrob", "C-1", "-"], "two\nlines é\n".as_bytes()).done().out,
        "note on C-1\n"
    );
    assert_eq!(
        run(&["verdict", "a.corrob", "C-1", "Conflicting", "--confidence", "moderate"]).done().out,
        "C-1 conflicting\n"
    );
    assert_eq!(
        run(&["aside", "a.corrob", "C-1", "E-3", "--reason", "waiting"]).done().out,
        "1 piece of evidence and 1 claim set aside\n"
    );
    let listed = run(&["list", "a.corrob", "annotations"]).done();
    for part in [
        "verdict conflicting, moderate confidence, set aside: waiting",
        "two↵lines é",
        "withheld in part, disputed, ground Glomar, invoked by Harbour Authority in 2025-05, low confidence",
        "(private) asked",
        "S-1 repeats C-1: Harbour Authority: The gate was shut all night.",
        "examined, set aside: waiting",
    ] {
        assert!(listed.out.contains(part), "{part}\n{}", listed.out);
    }
    // Each undo is a process of its own and goes on where the last one stopped.
    for label in [
        "1 piece of evidence and 1 claim set aside",
        "C-1 conflicting",
        "note on C-1",
        "E-1 disputed",
        "E-3 examined",
        "E-2 withheld",
        "2 pieces of evidence withheld",
        "E-1 withheld",
    ] {
        assert_eq!(run(&["undo", "a.corrob"]).done().out, format!("undid: {label}\n"));
    }
    assert!(run(&["undo", "a.corrob"]).refused().starts_with("there is nothing to undo; "));
    assert_eq!(run(&["list", "a.corrob", "annotations"]).done().out, "");
    run(&["check", "a.corrob"]).done();
}

#[test]
fn nothing_to_take_back_is_said_so() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    assert_eq!(
        desk.run(&["undo", "a.corrob"]).refused(),
        "there is nothing to undo; the import of harbour.json made the case, and is taken out by its number alone \
         (corrob list CASE imports, corrob remove CASE --import N)"
    );
    assert_eq!(desk.run(&["redo", "a.corrob"]).refused(), "there is nothing to redo");
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
    desk.run(&["undo", "a.corrob"]).done();
    assert!(desk.run(&["undo", "a.corrob"]).refused().starts_with("there is nothing to undo; "));
    assert_eq!(desk.run(&["redo", "a.corrob"]).done().out, "redid: E-1 released\n");
    assert_eq!(
        desk.run(&["list", "a.corrob", "annotations", "--json"]).done().json()[0]["tags"],
        json!(["released"])
    );
}

#[test]
fn records_are_referred_to_by_name_where_no_other_has_it() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let run = |args: &[&str]| desk.run(args);
    let add = |name: &str, role: &str| {
        run(&["add", "a.corrob", "party", "--name", name, "--role", role, "--naming", "named"]).done()
    };
    add("J. Smith", "master of the port");
    add("J. Smith", "night guard");
    let claim = ["add", "a.corrob", "claim", "--text", "It was open.", "--claimant"];
    let with = |claimant: &str| run(&[&claim[..], &[claimant]].concat());
    assert_eq!(with("harbour authority").done().out, "C-2\n");
    assert_eq!(
        with("J. Smith").refused(),
        "more than one party is called \"J. Smith\"; give the key: P-3 J. Smith, P-4 J. Smith"
    );
    assert_eq!(
        with("Authority").refused(),
        "there is no party called \"Authority\" in this case; like it: P-1 Harbour Authority"
    );
    assert_eq!(with("Nobody").refused(), "there is no party called \"Nobody\" in this case");
    let evidence = [
        "add",
        "a.corrob",
        "evidence",
        "--claim",
        "It was open.",
        "--source",
        "the gate that was open",
        "--stance",
        "supports",
        "--paraphrase",
        "The log has it.",
        "--quote",
        "gate 2: open",
        "--quote-language",
        "en",
        "--locator",
        "p. 4",
        "--via-party",
        "P-4",
        "--availability",
        "withheld",
        "--availability-holder",
        "Harbour Authority",
    ];
    assert_eq!(run(&evidence).done().out, "E-4\n");
    let shown = run(&["show", "a.corrob", "E-4", "--json"]).done().json();
    for (field, value) in [
        ("key", json!("E-4")),
        ("claim", json!("C-2")),
        ("source", json!("S-2")),
        ("quote", json!({"text": "gate 2: open", "language": "en"})),
        ("locator", json!("p. 4")),
        ("via", json!({"party": "P-4"})),
        ("availability", json!({"says": "withheld", "holder": "P-1"})),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    run(&["via", "a.corrob", "E-4", "--party", "Harbour Authority"]).done();
    run(&["derive", "a.corrob", "S-2", "Statement of 4 May"]).done();
    // What it printed goes straight back in.
    let claimant = run(&["list", "a.corrob", "claims", "--json"]).done().json()[1]["claimant"].clone();
    run(&["edit", "a.corrob", "C-1", "--claimant", claimant.as_str().unwrap()]).done();
    // The history names what a field referred to.
    run(&["edit", "a.corrob", "C-2", "--claimant", "P-3"]).done();
    let log = run(&["log", "a.corrob", "C-2"]).done().out;
    assert!(log.contains("    claimant: P-1 Harbour Authority -> P-3 J. Smith\n"), "{log}");
    let log = run(&["log", "a.corrob", "E-4"]).done().out;
    assert!(log.contains("    via: speaks P-4 J. Smith -> speaks P-1 Harbour Authority\n"), "{log}");
}

#[test]
fn a_word_that_is_no_command_is_said_to_be_none() {
    let desk = Desk::new();
    desk.harbour("my.corrob");
    for (args, why) in [
        (&["lsit", "my.corrob"][..], "corrob has no command \"lsit\"; the nearest is \"list\""),
        (&["lsit", "--json", "x"], "corrob has no command \"lsit\"; the nearest is \"list\""),
        (&["forget", "my.corrob", "C-6"], "corrob has no command \"forget\"; corrob --help lists them"),
        (&["lsit"], "there is neither a case nor a command called \"lsit\"; the nearest command is \"list\""),
        (
            &["my.corrob", "C-6"],
            "corrob my.corrob opens the case for review and takes no more than that, and \"C-6\" stands behind it; a \
             command comes first: corrob COMMAND my.corrob",
        ),
    ] {
        assert_eq!(desk.run(args).refused(), why, "{args:?}");
    }
}

#[test]
fn two_homes_of_one_login_name_share_a_case() {
    let (one, other) = (Desk::new(), Desk::new());
    one.harbour("a.corrob");
    let case = one.path("a.corrob");
    let case = case.to_str().unwrap();
    let as_root = |desk: &Desk, args: &[&str]| {
        let mut command = desk.command(args);
        command.env_remove("CORROB_REVIEWER").env("LOGNAME", "root");
        desk.said(command)
    };
    as_root(&one, &["tag", case, "E-1", "released"]).done();
    let first = as_root(&other, &["tag", case, "E-1", "disputed"]).done();
    assert!(first.err.contains("another reviewer of this case is called root too"), "{first:?}");
    for _ in 0..2 {
        for desk in [&one, &other] {
            assert_eq!(as_root(desk, &["tag", case, "E-2", "examined"]).done().err, "");
            as_root(desk, &["list", case, "--read-only"]).done();
            as_root(desk, &["undo", case]).done();
        }
    }
    let said = as_root(&one, &["list", case, "annotations", "--json"]).done().json();
    assert_eq!(said.as_array().unwrap().len(), 2, "{said}");
}

#[test]
fn a_shell_is_offered_words_keys_and_values() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["edit", "a.corrob", "S-1", "--kind", "ship's-log"]).done();
    let offered = |line: &[&str]| -> Vec<String> {
        let index = (line.len() - 1).to_string();
        let mut command = desk.command(&[&["--"], line].concat());
        command.env("CORROB_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_IFS", "\n");
        desk.said(command).done().out.lines().map(str::to_owned).collect()
    };
    let add = |rest: &[&str]| offered(&[&["corrob", "add", "a.corrob"], rest].concat());
    assert_eq!(add(&["evidence", "--stance", ""]), ["supports", "repeats", "disputes", "context"]);
    assert_eq!(add(&["evidence", "--stance", "re"]), ["repeats"]);
    assert_eq!(add(&["evidence", "--claim", ""]), ["C-1"]);
    assert_eq!(add(&["claim", "--claimant", "P-"]), ["P-1", "P-2"]);
    let kinds = add(&["source", "--kind", ""]);
    assert!(
        kinds.contains(&"court-record".to_owned()) && kinds.contains(&"ship's-log".to_owned()),
        "{kinds:?}"
    );
    assert_eq!(offered(&["corrob", "show", "a.corrob", "E-"]), ["E-1", "E-2", "E-3"]);
    assert_eq!(offered(&["corrob", "tag", "a.corrob", "E-1", "wi"]), ["withheld"]);
    assert_eq!(offered(&["corrob", "verdict", "a.corrob", "C-1", "un"]), ["unproven"]);
    assert_eq!(offered(&["corrob", "show", "a"]), ["a.corrob"]);
    assert_eq!(offered(&["corrob", "show", "none.corrob", "E-"]), [""; 0]);
}

#[test]
fn what_does_not_fit_is_refused_in_one_sentence() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let before = desk.read("a.corrob");
    for (args, why) in [
        (&["tag", "a.corrob", "E-9", "released"][..], "there is no E-9 in this case"),
        (&["tag", "a.corrob", "X-1", "released"], "\"X-1\" is not a key"),
        (&["tag", "a.corrob", "C-1", "released"], "C-1 is a claim; only evidence is tagged"),
        (&["tag", "a.corrob", "E-1", "seen"], "there is no tag \"seen\"; known: released, withheld"),
        (&["tag", "a.corrob", "released"], "values"),
        (&["tag", "a.corrob", "E-1", "released", "--ground", "glomar"], "--ground says why"),
        (&["tag", "a.corrob", "E-1", "disputed", "--part"], "--part goes with"),
        (&["tag", "a.corrob", "E-1", "clear", "--confidence", "low"], "--confidence goes with"),
        (&["tag", "a.corrob", "E-1", "withheld", "--ground", "x", "--by", "P-9"], "there is no party P-9"),
        (&["tag", "a.corrob", "E-1", "withheld", "--by", "P-1"], "--ground"),
        (&["note", "a.corrob", "S-1", "text"], "S-1 is a source; only claims and evidence"),
        (&["note", "a.corrob", "E-1", "  "], "the note is empty"),
        (&["note", "a.corrob", "E-1"], "required"),
        (
            &["verdict", "a.corrob", "E-1", "refuted"],
            "E-1 is a piece of evidence; only a claim gets a verdict",
        ),
        (&["verdict", "a.corrob", "C-1", "none", "--confidence", "low"], "--confidence goes with"),
        (&["verdict", "a.corrob", "C-1", "proven"], "known: supported, refuted"),
        (&["aside", "a.corrob", "E-1", "--clear", "--reason", "x"], "cannot be used with"),
        (&["expunge", "a.corrob", "E-1", "--reason", "a name"], "has no note"),
        (&["expunge", "a.corrob", "E-1"], "--reason"),
        (&["list", "a.corrob", "claims", "colour:red"], "colour"),
        (&["list", "a.corrob", "people"], "invalid value 'people'"),
        (&["show", "a.corrob", "E"], "is not a key"),
        (&["show", "missing.corrob", "E-1"], "there is no case at"),
        (&["a.corrob", "list"], "the command comes first"),
        (&["list", "a.corrob", "--frce"], ""),
        (&["export", "a.corrob", "--force"], "--output"),
    ] {
        let said = desk.run(args).refused();
        assert!(said.contains(why), "{args:?}: {said}");
        assert!(!said.contains('\n') && !said.contains('\t'), "{said}");
    }
    assert_eq!(desk.read("a.corrob"), before);
}

#[test]
fn a_key_given_twice_is_refused_and_both_are_named() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    // Two who were apart each gave E-4: the second file brings its own.
    let other = r#"{"format":"corrob-case","version":1,"case":{"dataset":"other","title":"Other"},
"parties":[{"id":"p","key":1,"name":"Other","naming":"named"}]}"#;
    desk.write("other.json", other);
    let said = desk.run(&["import", "a.corrob", "other.json"]).done();
    assert!(said.err.contains("1 record added"), "{said:?}");
    // An import gives a taken number anew, so the two stay apart.
    assert!(desk.run(&["show", "a.corrob", "P-3"]).done().out.contains("Other"));
}

#[test]
fn read_only_changes_nothing_and_says_so() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["note", "a.corrob", "E-1", "hm"]).done();
    let before = desk.read("a.corrob");
    let files = desk.files();
    for args in [
        &["tag", "a.corrob", "E-1", "released"][..],
        &["note", "a.corrob", "E-1", "x"],
        &["verdict", "a.corrob", "C-1", "refuted"],
        &["aside", "a.corrob", "E-1"],
        &["undo", "a.corrob"],
        &["redo", "a.corrob"],
        &["expunge", "a.corrob", "E-1", "--reason", "x"],
        &["add", "a.corrob", "party", "--name", "x", "--naming", "named"],
        &["edit", "a.corrob", "E-1", "--kind", "x"],
        &["import", "a.corrob", "harbour.json"],
        &["new", "b.corrob", "--title", "x"],
        &["export", "a.corrob", "-o", "out.json"],
    ] {
        let mut all = args.to_vec();
        all.push("--read-only");
        let said = desk.run(&all).refused();
        assert!(said.contains("--read-only"), "{args:?}: {said}");
    }
    for args in [
        &["list", "a.corrob"][..],
        &["list", "a.corrob", "evidence", "is:undecided"],
        &["show", "a.corrob", "C-1"],
        &["log", "a.corrob"],
        &["stats", "a.corrob"],
        &["export", "a.corrob"],
        &["export", "a.corrob", "--annotations"],
    ] {
        let written = desk.run(args).done();
        let mut all = vec!["--read-only"];
        all.extend(args);
        let read = desk.run(&all).done();
        assert_eq!(read.out, written.out, "{args:?}");
    }
    let checked = desk.run(&["check", "a.corrob", "--read-only"]).done().out;
    assert!(checked.contains("not checked: the case is open read-only"), "{checked}");
    assert_eq!(desk.read("a.corrob"), before);
    assert_eq!(desk.files(), files);
}

#[test]
fn without_a_terminal_the_right_command_is_named() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let said = desk.run(&["a.corrob"]).refused();
    assert!(said.contains("needs a terminal") && said.contains("\"corrob list a.corrob\""), "{said}");
    let said = desk.run(&[]).refused();
    assert!(said.contains("\"corrob list CASE\""), "{said}");
}

#[test]
fn lists_are_tables_and_json_is_native() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    desk.run(&["grade", "a.corrob", "S-1", "A"]).done();
    desk.run(&["grade", "a.corrob", "E-3", "3"]).done();
    let evidence = desk.run(&["list", "a.corrob", "evidence"]).done();
    assert_eq!(
        evidence.out,
        "KEY  CLAIM  STANCE    SOURCE  GRADE  YOUR TAG  WHO                     SAYS\n\
         E-1  C-1    repeats   S-1     A      -         Statement of 4 May      The operator says so.\n\
         E-2  C-1    disputes  S-2     -      disputed  a night guard           A guard saw it open.\n\
         E-3  C-1    context   S-2     3      -         The gate that was open  The gate has a log.\n"
    );
    let claims = desk.run(&["list", "a.corrob"]).done();
    assert_eq!(
        claims.out,
        "KEY  +  =  -  ~  DECIDED  VERDICT  CLAIM (+ supports, = repeats, - disputes, ~ context)\n\
         C-1  0  1  1  1      1/3  -        Harbour Authority: The gate was shut all night.\n"
    );
    for what in [
        "parties",
        "sources",
        "derivations",
        "claims",
        "evidence",
        "figures",
        "requests",
        "gaps",
        "annotations",
    ] {
        let text = desk.run(&["list", "a.corrob", what]).done();
        assert_eq!(text.err.contains("there is no"), text.out.is_empty(), "{text:?}");
        assert!(!text.out.contains('\t') && !text.out.lines().any(|line| line.ends_with(' ')), "{text:?}");
        let rows = text.out.lines().count().saturating_sub(1);
        let listed = desk.run(&["list", "a.corrob", what, "--json"]).done().json();
        assert_eq!(listed.as_array().unwrap().len(), rows, "{what}");
        if what != "annotations" {
            // The fields of the native format, with keys as commands take them.
            let exported = desk.run(&["export", "a.corrob"]).done().json();
            let exported = exported.get(what).cloned().unwrap_or(json!([]));
            for (record, native) in listed.as_array().unwrap().iter().zip(exported.as_array().unwrap()) {
                desk.run(&["show", "a.corrob", record["key"].as_str().unwrap()]).done();
                let fields =
                    |it: &serde_json::Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
                // Behind them, of a source and of a party, what stands around it.
                let around: &[&str] = match what {
                    "sources" => &["evidence", "origin", "stale"],
                    "parties" => &["claims"],
                    _ => &[],
                };
                let around = around.iter().map(|name| (*name).to_owned());
                let mut native_fields: Vec<String> = fields(native).into_iter().chain(around).collect();
                native_fields.sort();
                assert_eq!(fields(record), native_fields, "{what}");
                assert_eq!(record["id"], native["id"]);
            }
        }
    }
    let queried = desk.run(&["list", "a.corrob", "evidence", "stance:disputes", "--json"]).done().json();
    assert_eq!(queried.as_array().unwrap().len(), 1);
    assert_eq!(queried[0]["id"], "e2");
    let negated = desk.run(&["list", "a.corrob", "evidence", "-stance:disputes", "--json"]).done().json();
    assert_eq!(negated.as_array().unwrap().len(), 2);
    assert_eq!(desk.run(&["list", "a.corrob", "evidence", "nowhere"]).done().out, "");
    assert_eq!(desk.run(&["list", "a.corrob", "evidence", "nowhere", "--json"]).done().out, "[]\n");
    let said = desk.run(&["list", "a.corrob", "annotations", "tag:disputed", "--json"]).done().json();
    assert_eq!(said[0]["key"], "E-2");
    assert_eq!(desk.run(&["list", "a.corrob", "annotations", "tag:released"]).done().out, "");

    let stats = desk.run(&["stats", "a.corrob", "--json"]).done().json();
    assert_eq!(stats["records"]["evidence"], 3);
    assert_eq!(stats["reviewers"], json!([{"name": "r.lee", "decided": 1, "aside": 0, "verdicts": 0}]));
    assert!(desk.run(&["stats", "a.corrob"]).done().out.contains("r.lee: 1 of 3 pieces of evidence decided"));
    let log = desk.run(&["log", "a.corrob", "E-2", "--json"]).done().json();
    assert_eq!(log.as_array().unwrap().len(), 1);
    assert_eq!(log[0]["label"], "E-2 disputed");
    assert_eq!(log[0]["changes"], json!([{"field": "disputed", "was": "", "set": "yes"}]));
    let log = desk.run(&["log", "a.corrob"]).done().out;
    assert!(log.contains("  r.lee  imported harbour.json: 9 records added"), "{log}");
    assert!(log.contains("    disputed: (none) -> yes\n"), "{log}");
    let checked = desk.run(&["check", "a.corrob", "--json"]).done().json();
    assert!(checked.as_array().unwrap().iter().all(|finding| finding["wrong"] == json!([])));
}

#[test]
fn an_expunged_note_is_nowhere_any_more() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["note", "a.corrob", "E-1", "witness Marlowe"]).done();
    desk.run(&["note", "a.corrob", "E-1", "nobody"]).done();
    let said = desk.run(&["expunge", "a.corrob", "E-1", "--reason", "protects a witness"]).done().out;
    assert_eq!(said, "what was written on E-1 is erased for good: 2 versions\n");
    let bytes = desk.read("a.corrob");
    assert!(!bytes.windows(7).any(|part| part == b"Marlowe"));
    assert!(desk.run(&["log", "a.corrob"]).done().out.contains("protects a witness"));
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn what_is_wrong_in_a_case_is_found() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let bytes = desk.read("a.corrob");
    let at = bytes.windows(23).position(|part| part == b"The operator says so.\",").map(|at| at + 4);
    let at = at.or_else(|| bytes.windows(12).position(|part| part == b"The operator")).unwrap();
    let mut changed = bytes.clone();
    changed[at + 4] ^= 1;
    std::fs::write(desk.path("b.corrob"), changed).unwrap();
    let said = desk.run(&["check", "b.corrob"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("E-1 does not match its digest"), "{said:?}");
}

#[test]
fn schemas_completions_manual_and_help_are_printed() {
    let desk = Desk::new();
    let profile = desk.run(&["schema", "profile"]).done().out;
    assert!(profile.starts_with("# ") && profile.contains("claim.text"), "{profile}");
    assert!(desk.run(&["import", "--help"]).done().out.contains("corrob schema profile"));
    for (args, id) in [(&["schema"][..], "case"), (&["schema", "annotations"], "annotations")] {
        let schema = desk.run(args).done().json();
        assert!(schema["$id"].as_str().unwrap_or_default().contains(id), "{}", schema["$id"]);
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.run(&["generate", "completions", shell]).done().out;
        assert!(script.contains("CORROB_COMPLETE"), "{shell}");
    }
    let manual = desk.run(&["generate", "man"]).done().out;
    assert!(manual.contains(".SH COMMANDS") && manual.contains(".SS \"corrob tag\""), "{manual}");
    let all = desk.run(&["--help"]).done().out;
    let listed = all.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let commands: Vec<&str> = commands.filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(commands.len() > 18 && commands.contains(&"tag"), "{commands:?}");
    for command in commands {
        let help = desk.run(&[command, "--help"]).done();
        assert!(help.out.contains("Usage: corrob") && help.err.is_empty(), "{command}");
        assert!(manual.contains(&format!(".SS \"corrob {command}\"")), "{command}");
    }
    let help = desk.run(&["--help"]).done().out;
    assert!(help.contains("Exit codes") && help.contains("corrob help words"), "{help}");
    assert_eq!(desk.run(&["help"]).done().out, help);
    assert_eq!(desk.run(&["help", "tag"]).done().out, desk.run(&["tag", "--help"]).done().out);
    assert!(desk.run(&["help", "nothing"]).refused().contains("neither a topic nor a command"));
    let words = desk.run(&["help", "words"]).done().out;
    for term in glossary::sections().flat_map(|section| section.terms) {
        assert!(words.contains(&format!("\n{}", term.name)), "{}", term.name);
        assert!(manual.contains(&format!("\\fB{}\\fR", term.name)), "{}", term.name);
    }
    std::fs::create_dir_all(desk.home()).unwrap();
    std::fs::write(desk.home().join("config.toml"), "[keys.review]\n\"Q\" = \"leave\"\n").unwrap();
    let keys = desk.run(&["help", "keys"]).done().out;
    let mut lines = keys.lines().map(|line| line.split("  ").next().unwrap_or_default());
    assert!(lines.any(|keys| keys.split(' ').any(|key| key == "Q")), "the user's own keys are in it: {keys}");
    assert_eq!(desk.run(&["--version"]).done().out, format!("corrob {}\n", env!("CARGO_PKG_VERSION")));
    let keys = desk.run(&["generate", "keys"]).done().out;
    assert!(keys.contains("| keys | action | what it does |"), "{keys}");
}

/// Behind a query, which may hold words with hyphens, nothing is taken for an option or swallowed.
#[test]
fn options_behind_a_query_are_refused() {
    let desk = Desk::new();
    desk.harbour("h.corrob");
    for option in ["--order", "--reviewer", "--bogus"] {
        let said = desk.run(&["list", "h.corrob", "claims", "gate", option, "date"]).refused();
        assert!(said.contains(option) && said.contains("before it"), "{said}");
    }
    desk.run(&["list", "h.corrob", "claims", "gate", "--json"]).done().json();
    desk.run(&["list", "h.corrob", "claims", "-is:stale"]).done();
}

/// `corrob ... | head -c 100`, at the start and in the middle of a big output.
#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    made_up_case(&desk, "big.corrob", 4000);
    for args in [
        &["export", "big.corrob"][..],
        &["list", "big.corrob", "evidence"],
        &["list", "big.corrob", "evidence", "--json"],
        &["--help"],
        &["schema"],
        &["stats", "big.corrob"],
        &["generate", "man"],
    ] {
        for wanted in [0_usize, 100, 150_000] {
            let mut child = desk.command(args).spawn().unwrap();
            let mut stdout = child.stdout.take().unwrap();
            let mut read = vec![0; wanted];
            let mut got = 0;
            while got < wanted {
                match stdout.read(&mut read[got..]).unwrap() {
                    0 => break,
                    n => got += n,
                }
            }
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{args:?} {wanted}: {output:?}");
            assert_eq!(output.stderr, b"", "{args:?} {wanted}");
        }
    }
}

#[test]
fn a_full_disk_under_the_output_is_told() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: no /dev/full here");
        return;
    }
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for args in
        [&["list", "a.corrob"][..], &["export", "a.corrob"], &["stats", "a.corrob", "--json"], &["schema"]]
    {
        let output = desk.command(args).stdout(Stdio::from(full())).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.starts_with("corrob: the output could not be written: "), "{err}");
    }
    let said = desk.run(&["export", "a.corrob", "-o", "/dev/full"]).refused();
    assert!(said.contains("/dev/full cannot be written"), "{said}");
    assert!(std::fs::metadata("/dev/full").unwrap().len() == 0);
}

#[test]
fn a_hostile_case_is_inert_in_every_output() {
    let desk = Desk::new();
    let evil = "\\u001b]0;gone\\u0007\\u001b[2J\\u009b31m\\u202eabc\\u2066 =cmd\\u0000\\r\\n\\t\\u007f";
    let hostile = format!(
        r#"{{"format":"corrob-case","version":1,
"case":{{"dataset":"h","title":"{evil}","question":"{evil}","stale":"{evil}"}},
"parties":[{{"id":"p","name":"{evil}","role":"{evil}","naming":"named","about":"{evil}"}}],
"sources":[{{"id":"s","title":"{evil}","publisher":"{evil}","kind":"{evil}","url":"{evil}"}}],
"claims":[{{"id":"c","text":"{evil}","claimant":"p","topic":"{evil}","wordings":[{{"source":"s","text":"{evil}"}}]}}],
"evidence":[{{"id":"e","claim":"c","source":"s","stance":"supports","paraphrase":"{evil}","material":"{evil}","quote":{{"text":"{evil}"}}}}],
"figures":[{{"id":"f","claim":"c","measures":"{evil}","unit":"{evil}","qualifier":"exact","low":1}}],
"requests":[{{"id":"r","what":"{evil}","kind":"record","outcome":"refused","claim":"c","answer":"{evil}"}}],
"gaps":[{{"id":"g","material":"{evil}","state":"withheld","claim":"c","ground":"{evil}"}},{{"id":"{evil}","material":"","state":"{evil}"}}],
"{evil}":[1]
}}"#
    );
    desk.write("evil\u{1b}[31m.json", &hostile);
    let mut said = Vec::new();
    said.push(desk.run(&["import", "a.corrob", "evil\u{1b}[31m.json"]));
    assert_eq!(said[0].code, Some(1), "{:?}", said[0]);
    let raw = "\u{1b}[31mred\u{202e}";
    for args in [
        &["note", "a.corrob", "E-1", raw][..],
        &["note", "a.corrob", "C-1", raw],
        &["tag", "a.corrob", "E-1", "withheld", "--ground", raw, "--by", raw],
        &["aside", "a.corrob", "E-1", "--reason", raw],
        &["verdict", "a.corrob", "C-1", "refuted"],
        &["tag", "a.corrob", raw, "released"],
        &["tag", "a.corrob", "E-1", raw],
        &["edit", "a.corrob", "E-1", "--set", "\u{1b}[31m=x"],
        &["edit", "a.corrob", "E-1", "--topic", raw],
        &["show", raw, "E-1"],
        &[raw],
        &["list", "a.corrob", raw],
        &["list", "a.corrob", "claims", "\u{1b}[31m:x"],
        &["import", "a.corrob", raw],
        &["export", "a.corrob", "-o", "no/such/\u{1b}[31m"],
        &["list", "a.corrob", "claims"],
        &["list", "a.corrob", "evidence"],
        &["list", "a.corrob", "sources"],
        &["list", "a.corrob", "parties"],
        &["list", "a.corrob", "figures"],
        &["list", "a.corrob", "requests"],
        &["list", "a.corrob", "gaps"],
        &["list", "a.corrob", "annotations"],
        &["list", "a.corrob", "annotations", "--json"],
        &["list", "a.corrob", "evidence", "--json"],
        &["show", "a.corrob", "C-1"],
        &["show", "a.corrob", "C-1", "--json"],
        &["show", "a.corrob", "E-1"],
        &["show", "a.corrob", "S-1"],
        &["show", "a.corrob", "P-1"],
        &["show", "a.corrob", "F-1"],
        &["show", "a.corrob", "R-1"],
        &["show", "a.corrob", "G-1"],
        &["stats", "a.corrob"],
        &["stats", "a.corrob", "--json"],
        &["log", "a.corrob"],
        &["log", "a.corrob", "--json"],
        &["log", "a.corrob", "E-1"],
        &["expunge", "a.corrob", "E-1", "--reason", raw],
        &["undo", "a.corrob"],
        &["check", "a.corrob"],
    ] {
        said.push(desk.run(args));
    }
    for said in &said {
        for text in [&said.out, &said.err] {
            let acts = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!text.contains(acts), "{text:?}");
        }
    }
    // The case keeps the raw text, and JSON gives it back.
    let shown = desk.run(&["show", "a.corrob", "E-1", "--json"]).done().json();
    assert!(
        shown["paraphrase"].as_str().unwrap().starts_with("\u{1b}]0;gone\u{7}\u{1b}[2J\u{9b}31m\u{202e}abc")
    );
}

#[cfg(unix)]
#[test]
fn cases_are_private_and_exports_follow_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mode = |name: &str| desk.path(name).metadata().unwrap().permissions().mode() & 0o777;
    let shell = |umask: &str, command: &str| {
        let said = std::process::Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" {command}"), env!("CARGO_BIN_EXE_corrob")])
            .current_dir(desk.folder())
            .env("CORROB_HOME", desk.home())
            .env("CORROB_REVIEWER", "r.lee")
            .output()
            .unwrap();
        assert!(said.status.success(), "{said:?}");
    };
    shell("000", "new open.corrob --title x");
    assert_eq!(mode("open.corrob"), 0o600);
    write_made_up(&desk, "gen.corrob", 3);
    shell("000", "import gen.corrob gen.json");
    assert_eq!(mode("gen.corrob"), 0o600);
    shell("022", "export open.corrob -o shared.json");
    assert_eq!(mode("shared.json"), 0o644);
    shell("077", "export open.corrob -o private.json");
    assert_eq!(mode("private.json"), 0o600);
    shell("000", "tag gen.corrob E-1 released");
    let mut found = Vec::new();
    let mut folders = vec![desk.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = path.metadata().unwrap();
            if meta.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(meta.permissions().mode() & 0o077, 0, "{}", path.display());
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    assert_eq!(desk.files(), ["gen.corrob", "gen.json", "open.corrob", "private.json", "shared.json"]);
}

#[test]
fn export_to_a_file_is_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["export", "a.corrob", "-o", "a.json"]).done();
    assert_eq!(desk.read("a.json"), desk.run(&["export", "a.corrob"]).done().out.as_bytes());
    let said = desk.run(&["export", "a.corrob", "-o", "a.json"]).refused();
    assert!(said.contains("exists already") && said.contains("--force"), "{said}");
    desk.write("a.json", "old");
    desk.run(&["export", "a.corrob", "-o", "a.json", "--force"]).done();
    assert!(desk.read("a.json").starts_with(b"{\"format\""));
    for args in [
        &["export", "a.corrob", "--format", "native", "-o", "a.corrob", "--force"][..],
        &["export", "a.corrob", "--annotations", "-o", "./a.corrob"],
    ] {
        assert!(desk.run(args).refused().contains("is the case itself"), "{args:?}");
    }
    assert!(desk.run(&["export", "a.corrob", "-o", "."]).refused().contains("is a folder"));
    assert!(desk.run(&["export", "a.corrob", "-o", "no/where.json"]).refused().contains("cannot be written"));
    // A name that does not say what to write is not taken for one that does.
    for file in ["report.pdf", "report", "a.json.gz", "html", "b.corrob"] {
        let said = desk.run(&["export", "a.corrob", "-o", file]).refused();
        assert!(said.contains(file) && said.contains(".html") && said.contains("--format"), "{said}");
    }
    assert_eq!(desk.files(), ["a.corrob", "a.json", "harbour.json"]);
    desk.run(&["export", "a.corrob", "-o", "report", "--format", "markdown"]).done();
    desk.run(&["export", "a.corrob", "-o", "said.txt", "--annotations"]).done();
    desk.run(&["check", "a.corrob"]).done();
}

/// A command that reads standard input is stopped while it waits.
#[cfg(unix)]
#[test]
fn ctrl_c_during_an_import_leaves_the_case_as_it_was() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
    let before = desk.run(&["export", "a.corrob"]).done().out;
    for (case, left) in [("a.corrob", "nothing was imported"), ("new.corrob", "no case was made")] {
        let mut child = desk.command(&["import", case, "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More than a pipe holds: once it is written, the import has begun to read.
        let many: String = (0..4000)
            .map(|n| format!("{{\"id\":\"n{n}\",\"name\":\"n{n}\",\"naming\":\"named\"}},\n"))
            .collect();
        let begin = "{\"format\":\"corrob-case\",\"version\":1,\n\"case\":{\"dataset\":\"many\",\"title\":\"Many\"},\n\"parties\":[\n";
        stdin.write_all(begin.as_bytes()).unwrap();
        stdin.write_all(many.as_bytes()).unwrap();
        stdin.flush().unwrap();
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("stopped on request") && err.contains(left), "{err}");
    }
    assert!(desk.run(&["export", "a.corrob"]).done().out == before);
    assert_eq!(desk.files(), ["a.corrob", "harbour.json"]);
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn who_only_looks_need_not_say_which_of_two_namesakes_they_are() {
    let desk = Desk::new().with_reviewer("lee");
    let reviewer = |n: u8| format!(r#"{{"id":"00000000-0000-4000-8000-00000000000{n}","name":"lee"}}"#);
    let case = crate::desk::HARBOUR.trim_end().trim_end_matches('}');
    desk.write("two.json", &format!("{case},\"reviewers\":[{},{}]}}", reviewer(1), reviewer(2)));
    desk.run(&["--reviewer", "o.berg", "import", "a.corrob", "two.json"]).done();
    for args in [["list", "a.corrob"], ["stats", "a.corrob"], ["show", "a.corrob"], ["export", "a.corrob"]] {
        let args = if args[0] == "show" { vec!["show", "a.corrob", "E-1"] } else { args.to_vec() };
        let said = desk.run(&args).done();
        assert!(!said.out.is_empty(), "{said:?}");
    }
    let said = desk.run(&["list", "a.corrob"]).done();
    assert!(said.err.contains("nobody's own review"), "{said:?}");
    let refused = desk.run(&["--reviewer", "lee", "list", "a.corrob"]).refused();
    assert!(refused.contains("more than one reviewer is called lee"), "{refused}");
    desk.run(&["tag", "a.corrob", "E-1", "released"]).refused();
}
