//! Grades, derivations and whom evidence comes through: set, told, taken back, and refused where
//! they do not fit.

use crate::desk::Desk;
use serde_json::{Value, json};

fn harbour() -> Desk {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    desk
}

fn told(desk: &Desk, args: &[&str]) -> String {
    let (command, rest) = args.split_first().unwrap();
    desk.run(&[&[*command, "b.corrob"], rest].concat()).done().out.trim_end().to_owned()
}

fn refused(desk: &Desk, args: &[&str]) -> String {
    let (command, rest) = args.split_first().unwrap();
    let before = desk.read("b.corrob");
    let sentence = desk.run(&[&[*command, "b.corrob"], rest].concat()).refused();
    assert_eq!(before, desk.read("b.corrob"), "{sentence}");
    sentence
}

fn field(desk: &Desk, key: &str, field: &str) -> Value {
    desk.run(&["show", "b.corrob", key, "--json"]).done().json()[field].clone()
}

#[test]
fn a_grade_is_one_step_and_comes_back() {
    let desk = harbour();
    assert_eq!(told(&desk, &["grade", "S-1", "b"]), "S-1 graded B (usually reliable)");
    assert_eq!(told(&desk, &["grade", "S-1", "B"]), "S-1 graded B (usually reliable) already");
    assert_eq!(told(&desk, &["grade", "S-1", "S-2", "S-1", "F"]), "2 sources graded F (cannot be judged)");
    assert_eq!(
        (field(&desk, "S-1", "reliability"), field(&desk, "S-2", "reliability")),
        (json!("F"), json!("F"))
    );
    assert_eq!(told(&desk, &["undo"]), "undid: 2 sources graded F (cannot be judged)");
    assert_eq!(
        (field(&desk, "S-1", "reliability"), field(&desk, "S-2", "reliability")),
        (json!("B"), json!(null))
    );
    assert_eq!(told(&desk, &["redo"]), "redid: 2 sources graded F (cannot be judged)");
    assert_eq!(told(&desk, &["grade", "S-2", "none"]), "S-2 no longer graded");
    assert_eq!(field(&desk, "S-2", "reliability"), json!(null));
    assert_eq!(told(&desk, &["grade", "S-2", "none"]), "S-2 not graded");
    assert_eq!(told(&desk, &["grade", "E-1", "E-2", "3"]), "2 pieces of evidence graded 3 (possibly true)");
    assert_eq!(field(&desk, "E-2", "credibility"), json!("3"));
    desk.run(&["check", "b.corrob"]).done();
}

#[test]
fn a_grade_of_the_other_scale_is_refused_with_the_words_of_its_own() {
    let desk = harbour();
    let said = refused(&desk, &["grade", "S-1", "2"]);
    assert!(said.contains("S-1 is a source") && said.contains("D (not usually reliable)"), "{said}");
    let said = refused(&desk, &["grade", "E-1", "A"]);
    assert!(said.contains("E-1 is a piece of evidence") && said.contains("5 (improbable)"), "{said}");
    let said = refused(&desk, &["grade", "E-1", "G"]);
    assert!(said.contains("A (completely reliable)") && said.contains("6 (cannot be judged)"), "{said}");
    assert!(refused(&desk, &["grade", "S-1", "E-1", "none"]).contains("grade them apart"));
    assert!(refused(&desk, &["grade", "C-1", "A"]).contains("C-1 is a claim"));
    assert!(refused(&desk, &["grade", "S-9", "A"]).contains("S-9"));
    let help = desk.run(&["grade", "--help"]).done().out;
    for words in ["A  completely reliable", "1  confirmed by other sources", "corrob grade my.corrob S-4 B"] {
        assert!(help.contains(words), "{help}");
    }
}

#[test]
fn a_derivation_is_made_once_and_its_relation_can_change() {
    let desk = harbour();
    // On record already: the paper quotes the release.
    assert_eq!(told(&desk, &["derive", "S-2", "S-1"]), "S-2 quotes S-1 already (D-1)");
    assert_eq!(told(&desk, &["derive", "S-2", "S-1", "--relation", "relays"]), "S-2 relays S-1 (D-1)");
    assert_eq!(field(&desk, "D-1", "relation"), json!("relays"));
    assert_eq!(told(&desk, &["derive", "S-2", "S-1", "--locator", "p. 3"]), "S-2 relays S-1 (D-1)");
    assert_eq!(field(&desk, "D-1", "locator"), json!("p. 3"));
    assert_eq!(told(&desk, &["undo"]), "undid: S-2 relays S-1");
    assert_eq!(told(&desk, &["undo"]), "undid: S-2 relays S-1");
    assert_eq!(field(&desk, "D-1", "relation"), json!("quotes"));

    assert_eq!(
        told(&desk, &["derive", "S-1", "S-2", "--relation", "summarises", "--locator", "§2"]),
        "S-1 summarizes S-2 (D-2); S-2 draws on S-1 already, so that the two are circular now"
    );
    assert_eq!(
        told(&desk, &["derive", "S-1", "S-2", "--relation", "summarises"]),
        "S-1 summarizes S-2 already (D-2)"
    );
    assert_eq!(told(&desk, &["undo"]), "undid: S-1 summarizes S-2");
    assert_eq!(desk.run(&["list", "b.corrob", "derivations", "--json"]).json().as_array().unwrap().len(), 1);
    assert_eq!(told(&desk, &["redo"]), "redid: S-1 summarizes S-2");
    assert_eq!(field(&desk, "D-2", "locator"), json!("§2"));

    // With several ways on record, the one that is meant must be among them.
    let another =
        ["add", "b.corrob", "derivation", "--source", "S-2", "--from", "S-1", "--relation", "relays"];
    desk.run(&another).done();
    assert_eq!(
        told(&desk, &["derive", "S-2", "S-1", "--relation", "relays"]),
        "S-2 relays S-1 already (D-3)"
    );
    let said = refused(&desk, &["derive", "S-2", "S-1", "--relation", "reprints"]);
    assert!(said.contains("in more than one way (D-1, D-3)"), "{said}");

    assert!(refused(&desk, &["derive", "S-1", "S-1"]).contains("cannot draw on itself"));
    assert!(refused(&desk, &["derive", "S-1", "P-1"]).contains("P-1 is a party"));
    assert!(refused(&desk, &["derive", "S-1", "S-2", "--relation", "copies"]).contains("reprints"));
    desk.run(&["check", "b.corrob"]).done();
}

