//! The rooms under `src/`, and the wings within a room, use only what they may: data flows one way,
//! no files import each other in a circle, and the pure rooms stay pure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The page for whoever changes the program: its tables say which rooms and wings may use which.
const PAGE: &str = include_str!("../../ARCHITECTURE.md");

/// Which others each room or wing may use, from the table under a heading of the page.
fn allowed(heading: &str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let (_, section) = PAGE.split_once(&format!("\n{heading}\n")).unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let others = cells[2].split(',').map(str::trim).filter(|name| !name.is_empty());
        (cells[0].trim_matches('`').trim_end_matches('/'), others.collect())
    })
    .collect()
}

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

/// The modules of the crate by path (`case::file::open`), each with its code: without comments and
/// without its unit tests.
struct House {
    code: BTreeMap<String, String>,
    /// The names that a module hands on from another: (module, name) to the path it stands for.
    handed_on: BTreeMap<(String, String), Vec<String>>,
}

/// A path in code, as its parts.
type Names = Vec<String>;

impl House {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut code = BTreeMap::new();
        for path in sources(&root) {
            let inner = path.strip_prefix(&root).unwrap().with_extension("");
            let mut names: Names = inner.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            if names.last().is_some_and(|last| last == "mod") {
                names.pop();
            }
            if names.len() == 1 && (names[0] == "lib" || names[0] == "main")
                || names.iter().any(|n| n == "tests")
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.insert(names.join("::"), lines.map(|line| format!("{line}\n")).collect());
        }
        let mut house = Self { code, handed_on: BTreeMap::new() };
        for (module, code) in &house.code {
            for (public, tree) in uses(code) {
                for path in expanded(&tree) {
                    if public && let Some(path) = house.absolute(module, &path) {
                        let name = path.last().unwrap().clone();
                        house.handed_on.insert((module.clone(), name), path);
                    }
                }
            }
        }
        house
    }

    /// The code of each room.
    fn rooms(&self) -> BTreeMap<&str, String> {
        let mut rooms: BTreeMap<&str, String> = BTreeMap::new();
        for (module, code) in &self.code {
            rooms.entry(module.split("::").next().unwrap()).or_default().push_str(code);
        }
        rooms
    }

    /// A path from the crate's root; none where it leads out of the crate.
    fn absolute(&self, module: &str, path: &[String]) -> Option<Names> {
        let here: Names = module.split("::").map(str::to_owned).collect();
        let up = path.iter().take_while(|name| *name == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([&here[..], &path[1..]].concat()),
            "super" => Some([&here[..here.len().checked_sub(up)?], &path[up..]].concat()),
            child if self.code.contains_key(&format!("{module}::{child}")) => {
                Some([&here[..], path].concat())
            }
            _ => None,
        }
    }

    /// The module in which what a path names is declared, through every module that hands it on.
    fn declaring(&self, path: &[String]) -> Option<String> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let depth = (1..=path.len()).rev().find(|n| self.code.contains_key(&path[..*n].join("::")))?;
            let module = path[..depth].join("::");
            let Some(name) = path.get(depth) else { return Some(module) };
            match self.handed_on.get(&(module.clone(), name.clone())) {
                Some(to) if *to != path => path = [&to[..], &path[depth + 1..]].concat(),
                _ => return Some(module),
            }
        }
        None
    }

    /// For each module the modules it uses, those it only hands names on from left out.
    fn arrows(&self) -> BTreeMap<&str, BTreeSet<String>> {
        self.code
            .iter()
            .map(|(module, code)| {
                let imported = uses(code).into_iter().filter(|(public, _)| !public);
                let mut paths: Vec<Names> = imported.flat_map(|(_, tree)| expanded(&tree)).collect();
                paths.extend(inline(code));
                let used = paths
                    .iter()
                    .filter_map(|path| self.declaring(&self.absolute(module, path)?))
                    .filter(|other| other != module)
                    .collect();
                (module.as_str(), used)
            })
            .collect()
    }
}

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

