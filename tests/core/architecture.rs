//! The rooms under `src/` use only the rooms they may (data flows one way), and the pure ones stay
//! pure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms each room may use. A room not named here may not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &[]),
    ("files", &[]),
    ("case", &["domain", "files"]),
    ("formats", &["domain", "text"]),
    ("review", &["domain", "text"]),
    ("ui", &["review", "domain", "text"]),
    ("work", &["domain", "text", "case", "formats"]),
    ("config", &["domain", "files"]),
    ("terminal", &["review", "ui", "case", "work", "config", "domain", "text"]),
    ("cli", &["domain", "text", "case", "formats", "review", "ui", "work", "config", "terminal", "files"]),
];

/// Which wings, folders of a room, each of its wings may use. A wing not named here may not exist.
const WINGS: &[(&str, &[(&str, &[&str])])] = &[(
    "review",
    &[
        ("protocol", &[]),
        ("keys", &[]),
        ("state", &["protocol", "keys"]),
        ("detail", &["keys", "state"]),
        ("act", &["protocol", "keys", "state", "detail"]),
        ("prompt", &["protocol", "keys", "state", "detail", "act"]),
        ("view", &["protocol", "keys", "state", "act"]),
        ("update", &["protocol", "keys", "state", "detail", "act", "prompt", "view"]),
    ],
)];

/// What a pure room must never name, and why.
const IMPURE: &[(&str, &[(&str, &str)])] = &[
    (
        "domain",
        &[
            ("rusqlite", "knows no SQL"),
            ("ratatui", "knows no terminal"),
            ("crossterm", "knows no terminal"),
            ("std::fs", "reads no files"),
            ("std::time", "knows no clock"),
            ("Timestamp::now", "knows no clock"),
            ("std::env", "knows no environment"),
        ],
    ),
    (
        "review",
        &[
            ("rusqlite", "knows no database"),
            ("std::fs", "reads no files"),
            ("std::time", "knows no clock"),
            ("Timestamp::now", "knows no clock"),
            ("std::thread", "starts no threads"),
            ("std::env", "knows no environment"),
        ],
    ),
    (
        "ui",
        &[
            ("rusqlite", "only reads the state"),
            ("std::fs", "only reads the state"),
            ("std::time", "only reads the state"),
            ("&mut Review", "only reads the state"),
        ],
    ),
    ("text", &[("std::fs", "reads no files"), ("rusqlite", "knows no SQL")]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of each folder that stands in this one, without comments.
fn folders(root: &Path) -> BTreeMap<String, String> {
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    for path in sources(root) {
        let inner = path.strip_prefix(root).unwrap();
        if inner.components().count() < 2 {
            continue;
        }
        let folder = inner.components().next().unwrap().as_os_str().to_str().unwrap().to_owned();
        let code: String = fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(|line| format!("{line}\n"))
            .collect();
        folders.entry(folder).or_default().push_str(&code);
    }
    folders
}

/// The code of each room.
fn rooms() -> BTreeMap<String, String> {
    folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The folders that code names behind a prefix such as `crate::`, one by one or within braces.
fn named(code: &str, prefix: &str, known: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let names: Vec<String> = match rest.strip_prefix('{') {
            Some(group) => group[..group.find('}').unwrap_or(group.len())]
                .split(',')
                .map(|part| part.trim().split("::").next().unwrap_or("").to_owned())
                .collect(),
            None => vec![rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()],
        };
        found.extend(names.into_iter().filter(|name| known.contains(name.as_str())));
    }
    found
}

/// Holds folders to the table of what each may use.
fn hold(place: &str, prefix: &str, folders: &BTreeMap<String, String>, arrows: &[(&str, &[&str])]) {
    let known: BTreeSet<&str> = arrows.iter().map(|(name, _)| *name).collect();
    for (folder, code) in folders {
        let (_, allowed) = arrows.iter().find(|(name, _)| name == folder).unwrap_or_else(|| {
            panic!("{place}/{folder} is a folder the design does not know: say here what it may use")
        });
        for other in named(code, prefix, &known) {
            assert!(
                other == *folder || allowed.contains(&other.as_str()),
                "{place}/{folder} uses {other}; it may use {allowed:?}"
            );
        }
    }
}

#[test]
fn arrows_point_one_way() {
    hold("src", "crate::", &rooms(), ARROWS);
}

#[test]
fn arrows_between_wings_point_one_way() {
    for (room, wings) in WINGS {
        let place = format!("src/{room}");
        let mut folders = folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&place));
        folders.remove("tests");
        hold(&place, &format!("crate::{room}::"), &folders, wings);
        for (at, (wing, uses)) in wings.iter().enumerate() {
            let before = &wings[..at];
            assert!(uses.iter().all(|used| before.iter().any(|(name, _)| name == used)), "{place}/{wing}");
        }
    }
}

#[test]
fn pure_rooms_stay_pure() {
    let rooms = rooms();
    for (room, forbidden) in IMPURE {
        for (word, why) in *forbidden {
            assert!(!rooms[*room].contains(word), "src/{room} names {word}, and it {why}");
        }
    }
}

#[test]
fn the_case_alone_reads_the_clock_and_makes_ids() {
    for (room, code) in rooms() {
        if room != "case" && room != "config" && room != "terminal" {
            assert!(!code.contains("now_v7"), "src/{room} makes ids");
            assert!(!code.contains("Timestamp::now"), "src/{room} reads the clock");
        }
    }
}

#[test]
fn the_layout_is_the_one_agreed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["Cargo.toml", "src", "assets", "seeds", "tests", "README.md"] {
        assert!(root.join(name).exists(), "{name} is missing");
    }
}
