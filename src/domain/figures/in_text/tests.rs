//! What is read of a passage, and what is not.

use super::*;
use crate::domain::figures::qualified::{BEFORE, BEHIND};
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
            "[between 250,000 and 1 million firearms a year] Exact 250000..1000000 firearms/year",
        ),
        ("some 70 to 80 percent of them", "[some 70 to 80 percent] About 70..80 %"),
        ("$2 to $3 million", "[$2 to $3 million] Exact 2000000..3000000 USD"),
        (
            "at least 40 machine guns, fewer than 12 agents",
            "[at least 40 machine guns] AtLeast 40.._ machine guns; [fewer than 12 agents] LessThan _..12 agents",
        ),
        ("In 2019, 85% were; see No. 5 and section 12.", "[85%] Exact 85.._ %"),
        ("the 5th of 1,500 people or more", "[1,500 people or more] AtLeast 1500.._ people"),
        ("1,500+ people, then", "[1,500+ people] AtLeast 1500.._ people"),
        ("more than 1.2 million rounds.", "[more than 1.2 million rounds] MoreThan 1200000.._ rounds"),
        (
            "about €5bn, over 300 U.S. officials",
            "[about €5bn] About 5000000000.._ EUR; [over 300 U.S. officials] MoreThan 300.._ U.S. officials",
        ),
        ("up to about $600,000 was", "[up to about $600,000] UpTo _..600000 USD"),
        (
            "in less\nthan 3 months, and $280\nbillion",
            "[less\nthan 3 months] LessThan _..3 months; [$280\nbillion] Exact 280000000000.._ USD",
        ),
        (
            "Between 200 to 500 American-made guns are",
            "[Between 200 to 500 American-made guns] Exact 200..500 American-made guns",
        ),
        (
            "beyond 14 days, within 30 days, as little as 5 minutes",
            "[beyond 14 days] MoreThan 14.._ days; [within 30 days] UpTo _..30 days; [as little as 5 minutes] AtLeast 5.._ minutes",
        ),
        ("a rise of 5 percentage points", "[5 percentage points] Exact 5.._ percentage points"),
        ("bounties from $2,000 to $50,000", "[from $2,000 to $50,000] Exact 2000..50000 USD"),
        ("roughly between 5 and 7 cars", "[roughly between 5 and 7 cars] About 5..7 cars"),
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
        "1 In our surveys it was. 29 These challenges are one. 18 Title funds. Rows 15 21 3 10 agencies",
        "launched 5 multijurisdictional firearms trafficking cases",
        "as much as 35 or 45 percent of them, for these 10, 20 years",
        "of 1 billion, 200 — 1,200,000,000 and an average of 53 women",
    ] {
        let found = all(text);
        let allowed =
            if text.starts_with("$5") { "[$5] Exact 5.._ USD; [10 people] Exact 10.._ people" } else { "" };
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
        let digits = |n: u64| crate::domain::figures::number(n as f64);
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
