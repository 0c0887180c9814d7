//! Records made and edited in forms.

use crate::domain::new_name::NewName;
use crate::domain::{Kind, Stance};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::record::form::RecordForm;
use crate::review::prompt::record::line::Entered;
use crate::review::protocol::record::{FormOf, RecordWrite, Twice};
use crate::review::state::status::Reason;
use crate::review::tests::fake::{Fake, claim_id, evidence_id, source_id};
use crate::review::tests::world::World;
use crate::review::{Effect, Msg, Write};
use serde_json::json;

fn form(world: &World) -> &RecordForm {
    match &world.review.prompt {
        Some(AnyPrompt::Record(form)) => form,
        _ => panic!("{}: {}", world.mode(), world.status()),
    }
}

/// The path of the line in use.
fn line(world: &World) -> &str {
    &form(world).line().unwrap().path
}

fn error(world: &World) -> &str {
    form(world).error.as_ref().map_or("", |error| error.as_str())
}

/// What a form wrote that is on its way.
fn written(world: &World) -> RecordWrite {
    let writes = world.writes();
    let Some(Write::Record(record)) = writes.first() else { panic!("{writes:?}") };
    (**record).clone()
}

fn tab(world: &mut World, to: &str) {
    for _ in 0..60 {
        if line(world) == to {
            return;
        }
        world.press("Tab");
    }
    panic!("there is no line {to}");
}

#[test]
fn a_claim_is_made_selected_undone_and_redone() {
    let mut world = World::new(&[(1, 0), (2, 1)]);
    world.press("m c");
    assert_eq!((world.mode(), line(&world)), ("record", "text"));
    world.text("The gate was open.");
    world.press("Tab");
    world.text("Gate");
    world.press("Enter");
    assert_eq!((world.mode(), world.status(), world.at().as_str()), ("review", "C-3 added", "C-3"));
    assert_eq!(world.review.progress.claims, 3);
    world.press("u");
    assert_eq!((world.status(), world.review.progress.claims), ("undid: C-3 added", 2));
    assert!(!world.at().is_empty());
    world.press("Ctrl-r");
    assert_eq!((world.status(), world.at().as_str()), ("redid: C-3 added", "C-3"));
}

#[test]
fn evidence_is_made_of_the_claim_selected_with_a_stance_by_its_sign() {
    let mut world = World::new(&[(1, 0), (2, 1)]);
    world.press("j m e");
    assert_eq!(line(&world), "stance");
    world.text("-");
    world.press("Tab");
    world.text("source 2");
    world.press("Tab");
    world.text("It was shut.");
    world.press("Enter");
    assert_eq!((world.mode(), world.status(), world.at().as_str()), ("review", "E-5 added", "E-5"));
    let row = &world.review.evidence().unwrap().row;
    assert_eq!((row.claim, row.record.stance, row.source_key.number), (claim_id(2), Stance::Disputes, 2));
    // Its letters do as well, and what is none of the words is named with those that are.
    world.press("M e");
    tab(&mut world, "stance");
    world.press("Ctrl-u");
    world.text("co");
    world.press("Enter");
    assert_eq!(world.status(), "E-5: stance edited");
    world.press("M Enter");
    tab(&mut world, "stance");
    world.press("Ctrl-u");
    world.text("xyz");
    world.press("Enter");
    assert!(error(&world).contains("there is no stance \"xyz\"; known: supports"), "{}", error(&world));
}

#[test]
fn what_is_missing_is_named_in_its_line() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m f");
    assert_eq!(line(&world), "asserted_by");
    world.press("Enter");
    assert_eq!((line(&world), error(&world)), ("measures", "Measures must be filled in"));
    world.text("the savings");
    world.press("Tab");
    world.text("$1.2 million");
    assert_eq!(form(&world).reads_as().unwrap().as_str(), "read as 1200000, in USD");
    world.press("Enter");
    let RecordWrite { of, fields, .. } = match world.case.records.last() {
        Some(Write::Record(record)) => (**record).clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(of, FormOf::New(Kind::Figure));
    let expected = json!({
        "claim": "C-1", "measures": "the savings", "low": 1_200_000, "unit": "USD", "qualifier": "exact"
    });
    assert_eq!(serde_json::Value::Object(fields), expected);
}

