//! The list of sources and of parties: gone through, put in order, filtered, searched, acted on, left and come
//! back to.

use crate::domain::Kind;
use crate::domain::record_list::RecordOrder;
use crate::domain::words::Reliability;
use crate::review::prompt::AnyPrompt;
use crate::review::state::list::HasId as _;
use crate::review::state::status::Reason;
use crate::review::tests::fake::{Fake, evidence_id, source_id};
use crate::review::tests::world::World;
use crate::review::view::AnyView;
use crate::review::view::records_view::RecordsView;
use crate::review::{Effect, Write};

fn view(world: &World) -> &RecordsView {
    let Some(AnyView::Records(view)) = &world.review.view else { panic!("{}", world.mode()) };
    view
}

/// The keys of the list, in its order.
fn keys(world: &World) -> Vec<&str> {
    view(world).rows.rows().iter().map(|row| row.key.as_str()).collect()
}

fn selected(world: &World) -> &str {
    view(world).rows.selected().map_or("", |row| row.key.as_str())
}

/// The lines of what there is to the one selected.
fn detail(world: &World) -> Vec<String> {
    let sheet = view(world).sheet.as_ref().unwrap();
    let line = |line: &crate::review::state::sheet::SheetLine| {
        let columns: Vec<&str> = line.columns.iter().map(|column| column.text.as_str()).collect();
        format!("{} {}", columns.join(" "), line.text).trim().to_owned()
    };
    sheet.lines().iter().map(line).collect()
}

#[test]
fn the_list_opens_at_the_source_in_use_and_is_left_for_where_one_was() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.press("2 Enter");
    assert_eq!((world.mode(), keys(&world), selected(&world)), ("records", vec!["S-1", "S-2", "S-3"], "S-1"));
    world.press("Esc Tab j j");
    let (at, source) = (world.at(), world.review.source().unwrap().key.to_string());
    world.press("2 Enter");
    assert_eq!(selected(&world), source);
    assert_eq!(view(&world).rows.selected().unwrap().id(), world.review.source().unwrap().id);
    world.press("g j G k Esc");
    assert_eq!((world.mode(), world.at()), ("review", at));
    assert!(world.review.listed.is_none());
}

#[test]
fn what_there_is_to_a_source_leads_to_its_evidence_and_back() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.press("Tab j 2 Enter g j");
    assert_eq!(selected(&world), "S-2");
    let lines = detail(&world);
    assert!(lines.contains(&"title source 2".to_owned()), "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.starts_with("+ E-1 evidence 1 (undecided; untraced)")),
        "{lines:#?}"
    );
    world.press("Enter");
    assert!(view(&world).in_detail);
    world.press("j j Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-4"));
    // Back to the very line, and from there to where the view was opened.
    world.press("Esc");
    assert_eq!((world.mode(), selected(&world), view(&world).in_detail), ("records", "S-2", true));
    let line = view(&world).sheet.as_ref().unwrap().selected().unwrap();
    assert_eq!(line.place.and_then(|place| place.evidence), Some(evidence_id(4)));
    world.press("Esc");
    assert!(!view(&world).in_detail);
    world.press("Esc");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-2"));
    // What is closed first leaves the way back open; another claim closes it.
    world.press("2 Enter g j Enter Enter z Esc");
    assert_eq!(world.mode(), "review");
    world.press("Esc");
    assert_eq!(world.mode(), "records");
    world.press("Enter Shift-Tab j Esc Esc");
    assert_eq!(world.mode(), "review");
}

#[test]
fn the_list_is_put_in_each_of_its_orders() {
    let mut case = Fake::new(&[(3, 2), (2, 0)]);
    for (source, (title, day)) in case.sources.iter_mut().zip([("b", "2025"), ("c", "2024-05"), ("a", "")]) {
        source.title = title.into();
        source.published = day.parse().ok().map(crate::domain::Dated::Stated);
    }
    let mut world = World::with(case, None, Ok(()), (120, 40));
    world.press("2 Enter j");
    for (order, sorted) in [
        (RecordOrder::Name, ["S-3", "S-1", "S-2"]),
        (RecordOrder::Publisher, ["S-1", "S-2", "S-3"]),
        (RecordOrder::Date, ["S-2", "S-1", "S-3"]),
        (RecordOrder::Evidence, ["S-2", "S-1", "S-3"]),
        (RecordOrder::Undecided, ["S-2", "S-1", "S-3"]),
        (RecordOrder::Key, ["S-1", "S-2", "S-3"]),
    ] {
        world.press("s");
        assert_eq!((view(&world).order, keys(&world)), (order, sorted.to_vec()));
        assert_eq!(selected(&world), sorted[0], "it begins at its top");
    }
    // The parties have orders of their own.
    world.press("s s p");
    assert_eq!(
        (view(&world).kind, view(&world).order, keys(&world)),
        (Kind::Party, RecordOrder::Key, vec!["P-1"])
    );
    world.press("s");
    assert_eq!(view(&world).order, RecordOrder::Name);
    world.press("s p");
    assert_eq!((view(&world).kind, view(&world).order), (Kind::Source, RecordOrder::Key));
}

