//! The names of months and weekdays in many languages, for dates that have them.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

const NAMES: &str = include_str!("../../assets/calendar.txt");

/// In English, in their order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// By its name in lower case: which of the twelve or seven it is.
type Names = HashMap<String, usize>;

static MONTH: LazyLock<Names> = LazyLock::new(|| names("months"));
static DAY: LazyLock<Names> = LazyLock::new(|| names("days"));

fn names(of: &str) -> Names {
    let mut names = Names::new();
    let lines = NAMES.lines().filter_map(|line| line.strip_prefix(of)?.split_once(": "));
    for (_, list) in lines {
        for (at, same) in list.split('|').enumerate() {
            names.extend(same.split(',').map(|name| (name.nfc().collect(), at)));
        }
    }
    names
}

/// The month that a text begins with, in English, and what is behind it.
#[must_use]
pub fn month(text: &str) -> Option<(&'static str, &str)> {
    let (at, rest) = found(text, &MONTH)?;
    Some((MONTHS.get(at)?, rest))
}

/// The weekday that a text begins with, in English, and what is behind it.
#[must_use]
pub fn weekday(text: &str) -> Option<(&'static str, &str)> {
    let (at, rest) = found(text, &DAY)?;
    Some((DAYS.get(at)?, rest))
}

/// The longest name that a text begins with. Names end where words do: `mar` is none in `mart`.
fn found<'t>(text: &'t str, names: &Names) -> Option<(usize, &'t str)> {
    let ends = |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, ',' | '.' | '/' | ';' | '(');
    let mut end = text.find(ends).unwrap_or(text.len());
    loop {
        let (name, rest) = text.split_at(end);
        if let Some(at) = names.get(name.nfc().collect::<String>().to_lowercase().as_str()) {
            return Some((*at, rest));
        }
        end = name.rfind(['-', '\'', '’'])?;
    }
}
