use crate::domain::{Access, Annotation, Basis, Confidence, Dated, Ground, Note, Target, Verdict};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::details::FormField;
use crate::review::protocol::viewed::ViewOf;
use crate::review::tests::fake::{Fake, bare, claim_id, evidence_id};
use crate::review::tests::world::World;
use crate::review::view::AnyView;
use crate::review::{Effect, Msg, Read};

#[test]
fn search_answers_while_typing() {
    let mut world = World::new(&[(1, 1), (9, 0)]);
    world.press("/");
    for c in ["e", "v", "i", "d", "e", "n", "c", "e", "Space", "1"] {
        world.type_ahead(c);
    }
    assert_eq!(world.reads().len(), 10);
    world.settle();
    let Some(AnyPrompt::Search(search)) = &world.review.prompt else { panic!() };
    assert_eq!(search.hits.len(), 3, "evidence 1, 10, 11");
    world.press("Down Enter");
    assert_eq!(world.at(), "E-10");
    assert_eq!(world.status(), "hit 2 of 3: E-10");
    world.press("n");
    assert_eq!(world.at(), "E-11");
    world.press("n");
    assert_eq!(world.at(), "E-1");
    world.press("N");
    assert_eq!(world.at(), "E-11");
    assert_eq!(world.review.hit(), Some((3, 3)));
}

#[test]
fn a_hit_is_named_while_it_is_selected_and_shown_where_it_stands() {
    let mut fake = Fake::new(&[(1, 1), (9, 0)]);
    let long = "One sentence after another. ".repeat(40);
    for (n, word) in [(1, "apple"), (2, "pear")] {
        let note = Some(Note { text: format!("{long} The {word}."), private: false });
        fake.said.insert(Target::claim(claim_id(n)), Annotation { note, ..Annotation::default() });
        let row = &mut fake.claims[n as usize - 1];
        // The search finds the note by this, of which the claim itself has nothing.
        fake.details.insert(row.id, bare(row));
        row.text.push_str(&format!(" of the {word}"));
    }
    let mut world = World::with(fake, None, Ok(()), (80, 24));
    world.press("/");
    world.text("claim");
    world.press("Enter");
    assert_eq!((world.at().as_str(), world.review.hit()), ("C-1", Some((1, 2))));
    world.press("Enter");
    assert_eq!(world.review.hit(), None, "the selection has gone elsewhere");
    world.press("n");
    assert_eq!((world.at().as_str(), world.review.hit()), ("C-2", Some((2, 2))));
    // The word that was found stands far below.
    world.press("g /");
    world.text("pear");
    world.press("Enter");
    let shown = |world: &World| {
        let height = usize::from(world.review.places().detail.rows.height);
        let lines = world.review.detail.lines.iter().skip(world.review.detail.scroll).take(height);
        lines.map(|line| line.text.to_string()).collect::<String>()
    };
    assert!(shown(&world).contains("pear"), "{}", shown(&world));
    assert!(world.review.zoomed);
    world.press("Esc");
    assert!(!world.review.zoomed && world.review.hit().is_some());
    assert_eq!(world.review.detail.title.as_str(), "C-2");
}

#[test]
fn with_nothing_left_to_close_the_filter_is_taken_off() {
    let mut world = World::new(&[(1, 0), (2, 0), (1, 0)]);
    world.press("f");
    world.text("claim 2");
    world.press("Enter Enter Enter Esc Esc");
    assert!(world.review.filter.is_some());
    assert_eq!((world.review.claims.total(), world.at().as_str()), (1, "C-2"));
    world.press("Esc");
    assert!(world.review.filter.is_none());
    assert_eq!(world.status(), "the filter is taken off: all claims are shown");
    assert_eq!((world.review.claims.total(), world.at().as_str()), (3, "C-2"));
    world.press("Esc");
    assert_eq!(world.status(), "");
}

