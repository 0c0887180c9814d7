//! What has grown old is told: a verdict older than newer evidence, a source unchecked for too long. A
//! note does not make a verdict younger, and evidence that came with a verdict is not newer than it.

use crate::desk::{Desk, HARBOUR};
use serde_json::{Value, json};

const CASE: &str = "h.corrob";

/// The harbour with other records besides, or in the place of some of its own.
fn harbour(change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(HARBOUR).unwrap();
    change(&mut file);
    // What is referred to comes first in the file.
    let order = "format version case parties sources derivations claims evidence reviewers annotations";
    let members = order.split(' ').filter(|name| !file[name].is_null());
    let members: Vec<String> = members.map(|name| format!("{name:?}:{}", file[name])).collect();
    format!("{{{}}}", members.join(","))
}

fn import(desk: &Desk, change: impl FnOnce(&mut Value)) {
    desk.write("more.json", &harbour(change));
    desk.run(&["import", CASE, "more.json"]).done();
}

/// Adds a piece to C-1 by hand.
fn add_by_hand(desk: &Desk) {
    let piece = ["--claim", "C-1", "--source", "S-1", "--stance", "context", "--paraphrase", "More."];
    desk.run(&[&["add", CASE, "evidence"], &piece[..]].concat()).done();
}

/// What should be looked at again of C-1, a sentence each.
fn stale(desk: &Desk) -> Vec<String> {
    let shown = desk.run(&["show", CASE, "C-1", "--json"]).done().json();
    let all = shown["standing"]["stale"].as_array().unwrap();
    all.iter().map(|stale| stale["sentence"].as_str().unwrap().to_owned()).collect()
}

/// The keys of what is found.
fn found(desk: &Desk, what: &str, query: &[&str]) -> Vec<String> {
    let all = desk.run(&[&["list", CASE, what], query, &["--json"]].concat()).done().json();
    all.as_array().unwrap().iter().map(|record| record["key"].as_str().unwrap().to_owned()).collect()
}

/// That the claim is stale because of one piece, and found by it; or that it is not.
#[track_caller]
fn is_stale(desk: &Desk, newest: Option<&str>) {
    let sentences = stale(desk);
    match newest {
        Some(newest) => {
            assert_eq!(sentences.len(), 1, "{sentences:?}");
            assert!(sentences[0].ends_with(&format!("older than {newest}, which came or changed later")));
            assert_eq!(found(desk, "claims", &["is:stale"]), ["C-1"]);
            assert!(found(desk, "claims", &["-is:stale"]).is_empty());
        }
        None => {
            assert!(sentences.is_empty(), "{sentences:?}");
            assert!(found(desk, "claims", &["is:stale"]).is_empty());
            assert_eq!(found(desk, "claims", &["-is:stale"]), ["C-1"]);
        }
    }
}

