//! The case file keeps what was decided, and can always be made again from its events.

use crate::harbour::{make, open, projections, reviewer};
use corrob::case::{Case, CaseError, Session};
use corrob::domain::new_name::NewName;
use corrob::domain::rows::ListAt;
use corrob::domain::tag::Tag;
use corrob::domain::words::Naming;
use corrob::domain::{Access, ItemId, Kind, Note, Target, Verdict};

fn clean(case: &Case) {
    for finding in case.check(true).unwrap() {
        assert!(finding.wrong.is_empty(), "{}: {:?}", finding.what, finding.wrong);
    }
}

#[test]
fn a_step_is_saved_named_undone_and_redone() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 12);
    let mut work = open(&path, "r.lee");
    let me = reviewer("r.lee").id;
    clean(work.case());
    let fresh = projections(work.case());

    let e1 = work.case().find(&"E-1".parse().unwrap()).unwrap();
    let e2 = work.case().find(&"E-2".parse().unwrap()).unwrap();
    assert_eq!(work.toggle(&[e1, e2], Tag::Withheld).unwrap().label, "2 pieces of evidence withheld");
    assert_eq!(work.toggle(&[e1], Tag::Disputed).unwrap().label, "E-1 disputed");
    let said = work.case().annotation(me, Kind::Evidence, e1).unwrap();
    assert!(said.access == Some(Access::Withheld) && said.disputed);
    assert_eq!(work.case().progress(me).unwrap().decided, 2);
    clean(work.case());

    assert_eq!(work.undo_step().unwrap().label, "undid: E-1 disputed");
    assert_eq!(work.undo_step().unwrap().label, "undid: 2 pieces of evidence withheld");
    assert!(matches!(work.undo_step(), Err(CaseError::Refused(_))));
    let undone = projections(work.case());
    assert_eq!(undone[..4], fresh[..4]);
    assert_eq!(work.redo_step().unwrap().label, "redid: 2 pieces of evidence withheld");
    assert_eq!(work.case().progress(me).unwrap().decided, 2);
    clean(work.case());
}

#[test]
fn of_two_windows_on_one_note_the_second_is_told_and_both_texts_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 2);
    let (mut one, mut other) = (open(&path, "r.lee"), open(&path, "r.lee"));
    let me = reviewer("r.lee").id;
    let item = one.case().find(&"E-1".parse().unwrap()).unwrap();
    let target = Target::evidence(item);
    let note = |text: &str| Note { text: text.into(), private: false };
    let stands =
        |work: &corrob::case::Session| work.case().annotation(me, Kind::Evidence, item).unwrap().note;
    let drafts = |work: &corrob::case::Session| -> Vec<String> {
        work.case().drafts(me).unwrap().into_iter().map(|(_, _, note)| note.text).collect()
    };
    // Both opened it while nothing stood there.
    one.save_note(target, Some(&note("asked")), None).unwrap();
    let told = other.save_note(target, Some(&note("seen")), None).unwrap_err().to_string();
    assert_eq!(
        told,
        "the note on E-1 was changed elsewhere since you opened it, and that one stands; yours is kept as a draft, \
         which opening the note offers"
    );
    assert_eq!((stands(&other), drafts(&other)), (Some(note("asked")), vec!["seen".to_owned()]));
    // Opened again, it replaces the other, which stays in the history.
    other.save_note(target, Some(&note("asked and seen")), Some(&note("asked"))).unwrap();
    assert_eq!((stands(&one), drafts(&one)), (Some(note("asked and seen")), vec![]));
    let history = one.case().history(Kind::Evidence, item, 10).unwrap();
    assert_eq!(history[0].changes, [("note".into(), "asked".into(), "asked and seen".into())]);
    // The same text twice is no conflict; taking away what changed is one.
    one.save_note(target, Some(&note("asked and seen")), Some(&note("asked"))).unwrap();
    let told = one.save_note(target, None, Some(&note("asked"))).unwrap_err().to_string();
    assert_eq!(told, "the note on E-1 was changed elsewhere since you opened it, and that one stands");
    assert_eq!(stands(&one), Some(note("asked and seen")));
    clean(one.case());
}

