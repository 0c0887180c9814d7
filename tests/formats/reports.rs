//! What leaves a case for people and programs: each format says what the case says, what was not asked
//! for stays behind, and nothing from outside acts.

use crate::desk::Desk;
use corrob::domain::ExportFormat;
use corrob::text::{csv_safe, for_terminal};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");
const PAGE: &str = "https://example.org/checks";

/// Every format, with what it takes besides.
fn formats() -> impl Iterator<Item = Vec<&'static str>> {
    ExportFormat::ALL.iter().map(|format| {
        let mut args = vec!["--format", format.described().name];
        if *format == ExportFormat::ClaimReview {
            args.extend(["--url", PAGE]);
        }
        args
    })
}

/// The bundled case, judged by two people, with private notes and a disagreement.
fn judged(desk: &Desk) {
    desk.run(&["import", "a.corrob", SEED]).done();
    for args in [
        &["tag", "a.corrob", "E-5", "withheld", "--ground", "glomar", "--note", "=asked twice"][..],
        &["tag", "a.corrob", "E-6", "disputed", "--note", "SECRET one", "--private"],
        &["note", "a.corrob", "C-2", "SECRET two", "--private"],
        &["note", "a.corrob", "E-8", "SECRET three", "--private"],
        &["verdict", "a.corrob", "C-1", "unproven", "--confidence", "high"],
        &["verdict", "a.corrob", "C-3", "supported"],
        &["--reviewer", "m.ito", "verdict", "a.corrob", "C-1", "refuted"],
        &[
            "--reviewer",
            "m.ito",
            "tag",
            "a.corrob",
            "E-5",
            "withheld",
            "--ground",
            "sealed",
            "--basis",
            "invoked",
            "--by",
            "r.lee",
        ],
        &["--reviewer", "m.ito", "tag", "a.corrob", "E-2", "released", "--part"],
    ] {
        desk.run(args).done();
    }
}

fn export(desk: &Desk, format: &[&str], more: &[&str]) -> String {
    let args: Vec<&str> = ["export", "a.corrob"].iter().chain(format).chain(more).copied().collect();
    desk.run(&args).done().out
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of a CSV file, each by its columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The text that a cell was made of.
fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| csv_safe(text) == cell).unwrap_or(cell)
}

#[test]
fn private_notes_stay_in_every_format_unless_asked_for() {
    let desk = Desk::new();
    judged(&desk);
    for format in formats() {
        assert!(!export(&desk, &format, &[]).contains("SECRET"), "{format:?}");
        // A claim review and a Vaughn index have no notes at all.
        let with = export(&desk, &format, &["--with-private"]).contains("SECRET");
        assert_eq!(with, !["claimreview", "vaughn"].contains(&format[1]), "{format:?}");
        // Behind the query an option is the same option.
        let all = export(&desk, &format, &["bounty", "--with-private"]);
        assert_eq!(all, export(&desk, &format, &["--with-private", "bounty"]), "{format:?}");
    }
}

