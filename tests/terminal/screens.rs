//! What stands on the screen: rendered screens with their styles, reviewed by people; and that
//! nothing, at any size, in any state, breaks a line or a border.

use crate::sallow::{self, Session};
use crate::screen::{glyphs, styled};
use corrob::domain::document::{DocumentText, Form};
use corrob::domain::open_document::OpenDocument;
use corrob::domain::{Key, Kind};
use corrob::review::protocol::import::{ImportEnd, ImportProgress};
use corrob::review::{Msg, Review};
use corrob::ui::{Theme, view};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use serde_json::json;
use std::sync::Arc;

fn drawn(review: &Review, theme: &str) -> Buffer {
    let (width, height) = review.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let theme = Theme::named(theme).unwrap();
    terminal.draw(|frame| view(review, &theme, frame)).unwrap();
    terminal.backend().buffer().clone()
}

macro_rules! looks {
    ($name:expr, $session:expr, $theme:literal) => {
        insta::assert_snapshot!($name, styled(&drawn(&$session.review, $theme)))
    };
    ($name:expr, $session:expr) => {
        looks!($name, $session, "default")
    };
}

fn harbour(size: (u16, u16)) -> Session {
    Session::open(sallow::case(), size)
}

#[test]
fn a_message_is_read_whole_however_long() {
    for size in [(40, 10), (80, 24), (200, 50)] {
        let mut session = Session::open(sallow::case(), size);
        let words: Vec<String> = (10..30).map(|n| format!("word{n}")).collect();
        session.tell(corrob::review::Msg::Notice(words.join(" ")));
        let screen: String =
            drawn(&session.review, "default").content.iter().map(|cell| cell.symbol()).collect();
        for word in words {
            assert!(screen.contains(&word), "{word} at {size:?}");
        }
    }
}

#[test]
fn the_main_screen_looks_as_reviewed() {
    looks!("main_80x24", harbour((80, 24)));
    looks!("main_80x24_mono", harbour((80, 24)), "mono");
    looks!("main_120x36", harbour((120, 36)));
    looks!("main_120x36_dark", harbour((120, 36)), "dark");
    looks!("main_120x36_mono", harbour((120, 36)), "mono");
    looks!("main_200x50", harbour((200, 50)));
    looks!("main_200x50_mono", harbour((200, 50)), "mono");
}

#[test]
fn panes_in_use_look_as_reviewed() {
    looks!("supporting_80x24", harbour((80, 24)).press("<Tab>"));
    looks!("disputing_120x36", harbour((120, 36)).press("<Tab><Tab>"));
    looks!("disputing_200x50", harbour((200, 50)).press("<Tab><Tab>"));
    looks!("detail_100x30", harbour((100, 30)).press("<Tab><Tab><Tab>jj"));
    looks!("detail_zoomed_80x24", harbour((80, 24)).press("<Tab><Tab><Tab>z"));
    looks!("smallest_40x10", harbour((40, 10)).press("<Tab>"));
    looks!("marked", harbour((120, 36)).press("<Tab> j j "));
}

#[test]
fn messages_of_the_status_line_look_as_reviewed() {
    looks!("tagged", harbour((120, 36)).press("<Tab>w"));
    looks!("refused", harbour((120, 36)).press("r"));
    let mut saving = harbour((120, 36));
    saving.slow = true;
    looks!("saving", saving.press("<Tab>w"));
    looks!("read_only", Session::read_only(sallow::case(), (120, 36)).press("<Tab>w"));
}

#[test]
fn prompts_look_as_reviewed() {
    looks!("verdict", harbour((80, 24)).press("v"));
    looks!("verdict_confidence", harbour((80, 24)).press("v2"));
    looks!("aside", harbour((80, 24)).press("<Tab>swaiting for the register"));
    looks!("filter", harbour((80, 24)).press("ftag:withheld"));
    looks!("filtered", harbour((120, 36)).press("ftag:withheld<Enter>"));
    looks!("details", harbour((80, 24)).press("<Tab><Tab>i"));
    looks!("note", harbour((80, 24)).press("<Tab><Tab>a Asked again"));
    looks!("note_discarding", harbour((80, 24)).press("<Tab><Tab>a asked again<Ctrl-x>"));
    looks!("confirm_url", harbour((80, 24)).press("<Tab><Tab>O"));
}

