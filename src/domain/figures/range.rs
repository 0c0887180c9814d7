//! What a figure says, as the values it leaves possible.

use super::number;
use super::with_unit::WithUnit;
use crate::domain::Figure;
use crate::domain::words::Qualifier;

/// How much "about" leaves open: this part of the value, either way. A convention, stated wherever it
/// decides.
pub const ABOUT: f64 = 0.1;

/// Values from `low` to `high`; an end that is open does not belong to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least value; minus infinity where there is none.
    pub low: f64,
    /// Whether the least value itself is left out.
    pub above: bool,
    /// The greatest value; infinity where there is none.
    pub high: f64,
    /// Whether the greatest value itself is left out.
    pub below: bool,
}

/// The values that a figure gives.
pub(super) struct Values {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether it gives only one, which is both.
    pub one: bool,
}

impl Values {
    /// Of a figure that gives a number.
    pub fn of(figure: &Figure) -> Option<Self> {
        let value = |number: &Option<serde_json::Number>| {
            number.as_ref().and_then(serde_json::Number::as_f64).filter(|value| value.is_finite())
        };
        Some(match (value(&figure.low), value(&figure.high)) {
            (Some(low), Some(high)) => Self { low: low.min(high), high: high.max(low), one: false },
            (Some(only), None) | (None, Some(only)) => Self { low: only, high: only, one: true },
            (None, None) => return None,
        })
    }
}

/// Two numbers that differ by rounding alone.
pub(super) fn same(one: f64, other: f64) -> bool {
    one == other
        || (one.is_finite() && other.is_finite() && (one - other).abs() <= 1e-9 * one.abs().max(other.abs()))
}

impl Range {
    /// What a figure says, in its own unit; `None` if it gives no number.
    #[must_use]
    pub fn of(figure: &Figure) -> Option<Self> {
        let Values { low, high, one } = Values::of(figure)?;
        // What is counted or measured here is not less than nothing, unless the figure says so.
        let least = if high >= 0.0 { 0.0_f64.min(low) } else { f64::NEG_INFINITY };
        let closed = |low, high| Self { low, above: false, high, below: false };
        Some(match figure.qualifier {
            Qualifier::Exact => closed(low, high),
            Qualifier::About => closed(low - low.abs() * ABOUT, high + high.abs() * ABOUT),
            Qualifier::UpTo => closed(if one { least } else { low }, high),
            Qualifier::LessThan => Self { below: true, ..closed(if one { least } else { low }, high) },
            Qualifier::AtLeast => closed(low, if one { f64::INFINITY } else { high }),
            Qualifier::MoreThan => {
                Self { above: true, ..closed(low, if one { f64::INFINITY } else { high }) }
            }
        })
    }

    /// The same range in another unit.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor, ..self }
    }

    /// The values that both leave possible; `None` if there is no such value.
    #[must_use]
    pub fn both(self, other: Self) -> Option<Self> {
        let (low, above) = match (self.low, other.low) {
            (a, b) if same(a, b) => (a, self.above || other.above),
            (a, b) if a > b => (a, self.above),
            (_, b) => (b, other.above),
        };
        let (high, below) = match (self.high, other.high) {
            (a, b) if same(a, b) => (a, self.below || other.below),
            (a, b) if a < b => (a, self.below),
            (_, b) => (b, other.below),
        };
        let there = if same(low, high) { !above && !below } else { low < high };
        there.then_some(Self { low, above, high, below })
    }

    /// Whether both leave the same values possible.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        same(self.low, other.low)
            && same(self.high, other.high)
            && self.above == other.above
            && self.below == other.below
    }
}

impl Range {
    /// The range in words, its ends written in this way.
    fn words(self, number: impl Fn(f64) -> String) -> String {
        let (low, high) = (number(self.low), number(self.high));
        let (above, below) =
            (if self.above { "more than " } else { "" }, if self.below { "less than " } else { "" });
        match (self.low.is_finite() && self.low != 0.0, self.high.is_finite()) {
            _ if same(self.low, self.high) => low,
            (true, true) => format!("{above}{low} to {below}{high}"),
            (false, true) => format!("{} {high}", if self.below { "less than" } else { "up to" }),
            (true, false) => format!("{} {low}", if self.above { "more than" } else { "at least" }),
            (false, false) => "any number".to_owned(),
        }
    }

    /// The same with a unit.
    pub(super) fn with_unit(self, unit: &str) -> String {
        self.in_unit(&WithUnit::new(unit), number)
    }

    fn in_unit(self, unit: &WithUnit<'_>, number: impl Fn(f64) -> String) -> String {
        let last = number(if self.high.is_finite() { self.high } else { self.low });
        self.words(|value| unit.beside(&number(value))) + &unit.behind(&last)
    }
}

/// Two ranges in words, in as many digits as it takes to tell them apart; the second with the unit of both.
pub(super) fn told_apart(one: Range, other: Range, unit: &str) -> (String, String) {
    let unit = WithUnit::new(unit);
    let beside = |range: Range| range.words(|value| unit.beside(&number(value)));
    if beside(one) == beside(other) {
        (one.words(|value| unit.beside(&precise(value))), other.in_unit(&unit, precise))
    } else {
        (beside(one), other.in_unit(&unit, number))
    }
}

/// A number with all digits in which two can differ here.
fn precise(value: f64) -> String {
    format!("{value:.11e}").parse::<f64>().unwrap_or(value).to_string()
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words(number))
    }
}