#[test]
fn reports_say_where_each_record_stands_and_whose_claim_a_claim_is_part_of() {
    let desk = Desk::new();
    desk.run(&["new", "a.corrob", "--title", "The quay"]).done();
    for record in [
        &["party", "--name", "Ministry of Ports", "--short", "Ministry", "--naming", "named"][..],
        &["claim", "--text", "The quay cost four million", "--claimant", "P-1"],
        &["claim", "--text", "The stone cost one million", "--parent", "C-1"],
        &["source", "--title", "Annual accounts"],
        &["source", "--title", "Letter to the guild"],
        &["gap", "--claim", "C-1", "--material", "annex", "--state", "withheld", "--source", "S-2"],
        &["gap", "--material", "the bid", "--state", "not-shown", "--source", "S-2", "--locator", "page 2"],
        &["request", "--claim", "C-2", "--what", "the bill", "--kind", "record", "--outcome", "refused"],
        &["request", "--what", "a word", "--kind", "comment", "--outcome", "refused", "--source", "S-1"],
        &[
            "figure",
            "--claim",
            "C-2",
            "--measures",
            "cost",
            "--low",
            "1",
            "--unit",
            "USD",
            "--qualifier",
            "about",
            "--asserted-by",
            "P-1",
            "--source",
            "S-1",
            "--locator",
            "line 4",
        ],
    ] {
        desk.run(&[&["add", "a.corrob"][..], record].concat()).done();
    }
    let markdown = export(&desk, &["--format", "markdown"], &[]);
    let told = [
        "part of C-1 (claimant: Ministry): The quay cost four million",
        "- G-1: **withheld:** annex; according to S-2 Letter to the guild",
        "- G-2: **not shown:** the bid; according to S-2 Letter to the guild, page 2",
        "- F-1, asserted by Ministry of Ports: about 1 USD: cost; in S-1 Annual accounts, line 4",
        "outcome: **refused**; in S-1 Annual accounts",
    ];
    for told in told {
        assert!(markdown.contains(told), "{told}: {markdown}");
    }
    let html = export(&desk, &["--format", "html"], &[]);
    let link =
        |key: &str, title: &str| format!("<a class=\"key\" href=\"#{key}\">{key}</a> <bdi>{title}</bdi>");
    let (letter, accounts) = (link("S-2", "Letter to the guild"), link("S-1", "Annual accounts"));
    for told in [
        format!("Part of {}", link("C-1", "Ministry: The quay cost four million")),
        format!("According to {letter}</bdi>. "),
        format!("According to {letter}, page 2</bdi>. "),
        format!("Reported in {accounts}."),
        format!("In {accounts}, <bdi>line 4</bdi>"),
        "<td><bdi>Ministry of Ports</bdi></td>".to_owned(),
    ] {
        assert!(html.contains(&told), "{told}: {html}");
    }
    // A part whose whole is not in the report: still with its claimant.
    let html = export(&desk, &["--format", "html"], &["claim:C-2"]);
    assert!(html.contains("<bdi>Ministry: The quay cost four million</bdi></li>"), "{html}");
}

#[test]
fn a_claim_review_says_whether_a_person_or_an_organization_makes_the_claim() {
    let desk = Desk::new();
    desk.run(&["new", "a.corrob", "--title", "The quay"]).done();
    for (at, is) in [Some("person"), Some("organization"), None].iter().enumerate() {
        let (party, claim) = (format!("P-{}", at + 1), format!("C-{}", at + 1));
        let is: Vec<&str> = is.iter().flat_map(|is| ["--is", is]).collect();
        desk.run(&[&["add", "a.corrob", "party", "--name", "A", "--naming", "named"][..], &is].concat())
            .done();
        desk.run(&["add", "a.corrob", "claim", "--text", "It stands", "--claimant", &party]).done();
        desk.run(&["verdict", "a.corrob", &claim, "supported"]).done();
    }
    let reviews = || -> Vec<Value> {
        let reviews: Value =
            serde_json::from_str(&export(&desk, &["--format", "claimreview", "--url", PAGE], &[])).unwrap();
        let reviews = reviews.as_array().unwrap().iter();
        reviews.map(|review| review["itemReviewed"]["author"]["@type"].clone()).collect()
    };
    assert_eq!(reviews(), ["Person", "Organization", "Thing"]);
    desk.run(&["edit", "a.corrob", "P-3", "--is", "organization"]).done();
    assert_eq!(reviews()[2], "Organization");
}

