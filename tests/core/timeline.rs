//! The timeline has every date of a claim, its evidence, sources, figures and requests, each kind apart and
//! as precise as it came, in order; and says which were inferred, and from what.

use crate::desk::Desk;
use serde_json::{Value, json};

const CASE: &str = "t.corrob";

const GATE: &str = r#"{"format":"corrob-case","version":1,
"case":{"dataset":"gate","title":"The gate","as_of":"2025-06"},
"parties":[
{"id":"port","name":"Port Authority","short":"Port","naming":"named"},
{"id":"guard","name":"A guard","naming":"role-only"}
],
"sources":[
{"id":"note","title":"Note of May","kind":"letter","published":"2025-05","accessed":"2025-06-02"},
{"id":"book","title":"The log book","kind":"dataset","publisher":"Port","published":"2024"},
{"id":"spare","title":"A spare page","kind":"dataset","accessed":"2023-01-01"}
],
"claims":[
{"id":"shut","text":"The gate was shut.","claimant":"port","event_date":"2025-05-03T22:00","asserted_on":"2025-05-04"},
{"id":"locked","text":"It was locked.","claimant":"port","parent":"shut","event_date":{"date":"2025-05-03","inferred":"the night before the note"}},
{"id":"else","text":"It rained.","event_date":"2025-05-03"}
],
"evidence":[
{"id":"e1","claim":"shut","source":"note","stance":"repeats","paraphrase":"The port says so.","dated":"2025-05-04"},
{"id":"e2","claim":"locked","source":"note","stance":"disputes","paraphrase":"It stood ajar.","via":{"party":"guard"},"dated":"2025-05"},
{"id":"e3","claim":"else","source":"book","stance":"supports","paraphrase":"Rain is noted."}
],
"figures":[
{"id":"f1","claim":"shut","measures":"gates","low":2,"unit":"gates","qualifier":"exact","asserted_by":"port","as_of":"2025"},
{"id":"f2","evidence":"e3","measures":"rain","low":4,"unit":"mm","qualifier":"about","as_of":"2025-05-03"}
],
"requests":[
{"id":"r1","by":"guard","to":"port","what":"The log","kind":"record","claim":"shut","made":"2025-05-05","due":"2025-05-25","outcome":"no-response","answered":"2025-06","tracking":"P-7"}
]}"#;

fn gate() -> Desk {
    let desk = Desk::new();
    desk.write("gate.json", GATE);
    desk.run(&["import", CASE, "gate.json"]).done();
    desk
}

fn moments(desk: &Desk, case: &str, query: &[&str]) -> Vec<Value> {
    let all = desk.run(&[&["list", case, "timeline", "--json"], query].concat()).done().json();
    all.as_array().unwrap().clone()
}

/// Date, kind and key of each.
fn told(moments: &[Value]) -> Vec<(String, &str, &str)> {
    let date = |it: &Value| it["date"].as_str().or(it["date"]["date"].as_str()).unwrap().to_owned();
    moments.iter().map(|it| (date(it), it["of"].as_str().unwrap(), it["key"].as_str().unwrap())).collect()
}

#[test]
fn the_timeline_has_every_date_in_order() {
    let desk = gate();
    let all = moments(&desk, CASE, &[]);
    let wanted = [
        ("2023-01-01", "accessed", "S-3"),
        ("2024", "published", "S-2"),
        ("2025", "as-of", "F-1"),
        ("2025-05", "described", "E-2"),
        // A source that two pieces stand in is told of once.
        ("2025-05", "published", "S-1"),
        ("2025-05-03", "event", "C-2"),
        ("2025-05-03", "event", "C-3"),
        ("2025-05-03", "as-of", "F-2"),
        ("2025-05-03T22:00", "event", "C-1"),
        ("2025-05-04", "asserted", "C-1"),
        ("2025-05-04", "described", "E-1"),
        ("2025-05-05", "requested", "R-1"),
        ("2025-05-25", "due", "R-1"),
        ("2025-06", "answered", "R-1"),
        ("2025-06-02", "accessed", "S-1"),
    ];
    let wanted: Vec<(String, &str, &str)> = wanted.map(|(date, of, key)| (date.to_owned(), of, key)).to_vec();
    assert_eq!(told(&all), wanted);
    let what = |key: &str, of: &str| {
        let it = all.iter().find(|it| it["key"] == key && it["of"] == of).unwrap();
        it["what"].as_str().unwrap().to_owned()
    };
    assert_eq!(what("C-1", "event"), "Port: The gate was shut.");
    assert_eq!(what("C-3", "event"), "Claimant not recorded: It rained.");
    assert_eq!(what("E-1", "described"), "The port says so. (S-1)");
    assert_eq!(what("E-2", "described"), "It stood ajar. (S-1; speaking: A guard)");
    assert_eq!(what("F-1", "as-of"), "Port Authority: gates: 2 gates");
    assert_eq!(
        what("R-1", "due"),
        "A guard asked Port Authority for a record: The log (P-7): no response on record, overdue as of 2025-06"
    );
    assert!(what("R-1", "answered").ends_with(": no response on record by then"));
    let locked = all.iter().find(|it| it["key"] == "C-2").unwrap();
    assert_eq!(locked["date"], json!({"date": "2025-05-03", "inferred": "the night before the note"}));
    assert_eq!(locked["claim"], "C-2");
    // Nothing leads to a source in which no evidence stands.
    assert!(all[0].get("claim").is_none());
    let text = desk.run(&["list", CASE, "timeline"]).done().out;
    assert!(text.contains("the night before the note"), "{text}");
}

