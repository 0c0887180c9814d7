//! The bundled case: some eighty claims that someone could judge, each attributed, in its own words, with
//! nothing decided in advance.
//!
//! Where `CORROB_DOCUMENTS` names the folder of the four reports, their sentences are searched for.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CASE: &str = include_str!("../../seeds/bounties-and-guns.json");

/// The kinds of records.
const KINDS: [&str; 8] =
    ["parties", "sources", "derivations", "claims", "evidence", "figures", "requests", "gaps"];

/// The reports themselves, each with the beginning of its file's name.
const REPORTS: [(&str, &str); 5] = [
    ("fact-check", "000"),
    ("mexico-report", "001"),
    ("bounty-report", "002"),
    ("cbs-investigation", "003"),
    ("cbs-letter-report", "003"),
];

/// Titles may carry over word for word.
const TITLES: [&str; 2] = [
    "What evidence has the DHS publicly released to substantiate cartel bounty claims?",
    "Arming Cartels: Inside the Mexican-American Gunrunning Networks",
];

/// How many words in a row make a sentence taken over.
const RUN: usize = 8;

/// Beginnings of words that American English spells otherwise.
const BRITISH: [&str; 20] = [
    "organis",
    "recognis",
    "penalis",
    "criticis",
    "emphasis",
    "summaris",
    "authoris",
    "centralis",
    "neighbour",
    "colour",
    "labour",
    "behaviour",
    "harbour",
    "signall",
    "travell",
    "fuell",
    "defence",
    "offence",
    "licence",
    "programme",
];

/// Words that begin as those do, in American English too.
const AMERICAN: [&str; 2] = ["criticism", "emphasis"];

fn case() -> Value {
    serde_json::from_str(CASE).unwrap()
}

fn section<'a>(case: &'a Value, name: &str) -> &'a [Value] {
    case[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

fn ids<'a>(case: &'a Value, name: &str) -> BTreeSet<&'a str> {
    section(case, name).iter().map(|record| text(record, "id")).collect()
}

/// What a record's field names, where that is a list.
fn named<'a>(record: &'a Value, field: &str) -> BTreeSet<&'a str> {
    section(record, field).iter().map(|it| it.as_str().unwrap()).collect()
}

fn evidence_on<'a>(case: &'a Value, claim: &str) -> Vec<&'a Value> {
    section(case, "evidence").iter().filter(|piece| text(piece, "claim") == claim).collect()
}

#[test]
fn some_eighty_claims_each_with_a_claimant_a_label_and_evidence() {
    let case = case();
    let (parties, claims) = (ids(&case, "parties"), section(&case, "claims"));
    assert!((75..=85).contains(&claims.len()), "{} claims", claims.len());
    let mut labels = BTreeSet::new();
    for claim in claims {
        let (id, label) = (text(claim, "id"), text(claim, "label"));
        assert!(parties.contains(text(claim, "claimant")), "{id} has no claimant");
        assert!(named(claim, "concerns").is_subset(&parties), "{id} concerns nobody known");
        assert!(!named(claim, "concerns").contains(text(claim, "claimant")), "{id} concerns its claimant");
        for field in ["nature", "topic"] {
            assert!(!text(claim, field).is_empty(), "{id} has no {field}");
        }
        assert!(!section(claim, "wordings").is_empty(), "{id} has no wording");
        assert!(!evidence_on(&case, id).is_empty(), "{id} has no evidence");
        assert!((1..=32).contains(&label.chars().count()), "{id}: {label}");
        assert!(labels.insert(label.to_lowercase()), "{label} stands twice");
    }
}

