//! A document attached, read and quoted, with the program itself in a real terminal: evidence of a sentence, tagged,
//! undone, and stale once a newer version says something else.

use crate::journeys::{BIN, Desk, quit};
use crate::pty::Session;
use serde_json::Value;
use std::path::Path;

const FIRST: &str = "The lamp of quay 7\n\nThe lamp was out on three nights. The town paid up to $50,000 for it on \
                     Oct. 14, 2025.\n\nNobody answered for that.\n";

fn open(desk: &Desk, case: &Path) -> Session {
    let session = Session::start_at(
        desk.path(),
        BIN,
        &[case.to_str().unwrap()],
        &[("CORROB_REVIEWER", "r.lee")],
        24,
        80,
    );
    session.wait_for_text("decided");
    session.wait_for_text("C-1 ");
    session
}

fn evidence(desk: &Desk, case: &str) -> Value {
    serde_json::from_str(&desk.text(&["list", case, "evidence", "--json"])).unwrap()
}

#[test]
fn a_sentence_becomes_evidence_and_is_stale_once_the_document_says_something_else() {
    let desk = Desk::new();
    let case = desk.path().join("quay.corrob");
    let name = case.to_str().unwrap();
    let [first, second] = ["quay.txt", "corrected.txt"].map(|file| desk.path().join(file));
    std::fs::write(&first, FIRST).unwrap();
    std::fs::write(&second, FIRST.replace("$50,000", "$90,000")).unwrap();
    desk.text(&["new", name, "--title", "The lamp"]);
    desk.text(&["add", name, "claim", "--text", "The lamp cost the town a fortune."]);
    for title in ["The report", "The same report"] {
        desk.text(&["add", name, "source", "--title", title]);
    }

    let mut session = open(&desk, &case);
    session.send("2\r");
    session.wait_for_text("The same report");
    session.send("F");
    session.wait_for_text("Attach to S-1");
    session.send(&format!("\x15{}\r", first.display()));
    session.wait_for_text("attached");
    session.send("o");
    session.wait_for_text("The lamp of quay 7");
    session.send("jj");
    session.wait_for_text("¶ 2");
    // Three keys make it evidence.
    session.send("e");
    session.wait_for_text("Evidence of this passage");
    session.send("+\r");
    session.wait_for_text("E-1 added");
    let made = evidence(&desk, name);
    let quote = &made[0]["quote"];
    assert_eq!(quote["text"], "The town paid up to $50,000 for it on Oct. 14, 2025.");
    assert_eq!((&made[0]["locator"], &made[0]["stance"]), (&"¶ 2".into(), &"supports".into()));
    assert_eq!(made[0]["paraphrase"], "“The town paid up to $50,000 for it on Oct. 14, 2025.”");
    assert_eq!((&quote["anchor"]["start"], &quote["anchor"]["end"]), (&54.into(), &106.into()));
    assert!(quote["anchor"]["prefix"].as_str().unwrap().ends_with("three nights. "), "{quote}");
    // Its figure: what is measured is typed, the rest is what the words say.
    session.send("f");
    session.wait_for_text("up to 50,000 USD");
    session.send("\r");
    session.wait_for_text("New figure");
    session.send("cost of the lamp\r");
    session.wait_for_text("added");
    let figures: Value = serde_json::from_str(&desk.text(&["list", name, "figures", "--json"])).unwrap();
    let figure = figures.to_string();
    for says in ["\"high\":50000", "\"qualifier\":\"up-to\"", "\"unit\":\"USD\"", "cost of the lamp"] {
        assert!(figure.contains(says), "{says}: {figure}");
    }
    session.send("\r");
    session.wait_for_text("E-1");
    session.send("w");
    session.wait_for_text("What does the evidence say?");
    session.send_key("Esc");
    session.wait_for_no_text("What does the evidence say?");
    session.send("u");
    session.wait_for_text("undid: E-1 withheld");
    session.send("v1\r");
    session.wait_for_text("how sure are you");
    session.send("l");
    session.wait_for_no_text("no verdict");
    quit(session);

    // The place is kept, and the sentence is still the one chosen.
    let mut session = open(&desk, &case);
    session.send("2\ro");
    session.wait_for_text("Enter goes to E-1");
    session.send_key("Esc");
    session.wait_for_text("The same report");
    session.send("F");
    session.wait_for_text("Attach to S-1");
    session.send(&format!("\x15{}\r", second.display()));
    session.wait_for_text("version 2");
    session.send("o");
    session.wait_for_text("version 2, the latest");
    session.wait_for_text("differs from the document");
    session.send("v");
    session.wait_for_text("version 1 of 2");
    session.wait_for_text("$50,000");
    session.send("c");
    session.wait_for_text("quotes are taken from the latest");
    session.send("1\r");
    session.wait_for_text("stale");
    quit(session);
    assert!(desk.text(&["list", name, "claims", "is:stale"]).contains("C-1"));
    desk.text(&["combine", name, "S-1", "S-2"]);
    assert!(!desk.text(&["list", name, "sources"]).contains("S-2"));
    assert_eq!(
        evidence(&desk, name)[0]["quote"]["text"],
        *"The town paid up to $50,000 for it on Oct. 14, 2025."
    );
}
