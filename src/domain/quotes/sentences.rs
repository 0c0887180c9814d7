//! Where the sentences of a paragraph begin and end: as Unicode has it, and with the abbreviations of
//! newsrooms, courts and agencies, whose full stops end none.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// Never the last word of a sentence.
const NEVER_LAST: &str = " mr mrs ms mx dr prof gen lt col maj sgt capt cmdr adm sen rep gov pres sec supt det insp \
     hon rev fr msgr messrs mmes st mt ft vs v cf viz e.g i.e ca approx esp incl dept ";
/// Not the last word of a sentence before a number.
const BEFORE_NUMBERS: &str = " no nos nr p pp para paras vol vols fig figs art arts sec secs ch chs cl rule ex exh \
     jan feb mar apr jun jul aug sept sep oct nov dec u.s.c c.f.r f.r stat § §§ n fn tel ext rs us ";
/// The last word of a sentence only where the next one begins one by all appearances.
const PERHAPS: &str = " inc corp co ltd llc plc bros jr sr etc al u.s u.k u.n e.u d.c l.a n.y a.m p.m ph.d m.d j.d \
     u.s.a b.a m.a d.a assn assoc univ est ave blvd rd nat'l int'l gov't wash calif ariz tex fla mass mich minn \
     pa va md conn del ga ill ind kan ky la me mo mont neb nev okla ore tenn vt wis wyo colo ala ark ";
/// Words that a sentence begins with.
const STARTERS: &str = " the a an this that these those he she it they we you i his her its their our my there \
     here in on at by for from with as after before when while since if although though because but and or yet \
     so nor however moreover meanwhile what who why how where which no not all some many most both each one ";

/// The sentences of a text, without the blanks between them, in bytes.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.trim_end().len();
        let start = start + sentence.len() - sentence.trim_start().len();
        if start >= end {
            continue;
        }
        match all.last_mut() {
            Some(last) if goes_on => last.end = end,
            _ => all.push(start..end),
        }
        goes_on = !text[end..].trim_start_matches(' ').starts_with('\n')
            && !ends_one(&text[all.last().map_or(0, |last| last.start)..end], &text[end..]);
    }
    all
}

/// Whether a sentence ends there, before what comes after it.
fn ends_one(sentence: &str, after: &str) -> bool {
    let Some(word) = sentence.strip_suffix('.') else { return true };
    let word = word.rsplit(|c: char| c.is_whitespace() || "([“\"‘—–".contains(c)).next().unwrap_or_default();
    let next = after.trim_start().trim_start_matches(|c: char| "([“\"‘'".contains(c));
    let next_word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let among = |list: &str, word: &str| list.contains(&format!(" {} ", word.to_lowercase()));
    if word.is_empty() || next.is_empty() {
        return true;
    }
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    let before_number = next.starts_with(|c: char| c.is_numeric() || c == '§');
    if among(NEVER_LAST, word) || before_number && among(BEFORE_NUMBERS, word) {
        return false;
    }
    let begins = next_word.starts_with(char::is_uppercase) && among(STARTERS, next_word);
    begins || !(initial || among(PERHAPS, word))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn abbreviations_end_no_sentence() {
        for text in [
            "Mr. Smith of Acme Inc. met Gen. Lee.|He paid.",
            "He lives in the U.S. The U.S. Department of Justice agreed.",
            "See No. 5 and Fig. 2 of 18 U.S.C. 922.|No.|It ended.",
            "On Oct. 14 J. Edgar Hoover spoke at 5 p.m. Eastern.|“We will not.”|She left.",
            "Did he?|Yes!|Roe v. Wade stands.",
            "They moved to the U.S.|The plan failed.",
        ] {
            let whole = text.replace('|', " ");
            let found: Vec<&str> = sentences(&whole).into_iter().map(|range| &whole[range]).collect();
            let expected: Vec<&str> = match text {
                "He lives in the U.S. The U.S. Department of Justice agreed." => {
                    vec!["He lives in the U.S.", "The U.S. Department of Justice agreed."]
                }
                _ => text.split('|').collect(),
            };
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(sentences("港口。三号港。"), [0..9, 9..21]);
        assert_eq!(sentences(" \n "), []);
    }
}
