//! A case made from nothing in the reviewer: every record of a dispute over a town's water contract in its form. The
//! same case is made by commands, and what was typed for the two is counted.

use crate::journeys::{BIN, Desk, quit};
use crate::pty::Session;
use serde_json::Value;
use std::path::Path;

/// A field: the option and the value of the command, and what is typed in its line of the form. `↓` is the key.
type Field = (&'static str, &'static str, &'static str);

/// A line of the form that is passed over.
const PAST: Field = ("", "", "");

/// A record: its kind, the letter of the menu, and the lines of the form from the first that is blank.
struct Record(&'static str, char, &'static [Field]);

/// A record that the form makes on the way and that takes a command of its own.
const fn party(fields: &'static [Field]) -> Record {
    Record("party", ' ', fields)
}

const RECORDS: &[Record] = &[
    party(&[("name", "Dana Price", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Letter to the Post", "Letter to the Post"),
            ("short", "Price letter", "Price letter"),
            ("kind", "letter", "letter"),
            ("party", "Dana Price", "Dana Price"),
            ("publisher", "The Millbrook Post", "The Millbrook Post"),
            ("published", "2024-04-20", "20 Apr 2024"),
        ],
    ),
    party(&[("name", "AquaPure", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "AquaPure invoice 0017", "AquaPure invoice 0017"),
            PAST,
            ("kind", "internal-record", "internal-record"),
            ("party", "AquaPure", "AquaPure"),
        ],
    ),
    party(&[("name", "Ray Okafor", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Mayor's statement", "Mayor's statement"),
            PAST,
            ("kind", "official-statement", "stat↓"),
            ("party", "Ray Okafor", "Ray Okafor"),
            PAST,
            ("published", "2024-03-05", "5 Mar 2024"),
        ],
    ),
    party(&[("name", "Millbrook Council", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Council minutes", "Council minutes"),
            PAST,
            ("kind", "official-release", "rele↓"),
            ("party", "Millbrook Council", "Millbrook Council"),
            PAST,
            ("published", "2024-03", "Mar 2024"),
        ],
    ),
    Record(
        "source",
        's',
        &[("title", "Water bill to rise", "Water bill to rise"), PAST, ("kind", "news-report", "news↓")],
    ),
    party(&[("name", "a former driver", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Driver's remark", "Driver's remark"),
            PAST,
            ("kind", "expert-comment", "expe↓"),
            ("party", "a former driver", "a former driver"),
        ],
    ),
    Record("source", 's', &[("title", "Water contract", "Water contract")]),
    Record("source", 's', &[("title", "Clearwater offer", "Clearwater offer")]),
    // What was paid.
    Record(
        "claim",
        'c',
        &[
            ("text", "The town paid twice for May.", "The town paid twice for May."),
            ("label", "Paid twice", "Paid twice"),
            ("claimant", "Dana Price", "dana"),
            ("concerns", "AquaPure", "aqua"),
            ("nature", "fact", "f"),
            ("asserted-on", "2024-04-20", "20 Apr 2024"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "Price letter", "price"),
            ("paraphrase", "Its number was paid before.", "Its number was paid before."),
            PAST,
            ("locator", "p. 1", "p. 1"),
            ("kind", "document", "document"),
            ("material", "AquaPure invoice 0017", "AquaPure invoice 0017"),
            ("availability", "withheld", "w"),
            ("via-party", "Dana Price", "dana"),
            ("via-origin", "AquaPure invoice 0017", "0017"),
        ],
    ),
    Record(
        "request",
        'q',
        &[
            ("by", "Dana Price", "dana"),
            ("to", "AquaPure", "aqua"),
            // The material of the evidence stands there.
            ("what", "AquaPure invoice 0017", ""),
            ("kind", "record", ""),
            ("made", "2024-04-01", "1 Apr 2024"),
            ("due", "2024-05-01", "1 May 2024"),
            ("outcome", "no-response", ""),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "Price letter", "price"),
            ("paraphrase", "She adds it up.", "She adds it up."),
            PAST,
            ("locator", "p. 2", "p. 2"),
            ("kind", "analysis", "analysis"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "Mayor's statement", "mayor"),
            ("paraphrase", "He denies it.", "He denies it."),
            ("quote", "Nothing is paid twice.", "Nothing is paid twice."),
            PAST,
            ("kind", "statement", "statement"),
            PAST,
            PAST,
            ("via-party", "Ray Okafor", "okaf"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "Driver's remark", "remark"),
            ("paraphrase", "It was for June.", "It was for June."),
        ],
    ),
    // What it saves.
    Record(
        "claim",
        'c',
        &[
            ("text", "The town will save 1.2 million.", "The town will save 1.2 million."),
            ("label", "Savings", "Savings"),
            ("claimant", "Ray Okafor", "okaf"),
            PAST,
            ("nature", "prediction", "p"),
            ("asserted-on", "2024-03-05", "5 Mar 2024"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "repeats", "="),
            ("source", "Water bill to rise", "bill"),
            ("paraphrase", "Quotes the mayor.", "Quotes the mayor."),
            PAST,
            PAST,
            PAST,
            PAST,
            PAST,
            ("via-party", "Ray Okafor", "okaf"),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "Ray Okafor", "okaf"),
            ("measures", "savings", "savings"),
            ("low", "1200000", "$1.2 million"),
            PAST,
            ("unit", "USD", ""),
            ("qualifier", "exact", ""),
            ("quantity", "savings", "savings"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "Water bill to rise", "bill"),
            ("paraphrase", "It counts half.", "It counts half."),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            PAST,
            ("measures", "savings", "savings"),
            PAST,
            ("high", "600000", "$600,000"),
            ("unit", "USD", ""),
            ("qualifier", "up-to", "\u{15}u"),
            ("quantity", "savings", "savings"),
        ],
    ),
    // Who read what.
    Record(
        "claim",
        'c',
        &[
            ("text", "The council left an offer unread.", "The council left an offer unread."),
            ("label", "Unread offer", "Unread offer"),
            ("claimant", "Dana Price", "dana"),
            ("concerns", "Millbrook Council", "counc"),
            ("nature", "fact", "f"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "Council minutes", "minu"),
            ("paraphrase", "The vote comes first.", "The vote comes first."),
            ("quote", "Carried, 5 to 4.", "Carried, 5 to 4."),
            ("locator", "item 7", "item 7"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "context", "~"),
            ("source", "Clearwater offer", "offer"),
            ("paraphrase", "It is cheaper.", "It is cheaper."),
        ],
    ),
    Record(
        "claim",
        'c',
        &[
            ("text", "It serves 4,100 homes.", "It serves 4,100 homes."),
            ("label", "Homes", "Homes"),
            ("claimant", "AquaPure", "aqua"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "Water contract", "contract"),
            ("paraphrase", "It names them.", "It names them."),
            PAST,
            ("locator", "section 2", "section 2"),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "AquaPure", "aqua"),
            ("measures", "homes supplied", "homes supplied"),
            ("low", "4100", "4,100"),
            PAST,
            ("unit", "homes", "homes"),
        ],
    ),
    Record(
        "claim",
        'c',
        &[
            ("text", "AquaPure will lay off drivers.", "AquaPure will lay off drivers."),
            ("label", "Drivers", "Drivers"),
            ("claimant", "a former driver", "former"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "Driver's remark", "remark"),
            ("paraphrase", "He counts twelve.", "He counts twelve."),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "a former driver", "former"),
            ("measures", "drivers laid off", "drivers laid off"),
            ("low", "12", "12"),
            PAST,
            ("unit", "drivers", "drivers"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "Water contract", "contract"),
            ("paraphrase", "All staff stay.", "All staff stay."),
        ],
    ),
];

/// The parties that the sources, the claims and the rest are about, in the order in which the forms make them.
fn parties() -> impl Iterator<Item = &'static Record> {
    RECORDS.iter().filter(|record| record.0 == "party")
}