#[test]
fn the_filter_and_the_search_are_of_the_list() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.press("2 Enter f");
    assert_eq!(world.mode(), "filter");
    world.text("claim:C-2");
    world.press("Enter");
    assert_eq!((world.mode(), keys(&world)), ("records", vec!["S-1", "S-2"]));
    world.press("f");
    (0..9).for_each(|_| world.press("Backspace"));
    world.press("Enter");
    assert_eq!(keys(&world).len(), 3);
    world.press("/");
    world.text("source");
    assert_eq!(world.mode(), "search");
    world.press("Enter");
    assert_eq!((selected(&world), world.status()), ("S-1", "hit 1 of 3: S-1"));
    world.press("n n");
    assert_eq!((selected(&world), world.status()), ("S-3", "hit 3 of 3: S-3"));
    world.press("N");
    assert_eq!(selected(&world), "S-2");
}

#[test]
fn keys_act_on_the_source_selected_and_not_on_the_one_beneath() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.press("Tab Space 2 Enter G");
    assert_eq!(selected(&world), "S-3");
    world.press("C");
    assert_eq!(world.mode(), "grade");
    world.press("b");
    let grade = Write::Reliability { source: "S-3".parse().unwrap(), grade: Some(Reliability::B) };
    assert_eq!(world.case.records.last(), Some(&grade));
    assert_eq!((world.mode(), selected(&world)), ("records", "S-3"));
    assert_eq!(world.review.marks.len(), 1, "what is marked in the panes stays marked");
    world.press("g y O");
    assert_eq!(world.mode(), "confirm");
    world.press("y");
    let cited = "source 1 [S-1]. https://example.org/a";
    assert_eq!(world.outside, [Effect::Copy(cited.into()), Effect::OpenUrl("https://example.org/a".into())]);
    world.press("j O");
    assert_eq!(world.status(), "the address of S-2 is neither http nor https");
    world.press("D");
    assert_eq!(world.mode(), "provenance");
    // A party is no source.
    world.press("Esc p C");
    assert_eq!((world.mode(), world.status()), ("records", "P-1 is a party, not a source"));
    world.press("y");
    assert_eq!(world.outside.last(), Some(&Effect::Copy("DHS [P-1].".into())));
}

#[test]
fn keys_typed_ahead_act_on_what_is_selected_when_their_turn_comes() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.type_ahead("2 Enter j j C b");
    world.settle();
    let grade = Write::Reliability { source: "S-3".parse().unwrap(), grade: Some(Reliability::B) };
    assert_eq!(world.case.records, [grade]);
    world.type_ahead("g / s 2 Enter C");
    world.settle();
    assert_eq!(world.mode(), "search", "nothing has both words");
    world.press("Esc");
    world.type_ahead("/ 2 Enter C c");
    world.settle();
    let grade = Write::Reliability { source: "S-2".parse().unwrap(), grade: Some(Reliability::C) };
    assert_eq!(world.case.records.last(), Some(&grade));
}

#[test]
fn over_another_view_these_keys_say_why_they_do_nothing() {
    let mut world = World::new(&[(3, 2), (2, 0)]);
    world.press("Tab 4 Enter");
    for key in ["C", "D", "y", "O", "o", "F", "u"] {
        world.press(key);
        assert_eq!(
            (world.mode(), world.status()),
            ("view", "a view is open: Esc goes back to the evidence"),
            "{key}"
        );
    }
    world.press("/");
    assert_eq!(world.mode(), "search");
}

#[test]
fn a_large_list_is_held_in_part_and_gone_through_whole() {
    let mut case = Fake::new(&[(1, 0)]);
    let one = case.sources[0].clone();
    case.sources = (0..5_000).map(|_| one.clone()).collect();
    let mut world = World::with(case, None, Err(Reason::new("read-only")), (80, 24));
    world.press("2 Enter");
    assert!(view(&world).rows.rows().len() < 200);
    world.press("G");
    assert_eq!(selected(&world), "S-5000");
    world.press("PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp");
    assert!(view(&world).rows.rows().len() < 200);
    let before = view(&world).rows.cursor();
    world.press("k");
    assert_eq!(view(&world).rows.cursor(), before - 1);
    world.press("g");
    assert_eq!(view(&world).rows.selected().unwrap().id(), source_id(1));
    world.press("C");
    assert_eq!(world.status(), "read-only");
}

#[test]
fn the_party_selected_is_edited_and_taken_out_and_a_filter_leaves_those_it_is_about() {
    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.press("2 Enter p M Enter");
    let Some(AnyPrompt::Record(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!((form.title.as_str(), form.lines[0].path.as_str()), ("P-1", "name"));
    world.press("Esc M s");
    assert_eq!(world.mode(), "record picker");
    world.press("Esc Esc");
    let listed = |world: &World| world.review.listed.as_ref().and_then(|listed| listed.row.clone()).is_some();
    for (query, left) in [("claim:C-1", true), ("nowhere", false), ("dhs", true)] {
        world.press("f Ctrl-u");
        world.text(query);
        world.press("Enter 2 Enter p");
        assert_eq!((world.mode(), listed(&world)), ("records", left), "{query}");
        world.press("Esc");
    }
}
