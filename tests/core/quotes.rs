//! A quote is found again through whatever does not change what it says, and never where something else is
//! said.

use corrob::domain::document::{DocumentText, Form};
use corrob::domain::quotes::{Finding, Searchable, anchor_of};
use corrob::domain::records::Quote;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// A document of these paragraphs.
fn document<T: AsRef<str>>(paragraphs: &[T]) -> DocumentText {
    let mut text = DocumentText::default();
    for paragraph in paragraphs {
        text.push(Form::Text, None, paragraph.as_ref());
    }
    text
}

/// What became of the words between `[` and `]` of a text in another one, with the words found.
fn became(was: &str, is: &str) -> String {
    let (before, rest) = was.split_once('[').unwrap();
    let (exact, after) = rest.split_once(']').unwrap();
    let old = document(&[format!("{before}{exact}{after}")]);
    let quote = anchor_of(&old, before.len()..before.len() + exact.len()).quote;
    said(&Searchable::new(is).find(&quote), is)
}

fn said(finding: &Finding, text: &str) -> String {
    match finding {
        Finding::Found(place) => format!("found {}", &text[place.clone()]),
        Finding::Moved(place) => format!("moved {}", &text[place.clone()]),
        Finding::Changed(place, difference) => {
            format!("changed {}: {}", &text[place.clone()], difference.words())
        }
        Finding::Gone => "gone".to_owned(),
    }
}

const PAID: &str = "Officials spoke on Monday. [The U.S. agency’s “harbour fund” paid Ana Ruiz $5,000–$10,000 in 2019, \
                    not more] — and nothing since. Two of the records are sealed.";

#[test]
fn what_says_the_same_is_found() {
    for is in [
        "Officials spoke on Monday. The U.S. agency's \"harbour fund\" paid\n  Ana Ruiz $5,000-$10,000 in 2019; not more -- and",
        "THE US AGENCY’S «HARBOUR FUND» PAID ANA RUIZ $ 5,000 – $ 10,000 IN 2019, NOT MORE",
        "New first. The U.S. agen-\ncy’s har\u{ad}bour fund paid Ana\u{a0}Ruiz $5,000—$10,000 in 2019 (not more). New last.",
    ] {
        assert!(became(PAID, is).starts_with("found "), "{}", became(PAID, is));
    }
    for (was, is) in [
        ("[L’été à Cúcuta, oﬃcially]", "L'e\u{301}te\u{301} a\u{300} Cu\u{301}cuta officially"),
        ("[Die Straße]", "DIE STRASSE"),
        ("a [well-known plan] here", "a well-\nknown plan here"),
        ("a [wellknown plan] here", "a well-\nknown plan here"),
        ("[三号港口 的合同]", "三号\n港口的合同"),
        ("[12 mm rounds of MS-13]", "12mm rounds of MS‑13"),
    ] {
        assert!(became(was, is).starts_with("found "), "{was} | {is}: {}", became(was, is));
    }
}

#[test]
fn what_says_something_else_is_not() {
    for (from, to) in [
        ("Ana", "Eva"),
        ("5,000", "5.000"),
        ("$10,000", "€10,000"),
        ("$10,000", "10,000"),
        ("5,000–", "5,000, "),
        ("2019", "2018"),
        ("not more", "more"),
        ("paid", "never paid"),
        ("paid", "repaid"),
        ("agency’s", "agencies"),
        ("Ana Ruiz", "Anaruiz"),
    ] {
        let is = PAID.replace(['[', ']'], "").replacen(from, to, 1);
        assert!(became(PAID, &is).starts_with("changed "), "{from} to {to}: {}", became(PAID, &is));
    }
    for (was, is) in [
        ("[He is now here today, they said]", "He is nowhere today, they said"),
        ("[It rose by .5 percent in May]", "It rose by 5 percent in May"),
        ("[It moved by 5% in all of May]", "It moved by -5% in all of May"),
        ("[She re-signed the long contract]", "She resigned the long contract"),
        ("[It holds 10² grams of the stuff]", "It holds 102 grams of the stuff"),
        ("[He took the money from it.]", "He took the money from it?"),
        ("[a 1/2 share of the whole port]", "a 12 share of the whole port"),
    ] {
        let found = became(was, is).starts_with("found ");
        assert_eq!(found, is.ends_with('?'), "{was} | {is}: {}", became(was, is));
    }
    assert!(became("[He took it? Never, she said]", "He took it. Never, she said").starts_with("changed "));
}

#[test]
fn what_differs_is_named() {
    let is = PAID
        .replace(['[', ']'], "")
        .replace("Ana", "Eva Ana")
        .replace("not more", "more")
        .replace("2019", "2018");
    assert!(
        became(PAID, &is)
            .ends_with(": only the document has “Eva”; the quote has “2019, not”, the document “2018”"),
        "{}",
        became(PAID, &is)
    );
}

