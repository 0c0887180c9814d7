//! The figures of agreement are those that others work out from the same judgements, and are of those alone.

use crate::desk::Desk;
use corrob::domain::agreement::Agreement;
use serde_json::{Value, json};

/// Rows of reviewers over columns of items, made up at random, with what two well-known programs make of them:
/// alpha by the Python package krippendorff 0.8, kappa by scikit-learn 1.x.
const OTHERS: &str = include_str!("../fixtures/agreement.json");

fn close(mine: Option<f64>, theirs: &Value) -> bool {
    match (mine, theirs.as_f64()) {
        (Some(mine), Some(theirs)) => (mine - theirs).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn kappa_and_alpha_are_what_other_programs_make_of_the_same() {
    let all: Vec<Value> = serde_json::from_str(OTHERS).unwrap();
    assert!(all.len() > 20);
    for matrix in &all {
        let rows: Vec<Vec<char>> = matrix["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row.as_str().unwrap().chars().collect())
            .collect();
        let mut agreement = Agreement::default();
        for at in 0..rows[0].len() {
            let said = rows.iter().map(|row| row[at]).enumerate().filter(|(_, says)| *says != '.');
            agreement.item(&said.collect::<Vec<_>>());
        }
        assert!(close(agreement.all().beyond_chance, &matrix["alpha"]), "{:?} {matrix}", agreement.all());
        let pairs: Vec<_> = agreement.pairs().collect();
        let theirs = matrix["kappa"].as_array().unwrap();
        assert_eq!(pairs.len(), theirs.len());
        for (((one, other), agreed), theirs) in pairs.iter().zip(theirs) {
            assert_eq!((&json!(one), &json!(other)), (&theirs[0], &theirs[1]));
            assert!(close(agreed.beyond_chance, &theirs[2]), "{agreed:?} {theirs} {matrix}");
        }
    }
}

#[test]
fn what_one_has_decided_alone_and_what_is_no_tag_counts_for_nothing() {
    let desk = Desk::new();
    desk.harbour("h.corrob");
    let agreement = || desk.run(&["agreement", "h.corrob", "--json"]).done().json();
    let tag = |who: &str, how: &[&str]| {
        desk.run(&[&["--reviewer", who, "tag", "h.corrob", "E-1"], how].concat()).done();
    };
    tag("ana", &["withheld", "--ground", "glomar", "--note", "why"]);
    assert_eq!(
        agreement()["tags"],
        json!({"both": 0, "same": 0, "percent": null, "alpha": null, "pairs": []})
    );
    tag("ben", &["withheld"]);
    let same = agreement();
    assert_eq!(
        same["tags"]["pairs"],
        json!([{"reviewers": ["ana", "ben"], "both": 1, "same": 1, "percent": 100, "kappa": null}])
    );
    tag("ben", &["released"]);
    assert_eq!(agreement()["tags"]["same"], 0);
    let conflicts = desk.run(&["list", "h.corrob", "evidence", "is:conflict", "--json"]).done().json();
    assert_eq!(conflicts.as_array().unwrap().len(), 1);
    for (who, verdict) in [("ana", "supported"), ("ben", "supported")] {
        desk.run(&["--reviewer", who, "verdict", "h.corrob", "C-1", verdict]).done();
    }
    assert_eq!(agreement()["verdicts"]["same"], 1);
    let said = desk.run(&["agreement", "h.corrob"]).done().out;
    assert!(said.starts_with("Tags: 1 piece of evidence decided by two or more reviewers\n"), "{said}");
    assert!(said.contains("ana and ben"), "{said}");
}
