//! Views that take the whole screen: they follow the claim in use, and from a line the review goes to
//! what it is about.

use crate::domain::Target;
use crate::domain::matrix::Arrangement;
use crate::domain::words::{Credibility, Relation, Reliability};
use crate::review::keys::keymap::Action;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::provenance::ProvenanceField;
use crate::review::protocol::viewed::{Topic, ViewOf};
use crate::review::state::pane::Pane;
use crate::review::state::status::Reason;
use crate::review::tests::fake::{Fake, claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::view::AnyView;
use crate::review::view::lines_view::LinesView;
use crate::review::{Msg, Write};

fn view(world: &World) -> &LinesView {
    let Some(AnyView::Lines(view)) = &world.review.view else { panic!("{}", world.mode()) };
    view
}

fn texts(world: &World) -> Vec<String> {
    let sheet = view(world).sheet.as_ref().unwrap();
    sheet.lines().iter().map(|line| line.text.to_string()).filter(|text| text.starts_with("claim")).collect()
}

#[test]
fn a_view_is_of_the_claim_in_use_and_follows_it() {
    let mut world = World::new(&[(1, 0), (1, 1), (2, 0)]);
    world.press("4 Enter");
    assert_eq!((view(&world).kind.topic, view(&world).key.as_str()), (Topic::Timeline, "C-1"));
    assert_eq!(texts(&world), ["claim 1"]);
    world.press("l l");
    assert_eq!(texts(&world), ["claim 3"]);
    world.press("h");
    assert_eq!(texts(&world), ["claim 2"]);
    // At the end of the list it stays.
    world.press("l l l l");
    assert_eq!(texts(&world), ["claim 3"]);
    world.press("Esc");
    // It is left for where it was opened, and a line of it for what that is about.
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-1"));
    world.press("4 Enter l l G Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-3"));
}

#[test]
fn a_digit_marks_a_view_and_opens_none() {
    let mut world = World::new(&[(2, 1), (1, 0), (1, 0)]);
    world.press("5");
    assert_eq!((world.mode(), world.review.marked_view), ("review", Some(Action::ViewFigures)));
    assert_eq!(world.review.hints()[0], ("Enter".to_owned(), "open"));
    // A count before a key does nothing more than the key.
    world.press("j");
    assert_eq!((world.mode(), world.at().as_str(), world.review.marked_view), ("review", "C-2", None));
    world.press("5 5 k");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-1"));
    world.press("1 2 G");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-3"));
    assert!(world.status().is_empty(), "{}", world.status());
    world.press("8");
    assert!(world.status().contains("keys take no count"), "{}", world.status());
    // Another digit marks another, Esc none, pasted text none.
    world.press("5 6 Enter");
    assert_eq!(view(&world).kind.topic, Topic::Origins);
    world.press("7 Esc");
    assert_eq!((view(&world).kind.topic, world.review.marked_view), (Topic::Origins, None));
    world.press("7");
    world.msg(Msg::Paste("7".into()));
    assert_eq!(world.review.marked_view, None);
    // The view that is open stays as it is.
    world.press("Esc 7 Enter t G");
    let before = view(&world).sheet.clone();
    world.press("7 Enter");
    assert!(view(&world).whole && view(&world).sheet == before);
    world.press("1 Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-3"));
    // On a claim whose evidence is still to come it is marked at once.
    world.type_ahead("k 5");
    assert_eq!(world.review.marked_view, Some(Action::ViewFigures));
}

#[test]
fn leaving_views_and_help_returns_to_exactly_where_one_was() {
    let mut world = World::with(Fake::new(&[(40, 30); 9]), None, Ok(()), (80, 24));
    let spot = |world: &World| {
        let review = &world.review;
        let open = review.shown().unwrap();
        let lists = [&open.supporting, &open.disputing].map(|list| (list.cursor(), list.top()));
        let claims = (review.claims.cursor(), review.claims.top());
        (world.at(), review.focus, review.zoomed, review.detail.scroll, claims, lists)
    };
    let leave =
        ["3 Enter j j 5 Enter Esc", "6 Enter l l l Esc", "7 Enter G 1 Enter", "? Tab PgDn Esc", ": Esc"];
    for before in [
        "j j j j j",
        "Enter j j j j j j j",
        "Tab G k z",
        "Tab Tab j j Enter j",
        "Tab Tab Tab j z",
        "Tab z Enter",
    ] {
        world.press("Esc Esc Esc Esc g");
        world.press(before);
        let was = spot(&world);
        for keys in leave {
            world.press(keys);
            assert_eq!((world.mode(), spot(&world)), ("review", was.clone()), "{before}, then {keys}");
        }
    }
    // A note goes onto what was in use before.
    world.press("Esc Esc Esc Esc g Tab g j 3 Enter 5 Enter Esc a");
    world.text("x");
    world.press("Ctrl-s");
    assert!(world.case.of(2).note.is_some());
}