#[test]
fn enter_before_the_answer_waits_for_it() {
    let mut world = World::new(&[(3, 0)]);
    world.press("/");
    world.type_ahead("3 Enter w");
    assert!(world.writes().is_empty());
    world.settle();
    assert!(world.case.of(3).is_decided() && !world.case.of(1).is_decided());
    world.press("/");
    world.type_ahead("Q Enter");
    world.settle();
    assert_eq!((world.mode(), world.status()), ("search", "nothing was found"));
    world.press("Esc");
    assert_eq!(world.mode(), "review");
}

#[test]
fn a_wrong_filter_says_so_in_its_prompt() {
    let mut world = World::new(&[(1, 0)]);
    world.press("f");
    world.text("colour:red");
    world.type_ahead("Enter");
    let Some(Effect::Read(ticket, Read::Filter { query })) = world.held.pop_front() else { panic!() };
    assert_eq!(query, "colour:red");
    world.msg(Msg::Refused(ticket, "\"colour\" is no term".into()));
    let Some(AnyPrompt::Filter(prompt)) = &world.review.prompt else { panic!() };
    assert_eq!(prompt.error.as_ref().unwrap().as_str(), "\"colour\" is no term");
    assert_eq!(prompt.input.text(), "colour:red");
    world.press("Backspace");
    let Some(AnyPrompt::Filter(prompt)) = &world.review.prompt else { panic!() };
    assert!(prompt.error.is_none());
    world.press("Esc");
    assert!(world.review.filter.is_none());
}

#[test]
fn a_filter_that_matches_nothing_can_be_taken_off() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.press("f");
    world.text("zebra");
    world.press("Enter");
    assert!(world.review.claims.is_empty());
    world.press("r v a");
    assert!(world.status().contains("no claim matches the filter"), "{}", world.status());
    world.press("f Ctrl-u Enter");
    assert_eq!(world.review.claims.total(), 2);
}

#[test]
fn details_are_chosen_typed_and_checked() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter T w i");
    world.text("sealed");
    world.press("Down Tab Right Tab");
    world.text("SDNY");
    world.press("Tab");
    world.text("yesterday");
    world.press("Enter");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!() };
    assert!(form.error.as_ref().unwrap().as_str().contains("\"yesterday\" is not a date"));
    world.press("Ctrl-u");
    world.text("2025-10");
    world.press("Tab");
    world.text("it would name a source");
    world.press("Tab Space Tab Right Right Enter");
    let said = world.case.of(1);
    let ground = said.ground.unwrap();
    assert_eq!((ground.code.as_str(), ground.basis), ("sealed", Basis::Invoked));
    assert_eq!(ground.by.as_deref(), Some("SDNY"));
    assert_eq!(ground.on.unwrap().to_string(), "2025-10");
    assert_eq!(ground.harm.as_deref(), Some("it would name a source"));
    assert!(said.part);
    assert_eq!(said.confidence, Some(Confidence::Moderate));
    assert_eq!(world.mode(), "review");
}

#[test]
fn details_of_what_has_no_tag_ask_for_the_tag_first() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter i");
    assert_eq!(world.mode(), "tag first");
    world.press("a");
    assert!(world.status().contains("r, w or d gives the tag"), "{}", world.status());
    world.press("w");
    assert_eq!((world.mode(), world.at().as_str()), ("details", "E-1"));
    world.text("glomar");
    world.press("Enter");
    let said = world.case.of(1);
    assert_eq!((said.access, said.ground.unwrap().code.as_str()), (Some(Access::Withheld), "glomar"));
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-2"), "after the details it goes on");
    world.press("i Esc");
    assert!(world.case.of(2).is_empty());
}

#[test]
fn details_of_the_last_tag_are_one_key_away_from_anywhere() {
    let mut world = World::new(&[(2, 0), (1, 0)]);
    world.press("Enter w r Esc");
    assert_eq!(world.at(), "E-3", "after the verdict that was not given");
    world.press("'");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!("{}", world.status()) };
    assert_eq!(form.title.as_str(), "E-2");
    world.press("Tab Right Enter");
    assert!(world.case.of(2).confidence.is_some());
    assert!(world.case.of(1).confidence.is_none());
}

