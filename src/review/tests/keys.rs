use crate::review::keys::keymap::{Action, Context, DEFAULT, Keymap};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::help::{Page, key_lines};
use crate::review::prompt::palette::find;
use crate::review::state::geometry::list_box;
use crate::review::tests::world::{World, pressed};
use crate::review::{Effect, Msg};
use std::collections::BTreeSet;

#[test]
fn a_key_of_another_layout_names_the_latin_one_and_does_nothing() {
    let mut world = World::new(&[(1, 2)]);
    world.press("Tab");
    for (key, said) in [
        ("ц", "ц is not a key here; on a Latin layout that key is w"),
        ("Ф", "Ф is not a key here; on a Latin layout that key is A"),
        ("ק", "ק is not a key here; on a Latin layout that key is e"),
        ("د", "د is not a key here; on a Latin layout that key is ] or n"),
        ("Ctrl-в", "Ctrl-в is not a key here; on a Latin layout that key is Ctrl-d"),
    ] {
        world.press(key);
        assert_eq!(world.status(), said);
    }
    assert!(world.held.is_empty() && world.review.prompt.is_none());
    // In a view and where a question is asked, too; where text is typed it is text.
    world.press("9 Enter ц");
    assert_eq!(world.status(), "ц is not a key here; on a Latin layout that key is w");
    world.press("Esc v с");
    assert_eq!(world.status(), "с is not a key here; on a Latin layout that key is c");
    world.press("Esc / ц");
    assert_eq!(world.status(), "");
    // Who binds it has it.
    let keymap = Keymap::with("[review]\n\"ц\" = \"help\"\n").unwrap();
    assert_eq!(keymap.action(Context::Review, &pressed("ц")), Some(Action::Help));
}

#[test]
fn the_default_keymap_holds() {
    let keymap = Keymap::parse(DEFAULT).unwrap();
    assert_eq!(keymap, Keymap::default());
    let parsed: toml::Table = toml::from_str(DEFAULT).unwrap();
    let bound: usize = parsed.values().map(|table| table.as_table().unwrap().len()).sum();
    let keys: usize = Context::ALL
        .iter()
        .flat_map(|context| Action::ALL.iter().map(move |action| (context, action)))
        .map(|(context, action)| {
            keymap.keys_text(*context, *action).split(' ').filter(|k| !k.is_empty()).count()
        })
        .sum();
    assert_eq!(bound, keys, "every line of the file is a key that does something");
}

#[test]
fn every_action_has_a_name_a_sentence_and_a_key_or_the_palette() {
    let keymap = Keymap::default();
    let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(names.len(), Action::ALL.len());
    for action in Action::ALL {
        let name = action.name();
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(action.sentence().ends_with('.') && action.sentence().len() > 5, "{name}");
        assert!(!action.label().is_empty() && !action.contexts().is_empty(), "{name}");
        assert_eq!(Action::named(name), Some(*action));
        for context in action.contexts() {
            let bound = keymap.keys(*context, *action).next().is_some();
            assert!(bound || *context == Context::Review, "{name} has no key in [{}]", context.name());
        }
    }
}

#[test]
fn help_palette_and_manual_list_all() {
    let world = World::new(&[(1, 0)]);
    let help = key_lines(&world.review, None, "");
    let manual = world.review.keymap.markdown();
    for action in Action::ALL {
        let listed = help.iter().any(|line| line.name == action.name());
        assert!(listed, "{}", action.name());
        assert!(
            manual.contains(&format!("| {} | {} |", action.name(), action.sentence())),
            "{}",
            action.name()
        );
    }
    let palette = find(&world.review, Context::Review, "").lines;
    let of_review = Action::ALL.iter().filter(|a| a.contexts().contains(&Context::Review)).count();
    // All but the palette itself and the key that is pressed twice; and what other editors call by letters.
    assert_eq!(palette.len(), of_review - 2 + 3);
}

#[test]
fn a_key_does_one_thing() {
    let clash = |toml: &str| Keymap::with(toml).unwrap_err();
    assert!(clash("[review]\n\"m\" = \"mark\"\n\"m\" = \"zoom\"\n").contains("line 3"));
    let twice = clash("[review]\n\"Ctrl-k\" = \"mark\"\n\"ctrl-K\" = \"zoom\"\n");
    assert_eq!(twice, "keymap, line 3: Ctrl-k in [review] is mark already, in [review]");
    assert!(clash("[review]\n\"Ctrl-c\" = \"mark\"\n").contains("is leave already, in [every]"));
    assert_eq!(
        clash("[every]\n\"r\" = \"leave\"\n"),
        "keymap, line 2: r in [every] is tag-released already, in [review]"
    );
}

