//! Real datasets through the real program: what stands in the case is what a plain reading of the
//! file counts, coming again changes nothing, and the case goes out and comes in as it is. The data
//! is no part of the project: `CORROB_DATA` names the folder it lies in.

use crate::desk::Desk;
use crate::tables;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

type Counts = BTreeMap<String, usize>;

fn data(file: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: {file} was not imported");
        return None;
    };
    Some(PathBuf::from(folder).join(file))
}

fn records(path: &std::path::Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let all = tables::records(path.to_str().unwrap(), text);
    all.into_iter().map(|record| record.value).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn add(counts: &mut Counts, what: impl Into<String>, times: usize) {
    if times > 0 {
        *counts.entry(what.into()).or_default() += times;
    }
}

/// Imports files, and holds the case to the promises that are the same for all. What it has, by kind,
/// stance, outcome, and what each reviewer says.
fn imported(files: &[PathBuf], more: &[&str]) -> Counts {
    let desk = Desk::new();
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let args = |case| [&["import", case], &files[..], more].concat();
    let first = desk.run(&args("a.corrob"));
    assert!(matches!(first.code, Some(0 | 1)), "{first:?}");
    desk.run(&["export", "a.corrob", "-o", "one.json"]).done();
    let again = desk.run(&args("a.corrob"));
    assert_eq!(again.code, first.code);
    let summaries = again.err.matches("0 records added, 0 changed").count();
    assert_eq!(summaries, files.len(), "{}", again.err);
    assert_eq!(desk.run(&["check", "a.corrob"]).done().err, "");
    desk.run(&["export", "a.corrob", "-o", "again.json"]).done();
    assert!(desk.read("again.json") == desk.read("one.json"), "coming again changed the case");
    desk.run(&["import", "b.corrob", "one.json"]).done();
    desk.run(&["export", "b.corrob", "-o", "two.json"]).done();
    assert!(desk.read("two.json") == desk.read("one.json"), "the case did not come back as it went out");

    let case: Value = serde_json::from_slice(&desk.read("one.json")).unwrap();
    let mut counts = Counts::new();
    add(&mut counts, "claims", list(&case, "claims").len());
    add(&mut counts, "sources", list(&case, "sources").len());
    for evidence in list(&case, "evidence") {
        add(&mut counts, text(evidence, "stance"), 1);
    }
    for request in list(&case, "requests") {
        add(&mut counts, text(request, "outcome"), 1);
    }
    let reviewers: BTreeMap<&str, &str> =
        list(&case, "reviewers").iter().map(|one| (text(one, "id"), text(one, "name"))).collect();
    for said in list(&case, "annotations") {
        let name = reviewers[text(said, "reviewer")];
        for word in ["disputed", "examined"].into_iter().filter(|word| said[word] == true) {
            add(&mut counts, format!("{name}: {word}"), 1);
        }
        if let Some(verdict) = said["verdict"].as_str() {
            add(&mut counts, format!("{name}: {verdict}"), 1);
        }
    }
    counts
}

#[test]
fn fool_me_twice_imports_to_what_is_counted_by_plain_means() {
    let Some(path) = data("fool-me-twice/dev.jsonl") else { return };
    let (mut counts, mut pages) = (Counts::new(), BTreeSet::new());
    for record in records(&path) {
        let supports = text(&record, "label") == "SUPPORTS";
        add(&mut counts, "claims", 1);
        add(
            &mut counts,
            if supports { "supports" } else { "disputes" },
            list(&record, "gold_evidence").len(),
        );
        add(&mut counts, "context", list(&record, "retrieved_evidence").len());
        let verdict = if supports { "supported" } else { "refuted" };
        add(&mut counts, format!("Fool Me Twice writers: {verdict}"), 1);
        pages.insert(text(&record, "wikipedia_page").to_owned());
    }
    add(&mut counts, "sources", pages.len());
    assert_eq!(imported(&[path], &[]), counts);
}

#[test]
fn scifact_of_three_files_imports_to_what_is_counted_by_plain_means() {
    let splits = ["train", "dev", "test"].map(|split| data(&format!("scifact/claims_{split}.jsonl")));
    let paths: Vec<PathBuf> = splits.into_iter().flatten().collect();
    if paths.is_empty() {
        return;
    }
    let (mut counts, mut papers) = (Counts::new(), BTreeSet::new());
    for record in paths.iter().flat_map(|path| records(path)) {
        let evidence = record["evidence"].as_object().unwrap();
        add(&mut counts, "claims", 1);
        for rationale in evidence.values().flat_map(|all| all.as_array().unwrap()) {
            let supports = text(rationale, "label") == "SUPPORT";
            add(&mut counts, if supports { "supports" } else { "disputes" }, 1);
        }
        papers.extend(evidence.keys().cloned());
        let cited: Vec<String> = list(&record, "cited_doc_ids").iter().map(ToString::to_string).collect();
        add(&mut counts, "context", cited.iter().filter(|cited| !evidence.contains_key(*cited)).count());
        papers.extend(cited);
    }
    add(&mut counts, "sources", papers.len());
    assert_eq!(imported(&paths, &[]), counts);
}

#[test]
fn logs_of_requests_and_of_documents_imports_to_what_is_counted_by_plain_means() {
    let (Some(log), Some(library)) =
        (data("foia-logs/doj-2017/cleaned.csv"), data("foia-logs/state-F-2017-13804/manifest_enriched.csv"))
    else {
        return;
    };
    let mut counts = Counts::new();
    for record in records(&log) {
        let outcome = match text(&record, "Disposition") {
            "Full grant" | "Other - Records Publically Available" => "all",
            "Partial grant/partial denial" => "part",
            "No records" | "Not an agency record" => "no-records",
            "Full denial based on exemptions" => "refused",
            "Other - Litigation" => "litigated",
            _ => "acknowledged",
        };
        add(&mut counts, outcome, 1);
    }
    assert_eq!(imported(&[log], &[]), counts);
    let addresses: BTreeSet<String> =
        records(&library).iter().map(|record| text(record, "pdf_url").to_owned()).collect();
    assert_eq!(imported(&[library], &[]), Counts::from([("sources".to_owned(), addresses.len())]));
}

#[test]
fn factck_br_imports_to_what_is_counted_by_plain_means() {
    let Some(path) = data("factck-br/FACTCKBR.tsv") else { return };
    let records = records(&path);
    let made = imported(&[path], &[]);
    let has = |record: &&Value| !text(record, "claimReviewed").trim().is_empty();
    let distinct = |names: &[&str], records: &[&Value]| {
        let rows = records.iter().map(|one| names.iter().map(|name| text(one, name)).collect::<Vec<_>>());
        rows.collect::<BTreeSet<_>>().len()
    };
    let (all, whole): (Vec<&Value>, Vec<&Value>) =
        (records.iter().collect(), records.iter().filter(has).collect());
    assert_eq!(made["claims"], distinct(&["claimReviewed"], &whole));
    assert_eq!(made["sources"], distinct(&["URL"], &all));
    let evidence: usize =
        ["supports", "disputes", "context"].iter().filter_map(|stance| made.get(*stance)).sum();
    assert_eq!(evidence, distinct(&["claimReviewed", "URL", "reviewBody"], &whole));
}

#[test]
fn a_large_file_imports_to_what_is_counted_by_plain_means() {
    let Some(path) = data("large/claims.jsonl.gz") else { return };
    let mut raw = String::new();
    let file = std::fs::File::open(&path).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut raw).unwrap();
    let (mut counts, mut sources) = (Counts::new(), BTreeSet::new());
    for line in raw.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let dataset = text(&record, "dataset");
        add(&mut counts, "claims", 1);
        for source in list(&record, "sources") {
            add(&mut counts, text(source, "stance"), 1);
            let id = ["doc", "url", "title"]
                .iter()
                .map(|name| text(source, name).trim())
                .find(|id| !id.is_empty());
            sources.insert((dataset.to_owned(), id.unwrap().to_owned()));
        }
        let verdict = match text(&record, "verdict") {
            "nei" => "unproven",
            other => other,
        };
        if verdict != "unlabelled" {
            add(&mut counts, format!("{dataset} annotators: {verdict}"), 1);
        }
    }
    add(&mut counts, "sources", sources.len());
    assert_eq!(imported(&[path], &[]), counts);
}