#[test]
fn the_next_undecided_passes_over_what_is_settled() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut work = open(&path, "r.lee");
    let me = reviewer("r.lee").id;
    let key = |work: &corrob::case::Session, item| work.case().key(Kind::Evidence, item).unwrap().to_string();
    let claim = |n: u64| work.case().find(&format!("C-{n}").parse().unwrap()).unwrap();
    let from_claim =
        |forward| work.case().undecided(me, Some(claim(3)), forward, false, None).unwrap().unwrap();
    assert_eq!(from_claim(true).0.claim, claim(3), "on from a claim, its own evidence comes first");
    assert_eq!(from_claim(false).0.claim, claim(2), "and back from it, what stands before it");
    for by_source in [false, true] {
        let mut seen = Vec::new();
        let mut from = None;
        while let Some((place, false)) = work.case().undecided(me, from, true, by_source, None).unwrap() {
            seen.push(place.evidence.unwrap());
            from = place.evidence;
        }
        assert_eq!(seen.len(), 36, "{by_source}");
        let mut back = vec![*seen.last().unwrap()];
        while let Some((place, false)) =
            work.case().undecided(me, back.last().copied(), false, by_source, None).unwrap()
        {
            back.push(place.evidence.unwrap());
        }
        back.reverse();
        assert_eq!(seen, back);
    }
    let mut from = None;
    for n in 0..35 {
        let (place, _) = work.case().undecided(me, from, true, n % 2 == 0, None).unwrap().unwrap();
        let item = place.evidence.unwrap();
        if n % 7 == 0 {
            work.set_aside(&[Target::evidence(item)], Some("later")).unwrap();
        } else {
            work.toggle(&[item], Tag::Released).unwrap();
        }
        from = place.evidence;
        clean(work.case());
    }
    let (last, _) = work.case().undecided(me, from, true, false, None).unwrap().unwrap();
    let last = last.evidence.unwrap();
    work.toggle(&[last], Tag::Examined).unwrap();
    assert_eq!(work.case().undecided(me, from, true, false, None).unwrap(), None);
    let left = work.case().progress(me).unwrap();
    assert_eq!((left.decided, left.aside), (31, 5), "{}", key(&work, last));
    clean(work.case());
}

#[test]
fn a_filter_is_kept_source_by_source_however_far_the_next_piece_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 2_500);
    let mut work = open(&path, "r.lee");
    let me = reviewer("r.lee").id;
    // The last piece of the first source and the first of the last, thousands of pieces apart.
    let wanted = ["E-14998", "E-3"].map(|key| work.case().find(&key.parse().unwrap()).unwrap());
    for item in wanted {
        work.set_note(Target::evidence(item), Some(&Note { text: "look".into(), private: false })).unwrap();
    }
    for query in ["note:look", "-claim:C-1 claim:C-2500 note:look"] {
        let found = work.case().filter(me, &query.parse().unwrap()).unwrap();
        for forward in [true, false] {
            let mut seen = Vec::new();
            let mut from = None;
            while let Some((place, false)) =
                work.case().undecided(me, from, forward, true, Some(found.scope())).unwrap()
            {
                seen.push(place.evidence.unwrap());
                from = place.evidence;
            }
            let expected: Vec<_> = if query == "note:look" { wanted.to_vec() } else { vec![wanted[0]] };
            let expected: Vec<_> = if forward { expected } else { expected.into_iter().rev().collect() };
            assert_eq!(seen, expected, "{query} {forward}");
        }
    }
}

