use crate::domain::rows::ClaimRow;
use crate::domain::{Key, Kind};
use crate::review::prompt::AnyPrompt;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::tests::fake::{Fake, claim_id};
use crate::review::tests::world::World;
use crate::review::{Effect, Msg};

fn asked(file: &str) -> Effect {
    Effect::Import { file: file.into(), to: None }
}

/// An import that has begun to read.
fn importing(mut world: World) -> World {
    world.press("I");
    world.text("feed.csv");
    world.press("Enter");
    assert_eq!(world.outside, [asked("feed.csv")]);
    world.msg(Msg::Importing(ImportProgress::default()));
    assert_eq!(world.mode(), "review");
    world.outside.clear();
    world
}

fn done(world: &World, says: &str, refused: bool) -> Msg {
    Msg::Imported(ImportEnd::Done { says: says.into(), refused, progress: world.case.progress() })
}

fn add_claim(case: &mut Fake) {
    let n = case.claims.len() as u64 + 1;
    let row = ClaimRow {
        id: claim_id(n),
        key: Key::new(Kind::Claim, n),
        ord: n as i64 * 10,
        ..case.claims[0].clone()
    };
    case.claims.push(row);
}

fn far(world: &World) -> String {
    world.review.importing.as_ref().map_or(String::new(), |importing| importing.says())
}

#[test]
fn the_file_is_looked_at_before_the_prompt_closes() {
    let mut world = World::new(&[(1, 0)]);
    world.press("I Enter");
    let error = |world: &World| {
        let Some(AnyPrompt::Import(prompt)) = &world.review.prompt else { panic!("{}", world.mode()) };
        prompt.error.as_ref().map(|error| error.as_str().to_owned())
    };
    assert_eq!(error(&world).as_deref(), Some("name the file to import"));
    world.text("nowhere.csv");
    world.press("Enter");
    // Nothing typed meanwhile changes what is being looked at.
    world.text("jjj");
    world.msg(Msg::Imported(ImportEnd::Failed("there is no file nowhere.csv".into())));
    assert_eq!(error(&world).as_deref(), Some("there is no file nowhere.csv"));
    world.press("Backspace");
    assert_eq!(error(&world), None);
    world.press("Esc I");
    let Some(AnyPrompt::Import(prompt)) = &world.review.prompt else { panic!() };
    assert_eq!(prompt.input.text(), "nowhere.cs", "what was typed is kept");
    assert_eq!(world.outside, [asked("nowhere.csv")]);
}

#[test]
fn a_small_file_is_in_before_anything_is_told() {
    let mut world = World::new(&[(1, 0)]);
    world.press("I");
    world.text("a");
    world.press("Enter");
    let msg = done(&world, "a: 1 record added", false);
    world.msg(msg);
    assert_eq!((world.mode(), world.status()), ("review", "a: 1 record added"));
    assert!(world.review.importing.is_none());
}

#[test]
fn while_it_runs_the_review_goes_on_and_writes_nothing() {
    let mut world = importing(World::new(&[(2, 1), (1, 0)]));
    world.press("j");
    assert_eq!(world.at(), "C-2");
    world.press("k Enter");
    assert_eq!(world.at(), "E-1");
    for key in ["r", "w", "d", "e", "a", "A", "v", "s", "u", "Ctrl-r", "E", "I"] {
        world.press(key);
        assert_eq!(world.status(), "an import is running; Esc stops it", "{key}");
        assert_eq!(world.mode(), "review");
    }
    assert!(world.case.said.is_empty() && world.case.exports.is_empty() && world.outside.is_empty());
    world.press("Space");
    assert_eq!(world.review.marks.len(), 1, "a mark writes nothing");
    world.press("/");
    world.text("evidence");
    world.press("Enter");
    assert_eq!(world.status(), "hit 1 of 4: E-1");
    let msg = done(&world, "in", false);
    world.msg(msg);
    world.press("r");
    assert_eq!(world.case.said.len(), 1);
}

#[test]
fn how_far_it_is_stays_beside_other_messages() {
    let mut world = importing(World::new(&[(1, 0)]));
    assert_eq!(far(&world), "0 records");
    let so_far = ImportProgress { records: 12_000, percent: Some(25), left: Some(12), closing: false };
    world.msg(Msg::Importing(so_far));
    world.msg(Msg::Notice("something else".into()));
    world.press("j");
    assert_eq!(far(&world), "25%, 12,000 records, 12 s left");
    world.msg(Msg::Importing(ImportProgress { closing: true, ..so_far }));
    assert_eq!(far(&world), "12,000 records read, now written down …");
    world.press("Esc");
    assert!(world.status().starts_with("it is too late to stop"), "{}", world.status());
    world.press("r");
    assert!(world.status().starts_with("what an import read"), "{}", world.status());
    assert!(world.outside.is_empty());
}

#[test]
fn escape_and_ctrl_c_stop_it() {
    for key in ["Esc", "Ctrl-c"] {
        let mut world = importing(World::new(&[(1, 0)]));
        world.press(key);
        assert_eq!(world.outside, [Effect::StopImport], "{key}");
        assert_eq!(far(&world), "stopping …");
        world.press("Esc r");
        assert_eq!(world.outside, [Effect::StopImport], "once");
        world.msg(Msg::Imported(ImportEnd::Stopped));
        assert_eq!(world.status(), "the import of feed.csv was stopped; the case is as it was");
        assert!(world.review.importing.is_none());
        world.press("Ctrl-c");
        assert_eq!(world.outside.last(), Some(&Effect::Quit));
    }
}

