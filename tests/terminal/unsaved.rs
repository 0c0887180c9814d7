//! What cannot be saved is said to be not saved, and kept.

use crate::journeys::{BIN, Desk};
use crate::pty::Session;
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of three mebibytes for the case; the rest lies elsewhere.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where no disk can be made here.
    fn mount(desk: &Desk) -> Option<Self> {
        let at = desk.path().join("disk");
        fs::create_dir(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(&at);
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        eprintln!("skipped: a small disk cannot be mounted here");
        None
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    fn fill(&self) {
        let mut ballast = fs::File::create(self.ballast()).unwrap();
        while std::io::Write::write_all(&mut ballast, &[1; 4096]).is_ok() {}
        while std::io::Write::write_all(&mut ballast, &[1]).is_ok() {}
    }

    fn clear(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

const HARBOUR: &str = r#"{"format":"corrob-case","version":1,
"case":{"dataset":"h","title":"The harbour gate"},
"sources":[{"id":"s","title":"Log","kind":"news-report"}],
"claims":[{"id":"c","text":"The gate was open"}],
"evidence":[{"id":"e1","claim":"c","source":"s","stance":"supports","paraphrase":"it was"},
{"id":"e2","claim":"c","source":"s","stance":"supports","paraphrase":"it was wide open"}]}"#;

fn harbour(desk: &Desk, at: &Path) -> String {
    let json = desk.path().join("harbour.json");
    fs::write(&json, HARBOUR).unwrap();
    let case = at.join("a.corrob").to_str().unwrap().to_owned();
    desk.text(&["import", &case, json.to_str().unwrap()]);
    case
}

fn open(desk: &Desk, case: &str) -> Session {
    desk.review(&[case], 36, 120)
}

/// Opens a note on a piece of evidence and types.
fn write_note(session: &mut Session, words: &str) {
    session.wait_for_text("Detail E-");
    session.send_key("a");
    session.wait_for_text("Note on E-");
    session.send(words);
    session.wait_for_text(words);
}

/// The files that keep words outside the case.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    files(desk, "note-")
}

fn files(desk: &Desk, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(desk.path().join("state")).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(prefix))
        .collect()
}

fn check(desk: &Desk, case: &str) {
    desk.text(&["check", case]);
}

#[test]
fn a_note_on_a_full_disk_is_kept_outside_and_saved_by_itself_when_there_is_room() {
    let desk = Desk::new();
    let Some(disk) = SmallDisk::mount(&desk) else { return };
    let case = harbour(&desk, &disk.0);
    let mut session = open(&desk, &case);
    session.wait_for_text("all saved");
    disk.fill();
    session.send_key("]");
    write_note(&mut session, "the gate stood open");
    session.wait_for_text("NOT SAVED in the case");
    session.wait_for_text("NOT SAVED ");
    session.wait_for_text("is full");
    session.wait_for_text("not saved, but kept in");
    let files = kept(&desk);
    assert_eq!(fs::read_to_string(&files[0]).unwrap(), "the gate stood open");
    disk.clear();
    session.wait_for_text("kept as a draft");
    session.wait_for_text("all saved");
    session.wait_for(|_| kept(&desk).is_empty());
    session.send_key("C-s");
    session.wait_for_text("note on E-1");
    session.send_key("q");
    assert_eq!(session.wait_exit(), 0);
    assert!(desk.text(&["show", &case, "E-1"]).contains("the gate stood open"));
    check(&desk, &case);
}

#[test]
fn leaving_with_words_that_are_not_saved_asks_and_the_next_opening_brings_them_back() {
    let desk = Desk::new();
    let Some(disk) = SmallDisk::mount(&desk) else { return };
    let case = harbour(&desk, &disk.0);
    let mut session = open(&desk, &case);
    disk.fill();
    session.send_key("]");
    write_note(&mut session, "the gate stood open");
    session.wait_for_text("NOT SAVED in the case");
    session.send(", and nobody looked");
    session.send_key("C-c");
    session.wait_for_text("leave all the same?");
    session.wait_for_text("again offers them");
    session.send_key("n");
    session.wait_for_no_text("leave all the same?");
    session.wait_for_text("Note on E-1");
    session.send_key("C-c");
    session.wait_for_text("leave all the same?");
    session.send_key("y");
    assert_eq!(session.wait_exit(), 1);
    assert!(session.screen_text().contains("is not in the case"), "{}", session.screen_text());
    disk.clear();
    assert_eq!(fs::read_to_string(&kept(&desk)[0]).unwrap(), "the gate stood open, and nobody looked");

    let mut session = open(&desk, &case);
    session.wait_for_text("words that could not be saved are back");
    session.wait_for(|_| kept(&desk).is_empty());
    session.wait_for_text("Detail E-1");
    session.send_key("a");
    session.wait_for_text("the gate stood open, and nobody looked");
    session.send_key("C-s");
    session.wait_for_text("note on E-1");
    session.send_key("q");
    assert_eq!(session.wait_exit(), 0);
    assert!(desk.text(&["show", &case, "E-1"]).contains("and nobody looked"));
}