#[test]
fn dates_are_read_as_people_write_them() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m s");
    world.text("Minutes");
    tab(&mut world, "published");
    world.text("14 Oct 2025");
    assert_eq!(form(&world).reads_as().unwrap().as_str(), "read as 2025-10-14");
    world.press("Ctrl-u");
    world.text("4/10/2025");
    world.press("Enter");
    assert_eq!(line(&world), "published");
    assert!(error(&world).contains("could be 2025-04-10 or 2025-10-04"), "{}", error(&world));
    world.press("Ctrl-u");
    // Today is at hand.
    world.press("Right Enter");
    let Some(Write::Record(record)) = world.case.records.last() else { panic!() };
    assert_eq!(record.fields["published"], "2025-10-18");
}

#[test]
fn who_is_not_in_the_case_is_made_on_the_way() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m c");
    world.text("It was paid twice.");
    tab(&mut world, "claimant");
    world.text("Dana Price");
    world.type_ahead("Enter");
    let record = written(&world);
    assert_eq!(record.fields["claimant"], "Dana Price");
    assert_eq!(record.names, [NewName { kind: Kind::Party, name: "Dana Price".into() }]);
    world.settle();
    assert_eq!(world.status(), "C-2 added, with P-2");
    // A claim is more than a name.
    world.press("m c");
    world.text("Another");
    tab(&mut world, "parent");
    world.text("nothing like it");
    world.press("Enter");
    assert_eq!(error(&world), "\"nothing like it\" is not chosen: pick a claim below, or type its key");
}

#[test]
fn what_could_not_be_saved_stays_in_the_form() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m c");
    world.text("The gate was open.");
    world.case.refuse_writes = true;
    world.press("Enter");
    assert_eq!((world.mode(), error(&world)), ("record", "the disk is full"));
    world.case.refuse_writes = false;
    world.press("Enter");
    assert_eq!((world.mode(), world.status()), ("review", "C-2 added"));
}

#[test]
fn escape_asks_where_something_was_typed_and_then_keeps_nothing() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m c Esc");
    assert_eq!(world.mode(), "review");
    world.press("m c");
    world.text("The");
    world.press("Esc");
    assert!(form(&world).discarding);
    world.press("n");
    world.text(" gate");
    world.press("Esc y");
    assert_eq!((world.mode(), world.status()), ("review", "nothing was saved"));
    assert_eq!(world.case.claims.len(), 1);
    // Who leaves finds it again; where it cannot be kept, leaving asks.
    world.press("m c");
    world.text("The");
    world.msg(Msg::FormKept(Err("the disk is full".into())));
    world.press("Ctrl-c");
    assert_eq!(world.mode(), "confirm");
    world.press("n");
    assert_eq!(world.mode(), "record");
    world.msg(Msg::FormKept(Ok(())));
    world.press("Ctrl-c");
    assert!(kept(&world).is_some_and(Option::is_some), "{:?}", world.outside);
    assert_eq!(world.outside.last(), Some(&Effect::Quit));
}

#[test]
fn an_edit_writes_what_changed_and_nothing_where_nothing_did() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter M");
    assert_eq!(world.mode(), "record menu");
    world.press("Enter");
    assert_eq!(form(&world).title.as_str(), "E-1");
    world.press("Enter");
    assert_eq!((world.mode(), world.status()), ("review", "nothing was changed"));
    world.press("M e");
    tab(&mut world, "paraphrase");
    world.press("Ctrl-k");
    world.text(", as it says");
    world.type_ahead("Enter");
    let record = written(&world);
    assert_eq!(record.of, FormOf::Record(Kind::Evidence, evidence_id(1)));
    assert_eq!(serde_json::Value::Object(record.fields), json!({"paraphrase": "evidence 1, as it says"}));
    world.settle();
    assert_eq!(world.status(), "E-1: paraphrase edited");
    assert!(world.review.evidence().unwrap().text.as_str().ends_with("as it says"));
    world.press("u");
    assert_eq!(world.status(), "undid: E-1: paraphrase edited");
    assert!(world.review.evidence().unwrap().text.as_str().ends_with("evidence 1"));
    // Its source, and the case.
    world.press("M s");
    assert_eq!(form(&world).title.as_str(), "S-2");
    world.press("Esc M b");
    assert_eq!((form(&world).title.as_str(), line(&world)), ("The case", "title"));
}

