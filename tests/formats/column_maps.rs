//! `--map COLUMN=FIELD`: a table becomes claims, sources, evidence and judgements, column by column.

use crate::tables::table;
use corrob::domain::entry::Entry;
use corrob::formats::Found;
use corrob::formats::profile::{Mapper, Profile};
use std::collections::BTreeMap;
use std::convert::Infallible;

const TABLE: &str = "\
claim no,says,page no,page,first label,second label,agreed
1,The mill is closed,p1,\"The mill, it says, \"\"opens\"\" at six.\",S,N,
1,The mill is closed,p2,Shut since May.,S,S,S
2,The mill is old,p1,\"The mill, it says, \"\"opens\"\" at six.\",N,,
,,,,,Yes,
3,The mill is tall,p3,Nine storeys.,X,N,
";

const PAIRS: [(&str, &str); 7] = [
    ("claim no", "claim.id"),
    ("says", "claim.text"),
    ("page no", "source.id"),
    ("page", "evidence.quote.text"),
    ("first label", "tag@First:S=examined,N=disputed"),
    ("second label", "tag@Second:S=examined,N=disputed"),
    ("agreed", "note@Adjudication"),
];

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(column, field)| ((*column).to_owned(), (*field).to_owned())).collect()
}

fn columns() -> Vec<String> {
    TABLE.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

fn map(profile: &Profile, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut sink = |one: Found| -> Result<(), Infallible> {
        found.push(one);
        Ok(())
    };
    let mut mapper = Mapper::new(profile, "mill");
    for record in table(text, ',') {
        mapper.map(record, &mut sink).unwrap();
    }
    mapper.finish(&mut sink).unwrap();
    found
}

#[test]
fn rows_share_claims_and_sources_and_each_reviewer_judges_the_link() {
    let profile = Profile::from_map(&pairs(&PAIRS), &columns()).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused = Vec::new();
    let mut warned = Vec::new();
    let mut claims = std::collections::BTreeSet::new();
    let mut names = BTreeMap::new();
    for found in map(&profile, TABLE) {
        match found {
            Found::Shared(at) => match at.item {
                Entry::Claim(claim) => drop(claims.insert(claim.id)),
                Entry::Reviewer(reviewer) => drop(names.insert(reviewer.id, reviewer.name)),
                Entry::Source(_) => {}
                other => panic!("{other:?}"),
            },
            Found::Entry(at) => match at.item {
                Entry::Evidence(it) => *counts.entry(it.stance.to_string()).or_default() += 1,
                Entry::Said(said) => {
                    let what = if said.annotation.disputed { "disputed" } else { "examined" };
                    *counts.entry(format!("{} {what}", names[&said.reviewer])).or_default() += 1;
                }
                other => panic!("{other:?}"),
            },
            Found::Refused(refusal) => refused.push(refusal.to_string()),
            Found::Warned(warning) => warned.push(warning.to_string()),
        }
    }
    assert_eq!(
        warned,
        ["line 2: 7 annotations without a date; they have that of the import; this is the first"]
    );
    assert_eq!(claims.len(), 3);
    assert_eq!(
        counts.iter().map(|(what, times)| (what.as_str(), *times)).collect::<Vec<_>>(),
        [
            ("Adjudication examined", 1),
            ("First disputed", 1),
            ("First examined", 2),
            ("Second disputed", 2),
            ("Second examined", 1),
            ("context", 4),
        ]
    );
    assert!(refused.iter().any(|it| it.starts_with("line 5, claims, says: it is missing")), "{refused:?}");
    assert!(
        refused
            .iter()
            .any(|it| it == "line 6, annotations, first label: \"X\" is not in the map there; known: N, S"),
        "{refused:?}"
    );
}

#[test]
fn what_is_not_known_is_answered_with_what_is() {
    let error = |pair: (&str, &str)| Profile::from_map(&pairs(&[pair]), &columns()).unwrap_err().to_string();
    assert!(error(("sais", "claim.text")).contains("sais: there is no such column; known: claim no, says"));
    assert!(
        error(("says", "claim.words")).contains("claim.words: there is no such field; known: claim.about")
    );
    assert!(error(("says", "rank@First")).contains("known: tag, note, verdict, confidence, ground"));
    let whose = Profile::from_map(&pairs(&[("says", "claim.text"), ("agreed", "verdict")]), &[]).unwrap_err();
    assert!(whose.to_string().contains("whose is it? write verdict@NAME"), "{whose}");
    assert!(error(("says", "evidence.stance:S")).contains("should say what a value becomes"));
    let stance = [("says", "claim.text"), ("page", "source.title"), ("agreed", "evidence.stance:S=for")];
    let stance = Profile::from_map(&pairs(&stance), &[]).unwrap_err();
    assert!(stance.to_string().contains("there is no stance \"for\""), "{stance}");
}

#[test]
fn a_party_is_mapped_by_its_name() {
    for field in ["claim.claimant", "request.by", "evidence.via.party"] {
        let map = pairs(&[("says", "claim.text"), ("page", "source.title"), ("agreed", field)]);
        let error = Profile::from_map(&map, &columns()).unwrap_err().to_string();
        assert!(error.contains(&format!("{field}.name")), "{error}");
    }
    let by_id = pairs(&[
        ("says", "claim.text"),
        ("page no", "party.id"),
        ("page", "party.name"),
        ("agreed", "claim.claimant"),
    ]);
    let said = Profile::from_map(&by_id, &columns()).err().map(|error| error.to_string());
    assert!(said.as_ref().is_none_or(|error| !error.contains("which a column names")), "{said:?}");
}
