//! A share worked out from its parts, beside the share that is asserted.

use super::range::same;
use super::{Range, Unit, number, plain};
use crate::domain::Figure;

/// A calculation: what is divided by what, what comes out, and what speaks against setting them
/// against each other. It is for the reader to conclude.
#[derive(Debug, Clone, PartialEq)]
pub struct Arithmetic {
    /// The calculation, in a line.
    pub line: String,
    /// What comes out, as a share (1 is all).
    pub share: Range,
    /// What the two do not have in common, a line each.
    pub caveats: Vec<String>,
    /// The same over the span of the part, where both spans are known and differ.
    pub same_span: Option<(String, Range)>,
}

/// Divides a part by its whole. `None` if either gives no number, the whole may be nothing, or
/// their units do not count the same.
#[must_use]
pub fn share(part: &Figure, whole: &Figure) -> Option<Arithmetic> {
    let (unit, of_unit) = (Unit::read(&part.unit), Unit::read(&whole.unit));
    let counts = |dimension: &str| dimension.split(" per ").next().unwrap_or_default().to_owned();
    if counts(&unit.dimension) != counts(&of_unit.dimension) {
        return None;
    }
    // Both in the unit of the part.
    let own = Range::of(part)?;
    let all = Range::of(whole)?;
    let months = |figure: &Figure, unit: &Unit| {
        let given =
            figure.months.as_ref().and_then(serde_json::Number::as_f64).filter(|months| *months > 0.0);
        given.or_else(|| unit.dimension.ends_with(" per days").then_some(12.0))
    };
    // A rate counts as much as its period brings: a figure a year is what a year brings.
    let per_year = of_unit.dimension.ends_with(" per days");
    let amount = if per_year { of_unit.factor * 365.2425 } else { of_unit.factor };
    let all = all.times(amount / unit.factor);
    let found = over(own, all)?;
    let mut caveats = Vec::new();
    for (what, a, b) in [
        ("population", &part.population, &whole.population),
        ("place", &part.area, &whole.area),
        ("period", &part.period, &whole.period),
    ] {
        match (a, b) {
            (Some(a), Some(b)) if plain(a) != plain(b) => caveats.push(format!("{what}: {a} against {b}")),
            (Some(a), None) => caveats.push(format!("{what}: {a} against one not stated")),
            (None, Some(b)) => caveats.push(format!("{what}: one not stated against {b}")),
            _ => {}
        }
    }
    let same_span = match (months(part, &unit), months(whole, &of_unit)) {
        (Some(span), Some(of)) if !same(span, of) => over(own, all.times(span / of)).map(|share| {
            let line = format!(
                "over the same {}: {} ÷ {} = {}",
                if same(span, 1.0) { "month".to_owned() } else { format!("{} months", number(span)) },
                own,
                all.times(span / of),
                percent(share)
            );
            (line, share)
        }),
        _ => None,
    };
    let line = format!("{own} ÷ {all} = {}", percent(found));
    Some(Arithmetic { line, share: found, caveats, same_span })
}

/// The least and the greatest that a division can give.
fn over(part: Range, whole: Range) -> Option<Range> {
    if part.low < 0.0 || whole.high <= 0.0 || whole.low < 0.0 {
        return None;
    }
    let high = if whole.low > 0.0 { part.high / whole.low } else { f64::INFINITY };
    let low = if whole.high.is_finite() { part.low / whole.high } else { 0.0 };
    let share = Range { low, above: part.above || whole.below, high, below: part.below || whole.above };
    (!share.low.is_nan() && !share.high.is_nan()).then_some(share)
}

