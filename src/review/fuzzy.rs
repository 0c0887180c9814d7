//! Finding lines by a few letters of them.

use frizbee::{Config, Matcher};

/// The positions of the lines that match, best first. A typo is forgiven in what is long enough.
#[must_use]
pub fn ranked(wanted: &str, lines: &[String]) -> Vec<usize> {
    let wanted = wanted.trim();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut score = vec![0_u32; lines.len()];
    for word in wanted.split_whitespace().take(8) {
        let word: String = word.chars().take(64).collect();
        let typos = u16::from(word.chars().count() >= 5);
        let config = Config::default().max_typos(Some(typos));
        let found = Matcher::new(word.as_str(), &config).match_list(lines);
        let mut here = vec![None; lines.len()];
        for hit in found {
            if let Some(place) = here.get_mut(hit.index as usize) {
                // The word as it is written comes before its letters strewn about.
                let whole = lines[hit.index as usize].to_lowercase().contains(&word.to_lowercase());
                *place = Some(u32::from(hit.score) + if whole { 1000 } else { 0 });
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
