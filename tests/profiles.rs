//! Records of any shape become entries as a profile says: the profiles that ship, on small files
//! written for the purpose, entry by entry; what is refused and what is read past is named.

#![allow(clippy::unwrap_used, clippy::panic)]

use corrob::domain::entry::Entry;
use corrob::formats::Found;
use corrob::formats::carrier::Record;
use corrob::formats::native::Section;
use corrob::formats::profile::{Mapper, Profile, Recognised, recognise};
use std::convert::Infallible;
use std::fmt::Write as _;

#[path = "support/tables.rs"]
mod tables;

use tables::{fixture, records};

fn shipped(name: &str) -> &'static Profile {
    Profile::built_in().iter().find(|profile| profile.name() == name).unwrap()
}

fn map(profile: &Profile, records: &[Record]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut sink = |one: Found| -> Result<(), Infallible> {
        found.push(one);
        Ok(())
    };
    let mut mapper = Mapper::new(profile, profile.dataset().unwrap_or("the-file"));
    for record in records {
        mapper.map(record.clone(), &mut sink).unwrap();
    }
    mapper.finish(&mut sink).unwrap();
    found
}

fn json(entry: &Entry) -> String {
    match entry {
        Entry::Party(it) => serde_json::to_string(it),
        Entry::Source(it) => serde_json::to_string(it),
        Entry::Derivation(it) => serde_json::to_string(it),
        Entry::Claim(it) => serde_json::to_string(it),
        Entry::Evidence(it) => serde_json::to_string(it),
        Entry::Figure(it) => serde_json::to_string(it),
        Entry::Request(it) => serde_json::to_string(it),
        Entry::Gap(it) => serde_json::to_string(it),
        Entry::Reviewer(it) => serde_json::to_string(it),
        Entry::Said(it) => serde_json::to_string(it),
        other => panic!("no profile makes {other:?}"),
    }
    .unwrap()
}

/// What came out, one line each.
fn shown(found: &[Found]) -> String {
    let mut text = String::new();
    for one in found {
        let _ = match one {
            Found::Entry(at) => writeln!(text, "{} {} {}", at.line, Section::of(&at.item), json(&at.item)),
            Found::Shared(at) => {
                writeln!(text, "{} {} (shared) {}", at.line, Section::of(&at.item), json(&at.item))
            }
            Found::Refused(refusal) => writeln!(text, "refused: {refusal}"),
            Found::Warned(warning) => writeln!(text, "warned: {warning}"),
        };
    }
    text
}

/// The fixture is recognised as the profile's, and makes exactly these entries.
fn ships(profile: &str, file: &str) {
    let records = records(file, &fixture(file));
    match recognise(&records, Profile::built_in()) {
        Recognised::As(found) => assert_eq!(found.name(), profile, "{file}"),
        other => panic!("{file}: {other:?}"),
    }
    insta::assert_snapshot!(file, shown(&map(shipped(profile), &records)));
}

#[test]
fn every_profile_that_ships_can_be_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/profiles");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let profile = Profile::parse(&std::fs::read_to_string(&path).unwrap());
            let profile = profile.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(path.file_stem().unwrap(), profile.name());
            names.push(profile.name().to_owned());
        }
    }
    names.sort();
    let built_in: Vec<&str> = Profile::built_in().iter().map(Profile::name).collect();
    assert_eq!(names, built_in);
}

#[test]
fn claimreview() {
    ships("claimreview", "claimreview.json");
    ships("claimreview", "claimreview-feed.json");
}

#[test]
fn google_factcheck() {
    ships("google-factcheck", "google-factcheck.json");
}

#[test]
fn fever() {
    ships("fever", "fever.jsonl");
}

#[test]
fn scifact() {
    ships("scifact", "scifact.jsonl");
}

#[test]
fn fool_me_twice() {
    ships("fool-me-twice", "fool-me-twice.jsonl");
}

#[test]
fn factck_br() {
    ships("factck-br", "factck-br.tsv");
}

#[test]
fn foia_log() {
    ships("foia-log", "foia-log.csv");
}

#[test]
fn foia_documents() {
    ships("foia-documents", "foia-documents.csv");
}

#[test]
fn flat() {
    ships("flat", "flat.jsonl");
}

#[test]
fn doccano() {
    ships("doccano", "doccano.jsonl");
}