#[test]
fn a_pasted_address_becomes_a_source() {
    let mut world = World::new(&[(1, 0)]);
    world.msg(Msg::Paste("https://example.org/minutes\n".into()));
    world.settle();
    assert_eq!((world.mode(), line(&world)), ("record", "title"));
    world.text("Minutes");
    world.press("Enter");
    let Some(Write::Record(record)) = world.case.records.last() else { panic!() };
    assert_eq!(
        serde_json::Value::Object(record.fields.clone()),
        json!({"title": "Minutes", "url": "https://example.org/minutes"})
    );
    // In the form as well, whatever line is in use; other text stays where it is pasted.
    world.press("m s");
    world.msg(Msg::Paste("https://example.org/a".into()));
    world.msg(Msg::Paste("A letter".into()));
    world.press("Enter");
    let Some(Write::Record(record)) = world.case.records.last() else { panic!() };
    assert_eq!(
        (&record.fields["title"], &record.fields["url"]),
        (&json!("A letter"), &json!("https://example.org/a"))
    );
    world.msg(Msg::Paste("not an address".into()));
    assert_eq!(world.mode(), "review");
}

#[test]
fn a_text_of_several_lines_is_edited_by_character() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m c");
    world.text("🇩🇪e\u{301}");
    world.press("Ctrl-j");
    world.text("two");
    world.press("Backspace Up Backspace");
    assert_eq!(line(&world), "text");
    world.type_ahead("Enter");
    assert_eq!(written(&world).fields["text"], "e\u{301}\ntw");
    world.settle();
    // At the edge of a text the line before or after it is gone to.
    world.press("m c Down");
    assert_eq!(line(&world), "label");
    world.press("Up");
    assert_eq!(line(&world), "text");
}

#[test]
fn a_list_has_a_line_for_each_field_of_each_item_and_one_more() {
    let mut world = World::new(&[(1, 0)]);
    world.press("m c");
    world.text("It was paid twice.");
    let at = form(&world).lines.iter().position(|line| line.list.is_some()).unwrap();
    while form(&world).at != at {
        world.press("Tab");
    }
    assert_eq!(form(&world).line().unwrap().heading().as_str(), "1. Source");
    world.text("S-1");
    world.press("Enter");
    assert_eq!(error(&world), "Wording must be filled in");
    world.text("Paid twice?");
    world.type_ahead("Enter");
    assert_eq!(written(&world).fields["wordings"], json!([{"source": "S-1", "text": "Paid twice?"}]));
}

#[test]
fn records_are_made_and_edited_over_a_view_of_what_its_line_is_about() {
    let mut world = World::new(&[(1, 0), (2, 0)]);
    world.press("3 Enter j m e");
    assert_eq!(world.mode(), "record");
    let claim = form(&world).lines.iter().find(|line| line.path == "claim").unwrap();
    let Entered::Names(names) = &claim.entered else { panic!() };
    assert_eq!((names.before().as_str(), form(&world).is_changed()), ("C-2 claim 2", false));
    world.press("Esc");
    assert_eq!(world.mode(), "matrix");
    world.press("M c");
    assert_eq!(form(&world).title.as_str(), "C-2");
}

#[test]
fn nothing_is_made_where_nothing_can_be_written() {
    let mut world =
        World::with(Fake::new(&[(1, 0)]), None, Err(Reason::new("this case is read-only")), (120, 40));
    for keys in ["m", "M"] {
        world.press(keys);
        assert_eq!((world.mode(), world.status()), ("review", "this case is read-only"));
    }
    world.msg(Msg::Paste("https://example.org/minutes".into()));
    assert_eq!(world.mode(), "review");
    assert!(world.held.is_empty() && world.outside.is_empty());
}

