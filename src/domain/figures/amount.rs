//! A number as people write it, with the unit that stands right beside it: "$2,000", "1.2 million", "85%".

use super::unit::places;
use serde_json::Number;

/// A number, and the unit written with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number.
    pub number: Number,
    /// The unit, where one is written that can be no other.
    pub unit: Option<&'static str>,
}

/// Signs and letters of a unit, before or behind a number, and how corrob writes it.
const SIGNS: [(&str, &str); 9] = [
    ("US$", "USD"),
    ("USD", "USD"),
    ("$", "USD"),
    ("EUR", "EUR"),
    ("\u{20ac}", "EUR"),
    ("GBP", "GBP"),
    ("\u{a3}", "GBP"),
    ("%", "%"),
    ("percent", "%"),
];

impl Amount {
    /// Reads a number with thousands apart by commas or spaces, a word that multiplies it, and the sign of its
    /// unit; none where it is anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        // What JSON takes for a number is kept as it is written.
        if let Ok(number) = serde_json::from_str(text) {
            return Some(Self { number, unit: None });
        }
        let (minus, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", text),
        };
        let before = SIGNS.iter().find_map(|(sign, unit)| Some((text.strip_prefix(sign)?, *unit)));
        let (text, mut unit) = before.map_or((text, None), |(rest, unit)| (rest.trim_start(), Some(unit)));
        let within = |c: char| {
            c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}')
        };
        let end = text.find(|c| !within(c)).unwrap_or(text.len());
        let (digits, mut rest) = text.split_at(end);
        let digits = digits.trim_end();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let mut zeros = 0;
        if let Some(times) = places(&rest[..end].to_lowercase()) {
            (zeros, rest) = (times, rest[end..].trim_start());
        }
        if !rest.is_empty() {
            let (_, behind) = SIGNS.iter().find(|(sign, _)| rest.eq_ignore_ascii_case(sign))?;
            unit = Some(*behind).filter(|_| unit.is_none());
            unit?;
        }
        let number = shifted(&plain_digits(digits)?, zeros)?;
        Some(Self { number: serde_json::from_str(&format!("{minus}{number}")).ok()?, unit })
    }
}

/// The digits of a number without what stands between its thousands.
fn plain_digits(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().filter(|first| is_digits(first))?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    let digits = match digits.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match part {
        None => Some(digits.to_owned()),
        Some(part) => is_digits(part).then(|| format!("{digits}.{part}")),
    }
}

/// A number with its point so many places to the right.
fn shifted(number: &str, places: usize) -> Option<String> {
    if places == 0 {
        return Some(number.to_owned());
    }
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part = format!("{part:0<places$}");
    let (more, rest) = part.split_at_checked(places)?;
    let whole = format!("{whole}{more}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, number, unit) in [
            ("5", "5", None),
            ("1200000", "1200000", None),
            ("1,200,000", "1200000", None),
            ("1 200 000", "1200000", None),
            ("0.50", "0.5", None),
            ("-12.5", "-12.5", None),
            ("$2,000", "2000", Some("USD")),
            ("US$ 1.2 million", "1200000", Some("USD")),
            ("1.25bn EUR", "1250000000", Some("EUR")),
            ("85%", "85", Some("%")),
            ("85 percent", "85", Some("%")),
            ("200k", "200000", None),
            ("3 thousand", "3000", None),
            ("0.5 million", "500000", None),
        ] {
            let read = Amount::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.number.to_string().as_str(), read.unit), (number, unit), "{text}");
        }
        for none in [
            "",
            "about 5",
            "1,2",
            "1,20,000",
            "12,00",
            "1.200.000",
            "5 apples",
            "$5%",
            "$",
            ".",
            "5.",
            "dozen",
        ] {
            assert_eq!(Amount::read(none), None, "{none}");
        }
    }
}
