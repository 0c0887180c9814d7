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
            ("title", "Letter of Dana Price to the Post", "Letter of Dana Price to the Post"),
            ("short", "Price letter", "Price letter"),
            ("kind", "letter", "letter"),
            ("party", "P-1", "Dana Price"),
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
            ("short", "Invoice 0017", "Invoice 0017"),
            ("kind", "internal-record", "internal-record"),
            ("party", "P-2", "AquaPure"),
        ],
    ),
    party(&[("name", "Ray Okafor", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "The mayor's statement of 5 March", "The mayor's statement of 5 March"),
            ("short", "Statement", "Statement"),
            ("kind", "official-statement", "stat↓"),
            ("party", "P-3", "Ray Okafor"),
            ("publisher", "Town of Millbrook", "Town of Millbrook"),
            ("published", "2024-03-05", "5 Mar 2024"),
        ],
    ),
    party(&[("name", "Millbrook Council", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Council minutes of 3 March", "Council minutes of 3 March"),
            ("short", "Minutes", "Minutes"),
            ("kind", "official-release", "rele↓"),
            ("party", "P-4", "Millbrook Council"),
            PAST,
            ("published", "2024-03-10", "10 Mar 2024"),
            ("url", "https://example.org/minutes", "https://example.org/minutes"),
        ],
    ),
    Record(
        "source",
        's',
        &[
            ("title", "Water bill to rise", "Water bill to rise"),
            PAST,
            ("kind", "news-report", "news↓"),
            PAST,
            ("publisher", "The Millbrook Post", "The Millbrook Post"),
            ("published", "2024-03-06", "6 Mar 2024"),
        ],
    ),
    party(&[("name", "a former driver", "")]),
    Record(
        "source",
        's',
        &[
            ("title", "Remark of a former driver", "Remark of a former driver"),
            ("short", "Remark", "Remark"),
            ("kind", "expert-comment", "expe↓"),
            ("party", "P-5", "a former driver"),
        ],
    ),
    Record(
        "source",
        's',
        &[
            ("title", "The contract with AquaPure", "The contract with AquaPure"),
            ("short", "Contract", "Contract"),
            ("kind", "contract", "contract"),
        ],
    ),
    Record(
        "source",
        's',
        &[
            ("title", "Offer of Clearwater", "Offer of Clearwater"),
            ("short", "Offer", "Offer"),
            ("kind", "letter", "letter"),
        ],
    ),
    // What was paid.
    Record(
        "claim",
        'c',
        &[
            ("text", "The town paid AquaPure twice for May.", "The town paid AquaPure twice for May."),
            ("label", "Paid twice", "Paid twice"),
            ("claimant", "P-1", "dana"),
            ("concerns", "P-2", "aqua"),
            ("nature", "fact", "f"),
            ("asserted-on", "2024-04-20", "20 Apr 2024"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "S-1", "price"),
            (
                "paraphrase",
                "An invoice for May bears a number already paid.",
                "An invoice for May bears a number already paid.",
            ),
            PAST,
            ("locator", "second paragraph", "second paragraph"),
            ("kind", "document", "document"),
            ("material", "AquaPure invoice 0017", "AquaPure invoice 0017"),
            ("availability", "withheld", "w"),
            ("via-party", "P-1", "dana"),
            ("via-origin", "S-2", "0017"),
        ],
    ),
    Record(
        "request",
        'q',
        &[
            ("by", "P-1", "dana"),
            ("to", "P-2", "aqua"),
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
            ("source", "S-1", "price"),
            ("paraphrase", "Price adds the payments up.", "Price adds the payments up."),
            PAST,
            ("locator", "third paragraph", "third paragraph"),
            ("kind", "analysis", "analysis"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "S-3", "mayor"),
            (
                "paraphrase",
                "The mayor says that nothing was paid twice.",
                "The mayor says that nothing was paid twice.",
            ),
            ("quote", "No invoice is paid twice here.", "No invoice is paid twice here."),
            PAST,
            ("kind", "statement", "statement"),
            PAST,
            PAST,
            ("via-party", "P-3", "okaf"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "disputes", "-"),
            ("source", "S-6", "remark"),
            ("paraphrase", "The second payment was for June.", "The second payment was for June."),
        ],
    ),
    // What it saves.
    Record(
        "claim",
        'c',
        &[
            ("text", "The town will save 1.2 million dollars.", "The town will save 1.2 million dollars."),
            ("label", "Savings", "Savings"),
            ("claimant", "P-3", "okaf"),
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
            ("source", "S-5", "bill"),
            ("paraphrase", "Quotes the mayor on the savings.", "Quotes the mayor on the savings."),
            PAST,
            PAST,
            PAST,
            PAST,
            PAST,
            ("via-party", "P-3", "okaf"),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "P-3", "okaf"),
            ("measures", "savings of the contract", "savings of the contract"),
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
            ("source", "S-5", "bill"),
            ("paraphrase", "The Post counts 600,000 at most.", "The Post counts 600,000 at most."),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            PAST,
            ("measures", "savings of the contract", "savings of the contract"),
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
            (
                "text",
                "The council voted without reading the other offer.",
                "The council voted without reading the other offer.",
            ),
            ("label", "Unread offer", "Unread offer"),
            ("claimant", "P-1", "dana"),
            ("concerns", "P-4", "counc"),
            ("nature", "fact", "f"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "S-4", "minu"),
            (
                "paraphrase",
                "The vote stands before the offer was read out.",
                "The vote stands before the offer was read out.",
            ),
            ("quote", "Carried, five to four.", "Carried, five to four."),
            ("locator", "item 7", "item 7"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "context", "~"),
            ("source", "S-8", "offer"),
            ("paraphrase", "Clearwater offered the same for less.", "Clearwater offered the same for less."),
        ],
    ),
    Record(
        "claim",
        'c',
        &[
            ("text", "The contract serves 4,100 homes.", "The contract serves 4,100 homes."),
            ("label", "Homes", "Homes"),
            ("claimant", "P-2", "aqua"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "S-7", "contract"),
            ("paraphrase", "The contract names 4,100 homes.", "The contract names 4,100 homes."),
            PAST,
            ("locator", "section 2", "section 2"),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "P-2", "aqua"),
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
            ("claimant", "P-5", "former"),
        ],
    ),
    Record(
        "evidence",
        'e',
        &[
            ("stance", "supports", "+"),
            ("source", "S-6", "remark"),
            ("paraphrase", "He counts twelve drivers.", "He counts twelve drivers."),
        ],
    ),
    Record(
        "figure",
        'f',
        &[
            ("asserted-by", "P-5", "former"),
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
            ("source", "S-7", "contract"),
            ("paraphrase", "The contract keeps all staff.", "The contract keeps all staff."),
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
