//! The quantities that a passage asserts, as figures can have them: numbers, money, shares and ranges, with what
//! the words around them make of them. What is not plain is left out: who reads the passage enters it.

use super::amount::Amount;
use super::said::in_words;
use super::with_unit::is_plural;
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

/// What stands before a number, and what it makes of it: the longer first.
const BEFORE: [(&str, Qualifier); 36] = [
    ("no more than", Qualifier::UpTo),
    ("not more than", Qualifier::UpTo),
    ("no greater than", Qualifier::UpTo),
    ("as much as", Qualifier::UpTo),
    ("as many as", Qualifier::UpTo),
    ("as high as", Qualifier::UpTo),
    ("a maximum of", Qualifier::UpTo),
    ("at most", Qualifier::UpTo),
    ("up to", Qualifier::UpTo),
    ("no fewer than", Qualifier::AtLeast),
    ("not fewer than", Qualifier::AtLeast),
    ("no less than", Qualifier::AtLeast),
    ("not less than", Qualifier::AtLeast),
    ("a minimum of", Qualifier::AtLeast),
    ("at least", Qualifier::AtLeast),
    ("upwards of", Qualifier::MoreThan),
    ("more than", Qualifier::MoreThan),
    ("greater than", Qualifier::MoreThan),
    ("in excess of", Qualifier::MoreThan),
    ("exceeding", Qualifier::MoreThan),
    ("above", Qualifier::MoreThan),
    ("over", Qualifier::MoreThan),
    ("fewer than", Qualifier::LessThan),
    ("less than", Qualifier::LessThan),
    ("below", Qualifier::LessThan),
    ("under", Qualifier::LessThan),
    ("approximately", Qualifier::About),
    ("an estimated", Qualifier::About),
    ("estimated", Qualifier::About),
    ("roughly", Qualifier::About),
    ("around", Qualifier::About),
    ("nearly", Qualifier::About),
    ("almost", Qualifier::About),
    ("about", Qualifier::About),
    ("some", Qualifier::About),
    ("close to", Qualifier::About),
];

/// What stands behind a number and its unit, and what it makes of it.
const BEHIND: [(&str, Qualifier); 4] = [
    ("or more", Qualifier::AtLeast),
    ("or less", Qualifier::UpTo),
    ("or fewer", Qualifier::UpTo),
    ("or so", Qualifier::About),
];

/// Spans of time that a quantity is of, as they are written behind it.
const TIMES: [(&str, &str); 12] = [
    ("per year", "year"),
    ("a year", "year"),
    ("each year", "year"),
    ("every year", "year"),
    ("annually", "year"),
    ("yearly", "year"),
    ("per month", "month"),
    ("a month", "month"),
    ("monthly", "month"),
    ("a week", "week"),
    ("per day", "day"),
    ("a day", "day"),
];

/// Words that no unit has in it.
const NO_UNIT: [&str; 56] = [
    "of",
    "in",
    "to",
    "the",
    "and",
    "or",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "as",
    "is",
    "was",
    "were",
    "are",
    "has",
    "have",
    "had",
    "that",
    "which",
    "who",
    "but",
    "than",
    "its",
    "his",
    "her",
    "their",
    "this",
    "these",
    "if",
    "be",
    "been",
    "not",
    "says",
    "said",
    "times",
    "others",
    "does",
    "per",
    "shows",
    "applies",
    "requires",
    "describes",
    "provides",
    "states",
    "includes",
    "contains",
    "covers",
    "finds",
    "gives",
    "makes",
    "lists",
    "a.m",
    "p.m",
];