#[test]
fn a_verdict_grows_old_when_evidence_comes_or_changes() {
    let desk = Desk::new();
    desk.harbour(CASE);
    is_stale(&desk, None);
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    is_stale(&desk, None);
    // Another file brings a piece.
    import(&desk, |file| {
        let more = json!({"id": "e4", "claim": "shut", "source": "paper", "stance": "supports",
                          "paraphrase": "A photograph shows it shut."});
        file["evidence"].as_array_mut().unwrap().push(more);
    });
    is_stale(&desk, Some("E-4"));
    // A note afterwards is no verdict.
    desk.run(&["note", CASE, "C-1", "to be looked at"]).done();
    desk.run(&["tag", CASE, "E-4", "released"]).done();
    is_stale(&desk, Some("E-4"));
    let text = desk.run(&["show", CASE, "C-1"]).done().out;
    assert!(text.contains("\nstale         the verdict of "), "{text}");
    let text = desk.run(&["list", CASE, "ledger", "is:stale"]).done().out;
    assert!(text.contains("  Stale: the verdict of "), "{text}");
    // Another verdict is new, until it is undone; and so is the same one, given again.
    desk.run(&["verdict", CASE, "C-1", "refuted"]).done();
    is_stale(&desk, None);
    desk.run(&["undo", CASE]).done();
    is_stale(&desk, Some("E-4"));
    desk.run(&["redo", CASE]).done();
    is_stale(&desk, None);
    desk.run(&["undo", CASE]).done();
    assert_eq!(desk.run(&["verdict", CASE, "C-1", "supported"]).done().out, "C-1 supported again\n");
    is_stale(&desk, None);
    let again = desk.run(&["verdict", CASE, "C-1", "supported"]).done().out;
    assert!(again.contains("(no change)"), "{again}");
    desk.run(&["undo", CASE]).done();
    is_stale(&desk, Some("E-4"));
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    // A tag is no change of the evidence.
    desk.run(&["tag", CASE, "E-1", "withheld"]).done();
    is_stale(&desk, None);
    // The same file again says otherwise of a piece.
    import(&desk, |file| file["evidence"][1]["paraphrase"] = json!("Two guards saw it open."));
    is_stale(&desk, Some("E-2"));
    desk.run(&["verdict", CASE, "C-1", "conflicting"]).done();
    is_stale(&desk, None);
    desk.run(&["edit", CASE, "E-3", "--paraphrase", "The log has gaps."]).done();
    is_stale(&desk, Some("E-3"));
    // What is undone changed nothing; a grade is the reviewer's, not the source's.
    desk.run(&["undo", CASE]).done();
    is_stale(&desk, None);
    desk.run(&["grade", CASE, "E-3", "3"]).done();
    is_stale(&desk, None);
    desk.run(&["edit", CASE, "E-3", "--paraphrase", "The log has gaps."]).done();
    is_stale(&desk, Some("E-3"));
    desk.run(&["verdict", CASE, "C-1", "unproven"]).done();
    add_by_hand(&desk);
    is_stale(&desk, Some("E-5"));
    // Without a verdict there is nothing to grow old.
    desk.run(&["verdict", CASE, "C-1", "none"]).done();
    is_stale(&desk, None);
    desk.run(&["check", CASE]).done();
}

#[test]
fn each_reviewers_verdict_grows_old_by_itself() {
    let desk = Desk::new();
    desk.harbour(CASE);
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    desk.run(&["edit", CASE, "E-3", "--paraphrase", "The log has gaps."]).done();
    let ana = desk.with_reviewer("Ana");
    ana.run(&["verdict", CASE, "C-1", "refuted"]).done();
    is_stale(&ana, None);
    assert_eq!(found(&ana, "claims", &["is:stale", "by:r.lee"]), ["C-1"]);
    assert!(found(&ana, "claims", &["is:stale", "by:Ana"]).is_empty());
    assert!(found(&ana, "claims", &["is:stale", "by:Ana", "by:r.lee"]).is_empty());
}

#[test]
fn what_a_file_brings_together_is_not_newer_than_itself() {
    let said = |file: &mut Value| {
        let lee = "01890000-0000-7000-8000-000000000001";
        file["reviewers"] = json!([{"id": lee, "name": "r.lee"}]);
        file["annotations"] = json!([{"reviewer": lee, "on": "claim", "item": "shut", "verdict": "supported",
                                      "changed": "2025-05-06T10:00:00Z"}]);
    };
    let desk = Desk::new();
    desk.write("said.json", &harbour(said));
    desk.run(&["import", CASE, "said.json"]).done();
    assert!(found(&desk, "claims", &["is:stale", "by:r.lee"]).is_empty());
    // What comes later is newer than the day that the file gives.
    import(&desk, |file| {
        let more = json!({"id": "e4", "claim": "shut", "source": "paper", "stance": "supports",
                          "paraphrase": "A photograph shows it shut."});
        file["evidence"].as_array_mut().unwrap().push(more);
    });
    assert_eq!(found(&desk, "claims", &["is:stale", "by:r.lee"]), ["C-1"]);
    // The dossier first, and what was said of it before that in a file of its own.
    let desk = Desk::new();
    desk.harbour(CASE);
    desk.write("said.json", &harbour(said));
    desk.run(&["import", CASE, "said.json"]).done();
    assert_eq!(found(&desk, "claims", &["is:stale", "by:r.lee"]), ["C-1"]);
}