#[test]
fn whom_evidence_comes_through_is_set_whole() {
    let desk = harbour();
    assert_eq!(
        told(&desk, &["via", "E-1", "E-3", "--party", "P-1", "--origin", "S-1"]),
        "2 pieces of evidence: spoken by P-1, rests on S-1"
    );
    assert_eq!(field(&desk, "E-3", "via"), json!({"party": "P-1", "origin": "S-1"}));
    assert_eq!(told(&desk, &["via", "E-3", "--origin", "S-2"]), "E-3: rests on S-2");
    assert_eq!(field(&desk, "E-3", "via"), json!({"origin": "S-2"}));
    assert_eq!(told(&desk, &["via", "E-3", "--origin", "S-2"]), "E-3: rests on S-2 already");
    assert_eq!(
        told(&desk, &["via", "E-3", "--party", "P-2", "--untraced", "anonymous"]),
        "E-3: spoken by P-2, untraced (anonymous)"
    );
    assert_eq!(told(&desk, &["via", "E-3", "--clear"]), "E-3: as its source has it");
    assert_eq!(field(&desk, "E-3", "via"), json!(null));
    assert_eq!(told(&desk, &["undo"]), "undid: E-3: as its source has it");
    assert_eq!(field(&desk, "E-3", "via"), json!({"party": "P-2", "untraced": "anonymous"}));

    let said = refused(&desk, &["via", "E-3", "--origin", "S-1", "--untraced", "anonymous"]);
    assert!(said.contains("cannot be untraced as well"), "{said}");
    assert!(refused(&desk, &["via", "E-3", "--untraced", " "]).contains("a word or two"));
    assert!(refused(&desk, &["via", "E-3"]).contains("--clear takes it away"));
    assert!(refused(&desk, &["via", "E-3", "--clear", "--party", "P-1"]).contains("cannot be used with"));
    assert!(refused(&desk, &["via", "E-3", "--party", "S-1"]).contains("S-1 is a source; a party speaks"));
    assert!(refused(&desk, &["via", "C-1", "--party", "P-1"]).contains("C-1 is a claim"));
    desk.run(&["check", "b.corrob"]).done();
}

#[test]
fn what_changed_since_is_not_undone() {
    let desk = harbour();
    for (step, since, of) in [
        (&["grade", "S-1", "B"][..], &["grade", "S-1", "D"][..], "reliability"),
        (&["grade", "E-1", "2"], &["grade", "E-1", "none"], "credibility"),
        (
            &["derive", "S-2", "S-1", "--relation", "relays"],
            &["derive", "S-2", "S-1", "--relation", "quotes"],
            "relation",
        ),
        (&["via", "E-1", "--party", "P-1"], &["via", "E-1", "--clear"], "via"),
    ] {
        told(&desk, step);
        // Another person at another device does not stand in this one's way to undo, but in its place.
        let (command, rest) = since.split_first().unwrap();
        let other =
            desk.command(&[&[*command, "b.corrob"], rest].concat()).env("CORROB_REVIEWER", "m.ito").output();
        assert!(other.unwrap().status.success());
        let said = refused(&desk, &["undo"]);
        assert!(
            said.contains("was not undone") && said.contains(&format!("\"{of}\" has changed since")),
            "{said}"
        );
        // Out of the way, for the next round.
        let undone = desk.command(&["undo", "b.corrob"]).env("CORROB_REVIEWER", "m.ito").output();
        assert!(undone.unwrap().status.success());
        told(&desk, &["undo"]);
        told(&desk, &["redo"]);
    }
}

#[test]
fn nothing_of_it_is_done_read_only() {
    let desk = harbour();
    for args in [&["grade", "S-1", "B"][..], &["derive", "S-2", "S-1"], &["via", "E-1", "--party", "P-1"]] {
        let said = refused(&desk, &[args, &["--read-only"]].concat());
        assert!(said.contains(&format!("corrob {} writes, and --read-only was given", args[0])), "{said}");
    }
    assert_eq!(desk.files(), ["b.corrob", "harbour.json"]);
}