#[test]
fn of_the_same_words_those_are_meant_that_stand_where_they_stood() {
    let list = "Ruiz declined to comment. [The port had no comment.] Lee left. The port had no comment. The end came.";
    let whole = list.replace(['[', ']'], "");
    let found = |is: &str| {
        let (before, rest) = list.split_once('[').unwrap();
        let exact = rest.split_once(']').unwrap().0;
        let quote = anchor_of(&document(&[&whole]), before.len()..before.len() + exact.len()).quote;
        Searchable::new(is).find(&quote)
    };
    assert_eq!(found(&whole), Finding::Found(26..50));
    let later = format!("First. {whole}");
    assert_eq!(found(&later), Finding::Found(33..57));
    // Its own place says something else now; that the same words stand elsewhere does not help.
    let other = whole.replacen("no comment", "one comment", 1);
    assert!(matches!(found(&other), Finding::Changed(place, _) if place.start == 26));
}

#[test]
fn a_quote_that_was_taken_out_is_gone_and_one_put_elsewhere_has_moved() {
    let filler = "Nothing that is said in this sentence has anything to do with it. ".repeat(60);
    let all = PAID.replace(['[', ']'], "");
    let (before, rest) = PAID.split_once('[').unwrap();
    let (exact, after) = rest.split_once(']').unwrap();
    assert_eq!(became(PAID, &format!("{before}{after}")), "gone");
    assert_eq!(became(PAID, &filler), "gone");
    assert!(became(PAID, &format!("{before}{after}{filler}{exact}.")).starts_with("moved "));
    assert!(became(PAID, &format!("{filler}{all}")).starts_with("found "));
    assert_eq!(became("[—]", "a — b"), "gone");
}

#[test]
fn a_quote_that_begins_inside_a_word_is_found_by_the_whole_word() {
    let quote: Quote = serde_json::from_value(serde_json::json!({
        "text": "ounty was paid by the har", "anchor": {"prefix": "that a b", "suffix": "bour fund"}
    }))
    .unwrap();
    let find = |text: &str| said(&Searchable::new(text).find(&quote), text);
    assert_eq!(
        find("They say that a bounty was paid by the harbour fund."),
        "found bounty was paid by the harbour"
    );
    assert!(find("They say that a county was paid by the harbour fund.").starts_with("changed "));
}

/// Numbers that look random and come again by their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % n.max(1)
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Texts in paragraphs: of the bundled case, and all that are at hand.
fn texts() -> Vec<Vec<String>> {
    let mut said = Vec::new();
    gather(&serde_json::from_str(include_str!("../../seeds/bounties-and-guns.json")).unwrap(), &mut said);
    let mut texts = vec![said];
    let Some(data) = std::env::var_os("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: only the bundled case's own text is tried");
        return texts;
    };
    for folder in ["gao-reports", "wh-briefings/topic", "mueller-report"] {
        let files = std::fs::read_dir(Path::new(&data).join(folder)).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "md" || ending == "txt"));
        files.sort();
        for file in files {
            let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
            let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let paragraphs: Vec<String> =
                text.split("\n\n").map(one_line).filter(|text| !text.is_empty()).collect();
            if paragraphs.len() > 12 {
                texts.push(paragraphs);
            }
        }
    }
    texts
}

fn gather(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.len() > 60 => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|value| gather(value, into)),
        serde_json::Value::Object(all) => all.values().for_each(|value| gather(value, into)),
        _ => {}
    }
}

/// Letters and digits alone, for a second opinion that knows nothing of how quotes are found.
fn bare(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> Vec<Range<usize>> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| word.as_ptr() as usize - start..word.as_ptr() as usize - start + word.len())
        .collect()
}

/// The same text in another guise.
fn another_guise(dice: &mut Dice, text: &str) -> String {
    let by_letter = |as_is: &dyn Fn(char) -> Option<&'static [&'static str]>, dice: &mut Dice| {
        let mut out = String::new();
        for c in text.chars() {
            match as_is(c) {
                Some(ways) => out.push_str(dice.one(ways)),
                None => out.push(c),
            }
        }
        out
    };
    match dice.below(6) {
        0 => by_letter(&|c| (c == ' ').then_some(&[" ", "\n", "  ", "\u{a0}", " \n "]), dice),
        1 => text.to_uppercase(),
        2 => text.to_lowercase(),
        3 => by_letter(
            &|c| match c {
                '"' | '“' | '”' => Some(&["\"", "“", "”", "«"]),
                '\'' | '’' => Some(&["'", "’"]),
                '—' => Some(&["—", "--", " – ", " — "]),
                '…' => Some(&["..."]),
                _ => None,
            },
            dice,
        ),
        4 => {
            let letters: Vec<char> = text.chars().collect();
            let mut out = String::new();
            for (at, c) in letters.iter().enumerate() {
                out.push(*c);
                let around = letters.get(at.saturating_sub(2)..at + 4).unwrap_or_default();
                if around.len() == 6 && around.iter().all(char::is_ascii_lowercase) && dice.below(12) == 0 {
                    out.push_str(dice.one(&["-\n", "\u{ad}", "\u{ad}\n", "- ", "\u{200c}"]));
                }
            }
            out
        }
        _ => text.nfd().collect::<String>().replace("fi", "ﬁ").replace("fl", "ﬂ"),
    }
}

