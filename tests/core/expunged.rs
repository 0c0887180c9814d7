//! An expunged text is nowhere: not one byte of it in any file, whatever way it came into the case.

use crate::desk::{Desk, HARBOUR};
use crate::harbour::{make, open, reviewer};
use crate::marker::{MARKER, holding};
use corrob::case::{Case, Forgetful, Session};
use corrob::domain::tag::Tag;
use corrob::domain::{Annotation, ItemId, Kind, Note, Target};
use serde_json::json;
use std::path::{Path, PathBuf};

#[track_caller]
fn assert_gone(folder: &Path) {
    assert_eq!(holding(folder), [] as [PathBuf; 0], "the text is still in a file");
}

/// Long enough to spill out of its page, with the marker all through it.
fn long_text() -> String {
    format!("{MARKER} said so. ").repeat(700)
}

fn note(text: &str, private: bool) -> Note {
    Note { text: text.into(), private }
}

/// A case and one item of it, on which a text was noted in one of many ways.
struct Desked {
    folder: tempfile::TempDir,
    work: Session,
    item: ItemId,
}

impl Desked {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let work = open(&make(folder.path(), 40), "r.lee");
        let item = work.case().find(&"E-3".parse().unwrap()).unwrap();
        Self { folder, work, item }
    }

    fn target(&self) -> Target {
        Target::evidence(self.item)
    }

    fn find(&self, key: &str) -> ItemId {
        self.work.case().find(&key.parse().unwrap()).unwrap()
    }

    fn say(&mut self, text: &str) {
        self.work.set_note(self.target(), Some(&note(text, false))).unwrap();
    }

    /// Work that moves rows about after the text was written.
    fn go_on(&mut self) {
        for n in 4..60 {
            let item = self.find(&format!("E-{n}"));
            self.work.toggle(&[item], Tag::Released).unwrap();
        }
    }

    /// Expunges, checks, and looks at every byte: while the case is open, and when it is left.
    fn expunge(mut self) {
        assert_ne!(holding(self.folder.path()), [] as [PathBuf; 0], "the text was written");
        let done = self.work.expunge(Kind::Evidence, self.item, "protects a witness").unwrap();
        assert!(done.left.is_none(), "{:?}", done.left);
        assert_gone(self.folder.path());
        for finding in self.work.case().check(true).unwrap() {
            assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
        }
        self.work.close();
        assert_gone(self.folder.path());
        let files: Vec<_> =
            std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(files, ["harbour.corrob"]);
    }
}

#[test]
fn typed_letter_by_letter_as_a_draft_and_saved() {
    for wal in [false, true] {
        let mut desk = Desked::new();
        if wal {
            assert!(desk.work.enter_wal());
        }
        for text in [MARKER.to_owned(), long_text()] {
            for part in (0..=20).map(|part| &text[..text.len() * part / 20]) {
                desk.work.set_draft(desk.target(), Some(&note(part, false))).unwrap();
            }
            desk.say(&text);
            desk.go_on();
        }
        desk.expunge();
    }
}

#[test]
fn replaced_made_private_and_taken_away() {
    let mut desk = Desked::new();
    assert!(desk.work.enter_wal());
    desk.say(MARKER);
    desk.work.set_note(desk.target(), Some(&note(&long_text(), true))).unwrap();
    desk.work.set_note(desk.target(), None).unwrap();
    desk.go_on();
    desk.expunge();
}

#[test]
fn a_draft_that_was_never_saved() {
    let mut desk = Desked::new();
    desk.work.set_draft(desk.target(), Some(&note(&long_text(), true))).unwrap();
    desk.expunge();
}

#[test]
fn undone_and_redone() {
    for steps in 1..4 {
        let mut desk = Desked::new();
        desk.say("a first text");
        desk.say(&long_text());
        for step in 0..steps {
            if step % 2 == 0 {
                desk.work.undo_step().unwrap();
            } else {
                desk.work.redo_step().unwrap();
            }
        }
        desk.expunge();
    }
}

