//! A case file of an earlier format opens, is brought up to date, and says what it said before.

use crate::desk::Desk;
use corrob::case::{Case, CaseError, Follower, HeadMemory, Session};
use corrob::domain::event::Head;
use corrob::domain::stale::Stale;
use corrob::domain::{ItemId, Kind};
use rusqlite::Connection;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Made by the last program that wrote format 1: restored from a history, with two imports since, one of
/// which brought events along; tags, undone and redone, a verdict, a record made by hand.
const FORMAT_1: &[u8] = include_bytes!("../fixtures/format-1.corrob.gz");
/// What that program exported of it.
const EXPORTED: &str = include_str!("../fixtures/format-1.json");

fn format_1(desk: &Desk) -> PathBuf {
    let path = desk.path("old.corrob");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(FORMAT_1).read_to_end(&mut bytes).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn format(path: &Path) -> i32 {
    Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
}

/// Knows the journal that one reviewer was writing in the file.
struct Knows(Head);

impl HeadMemory for Knows {
    fn recall(&self, _: ItemId, _: ItemId, _: &Path) -> Option<Head> {
        Some(self.0)
    }
    fn remember(&self, _: ItemId, _: ItemId, _: &Path, _: &Head) {}
}

fn session(path: &Path, name: &str) -> Session {
    let case = Case::open(path).unwrap();
    let reviewer = case.reviewers().unwrap().into_iter().find(|one| one.name == name).unwrap();
    let head = Connection::open(path)
        .unwrap()
        .query_row(
            "SELECT r.uuid, r.seq, r.head FROM replica r JOIN reviewer w ON w.id = r.reviewer WHERE w.name = ?1",
            [name],
            |r| {
                let (replica, hash): ([u8; 16], [u8; 32]) = (r.get(0)?, r.get(2)?);
                let seq: i64 = r.get(1)?;
                Ok(Head {
                    replica: ItemId::from_bytes(replica),
                    seq: u64::try_from(seq).unwrap(),
                    hash: corrob::domain::Digest(hash),
                })
            },
        )
        .unwrap();
    Session::new(case, reviewer, Box::new(Knows(head)))
}

#[test]
fn it_exports_the_same_bytes_and_everything_in_it_verifies() {
    let desk = Desk::new();
    let path = format_1(&desk);
    let exported = desk.run(&["export", "old.corrob", "--with-private"]).done();
    assert_eq!(exported.out, EXPORTED);
    assert_eq!(format(&path), 6);
    for finding in Case::open(&path).unwrap().check(true).unwrap() {
        assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
    }
    // Restored into a new case the history tells of the same imports.
    desk.write("exported.json", &exported.out);
    desk.run(&["import", "new.corrob", "exported.json"]).done();
    assert_eq!(desk.run(&["export", "new.corrob", "--with-private"]).done().out, EXPORTED);
}

#[test]
fn from_its_first_change_on_the_log_answers_for_all_of_it() {
    let desk = Desk::new();
    let path = format_1(&desk);
    let wrong = || {
        let findings = Case::open(&path).unwrap().check(true).unwrap();
        findings.into_iter().flat_map(|finding| finding.wrong).collect::<Vec<_>>()
    };
    desk.run(&["note", "old.corrob", "E-1", "read on the quay"]).done();
    assert_eq!(wrong(), [] as [String; 0]);
    let exported = desk.run(&["export", "old.corrob", "--with-private"]).done();
    assert!(
        exported.out.starts_with("{\"format\":\"corrob-case\",\"version\":2,"),
        "older programs refuse it"
    );
    desk.write("exported.json", &exported.out);
    desk.run(&["import", "new.corrob", "exported.json"]).done();
    assert_eq!(desk.run(&["export", "new.corrob", "--with-private"]).done().out, exported.out);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("DELETE FROM replaced").unwrap();
    assert!(!wrong().is_empty());
}

#[test]
fn the_undo_stack_goes_on_where_it_was() {
    let desk = Desk::new();
    let mut work = session(&format_1(&desk), "m.ito");
    assert_eq!(work.redo_step().unwrap().label, "redid: E-3 withheld");
    assert_eq!(work.undo_step().unwrap().label, "undid: E-3 withheld");
    assert_eq!(work.undo_step().unwrap().label, "undid: E-5 examined");
    assert_eq!(work.undo_step().unwrap().label, "undid: E-7 added");
    assert_eq!(work.undo_step().unwrap().label, "undid: E-4 released");
}

#[test]
fn it_still_knows_when_evidence_came() {
    let desk = Desk::new();
    let case = Case::open(&format_1(&desk)).unwrap();
    let lee = case.reviewers().unwrap().into_iter().find(|one| one.name == "r.lee").unwrap();
    let claim = case.find(&"C-1".parse().unwrap()).unwrap();
    let newer = case.stale(lee.id, claim).unwrap().into_iter().find_map(|stale| match stale {
        Stale::Verdict { newer, newest, .. } => Some((newer, newest.to_string())),
        _ => None,
    });
    // E-2 was replaced by an import after the verdict, and E-7 made by hand.
    assert_eq!(newer, Some((2, "E-7".to_owned())));
    let figures = case.claim_detail(lee.id, claim).unwrap().unwrap().figures;
    assert_eq!(figures.iter().map(|row| row.key.to_string()).collect::<Vec<_>>(), ["F-1"]);
    assert_eq!(case.count(Kind::Figure).unwrap(), 3);
}

#[test]
fn reading_alone_leaves_it_as_it_is_and_says_what_to_do() {
    let desk = Desk::new();
    let path = format_1(&desk);
    let before = std::fs::read(&path).unwrap();
    let error = Follower::open(&path).unwrap_err();
    assert!(error.to_string().contains("\"corrob stats "), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn one_whose_tables_are_not_those_of_its_format_is_refused_and_not_touched() {
    let desk = Desk::new();
    let path = format_1(&desk);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TRIGGER t AFTER DELETE ON counter BEGIN DELETE FROM event; END").unwrap();
    conn.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Case::open(&path), Err(CaseError::Damaged(..))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
