//! Reading a document: a passage is always chosen, quotes lead to their evidence, and the place is kept.

use crate::domain::document::{DocumentText, Form};
use crate::domain::open_document::{OpenDocument, QuoteLine};
use crate::domain::quotes::{Searchable, anchor_of};
use crate::domain::rows::Place;
use crate::domain::{Annotation, DocumentInfo, Key, Kind, Stance};
use crate::review::protocol::effect::{Effect, Read};
use crate::review::tests::fake::{Fake, claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::view::AnyView;
use crate::review::view::document_view::DocumentView;
use crate::review::view::layout::PageRow;
use std::collections::BTreeMap;
use std::sync::Arc;

fn text() -> DocumentText {
    let mut text = DocumentText::default();
    text.push(Form::Heading(1), Some(1), "On the port");
    text.push(Form::Text, Some(1), "The port was closed. Nobody said why, though Dr. Ruiz asked twice.");
    text.push(Form::Text, Some(2), "It opened again. The harbour fund paid $5,000.");
    text.push(Form::Heading(2), Some(2), "What followed");
    for n in 0..200 {
        text.push(
            Form::Text,
            Some(3 + n / 10),
            "A sentence of some length that says nothing at all. And one more.",
        );
    }
    text
}

/// The reviewer at a case whose first source has a document, of which E-1 and E-2 quote a passage each.
pub(super) fn world() -> World {
    World::with(case(), None, Ok(()), (80, 24))
}

/// That case.
pub(super) fn case() -> Fake {
    let mut case = Fake::new(&[(2, 0), (1, 0)]);
    let text = text();
    let quotes = ["though Dr. Ruiz asked twice", "The harbour fund paid $5,000"];
    let quotes = (1..).zip(quotes).map(|(n, said)| {
        let at = text.text.find(said).unwrap();
        let quote = anchor_of(&text, at..at + said.len()).quote;
        QuoteLine {
            place: Place { claim: claim_id(1), evidence: Some(evidence_id(n)) },
            key: Key::new(Kind::Evidence, n),
            claim: Key::new(Kind::Claim, 1),
            stance: Stance::Supports,
            annotation: Annotation::default(),
            finding: Searchable::new(&text.text).find(&quote),
        }
    });
    let info = serde_json::from_value::<DocumentInfo>(serde_json::json!({
        "sha256": "0".repeat(64), "media_type": "text/plain", "size": 1, "attached": "2026-01-01",
        "text_sha256": "0".repeat(64), "structure_sha256": "0".repeat(64),
    }));
    let document = OpenDocument {
        source: Key::new(Kind::Source, 1),
        called: "the port report".into(),
        info: info.unwrap(),
        version: 1,
        versions: 1,
        quotes: quotes.collect(),
        text: Arc::new(text),
    };
    for row in &mut case.evidence {
        row.source_key = Key::new(Kind::Source, if row.claim == claim_id(1) { 1 } else { 2 });
    }
    case.documents.insert(Key::new(Kind::Source, 1), document);
    case
}

pub(super) fn view(world: &World) -> &DocumentView {
    let Some(AnyView::Document(view)) = &world.review.view else {
        panic!("{}: {}", world.mode(), world.status())
    };
    view
}

pub(super) fn chosen(world: &World) -> &str {
    let view = view(world);
    &view.document.as_ref().unwrap().text.text[view.passage.clone()]
}

/// Whether the passage chosen is on the screen.
fn is_seen(world: &World) -> bool {
    let view = view(world);
    let begins =
        |row: &PageRow| matches!(row, PageRow::Text { bytes, .. } if bytes.contains(&view.passage.start));
    view.rows.iter().any(begins)
}

#[test]
fn a_document_opens_at_the_quote_of_the_evidence_and_leads_to_that_of_another() {
    let mut world = world();
    world.press("Enter o");
    assert_eq!(chosen(&world), "though Dr. Ruiz asked twice");
    world.press("]");
    assert_eq!(chosen(&world), "The harbour fund paid $5,000");
    world.press("]");
    assert_eq!(
        (chosen(&world), world.status()),
        ("The harbour fund paid $5,000", "no quote begins after this passage")
    );
    world.press("Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-2"));
    world.press("k o ] Esc");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-1"));
}

#[test]
fn a_document_opens_over_the_list_of_sources_and_esc_goes_back_to_that() {
    let mut world = world();
    world.press("2 Enter o");
    assert_eq!(chosen(&world), "On the port");
    world.press("j Esc");
    assert_eq!(world.mode(), "records");
    // The list is where it was, and its keys act again.
    world.press("C");
    assert_eq!(world.mode(), "grade");
    world.press("Esc o Esc Esc");
    assert_eq!(world.mode(), "review");
    world.press("2 Enter o ] Enter");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-1"));
}

