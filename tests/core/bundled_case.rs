//! The bundled case: complete, attributed, in its own words, with nothing decided in advance.
//!
//! Where `CORROB_DOCUMENTS` names the folder of the four reports, their sentences are searched for.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CASE: &str = include_str!("../../seeds/bounties-and-guns.json");

/// Titles may carry over word for word.
const TITLES: [&str; 2] = [
    "What evidence has the DHS publicly released to substantiate cartel bounty claims?",
    "Arming Cartels: Inside the Mexican-American Gunrunning Networks",
];

/// How many words in a row make a sentence taken over.
const RUN: usize = 8;

fn case() -> Value {
    serde_json::from_str(CASE).unwrap()
}

fn section<'a>(case: &'a Value, name: &str) -> &'a [Value] {
    case[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

#[test]
fn every_claim_has_a_claimant_a_nature_and_evidence() {
    let case = case();
    let parties: BTreeSet<&str> = section(&case, "parties").iter().map(|p| text(p, "id")).collect();
    let mut evidence: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in section(&case, "evidence") {
        *evidence.entry(text(piece, "claim")).or_default() += 1;
    }
    assert!(section(&case, "claims").len() > 40);
    for claim in section(&case, "claims") {
        let id = text(claim, "id");
        assert!(parties.contains(text(claim, "claimant")), "{id} has no claimant");
        assert!(!text(claim, "nature").is_empty(), "{id} has no nature");
        assert!(evidence.contains_key(id), "{id} has no evidence");
        assert!(!section(claim, "wordings").is_empty(), "{id} has no wording");
    }
}

#[test]
fn nothing_is_decided_in_advance() {
    let case = case();
    for name in ["reviewers", "annotations", "history", "brought", "replaced"] {
        assert!(case.get(name).is_none(), "{name} are the reviewers' own");
    }
    for piece in section(&case, "evidence") {
        assert!(piece.get("credibility").is_none(), "{} is graded", text(piece, "id"));
    }
}

#[test]
fn the_case_says_how_old_it_is() {
    let case = case();
    assert_eq!(case["case"]["as_of"], "2025-10-18");
    assert!(text(&case["case"], "stale").contains("18 October 2025"));
    assert_eq!(case["case"]["title"], "Alleged bounties, guns to Mexico: what the reports put on record");
}

#[test]
fn repeating_a_claim_is_not_supporting_it() {
    let case = case();
    let stance = |source: &str| -> Vec<&str> {
        section(&case, "evidence")
            .iter()
            .filter(|e| text(e, "claim") == "bounty-scheme" && text(e, "source") == source)
            .map(|e| text(e, "stance"))
            .collect()
    };
    assert!(stance("bounty-report").iter().all(|stance| *stance != "supports"));
    assert!(stance("mexico-report").iter().all(|stance| *stance != "supports"));
}

#[test]
fn withheld_material_names_its_holder() {
    let case = case();
    let withheld: Vec<&Value> =
        section(&case, "gaps").iter().filter(|gap| text(gap, "state") == "withheld").collect();
    assert!(withheld.len() >= 6);
    for gap in withheld {
        assert!(!text(gap, "holder").is_empty(), "{} has no holder", text(gap, "id"));
        assert!(!text(gap, "ground").is_empty(), "{} has no ground", text(gap, "id"));
    }
}

#[test]
fn what_was_asked_for_is_named_by_what_was_not_published() {
    let case = case();
    let requests: BTreeMap<&str, &Value> =
        section(&case, "requests").iter().map(|request| (text(request, "id"), request)).collect();
    let mut asked: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut unasked = 0;
    for gap in section(&case, "gaps") {
        let named = section(gap, "requests");
        unasked += usize::from(named.is_empty());
        for request in named {
            let request = request.as_str().unwrap();
            let record = requests.get(request).unwrap_or_else(|| panic!("{request} is no request"));
            assert_eq!(text(record, "source"), text(gap, "source"), "{request} is told of elsewhere");
            asked.entry(request).or_default().push(text(gap, "id"));
        }
    }
    // Every record that somebody asked for is a gap of the ledger: none of them was published.
    for (id, request) in &requests {
        if text(request, "kind") == "record" {
            assert!(asked.contains_key(id), "nothing is said to be missing that {id} asks for");
        }
    }
    assert_eq!(asked["mexico-case-files"], ["case-files"]);
    assert_eq!(asked["reporters-detail"], ["organisations-named", "assessment-method"]);
    assert_eq!(asked["declassification-experts"], ["raw-intelligence"]);
    assert_eq!(asked["cbs-reduction-atf"], ["reduction-evidence"]);
    // An opinion that was asked for is nothing that lies in a drawer.
    for answered in ["cbs-findings", "cbs-four-months", "cbs-atf-statement", "security-leadership-asked"] {
        assert!(!asked.contains_key(answered), "{answered}");
    }
    assert!(unasked >= 20, "no report has anyone ask for the most of it");
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

#[test]
fn no_sentence_of_a_report_is_taken_over() {
    let Some(folder) = std::env::var_os("CORROB_DOCUMENTS") else {
        println!("skipped: CORROB_DOCUMENTS does not name the folder of the reports");
        return;
    };
    let mut runs: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut reports = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let report = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        runs.extend(words(&report).windows(RUN).map(<[String]>::to_vec));
        reports += 1;
    }
    assert_eq!(reports, 4, "the four reports are there");
    let titles: BTreeSet<Vec<String>> = TITLES
        .iter()
        .flat_map(|title| words(title).windows(RUN).map(<[String]>::to_vec).collect::<Vec<_>>())
        .collect();
    let case = case();
    let mut all = Vec::new();
    strings(&case, &mut all);
    for text in all {
        for run in words(text).windows(RUN) {
            assert!(
                !runs.contains(run) || titles.contains(run),
                "\"{}\" stands in a report word for word",
                run.join(" ")
            );
        }
    }
}