#[test]
fn hypothesis() {
    ships("hypothesis", "hypothesis.json");
}

/// The dataset of the worked example in `assets/profiles/README.md`, and what is wrong in it: a
/// count no number is written like, a vote nobody knows, an answer without words, a question
/// without text, a record that is none.
#[test]
fn a_dataset_made_up_for_the_purpose() {
    let profile = Profile::parse(&fixture("quorum.toml")).unwrap();
    let records = records("quorum.jsonl", &fixture("quorum.jsonl"));
    insta::assert_snapshot!("quorum", shown(&map(&profile, &records)));
    let Recognised::As(found) = recognise(&records, std::slice::from_ref(&profile)) else { panic!() };
    assert_eq!(found.name(), "quorum");
}

#[test]
fn a_piece_keeps_its_id_when_another_comes_before_it() {
    let profile = Profile::parse(&fixture("quorum.toml")).unwrap();
    let mut records = records("quorum.jsonl", &fixture("quorum.jsonl"));
    let ids = |records: &[Record]| -> Vec<String> {
        let evidence = map(&profile, &records[..1]).into_iter().filter_map(|found| match found {
            Found::Entry(at) => match at.item {
                Entry::Evidence(it) => Some(it.id),
                _ => None,
            },
            _ => None,
        });
        evidence.collect()
    };
    let before = ids(&records);
    let answers = records[0].value["answers"].as_array_mut().unwrap();
    answers.insert(0, serde_json::json!({"says": "no", "words": "Closed.", "from": {"title": "A sign"}}));
    assert_eq!(ids(&records)[1..], before[..]);
}

#[test]
fn two_profiles_that_fit_equally_well_are_both_named() {
    let one = Profile::parse("name = \"one\"\nrecognise.all = [\"a\"]\nclaim.text = \"a\"").unwrap();
    let two = Profile::parse("name = \"two\"\nrecognise.all = [\"b\"]\nclaim.text = \"b\"").unwrap();
    let record = Record { line: 1, name: None, value: serde_json::json!({"a": "x", "b": "y"}) };
    let both = [one, two];
    let Recognised::Tied(tied) = recognise(&[record], &both) else { panic!() };
    assert_eq!(tied.iter().map(|profile| profile.name()).collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn what_is_wrong_with_a_profile_is_said_with_its_line() {
    let evidence = "name = \"x\"\nclaim.text = \"t\"\nsource.title = \"s\"\n[evidence]\nparaphrase = \"p\"\n";
    for (toml, said) in [
        (
            "name = \"x\"\n[claim]\ntxt = \"t\"",
            "line 3, claim.txt: it is not known here; known: id, dataset, text",
        ),
        ("name = \"x\"\n[claim]\ntopic = \"t\"", "line 2, claim: it says nothing of text, which it needs"),
        ("name = \"x\"\n[claim]\ntext = \"a..b\"", "line 3, claim.text: \"a..b\" has an empty step"),
        ("name = \"x\"\n[claim]\ntext = \"$a.b\"", "line 3, claim.text: there is no $a here"),
        ("name = \"x\"\n[claim]\ntext = \"t\"\nclaimant = \"&who\"", "nothing is called \"who\""),
        (
            &format!("{evidence}stance = \"=suports\""),
            "line 6, evidence.stance: \"suports\" is no stance; known: supports",
        ),
        (&format!("{evidence}stance = {{ from = \"l\", map = {{ a = \"for\" }} }}"), "\"for\" is no stance"),
        (&format!("{evidence}stance = {{ from = \"l\", map = \"m\" }}"), "there is no map \"m\""),
        (&format!("{evidence}stance = \"l\"\nquote.anchor.start = \"a\""), "needs quote.text beside it"),
        (
            &format!("{evidence}stance = \"l\"\nclaim = \"&source\""),
            "\"source\" is a source, and should be a claim",
        ),
        ("name = \"x\"\n[claim]\ntext = {from = \"a\", date = \"d\"}", "\"d\" is no format of a date"),
        ("name = \"x\"", "it makes nothing"),
        ("name = ", "line 1: it is no TOML"),
    ] {
        let error = Profile::parse(toml).unwrap_err().to_string();
        assert!(error.contains(said), "{toml}\n{error}");
    }
}
