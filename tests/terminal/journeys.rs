//! What people do, with the program itself in a real terminal.

use crate::pty::{Session, wait_gone};
use rustix::process::Signal;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const BIN: &str = env!("CARGO_BIN_EXE_corrob");

/// A folder of its own for each journey, in which configuration, state and cases lie.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn case(&self) -> PathBuf {
        self.path().join("bundled.corrob")
    }

    /// Runs a command without a terminal.
    fn run(&self, args: &[&str]) -> Output {
        Command::new(BIN)
            .args(args)
            .env("CORROB_HOME", self.path())
            .env("CORROB_REVIEWER", "r.lee")
            .output()
            .unwrap()
    }

    pub fn text(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes the bundled case.
    pub fn with_case(self) -> Self {
        let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");
        self.text(&["import", self.case().to_str().unwrap(), seeds]);
        self
    }

    /// Opens the review in a terminal.
    pub fn review(&self, args: &[&str], rows: u16, cols: u16) -> Session {
        self.review_as("r.lee", args, rows, cols)
    }

    fn review_as(&self, reviewer: &str, args: &[&str], rows: u16, cols: u16) -> Session {
        let session = Session::start_at(self.path(), BIN, args, &[("CORROB_REVIEWER", reviewer)], rows, cols);
        session.wait_for_text("decided");
        session.wait_for_text("C-1 ");
        session
    }

    pub fn open(&self) -> Session {
        self.review(&[self.case().to_str().unwrap()], 36, 120)
    }

    /// How many pieces of evidence r.lee has decided, as the case file has it.
    fn decided(&self) -> u64 {
        let stats = self.text(&["stats", self.case().to_str().unwrap(), "--json"]);
        let stats: serde_json::Value = serde_json::from_str(&stats).unwrap();
        let all = stats["reviewers"].as_array().unwrap();
        all.iter().find(|reviewer| reviewer["name"] == "r.lee").unwrap()["decided"].as_u64().unwrap()
    }

    /// Waits until the case file holds what stands in an open note.
    pub fn wait_for_draft(&self) {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        let file = rusqlite::Connection::open(self.case()).unwrap();
        while !file.prepare("SELECT 1 FROM draft").unwrap().exists([]).unwrap() {
            assert!(std::time::Instant::now() < until, "the draft is not kept");
            std::thread::yield_now();
        }
    }

    /// Fails unless the case checks clean.
    pub fn check(&self) {
        self.text(&["check", self.case().to_str().unwrap()]);
    }
}

/// How many pieces of evidence the bundled case has.
fn pieces() -> usize {
    let seed: serde_json::Value =
        serde_json::from_str(include_str!("../../seeds/bounties-and-guns.json")).unwrap();
    seed["evidence"].as_array().unwrap().len()
}

/// What the header says where so many of them are decided.
fn decided(some: usize) -> String {
    format!("{some}/{} decided", pieces())
}

pub fn quit(mut session: Session) -> String {
    session.send_key("q");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    session.screen_text()
}

#[test]
fn the_first_run_opens_the_bundled_case_and_says_what_was_done() {
    let desk = Desk::new();
    let mut session = desk.review(&[], 36, 120);
    session.wait_for_text(&decided(0));
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("r");
    session.wait_for_text(&decided(1));
    let said = quit(session);
    assert!(said.contains("1 piece of evidence decided"), "{said}");
    assert!(said.contains("bounties-and-guns.corrob"), "{said}");
    // The second run opens the same case, where it was left.
    let session = desk.review(&[], 36, 120);
    session.wait_for_text(&decided(1));
    quit(session);
}