#[test]
fn an_answer_to_a_request_is_two_keys() {
    let request = json!({"what": "all invoices", "kind": "record", "outcome": "no-response"});
    let mut case = Fake::new(&[(1, 0)]);
    let mut detail = crate::review::tests::fake::bare(&case.claims[0]);
    detail.requests.push(crate::domain::rows::Asking {
        key: "R-1".parse().unwrap(),
        id: claim_id(9),
        request: serde_json::from_value(request).unwrap(),
        by: None,
        to: None,
        source: None,
        overdue: None,
    });
    case.details.insert(claim_id(1), detail);
    let mut world = World::with(case, None, Ok(()), (120, 40));
    world.press("R");
    assert_eq!(world.mode(), "answer");
    world.press("z");
    assert_eq!(world.status(), "one of the letters says what came back");
    world.press("r");
    assert_eq!(world.mode(), "review");
    let Some(Write::Record(record)) = world.case.records.last() else { panic!() };
    assert_eq!(record.of, FormOf::Record(Kind::Request, claim_id(9)));
    let fields = serde_json::Value::Object(record.fields.clone());
    assert_eq!(fields, json!({"outcome": "refused", "answered": "2025-10-18"}));
    let mut world = World::new(&[(1, 0)]);
    world.press("R");
    assert_eq!(world.status(), "no request names this piece or this claim: m makes one");
}

#[test]
fn a_record_is_written_in_the_editor_as_a_whole() {
    let given = |world: &World| {
        let text = world.outside.iter().rev().find_map(|effect| match effect {
            Effect::EditRecord { text, .. } => Some(text.clone()),
            _ => None,
        });
        text.expect("it was given to the editor")
    };
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter M e Ctrl-o");
    let text = given(&world);
    assert!(text.contains("\nsource = \"S-2\"  # source 2\n"), "{text}");
    // What is wrong is said with its line, and the text is kept.
    let wrong = text.replace("stance = \"supports\"", "stance = \"for\"");
    world.msg(Msg::RecordEdited(Some(wrong.clone())));
    assert!(error(&world).contains("there is no stance \"for\""), "{}", error(&world));
    assert!(error(&world).ends_with("Ctrl-o opens your text again"), "{}", error(&world));
    world.press("Enter");
    assert_eq!(world.mode(), "record");
    world.press("Ctrl-o");
    assert_eq!(given(&world), wrong);
    world.msg(Msg::RecordEdited(Some(text.replace("stance = \"supports\"", "stance = \"context\""))));
    world.settle();
    assert_eq!(error(&world), "");
    world.type_ahead("Enter");
    assert_eq!(serde_json::Value::Object(written(&world).fields), json!({"stance": "context"}));
    // Who is made on the way stays so, and an item of a list that is taken away is gone.
    world.settle();
    world.press("m c");
    world.text("It was paid twice.");
    tab(&mut world, "claimant");
    world.text("Dana Price");
    world.press("Tab Ctrl-o");
    let text = given(&world);
    assert!(text.contains("claimant = \"Dana Price\""), "{text}");
    let text = format!("{text}\n[[wordings]]\nsource = \"S-1\"\ntext = \"Twice?\"\n");
    world.msg(Msg::RecordEdited(Some(text)));
    world.settle();
    world.type_ahead("Enter");
    let record = written(&world);
    assert_eq!(record.names, [NewName { kind: Kind::Party, name: "Dana Price".into() }]);
    assert_eq!(record.fields["wordings"], json!([{"source": "S-1", "text": "Twice?"}]));
}

#[test]
fn what_is_selected_is_taken_out_once_what_hangs_on_it_is_known() {
    let mut world = World::new(&[(2, 1), (1, 0), (0, 1)]);
    world.press("j X");
    assert_eq!((world.mode(), world.at().as_str()), ("take out", "C-2"));
    world.press("n");
    assert_eq!(
        (world.mode(), world.status(), world.review.progress.claims),
        ("review", "nothing was done", 3)
    );
    world.press("X y");
    assert_eq!((world.mode(), world.status()), ("review", "C-2 taken out with 1 piece of evidence"));
    // The next claim is selected, and from there a key goes on.
    assert_eq!((world.at().as_str(), world.review.progress.claims), ("C-3", 2));
    world.press("u");
    assert_eq!(
        (world.status(), world.at().as_str()),
        ("undid: C-2 taken out with 1 piece of evidence", "C-2")
    );
    world.press("Tab X y");
    assert_eq!(world.status(), "E-4 taken out");
    // All that is marked goes as one step.
    world.press("u h k Tab Space j Space X y");
    assert_eq!(world.status(), "E-1 and E-2 taken out");
    world.press("u");
    assert_eq!(world.review.progress.evidence, 5);
}

