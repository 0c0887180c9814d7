//! The projection follows from the events, bit for bit; undoing everything restores what was; and a
//! command that is killed leaves a case that holds together.

use crate::desk::Desk;
use crate::harbour::{make, open, projections};
use crate::made_up::{made_up_case, write_made_up};
use corrob::case::{Case, CaseError, Details, Session};
use corrob::domain::tag::Tag;
use corrob::domain::{Basis, Confidence, Ground, ItemId, Kind, Note, Target, Verdict};
use proptest::prelude::*;
use std::process::Stdio;

#[derive(Debug, Clone)]
enum Act {
    Toggle(Vec<u8>, u8),
    Tag(Vec<u8>, u8, Option<bool>, bool, Option<String>),
    Repeat(u8, u8),
    OnMaterial(u8),
    Details(u8, bool, u8),
    Note(u8, bool, Option<String>, bool),
    Verdict(u8, u8, bool),
    Aside(Vec<u8>, bool, bool),
    Move(u8, u8),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let some = || prop::collection::vec(any::<u8>(), 1..4);
    let text = || prop::option::of("[a-c]{0,3}");
    let act = prop_oneof![
        4 => (some(), any::<u8>()).prop_map(|(items, tag)| Act::Toggle(items, tag)),
        3 => (some(), any::<u8>(), any::<Option<bool>>(), any::<bool>(), text())
            .prop_map(|(items, tag, part, ground, note)| Act::Tag(items, tag, part, ground, note)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(to, from)| Act::Repeat(to, from)),
        1 => any::<u8>().prop_map(Act::OnMaterial),
        1 => (any::<u8>(), any::<bool>(), any::<u8>()).prop_map(|(item, part, sure)| Act::Details(item, part, sure)),
        3 => (any::<u8>(), any::<bool>(), text(), any::<bool>())
            .prop_map(|(item, claim, note, private)| Act::Note(item, claim, note, private)),
        2 => (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(claim, verdict, sure)| Act::Verdict(claim, verdict, sure)),
        2 => (some(), any::<bool>(), any::<bool>()).prop_map(|(items, claim, on)| Act::Aside(items, claim, on)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(item, claim)| Act::Move(item, claim)),
        5 => Just(Act::Undo),
        3 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 1..30)
}

struct World {
    session: Session,
    evidence: Vec<ItemId>,
    claims: Vec<ItemId>,
}

impl World {
    fn new(session: Session) -> Self {
        let all = |kind: Kind| {
            (1..=session.case().count(kind).unwrap())
                .map(|n| session.case().find(&corrob::domain::Key::new(kind, n)).unwrap())
                .collect()
        };
        let (evidence, claims) = (all(Kind::Evidence), all(Kind::Claim));
        Self { session, evidence, claims }
    }

    fn piece(&self, n: u8) -> ItemId {
        self.evidence[usize::from(n) % self.evidence.len()]
    }

    fn claim(&self, n: u8) -> ItemId {
        self.claims[usize::from(n) % self.claims.len()]
    }

    fn pieces(&self, all: &[u8]) -> Vec<ItemId> {
        all.iter().map(|n| self.piece(*n)).collect()
    }

    fn act(&mut self, act: &Act) -> Result<(), CaseError> {
        let tag = |n: u8| Tag::ALL[usize::from(n) % Tag::ALL.len()];
        let sure = |n: u8| Confidence::ALL.get(usize::from(n) % 4).copied();
        let ground =
            || Ground { code: "glomar".into(), basis: Basis::Inferred, by: None, on: None, harm: None };
        match act {
            Act::Toggle(items, n) => {
                let items = self.pieces(items);
                self.session.toggle(&items, tag(*n)).map(drop)
            }
            Act::Tag(items, n, part, on, note) => {
                let items = self.pieces(items);
                let details = Details {
                    part: *part,
                    ground: on.then(ground),
                    confidence: sure(*n),
                    note: note.clone().map(|text| Note { text, private: *on }),
                };
                self.session.set_tag(&items, tag(*n), &details).map(drop)
            }
            Act::Repeat(to, from) => {
                let me = self.session.reviewer().id;
                let said = self.session.case().annotation(me, Kind::Evidence, self.piece(*from))?;
                let to = self.piece(*to);
                self.session.repeat(&[to], &said).map(drop)
            }
            Act::OnMaterial(item) => {
                let me = self.session.reviewer().id;
                let item = self.piece(*item);
                let said = self.session.case().annotation(me, Kind::Evidence, item)?;
                self.session.repeat_on_material(item, &said).map(drop)
            }
            Act::Details(item, part, n) => {
                let item = self.piece(*item);
                self.session.set_details(&[item], *part, None, sure(*n)).map(drop)
            }
            Act::Note(item, claim, text, private) => {
                let target = if *claim {
                    Target::claim(self.claim(*item))
                } else {
                    Target::evidence(self.piece(*item))
                };
                let note = text.clone().map(|text| Note { text, private: *private });
                self.session.set_note(target, note.as_ref()).map(drop)
            }
            Act::Verdict(claim, n, on) => {
                let claim = self.claim(*claim);
                let verdict = Verdict::ALL.get(usize::from(*n) % 5).copied();
                self.session
                    .set_verdict(claim, verdict, on.then_some(Confidence::High), on.then_some("it rained"))
                    .map(drop)
            }
            Act::Aside(items, claim, on) => {
                let targets: Vec<Target> = items
                    .iter()
                    .map(|n| {
                        if *claim { Target::claim(self.claim(*n)) } else { Target::evidence(self.piece(*n)) }
                    })
                    .collect();
                self.session.set_aside(&targets, on.then_some("later")).map(drop)
            }
            Act::Move(item, claim) => {
                let item = self.piece(*item);
                let key = self.session.case().key(Kind::Claim, self.claim(*claim))?.to_string();
                let fields = [("claim".to_owned(), key.into())].into_iter().collect();
                self.session.edit(Kind::Evidence, item, fields).map(drop)
            }
            Act::Undo => self.session.undo_step().map(drop),
            Act::Redo => self.session.redo_step().map(drop),
        }
    }
}

