//! Numbers with their unit, which is any text: written so that it is never wrong, whatever the unit is called.
//!
//! A sign of money stands before the number ($50,000) and a percent sign right behind it (85%). What has no plural
//! (USD, kg, million people) and what is plain to see a plural (firearms, companies per year) stands behind it, the
//! latter unless the number is one. Any other unit stands in parentheses: 1 (companies), 5 (company).

use super::unit::is_multiple;

/// How a unit is written with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WithUnit<'a> {
    unit: &'a str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A sign before each number.
    Before,
    /// A sign right behind each number.
    Close,
    /// A word that is the same for one and for many.
    Fixed,
    /// A word for many.
    Plural,
    /// A word of which that is not known.
    Unknown,
}

impl<'a> WithUnit<'a> {
    pub fn new(unit: &'a str) -> Self {
        let unit = unit.trim();
        let kind = match unit {
            "$" | "US$" | "\u{20ac}" | "\u{a3}" | "\u{a5}" => Kind::Before,
            "%" | "\u{2030}" => Kind::Close,
            _ if is_fixed(unit) => Kind::Fixed,
            _ if is_plural(unit) => Kind::Plural,
            _ => Kind::Unknown,
        };
        Self { unit, kind }
    }

    /// A number with what stands right beside it.
    pub fn beside(&self, number: &str) -> String {
        match self.kind {
            Kind::Before => match number.strip_prefix(['-', '\u{2212}']) {
                Some(digits) => format!("\u{2212}{}{digits}", self.unit),
                None => format!("{}{number}", self.unit),
            },
            Kind::Close => format!("{number}{}", self.unit),
            Kind::Fixed | Kind::Plural | Kind::Unknown => number.to_owned(),
        }
    }

    /// What stands behind a text that ends with this number.
    pub fn behind(&self, last: &str) -> String {
        let one = matches!(last, "1" | "-1" | "\u{2212}1");
        match self.kind {
            Kind::Before | Kind::Close => String::new(),
            _ if self.unit.is_empty() => String::new(),
            Kind::Fixed => format!(" {}", self.unit),
            Kind::Plural if !one => format!(" {}", self.unit),
            Kind::Plural | Kind::Unknown => format!(" ({})", self.unit),
        }
    }
}

/// The word that is one or many: of "firearms per year" the firearms.
fn counted_word(unit: &str) -> &str {
    let ends = ["/", " per ", " a ", " an ", " of ", " in ", " for ", " from ", " with ", " at ", ","];
    let end = ends.iter().filter_map(|end| unit.find(end)).min().unwrap_or(unit.len());
    unit[..end].split_whitespace().next_back().unwrap_or_default()
}

/// Whether it is written the same for one and for many: an abbreviation, or what a multiple stands before.
fn is_fixed(unit: &str) -> bool {
    const SHORT: &[&str] = &[
        "percent", "pct", "ppm", "mm", "cm", "m", "km", "ft", "mi", "g", "kg", "t", "lb", "oz", "ha", "km2",
        "km\u{b2}", "m2", "m\u{b2}", "ml", "l", "mph", "h", "min", "s", "sec", "yr",
    ];
    let word = counted_word(unit);
    let capitals = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    capitals
        || SHORT.contains(&word.to_lowercase().as_str())
        || unit.to_lowercase() == "per cent"
        || unit
            .split_whitespace()
            .next()
            .is_some_and(|first| first != unit && is_multiple(&first.to_lowercase()))
}

/// Whether it is plain to see that it is a word for many.
pub(super) fn is_plural(unit: &str) -> bool {
    let word = counted_word(unit).to_lowercase();
    let own = matches!(word.as_str(), "people" | "men" | "women" | "children");
    // "gas", "bus", "crisis", "loss" and the like are words for one.
    let stem =
        word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i', 'a', 'o']) && word != "lens");
    own || stem.is_some_and(|stem| stem.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::WithUnit;

    #[test]
    fn no_unit_is_written_wrong() {
        let written = |number: &str, unit: &str| {
            let unit = WithUnit::new(unit);
            unit.beside(number) + &unit.behind(number)
        };
        for (number, unit, text) in [
            ("85", "%", "85%"),
            ("85", "percent", "85 percent"),
            ("50,000", "$", "$50,000"),
            ("\u{2212}5", "$", "\u{2212}$5"),
            ("1", "USD", "1 USD"),
            ("1", "companies", "1 (companies)"),
            ("\u{2212}1", "companies", "\u{2212}1 (companies)"),
            ("7", "companies", "7 companies"),
            ("5", "company", "5 (company)"),
            ("1", "company", "1 (company)"),
            ("1", "firearms/year", "1 (firearms/year)"),
            ("2", "firearms per year", "2 firearms per year"),
            ("2", "guns", "2 guns"),
            ("2", "rounds of ammunition", "2 rounds of ammunition"),
            ("1", "million people", "1 million people"),
            ("1", "people", "1 (people)"),
            ("3", "people", "3 people"),
            ("3", "bus", "3 (bus)"),
            ("3", "loss", "3 (loss)"),
            ("3", "lens", "3 (lens)"),
            ("3", "", "3"),
        ] {
            assert_eq!(written(number, unit), text);
        }
    }
}
