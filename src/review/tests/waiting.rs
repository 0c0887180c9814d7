use crate::domain::Target;
use crate::domain::rows::Place;
use crate::review::protocol::msg::Answer;
use crate::review::tests::fake::{Fake, claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::{Effect, Msg, Read, Ticket, Write};

fn toggles(world: &World) -> Vec<u64> {
    let number = |id: &crate::domain::ItemId| (id.as_u128() - 0xE000_0000) as u64;
    world
        .writes()
        .iter()
        .flat_map(|write| match write {
            Write::Toggle { items, .. } => items.iter().map(number).collect(),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn keys_after_a_jump_wait_for_it() {
    let mut world = World::new(&[(1, 0), (2, 0)]);
    world.press("Enter r Esc Esc");
    world.press("g");
    world.type_ahead("] r w");
    assert!(toggles(&world).is_empty(), "nothing is tagged before the jump is made");
    world.settle();
    assert!(world.case.of(2).is_decided() && world.case.of(3).is_decided());
}

#[test]
fn keys_after_a_jump_that_fails_are_forgotten() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter T r");
    world.type_ahead("] w w");
    while let Some(Effect::Write(..)) = world.held.front() {
        world.deliver();
    }
    let Some(Effect::Read(ticket, Read::Undecided { .. })) = world.held.pop_front() else { panic!() };
    world.msg(Msg::Refused(ticket, "the case cannot be read".into()));
    assert!(world.writes().is_empty());
    assert_eq!(world.status(), "the case cannot be read (2 keys typed ahead were not acted on)");
    world.press("w");
    assert_eq!(toggles(&world).len(), 0);
    assert!(world.case.of(1).access.is_some());
}

#[test]
fn the_question_for_undecided_waits_for_changes_under_way() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.press("Enter");
    world.type_ahead("r Esc");
    assert!(world.reads().is_empty(), "the tag may not be seen yet by who answers");
    world.deliver();
    assert!(matches!(world.reads()[..], [Read::Undecided { .. }]));
    world.settle();
    assert_eq!(world.at(), "E-2");
}

#[test]
fn keys_wait_for_the_evidence_of_a_claim_just_selected() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.type_ahead("j Enter r");
    assert!(toggles(&world).is_empty());
    assert_eq!(world.review.claims.selected().unwrap().id, claim_id(2), "moving is done at once");
    world.settle();
    assert!(world.case.of(2).is_decided() && !world.case.of(1).is_decided());
}

#[test]
fn keys_after_undo_wait_for_it() {
    let mut world = World::new(&[(3, 0)]);
    world.press("Enter r");
    world.type_ahead("u w");
    assert!(toggles(&world).is_empty());
    world.settle();
    assert!(world.case.of(1).access.is_some(), "w acts where undo went");
    assert!(!world.case.of(2).is_decided());
}

#[test]
fn answers_to_older_questions_are_dropped() {
    let mut world = World::new(&[(1, 0), (1, 0), (1, 0)]);
    world.type_ahead("j j");
    let Some(late) = world.held.pop_front() else { panic!() };
    world.settle();
    assert_eq!(world.review.shown().unwrap().head.id, claim_id(3));
    let msg = world.case.answer(&late).unwrap();
    world.msg(msg);
    assert_eq!(world.review.shown().unwrap().head.id, claim_id(3));
    world.msg(Msg::Answer(Ticket(9999), Answer::Undecided(None)));
    world.msg(Msg::Refused(Ticket(9999), "late".into()));
    assert_eq!(world.status(), "");
    world.msg(Msg::Refused(Ticket(0), "no browser was found".into()));
    assert_eq!(world.status(), "no browser was found");
}

#[test]
fn an_answer_read_before_a_change_does_not_hide_it() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter T");
    world.msg(Msg::Changed(world.case.progress()));
    // The case reads; the answers are under way while the tag is committed.
    let asked: Vec<Effect> = world.held.drain(..).collect();
    let answers: Vec<Msg> = asked.iter().filter_map(|effect| world.case.answer(effect)).collect();
    world.type_ahead("r");
    world.settle();
    for answer in answers {
        world.msg(answer);
    }
    assert!(world.review.evidence().unwrap().judgement.decided);
    assert_eq!(world.review.claims.selected().unwrap().decided, 1);
}