#[test]
fn the_last_tag_is_the_last_that_stands() {
    let mut world = World::new(&[(3, 0)]);
    let opened = |world: &World| match &world.review.prompt {
        Some(AnyPrompt::Details(form)) => form.title.as_str().to_owned(),
        _ => world.status().to_owned(),
    };
    world.press("Enter w d u '");
    assert_eq!(opened(&world), "E-1", "what was taken back is not the last");
    world.press("Esc Ctrl-r '");
    assert_eq!(opened(&world), "E-2", "what was brought back is");
    world.press("Esc u u '");
    assert_eq!(opened(&world), "every tag given since the case was opened was taken back");
    // A tag that was said again is a tag; one that was taken off by its own key is none.
    world.press("g w j . '");
    assert_eq!(opened(&world), "E-3");
    world.press("Esc T g w '");
    assert_eq!(opened(&world), "E-3");
}

#[test]
fn help_opens_over_every_prompt_and_gives_it_back() {
    let mut world = World::new(&[(2, 0)]);
    for (keys, help, mode) in [
        ("v", "?", "verdict"),
        ("v 1", "F1", "prompt"),
        ("Enter T w i", "F1", "form"),
        ("a", "F1", "note"),
        ("f", "F1", "prompt"),
        ("/", "F1", "search"),
        (":", "F1", "list"),
        ("b", "?", "view"),
    ] {
        world.press(keys);
        assert_eq!(world.review.context().name(), mode, "{keys}");
        world.press(help);
        assert_eq!(world.mode(), "help", "{keys}");
        world.press("Esc");
        assert_eq!(world.review.context().name(), mode, "{keys}");
        world.press("Esc Esc Esc");
    }
}

#[test]
fn the_details_start_from_what_the_source_records() {
    let mut case = Fake::new(&[(1, 0)]);
    let says = serde_json::json!({ "says": "withheld", "ground": "(b)(4)", "basis": "invoked", "harm": "prices", "holder": "agency" });
    case.evidence[0].record.availability = Some(serde_json::from_value(says).unwrap());
    case.evidence[0].holder = Some("the Agency".into());
    // The agency's own document: when it bears a date, the ground was invoked then.
    case.evidence[0].source.party = Some("agency".into());
    case.evidence[0].source.published = Some(serde_json::from_value("2025-10-14".into()).unwrap());
    let mut world = World::with(case, None, Ok(()), (80, 24));
    world.press("Enter T w i");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(form.proposed_from().map(|key| key.as_str()), Some("E-1"));
    assert!(FormField::ALL[..5].iter().all(|field| form.is_proposed(*field)));
    world.press("Esc");
    assert_eq!(world.case.of(1).ground, None, "what is only proposed is not recorded");
    world.press("i Enter i");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(form.proposed_from(), None, "what was taken is the reviewer's");
    let ground = world.case.of(1).ground.unwrap();
    assert_eq!((ground.code.as_str(), ground.basis), ("(b)(4)", Basis::Invoked));
    assert_eq!((ground.by.as_deref(), ground.harm.as_deref()), (Some("the Agency"), Some("prices")));
    assert_eq!(ground.on.unwrap().to_string(), "2025-10-14");
}

#[test]
fn the_case_says_what_it_asks_and_why_it_is_stale() {
    let mut case = Fake::new(&[(1, 0)]);
    case.info.question = Some("Who dug?".into());
    case.info.summary = Some("word ".repeat(2_000));
    case.info.stale = Some("it ends in October".into());
    let mut world = World::with(case, None, Ok(()), (80, 24));
    world.press("b");
    let shown = crate::review::prompt::case_info::lines(&world.review);
    let all: String = shown.iter().map(|line| format!("{} {}\n", line.label, line.text)).collect();
    assert!(all.contains("Who dug?") && all.contains("stale it ends in October"), "{all}");
    world.press("PgDn Down");
    let Some(AnyPrompt::CaseInfo(page)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert!(page.top > 1 && page.top < shown.len());
    world.press("Esc");
    assert_eq!(world.mode(), "review");
}

#[test]
fn a_ground_needs_withheld() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter T r i");
    for _ in 0..6 {
        let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!() };
        if form.is_text() && form.field.name() == "ground" {
            break;
        }
        world.press("Up");
    }
    world.text("because");
    world.press("Enter");
    let Some(AnyPrompt::Details(form)) = &world.review.prompt else { panic!() };
    assert!(form.error.as_ref().unwrap().as_str().contains("not tagged withheld"));
    world.press("Esc");
    assert!(world.case.of(1).ground.is_none());
}

