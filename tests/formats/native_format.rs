//! The native format keeps what it is given, byte for byte, and refuses what it cannot keep, with a
//! sentence that says where.

use crate::generator::{self, Shape};
use corrob::domain::entry::{Brought, Content, Entry, Replaced, Reviewer, Said, Section};
use corrob::domain::event::Payload;
use corrob::domain::records::Kind;
use corrob::domain::words::*;
use corrob::domain::{Annotation, Date, Dated, Digest, Event, Ground, Hlc, ItemId, Note};
use corrob::formats::annotations::{AboutCase, AboutClaim, AboutSource, AnnotationLine, AnnotationsWriter};
use corrob::formats::json::{Layout, Slip, Split, SplitError, Splitter};
use corrob::formats::native;
use corrob::formats::native::{FIRST_VERSION, NativeWriter};
use corrob::formats::{FormatError, Found, ReadError, Refusal};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read};
use std::sync::LazyLock;

const CASE_SCHEMA: &str = include_str!("../../assets/schema/corrob-case.schema.json");
const ANNOTATIONS_SCHEMA: &str = include_str!("../../assets/schema/corrob-annotations.schema.json");

// Helpers.

#[derive(Debug, Default)]
struct Told {
    entries: Vec<Entry>,
    lines: Vec<u64>,
    refused: Vec<Refusal>,
    warned: Vec<String>,
    failed: Option<FormatError>,
}

impl Told {
    fn failure(&self) -> String {
        self.failed.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

fn read(input: impl BufRead) -> Told {
    let mut all = Told::default();
    let end = native::read::<Infallible>(input, &mut |found| {
        match found {
            Found::Entry(entry) | Found::Shared(entry) => {
                all.lines.push(entry.line);
                all.entries.push(entry.item);
            }
            Found::Refused(refusal) => all.refused.push(refusal),
            Found::Warned(warning) => all.warned.push(warning.to_string()),
        }
        Ok(())
    });
    match end {
        Ok(()) => {}
        Err(ReadError::File(error)) => all.failed = Some(error),
        Err(ReadError::Stopped(never)) => match never {},
    }
    all
}

fn write(entries: &[Entry]) -> Vec<u8> {
    let mut writer = NativeWriter::new(Vec::new(), FIRST_VERSION).unwrap();
    for entry in entries {
        writer.record(entry.section(), entry).unwrap();
    }
    writer.finish().unwrap()
}

/// A case around some sections.
fn case(sections: &str) -> String {
    format!(
        "{{\"format\":\"corrob-case\",\"version\":1,\n\"case\":{{\"dataset\":\"d\",\"title\":\"t\"}},\n{sections}}}\n"
    )
}

fn claims(records: &str) -> Told {
    read(case(&format!("\"claims\":[\n{records}\n]")).as_bytes())
}

fn texts<'a>(outcome: &'a Told) -> Vec<&'a str> {
    let text = |entry: &'a Entry| match entry {
        Entry::Claim(claim) => Some(claim.text.as_str()),
        _ => None,
    };
    outcome.entries.iter().filter_map(text).collect()
}

fn generated(evidence: u64, seed: u64) -> Vec<Entry> {
    generator::entries(Shape::of(evidence, seed)).collect()
}

/// Everything that is not the dossier.
fn history() -> Vec<Entry> {
    let (reviewer, replica, item) = (ItemId::from_u128(1), ItemId::from_u128(2), ItemId::from_u128(3));
    let join = Payload::Join { reviewer, name: "r.lee".into(), again: false };
    let first = Event::new(replica, 1, Hlc(7 << 16), Digest::NONE, join.to_text());
    let mut second = Event::new(replica, 2, Hlc(8 << 16), first.hash, "{}".into());
    second.payload = None;
    let annotation = Annotation {
        access: Some(Access::Withheld),
        part: true,
        disputed: true,
        ground: Some(Ground {
            code: "(b)(7)(A)".into(),
            basis: Basis::Invoked,
            by: Some("DHS".into()),
            on: Some(Dated::Inferred { date: "2025-10".parse().unwrap(), inferred: "the letter".into() }),
            harm: None,
        }),
        confidence: Some(Confidence::Low),
        note: Some(Note { text: "asked\n17 Oct".into(), private: true }),
        ..Annotation::default()
    };
    let event = first.hash;
    vec![
        Entry::Reviewer(Reviewer { id: reviewer, name: "r.lee".into(), is: None }),
        Entry::Said(Said {
            reviewer,
            on: Kind::Evidence,
            item: "e-1".into(),
            dataset: None,
            annotation: annotation.clone(),
            changed: Some("2025-10-18T09:30:00Z".parse().unwrap()),
        }),
        Entry::Event(first),
        Entry::Event(second),
        Entry::Replaced(Replaced { event, kind: Kind::Claim, item, record: json!({"text": "before"}) }),
        Entry::Brought(Brought {
            event,
            reviewer,
            on: Kind::Evidence,
            item,
            annotation,
            changed: Some("2025-10-20T09:30:00Z".parse().unwrap()),
            held_back: std::collections::BTreeMap::new(),
        }),
        Entry::Content(Content { sha256: event, part: 0, bytes: "text\n“quoted”".into() }),
        Entry::Content(Content { sha256: event, part: 1, bytes: vec![0xff, 0, 0x80] }),
    ]
}

// Round trip.

