//! Figures side by side: what they say as ranges, whether they can be set against each other, and
//! what follows from them by arithmetic. Never a verdict.

mod arithmetic;
mod compare;
mod grid;
mod range;
mod said;
mod unit;

pub use arithmetic::{Arithmetic, share};
pub use compare::{Comparison, Relation, compare};
pub use grid::{Entered, Grid, Scale, grids};
pub use range::{ABOUT, Range};
pub use said::{bounds, measured, said, written};
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
        ] {
            assert_eq!(number(value), text);
        }
    }
}