/// The command that makes a record. `about` is the claim and the evidence that the form knows from the selection.
fn command(record: &Record, about: &[(&str, String)]) -> Vec<String> {
    let mut all: Vec<String> = ["corrob", "add", "water.corrob", record.0].map(str::to_owned).to_vec();
    let about = about.iter().map(|(option, value)| (*option, value.clone()));
    let own = record
        .2
        .iter()
        .filter(|field| !field.0.is_empty())
        .map(|(option, value, _)| (*option, (*value).to_owned()));
    for (option, value) in about.chain(own) {
        all.push(format!("--{option}"));
        all.push(value);
    }
    if record.0 == "party" {
        all.extend(["--naming".to_owned(), "named".to_owned()]);
    }
    if record.0 == "figure" && !all.iter().any(|word| word == "--qualifier") {
        all.extend(["--qualifier".to_owned(), "exact".to_owned()]);
    }
    all
}

/// How many characters a command takes in a shell, its return included.
fn typed(command: &[String]) -> usize {
    let plain = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:,".contains(c));
    let words = command.iter().map(|word| word.chars().count() + if plain(word) { 0 } else { 2 });
    words.sum::<usize>() + command.len()
}

/// The keys that make a record.
fn keys(record: &Record) -> Vec<String> {
    let mut all = vec!["m".to_owned(), record.1.to_string()];
    for (at, (.., typed)) in record.2.iter().enumerate() {
        if at > 0 {
            all.push("\t".to_owned());
        }
        all.extend(typed.chars().map(|c| if c == '↓' { "\x1b[B".to_owned() } else { c.to_string() }));
    }
    all.push("\r".to_owned());
    all
}