#[test]
fn what_a_keymap_gets_wrong_is_named_with_its_line() {
    for (toml, says) in [
        ("\n[review]\n\"r\" = \"tag-relesed\"", "keymap, line 3: there is no action \"tag-relesed\""),
        ("[review]\n\"Hyper-r\" = \"zoom\"", "keymap, line 2: \"Hyper-r\" is not a key"),
        ("[reviews]\n", "keymap, line 1: there is no [reviews]; known: review, note"),
        ("[review]\n\"r\" = 3", "keymap, line 2: r needs the name of an action"),
        (
            "[review]\n\"r\" = \"yes\"",
            "keymap, line 2: yes does nothing in [review]; it belongs in [confirm]",
        ),
        ("[prompt]\n\"r\" = \"accept\"", "keymap, line 2: r types a character in [prompt]"),
        ("[review]\n\"r\" \"zoom\"", "keymap, line 2: "),
        ("review = 3", "keymap, line 1: [review] is not a table of keys"),
        ("[confirm]\n\"Esc\" = \"none\"\n\"n\" = \"none\"", "the keymap leaves no key for no in [confirm]"),
    ] {
        let error = Keymap::with(toml).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn the_users_keys_come_first_and_every_text_follows() {
    let keymap =
        Keymap::with("[review]\n\"F5\" = \"open\"\n\"Enter\" = \"none\"\n\"b\" = \"tag-released\"\n")
            .unwrap();
    assert_eq!(keymap.key_for(Context::Review, Action::Open).unwrap(), "F5");
    assert_eq!(keymap.key_for(Context::Review, Action::TagReleased).unwrap(), "b");
    assert_eq!(keymap.keys_text(Context::Review, Action::TagReleased), "b r");
    let mut world = World::new(&[(1, 0)]);
    world.review.keymap = keymap;
    world.press("r");
    assert!(world.status().contains("F5 goes to those of this claim"), "{}", world.status());
}

#[test]
fn help_is_searched_and_has_two_pages() {
    let mut world = World::new(&[(2, 0)]);
    let help = |world: &World| {
        let Some(AnyPrompt::Help(help)) = &world.review.prompt else { panic!("{}", world.mode()) };
        let lines = help.sheet.lines();
        let words: Vec<String> =
            lines.iter().filter_map(|line| Some(line.columns.first()?.text.to_string())).collect();
        (help.page, words, help.input.text().to_owned())
    };
    world.press("?");
    world.text("undecided");
    assert!(["]", "["].contains(&help(&world).1[0].as_str()), "{:?}", help(&world).1);
    // The other page looks for the same.
    world.press("Tab");
    assert_eq!(help(&world).0, Page::Words);
    assert!(help(&world).1.iter().any(|word| word.contains("undecided")));
    world.press("Ctrl-u");
    assert!(help(&world).1.iter().any(|word| word == "origin"), "{:?}", help(&world).1);
    world.press("?");
    assert_eq!(help(&world).0, Page::Keys);
    world.text("r?");
    assert_eq!((help(&world).0, help(&world).2.as_str()), (Page::Keys, "r?"));
    // At any width every line is there whole.
    for width in [40, 80, 200] {
        world.press("Esc ?");
        world.msg(Msg::Resize(width, 24));
        let Some(AnyPrompt::Help(help)) = &world.review.prompt else { panic!() };
        let room = list_box((width, 24)).list.width;
        for row in help.sheet.visible(u16::MAX) {
            let line = &help.sheet.lines()[row.line];
            assert!(line.hang() + row.text.width() <= usize::from(room), "{width}: {}", row.text);
        }
    }
}

#[test]
fn the_palette_does_what_is_named_and_nothing_else() {
    let typed = |text: &str| {
        let mut world = World::new(&[(2, 0)]);
        world.press("Enter :");
        world.text(text);
        world.press("Enter");
        world
    };
    let said = |text: &str| {
        let world = typed(text);
        assert!(world.case.said.is_empty() && world.outside.is_empty(), "{text} did something");
        (world.mode(), world.status().to_owned())
    };
    // Exactly, by its label, by its beginning, by words of it.
    for text in ["tag-withheld", "withheld", "tag-w", "tag with", " WITHHELD "] {
        assert!(typed(text).case.of(1).is_decided(), "{text}");
    }
    // Letters that occur in what an action does name nothing.
    for text in ["light", "theme", "delete", "vwhs", "xyzzy"] {
        assert_eq!(said(text), ("review", format!("nothing is called \"{text}\"")));
    }
    // What is only like a name, or begins several, is chosen first.
    let (mode, status) = said("withehld");
    assert_eq!((mode, status.starts_with("nothing is called \"withehld\"")), ("palette", true));
    for text in ["t", "tag", "d", "v", "undecided"] {
        assert_eq!(said(text).0, "palette", "{text}");
    }
    let mut world = typed("tag");
    assert!(world.status().starts_with("\"tag\" does not name one thing"), "{}", world.status());
    world.press("Down Down Enter");
    assert!(world.case.of(1).is_decided());
    // One letter names what is called just that.
    assert_eq!(said("u").0, "palette");
    assert_eq!(said("").0, "review");
}

#[test]
fn the_palette_knows_what_other_editors_call_it() {
    let typed = |text: &str| {
        let mut world = World::new(&[(2, 0)]);
        world.press(":");
        world.text(text);
        world.press("Enter");
        world
    };
    for text in ["q", "wq", "x", "q!"] {
        assert_eq!(typed(text).outside.last(), Some(&Effect::Quit), "{text}");
    }
    let world = typed("w");
    assert_eq!((world.mode(), world.status()), ("review", "nothing to do: every step is saved at once"));
    assert!(world.outside.is_empty());
    assert_eq!(typed("e ~/other case.corrob").outside, [Effect::OpenCase("~/other case.corrob".into())]);
    let world = typed("e");
    assert_eq!((world.mode(), world.status()), ("palette", "name the file of the case: e FILE"));
    // In a view it stays, and what belongs there is done there.
    let mut world = World::new(&[(2, 0), (1, 0)]);
    world.press("3 Enter :");
    world.text("w");
    world.press("Enter");
    assert_eq!(world.mode(), "matrix");
    world.press(":");
    world.text("bottom");
    world.press("Enter");
    assert_eq!(world.mode(), "matrix");
    world.press(":");
    world.text("tag-released");
    world.press("Enter");
    assert_eq!((world.mode(), world.status()), ("matrix", "a view is open: Esc goes back to the evidence"));
    world.press(":");
    world.text("export");
    world.press("Enter");
    assert_eq!(world.mode(), "export");
}

#[test]
fn keys_of_other_editors_do_what_is_expected() {
    let mut world = World::new(&vec![(1, 0); 200]);
    world.press("Ctrl-f Ctrl-f");
    let page = u64::from(world.review.places().claims.rows.height) - 1;
    assert_eq!(world.review.claims.cursor(), 2 * page);
    world.press("Ctrl-b g g");
    assert_eq!(world.review.claims.cursor(), 0);
    world.press("Z j Z");
    assert_eq!(world.status(), "Z once more leaves; everything is saved");
    assert!(world.outside.is_empty());
    world.press("Z");
    assert_eq!(world.outside.last(), Some(&Effect::Quit));
    let mut world = World::new(&[(1, 0)]);
    world.press("6 Enter Z Z");
    assert_eq!(world.outside.last(), Some(&Effect::Quit));
}

#[test]
fn hints_name_the_keys_of_the_moment() {
    let mut world = World::new(&[(1, 0)]);
    assert_eq!(world.review.hints()[0], ("Enter".to_owned(), "open"));
    world.press("Enter");
    assert_eq!(world.review.hints()[0], ("r".to_owned(), "released"));
    world.press("r");
    assert_eq!(world.review.hints()[0], ("1".to_owned(), "supported"));
    for keys in ["Esc a", "Ctrl-s i", "Esc s", "Esc f", "Esc /", "Esc ?", "Esc :", "Esc 9 Enter"] {
        world.press(keys);
        assert!(world.review.hints().len() >= 2, "{keys}");
    }
}

#[test]
fn every_action_of_the_panes_does_something_or_says_why_not() {
    for action in Action::ALL.iter().filter(|action| action.contexts().contains(&Context::Review)) {
        let mut world = World::new(&[(3, 2), (5, 3), (2, 2)]);
        world.press("j Enter j");
        world.review.status = None;
        let before = format!("{:?}", world.review);
        world.review.perform(*action);
        assert_ne!(format!("{:?}", world.review), before, "{}", action.name());
    }
}