#[test]
fn a_passage_is_chosen_by_words_sentences_and_paragraphs() {
    let mut world = world();
    world.press("Enter o g");
    assert_eq!(chosen(&world), "On the port");
    world.press("j j");
    assert_eq!(chosen(&world), "Nobody said why, though Dr. Ruiz asked twice.");
    world.press("k l");
    assert_eq!(chosen(&world), "port");
    world.press("L L L");
    assert_eq!(chosen(&world), "port was closed. Nobody");
    world.press("H H J");
    assert_eq!(chosen(&world), "port was closed.");
    world.press("Tab");
    assert!(chosen(&world).starts_with("It opened again. The"));
    world.press("Shift-Tab Shift-Tab Shift-Tab Shift-Tab");
    assert_eq!(chosen(&world), "On the port");
}

#[test]
fn pages_go_by_and_what_is_chosen_stays_in_sight() {
    let mut world = world();
    world.press("Enter o g");
    let mut before = 0;
    for _ in 0..12 {
        world.press("PgDn");
        assert!(is_seen(&world) && view(&world).passage.start > before);
        before = view(&world).passage.start;
    }
    for key in ["j", "J", "l", "Ctrl-d", "k", "Ctrl-u", "PgUp", "h", "G", "j", "g", "k"] {
        world.press(key);
        assert!(is_seen(&world), "{key}");
    }
    world.press("G");
    assert_eq!(chosen(&world), "And one more.");
}

#[test]
fn words_are_found_and_gone_through_and_headings_are_an_outline() {
    let mut world = world();
    world.press("Enter o g n");
    assert!(world.status().starts_with("nothing was searched for in this document yet"));
    world.press("/");
    world.text("And ONE");
    world.press("Enter");
    assert_eq!((chosen(&world), world.status()), ("And one", "it stands there 200 times"));
    let first = view(&world).passage.start;
    world.press("n n N");
    assert!(view(&world).passage.start > first && chosen(&world) == "And one");
    world.press("/");
    world.text("nowhere");
    world.press("Enter");
    assert_eq!(world.status(), "that does not stand in this document");
    world.press("g t j Enter");
    assert_eq!((chosen(&world), world.mode()), ("What followed", "document"));
    world.press("t Esc");
    assert_eq!(world.mode(), "document");
}

#[test]
fn the_place_is_kept_when_the_review_is_left_and_keys_lead_on_from_a_document() {
    let mut world = world();
    world.press("2 Enter o j j");
    assert_eq!(chosen(&world), "Nobody said why, though Dr. Ruiz asked twice.");
    let place = view(&world).passage.clone();
    world.press("q");
    let saved = BTreeMap::from([(Key::new(Kind::Source, 1), place)]);
    assert!(world.outside.contains(&Effect::SaveReading(saved.clone())), "{:?}", world.outside);
    let mut world = self::world();
    world.review.resume_reading(saved);
    world.press("2 Enter o");
    assert_eq!(chosen(&world), "Nobody said why, though Dr. Ruiz asked twice.");
    world.press("1 Enter");
    assert_eq!(world.mode(), "review");
    world.press("2 Enter o 3 Enter");
    assert_eq!(world.mode(), "matrix");
    world.press("Esc");
    assert_eq!(world.mode(), "review");
}

#[test]
fn earlier_versions_are_read_and_nothing_is_quoted_from_them() {
    let mut world = world();
    world.press("Enter o v");
    assert_eq!(world.status(), "this is the only version of the document");
    let document = world.case.documents.get_mut(&Key::new(Kind::Source, 1)).unwrap();
    (document.version, document.versions) = (2, 2);
    world.press("Esc o");
    assert_eq!(chosen(&world), "though Dr. Ruiz asked twice");
    world.type_ahead("v");
    let asked = Read::Document { source: Key::new(Kind::Source, 1), version: Some(1) };
    assert_eq!(world.reads(), [asked]);
    world.case.documents.get_mut(&Key::new(Kind::Source, 1)).unwrap().version = 1;
    world.settle();
    assert_eq!(
        (view(&world).document.as_ref().unwrap().version, chosen(&world)),
        (1, "though Dr. Ruiz asked twice")
    );
    for key in ["e", "c", "Q", "f"] {
        world.press(key);
        assert_eq!(
            (world.mode(), world.status()),
            ("document", "this is version 1 of 2: quotes are taken from the latest, to which v turns")
        );
    }
    world.type_ahead("v");
    assert_eq!(world.reads(), [Read::Document { source: Key::new(Kind::Source, 1), version: None }]);
}

#[test]
fn the_place_is_kept_for_each_document_and_one_without_says_so() {
    let mut world = world();
    world.press("Enter o Tab Tab Esc j");
    world.press("o");
    // The quote of E-2 comes first, then where one was.
    assert_eq!(chosen(&world), "The harbour fund paid $5,000");
    world.press("Esc Esc j Enter o");
    assert_eq!(world.mode(), "review");
    assert!(world.status().starts_with("S-2 has no document in this case"), "{}", world.status());
}