/// Words that begin a sentence and lead to a number. Behind any other word with a capital a number is a name: a
/// title, a form, a flight.
const LEADS: [&str; 42] = [
    "a",
    "about",
    "all",
    "almost",
    "an",
    "and",
    "another",
    "approximately",
    "around",
    "at",
    "between",
    "but",
    "by",
    "during",
    "for",
    "from",
    "i",
    "in",
    "its",
    "just",
    "more",
    "nearly",
    "of",
    "on",
    "only",
    "or",
    "our",
    "over",
    "roughly",
    "some",
    "than",
    "that",
    "the",
    "their",
    "them",
    "these",
    "those",
    "to",
    "under",
    "we",
    "when",
    "with",
];

/// Marks and words before a number that say it counts nothing.
const LABELS: [&str; 22] = [
    "no.",
    "nos.",
    "p.",
    "pp.",
    "page",
    "pages",
    "par.",
    "para.",
    "paragraph",
    "section",
    "sec.",
    "chapter",
    "title",
    "figure",
    "fig.",
    "table",
    "item",
    "step",
    "part",
    "article",
    "vol.",
    "note",
];

/// Verbs that make a "from 5 to 10" a change and not a range.
const CHANGES: [&str; 30] = [
    "rose",
    "rise",
    "rises",
    "risen",
    "rising",
    "fell",
    "fall",
    "falls",
    "fallen",
    "falling",
    "grew",
    "grow",
    "grown",
    "increase",
    "increased",
    "increases",
    "decrease",
    "decreased",
    "dropped",
    "drop",
    "declined",
    "went",
    "climbed",
    "jumped",
    "raised",
    "lowered",
    "cut",
    "reduced",
    "moved",
    "up",
];

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
        let behind = text[rest..].trim_start_matches([' ', '\u{a0}', '-']);
        let blank = text[rest..].len() - behind.len();
        let word = match behind.chars().next() {
            Some('%') => 1,
            _ => behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len()),
        };
        let (from, to) = (rest + blank, rest + blank + word);
        // A capital right behind a number without a sign of money is a name: 3M, 5K.
        let name = blank == 0 && best.0.unit.is_none() && behind.starts_with(char::is_uppercase);
        let said = format!("{} {}", &text[..rest], &text[from..to]);
        match Amount::read(&said).filter(|_| word > 0 && blank <= 2 && !name) {
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
    let mut behind_qualifier = None;
    if here[end..].starts_with('+') {
        behind_qualifier = Some(Qualifier::AtLeast);
        end += 1;
    }
    let Some((unit, to)) = unit(&here[end..], low.unit, number) else { return Read::Passed(start + end) };
    if low.unit.is_none() && high.is_none() && is_year(number) {
        return Read::Passed(start + end);
    }
    end += to;
    let (words, before_qualifier) = match said_before(before, &unit) {
        Some(said) => said,
        None => return Read::Passed(start + end),
    };
    if behind_qualifier.is_none()
        && let Some((more, means)) = said_behind(&here[end..])
    {
        behind_qualifier = Some(means);
        end += more;
    }
    let Some(qualifier) = both(before_qualifier, behind_qualifier) else { return Read::Passed(start + end) };
    let from = before.len() - words;
    let from = if words == 0 { start } else { from };
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
    if LABELS.contains(&lower.as_str())
        || calendar::month(plain).is_some_and(|(_, rest)| matches!(rest, "" | "."))
    {
        // A month with a capital; "may" and "march" are words as well.
        return LABELS.contains(&lower.as_str()) || plain.starts_with(char::is_uppercase);
    }
    if matches!(lower.as_str(), "in" | "of") {
        let ahead = words.next().unwrap_or_default();
        let ahead = if ahead.eq_ignore_ascii_case("out") { words.next().unwrap_or_default() } else { ahead };
        let counts = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        return ahead.ends_with(|c: char| c.is_ascii_digit())
            || counts.contains(&ahead.to_lowercase().as_str());
    }
    let capital = plain.starts_with(char::is_uppercase) && plain.ends_with(char::is_alphanumeric);
    capital && !LEADS.contains(&lower.as_str())
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
        "between" => &["and "],
        "from" if is_change(&text[..start]) => return None,
        _ => &["to ", "–", "—", "-", "through "],
    };
    let join = joins.iter().find(|join| rest.starts_with(**join))?;
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
    words.any(|word| CHANGES.contains(&word.to_lowercase().as_str()))
}

