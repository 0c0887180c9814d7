//! Units: which of them measure the same, and by how much one is more than another.

use super::plain;

/// What a unit measures, and how many of the plainest unit of its sort it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it measures, the same word for all units that can be turned into each other.
    pub dimension: String,
    /// How many of the dimension's own unit one of it is.
    pub factor: f64,
}

/// Names, dimension, factor. Months and years are mean Gregorian ones.
const KNOWN: &[(&[&str], &str, f64)] = &[
    (&["%", "percent", "per cent", "pct", "percentage"], "share", 0.01),
    (&["share", "fraction", "ratio", "proportion"], "share", 1.0),
    (&["‰", "per mille", "per thousand"], "share", 0.001),
    (&["ppm", "per million"], "share", 1e-6),
    (&["second", "seconds", "s", "sec"], "days", 1.0 / 86_400.0),
    (&["minute", "minutes", "min"], "days", 1.0 / 1_440.0),
    (&["hour", "hours", "h"], "days", 1.0 / 24.0),
    (&["day", "days", "d"], "days", 1.0),
    (&["week", "weeks"], "days", 7.0),
    (&["fortnight", "fortnights"], "days", 14.0),
    (&["month", "months", "mo"], "days", 30.436_875),
    (&["quarter", "quarters"], "days", 91.310_625),
    (&["year", "years", "yr", "y", "annum"], "days", 365.2425),
    (&["decade", "decades"], "days", 3_652.425),
    (&["usd", "$", "us$", "dollar", "dollars", "us dollars", "u.s. dollars"], "usd", 1.0),
    (&["cent", "cents"], "usd", 0.01),
    (&["eur", "€", "euro", "euros"], "eur", 1.0),
    (&["gbp", "£", "pound sterling", "pounds sterling"], "gbp", 1.0),
    (&["mxn", "peso", "pesos"], "mxn", 1.0),
    (&["mm", "millimetre", "millimetres"], "metres", 0.001),
    (&["cm", "centimetre", "centimetres"], "metres", 0.01),
    (&["m", "metre", "metres", "meter", "meters"], "metres", 1.0),
    (&["km", "kilometre", "kilometres", "kilometer", "kilometers"], "metres", 1000.0),
    (&["inch", "inches"], "metres", 0.0254),
    (&["ft", "foot", "feet"], "metres", 0.3048),
    (&["yard", "yards"], "metres", 0.9144),
    (&["mi", "mile", "miles"], "metres", 1_609.344),
    (&["g", "gram", "grams"], "kilograms", 0.001),
    (&["kg", "kilogram", "kilograms", "kilo", "kilos"], "kilograms", 1.0),
    (&["t", "tonne", "tonnes", "metric ton", "metric tons"], "kilograms", 1000.0),
    (&["lb", "lbs", "pound", "pounds"], "kilograms", 0.453_592_37),
    (&["oz", "ounce", "ounces"], "kilograms", 0.028_349_523_125),
    (&["ha", "hectare", "hectares"], "square metres", 10_000.0),
    (&["acre", "acres"], "square metres", 4_046.856_422_4),
    (&["km2", "km²", "square kilometre", "square kilometres", "square kilometers"], "square metres", 1e6),
    (&["square mile", "square miles"], "square metres", 2_589_988.110_336),
    (&["m2", "m²", "square metre", "square metres", "square meters"], "square metres", 1.0),
];

/// Words that multiply what stands behind them.
const MULTIPLES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("dozen", 12.0),
    ("thousand", 1e3),
    ("thousands", 1e3),
    ("k", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("mn", 1e6),
    ("billion", 1e9),
    ("billions", 1e9),
    ("bn", 1e9),
    ("trillion", 1e12),
];

/// Whether a word multiplies what stands behind it.
pub(super) fn is_multiple(word: &str) -> bool {
    MULTIPLES.iter().any(|(multiple, _)| *multiple == word)
}

/// By how many places a word moves the point of the number before it, where it does just that.
pub(super) fn places(word: &str) -> Option<usize> {
    let (_, times) = MULTIPLES.iter().find(|(multiple, _)| *multiple == word)?;
    (0..=12)
        .find(|places| 10_f64.powi(*places).total_cmp(times).is_eq())
        .and_then(|it| usize::try_from(it).ok())
}

impl Unit {
    /// Reads a unit: `USD`, `%`, `thousand firearms`, `firearms/year`, `firearms per month`. What is
    /// not known by name is a thing that is counted.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = plain(text);
        if let Some(known) = known(&text) {
            return known;
        }
        // "firearms a year" as well, but not every thing with such a word in its name.
        let a_time = || {
            text.split_once(" a ").filter(|(_, time)| known(time).is_some_and(|it| it.dimension == "days"))
        };
        let parts = text.split_once('/').or_else(|| text.split_once(" per ")).or_else(a_time);
        let (over, under) = match parts {
            Some((over, under)) => (over.trim(), Some(under.trim())),
            None => (text.as_str(), None),
        };
        let mut over = multiplied(over);
        if let Some(under) = under.filter(|under| !under.is_empty()) {
            let under = multiplied(under);
            over.dimension = format!("{} per {}", over.dimension, under.dimension);
            over.factor /= under.factor;
        }
        over
    }
}

fn multiplied(text: &str) -> Unit {
    let mut rest = text;
    let mut factor = 1.0;
    while let Some((first, behind)) = rest.split_once(' ')
        && let Some((_, times)) = MULTIPLES.iter().find(|(word, _)| *word == first)
    {
        factor *= times;
        rest = behind.strip_prefix("of ").unwrap_or(behind);
    }
    let unit = known(rest).unwrap_or_else(|| Unit { dimension: counted(rest), factor: 1.0 });
    Unit { factor: unit.factor * factor, ..unit }
}

fn known(text: &str) -> Option<Unit> {
    KNOWN
        .iter()
        .find(|(names, ..)| names.contains(&text))
        .map(|(_, dimension, factor)| Unit { dimension: (*dimension).to_owned(), factor: *factor })
}

/// The name of what is counted, one or many.
fn counted(text: &str) -> String {
    match text {
        "people" | "persons" | "person" => "people".to_owned(),
        _ => match text.strip_suffix("ies") {
            Some(stem) if stem.len() > 1 => format!("{stem}y"),
            _ => text.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(text).to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_measure_the_same_convert() {
        for (one, other, ratio) in [
            ("%", "share", 0.01),
            ("firearms/year", "firearms per year", 1.0),
            ("firearms a year", "firearms per year", 1.0),
            ("firearm/month", "firearms/year", 365.2425 / 30.436_875),
            ("thousand firearms", "firearms", 1000.0),
            ("million USD", "$", 1e6),
            ("companies", "company", 1.0),
            ("persons", "people", 1.0),
            ("weeks", "days", 7.0),
            ("USD/kg", "USD/tonne", 1000.0),
        ] {
            let (one, other) = (Unit::read(one), Unit::read(other));
            assert_eq!(one.dimension, other.dimension);
            assert!((one.factor / other.factor / ratio - 1.0).abs() < 1e-12, "{one:?} {other:?}");
        }
        for (one, other) in [("USD", "EUR"), ("firearms", "firearms/year"), ("people", "%"), ("", "USD")] {
            assert_ne!(Unit::read(one).dimension, Unit::read(other).dimension);
        }
    }
}
