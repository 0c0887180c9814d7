//! Files as people have them: a case never says what its file did not, and what is read otherwise than it
//! stands, or left out, is named.

use crate::desk::{Desk, Said};
use crate::tables::{fixture, records};
use serde_json::{Value, json};

/// What an import of this file said.
fn import(desk: &Desk, case: &str, file: &str, text: &str) -> Said {
    desk.write(file, text);
    desk.run(&["import", case, file])
}

fn list(desk: &Desk, case: &str, what: &str) -> Vec<Value> {
    desk.run(&["list", case, what, "--json"]).done().json().as_array().unwrap().clone()
}

fn texts(of: &[Value], field: &str) -> Vec<String> {
    of.iter().map(|one| one[field].as_str().unwrap_or_default().to_owned()).collect()
}

/// The records of a case by section, as its own format has them.
fn native(desk: &Desk, case: &str) -> Value {
    desk.run(&["export", case]).done().json()
}

/// A claim review with this member put in the place of its own.
fn review(changes: &[(&str, Value)]) -> String {
    let mut review = json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://desk.example/1",
        "claimReviewed": "The bridge was shut", "datePublished": "2023-03-02",
        "author": {"@type": "Organization", "name": "The Ledger Desk"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A. Marrow"}},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
    });
    for (name, value) in changes {
        review[*name] = value.clone();
    }
    review.to_string()
}

#[test]
fn a_joint_claim_is_laid_on_none_of_its_claimants_alone() {
    for (at, authors) in [
        json!([{"@type": "Person", "name": "A. Marrow"}, {"@type": "Organization", "name": "Bridge Board"}]),
        json!(["A. Marrow", "Bridge Board"]),
        json!(["A. Marrow", {"@type": "Organization", "name": "Bridge Board"}]),
    ]
    .into_iter()
    .enumerate()
    {
        for property in ["author", "creator"] {
            let desk = Desk::new();
            let text = review(&[("itemReviewed", json!({"@type": "Claim", property: authors}))]);
            import(&desk, "a.corrob", "review.json", &text).done();
            let case = native(&desk, "a.corrob");
            let claim = &case["claims"][0];
            let name = |id: &Value| {
                let parties = case["parties"].as_array().unwrap();
                parties.iter().find(|party| party["id"] == *id).unwrap()["name"].clone()
            };
            assert_eq!(name(&claim["claimant"]), "A. Marrow and Bridge Board", "{at}");
            let concerns: Vec<Value> = claim["concerns"].as_array().unwrap().iter().map(name).collect();
            assert_eq!(concerns, ["A. Marrow", "Bridge Board"], "{at}");
        }
    }
    // Several authors of one review are one reviewer, too.
    let desk = Desk::new();
    let text = review(&[("author", json!([{"name": "Second Look"}, {"name": "The Ledger Desk"}]))]);
    import(&desk, "a.corrob", "review.json", &text).done();
    let said = list(&desk, "a.corrob", "annotations");
    assert_eq!(said[0]["reviewer"]["name"], "Second Look and The Ledger Desk");
}

#[test]
fn a_claim_review_says_the_same_however_it_is_written() {
    let ways: [(&str, Vec<(&str, Value)>); 9] = [
        ("as it is", vec![]),
        (
            "lists of one",
            vec![
                ("claimReviewed", json!(["The bridge was shut"])),
                ("author", json!([{"@type": "Organization", "name": "The Ledger Desk"}])),
                ("url", json!(["https://desk.example/1"])),
                ("reviewRating", json!([{"@type": "Rating", "alternateName": "False"}])),
                (
                    "itemReviewed",
                    json!([{"@type": "Claim", "author": [{"@type": "Person", "name": "A. Marrow"}]}]),
                ),
            ],
        ),
        (
            "a claim as an object",
            vec![("claimReviewed", json!({"@type": "Claim", "text": "The bridge was shut"}))],
        ),
        (
            "a text with its language",
            vec![("claimReviewed", json!({"@value": "The bridge was shut", "@language": "en"}))],
        ),
        ("an author as text", vec![("author", json!("The Ledger Desk"))]),
        ("an address as an object", vec![("url", json!({"@id": "https://desk.example/1"}))]),
        ("several types", vec![("@type", json!(["Review", "ClaimReview"]))]),
        ("a type with its prefix", vec![("@type", json!("schema:ClaimReview"))]),
        ("character references", vec![("author", json!({"name": "The&#32;Ledger Desk"}))]),
    ];
    for (way, changes) in ways {
        let desk = Desk::new();
        let said = import(&desk, "a.corrob", "review.json", &review(&changes)).done();
        let case = native(&desk, "a.corrob");
        assert_eq!(case["claims"][0]["text"], "The bridge was shut", "{way}: {said:?}");
        assert_eq!(case["parties"][0]["name"], "A. Marrow", "{way}");
        assert_eq!(case["parties"][0]["is"], "person", "{way}");
        assert_eq!(case["sources"][0]["url"], "https://desk.example/1", "{way}");
        assert_eq!(case["sources"][0]["publisher"], "The Ledger Desk", "{way}");
        let said = list(&desk, "a.corrob", "annotations");
        assert_eq!(said.len(), 1, "{way}");
        assert_eq!(said[0]["verdict"], "refuted", "{way}");
        assert_eq!(said[0]["reviewer"]["name"], "The Ledger Desk", "{way}");
    }
}

#[test]
fn of_several_values_the_rest_is_named() {
    let desk = Desk::new();
    let text = review(&[
        ("url", json!(["https://desk.example/1", "https://desk.example/print/1"])),
        ("claimReviewed", json!(["The bridge was shut", "The road was shut"])),
    ]);
    let said = import(&desk, "a.corrob", "review.json", &text).done();
    assert!(
        said.err.contains("read past these keys, here and further on: claimReviewed[1], url[1]"),
        "{said:?}"
    );
    assert_eq!(texts(&list(&desk, "a.corrob", "claims"), "text"), ["The bridge was shut"]);
}

