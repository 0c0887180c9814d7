//! What several people do to copies of one case, apart and in any order, comes together the same everywhere.

use crate::harbour::{entries, reviewer};
use corrob::case::{self, Case, CaseError, HeadMemory, Merged, Session};
use corrob::domain::entry::Entry;
use corrob::domain::event::Head;
use corrob::domain::report::Reporting;
use corrob::domain::tag::Tag;
use corrob::domain::{CaseInfo, ItemId, Key, Kind, Note, Target, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Remembers heads for as long as a test runs.
#[derive(Debug, Clone, Default)]
struct Remembered(Arc<Mutex<BTreeMap<(ItemId, ItemId), Head>>>);

impl HeadMemory for Remembered {
    fn recall(&self, case: ItemId, reviewer: ItemId, _: &Path) -> Option<Head> {
        self.0.lock().unwrap().get(&(case, reviewer)).copied()
    }
    fn remember(&self, case: ItemId, reviewer: ItemId, _: &Path, head: &Head) {
        self.0.lock().unwrap().insert((case, reviewer), *head);
    }
}

/// One person at their own copy.
struct Desk {
    path: PathBuf,
    name: String,
    memory: Remembered,
}

impl Desk {
    fn open(&self) -> Session {
        Session::new(Case::open(&self.path).unwrap(), reviewer(&self.name), Box::new(self.memory.clone()))
    }

    /// Does something, and leaves one plain file.
    fn act<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        let mut session = self.open();
        let done = act(&mut session);
        session.close();
        done
    }

    fn find(&self, key: &str) -> ItemId {
        Case::open(&self.path).unwrap().find(&key.parse().unwrap()).unwrap()
    }

    fn merge(&self, other: &Self) -> Result<Merged, CaseError> {
        let theirs = Case::open_reader(&other.path).unwrap();
        theirs.verify_for_merge()?;
        self.act(|session| {
            let parcel = theirs.parcel(true, 0, |event| session.case().knows(&event.hash))?;
            session.merge(&parcel, false)
        })
    }

    /// All that an export has, byte for byte.
    fn export(&self) -> String {
        use corrob::case::Outgoing;
        let case = Case::open(&self.path).unwrap();
        let mut all = String::new();
        let what = Reporting { with_private: true, ..Reporting::default() };
        let mut line = |kind: &str, value: String| all.push_str(&format!("{kind} {value}\n"));
        let json = |value: Value| value.to_string();
        case.export::<CaseError>(&what, |out| {
            match out {
                Outgoing::Case { info, .. } => line("case", json(json!(info))),
                Outgoing::Record(kind, text) => line(&kind.to_string(), text.to_owned()),
                Outgoing::Reviewer(it) => line("reviewer", json(json!(it))),
                Outgoing::Said(it) => line("said", json(json!(it))),
                Outgoing::Event(it) => line("event", json(json!(it))),
                Outgoing::Replaced(it) => line("replaced", json(json!(it))),
                Outgoing::Brought(it) => line("brought", json(json!(it))),
                Outgoing::Content(it) => line("content", json(json!(it))),
            }
            Ok(())
        })
        .unwrap();
        all
    }

    #[track_caller]
    fn check(&self) {
        for found in Case::open(&self.path).unwrap().check(true).unwrap() {
            assert!(found.wrong.is_empty(), "{}: {}: {:?}", self.name, found.what, found.wrong);
        }
    }
}

/// Some people, each with a copy of one case.
fn team(folder: &Path, people: usize) -> Vec<Desk> {
    let first = folder.join("0.corrob");
    let memory = Remembered::default();
    let made = |importer: &mut case::Importer<'_, '_>| {
        entries(3).into_iter().try_for_each(|entry| importer.add(entry).map(drop))
    };
    let who = reviewer("reviewer 0");
    case::create(&first, &CaseInfo::default(), &who, Box::new(memory.clone()), "harbour.json", made).unwrap();
    let mut all = vec![Desk { path: first.clone(), name: "reviewer 0".into(), memory }];
    for n in 1..people {
        let path = folder.join(format!("{n}.corrob"));
        std::fs::copy(&first, &path).unwrap();
        all.push(Desk { path, name: format!("reviewer {n}"), memory: Remembered::default() });
    }
    all
}

#[track_caller]
fn all_alike(team: &[Desk]) {
    let first = team[0].export();
    for desk in team {
        desk.check();
        let other = desk.export();
        if let Some((one, two)) = first.lines().zip(other.lines()).find(|(one, two)| one != two) {
            panic!("{} has\n{two}\nand {}\n{one}", desk.name, team[0].name);
        }
        assert_eq!(first.len(), other.len(), "{}", desk.name);
    }
}

/// Everybody merges with everybody, until nothing new comes.
#[track_caller]
fn meet(team: &[Desk]) {
    for _ in 0..6 {
        let mut came = 0;
        for one in team {
            for other in team.iter().filter(|other| other.path != one.path) {
                came += one.merge(other).unwrap().events;
            }
        }
        if came == 0 {
            return all_alike(team);
        }
    }
    panic!("it never ends");
}

