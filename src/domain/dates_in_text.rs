//! The dates that a passage names, with the precision it gives them.

use super::calendar;
use super::date_words;
use super::dates::Date;
use std::ops::Range;

/// Words behind which a date is only a bound of when it was.
const BOUNDS: [&str; 9] = ["since", "by", "until", "till", "before", "after", "from", "to", "through"];
/// Words that lead to a year.
const LEADING: [&str; 7] = ["in", "during", "of", "for", "late", "early", "mid"];

/// The dates in a text that name their year, each with its place: not one behind "before" or "since", which says
/// when it was not. Which of two numbers is the month is not guessed.
#[must_use]
pub fn dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let lead = at.checked_sub(1).map_or("", |before| &text[words[before].clone()]).to_lowercase();
        // The longest that is one.
        let longest = (1..=5.min(words.len() - at)).rev().find_map(|many| {
            let place = words[at].start..words[at + many - 1].end;
            let said = &text[place.clone()];
            let end = said.find(['[', '(']).unwrap_or(said.len());
            let said = said[..end].trim_end_matches([',', '.', ';', ':', ')', ']', '”', '"', '’', '?', '!']);
            let place = place.start..place.start + said.len();
            is_said(&lead, said).then(|| date_words::date(said).ok()).flatten().map(|on| (many, place, on))
        });
        match longest {
            Some((many, place, on)) => {
                if !BOUNDS.contains(&lead.as_str()) {
                    found.push((place, on));
                }
                at += many;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether these words may be meant for a date: they name a month, or are numbers written as dates are, or a
/// year behind a word that leads to one.
fn is_said(lead: &str, said: &str) -> bool {
    let year = said.len() == 4 && said.bytes().all(|byte| byte.is_ascii_digit());
    if year {
        return ("1800".."2100").contains(&said) && (LEADING.contains(&lead) || BOUNDS.contains(&lead));
    }
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '/' | '-');
    let mut names = said.split(parts).filter(|part| part.starts_with(char::is_alphabetic)).peekable();
    match names.peek() {
        // Whatever is a month is written with a capital; of itself "may" is a word.
        Some(_) => {
            said.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
                && names.any(|name| name.starts_with(char::is_uppercase) && calendar::month(name).is_some())
        }
        None => said.contains(['-', '/', '.']) && !said.contains(char::is_whitespace) && !said.contains("--"),
    }
}

/// Where the words of a text stand, without what opens before them.
fn words(text: &str) -> Vec<Range<usize>> {
    let base = text.as_ptr() as usize;
    let place = |word: &str| word.as_ptr() as usize - base;
    let bare = text.split_whitespace().map(|word| word.trim_start_matches(['(', '“', '"', '‘', '[']));
    bare.filter(|word| !word.is_empty()).map(|word| place(word)..place(word) + word.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::dates;

    #[test]
    fn dates_are_found_with_their_precision() {
        for (text, expected) in [
            (
                "On Oct. 14, 2025, DHS said so (14 October 2025).",
                "Oct. 14, 2025=2025-10-14 14 October 2025=2025-10-14",
            ),
            ("It began in 2019 and ended in May 2021.", "2019=2019 May 2021=2021-05"),
            ("It may 2021 times over, and 2019 agents came.", ""),
            ("As of 2025-10-16, or 10/17/2025; not 5/6/2025.", "2025-10-16=2025-10-16 10/17/2025=2025-10-17"),
            ("The March on Washington, on October 14 again.", ""),
            ("Between 1/2 and 3-4 of them in 2,019.", ""),
            (
                "On Tuesday, October 14, 2025, and Jan 6th, 2021.",
                "Tuesday, October 14, 2025=2025-10-14 Jan 6th, 2021=2021-01-06",
            ),
            ("Before May 2021, since 2019, by 14 October 2025.", ""),
            ("In January 2020[3] it ended. It was 2020, fiscal year 2024.", "January 2020=2020-01"),
            ("Version 1.2.3 of 555-1234-2020", ""),
            ("三月 2019 in 2019年", ""),
        ] {
            let said = dates(text).into_iter().map(|(place, on)| format!("{}={on}", &text[place]));
            assert_eq!(said.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
