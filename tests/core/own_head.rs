//! A journal is continued from one day to the next, and never from a file that was put back.

use crate::harbour::{make, reviewer};
use corrob::case::{Case, Session};
use corrob::config::{Directories, Heads, Memory};
use corrob::domain::event::Head;
use corrob::domain::tag::Tag;
use std::sync::Arc;

#[test]
fn a_journal_goes_on_but_not_in_a_file_that_was_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let dirs = Directories::under(&folder.path().join("home"));
    let work = |number: u32| -> Head {
        let memory = Arc::new(Memory::new(&dirs, false));
        let case = Case::open(&path).unwrap();
        let id = case.id();
        let mut session = Session::new(case, reviewer("r.lee"), Box::new(Heads::new(memory.clone())));
        let item = session.case().find(&format!("E-{number}").parse().unwrap()).unwrap();
        session.toggle(&[item], Tag::Disputed).unwrap();
        session.close();
        Heads::new(memory).recall(id, reviewer("r.lee").id, &path).unwrap()
    };
    let first = work(1);
    let backup = std::fs::read(&path).unwrap();
    let second = work(2);
    assert_eq!((second.replica, second.seq), (first.replica, first.seq + 1));
    std::fs::write(&path, backup).unwrap();
    let third = work(3);
    assert_ne!(third.replica, first.replica);
    assert_eq!(work(4).replica, third.replica);
}
