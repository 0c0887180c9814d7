//! The quantities that a passage asserts, as figures can have them: numbers, money, shares and ranges, with what
//! the words around them make of them. What is not plain is left out: who reads the passage enters it.

use super::amount::Amount;
use super::counted::unit;
use super::lists::{LEADS, among};
use super::qualified::{both, said_before, said_behind};
use super::said::in_words;
use crate::domain::calendar;
use crate::domain::words::Qualifier;
use serde_json::Number;
use std::ops::Range;

/// A quantity that a text asserts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Where it stands, in bytes, with the words that belong to it.
    pub place: Range<usize>,
    /// The lower bound, or the value.
    pub low: Option<Number>,
    /// The upper bound.
    pub high: Option<Number>,
    /// The unit.
    pub unit: String,
    /// What the bounds mean.
    pub qualifier: Qualifier,
}

impl Quantity {
    /// As figures are put in words.
    #[must_use]
    pub fn said(&self) -> String {
        in_words((self.low.as_ref(), self.high.as_ref()), self.qualifier, &self.unit)
    }
}

/// Marks and words before a number that say it counts nothing.
const LABELS: &str = "no. nos. p. pp. page pages par. para. paragraph section sec. chapter title figure fig. table item step part article vol. note";

/// Verbs that make a "from 5 to 10" a change and not a range.
const CHANGES: &str = "rose rise rises risen rising fell fall falls fallen falling grew grow grown increase increased increases decrease decreased dropped drop declined went climbed jumped raised lowered cut reduced moved up";

/// The quantities in a text whose unit is plain, in their order. A bare number, a year or the number of a section
/// is none.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = begins(text, at) {
        let next = match quantity(text, start) {
            Read::Quantity(quantity) => {
                let end = quantity.place.end;
                found.push(quantity);
                end
            }
            Read::Passed(end) => end,
        };
        at = next.max(start + number_end(&text[start..]).max(1));
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

/// What a number comes to.
enum Read {
    Quantity(Quantity),
    /// Nothing that is plain; what follows goes on behind this byte.
    Passed(usize),
}

/// Signs of money that stand before a number.
const MONEY: [&str; 7] = ["US$", "USD", "EUR", "GBP", "$", "€", "£"];

/// Where the next number begins that is no part of a name or of another number, its sign of money included.
fn begins(text: &str, from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let at = from + text[from..].find(|c: char| c.is_ascii_digit())?;
        let before = text[from..at].trim_end_matches(' ');
        let sign = MONEY.iter().find(|sign| before.ends_with(**sign));
        let sign = sign.filter(|sign| before.len() == at - from || sign.len() > 1);
        let start = sign.map_or(at, |sign| from + before.len() - sign.len());
        let mut ahead = text[..start].chars().rev();
        let apart = match ahead.next() {
            None => true,
            // A minus, or what joins a name to its number.
            Some('-' | '\u{2010}'..='\u{2015}' | '\u{2212}') => false,
            Some(c) => {
                !c.is_alphanumeric() && !matches!(c, '.' | ',' | '#' | '§' | '/' | ':' | '_' | '¶' | '$')
            }
        };
        if apart {
            return Some(start);
        }
        from = at + number_end(&text[at..]).max(1);
    }
}

/// How far a number goes: digits, with what stands between them.
fn number_end(text: &str) -> usize {
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let behind = |c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.');
    let end = text[digits..].find(behind).map_or(text.len(), |end| digits + end);
    text[..end].trim_end_matches(['.', ',']).len()
}

/// The amount that a text begins with: its length, and the word that multiplies it.
fn amount(text: &str) -> Option<(Amount, usize, Option<&str>)> {
    let end = number_end(text);
    if text[end..].starts_with(['/', ':']) && text[end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut best = Amount::read(&text[..end]).map(|amount| (amount, end, None))?;
    let mut rest = end;
    for _ in 0..2 {
        let behind = text[rest..].trim_start_matches(|c: char| c.is_whitespace() || c == '-');
        let blank = text[rest..].len() - behind.len();
        let word = match behind.chars().next() {
            Some('%') => 1,
            _ => behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len()),
        };
        let (from, to) = (rest + blank, rest + blank + word);
        // A capital right behind a number without a sign of money is a name: 3M, 5K.
        let name = blank == 0 && best.0.unit.is_none() && behind.starts_with(char::is_uppercase);
        let said = format!("{} {}", &text[..rest], &text[from..to]);
        let apart = blank > 2 || text[rest..from].contains("\n\n");
        match Amount::read(&said).filter(|_| word > 0 && !apart && !name) {
            Some(read) => {
                let times = (read.number != best.0.number).then_some(&text[from..to]);
                best = (read, to, times.or(best.2));
                rest = to;
            }
            None => break,
        }
    }
    // A number that a letter follows is something else: 5th, F16, 12mm.
    let plain = !text[best.1..].starts_with(char::is_alphanumeric);
    plain.then_some(best)
}

