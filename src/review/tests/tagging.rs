use crate::domain::rows::Place;
use crate::domain::tag::Tag;
use crate::domain::{Access, Stance, Verdict};
use crate::review::prompt::AnyPrompt;
use crate::review::state::status::Reason;
use crate::review::tests::fake::{Fake, claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::{Effect, Write};

fn at_evidence(shape: &[(u64, u64)]) -> World {
    let mut world = World::new(shape);
    world.press("Enter");
    world
}

#[test]
fn a_tag_is_painted_when_it_is_committed() {
    let mut world = at_evidence(&[(2, 1)]);
    world.type_ahead("r");
    let painted = |world: &World| {
        world.review.open.as_ref().unwrap().evidence(evidence_id(1)).unwrap().judgement.access
    };
    assert_eq!(painted(&world), None);
    assert_eq!(world.review.writing(), 1);
    world.settle();
    assert_eq!(painted(&world), Some(Access::Released));
    assert_eq!(world.review.writing(), 0);
    assert_eq!(world.status(), "E-1 released");
    assert_eq!(world.review.progress.decided, 1);
}

#[test]
fn fast_typing_tags_one_piece_after_the_other() {
    let mut world = at_evidence(&[(2, 2), (1, 0)]);
    world.type_ahead("r w d e");
    let tagged: Vec<_> = world
        .writes()
        .into_iter()
        .map(|write| match write {
            Write::Toggle { items, tag } => (items, tag),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];
    for (n, tag) in expected.into_iter().enumerate() {
        assert_eq!(tagged[n], (vec![evidence_id(n as u64 + 1)], tag));
    }
    // The claim has nothing left: more tagging keys meet the question for a verdict.
    assert_eq!(world.mode(), "verdict");
    world.type_ahead("r r w");
    assert_eq!(world.writes().len(), 4);
    assert!(world.status().contains("the verdict on C-1 is asked"), "{}", world.status());
    world.settle();
    assert!(world.case.of(5).is_empty());
}

#[test]
fn a_verdict_takes_a_digit_and_then_how_sure_and_goes_on() {
    let mut world = at_evidence(&[(1, 0), (1, 0)]);
    world.press("r");
    assert_eq!(world.mode(), "verdict");
    world.press("h");
    assert_eq!(world.mode(), "verdict", "the verdict comes first");
    world.press("2 h Enter");
    assert_eq!(world.mode(), "verdict", "how sure comes last");
    world.press("h");
    assert_eq!(world.mode(), "review");
    let said = world.case.annotation(crate::domain::Target::claim(claim_id(1)));
    assert_eq!(said.verdict, Some(Verdict::Refuted));
    assert_eq!(world.at(), "E-2");
    world.press("r Esc");
    assert!(world.status().contains("all evidence is decided"), "{}", world.status());
    world.press("u");
    assert_eq!(world.at(), "E-2");
    assert!(world.case.of(2).is_empty());
}

#[test]
fn a_dispute_pressed_twice_is_one_and_every_other_tag_is_as_fast_as_it_was() {
    let mut world = at_evidence(&[(6, 0)]);
    let disputed = |world: &World| {
        let is = |n: &u64| world.case.of(*n).disputed;
        (1..=6).filter(is).collect::<Vec<_>>()
    };
    world.type_ahead("d d");
    assert_eq!(world.status(), "tagged E-1 disputed; press d again to tag E-2 too");
    world.settle();
    // What has been written meanwhile does not take the sentence away.
    assert_eq!(world.status(), "tagged E-1 disputed; press d again to tag E-2 too");
    assert_eq!((disputed(&world), world.at().as_str()), (vec![1], "E-2"));
    world.press("d");
    assert_eq!((disputed(&world), world.at().as_str()), (vec![1, 2], "E-3"));
    // A key between them means it.
    world.press("j k d");
    assert_eq!(disputed(&world), [1, 2, 3]);
    world.press("r r w");
    assert_eq!(world.mode(), "verdict");
    assert!((4..=6).all(|n| world.case.of(n).is_decided()));
    // Where the selection stays, a second press takes the tag off, as ever.
    let mut world = at_evidence(&[(3, 0)]);
    world.press("T d d");
    assert!(disputed(&world).is_empty());
    // What was marked is tagged, and what is in use besides is not.
    world.press("Space Space g k j j d d");
    assert_eq!(disputed(&world), [1, 2]);
    assert_eq!(world.status(), "tagged 2 pieces disputed; press d again to tag E-3 too");
}

#[test]
fn a_tag_taken_off_does_not_go_on() {
    let mut world = at_evidence(&[(3, 0)]);
    world.press("r k r");
    assert!(world.case.of(1).is_empty());
    assert_eq!(world.at(), "E-1");
    world.press("r k w");
    assert_eq!(world.case.of(1).access, Some(Access::Withheld));
    assert_eq!(world.at(), "E-1", "deciding otherwise stays too");
}

#[test]
fn what_was_passed_over_comes_again_before_the_claim_is_done() {
    let mut world = at_evidence(&[(2, 1)]);
    world.press("j r");
    assert_eq!(world.at(), "E-3");
    world.press("r");
    assert_eq!(world.at(), "E-1");
}

#[test]
fn without_auto_advance_the_selection_stays() {
    let mut world = at_evidence(&[(2, 0)]);
    world.press("T r");
    assert_eq!(world.at(), "E-1");
    world.press("r");
    assert!(world.case.of(1).is_empty(), "the same key takes it off again");
}

#[test]
fn a_refused_tag_returns_to_its_piece_and_says_why() {
    let mut world = at_evidence(&[(3, 0)]);
    world.case.refuse_writes = true;
    world.type_ahead("r");
    assert_eq!(world.at(), "E-2");
    world.settle();
    assert_eq!(world.at(), "E-1");
    assert!(world.status().contains("the disk is full"));
    assert!(!world.review.evidence().unwrap().judgement.decided);
    world.case.refuse_writes = false;
    world.press("w");
    assert_eq!(world.case.of(1).access, Some(Access::Withheld));
}

#[test]
fn marks_are_tagged_as_one_step() {
    let mut world = at_evidence(&[(4, 0)]);
    world.press("Space j V");
    assert_eq!(world.review.marks.len(), 3);
    world.type_ahead("w");
    assert_eq!(world.writes().len(), 1);
    world.settle();
    assert!((1..=3).all(|n| world.case.of(n).access == Some(Access::Withheld)));
    assert!(world.review.marks.is_empty());
    world.press("u");
    assert!((1..=3).all(|n| world.case.of(n).is_empty()));
    world.press("Space Esc");
    assert!(world.review.marks.is_empty());
}

#[test]
fn refused_marks_stay_marked() {
    let mut world = at_evidence(&[(3, 0)]);
    world.press("Space Space");
    world.case.refuse_writes = true;
    world.press("w");
    assert_eq!(world.review.marks.len(), 2);
}

#[test]
fn the_last_judgement_is_repeated_with_its_ground_and_note() {
    let mut world = at_evidence(&[(3, 0)]);
    world.press("T w i");
    world.text("glomar");
    world.press("Enter a");
    world.text("asked twice");
    world.press("Esc j .");
    let said = world.case.of(2);
    assert_eq!(said.access, Some(Access::Withheld));
    assert_eq!(said.ground.unwrap().code, "glomar");
    assert_eq!(said.note.unwrap().text, "asked twice");
}

#[test]
fn repeating_on_material_asks_and_counts_first() {
    let mut world = at_evidence(&[(5, 0)]);
    world.press("T w *");
    assert_eq!(world.mode(), "confirm");
    let Some(AnyPrompt::Confirm(confirm)) = &world.review.prompt else { panic!() };
    assert_eq!(confirm.question.as_str(), "tag 2 more pieces on the same material withheld?");
    world.press("r");
    assert_eq!(world.mode(), "confirm", "only yes and no answer");
    world.press("y");
    let tagged: Vec<u64> = (1..=5).filter(|n| world.case.of(*n).is_decided()).collect();
    assert_eq!(tagged, [1, 3, 5]);
    assert_eq!(world.at(), "E-1", "the selection stays where it was asked for");
    world.press("'");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!("{}", world.status()) };
    assert_eq!(form.title.as_str(), "the 2 pieces tagged last");
    world.press("Esc u");
    let tagged: Vec<u64> = (1..=5).filter(|n| world.case.of(*n).is_decided()).collect();
    assert_eq!(tagged, [1]);
}

#[test]
fn setting_aside_takes_a_reason_and_is_passed_over() {
    let mut world = at_evidence(&[(3, 0)]);
    world.press("j s Enter");
    assert!(world.status().contains("needs a reason"));
    world.text("waiting for an answer");
    world.press("Enter k r");
    assert_eq!(world.at(), "E-3");
    world.press("k s");
    assert_eq!(world.case.of(2).aside, None);
}

#[test]
fn disabled_keys_say_why() {
    let mut world = World::new(&[(1, 0)]);
    for (keys, why) in [
        ("r", "select a piece of evidence first: Enter goes to those of this claim"),
        ("n", "nothing was searched for yet: / searches"),
        ("u", "nothing to undo"),
        ("Ctrl-r", "nothing to redo"),
        ("Enter .", "nothing was tagged"),
        ("'", "nothing was tagged"),
        ("x", "only a tag can be taken off, and E-1 has none"),
        ("V", "a range needs its other end: Space marks one"),
        ("O", "the address of S-2 is neither http nor https"),
        ("1 Enter", "this is the review already"),
        ("Q", "Q does nothing here; ? shows all keys"),
    ] {
        world.press(keys);
        assert!(world.status().contains(why), "{keys}: {}", world.status());
    }
    let why = Reason::new("read-only: r.lee's case is open without writing");
    let mut world = World::with(Fake::new(&[(1, 0)]), None, Err(why.clone()), (120, 40));
    for key in [
        "r", "w", "d", "e", "x", ".", "*", "i", "'", "a", "A", "v", "s", "u", "Ctrl-r", "Space", "V", "O",
        "E",
    ] {
        world.press(key);
        assert_eq!(world.status(), why.0, "{key}");
    }
    assert!(world.outside.is_empty());
    world.press("q");
    assert_eq!(world.outside, [Effect::Quit], "nor is a position saved");
}

#[test]
fn tags_go_where_the_detail_pane_shows_evidence() {
    let mut world = at_evidence(&[(2, 0)]);
    world.press("Enter");
    assert!(world.review.zoomed);
    world.press("r");
    assert!(world.case.of(1).is_decided());
    assert_eq!(world.at(), "E-2", "the detail goes along");
}

#[test]
fn undo_goes_where_it_happened() {
    let mut world = at_evidence(&[(2, 0), (2, 0)]);
    world.press("T r Esc j Enter u");
    assert_eq!(world.at(), "E-1");
    assert_eq!(world.review.place(), Some(Place { claim: claim_id(1), evidence: Some(evidence_id(1)) }));
    assert_eq!(world.status(), "undid: E-1 released");
}

#[test]
fn a_note_given_to_one_of_several_is_said_again_with_their_tag() {
    let mut world = at_evidence(&[(4, 0)]);
    world.press("T Space Space w k a");
    world.text("asked in vain");
    world.press("Esc G .");
    let said = world.case.of(4);
    assert_eq!(said.access, Some(Access::Withheld));
    assert_eq!(said.note.unwrap().text, "asked in vain");
}

#[test]
fn a_reading_key_says_where_i_differ_and_again_takes_that_off() {
    let mut world = at_evidence(&[(2, 1)]);
    let read = |world: &World| {
        world.review.open.as_ref().unwrap().evidence(evidence_id(1)).unwrap().judgement.reading
    };
    world.press("+");
    assert!(world.status().starts_with("the case lists E-1 as supporting already"), "{}", world.status());
    assert!(world.writes().is_empty());
    world.press("~");
    assert_eq!((read(&world), world.status()), (Some(Stance::Context), "E-1 read as context"));
    // A reading decides nothing, and a tag leaves it.
    assert_eq!(world.review.progress.decided, 0);
    world.press("r");
    world.press("k");
    assert_eq!(read(&world), Some(Stance::Context));
    world.press("~");
    assert_eq!((read(&world), world.status()), (None, "E-1 read as listed"));
    world.press("u");
    assert_eq!(read(&world), Some(Stance::Context));
    // The listed stance takes it off as well; on all that is marked it is one step.
    world.press("+");
    assert_eq!(read(&world), None);
    world.press("Space");
    world.press("Space");
    world.press("-");
    assert_eq!(world.status(), "2 pieces of evidence read as disputing");
    world.press("u");
    assert_eq!(read(&world), None);
}