#[test]
fn a_verdict_is_asked_from_anywhere_and_taken_away() {
    let mut world = World::new(&[(2, 0)]);
    let verdict = |world: &World| world.case.annotation(Target::claim(claim_id(1))).verdict;
    world.press("v 4");
    world.text("lamps: no log names them");
    world.press("Enter");
    assert_eq!(verdict(&world), None, "how sure comes last");
    world.press("Enter");
    let sure = |world: &World| world.case.annotation(Target::claim(claim_id(1))).confidence;
    assert_eq!(sure(&world), None, "no letter of the reason says how sure");
    assert_eq!(verdict(&world), Some(Verdict::Unproven));
    assert_eq!(world.at(), "C-1", "asked for, it does not go on");
    let reason = |world: &World| world.case.annotation(Target::claim(claim_id(1))).reason;
    assert_eq!(reason(&world).as_deref(), Some("lamps: no log names them"));
    world.press("Enter v 4 Enter m");
    assert_eq!(
        reason(&world).as_deref(),
        Some("lamps: no log names them"),
        "given again, it keeps its reason"
    );
    assert_eq!(sure(&world), Some(Confidence::Moderate));
    world.press("v 2");
    world.text("x");
    world.press("Enter Esc Esc 3");
    let Some(AnyPrompt::Verdict(prompt)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(prompt.reason.text(), "x", "going back keeps what was typed");
    world.press("Esc Esc v Esc");
    assert_eq!(verdict(&world), Some(Verdict::Unproven));
    world.press("v 0");
    assert_eq!((verdict(&world), reason(&world)), (None, None));
    assert_eq!(world.review.open.as_ref().unwrap().head.verdict, None);
}

#[test]
fn a_verdict_given_is_not_offered_again() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.press("v 1 Enter Enter Enter r");
    assert_eq!((world.mode(), world.at().as_str()), ("review", "E-2"));
}

#[test]
fn an_address_is_shown_before_it_is_opened() {
    let mut world = World::new(&[(3, 0)]);
    world.press("Enter j j O");
    let Some(AnyPrompt::Confirm(confirm)) = &world.review.prompt else { panic!("{}", world.status()) };
    assert_eq!(confirm.about.as_ref().unwrap().as_str(), "https://example.org/a");
    world.press("n O y");
    assert_eq!(world.outside, [Effect::OpenUrl("https://example.org/a".into())]);
    world.press("k O");
    assert_eq!(world.status(), "S-3 has no address");
}

#[test]
fn hostile_addresses_are_not_opened() {
    let mut case = Fake::new(&[(1, 0)]);
    for url in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "https://a\u{202e}b",
        "http\u{e9}://x",
    ] {
        case.evidence[0].source.url = Some(url.into());
        assert!(
            crate::review::detail::cite::address(&case.evidence[0].source_key, &case.evidence[0].source)
                .is_err(),
            "{url}"
        );
    }
}

#[test]
fn a_citation_names_claimant_source_and_place() {
    let mut world = World::new(&[(3, 0)]);
    world.press("y Enter j j y");
    let [Effect::Copy(claim), Effect::Copy(evidence)] = &world.outside[..] else {
        panic!("{:?}", world.outside)
    };
    assert_eq!(claim, "DHS: claim 1 [C-1]");
    assert_eq!(
        evidence,
        "evidence 3 [E-3, supports C-1] source 1 [S-1]. https://example.org/a On: DHS: claim 1 [C-1]"
    );
}

#[test]
fn history_is_a_view_of_its_own() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter 9 Enter");
    let Some(AnyView::Lines(history)) = &world.review.view else { panic!() };
    assert_eq!(history.key.as_str(), "E-1");
    assert_eq!(history.of, Some(ViewOf::Item(Target::evidence(evidence_id(1)))));
    assert!(history.sheet.is_some());
    world.press("r j G");
    assert!(world.case.said.is_empty());
    world.press("1 Enter");
    assert_eq!(world.mode(), "review");
}

