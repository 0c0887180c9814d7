//! Getting about: names, views and the way back, in a real terminal.

use crate::journeys::{BIN, Desk, quit};
use crate::pty::Session;
use serde_json::json;

/// Makes a case of a made-up ferry line: three claims, each with three pieces of evidence, and a gap of the
/// first that nothing but its detail shows.
fn ferries(desk: &Desk, name: &str) -> String {
    let claims: Vec<_> = (1..=3)
        .map(|n| json!({"id": format!("c{n}"), "text": format!("The {n}. ferry was late."), "claimant": "line"}))
        .collect();
    let evidence: Vec<_> = (1..=9)
        .map(|n| {
            json!({
                "id": format!("e{n}"), "claim": format!("c{}", (n - 1) / 3 + 1), "source": "log",
                "stance": "supports", "paraphrase": format!("Entry {n} of the log says so."),
                "material": format!("entry {n}"),
            })
        })
        .collect();
    let gap = json!({
        "id": "g1", "claim": "c1", "material": "engine telemetry", "state": "withheld", "holder": "line",
        "source": "log",
    });
    // The format comes first.
    let case = format!(
        r#"{{"format":"corrob-case","version":1,"case":{},"parties":[{}],"sources":[{}],"claims":{},"evidence":{},"gaps":[{gap}]}}"#,
        json!({"dataset": name, "title": "Ferries"}),
        json!({"id": "line", "name": "Ferry Line", "naming": "named"}),
        json!({"id": "log", "title": "Harbour log", "kind": "dataset"}),
        json!(claims),
        json!(evidence),
    );
    let (from, to) = (desk.path().join(format!("{name}.json")), desk.path().join(format!("{name}.corrob")));
    std::fs::write(&from, case).unwrap();
    desk.text(&["import", to.to_str().unwrap(), from.to_str().unwrap()]);
    to.to_str().unwrap().to_owned()
}

/// Waits until the cursor stands on the first cell of a text, or some cells further right.
fn wait_for_cursor(session: &Session, text: &str, right: u16) {
    // The end of a frame places it.
    session.wait_for(|screen| {
        let (row, col) = screen.cursor_position();
        let from = col.saturating_sub(right);
        !screen.hide_cursor()
            && screen.contents_between(row, from, row, screen.size().1.get()).starts_with(text)
    });
}

#[test]
fn the_palette_runs_what_is_named_and_says_when_nothing_is() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    let other = ferries(&desk, "other");
    let mut session = desk.review(&[&case], 24, 80);
    session.send_key("]");
    session.wait_for_text("Detail E-1 ");
    for nothing in ["light", "theme", "delete"] {
        session.send_key(":");
        session.send(nothing);
        session.wait_for_text(&format!("Nothing is called \"{nothing}\"."));
        session.send_key("Enter");
        session.wait_for_text(&format!(" nothing is called \"{nothing}\""));
    }
    session.send_key(":");
    session.send("w");
    session.send_key("Enter");
    session.wait_for_text("every step is saved at once");
    session.send_key(":");
    session.send("released");
    session.send_key("Enter");
    session.wait_for_text("1/9");
    // Another case, from within; what is no case is said, and this one stays.
    session.send_key(":");
    session.send("e nowhere.corrob");
    session.send_key("Enter");
    session.wait_for_text("nowhere.corrob");
    session.send_key(":");
    session.send(&format!("e {other}"));
    session.send_key("Enter");
    session.wait_for_text("0/9");
    session.send_key(":");
    session.send("wq");
    session.send_key("Enter");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let said = session.screen_text();
    assert!(said.contains("1 piece of evidence decided") && said.contains("nothing newly decided"), "{said}");
    desk.text(&["check", &case]);
    desk.text(&["check", &other]);
}

#[test]
fn a_view_is_left_for_where_it_was_opened() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    let mut session = desk.review(&[&case], 24, 80);
    session.send_key("]");
    session.wait_for_text("Detail E-1 ");
    session.send_key("j");
    session.wait_for_text("Detail E-2 ");
    wait_for_cursor(&session, "▸", 0);
    let rows = |screen: &vt100::Screen| -> Vec<String> {
        screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect()
    };
    let before = rows(&session.screen());
    session.send_keys(&["3", "Enter"]);
    session.wait_for_text("Matrix");
    session.send_keys(&["j", "6", "Enter"]);
    session.wait_for_text("Origins of C-2");
    // What is asked over a view stands over the view.
    session.send_key("?");
    session.wait_for_text("Keys take no count");
    session.wait_for_text("Origins of C-2");
    session.send_key("Esc");
    session.wait_for_no_text("Keys take no count");
    session.send_key("Esc");
    session.wait_for(|screen| rows(screen) == before);
    session.send_key("a");
    session.wait_for_text("Note on E-2");
    session.send_key("Esc");
    session.wait_for_no_text("Note on E-2");
    // A hit that is no claim and no evidence is on the screen.
    session.send_key("/");
    session.send("telemetry");
    session.wait_for_text("1 of 1");
    session.send_key("Enter");
    session.wait_for_text("hit 1 of 1: G-1");
    session.wait_for_text("engine telemetry");
    session.send_key("Esc");
    session.wait_for_no_text("hit 1 of 1");
    session.wait_for_no_text("engine telemetry");
    session.send_key("f");
    session.send("is:undecided log");
    session.send_key("Enter");
    session.wait_for_text("filter: is:undecided log");
    session.send_key("Esc");
    session.wait_for_text("the filter is taken off: all claims are shown");
    session.wait_for_no_text("filter: is:undecided log");
    quit(session);
}