/// One word of a text made to say something else: another name, number, or a negation.
fn one_word_other(dice: &mut Dice, text: &str, word: Range<usize>) -> Option<String> {
    let core = text[word.clone()].trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() {
        return None;
    }
    let other = match core.char_indices().find_map(|(at, c)| Some((at, c.to_digit(10)?))) {
        Some((at, digit)) => format!("{}{}{}", &core[..at], (digit + 1) % 10, &core[at + 1..]),
        None if dice.below(3) == 0 => format!("not {core}"),
        None => dice.one(&["Quillfeather", "Westmarch", "ZQB", "Kowalczyk"]).to_owned(),
    };
    let word_now = text[word.clone()].replacen(core, &other, 1);
    Some(format!("{}{word_now}{}", &text[..word.start], &text[word.end..]))
}

#[test]
fn random_quotes_of_real_texts() {
    let texts = texts();
    let cases = if texts.len() > 1 { 12_000 } else { 1_500 };
    let mut dice = Dice(88_172_645_463_325_252);
    let mut tally: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for case in 0..cases {
        let all = dice.one(&texts);
        let from = dice.below(all.len() - 10);
        let was = all[from..(from + 10 + dice.below(60)).min(all.len())].to_vec();
        let at = 2 + dice.below(was.len() - 4);
        let text = &was[at];
        let spans = words(text);
        if spans.len() < 4 {
            continue;
        }
        let first = dice.below(spans.len() - 3);
        let last = (first + 3 + dice.below(25)).min(spans.len());
        let chosen = spans[first].start..spans[last - 1].end;
        let old = document(&was);
        let begin = old.paragraphs[at].start;
        let quote = anchor_of(&old, begin + chosen.start..begin + chosen.end).quote;
        assert_eq!(quote.text, text[chosen.clone()]);
        if bare(&quote.text).chars().count() < 8 {
            continue;
        }
        let mut is = was.clone();
        let what = dice.below(6);
        let (kind, wanted): (_, &[&str]) = match what {
            0 => ("as it was", &["found"]),
            1 => {
                is.insert(at, "A paragraph that was not there.".into());
                is[at + 1] = format!("Something new. {text} And more of it.");
                ("inserted around", &["found"])
            }
            2 => {
                is.remove(at + 1);
                is.remove(at - 1);
                ("deleted around", &["found", "moved"])
            }
            3 => {
                let word = spans[first + dice.below(last - first)].clone();
                let Some(other) = one_word_other(&mut dice, text, word) else { continue };
                is[at] = other;
                ("a word is another", &["changed"])
            }
            4 => {
                is[at] = format!("{}{}", &text[..chosen.start], &text[chosen.end..]);
                ("taken out", &["gone"])
            }
            _ => {
                let moved = is.remove(at);
                is.push(moved);
                ("put elsewhere", &["found", "moved"])
            }
        };
        if dice.below(2) == 0 {
            is = is.iter().map(|text| another_guise(&mut dice, text)).collect();
        }
        let new = document(&is);
        let finding = Searchable::new(&new.text).find(&quote);
        let (word, place) = match &finding {
            Finding::Found(place) => ("found", Some(place)),
            Finding::Moved(place) => ("moved", Some(place)),
            Finding::Changed(..) => ("changed", None),
            Finding::Gone => ("gone", None),
        };
        // Not one false find: what is found says what the quote says, letter by letter.
        if let Some(place) = place {
            assert_eq!(bare(&new.text[place.clone()]), bare(&quote.text), "case {case}");
        }
        // The same words may stand in the text twice; then it is right to find the others.
        if matches!(what, 0..=2) || !bare(&new.text).contains(&bare(&quote.text)) {
            let right = if wanted.contains(&word) { "as it should" } else { word };
            *tally.entry((kind, right.to_owned())).or_default() += 1;
        }
    }
    println!("{tally:#?}");
    let all: usize = tally.values().sum();
    let other: usize = tally.iter().filter(|((_, word), _)| word != "as it should").map(|(_, n)| n).sum();
    // What is left are lists of sentences that differ in a word, where no one could tell.
    assert!(other * 200 < all, "{tally:#?}");
}