/// The unit of a number: the sign written with it, or the things that are counted behind it; over what time.
fn unit(text: &str, sign: Option<&'static str>, number: &str) -> Option<(String, usize)> {
    let (mut unit, mut end) = match sign {
        Some(sign) => (sign.to_owned(), 0),
        None => counted(text, number)?,
    };
    let behind = text[end..].trim_start();
    let blank = text[end..].len() - behind.len();
    if let Some((said, time)) = TIMES.iter().find(|(said, _)| starts_with_words(behind, said)) {
        unit = format!("{unit}/{time}");
        end += blank + said.len();
    }
    Some((unit, end))
}

/// The things that are counted: the words up to the first that is one for many.
fn counted(text: &str, number: &str) -> Option<(String, usize)> {
    if !text.starts_with(char::is_whitespace) {
        return None;
    }
    let mut words = Vec::new();
    let mut end = 0;
    let one = number == "1";
    for word in text.split_inclusive(char::is_whitespace).take(5) {
        let bare = word.trim();
        end += word.len();
        if bare.is_empty() {
            continue;
        }
        let is_initials = bare.contains('.') && bare.split('.').all(|letter| letter.chars().count() < 2);
        if is_initials && bare.starts_with(char::is_uppercase) {
            // Their full stops end nothing.
            words.push(bare);
            continue;
        }
        let last = bare.trim_end_matches(|c: char| !c.is_alphabetic());
        let letters = last.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        if !letters || NO_UNIT.contains(&last) || last.is_empty() || calendar::month(last).is_some() {
            return None;
        }
        words.push(last);
        let lower = last.starts_with(char::is_lowercase);
        if lower && (is_plural(last) || one) {
            let end = end - (word.len() - word.trim_end().len()) - (bare.len() - last.len());
            return Some((words.join(" "), end));
        }
        if last.len() < bare.len() {
            return None;
        }
    }
    None
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && ("1800".."2100").contains(&number)
}

fn last_word(text: &str) -> String {
    text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase()
}

/// What stands before a number: how many bytes of it belong to it, and what they make of it. None where it is
/// denied, or may mean something else.
fn said_before(before: &str, unit: &str) -> Option<(usize, Qualifier)> {
    let mut at = before.len();
    let mut means = Qualifier::Exact;
    if before.ends_with('~') {
        (at, means) = (at - 1, Qualifier::About);
    }
    while let Some((words, more)) = qualifier_at(before[..at].trim_end()) {
        // "over five years" is a span as often as a bound.
        let span =
            ["years", "months", "weeks", "days", "hours", "decades"].iter().any(|time| unit.ends_with(time));
        let over = before[..at].trim_end().to_lowercase().ends_with("over");
        if over && span {
            return None;
        }
        means = both(means, Some(more))?;
        at = before[..at].trim_end().len() - words;
    }
    // What is denied right before is not asserted: "did not pay $50,000".
    let ahead = before[..at].rsplit([',', ';', '.', ':', '!', '?']).next().unwrap_or_default();
    const DENIED: [&str; 11] =
        ["not", "no", "never", "neither", "nor", "nobody", "none", "hardly", "without", "cannot", "much"];
    let mut near = ahead.split_whitespace().rev().take(3).map(str::to_lowercase);
    let denies =
        near.any(|word| DENIED.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t"));
    (!denies).then_some((before.len() - at, means))
}

fn qualifier_at(before: &str) -> Option<(usize, Qualifier)> {
    BEFORE.iter().find_map(|(words, means)| {
        let at = before.len().checked_sub(words.len())?;
        let there = before.get(at..)?.eq_ignore_ascii_case(words);
        let apart = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '-');
        (there && apart).then_some((words.len(), *means))
    })
}