#[test]
fn ratings_stay_as_they_are_written() {
    for (rating, note) in [
        (
            json!({"alternateName": "False", "ratingValue": "1", "bestRating": "5", "worstRating": "1"}),
            "Rated “False” (1, where 1 is the worst and 5 the best)",
        ),
        (
            json!({"alternateName": "False", "ratingValue": 5, "bestRating": 1, "worstRating": 5}),
            "Rated “False” (5, where 5 is the worst and 1 the best)",
        ),
        (json!({"alternateName": "False", "ratingValue": 2}), "Rated “False” (2)"),
        (
            json!({"alternateName": "False", "ratingValue": 2, "bestRating": 7}),
            "Rated “False” (2, where 7 is the best)",
        ),
        (json!("False"), "Rated “False”"),
        (json!({"ratingValue": "3"}), "Rated 3"),
        (json!(3), "Rated 3"),
    ] {
        let desk = Desk::new();
        import(&desk, "a.corrob", "review.json", &review(&[("reviewRating", rating.clone())])).done();
        assert_eq!(list(&desk, "a.corrob", "annotations")[0]["note"], note, "{rating}");
    }
}

#[test]
fn a_review_has_the_date_of_the_review() {
    for (date, changed) in [
        ("2023-03-02", "2023-03-02T00:00:00Z"),
        ("2023-03-02T10:00:00+02:00", "2023-03-02T08:00:00Z"),
        ("2023-03-02 10:00", "2023-03-02T00:00:00Z"),
    ] {
        let desk = Desk::new();
        import(&desk, "a.corrob", "review.json", &review(&[("datePublished", json!(date))])).done();
        assert_eq!(list(&desk, "a.corrob", "annotations")[0]["changed"], changed, "{date}");
        let out = desk
            .run(&["export", "a.corrob", "--format", "claimreview", "--url", "https://here.example/"])
            .done();
        assert_eq!(out.json()[0]["datePublished"], "2023-03-02", "{out:?}");
    }
    let desk = Desk::new();
    import(&desk, "a.corrob", "answer.json", &fixture("google-factcheck.json"));
    assert_eq!(list(&desk, "a.corrob", "annotations")[0]["changed"], "2023-05-04T10:00:00Z");
}

#[test]
fn character_references_are_read_once_and_the_remark_says_so() {
    let desk = Desk::new();
    let text = review(&[("claimReviewed", json!("Bread &amp; water cost &quot;nothing&quot; &amp;lt; R&D"))]);
    let said = import(&desk, "a.corrob", "review.json", &text).done();
    assert_eq!(
        texts(&list(&desk, "a.corrob", "claims"), "text"),
        ["Bread & water cost \"nothing\" &lt; R&D"]
    );
    assert!(
        said.err.contains(
            "were read as the characters they stand for in 1 text; this is the first (claimReviewed)"
        ),
        "{said:?}"
    );
}

#[test]
fn what_names_nobody_is_no_party() {
    for word in ["N/A", "-", "REDACTED", "anonymous", "Unbekannt", "(b)(6)", "未知"] {
        let desk = Desk::new();
        let item = json!({"@type": "Claim", "author": {"@type": "Person", "name": word}});
        let said = import(&desk, "a.corrob", "review.json", &review(&[("itemReviewed", item)])).done();
        assert!(list(&desk, "a.corrob", "parties").is_empty(), "{word}");
        let named = format!("\"{word}\" names nobody: no party was made of it, 1 time; this is the first");
        assert!(said.err.contains(&named), "{word}: {said:?}");
    }
    // In a log of requests, and with a map of columns.
    let desk = Desk::new();
    let log = "Request ID,Requester,Description,Status,Received Date\n\
               Q-1,REDACTED,Plans,Full grant,07/03/2017\nQ-2,Mira Vogt,Minutes,Full grant,07/03/2017\n\
               Q-3,n/a,Letters,Full grant,07/03/2017\n";
    let said = import(&desk, "log.corrob", "log.csv", log).done();
    assert_eq!(texts(&list(&desk, "log.corrob", "parties"), "name"), ["Mira Vogt"]);
    assert_eq!(list(&desk, "log.corrob", "requests").len(), 3);
    assert!(said.err.contains("line 2: \"REDACTED\", \"n/a\" name nobody: no parties were made of them, 2 times; this is the first (Requester)"), "{said:?}");
    desk.write("plain.csv", "what,who\nPlans,unknown\nMinutes,Mira Vogt\n");
    desk.run(&[
        "import",
        "map.corrob",
        "plain.csv",
        "--map",
        "what=request.what",
        "--map",
        "who=request.by.name",
    ])
    .done();
    assert_eq!(texts(&list(&desk, "map.corrob", "parties"), "name"), ["Mira Vogt"]);
    // Nobody reviews: a verdict without a reviewer is refused.
    let said = import(&desk, "b.corrob", "review.json", &review(&[("author", json!("Unknown"))]));
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("\"Unknown\" names nobody, and someone must have said it"), "{said:?}");
    assert!(list(&desk, "b.corrob", "annotations").is_empty());
}

#[test]
fn fever_is_told_by_its_shape_from_other_tables() {
    let desk = Desk::new();
    let table = "id,claim,label,evidence\n1,The bridge was shut,false,The log of the bridge\n";
    desk.write("table.csv", table);
    let said = desk.run(&["import", "a.corrob", "table.csv"]).refused();
    assert!(said.contains("no known format fits it"), "{said}");
    let starter = desk.run(&["import", "--explain", "table.csv"]);
    assert!(starter.out.contains("[claim]") && starter.out.contains("evidence"), "{starter:?}");
    for line in [
        r#"{"id":1,"claim":"A","label":"false","evidence":[[[1,2,"Page",0]]]}"#,
        r#"{"id":1,"claim":"A","label":"SUPPORTS","evidence":"The log"}"#,
        r#"{"id":1,"claim":"A","label":"SUPPORTS","evidence":[{"text":"The log"}]}"#,
        r#"{"id":1,"claim":"A","verdict":"supported","sources":"a; b"}"#,
    ] {
        desk.write("other.jsonl", line);
        let said = desk.run(&["import", "a.corrob", "other.jsonl"]).refused();
        assert!(said.contains("no known format fits it"), "{line}: {said}");
    }
}