#[test]
fn a_claim_stands_by_itself_and_does_not_name_its_claimant_again() {
    let case = case();
    let party = |id: &str| section(&case, "parties").iter().find(|party| text(party, "id") == id).unwrap();
    for claim in section(&case, "claims") {
        let (id, says) = (text(claim, "id"), text(claim, "text"));
        let first = words(says).remove(0);
        let pointing = ["this", "these", "that", "those", "it", "they", "he", "she", "such", "there"];
        assert!(!pointing.contains(&first.as_str()), "{id} begins with {first}");
        assert!(says.ends_with('.') && says.chars().count() <= 200, "{id}: {says}");
        let claimant = party(text(claim, "claimant"));
        for name in [text(claimant, "name"), text(claimant, "short")].iter().filter(|name| !name.is_empty()) {
            let (name, says) = (words(name), words(says));
            assert!(!says.windows(name.len()).any(|run| run == name), "{id} names its claimant: {name:?}");
        }
    }
}

#[test]
fn the_order_is_that_of_the_question() {
    let case = case();
    let mut topics: Vec<&str> = section(&case, "claims").iter().map(|claim| text(claim, "topic")).collect();
    topics.dedup();
    let wanted = [
        "the scheme",
        "what is public",
        "Mexico's answer",
        "doubts",
        "cases cited",
        "tactics",
        "guns: the flow",
        "guns: Project Thor",
        "guns: enforcement",
        "guns: the lawmakers' letter",
        "guns: law, court and trade",
    ];
    assert_eq!(topics, wanted, "each topic stands together");
}

#[test]
fn the_first_claim_has_something_for_each_key() {
    let case = case();
    let first = text(&section(&case, "claims")[0], "id");
    let pieces = evidence_on(&case, first);
    assert!((5..=7).contains(&pieces.len()), "{} pieces", pieces.len());
    for says in ["released", "withheld"] {
        assert!(pieces.iter().any(|piece| piece["availability"]["says"] == says), "nothing is {says}");
    }
    let stances: BTreeSet<&str> = pieces.iter().map(|piece| text(piece, "stance")).collect();
    assert_eq!(stances, BTreeSet::from(["context", "disputes", "repeats", "supports"]));
    let contested = |piece: &&&Value| text(piece, "about").contains("contested");
    assert!(pieces.iter().filter(contested).count() == 1, "one piece has a reading that is contested");
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
    assert!(section(&case, "sources").iter().all(|source| source.get("reliability").is_none()));
}

#[test]
fn the_case_says_how_old_it_is() {
    let case = case();
    assert_eq!(case["case"]["as_of"], "2025-10-18");
    assert!(text(&case["case"], "stale").contains("October 18, 2025"));
    assert_eq!(case["case"]["title"], "Alleged bounties, guns to Mexico: what the reports put on record");
}

#[test]
fn a_claimants_own_statement_does_not_support_it() {
    let case = case();
    let claimant: BTreeMap<&str, &str> =
        section(&case, "claims").iter().map(|claim| (text(claim, "id"), text(claim, "claimant"))).collect();
    for piece in section(&case, "evidence").iter().filter(|piece| text(piece, "stance") == "supports") {
        let (id, speaks) = (text(piece, "id"), text(&piece["via"], "party"));
        // Only what it says that it holds, where a report ties that to the claim.
        if speaks == claimant[text(piece, "claim")] {
            assert!(["intelligence", "document"].contains(&text(piece, "kind")), "{id}");
            assert!(
                text(piece, "material").contains("intelligence") || id == "thor-defunded-documents",
                "{id}"
            );
        }
    }
    for report in ["bounty-report", "mexico-report", "dhs-release"] {
        let on_scheme = evidence_on(&case, "bounty-scheme");
        let mut from = on_scheme.iter().filter(|piece| text(piece, "source") == report);
        assert!(from.all(|piece| text(piece, "stance") != "supports"), "{report}");
    }
}