#[test]
fn habits_of_other_editors_do_no_harm() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    let mut session = desk.review(&[&case], 24, 80);
    session.send_key("5");
    session.wait_for_text("Enter opens Figures");
    session.send_key("j");
    session.wait_for_text("Claim C-2");
    session.wait_for_no_text("Enter opens Figures");
    session.send_keys(&["5", "5", "k"]);
    session.wait_for_text("Claim C-1");
    assert!(!session.screen_text().contains("Figures of"));
    session.send_keys(&["5", "Enter"]);
    session.wait_for_text("Figures of the case");
    session.send_key("Esc");
    session.wait_for_text("Claim C-1");
    session.send_keys(&["g", "g", "Enter", "d", "d"]);
    session.wait_for_text("tagged E-1 disputed; press d again to tag E-2 too");
    session.wait_for_text("1/9");
    session.send_key("d");
    session.wait_for_text("2/9");
    session.send_key("Z");
    session.wait_for_text("Z once more leaves");
    session.send_key("Z");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    assert!(session.screen_text().contains("2 pieces of evidence decided"));
    desk.text(&["check", &case]);
}

#[test]
fn the_cursor_stands_where_the_eye_is() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    let mut session = desk.review(&[&case], 24, 80);
    wait_for_cursor(&session, "▸", 0);
    session.send_key("j");
    session.wait_for_text("Claim C-2");
    wait_for_cursor(&session, "▸", 0);
    session.send_key("Enter");
    session.wait_for_text("E-4 ");
    wait_for_cursor(&session, "▸", 0);
    session.send_key("a");
    session.wait_for_text("Note on E-4");
    session.send("ask the mate, 船長");
    wait_for_cursor(&session, "ask the mate", 18);
    session.send_key("Esc");
    session.wait_for_no_text("Note on E-4");
    session.send_key(":");
    session.send("zoo");
    wait_for_cursor(&session, "> zoo", 5);
    session.send_key("Esc");
    session.wait_for_no_text("> zoo");
    session.send_keys(&["6", "Enter"]);
    session.wait_for_text("Origins of C-2");
    wait_for_cursor(&session, "▸", 0);
    quit(session);
}

#[test]
fn colours_follow_the_background() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    let open = |env: &[(&str, &str)]| {
        let env: Vec<_> = env.iter().copied().chain([("CORROB_REVIEWER", "r.lee")]).collect();
        let session = Session::start_at(desk.path(), BIN, &[&case], &env, 24, 80);
        session.wait_for_text("0/9");
        session
    };
    let raw = |session: &Session| String::from_utf8_lossy(&session.raw_output()).into_owned();
    let mut session = open(&[("COLORTERM", "truecolor")]);
    assert_eq!(session.reports().background_asked, 1);
    assert!(!raw(&session).contains("\x1b[38;2;"), "before it is known, nothing is taken for granted");
    session.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    // The text of the light theme, and no answer among the keys.
    session.wait_for(|screen| screen.cell(0, 1).unwrap().fgcolor() != vt100::Color::Default);
    assert!(raw(&session).contains("\x1b[38;2;36;41;47"), "not the theme for light terminals");
    quit(session);
    let mut session = open(&[]);
    session.send("\x1b]11;rgb:00/00/00\x07");
    session.wait_for(|screen| screen.cell(0, 1).unwrap().fgcolor() != vt100::Color::Default);
    assert!(!raw(&session).contains("\x1b[38;2;"));
    quit(session);
    // Who wants no colour, or a theme by name, has it: nothing is asked.
    let session = open(&[("NO_COLOR", "1")]);
    assert_eq!(session.reports().background_asked, 0);
    quit(session);
}

#[test]
fn a_source_is_looked_up_judged_and_come_back_to() {
    let desk = Desk::new();
    let case = ferries(&desk, "ferries");
    desk.text(&["add", &case, "source", "--title", "Letter of the mate", "--kind", "letter"]);
    let mut session = desk.review(&[&case], 24, 80);
    session.send_keys(&["2", "Enter"]);
    session.wait_for_text("Sources by key");
    session.wait_for_text("Entry 1 of the log says so.");
    // It is graded where it stands, and that is saved.
    session.send_key("C");
    session.wait_for_text("How reliable is the source?");
    session.send_key("b");
    session.wait_for_no_text("How reliable is the source?");
    session.wait_for_text("reliability   B");
    assert!(desk.text(&["list", &case, "sources"]).contains("B"));
    // From its evidence to the review, and back to the very line.
    session.send_keys(&["Enter", "j", "j", "Enter"]);
    session.wait_for_text("Detail E-2 ");
    session.send_key("r");
    session.wait_for_text("1/9");
    session.send_key("Esc");
    session.wait_for_text("Sources by key");
    session.wait_for_text("Entry 2 of the log says so. (released; traced)");
    session.send_key("Esc");
    wait_for_cursor(&session, "▸S-1", 0);
    // Put in another order, searched, and filtered.
    session.send_key("s");
    session.wait_for_text("Sources by name");
    session.send_key("/");
    session.send("mate");
    session.wait_for_text("1 of 1");
    session.send_key("Enter");
    session.wait_for_text("hit 1 of 1: S-2");
    session.wait_for_text("No evidence stands in this source.");
    session.send_key("f");
    session.send("kind:dataset");
    session.send_key("Enter");
    session.wait_for_text("filter: kind:dataset");
    session.wait_for_text("1/1");
    session.send_key("p");
    session.wait_for_text("Parties by");
    session.wait_for_text("engine telemetry");
    session.send_key("Esc");
    session.wait_for_no_text("Parties by");
    quit(session);
    desk.text(&["check", &case]);
}