#[test]
fn pasted_text_fires_no_keys() {
    let mut world = World::new(&[(2, 0)]);
    world.press("Enter");
    world.msg(Msg::Paste("rwdx\nq".into()));
    world.settle();
    assert!(world.case.said.is_empty() && world.outside.is_empty());
    world.press("/");
    world.msg(Msg::Paste("evidence\n2\u{1b}[31m".into()));
    world.settle();
    let Some(AnyPrompt::Search(search)) = &world.review.prompt else { panic!() };
    assert_eq!(search.input.text(), "evidence 2[31m");
}

#[test]
fn under_a_filter_what_it_asks_for_is_selected() {
    let mut world = World::new(&[(2, 2), (1, 1)]);
    for n in [4, 6] {
        world.case.evidence[n - 1].record.paraphrase = "the log".into();
    }
    world.press("f");
    world.text("log");
    world.press("Enter");
    assert_eq!(world.at(), "C-1", "the claims keep the keys");
    assert_eq!(world.status(), "the filter leaves 2 claims; 2 pieces of evidence match, marked f");
    let disputing = |world: &World| world.review.open.as_ref().unwrap().disputing.selected().unwrap().id;
    assert_eq!(disputing(&world), evidence_id(4));
    world.press("Enter");
    assert_eq!(world.at(), "E-4");
    world.press("Esc j Enter");
    assert_eq!(world.at(), "E-6");
    // Asked for among the evidence, it is there that the selection goes.
    world.press("Esc k f Ctrl-u Enter Enter");
    world.press("f");
    world.text("\"evidence 2\"");
    world.press("Enter");
    assert_eq!(world.at(), "E-2");
}

#[test]
fn a_filter_that_leaves_nothing_has_no_undecided_evidence_either() {
    let mut world = World::new(&[(1, 0)]);
    world.press("f");
    world.text("zebra");
    world.press("Enter ]");
    assert!(world.status().contains("no claim matches the filter"), "{}", world.status());
}

#[test]
fn the_beginning_of_a_known_ground_is_that_ground() {
    let mut world = World::new(&[(4, 0)]);
    let ground = |world: &World, n| world.case.of(n).ground.map(|ground| ground.code);
    world.press("Enter T w i");
    world.text("glo");
    world.press("Enter");
    assert_eq!(ground(&world, 1).as_deref(), Some("glomar"));
    world.press("j w i");
    world.text("b6");
    world.press("Tab Enter");
    assert_eq!(ground(&world, 2).as_deref(), Some("(b)(6)"));
    world.press("j w i");
    world.text("glo");
    world.press("Up Enter");
    assert_eq!(ground(&world, 3).as_deref(), Some("glo"), "what is typed can be had too");
    world.press("j w i");
    world.text("b");
    world.press("Enter");
    assert_eq!(ground(&world, 4).as_deref(), Some("b"), "it could be many");
}

#[test]
fn a_date_that_was_inferred_stays_so_until_it_is_typed_anew() {
    let mut world = World::new(&[(1, 0)]);
    world.press("Enter T w");
    let on = Dated::Inferred { date: "2025-10".parse().unwrap(), inferred: "from the letter".into() };
    let ground =
        Ground { code: "glomar".into(), basis: Basis::Invoked, by: None, on: Some(on.clone()), harm: None };
    let target = Target::evidence(evidence_id(1));
    world.case.said.entry(target).or_default().ground = Some(ground);
    world.msg(Msg::Changed(world.case.progress()));
    world.settle();
    world.press("i Tab Tab Tab Tab Tab Tab Right Enter");
    assert!(world.case.of(1).confidence.is_some());
    assert_eq!(world.case.of(1).ground.unwrap().on, Some(on));
    world.press("i Tab Tab Tab Ctrl-u");
    world.text("2025-11");
    world.press("Enter");
    let on = world.case.of(1).ground.unwrap().on.unwrap();
    assert_eq!(on, Dated::Stated("2025-11".parse().unwrap()));
}