#[test]
fn views_lead_back_to_the_evidence() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.wait_for_text("against: ");
    session.send_keys(&["6", "Enter"]);
    session.wait_for_text("Origins of C-1");
    session.wait_for_text("1 interested, unseen");
    session.send_key("l");
    session.wait_for_text("Origins of C-2");
    session.send_keys(&["h", "7", "Enter"]);
    session.wait_for_text("Ledger of C-1");
    session.wait_for_text("Asked for 3");
    session.send_key("t");
    session.wait_for_text("Ledger of the case");
    session.send_keys(&["5", "Enter"]);
    session.wait_for_text("Figures of the case");
    session.wait_for_text("about 2,000 USD");
    session.send_keys(&["4", "Enter"]);
    session.wait_for_text("Timeline of");
    session.send_keys(&["3", "Enter"]);
    session.wait_for_text("Matrix in the order of the case");
    session.send_keys(&["s", "s"]);
    session.wait_for_text("Matrix by disagreement");
    session.send_key("?");
    session.wait_for_text("In a view");
    session.send_key("Esc");
    session.wait_for_no_text("In a view");
    session.wait_for_text("Matrix by disagreement");
    session.send_keys(&["Tab", "Enter"]);
    session.wait_for_text("Detail E-");
    quit(session);
    desk.check();
}

#[test]
fn grades_and_origins_are_set_where_the_evidence_stands() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("c");
    session.wait_for_text("How credible is what it says?");
    session.send_key("3");
    session.wait_for_text("E-2 graded 3 (possibly true)");
    session.send_key("C");
    session.wait_for_text("usually reliable");
    session.send_key("b");
    session.wait_for_text("S-1 graded B (usually reliable)");
    session.wait_for_text(" B3 ");
    session.send_key("u");
    session.wait_for_text("undid: S-1 graded B");
    session.wait_for_text(" ?3 ");
    session.send_key("P");
    session.wait_for_text("Where E-2 comes from");
    session.send("vigil");
    session.wait_for_text("Mike Vigil");
    session.send_key("Enter");
    session.wait_for_text("E-2: spoken by P-");
    session.wait_for_text("speaks        Mike Vigil");
    session.send_key("D");
    session.wait_for_text("draws on");
    session.send("S-6");
    session.send_key("Enter");
    session.wait_for_text("S-1 relays S-6");
    quit(session);
    let shown = desk.text(&["show", desk.case().to_str().unwrap(), "E-2"]);
    assert!(shown.contains("3: possibly true") && !shown.contains("usually reliable"), "{shown}");
    desk.check();
}

#[test]
fn work_is_saved_undone_and_redone_after_reopening() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("w");
    session.wait_for_text(&decided(1));
    session.wait_for_text("E-2 withheld");
    session.send_key("k");
    session.wait_for_text("Detail E-");
    session.send_key("a");
    session.wait_for_text("save");
    session.send("asked the press office");
    session.wait_for_text("asked the press office");
    session.send_key("C-s");
    session.wait_for_text("note on E-");
    session.send_key("u");
    session.wait_for_text("undid: note on E-");
    session.send_key("u");
    session.wait_for_text("undid: E-2 withheld");
    session.wait_for_text(&decided(0));
    quit(session);

    let mut session = desk.open();
    session.send_key("C-r");
    session.wait_for_text("redid: E-2 withheld");
    session.wait_for_text(&decided(1));
    session.send_key("C-r");
    session.wait_for_text("redid: note on E-");
    quit(session);
    desk.check();
    let annotations = desk.text(&["export", desk.case().to_str().unwrap(), "--annotations"]);
    assert!(annotations.contains("asked the press office") && annotations.contains("\"withheld\""));
    let names: Vec<String> = std::fs::read_dir(desk.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("bundled"))
        .collect();
    assert_eq!(names, ["bundled.corrob"], "one plain file at rest");
}

#[test]
fn search_goes_to_what_it_finds_and_filter_leaves_what_it_names() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("/");
    session.send("funneling");
    session.wait_for(|screen| screen.contents().matches("funneling").count() > 1);
    session.send_key("Enter");
    session.wait_for_text("Detail E-");
    session.wait_for_text("funneling");
    session.send_key("f");
    session.send("kind:intercept");
    session.send_key("Enter");
    session.wait_for_text("Claims · filter: ");
    session.wait_for_text("1/1");
    session.send_key("f");
    session.send_keys(&["C-u"]);
    session.send("nonsense:yes");
    session.send_key("Enter");
    session.wait_for_text("nonsense");
    session.wait_for_text("claimant");
    session.send_key("Esc");
    session.wait_for(|screen| !screen.contents().contains("show only"));
    quit(session);
}