#[test]
fn a_program_that_is_ended_keeps_the_words_too_and_erasing_reaches_them() {
    let desk = Desk::new();
    let Some(disk) = SmallDisk::mount(&desk) else { return };
    let case = harbour(&desk, &disk.0);
    let mut session = open(&desk, &case);
    disk.fill();
    session.send_key("]");
    write_note(&mut session, "said by the watchman");
    session.kill(Signal::TERM);
    session.wait_status();
    assert_eq!(fs::read_to_string(&kept(&desk)[0]).unwrap(), "said by the watchman");
    disk.clear();
    desk.text(&["expunge", &case, "E-1", "--reason", "to protect him"]);
    assert_eq!(kept(&desk), [] as [PathBuf; 0]);
    open(&desk, &case).wait_for_no_text("are back");
}

#[test]
fn a_file_that_was_replaced_is_left_alone_and_what_was_decided_is_in_a_copy() {
    let desk = Desk::new();
    let case = harbour(&desk, desk.path());
    let other = desk.path().join("other");
    fs::copy(&case, &other).unwrap();
    let mut session = open(&desk, &case);
    session.send_key("]");
    session.send_key("r");
    session.wait_for_text("1/2 decided");
    session.wait_for_text("Detail E-2");
    fs::rename(&other, &case).unwrap();
    session.wait_for_text("was replaced by another file");
    session.wait_for_text("NOT SAVED ");
    let before = fs::read(&case).unwrap();
    write_note(&mut session, "the gate stood open");
    session.wait_for_text("NOT SAVED in the case");
    session.send_key("C-c");
    session.wait_for_text("leave all the same?");
    session.send_key("y");
    assert_eq!(session.wait_exit(), 1);
    let said = session.screen_text();
    assert!(said.contains("1 of 2 decided in all; not in") && !said.contains("saved in"), "{said}");
    assert_eq!(fs::read(&case).unwrap(), before, "the other file is as it was");
    for side in ["-wal", "-shm", "-journal"] {
        assert!(!Path::new(&format!("{case}{side}")).exists(), "{side} is not the other file's");
    }
    check(&desk, &case);
    // The copy is a case, and what was decided can be taken from it into the file that is there.
    let copy = files(&desk, "case-")[0].to_str().unwrap().to_owned();
    check(&desk, &copy);
    let out = desk.path().join("out.json").to_str().unwrap().to_owned();
    desk.text(&["export", &copy, "--with-private", "-o", &out]);
    desk.text(&["import", &case, &out]);
    assert!(desk.text(&["show", &case, "E-1"]).contains("released"));
}

#[test]
fn a_file_that_comes_back_is_written_again_by_itself() {
    let desk = Desk::new();
    let case = harbour(&desk, desk.path());
    let away = desk.path().join("away");
    let mut session = open(&desk, &case);
    fs::rename(&case, &away).unwrap();
    session.wait_for_text("was deleted or moved");
    session.send_key("]");
    write_note(&mut session, "the gate stood open");
    session.wait_for_text("NOT SAVED in the case");
    fs::rename(&away, &case).unwrap();
    session.wait_for_text("kept as a draft");
    session.wait_for_text("all saved");
    session.send_key("C-s");
    session.wait_for_text("note on E-1");
    session.send_key("q");
    assert_eq!(session.wait_exit(), 0);
    assert_eq!(
        Command::new(BIN).args(["check", &case]).env("CORROB_HOME", desk.path()).status().unwrap().code(),
        Some(0)
    );
    assert!(desk.text(&["show", &case, "E-1"]).contains("the gate stood open"));
}