/// What two qualifiers of one number make of it: "up to about" is a bound. None where they speak against each
/// other.
fn both(one: Qualifier, other: Option<Qualifier>) -> Option<Qualifier> {
    use Qualifier::{About, Exact};
    match (one, other) {
        (one, None) => Some(one),
        (Exact | About, Some(other)) if one == Exact || other != Exact => Some(other),
        (one, Some(About)) => Some(one),
        (one, Some(other)) => (one == other).then_some(one),
    }
}

fn said_behind(text: &str) -> Option<(usize, Qualifier)> {
    let rest = text.trim_start();
    let blank = text.len() - rest.len();
    BEHIND
        .iter()
        .find(|(words, _)| starts_with_words(rest, words))
        .map(|(words, means)| (blank + words.len(), *means))
}

fn starts_with_words(text: &str, words: &str) -> bool {
    let rest = text.get(..words.len()).filter(|begin| begin.eq_ignore_ascii_case(words));
    rest.is_some() && !text[words.len()..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> String {
        let one = |it: Quantity| {
            let end = |number: Option<Number>| number.map_or("_".to_owned(), |number| number.to_string());
            format!("[{}] {:?} {}..{} {}", &text[it.place], it.qualifier, end(it.low), end(it.high), it.unit)
        };
        quantities(text).into_iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_a_passage_says_in_numbers() {
        for (text, expected) in [
            ("paid up to $50,000 for it", "[up to $50,000] UpTo _..50000 USD"),
            (
                "roughly $2,000 for doxxing, $5,000–$10,000 for kidnapping",
                "[roughly $2,000] About 2000.._ USD; [$5,000–$10,000] Exact 5000..10000 USD",
            ),
            (
                "between 250,000 and 1 million firearms a year",
                "[250,000 and 1 million firearms a year] Exact 250000..1000000 firearms/year",
            ),
            ("some 70 to 80 percent of them", "[some 70 to 80 percent] About 70..80 %"),
            ("$2 to $3 million", "[$2 to $3 million] Exact 2000000..3000000 USD"),
            (
                "at least 40 machine guns, fewer than 12 agents",
                "[at least 40 machine guns] AtLeast 40.._ machine guns; [fewer than 12 agents] LessThan _..12 agents",
            ),
            ("In 2019, 85% were; see No. 5 and section 12.", "[85%] Exact 85.._ %"),
            ("the 5th of 1,500 people or more", "[1,500 people or more] AtLeast 1500.._ people"),
            ("1,500+ people came", "[1,500+ people] AtLeast 1500.._ people"),
            ("more than 1.2 million rounds.", "[more than 1.2 million rounds] MoreThan 1200000.._ rounds"),
            (
                "about €5bn, over 300 U.S. officials",
                "[about €5bn] About 5000000000.._ EUR; [over 300 U.S. officials] MoreThan 300.._ U.S. officials",
            ),
            ("up to about $600,000 was", "[up to about $600,000] UpTo _..600000 USD"),
            ("a rise of 5 percentage points", "[5 percentage points] Exact 5.._ percentage points"),
            ("bounties from $2,000 to $50,000", "[$2,000 to $50,000] Exact 2000..50000 USD"),
            ("it rose from 5% to 10% then", "[5%] Exact 5.._ %; [10%] Exact 10.._ %"),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_offered() {
        for text in [
            "10/14 and 3.5 per cent",
            "1 in 5 people said so; 2020 was",
            "Carried, 5 to 4 members present.",
            "19 of 20 agents",
            "COVID-19 cases and F-16 jets",
            "Table 3 shows; Section 12 applies; title 18 offenses",
            "On May 12 agents came, at 10:30 officers, by 10 a.m. raids.",
            "Boeing 737 jets, Form 4473 purchases, 3M employees",
            "the 2019-2020 seasons, a 300-page report, 300-page reports",
            "C$50 and -5% of it",
            "did not pay $50,000, nor over 5 years",
            "not much more than 300 people",
            "up to 5 to 10 people",
            "$5 to 10 people",
            "15 October records",
        ] {
            let found = all(text);
            let allowed = if text.starts_with("$5") {
                "[$5] Exact 5.._ USD; [10 people] Exact 10.._ people"
            } else {
                ""
            };
            assert_eq!(found, allowed, "{text}");
        }
    }

    /// Words before and behind a quantity, and what they make of it.
    fn qualified() -> impl Strategy<Value = (&'static str, &'static str, Qualifier)> {
        let before = BEFORE.iter().map(|(words, means)| (*words, "", *means));
        let behind = BEHIND.iter().map(|(words, means)| ("", *words, *means));
        let all: Vec<_> = before.chain(behind).chain([("", "", Qualifier::Exact)]).collect();
        prop::sample::select(all)
    }

    proptest! {
        /// What is offered is what the words say: the numbers, the unit and which of the two bounds is given.
        #[test]
        fn what_is_offered_is_what_the_words_say(
            (before, behind, qualifier) in qualified(),
            number in 3_u64..2_000_000,
            more in 1_u64..1_000,
            written in prop::sample::select(vec![("$", "", "USD"), ("€", "", "EUR"), ("", "%", "%"), ("", " firearms", "firearms")]),
            has_range in any::<bool>(),
            lead in prop::sample::select(vec!["They paid", "It was", "He said that", "Of these,"]),
        ) {
            let (sign, mark, unit) = written;
            prop_assume!(!is_year(&number.to_string()));
            let bound = !matches!(qualifier, Qualifier::Exact | Qualifier::About);
            let high = (has_range && !bound).then_some(number + more);
            let digits = |n: u64| super::super::number(n as f64);
            let said = match high {
                Some(high) => format!("{sign}{} to {sign}{}{mark}", digits(number), digits(high)),
                None => format!("{sign}{}{mark}", digits(number)),
            };
            let text = format!("{lead} {before} {said} {behind} there.");
            let found = quantities(&text);
            prop_assert_eq!(found.len(), 1, "{}", text);
            let found = &found[0];
            prop_assert_eq!((found.unit.as_str(), found.qualifier), (unit, qualifier), "{}", text);
            let is_high = matches!(qualifier, Qualifier::UpTo | Qualifier::LessThan);
            let (low, high) = if is_high { (None, Some(number)) } else { (Some(number), high) };
            prop_assert_eq!((found.low.as_ref().and_then(Number::as_u64), found.high.as_ref().and_then(Number::as_u64)), (low, high), "{}", text);
            let words = &text[found.place.clone()];
            prop_assert!(words.contains(said.trim()) && words.contains(before) && words.contains(behind), "{}", text);
        }

        /// Whatever the text: no panic, places in order, each on its own number, and a bound where a word says so.
        #[test]
        fn any_text_is_read(pieces in prop::collection::vec(prop::sample::select(vec![
            "up to", "about", "$", "5", "10,000", "1.5", " ", " ", " ", "-", "–", "to", "million", "people", "%", "¶", "é",
            "May", "2019", "from", "between", "and", "not", "+", "~", ".", ",", "or more", "percent", "a year", "(", "三",
        ]), 0..30)) {
            let text = pieces.concat();
            let mut last = 0;
            for found in quantities(&text) {
                prop_assert!(last <= found.place.start && found.place.start < found.place.end);
                last = found.place.end;
                let words = text[found.place.clone()].to_lowercase();
                prop_assert!(words.contains(|c: char| c.is_ascii_digit()));
                let is_bound = words.contains("up to") || words.contains("about") || words.contains('~')
                    || words.contains('+') || words.contains("or more");
                prop_assert_eq!(found.qualifier != Qualifier::Exact, is_bound, "{}", words);
                prop_assert!(found.low.is_some() || found.high.is_some());
            }
        }
    }
}