#[test]
fn records_made_by_hand_take_their_place_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut work = open(&path, "r.lee");
    let me = reviewer("r.lee").id;
    for n in 1..=12 {
        let item = work.case().find(&format!("E-{n}").parse().unwrap()).unwrap();
        work.toggle(&[item], Tag::Released).unwrap();
    }
    let claim = serde_json::json!({"text": "A part of it", "parent": "C-2", "claimant": "P-2"});
    let key = work.add(Kind::Claim, claim.as_object().unwrap().clone()).unwrap();
    assert_eq!(key.to_string(), "C-7");
    let (list, _) = work.case().claims(me, ListAt::First, 0, 100, None).unwrap();
    let keys: Vec<String> = list.rows.iter().map(|row| row.key.to_string()).collect();
    assert_eq!(keys, ["C-1", "C-2", "C-7", "C-3", "C-4", "C-5", "C-6"]);
    let evidence =
        serde_json::json!({"claim": "C-1", "source": "S-1", "stance": "disputes", "paraphrase": "New page"});
    let key = work.add(Kind::Evidence, evidence.as_object().unwrap().clone()).unwrap();
    let item = work.case().find(&key).unwrap();
    let (next, _) = work.case().undecided(me, None, true, false, None).unwrap().unwrap();
    assert_eq!(next.evidence, Some(item), "what is new interrupts a run of decided evidence");
    clean(work.case());
    work.toggle(&[item], Tag::Examined).unwrap();
    let edits = serde_json::json!({"stance": "supports", "claim": "C-7"});
    work.edit(Kind::Evidence, item, edits.as_object().unwrap().clone()).unwrap();
    clean(work.case());
    assert!(
        work.edit(Kind::Evidence, item, serde_json::json!({"stanze": "x"}).as_object().unwrap().clone())
            .is_err()
    );
    assert!(
        work.edit(Kind::Evidence, item, serde_json::json!({"source": "S-99"}).as_object().unwrap().clone())
            .is_err()
    );
    for _ in 0..4 {
        work.undo_step().unwrap();
        clean(work.case());
    }
    assert!(work.case().find(&key).is_err());
    for _ in 0..4 {
        work.redo_step().unwrap();
        clean(work.case());
    }
    assert_eq!(work.case().key(Kind::Evidence, item).unwrap(), key);
}

#[test]
fn a_claim_takes_its_parts_along() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut work = open(&path, "r.lee");
    let me = reviewer("r.lee").id;
    let depth = |work: &corrob::case::Session, key: &str| {
        let id = work.case().find(&key.parse().unwrap()).unwrap();
        work.case().claim_lines(me, &[id]).unwrap()[0].depth
    };
    // C-5 is a part of C-4.
    assert_eq!((depth(&work, "C-4"), depth(&work, "C-5")), (0, 1));
    let edit = |work: &mut corrob::case::Session, key: &str, parent: serde_json::Value| {
        let id = work.case().find(&key.parse().unwrap()).unwrap();
        let fields = serde_json::json!({ "parent": parent });
        work.edit(Kind::Claim, id, fields.as_object().unwrap().clone())
    };
    edit(&mut work, "C-4", "C-2".into()).unwrap();
    assert_eq!((depth(&work, "C-4"), depth(&work, "C-5")), (1, 2));
    assert!(edit(&mut work, "C-2", "C-5".into()).is_err(), "never a part of its own part");
    edit(&mut work, "C-4", serde_json::Value::Null).unwrap();
    assert_eq!((depth(&work, "C-4"), depth(&work, "C-5")), (0, 1));
    clean(work.case());
}