#[test]
fn escape_closes_what_is_open_first() {
    let mut world = importing(World::new(&[(1, 0)]));
    world.press("/ Esc ? Esc : Esc");
    assert!(world.outside.is_empty());
    world.press("/ Ctrl-c");
    assert_eq!(world.outside, [Effect::StopImport], "Ctrl-c stops it from everywhere");
    assert_eq!(world.mode(), "search");
}

#[test]
fn a_file_that_is_still_looked_at_can_be_let_go() {
    for key in ["Esc", "Ctrl-c"] {
        let mut world = World::new(&[(1, 0)]);
        world.press("I");
        world.text("pipe");
        world.press("Enter");
        world.press(key);
        assert_eq!(world.outside, [asked("pipe"), Effect::StopImport]);
        assert_eq!(world.mode(), "review");
        // What was on its way comes too late.
        world.msg(Msg::Importing(ImportProgress::default()));
        assert_eq!((world.mode(), far(&world).as_str()), ("review", "stopping …"));
        world.msg(Msg::Imported(ImportEnd::Stopped));
    }
}

#[test]
fn leaving_asks_first() {
    let mut world = importing(World::new(&[(1, 0)]));
    world.press("q");
    let Some(AnyPrompt::Confirm(confirm)) = &world.review.prompt else { panic!("{}", world.mode()) };
    assert_eq!(confirm.question.as_str(), "an import is running: stop it and leave?");
    world.press("n");
    assert!(world.outside.is_empty() && world.review.importing.is_some());
    world.press("q y");
    assert!(matches!(world.outside[..], [Effect::SavePosition { .. }, Effect::StopImport, Effect::Quit]));
}

#[test]
fn ended_from_outside_it_stops_the_import() {
    let mut world = importing(World::new(&[(1, 0)]));
    world.msg(Msg::Terminate);
    assert!(matches!(world.outside[..], [Effect::SavePosition { .. }, Effect::StopImport, Effect::Quit]));
}

#[test]
fn where_nothing_can_be_asked_leaving_stops_the_import_first() {
    let mut world = importing(World::new(&[(1, 0)]));
    world.msg(Msg::Resize(20, 5));
    world.press("q");
    assert_eq!(world.outside, [Effect::StopImport]);
    world.press("q");
    assert_eq!(world.outside.last(), Some(&Effect::Quit));
}

#[test]
fn what_it_brought_is_read_anew_and_the_place_is_kept() {
    let mut world = importing(World::new(&[(2, 0), (2, 0)]));
    world.press("j Enter j");
    assert_eq!(world.at(), "E-4");
    add_claim(&mut world.case);
    let msg = done(&world, "feed.csv: 1 records added, 2 refused; the first: line 3", true);
    world.msg(msg);
    world.settle();
    assert_eq!((world.review.claims.total(), world.at().as_str()), (3, "E-4"));
    assert_eq!(world.review.status.as_ref().unwrap().tone, crate::review::state::status::Tone::Refusal);
    assert_eq!(world.status(), "feed.csv: 1 records added, 2 refused; the first: line 3");
}

#[test]
fn an_empty_case_shows_what_it_brought() {
    let mut world = importing(World::new(&[]));
    world.case.claims = Fake::new(&[(1, 0)]).claims;
    let msg = done(&world, "in", false);
    world.msg(msg);
    world.settle();
    assert_eq!(world.at(), "C-1");
}

#[test]
fn a_filter_in_force_takes_in_what_came() {
    let mut world = World::new(&[(2, 0), (1, 0)]);
    world.press("f");
    world.text("-claim:C-2");
    world.press("Enter Enter j");
    world.outside.clear();
    let mut world = importing(world);
    add_claim(&mut world.case);
    let msg = done(&world, "in", false);
    world.msg(msg);
    world.settle();
    assert_eq!(world.review.filter.as_ref().unwrap().left.claims, 2);
    assert_eq!((world.review.claims.total(), world.at().as_str(), world.status()), (2, "E-2", "in"));
}

#[test]
fn a_document_goes_to_the_source_of_the_selected_evidence() {
    let mut world = World::new(&[(2, 0)]);
    let attach = |world: &mut World| {
        world.press(":");
        world.text("attach");
        world.press("Enter");
    };
    attach(&mut world);
    assert_eq!(world.mode(), "review", "no evidence is selected");
    world.press("Enter");
    let source = world.review.evidence().unwrap().row.source_key.clone();
    attach(&mut world);
    world.text("letter.pdf");
    world.press("Enter");
    assert_eq!(world.outside, [Effect::Import { file: "letter.pdf".into(), to: Some(source) }]);
    assert_eq!(far(&world), "reading …");
    // Nothing is decided meanwhile, and what is said in the end stays in sight.
    world.press("Esc");
    assert_eq!(world.outside.last(), Some(&Effect::StopImport));
    world.msg(Msg::Imported(ImportEnd::Stopped));
    assert!(world.review.importing.is_none() && world.mode() == "review");
}
