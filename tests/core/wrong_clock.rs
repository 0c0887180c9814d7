//! A clock that was wrong once does not date what follows: order goes on, and what is shown is the time it was.

use crate::harbour::{make, reviewer};
use corrob::case::{Case, CaseError, Forgetful, Session};
use corrob::domain::entry::Entry;
use corrob::domain::event::{Event, Payload};
use corrob::domain::tag::Tag;
use corrob::domain::{Digest, Hlc, ItemId};
use std::path::Path;

/// The 1 January of 2099, in milliseconds.
const WRONG: i64 = 4_070_908_800_000;

fn session(path: &Path) -> Session {
    Session::new(Case::open(path).unwrap(), reviewer("r.lee"), Box::new(Forgetful))
}

/// What a reviewer's journal begins with, at a time.
fn joined(at: Hlc) -> Event {
    let other = reviewer("o.berg");
    let join = Payload::Join { reviewer: other.id, name: other.name, again: false };
    Event::new(ItemId::from_u128(7), 1, at, Digest::NONE, join.to_text())
}

#[test]
fn what_follows_a_time_to_come_is_dated_as_it_was_and_stands_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 2);
    let mut work = session(&path);
    work.import("theirs.json", |importer| {
        importer.add(Entry::Event(joined(Hlc::at_milli(WRONG)))).map(|_| ())
    })
    .unwrap();
    let piece = work.case().find(&"E-1".parse().unwrap()).unwrap();
    work.toggle(&[piece], Tag::Withheld).unwrap();
    work.toggle(&[piece], Tag::Disputed).unwrap();
    let log = work.case().log(10).unwrap();
    let times: Vec<i64> = log.iter().map(|line| line.at).collect();
    assert!(log[0].label.contains("disputed") && log[1].label.contains("withheld"), "{log:?}");
    assert!(times[..2].iter().all(|at| *at < WRONG), "{times:?}");
    assert!(times.contains(&WRONG), "what was stamped wrong stays as it was stamped");
    for finding in work.case().check(true).unwrap() {
        assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
    }
    work.close();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let changed: i64 = conn.query_row("SELECT changed FROM annotation", [], |r| r.get(0)).unwrap();
    assert!(Hlc(changed).millis() < WRONG, "an annotation is as old as it is");
}

#[test]
fn a_stamp_that_nothing_can_follow_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut work = session(&make(folder.path(), 1));
    for stamp in [Hlc::LAST, Hlc(i64::MAX - 1), Hlc(i64::MAX - (1 << 40))] {
        let refused =
            work.import("theirs.json", |importer| importer.add(Entry::Event(joined(stamp))).map(|_| ()));
        let Err(CaseError::Refused(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("nothing can follow"), "{why}");
    }
}