#[test]
fn two_people_tag_apart_and_end_alike() {
    let folder = tempfile::tempdir().unwrap();
    let team = team(folder.path(), 2);
    let e1 = team[0].find("E-1");
    team[0].act(|session| session.toggle(&[e1], Tag::Released).unwrap());
    team[1].act(|session| session.toggle(&[e1], Tag::Withheld).unwrap());
    let merged = team[0].merge(&team[1]).unwrap();
    assert_eq!(merged.sentences(), ["reviewer 1 decided 1, 1 differs from you"]);
    assert_eq!(team[0].merge(&team[1]).unwrap().sentences(), ["nothing new"]);
    meet(&team);
    // Undo takes back the last step of one's own.
    let undone = team[0].act(|session| session.undo_step().unwrap());
    assert!(undone.label.contains("E-1"), "{undone:?}");
    meet(&team);
}

#[derive(Debug, Clone)]
enum Act {
    Tag(u8, u8),
    Note(u8, u8),
    Verdict(u8, u8),
    Aside(u8),
    EditClaim(u8, u8),
    EditParent(u8, u8),
    EditEvidence(u8, u8),
    EditCase(u8),
    AddClaim(Option<u8>),
    AddEvidence(u8, u8),
    AddParty,
    Remove(u8, u8, bool),
    Restore(u8),
    Combine(u8, u8),
    Import(u8),
    Expunge(u8),
    Undo,
    Redo,
    Merge(u8),
    Clock(i8),
}

fn acts() -> impl Strategy<Value = Vec<(u8, Act)>> {
    let n = any::<u8>;
    let act = prop_oneof![
        4 => (n(), n()).prop_map(|(item, tag)| Act::Tag(item, tag)),
        2 => (n(), n()).prop_map(|(item, text)| Act::Note(item, text)),
        2 => (n(), n()).prop_map(|(item, verdict)| Act::Verdict(item, verdict)),
        1 => n().prop_map(Act::Aside),
        3 => (n(), n()).prop_map(|(item, text)| Act::EditClaim(item, text)),
        1 => (n(), n()).prop_map(|(item, parent)| Act::EditParent(item, parent)),
        2 => (n(), n()).prop_map(|(item, to)| Act::EditEvidence(item, to)),
        1 => n().prop_map(Act::EditCase),
        2 => any::<Option<u8>>().prop_map(Act::AddClaim),
        2 => (n(), n()).prop_map(|(claim, source)| Act::AddEvidence(claim, source)),
        1 => Just(Act::AddParty),
        3 => (n(), n(), any::<bool>()).prop_map(|(kind, item, all)| Act::Remove(kind, item, all)),
        1 => n().prop_map(Act::Restore),
        1 => (n(), n()).prop_map(|(one, other)| Act::Combine(one, other)),
        2 => n().prop_map(Act::Import),
        1 => n().prop_map(Act::Expunge),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
        8 => n().prop_map(Act::Merge),
        1 => any::<i8>().prop_map(Act::Clock),
    ];
    prop::collection::vec((n(), act), 1..40)
}

fn nth(session: &Session, kind: Kind, n: u8) -> Option<ItemId> {
    let mut all = Vec::new();
    let _ = session.case().records::<CaseError>(kind, |id, _| {
        all.push(id);
        Ok(())
    });
    (!all.is_empty()).then(|| all[usize::from(n) % all.len()])
}

/// A newer version of the file that the case came from.
fn newer(n: u8) -> Vec<Entry> {
    let mut all = entries(3 + usize::from(n % 3));
    for (at, entry) in all.iter_mut().enumerate() {
        if let Entry::Claim(claim) = entry
            && (at + usize::from(n)).is_multiple_of(2)
        {
            claim.text = format!("{} (version {})", claim.text, n % 4);
        }
    }
    all
}

fn fields(value: Value) -> case::Edits {
    value.as_object().unwrap().clone()
}