#[test]
fn a_change_from_outside_keeps_the_selection() {
    let mut world = World::new(&[(2, 2), (2, 2), (1, 1)]);
    world.press("j Enter Tab j");
    assert_eq!(world.at(), "E-8");
    world.case.claims.remove(0);
    world.case.evidence.retain(|e| e.id != evidence_id(7));
    world.msg(Msg::Changed(world.case.progress()));
    world.settle();
    assert_eq!(world.at(), "E-8");
    assert_eq!(world.review.claims.total(), 2);
    assert_eq!(world.review.claims.cursor(), 0);
}

#[test]
fn a_claim_that_is_gone_gives_way_to_another() {
    let mut world = World::new(&[(1, 0), (1, 0), (1, 0)]);
    world.press("j");
    world.case.claims.remove(1);
    world.case.evidence.retain(|e| e.claim != claim_id(2));
    world.msg(Msg::Changed(world.case.progress()));
    world.settle();
    assert_eq!(world.at(), "C-1");
    world.press("Enter r");
    assert!(world.case.of(1).is_decided());
}

#[test]
fn a_case_opens_where_it_was_left() {
    let saved = Place { claim: claim_id(2), evidence: Some(evidence_id(3)) };
    let world = World::with(Fake::new(&[(1, 0), (1, 1)]), Some(saved), Ok(()), (120, 40));
    assert_eq!(world.at(), "E-3");
    let gone = Place { claim: claim_id(77), evidence: Some(evidence_id(77)) };
    let world = World::with(Fake::new(&[(1, 0), (1, 1)]), Some(gone), Ok(()), (120, 40));
    assert_eq!(world.at(), "C-1");
    assert_eq!(world.status(), "");
    let world = World::with(Fake::new(&[]), None, Ok(()), (120, 40));
    assert_eq!(world.at(), "");
}

#[test]
fn who_leaves_twice_does_not_wait() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.press("Enter");
    world.type_ahead("r Esc r q");
    assert!(!world.outside.contains(&Effect::Quit), "what was typed before comes first");
    world.type_ahead("q");
    assert!(world.outside.contains(&Effect::Quit));
}

#[test]
fn source_by_source() {
    let mut world = World::new(&[(3, 0), (3, 0)]);
    world.press("Enter t");
    world.type_ahead("r w");
    assert_eq!(toggles(&world), [1], "the second waits to know where it goes");
    world.settle();
    assert!(world.case.of(4).is_decided(), "E-1 and E-4 are of one source");
}

#[test]
fn a_filter_is_kept_to() {
    let mut world = World::new(&[(1, 0), (1, 0), (1, 0)]);
    world.press("f");
    world.text("-claim:C-2");
    world.type_ahead("Enter Enter r");
    assert!(toggles(&world).is_empty());
    world.settle();
    assert_eq!(world.review.claims.total(), 2);
    assert_eq!(world.review.filter.as_ref().unwrap().query.as_str(), "-claim:C-2");
    assert!(world.case.of(1).is_decided());
    world.press("Esc");
    assert_eq!(world.at(), "E-3");
    world.press("/");
    world.text("evidence 2");
    world.press("Enter");
    assert!(world.status().contains("outside the filter"), "{}", world.status());
    assert_eq!(world.at(), "E-3");
    world.press("f Ctrl-u Enter");
    assert!(world.review.filter.is_none());
    assert_eq!(world.review.claims.total(), 3);
    assert_eq!(world.at(), "E-3", "the selection stays");
    let _ = Target::claim(claim_id(1));
}
