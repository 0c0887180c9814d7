//! The query language finds what its sentences say, in lists, filters and searches; and whatever is
//! typed is either a query or a sentence that says what is wrong with it.

use corrob::case;
use corrob::case::{Case, CaseError, Details, Forgetful, Session};
use corrob::domain::entry::{Entry, Reviewer};
use corrob::domain::query::{KEYS, Query, QueryError};
use corrob::domain::tag::Tag;
use corrob::domain::{Basis, Ground, ItemId, Kind, Note, Target, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;
use tempfile::TempDir;

fn reviewer(name: &str) -> Reviewer {
    Reviewer { id: ItemId::new_v5(&ItemId::nil(), name.as_bytes()), name: name.to_owned(), is: None }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

/// A made-up case about a harbour.
fn entries() -> Vec<Entry> {
    let parties = [
        json!({"id": "ministry", "name": "Ministry of Ports", "naming": "named"}),
        json!({"id": "pena", "name": "Inspector Peña", "naming": "role-only"}),
    ];
    let sources = [
        json!({"id": "s1", "title": "The quay report", "publisher": "Harbour Gazette", "kind": "news-report",
               "published": "2025-03-10"}),
        json!({"id": "s2", "title": "Ledger of the port, C-4 annex", "kind": "dataset"}),
        json!({"id": "s3", "title": "港口调查", "kind": "news-report", "about": "A survey of cranes"}),
        json!({"id": "s4", "title": "Tide tables", "kind": "dataset", "published": "2019"}),
    ];
    let claims = [
        json!({"id": "c1", "text": "The quay cost twice its price", "claimant": "ministry", "topic": "Contracts",
               "asserted_on": "2025-02"}),
        json!({"id": "c2", "text": "The crane was never delivered", "claimant": "pena", "topic": "cranes",
               "event_date": "2024-06-01"}),
        json!({"id": "c3", "text": "三号港口的合同没有公开", "topic": "contracts"}),
        json!({"id": "c4", "text": "Nobody has weighed the cargo yet"}),
    ];
    let evidence = [
        json!({"id": "e1", "claim": "c1", "source": "s1", "stance": "supports", "kind": "summary",
               "paraphrase": "The price doubled between two budgets", "material": "Budget of 2024"}),
        json!({"id": "e2", "claim": "c1", "source": "s2", "stance": "disputes", "kind": "bank record",
               "paraphrase": "Payments stay within the price", "dated": "2023-11-05",
               "availability": {"says": "withheld", "ground": "(b)(7)(A)"}}),
        json!({"id": "e3", "claim": "c2", "source": "s1", "stance": "supports", "kind": "statement",
               "paraphrase": "A dockhand says: \"no crane\" came", "about": "100 % sure"}),
        json!({"id": "e4", "claim": "c2", "source": "s3", "stance": "context", "kind": "intercept",
               "paraphrase": "A talk on the radio about a délivery"}),
        json!({"id": "e5", "claim": "c3", "source": "s3", "stance": "repeats",
               "paraphrase": "The contract is said to be secret"}),
        json!({"id": "e6", "claim": "c3", "source": "s2", "stance": "supports",
               "paraphrase": "ราคาเครนสองเท่า", "dated": "2025-10-14"}),
    ];
    let rest = [
        Entry::Figure(read(
            &json!({"id": "f1", "evidence": "e2", "measures": "paid instalments", "unit": "EUR",
                                   "qualifier": "exact"}),
        )),
        Entry::Gap(read(
            &json!({"id": "g1", "claim": "c3", "material": "the signed annex", "state": "not-shown"}),
        )),
    ];
    let mut all: Vec<Entry> = parties.iter().map(|value| Entry::Party(read(value))).collect();
    all.extend(sources.iter().map(|value| Entry::Source(read(value))));
    all.extend(claims.iter().map(|value| Entry::Claim(read(value))));
    all.extend(evidence.iter().map(|value| Entry::Evidence(read(value))));
    all.extend(rest);
    all
}

struct Harbour {
    _folder: TempDir,
    work: Session,
}

impl Harbour {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("harbour.corrob");
        let info = corrob::domain::CaseInfo {
            dataset: "harbour".into(),
            title: "The harbour".into(),
            ..Default::default()
        };
        case::create(&path, &info, &reviewer("r.lee"), Box::new(Forgetful), "harbour", |importer| {
            entries().into_iter().try_for_each(|entry| importer.add(entry).map(|_| ()))
        })
        .unwrap();
        let item = |work: &Session, key: &str| work.case().find(&key.parse().unwrap()).unwrap();
        let session =
            |name: &str| Session::new(Case::open(&path).unwrap(), reviewer(name), Box::new(Forgetful));

        let mut ana = session("Ana");
        let ground = |code: &str| {
            Some(Ground { code: code.into(), basis: Basis::Inferred, by: None, on: None, harm: None })
        };
        let (e1, e3, e4, c1) = (item(&ana, "E-1"), item(&ana, "E-3"), item(&ana, "E-4"), item(&ana, "C-1"));
        ana.set_tag(&[e1], Tag::Withheld, &Details { ground: ground("sealed"), ..Details::default() })
            .unwrap();
        ana.set_verdict(c1, Some(Verdict::Refuted), None, None).unwrap();
        let note = |text: &str, private| Some(Note { text: text.into(), private });
        ana.set_note(Target::evidence(e3), note("asked the dockhand twice", false).as_ref()).unwrap();
        ana.set_note(Target::evidence(e4), note("dockhand's home address", true).as_ref()).unwrap();
        ana.close();

        let mut lee = session("r.lee");
        let (e2, c2) = (item(&lee, "E-2"), item(&lee, "C-2"));
        lee.set_tag(&[e1], Tag::Released, &Details::default()).unwrap();
        lee.set_tag(&[e2], Tag::Withheld, &Details { ground: ground("classified"), ..Details::default() })
            .unwrap();
        lee.set_tag(&[e4], Tag::Examined, &Details::default()).unwrap();
        lee.set_verdict(c1, Some(Verdict::Supported), None, None).unwrap();
        lee.set_note(Target::claim(c2), note("my own quiet doubt", true).as_ref()).unwrap();
        lee.set_aside(&[Target::evidence(item(&lee, "E-5"))], Some("later")).unwrap();
        Self { _folder: folder, work: lee }
    }

    fn case(&self) -> &Case {
        self.work.case()
    }

    fn list(&self, kind: Kind, query: &str) -> Result<String, CaseError> {
        let query: Query = query.parse().unwrap();
        let found = self.case().list(kind, self.work.reviewer().id, &query)?;
        let ids = self.case().listed(&found, 0, found.len())?;
        assert_eq!(ids.len(), found.len());
        let keys = ids.iter().map(|id| self.case().key(kind, *id).unwrap().to_string());
        Ok(keys.collect::<Vec<_>>().join(" "))
    }

    fn search(&self, text: &str) -> String {
        let hits = self.case().search(self.work.reviewer().id, text, None).unwrap();
        hits.hits.iter().map(|hit| hit.key.to_string()).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn each_term_finds_what_its_sentence_says() {
    let harbour = Harbour::new();
    // Claims in the order of the case; evidence claim by claim.
    let table = [
        ("", "C-1 C-2 C-3 C-4", "E-1 E-2 E-3 E-4 E-6 E-5"),
        // Words: of the claim, the evidence or its source; whole, without regard to case or marks.
        ("QUAY", "C-1 C-2", "E-1 E-2 E-3"),
        ("quay crane", "C-2", "E-3"),
        ("delivery", "C-2", "E-4"),
        ("deliver", "", ""),
        ("deliver*", "C-2", "E-3 E-4"),
        ("\"no crane\"", "C-2", "E-3"),
        ("\"crane no\"", "", ""),
        ("\"quay\"\" OR \"\"crane\"", "", ""),
        ("-quay", "C-2 C-3 C-4", "E-4 E-6 E-5"),
        ("weighed", "C-4", ""),
        ("-weighed", "C-1 C-2 C-3", "E-1 E-2 E-3 E-4 E-6 E-5"),
        // Where no spaces part the words, and where there are none.
        ("港口", "C-2 C-3", "E-4 E-6 E-5"),
        ("เครน", "C-3", "E-6"),
        ("-合同 港口", "C-2", "E-4"),
        ("%", "C-2", "E-3"),
        // Terms of the claim.
        ("claim:c-02", "C-2", "E-3 E-4"),
        ("-claim:C-2", "C-1 C-3 C-4", "E-1 E-2 E-6 E-5"),
        ("claimant:ministry", "C-1", "E-1 E-2"),
        ("claimant:P-2", "C-2", "E-3 E-4"),
        ("claimant:pena", "C-2", "E-3 E-4"),
        ("claimant:\"of ports\"", "C-1", "E-1 E-2"),
        ("topic:CONTRACT", "C-1 C-3", "E-1 E-2 E-6 E-5"),
        ("-topic:contract", "C-2 C-4", "E-3 E-4"),
        ("verdict:supported", "C-1", "E-1 E-2"),
        ("verdict:refuted", "", ""),
        ("verdict:none", "C-2 C-3 C-4", "E-3 E-4 E-6 E-5"),
        // Terms of the evidence, all of them of one piece.
        ("stance:supports", "C-1 C-2 C-3", "E-1 E-3 E-6"),
        ("stance:disputes source:S-1", "", ""),
        ("-stance:supports", "C-1 C-2 C-3", "E-2 E-4 E-5"),
        ("source:S-2", "C-1 C-3", "E-2 E-6"),
        ("source:gazette", "C-1 C-2", "E-1 E-3"),
        ("source:C-4", "C-1 C-3", "E-2 E-6"),
        ("source:调查", "C-2 C-3", "E-4 E-5"),
        ("kind:intercept", "C-2", "E-4"),
        ("kind:bank-record", "C-1", "E-2"),
        ("kind:news-report", "C-1 C-2 C-3", "E-1 E-3 E-4 E-5"),
        ("material:budget", "C-1", "E-1"),
        ("tag:released", "C-1", "E-1"),
        ("tag:withheld", "C-1", "E-2"),
        ("tag:disputed", "", ""),
        ("tag:examined", "C-2", "E-4"),
        ("tag:none", "C-2 C-3", "E-3 E-6 E-5"),
        ("-tag:none", "C-1 C-2", "E-1 E-2 E-4"),
        ("is:undecided", "C-2 C-3", "E-3 E-6 E-5"),
        ("is:decided", "C-1 C-2", "E-1 E-2 E-4"),
        ("is:undecided -is:aside", "C-2 C-3", "E-3 E-6"),
        ("ground:classified", "C-1", "E-2"),
        ("ground:\"(b)(7)\"", "C-1", "E-2"),
        ("ground:sealed", "", ""),
        // Whose judgement.
        ("by:ANA tag:withheld", "C-1", "E-1"),
        ("by:ana ground:sealed", "C-1", "E-1"),
        ("by:ana ground:\"(b)(7)\"", "", ""),
        ("by:ana verdict:refuted", "C-1", "E-1 E-2"),
        ("by:ana is:undecided claim:C-1", "C-1", "E-2"),
        ("by:ana by:r.lee is:decided", "C-1", "E-1"),
        ("by:ana", "C-1 C-2", "E-1 E-3"),
        ("-by:r.lee", "C-3 C-4", "E-6"),
        // What is said of an item; another's private note is not there.
        ("is:conflict", "C-1", "E-1"),
        ("is:aside", "C-3", "E-5"),
        ("is:noted", "C-2", ""),
        ("note:doubt", "C-2", ""),
        ("note:dou*", "C-2", ""),
        ("by:ana is:noted", "C-2", "E-3"),
        ("by:ana note:dockhand", "C-2", "E-3"),
        ("by:ana note:address", "", ""),
        // Dates, at the precision both have.
        ("before:2025", "C-1 C-2", "E-2 E-3 E-4"),
        ("after:2025-02", "C-1 C-2 C-3", "E-1 E-3 E-6"),
        ("after:2025-03-10", "C-3", "E-6"),
        ("before:2025-03 after:2025-01", "C-1", "E-1 E-2"),
        ("before:2023-12 after:2025-01", "", ""),
        ("-before:2030", "C-3 C-4", "E-5"),
    ];
    let mut wrong = Vec::new();
    for (query, claims, evidence) in table {
        for (kind, expected) in [(Kind::Claim, claims), (Kind::Evidence, evidence)] {
            let found = harbour.list(kind, query).unwrap();
            if found != expected {
                wrong.push(format!("{} of {query}: {found}, not {expected}", kind.plural()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_filter_names_claims_and_evidence_by_their_places() {
    let harbour = Harbour::new();
    let me = harbour.work.reviewer().id;
    let filter = |query: &str| harbour.case().filter(me, &query.parse().unwrap()).unwrap();
    assert_eq!(filter("").claims.len(), 4);
    assert_eq!(filter("").evidence, None);
    assert_eq!(filter("topic:contracts verdict:none").evidence, None);
    let some = filter("stance:supports");
    assert_eq!((some.claims.len(), some.evidence.as_ref().map(|pieces| pieces.len())), (3, Some(3)));
    assert!(some.claims.is_sorted() && some.evidence.as_ref().unwrap().is_sorted());
    let next = harbour.case().undecided(me, None, true, false, Some(some.scope())).unwrap().unwrap().0;
    let key = harbour.case().key(Kind::Evidence, next.evidence.unwrap()).unwrap();
    assert_eq!(key.to_string(), "E-3");
}

#[test]
fn other_records_are_listed_by_query_too() {
    let harbour = Harbour::new();
    for (kind, query, keys) in [
        (Kind::Source, "", "S-1 S-2 S-3 S-4"),
        (Kind::Source, "claim:C-1", "S-1 S-2"),
        (Kind::Source, "tide", "S-4"),
        (Kind::Source, "crane", "S-1 S-3"),
        (Kind::Source, "kind:dataset", "S-2 S-4"),
        (Kind::Source, "kind:dataset before:2020", "S-4"),
        (Kind::Source, "source:S-4", "S-4"),
        (Kind::Source, "tag:withheld", "S-2"),
        (Kind::Gap, "港口", "G-1"),
        (Kind::Gap, "crane", ""),
        (Kind::Figure, "", "F-1"),
        (Kind::Party, "nobody of this name", ""),
    ] {
        assert_eq!(harbour.list(kind, query).unwrap(), keys, "{query}");
    }
}

#[test]
fn a_search_goes_where_the_words_stand() {
    let harbour = Harbour::new();
    let mut wrong = Vec::new();
    for (text, keys) in [
        ("", ""),
        ("  ", ""),
        ("quay", "S-1 C-1"),
        ("qua", "S-1 C-1"),
        ("q", ""),
        ("delivered crane", "C-2"),
        ("\"crane delivered\"", ""),
        ("\"no cra", "E-3"),
        ("e-3", "E-3"),
        ("C-2", "C-2"),
        ("C-99", ""),
        ("港口", "C-3 S-3"),
        ("เครน", "E-6"),
        ("%", "E-3"),
        ("peña", "P-2"),
        ("instalments", "F-1"),
        ("annex", "G-1 S-2"),
        // Notes: one's own, and of others those that are not private.
        ("quiet doubt", "C-2"),
        ("asked twice", "E-3"),
        ("address", ""),
        // Nothing has a meaning of its own here.
        ("tag:withheld", ""),
        ("NEAR(quay, 2) OR *", ""),
        ("quay AND", ""),
        ("\"quay\"\" OR \"\"crane\"", ""),
        ("-", "S-2"),
    ] {
        let found = harbour.search(text);
        if found != keys {
            wrong.push(format!("{text}: {found}, not {keys}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let hits = harbour.case().search(harbour.work.reviewer().id, "crane delivered", None).unwrap();
    let hit = &hits.hits[0];
    assert_eq!(
        (hits.count, hits.more, hit.text.as_str()),
        (1, false, "Inspector Peña: The crane was never delivered")
    );
    let place = |text: &str| {
        let hits = harbour.case().search(harbour.work.reviewer().id, text, None).unwrap();
        let place = hits.hits[0].place.unwrap();
        let key = |kind, id| harbour.case().key(kind, id).unwrap().to_string();
        let claim = key(Kind::Claim, place.claim);
        place.evidence.map_or(claim.clone(), |id| format!("{claim} {}", key(Kind::Evidence, id)))
    };
    for (text, at) in [
        ("C-2", "C-2"),
        ("E-4", "C-2 E-4"),
        ("survey", "C-2 E-4"),
        ("instalments", "C-1 E-2"),
        ("signed", "C-3"),
        ("inspector", "C-2"),
        ("asked twice", "C-2 E-3"),
    ] {
        assert_eq!(place(text), at, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    for (query, sentence) in [
        (
            "tga:withheld",
            "\"tga\" at position 1 is not a query term; known: tag, stance, reading, verdict, is, by, source, claim, claimant, kind, status, topic, material, ground, note, before, after; text that holds a colon goes in quotes",
        ),
        (
            "quay tag:withhold",
            "tag: at position 6: there is no tag \"withhold\"; known: released, withheld, disputed, examined, none",
        ),
        ("tag: withheld", "tag: at position 1 needs a value, right after the colon, like tag:withheld"),
        ("港口 \"quay", "the quote at position 4 is not closed; a quote within quotes is written twice"),
        ("a \" \"", "the quotes at position 3 hold nothing to look for"),
        ("quay - crane", "the - at position 6 stands before nothing; put it right before what must not hold"),
        ("q*", "the * at position 2 comes after too little; give at least two letters before it"),
        ("claim:E-1", "claim: at position 1: \"E-1\" is not the key of a claim, like C-7"),
        (
            "before:soon",
            "before: at position 1: \"soon\" is not a date; write a year, year-month, year-month-day or a time, like 2025, 2025-10, 2025-10-14 or 2025-10-14T09:30Z",
        ),
    ] {
        assert_eq!(query.parse::<Query>().unwrap_err().to_string(), sentence);
    }
    let long = "quay ".repeat(65);
    assert_eq!(long.parse::<Query>(), Err(QueryError::TooMany { most: 64 }));
    for plain in ["9:30", ":x", "\"re:quay\"", "50%:"] {
        assert_eq!(plain.parse::<Query>().unwrap().clauses[0].term.key(), None, "{plain}");
    }

    let harbour = Harbour::new();
    for (query, sentence) in [
        ("by:bo", "nobody called \"bo\" has reviewed this case; known: r.lee, Ana"),
        ("claim:C-9", "there is no C-9 in this case"),
        ("-source:S-9", "there is no S-9 in this case"),
    ] {
        assert_eq!(harbour.list(Kind::Claim, query).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn every_key_is_read_as_its_example_shows() {
    for key in KEYS {
        let query: Query = key.example.parse().unwrap();
        assert_eq!(query.clauses[0].term.key(), Some(key.key));
        assert_eq!(query.to_string(), key.example);
        assert!(key.sentence.ends_with('.'));
        for value in (key.values)() {
            let term = format!("-{}:{value}", key.key);
            assert_eq!(term.parse::<Query>().unwrap().to_string(), term);
        }
    }
}

#[test]
fn a_filter_can_be_stopped() {
    let harbour = Harbour::new();
    let stop = harbour.case().interrupt_handle();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                stop.interrupt();
            }
        });
        let query = "quay 港口 kind:dataset".parse().unwrap();
        let stopped = (0..10_000).any(|_| {
            matches!(harbour.case().filter(reviewer("r.lee").id, &query), Err(CaseError::Interrupted))
        });
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(stopped);
    });
}

/// What people and others type: words, quotes, signs, keys, half of a term.
fn typed() -> impl Strategy<Value = String> {
    let keys = KEYS.iter().map(|key| format!("{}:", key.key)).collect::<Vec<_>>();
    let whole = KEYS.iter().map(|key| key.example.to_owned()).collect::<Vec<_>>();
    let piece = prop_oneof![
        any::<String>(),
        proptest::collection::vec(any::<char>(), 0..4).prop_map(String::from_iter),
        proptest::sample::select(keys),
        proptest::sample::select(whole),
        proptest::sample::select(vec![
            " ", "\"", "\"\"", "-", "*", ":", "quay", "港", "NEAR(", " AND ", "\0", "words:", "{", "^", "'",
            "\\", "2025", "E-1", "\"a\"\"b", "\u{301}", "\u{3000}",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

thread_local! {
    static HARBOUR: OnceLock<Harbour> = const { OnceLock::new() };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_a_query_or_a_sentence(text in typed()) {
        match text.parse::<Query>() {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(query) => {
                let written = query.to_string();
                prop_assert_eq!(written.parse::<Query>(), Ok(query.clone()), "{} became {}", text, written);
                HARBOUR.with(|harbour| {
                    let harbour = harbour.get_or_init(Harbour::new);
                    let me = harbour.work.reviewer().id;
                    for kind in [Kind::Claim, Kind::Evidence, Kind::Source, Kind::Gap] {
                        let found = harbour.case().list(kind, me, &query);
                        let fine = matches!(found, Ok(_) | Err(CaseError::Refused(_) | CaseError::NoSuchKey(_)));
                        prop_assert!(fine, "{}: {:?}", text, found);
                    }
                    Ok(())
                })?;
            }
        }
    }

    #[test]
    fn whatever_is_searched_for_is_no_error(text in typed()) {
        HARBOUR.with(|harbour| {
            let harbour = harbour.get_or_init(Harbour::new);
            let hits = harbour.case().search(harbour.work.reviewer().id, &text, None);
            prop_assert!(hits.is_ok(), "{}: {:?}", text, hits);
            Ok(())
        })?;
    }

    #[test]
    fn a_clause_and_its_negation_part_the_evidence(text in typed()) {
        let Ok(query) = text.parse::<Query>() else { return Ok(()) };
        HARBOUR.with(|harbour| {
            let harbour = harbour.get_or_init(Harbour::new);
            for clause in &query.clauses {
                // What is said of an item is denied of the claim as well.
                if clause.term.level() == corrob::domain::query::Level::Item || clause.term.key() == Some("by") {
                    continue;
                }
                let list = |negated| {
                    let query = Query { clauses: vec![corrob::domain::query::Clause { negated, ..clause.clone() }] };
                    harbour.list(Kind::Evidence, &query.to_string())
                };
                let (Ok(with), Ok(without)) = (list(false), list(true)) else { continue };
                let mut both: Vec<&str> = with.split(' ').chain(without.split(' ')).filter(|key| !key.is_empty()).collect();
                both.sort_unstable();
                prop_assert_eq!(both, ["E-1", "E-2", "E-3", "E-4", "E-5", "E-6"], "{:?}", clause);
            }
            Ok(())
        })?;
    }
}
