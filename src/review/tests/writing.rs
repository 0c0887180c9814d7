use crate::domain::records::Kind;
use crate::domain::{Key, Note, Target};
use crate::review::keys::keymap::Keymap;
use crate::review::prompt::AnyPrompt;
use crate::review::tests::fake::{Fake, evidence_id};
use crate::review::tests::world::World;
use crate::review::update;
use crate::review::{Effect, Msg, Review, Settings, Write};

fn target() -> Target {
    Target::evidence(evidence_id(1))
}

fn timer(world: &World) -> Option<crate::review::Ticket> {
    world.outside.iter().rev().find_map(|effect| match effect {
        Effect::Timer(ticket, 1000) => Some(*ticket),
        _ => None,
    })
}

#[test]
fn a_note_is_written_and_kept_as_a_draft_meanwhile() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter a");
    world.text("asked 17 Oct; rw");
    assert_eq!(
        world.outside.iter().filter(|e| matches!(e, Effect::Timer(..))).count(),
        1,
        "one timer at a time"
    );
    let ticket = timer(&world).unwrap();
    world.msg(Msg::Timer(ticket));
    world.settle();
    assert_eq!(world.case.drafts.get(&target()).unwrap().text, "asked 17 Oct; rw");
    assert_eq!(world.status(), "", "a draft leaves no trace");
    world.msg(Msg::Timer(ticket));
    assert!(world.held.is_empty(), "nothing new, nothing written");
    world.press("Enter");
    world.text("and 20 Oct");
    world.press("Ctrl-p Esc");
    let note = world.case.of(1).note.unwrap();
    assert_eq!((note.text.as_str(), note.private), ("asked 17 Oct; rw\nand 20 Oct", true));
    assert!(world.case.drafts.is_empty() && !world.review.has_draft(target()));
    assert!(world.review.evidence().unwrap().judgement.noted);
    assert!(!world.case.of(1).is_decided(), "letters in a note are letters");
}

#[test]
fn an_unchanged_note_writes_nothing() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter a");
    world.text("x");
    world.press("Esc a");
    world.type_ahead("Esc");
    assert!(world.writes().is_empty());
    world.press("a Backspace Esc");
    assert_eq!(world.case.of(1).note, None, "an empty note is none");
}

#[test]
fn a_note_is_thrown_away_after_asking() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter a");
    world.text("nonsense");
    let ticket = timer(&world).unwrap();
    world.msg(Msg::Timer(ticket));
    world.settle();
    world.press("Ctrl-x n");
    assert_eq!(world.mode(), "note");
    world.press("Ctrl-x y");
    assert_eq!(world.mode(), "review");
    assert!(world.case.drafts.is_empty() && world.case.of(1).note.is_none());
    world.press("a Ctrl-x");
    assert_eq!(world.mode(), "review", "nothing was changed, nothing is asked");
}

#[test]
fn a_refused_note_is_offered_again() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter a");
    world.text("important");
    world.case.refuse_writes = true;
    world.press("Esc");
    assert!(world.status().contains("the disk is full"));
    assert!(world.review.has_draft(target()));
    world.case.refuse_writes = false;
    world.press("a Esc");
    assert_eq!(world.case.of(1).note.unwrap().text, "important");
}

#[test]
fn drafts_are_offered_when_a_case_is_opened() {
    let case = Fake::new(&[(1, 0)]);
    let mut overview = case.overview();
    overview.drafts =
        vec![(target(), Key::new(Kind::Evidence, 1), Note { text: "half a thou".into(), private: true })];
    let (review, _) = Review::open(overview, None, Ok(()), Settings::default(), Keymap::default(), (100, 30));
    assert_eq!(
        review.workspace.status.unwrap().text.as_str(),
        "a draft note on E-1 was kept: a opens it there"
    );
    let mut world = World::new(&[(1, 0)]);
    world.review.memory.drafts.insert(target(), Note { text: "half a thou".into(), private: true });
    world.press("Enter a");
    world.text("ght");
    world.press("Esc");
    let note = world.case.of(1).note.unwrap();
    assert_eq!((note.text.as_str(), note.private), ("half a thought", true), "as private as its draft");
    // Also where only that is changed.
    world.press("a Ctrl-p");
    let ticket = timer(&world).unwrap();
    world.msg(Msg::Timer(ticket));
    world.settle();
    assert!(!world.case.drafts.get(&target()).unwrap().private);
}

#[test]
fn leaving_keeps_what_is_being_written() {
    for leave in [Msg::Key(crate::review::tests::world::pressed("Ctrl-c")), Msg::Terminate] {
        let mut world = World::new(&[(1, 0)]);
        world.press("Enter a");
        world.text("unfinishe");
        let effects = update(&mut world.review, leave);
        let [
            Effect::Write(_, Write::Draft { note, .. }),
            Effect::SavePosition { evidence, .. },
            Effect::Quit,
        ] = &effects[..]
        else {
            panic!("{effects:?}")
        };
        assert_eq!(note.as_ref().unwrap().text, "unfinishe");
        assert_eq!(*evidence, Some(evidence_id(1)));
    }
}

#[test]
fn the_users_editor_writes_the_note() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter A");
    assert_eq!(world.outside, [Effect::Editor { target: target(), text: String::new() }]);
    world.msg(Msg::Edited(target(), Some("from afar\n".into())));
    world.settle();
    assert_eq!(world.case.of(1).note.unwrap().text, "from afar");
    world.press("A");
    world.msg(Msg::Edited(target(), Some("\u{feff}from\r\nafar\r\n\r\n".into())));
    world.settle();
    assert_eq!(world.case.of(1).note.unwrap().text, "from\nafar");
    world.press("a Ctrl-p Esc A");
    world.msg(Msg::Edited(target(), Some("still private".into())));
    world.settle();
    assert!(world.case.of(1).note.unwrap().private);
    world.press("A");
    world.msg(Msg::Edited(target(), None));
    assert_eq!(world.status(), "the note is as it was");
    // What an editor left that ended with an error is offered again.
    world.msg(Msg::LeftInEditor(target(), "still private, and mo\r\n".into()));
    world.settle();
    assert_eq!(world.case.drafts.get(&target()).unwrap().text, "still private, and mo");
    world.press("a");
    let Some(AnyPrompt::Note(note)) = &world.review.prompt else { panic!() };
    assert_eq!((note.text().as_str(), note.private), ("still private, and mo", true));
}

#[test]
fn nothing_that_acts_gets_into_a_note() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter a");
    world.msg(Msg::Paste("a\u{1b}[2Jb\u{202e}c\r\nd".into()));
    let Some(AnyPrompt::Note(note)) = &world.review.prompt else { panic!() };
    assert_eq!(note.text(), "a[2Jbc\nd");
    assert!(timer(&world).is_some());
}

#[test]
fn a_draft_is_kept_for_what_is_typed_after_a_draft() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter a");
    world.text("one");
    let first = timer(&world).unwrap();
    world.msg(Msg::Timer(first));
    world.text(" two");
    let second = timer(&world).unwrap();
    assert_ne!(first, second);
    world.msg(Msg::Timer(second));
    world.settle();
    assert_eq!(world.case.drafts.get(&target()).unwrap().text, "one two");
}