#[test]
fn views_look_as_reviewed() {
    for (name, keys) in [
        ("sources", "2"),
        ("matrix", "3"),
        ("timeline", "4"),
        ("figures", "5"),
        ("origins", "6"),
        ("ledger", "7"),
    ] {
        for size in [(80, 24), (120, 36), (200, 50)] {
            let mut session = harbour(size);
            looks!(format!("{name}_{}x{}", size.0, size.1), session.press(&format!("{keys}<Enter>")));
        }
    }
    looks!("sources_in_detail", harbour((80, 24)).press("2<Enter>j<Enter>j"));
    looks!("sources_80x24_mono", harbour((80, 24)).press("2<Enter>j"), "mono");
    looks!("sources_by_evidence", harbour((120, 36)).press("2<Enter>ssss"));
    looks!("sources_filtered", harbour((120, 36)).press("ftag:withheld<Enter>2<Enter>"));
    looks!("sources_40x10", harbour((40, 10)).press("2<Enter>"));
    looks!("parties_120x36", harbour((120, 36)).press("2<Enter>p"));
    looks!("grade_of_a_source", harbour((80, 24)).press("2<Enter>jC"));
    looks!("matrix_80x24_mono", harbour((80, 24)).press("3<Enter>jl"), "mono");
    looks!("matrix_by_origin", harbour((120, 36)).press("3<Enter>sss"));
    looks!("ledger_of_the_case", harbour((120, 36)).press("7<Enter>tG"));
    looks!("timeline_filtered", harbour((80, 24)).press("fchannel<Enter>4<Enter>tj"));
    looks!("matrix_40x10", harbour((40, 10)).press("3<Enter>"));
    looks!("ledger_40x10", harbour((40, 10)).press("7<Enter>"));
}

/// The reviewer in the document of the source of the first piece of evidence.
fn reading(size: (u16, u16)) -> Session {
    let mut text = DocumentText::default();
    text.push(Form::Heading(1), Some(1), "Statement on the deepening of the Sallow channel");
    text.push(
        Form::Text,
        Some(1),
        "The channel was deepened to 11.5 metres on 3 March 2025. The ministry paid between $2 million and $2.4 \
         million for that, and up to 40 boats a day use it.",
    );
    text.push(Form::Quotation, Some(1), "Nobody sounded the outer channel.");
    for n in 2..30 {
        text.push(Form::Text, Some(1 + n / 8), "The pilots were told of it in time. They did not answer.");
    }
    let info = json!({
        "sha256": "0".repeat(64), "media_type": "text/plain", "size": 1, "attached": "2025-05-01",
        "text_sha256": "0".repeat(64), "structure_sha256": "0".repeat(64),
    });
    let mut case = sallow::case();
    for number in 1..=6 {
        let source = Key::new(Kind::Source, number);
        let document = OpenDocument {
            source: source.clone(),
            called: "Channel statement".into(),
            info: serde_json::from_value(info.clone()).unwrap(),
            version: 2,
            versions: 2,
            text: Arc::new(text.clone()),
            quotes: Vec::new(),
        };
        case.documents.insert(source, document);
    }
    let mut session = Session::open(case, size);
    session.press("<Tab>o");
    session
}

