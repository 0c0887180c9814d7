//! Records written as a whole in the user's own editor, with `--editor`.

use crate::desk::{Desk, Said};
use std::os::unix::fs::PermissionsExt as _;

/// Runs a command with an editor that is a script: `$1` is the file.
fn with(desk: &Desk, script: &str, args: &[&str]) -> Said {
    desk.write("editor.sh", &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(desk.path("editor.sh"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = desk.command(args);
    command.env("EDITOR", desk.path("editor.sh")).env_remove("VISUAL");
    desk.said(command)
}

#[test]
fn a_record_is_added_and_edited_as_a_text() {
    let desk = Desk::new();
    desk.run(&["new", "w.corrob", "--title", "The water contract"]).done();
    desk.run(&["add", "w.corrob", "party", "--name", "Dana Price", "--naming", "named"]).done();
    // What is given stands in the text already.
    let add = ["add", "w.corrob", "claim", "--label", "Twice", "--editor"];
    let added =
        with(&desk, "printf '\ntext = \"Paid twice.\"\\nclaimant = \"Dana Price\"\\n' >> \"$1\"", &add);
    assert_eq!(added.done().out, "C-1\n");
    let claim = desk.run(&["show", "w.corrob", "C-1", "--json"]).done().json();
    assert_eq!((&claim["label"], &claim["claimant"]), (&"Twice".into(), &"P-1".into()));
    // What refers is named beside its key; a field taken away is gone.
    let edit = ["edit", "w.corrob", "C-1", "--editor"];
    let script = "grep -q 'claimant = \"P-1\"  # Dana Price' \"$1\" && \
                  sed -i -e '/^label/d' -e 's/Paid twice/Paid two times/' \"$1\"";
    assert_eq!(with(&desk, script, &edit).done().out, "C-1: label, text edited\n");
    assert_eq!(with(&desk, "true", &edit).done().out, "C-1: no change\n");
    let case = ["edit", "w.corrob", "case", "--editor"];
    let said = with(&desk, "sed -i 's/^#question = .*/question = \"Twice?\"/' \"$1\"", &case);
    assert_eq!(said.done().out, "case: question edited\n");
}

#[test]
fn what_is_wrong_is_said_and_the_text_is_kept() {
    let desk = Desk::new();
    desk.run(&["new", "w.corrob", "--title", "The water contract"]).done();
    let add = ["add", "w.corrob", "claim", "--editor"];
    let said = with(&desk, "printf '\nnature = \"guess\"\\n' >> \"$1\"", &add).refused();
    assert!(said.contains("there is no nature \"guess\"; known: fact"), "{said}");
    let (_, kept) = said.split_once("what you wrote is kept in ").unwrap();
    assert!(std::fs::read_to_string(kept).unwrap().ends_with("nature = \"guess\"\n"));
    let mode = std::fs::metadata(kept).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(with(&desk, "true", &add).done().out, "nothing was written, so nothing was added\n");
    // Read-only starts no editor.
    let read_only = with(&desk, "touch started", &["--read-only", "add", "w.corrob", "claim", "--editor"]);
    assert!(read_only.refused().contains("--read-only was given"));
    assert!(!desk.path("started").exists());
}
