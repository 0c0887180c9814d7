use crate::review::keys::keymap::{Action, Context, DEFAULT, Keymap};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::help::{HelpLine, help_lines};
use crate::review::prompt::palette::palette_lines;
use crate::review::tests::world::World;
use std::collections::BTreeSet;

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
    let help = help_lines(&world.review, false, "");
    let manual = world.review.keymap.markdown();
    for action in Action::ALL {
        let listed =
            help.iter().any(|line| matches!(line, HelpLine::Entry { name, .. } if *name == action.name()));
        assert!(listed, "{}", action.name());
        assert!(
            manual.contains(&format!("| {} | {} |", action.name(), action.sentence())),
            "{}",
            action.name()
        );
    }
    let palette = palette_lines(&world.review, false, "");
    let of_review = Action::ALL.iter().filter(|a| a.contexts().contains(&Context::Review)).count();
    assert_eq!(palette.len(), of_review - 1, "all but the palette itself");
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
fn help_is_searched_and_the_palette_acts() {
    let mut world = World::new(&[(2, 0)]);
    world.press("?");
    world.text("undecided");
    let Some(AnyPrompt::Help(help)) = &world.review.prompt else { panic!() };
    let HelpLine::Entry { keys, .. } = &help.lines[0] else { panic!() };
    assert!(["]", "["].contains(&keys.as_str()), "{:?}", help.lines[0]);
    world.press("Esc :");
    world.text("previous-pane");
    world.press("Enter");
    assert_eq!(world.review.focus, crate::review::state::pane::Pane::Detail);
    assert_eq!(world.mode(), "review");
    world.press(":");
    world.text("xyzzyxyzzy");
    world.press("Enter");
    assert_eq!(world.status(), "no action of that name");
}

#[test]
fn hints_name_the_keys_of_the_moment() {
    let mut world = World::new(&[(1, 0)]);
    assert_eq!(world.review.hints()[0], ("Enter".to_owned(), "open"));
    world.press("Enter");
    assert_eq!(world.review.hints()[0], ("r".to_owned(), "released"));
    world.press("r");
    assert_eq!(world.review.hints()[0], ("1".to_owned(), "supported"));
    for keys in ["Esc a", "Ctrl-s i", "Esc s", "Esc f", "Esc /", "Esc ?", "Esc :", "Esc 9"] {
        world.press(keys);
        assert!(world.review.hints().len() >= 2, "{keys}");
    }
}