/// An annotation of one account, on a passage or in reply to one.
fn marked(id: &str, account: &str, day: u8, text: &str, reply: Option<&str>) -> Value {
    let mut one = json!({
        "id": id, "created": format!("2024-01-{day:02}T00:00:00Z"), "user": account,
        "user_info": {"display_name": "Lena"}, "uri": "https://paper.example/a", "text": text, "tags": [],
        "target": [{"source": "https://paper.example/a"}],
    });
    match reply {
        Some(first) => one["references"] = json!([first]),
        None => one["target"][0]["selector"] = json!([{"type": "TextQuoteSelector", "exact": "nine loaves"}]),
    }
    one
}

#[test]
fn an_account_is_who_says_it_and_its_replies_are_one_note_in_order() {
    let rows = [
        marked("h1", "acct:lena@notes.example", 1, "First", None),
        marked("h2", "acct:lena.k@notes.example", 2, "I count ten", Some("h1")),
        marked("h3", "acct:lena.k@notes.example", 4, "Ten, still", Some("h1")),
        marked("h4", "acct:lena@notes.example", 3, "Nine", Some("h1")),
    ];
    for newest_first in [false, true] {
        let desk = Desk::new();
        let mut rows = rows.to_vec();
        if newest_first {
            rows.reverse();
        }
        let text = json!({"total": 4, "rows": rows}).to_string();
        let said = import(&desk, "a.corrob", "notes.json", &text).done();
        assert!(said.err.contains("0 refused"), "{said:?}");
        let mut said = list(&desk, "a.corrob", "annotations");
        said.sort_by_key(|one| one["note"].to_string());
        assert_eq!(texts(&said, "note"), ["First\n\nNine", "I count ten\n\nTen, still"], "{newest_first}");
        assert_eq!(texts(&said, "changed"), ["2024-01-03T00:00:00Z", "2024-01-04T00:00:00Z"]);
        assert!(said.iter().all(|one| one["reviewer"]["name"] == "Lena"));
        assert_ne!(said[0]["reviewer"]["id"], said[1]["reviewer"]["id"]);
    }
}

#[test]
fn a_gap_and_a_figure_take_the_one_claim_there_is() {
    let desk = Desk::new();
    let rest = "[[gap]]\nmaterial = \"m\"\nstate = \"=withheld\"\n[[figure]]\nmeasures = \"m\"\nunit = \"=loaves\"\nlow = \"n\"\n";
    let one = format!("name = \"x\"\nclaim.text = \"t\"\n{rest}");
    let two = format!("name = \"x\"\n[[claim]]\ntext = \"t\"\n[[claim]]\ntext = \"u\"\n{rest}");
    desk.write("a.jsonl", "{\"t\":\"A\",\"u\":\"B\",\"m\":\"the log\",\"n\":9}\n");
    desk.write("one.toml", &one);
    let said = desk.run(&["import", "one.corrob", "a.jsonl", "--profile", "one.toml"]).done();
    assert!(!said.err.contains("without a claim"), "{said:?}");
    let case = native(&desk, "one.corrob");
    for section in ["gaps", "figures"] {
        assert_eq!(case[section][0]["claim"], case["claims"][0]["id"], "{section}");
    }
    desk.write("two.toml", &two);
    let said = desk.run(&["import", "two.corrob", "a.jsonl", "--profile", "two.toml"]).done();
    for what in ["1 figure", "1 gap"] {
        assert!(
            said.err.contains(&format!("line 1: {what} went in without a claim; this is the first")),
            "{said:?}"
        );
    }
}

#[test]
fn parts_of_a_profile_that_find_nothing_are_named() {
    let desk = Desk::new();
    desk.write("p.toml", "name = \"p\"\nclaim.text = \"t\"\n[[source]]\ntitle = \"s\"\nif = \"s\"\n[[party]]\nas = \"mayor\"\nname = \"who\"\nif = \"who\"\n[[party]]\nas = \"clerk\"\nname = \"t\"\n");
    desk.write("a.jsonl", "{\"t\":\"A\"}\n");
    let said = desk.run(&["import", "a.corrob", "a.jsonl", "--profile", "p.toml"]).done();
    assert!(
        said.err.contains(
            "nothing came of these parts of the profile \"p\" in any record: party \"mayor\", source"
        ),
        "{said:?}"
    );
}

#[test]
fn records_that_end_late_are_read() {
    let long = "x".repeat(3 << 20);
    let desk = Desk::new();
    let claims = json!({"claims": [
        {"text": "The bridge was shut", "claimant": "A. Marrow", "filler": long, "claimReview": [{"publisher": {"name": "Second Look"}, "url": "https://other.example/1", "textualRating": "False"}]},
    ]});
    import(&desk, "a.corrob", "answer.json", &claims.to_string()).done();
    assert_eq!(list(&desk, "a.corrob", "claims").len(), 1);
    let page = format!(
        "<html><head><script>{long}</script>\n<script type=\"application/ld+json\">{}</script></head></html>",
        review(&[])
    );
    import(&desk, "b.corrob", "page.html", &page).done();
    assert_eq!(list(&desk, "b.corrob", "claims").len(), 1);
    let lines =
        format!("{}\n{}\n", FLAT.replace("FILLER", &long), FLAT.replace("g-1", "g-2").replace("FILLER", ""));
    import(&desk, "c.corrob", "flat.jsonl", &lines).done();
    assert_eq!(list(&desk, "c.corrob", "claims").len(), 2);
}

const FLAT: &str = r#"{"id":"g-1","dataset":"gates","claim":"The gate was shut.","verdict":"refuted","sources":[{"stance":"disputes","title":"The log","text":"Open at four. FILLER"}]}"#;