fn percent(share: Range) -> String {
    share.times(100.0).with_unit("%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn figure(value: serde_json::Value) -> Figure {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn half_a_year_is_compared_with_a_year() {
        let part = figure(json!({"measures": "firearms seized", "period": "first half of 2023", "months": 6,
            "low": 1720, "unit": "firearms", "qualifier": "exact"}));
        let whole = figure(json!({"measures": "firearms trafficked", "period": "a year",
            "low": 250_000, "high": 1_000_000, "unit": "firearms/year", "qualifier": "exact"}));
        let found = share(&part, &whole).unwrap();
        assert_eq!(found.line, "1,720 ÷ 250,000 to 1,000,000 = 0.172% to 0.688%");
        assert_eq!(found.caveats, ["period: first half of 2023 against a year"]);
        let (line, same_span) = found.same_span.unwrap();
        assert_eq!(line, "over the same 6 months: 1,720 ÷ 125,000 to 500,000 = 0.344% to 1.38%");
        assert!(same_span.high > 0.0137 && same_span.high < 0.0138);
    }

    #[test]
    fn what_does_not_count_the_same_is_not_divided() {
        let people = figure(json!({"measures": "p", "low": 100, "unit": "people", "qualifier": "exact"}));
        let arms = figure(json!({"measures": "f", "low": 100, "unit": "firearms", "qualifier": "exact"}));
        assert_eq!(share(&people, &arms), None);
        let none = figure(json!({"measures": "f", "low": 0, "unit": "firearms", "qualifier": "exact"}));
        assert_eq!(share(&arms, &none), None);
        let up_to = figure(json!({"measures": "f", "high": 200, "unit": "firearms", "qualifier": "up-to"}));
        assert_eq!(share(&arms, &up_to).unwrap().line, "100 ÷ up to 200 = at least 50%");
        let less = figure(json!({"measures": "f", "low": -1, "unit": "firearms", "qualifier": "exact"}));
        assert_eq!((share(&less, &arms), share(&arms, &less)), (None, None));
    }

    #[test]
    fn bounds_stay_bounds_and_units_are_put_into_one() {
        let of = |more: serde_json::Value| {
            let mut all = json!({"measures": "m", "unit": "firearms", "qualifier": "exact"});
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            figure(all)
        };
        let line = |part: &Figure, whole: &Figure| share(part, whole).unwrap().line;
        let hundred = of(json!({"low": 100}));
        assert_eq!(line(&hundred, &of(json!({"low": 2, "unit": "thousand firearms"}))), "100 ÷ 2,000 = 5%");
        let two_thousand = of(json!({"low": 2, "unit": "thousand firearms"}));
        assert_eq!(line(&two_thousand, &of(json!({"low": 4000}))), "2 ÷ 4 = 50%");
        let more_than = of(json!({"low": 200, "qualifier": "more-than"}));
        assert_eq!(line(&hundred, &more_than), "100 ÷ more than 200 = less than 50%");
        assert_eq!(line(&more_than, &hundred), "more than 200 ÷ 100 = more than 200%");
        let less_than = of(json!({"high": 200, "qualifier": "less-than"}));
        assert_eq!(line(&hundred, &less_than), "100 ÷ less than 200 = more than 50%");
        assert_eq!(line(&less_than, &hundred), "less than 200 ÷ 100 = less than 200%");
    }

    #[test]
    fn what_only_one_of_the_two_states_is_said() {
        let of = |more: serde_json::Value| {
            let mut all = json!({"measures": "m", "low": 1, "unit": "firearms", "qualifier": "exact"});
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            figure(all)
        };
        let caveats = |part, whole| share(&of(part), &of(whole)).unwrap().caveats;
        assert_eq!(
            caveats(
                json!({"population": "all", "area": "Texas"}),
                json!({"population": "All.", "period": "a year"})
            ),
            ["place: Texas against one not stated", "period: one not stated against a year"]
        );
        assert!(caveats(json!({}), json!({})).is_empty());
        let spans = |part: u32, whole: u32| {
            share(&of(json!({"months": part})), &of(json!({"months": whole}))).unwrap().same_span
        };
        assert_eq!(spans(6, 6), None);
        assert_eq!(spans(1, 2).unwrap().0, "over the same month: 1 ÷ 0.5 = 200%");
        assert_eq!(share(&of(json!({"months": 0})), &of(json!({"months": 2}))).unwrap().same_span, None);
    }
}