#[test]
fn perspectrum_by_columns_imports_to_what_is_counted_by_plain_means() {
    let Some(path) = data("perspectrum/adjudication.csv") else { return };
    let judges = [
        ("reviewer_1_label", "Reviewer 1"),
        ("reviewer_2_label", "Reviewer 2"),
        ("Adjudicated", "Adjudication"),
    ];
    let (mut counts, mut claims, mut sources) = (Counts::new(), BTreeSet::new(), BTreeSet::new());
    for record in records(&path).iter().filter(|record| !text(record, "perspective").is_empty()) {
        claims.insert(text(record, "perspective_id").to_owned());
        sources.insert(text(record, "evidence_id").to_owned());
        add(&mut counts, "context", 1);
        for (column, name) in judges {
            let tag = if text(record, column) == "S" { "examined" } else { "disputed" };
            add(&mut counts, format!("{name}: {tag}"), 1);
        }
    }
    add(&mut counts, "claims", claims.len());
    add(&mut counts, "sources", sources.len());
    let mut pairs: Vec<String> = [
        "perspective_id=claim.id",
        "perspective=claim.text",
        "evidence_id=source.id",
        "evidence=evidence.quote.text",
    ]
    .map(str::to_owned)
    .into();
    pairs.extend(judges.map(|(column, name)| format!("{column}=tag@{name}:S=examined,N=disputed")));
    let map: Vec<&str> = pairs.iter().flat_map(|pair| ["--map", pair.as_str()]).collect();
    assert_eq!(imported(&[path], &map), counts);
}