#[test]
fn what_begins_as_json_and_is_none_is_no_table() {
    let desk = Desk::new();
    for text in [
        "{id: 1, text: \"a\"}\n",
        "{'id': 1, 'text': 'a'}\n",
        "[claim]\nid = \"a, b\"\n",
        "[ {id: 1, t: 2},\n {id: 2, t: 3} ]\n",
    ] {
        desk.write("notes.txt", text);
        let said = desk.run(&["import", "a.corrob", "notes.txt"]).refused();
        assert!(
            said.contains("as JSON does, and is not JSON") || said.contains("where JSON allows none"),
            "{text}: {said}"
        );
    }
    // A header in brackets, as some databases write it, is one.
    desk.write("brackets.csv", "[ID],[Statement]\n1,The gate was shut\n");
    desk.run(&[
        "import",
        "a.corrob",
        "brackets.csv",
        "--map",
        "[ID]=claim.id",
        "--map",
        "[Statement]=claim.text",
    ])
    .done();
    assert_eq!(list(&desk, "a.corrob", "claims").len(), 1);
}

#[test]
fn a_page_is_read_in_the_encoding_it_names() {
    let page = |head: &str| {
        let review = review(&[("claimReviewed", json!("Мост закрыт"))]);
        format!(
            "<html><head>{head}<title>Мост</title><script type=\"application/ld+json\">{review}</script></head></html>"
        )
    };
    for head in [
        "<meta charset=\"windows-1251\">",
        "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
        "<META CHARSET=windows-1251>",
    ] {
        let desk = Desk::new();
        let text = page(head);
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&text);
        std::fs::write(desk.path("page.html"), bytes).unwrap();
        desk.run(&["import", "a.corrob", "page.html"]).done();
        assert_eq!(texts(&list(&desk, "a.corrob", "claims"), "text"), ["Мост закрыт"], "{head}");
        // One that was saved anew in UTF-8 and kept the old name is UTF-8.
        std::fs::write(desk.path("anew.html"), page(head)).unwrap();
        desk.run(&["import", "b.corrob", "anew.html"]).done();
        assert_eq!(texts(&list(&desk, "b.corrob", "claims"), "text"), ["Мост закрыт"], "{head}");
    }
}

#[test]
fn a_teammates_annotations_come_in_as_theirs() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    std::fs::copy(desk.path("a.corrob"), desk.path("b.corrob")).unwrap();
    let mate = Desk::new().with_reviewer("m.vogt");
    std::fs::copy(desk.path("a.corrob"), mate.path("a.corrob")).unwrap();
    mate.run(&["tag", "a.corrob", "E-1", "withheld", "--ground", "b7A", "--note", "asked on Monday"]).done();
    mate.run(&["verdict", "a.corrob", "C-1", "refuted", "--confidence", "high"]).done();
    let file = mate.run(&["export", "a.corrob", "--annotations"]).done().out;
    desk.run(&["tag", "b.corrob", "E-1", "released"]).done();
    let said = import(&desk, "b.corrob", "theirs.json", &file).done();
    assert!(said.err.contains("0 refused, 2 annotations"), "{said:?}");
    let all = list(&desk, "b.corrob", "annotations");
    let of =
        |name: &str| all.iter().filter(|one| one["reviewer"]["name"] == name).cloned().collect::<Vec<_>>();
    assert_eq!((of("m.vogt").len(), of("r.lee").len()), (2, 1), "{all:?}");
    let theirs = serde_json::from_str::<Value>(&file).unwrap()["annotations"].clone();
    for one in of("m.vogt") {
        let before = theirs.as_array().unwrap().iter().find(|it| it["item"] == one["item"]).unwrap();
        for field in ["reviewer", "access", "ground", "note", "verdict", "confidence", "changed"] {
            assert_eq!(one[field], before[field], "{field}");
        }
    }
    assert!(desk.run(&["check", "b.corrob"]).done().err.is_empty());
    let again = import(&desk, "b.corrob", "theirs.json", &file).done();
    assert!(!again.err.contains("annotation"), "{again:?}");
    // Once they speak for themselves here, a file says nothing for them.
    let said = mate
        .run_with(&["import", "a.corrob", "-"], file.replace("asked on Monday", "asked").as_bytes())
        .done();
    assert!(
        said.err.contains("1 annotation left out (their reviewers speak for themselves in this case)"),
        "{said:?}"
    );
    // What contradicts itself, and what is about no item of the case, is refused by name.
    let bad = file.replace("\"tags\":[\"withheld\"]", "\"tags\":[\"released\"]");
    let said = import(&desk, "c.corrob", "theirs.json", &bad);
    assert!(
        said.err.contains("annotations, tags: \"released\" stands there or in the fields beside it"),
        "{said:?}"
    );
    assert!(said.err.contains("and there is no such claim"), "{said:?}");
}

/// Claims with a flat list of sources, of which the first do not have any.
fn flat(first: usize, more: &str) -> Vec<String> {
    let one = |n: usize, sources: &str| {
        format!(
            "{{\"id\":\"f{n}\",\"dataset\":\"d\",\"claim\":\"Claim {n}\",\"verdict\":\"refuted\",\"sources\":[{sources}]}}"
        )
    };
    (0..first).map(|n| one(n, "")).chain([one(first, more)]).collect()
}

