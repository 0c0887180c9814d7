//! Notes that were typed on the screen or written in an editor, expunged: no byte of them is left.

use crate::journeys::{BIN, Desk, quit};
use crate::marker::{MARKER, holding};
use crate::pty::Session;
use rustix::process::Signal;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

#[track_caller]
fn expunge(desk: &Desk, key: &str) {
    assert_ne!(holding(desk.path()), [] as [PathBuf; 0], "the text was written");
    desk.text(&["expunge", desk.case().to_str().unwrap(), key, "--reason", "protects a witness"]);
    assert_eq!(holding(desk.path()), [] as [PathBuf; 0], "the text is still in a file");
    desk.check();
}

fn open_note(session: &mut Session) {
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("a");
    session.wait_for_text("save");
}

#[test]
fn a_note_typed_on_the_screen_repeated_and_undone() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    open_note(&mut session);
    for part in [MARKER, " saw it", " and told us"] {
        session.send(part);
        session.wait_for_text(part.trim());
        desk.wait_for_draft();
    }
    session.send_key("C-s");
    session.wait_for_text("note on E-2");
    session.send_key("u");
    session.wait_for_text("undid: note on E-2");
    session.send_key("C-r");
    session.wait_for_text("redid: note on E-2");
    quit(session);
    expunge(&desk, "E-2");
}

#[test]
fn a_draft_of_a_review_that_was_killed() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    open_note(&mut session);
    session.send(MARKER);
    session.wait_for_text(MARKER);
    desk.wait_for_draft();
    session.kill(Signal::KILL);
    session.wait_status();
    expunge(&desk, "E-2");
}

#[test]
fn a_note_written_in_an_editor_that_failed() {
    let desk = Desk::new().with_case();
    let editor = desk.path().join("editor.sh");
    // The text is not in the script as one. It also leaves a file beside the note, as editors do.
    std::fs::write(
        &editor,
        "#!/bin/sh\nprintf 'Zebulon the night %s' watchman > \"$1\"\ncp \"$1\" \"$(dirname \"$1\")/.$(basename \"$1\").swp\"\nexit 3\n",
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let env = [("CORROB_REVIEWER", "r.lee"), ("EDITOR", editor.to_str().unwrap())];
    let mut session = Session::start_at(desk.path(), BIN, &[desk.case().to_str().unwrap()], &env, 36, 120);
    session.wait_for_text("C-1 ");
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("A");
    session.wait_for_text("is kept in");
    quit(session);
    desk.text(&["note", desk.case().to_str().unwrap(), "E-2", "Zebulon"]);
    expunge(&desk, "E-2");
}
