//! Two figures set against each other.

use super::range::{ABOUT, told_apart};
use super::{Range, Unit, number, plain};
use crate::domain::words::{Qualifier, vocabulary};
use crate::domain::{Date, Figure};

vocabulary! {
    /// How two figures stand to each other.
    Relation, "relation of figures" {
        /// The same values are possible, or one says about where the other says the same.
        Same = "same",
        /// They have values in common, and other bounds: both can hold.
        Differing = "differing",
        /// They have no value in common.
        Incompatible = "incompatible",
        /// They do not say something of the same thing.
        NotComparable = "not-comparable",
    }
}

/// How two figures stand to each other, and why, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How.
    pub relation: Relation,
    /// Why.
    pub reason: String,
    /// What keeps them from being compared, where something does.
    pub apart: Option<Apart>,
}

/// What keeps two figures from being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// They measure something else.
    Measure,
    /// Their units do not count the same.
    Unit,
    /// They are among something else.
    Population,
    /// They are of another place.
    Place,
    /// They are over another span of time.
    Period,
    /// They hold for another date.
    Date,
    /// One of them gives no number.
    NoNumber,
}

impl Apart {
    /// All of them, in the order in which they are asked of two figures.
    pub const ALL: &[Self] =
        &[Self::Measure, Self::Unit, Self::Population, Self::Place, Self::Period, Self::Date, Self::NoNumber];

    /// Why they cannot be compared, in words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Measure => "another measure",
            Self::Unit => "another unit",
            Self::Population => "another population",
            Self::Place => "another place",
            Self::Period => "another period",
            Self::Date => "another date",
            Self::NoNumber => "no number is given",
        }
    }

    /// What a figure says of it; none where it says nothing.
    #[must_use]
    pub fn of(self, figure: &Figure) -> Option<String> {
        match self {
            Self::Measure => Some(figure.measures.clone()),
            Self::Unit => Some(figure.unit.clone()),
            Self::Population => figure.population.clone(),
            Self::Place => figure.area.clone(),
            Self::Period => figure.period.clone(),
            Self::Date => figure.as_of.as_ref().map(|on| on.date().to_string()),
            Self::NoNumber => None,
        }
    }
}

/// Sets two figures against each other. It makes no difference which comes first, nor in which unit
/// either is given.
#[must_use]
pub fn compare(one: &Figure, other: &Figure) -> Comparison {
    let apart = |apart: Apart, a: &str, b: &str| {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let reason = format!("{}: {a} against {b}", apart.reason());
        Comparison { relation: Relation::NotComparable, reason, apart: Some(apart) }
    };
    if plain(&one.measures) != plain(&other.measures)
        && !(is_one_quantity(one, other) && is_one_sum(one, other))
    {
        return apart(Apart::Measure, &one.measures, &other.measures);
    }
    let (unit, its_unit) = (Unit::read(&one.unit), Unit::read(&other.unit));
    if unit.dimension != its_unit.dimension {
        return apart(Apart::Unit, &one.unit, &other.unit);
    }
    let bounded = [
        ("population", Apart::Population, &one.population, &other.population),
        ("place", Apart::Place, &one.area, &other.area),
        ("period", Apart::Period, &one.period, &other.period),
    ];
    for (_, what, a, b) in bounded {
        if let (Some(a), Some(b)) = (a, b)
            && plain(a) != plain(b)
        {
            return apart(what, a, b);
        }
    }
    if let (Some(a), Some(b)) = (&one.as_of, &other.as_of)
        && !meet(a.date(), b.date())
    {
        return apart(Apart::Date, a.date().as_str(), b.date().as_str());
    }
    let (Some(range), Some(its)) = (Range::of(one), Range::of(other)) else {
        let reason = Apart::NoNumber.reason().to_owned();
        return Comparison { relation: Relation::NotComparable, reason, apart: Some(Apart::NoNumber) };
    };
    let about = [one, other].iter().any(|figure| figure.qualifier == Qualifier::About);
    let mut taken = if about {
        format!("; \u{201c}about\u{201d} is taken as {}% either way", number(ABOUT * 100.0))
    } else {
        String::new()
    };
    let mut alone = String::new();
    for (what, _, a, b) in &bounded {
        if let (Some(stated), None) | (None, Some(stated)) = (a, b) {
            alone.push_str(&format!("; the {what} of one alone is stated: {stated}"));
        }
    }
    taken.push_str(&alone);
    let (range, its) = (range.times(unit.factor), its.times(its_unit.factor));
    // Put in the unit of the figure whose unit is the greater, so that it reads the same both ways.
    let (in_unit, name) = match (unit.factor, its_unit.factor) {
        (a, b) if a > b || (a == b && one.unit <= other.unit) => (a, &one.unit),
        (_, b) => (b, &other.unit),
    };
    let turned = |range: Range| range.times(1.0 / in_unit);
    let said = |range: Range| turned(range).with_unit(name);
    let found = |relation, reason| Comparison { relation, reason, apart: None };
    match range.both(its) {
        _ if range.is(its) => found(Relation::Same, format!("{}{taken}", said(range))),
        _ if is_one_sum(one, other) => {
            let exact = if one.qualifier == Qualifier::About { its } else { range };
            found(Relation::Same, format!("{}; one of them says “about”{alone}", said(exact)))
        }
        Some(both) => found(Relation::Differing, format!("both can hold: {}{taken}", said(both))),
        None => {
            let (a, b) = if range.low <= its.low { (range, its) } else { (its, range) };
            let (a, b) = told_apart(turned(a), turned(b), name);
            found(Relation::Incompatible, format!("no value in common: {a} against {b}{taken}"))
        }
    }
}

