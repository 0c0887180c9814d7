//! Records taken out, brought back, combined and imported in any order keep the case clean; its projections can be
//! made again from the log; undoing all of it restores what was; and with its history it goes through an export.

use crate::desk::Desk;
use crate::harbour::{entries, make, open, projections, reviewer};
use corrob::case::{Case, CaseError, Session};
use corrob::domain::entry::{Entry, Said};
use corrob::domain::tag::Tag;
use corrob::domain::{Annotation, ItemId, Kind, Note, Target, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Debug, Clone)]
enum Act {
    Add(u8, u8),
    Edit(u8, u8),
    Tag(u8),
    Note(u8, bool),
    Verdict(u8),
    Remove(u8, u8, bool),
    Restore(u8),
    Combine(u8, u8, u8),
    Import(u8, u8, bool),
    RemoveImport(u8),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (any::<u8>(), any::<u8>()).prop_map(|(kind, n)| Act::Add(kind, n)),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(n, what)| Act::Edit(n, what)),
        2 => any::<u8>().prop_map(Act::Tag),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(n, claim)| Act::Note(n, claim)),
        1 => any::<u8>().prop_map(Act::Verdict),
        6 => (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(kind, n, all)| Act::Remove(kind, n, all)),
        2 => any::<u8>().prop_map(Act::Restore),
        3 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(kind, one, other)| Act::Combine(kind, one, other)),
        3 => (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(n, what, said)| Act::Import(n, what, said)),
        2 => any::<u8>().prop_map(Act::RemoveImport),
        5 => Just(Act::Undo),
        3 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 1..25)
}

/// All records of a kind.
fn all(case: &Case, kind: Kind) -> Vec<ItemId> {
    let mut all = Vec::new();
    case.records(kind, |id, _| {
        all.push(id);
        Ok::<(), CaseError>(())
    })
    .unwrap();
    all
}

fn pick(case: &Case, kind: Kind, n: u8) -> Option<ItemId> {
    let all = all(case, kind);
    all.get(usize::from(n) % all.len().max(1)).copied()
}

fn fields(value: &Value) -> corrob::case::Edits {
    value.as_object().unwrap().clone()
}

fn key(case: &Case, kind: Kind, item: ItemId) -> String {
    case.key(kind, item).unwrap().to_string()
}

/// What a file brings that has some records of the case in other words, and some of its own.
fn file(n: u8, what: u8, said: bool) -> Vec<Entry> {
    let mut all = vec![entries(1).remove(0)];
    let read = |kind: &str, value: Value| match kind {
        "party" => Entry::Party(serde_json::from_value(value).unwrap()),
        "claim" => Entry::Claim(serde_json::from_value(value).unwrap()),
        "source" => Entry::Source(serde_json::from_value(value).unwrap()),
        _ => Entry::Evidence(serde_json::from_value(value).unwrap()),
    };
    all.push(read(
        "party",
        json!({"id": format!("p{n}"), "name": format!("Witness {n}"), "naming": "named"}),
    ));
    all.push(read("source", json!({"id": "s1", "title": format!("Source number 1, edition {what}")})));
    all.push(read("source", json!({"id": format!("t{}", n % 3), "title": format!("Other {n}")})));
    all.push(read(
        "claim",
        json!({"id": "c2", "text": format!("The quay number 2 cost {what}"), "claimant": "ministry"}),
    ));
    all.push(read(
        "claim",
        json!({"id": format!("k{}", n % 3), "text": format!("New claim {n}"), "claimant": format!("p{n}"), "parent": "c1"}),
    ));
    for k in 0..3 {
        all.push(read(
            "evidence",
            json!({"id": format!("x{n}-{k}"), "claim": if k == 0 { "c1".to_owned() } else { format!("k{}", n % 3) },
                   "source": format!("t{}", n % 3), "stance": if k == 1 { "disputes" } else { "supports" },
                   "paraphrase": format!("It says {k} of {what}"), "via": {"party": format!("p{n}")}}),
        ));
    }
    if said {
        all.push(Entry::Reviewer(reviewer("n.ito")));
        all.push(Entry::Said(Said {
            reviewer: reviewer("n.ito").id,
            on: Kind::Evidence,
            item: format!("x{n}-{}", what % 3),
            dataset: None,
            annotation: Annotation { disputed: true, ..Annotation::default() },
            changed: None,
        }));
    }
    all
}