#[test]
fn a_query_limits_the_timeline_to_what_it_leaves() {
    let desk = gate();
    let keys = |query: &[&str]| -> Vec<String> {
        moments(&desk, CASE, query).iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&["claim:C-3"]), ["S-2", "C-3", "F-2"]);
    // Of the evidence, what the query finds; of its claims, all they say themselves.
    assert_eq!(keys(&["stance:disputes"]), ["E-2", "S-1", "C-2", "S-1"]);
    assert!(keys(&["nothing"]).is_empty());
}

#[test]
fn the_timeline_has_the_dates_of_the_four_reports() {
    let desk = Desk::new();
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", "b.corrob", "case.json"]).done();
    let all = moments(&desk, "b.corrob", &[]);
    let on = |date: &str, of: &str, words: &str| {
        let is = |it: &&Value| {
            let on = it["date"].as_str().or(it["date"]["date"].as_str()).unwrap();
            on == date && it["of"] == of && it["what"].as_str().unwrap().contains(words)
        };
        assert!(all.iter().any(|it| is(&it)), "{date} {of} {words}");
    };
    on("2018-07-25", "event", "Project Thor");
    on("2025-10-14", "published", "DHS release");
    on("2025-10-14", "asserted", "DHS: ");
    on("2025-10-18", "published", "Report of October 18");
    on("2021", "event", "Mexico sued");
    on("2023-06-14", "event", "June 14");
    // The dates stand in order: no first day before the one above it.
    let dates: Vec<String> = told(&all).into_iter().map(|(date, ..)| date).collect();
    let padded = |date: &String| format!("{}{}", date, &"0000-01-01"[date.len().min(10)..]);
    assert!(dates.iter().map(padded).is_sorted(), "{dates:?}");
    // What was inferred says from what.
    let inferred: Vec<&Value> = all.iter().filter(|it| it["date"].is_object()).collect();
    assert!(inferred.len() > 10);
    assert!(inferred.iter().all(|it| it["date"]["inferred"].as_str().is_some_and(|from| !from.is_empty())));
}

#[test]
fn the_two_weekdays_stay_unresolved() {
    let desk = Desk::new();
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", "b.corrob", "case.json"]).done();
    let claims = desk.run(&["list", "b.corrob", "--json"]).done().json();
    let spoke = |claim: &&Value| claim["text"].as_str().unwrap().starts_with("Sheinbaum spoke");
    let claim = claims.as_array().unwrap().iter().find(spoke).unwrap();
    // Each date is inferred, and nobody's word against the other's: two occasions can both have been.
    assert_eq!(claim["event_date"]["date"], json!("2025-10-15"));
    assert!(
        claim["event_date"]["inferred"].is_string()
            && claim["about"].as_str().unwrap().contains("Unresolved")
    );
    let key = format!("claim:{}", claim["key"].as_str().unwrap());
    let origins = desk.run(&["list", "b.corrob", "origins", "--json", &key]).done().json();
    let both = (&origins[0]["supporting"]["sources"], &origins[0]["disputing"]["sources"]);
    assert_eq!(both, (&json!(0), &json!(0)));
    let events = moments(&desk, "b.corrob", &[&key]);
    assert!(events.iter().any(|it| it["of"] == "event" && it["date"]["inferred"].is_string()), "{events:?}");
    let all = moments(&desk, "b.corrob", &[]);
    let thursday =
        all.iter().find(|it| it["what"].as_str().unwrap().contains("remarks on a Thursday")).unwrap();
    assert_eq!(thursday["date"]["date"], json!("2025-10-16"));
    assert!(thursday["date"]["inferred"].is_string());
}