#[test]
fn repeated_on_other_items_is_named_and_goes_from_each() {
    let mut desk = Desked::new();
    desk.work.toggle(&[desk.item], Tag::Withheld).unwrap();
    desk.say(MARKER);
    let judgement: Annotation =
        desk.work.case().annotation(reviewer("r.lee").id, Kind::Evidence, desk.item).unwrap();
    let others = [desk.find("E-9"), desk.find("E-10"), desk.find("E-11")];
    desk.work.repeat(&others, &judgement).unwrap();
    desk.work.repeat(&[desk.find("E-20")], &judgement).unwrap();
    desk.work.undo_step().unwrap();
    let done = desk.work.expunge(Kind::Evidence, desk.item, "protects a witness").unwrap();
    let also: Vec<String> = done.also_on.iter().map(ToString::to_string).collect();
    assert_eq!(also, ["E-9", "E-10", "E-11", "E-20"]);
    assert_ne!(holding(desk.folder.path()), [] as [PathBuf; 0]);
    for key in &done.also_on[1..] {
        let item = desk.work.case().find(key).unwrap();
        desk.work.expunge(Kind::Evidence, item, "protects a witness").unwrap();
    }
    desk.item = desk.find("E-9");
    desk.expunge();
}

#[test]
fn freed_by_a_version_that_did_not_overwrite() {
    let mut desk = Desked::new();
    for n in 0..60 {
        desk.say(&format!("{MARKER}, version {n}"));
        desk.work.set_draft(desk.target(), Some(&note(&long_text(), true))).unwrap();
    }
    desk.work.set_note(desk.target(), None).unwrap();
    // What older versions did: rows deleted, their bytes left where they were.
    let path = desk.work.case().path().to_owned();
    desk.work.close();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.pragma_update(None, "secure_delete", false).unwrap();
    other
        .execute_batch(
            "CREATE TABLE left (text TEXT); \
         INSERT INTO left SELECT payload FROM event WHERE payload LIKE '%Zebulon%'; DROP TABLE left",
        )
        .unwrap();
    drop(other);
    desk.work = open(&path, "r.lee");
    desk.expunge();
}

#[test]
fn what_an_interrupted_erasure_left_is_overwritten_by_the_next_writer() {
    let mut desk = Desked::new();
    desk.say(&long_text());
    let path = desk.work.case().path().to_owned();
    let target = desk.find("E-50");
    // A reader who does not let go: the file cannot be written anew.
    assert!(desk.work.enter_wal());
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM event").unwrap();
    let done = desk.work.expunge(Kind::Evidence, desk.item, "protects a witness").unwrap();
    assert!(done.left.is_some());
    drop(desk.work);
    drop(reader);
    let mut work = open(&path, "r.lee");
    work.toggle(&[target], Tag::Released).unwrap();
    work.close();
    assert_gone(desk.folder.path());
    let clean = Case::open(&path).unwrap().check(true).unwrap();
    assert!(clean.iter().all(|finding| finding.wrong.is_empty()), "{clean:?}");
}

fn with_annotations(private: bool) -> String {
    let id = reviewer("n.ito").id;
    let reviewers = json!([{"id": id, "name": "n.ito"}]);
    let annotations = json!([
        {"reviewer": id, "on": "evidence", "item": "e1", "access": "withheld", "note": {"text": long_text(), "private": private}},
        {"reviewer": id, "on": "claim", "item": "shut", "note": {"text": format!("{MARKER}, of the claim"), "private": private}},
    ]);
    let records = HARBOUR.trim_end().strip_suffix('}').unwrap();
    format!("{records},\"reviewers\":{reviewers},\"annotations\":{annotations}}}")
}