fn act(work: &mut Session, act: &Act) -> Result<(), CaseError> {
    let kinds = [Kind::Evidence, Kind::Claim, Kind::Source, Kind::Party, Kind::Figure, Kind::Request];
    let kind = |n: u8| kinds[usize::from(n) % kinds.len()];
    let some = |work: &Session, kind: Kind, n: u8| pick(work.case(), kind, n).ok_or(CaseError::NoSuchItem);
    match *act {
        Act::Add(what, n) => {
            let name = |kind: Kind| some(work, kind, n).map(|item| key(work.case(), kind, item));
            let record = match what % 6 {
                0 => {
                    json!({"claim": name(Kind::Claim)?, "source": name(Kind::Source)?, "stance": "repeats", "paraphrase": "by hand"})
                }
                1 => {
                    json!({"text": format!("By hand {n}"), "claimant": name(Kind::Party)?, "parent": name(Kind::Claim)?})
                }
                2 => json!({"title": format!("Found {n}"), "party": name(Kind::Party)?}),
                3 => json!({"name": format!("Somebody {n}"), "naming": "named", "of": name(Kind::Party)?}),
                4 => {
                    json!({"evidence": name(Kind::Evidence)?, "measures": "quays", "low": 3, "unit": "quays", "qualifier": "exact"})
                }
                _ => {
                    json!({"claim": name(Kind::Claim)?, "by": name(Kind::Party)?, "what": "the log", "kind": "record", "outcome": "acknowledged"})
                }
            };
            let kinds = [Kind::Evidence, Kind::Claim, Kind::Source, Kind::Party, Kind::Figure, Kind::Request];
            work.add(kinds[usize::from(what % 6)], fields(&record)).map(drop)
        }
        Act::Edit(n, what) => {
            let name = |kind: Kind| some(work, kind, what).map(|item| key(work.case(), kind, item));
            let (kind, record) = match what % 5 {
                0 => (
                    Kind::Evidence,
                    json!({"paraphrase": format!("edited {what}"), "claim": name(Kind::Claim)?}),
                ),
                1 => (Kind::Claim, json!({"text": format!("edited {what}"), "parent": name(Kind::Claim)?})),
                2 => (Kind::Source, json!({"publisher": format!("press {what}")})),
                3 => (
                    Kind::Claim,
                    json!({"concerns": [name(Kind::Party)?], "wordings": [{"source": name(Kind::Source)?, "text": "so"}]}),
                ),
                _ => (
                    Kind::Evidence,
                    json!({"via.origin": name(Kind::Source)?, "availability": {"says": "withheld", "holder": name(Kind::Party)?}}),
                ),
            };
            let item = some(work, kind, n)?;
            work.edit(kind, item, fields(&record)).map(drop)
        }
        Act::Tag(n) => {
            let item = some(work, Kind::Evidence, n)?;
            work.toggle(&[item], Tag::ALL[usize::from(n) % Tag::ALL.len()]).map(drop)
        }
        Act::Note(n, claim) => {
            let target = if claim {
                Target::claim(some(work, Kind::Claim, n)?)
            } else {
                Target::evidence(some(work, Kind::Evidence, n)?)
            };
            work.set_note(target, Some(&Note { text: format!("note {n}"), private: n % 2 == 0 })).map(drop)
        }
        Act::Verdict(n) => {
            let item = some(work, Kind::Claim, n)?;
            work.set_verdict(item, Some(Verdict::Unproven), None, Some("thin")).map(drop)
        }
        Act::Remove(of, n, with_all) => {
            let kind = kind(of);
            let item = some(work, kind, n)?;
            work.remove(&[(kind, item)], with_all).map(drop)
        }
        Act::Restore(n) => {
            let keys = kinds.iter().flat_map(|kind| (1..40).map(|n| corrob::domain::Key::new(*kind, n)));
            let out: Vec<_> = keys
                .filter_map(|key| match work.case().find(&key) {
                    Err(CaseError::TakenOut(key)) => Some((key.kind, work.case().find_past(&key).unwrap())),
                    _ => None,
                })
                .collect();
            match out.get(usize::from(n) % out.len().max(1)) {
                Some(one) => work.restore(&[*one]).map(drop),
                None => Ok(()),
            }
        }
        Act::Combine(of, one, other) => {
            let kind = [Kind::Claim, Kind::Source, Kind::Party][usize::from(of) % 3];
            let (one, other) = (some(work, kind, one)?, some(work, kind, other)?);
            work.combine(kind, one, other).map(drop)
        }
        Act::Import(n, what, said) => work
            .import("more.json", |importer| {
                for entry in file(n % 5, what, said) {
                    match importer.add(entry) {
                        Ok(_) | Err(CaseError::Refused(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
            .map(drop),
        Act::RemoveImport(n) => {
            let imports = work.case().imports()?;
            match imports[usize::from(n) % imports.len()].number {
                Some(number) => work.remove_import(number).map(drop),
                None => Ok(()),
            }
        }
        Act::Undo => work.undo_step().map(drop),
        Act::Redo => work.redo_step().map(drop),
    }
}

fn clean(case: &Case) -> Result<(), TestCaseError> {
    for finding in case.check(true).unwrap() {
        prop_assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
    }
    Ok(())
}

/// All records in their order, as the case has them.
fn records(case: &Case) -> Vec<(Kind, String)> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        case.records(*kind, |_, text| {
            all.push((*kind, text.to_owned()));
            Ok::<(), CaseError>(())
        })
        .unwrap();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_the_case_clean_and_undoing_it_all_restores_it(sequence in acts()) {
        let desk = Desk::new();
        let path = make(desk.folder(), 5);
        let mut work = open(&path, "r.lee");
        let mut other = open(&path, "m.ito");
        for n in [0, 7, 13] {
            act(&mut other, &Act::Tag(n)).unwrap();
        }
        act(&mut other, &Act::Verdict(1)).unwrap();
        let (fresh, before) = (projections(work.case()), records(work.case()));
        for one in &sequence {
            match act(&mut work, one) {
                Ok(()) | Err(CaseError::Refused(_) | CaseError::NoSuchItem) => {}
                Err(error) => prop_assert!(false, "{one:?}: {error}"),
            }
            clean(work.case()).map_err(|error| TestCaseError::fail(format!("after {one:?}: {error}")))?;
        }
        let done = records(work.case());
        // With its history it goes through a file, and comes out as it went in.
        let exported = desk.run(&["export", "harbour.corrob", "--with-private"]).done().out;
        desk.write("out.json", &exported);
        let said = desk.run(&["import", "again.corrob", "out.json"]);
        prop_assert_eq!(said.code, Some(0), "{:?}", said);
        prop_assert!(desk.run(&["export", "again.corrob", "--with-private"]).done().out == exported);
        let checked = desk.run(&["check", "again.corrob"]);
        prop_assert_eq!(checked.code, Some(0), "{:?}", checked);
        let mut steps = 0;
        let end = loop {
            match work.undo_step() {
                Ok(_) => steps += 1,
                Err(error) => break error.to_string(),
            }
        };
        clean(work.case())?;
        prop_assert_eq!(end, "there is nothing to undo");
        prop_assert_eq!(&records(work.case()), &before);
        prop_assert_eq!(&projections(work.case())[..4], &fresh[..4]);
        for _ in 0..steps {
            work.redo_step().unwrap();
        }
        clean(work.case())?;
        prop_assert_eq!(&records(work.case()), &done);
    }
}
