//! Whatever a profile and a record hold: no panic, the same entries twice, and a first profile that
//! works on its own sample.

use corrob::formats::Found;
use corrob::formats::carrier::Record;
use corrob::formats::profile::starter;
use corrob::formats::profile::{Mapper, Profile};
use proptest::prelude::*;
use serde_json::Value;
use std::convert::Infallible;

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~äß\u{202e}\\n]{0,12}".prop_map(Value::from),
        "(2024-0[1-9]-1[0-9]|yes|no|supports|1,234|=x|&y|\\{z\\})".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "(id|text|label|a|b|votes|url|date|@type|odd name)".prop_map(String::from),
        1 => "[ -~é\"]{0,6}".prop_map(String::from),
    ]
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let object = prop::collection::btree_map(name(), json(), 0..6)
        .prop_map(|members| Value::Object(members.into_iter().collect()));
    prop::collection::vec(prop_oneof![9 => object, 1 => json()], 1..5).prop_map(|values| {
        values.into_iter().zip(1..).map(|(value, line)| Record { line, name: None, value }).collect()
    })
}

fn expression() -> impl Strategy<Value = String> {
    prop_oneof![
        "(id|text|label|a|b|a\\.b|a\\[0\\]|b\\.\\*|\\$x|\\$x\\.a|\\$x:name|\\$x:number|\\$record:line)"
            .prop_map(|path| format!("{path:?}")),
        "(\\{a\\} and \\{\\$x\\}|=supports|=2024|=x|&claim|&source)".prop_map(|text| format!("{text:?}")),
        Just(r#"["a", "b", "=context"]"#.to_owned()),
        Just(r#"{ all = ["=A:", "b.*", "label"], join = " " }"#.to_owned()),
        Just(
            r#"{ from = "text", split = ",", map = { yes = "supports", no = "", "*" = "context" } }"#
                .to_owned()
        ),
        Just(r#"{ from = "date", date = ["iso", "%d/%m/%Y", "seconds"] }"#.to_owned()),
        Just(r#"{ from = "a", number = "1,234.5" }"#.to_owned()),
        Just(r#"{ digest = ["id", "$x", "a"] }"#.to_owned()),
    ]
}

prop_compose! {
    fn profile()(
        text in expression(), id in expression(), title in expression(), stance in expression(),
        words in expression(), low in expression(), verdict in expression(), each in 0..4_usize,
        when in expression(), records in prop::bool::ANY,
    ) -> String {
        let each = ["", "each = \"a as $x\"", "each = \"b.* as $x\"", "each = { from = \"text\", split = \",\", as = \"x\" }"][each];
        let records = if records { "records = [\"a\", \"b.*\"]" } else { "" };
        format!(
            "name = \"p\"\n{records}\n[claim]\ntext = {text}\nid = {id}\n[[source]]\n{each}\ntitle = {title}\n\
             [[evidence]]\n{each}\nif = {when}\nstance = {stance}\nparaphrase = {words}\n[[figure]]\n{each}\n\
             measures = \"=m\"\nunit = \"=u\"\nlow = {low}\n[[annotation]]\n{each}\nclaim = \"&claim\"\n\
             reviewer = \"=R\"\nverdict = {verdict}\nnote.text = {words}\n"
        )
    }
}

fn map(profile: &Profile, records: &[Record]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut sink = |one: Found| -> Result<(), Infallible> {
        found.push(one);
        Ok(())
    };
    let mut mapper = Mapper::new(profile, "d");
    for record in records {
        mapper.map(record.clone(), &mut sink).unwrap();
    }
    mapper.finish(&mut sink).unwrap();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn mapping_is_the_same_twice(toml in profile(), records in records()) {
        if let Ok(profile) = Profile::parse(&toml) {
            prop_assert_eq!(map(&profile, &records), map(&profile, &records));
        }
        for profile in Profile::built_in() {
            map(profile, &records);
        }
    }

    #[test]
    fn any_text_is_a_profile_or_an_error(toml in "[ -~\\n]{0,200}", before in profile(), at in 0..300_usize) {
        let _ = Profile::parse(&toml);
        let at = at.min(before.len());
        let _ = Profile::parse(&format!("{}{toml}{}", &before[..at], &before[at..]));
    }

    #[test]
    fn a_first_profile_works_on_its_own_sample(records in records()) {
        let toml = starter(&records, "some \"name\"\n");
        let profile = Profile::parse(&toml).map_err(|error| TestCaseError::fail(format!("{error}\n{toml}")))?;
        let found = map(&profile, &records);
        // What is an object and has a text, at least, goes in.
        let text = |record: &Record| record.value.get("text").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        if records.iter().all(text) {
            prop_assert!(found.iter().any(|one| matches!(one, Found::Entry(_))), "{}", toml);
        }
    }
}

#[test]
fn a_first_profile_has_a_name_whatever_the_file_is_called() {
    for name in ["", "   ", "\u{3000}", "\u{7}\t", "a\nb"] {
        let written = starter(&[], name);
        assert!(Profile::parse(&written).is_ok(), "{name:?}: {written}");
    }
}