#[test]
fn a_teammate_looks_on_and_cannot_change_a_byte() {
    let desk = Desk::new().with_case();
    let case = desk.case();
    let case = case.to_str().unwrap();
    desk.text(&["tag", case, "E-9", "examined"]);
    let mut owner = desk.open();
    let watch = tempfile::tempdir().unwrap();
    let mut teammate = Session::start_at(
        watch.path(),
        BIN,
        &[case, "--read-only"],
        &[("CORROB_REVIEWER", "m.dunn")],
        36,
        120,
    );
    teammate.wait_for_text("read-only");
    teammate.wait_for_text(&decided(1));
    owner.send_key("]");
    owner.wait_for_text("Detail E-2");
    owner.send_key("w");
    owner.wait_for_text(&decided(2));
    // Without a key: the owner's tag shows up.
    teammate.wait_for_text(&decided(2));
    teammate.send_key("]");
    teammate.wait_for_text("Detail E-");
    teammate.send_key("r");
    teammate.wait_for_text("nothing can be changed");
    quit(owner);
    let before = std::fs::read(case).unwrap();
    teammate.send_keys(&["j", "k", "Tab", "d", "x"]);
    teammate.wait_for_text("read-only");
    let said = quit(teammate);
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(before, std::fs::read(case).unwrap());
    assert_eq!(
        std::fs::read_dir(watch.path()).unwrap().count(),
        0,
        "nothing is left at the teammate's either"
    );
}

/// How many pieces the header says are decided.
fn painted(session: &Session) -> Option<u64> {
    let text = session.screen_text();
    let count = text.split(&format!("/{}", pieces())).next()?;
    count.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// `CORROB_KILLS` says how often; a few times where it does not.
#[test]
fn a_painted_tag_survives_kill_9() {
    let rounds: u64 = std::env::var("CORROB_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let mut desk = Desk::new().with_case();
    let mut sent = 0;
    for round in 0..rounds {
        if sent > 200 {
            desk = Desk::new().with_case();
            sent = 0;
        }
        let mut session = desk.open();
        let before = painted(&session).unwrap();
        session.send_key("]");
        session.wait_for_text("Detail E-");
        // Typed without waiting, so that the end comes at another moment each time.
        let keys = 1 + round % 5;
        for _ in 0..keys {
            session.send_key("r");
        }
        sent += keys;
        session.wait_for(|screen| !screen.contents().contains(&format!(" {before}/{}", pieces())));
        session.kill(Signal::KILL);
        session.wait_status();
        let (seen, saved) = (painted(&session).unwrap(), desk.decided());
        assert!(saved >= seen, "round {round}: {seen} were painted, {saved} are saved");
        assert!(saved <= before + keys, "round {round}: {saved} of {before} and {keys} keys");
        desk.check();
    }
}

#[test]
fn what_is_written_into_a_file_that_was_deleted_is_not_shown_as_saved() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("r");
    session.wait_for_text(&decided(1));
    session.wait_for_text("Detail E-1 ");
    std::fs::remove_file(desk.case()).unwrap();
    session.wait_for_text("was deleted or moved");
    session.send_key("r");
    session.wait_for_text("cannot be saved");
    session.wait_for_text("NOT SAVED");
    session.wait_for_text(&decided(1));
    session.send_key("q");
    session.wait_for_text("all that the case held is kept in");
    assert_eq!(session.wait_exit(), 1);
}

#[test]
fn a_draft_left_by_a_kill_is_gone_to() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("a");
    session.wait_for_text("save");
    session.send("half a thou");
    session.wait_for_text("half a thou");
    desk.wait_for_draft();
    session.kill(Signal::KILL);
    session.wait_status();
    let session = desk.open();
    session.wait_for_text("draft note");
    session.wait_for_text("Detail E-2");
}

