use crate::domain::ExportFormat;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::export::{ExportForm, offered};
use crate::review::state::status::Reason;
use crate::review::tests::world::World;
use crate::review::{Effect, Export, Msg};

fn form(world: &World) -> &ExportForm {
    let Some(AnyPrompt::Export(form)) = &world.review.prompt else { panic!("{}", world.mode()) };
    form
}

#[test]
fn a_format_is_chosen_and_its_file_comes_with_it() {
    let mut world = World::new(&[(1, 0)]);
    world.press("E");
    assert_eq!((form(&world).format, form(&world).file.text()), (ExportFormat::Html, "/desk/case.html"));
    for (key, file) in [("j", "case.md"), ("Down", "case.csv"), ("k", "case.md"), ("i", "case.json")] {
        world.press(key);
        assert_eq!(form(&world).file.text(), format!("/desk/{file}"), "{key}");
    }
    for (letter, format) in offered() {
        world.press(&letter.to_string());
        assert_eq!(form(&world).format, format);
    }
    world.press("j");
    assert_eq!(form(&world).format, ExportFormat::WebAnnotations, "the last");
    world.press("m Enter");
    let export =
        Export { format: ExportFormat::Markdown, file: "/desk/case.md".into(), query: String::new() };
    assert_eq!(world.case.exports, [export]);
    assert_eq!((world.mode(), world.status()), ("review", "exporting to /desk/case.md …"));
    world.msg(Msg::Notice("exported to /desk/case.md, 3 bytes".into()));
    assert_eq!(world.status(), "exported to /desk/case.md, 3 bytes");
}

#[test]
fn letters_are_all_different_and_move_nothing() {
    let mut letters: Vec<char> = offered().map(|(letter, _)| letter).collect();
    letters.extend(['j', 'k']);
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), offered().count() + 2);
}

#[test]
fn a_name_of_ones_own_keeps_to_the_format() {
    let mut world = World::new(&[(1, 0)]);
    world.press("E Tab Ctrl-u");
    world.text("~/mine.html");
    world.press("Shift-Tab s");
    assert_eq!(form(&world).file.text(), "~/mine.csv");
    world.press("Tab Ctrl-u");
    world.text("odd");
    world.press("Shift-Tab w Enter");
    assert_eq!(world.case.exports[0].file, "odd");
}

#[test]
fn a_file_that_is_there_is_refused_and_the_form_stays() {
    let mut world = World::new(&[(1, 0)]);
    world.press("E Tab Ctrl-u Enter");
    assert_eq!(form(&world).error.as_ref().unwrap().as_str(), "name the file to write");
    world.text("taken");
    world.press("Enter");
    assert_eq!(form(&world).error.as_ref().unwrap().as_str(), "taken is there already");
    assert_eq!(form(&world).file.text(), "taken");
    world.press("Ctrl-u");
    assert!(form(&world).error.is_none());
    world.text("free");
    world.press("Enter");
    assert_eq!((world.mode(), world.case.exports.len()), ("review", 1));
}

#[test]
fn keys_typed_ahead_wait_for_the_form() {
    let mut world = World::new(&[(1, 0)]);
    world.type_ahead("E m Enter");
    assert!(world.case.exports.is_empty());
    world.settle();
    assert_eq!(world.case.exports[0].file, "/desk/case.md");
}

#[test]
fn under_a_filter_only_what_it_leaves_is_exported_unless_all_is_asked_for() {
    let mut world = World::new(&[(1, 0), (1, 0)]);
    world.press("f");
    world.text("claim:C-2");
    world.press("Enter E Enter");
    assert_eq!(world.case.exports[0].query, "claim:C-2");
    world.press("E Tab Tab Space Enter");
    assert_eq!(world.case.exports[1].query, "");
    world.press("E Shift-Tab Left Right Enter");
    assert_eq!(world.case.exports[2].query, "claim:C-2");
}

#[test]
fn escape_leaves_it_and_read_only_says_why_not() {
    let mut world = World::new(&[(1, 0)]);
    world.press("E Esc");
    assert!(world.mode() == "review" && world.case.exports.is_empty());
    let case = crate::review::tests::fake::Fake::new(&[(1, 0)]);
    let mut world = World::with(case, None, Err(Reason::new("it is read-only")), (80, 24));
    for key in ["E", "I"] {
        world.press(key);
        assert_eq!((world.mode(), world.status()), ("review", "it is read-only"));
    }
    assert!(world.outside.is_empty() && !world.held.iter().any(|e| matches!(e, Effect::ProposeExports(_))));
}

#[test]
fn pasted_text_goes_to_the_file() {
    let mut world = World::new(&[(1, 0)]);
    world.press("E");
    world.msg(Msg::Paste("mmm".into()));
    assert_eq!(form(&world).format, ExportFormat::Html);
    world.press("Tab Ctrl-u");
    world.msg(Msg::Paste("/a/b.html\n".into()));
    assert_eq!(form(&world).file.text(), "/a/b.html");
}
