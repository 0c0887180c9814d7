//! `check` notices every change of what a reader sees. A made-up case with something in every table is
//! copied, and each column of each table changed, one at a time, behind corrob's back.

use crate::desk::Desk;
use crate::harbour::{entries, reviewer};
use corrob::case::{self, Case, CaseError, Forgetful, Session, ToAttach};
use corrob::domain::DocumentText;
use corrob::domain::document::Form;
use corrob::domain::entry::{Entry, Said};
use corrob::domain::tag::Tag;
use corrob::domain::{Annotation, CaseInfo, Kind, Note, Target, Verdict};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What `check` does not see, and why that is so.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("draft", "*", "what stands in an open note is not a part of the record until it is saved"),
    ("event", "id", "the row of an event is a place in the file; it is shown nowhere"),
    ("replaced", "id", "a place in the file"),
    ("brought", "id", "a place in the file"),
    ("content", "id", "a place in the file"),
    ("party", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("source", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("derivation", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("claim", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("figure", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("request", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("gap", "batch", "the number of a batch is not shown; only evidence is dated by it"),
    ("evidence", "batch", "moved between two imports that both were; the log does not tell which brought it"),
    ("claim", "ord", "the place of a claim without evidence: where there is some, its places tell it"),
    ("counter", "n", "the last key or batch given may be higher than any in use: what was taken back had it"),
    ("import_batch", "first_event", "which events came along with an import is told by no other place"),
    ("import_batch", "last_key", "a later end of the last import's evidence is no other end"),
    ("case_info", "clock", "a clock that is ahead only makes the next stamp later"),
];

/// A case in which every table has rows.
fn full(folder: &Path) -> PathBuf {
    let path = folder.join("full.corrob");
    let info = CaseInfo { summary: Some("What the quays cost".into()), ..CaseInfo::default() };
    let first = |importer: &mut case::Importer<'_, '_>| {
        for entry in entries(6) {
            importer.add(entry)?;
        }
        for (kind, record) in more(false) {
            importer.add(read(kind, record))?;
        }
        Ok::<(), CaseError>(())
    };
    case::create(&path, &info, &reviewer("r.lee"), Box::new(Forgetful), "first.json", first).unwrap();
    let mut work = session(&path, "r.lee");
    let second = |importer: &mut case::Importer<'_, '_>| {
        for (kind, record) in more(true) {
            importer.add(read(kind, record))?;
        }
        importer.add(Entry::Reviewer(reviewer("n.ito")))?;
        for said in brought() {
            importer.add(Entry::Said(said))?;
        }
        Ok::<(), CaseError>(())
    };
    work.import("second.json", second).unwrap();
    let item = |work: &Session, key: &str| work.case().find(&key.parse().unwrap()).unwrap();
    for n in [1, 2, 3, 8] {
        let piece = item(&work, &format!("E-{n}"));
        work.toggle(&[piece], if n % 2 == 0 { Tag::Withheld } else { Tag::Released }).unwrap();
    }
    let (piece, claim) = (item(&work, "E-5"), item(&work, "C-2"));
    work.set_note(Target::evidence(piece), Some(&Note { text: "seen".into(), private: false })).unwrap();
    work.set_aside(&[Target::evidence(piece)], Some("later")).unwrap();
    work.set_verdict(claim, Some(Verdict::Unproven), None, Some("nothing else")).unwrap();
    work.undo_step().unwrap();
    work.redo_step().unwrap();
    let fields = json!({"text": "Made by hand", "claimant": "P-2"});
    work.add(Kind::Claim, fields.as_object().unwrap().clone()).unwrap();
    work.edit_case(json!({"question": "What did it cost?"}).as_object().unwrap().clone()).unwrap();
    work.set_draft(Target::claim(claim), Some(&Note { text: "half a note".into(), private: false })).unwrap();
    let source = item(&work, "S-1");
    let mut text = DocumentText::default();
    text.push(Form::Heading(1), Some(1), "The ledger");
    text.push(Form::Text, Some(1), "Forty thousand were paid.");
    let document = ToAttach {
        original: b"%PDF-\xff The ledger",
        keep: true,
        text: &text,
        media_type: "application/pdf",
        pages: Some(1),
        name: Some("ledger.pdf".into()),
        captured: Some("2025-10-14".parse().unwrap()),
        captured_by: None,
        from: Some("the register".into()),
    };
    work.attach(source, &document, &case::Edits::new()).unwrap();
    work.close();
    let mut other = session(&path, "o.berg");
    other.toggle(&[piece], Tag::Examined).unwrap();
    other.close();
    path
}

fn session(path: &Path, name: &str) -> Session {
    Session::new(Case::open(path).unwrap(), reviewer(name), Box::new(Forgetful))
}

/// Records of the kinds that the harbour case has none of; the second time with other words.
fn more(again: bool) -> Vec<(Kind, serde_json::Value)> {
    let words = if again { "in other words" } else { "in words" };
    vec![
        (Kind::Derivation, json!({"id": "d1", "source": "s2", "from": "s1", "relation": "quotes"})),
        (Kind::Derivation, json!({"id": "d2", "source": "s3", "from": "s1", "relation": "relays"})),
        (
            Kind::Evidence,
            json!({"id": "x1", "claim": "c1", "source": "s1", "stance": "supports", "paraphrase": words}),
        ),
        (
            Kind::Evidence,
            json!({"id": "x2", "claim": "c3", "source": "s2", "stance": "disputes", "paraphrase": "x"}),
        ),
        (
            Kind::Figure,
            json!({"id": "f1", "claim": "c1", "measures": "cost", "low": 1, "unit": "m", "qualifier": "exact", "as_of": "2025"}),
        ),
        (
            Kind::Figure,
            json!({"id": "f2", "evidence": "x2", "measures": "cost", "low": 2, "unit": "m", "qualifier": "exact"}),
        ),
        (
            Kind::Request,
            json!({"id": "r1", "claim": "c2", "by": "paper", "to": "ministry", "kind": "record", "outcome": "no-response", "what": format!("the ledger {words}")}),
        ),
        (
            Kind::Gap,
            json!({"id": "g1", "claim": "c2", "state": "not-shown", "material": format!("the log {words}")}),
        ),
    ]
}

fn read(kind: Kind, record: serde_json::Value) -> Entry {
    match kind {
        Kind::Derivation => Entry::Derivation(serde_json::from_value(record).unwrap()),
        Kind::Evidence => Entry::Evidence(serde_json::from_value(record).unwrap()),
        Kind::Figure => Entry::Figure(serde_json::from_value(record).unwrap()),
        Kind::Request => Entry::Request(serde_json::from_value(record).unwrap()),
        Kind::Gap => Entry::Gap(serde_json::from_value(record).unwrap()),
        other => panic!("no {other} here"),
    }
}

fn brought() -> Vec<Said> {
    let said = |item: &str, annotation| Said {
        reviewer: reviewer("n.ito").id,
        on: Kind::Evidence,
        item: item.into(),
        dataset: None,
        annotation,
        changed: Some("2025-10-01T10:00:00Z".parse().unwrap()),
    };
    let note = Some(Note { text: "brought along".into(), private: false });
    vec![
        said("e1-0", Annotation { disputed: true, note, ..Annotation::default() }),
        said("e2-0", Annotation { examined: true, ..Annotation::default() }),
    ]
}

/// A connection that is let do anything.
fn raw(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
    conn
}

/// What `check` finds wrong; a case that cannot even be opened or checked is found wrong.
fn wrong(path: &Path) -> Vec<String> {
    let checked = Case::open(path).and_then(|case| case.check(true));
    match checked {
        Ok(findings) => findings
            .iter()
            .flat_map(|finding| finding.wrong.iter().map(|why| format!("{}: {why}", finding.what)))
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[track_caller]
fn assert_noticed(path: &Path, change: &str) {
    let copy = path.with_extension("copy");
    std::fs::copy(path, &copy).unwrap();
    raw(&copy).execute_batch(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    assert!(!wrong(&copy).is_empty(), "not noticed: {change}");
}

fn strings(conn: &Connection, sql: &str) -> Vec<String> {
    let mut found = conn.prepare(sql).unwrap();
    found.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Other values for a value.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![Value::Integer(1), Value::Text("x".into()), Value::Blob(vec![1; 32])],
        Value::Integer(n) => vec![
            Value::Integer(n.wrapping_add(1)),
            Value::Integer(n.wrapping_sub(1)),
            Value::Integer(n ^ (1 << 20)),
        ],
        Value::Real(n) => vec![Value::Real(n + 1.0)],
        Value::Text(text) => {
            // A letter within the longest text of JSON that it may be; else at its end.
            let mut changed = text.clone();
            let at = text.rfind(|c: char| c.is_ascii_lowercase()).unwrap_or(0);
            changed.replace_range(at..=at, if &text[at..=at] == "q" { "z" } else { "q" });
            vec![Value::Text(changed)]
        }
        Value::Blob(bytes) => {
            let mut changed = bytes.clone();
            if let Some(last) = changed.last_mut() {
                *last ^= 1;
            }
            vec![Value::Blob(changed)]
        }
    }
}

#[test]
fn each_column_of_each_table_changed_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = full(folder.path());
    assert_eq!(wrong(&path), [] as [String; 0], "clean to begin with");
    let conn = raw(&path);
    let tables = strings(
        &conn,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name",
    );
    let (mut unseen, mut empty) = (BTreeSet::new(), Vec::new());
    for table in &tables {
        let columns = strings(&conn, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let keys = strings(
            &conn,
            &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
        );
        let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap();
        if rows == 0 {
            empty.push(table.clone());
        }
        for column in columns {
            // Every row in turn, as a column may be empty in some.
            let mut found =
                conn.prepare(&format!("SELECT {}, {column} FROM {table}", keys.join(", "))).unwrap();
            let all: Vec<(Vec<Value>, Value)> = found
                .query_map([], |r| {
                    let key = (0..keys.len()).map(|at| r.get(at)).collect::<Result<_, _>>()?;
                    Ok((key, r.get(keys.len())?))
                })
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let kept: Vec<_> =
                all.iter().filter(|(_, value)| *value != Value::Null).take(3).chain(all.last()).collect();
            for (key, value) in kept {
                for other in others(value) {
                    let copy = path.with_extension("copy");
                    std::fs::copy(&path, &copy).unwrap();
                    let changing = raw(&copy);
                    let place: Vec<String> =
                        keys.iter().enumerate().map(|(at, name)| format!("{name} IS ?{}", at + 2)).collect();
                    let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {}", place.join(" AND "));
                    let values = std::iter::once(&other).chain(key);
                    // What the tables themselves do not allow is no change that could go unnoticed.
                    if changing.execute(&sql, rusqlite::params_from_iter(values)).is_ok_and(|n| n == 1) {
                        drop(changing);
                        if wrong(&copy).is_empty() {
                            unseen.insert((table.clone(), column.clone()));
                        }
                    }
                }
            }
        }
    }
    assert_eq!(empty, [] as [String; 0], "every table has rows");
    let known = |table: &str, column: &str| {
        UNSEEN
            .iter()
            .any(|(in_table, in_column, _)| *in_table == table && (*in_column == "*" || *in_column == column))
    };
    let new: Vec<_> = unseen.iter().filter(|(table, column)| !known(table, column)).collect();
    assert!(new.is_empty(), "changed and not noticed: {new:?}");
    let reasons: BTreeMap<_, _> =
        UNSEEN.iter().map(|(table, column, why)| ((*table, *column), *why)).collect();
    for ((table, column), why) in reasons {
        let still = unseen
            .iter()
            .any(|(in_table, in_column)| in_table == table && (column == "*" || in_column == column));
        assert!(still, "{table}.{column} is noticed by now, so that no reason is needed: {why}");
    }
}

#[test]
fn each_row_of_each_table_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = full(folder.path());
    let conn = raw(&path);
    let tables = strings(
        &conn,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name <> 'draft'",
    );
    for table in tables {
        let first = format!("SELECT min(k) FROM (SELECT 0 AS k) WHERE EXISTS (SELECT 1 FROM {table})");
        assert_eq!(strings(&conn, &first.replace("min(k)", "'row'")), ["row"], "{table} has rows");
        assert_noticed(&path, &format!("DELETE FROM {table}"));
    }
    for one in [
        "UPDATE claim SET ord = ord + 1 WHERE key = 3",
        "UPDATE claim SET ord = -ord - 1 WHERE key = 3",
        "UPDATE counter SET n = n - 1 WHERE name = 'key.evidence'",
        "UPDATE counter SET n = 1 WHERE name = 'shared-keys.claim'",
        "UPDATE import_batch SET last_key = 1",
        "UPDATE import_batch SET event = first_event - 1",
        "DELETE FROM replaced WHERE id = (SELECT max(id) FROM replaced)",
        "DELETE FROM brought WHERE id = (SELECT max(id) FROM brought)",
        "DELETE FROM evidence WHERE id = (SELECT max(id) FROM evidence)",
        "DELETE FROM gap WHERE id = (SELECT max(id) FROM gap)",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
        "DELETE FROM counter WHERE name = 'count.gap'",
        "DELETE FROM content WHERE id = (SELECT max(id) FROM content)",
    ] {
        assert_noticed(&path, one);
    }
}

#[test]
fn changes_made_to_look_right_are_noticed_by_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = full(folder.path());
    // Body and digest together, as a text and in the column that follows from it.
    let conn = raw(&path);
    let body: String = conn.query_row("SELECT body FROM claim WHERE key = 1", [], |r| r.get(0)).unwrap();
    let changed = body.replace("ministry", "paper");
    assert_ne!(changed, body);
    let digest: String = corrob::domain::Digest::of(changed.as_bytes()).into();
    assert_noticed(
        &path,
        &format!(
            "UPDATE claim SET body = '{changed}', digest = x'{digest}', \
             claimant = (SELECT id FROM party WHERE key = 2) WHERE key = 1"
        ),
    );
    for together in [
        "UPDATE case_info SET body = replace(body, 'harbour contract', 'harbor contract')",
        "UPDATE case_info SET body = replace(body, 'What did it cost?', 'Who paid?')",
        "UPDATE reviewer SET name = 'somebody else' WHERE name = 'n.ito'",
        "UPDATE reviewer SET name = CASE name WHEN 'r.lee' THEN 'o.berg' WHEN 'o.berg' THEN 'r.lee' ELSE name END",
        "UPDATE replaced SET body = replace(body, 'in words', 'in no words')",
        "UPDATE brought SET annotation = replace(annotation, 'brought along', 'made up'); \
         UPDATE annotation SET body = replace(body, 'brought along', 'made up')",
        "UPDATE brought SET changed = changed + (1 << 40); UPDATE annotation SET changed = changed + (1 << 40) \
         WHERE reviewer = (SELECT id FROM reviewer WHERE name = 'n.ito')",
        "UPDATE evidence SET claim = 2 WHERE key = 1; UPDATE evidence SET pos = \
         (SELECT ord FROM claim c WHERE c.id = claim) << 32 | (stance << 30) | id WHERE key = 1; \
         UPDATE claim SET supports = supports - 1 WHERE id = 1; UPDATE claim SET supports = supports + 1 WHERE id = 2",
        "UPDATE case_info SET dossier = zeroblob(32), told = zeroblob(32)",
        "UPDATE source SET body = replace(body, 'ledger.pdf', 'letter.pdf')",
        "UPDATE content SET bytes = CAST(replace(bytes, 'Forty', 'Fifty') AS BLOB)",
    ] {
        assert_noticed(&path, together);
    }
}

#[test]
fn an_index_of_words_that_finds_too_little_or_too_much_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = full(folder.path());
    for change in [
        "INSERT INTO search (search) VALUES ('delete-all')",
        "INSERT INTO search (search) VALUES ('delete-all'); \
         INSERT INTO search (rowid, words) SELECT id * 8 + 3, 'nothing of it' FROM claim",
        "DELETE FROM search WHERE rowid = (SELECT id * 8 + 3 FROM claim LIMIT 1)",
        "INSERT OR REPLACE INTO search (rowid, words) SELECT id * 8 + 3, 'other words' FROM claim WHERE key = 2",
        "INSERT INTO search (rowid, words) VALUES (8003, 'of no record')",
        "DELETE FROM search_docsize WHERE id = (SELECT max(id) FROM search_docsize)",
        "UPDATE search_docsize SET sz = x'7f' WHERE id = (SELECT max(id) FROM search_docsize)",
        "UPDATE search_data SET block = substr(block, 1, length(block) - 1) || x'00' WHERE id > 10",
    ] {
        assert_noticed(&path, change);
    }
    // An index that was worked on is as good as a new one.
    let mut work = session(&path, "r.lee");
    let claim = work.case().find(&"C-2".parse().unwrap()).unwrap();
    work.edit(Kind::Claim, claim, json!({"label": "Quay two"}).as_object().unwrap().clone()).unwrap();
    work.undo_step().unwrap();
    work.close();
    assert_eq!(wrong(&path), [] as [String; 0]);
}

#[test]
fn what_two_cases_hold_when_they_exchange_their_work_is_answered_for_in_each() {
    let desk = Desk::new();
    for name in ["a.corrob", "b.corrob"] {
        desk.harbour(name);
    }
    desk.run(&["--reviewer", "o.berg", "note", "b.corrob", "E-2", "read on the quay"]).done();
    desk.run(&["tag", "a.corrob", "E-1", "withheld"]).done();
    let exchange = |from: &str, to: &str| {
        desk.write("out.json", &desk.run(&["export", from, "--with-private"]).done().out);
        desk.run(&["import", to, "out.json"]).done();
    };
    let events = |name: &str| desk.run(&["log", name, "--json"]).done().json().as_array().unwrap().len();
    for _ in 0..2 {
        exchange("a.corrob", "b.corrob");
        exchange("b.corrob", "a.corrob");
    }
    let counted = (events("a.corrob"), events("b.corrob"));
    exchange("a.corrob", "b.corrob");
    exchange("b.corrob", "a.corrob");
    assert_eq!((events("a.corrob"), events("b.corrob")), counted, "it comes to an end");
    for name in ["a.corrob", "b.corrob"] {
        assert_eq!(wrong(&desk.path(name)), [] as [String; 0], "{name}");
        assert_noticed(&desk.path(name), "UPDATE reviewer SET name = 'somebody else' WHERE name = 'o.berg'");
    }
}
