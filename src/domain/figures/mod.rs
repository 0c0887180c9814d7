//! Figures side by side: what they say as ranges, whether they can be set against each other, and
//! what follows from them by arithmetic. Never a verdict.

mod amount;
mod arithmetic;
mod compare;
mod counted;
mod drawing;
mod grid;
mod in_text;
mod lists;
mod qualified;
mod range;
mod said;
mod unit;
mod with_unit;

pub use amount::Amount;
pub use arithmetic::{Arithmetic, share};
pub use compare::{Apart, Comparison, Relation, compare};
pub use drawing::{End, LEGEND, Panel, Stroke};
pub use grid::{Entered, Grid, grids};
pub use in_text::{Quantity, quantities};
pub use range::{ABOUT, Range};
pub use said::{measured, said, written};
pub use unit::Unit;

use super::Figure;

/// What figures are grouped by: the quantity they are looked at together as.
#[must_use]
pub fn quantity(figure: &Figure) -> String {
    plain(figure.quantity.as_deref().unwrap_or(&figure.measures))
}

/// Words without what does not tell them apart: case, white space, a full stop at the end.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// A number as people write it: thousands apart, no more places than it takes to tell it from
/// another by four digits.
#[must_use]
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return if value > 0.0 { "any number".to_owned() } else { "minus any number".to_owned() };
    }
    if value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let places = match value.abs() {
        size if size >= 1000.0 || size.fract() == 0.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        _ => 8,
    };
    let text = format!("{value:.places$}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::number;
    use serde_json::json;

    #[test]
    fn figures_go_together_by_quantity_else_by_what_they_measure() {
        let of = |quantity: Option<&str>, measures: &str| {
            let figure =
                json!({"measures": measures, "quantity": quantity, "unit": "USD", "qualifier": "exact"});
            super::quantity(&serde_json::from_value(figure).unwrap())
        };
        assert_eq!(of(Some("Pay."), "wages"), of(Some(" pay"), "salaries"));
        assert_eq!(of(None, "The  Wages."), "the wages");
        assert_ne!(of(Some("pay"), "wages"), of(None, "wages"));
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (value, text) in [
            (0.0, "0"),
            (1720.0, "1,720"),
            (1_000_000.0, "1,000,000"),
            (0.17195, "0.172"),
            (12.5, "12.5"),
            (-2500.0, "-2,500"),
            (123.456, "123.5"),
            (f64::INFINITY, "any number"),
            (f64::NEG_INFINITY, "minus any number"),
            (999.96, "1,000"),
            (100.06, "100.1"),
            (99.996, "100"),
            (1.006, "1.01"),
            (0.99996, "1"),
            (0.10006, "0.1"),
            (0.09996, "0.1"),
            (0.012345, "0.0123"),
            (0.0012345, "0.0012345"),
            (999_999_999_999_999.0, "999,999,999,999,999"),
            (1e15, "1e15"),
            (-1e16, "-1e16"),
            (-123_456.0, "-123,456"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