#[test]
fn the_layout_is_one_record_a_line() {
    let written = write(&generated(1, 1)[..1]);
    let text = String::from_utf8(written).unwrap();
    assert!(
        text.starts_with("{\"format\":\"corrob-case\",\"version\":1,\n\"case\":{\"dataset\":\"made-up-1-1\""),
        "{text}"
    );
    assert!(text.ends_with("}}\n"));
    let mut writer = NativeWriter::new(Vec::new(), FIRST_VERSION).unwrap();
    writer.record_raw(Section::Parties, "{\"a\":1}").unwrap();
    writer.record_raw(Section::Parties, "{\"a\":2}").unwrap();
    writer.record_raw(Section::Gaps, "{\"a\":3}").unwrap();
    assert!(writer.record_raw(Section::Claims, "{}").unwrap_err().to_string().contains("after gaps"));
    assert!(writer.record_raw(Section::Gaps, "{\n}").is_err());
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(
        text,
        "{\"format\":\"corrob-case\",\"version\":1,\n\"parties\":[\n{\"a\":1},\n{\"a\":2}\n],\n\"gaps\":[\n{\"a\":3}\n]}\n"
    );
    let empty = NativeWriter::new(Vec::new(), FIRST_VERSION).unwrap().finish().unwrap();
    assert_eq!(empty, b"{\"format\":\"corrob-case\",\"version\":1}\n");
    assert!(read(&empty[..]).failed.is_none());
    assert!(native::recognise(&empty) && native::recognise(b"\xEF\xBB\xBF\n{ \"format\" : \"corrob-case\""));
    assert!(!native::recognise(b"{\"format\":\"other\"") && !native::recognise(b""));
}

#[test]
fn a_generated_case_comes_back_byte_for_byte_with_its_lines() {
    let mut entries = generated(300, 5);
    entries.extend(history());
    let written = write(&entries);
    let back = read(&written[..]);
    assert!(back.failed.is_none() && back.refused.is_empty() && back.warned.is_empty(), "{back:?}");
    assert_eq!(back.entries, entries);
    let lines: Vec<&[u8]> = written.split(|byte| *byte == b'\n').collect();
    for (entry, line) in back.entries.iter().zip(&back.lines) {
        if let Entry::Claim(claim) = entry {
            let there = lines[usize::try_from(*line).unwrap() - 1];
            assert!(there.starts_with(format!("{{\"id\":\"{}\"", claim.id).as_bytes()));
        }
    }
    assert_eq!(write(&back.entries), written);
    // However the reader hands the bytes over.
    for size in [1, 2, 3, 7, 64] {
        let again = read(BufReader::with_capacity(size, &written[..]));
        assert_eq!(again.entries, entries);
        assert_eq!(again.lines, back.lines);
    }
}