#[test]
fn back_undoes_one_step_at_a_time() {
    let mut world = World::new(&[(3, 1)]);
    let at = |world: &World| (world.review.focus, world.review.zoomed);
    world.press("z Enter z Enter");
    assert_eq!(at(&world), (Pane::Detail, true));
    world.press("Esc");
    assert_eq!(at(&world), (Pane::Supporting, true), "the list had the whole screen");
    world.press("Esc");
    assert_eq!(at(&world), (Pane::Supporting, false));
    world.press("Esc");
    assert_eq!(at(&world), (Pane::Claims, true));
    world.press("Esc Tab Tab Tab z Esc");
    assert_eq!(at(&world), (Pane::Detail, false));
    world.press("Esc");
    assert_eq!(at(&world), (Pane::Disputing, false));
}

#[test]
fn a_view_of_the_case_is_gone_through_and_left_for_a_line() {
    let mut world = World::new(&[(1, 0), (1, 1), (2, 0)]);
    world.press("4 Enter t");
    assert_eq!(view(&world).of, Some(ViewOf::Case(Some(claim_id(1)))));
    assert_eq!(texts(&world).len(), 3);
    // What is of the whole case does not follow the claim.
    world.press("l");
    assert!(world.status().contains("not of one claim"), "{}", world.status());
    world.press("G Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-3"));
    // A heading leads nowhere.
    world.press("4 Enter g Enter");
    assert!(world.status().contains("about no claim"), "{}", world.status());
    assert_eq!(world.mode(), "view");
}

#[test]
fn keys_turn_from_view_to_view_and_decide_nothing_there() {
    let mut world = World::new(&[(2, 1)]);
    for (key, topic) in [
        ("6", Topic::Origins),
        ("7", Topic::Ledger),
        ("5", Topic::Figures),
        ("9", Topic::History),
        ("4", Topic::Timeline),
    ] {
        world.press(&format!("{key} Enter"));
        assert_eq!(view(&world).kind.topic, topic);
    }
    world.press("r w d e x v u a");
    assert!(world.case.said.is_empty());
    assert_eq!(world.mode(), "view");
    world.press("5 Enter t");
    assert!(world.status().contains("looked at together"), "{}", world.status());
    world.press("1 Enter");
    assert_eq!(world.mode(), "review");
}

#[test]
fn the_help_opens_over_a_view_and_closes_to_it() {
    let mut world = World::new(&[(2, 1)]);
    world.press("7 Enter ?");
    assert_eq!(world.mode(), "help");
    world.press("Esc");
    assert_eq!(view(&world).kind.topic, Topic::Ledger);
    world.press("3 Enter ? Enter");
    assert_eq!(world.mode(), "matrix");
    world.press("b");
    assert_ne!(world.mode(), "matrix", "what the case says of itself");
    world.press("Esc");
    assert_eq!(world.mode(), "matrix");
    // It is the same as it was.
    world.press("s");
    for key in ["?", ":"] {
        world.press(key);
        world.press("Esc");
        let Some(AnyView::Matrix(matrix)) = &world.review.view else { panic!() };
        assert_eq!(matrix.arrangement, Arrangement::Date);
    }
    world.press("4 Enter t :");
    assert_eq!(world.mode(), "palette");
    world.press("Esc");
    assert!(view(&world).whole);
    world.press(":");
    world.text("go to the view of origins");
    world.press("Esc 1 Enter");
    assert_eq!(world.mode(), "review");
}

