//! A small made-up case: a harbour and its ministry.

use corrob::case;
use corrob::case::{Case, CaseError, Forgetful, Session};
use corrob::domain::entry::{Entry, Reviewer};
use corrob::domain::{CaseInfo, ItemId};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A reviewer by name; the same name always has the same id.
pub fn reviewer(name: &str) -> Reviewer {
    let id = ItemId::new_v5(&ItemId::nil(), name.as_bytes());
    Reviewer { id, name: name.to_owned(), is: None }
}

fn entry(kind: &str, value: Value) -> Entry {
    let read = |value: Value| value;
    let value = read(value);
    match kind {
        "party" => Entry::Party(serde_json::from_value(value).unwrap()),
        "source" => Entry::Source(serde_json::from_value(value).unwrap()),
        "claim" => Entry::Claim(serde_json::from_value(value).unwrap()),
        "evidence" => Entry::Evidence(serde_json::from_value(value).unwrap()),
        "figure" => Entry::Figure(serde_json::from_value(value).unwrap()),
        other => panic!("no {other} here"),
    }
}

/// The records of the harbour case: `claims` claims with six pieces of evidence each.
pub fn entries(claims: usize) -> Vec<Entry> {
    let mut all = vec![Entry::Case(CaseInfo {
        dataset: "harbour".into(),
        title: "The harbour contract".into(),
        ..CaseInfo::default()
    })];
    for (id, name) in [("ministry", "Ministry of Ports"), ("paper", "Harbour Gazette")] {
        all.push(entry("party", json!({"id": id, "name": name, "naming": "named"})));
    }
    for n in 1..=3 {
        all.push(entry(
            "source",
            json!({"id": format!("s{n}"), "title": format!("Source number {n}"), "kind": "news-report"}),
        ));
    }
    for n in 1..=claims {
        let mut claim = json!({"id": format!("c{n}"), "text": format!("The quay number {n} cost too much"), "claimant": "ministry"});
        if n % 5 == 0 {
            claim["parent"] = json!(format!("c{}", n - 1));
        }
        all.push(entry("claim", claim));
    }
    let stances = ["supports", "repeats", "disputes", "context", "supports", "disputes"];
    for n in 1..=claims {
        for (k, stance) in stances.iter().enumerate() {
            all.push(entry(
                "evidence",
                json!({
                    "id": format!("e{n}-{k}"), "claim": format!("c{n}"), "source": format!("s{}", k % 3 + 1),
                    "stance": stance, "paraphrase": format!("Page {k} of the ledger speaks of quay {n}"),
                    "material": format!("ledger {k}"),
                }),
            ));
        }
    }
    all
}

/// Makes the harbour case in a folder.
pub fn make(folder: &Path, claims: usize) -> PathBuf {
    let path = folder.join("harbour.corrob");
    case::create(
        &path,
        &CaseInfo::default(),
        &reviewer("r.lee"),
        Box::new(Forgetful),
        "harbour.json",
        |importer| {
            for entry in entries(claims) {
                importer.add(entry)?;
            }
            Ok::<(), CaseError>(())
        },
    )
    .unwrap();
    path
}

/// Opens the harbour case for a reviewer.
pub fn open(path: &Path, name: &str) -> Session {
    Session::new(Case::open(path).unwrap(), reviewer(name), Box::new(Forgetful))
}

/// Every row of each projection: annotations, two tallies, settled runs, the undo stack.
pub fn projections(case: &Case) -> Vec<Vec<Vec<rusqlite::types::Value>>> {
    let conn = rusqlite::Connection::open(case.path()).unwrap();
    let dump = |table: &str| {
        let mut found = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = found.column_count();
        let rows = found.query_map([], |r| (0..columns).map(|column| r.get(column)).collect()).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    ["annotation", "tally", "claim_tally", "settled_run", "step"].map(dump).into()
}