fn quantity(text: &str, start: usize) -> Read {
    let here = &text[start..];
    let passed = Read::Passed(start);
    let before = text[..start].trim_end();
    let Some((mut low, mut end, times)) = amount(here) else { return passed };
    let number = &here[..end];
    if is_named(before) {
        return passed;
    }
    let mut high = None;
    if let Some((other, to, unit_times)) = range(text, start, (&low, end)) {
        // "2 to 3 million" is of two millions, too.
        let small = low.number.as_f64().is_some_and(|number| number < 1_000.0);
        if small
            && times.is_none()
            && let Some(word) = unit_times
        {
            match Amount::read(&format!("{} {word}", &here[..end])) {
                Some(whole) => low = whole,
                None => return Read::Passed(start + end + to),
            }
        }
        end += to;
        if low.number.as_f64() >= other.number.as_f64() || is_year(number) && other.unit.is_none() {
            return Read::Passed(start + end);
        }
        low.unit = low.unit.or(other.unit);
        high = Some(other.number);
    }
    let begins =
        before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '%'));
    let mut behind_qualifier = None;
    if here[end..].starts_with('+') {
        behind_qualifier = Some(Qualifier::AtLeast);
        end += 1;
    }
    let Some((unit, to)) = unit(&here[end..], low.unit, (number, begins)) else {
        return Read::Passed(start + end);
    };
    if low.unit.is_none() && high.is_none() && is_year(number) {
        return Read::Passed(start + end);
    }
    end += to;
    // What joins the two ends of a range belongs to it.
    let joins = ["between", "from"].into_iter().find(|join| high.is_some() && last_word(before) == *join);
    let begin = joins.map_or(start, |join| before.len() - join.len());
    let ahead = text[..begin].trim_end();
    let Some((words, before_qualifier)) = said_before(ahead, &unit) else { return Read::Passed(start + end) };
    if behind_qualifier.is_none()
        && let Some((more, means)) = said_behind(&here[end..])
    {
        behind_qualifier = Some(means);
        end += more;
    }
    let Some(qualifier) = both(before_qualifier, behind_qualifier) else { return Read::Passed(start + end) };
    let from = if words == 0 { begin } else { ahead.len() - words };
    let (low, high) = match (qualifier, high) {
        (Qualifier::UpTo | Qualifier::LessThan, None) => (None, Some(low.number)),
        (Qualifier::Exact | Qualifier::About, high) => (Some(low.number), high),
        (_, None) => (Some(low.number), None),
        // A bound that is a range itself is not plain.
        (_, Some(_)) => return Read::Passed(start + end),
    };
    Read::Quantity(Quantity { place: from..start + end, low, high, unit, qualifier })
}

/// Whether the words before a number make a name of it, or the second half of "1 in 5".
fn is_named(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    let plain = last.trim_start_matches(['(', '“', '"', '‘', '[']);
    let lower = plain.to_lowercase();
    if among(LABELS, lower.as_str())
        || calendar::month(plain).is_some_and(|(_, rest)| matches!(rest, "" | "."))
    {
        // A month with a capital; "may" and "march" are words as well.
        return among(LABELS, lower.as_str()) || plain.starts_with(char::is_uppercase);
    }
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_ascii_digit())
    };
    let cut = plain.trim_end_matches([',', ';']);
    if is_number(cut) && !is_year(cut) {
        // Beside another number it is one of a row or of a list.
        return true;
    }
    if lower == "or" {
        return words.next().is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit() || c == '%'));
    }
    if lower == "of" && words.clone().next().is_some_and(|ahead| ahead.eq_ignore_ascii_case("average")) {
        return true;
    }
    if matches!(lower.as_str(), "in" | "of") {
        let ahead = words.next().unwrap_or_default();
        let ahead = if ahead.eq_ignore_ascii_case("out") { words.next().unwrap_or_default() } else { ahead };
        let counts = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        return ahead.ends_with(|c: char| c.is_ascii_digit())
            || counts.contains(&ahead.to_lowercase().as_str());
    }
    let capital = plain.starts_with(char::is_uppercase) && plain.ends_with(char::is_alphanumeric);
    capital && !among(LEADS, lower.as_str())
}

/// The other end of a range, behind its first.
fn range<'t>(
    text: &'t str,
    start: usize,
    (low, end): (&Amount, usize),
) -> Option<(Amount, usize, Option<&'t str>)> {
    let behind = &text[start + end..];
    let rest = behind.trim_start();
    let joins: &[&str] = match last_word(&text[..start]).as_str() {
        "between" => &["and ", "to ", "–", "-"],
        "from" if is_change(&text[..start]) => return None,
        _ => &["to ", "–", "—", "-", "through "],
    };
    let join = joins.iter().find(|join| rest.starts_with(**join))?;
    let spaced = rest.len() < behind.len() || rest[join.len()..].starts_with(char::is_whitespace);
    if spaced && !join.ends_with(' ') {
        // Such a dash parts two sentences.
        return None;
    }
    let rest = rest[join.len()..].trim_start();
    let (other, to, times) = amount(rest)?;
    let money = |amount: &Amount| amount.unit.is_some_and(|unit| unit != "%");
    // "$5 to 10 people" is no range of dollars.
    let one_unit = money(low) == money(&other) || !join.ends_with(' ') && money(low);
    let percent = low.unit != Some("%") || other.unit == Some("%");
    (one_unit && percent).then_some((other, behind.len() - rest.len() + to, times))
}

/// Whether the sentence before a "from" says that something changed.
fn is_change(before: &str) -> bool {
    let sentence = before.rsplit(['.', ';', '!', '?']).next().unwrap_or_default();
    let mut words = sentence.split(|c: char| !c.is_alphabetic());
    words.any(|word| among(CHANGES, word.to_lowercase().as_str()))
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && ("1800".."2100").contains(&number)
}

fn last_word(text: &str) -> String {
    text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
