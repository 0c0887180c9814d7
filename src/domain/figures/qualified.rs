//! What the words around a number make of it: a bound, an approximation; or that it is denied.

use super::lists::{among, starts_with_words};
use crate::domain::words::Qualifier;

/// What stands before a number, and what it makes of it: the longer first.
pub(super) const BEFORE: [(&str, Qualifier); 40] = [
    ("no more than", Qualifier::UpTo),
    ("not more than", Qualifier::UpTo),
    ("no greater than", Qualifier::UpTo),
    ("as much as", Qualifier::UpTo),
    ("as many as", Qualifier::UpTo),
    ("as high as", Qualifier::UpTo),
    ("a maximum of", Qualifier::UpTo),
    ("at most", Qualifier::UpTo),
    ("up to", Qualifier::UpTo),
    ("within", Qualifier::UpTo),
    ("no fewer than", Qualifier::AtLeast),
    ("not fewer than", Qualifier::AtLeast),
    ("no less than", Qualifier::AtLeast),
    ("not less than", Qualifier::AtLeast),
    ("a minimum of", Qualifier::AtLeast),
    ("at least", Qualifier::AtLeast),
    ("as little as", Qualifier::AtLeast),
    ("as few as", Qualifier::AtLeast),
    ("beyond", Qualifier::MoreThan),
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
pub(super) const BEHIND: [(&str, Qualifier); 4] = [
    ("or more", Qualifier::AtLeast),
    ("or less", Qualifier::UpTo),
    ("or fewer", Qualifier::UpTo),
    ("or so", Qualifier::About),
];

/// What stands before a number: how many bytes of it belong to it, and what they make of it. None where it is
/// denied, or may mean something else.
pub(super) fn said_before(before: &str, unit: &str) -> Option<(usize, Qualifier)> {
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
    const DENIED: &str = "not no never neither nor nobody none hardly without cannot much";
    let mut near = ahead.split_whitespace().rev().take(3).map(str::to_lowercase);
    let denies =
        near.any(|word| among(DENIED, word.as_str()) || word.ends_with("n't") || word.ends_with("n’t"));
    (!denies).then_some((before.len() - at, means))
}

/// The qualifier that a text ends with, whatever blanks are between its words, and how many bytes it takes.
fn qualifier_at(before: &str) -> Option<(usize, Qualifier)> {
    BEFORE.iter().find_map(|(said, means)| {
        let mut rest = before;
        for word in said.split(' ').rev() {
            let at = rest.len().checked_sub(word.len())?;
            if !rest.get(at..)?.eq_ignore_ascii_case(word) {
                return None;
            }
            if rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-') {
                return None;
            }
            rest = rest[..at].trim_end();
        }
        let first = before[rest.len()..].trim_start();
        Some((first.len(), *means))
    })
}

/// What two qualifiers of one number make of it: "up to about" is a bound. None where they speak against each
/// other.
pub(super) fn both(one: Qualifier, other: Option<Qualifier>) -> Option<Qualifier> {
    use Qualifier::{About, Exact};
    match (one, other) {
        (one, None) => Some(one),
        (Exact | About, Some(other)) if one == Exact || other != Exact => Some(other),
        (one, Some(About)) => Some(one),
        (one, Some(other)) => (one == other).then_some(one),
    }
}

pub(super) fn said_behind(text: &str) -> Option<(usize, Qualifier)> {
    let rest = text.trim_start();
    let blank = text.len() - rest.len();
    BEHIND
        .iter()
        .find(|(words, _)| starts_with_words(rest, words))
        .map(|(words, means)| (blank + words.len(), *means))
}