#[test]
fn sigterm_keeps_an_open_note_and_restores_the_terminal() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("a");
    session.wait_for_text("save");
    session.send("half a thou");
    session.wait_for_text("half a thou");
    session.kill(Signal::TERM);
    session.wait_status();
    session.assert_restored();
    let mut session = desk.open();
    session.wait_for_text("draft note");
    session.wait_for_text("Detail E-2");
    session.send_key("a");
    session.wait_for_text("half a thou");
    session.send("ght");
    session.send_key("C-s");
    session.wait_for_text("note on E-2");
    quit(session);
    assert!(desk.text(&["show", desk.case().to_str().unwrap(), "E-2"]).contains("half a thought"));
}

#[test]
fn a_hang_up_ends_the_program() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("r");
    session.wait_for_text(&decided(1));
    let pid = session.pid();
    session.hang_up();
    wait_gone(pid);
    assert_eq!(desk.decided(), 1);
    desk.check();
}

#[test]
fn suspended_and_resumed_it_is_as_it_was() {
    let desk = Desk::new().with_case();
    let home = desk.path().to_str().unwrap().to_owned();
    let mut session = Session::start_shell(&[("CORROB_HOME", &home), ("CORROB_REVIEWER", "r.lee")], 36, 120);
    session.line(&format!("{BIN} {}", desk.case().display()));
    session.wait_for_text(&decided(0));
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.send_key("C-z");
    session.wait_for_text("Stopped");
    session.line("fg");
    session.wait_for_text("Detail E-2");
    session.send_key("r");
    session.wait_for_text(&decided(1));
    session.send_key("q");
    session.wait_for_text("1 piece of evidence decided");
    session.line("exit");
    session.wait_exit();
}

#[test]
fn a_small_terminal_is_enough_and_a_tiny_one_takes_no_tags() {
    let desk = Desk::new().with_case();
    let case = desk.case();
    let mut session = desk.review(&[case.to_str().unwrap()], 24, 80);
    session.send_key("]");
    session.wait_for_text("E-1 ");
    session.send_key("w");
    session.wait_for_text(&format!("1/{}", pieces()));
    session.resize(8, 30);
    session.wait_for_text("small");
    session.resize(24, 80);
    session.wait_for_text(&format!("1/{}", pieces()));
    session.send_key("?");
    session.wait_for_text("Keys take no count");
    // Escape and a key in one go would be another key.
    session.send_key("Esc");
    session.wait_for_no_text("Keys take no count");
    session.resize(50, 200);
    session.wait_for_text("- disputes");
    session.resize(8, 30);
    session.wait_for_text("small");
    // Leaving is all that works here, and comes after the keys that do nothing.
    session.send_keys(&["r", "d", "x"]);
    quit(session);
    assert_eq!(desk.decided(), 1);
}

#[test]
fn pasted_text_fires_no_keys() {
    let desk = Desk::new().with_case();
    let mut session = desk.open();
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    session.paste("rwdrwd\nrwd");
    session.send_key("w");
    session.wait_for_text(&decided(1));
    session.wait_for_text("E-2 withheld");
    quit(session);
    assert_eq!(desk.decided(), 1);
}

#[test]
fn without_colour_no_colour_is_sent() {
    let desk = Desk::new().with_case();
    let session = Session::start_at(
        desk.path(),
        BIN,
        &[desk.case().to_str().unwrap()],
        &[("NO_COLOR", "1"), ("CORROB_REVIEWER", "r.lee")],
        36,
        120,
    );
    session.wait_for_text(&decided(0));
    let raw = String::from_utf8_lossy(&session.raw_output()).into_owned();
    for colour in ["\u{1b}[31m", "\u{1b}[32m", "\u{1b}[36m", "\u{1b}[35m", "\u{1b}[38;", "\u{1b}[48;"] {
        assert!(!raw.contains(colour), "{colour:?} was sent");
    }
    quit(session);
}