#[test]
fn every_piece_rests_on_material_or_on_a_report_that_anyone_can_read() {
    let case = case();
    let published: BTreeSet<&str> = REPORTS.iter().map(|(source, _)| *source).collect();
    let mut known: BTreeMap<&str, (&Value, BTreeSet<&str>)> = BTreeMap::new();
    for piece in section(&case, "evidence") {
        let (id, material) = (text(piece, "id"), text(piece, "material"));
        let via = &piece["via"];
        assert!(via["party"].is_string(), "{id}: nobody speaks");
        assert!(via["origin"].is_string() != via["untraced"].is_string(), "{id}: {via}");
        if material.is_empty() {
            let source = text(piece, "source");
            assert!(published.contains(source), "{id} rests on what nobody can read");
            let rests_on = via["origin"].as_str().unwrap_or(source);
            assert_eq!(rests_on, source, "{id} does not say which material it rests on");
            continue;
        }
        // One material, one state, one set of requests.
        let said = (&piece["availability"], named(piece, "requests"));
        assert_eq!(known.entry(material).or_insert(said.clone()), &said, "{id}: {material}");
    }
    for gap in section(&case, "gaps") {
        let (id, state) = (text(gap, "id"), text(gap, "state"));
        let Some((said, requests)) = known.get(text(gap, "material")) else { continue };
        assert_eq!(&named(gap, "requests"), requests, "{id}");
        match said["says"].as_str() {
            Some(says) => assert_eq!((says, said.get("holder")), (state, gap.get("holder")), "{id}"),
            None => assert_eq!(state, "not-shown", "{id}"),
        }
    }
}

#[test]
fn what_is_withheld_has_a_holder_that_a_report_names() {
    let case = case();
    let gaps = section(&case, "gaps").iter().map(|gap| (gap, text(gap, "state"), text(gap, "id")));
    let pieces = (section(&case, "evidence").iter())
        .map(|piece| (&piece["availability"], text(&piece["availability"], "says"), text(piece, "id")));
    let withheld: Vec<_> = gaps.chain(pieces).filter(|(_, state, _)| *state == "withheld").collect();
    assert!(withheld.len() >= 20);
    for (says, _, id) in withheld {
        // Of a newsroom that does not say whether it published what it obtained nothing is said.
        assert!(["dhs", "doj", "atf"].contains(&text(says, "holder")), "{id} is held by {says}");
        assert_eq!((text(says, "ground"), text(says, "basis")), ("no-basis-stated", "inferred"), "{id}");
    }
    // Quoted in part is not released in part.
    assert!(!CASE.contains("in-part"));
}

#[test]
fn a_request_is_one_that_a_report_says_was_made() {
    let case = case();
    let requests = ids(&case, "requests");
    let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in ["evidence", "gaps"] {
        for record in section(&case, name) {
            for request in named(record, "requests") {
                assert!(requests.contains(request), "{} names {request}", text(record, "id"));
                asked.entry(request).or_default().insert(text(record, "material"));
            }
        }
    }
    for request in section(&case, "requests") {
        let id = text(request, "id");
        assert!(!text(request, "by").is_empty() && asked.contains_key(id), "{id} asks for nothing on record");
        // An answer is refused, or in part, only where a report says so; none does.
        assert!(["no-response", "all"].contains(&text(request, "outcome")), "{id}");
        assert_eq!(text(request, "outcome") == "all", request["answer"].is_string(), "{id}");
    }
    assert_eq!(asked["mexico-case-files"], BTreeSet::from(["case files on the alleged bounties"]));
    // The calls for declassification are for all that the fact-check calls withheld.
    for call in ["declassification-leaders", "declassification-experts", "declassification-advocates"] {
        assert_eq!(asked[call].len(), 7, "{call}");
    }
    let unasked = section(&case, "gaps").iter().filter(|gap| named(gap, "requests").is_empty());
    assert!(unasked.count() >= 15, "no report has anyone ask for the most of it");
}

#[test]
fn an_origin_is_traced_only_to_someone_who_can_be_named() {
    let case = case();
    let naming: BTreeMap<&str, &str> =
        section(&case, "parties").iter().map(|party| (text(party, "id"), text(party, "naming"))).collect();
    for piece in section(&case, "evidence").iter().filter(|piece| piece["via"]["origin"].is_string()) {
        let (id, speaks) = (text(piece, "id"), text(&piece["via"], "party"));
        assert_ne!(naming[speaks], "anonymous", "{id} is traced to {speaks}");
    }
    // Somebody who left an office does not speak for it.
    let speaks_for: BTreeSet<&str> = (section(&case, "parties").iter())
        .filter(|party| party["speaks_for"] == true)
        .map(|party| text(party, "id"))
        .collect();
    for ex_official in ["vigil", "demlein", "starr", "landau"] {
        assert!(!speaks_for.contains(ex_official), "{ex_official}");
    }
    assert!(["noem", "sheinbaum", "dettelbach", "monaco"].iter().all(|who| speaks_for.contains(who)));
}

