//! A note that was made private leaves by no export, nor does what stood in it before.

use crate::desk::{Desk, HARBOUR};
use corrob::case::{Case, Forgetful, Session};
use corrob::domain::{ExportFormat, ItemId, Note, Target};
use serde_json::json;

const MARKER: &str = "Zebulon the watchman";

/// Opens a case as one of its reviewers.
fn open(desk: &Desk, name: &str) -> (Session, Target) {
    let case = Case::open(&desk.path("case.corrob")).unwrap();
    let me = case.reviewers().unwrap().into_iter().find(|reviewer| reviewer.name == name).unwrap();
    let item = case.find(&"E-1".parse().unwrap()).unwrap();
    (Session::new(case, me, Box::new(Forgetful)), Target::evidence(item))
}

fn note(text: &str, private: bool) -> Option<Note> {
    Some(Note { text: text.into(), private })
}

/// A small case in which r.lee tagged and verdicted something, and noted on E-1 what `work` does.
fn noted(work: impl FnOnce(&mut Session, Target)) -> Desk {
    let desk = Desk::new();
    desk.harbour("case.corrob");
    desk.run(&["tag", "case.corrob", "E-1", "withheld"]).done();
    desk.run(&["verdict", "case.corrob", "C-1", "unproven"]).done();
    let (mut session, target) = open(&desk, "r.lee");
    work(&mut session, target);
    session.close();
    desk
}

/// Everything that leaves, one text after the other.
fn all_that_leaves(desk: &Desk, more: &[&str]) -> String {
    let mut all = String::new();
    for format in ExportFormat::ALL.iter().map(|format| format.described().name) {
        let mut args = vec!["export", "case.corrob", "--format", format];
        args.extend(more);
        if format == "claimreview" {
            args.extend(["--url", "https://desk.example/checks"]);
        }
        all.push_str(&desk.run(&args).done().out);
    }
    all.push_str(&desk.run(&[&["export", "case.corrob", "claim:C-1"], more].concat()).done().out);
    all
}

/// What leaves without private notes holds the marker no more, what leaves with them does; and a case made
/// of what left is clean, and leaves the same again.
#[track_caller]
fn assert_kept(desk: &Desk) {
    assert!(!all_that_leaves(desk, &[]).contains(MARKER));
    assert!(all_that_leaves(desk, &["--with-private"]).contains(MARKER));
    assert_round_trip(desk);
}

#[track_caller]
fn assert_round_trip(desk: &Desk) {
    let left = desk.run(&["export", "case.corrob", "--format", "native"]).done().out;
    desk.write("left.json", &left);
    desk.run(&["import", "again.corrob", "left.json"]).done();
    desk.run(&["check", "again.corrob"]).done();
    let again = desk.run(&["export", "again.corrob", "--format", "native"]).done().out;
    assert_eq!(left, again);
}

#[test]
fn made_private_later() {
    let desk = noted(|work, target| {
        work.set_note(target, note(MARKER, false).as_ref()).unwrap();
        work.set_note(target, note(&format!("{MARKER} again"), false).as_ref()).unwrap();
        work.set_note(target, note("asked for silence", true).as_ref()).unwrap();
    });
    assert_kept(&desk);
    assert!(!all_that_leaves(&desk, &[]).contains("asked for silence"));
}

#[test]
fn made_private_and_then_taken_away() {
    let desk = noted(|work, target| {
        work.set_note(target, note(MARKER, false).as_ref()).unwrap();
        work.set_note(target, note(MARKER, true).as_ref()).unwrap();
        work.set_note(target, None).unwrap();
    });
    assert_kept(&desk);
}

#[test]
fn made_private_undone_and_redone() {
    let desk = noted(|work, target| {
        work.set_note(target, note(MARKER, false).as_ref()).unwrap();
        work.set_note(target, note("kept here", true).as_ref()).unwrap();
        work.undo_step().unwrap();
        work.redo_step().unwrap();
    });
    assert_kept(&desk);
}

#[test]
fn what_is_noted_afterwards_is_shared() {
    let desk = noted(|work, target| {
        work.set_note(target, note(MARKER, false).as_ref()).unwrap();
        work.set_note(target, note(MARKER, true).as_ref()).unwrap();
        work.set_note(target, note("for everyone", false).as_ref()).unwrap();
    });
    assert_kept(&desk);
    assert!(all_that_leaves(&desk, &[]).contains("for everyone"));
}

#[test]
fn making_it_private_undone_shares_it_again() {
    let desk = noted(|work, target| {
        work.set_note(target, note("for everyone", false).as_ref()).unwrap();
        work.set_note(target, note(MARKER, true).as_ref()).unwrap();
        work.undo_step().unwrap();
    });
    assert_kept(&desk);
    assert!(all_that_leaves(&desk, &[]).contains("for everyone"));
}

#[test]
fn a_note_that_an_import_brought() {
    for private_now in [true, false] {
        let desk = Desk::new();
        let id = ItemId::from_u128(77);
        let reviewers = json!([{"id": id, "name": "n.ito"}]);
        let annotations = json!([{"reviewer": id, "on": "evidence", "item": "e1", "access": "withheld",
            "note": {"text": MARKER, "private": !private_now}}]);
        let records = HARBOUR.trim_end().strip_suffix('}').unwrap();
        let file = format!("{records},\"reviewers\":{reviewers},\"annotations\":{annotations}}}");
        desk.harbour("case.corrob");
        desk.write("with.json", &file);
        desk.run(&["import", "case.corrob", "with.json"]).done();
        if private_now {
            let (mut session, target) = open(&desk, "n.ito");
            session.set_note(target, note("kept here", true).as_ref()).unwrap();
            session.close();
        }
        assert_kept(&desk);
    }
}

#[test]
fn nobody_else_is_kept_back_by_it() {
    let desk = noted(|work, target| {
        work.set_note(target, note(MARKER, false).as_ref()).unwrap();
        work.set_note(target, note("kept here", true).as_ref()).unwrap();
        let other = work.case().find(&"E-2".parse().unwrap()).unwrap();
        work.set_note(Target::evidence(other), note("on another piece", false).as_ref()).unwrap();
    });
    let desk = desk.with_reviewer("o.berg");
    desk.run(&["note", "case.corrob", "E-1", "of another reviewer"]).done();
    assert_kept(&desk);
    let left = all_that_leaves(&desk, &[]);
    assert!(left.contains("of another reviewer") && left.contains("on another piece"));
}