#[test]
fn a_list_that_is_empty_in_the_first_records_is_recognised_by_the_later_ones() {
    let source = "{\"title\":\"The log\",\"stance\":\"disputes\",\"text\":\"It was open.\"}";
    for (first, more, sources) in [(60, source, 1), (12_000, source, 1), (60, "", 0), (3, "", 0)] {
        let all = flat(first, more);
        let texts = [
            all.join("\n"),
            all.join("\n").replace("\"sources\":[]", "\"sources\":null"),
            format!("[{}]", all.join(",\n")),
            format!("{{\"rows\":[{}]}}", all.join(",")),
        ];
        // The first source of a long file stands behind all that is looked at to recognise it.
        let ways = if first > 1_000 { 1 } else { texts.len() };
        for text in &texts[..ways] {
            let desk = Desk::new();
            let said = import(&desk, "a.corrob", "flat.json", text).done();
            let of = |what: &str| list(&desk, "a.corrob", what).len();
            assert_eq!(
                (of("claims"), of("sources"), of("evidence")),
                (first + 1, sources, sources),
                "{said:?}"
            );
        }
    }
    // What has no such list, or other things in it, is not taken for it.
    let other = flat(3, "").join("\n");
    for text in [other.replace(",\"sources\":[]", ""), other.replace("\"sources\":[]", "\"sources\":[\"a\"]")]
    {
        let desk = Desk::new();
        assert!(
            import(&desk, "a.corrob", "other.jsonl", &text).refused().contains("no known format fits it")
        );
    }
}

