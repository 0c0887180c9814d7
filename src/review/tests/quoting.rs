//! What is made of a passage of a document: evidence, a quote, a claim, figures and dates; each in few keys, and
//! back where one was.

use crate::domain::document::Form;
use crate::domain::quotes::anchor_of;
use crate::domain::{DocumentText, Key, Kind};
use crate::review::Write;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::offers::OffersPrompt;
use crate::review::prompt::quote::QuotePrompt;
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::state::status::Reason;
use crate::review::tests::documents::{case, chosen, view, world};
use crate::review::tests::fake::{claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::view::layout::PageRow;
use serde_json::json;
use std::sync::Arc;

fn prompt(world: &World) -> &QuotePrompt {
    match &world.review.prompt {
        Some(AnyPrompt::Quote(prompt)) => prompt,
        _ => panic!("{}: {}", world.mode(), world.status()),
    }
}

fn offers(world: &World) -> &OffersPrompt {
    match &world.review.prompt {
        Some(AnyPrompt::Offers(prompt)) => prompt,
        _ => panic!("{}: {}", world.mode(), world.status()),
    }
}

/// The record that is on its way to the case.
fn written(world: &World) -> RecordWrite {
    let writes = world.writes();
    let [Write::Record(record)] = &writes[..] else { panic!("{writes:?}") };
    (**record).clone()
}

/// The quote and the locator that the passage chosen has.
fn anchored(world: &World) -> (serde_json::Value, String) {
    let view = view(world);
    let anchored = anchor_of(&view.document.as_ref().unwrap().text, view.passage.clone());
    (serde_json::to_value(anchored.quote.anchor).unwrap(), anchored.locator)
}

/// What is to be the same once a box is closed: the passage, and the rows on the screen.
fn place(world: &World) -> (std::ops::Range<usize>, Vec<PageRow>) {
    (view(world).passage.clone(), view(world).rows.clone())
}

#[test]
fn evidence_is_made_of_a_passage_in_three_keys() {
    let mut world = world();
    world.press("Enter o j");
    assert_eq!(chosen(&world), "It opened again.");
    let (anchor, locator) = anchored(&world);
    assert_eq!(locator, "p. 2, ¶ 1");
    world.press("e");
    assert_eq!(prompt(&world).names.before().as_str(), "C-1 claim 1");
    world.press("-");
    world.type_ahead("Enter");
    let RecordWrite { of, fields, .. } = written(&world);
    assert_eq!(of, FormOf::New(Kind::Evidence));
    let said = json!({
        "claim": "C-1", "source": "S-1", "stance": "disputes", "paraphrase": "“It opened again.”",
        "quote.text": "It opened again.", "quote.anchor": anchor, "locator": locator,
    });
    assert_eq!(serde_json::Value::Object(fields), said);
    world.settle();
    assert_eq!((world.mode(), world.status(), chosen(&world)), ("document", "E-4 added", "It opened again."));
    world.press("u");
    assert_eq!((world.mode(), world.status()), ("document", "undid: E-4 added"));
    world.press("Ctrl-r");
    assert_eq!((world.mode(), world.status()), ("document", "redid: E-4 added"));
    world.press("Esc");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-1"));
}

#[test]
fn evidence_of_a_passage_is_for_another_claim_in_ones_own_words() {
    let mut world = world();
    world.press("Enter o j e");
    world.text("claim 2");
    world.press("+");
    assert!(prompt(&world).stance.is_none(), "what is typed is not chosen yet");
    world.press("Backspace Enter");
    assert_eq!(
        prompt(&world).error.as_ref().unwrap().as_str(),
        "now the sign that says how it bears on the claim"
    );
    world.press("=");
    world.text("The port is open.");
    world.type_ahead("Enter");
    let fields = written(&world).fields;
    assert_eq!((fields["claim"].as_str(), fields["stance"].as_str()), (Some("C-2"), Some("repeats")));
    assert_eq!(fields["paraphrase"].as_str(), Some("The port is open."));
}

#[test]
fn a_passage_becomes_the_quote_of_the_evidence_in_one_key() {
    let mut world = world();
    world.press("Enter o j");
    let (anchor, locator) = anchored(&world);
    world.type_ahead("Q");
    let RecordWrite { of, fields, .. } = written(&world);
    assert_eq!(of, FormOf::Record(Kind::Evidence, evidence_id(1)));
    let said = json!({
        "quote.text": "It opened again.", "quote.anchor": anchor, "quote.translator": null, "locator": locator,
    });
    assert_eq!(serde_json::Value::Object(fields), said);
    world.settle();
    assert_eq!((world.mode(), chosen(&world)), ("document", "It opened again."));
    world.press("u");
    assert!(world.status().starts_with("undid: E-1: "), "{}", world.status());
}

#[test]
fn where_the_document_was_not_opened_from_evidence_it_is_asked_which() {
    let mut world = world();
    world.press("2 Enter o j Q");
    assert_eq!((world.mode(), prompt(&world).candidates.all.len()), ("quote", 2));
    world.press("Down Down");
    world.type_ahead("Enter");
    assert_eq!(written(&world).of, FormOf::Keyed(Key::new(Kind::Evidence, 2)));
    world.settle();
    assert_eq!(world.mode(), "document");
}

#[test]
fn a_claim_is_made_of_a_passage_in_one_key_and_is_the_one_in_use() {
    let mut world = world();
    world.press("Enter o j");
    world.type_ahead("c");
    let RecordWrite { of, fields, .. } = written(&world);
    assert_eq!(of, FormOf::New(Kind::Claim));
    let said = json!({
        "text": "It opened again.",
        "wordings": [{ "source": "S-1", "text": "It opened again.", "locator": "p. 2, ¶ 1" }],
    });
    assert_eq!(serde_json::Value::Object(fields), said);
    world.settle();
    assert_eq!((world.mode(), world.status()), ("document", "C-3 added"));
    world.press("e");
    assert_eq!(prompt(&world).names.before().as_str(), "C-3 It opened again.");
}

#[test]
fn esc_returns_to_exactly_where_one_was_and_the_passage_stays_in_sight() {
    let mut world = world();
    // A passage in the last row of the screen.
    world.press("2 Enter o");
    for _ in 0..40 {
        world.press("j");
        let before = place(&world);
        for key in ["e", "Q"] {
            world.press(key);
            let above = view(&world).rows.len() - usize::from(prompt_lines(&world));
            let start = view(&world).passage.start;
            let row = view(&world)
                .rows
                .iter()
                .position(|row| matches!(row, PageRow::Text { bytes, .. } if bytes.contains(&start)));
            assert!(row.is_some_and(|row| row < above), "{key}: row {row:?} of {above}");
            world.press("Esc");
            assert_eq!(place(&world), before, "{key}");
            assert_eq!(world.mode(), "document");
        }
    }
}

fn prompt_lines(world: &World) -> u16 {
    world.review.prompt.as_ref().unwrap().get().lines_in_sight()
}

/// The reviewer in a document of one paragraph.
fn reading(text: &str) -> World {
    let mut case = case();
    let mut document = DocumentText::default();
    document.push(Form::Text, Some(7), text);
    let open = case.documents.get_mut(&Key::new(Kind::Source, 1)).unwrap();
    (open.text, open.quotes) = (Arc::new(document), Vec::new());
    let mut world = World::with(case, None, Ok(()), (80, 24));
    world.press("Enter o");
    world
}

#[test]
fn figures_of_a_passage_are_offered_and_only_what_is_measured_is_typed() {
    let mut world = reading("On Oct. 14, 2025 they paid up to $50,000 for it, 5 to 10 times.");
    world.press("f");
    let all: Vec<(&str, &str)> =
        offers(&world).all.iter().map(|offer| (offer.words.as_str(), offer.says.as_str())).collect();
    assert_eq!(all, [("Oct. 14, 2025", "2025-10-14"), ("up to $50,000", "up to 50,000 USD")]);
    world.press("Down");
    assert_eq!(offers(&world).taken_as().as_str(), "a figure of C-1");
    world.press("Enter");
    let Some(AnyPrompt::Record(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(form.line().unwrap().path, "measures");
    let sight: Vec<String> = form.sight.lines(60).iter().map(|line| line.text.to_string()).collect();
    assert!(sight[0].contains("S-1 · p. 7, ¶ 1") && sight.concat().contains("up to $50,000"), "{sight:?}");
    world.text("bounty");
    world.type_ahead("Enter");
    let RecordWrite { of, fields, .. } = written(&world);
    assert_eq!(of, FormOf::New(Kind::Figure));
    let said = json!({
        "claim": "C-1", "source": "S-1", "locator": "p. 7, ¶ 1", "measures": "bounty", "high": 50000,
        "unit": "USD", "qualifier": "up-to",
    });
    assert_eq!(serde_json::Value::Object(fields), said);
    world.settle();
    assert_eq!(world.mode(), "document");
}

#[test]
fn dates_of_a_passage_are_taken_as_what_they_are_the_date_of() {
    let mut world = reading("It began on Oct. 14, 2025 and went on in May 2026.");
    world.press("f Down");
    assert_eq!(offers(&world).taken_as().as_str(), "the date of the event of C-1");
    world.press("Right");
    assert_eq!(offers(&world).taken_as().as_str(), "the date on which C-1 was asserted");
    world.type_ahead("Enter");
    let RecordWrite { of, fields, .. } = written(&world);
    assert_eq!(of, FormOf::Record(Kind::Claim, claim_id(1)));
    assert_eq!(serde_json::Value::Object(fields), json!({ "asserted_on": "2026-05" }));
    world.settle();
    assert!(offers(&world).all[1].taken);
    world.press("Esc");
    assert_eq!(world.mode(), "document");
    let mut world = reading("It says nothing of that.");
    world.press("f");
    assert_eq!(world.status(), "this passage names no figure and no date whose meaning is plain");
}

#[test]
fn in_read_only_nothing_is_made_and_it_is_said_why() {
    let why = Err(Reason::new("this case is open read-only"));
    let mut world = World::with(case(), None, why, (80, 24));
    world.press("Enter o");
    for key in ["e", "c", "Q", "f", "u"] {
        world.press(key);
        assert_eq!((world.mode(), world.status()), ("document", "this case is open read-only"), "{key}");
    }
}

#[test]
fn what_the_filter_hides_is_said_when_it_is_made() {
    let mut world = world();
    world.press("f");
    world.text("claim 1");
    world.press("Enter Enter Enter o");
    assert_eq!(world.mode(), "document", "{}", world.status());
    world.press("j c");
    assert_eq!((world.mode(), world.status()), ("document", "C-3 added; the filter hides it"));
    world.press("Esc m c");
    world.text("Another");
    world.press("Enter");
    assert_eq!((world.mode(), world.status()), ("review", "C-4 added; the filter hides it"));
    world.press("m c");
    world.text("This is claim 1, too");
    world.press("Enter");
    assert_eq!((world.status(), world.at().as_str()), ("C-5 added", "C-5"));
}
