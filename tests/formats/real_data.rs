//! The shipped profiles on real datasets, against counts made here from the raw files by plain
//! means. The data is no part of the project: `CORROB_DATA` names the folder it lies in.

use crate::tables::records;
use corrob::domain::entry::Entry;
use corrob::formats::Found;
use corrob::formats::carrier::Record;
use corrob::formats::profile::recognise;
use corrob::formats::profile::{Mapper, Profile, Recognised};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// The records of a real file; none, with a word about it, where the data is not there.
fn data(file: &str) -> Option<Vec<Record>> {
    let Ok(folder) = std::env::var("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: {file} was not tried");
        return None;
    };
    let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
    Some(records(file, text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

/// How much of each kind: ids of records, evidence by stance, what each reviewer says, refusals.
#[derive(Debug, Default, PartialEq)]
struct Counts(BTreeMap<String, usize>);

impl Counts {
    fn add(&mut self, what: impl Into<String>, times: usize) {
        if times > 0 {
            *self.0.entry(what.into()).or_default() += times;
        }
    }
}

fn mapped(profile: &Profile, records: &[Record]) -> Counts {
    let (mut counts, mut met, mut names) = (Counts::default(), BTreeSet::new(), BTreeMap::new());
    let mut sink = |found: Found| -> Result<(), Infallible> {
        match found {
            Found::Entry(at) | Found::Shared(at) => match at.item {
                Entry::Party(it) if met.insert((0, it.id.clone())) => counts.add("parties", 1),
                Entry::Source(it) if met.insert((1, it.id.clone())) => counts.add("sources", 1),
                Entry::Claim(it) if met.insert((2, it.id.clone())) => counts.add("claims", 1),
                Entry::Evidence(it) => {
                    let new = met.insert((3, it.id));
                    counts.add(if new { it.stance.to_string() } else { "evidence again".to_owned() }, 1);
                }
                Entry::Request(it) => counts.add(it.outcome.to_string(), 1),
                Entry::Reviewer(it) => drop(names.insert(it.id, it.name)),
                Entry::Said(said) => {
                    let name = &names[&said.reviewer];
                    if let Some(verdict) = said.annotation.verdict {
                        counts.add(format!("{name}: {verdict}"), 1);
                    }
                    if said.annotation.disputed || said.annotation.examined {
                        let tag = if said.annotation.disputed { "disputed" } else { "examined" };
                        counts.add(format!("{name}: {tag}"), 1);
                    }
                }
                _ => {}
            },
            Found::Refused(refusal) => counts.add(format!("refused {}", refusal.section), 1),
            Found::Warned(warning) => eprintln!("{warning}"),
        }
        Ok(())
    };
    let mut mapper = Mapper::new(profile, profile.dataset().unwrap_or("data"));
    for record in records {
        mapper.map(record.clone(), &mut sink).unwrap();
    }
    mapper.finish(&mut sink).unwrap();
    counts
}

fn recognised(name: &str, records: &[Record]) -> &'static Profile {
    match recognise(&records[..records.len().min(20)], Profile::built_in()) {
        Recognised::As(profile) => assert_eq!(profile.name(), name),
        other => panic!("{name}: {other:?}"),
    }
    Profile::built_in().iter().find(|profile| profile.name() == name).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn fool_me_twice_maps_to_what_is_counted_by_plain_means() {
    let Some(records) = data("fool-me-twice/dev.jsonl") else { return };
    let mut counts = Counts::default();
    let mut pages = BTreeSet::new();
    for Record { value, .. } in &records {
        pages.insert(text(value, "wikipedia_page").to_owned());
        counts.add("claims", 1);
        let supports = text(value, "label") == "SUPPORTS";
        counts.add(if supports { "supports" } else { "disputes" }, list(value, "gold_evidence").len());
        counts.add("context", list(value, "retrieved_evidence").len());
        let verdict = if supports { "supported" } else { "refuted" };
        counts.add(format!("Fool Me Twice writers: {verdict}"), 1);
    }
    counts.add("sources", pages.len());
    assert_eq!(mapped(recognised("fool-me-twice", &records), &records), counts);
}

#[test]
fn scifact_maps_to_what_is_counted_by_plain_means() {
    for split in ["dev", "train", "test"] {
        let Some(records) = data(&format!("scifact/claims_{split}.jsonl")) else { return };
        let mut counts = Counts::default();
        let mut papers = BTreeSet::new();
        for Record { value, .. } in &records {
            counts.add("claims", 1);
            let evidence = value["evidence"].as_object().unwrap();
            for (paper, rationales) in evidence {
                papers.insert(paper.clone());
                for rationale in rationales.as_array().unwrap() {
                    let supports = text(rationale, "label") == "SUPPORT";
                    counts.add(if supports { "supports" } else { "disputes" }, 1);
                }
            }
            for cited in list(value, "cited_doc_ids") {
                papers.insert(cited.to_string());
                counts.add("context", usize::from(!evidence.contains_key(&cited.to_string())));
            }
        }
        counts.add("sources", papers.len());
        assert_eq!(mapped(recognised("scifact", &records), &records), counts, "{split}");
    }
}

#[test]
fn foia_log_maps_to_what_is_counted_by_plain_means() {
    let Some(records) = data("foia-logs/doj-2017/cleaned.csv") else { return };
    let mut counts = Counts::default();
    let mut offices = BTreeSet::new();
    for Record { value, .. } in &records {
        offices.insert(text(value, "Sub-Office").to_owned());
        let outcome = match text(value, "Disposition") {
            "Full grant" | "Other - Records Publically Available" => "all",
            "Partial grant/partial denial" => "part",
            "No records" | "Not an agency record" => "no-records",
            "Full denial based on exemptions" => "refused",
            "Other - Litigation" => "litigated",
            _ => "acknowledged",
        };
        counts.add(outcome, 1);
    }
    counts.add("parties", offices.len());
    assert_eq!(mapped(recognised("foia-log", &records), &records), counts);
}

#[test]
fn foia_documents_maps_to_what_is_counted_by_plain_means() {
    let Some(records) = data("foia-logs/state-F-2017-13804/manifest_enriched.csv") else { return };
    let mut counts = Counts::default();
    counts.add(
        "sources",
        records.iter().map(|record| text(&record.value, "pdf_url")).collect::<BTreeSet<_>>().len(),
    );
    assert_eq!(mapped(recognised("foia-documents", &records), &records), counts);
}

#[test]
fn factck_br_maps_to_what_is_counted_by_plain_means() {
    let Some(records) = data("factck-br/FACTCKBR.tsv") else { return };
    let counts = mapped(recognised("factck-br", &records), &records);
    let has = |record: &&Record| !text(&record.value, "claimReviewed").trim().is_empty();
    let claims: BTreeSet<&str> =
        records.iter().filter(has).map(|it| text(&it.value, "claimReviewed")).collect();
    let urls: BTreeSet<&str> = records.iter().map(|it| text(&it.value, "URL")).collect();
    assert_eq!(counts.0["claims"], claims.len());
    assert_eq!(counts.0["sources"], urls.len());
    assert_eq!(counts.0["refused claims"], records.iter().filter(|it| !has(it)).count());
    let links: BTreeSet<[&str; 3]> = records
        .iter()
        .filter(has)
        .map(|it| ["claimReviewed", "URL", "reviewBody"].map(|name| text(&it.value, name)))
        .collect();
    let evidence: usize =
        ["supports", "disputes", "context"].iter().filter_map(|stance| counts.0.get(*stance)).sum();
    assert_eq!(evidence, links.len());
}

#[test]
fn perspectrum_by_columns_maps_to_what_is_counted_by_plain_means() {
    let Some(records) = data("perspectrum/adjudication.csv") else { return };
    let pairs = [
        ("perspective_id", "claim.id"),
        ("perspective", "claim.text"),
        ("evidence_id", "source.id"),
        ("evidence", "evidence.quote.text"),
        ("reviewer_1_label", "tag@Reviewer 1:S=examined,N=disputed"),
        ("reviewer_2_label", "tag@Reviewer 2:S=examined,N=disputed"),
        ("Adjudicated", "tag@Adjudication:S=examined,N=disputed"),
    ];
    let pairs = pairs.map(|(column, field)| (column.to_owned(), field.to_owned()));
    let profile = Profile::from_map(&pairs, &[]).unwrap();
    let mut counts = Counts::default();
    let (mut claims, mut sources) = (BTreeSet::new(), BTreeSet::new());
    for Record { value, .. } in &records {
        if text(value, "perspective").is_empty() {
            counts.add("refused claims", 1);
            counts.add("refused sources", 1);
            continue;
        }
        claims.insert(text(value, "perspective_id"));
        sources.insert(text(value, "evidence_id"));
        counts.add("context", 1);
        for (column, name) in [
            ("reviewer_1_label", "Reviewer 1"),
            ("reviewer_2_label", "Reviewer 2"),
            ("Adjudicated", "Adjudication"),
        ] {
            let tag = if text(value, column) == "S" { "examined" } else { "disputed" };
            counts.add(format!("{name}: {tag}"), 1);
        }
    }
    counts.add("claims", claims.len());
    counts.add("sources", sources.len());
    assert_eq!(mapped(&profile, &records), counts);
}