#[test]
fn an_expunged_note_is_gone_and_the_chain_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 2);
    let mut work = open(&path, "r.lee");
    let item = work.case().find(&"E-3".parse().unwrap()).unwrap();
    let target = Target::evidence(item);
    work.toggle(&[item], Tag::Withheld).unwrap();
    for text in ["the witness Zebulon said", "Zebulon again", "without a name"] {
        work.set_note(target, Some(&Note { text: text.into(), private: false })).unwrap();
    }
    work.set_draft(target, Some(&Note { text: "Zebulon once more".into(), private: true })).unwrap();
    let drafts = work.case().drafts(reviewer("r.lee").id).unwrap();
    assert!(drafts.len() == 1 && drafts[0].2.private, "{drafts:?}");
    let claim = work.case().find(&"C-1".parse().unwrap()).unwrap();
    work.set_verdict(claim, Some(Verdict::Unproven), None, Some("Zebulon has seen it")).unwrap();
    assert!(work.expunge(Kind::Evidence, item, "protects a witness").unwrap().erased >= 2);
    work.expunge(Kind::Claim, claim, "protects a witness").unwrap();
    clean(work.case());
    let me = reviewer("r.lee").id;
    let judged = work.case().annotation(me, Kind::Claim, claim).unwrap();
    assert_eq!((judged.verdict, judged.reason), (Some(Verdict::Unproven), None));
    let said = work.case().annotation(me, Kind::Evidence, item).unwrap();
    assert!(said.note.is_none() && said.access == Some(Access::Withheld));
    work.close();
    assert!(!contains(&std::fs::read(&path).unwrap(), b"Zebulon"), "no byte of the note is left in the file");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["harbour.corrob"], "one plain file at rest");
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn what_a_record_names_for_the_first_time_is_made_with_it_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut work = open(&make(folder.path(), 6), "r.lee");
    let before = work.case().info().unwrap();
    let name = |kind, name: &str| NewName { kind, name: name.into() };
    let fields = |fields: serde_json::Value| fields.as_object().unwrap().clone();
    let count = |work: &Session, kind| work.case().named_like(kind, "", 100).unwrap().len();
    let (parties, sources) = (count(&work, Kind::Party), count(&work, Kind::Source));
    let claim = serde_json::json!({
        "text": "It was paid twice.", "claimant": "Dana Price", "concerns": ["P-1", "Millbrook"],
        "wordings": [{"source": "The Millbrook Post", "text": "Paid twice?"}],
    });
    let names = [
        name(Kind::Party, "Dana Price"),
        name(Kind::Party, "Millbrook"),
        name(Kind::Source, "The Millbrook Post"),
    ];
    let added = work.add_with(Kind::Claim, fields(claim), &names).unwrap();
    let next = parties + 1;
    assert_eq!(added.label, format!("C-7 added, with P-{next}, P-{} and S-{}", next + 1, sources + 1));
    let claimant = work.case().claim_detail(ItemId::nil(), added.item).unwrap().unwrap().claimant.unwrap();
    assert_eq!((claimant.name.as_str(), claimant.naming), ("Dana Price", Naming::Named));
    clean(work.case());
    let edit = serde_json::json!({"claimant": "Ray Okafor", "topic": "contract"});
    let edited =
        work.edit_with(Kind::Claim, added.item, fields(edit), &[name(Kind::Party, "Ray Okafor")]).unwrap();
    assert_eq!(edited.label, format!("C-7: claimant, topic edited, with P-{}", next + 2));
    clean(work.case());
    // A name is not enough for a claim; then nothing is made at all.
    let wrong = work.add_with(
        Kind::Claim,
        fields(serde_json::json!({"text": "A", "parent": "B"})),
        &[name(Kind::Claim, "B")],
    );
    assert!(wrong.unwrap_err().to_string().contains("a name is not enough to make a claim"));
    let wrong =
        work.add_with(Kind::Claim, fields(serde_json::json!({"claimant": "X"})), &[name(Kind::Party, "X")]);
    assert!(wrong.is_err());
    assert_eq!(count(&work, Kind::Party), next + 2);
    work.undo_step().unwrap();
    work.undo_step().unwrap();
    assert_eq!((count(&work, Kind::Party), count(&work, Kind::Source)), (parties, sources));
    work.redo_step().unwrap();
    work.redo_step().unwrap();
    assert_eq!((count(&work, Kind::Party), count(&work, Kind::Source)), (next + 2, sources + 1));
    clean(work.case());
    assert_eq!(work.case().info().unwrap(), before);
}
