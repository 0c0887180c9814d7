//! What is counted by a number in a text: the unit that is written with it, or the things behind it.

use super::lists::{LEADS, among, starts_with_words};
use super::with_unit::is_plural;
use crate::domain::calendar;

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
const NO_UNIT: &str = "of in to the and or on at by for from with as is was were are has have had that which who but than its his her their this these if be been not says said times others does per shows applies requires describes provides states includes contains covers finds gives makes lists a.m p.m";

/// The unit of a number: the sign written with it, or the things that are counted behind it; over what time.
pub(super) fn unit(
    text: &str,
    sign: Option<&'static str>,
    (number, begins): (&str, bool),
) -> Option<(String, usize)> {
    let (mut unit, mut end) = match sign {
        Some(sign) => (sign.to_owned(), 0),
        None => counted(text, number, begins)?,
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
fn counted(text: &str, number: &str, begins: bool) -> Option<(String, usize)> {
    if !text.starts_with(char::is_whitespace) || text.starts_with("\n\n") {
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
        if !letters || among(NO_UNIT, last) || last.is_empty() || calendar::month(last).is_some() {
            return None;
        }
        words.push(last);
        let lower = last.starts_with(char::is_lowercase);
        if !lower && (begins || among(LEADS, last.to_lowercase().as_str())) {
            // The number of a note, or of a row, before its text.
            return None;
        }
        if lower && (is_plural(last) || one) {
            let end = end - (word.len() - word.trim_end().len()) - (bare.len() - last.len());
            // "5 firearms trafficking cases" are no five firearms.
            return ends_unit(&text[end..]).then(|| (words.join(" "), end));
        }
        if last.len() < bare.len() {
            return None;
        }
    }
    None
}

/// Whether what follows the things counted cannot be counted with them.
fn ends_unit(behind: &str) -> bool {
    const GO_ON: &str = "a about across after against ago among an and annually are as at because before between but by can could did do during each every for from had has have he in into is it may monthly more of on or over per she so than that the there they to under was we were which who will with yearly";
    let rest = behind.trim_start();
    if rest.len() == behind.len() {
        return !behind.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    }
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.is_empty() || among(GO_ON, word.to_lowercase().as_str()) || word.ends_with("ed")
}