/// Whether the record says that two figures are of one quantity and one population, whatever it calls what
/// each of them measures.
fn is_one_quantity(one: &Figure, other: &Figure) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => plain(a) == plain(b),
        _ => false,
    };
    same(&one.quantity, &other.quantity) && same(&one.population, &other.population)
}

/// Whether two figures give the same bounds in the same way, or one of them says about.
fn is_one_sum(one: &Figure, other: &Figure) -> bool {
    let plainly = |qualifier| if qualifier == Qualifier::About { Qualifier::Exact } else { qualifier };
    let stated = |figure: &Figure| {
        let factor = Unit::read(&figure.unit).factor;
        Range::of(&Figure { qualifier: plainly(figure.qualifier), ..figure.clone() })
            .map(|it| it.times(factor))
    };
    plainly(one.qualifier) == plainly(other.qualifier)
        && stated(one).zip(stated(other)).is_some_and(|(a, b)| a.is(b))
}

/// Whether one date lies in the other, as far as each is precise.
fn meet(one: &Date, other: &Date) -> bool {
    let (short, long) = if one.as_str().len() <= other.as_str().len() { (one, other) } else { (other, one) };
    long.as_str().starts_with(short.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn figure(more: serde_json::Value) -> Figure {
        let mut all =
            json!({"measures": "firearms trafficked", "unit": "firearms/year", "qualifier": "exact"});
        for (name, value) in more.as_object().unwrap() {
            all[name] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    fn told(one: serde_json::Value, other: serde_json::Value) -> (Relation, String) {
        let Comparison { relation, reason, .. } = compare(&figure(one), &figure(other));
        (relation, reason)
    }

    #[test]
    fn ranges_that_overlap_differ_and_both_can_hold() {
        assert_eq!(
            told(json!({"low": 250_000, "high": 1_000_000}), json!({"low": 200_000, "high": 500_000})),
            (Relation::Differing, "both can hold: 250,000 to 500,000 firearms/year".into())
        );
    }

    #[test]
    fn what_has_no_value_in_common_is_incompatible() {
        assert_eq!(
            told(json!({"high": 100, "qualifier": "up-to"}), json!({"low": 250, "qualifier": "at-least"})),
            (
                Relation::Incompatible,
                "no value in common: up to 100 against at least 250 firearms/year".into()
            )
        );
        let touching = |qualifier| told(json!({"high": 100, "qualifier": qualifier}), json!({"low": 100})).0;
        assert_eq!(touching("less-than"), Relation::Incompatible);
        assert_eq!(touching("up-to"), Relation::Differing);
    }

    #[test]
    fn what_sets_two_figures_apart_is_said() {
        let reason = told(json!({"low": 1_000.2}), json!({"low": 1_000.3})).1;
        assert_eq!(reason, "no value in common: 1000.2 against 1000.3 firearms/year");
        let reason = told(json!({"low": 94.5, "high": 100, "qualifier": "less-than"}), json!({"low": 90})).1;
        assert_eq!(reason, "no value in common: 90 against 94.5 to less than 100 firearms/year");
        let reason = told(json!({"low": 1, "area": "Texas"}), json!({"low": 1})).1;
        assert_eq!(reason, "1 (firearms/year); the place of one alone is stated: Texas");
    }

    #[test]
    fn another_thing_is_not_comparable() {
        for (field, a, b) in [
            ("measures", json!("traced to"), json!("made in")),
            ("population", json!("all"), json!("some")),
            ("period", json!("a year"), json!("six months")),
            ("as_of", json!("2023"), json!("2024-05")),
            ("unit", json!("USD"), json!("people")),
        ] {
            let (relation, reason) = told(json!({"low": 1, field: a}), json!({"low": 1, field: b}));
            assert_eq!(relation, Relation::NotComparable, "{field}");
            assert!(reason.starts_with("another "), "{reason}");
        }
        let within = told(json!({"low": 1, "as_of": "2023"}), json!({"low": 1, "as_of": "2023-06-01"}));
        assert_eq!(within.0, Relation::Same);
        assert_eq!(told(json!({}), json!({"low": 1})).1, "no number is given");
    }

    #[test]
    fn the_same_sum_comes_out_as_such_where_the_record_says_it_is_of_one_quantity() {
        let one =
            json!({"low": 2000, "measures": "pay for doxxing", "quantity": "pay", "population": "agents"});
        let mut third = json!({"low": 2000, "qualifier": "about", "measures": "pay for publishing names",
            "quantity": "Pay", "population": "agents"});
        let same = "2,000 firearms/year; one of them says “about”";
        assert_eq!(told(one.clone(), third.clone()), (Relation::Same, same.into()));
        third["low"] = json!(2100);
        // Of other sums nothing follows: what they measure has another name.
        assert_eq!(told(one.clone(), third.clone()).0, Relation::NotComparable);
        (third["low"], third["population"]) = (json!(2000), json!("officials"));
        assert_eq!(told(one, third).0, Relation::NotComparable);
    }

    #[test]
    fn about_leaves_room() {
        let (relation, reason) = told(json!({"low": 2000, "qualifier": "about"}), json!({"low": 2100}));
        assert_eq!(relation, Relation::Differing);
        assert!(reason.ends_with("\u{201c}about\u{201d} is taken as 10% either way"), "{reason}");
        assert_eq!(
            told(json!({"low": 2000, "qualifier": "about"}), json!({"low": 2500})).0,
            Relation::Incompatible
        );
    }

    #[test]
    fn the_greater_unit_is_read_whichever_comes_first() {
        let metres = json!({"low": 1500, "high": 3000, "unit": "metres"});
        let km = json!({"low": 2, "high": 4, "unit": "km"});
        let both = "both can hold: 2 to 3 km";
        assert_eq!(told(metres.clone(), km.clone()).1, both);
        assert_eq!(told(km, metres.clone()).1, both);
        // Of two names of one unit the first of the alphabet is read.
        let m = json!({"low": 2000, "high": 4000, "unit": "m"});
        let both = "both can hold: 2,000 to 3,000 m";
        assert_eq!((told(metres.clone(), m.clone()).1, told(m, metres).1), (both.into(), both.into()));
    }

    #[test]
    fn one_quantity_is_of_one_population() {
        let of = |quantity: &str, population: &str, measures: &str| json!({"low": 1, "quantity": quantity, "population": population, "measures": measures});
        let same = |other| told(of("pay", "agents", "a"), other).0 == Relation::Same;
        assert!(same(of("Pay", "Agents", "b")));
        assert!(!same(of("fee", "agents", "b")) && !same(of("pay", "officials", "b")));
        assert!(!same(json!({"low": 1, "quantity": "pay", "measures": "b"})));
    }

    fn any_figure() -> impl Strategy<Value = serde_json::Value> {
        let end = prop::option::of(-2000i32..2000);
        let word = prop::sample::select(Qualifier::ALL);
        (end.clone(), end, word).prop_map(
            |(low, high, qualifier)| json!({"low": low, "high": high, "qualifier": qualifier.word()}),
        )
    }

    proptest! {
        #[test]
        fn comparing_is_symmetric(one in any_figure(), other in any_figure()) {
            prop_assert_eq!(told(one.clone(), other.clone()), told(other, one));
        }

        #[test]
        fn a_figure_is_the_same_as_itself(one in any_figure()) {
            prop_assume!(!one["low"].is_null() || !one["high"].is_null());
            prop_assert_eq!(told(one.clone(), one).0, Relation::Same);
        }

        #[test]
        fn the_unit_makes_no_difference(one in any_figure(), other in any_figure()) {
            let per = |unit: &str, times: f64, of: &serde_json::Value| {
                let mut of = of.clone();
                for end in ["low", "high"] {
                    if let Some(value) = of[end].as_f64() {
                        of[end] = json!(value * times);
                    }
                }
                of["unit"] = json!(unit);
                of
            };
            let plainly = told(per("metres", 1.0, &one), per("metres", 1.0, &other)).0;
            let turned = told(per("km", 0.001, &one), per("metres", 1.0, &other)).0;
            prop_assert_eq!(plainly, turned);
        }
    }
}