#[test]
fn sources_have_short_names_of_their_own() {
    let case = case();
    let mut seen = BTreeSet::new();
    for source in section(&case, "sources") {
        let short = text(source, "short");
        assert!((1..=20).contains(&short.chars().count()), "{}: {short}", text(source, "id"));
        assert!(seen.insert(short), "{short} stands twice");
        // What a document does not state itself is inferred, and says so.
        let dated = source["dated"].as_str();
        assert!(dated.is_some() || source.get("dated").is_none(), "{}", text(source, "id"));
    }
    for (id, day) in [("dhs-release", "2025-10-14"), ("bounty-report", "2025-10-18")] {
        let source = section(&case, "sources").iter().find(|source| text(source, "id") == id).unwrap();
        assert_eq!(source["dated"], day);
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every text outside quotations.
fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => {
            let told = members.iter().filter(|(name, _)| *name != "quote");
            told.for_each(|(_, member)| strings(member, found));
        }
        _ => {}
    }
}

#[test]
fn it_is_told_in_plain_american_english() {
    let case = case();
    let mut paraphrases = BTreeSet::new();
    for piece in section(&case, "evidence") {
        let says = text(piece, "paraphrase");
        assert!(paraphrases.insert(says.to_lowercase()), "{says} stands twice");
        assert!(!says.starts_with("Quotes "), "{says}");
    }
    for kind in KINDS.iter().filter(|kind| **kind != "derivations") {
        let mut all = Vec::new();
        section(&case, kind).iter().for_each(|record| strings(record, &mut all));
        for text in all {
            for word in words(text).iter().filter(|word| !AMERICAN.contains(&word.as_str())) {
                assert!(!BRITISH.iter().any(|it| word.starts_with(it)), "{word} in {text}");
            }
        }
    }
}

/// The reports by the beginnings of their files' names, where `CORROB_DOCUMENTS` names their folder.
fn reports() -> Option<BTreeMap<String, String>> {
    let folder = std::env::var_os("CORROB_DOCUMENTS")?;
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let reports: BTreeMap<String, String> = files
        .map(|file| {
            let report = std::fs::read_to_string(file.path()).unwrap();
            (file.file_name().to_string_lossy()[..3].to_owned(), report)
        })
        .collect();
    assert_eq!(reports.len(), 4, "the four reports are there");
    Some(reports)
}

#[test]
fn no_sentence_of_a_report_is_taken_over() {
    let Some(reports) = reports() else {
        println!("skipped: CORROB_DOCUMENTS does not name the folder of the reports");
        return;
    };
    let runs: BTreeSet<Vec<String>> = (reports.values())
        .flat_map(|report| words(report).windows(RUN).map(<[String]>::to_vec).collect::<Vec<_>>())
        .collect();
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

#[test]
fn a_quotation_stands_in_its_report() {
    let Some(reports) = reports() else {
        println!("skipped: CORROB_DOCUMENTS does not name the folder of the reports");
        return;
    };
    let case = case();
    let mut found = 0;
    for piece in section(&case, "evidence").iter().filter(|piece| piece["quote"].is_object()) {
        let report = REPORTS.iter().find(|(source, _)| *source == text(piece, "source"));
        let report = &reports[report.unwrap_or_else(|| panic!("{} quotes no report", text(piece, "id"))).1];
        let quote = text(&piece["quote"], "text");
        assert!(report.contains(quote), "{}: {quote}", text(piece, "id"));
        found += 1;
    }
    assert!(found > 30);
}