#[test]
fn a_case_restored_from_its_history_knows_what_came_when() {
    let restored = |desk: &Desk| {
        desk.run(&["export", CASE, "-o", "out.json", "--force"]).done();
        let _ = std::fs::remove_file(desk.path("again.corrob"));
        desk.run(&["import", "again.corrob", "out.json"]).done();
        let all = desk.run(&["list", "again.corrob", "claims", "is:stale", "--json"]).done().json();
        let shown = desk.run(&["show", "again.corrob", "C-1", "--json"]).done().json();
        let stale = shown["standing"]["stale"].as_array().unwrap().clone();
        assert_eq!(all.as_array().unwrap().len(), stale.len());
        stale
    };
    let desk = Desk::new();
    desk.harbour(CASE);
    add_by_hand(&desk);
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    assert!(restored(&desk).is_empty());
    // What was made by hand before the verdict did not come with a later import of other things.
    let lit = |file: &mut Value| {
        file["claims"].as_array_mut().unwrap().push(json!({"id": "lit", "text": "The gate was lit."}));
        let more = json!({"id": "e9", "claim": "lit", "source": "paper", "stance": "supports",
                          "paraphrase": "The lamps were on."});
        file["evidence"].as_array_mut().unwrap().push(more);
    };
    import(&desk, lit);
    assert!(restored(&desk).is_empty());
    // A colleague who imported the same file brought nothing new by that.
    let ana = Desk::new().with_reviewer("Ana");
    ana.write("more.json", &harbour(lit));
    ana.run(&["import", CASE, "more.json"]).done();
    ana.run(&["export", CASE, "-o", "hers.json"]).done();
    std::fs::copy(ana.path("hers.json"), desk.path("hers.json")).unwrap();
    desk.run(&["import", CASE, "hers.json"]).done();
    assert!(restored(&desk).is_empty());
    import(&desk, |file| {
        let more = json!({"id": "e4", "claim": "shut", "source": "paper", "stance": "supports",
                          "paraphrase": "A photograph shows it shut."});
        file["evidence"].as_array_mut().unwrap().push(more);
    });
    let stale = restored(&desk);
    assert_eq!((stale.len(), &stale[0]["verdict"]["newest"]), (1, &json!("E-6")), "{stale:?}");
    desk.run(&["verdict", CASE, "C-1", "refuted"]).done();
    assert!(restored(&desk).is_empty());
}

#[test]
fn sources_are_to_be_looked_at_again_where_the_case_says_when() {
    let desk = Desk::new();
    desk.harbour(CASE);
    import(&desk, |file| file["sources"][0]["accessed"] = json!("2025-05-04"));
    assert!(stale(&desk).is_empty());
    assert!(found(&desk, "evidence", &["is:stale"]).is_empty());
    import(&desk, |file| {
        file["case"]["recheck_days"] = json!(30);
        file["sources"][0]["accessed"] = json!("2025-05-04");
        // Nobody can have looked at it later.
        file["sources"][1]["accessed"] = json!("9998");
    });
    let sentences = stale(&desk);
    assert_eq!(sentences.len(), 1, "{sentences:?}");
    assert!(sentences[0].starts_with("S-1 was last looked at on 2025-05-04, "), "{sentences:?}");
    assert_eq!(found(&desk, "evidence", &["is:stale"]), ["E-1"]);
    assert_eq!(found(&desk, "evidence", &["-is:stale"]), ["E-2", "E-3"]);
    assert_eq!(found(&desk, "sources", &["is:stale"]), ["S-1"]);
    assert_eq!(found(&desk, "claims", &["is:stale", "stance:repeats"]), ["C-1"]);
    assert!(found(&desk, "claims", &["is:stale", "stance:disputes"]).is_empty());
    // A source of which nobody wrote down when it was looked at is to be looked at, too.
    import(&desk, |file| {
        file["case"]["recheck_days"] = json!(30);
        file["sources"][0]["accessed"] = json!("9998");
    });
    assert_eq!(stale(&desk), ["when S-2 was last looked at is not on record"]);
    assert_eq!(found(&desk, "evidence", &["is:stale"]), ["E-2", "E-3"]);
}