/// What a case holds of a kind, with keys for ids.
fn records(desk: &Desk, case: &Path, kind: &str) -> Value {
    let text = desk.text(&["list", case.to_str().unwrap(), kind, "--json"]);
    let mut all: Value = serde_json::from_str(&text).unwrap();
    for record in all.as_array_mut().unwrap() {
        record.as_object_mut().unwrap().remove("id");
    }
    all
}

/// Counts the records of a kind that were made, for its key.
fn number(of: &str, until: usize) -> usize {
    RECORDS[..=until].iter().filter(|record| record.0 == of).count()
}

#[test]
fn a_case_grows_in_the_reviewer_with_a_third_of_the_typing() {
    let desk = Desk::new();
    let [by_command, by_hand] = ["water.corrob", "hand.corrob"].map(|name| desk.path().join(name));
    for case in [&by_command, &by_hand] {
        desk.text(&["new", case.to_str().unwrap(), "--title", "The water contract"]);
    }
    let mut commands = 0;
    let mut run = |command: Vec<String>| {
        commands += typed(&command);
        let mut args: Vec<&str> = command[1..].iter().map(String::as_str).collect();
        args[1] = by_command.to_str().unwrap();
        desk.text(&args);
    };
    parties().for_each(|party| run(command(party, &[])));
    for (at, record) in RECORDS.iter().enumerate().filter(|(_, record)| record.0 != "party") {
        let claim = ("claim", format!("C-{}", number("claim", at)));
        let evidence = ("evidence", format!("E-{}", number("evidence", at)));
        let about: &[(&str, String)] = match record.0 {
            "figure" => &[claim, evidence],
            "evidence" | "request" => &[claim],
            _ => &[],
        };
        run(command(record, about));
    }

    let mut session = Session::start_at(
        desk.path(),
        BIN,
        &[by_hand.to_str().unwrap()],
        &[("CORROB_REVIEWER", "r.lee")],
        24,
        80,
    );
    session.wait_for_text("decided");
    let mut pressed = 0;
    for (at, record) in RECORDS.iter().enumerate().filter(|(_, record)| record.0 != "party") {
        let keys = keys(record);
        pressed += keys.len();
        session.send(&keys.concat());
        let letter = match record.0 {
            "request" => 'R',
            kind => kind.chars().next().unwrap().to_ascii_uppercase(),
        };
        session.wait_for_text(&format!("{letter}-{} added", number(record.0, at)));
    }
    quit(session);

    for kind in ["parties", "sources", "claims", "evidence", "figures", "requests"] {
        assert_eq!(records(&desk, &by_hand, kind), records(&desk, &by_command, kind), "{kind}");
    }
    for (kind, count) in [("claims", 5), ("sources", 8), ("evidence", 11), ("figures", 4), ("requests", 1)] {
        assert_eq!(records(&desk, &by_hand, kind).as_array().unwrap().len(), count, "{kind}");
    }
    desk.text(&["check", by_hand.to_str().unwrap()]);
    assert!(pressed * 3 < commands, "{pressed} keys for {commands} characters of commands");
}