#[test]
fn a_figure_and_a_request_are_taken_out_where_their_line_is_selected() {
    let mut world = World::new(&[(2, 1)]);
    world.press("4 Enter");
    assert_eq!(world.mode(), "view");
    world.press("j X");
    // The dates of the case are those of its evidence.
    assert_eq!(world.mode(), "take out");
    world.press("n Esc 9 Enter X");
    assert_eq!((world.mode(), world.status()), ("view", "no record is selected here"));
}

#[test]
fn two_claims_that_are_one_are_shown_and_combined_as_one_step() {
    let mut world = World::new(&[(2, 1), (1, 0), (0, 1)]);
    world.case.claims[2].text = "claim 1".into();
    world.press("J");
    assert_eq!(world.mode(), "record picker");
    // The likeliest comes first, and none is chosen by itself.
    world.press("Enter");
    assert_eq!(world.mode(), "record picker");
    world.press("Down Enter");
    assert_eq!(world.mode(), "combine");
    world.press("n");
    assert_eq!((world.mode(), world.status()), ("review", "nothing was done"));
    world.press("J Down Enter y");
    assert_eq!((world.status(), world.at().as_str()), ("C-3 combined into C-1", "C-1"));
    assert_eq!((world.review.progress.claims, world.review.progress.evidence), (2, 5));
    world.press("u");
    assert_eq!((world.status(), world.review.progress.claims), ("undid: C-3 combined into C-1", 3));
    world.press("Tab J");
    let why = "only claims, sources and parties are combined, and a piece of evidence is selected here";
    assert_eq!((world.mode(), world.status()), ("review", why));
}

#[test]
fn sources_entered_twice_are_listed_and_combined_from_there() {
    let mut world = World::new(&[(2, 1)]);
    let titled = |n| (crate::domain::Key::new(Kind::Source, n), format!("source {n}"));
    world.case.duplicates = vec![Twice { first: titled(1), other: titled(3), why: "same address" }];
    world.press(": d u p l i c a t e s Enter");
    assert_eq!(world.mode(), "duplicates");
    world.press("Enter");
    assert_eq!(world.mode(), "combine");
    world.type_ahead("y");
    let combine = Write::Combine { kind: Kind::Source, stays: source_id(1), goes: source_id(3) };
    assert_eq!(world.writes(), [combine]);
}

#[test]
fn nothing_is_taken_out_unseen_or_without_leave() {
    let mut world = World::new(&[(2, 1)]);
    world.type_ahead("X y");
    assert_eq!((world.mode(), world.status()), ("take out", "what hangs on it is not known yet"));
    assert!(world.writes().is_empty());
    let mut world = World::new(&[]);
    world.press("X");
    assert_eq!((world.mode(), world.status()), ("review", "no record is selected here"));
    let mut world = World::new(&[(2, 1)]);
    world.review.workspace.writable = Err(Reason::new("read-only"));
    world.press("X");
    assert_eq!((world.mode(), world.status()), ("review", "read-only"));
    // A note that is begun is not taken away from under its writer.
    let mut world = World::new(&[(2, 1)]);
    world.press("a");
    world.text("half a thought");
    let begun = crate::domain::Note { text: "half".into(), private: false };
    world.case.drafts.insert(crate::domain::Target::claim(claim_id(1)), begun);
    world.press("Ctrl-x y X");
    let why = "a note on C-1 is begun and not saved; save it or discard it first";
    world.press("y");
    assert_eq!((world.mode(), world.status()), ("take out", why));
    world.press("n");
    assert_eq!(world.mode(), "review");
}

