//! The lists of sources and of parties: what stands around each record, in each order, as a query leaves
//! them; and a stretch of a list is the same as the whole has there.

use crate::desk::{Desk, HARBOUR};
use corrob::case::{self, COUNT_ALL, Case, CaseError, Forgetful};
use corrob::domain::entry::{Entry, Reviewer};
use corrob::domain::ids::item_id;
use corrob::domain::query::Query;
use corrob::domain::record_list::{RecordOrder, RecordRow};
use corrob::domain::rows::ListAt;
use corrob::domain::{CaseInfo, ItemId, Kind};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const CASE: &str = "h.corrob";

/// The harbour with two sources more: a letter that was corrected, and one that nothing stands in.
fn harbour() -> Desk {
    let desk = Desk::new();
    let more = r#""sources":[
{"id":"letter","title":"Letter of a guard","short":"Guard's letter","kind":"letter","dated":"2025-04-30","accessed":"2020-01-01","status":"corrected"},
{"id":"unused","title":"A map of the quay","accessed":"2020-01-01"},"#;
    let file = HARBOUR
        .replace(r#""sources":["#, more)
        .replace(r#""as_of":"2025-05""#, r#""as_of":"2025-05","recheck_days":30"#)
        .replace(
            r#"{"id":"e3""#,
            r#"{"id":"e4","claim":"shut","source":"letter","stance":"supports","paraphrase":"He closed it."},{"id":"e3""#,
        );
    desk.write("harbour.json", &file);
    desk.run(&["import", CASE, "harbour.json"]).done();
    desk
}

fn listed(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let all = desk.run(&[&["list", CASE], args, &["--json"]].concat()).done().json();
    all.as_array().unwrap().clone()
}

fn keys(desk: &Desk, args: &[&str]) -> Vec<String> {
    listed(desk, args).iter().map(|record| record["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_source_says_what_stands_in_it_and_what_it_rests_on() {
    let desk = harbour();
    desk.run(&["tag", CASE, "E-2", "disputed"]).done();
    let sources = listed(&desk, &["sources"]);
    let counts = |n: usize| {
        let evidence = &sources[n]["evidence"];
        ["supports", "repeats", "disputes", "context", "decided"].map(|name| evidence[name].as_u64().unwrap())
    };
    let titles: Vec<&str> = sources.iter().map(|source| source["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        ["Letter of a guard", "A map of the quay", "Statement of 4 May", "The gate that was open"]
    );
    assert_eq!([0, 1, 2, 3].map(counts), [[1, 0, 0, 0, 0], [0; 5], [0, 1, 0, 0, 0], [0, 0, 1, 1, 1]]);
    let origins: Vec<&str> = sources.iter().map(|source| source["origin"].as_str().unwrap()).collect();
    assert_eq!(
        origins,
        [
            "traced: itself",
            "untraced: what it rests on is not recorded",
            "traced: itself",
            "traced: S-3 Statement of 4 May",
        ]
    );
    let stale = sources[0]["stale"].as_str().unwrap();
    assert!(stale.starts_with("S-1 was last looked at on 2020-01-01, "), "{stale}");
    assert_eq!(sources[2]["stale"], "when S-3 was last looked at is not on record");
    let shown = desk.run(&["list", CASE, "sources"]).done();
    let head = "KEY  +  =  -  ~  DECIDED  GRADE  DATE";
    assert!(shown.lines()[0].starts_with(head), "{shown:?}");
    assert!(shown.lines()[4].ends_with("The gate that was open (The Quay)"), "{shown:?}");
    assert!(shown.lines()[3].ends_with("Statement of 4 May (Harbour Authority)"), "{shown:?}");
}

#[test]
fn each_party_says_how_many_claims_it_makes_and_whom_it_is_of() {
    let desk = harbour();
    let parties = listed(&desk, &["parties"]);
    let claims: Vec<u64> = parties.iter().map(|party| party["claims"].as_u64().unwrap()).collect();
    assert_eq!(claims, [1, 0]);
    let shown = desk.run(&["list", CASE, "parties"]).done();
    assert!(shown.lines()[2].contains("of Harbour Authority"), "{shown:?}");
}

#[test]
fn what_names_a_party_stands_with_it_whichever_dataset_it_is_of() {
    let desk = harbour();
    let authority = item_id("harbour", Kind::Party, "authority").to_string();
    let file = format!(
        "{{\"format\":\"corrob-case\",\"version\":1,\"case\":{{\"dataset\":\"elsewhere\",\"title\":\"Elsewhere\"}},\
         \"sources\":[{{\"id\":\"s\",\"title\":\"A letter from elsewhere\",\"party\":\"{}\"}}],\
         \"claims\":[{{\"id\":\"c\",\"text\":\"It was open.\",\"concerns\":[\"{authority}\"]}}]}}",
        authority.to_uppercase()
    );
    desk.write("other.json", &file);
    desk.run(&["import", CASE, "other.json"]).done();
    let shown = desk.run(&["show", CASE, "P-1"]).done().out;
    for related in ["A letter from elsewhere", "It was open.", "a night guard", "Statement of 4 May"] {
        assert_eq!(shown.matches(related).count(), 1, "{related}: {shown}");
    }
}

#[test]
fn the_sources_come_in_the_order_asked_for() {
    let desk = harbour();
    desk.run(&["tag", CASE, "E-2", "disputed"]).done();
    desk.run(&["tag", CASE, "E-4", "examined"]).done();
    for (order, sorted) in [
        ("key", ["S-1", "S-2", "S-3", "S-4"]),
        ("name", ["S-2", "S-1", "S-3", "S-4"]),
        ("publisher", ["S-4", "S-1", "S-2", "S-3"]),
        ("date", ["S-1", "S-3", "S-2", "S-4"]),
        ("evidence", ["S-4", "S-1", "S-3", "S-2"]),
        ("undecided", ["S-1", "S-3", "S-2", "S-4"]),
    ] {
        assert_eq!(keys(&desk, &["sources", "--order", order]), sorted, "{order}");
    }
    assert_eq!(keys(&desk, &["parties", "--order", "name"]), ["P-2", "P-1"]);
    let refused = |args: &[&str]| desk.run(&[&["list", CASE], args].concat()).refused();
    assert_eq!(
        refused(&["sources", "--order", "size"]),
        "there is no order of the list \"size\"; known: key, name, publisher, date, evidence, undecided"
    );
    assert_eq!(
        refused(&["parties", "--order", "date"]),
        "parties are not put in order by date; known: key, name"
    );
    assert_eq!(
        refused(&["claims", "--order", "date"]),
        "--order goes with the matrix, the sources and the parties"
    );
}

#[test]
fn a_query_leaves_the_sources_it_is_about() {
    let desk = harbour();
    for (query, left) in [
        ("status:corrected", &["S-1"][..]),
        ("-status:corrected", &["S-2", "S-3", "S-4"]),
        ("is:stale", &["S-1", "S-2", "S-3", "S-4"]),
        ("-is:stale", &[]),
        ("kind:letter", &["S-1"]),
        ("source:guard's", &["S-1"]),
        ("source:S-2", &["S-2"]),
        ("map", &["S-2"]),
        ("stance:disputes", &["S-4"]),
        ("is:undecided", &["S-1", "S-3", "S-4"]),
        ("before:2025-05-01", &["S-1"]),
    ] {
        assert_eq!(keys(&desk, &["sources", query]), left, "{query}");
    }
    // A source that was looked at again is not stale, even where no other is.
    let later = "2999-01-01";
    for key in ["S-1", "S-2", "S-3", "S-4"] {
        desk.run(&["edit", CASE, key, "--accessed", later]).done();
    }
    assert!(keys(&desk, &["sources", "is:stale"]).is_empty());
    assert_eq!(keys(&desk, &["sources", "-is:stale"]).len(), 4);
    let unknown = desk.run(&["list", CASE, "sources", "colour:red"]).refused();
    assert!(unknown.contains("known: ") && unknown.contains("status"), "{unknown}");
}

fn reviewer() -> Reviewer {
    Reviewer { id: ItemId::from_u128(1), name: "r.lee".into(), is: None }
}

/// A case of this many sources, with evidence of one claim in the first.
fn made(path: &Path, sources: u64, evidence: u64) {
    let source = |n| json!({"id": format!("s{n}"), "title": format!("source {n}")});
    let piece = |n| json!({"id": format!("e{n}"), "claim": "c", "source": "s1", "stance": "supports", "paraphrase": format!("{n}")});
    let info = CaseInfo { dataset: "many".into(), title: "many".into(), ..CaseInfo::default() };
    case::create(path, &info, &reviewer(), Box::new(Forgetful), "many", |importer| {
        importer.add(Entry::Case(info.clone()))?;
        for n in 1..=sources {
            importer.add(Entry::Source(serde_json::from_value(source(n)).unwrap()))?;
        }
        importer.add(Entry::Claim(serde_json::from_value(json!({"id": "c", "text": "c"})).unwrap()))?;
        for n in 1..=evidence {
            importer.add(Entry::Evidence(serde_json::from_value(piece(n)).unwrap()))?;
        }
        Ok::<(), CaseError>(())
    })
    .unwrap();
}

#[test]
fn on_a_screen_counting_stops_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.corrob");
    made(&path, 2, 501);
    let case = Case::open(&path).unwrap();
    let (rows, _) = case.record_rows(reviewer().id, Kind::Source, None, (ListAt::First, 0, 9)).unwrap();
    let RecordRow::Source(first) = &rows.rows[0] else { panic!() };
    assert_eq!((first.stances.total(), first.more, first.decided_of().as_str()), (500, true, "0/500+"));
    let whole = case.rows_of_records(reviewer().id, Kind::Source, &[1], COUNT_ALL).unwrap();
    let RecordRow::Source(first) = &whole[0] else { panic!() };
    assert_eq!((first.stances.total(), first.more), (501, false));
}

/// Takes sources out of the file, as nothing else would leave gaps among the keys.
fn take_out(path: &Path, keys: &[u64]) {
    let conn = rusqlite::Connection::open(path).unwrap();
    for key in keys {
        conn.execute(&format!("DELETE FROM source WHERE key = {key}"), []).unwrap();
        conn.execute("UPDATE counter SET n = n - 1 WHERE name = 'count.source'", []).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_stretch_is_what_the_whole_list_has_there(
        gone in prop::collection::btree_set(1u64..40, 0..6),
        at in 0usize..40,
        before in 0usize..9,
        after in 1usize..9,
        arranged in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("many.corrob");
        made(&path, 40, 0);
        take_out(&path, &gone.iter().copied().collect::<Vec<_>>());
        let case = Case::open(&path).unwrap();
        let me = reviewer().id;
        let order = if arranged { RecordOrder::Name } else { RecordOrder::Key };
        let whole = case.arrange_records(me, Kind::Source, order, None::<&Query>).unwrap();
        let ids: Vec<i64> = whole.iter().copied().map(i64::from).collect();
        let all = case.rows_of_records(me, Kind::Source, &ids, 9).unwrap();
        prop_assert_eq!(all.len(), 40 - gone.len());
        let at = at.min(all.len() - 1);
        for (place, found) in [(ListAt::Item(all[at].id()), at), (ListAt::First, 0), (ListAt::Last, all.len() - 1)] {
            let order = arranged.then_some(whole.as_slice());
            let (rows, here) = case.record_rows(me, Kind::Source, order, (place, before.max(1), after)).unwrap();
            prop_assert_eq!(rows.total, all.len() as u64);
            let start = usize::try_from(rows.start).unwrap();
            let end = start + rows.rows.len();
            prop_assert_eq!(&rows.rows[..], &all[start..end]);
            prop_assert_eq!(here, Some(all[found].id()));
            if place != ListAt::Last {
                prop_assert_eq!((start, end), (found.saturating_sub(before.max(1)), (found + after).min(all.len())));
            }
        }
    }
}
