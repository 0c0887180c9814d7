//! What somebody typed, in whatever program and script, is what the case has and what everybody sees: its lines
//! end in line feeds, no byte order mark is part of it, and marks of direction stay where a line needs them.

use crate::desk::Desk;
use std::io::Write as _;
use std::process::Stdio;

/// A case with a claim and a piece of evidence.
fn with_a_case() -> Desk {
    let desk = Desk::new();
    desk.run(&["new", "a.corrob", "--title", "The\r\ngate\u{feff}"]).done();
    desk.run(&["add", "a.corrob", "claim", "--text", "The gate\rwas open."]).done();
    desk.run(&["add", "a.corrob", "source", "--title", "Log", "--set", "about=\u{feff}one\r\ntwo"]).done();
    let evidence =
        ["--claim", "C-1", "--source", "S-1", "--stance", "supports", "--paraphrase", "It says so."];
    desk.run(&[&["add", "a.corrob", "evidence"][..], &evidence].concat()).done();
    desk
}

#[test]
fn lines_end_in_line_feeds_whoever_wrote_them() {
    let desk = with_a_case();
    let record = |key: &str| desk.run(&["show", "a.corrob", key, "--json"]).done().json();
    assert_eq!(record("C-1")["text"], "The gate\nwas open.");
    assert_eq!(record("S-1")["about"], "one\ntwo");
    assert!(desk.run(&["export", "a.corrob"]).done().json()["case"]["title"] == "The\ngate");
    let note = |key: &str| {
        let all = desk.run(&["list", "a.corrob", "annotations", "--json"]).done().json();
        let of = all.as_array().unwrap().iter().find(|said| said["key"] == key).unwrap().clone();
        of["note"].as_str().unwrap().to_owned()
    };
    for (written, kept) in [
        ("\u{feff}one\r\ntwo\r\n", "one\ntwo"),
        ("one\rtwo\r", "one\ntwo"),
        ("one\ntwo\n\n", "one\ntwo\n"),
        ("one\r\n\u{feff}\r\ntwo", "one\n\ntwo"),
    ] {
        let mut child =
            desk.command(&["note", "a.corrob", "E-1", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(written.as_bytes()).unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
        assert_eq!(note("E-1"), kept, "{written:?}");
    }
    desk.run(&["tag", "a.corrob", "E-1", "disputed", "--note", "\u{feff}a\r\nb\rc"]).done();
    assert_eq!(note("E-1"), "a\nb\nc");
    desk.run(&["note", "a.corrob", "C-1", "\u{feff}d\r\ne"]).done();
    assert_eq!(note("C-1"), "d\ne");
    let refused = desk.run(&["note", "a.corrob", "C-1", "\u{feff}\r\n"]).refused();
    assert_eq!(refused, "the note is empty; --clear takes a note away");
}

/// The marks of direction in a text.
fn marks(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

#[test]
fn hebrew_and_arabic_keep_their_marks_everywhere_and_nobody_elses_order_changes() {
    let desk = with_a_case();
    let hebrew = "השער נפתח!\u{200f} (\u{2066}+972-3-555\u{2069})";
    let open = "שער \u{2067}פתוח";
    desk.run(&["add", "a.corrob", "claim", "--text", hebrew]).done();
    desk.run(&["add", "a.corrob", "claim", "--text", open]).done();
    desk.run(&["add", "a.corrob", "claim", "--text", "pay 100\u{200f} 200 \u{202e}now"]).done();
    for args in [
        &["show", "a.corrob", "C-2"][..],
        &["list", "a.corrob", "claims"],
        &["export", "a.corrob", "--format", "markdown"],
        &["export", "a.corrob", "--format", "html"],
        &["export", "a.corrob", "--format", "csv"],
    ] {
        let said = desk.run(args).done().out;
        let line =
            said.lines().find(|line| line.contains("+972")).unwrap_or_else(|| panic!("{args:?}: {said}"));
        assert_eq!(marks(line), "\u{200f}\u{2066}\u{2069}", "{args:?}");
        for line in said.lines() {
            let opened = marks(line).matches(|c| matches!(c, '\u{2066}'..='\u{2068}')).count();
            assert_eq!(opened, marks(line).matches('\u{2069}').count(), "{line}");
        }
        if args[1] != "a.corrob" || args[0] != "show" {
            assert!(said.contains("שער ⟨U+2067⟩פתוח"), "{args:?}");
            assert!(said.contains("pay 100⟨U+200F⟩ 200 ⟨U+202E⟩now"), "{args:?}");
        }
    }
    // The case has what was written.
    let claims = desk.run(&["list", "a.corrob", "claims", "--json"]).done().json();
    assert_eq!(claims[1]["text"], hebrew);
}

#[test]
fn a_direction_that_one_text_opens_is_not_closed_by_another() {
    let desk = with_a_case();
    let (opens, closes) = ("\u{2067}\u{5d0} one", "two\u{2069} \u{5d1}");
    desk.run(&["note", "a.corrob", "E-1", opens]).done();
    desk.run(&["note", "a.corrob", "E-1", closes]).done();
    desk.run(&["add", "a.corrob", "party", "--name", opens, "--naming", "named"]).done();
    desk.run(&["edit", "a.corrob", "C-1", "--text", closes, "--claimant", "P-1"]).done();
    desk.run(&["edit", "a.corrob", "S-1", "--title", opens]).done();
    desk.run(&["edit", "a.corrob", "E-1", "--paraphrase", closes]).done();
    for args in [
        &["log", "a.corrob"][..],
        &["show", "a.corrob", "C-1"],
        &["list", "a.corrob", "matrix"],
        &["list", "a.corrob", "ledger"],
    ] {
        let shown = desk.run(args).done().out;
        assert!(!shown.contains(['\u{2067}', '\u{2069}']), "{args:?}: {shown:?}");
    }
    // One that closes what it opens itself stays as it is.
    desk.run(&["note", "a.corrob", "E-1", "\u{5d0} \u{2068}7\u{2069}"]).done();
    assert!(desk.run(&["log", "a.corrob"]).done().out.contains("\u{2068}7\u{2069}"));
}