#[test]
fn redacted_reviewers_are_named_nowhere() {
    let desk = Desk::new();
    judged(&desk);
    let native = desk.run(&["export", "a.corrob"]).done().json();
    let mut own: Vec<String> = vec!["r.lee".into(), "m.ito".into()];
    own.extend(native["reviewers"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()));
    own.extend(
        native["history"].as_array().unwrap().iter().map(|e| e["replica"].as_str().unwrap().to_owned()),
    );
    for format in formats() {
        for query in [&[][..], &["by:m.ito"], &["bounty", "-by:r.lee"]] {
            let more: Vec<&str> = ["--redact-reviewers"].iter().chain(query).copied().collect();
            let text = export(&desk, &format, &more);
            for word in &own {
                assert!(!text.contains(word), "{word} in {format:?} {query:?}");
            }
            assert_eq!(text, export(&desk, &format, &more), "the same stand-ins each time");
        }
        let text = export(&desk, &format, &["--redact-reviewers"]);
        assert!(text.contains("Reviewer 1") && text.contains("Reviewer 2"), "{format:?}");
    }
    // The stand-ins are the same ones in each format, and others in another case.
    let id = |text: &str| serde_json::from_str::<Value>(text).unwrap()["reviewers"][0]["id"].clone();
    let native = export(&desk, &[], &["--redact-reviewers"]);
    assert_eq!(id(&native), id(&export(&desk, &["--annotations"], &["--redact-reviewers"])));
    desk.run(&["import", "b.corrob", SEED]).done();
    desk.run(&["verdict", "b.corrob", "C-1", "refuted"]).done();
    assert_ne!(id(&native), id(&desk.run(&["export", "b.corrob", "--redact-reviewers"]).done().out));
    // It imports, under the stand-ins.
    desk.write("redacted.json", &native);
    desk.run(&["import", "c.corrob", "redacted.json"]).done();
    desk.run(&["check", "c.corrob"]).done();
}

#[test]
fn what_a_query_leaves_imports_by_itself() {
    let desk = Desk::new();
    judged(&desk);
    // One more who says nothing in any part, and times that are not those of the import.
    desk.run(&["--reviewer", "a.kay", "note", "a.corrob", "C-9", "elsewhere"]).done();
    let whole = export(&desk, &[], &[]);
    let today = whole.split("\"changed\":\"").nth(1).unwrap()[..10].to_owned();
    let old = export(&desk, &[], &["claim:C-1"]).replace(&today, "2025-10-20");
    desk.write("old.json", &old);
    desk.run(&["--reviewer", "n.new", "import", "old.corrob", "old.json"]).done();
    let again = desk.run(&["export", "old.corrob", "claim:C-1"]).done().out;
    assert!(again.contains("\"changed\":\"2025-10-20T"), "{again}");
    assert_eq!(again, old);
    // The same after a way through the history.
    desk.write("old-whole.json", &desk.run(&["export", "old.corrob"]).done().out);
    desk.run(&["import", "older.corrob", "old-whole.json"]).done();
    desk.run(&["check", "older.corrob"]).done();
    assert_eq!(desk.run(&["export", "older.corrob", "claim:C-1"]).done().out, old);
    for (at, query) in
        [&["tag:withheld"][..], &["stance:disputes"], &["claim:C-3"], &["verdict:refuted", "by:m.ito"]]
            .iter()
            .enumerate()
    {
        let said = desk.run(&[&["export", "a.corrob"][..], query].concat()).done();
        assert!(said.err.contains("history was left out"), "{said:?}");
        let part = said.out;
        assert!(!part.contains("\"history\""), "{query:?}");
        let (file, case) = (format!("{at}.json"), format!("part{at}.corrob"));
        desk.write(&file, &part);
        let said = desk.run(&["import", &case, &file]).done();
        assert!(said.err.contains(", 0 refused"), "{said:?}");
        desk.run(&["check", &case]).done();
        let again = desk.run(&[&["export", case.as_str()][..], query].concat()).done().out;
        assert_eq!(again, part, "{query:?}");
        assert!(!part.contains("a.kay"), "{query:?}");
        // Into the case it comes from it brings nothing new.
        let said = desk.run(&["import", "a.corrob", &file]).done();
        assert!(said.err.contains(": 0 records added, 0 changed"), "{said:?}");
    }
    let keys = |query: &[&str]| -> BTreeSet<u64> {
        let case: Value = serde_json::from_str(&export(&desk, &[], query)).unwrap();
        case["evidence"].as_array().into_iter().flatten().map(|e| e["key"].as_u64().unwrap()).collect()
    };
    assert_eq!(keys(&["tag:withheld"]), BTreeSet::from([5]));
    assert_eq!(
        keys(&["claim:C-1"]),
        keys(&["claim:C-1", "-stance:disputes"])
            .union(&keys(&["claim:C-1", "stance:disputes"]))
            .copied()
            .collect()
    );
}

