//! The matrix: each claim with the sources that give evidence on it, in the order asked for.

use crate::desk::Desk;
use serde_json::{Value, json};

const CASE: &str = "b.corrob";

fn bundled() -> Desk {
    let desk = Desk::new();
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", CASE, "case.json"]).done();
    desk
}

fn rows(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let all = desk.run(&[&["list", CASE, "matrix", "--json"], more].concat()).done().json();
    all.as_array().unwrap().clone()
}

fn claims(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["claim"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn much_evidence_of_one_stance_hides_no_other() {
    let desk = Desk::new();
    let piece = |n: usize, stance: &str| {
        format!(r#"{{"id":"e{n}","claim":"c","source":"s{}","stance":"{stance}","paraphrase":"{n}"}}"#, n % 4)
    };
    let mut pieces: Vec<String> = (0..600).map(|n| piece(n, "supports")).collect();
    pieces.push(piece(600, "context"));
    pieces.push(piece(601, "disputes"));
    let source = |n: usize| format!(r#"{{"id":"s{n}","title":"Source {n}"}}"#);
    let sources: Vec<String> = (0..4).map(source).collect();
    desk.write(
        "much.json",
        &format!(
            r#"{{"format":"corrob-case","version":1,"case":{{"dataset":"much","title":"Much"}},"sources":[{}],
            "claims":[{{"id":"c","text":"It is so."}}],"evidence":[{}]}}"#,
            sources.join(","),
            pieces.join(",")
        ),
    );
    desk.run(&["import", CASE, "much.json"]).done();
    let found = rows(&desk, &[]);
    let text = found[0].to_string();
    assert!(text.contains(r#""disputes""#) && text.contains(r#""context""#) && found[0]["cut"] == true);
    // What a query leaves is found wherever it stands.
    desk.run(&["tag", CASE, "E-590", "withheld"]).done();
    let found = rows(&desk, &["tag:withheld"]);
    assert_eq!(found[0]["sources"][0]["evidence"][0]["key"], "E-590");
}

#[test]
fn every_piece_stands_in_one_cell() {
    let desk = bundled();
    let rows = rows(&desk, &[]);
    let seeds: Value = serde_json::from_str(include_str!("../../seeds/bounties-and-guns.json")).unwrap();
    assert_eq!(rows.len(), seeds["claims"].as_array().unwrap().len());
    let mut keys: Vec<&str> = rows
        .iter()
        .flat_map(|row| row["sources"].as_array().unwrap())
        .flat_map(|source| source["evidence"].as_array().unwrap())
        .map(|piece| piece["key"].as_str().unwrap())
        .collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), all), (all, seeds["evidence"].as_array().unwrap().len()));
    // Two reports stand on either side of the first claim.
    let stances = |title: &str| -> Vec<&Value> {
        let named = |source: &&Value| source["title"].as_str().unwrap().starts_with(title);
        let source = rows[0]["sources"].as_array().unwrap().iter().find(named).unwrap();
        source["evidence"].as_array().unwrap().iter().map(|piece| &piece["stance"]).collect()
    };
    assert!(stances("What evidence has the DHS").contains(&&json!("supports")));
    assert!(stances("Report of October 18").contains(&&json!("disputes")));
    // A query leaves claims, and of them the evidence it leaves.
    let some = self::rows(&desk, &["stance:disputes"]);
    assert!(!some.is_empty() && some.len() < rows.len());
    let left = some.iter().flat_map(|row| row["sources"].as_array().unwrap());
    assert!(
        left.flat_map(|it| it["evidence"].as_array().unwrap()).all(|piece| piece["stance"] == "disputes")
    );
}

#[test]
fn by_date_what_has_none_comes_last() {
    let desk = bundled();
    let dated = |row: &Value| -> Option<String> {
        let key = row["claim"].as_str().unwrap();
        let claim = desk.run(&["show", CASE, key, "--json"]).done().json();
        let day = |on: &Value| on["date"].as_str().or(on.as_str()).map(str::to_owned);
        day(&claim["asserted_on"]).or_else(|| day(&claim["event_date"]))
    };
    let days: Vec<Option<String>> = rows(&desk, &["--order", "date"]).iter().map(dated).collect();
    let undated = days.iter().position(Option::is_none).unwrap();
    assert!(undated > 0 && days[undated..].iter().all(Option::is_none));
    assert!(days[..undated].is_sorted(), "{days:?}");
}

#[test]
fn by_disagreement_what_reviewers_differ_on_comes_first() {
    let desk = bundled();
    let before = claims(&rows(&desk, &["--order", "disagreement"]));
    // Nobody differs yet: first comes a claim that sources both support and dispute.
    let first = desk.run(&["list", CASE, "origins", "--json", &format!("claim:{}", before[0])]).done().json();
    assert_ne!(first[0]["supporting"]["sources"], json!(0));
    assert_ne!(first[0]["disputing"]["sources"], json!(0));
    let last = before.last().unwrap().clone();
    let piece = rows(&desk, &[&format!("claim:{last}")])[0]["sources"][0]["evidence"][0]["key"].clone();
    let piece = piece.as_str().unwrap();
    desk.run(&["tag", CASE, piece, "released"]).done();
    assert_eq!(claims(&rows(&desk, &["--order", "disagreement"])), before, "one reviewer does not differ");
    let other = desk.with_reviewer("Ana");
    other.run(&["tag", CASE, piece, "withheld"]).done();
    let rows = rows(&other, &["--order", "disagreement"]);
    assert_eq!(claims(&rows)[0], last);
    assert_eq!(rows[0]["sources"][0]["evidence"][0]["conflict"], json!(true));
    let text = other.run(&["list", CASE, "matrix", &format!("claim:{last}")]).done().out;
    assert!(text.lines().any(|line| line.contains('W') && line.ends_with('≠')), "{text}");
}

#[test]
fn by_origin_sources_that_rest_on_one_stand_together() {
    let desk = bundled();
    for row in rows(&desk, &["--order", "origin"]) {
        let origins: Vec<&str> =
            row["sources"].as_array().unwrap().iter().map(|it| it["origin"].as_str().unwrap()).collect();
        assert!(origins.is_sorted(), "{origins:?}");
    }
    let why = desk.run(&["list", CASE, "claims", "--order", "date"]).refused();
    assert!(why.contains("--order goes with the matrix"), "{why}");
}