/// A case of two claims that say the same, with evidence on each.
fn doubled(desk: &Desk) -> std::path::PathBuf {
    let case = desk.path().join("double.corrob");
    let path = case.to_str().unwrap();
    desk.text(&["new", path, "--title", "The gate"]);
    for args in [
        &["party", "--name", "Harbour Authority", "--naming", "named"][..],
        &["source", "--title", "Statement of 4 May", "--party", "P-1"],
        &["source", "--title", "Gate log"],
        &["derivation", "--source", "S-1", "--from", "S-2", "--relation", "quotes"],
        &["claim", "--text", "The gate was shut all night.", "--claimant", "P-1"],
        &["claim", "--text", "The gate was shut the whole night.", "--claimant", "P-1"],
        &[
            "evidence",
            "--claim",
            "C-1",
            "--source",
            "S-1",
            "--stance",
            "repeats",
            "--paraphrase",
            "It says so.",
        ],
        &[
            "evidence",
            "--claim",
            "C-2",
            "--source",
            "S-1",
            "--stance",
            "repeats",
            "--paraphrase",
            "It says so.",
        ],
        &[
            "figure",
            "--claim",
            "C-2",
            "--measures",
            "hours shut",
            "--low",
            "9",
            "--unit",
            "hours",
            "--qualifier",
            "exact",
        ],
    ] {
        let mut all = vec!["add", path];
        all.extend(args);
        desk.text(&all);
    }
    case
}

fn open(desk: &Desk, case: &Path) -> Session {
    let args = [case.to_str().unwrap()];
    let session = Session::start_at(desk.path(), BIN, &args, &[("CORROB_REVIEWER", "r.lee")], 24, 80);
    session.wait_for_text("decided");
    session
}

#[test]
fn what_is_taken_out_comes_back_and_two_that_are_one_become_one() {
    let desk = Desk::new();
    let case = doubled(&desk);
    let mut session = open(&desk, &case);
    // The second claim goes with what hangs on it, which is named first.
    session.send("j");
    session.wait_for_text("Claim C-2");
    session.send("X");
    session.wait_for_text("1 piece of evidence and 1 figure go with it: E-2 and F-1.");
    session.send("y");
    session.wait_for_text("C-2 taken out with 1 piece of evidence and 1 figure");
    session.send("u");
    session.wait_for_text("undid: C-2 taken out");
    session.wait_for_text("Claim C-2");
    // A figure is taken out where its line is.
    session.send("5\r");
    session.wait_for_text("hours shut");
    session.send("jX");
    session.wait_for_text("Take out F-1");
    session.send("n\x1b");
    session.wait_for_no_text("hours shut");
    // A derivation is called by its two sources.
    session.send("Md");
    session.wait_for_text("D-1     Statement of 4 May draws on Gate log");
    session.send("\x1b");
    session.wait_for_no_text("Edit which derivation?");
    // The one that looks the same comes first.
    session.send("k");
    session.wait_for_text("Claim C-1");
    session.send("J");
    session.wait_for_text("much alike: The gate was shut the whole night.");
    session.send("\x1b[B\r");
    session.wait_for_text("Combine C-2 into C-1");
    session.send("y");
    session.wait_for_text("C-2 combined into C-1");
    quit(session);
    let evidence = records(&desk, &case, "evidence");
    let claims: Vec<&Value> = evidence.as_array().unwrap().iter().map(|record| &record["claim"]).collect();
    assert_eq!(claims, ["C-1", "C-1"]);
    desk.text(&["undo", case.to_str().unwrap()]);
    assert_eq!(records(&desk, &case, "claims").as_array().unwrap().len(), 2);
    desk.text(&["check", case.to_str().unwrap()]);
}

#[test]
fn an_open_form_survives_kill_9_and_is_private() {
    use rustix::process::Signal;
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let case = doubled(&desk);
    let mut session = open(&desk, &case);
    session.send("me");
    session.wait_for_text("New piece of evidence");
    session.send("-\tstatement\tA guard saw it open.");
    session.wait_for_text("kept as a draft");
    session.kill(Signal::KILL);
    session.wait_status();
    let kept = || {
        let files = std::fs::read_dir(desk.path().join("state")).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.to_string_lossy().ends_with(".form.json")).collect::<Vec<_>>()
    };
    let [file] = &kept()[..] else { panic!("{:?}", kept()) };
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    // It is no part of the case.
    let exported = desk.text(&["export", case.to_str().unwrap(), "--format", "native", "--with-private"]);
    assert!(!exported.contains("A guard"));
    let mut session = open(&desk, &case);
    session.wait_for_text("A form was not saved: New piece of evidence. Go on with it?");
    session.send("y");
    session.wait_for_text("from your draft");
    session.wait_for_text("A guard saw it open.");
    session.send("\r");
    session.wait_for_text("E-3 added");
    quit(session);
    assert!(kept().is_empty());
    desk.text(&["check", case.to_str().unwrap()]);
}
