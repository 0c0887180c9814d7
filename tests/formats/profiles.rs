//! Records of any shape become entries as a profile says: the profiles that ship, on small files
//! written for the purpose, entry by entry; what is refused and what is read past is named.

use corrob::domain::entry::Entry;
use corrob::formats::Found;
use corrob::formats::carrier::Record;
use corrob::formats::profile::recognise;
use corrob::formats::profile::{Mapper, Profile, Recognised};
use std::convert::Infallible;
use std::fmt::Write as _;

use crate::tables::{fixture, records};

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
    serde_json::to_string(entry).unwrap()
}

/// What came out, one line each.
fn shown(found: &[Found]) -> String {
    let mut text = String::new();
    for one in found {
        let _ = match one {
            Found::Entry(at) => writeln!(text, "{} {} {}", at.line, at.item.section(), json(&at.item)),
            Found::Shared(at) => {
                writeln!(text, "{} {} (shared) {}", at.line, at.item.section(), json(&at.item))
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
fn claimreview_maps_as_reviewed() {
    ships("claimreview", "claimreview.json");
    ships("claimreview", "claimreview-feed.json");
}

#[test]
fn google_factcheck_maps_as_reviewed() {
    ships("google-factcheck", "google-factcheck.json");
}

#[test]
fn fever_maps_as_reviewed() {
    ships("fever", "fever.jsonl");
}

#[test]
fn scifact_maps_as_reviewed() {
    ships("scifact", "scifact.jsonl");
}

#[test]
fn fool_me_twice_maps_as_reviewed() {
    ships("fool-me-twice", "fool-me-twice.jsonl");
}

#[test]
fn factck_br_maps_as_reviewed() {
    ships("factck-br", "factck-br.tsv");
}

#[test]
fn foia_log_maps_as_reviewed() {
    ships("foia-log", "foia-log.csv");
}

#[test]
fn foia_documents_maps_as_reviewed() {
    ships("foia-documents", "foia-documents.csv");
}

#[test]
fn flat_maps_as_reviewed() {
    ships("flat", "flat.jsonl");
}

#[test]
fn doccano_maps_as_reviewed() {
    ships("doccano", "doccano.jsonl");
}

#[test]
fn hypothesis_maps_as_reviewed() {
    ships("hypothesis", "hypothesis.json");
}

/// The dataset of the worked example in `assets/profiles/README.md`, and what is wrong in it: a
/// count no number is written like, a vote nobody knows, an answer without words, a question
/// without text, a record that is none.
#[test]
fn a_dataset_made_up_for_the_purpose_maps_as_reviewed() {
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
            "line 6, evidence.stance: there is no stance \"suports\"; known: supports",
        ),
        (
            &format!("{evidence}stance = {{ from = \"l\", map = {{ a = \"for\" }} }}"),
            "there is no stance \"for\"",
        ),
        (&format!("{evidence}stance = {{ from = \"l\", map = \"m\" }}"), "there is no map \"m\""),
        (&format!("{evidence}stance = \"l\"\nquote.anchor.start = \"a\""), "needs quote.text beside it"),
        (
            &format!("{evidence}stance = \"l\"\nclaim = \"&source\""),
            "\"source\" is a source, and should be a claim",
        ),
        ("name = \"x\"\n[claim]\ntext = {from = \"a\", date = \"d\"}", "\"d\" is not a date format"),
        ("name = \"x\"", "it makes nothing"),
        ("name = ", "line 1: it is not TOML"),
    ] {
        let error = Profile::parse(toml).unwrap_err().to_string();
        assert!(error.contains(said), "{toml}\n{error}");
    }
}

/// The records that stand behind one another in a JSON text, mapped by a profile of one's own.
fn mapped(toml: &str, lines: &str) -> String {
    let profile = Profile::parse(toml).unwrap();
    shown(&map(&profile, &records("made-up.jsonl", lines)))
}

#[test]
fn every_step_is_taken_in_the_order_of_the_page() {
    let figure = |step: &str| {
        format!(
            "name = \"x\"\nclaim.text = \"t\"\n[figure]\nmeasures = \"t\"\nunit = \"=loaves\"\nlow = {{ from = \"n\", {step} }}"
        )
    };
    let step = r#"map = { "1.204" = "1.204", "none" = "" }, number = "1.234,5""#;
    let text = mapped(&figure(step), "{\"t\":\"A\",\"n\":\"1.204\"}\n{\"t\":\"B\",\"n\":\"None\"}\n");
    assert!(text.contains("\"low\":1204"), "{text}");
    let dated = "name = \"x\"\n[claim]\ntext = \"t\"\nasserted_on = { from = \"d\", map = { spring = \"1.3.2024\" }, date = \"%d.%m.%Y\" }";
    let text = mapped(dated, "{\"t\":\"A\",\"d\":\"Spring\"}\n");
    assert!(text.contains("\"asserted_on\":\"2024-03-01\""), "{text}");
}

#[test]
fn a_map_takes_any_run_of_blanks_for_one() {
    let toml =
        "name = \"x\"\n[claim]\ntext = \"t\"\ntopic = { from = \"k\", map = { \"sent  on\" = \"sent\" } }";
    let text = mapped(toml, "{\"t\":\"A\",\"k\":\"Sent\\non \"}\n");
    assert!(text.contains("\"topic\":\"sent\""), "{text}");
}

#[test]
fn records_of_every_line_are_where_the_profile_says_or_refused() {
    let toml = "name = \"x\"\nrecords = \"page.items\"\nclaim.text = \"t\"";
    let text = mapped(toml, "{\"page\":{\"items\":[{\"t\":\"A\"},{\"t\":\"B\"}]}}\n{\"t\":\"C\"}\n");
    assert_eq!(text.matches(" claims {").count(), 2, "{text}");
    assert!(text.contains("refused: line 2, records, page.items: nothing stands there"), "{text}");
}

#[test]
fn a_path_that_never_finds_anything_is_named_once_at_the_end() {
    let toml = "name = \"x\"\n[claim]\ntext = \"t\"\nif = [\"typo\", \"also.typo\"]\n\
                [[source]]\neach = \"from as $f\"\ntitle = [\"$f.title\", \"$f.name\"]\nurl = \"$f.lnk\"";
    let text = mapped(
        toml,
        "{\"t\":\"A\",\"from\":[{\"title\":\"S\"}]}\n{\"t\":\"B\",\"from\":[{\"name\":\"S\"}]}\n",
    );
    let warned = "warned: line 1: these paths of the profile \"x\" found nothing in any record: `from.lnk` (source, url), `typo` or `also.typo` (claim, if)";
    assert!(text.contains(warned), "{text}");
    assert_eq!(text.matches("found nothing in any record").count(), 1, "{text}");
}

#[test]
fn a_range_upside_down_and_a_figure_without_a_number_are_refused() {
    let toml = "name = \"x\"\nclaim.text = \"t\"\n[figure]\nmeasures = \"t\"\nunit = \"=loaves\"\nlow = \"n\"\nhigh = \"m\"";
    let text = mapped(
        toml,
        "{\"t\":\"A\",\"n\":5,\"m\":\"3.5\"}\n{\"t\":\"B\"}\n{\"t\":\"C\",\"n\":-1,\"m\":1}\n{\"t\":\"D\",\"m\":18446744073709551615}\n",
    );
    assert!(text.contains("line 1, figures, m: the figure ends at 3.5, below 5, where it begins"), "{text}");
    assert!(text.contains("line 2, figures, n or m: it is missing"), "{text}");
    assert_eq!(text.matches(" figures {").count(), 2, "{text}");
}

#[test]
fn what_a_reviewer_says_goes_where_it_counts() {
    let whole = "name = \"x\"\nclaim.text = \"t\"\nsource.title = \"s\"\n\
                 [evidence]\nstance = \"=context\"\nparaphrase = \"p\"\n[annotation]\nreviewer = \"=A\"\n";
    for (says, said) in [
        (
            "evidence = \"&evidence\"\nverdict = \"=supported\"",
            "a verdict is about a claim: claim = \"&claim\"",
        ),
        ("claim = \"&claim\"\ntag = \"=disputed\"", "a tag is about evidence: evidence = \"&evidence\""),
        ("claim = \"&claim\"\nexamined = true", "examined is about evidence: evidence = \"&evidence\""),
        (
            "evidence = \"&evidence\"\ntag = [\"=disputed\", \"=examined\"]",
            "the first of a list counts, and \"disputed\" is always there; two at once are given with { from = \"=disputed;examined\", split = \";\" }",
        ),
    ] {
        let error = Profile::parse(&format!("{whole}{says}")).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("line "), "{says}\n{error}");
    }
    let pairs = [("t", "claim.text"), ("v", "tag@Ada")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let error = Profile::from_map(&pairs, &[]).unwrap_err().to_string();
    assert!(error.contains("a tag is about evidence"), "{error}");
}

#[test]
fn a_format_that_reads_no_date_is_refused_with_the_profile() {
    for format in ["%q", "%", "%Y-%"] {
        let toml = format!(
            "name = \"x\"\n[claim]\ntext = \"t\"\nasserted_on = {{ from = \"d\", date = \"{format}\" }}"
        );
        let error = Profile::parse(&toml).unwrap_err().to_string();
        assert!(
            error.contains("line 4, claim.asserted_on.date") && error.contains("is not a date format"),
            "{error}"
        );
    }
}

#[test]
fn a_refusal_names_the_element_it_is_about() {
    let toml = "name = \"x\"\nclaim.text = \"t\"\n[source]\ntitle = \"s\"\n[[evidence]]\neach = \"a as $a\"\n\
                stance = \"stance\"\nparaphrase = \"$a.p\"";
    let text =
        mapped(toml, "{\"t\":\"A\",\"s\":\"S\",\"stance\":\"no\",\"a\":[{\"p\":\"x\"},{\"p\":\"y\"}]}\n");
    assert!(text.contains("evidence, a[0], stance: ") && text.contains("evidence, a[1], stance: "), "{text}");
}