fn clean(case: &Case) -> Result<(), TestCaseError> {
    for finding in case.check(true).unwrap() {
        prop_assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_the_case_clean_and_undoing_it_all_restores_it(sequence in acts()) {
        let folder = tempfile::tempdir().unwrap();
        let path = make(folder.path(), 4);
        let mut world = World::new(open(&path, "r.lee"));
        // Another reviewer's word stays what it is.
        let mut other = World::new(open(&path, "m.ito"));
        other.act(&Act::Toggle(vec![0, 1, 2], 1)).unwrap();
        let fresh = projections(world.session.case());
        for act in &sequence {
            match world.act(act) {
                Ok(()) | Err(CaseError::Refused(_)) => {}
                Err(error) => prop_assert!(false, "{act:?}: {error}"),
            }
        }
        clean(world.session.case())?;
        let done = projections(world.session.case());
        let mut steps = 0;
        while world.session.undo_step().is_ok() {
            steps += 1;
        }
        clean(world.session.case())?;
        // Annotations, tallies and runs; the undo stack remembers.
        let undone = projections(world.session.case());
        prop_assert_eq!(&undone[..4], &fresh[..4]);
        for _ in 0..steps {
            world.session.redo_step().unwrap();
        }
        clean(world.session.case())?;
        let redone = projections(world.session.case());
        // What was said is said again, later: the times are other ones, the counts and runs are not.
        prop_assert_eq!(&redone[1..4], &done[1..4]);
    }
}

/// A command that is killed at any moment leaves a case that checks clean, with all that was
/// acknowledged.
#[test]
fn killed_commands_leave_a_clean_case() {
    let desk = Desk::new();
    made_up_case(&desk, "a.corrob", 300);
    let tags = ["released", "withheld", "disputed", "examined", "clear"];
    let keys: Vec<String> = (1..=200).map(|n| format!("E-{n}")).collect();
    let mut killed = 0;
    for round in 0..40_u64 {
        let mut args = vec!["tag", "a.corrob"];
        args.extend(keys.iter().map(String::as_str));
        args.push(tags[usize::try_from(round).unwrap() % tags.len()]);
        let mut child = desk.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // No waiting for a state: each round is to be killed at another moment, whatever it is doing then.
        std::thread::sleep(std::time::Duration::from_micros(round * 1_500));
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let shown = desk.run(&["show", "a.corrob", "E-1"]);
        assert_eq!(shown.code, Some(0), "{shown:?}");
    }
    assert!(killed > 0, "no command was killed in time");
    let checked = desk.run(&["check", "a.corrob"]).done();
    assert!(!checked.out.contains("wrong"), "{checked:?}");
    // All pieces were tagged together or not at all.
    let said = desk.run(&["list", "a.corrob", "annotations", "--json"]).done().json();
    let first = said[0]["tags"].clone();
    assert!(said.as_array().unwrap().iter().all(|one| one["tags"] == first));
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
    desk.run(&["undo", "a.corrob"]).done();
    assert!(
        !desk.files().iter().any(|name| name.ends_with("-wal") || name.ends_with("-shm")),
        "{:?}",
        desk.files()
    );
}

/// An import that is killed leaves the case as it was, and no half case beside it.
#[test]
fn a_killed_import_leaves_the_case_as_it_was() {
    let desk = Desk::new();
    write_made_up(&desk, "big.corrob", 3000);
    desk.harbour("a.corrob");
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
    let before = desk.run(&["export", "a.corrob"]).done().out;
    let mut killed = 0;
    for wait in [5_u64, 20, 60, 120, 250, 400] {
        let mut child = desk
            .command(&["import", "a.corrob", "big.json"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // As above, at moments spread over all the import does.
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        let ended = child.wait().unwrap().success();
        let now = desk.run(&["export", "a.corrob"]).done().out;
        if ended {
            break;
        }
        killed += 1;
        assert!(now == before, "{wait}");
        desk.run(&["check", "a.corrob"]).done();
    }
    assert!(killed > 0, "no import was killed in time");
}