/// The `use` declarations of a file: whether each hands its names on, and its tree.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap().trim_start();
        if line.is_empty()
            || line.starts_with("pub") && !line.contains(['=', '('])
            || line.starts_with("pub(")
        {
            let tree = code[at + 4..].split(';').next().unwrap();
            found.push((!line.is_empty(), tree.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    found
}

/// The paths of a `use` tree.
fn expanded(tree: &str) -> Vec<Names> {
    let names = |text: &str| -> Names {
        let path = text.trim().split(" as ").next().unwrap();
        path.split("::")
            .map(str::trim)
            .filter(|n| !n.is_empty() && *n != "self" && *n != "*")
            .map(str::to_owned)
            .collect()
    };
    let Some((before, group)) = tree.split_once('{') else { return vec![names(tree)] };
    let before = names(before);
    let (mut depth, mut item, mut found) = (0, String::new(), Vec::new());
    for c in group.chars().chain([',']) {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth < 0 || c == ',' && depth == 0 {
            if !item.trim().is_empty() {
                found.extend(expanded(&item).into_iter().map(|path| [before.clone(), path].concat()));
            }
            item.clear();
            if depth < 0 {
                break;
            }
        } else {
            item.push(c);
        }
    }
    found
}

/// Paths that stand in the code itself, outside of `use`.
fn inline(code: &str) -> Vec<Names> {
    let declares = |at: &usize| code[..*at].rsplit([';', '}']).next().unwrap().contains("use ");
    ["crate::", "super::"]
        .iter()
        .flat_map(|root| code.match_indices(root))
        .filter(|(at, _)| !code[..*at].ends_with("::") && !declares(at))
        .map(|(at, _)| {
            let path: String =
                code[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()
        })
        .collect()
}

/// Fails where a part of `within` (a path that ends in `::`, or nothing) uses one that it may not.
fn hold(house: &House, within: &str, heading: &str) {
    let allowed = allowed(heading);
    let part = |module: &str| module.strip_prefix(within)?.split("::").next().map(str::to_owned);
    for (module, used) in house.arrows() {
        let Some(mine) = part(module) else { continue };
        let may = allowed.get(mine.as_str());
        let may = may.unwrap_or_else(|| panic!("{within}{mine} stands in no table of ARCHITECTURE.md"));
        for other in used {
            if let Some(theirs) = part(&other) {
                assert!(
                    theirs == mine || may.contains(&theirs.as_str()),
                    "{module} uses {other}; {within}{mine} may use {may:?}"
                );
            }
        }
    }
}

#[test]
fn rooms_use_only_what_they_may() {
    hold(&House::read(), "", "## Rooms");
}

#[test]
fn wings_use_only_what_they_may() {
    let house = House::read();
    let headings: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("### Wings of ")).collect();
    assert!(!headings.is_empty());
    for heading in headings {
        let room = heading.split('`').nth(1).unwrap();
        hold(&house, &room.replace('/', "::"), heading);
    }
}

/// What the page names must be there: files, and the tests that hold an invariant.
#[test]
fn what_the_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for line in PAGE.lines() {
        let named: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        let places = ["src/", "tests/", "assets/", "seeds/", "benches/", "examples/", "fuzz/"];
        let is_path = |name: &&&str| places.iter().any(|place| name.starts_with(place));
        let mut code = String::new();
        for path in named.iter().filter(is_path) {
            assert!(root.join(path).exists(), "ARCHITECTURE.md names {path}, which is not there");
            if path.ends_with(".rs") {
                code.push_str(&fs::read_to_string(root.join(path)).unwrap());
            }
        }
        if line.starts_with("| ") && line.contains("`tests/") {
            for name in named.iter().filter(|name| name.contains('_') && !is_path(name)) {
                assert!(code.contains(&format!("fn {name}(")), "no test {name} where ARCHITECTURE.md has it");
            }
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let house = House::read();
    let arrows = house.arrows();
    let reached = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            for next in arrows.get(at).into_iter().flatten() {
                if seen.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|m| (*m, reached(m))).collect();
    let left: Vec<String> = arrows
        .iter()
        .flat_map(|(module, used)| used.iter().map(move |other| (*module, other.as_str())))
        .filter(|(module, other)| reach.get(other).is_some_and(|back| back.contains(module)))
        .map(|(module, other)| format!("{module} -> {other}"))
        .collect();
    assert!(left.is_empty(), "circles run through:\n{}", left.join("\n"));
}

#[test]
fn pure_rooms_stay_pure() {
    let house = House::read();
    let rooms = house.rooms();
    for (room, forbidden) in IMPURE {
        for (word, why) in *forbidden {
            assert!(!rooms[room].contains(word), "src/{room} names {word}, and it {why}");
        }
    }
}

#[test]
fn the_case_alone_reads_the_clock_and_makes_ids() {
    for (room, code) in House::read().rooms() {
        if room != "case" && room != "config" && room != "terminal" {
            assert!(!code.contains("now_v7"), "src/{room} makes ids");
            assert!(!code.contains("Timestamp::now"), "src/{room} reads the clock");
        }
    }
}

#[test]
fn the_layout_is_the_one_agreed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["Cargo.toml", "src", "assets", "seeds", "tests", "README.md", "ARCHITECTURE.md"] {
        assert!(root.join(name).exists(), "{name} is missing");
    }
}