#[test]
fn brought_by_an_import() {
    for private in [false, true] {
        for fresh in [false, true] {
            let desk = Desk::new();
            if !fresh {
                desk.harbour("case.corrob");
            }
            desk.write("with.json", &with_annotations(private));
            desk.run(&["import", "case.corrob", "with.json"]).done();
            std::fs::remove_file(desk.path("with.json")).unwrap();
            assert_ne!(holding(desk.folder()), [] as [PathBuf; 0]);
            desk.run(&["expunge", "case.corrob", "E-1", "--reason", "protects a witness"]).done();
            desk.run(&["expunge", "case.corrob", "C-1", "--reason", "protects a witness"]).done();
            assert_gone(desk.folder());
            assert_gone(desk.home());
            desk.run(&["check", "case.corrob"]).done();
        }
    }
}

#[test]
fn noted_from_the_shell_and_forgotten_in_editor_files() {
    let desk = Desk::new();
    desk.harbour("case.corrob");
    desk.run(&["note", "case.corrob", "E-1", MARKER]).done();
    desk.run(&["tag", "case.corrob", "E-1", "withheld", "--note", &format!("{MARKER} again")]).done();
    desk.run(&["undo", "case.corrob"]).done();
    desk.run(&["note", "case.corrob", "E-2", "something else"]).done();
    // Kept by a version that did not name the item, with and without a part of the text.
    let state = desk.home().join("state");
    std::fs::write(state.join("note-aB3x.md"), format!("{MARKER} and what followed\n")).unwrap();
    std::fs::write(state.join("note-aB3y.md"), "nothing of it").unwrap();
    let said = desk.run(&["expunge", "case.corrob", "E-1", "--reason", "protects a witness"]).done();
    assert!(said.err.contains("note-aB3y.md may hold a part of it"), "{said:?}");
    assert!(!said.err.contains("note-aB3x.md"), "{said:?}");
    assert_gone(desk.folder());
    assert_gone(desk.home());
    desk.run(&["check", "case.corrob"]).done();
}

#[test]
fn an_older_export_does_not_bring_it_back() {
    let desk = Desk::new();
    desk.harbour("case.corrob");
    desk.run(&["note", "case.corrob", "E-1", MARKER]).done();
    desk.run(&["export", "case.corrob", "-o", "before.json"]).done();
    desk.run(&["import", "teammate.corrob", "before.json"]).done();
    desk.run(&["expunge", "case.corrob", "E-1", "--reason", "protects a witness"]).done();
    desk.run(&["export", "case.corrob", "-o", "after.json"]).done();
    desk.run(&["import", "case.corrob", "before.json"]).done();
    std::fs::copy(desk.path("before.json"), desk.home().join("kept.json")).unwrap();
    // The erasure reaches the teammate's case with the journal that tells of it, and whatever comes later.
    desk.run(&["import", "teammate.corrob", "after.json"]).done();
    desk.run(&["import", "teammate.corrob", "before.json"]).done();
    std::fs::remove_file(desk.path("before.json")).unwrap();
    assert_gone(desk.folder());
    // Where the erasure is known before what it erased.
    desk.run(&["import", "third.corrob", "after.json"]).done();
    std::fs::rename(desk.home().join("kept.json"), desk.path("before.json")).unwrap();
    desk.run(&["import", "third.corrob", "before.json"]).done();
    std::fs::remove_file(desk.path("before.json")).unwrap();
    assert_gone(desk.folder());
    for case in ["case.corrob", "teammate.corrob", "third.corrob"] {
        desk.run(&["check", case]).done();
    }
}

#[test]
fn a_case_without_journals_of_this_session_stays_readable() {
    // The memory of heads is not the file's affair: an erasure by a reviewer new to the case.
    let mut desk = Desked::new();
    desk.say(MARKER);
    let path = desk.work.case().path().to_owned();
    desk.work.close();
    desk.work = Session::new(Case::open(&path).unwrap(), reviewer("o.berg"), Box::new(Forgetful));
    desk.expunge();
}