#[test]
fn who_is_named_by_an_address_has_the_name_that_stands_there() {
    let org = json!({"@type": "Organization", "@id": "https://desk.example/#org", "name": "The Ledger Desk"});
    let person = json!({"@type": "Person", "@id": "#marrow", "name": "A. Marrow"});
    let reference = |id: &str| json!({"@id": id});
    let review: Value = serde_json::from_str(&review(&[
        ("author", reference("https://desk.example/#org")),
        ("itemReviewed", json!({"@type": "Claim", "author": reference("#marrow")})),
    ]))
    .unwrap();
    let script = |value: &Value| format!("<script type=\"application/ld+json\">{value}</script>");
    let graph = json!({"@context": "https://schema.org", "@graph": [review, org, person]});
    let nested = json!({"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "publisher": org, "about": [person]}, review]});
    for text in [
        graph.to_string(),
        format!("{graph}\n{graph}"),
        nested.to_string(),
        format!("<html>{}</html>", script(&graph)),
        format!("<html>{}{}{}</html>", script(&review), script(&org), script(&person)),
        json!([review, org, person]).to_string().replace("[{", "{\"@graph\":[{").replace("}]", "}]}"),
    ] {
        let desk = Desk::new();
        let said = import(&desk, "a.corrob", "page", &text).done();
        assert!(!said.err.contains("@id"), "{said:?}");
        let case = native(&desk, "a.corrob");
        let parties: Vec<String> = texts(case["parties"].as_array().unwrap(), "name");
        assert_eq!(parties, ["A. Marrow"], "{text}");
        assert_eq!(
            list(&desk, "a.corrob", "annotations")[0]["reviewer"]["name"],
            "The Ledger Desk",
            "{text}"
        );
    }
    // What stands nowhere in the file is said to.
    let desk = Desk::new();
    let alone = json!({"@context": "https://schema.org", "@graph": [review]}).to_string();
    let said = import(&desk, "a.corrob", "alone.json", &alone).done();
    assert!(
        said.err.contains("2 names are addresses (@id), and the file does not have what stands there"),
        "{said:?}"
    );
}

/// Of every fixture, each record was taken, refused or passed over, and what was taken is in the case.
#[test]
fn what_was_taken_refused_and_passed_over_is_the_file() {
    for (file, in_file) in [
        ("claimreview.json", 4),
        ("claimreview-feed.json", 1),
        ("google-factcheck.json", 1),
        ("hypothesis.json", 5),
        ("fever.jsonl", 3),
        ("scifact.jsonl", 3),
        ("fool-me-twice.jsonl", 1),
        ("flat.jsonl", 2),
        ("doccano.jsonl", 2),
        ("factck-br.tsv", 3),
        ("foia-log.csv", 4),
        ("foia-documents.csv", 3),
    ] {
        let desk = Desk::new();
        let said = import(&desk, "a.corrob", file, &fixture(file));
        let (mut sums, count) = (summed(&said.err), |what: &str| list(&desk, "a.corrob", what).len());
        // The sentence at the end, and the case.
        let kinds =
            ["claims", "sources", "evidence", "parties", "figures", "requests", "gaps", "derivations"];
        let in_case: usize = kinds.iter().map(|kind| count(kind)).sum();
        assert_eq!(in_case, sums.added, "{file}: {}", said.err);
        // A list leaves out what others wrote for themselves alone.
        let private = ["--annotations", "--with-private"];
        let all = desk.run(&[&["export", "a.corrob"], &private[..]].concat()).done().json();
        let annotations = all["annotations"].as_array().unwrap().len();
        assert_eq!(annotations, sums.annotations, "{file}: {}", said.err);
        assert_eq!(
            sums.refused,
            said.err.lines().filter(|line| is_refusal(line)).count(),
            "{file}: {}",
            said.err
        );
        // Records by their own line, place or main entry: none is missing from all three.
        let found = corrob_found(file);
        sums.records = found.taken + found.refused_whole + found.passed_over;
        assert_eq!(sums.records, in_file, "{file}: {found:?}");
        // And again: nothing new, nothing lost.
        let again = desk.run(&["import", "a.corrob", file]);
        let again = summed(&again.err);
        assert_eq!((again.added, again.annotations, again.refused), (0, 0, sums.refused), "{file}");
    }
}

#[derive(Debug, Default)]
struct Sums {
    added: usize,
    refused: usize,
    annotations: usize,
    records: usize,
}

/// What the last sentence of an import says.
fn summed(err: &str) -> Sums {
    let last = err.lines().last().unwrap();
    let number = |what: &str| {
        let part = last.split(", ").find(|part| part.contains(what));
        let words =
            part.and_then(|part| part.split(' ').rev().find_map(|word| word.replace(',', "").parse().ok()));
        words.unwrap_or(0)
    };
    Sums {
        added: number(" added"),
        refused: number(" refused"),
        annotations: number(" annotation"),
        records: 0,
    }
}

/// A line that names a refusal has a section; a remark has a line only.
fn is_refusal(line: &str) -> bool {
    let sections = ["records", "claims", "sources", "evidence", "parties", "requests", "annotations"];
    let place = line.split_once(", line ").and_then(|(_, rest)| rest.split_once(", "));
    place.is_some_and(|(number, rest)| {
        number.parse::<u64>().is_ok() && sections.iter().any(|section| rest.starts_with(section))
    })
}

#[derive(Debug, Default)]
struct OfRecords {
    taken: usize,
    refused_whole: usize,
    passed_over: usize,
}

/// Each record of a fixture by itself: what comes of it.
fn corrob_found(file: &str) -> OfRecords {
    use corrob::formats::Found;
    use corrob::formats::profile::{Mapper, Profile, Recognised, recognise};
    let all = records(file, &fixture(file));
    let Recognised::As(profile) = recognise(&all, Profile::built_in()) else { panic!("{file}") };
    let mut of = OfRecords::default();
    for record in
        all.iter().flat_map(|record| single(&record.value).into_iter().map(|value| (record.line, value)))
    {
        let (line, value) = record;
        let mut mapper = Mapper::new(profile, "x");
        let (mut entries, mut refusals, mut passed) = (0, 0, 0);
        let mut sink = |found: Found| -> Result<(), std::convert::Infallible> {
            match found {
                Found::Entry(_) | Found::Shared(_) => entries += 1,
                Found::Refused(_) => refusals += 1,
                Found::Warned(warning) => {
                    passed += usize::from(warning.what.contains("passed over 1 record"))
                }
            }
            Ok(())
        };
        mapper.map(corrob::formats::carrier::Record { line, name: None, value }, &mut sink).unwrap();
        mapper.finish(&mut sink).unwrap();
        match (entries, refusals, passed) {
            (0, 0, 1) => of.passed_over += 1,
            (0, 1.., _) => of.refused_whole += 1,
            (1.., _, 0) => of.taken += 1,
            other => panic!("{file}, line {line}: {other:?}"),
        }
    }
    of
}

/// The records that a value wraps, in the fixtures.
fn single(value: &Value) -> Vec<Value> {
    let wrapped = ["@graph", "claims", "rows"].iter().find_map(|name| value[*name].as_array());
    wrapped.cloned().unwrap_or_else(|| vec![value.clone()])
}

const TWICE: &str = "name = \"x\"\n[claim]\nid = \"id\"\ntext = \"t\"\n[[source]]\ntitle = \"s\"\n[[evidence]]\n\
    stance = \"=supports\"\nparaphrase = \"p\"\n[[gap]]\nmaterial = \"p\"\nstate = \"=withheld\"\n\
    [[annotation]]\nclaim = \"&claim\"\nreviewer = \"=A\"\nverdict = \"v\"\n[[annotation]]\nevidence = \"&evidence\"\n\
    reviewer = \"=A\"\nnote.text = \"p\"\n";

#[test]
fn what_rests_on_an_id_that_stands_twice_goes_to_neither() {
    let desk = Desk::new();
    desk.write("x.toml", TWICE);
    desk.write(
        "a.jsonl",
        "{\"id\":1,\"t\":\"The bridge is open\",\"v\":\"supported\",\"s\":\"Log\",\"p\":\"Traffic passed\"}\n\
         {\"id\":1,\"t\":\"The mayor resigned\",\"v\":\"refuted\",\"s\":\"Herald\",\"p\":\"She is in office\"}\n\
         {\"id\":2,\"t\":\"The road is wet\",\"v\":\"supported\",\"s\":\"Log\",\"p\":\"It rained\"}\n",
    );
    for round in 0..2 {
        let said = desk.run(&["import", "a.corrob", "a.jsonl", "--profile", "x.toml"]);
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(
            said.err.contains(
                "line 2, claims: the id \"1\" stands on line 1 already, where the record says otherwise"
            ),
            "{said:?}"
        );
        for section in ["evidence", "gaps", "annotations"] {
            let rests = format!(
                "line 2, {section}: it rests on the claim \"1\", which stands on line 1 and, otherwise, on line 2"
            );
            let left_out = format!("line 2, {section}: it rests on ");
            assert!(said.err.contains(if section == "annotations" { &left_out } else { &rests }), "{said:?}");
        }
        // The claim, its evidence, its gap, two annotations.
        assert!(said.err.contains("5 refused"), "{said:?}");
        let verdicts = texts(&list(&desk, "a.corrob", "annotations"), "verdict");
        assert_eq!(
            verdicts.iter().filter(|verdict| *verdict == "supported").count(),
            2,
            "{round}: {verdicts:?}"
        );
        assert!(!verdicts.contains(&"refuted".to_owned()), "{verdicts:?}");
        assert_eq!(
            texts(&list(&desk, "a.corrob", "claims"), "text"),
            ["The bridge is open", "The road is wet"]
        );
        assert_eq!(
            texts(&list(&desk, "a.corrob", "evidence"), "paraphrase"),
            ["Traffic passed", "It rained"]
        );
        assert_eq!(list(&desk, "a.corrob", "gaps").len(), 2);
    }
    assert!(desk.run(&["check", "a.corrob"]).done().err.is_empty());
}

/// A case file in which everything refers to a party, a source, a claim, a request or a figure whose id
/// stands twice in it.
#[test]
fn every_kind_of_reference_to_an_id_that_stands_twice_is_left_out() {
    let file = |twice: &str| {
        let mut case = json!({
            "format": "corrob-case", "version": 1,
            "case": {"dataset": "d", "title": "T"},
            "parties": [{"id": "p", "name": "A", "naming": "named"}, {"id": "of", "name": "B", "naming": "named", "of": "p", "speaks_for": true}],
            "sources": [{"id": "s", "title": "S"}, {"id": "own", "title": "O", "party": "p"}],
            "derivations": [{"id": "d", "source": "own", "from": "s", "relation": "quotes"}],
            "claims": [{"id": "c", "text": "C"}, {"id": "by", "text": "D", "claimant": "p"}, {"id": "on", "text": "E", "concerns": ["p"]}],
            "evidence": [
                {"id": "e", "claim": "c", "source": "s", "stance": "supports", "paraphrase": "1"},
                {"id": "via", "claim": "c", "source": "own", "stance": "supports", "paraphrase": "2", "via": {"party": "p"}},
            ],
            "figures": [{"id": "f", "evidence": "e", "measures": "m", "low": 1, "unit": "u", "qualifier": "exact"}],
            "requests": [{"id": "r", "by": "p", "what": "W", "kind": "record", "outcome": "refused"}],
            "gaps": [{"id": "g", "claim": "c", "material": "M", "state": "withheld", "requests": ["r"]}],
            "reviewers": [{"id": "6f2f1d0c-5a57-5d1e-9d1b-c04ba5e00009", "name": "A"}],
            "annotations": [{"reviewer": "6f2f1d0c-5a57-5d1e-9d1b-c04ba5e00009", "on": "claim", "item": "c", "verdict": "refuted"}],
        });
        if !twice.is_empty() {
            let records = case[twice].as_array_mut().unwrap();
            let mut other = records[0].clone();
            let essential =
                ["name", "title", "text", "what"].into_iter().find(|name| other.get(name).is_some()).unwrap();
            other[essential] = json!("Another");
            records.insert(1, other);
        }
        let order = [
            "format",
            "version",
            "case",
            "parties",
            "sources",
            "derivations",
            "claims",
            "evidence",
            "figures",
            "requests",
            "gaps",
            "reviewers",
            "annotations",
        ];
        let members: Vec<String> = order.iter().map(|name| format!("\"{name}\":{}", case[*name])).collect();
        format!("{{{}}}", members.join(",\n"))
    };
    for (twice, kept) in [
        (
            "",
            json!({"parties": 2, "sources": 2, "derivations": 1, "claims": 3, "evidence": 2, "figures": 1, "requests": 1, "gaps": 1, "annotations": 1}),
        ),
        (
            "parties",
            json!({"parties": 1, "sources": 1, "derivations": 0, "claims": 1, "evidence": 1, "figures": 1, "requests": 0, "gaps": 0, "annotations": 1}),
        ),
        (
            "sources",
            json!({"parties": 2, "sources": 2, "derivations": 0, "claims": 3, "evidence": 1, "figures": 0, "requests": 1, "gaps": 1, "annotations": 1}),
        ),
        (
            "claims",
            json!({"parties": 2, "sources": 2, "derivations": 1, "claims": 3, "evidence": 0, "figures": 0, "requests": 1, "gaps": 0, "annotations": 0}),
        ),
        (
            "requests",
            json!({"parties": 2, "sources": 2, "derivations": 1, "claims": 3, "evidence": 2, "figures": 1, "requests": 1, "gaps": 0, "annotations": 1}),
        ),
    ] {
        let desk = Desk::new();
        let said = import(&desk, "a.corrob", "case.json", &file(twice));
        assert_eq!(said.code, Some(i32::from(!twice.is_empty())), "{said:?}");
        for (what, count) in kept.as_object().unwrap() {
            assert_eq!(json!(list(&desk, "a.corrob", what).len()), *count, "{twice}: {what}: {said:?}");
        }
        // Into the case that has all of it already, too: nothing goes to the wrong record.
        let desk = Desk::new();
        import(&desk, "a.corrob", "case.json", &file("")).done();
        let before = native(&desk, "a.corrob");
        import(&desk, "a.corrob", "case.json", &file(twice));
        let after = native(&desk, "a.corrob");
        for section in ["parties", "sources", "claims", "evidence"] {
            assert_eq!(before[section], after[section], "{twice}");
        }
    }
}

#[test]
fn what_rests_on_a_record_that_cannot_be_read_does_not_go_to_an_older_one() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let broken = crate::desk::HARBOUR
        .replace("\"asserted_on\":\"2025-05-04\"", "\"asserted_on\":\"soon\"")
        .replace("The operator says so.", "The operator says something else.");
    let said = import(&desk, "a.corrob", "harbour.json", &broken);
    assert!(said.err.contains("evidence: it rests on the claim \"shut\", which was refused"), "{said:?}");
    assert!(said.err.contains("4 refused"), "{said:?}");
    assert!(!desk.run(&["export", "a.corrob"]).done().out.contains("something else"));
}

#[test]
fn the_same_record_again_is_no_refusal() {
    let desk = Desk::new();
    desk.write("x.toml", TWICE);
    let line = |id: u8| {
        format!(
            "{{\"id\":{id},\"t\":\"Claim {id}\",\"v\":\"supported\",\"s\":\"Log\",\"p\":\"It rained\"}}\n"
        )
    };
    // The pages of an API overlap.
    desk.write("a.jsonl", &format!("{}{}{}{}", line(1), line(2), line(2), line(1)));
    for round in 0..2 {
        let said = desk.run(&["import", "a.corrob", "a.jsonl", "--profile", "x.toml", "--strict"]).done();
        assert!(said.err.contains("0 refused"), "{said:?}");
        let again = "line 3: 2 entries of claims that the file has before, word for word, and that count once; this is the first, the same as on line 2";
        assert!(said.err.contains(again), "{round}: {said:?}");
        assert_eq!(list(&desk, "a.corrob", "claims").len(), 2);
        assert_eq!(list(&desk, "a.corrob", "evidence").len(), 2);
        assert_eq!(list(&desk, "a.corrob", "annotations").len(), 4);
        assert!(round > 0 || said.err.contains("4 annotations"), "{said:?}");
    }
    // An id that was made says what of; the line of the first stands with it.
    let made =
        "name = \"x\"\nclaim.text = \"t\"\n[[request]]\nwhat = \"t\"\ntracking = \"n\"\noutcome = \"o\"\n";
    desk.write("made.toml", &made.replace("claim.text = \"t\"\n", ""));
    desk.write(
        "b.jsonl",
        "\n{\"t\":\"Plans\",\"n\":\"Q-1\",\"o\":\"all\"}\n{\"t\":\"Plans\",\"n\":\"Q-1\",\"o\":\"part\"}\n",
    );
    let said = desk.run(&["import", "b.corrob", "b.jsonl", "--profile", "made.toml"]);
    assert!(said.err.contains("made of its tracking number and who was asked, or who asked whom for what and when, stands on line 2 already, where the record says otherwise"), "{said:?}");
}

#[test]
fn a_key_that_stands_twice_is_given_anew() {
    let desk = Desk::new();
    let twice = crate::desk::HARBOUR
        .replace("\"id\":\"e1\"", "\"id\":\"e1\",\"key\":1")
        .replace("\"id\":\"e2\"", "\"id\":\"e2\",\"key\":1");
    import(&desk, "a.corrob", "harbour.json", &twice).done();
    assert_eq!(list(&desk, "a.corrob", "evidence").len(), 3);
}

#[test]
fn a_publisher_signs_what_was_decided_here_and_others_keep_their_own() {
    let desk = Desk::new();
    import(&desk, "a.corrob", "review.json", &review(&[])).done();
    desk.write(
        "other.json",
        &review(&[("author", json!("A Reader")), ("url", json!("https://desk.example/2"))]),
    );
    desk.run(&["import", "a.corrob", "other.json", "--dataset", "review"]).done();
    let reviews = |more: &[&str]| {
        let args = ["export", "a.corrob", "--format", "claimreview", "--url", "https://here.example/"];
        let all = desk.run(&[&args[..], more].concat()).done().json();
        let mut authors: Vec<String> = all
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                format!(
                    "{} {}",
                    one["author"]["@type"].as_str().unwrap(),
                    one["author"]["name"].as_str().unwrap()
                )
            })
            .collect();
        authors.sort();
        (authors, all[0]["itemReviewed"]["author"]["@type"].clone())
    };
    let theirs = ["Organization The Ledger Desk", "Thing A Reader"];
    assert_eq!(reviews(&[]), (theirs.map(str::to_owned).to_vec(), json!("Person")));
    // Nothing was decided here yet: there is nothing to sign.
    assert_eq!(reviews(&["--publisher", "The Quay"]).0, theirs);
    desk.run(&["verdict", "a.corrob", "C-1", "supported"]).done();
    assert_eq!(reviews(&["--publisher", "The Quay"]).0, [theirs[0], "Organization The Quay", theirs[1]]);
    assert_eq!(reviews(&[]).0, [theirs[0], "Person r.lee", theirs[1]]);
    // What the file said of a reviewer goes out and comes in again.
    desk.run(&["export", "a.corrob", "-o", "one.json"]).done();
    desk.run(&["import", "b.corrob", "one.json"]).done();
    desk.run(&["export", "b.corrob", "-o", "two.json"]).done();
    assert_eq!(desk.read("one.json"), desk.read("two.json"));
    assert!(desk.read_text("one.json").contains("\"name\":\"The Ledger Desk\",\"is\":\"organization\""));
    assert!(desk.run(&["check", "a.corrob"]).done().err.is_empty());
}

