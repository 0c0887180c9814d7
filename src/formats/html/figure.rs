//! Figures: what is measured, in words and with its bounds.

use super::anchors::{Anchors, Ref};
use super::date::When;
use super::ledger::source;
use crate::domain::rows::Titled;
use crate::domain::words::Qualifier;
use crate::domain::{Figure, Key};
use askama::Template;
use serde_json::Number;

/// A figure, to show.
#[derive(Debug)]
pub(super) struct FigureView<'a> {
    pub key: &'a Key,
    pub figure: &'a Figure,
    /// Who asserts it.
    pub by: &'a str,
    /// The bounds with what they mean, without the unit.
    pub value: String,
    /// Among what, where, over what span of time.
    pub frame: Vec<(&'static str, &'a str)>,
    pub as_of: Option<When<'a>>,
    pub source: Option<Ref>,
}

impl<'a> FigureView<'a> {
    /// With the name of who asserts it.
    pub fn new(
        key: &'a Key,
        figure: &'a Figure,
        by: Option<&'a str>,
        stands_in: Option<&Titled>,
        sources: &mut Anchors,
    ) -> Self {
        let frame = [("among", &figure.population), ("where", &figure.area), ("over", &figure.period)];
        Self {
            key,
            figure,
            by: by.unwrap_or("not recorded"),
            value: value(figure),
            frame: frame.into_iter().filter_map(|(label, text)| Some((label, text.as_deref()?))).collect(),
            as_of: figure.as_of.as_ref().map(When::of),
            source: source(stands_in, sources),
        }
    }
}

/// A figure of no claim and no piece of evidence.
#[derive(Template)]
#[template(path = "loose_figure.html")]
pub(super) struct LooseFigure<'a> {
    pub f: FigureView<'a>,
}

fn value(figure: &Figure) -> String {
    let low = figure.low.as_ref().map(number);
    let high = figure.high.as_ref().map(number);
    let bounds = match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return "no number".into(),
    };
    let qualifier = match figure.qualifier {
        Qualifier::Exact => "",
        Qualifier::About => "about ",
        Qualifier::UpTo => "up to ",
        Qualifier::AtLeast => "at least ",
        Qualifier::MoreThan => "more than ",
        Qualifier::LessThan => "less than ",
    };
    format!("{qualifier}{bounds}")
}

/// A number as it was written, its thousands set apart where it is a plain whole number.
pub(super) fn number(number: &Number) -> String {
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
    fn values_in_words() {
        let value = |low, high, qualifier: &str| {
            let figure =
                json!({"measures": "x", "unit": "USD", "low": low, "high": high, "qualifier": qualifier});
            value(&serde_json::from_value(figure).unwrap())
        };
        assert_eq!(value(json!(250_000), json!(500_000), "exact"), "250,000 to 500,000");
        assert_eq!(value(json!(null), json!(50_000), "up-to"), "up to 50,000");
        assert_eq!(value(json!(70.5), json!(null), "about"), "about 70.5");
        assert_eq!(value(json!(-1234.25), json!(null), "exact"), "−1,234.25");
        assert_eq!(value(json!(1e30), json!(null), "exact"), json!(1e30).to_string());
        assert_eq!(value(json!(null), json!(null), "about"), "no number");
    }
}
