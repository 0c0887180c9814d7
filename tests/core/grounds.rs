//! A ground is written in one way, however it was typed or a dataset has it.

use crate::desk::Desk;
use serde_json::{Value, json};

fn shown(desk: &Desk, key: &str) -> Value {
    desk.run(&["show", "b.corrob", key, "--json"]).done().json()
}

#[test]
fn a_ground_that_is_typed_is_kept_in_its_one_spelling() {
    let desk = Desk::new();
    desk.harbour("b.corrob");
    desk.run(&["tag", "b.corrob", "E-1", "withheld", "--ground", "Ex. 6, b7C"]).done();
    assert_eq!(shown(&desk, "E-1")["annotations"][0]["ground"]["code"], json!("(b)(6), (b)(7)(C)"));
    desk.run(&["tag", "b.corrob", "E-2", "withheld", "--ground", "the guard asked for it"]).done();
    assert_eq!(shown(&desk, "E-2")["annotations"][0]["ground"]["code"], json!("the guard asked for it"));

    let gap = ["add", "b.corrob", "gap", "--material", "the log", "--state", "withheld"];
    desk.run(&[&gap[..], &["--ground", "exemption 7(e)"]].concat()).done();
    assert_eq!(shown(&desk, "G-1")["ground"], json!("(b)(7)(E)"));
    desk.run(&["edit", "b.corrob", "G-1", "--ground", "GLOMAR"]).done();
    assert_eq!(shown(&desk, "G-1")["ground"], json!("glomar"));
    desk.run(&["edit", "b.corrob", "E-1", "--set", "availability.ground=b(4)"]).done();
    assert_eq!(shown(&desk, "E-1")["availability"]["ground"], json!("(b)(4)"));

    // What the codes stand for, each of them.
    let report = desk.run(&["export", "b.corrob", "--format", "markdown"]).done().out;
    let flat = report.replace('\\', "");
    assert!(flat.contains("(b)(6): personal privacy; (b)(7)(C): personal privacy in law"), "{report}");
}

#[test]
fn a_ground_that_is_imported_is_kept_in_its_one_spelling() {
    let desk = Desk::new();
    desk.write(
        "withheld.toml",
        r#"
name = "withheld"
version = 1
[recognise]
all = ["doc"]
[[source]]
title = "doc"
[[claim]]
text = "says"
[[evidence]]
claim = "&claim"
source = "&source"
stance = "=context"
paraphrase = "says"
availability.says = "=withheld"
availability.ground = "why"
availability.harm = "harm"
[[request]]
what = "doc"
[[gap]]
claim = "&claim"
material = "doc"
state = "=withheld"
ground = "why"
harm = "harm"
requests = "&request"
[[annotation]]
reviewer = "=the log"
evidence = "&evidence"
tag = "=withheld"
ground.code = "why"
ground.harm = "harm"
"#,
    );
    desk.write("log.csv", "doc,says,why,harm\nMemo 3,It exists.,b6; b7C,names a witness\n");
    desk.run(&["import", "b.corrob", "log.csv", "--profile", "withheld.toml"]).done();
    let codes = json!("(b)(6), (b)(7)(C)");
    let piece = shown(&desk, "E-1");
    assert_eq!(
        (&piece["availability"]["ground"], &piece["availability"]["harm"]),
        (&codes, &json!("names a witness"))
    );
    let said = &piece["annotations"][0]["ground"];
    assert_eq!((&said["code"], &said["harm"]), (&codes, &json!("names a witness")));
    let gap = shown(&desk, "G-1");
    assert_eq!((&gap["ground"], &gap["harm"]), (&codes, &json!("names a witness")));
    let request = shown(&desk, "R-1");
    assert_eq!(gap["requests"], json!([request["key"]]));
}
