//! Finding lines by a few letters of them.

use frizbee::{Config, Matcher};

/// The positions of the lines that match, best first. Where a word stands in a line as it is written,
/// only such lines match; else its letters may be strewn about, and a typo is forgiven in what is long
/// enough.
#[must_use]
pub fn ranked(wanted: &str, lines: &[String]) -> Vec<usize> {
    let wanted = wanted.trim();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut score = vec![0_u32; lines.len()];
    for word in wanted.split_whitespace().take(8) {
        let word: String = word.chars().take(64).collect();
        let lower = word.to_lowercase();
        let whole: Vec<bool> = lines.iter().map(|line| line.to_lowercase().contains(&lower)).collect();
        let strewn = !order.iter().any(|at| whole[*at]);
        let typos = u16::from(word.chars().count() >= 5);
        let config = Config::default().max_typos(Some(typos));
        let found = Matcher::new(word.as_str(), &config).match_list(lines);
        let mut here = vec![None; lines.len()];
        for hit in found {
            let at = hit.index as usize;
            if let Some(place) = here.get_mut(at).filter(|_| strewn || whole[at]) {
                *place = Some(u32::from(hit.score));
            }
        }
        order.retain(|at| here[*at].is_some());
        for (total, here) in score.iter_mut().zip(here) {
            *total += here.unwrap_or(0);
        }
    }
    order.sort_by_key(|at| std::cmp::Reverse(score[*at]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_strewn_about_match_only_where_the_word_stands_nowhere() {
        let lines = ["view-history: show it", "hit by the first", "this is the top"].map(str::to_owned);
        assert_eq!(ranked("hist", &lines), [0]);
        assert_eq!(ranked("vwhs", &lines), [0]);
        assert!(ranked("zzz", &lines).is_empty());
    }
}