#[test]
fn a_document_and_what_is_made_of_it_look_as_reviewed() {
    for size in [(80, 24), (200, 50)] {
        let name = |what: &str| format!("document_{what}_{}x{}", size.0, size.1);
        looks!(name("read"), reading(size).press("jjJ"));
        looks!(name("evidence"), reading(size).press("jje"));
        looks!(name("evidence_in_words"), reading(size).press("jje+The ministry paid."));
        looks!(name("figures"), reading(size).press("jJf"));
        looks!(name("date"), reading(size).press("jJf<Down>"));
        looks!(name("figure"), reading(size).press("jjf<Enter>"));
    }
    looks!("document_quote", reading((80, 24)).press("<Esc>2<Enter>o<PgDn>Q"));
    looks!("document_low", reading((80, 24)).press("<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>e"));
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// A session in which an import was asked for, and has come this far.
fn importing(size: (u16, u16), file: &str, far: Option<ImportProgress>) -> Session {
    let mut session = harbour(size);
    session.press(&format!("I{file}<Enter>"));
    if let Some(far) = far {
        session.tell(Msg::Importing(far));
    }
    session
}

#[test]
fn export_and_import_look_as_reviewed() {
    let far = ImportProgress { records: 1_234_567, percent: Some(41), left: Some(75), closing: false };
    for (width, height) in SIZES {
        let size = (width, height);
        let looks = |name: &str, session: &Session| {
            insta::assert_snapshot!(
                format!("{name}_{width}x{height}"),
                styled(&drawn(&session.review, "default"))
            );
        };
        looks("export", harbour(size).press("E"));
        looks("export_refused", harbour(size).press("ftag:withheld<Enter>E<Enter>"));
        looks("import", harbour(size).press("I~/feeds/claims"));
        let mut session = importing(size, "notes.txt", None);
        looks(
            "import_refused",
            session.tell(Msg::Imported(ImportEnd::Failed(
                "notes.txt: no known format fits it (a table of 3 columns); --explain shows what it holds and writes \
                 a profile to begin with, --map COLUMN=FIELD does for a table (options of corrob import); nothing \
                 was imported"
                    .into(),
            ))),
        );
        let mut session = importing(size, "~/feeds/claims-of-october.jsonl", Some(far));
        looks("importing", session.press("<Tab>r"));
        looks("importing_leave", session.press("q"));
        looks("importing_stopping", session.press("n<Esc>"));
        let mut session = importing(size, "claims.jsonl", Some(ImportProgress { closing: true, ..far }));
        looks("importing_closing", &session);
        let progress = session.review.progress;
        looks(
            "imported",
            session.tell(Msg::Imported(ImportEnd::Done {
                says: "claims.jsonl: 1234567 records added, 12 changed, 0 the same, 2 refused; the first: line 17, \
                       claim, text: it is missing; corrob import --rejects FILE lists them all"
                    .into(),
                refused: true,
                progress,
            })),
        );
    }
    looks!("export_40x10", harbour((40, 10)).press("Ea"));
    looks!("importing_40x10", importing((40, 10), "claims.jsonl", Some(far)));
}

#[test]
fn overlays_look_as_reviewed() {
    looks!("search", harbour((120, 36)).press("/channel"));
    looks!("search_nothing", harbour((80, 24)).press("/zebra"));
    looks!("help_80x24", harbour((80, 24)).press("?"));
    looks!("words_80x24", harbour((80, 24)).press("??"));
    looks!("view_marked_80x24", harbour((80, 24)).press("5"));
    looks!("view_marked_40x10", harbour((40, 10)).press("5"));
    looks!("help_over_a_view", harbour((120, 36)).press("7<Enter>?"));
    looks!("palette_like", harbour((80, 24)).press(":hsitory"));
    looks!("help_found", harbour((120, 36)).press("?undecided"));
    looks!("palette", harbour((120, 36)).press(":tag"));
    looks!("history", harbour((80, 24)).press("<Tab><Tab>9<Enter>"));
    looks!("grade", harbour((80, 24)).press("<Tab>c"));
    looks!("grade_source", harbour((80, 24)).press("<Tab>C"));
    looks!("derivation", harbour((80, 24)).press("<Tab>Dchannel<Down>"));
    looks!("via", harbour((80, 24)).press("<Tab><Tab>P"));
}

#[test]
fn forms_look_as_reviewed() {
    for size in [(80, 24), (200, 50)] {
        for (name, keys) in [
            ("make_menu", "m"),
            ("edit_menu", "<Tab><Tab>M"),
            ("new_claim", "mc"),
            ("new_evidence", "me"),
            ("new_source", "ms"),
            ("new_party", "mp"),
            ("new_figure", "<Tab><Tab>mf"),
            ("new_request", "<Tab><Tab>mq"),
            ("new_gap", "<Tab><Tab>mg"),
            ("new_derivation", "<Tab><Tab>md<Down>"),
            ("claim_edited", "Mc!"),
            ("evidence_edited", "<Tab><Tab>Me<Down>"),
            ("source_edited", "<Tab><Tab>Ms"),
            ("case_edited", "Mb"),
            ("form_refused", "mfx<Enter>"),
            ("form_discarding", "mcx<Esc>"),
            ("record_picker", "Mf<Down>"),
            ("take_out_claim", "X"),
            ("take_out_evidence", "<Tab><Tab>X"),
            ("combine_which", "J<Down>"),
            ("combine", "J<Down><Enter>"),
        ] {
            let mut session = harbour(size);
            looks!(format!("{name}_{}x{}", size.0, size.1), session.press(keys));
        }
    }
    looks!("new_evidence_40x10", harbour((40, 10)).press("me"));
    looks!("take_out_40x10", harbour((40, 10)).press("X"));
    looks!("combine_40x10", harbour((40, 10)).press("J<Down><Enter>"));
}

#[test]
fn foreign_and_hostile_text_stays_in_its_cells() {
    let mut session = Session::open(sallow::foreign(), (120, 36));
    looks!("foreign_120x36", session.press("<Tab>"));
    let mut session = Session::open(sallow::foreign(), (80, 24));
    looks!("hostile_80x24", session.press("jjjjj"));
    for line in glyphs(&drawn(&session.review, "default")) {
        assert!(!line.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{line:?}");
    }
}

#[test]
fn an_empty_case_and_a_tiny_terminal_look_as_reviewed() {
    looks!("empty_80x24", Session::open(sallow::empty(), (80, 24)));
    looks!("empty_120x36", Session::open(sallow::empty(), (120, 36)));
    looks!("too_small_30x8", harbour((30, 8)));
}

#[test]
fn long_lists_look_as_reviewed() {
    let mut long = Session::open(sallow::long(60, 80), (80, 24));
    looks!("long_bottom", long.press("G"));
    looks!("long_evidence_page", long.press("<Tab><PgDn>j"));
}

/// Where the lines between panes must be: a title line or a divider is never broken by a text.
fn borders(review: &Review, buffer: &Buffer) -> Result<(), String> {
    let line =
        |x, y| buffer.cell((x, y)).is_some_and(|c| c.symbol().chars().all(|c| ('─'..='╿').contains(&c)));
    let places = review.places();
    for y in places.divider.top()..places.divider.bottom() {
        for x in places.divider.left()..places.divider.right() {
            if !line(x, y) {
                return Err(format!("the divider is broken at {x},{y}"));
            }
        }
    }
    for y in places.split.top()..places.split.bottom() {
        for x in places.split.left()..places.split.right() {
            if !line(x, y) {
                return Err(format!("the split is broken at {x},{y}"));
            }
        }
    }
    for frame in [places.claims, places.head, places.supporting, places.disputing, places.detail] {
        if frame.is_empty() {
            continue;
        }
        for x in [frame.title.left(), frame.title.right() - 1] {
            if !line(x, frame.title.y) {
                return Err(format!("the title line is broken at {x},{}", frame.title.y));
            }
        }
    }
    Ok(())
}

/// Every glyph takes the cells it should, so that no row is longer than the screen.
fn widths(buffer: &Buffer) -> Result<(), String> {
    use unicode_width::UnicodeWidthStr as _;
    for line in glyphs(buffer) {
        let cells: usize = {
            use unicode_segmentation::UnicodeSegmentation as _;
            line.graphemes(true).map(|g| g.width()).sum()
        };
        if cells != usize::from(buffer.area.width) {
            return Err(format!("{cells} cells of {}: {line:?}", buffer.area.width));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_line_or_a_border_at_any_size_in_any_state(
        width in 1_u16..=250,
        height in 1_u16..=80,
        which in 0_usize..4,
        keys in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec![
                    "j", "k", "G", "g", "<Tab>", "<Ctrl-x>", "z", "r", "w", "d", "e", "x", "]", "[", "v", "1", "2", "i",
                    "s", " ", "V", "a", "m", "M", "X", "J", "p", "<Enter>", "<Esc>", "/", "f", ":", "?", "9", "o", "O", "*", ".", "u",
                    "<Down>", "<PgDn>", "<Left>", "n", "y", "E", "I", "<import>",
                ]).prop_map(str::to_owned),
            ],
            0..24,
        ),
        resized in (1_u16..=250, 1_u16..=80),
    ) {
        let case = match which {
            0 => sallow::empty(),
            1 => sallow::case(),
            2 => sallow::foreign(),
            _ => sallow::long(30, 40),
        };
        let mut session = Session::open(case, (width, height));
        for (at, key) in keys.iter().enumerate() {
            match key.as_str() {
                "<import>" => drop(session.tell(Msg::Importing(ImportProgress { records: 99_999_999, ..ImportProgress::default() }))),
                key => drop(session.press(key)),
            }
            if at == keys.len() / 2 {
                session.tell(corrob::review::Msg::Resize(resized.0, resized.1));
            }
        }
        // The terminal may have another size than the state knows of yet.
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(&session.review, &Theme::default(), frame)).unwrap();
        for theme in ["default", "mono"] {
            let buffer = drawn(&session.review, theme);
            widths(&buffer).map_err(TestCaseError::fail)?;
            // A message of many rows stands over the panes.
            let says = session.review.status.as_ref().map_or(0, |status| status.text.width());
            let over = !session.review.is_bare()
                || session.review.marked_view.is_some()
                || says + 8 > usize::from(session.review.size.0);
            if !over && !session.review.too_small() {
                borders(&session.review, &buffer).map_err(TestCaseError::fail)?;
            }
        }
    }

    #[test]
    fn moving_changes_only_the_rows_it_is_about(steps in 1_usize..6) {
        let mut session = Session::open(sallow::long(40, 20), (120, 36));
        session.press("<Tab>");
        let before = drawn(&session.review, "default");
        session.press(&"j".repeat(steps));
        let after = drawn(&session.review, "default");
        let places = session.review.places();
        for (x, y) in (0..120).flat_map(|x| (0..36).map(move |y| (x, y))) {
            let inside = |area: ratatui::layout::Rect| area.contains((x, y).into());
            let about = inside(places.supporting.rows)
                || inside(places.supporting.title)
                || inside(places.detail.rows)
                || inside(places.detail.title)
                || inside(places.status)
                || inside(places.hints);
            if !about {
                prop_assert_eq!(before.cell((x, y)), after.cell((x, y)), "at {},{}", x, y);
            }
        }
    }
}