fn perform(session: &mut Session, act: &Act) -> Result<(), CaseError> {
    let pick = |session: &Session, kind, n| nth(session, kind, n).ok_or(CaseError::NoSuchItem);
    match act {
        Act::Tag(item, tag) => {
            let item = pick(session, Kind::Evidence, *item)?;
            session.toggle(&[item], Tag::ALL[usize::from(*tag) % Tag::ALL.len()]).map(drop)
        }
        Act::Note(item, text) => {
            let item = pick(session, Kind::Claim, *item)?;
            let note = Note { text: format!("note {text}"), private: false };
            session.set_note(Target::claim(item), Some(&note)).map(drop)
        }
        Act::Verdict(item, n) => {
            let item = pick(session, Kind::Claim, *item)?;
            let verdict = Verdict::ALL.get(usize::from(*n) % 5).copied();
            session.set_verdict(item, verdict, None, None).map(drop)
        }
        Act::Aside(item) => {
            let item = pick(session, Kind::Evidence, *item)?;
            session.set_aside(&[Target::evidence(item)], Some("later")).map(drop)
        }
        Act::EditClaim(item, n) => {
            let item = pick(session, Kind::Claim, *item)?;
            let name = if n % 2 == 0 { "text" } else { "topic" };
            session.edit(Kind::Claim, item, fields(json!({name: format!("edit {n}")}))).map(drop)
        }
        Act::EditParent(item, parent) => {
            let item = pick(session, Kind::Claim, *item)?;
            let parent = pick(session, Kind::Claim, *parent)?;
            session.edit(Kind::Claim, item, fields(json!({"parent": parent.to_string()}))).map(drop)
        }
        Act::EditEvidence(item, to) => {
            let item = pick(session, Kind::Evidence, *item)?;
            let claim = pick(session, Kind::Claim, *to)?.to_string();
            let stance = ["supports", "repeats", "disputes", "context"][usize::from(*to) % 4];
            session.edit(Kind::Evidence, item, fields(json!({"claim": claim, "stance": stance}))).map(drop)
        }
        Act::EditCase(n) => session.edit_case(fields(json!({"question": format!("Why {n}?")}))).map(drop),
        Act::AddClaim(parent) => {
            let mut all = json!({"text": "It was added."});
            if let Some(parent) = parent {
                all["parent"] = json!(pick(session, Kind::Claim, *parent)?.to_string());
            }
            session.add(Kind::Claim, fields(all)).map(drop)
        }
        Act::AddEvidence(claim, source) => {
            let claim = pick(session, Kind::Claim, *claim)?.to_string();
            let source = pick(session, Kind::Source, *source)?.to_string();
            let all =
                json!({"claim": claim, "source": source, "stance": "supports", "paraphrase": "It says so."});
            session.add(Kind::Evidence, fields(all)).map(drop)
        }
        Act::AddParty => {
            session.add(Kind::Party, fields(json!({"name": "Someone new", "naming": "named"}))).map(drop)
        }
        Act::Remove(kind, item, all) => {
            let kind = Kind::ALL[usize::from(*kind) % 5];
            let item = pick(session, kind, *item)?;
            session.remove(&[(kind, item)], *all).map(drop)
        }
        Act::Restore(n) => {
            let key = Key::new(Kind::Evidence, u64::from(*n % 24) + 1);
            let item = session.case().find_past(&key)?;
            session.restore(&[(Kind::Evidence, item)]).map(drop)
        }
        Act::Combine(one, other) => {
            let kind = if one % 2 == 0 { Kind::Claim } else { Kind::Party };
            let (stays, goes) = (pick(session, kind, *one)?, pick(session, kind, *other)?);
            session.combine(kind, stays, goes).map(drop)
        }
        Act::Import(n) => session
            .import("newer.json", |importer| {
                for entry in newer(*n) {
                    match importer.add(entry) {
                        Err(CaseError::Refused(_)) | Ok(_) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
            .map(drop),
        Act::Expunge(item) => {
            let item = pick(session, Kind::Claim, *item)?;
            session.expunge(Kind::Claim, item, "a witness is named").map(drop)
        }
        Act::Undo => session.undo_step().map(drop),
        Act::Redo => session.redo_step().map(drop),
        Act::Merge(_) | Act::Clock(_) => Ok(()),
    }
}

/// Lets people act, each at their own copy, and then meet.
fn live(people: usize, acts: &[(u8, Act)]) {
    let folder = tempfile::tempdir().unwrap();
    let team = team(folder.path(), people);
    for (who, act) in acts {
        let desk = &team[usize::from(*who) % people];
        match act {
            Act::Merge(other) => {
                let other = &team[usize::from(*other) % people];
                if other.path != desk.path {
                    desk.merge(other).unwrap();
                }
            }
            // The clock of a device stands hours ahead: so does its case.
            Act::Clock(hours) => {
                let conn = rusqlite::Connection::open(&desk.path).unwrap();
                let ahead = (i64::from(hours.unsigned_abs()) * 3_600_000) << 16;
                conn.execute("UPDATE case_info SET clock = clock + ?1", [ahead]).unwrap();
            }
            act => match desk.act(|session| perform(session, act)) {
                Ok(()) => {}
                Err(error) if error.is_of_the_file() => panic!("{act:?}: {error}"),
                Err(_) => {}
            },
        }
    }
    meet(&team);
}

#[test]
fn an_import_that_is_undone_leaves_what_another_one_brought() {
    live(4, &[(2, Act::Import(13)), (2, Act::Undo), (2, Act::Import(4))]);
    live(4, &[(3, Act::Import(1)), (2, Act::Import(13)), (2, Act::Undo), (2, Act::Import(4))]);
    live(3, &[(0, Act::Import(13)), (1, Act::Import(14)), (2, Act::Merge(0)), (0, Act::Undo)]);
}

#[test]
fn what_was_taken_out_and_built_on_stays_and_takes_later_imports() {
    live(
        4,
        &[
            (2, Act::EditEvidence(12, 34)),
            (0, Act::Remove(3, 1, true)),
            (0, Act::Merge(2)),
            (2, Act::Import(113)),
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn any_histories_met_in_any_order_end_alike(people in 2_usize..7, acts in acts()) {
        live(people, &acts);
    }
}