#[test]
fn claims_are_brought_in_and_a_report_is_taken_out() {
    let desk = Desk::new().with_case();
    let feed = desk.path().join("feed.jsonl");
    let line = |n: u32| {
        let text = format!("The {n}th ferry was late.");
        let evidence = serde_json::json!([{
            "text": "The timetable of the day says so.", "section_header": "Ferries",
        }]);
        serde_json::json!({ "id": n, "text": text, "label": "SUPPORTS", "wikipedia_page": "Ferries", "gold_evidence": evidence })
    };
    let lines: Vec<String> = (1..=30).map(|n| line(n).to_string()).collect();
    std::fs::write(&feed, lines.join("\n")).unwrap();
    let mut session = desk.open();
    session.send_key("I");
    session.wait_for_text("file: ");
    session.send("nowhere.jsonl");
    session.send_key("Enter");
    session.wait_for_text("there is no file nowhere.jsonl");
    session.send_key("C-u");
    session.send(feed.to_str().unwrap());
    session.send_key("Enter");
    session.wait_for_text("feed.jsonl: 6");
    session.wait_for_text(&format!("0/{} decided", pieces() + 30));
    session.send_key("u");
    session.wait_for_text("undid: ");
    session.wait_for_text(&format!("0/{} decided", pieces()));
    session.send_key("C-r");
    session.wait_for_text("redid: ");
    session.wait_for_text(&format!("0/{} decided", pieces() + 30));
    session.send_key("G");
    session.wait_for_text("ferry was late");
    session.send_key("E");
    session.wait_for_text("private notes stay here");
    session.send_key("Enter");
    session.wait_for_text("exported to ");
    session.send_key("E");
    session.wait_for_text("bundled-2.html");
    session.send_key("Esc");
    session.wait_for_no_text("private notes stay here");
    // One that was asked for on the way out is there all the same.
    session.send_key("E");
    session.wait_for_text("bundled-2.html");
    session.send("s");
    session.wait_for_text("bundled.csv");
    session.send_key("Enter");
    session.wait_for_no_text("private notes stay here");
    quit(session);
    let page = std::fs::read_to_string(desk.path().join("bundled.html")).unwrap();
    assert!(page.contains("The 30th ferry was late.") && page.trim_end().ends_with("</html>"));
    let rows = std::fs::read_to_string(desk.path().join("bundled.csv")).unwrap();
    assert!(rows.contains("The 30th ferry was late."));
    desk.check();
}

#[test]
fn an_editor_that_leaves_the_terminal_raw_does_not_spoil_it() {
    let desk = Desk::new().with_case();
    let editor = desk.path().join("editor.sh");
    std::fs::write(&editor, "#!/bin/sh\nprintf more >> \"$1\"\nstty raw -echo < /dev/tty\n").unwrap();
    std::fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let env = [("CORROB_REVIEWER", "r.lee"), ("EDITOR", editor.to_str().unwrap())];
    let mut shell = Session::start_shell(&env, 36, 120);
    let modes = desk.path().join("modes");
    shell.line(&format!("export CORROB_HOME={}", desk.path().display()));
    shell.line(&format!(
        "stty -a > {0}.1; {BIN} {1}; stty -a > {0}.2",
        modes.display(),
        desk.case().display()
    ));
    shell.wait_for_text("C-1 ");
    shell.send_key("]");
    shell.wait_for_text("Detail E-2");
    shell.send_key("A");
    shell.wait_for_text("note on E-2");
    shell.send_key("q");
    let of = |n: u8| std::fs::read_to_string(modes.with_extension(n.to_string())).unwrap_or_default();
    shell.wait_for(|_| of(2).contains("icanon"));
    assert_eq!(of(1), of(2));
}