#[test]
fn an_address_with_blanks_and_other_letters_stays_the_address() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["edit", "a.corrob", "S-2", "--url", "https://quay.example/der große kai.pdf"]).done();
    desk.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    let out = desk.run(&["export", "a.corrob", "--format", "webannotation"]).done().json();
    let source = out["first"]["items"][0]["target"]["source"].as_str().unwrap().to_owned();
    assert_eq!(source, "https://quay.example/der%20gro%C3%9Fe%20kai.pdf");
}

/// What only its writer may read stays a private note; what a group reads does not.
#[test]
fn a_note_for_its_writer_alone_is_private() {
    let note = |id: &str, reads: &str, text: &str| {
        format!(
            r#"{{"id":"{id}","user":"acct:{id}@notes.example","uri":"https://paper.example/a","text":"{text}","tags":[],"permissions":{{"read":["{reads}"]}},"target":[{{"source":"https://paper.example/a"}}]}}"#
        )
    };
    let rows = [
        note("h1", "acct:h1@notes.example", "off the record"),
        note("h2", "group:abc", "for the desk"),
        note("h3", "group:__world__", "for all"),
    ];
    let desk = Desk::new();
    let file = format!(r#"{{"total":3,"rows":[{}]}}"#, rows.join(","));
    import(&desk, "a.corrob", "notes.json", &file).done();
    let out = |more: &[&str]| desk.run(&[&["export", "a.corrob", "--annotations"], more].concat()).done().out;
    let (open, all) = (out(&[]), out(&["--with-private"]));
    assert!(!open.contains("off the record") && all.contains("off the record"), "{all}");
    assert!(open.contains("for the desk") && open.contains("for all"), "{open}");
}

#[test]
fn the_first_profile_takes_columns_for_what_they_are_called() {
    let desk = Desk::new();
    let table = "Claim,Speaker,Stance,Source,Quote,Summary\n\
                 The bridge was shut,The keeper,refutes,The log,“Open at noon”,It was open\n\
                 The bridge was shut,The keeper,supports,A letter,,It says so\n";
    desk.write("table.csv", table);
    let starter = desk.run(&["import", "--explain", "table.csv"]);
    desk.write("table.toml", &starter.out);
    desk.run(&["import", "a.corrob", "--profile", "table.toml", "table.csv"]).done();
    let evidence = list(&desk, "a.corrob", "evidence");
    let said = |n: usize, field: &str| evidence[n][field].clone();
    assert_eq!((said(0, "stance"), said(0, "paraphrase")), (json!("supports"), json!("It says so")));
    assert_eq!((said(1, "stance"), said(1, "paraphrase")), (json!("disputes"), json!("It was open")));
    assert_eq!(said(1, "quote")["text"], "“Open at noon”");
    assert_eq!(list(&desk, "a.corrob", "sources").len(), 2);
    let claims = list(&desk, "a.corrob", "claims");
    assert!(claims.iter().all(|claim| claim["claimant"] == "P-1"), "{claims:?}");
    assert!(list(&desk, "a.corrob", "annotations").is_empty(), "a stance is no reviewer's verdict");
}