#[test]
fn a_line_is_never_that_of_another_claim() {
    let mut world = World::new(&[(1, 0), (1, 1), (2, 0)]);
    world.press("4 Enter");
    // Typed at once: what is on the screen when Enter is acted on is what its title says.
    world.type_ahead("l");
    assert!(view(&world).sheet.is_none());
    world.type_ahead("G Enter");
    world.settle();
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-2"));
    world.press("4 Enter");
    world.type_ahead("t");
    assert!(view(&world).sheet.is_none());
    world.type_ahead("j Esc");
    assert_eq!(world.mode(), "review");
    world.settle();
    assert_eq!(world.at(), "C-2");
}

#[test]
fn whether_it_is_of_claim_or_case_stays_from_view_to_view() {
    let mut world = World::new(&[(2, 1)]);
    world.press("7 Enter t 6 Enter");
    assert!(view(&world).whole);
    world.press("t 7 Enter");
    assert!(!view(&world).whole);
}

#[test]
fn a_view_shows_what_another_program_changed() {
    let mut world = World::new(&[(1, 0)]);
    world.press("4 Enter");
    world.press("j");
    let cursor = |world: &World| view(world).sheet.as_ref().unwrap().cursor();
    assert_eq!(cursor(&world), 1);
    world.case.claims[0].text = "claim 1 anew".into();
    let progress = world.review.progress;
    world.msg(Msg::Changed(progress));
    world.settle();
    assert_eq!((texts(&world), cursor(&world)), (vec!["claim 1 anew".to_owned()], 1));
}

#[test]
fn the_matrix_scrolls_both_ways_and_goes_to_its_cell() {
    let mut world = World::with(Fake::new(&[(3, 0); 60]), None, Ok(()), (44, 16));
    world.press("3 Enter");
    let cell = |world: &World| {
        let Some(AnyView::Matrix(matrix)) = &world.review.view else { panic!("{}", world.mode()) };
        let claim = matrix.rows.selected().unwrap().claim.key.to_string();
        (claim, matrix.source().unwrap().key.to_string(), matrix.rows.top(), matrix.left)
    };
    // Evidence 1 stands in source 2, 2 in 3, 3 in 1, and so on.
    assert_eq!(cell(&world), ("C-1".into(), "S-1".into(), 0, 0));
    world.press("l l l l");
    assert_eq!(cell(&world).1, "S-3", "there is no fourth");
    world.press("h Shift-Tab");
    assert_eq!(cell(&world).1, "S-1");
    world.press("Shift-Tab");
    assert!(world.status().contains("no source further left"), "{}", world.status());
    world.press("G");
    assert_eq!((cell(&world).0.as_str(), cell(&world).2 > 40), ("C-60", true));
    world.press("k k g j PgDn");
    assert_ne!(cell(&world).0, "C-2");
    world.press("g j Tab Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-4"));
}

#[test]
fn the_matrix_is_put_in_order_before_rows_are_asked_for() {
    let mut world = World::new(&[(1, 0), (0, 2), (1, 1)]);
    world.press("3 Enter s");
    assert_eq!(world.case.arranged, Some(Arrangement::Date));
    world.press("s");
    assert_eq!(world.case.arranged, Some(Arrangement::Disagreement));
    let Some(AnyView::Matrix(matrix)) = &world.review.view else { panic!() };
    // The source in which most evidence disputes comes first.
    assert_eq!(matrix.columns[0].key.as_str(), "S-3");
    world.press("s s");
    let Some(AnyView::Matrix(matrix)) = &world.review.view else { panic!() };
    assert_eq!(matrix.arrangement, Arrangement::Case);
    // From the matrix a view is of its claim.
    world.press("j 6 Enter");
    assert_eq!(view(&world).key.as_str(), "C-2");
    assert_eq!(view(&world).of, Some(ViewOf::Item(Target::claim(claim_id(2)))));
}

#[test]
fn back_does_not_wait_for_an_order() {
    let mut world = World::new(&[(1, 0), (0, 2)]);
    world.press("3 Enter");
    world.type_ahead("s");
    assert!(world.status().contains("putting all claims in order"), "{}", world.status());
    world.type_ahead("j j");
    world.type_ahead("Esc");
    assert_eq!(world.mode(), "review");
    world.settle();
    assert_eq!((world.mode(), world.at().as_str()), ("review", "C-1"));
}

