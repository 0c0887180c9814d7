//! Figures side by side: what differs can both hold, what measures something else is not compared,
//! and a share is worked out, never judged.

use crate::desk::Desk;
use serde_json::{Value, json};

fn grids() -> Vec<Value> {
    let desk = Desk::new();
    desk.write("case.json", include_str!("../../seeds/bounties-and-guns.json"));
    desk.run(&["import", "b.corrob", "case.json"]).done();
    let text = desk.run(&["list", "b.corrob", "comparisons"]).done().out;
    assert!(text.contains("differing, both can hold: 250,000 to 500,000 firearms/year"), "{text}");
    desk.run(&["list", "b.corrob", "comparisons", "--json"]).done().json().as_array().unwrap().clone()
}

/// The grid in which a figure with this id stands.
fn with<'g>(grids: &'g [Value], id: &str) -> &'g Value {
    let has = |grid: &&Value| {
        grid["figures"].as_array().unwrap().iter().any(|figure| figure["figure"]["id"] == json!(id))
    };
    grids.iter().find(has).unwrap_or_else(|| panic!("{id}"))
}

fn relations(grid: &Value) -> Vec<&str> {
    grid["pairs"].as_array().unwrap().iter().map(|pair| pair["relation"].as_str().unwrap()).collect()
}

#[test]
fn figures_of_the_four_reports_stand_side_by_side_where_they_measure_one_thing() {
    let grids = grids();
    // The yearly estimates overlap: they differ, and both can hold.
    let flow = with(&grids, "flow-thor");
    assert!(flow["figures"].as_array().unwrap().iter().any(|one| one["figure"]["id"] == "flow-iron-river"));
    assert!(relations(flow).iter().all(|relation| *relation == "differing"), "{flow}");
    // Traced to is not made in.
    let shares = with(&grids, "traced-share");
    assert!(shares["figures"].as_array().unwrap().iter().any(|one| one["figure"]["id"] == "made-share"));
    assert_eq!(relations(shares), ["not-comparable"]);
    // Six months' seizures against a year's flow: arithmetic, with what does not match.
    let seized = with(&grids, "seized-share");
    let worked = seized["shares"].as_array().unwrap();
    assert_eq!(worked.len(), 1, "{worked:?}");
    assert_eq!(worked[0]["line"], "1,720 ÷ 250,000 to 1,000,000 = 0.172% to 0.688%");
    assert!(worked[0]["caveats"].to_string().contains("first half of fiscal year 2023 against a year"));
    assert_eq!(
        worked[0]["same_span"],
        "over the same 6 months: 1,720 ÷ 125,000 to 500,000 = 0.344% to 1.38%"
    );
    // Nobody's figure is called wrong.
    assert!(grids.iter().all(|grid| !relations(grid).contains(&"incompatible")), "{grids:?}");
}