#[test]
fn a_quote_that_the_latest_document_does_not_have_is_stale_and_says_why() {
    let desk = Desk::new();
    import(&desk, |_| {});
    desk.write(
        "one.txt",
        "The gate was shut.\n\nThe port paid Ana Ruiz $5,000 in March.\n\nNothing followed.\n",
    );
    desk.write(
        "two.txt",
        "The gate was shut.\n\nThe port paid Ana Ruiz $6,000 in March.\n\nNothing followed.\n",
    );
    desk.run(&["attach", CASE, "S-1", "one.txt"]).done();
    let quoted = ["--claim", "C-1", "--source", "S-1", "--stance", "context", "--paraphrase", "It paid."];
    let words = ["--quote", "The port paid Ana Ruiz “$5,000”"];
    desk.run(&[&["add", CASE, "evidence"], &quoted[..], &words[..]].concat()).done();
    let sentences = stale(&desk);
    assert!(sentences.is_empty(), "{sentences:?}");
    let check = |wrong: i32| desk.run(&["check", CASE]).code == Some(wrong);
    assert!(check(0));
    desk.run(&["attach", CASE, "S-1", "two.txt"]).done();
    let says = "differs from the document: the quote has “5,000”, the document “6,000”";
    let key = found(&desk, "evidence", &["is:stale"]);
    assert_eq!(key.len(), 1);
    assert_eq!(stale(&desk), [format!("the quote of {} from S-1 {says}", key[0])]);
    assert!(check(1));
    // The same words in another guise are the same quote.
    desk.write("three.txt", "THE PORT PAID ANA RUIZ $5,000\nIN MARCH.\n");
    desk.run(&["attach", CASE, "S-1", "three.txt"]).done();
    assert!(stale(&desk).is_empty() && found(&desk, "evidence", &["is:stale"]).is_empty() && check(0));
}

#[test]
fn a_verdict_is_stale_once_a_source_of_its_evidence_is_retracted() {
    let desk = Desk::new();
    import(&desk, |_| {});
    let mark = |status: &str| desk.run(&["edit", CASE, "S-1", "--status", status]).done();
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    assert!(stale(&desk).is_empty());
    mark("retracted");
    let sentences = stale(&desk);
    assert!(
        sentences.len() == 1 && sentences[0].ends_with(", S-1 has been marked retracted"),
        "{sentences:?}"
    );
    assert_eq!(found(&desk, "claims", &["is:stale"]), ["C-1"]);
    desk.run(&["verdict", CASE, "C-1", "unproven"]).done();
    assert!(stale(&desk).is_empty() && found(&desk, "claims", &["is:stale"]).is_empty());
    mark("current");
    assert!(stale(&desk).is_empty());
}

#[test]
fn a_change_of_a_retracted_source_makes_a_verdict_no_older() {
    let desk = Desk::new();
    let title = |title: &'static str, status: Option<&'static str>| {
        move |file: &mut Value| {
            file["sources"][0]["title"] = json!(title);
            if let Some(status) = status {
                file["sources"][0]["status"] = json!(status);
            }
        }
    };
    import(&desk, title("Statement", None));
    import(&desk, title("Statement", Some("retracted")));
    desk.run(&["verdict", CASE, "C-1", "supported"]).done();
    // What a newer file says of it otherwise is no retraction, nor are edits of it that were taken back.
    import(&desk, title("Statement of 4 May", Some("retracted")));
    let reviewer = ["--reviewer", "m.ito"];
    desk.run(&[&reviewer[..], &["edit", CASE, "S-1", "--status", "current"]].concat()).done();
    desk.run(&[&reviewer[..], &["undo", CASE]].concat()).done();
    assert!(
        stale(&desk).is_empty() && found(&desk, "claims", &["is:stale"]).is_empty(),
        "{:?}",
        stale(&desk)
    );
    // A verdict from when it stood is.
    import(&desk, title("Statement of 4 May", Some("current")));
    desk.run(&["verdict", CASE, "C-1", "unproven"]).done();
    import(&desk, title("Statement of 4 May", Some("retracted")));
    let sentences = stale(&desk);
    assert!(sentences.len() == 1 && sentences[0].ends_with("S-1 has been marked retracted"), "{sentences:?}");
    assert_eq!(found(&desk, "claims", &["is:stale"]), ["C-1"]);
}