#[test]
fn an_empty_case_has_no_views_and_says_why() {
    let mut world = World::new(&[]);
    for key in ["3 Enter", "6 Enter"] {
        world.press(key);
        assert_eq!(world.mode(), "review");
        assert!(world.status().contains("no claims yet"), "{}", world.status());
    }
    // Requests and dates may belong to no claim.
    world.press("7 Enter");
    let Some(AnyView::Lines(view)) = &world.review.view else { panic!() };
    assert!(view.whole && view.sheet.is_some());
    world.press("6 Enter");
    assert!(world.status().contains("no claims yet"), "{}", world.status());
    let Some(AnyView::Lines(view)) = &world.review.view else { panic!() };
    assert_eq!(view.kind.title, "Ledger");
}

#[test]
fn grades_take_one_key_each() {
    let mut world = World::new(&[(2, 0)]);
    world.press("c");
    assert!(world.status().contains("select a piece of evidence first"), "{}", world.status());
    world.press("Enter c");
    assert_eq!(world.mode(), "grade");
    world.press("9");
    assert!(world.status().contains("1 to 6"), "{}", world.status());
    world.press("2 C b Space j Space c 0");
    let source = world.case.evidence[0].source_key.clone();
    assert_eq!(
        world.case.records,
        [
            Write::Credibility { items: vec![evidence_id(1)], grade: Some(Credibility::Two) },
            Write::Reliability { source, grade: Some(Reliability::B) },
            Write::Credibility { items: vec![evidence_id(1), evidence_id(2)], grade: None },
        ]
    );
    // What stands in the rows is read anew.
    assert!(world.review.shown().is_some());
}

#[test]
fn derivation_and_via_are_named_by_key_or_from_a_list() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter D");
    let Some(AnyPrompt::Provenance(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    let offered: Vec<&str> = form.candidates.all.iter().map(|found| found.shown.as_str()).collect();
    assert_eq!(offered, ["S-1", "S-3"], "all but the source itself, before a letter is typed");
    world.text("source");
    world.press("Down Down Tab Right Right Tab");
    world.text("page 2");
    world.press("Enter");
    let key = |text: &str| text.parse().unwrap();
    assert_eq!(
        world.case.records,
        [Write::Derive {
            source: key("S-2"),
            from: key("S-3"),
            relation: Relation::Reprints,
            locator: Some("page 2".into())
        }]
    );
    // A key that is typed whole need not be picked; what is not a key must be.
    world.press("P");
    world.text("P-3");
    world.press("Tab");
    world.text("nothing like it");
    world.press("Enter");
    let Some(AnyPrompt::Provenance(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(form.field, ProvenanceField::Origin);
    assert!(form.error.as_ref().unwrap().as_str().contains("is not chosen"));
    world.press("Esc P");
    world.text("P-3");
    world.press("Tab Tab");
    world.text("anonymous");
    world.press("Enter");
    let via = Write::Via {
        items: vec![evidence_id(1)],
        party: Some(key("P-3")),
        origin: None,
        untraced: Some("anonymous".into()),
    };
    assert_eq!(world.case.records.last(), Some(&via));
    // An empty form takes nothing from several pieces at once.
    let written = world.case.records.len();
    let mut world = World::new(&[(3, 0)]);
    world.press("Enter Space j Space P Enter");
    let Some(AnyPrompt::Provenance(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert!(form.error.as_ref().unwrap().as_str().contains("nothing is entered"));
    assert!(written > 0 && world.case.records.is_empty());
}

#[test]
fn a_key_that_chooses_waits_for_what_it_chooses_among() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter D");
    for key in ["S", "o", "u", "r", "c", "e", "Space", "3"] {
        world.type_ahead(&key.to_lowercase().replace("space", "Space"));
    }
    world.type_ahead("Enter");
    assert!(world.case.records.is_empty() && world.mode() == "provenance");
    world.settle();
    let Some(Write::Derive { from, .. }) = world.case.records.last() else { panic!("{}", world.status()) };
    assert_eq!(from.to_string(), "S-3");
}

#[test]
fn nothing_of_the_dossier_is_set_read_only() {
    let why = Err(Reason::new("this case is open read-only"));
    let mut world = World::with(Fake::new(&[(2, 0)]), None, why, (120, 40));
    world.press("Enter c C D P");
    assert_eq!(world.mode(), "review");
    assert!(world.case.records.is_empty());
    assert!(world.status().contains("read-only"), "{}", world.status());
    // Views only read.
    world.press("6 Enter");
    assert_eq!(world.mode(), "view");
}