/// Where what is kept of a form on the second claim is.
fn place() -> (crate::domain::ItemId, u32) {
    (claim_id(2), 0)
}

/// What is kept of a form by what went out, the last first.
fn kept(world: &World) -> Option<&Option<String>> {
    world.outside.iter().rev().find_map(|effect| match effect {
        Effect::KeepForm { text, .. } => Some(text),
        _ => None,
    })
}

/// Lets the time of the last timer pass.
fn a_second_passes(world: &mut World) {
    let timer = world.outside.iter().rev().find_map(|effect| match effect {
        Effect::Timer(ticket, 1000) => Some(*ticket),
        _ => None,
    });
    world.msg(Msg::Timer(timer.expect("a timer")));
    world.settle();
}

#[test]
fn an_open_form_is_kept_as_a_draft_and_offered_again() {
    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.press("j m e");
    world.text("-");
    world.press("Tab");
    world.text("source 2");
    world.press("Tab");
    world.text("Half a sentence");
    a_second_passes(&mut world);
    let text = kept(&world).and_then(Clone::clone).expect("kept");
    // Where nothing more is typed, nothing is kept again.
    let before = world.outside.len();
    world.press("Left");
    a_second_passes(&mut world);
    assert!(!world.outside[before..].iter().any(|effect| matches!(effect, Effect::KeepForm { .. })));

    let mut world = World::new(&[(2, 1), (1, 0)]);
    let effects = world.review.offer_forms(&[((claim_id(9), 0), "no draft".into()), (place(), text.clone())]);
    assert!(effects.is_empty());
    let Some(AnyPrompt::Confirm(question)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(question.question.as_str(), "a form was not saved: New piece of evidence. Go on with it?");
    world.press("y");
    assert_eq!((world.mode(), line(&world)), ("record", "paraphrase"));
    assert!(form(&world).from_draft && form(&world).is_changed());
    world.text(".");
    world.press("Enter");
    assert_eq!((world.mode(), world.status()), ("review", "E-5 added"));
    let row = &world.review.evidence().unwrap().row;
    assert_eq!((row.claim, row.source_key.number), (claim_id(2), 2));
    assert_eq!(row.record.paraphrase, "Half a sentence.");
    // What is saved is kept no more.
    assert_eq!(kept(&world), Some(&None));

    // What is thrown away is kept no more either; who says no finds it the next time.
    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.review.offer_forms(&[(place(), text.clone())]);
    world.press("n");
    assert_eq!((world.mode(), kept(&world)), ("review", None));
    // Another form on the same claim does not take its place.
    world.press("j m e");
    world.text("-");
    a_second_passes(&mut world);
    let other = world.outside.iter().rev().find_map(|effect| match effect {
        Effect::KeepForm { place, .. } => Some(*place),
        _ => None,
    });
    assert_eq!(other, Some((claim_id(2), 1)));
    world.press("Esc y");
    world.review.offer_forms(&[(place(), text)]);
    world.press("y Esc y");
    assert_eq!((world.mode(), kept(&world)), ("review", Some(&None)));
}

#[test]
fn a_draft_of_an_edit_says_what_changed_meanwhile_and_makes_a_new_record_of_one_that_is_gone() {
    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.press("M c");
    world.text("!");
    a_second_passes(&mut world);
    let text = kept(&world).and_then(Clone::clone).expect("kept");

    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.case.claims[0].text = "another".into();
    world.review.offer_forms(&[(place(), text.clone())]);
    world.press("y");
    assert!(error(&world).starts_with("claim changed in the case since you typed this"), "{}", error(&world));
    let Entered::Text(typed) = &form(&world).lines[0].entered else { panic!() };
    assert_eq!(typed.text(), "claim 1!");

    let mut world = World::new(&[(2, 1), (1, 0)]);
    world.case.claims.remove(0);
    world.review.offer_forms(&[(place(), text)]);
    world.press("y");
    assert_eq!(form(&world).of, FormOf::New(Kind::Claim));
    let Entered::Text(typed) = &form(&world).lines[0].entered else { panic!() };
    assert_eq!(typed.text(), "claim 1!");
}
