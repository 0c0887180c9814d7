//! What a figure says, in words: as it was written, nothing rounded.

use super::with_unit::WithUnit;
use crate::domain::Figure;
use crate::domain::words::Qualifier;
use serde_json::Number;

/// What a figure says, in words: "up to 1,000,000 firearms/year", "250,000 to 1,000,000 USD", "about 85%".
#[must_use]
pub fn said(figure: &Figure) -> String {
    in_words((figure.low.as_ref(), figure.high.as_ref()), figure.qualifier, &figure.unit)
}

/// What a quantity comes to, in words: its bounds, what they mean, its unit.
pub(super) fn in_words(bounds: Bounds<'_>, qualifier: Qualifier, unit: &str) -> String {
    let unit = WithUnit::new(unit);
    let last = match ends(bounds) {
        (_, Some(last)) | (Some(last), None) => written(last),
        (None, None) => return "no number".to_owned(),
    };
    worded(bounds, qualifier, |number| unit.beside(&written(number))) + &unit.behind(&last)
}

/// The lower and the upper bound of a figure, where it gives them.
type Bounds<'a> = (Option<&'a Number>, Option<&'a Number>);

/// The least and the greatest number that a figure gives; the only one as the least.
fn ends((low, high): Bounds<'_>) -> Bounds<'_> {
    let turned = low.and_then(Number::as_f64) > high.and_then(Number::as_f64);
    match (low, high) {
        (Some(low), Some(high)) if turned => (Some(high), Some(low)),
        (None, only) => (only, None),
        both => both,
    }
}

/// The bounds of a figure with what they mean, in words, each number in this way.
fn worded(bounds: Bounds<'_>, qualifier: Qualifier, number: impl Fn(&Number) -> String) -> String {
    let bounds = match ends(bounds) {
        (Some(low), Some(high)) if written(low) != written(high) => {
            let (low, high) = (number(low), number(high));
            return match qualifier {
                Qualifier::Exact | Qualifier::UpTo | Qualifier::AtLeast => format!("{low} to {high}"),
                Qualifier::About => format!("about {low} to {high}"),
                Qualifier::MoreThan => format!("more than {low} to {high}"),
                Qualifier::LessThan => format!("{low} to less than {high}"),
            };
        }
        (Some(one), _) | (None, Some(one)) => number(one),
        (None, None) => String::new(),
    };
    let qualifier = match qualifier {
        Qualifier::Exact => "",
        Qualifier::About => "about ",
        Qualifier::UpTo => "up to ",
        Qualifier::AtLeast => "at least ",
        Qualifier::MoreThan => "more than ",
        Qualifier::LessThan => "less than ",
    };
    format!("{qualifier}{bounds}")
}

/// What a figure measures, and among what, where, over what span of time and for which day it holds.
#[must_use]
pub fn measured(figure: &Figure) -> String {
    let facts =
        [Some(&figure.measures), figure.population.as_ref(), figure.area.as_ref(), figure.period.as_ref()];
    let mut facts: Vec<String> = facts.into_iter().flatten().cloned().collect();
    facts.extend(figure.as_of.as_ref().map(|on| format!("as of {on}")));
    facts.join("; ")
}

/// A number as it was written, its thousands set apart where it is a plain whole number.
#[must_use]
pub fn written(number: &Number) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("−", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    if whole.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return text;
    }
    let mut out = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_worded_with_its_qualifier() {
        let value = |low, high, qualifier: &str| {
            let figure =
                json!({"measures": "x", "unit": "%", "low": low, "high": high, "qualifier": qualifier});
            said(&serde_json::from_value(figure).unwrap())
        };
        assert_eq!(value(json!(250_000), json!(500_000), "exact"), "250,000% to 500,000%");
        assert_eq!(value(json!(null), json!(50_000), "up-to"), "up to 50,000%");
        assert_eq!(value(json!(70.5), json!(null), "about"), "about 70.5%");
        assert_eq!(value(json!(-1234.25), json!(null), "exact"), "−1,234.25%");
        assert_eq!(value(json!(1e30), json!(null), "exact"), format!("{}%", json!(1e30)));
        assert_eq!(value(json!(12.3456), json!(null), "exact"), "12.3456%");
        assert_eq!(value(json!(null), json!(null), "about"), "no number");
        assert_eq!(value(json!(100), json!(50), "up-to"), "50% to 100%");
        assert_eq!(value(json!(50), json!(100), "less-than"), "50% to less than 100%");
    }
}