#[test]
fn a_case_laid_out_by_another_tool_reads_the_same() {
    let mut entries = generated(60, 9);
    entries.extend(history());
    let written = String::from_utf8(write(&entries)).unwrap();
    // Blanks after every comma and colon outside of strings, on one line or many.
    for gap in [" ", "\r\n\t  "] {
        let (mut spread, mut quoted, mut escaped) = (String::from("\u{FEFF}"), false, false);
        for c in written.chars() {
            spread.push(c);
            match c {
                '"' if !escaped => quoted = !quoted,
                ',' | ':' | '{' | '[' if !quoted => spread.push_str(gap),
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        let back = read(spread.as_bytes());
        assert!(back.failed.is_none() && back.refused.is_empty() && back.warned.is_empty(), "{back:?}");
        assert_eq!(back.entries, entries);
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no other", |f| f.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn extra() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map("x-[a-z\\PC]{0,8}", any_value(), 0..4)
        .prop_map(|members| members.into_iter().collect())
}

static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| generated(40, 2).into_iter().chain(history()).collect());

fn any_entry() -> impl Strategy<Value = Entry> {
    let text = "\\PC{0,20}[\"\\\\\\n\\t\u{0}\u{1b}\u{202e}]{0,3}[a-zé中]";
    (0..400_usize, text, extra(), any_value(), any::<Option<i64>>()).prop_map(
        |(at, text, extra, value, key)| {
            let mut entry = ENTRIES[at % ENTRIES.len()].clone();
            let key = key.map(|key| key.unsigned_abs().clamp(1, i64::MAX as u64));
            match &mut entry {
                Entry::Case(it) => (it.title, it.extra) = (text, extra),
                Entry::Party(it) => (it.name, it.extra, it.key) = (text, extra, key),
                Entry::Source(it) => (it.title, it.extra) = (text, extra),
                Entry::Derivation(it) => (it.about, it.extra) = (Some(text), extra),
                Entry::Claim(it) => (it.text, it.extra) = (text, extra),
                Entry::Evidence(it) => (it.paraphrase, it.extra, it.key) = (text, extra, key),
                Entry::Figure(it) => {
                    it.low = value.as_number().cloned();
                    (it.measures, it.extra) = (text, extra);
                }
                Entry::Request(it) => (it.what, it.extra) = (text, extra),
                Entry::Gap(it) => (it.material, it.extra) = (text, extra),
                Entry::Reviewer(it) => it.name = text,
                Entry::Said(it) => it.annotation.aside = Some(text),
                Entry::Event(it) => it.payload = Some(text),
                Entry::Replaced(it) => it.record = value,
                Entry::Brought(it) => it.annotation.aside = Some(text),
                Entry::Content(it) => it.bytes = text.into_bytes(),
            }
            entry
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn write_read_write_gives_the_same_bytes(entries in prop::collection::vec(any_entry(), 0..12)) {
        let mut entries = entries;
        entries.sort_by_key(Entry::section);
        entries.dedup_by(|a, b| matches!((a, b), (Entry::Case(_), Entry::Case(_))));
        let written = write(&entries);
        let back = read(&written[..]);
        prop_assert!(back.failed.is_none(), "{}", back.failure());
        prop_assert!(back.refused.is_empty(), "{:?}", back.refused);
        prop_assert!(back.warned.is_empty(), "{:?}", back.warned);
        prop_assert_eq!(&back.entries, &entries);
        prop_assert_eq!(write(&back.entries), written);
    }

    #[test]
    fn bytes_at_random_never_panic_or_hang(
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        layout in 0..3,
    ) {
        let mut bytes = write(&generated(20, 3));
        for (index, byte) in at {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        let _ = read(&bytes[..]);
        let layout = [Layout::Sections, Layout::Array, Layout::Lines][layout as usize];
        let mut splitter = Splitter::new(&bytes[..], layout);
        let mut steps = 0;
        while let Ok(Some(_)) = splitter.next() {
            steps += 1;
            prop_assert!(steps <= bytes.len(), "no progress");
        }
    }

    #[test]
    fn one_broken_line_costs_no_other(line in 0..30_usize, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let record = |n: usize| format!("{{\"id\":\"c-{n}\",\"text\":\"claim {n}\",\"wordings\":[{{\"source\":\"s\",\"text\":\"w {n}\"}}]}}");
        let mut lines: Vec<Vec<u8>> = (0..30).map(|n| record(n).into_bytes()).collect();
        let whole = lines[line].len();
        let at = at.index(whole);
        // A bracket of an array at either end of the line stands where the section's own would, and a
        // line break makes two lines of one: nobody can tell what they begin or end.
        prop_assume!(!(matches!(byte, b'[' | b']') && (at == 0 || at + 1 == whole)));
        prop_assume!(byte != b'\n');
        lines[line][at] = byte;
        let body = lines.join(&b",\n"[..]);
        let text = case("\"claims\":[\n@\n]").into_bytes();
        let hole = text.iter().position(|b| *b == b'@').unwrap();
        let outcome = read([&text[..hole], &body, &text[hole + 1..]].concat().as_slice());
        prop_assert!(outcome.failed.is_none(), "{}", outcome.failure());
        let read: Vec<&str> = texts(&outcome);
        for n in (0..30).filter(|n| *n != line) {
            prop_assert!(read.contains(&format!("claim {n}").as_str()), "claim {} is lost: {:?}", n, outcome.refused);
        }
    }
}

// The schemas.

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn errors(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(5)
        .collect()
}

#[test]
fn the_schema_holds_what_the_writer_writes() {
    let validator = validator(CASE_SCHEMA);
    let mut entries = generated(300, 21);
    entries.extend(history());
    let document: Value = serde_json::from_slice(&write(&entries)).unwrap();
    assert_eq!(errors(&validator, &document), Vec::<String>::new());
    for (pointer, wrong) in [
        ("/claims/0/text", json!("")),
        ("/claims/0/claimant", json!(3)),
        ("/evidence/0/stance", json!("maybe")),
        ("/evidence/0/key", json!(0)),
        ("/figures/0/low", json!("3")),
        ("/annotations/0/note", json!("text")),
        ("/history/0/digest", json!("00")),
        ("/version", json!(4)),
    ] {
        let mut changed = document.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = changed.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().insert(name.to_owned(), wrong);
        assert!(!validator.is_valid(&changed), "{pointer}");
    }
}

#[test]
fn the_schema_holds_the_bundled_case_and_it_reads_whole() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: {path} is not there");
        return;
    };
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(errors(&validator(CASE_SCHEMA), &document), Vec::<String>::new());
    let outcome = read(&bytes[..]);
    assert!(
        outcome.failed.is_none() && outcome.refused.is_empty() && outcome.warned.is_empty(),
        "{outcome:?}"
    );
    assert_eq!(String::from_utf8(write(&outcome.entries)).unwrap(), String::from_utf8(bytes).unwrap());
}

#[test]
fn the_schema_and_the_reader_know_the_same_fields() {
    let schema: Value = serde_json::from_str(CASE_SCHEMA).unwrap();
    let mut entries = generated(3_000, 4);
    entries.extend(history());
    for entry in &entries {
        let (def, value) = match entry {
            Entry::Case(it) => ("case_info", serde_json::to_value(it)),
            Entry::Party(it) => ("party", serde_json::to_value(it)),
            Entry::Source(it) => ("source", serde_json::to_value(it)),
            Entry::Derivation(it) => ("derivation", serde_json::to_value(it)),
            Entry::Claim(it) => ("claim", serde_json::to_value(it)),
            Entry::Evidence(it) => ("evidence", serde_json::to_value(it)),
            Entry::Figure(it) => ("figure", serde_json::to_value(it)),
            Entry::Request(it) => ("request", serde_json::to_value(it)),
            Entry::Gap(it) => ("gap", serde_json::to_value(it)),
            Entry::Reviewer(it) => ("reviewer", serde_json::to_value(it)),
            Entry::Said(it) => ("said", serde_json::to_value(it)),
            Entry::Event(it) => ("event", serde_json::to_value(it)),
            Entry::Replaced(it) => ("replaced", serde_json::to_value(it)),
            Entry::Brought(it) => ("brought", serde_json::to_value(it)),
            Entry::Content(it) => ("content", serde_json::to_value(it)),
        };
        for name in value.unwrap().as_object().unwrap().keys() {
            assert!(
                schema["$defs"][def]["properties"].get(name).is_some(),
                "the schema knows no {def}.{name}"
            );
        }
    }
    // And the other way: a field of the schema given a value that fits nothing is refused, so it is
    // a field of the type, not one of the members kept unread.
    let least = [
        ("case_info", "case", json!({"dataset": "d", "title": "t"})),
        ("party", "parties", json!({"name": "n", "naming": "named"})),
        ("source", "sources", json!({"title": "t"})),
        ("derivation", "derivations", json!({"source": "s", "from": "t", "relation": "quotes"})),
        ("claim", "claims", json!({"text": "t"})),
        (
            "evidence",
            "evidence",
            json!({"claim": "c", "source": "s", "stance": "context", "paraphrase": "p"}),
        ),
        ("figure", "figures", json!({"measures": "m", "unit": "u", "qualifier": "exact"})),
        ("request", "requests", json!({"what": "w", "kind": "record", "outcome": "all"})),
        ("gap", "gaps", json!({"material": "m", "state": "removed"})),
    ];
    for (def, section, least) in least {
        for name in schema["$defs"][def]["properties"].as_object().unwrap().keys() {
            let mut record = least.clone();
            record[name] = json!([true]);
            let body = if section == "case" { record.to_string() } else { format!("[{record}]") };
            let text = format!("{{\"format\":\"corrob-case\",\"version\":1,\"{section}\":{body}}}");
            let outcome = read(text.as_bytes());
            assert!(
                outcome.failed.is_some() || !outcome.refused.is_empty(),
                "the reader knows no {def}.{name}"
            );
            let told = outcome.refused.first().and_then(|refusal| refusal.field.clone());
            let told = told.unwrap_or_else(|| outcome.failure());
            assert!(told.contains(name.as_str()), "{def}.{name} is told as {told}");
        }
    }
}

#[test]
fn every_word_is_in_the_schema_and_no_other() {
    macro_rules! words {
        ($($name:ident),+) => { vec![$((stringify!($name), $name::ALL.iter().map(|w| w.word()).collect::<Vec<_>>())),+] };
    }
    let known = words![
        Naming,
        Nature,
        Placement,
        Status,
        Relation,
        Stance,
        Access,
        Verdict,
        Confidence,
        Qualifier,
        Basis,
        Asked,
        Outcome,
        Holding,
        Reliability,
        Credibility,
        Being
    ];
    let source = include_str!("../../src/domain/words.rs");
    let declared = source.split("\nvocabulary! {").count() - 1;
    assert_eq!(declared, known.len(), "a vocabulary of words.rs is not in this test");
    let case: Value = serde_json::from_str(CASE_SCHEMA).unwrap();
    let annotations: Value = serde_json::from_str(ANNOTATIONS_SCHEMA).unwrap();
    let mut met = Vec::new();
    for (name, words) in &known {
        let def = name.to_lowercase();
        assert_eq!(case["$defs"][&def]["enum"], json!(words), "{def}");
        if let Some(there) = annotations["$defs"].get(&def) {
            assert_eq!(there["enum"], json!(words), "{def}");
        }
        met.push(json!(words));
    }
    met.push(json!(Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>()));
    met.push(json!(["evidence", "claim"]));
    met.push(json!(["released", "withheld", "disputed", "examined"]));
    fn enums<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("enum"));
                members.values().for_each(|value| enums(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| enums(value, found)),
            _ => {}
        }
    }
    for schema in [&case, &annotations] {
        let mut found = Vec::new();
        enums(schema, &mut found);
        for list in found {
            assert!(met.contains(list), "no vocabulary has {list}");
        }
    }
}

#[test]
fn annotations_go_out_as_their_schema_says() {
    let validator = validator(ANNOTATIONS_SCHEMA);
    let reviewer = Reviewer { id: ItemId::from_u128(1), name: "r.lee".into(), is: None };
    let about = AboutCase {
        id: "x".into(),
        title: "t".into(),
        as_of: Some(Dated::Stated("2025-10-18".parse().unwrap())),
    };
    let said = Annotation {
        access: Some(Access::Withheld),
        disputed: true,
        note: Some(Note { text: "asked".into(), private: true }),
        ..Annotation::default()
    };
    let claim = AboutClaim { key: "C-7".into(), text: "a bounty".into(), claimant: Some("DHS".into()) };
    let item = ItemId::from_u128(9);
    let mut evidence =
        AnnotationLine::new(reviewer.clone(), Kind::Evidence, "E-31".into(), item, claim.clone(), said);
    evidence.source = Some(AboutSource { key: "S-1".into(), title: "release".into() });
    evidence.stance = Some(Stance::Supports);
    evidence.changed = Some("2025-10-18T09:30:00Z".parse::<Date>().unwrap());
    let judged = Annotation {
        verdict: Some(Verdict::Unproven),
        reason: Some("no log names the day".into()),
        examined: true,
        ..Annotation::default()
    };
    let judged = AnnotationLine::new(reviewer.clone(), Kind::Claim, "C-7".into(), item, claim, judged);
    let file = |lines: &[&AnnotationLine], reviewers: &[Reviewer]| {
        let mut writer = AnnotationsWriter::new(Vec::new(), &about, reviewers).unwrap();
        for line in lines {
            writer.line(line).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    };
    let text = file(&[&evidence, &judged], &[reviewer]);
    assert_eq!(text.lines().count(), 9, "{text}");
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(errors(&validator, &document), Vec::<String>::new());
    assert_eq!(document["annotations"][0]["tags"], json!(["withheld", "disputed"]));
    assert_eq!(document["annotations"][0]["private"], json!(true));
    let back: AnnotationLine = serde_json::from_value(document["annotations"][0].clone()).unwrap();
    assert_eq!(back, evidence);
    let none: Value = serde_json::from_str(&file(&[], &[])).unwrap();
    assert_eq!(errors(&validator, &none), Vec::<String>::new());
}

// What is refused, and how that is said.

#[test]
fn a_file_that_is_not_ours_is_refused_whole() {
    for (bytes, says) in [
        ("", "the file is empty"),
        (" \n ", "the file is empty"),
        ("hello", "line 1 has \"h\" where \"{\" should stand"),
        ("[1]", "line 1 has \"[\" where \"{\" should stand"),
        ("\u{FEFF}x", "line 1 has \"x\""),
        ("{}", "this is not a corrob case"),
        ("{\"claims\":[{\"text\":\"t\"}]}", "this one begins with \"claims\""),
        ("{\"format\":\"corrob-case\",\"claims\":[{\"text\":\"t\"}]}", "this one begins with \"claims\""),
        ("{\"format\":\"geojson\",\"version\":1}", "this one says it is \"geojson\""),
        ("{\"format\":1,\"version\":1}", "has no text for its format"),
        ("{\"format\":\"corrob-case\",\"version\":\"1\"}", "has no number for its version"),
        (
            "{\"format\":\"corrob-case\",\n\"version\":4,\"claims\":[{\"text\":\"t\"}]}",
            "line 2: the file is in version 4",
        ),
        ("{\"format\":\"corrob-case\",\"format\":\"corrob-case\"}", "\"format\" appears a second time"),
        (
            "{\"format\":\"corrob-case\",\"version\":1}{}",
            "line 1 has \"{\" where the end of the file should stand",
        ),
        ("{\"format\":\"corrob-case\" \"version\":1}", "where \",\" or \"}\" should stand"),
        ("{\"format\":\"corrob-case\",\"version\":1,\"case\":{\"dataset\":\"d\"}}", "title: it is missing"),
        (
            "{\"format\":\"corrob-case\",\"version\":1,\"case\":{\"dataset\":\"d\",\"title\":\" \"}}",
            "title: it is empty",
        ),
        ("{\"format\":\"corrob-case\",\"version\":1,\"case\":[]}", "one object, not an array"),
        (
            "{\"format\":\"corrob-case\",\"version\":1,\"case\":{\"a\" 1}}",
            "line 1 cannot be read, nor what comes after it: it has \"1\" where JSON allows none",
        ),
    ] {
        let outcome = read(bytes.as_bytes());
        assert!(outcome.failure().contains(says), "{bytes}: {}", outcome.failure());
        assert!(outcome.entries.is_empty(), "{bytes}");
    }
    let late = read(
        case("\"claims\":[{\"text\":\"t\"}],\"parties\":[]")
            .replace("\"case\"", "\"x\"")
            .replace("\"parties\":[]", "\"case\":{\"dataset\":\"d\",\"title\":\"t\"}")
            .as_bytes(),
    );
    assert!(late.failure().contains("\"case\" comes after the first record"), "{}", late.failure());
}

#[test]
fn a_file_cut_off_anywhere_says_so_and_never_reads_as_whole() {
    let whole = write(&generated(12, 6));
    for end in 0..whole.len() - 2 {
        let outcome = read(&whole[..end]);
        assert!(outcome.failed.is_some(), "cut at {end}");
        assert!(outcome.refused.is_empty(), "cut at {end}: {:?}", outcome.refused);
    }
    let cut = read(&whole[..whole.len() / 2]);
    assert!(cut.failure().contains("it is cut off"), "{}", cut.failure());
}

#[test]
fn a_record_is_refused_with_its_line_field_and_reason() {
    for (record, field, says) in [
        ("{\"text\":\"\"}", Some("text"), "it is empty"),
        ("{\"text\":\" \\t\"}", Some("text"), "it is empty"),
        ("{}", Some("text"), "it is missing"),
        ("{\"id\":\"x\",\"text\":5}", Some("text"), "it is integer `5`, and should be a string"),
        (
            "{\"text\":\"t\",\"nature\":\"rumour\"}",
            Some("nature"),
            "\"rumour\" is not known here; known: fact, opinion, prediction",
        ),
        ("{\"text\":\"t\",\"event_date\":\"soon\"}", Some("event_date"), "it is not a date"),
        (
            "{\"text\":\"t\",\"event_date\":\"2025-02-30\",\"topic\":\"x\"}",
            Some("event_date"),
            "it is not a date",
        ),
        (
            "{\"text\":\"t\",\"wordings\":[{\"source\":\"s\",\"text\":\"w\"},{\"source\":\"s\"}]}",
            Some("wordings[1].text"),
            "it is missing",
        ),
        (
            "{\"text\":\"t\",\"wordings\":[{\"source\":\"s\",\"text\":\"w\",\"place\":\"sky\"}]}",
            Some("wordings[0].place"),
            "known: headline",
        ),
        ("{\"text\":\"t\",\"text\":\"u\"}", Some("text"), "twice"),
        ("{\"text\":\"t\",\"x\":1,\"x\":1}", Some("x"), "twice"),
        ("{\"text\":\"t\",\"x\":{\"y\":[{\"z\":1,\"\\u007a\":2}]}}", Some("x.y[0].z"), "twice"),
        ("{\"text\":\"t\",\"x\":123456789012345678901234567890}", Some("x"), "more digits than can be kept"),
        ("{\"text\":\"t\",\"x\":1e999}", Some("x"), "too large"),
        ("{\"text\":\"t\",\"key\":0}", Some("key"), "should be from 1"),
        ("{\"text\":\"t\",\"key\":9223372036854775808}", Some("key"), "should be from 1"),
        ("{\"text\":\"t\",\"key\":-1}", Some("key"), "u64"),
        ("{\"text\":\"t\",\"x\":01}", Some("x"), "invalid number"),
        ("{\"text\":\"a\tb\"}", Some("text"), "control character"),
        ("{\"text\":\"\\ud800\"}", Some("text"), "half a character"),
        ("{\"text\":\"t\",}", None, "has \"}\" where JSON allows none"),
        ("{text:\"t\"}", None, "has \"t\" where JSON allows none"),
        ("\"t\"", None, "it is string"),
        ("null", None, "it is null"),
    ] {
        let outcome = claims(&format!("{{\"text\":\"before\"}},\n{record},\n{{\"text\":\"after\"}}"));
        assert!(outcome.failed.is_none(), "{record}: {}", outcome.failure());
        assert_eq!(texts(&outcome), ["before", "after"], "{record}");
        let [refused] = &outcome.refused[..] else { panic!("{record}: {:?}", outcome.refused) };
        assert_eq!((refused.line, refused.section.as_str()), (5, "claims"), "{record}");
        assert_eq!(refused.field.as_deref(), field, "{record}: {refused}");
        assert!(refused.reason.contains(says), "{record}: {refused}");
        assert_eq!(refused.raw, record.as_bytes());
    }
}

#[test]
fn annotations_and_events_are_refused_by_their_field() {
    let reviewer = "\"reviewer\":\"00000000-0000-0000-0000-000000000001\"";
    for (section, record, field, says) in [
        (
            "annotations",
            format!("{{{reviewer},\"on\":\"evidence\",\"item\":\"e\",\"access\":\"lost\",\"part\":true}}"),
            "access",
            "released",
        ),
        (
            "annotations",
            format!("{{{reviewer},\"on\":\"source\",\"item\":\"e\"}}"),
            "on",
            "only evidence and claims",
        ),
        ("annotations", format!("{{{reviewer},\"on\":\"claim\",\"item\":\"\"}}"), "item", "it is empty"),
        ("annotations", "{\"reviewer\":\"me\",\"on\":\"claim\",\"item\":\"c\"}".into(), "reviewer", "UUID"),
        (
            "reviewers",
            "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"name\":\"\"}".into(),
            "name",
            "it is empty",
        ),
        (
            "history",
            "{\"replica\":\"00000000-0000-0000-0000-000000000001\",\"seq\":1,\"hlc\":1,\"prev\":\"0\"}"
                .into(),
            "prev",
            "SHA-256",
        ),
    ] {
        let outcome = read(case(&format!("\"{section}\":[{record}]")).as_bytes());
        let [refused] = &outcome.refused[..] else { panic!("{record}: {outcome:?}") };
        assert_eq!(refused.field.as_deref(), Some(field), "{refused}");
        assert!(refused.reason.contains(says), "{refused}");
    }
}

#[test]
fn a_record_that_is_not_closed_is_refused_and_the_next_line_goes_in() {
    for broken in [
        "{\"text\":\"open",
        "{\"text\":\"open\"",
        "{\"text\":\"open\",",
        "{\"text\":\"open\",\"x\":{",
        "{\"text\":\"open\\",
        "{\"text\":\"over\"}}",
        "{\"text\":\"over\"}]x",
        "{\"text\":\"a]}\"]",
        "@@@",
        "}",
    ] {
        let outcome = claims(&format!(
            "{{\"text\":\"before\"}},\n{broken},\n{{\"text\":\"after\"}},\n{{\"text\":\"last\"}}"
        ));
        let read = texts(&outcome);
        if broken.contains("]x") || broken.ends_with(']') {
            assert!(
                outcome.failure().contains("line 5"),
                "an array closed too early cannot be told: {outcome:?}"
            );
            assert_eq!(read[0], "before");
            continue;
        }
        assert!(outcome.failed.is_none(), "{broken}: {}", outcome.failure());
        assert!(read.starts_with(&["before"]) && read.ends_with(&["after", "last"]), "{broken}: {outcome:?}");
        assert_eq!(outcome.refused.len(), 1, "{broken}: {:?}", outcome.refused);
        assert_eq!(outcome.refused[0].line, 5, "{broken}");
        // And as the last of its section.
        let outcome = claims(&format!("{{\"text\":\"before\"}},\n{broken}"));
        assert!(outcome.failed.is_none(), "{broken}: {}", outcome.failure());
        assert!(texts(&outcome).starts_with(&["before"]));
        assert_eq!(outcome.refused.len(), 1, "{broken}: {:?}", outcome.refused);
    }
}

#[test]
fn a_broken_record_of_several_lines_ends_the_reading_and_names_its_line() {
    for (broken, line) in
        [("\"two", 8), ("\"two\" 2", 8), ("\"two\",\n      \"w\": [ { \"a\": 1\n      ]", 10)]
    {
        let text = case(&format!(
            "\"claims\": [\n    {{\n      \"text\": \"one\"\n    }},\n    {{\n      \"text\": {broken}\n    }},\n    {{\n      \"text\": \"three\"\n    }}\n  ]\n"
        ));
        let outcome = read(text.as_bytes());
        assert!(
            outcome.failure().starts_with(&format!("line {line} cannot be read")),
            "{}",
            outcome.failure()
        );
        assert_eq!((texts(&outcome), outcome.refused.len()), (vec!["one"], 0));
    }
}

#[test]
fn a_broken_record_whose_line_also_ends_its_section_ends_the_reading() {
    for broken in ["{\"text\":}", "{\"text\":\"x\",}", "{\"text\" \"x\"}"] {
        for rest in ["]", "],\"gaps\":[{\"material\":\"m\",\"state\":\"removed\"}]", "] , \n\"gaps\":[]"] {
            let outcome =
                read(case(&format!("\"claims\":[\n{{\"text\":\"one\"}},\n{broken}{rest}")).as_bytes());
            assert!(outcome.failure().starts_with("line 5 cannot be read"), "{broken}{rest}: {outcome:?}");
            assert_eq!((texts(&outcome), outcome.entries.len()), (vec!["one"], 2));
        }
    }
}

#[test]
fn a_quotation_mark_lost_on_a_file_of_one_line_is_fatal_and_names_the_line() {
    let text =
        case("\"claims\":[{\"text\":\"one\"},{\"text\":two\"},{\"text\":\"three\"}]").replace('\n', "");
    let outcome = read(text.as_bytes());
    assert!(
        outcome.failure().contains("line 1") || outcome.failure().contains("cut off"),
        "{}",
        outcome.failure()
    );
}

#[test]
fn bytes_that_are_not_utf8_refuse_their_record_alone() {
    let mut bytes =
        case("\"claims\":[\n{\"text\":\"one\"},\n{\"text\":\"tw@\"},\n{\"text\":\"three\"}\n]").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
    bytes[at] = 0xFF;
    let outcome = read(&bytes[..]);
    assert_eq!(texts(&outcome), ["one", "three"]);
    assert!(
        outcome.refused[0].to_string().starts_with("line 5, claims: it is not UTF-8: its byte 12"),
        "{}",
        outcome.refused[0]
    );
    let outcome = read(&b"\xFF\xFE{\0"[..]);
    assert!(outcome.failure().contains("the byte 0xff"), "{}", outcome.failure());
}

#[test]
fn what_nobody_knows_is_kept_or_named() {
    let outcome = read(
        case(
            "\"mood\":\"calm\",\"layers\":[{\"text\":\"x\"},{}],\n\"claims\":[{\"text\":\"t\",\"colour\":\"red\",\n\"event_date\":{\"date\":\"2025\",\"inferred\":\"x\",\"by\":\"me\"},\"wordings\":[{\"source\":\"s\",\"text\":\"w\",\"place\":null,\"bold\":false,\"font\":null}]}],\"claims\":[],\"gaps\":{}",
        )
        .as_bytes(),
    );
    assert!(outcome.failed.is_none(), "{}", outcome.failure());
    let Some(Entry::Claim(claim)) = outcome.entries.last() else { panic!("{outcome:?}") };
    assert_eq!(claim.extra["colour"], "red");
    let named = [
        "line 3: the member \"mood\" is not known to this version and was left out",
        "line 3: the section \"layers\" is not known to this version and was left out",
        "line 4: the member \"claims: event_date.by\" is not known to this version and was left out",
        "line 4: the member \"claims: wordings.bold\" is not known to this version and was left out",
        "line 4: the member \"claims: wordings.font\" is not known to this version and was left out",
        "line 5: \"claims\" begins a second time; both were read",
    ];
    assert_eq!(outcome.warned, named);
    assert_eq!(outcome.refused[0].to_string(), "line 5, gaps: it should be an array of records");
    let reviewer = read(
        case(
            "\"reviewers\":[{\"id\":\"00000000-0000-0000-0000-000000000001\",\"name\":\"n\",\"mail\":\"m\"}]",
        )
        .as_bytes(),
    );
    assert!(reviewer.warned[0].contains("\"reviewers: mail\""), "{:?}", reviewer.warned);
}

#[test]
fn commas_missing_or_too_many_are_read_past_and_said() {
    let outcome =
        claims("{\"text\":\"one\"}\n{\"text\":\"two\"} {\"text\":\"three\"},\n,{\"text\":\"four\"},");
    assert!(outcome.failed.is_none(), "{}", outcome.failure());
    assert_eq!(texts(&outcome), ["one", "two", "three", "four"]);
    assert_eq!(outcome.warned.len(), 4, "{:?}", outcome.warned);
    assert!(outcome.warned[0].contains("line 5: a comma is missing"), "{:?}", outcome.warned);
}

/// Bytes made as they are read: a begin, one part many times, an end.
struct Made {
    parts: Vec<(&'static [u8], u64)>,
    at: usize,
    within: usize,
}

impl Made {
    fn new(parts: Vec<(&'static [u8], u64)>) -> BufReader<Self> {
        BufReader::with_capacity(1 << 16, Self { parts, at: 0, within: 0 })
    }
}

impl Read for Made {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let mut written = 0;
        while written < out.len() {
            let Some((part, times)) = self.parts.get_mut(self.at) else { break };
            if *times == 0 {
                self.at += 1;
                continue;
            }
            let take = (part.len() - self.within).min(out.len() - written);
            out[written..written + take].copy_from_slice(&part[self.within..self.within + take]);
            written += take;
            self.within += take;
            if self.within == part.len() {
                self.within = 0;
                *times -= 1;
            }
        }
        Ok(written)
    }
}

const BEGIN: &[u8] =
    b"{\"format\":\"corrob-case\",\"version\":1,\n\"claims\":[{\"text\":\"one\"},\n{\"text\":\"two\",\"x\":";

#[test]
fn a_million_levels_of_nesting_refuse_their_record_alone() {
    for (open, close) in [(&b"["[..], &b"]"[..]), (b"{\"a\":[", b"]}")] {
        let outcome = read(Made::new(vec![
            (BEGIN, 1),
            (open, 1_000_000),
            (b"1", 1),
            (close, 1_000_000),
            (b"},{\"text\":\"three\"}]}", 1),
        ]));
        assert!(outcome.failed.is_none(), "{}", outcome.failure());
        assert_eq!(texts(&outcome), ["one", "three"]);
        assert_eq!(outcome.refused[0].reason, "it is nested deeper than 100 levels");
        assert_eq!(outcome.refused[0].line, 3);
    }
    let outcome = read(Made::new(vec![(BEGIN, 1), (b"[", 1_000_000)]));
    assert!(outcome.failure().contains("cut off"), "{}", outcome.failure());
    // Its brackets balance, so what stands behind it on its line is read.
    let outcome = claims(&format!(
        "{{\"text\":\"t\",\"x\":{}{}}}, {{\"text\":\"u\"}}",
        "[".repeat(200),
        "]".repeat(200)
    ));
    assert_eq!((texts(&outcome), outcome.refused.len()), (vec!["u"], 1));
    // As deep as allowed is read.
    let deep = format!("{{\"text\":\"t\",\"x\":{}1{}}}", "[".repeat(99), "]".repeat(99));
    assert_eq!(texts(&claims(&deep)), ["t"]);
}

#[test]
fn a_record_of_two_hundred_megabytes_is_refused_and_not_held() {
    const LONG: &[u8] = &[b'a'; 1 << 16];
    let outcome =
        read(Made::new(vec![(BEGIN, 1), (b"\"", 1), (LONG, 3_200), (b"\"},{\"text\":\"three\"}]}", 1)]));
    assert!(outcome.failed.is_none(), "{}", outcome.failure());
    assert_eq!(texts(&outcome), ["one", "three"]);
    assert_eq!(outcome.refused[0].reason, "it is longer than 64 MiB");
    assert!(outcome.refused[0].raw.is_empty());
    let name = read(Made::new(vec![(b"{\"", 1), (LONG, 100), (b"\":1}", 1)]));
    assert!(name.failure().contains("too long"), "{}", name.failure());
}

#[test]
fn many_members_of_one_record_are_checked_in_time_that_grows_with_them() {
    let members: Vec<String> = (0..100_000).map(|n| format!("\"m{n}\":{n}")).collect();
    let good = format!("{{\"text\":\"t\", {}}}", members.join(","));
    assert_eq!(texts(&claims(&good)), ["t"]);
    let twice = good.replace("\"m99999\"", "\"m7\"");
    assert_eq!(claims(&twice).refused[0].field.as_deref(), Some("m7"));
}

#[test]
fn the_receiver_can_stop() {
    let bytes = write(&generated(50, 8));
    let mut met = 0;
    let end = native::read(&bytes[..], &mut |_| {
        met += 1;
        if met == 5 { Err("enough") } else { Ok(()) }
    });
    assert!(matches!(end, Err(ReadError::Stopped("enough"))));
    assert_eq!(met, 5);
}

// The splitter, for formats to come.

#[test]
fn arrays_and_lines_split_as_sections_do() {
    fn records(text: &str, layout: Layout) -> (Vec<String>, Vec<u64>, Option<SplitError>) {
        let mut splitter = Splitter::new(text.as_bytes(), layout);
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        loop {
            match splitter.next() {
                Ok(Some(Split::Record { raw, .. })) => found.push(String::from_utf8_lossy(raw).into_owned()),
                Ok(Some(Split::Broken { line, .. })) => broken.push(line),
                Ok(Some(Split::Slip { slip, .. })) => {
                    assert!(matches!(slip, Slip::CommaExtra | Slip::CommaMissing))
                }
                Ok(Some(other)) => panic!("{other:?}"),
                Ok(None) => return (found, broken, None),
                Err(error) => return (found, broken, Some(error)),
            }
        }
    }
    let (found, broken, failed) = records("[1,\"a\", {\"b\":[2]} ,null]\n", Layout::Array);
    assert_eq!(found, ["1", "\"a\"", "{\"b\":[2]}", "null"]);
    assert!(broken.is_empty() && failed.is_none());
    let (found, broken, failed) =
        records("{\"a\":1}\r\n\r\n{\"a\":2\r\n{\"a\":\r\n 3}\n{\"a\":\"x\n{\"a\":4}\n7", Layout::Lines);
    assert_eq!(found, ["{\"a\":1}", "{\"a\":\r\n 3}", "{\"a\":4}", "7"]);
    assert_eq!(broken, [3, 6]);
    assert!(failed.is_none());
    let (found, broken, failed) = records("{\"a\":1}\n{\"a\":", Layout::Lines);
    assert_eq!((found.len(), broken), (1, vec![2]));
    assert!(failed.is_none());
    assert!(matches!(records("", Layout::Array).2, Some(SplitError::Empty)));
    assert!(matches!(records("[1,2", Layout::Array).2, Some(SplitError::CutOff { .. })));
    assert!(matches!(records("[1] 2", Layout::Array).2, Some(SplitError::Lost { .. })));
}