#[test]
fn every_format_holds_what_the_query_leaves() {
    let desk = Desk::new();
    judged(&desk);
    let listed = |what: &str, query: &[&str]| -> BTreeSet<String> {
        let said = desk.run(&[&["list", "a.corrob", what, "--json"][..], query].concat()).done().json();
        said.as_array().unwrap().iter().map(|record| record["key"].as_str().unwrap().to_owned()).collect()
    };
    for query in [&[][..], &["stance:disputes"], &["claimant:dhs"], &["tag:none", "kind:intercept"]] {
        let asks_evidence = query.iter().any(|term| !term.starts_with("claimant"));
        let claims = listed("claims", query);
        let evidence =
            listed("evidence", if asks_evidence || query.is_empty() { query } else { &["claimant:dhs"] });
        let jsonl = lines(&export(&desk, &["--format", "jsonl"], query));
        let of = |kind: &str| -> BTreeSet<String> {
            let mine = jsonl.iter().filter(|line| line["record"] == kind);
            mine.map(|line| line["key"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((of("claim"), of("evidence")), (claims.clone(), evidence.clone()), "{query:?}");
        let csv = rows(&export(&desk, &["--format", "csv"], query));
        let column = |name: &str| -> BTreeSet<String> {
            csv.iter().map(|row| row[name].clone()).filter(|cell| !cell.is_empty()).collect()
        };
        assert_eq!((column("claim"), column("evidence")), (claims.clone(), evidence.clone()), "{query:?}");
        let markdown = export(&desk, &["--format", "markdown"], query);
        let (_, claims_on) = markdown.split_once("\n## Claims\n").unwrap_or_default();
        let headings: BTreeSet<String> = claims_on
            .lines()
            .take_while(|line| !line.starts_with("## "))
            .filter_map(|line| Some(line.strip_prefix("### ")?.split('.').next()?.to_owned()))
            .collect();
        assert_eq!(headings, claims, "{query:?}");
        for key in &evidence {
            assert!(markdown.contains(&format!("- **{key}** in ")), "{key}");
        }
    }
    for bad in ["nonsense:1", "claim:C-9999", "by:nobody"] {
        desk.run(&["export", "a.corrob", bad]).refused();
    }
}

#[test]
fn json_lines_are_as_their_schema_says() {
    let desk = Desk::new();
    judged(&desk);
    let schema = desk.run(&["schema", "lines"]).done().json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let all = lines(&export(&desk, &["--format", "jsonl"], &["--with-private"]));
    for line in &all {
        if let Err(error) = validator.validate(line) {
            panic!("{error}: {line}");
        }
    }
    let e5 = all.iter().find(|line| line["key"] == "E-5").unwrap();
    assert_eq!(e5["annotations"][0]["tags"], json!(["withheld"]));
    assert_eq!(e5["annotations"][0]["note"], "=asked twice");
    assert_eq!(e5["annotations"][1]["reviewer"]["name"], "m.ito");
    assert!(e5["claim"]["claimant"].is_string() && e5["source"]["title"].is_string());
    assert!(validator.validate(&json!({"record": "claim", "key": "C-1"})).is_err());
}

#[test]
fn csv_opens_as_text_and_reads_back() {
    let desk = Desk::new();
    judged(&desk);
    let hostile = [
        "=HYPERLINK(\"http://x\")",
        "+1",
        "@SUM(A1)",
        "-2+3",
        "a \"b\", c\nd",
        "\u{202e}abc",
        "\u{1b}[31mred",
    ];
    for text in hostile {
        let more = ["--claim", "C-1", "--source", "S-1", "--stance", "context", "--paraphrase", text];
        desk.run(&[&["add", "a.corrob", "evidence"][..], &more].concat()).done();
    }
    desk.run(&["add", "a.corrob", "claim", "--text", "=nobody"]).done();
    let text = export(&desk, &["--format", "csv"], &[]);
    assert!(text.starts_with("\u{feff}claim,claim.text,claim.claimant,"));
    let all = rows(&text);
    for row in &all {
        for cell in row.values() {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell:?}");
            assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell:?}");
            assert_eq!(for_terminal(cell, true), cell.as_str());
        }
    }
    let said: BTreeSet<&str> = all.iter().map(|row| restored(&row["paraphrase"])).collect();
    for text in hostile {
        assert!(said.contains(for_terminal(text, true).as_ref()), "{text:?}");
    }
    let of = |key: &str| -> Vec<&BTreeMap<String, String>> {
        all.iter().filter(|row| row["evidence"] == key).collect()
    };
    // Both reviewers say something of the claim, so each piece of it has a row of each.
    let e5 = of("E-5");
    let pairs: Vec<(&str, &str)> =
        e5.iter().map(|row| (row["reviewer"].as_str(), row["ground.code"].as_str())).collect();
    assert!(pairs.contains(&("r.lee", "glomar")) && pairs.contains(&("m.ito", "sealed")), "{pairs:?}");
    let note = e5.iter().find(|row| row["reviewer"] == "r.lee").unwrap()["note"].as_str();
    assert_eq!(note, "'=asked twice");
    let verdicts: BTreeSet<(&str, &str)> = all
        .iter()
        .filter(|row| row["claim"] == "C-1")
        .map(|row| (row["reviewer"].as_str(), row["claim.verdict"].as_str()))
        .collect();
    assert_eq!(verdicts, BTreeSet::from([("r.lee", "unproven"), ("m.ito", "refuted")]));
    // A claim without evidence is a row, and so is evidence that nobody judged.
    let alone: Vec<_> = all.iter().filter(|row| row["claim.text"] == "'=nobody").collect();
    assert_eq!(alone.len(), 1);
    assert!(alone[0]["evidence"].is_empty() && alone[0]["reviewer"].is_empty());
    assert!(all.iter().any(|row| !row["evidence"].is_empty() && row["reviewer"].is_empty()));
}

#[test]
fn a_claim_review_is_of_a_verdict() {
    let desk = Desk::new();
    judged(&desk);
    let run =
        |more: &[&str]| desk.run(&[&["export", "a.corrob", "--format", "claimreview"][..], more].concat());
    for (bad, why) in [
        (&[][..], "--url"),
        (&["--url", "example.org"], "not the address of a page"),
        (&["--url", "javascript:alert(1)"], "not the address of a page"),
        (&["--url", "https://example.org/#x"], "not the address of a page"),
    ] {
        assert!(run(bad).refused().contains(why), "{bad:?}");
    }
    assert!(desk.run(&["export", "a.corrob", "--url", PAGE]).refused().contains("claimreview"));
    let said = run(&["--url", PAGE]).done();
    assert!(said.err.contains("reviewers differ on 1 claim"), "{said:?}");
    let all = said.json();
    let reviews = all.as_array().unwrap();
    let found: Vec<(&str, &str, &str)> = reviews
        .iter()
        .map(|review| {
            assert_eq!(
                (&review["@context"], &review["@type"]),
                (&json!("https://schema.org"), &json!("ClaimReview"))
            );
            assert!(!review["claimReviewed"].as_str().unwrap().is_empty());
            assert!(review["itemReviewed"]["author"]["name"].is_string(), "{review}");
            assert_eq!(review["datePublished"].as_str().unwrap().len(), 10);
            let rating = &review["reviewRating"];
            (
                review["url"].as_str().unwrap(),
                review["author"]["name"].as_str().unwrap(),
                rating["alternateName"].as_str().unwrap(),
            )
        })
        .collect();
    let url = |key: &str| format!("{PAGE}#{key}");
    assert_eq!(
        found,
        [
            (url("C-1").as_str(), "r.lee", "Unproven (high confidence)"),
            (url("C-1").as_str(), "m.ito", "Refuted"),
            (url("C-3").as_str(), "r.lee", "Supported"),
        ]
    );
    assert_eq!(reviews[0]["reviewRating"].get("ratingValue"), None);
    assert_eq!(reviews[1]["reviewRating"]["ratingValue"], 1);
    assert_eq!(reviews[2]["reviewRating"]["ratingValue"], 5);
    let said = run(&["--url", PAGE, "--publisher", "The </script> Quay"]).done();
    assert!(said.err.contains("left out") && !said.out.contains("</script>"), "{said:?}");
    let all = said.json();
    assert_eq!(all.as_array().unwrap().len(), 1);
    assert_eq!(all[0]["author"], json!({"@type": "Organization", "name": "The </script> Quay"}));
    let said = run(&["--url", PAGE, "claim:C-2"]).done();
    assert_eq!(said.json(), json!([]));
    assert!(said.err.contains("no claim has a verdict"), "{said:?}");
}

#[test]
fn web_annotations_are_as_the_model_says() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    for args in [
        &["edit", "a.corrob", "S-2", "--url", "https://quay.example/gate", "--accessed", "2025-05-06"][..],
        &["edit", "a.corrob", "S-2", "--archive-url", "https://archive.example/gate"],
        &["edit", "a.corrob", "E-2", "--set", "quote.text=it stood open"],
        &["tag", "a.corrob", "E-2", "disputed", "--note", "said once"],
        &["tag", "a.corrob", "E-1", "withheld", "--ground", "glomar"],
        &["verdict", "a.corrob", "C-1", "conflicting", "--confidence", "low"],
        &["--reviewer", "m.ito", "tag", "a.corrob", "E-3", "examined"],
    ] {
        desk.run(args).done();
    }
    let all = desk.run(&["export", "a.corrob", "--format", "webannotation"]).done().json();
    let schema: Value = serde_json::from_str(include_str!("../schemas/web-annotation.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    if let Err(error) = validator.validate(&all) {
        panic!("{error} at {}", error.instance_path());
    }
    let items = all["first"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 4);
    let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(items[0]["motivation"], "assessing");
    let disputed =
        items.iter().find(|item| item["motivation"] == json!(["questioning", "commenting"])).unwrap();
    assert_eq!(
        disputed["target"],
        json!({
            "type": "SpecificResource",
            "source": "https://quay.example/gate",
            "selector": {"type": "TextQuoteSelector", "exact": "it stood open"},
            "state": {
                "type": "TimeState",
                "sourceDateStart": "2025-05-06T00:00:00Z",
                "sourceDateEnd": "2025-05-06T23:59:59Z",
                "cached": "https://archive.example/gate",
            },
        })
    );
    for item in items {
        let bodies = item["body"].as_array().unwrap();
        let described = bodies.iter().find(|body| body["purpose"] == "describing").unwrap();
        assert!(described["value"].as_str().unwrap().contains("(claimant: Harbour Authority)"), "{item}");
    }
    desk.run(&["undo", "a.corrob"]).done();
    let before = items.iter().map(|item| &item["id"]).collect::<Vec<_>>();
    let again = desk.run(&["export", "a.corrob", "--format", "webannotation"]).done().json();
    let again = again["first"]["items"].as_array().unwrap().iter().all(|item| before.contains(&&item["id"]));
    assert!(again, "an annotation keeps its id");
}

#[test]
fn markdown_says_whose_word_it_is() {
    let desk = Desk::new();
    judged(&desk);
    desk.run(&["edit", "a.corrob", "E-2", "--set", "quote.text=<b>x</b> [y](javascript:z)\n# no heading"])
        .done();
    let text = export(&desk, &["--format", "markdown"], &[]);
    let claims = text.matches("\n### C-").count();
    assert!(claims > 20, "{claims}");
    assert_eq!(text.matches("\n**Claimant:** ").count(), claims);
    for said in [
        "# Alleged bounties, guns to Mexico: what the reports put on record\n",
        "- As of 2025-10-18\n",
        "- **Out of date:** ",
        "- Holds the whole case\n",
        "- Private notes are left out\n",
        "- r.lee: verdict **unproven**; high confidence\n",
        "  - r.lee: **withheld**; ground Glomar: its holder neither confirms nor denies that it exists, inferred by r.lee; note: \\=asked twice\n",
        "\n  > “\\<b\\>x\\</b\\> \\[y\\](javascript\\:z)\\\n  > \\# no heading”\n",
        "#### Supporting\n",
        "#### Disputing\n",
        "#### Gaps and what is not public\n",
        "#### Asked for\n",
        "## Sources\n",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let quote = text.find("javascript").unwrap();
    let paraphrase = text.find("DHS says that it has intelligence of the scheme").unwrap();
    assert!(quote < paraphrase, "the quote stands before the paraphrase");
}

/// What both reports say of the evidence's worth, in the bundled case.
#[test]
fn reports_say_what_claims_stand_on() {
    let desk = Desk::new();
    judged(&desk);
    let markdown = export(&desk, &["--format", "markdown"], &[]);
    for told in [
        "- Tagged released by m.ito: for: 1 interested · against: nobody; 1 in part; ",
        "- **No request on record for** ",
        "ground sealed: sealed by a court, invoked by r.lee",
        "\n## Figures side by side\n",
        "\n## Evidence matrix\n",
        "\n## Timeline\n",
        "\n## Ledger of what is not public\n",
    ] {
        assert!(markdown.contains(told), "{told}: {markdown}");
    }
    // The page and the text are of one mind.
    let html = export(&desk, &["--format", "html"], &[]);
    for told in
        ["<b dir=\"auto\">m.ito</b>: for: 1 interested", "sealed: sealed by a court, invoked by r.lee"]
    {
        assert!(html.contains(told), "{told}");
    }
    // A part of the case says so, and is weighed by the whole of each claim's evidence.
    let part = export(&desk, &["--format", "markdown"], &["tag:withheld"]);
    assert!(part.contains("#### What it stands on, by all its evidence in the case\n"), "{part}");
    assert!(part.contains("- Against: "), "{part}");
    // Who wrote a private note alone has tagged nothing.
    desk.run(&["--reviewer", "a.kay", "note", "a.corrob", "E-7", "SECRET", "--private"]).done();
    let again = export(&desk, &["--format", "markdown"], &[]);
    assert!(!again.contains("by a.kay") && !again.contains("SECRET"), "{again}");
    // Stand-ins here too.
    let hidden = export(&desk, &["--format", "markdown"], &["--redact-reviewers"]);
    assert!(hidden.contains("- Tagged released by Reviewer "), "{hidden}");
    assert!(hidden.contains("agged released in part by Reviewer "), "{hidden}");
    assert!(hidden.contains(", invoked by Reviewer "), "{hidden}");
}

/// Makes a case of these sections.
fn native(desk: &Desk, sections: &[(&str, Value)]) {
    let sections: String = sections.iter().map(|(name, section)| format!(",\"{name}\":{section}")).collect();
    desk.write("native.json", &format!("{{\"format\":\"corrob-case\",\"version\":1{sections}}}"));
    desk.run(&["import", "a.corrob", "native.json"]).done();
}

#[test]
fn circles_doubles_and_what_grew_old_are_named() {
    let desk = Desk::new();
    native(
        &desk,
        &[
            ("case", json!({"dataset": "quay", "title": "The quay", "recheck_days": 10})),
            (
                "sources",
                json!([
                    {"id": "one", "title": "One", "url": "https://a.example/x"},
                    {"id": "two", "title": "Two", "url": "https://a.example/x#top"},
                ]),
            ),
            (
                "derivations",
                json!([
                    {"id": "d1", "source": "one", "from": "two", "relation": "relays"},
                    {"id": "d2", "source": "two", "from": "one", "relation": "relays"},
                ]),
            ),
            ("claims", json!([{"id": "cost", "text": "The quay cost four million"}])),
            (
                "evidence",
                json!([{"id": "e", "claim": "cost", "source": "one", "stance": "supports", "paraphrase": "It did"}]),
            ),
        ],
    );
    desk.run(&["verdict", "a.corrob", "C-1", "supported"]).done();
    let piece = ["--claim", "C-1", "--source", "S-2", "--stance", "disputes", "--paraphrase", "It did not"];
    desk.run(&[&["add", "a.corrob", "evidence"][..], &piece].concat()).done();
    let markdown = export(&desk, &["--format", "markdown"], &[]);
    for told in [
        "- **Circular reporting: S-1, S-2 draw on each other**\n",
        "- **One page or document, entered more than once: S-1, S-2**\n",
        "- **Look again:** r.lee, the verdict of ",
        "is older than E-2, which came or changed later\n",
        "- **Look again:** when S-1 was last looked at is not on record\n",
    ] {
        assert!(markdown.contains(told), "{told}: {markdown}");
    }
    let html = export(&desk, &["--format", "html"], &[]);
    for told in [
        "Circular reporting: S-1, S-2 draw on each other",
        "Look again: <b dir=\"auto\">r.lee</b>, the verdict of",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
}

#[test]
fn hostile_figures_requests_and_gaps_stay_inert() {
    let desk = Desk::new();
    let hostile = "<script>x</script> | [y](javascript:z) `w`\u{202e}";
    native(
        &desk,
        &[
            ("case", json!({"dataset": "quay", "title": "The quay"})),
            ("parties", json!([{"id": "p", "name": hostile, "naming": "named"}])),
            ("sources", json!([{"id": "s", "title": hostile}])),
            ("claims", json!([{"id": "c", "text": "The quay cost four million", "claimant": "p"}])),
            (
                "evidence",
                json!([{"id": "e", "claim": "c", "source": "s", "stance": "supports", "paraphrase": hostile,
                    "via": {"untraced": hostile},
                    "availability": {"says": "withheld", "holder": "p", "ground": hostile, "harm": hostile}}]),
            ),
            (
                "figures",
                json!([
                    {"id": "f", "claim": "c", "asserted_by": "p", "measures": hostile, "low": 1, "unit": hostile,
                     "qualifier": "about", "as_of": "2025"},
                    {"id": "g", "claim": "c", "measures": hostile, "low": 2, "unit": hostile, "qualifier": "at-least",
                     "population": hostile},
                ]),
            ),
            (
                "requests",
                json!([{"id": "r", "claim": "c", "to": "p", "what": hostile, "kind": "record", "outcome": "refused"}]),
            ),
            (
                "gaps",
                json!([{"id": "g", "claim": "c", "material": hostile, "state": "withheld", "holder": "p",
                    "ground": hostile, "harm": hostile}]),
            ),
        ],
    );
    let html = export(&desk, &["--format", "html"], &[]);
    assert!(!html.contains("<script") && !html.contains('\u{202e}'), "{html}");
    assert!(html.matches("&lt;script&gt;x&lt;/script&gt;").count() > 12, "{html}");
    let markdown = export(&desk, &["--format", "markdown"], &[]);
    assert!(!markdown.contains('\u{202e}'), "{markdown}");
    let (mut told, mut cells) = (0, 0);
    for event in Parser::new_ext(&markdown, Options::all()) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                panic!("{event:?}: {markdown}")
            }
            // Short ones are the signs of stances and tags.
            Event::Code(bar) => {
                assert!(bar.len() < 8 || bar.chars().all(|c| "·●◌├─╌┤◁▷○ ".contains(c)), "{bar}")
            }
            Event::Text(text) => told += text.matches("javascript").count(),
            Event::Start(Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            // A bar in a text parts no cells.
            Event::End(TagEnd::TableRow) => assert!([2, 5, 6, 7].contains(&cells), "{cells}: {markdown}"),
            _ => {}
        }
    }
    assert!(told > 12, "{told}: {markdown}");
}

#[test]
fn the_ending_of_the_file_names_the_format() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    for (file, start) in [
        ("x.json", "{\"format\":\"corrob-case\""),
        ("x.jsonl", "{\"record\":\"claim\""),
        ("x.csv", "\u{feff}claim,"),
        ("x.md", "# The harbour gate"),
        ("x.HTM", "<!DOCTYPE html>"),
    ] {
        desk.run(&["export", "a.corrob", "-o", file]).done();
        assert!(String::from_utf8(desk.read(file)).unwrap().starts_with(start), "{file}");
        desk.run(&["export", "a.corrob", "-o", file]).refused();
    }
    desk.run(&["export", "a.corrob", "-o", "x.md", "--force", "--format", "jsonl"]).done();
    assert!(desk.read("x.md").starts_with(b"{\"record\""));
    desk.run(&["export", "a.corrob", "--annotations", "--format", "csv"]).refused();
    desk.run(&["export", "a.corrob", "gate", "--nonsense"]).refused();
}
