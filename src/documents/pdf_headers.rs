//! Headers and footers: what stands in the margins of page after page, and the numbers of pages.

use crate::documents::pdf_runs::{Drawn, Run};
use std::collections::HashMap;

/// The part of a page's height, at the top and at the bottom, where headers and footers stand, and how many rows
/// of each there are at most.
const MARGIN: f64 = 0.2;
const ROWS: usize = 2;
/// Runs this far apart from one another stand on one row, in points.
const APART: f64 = 3.0;

/// Takes them out.
pub(super) fn take_out(pages: &mut [Drawn]) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut met: Vec<String> = rows(page).into_iter().flatten().map(|run| pattern(&run.text)).collect();
        met.sort_unstable();
        met.dedup();
        met.into_iter()
            .filter(|pattern| pattern.len() > 2)
            .for_each(|pattern| *times.entry(pattern).or_default() += 1);
    }
    let least = if pages.len() < 4 { 2 } else { (pages.len() / 4).max(3) };
    let repeats = |run: &&Run| times.get(&pattern(&run.text)).is_some_and(|times| *times >= least);
    for page in pages.iter_mut() {
        let gone: Vec<f64> = rows(page)
            .into_iter()
            .filter(|row| row.iter().any(repeats) || row.len() == 1 && is_number(&row[0].text))
            .filter_map(|row| row.first().map(|run| run.y))
            .collect();
        // A page of nothing else keeps what it has.
        let Some(group) = page.groups.first_mut() else { continue };
        let kept = |run: &Run| gone.iter().all(|y| (run.y - y).abs() > APART);
        if group.iter().any(kept) {
            group.retain(kept);
        }
    }
}

/// The rows in the margins of a page.
fn rows(page: &Drawn) -> Vec<Vec<&Run>> {
    let Some(group) = page.groups.first() else { return Vec::new() };
    let mut runs: Vec<&Run> = group.iter().collect();
    runs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.y - run.y <= APART) => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    let all = rows.len();
    let mut found = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let Some(y) = row.first().map(|run| run.y) else { continue };
        let top = at < ROWS && y > page.height * (1.0 - MARGIN);
        let bottom = at + ROWS >= all && y < page.height * MARGIN;
        if top || bottom {
            found.push(row);
        }
    }
    found
}

/// A run with every number the same, as headers have those of their pages.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.push(c);
        }
    }
    out
}

/// Whether a run is nothing but the number of its page.
fn is_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let bare = bare.strip_prefix("page ").unwrap_or(&bare);
    let number = |part: &str| {
        let part = part.trim();
        !part.is_empty()
            && (part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit())
                || part.len() < 8 && part.bytes().all(|byte| b"ivxlc".contains(&byte)))
    };
    match bare.split_once(" of ").or(bare.split_once('/')) {
        Some((at, all)) => number(at) && number(all),
        None => number(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, y: f64) -> Run {
        Run { x0: 72.0, x1: 300.0, y, size: 10.0, text: text.into() }
    }

    #[test]
    fn what_repeats_in_the_margins_is_taken_out_and_the_text_stays() {
        let page = |number: u32| Drawn {
            number,
            height: 800.0,
            groups: vec![vec![
                run("The harbour report", 770.0),
                run("A text that says the same on each page.", 600.0),
                run(&format!("- {number} -"), 20.0),
            ]],
        };
        let mut pages = vec![page(1), page(2), page(3)];
        take_out(&mut pages);
        for page in pages {
            let left: Vec<&str> = page.groups[0].iter().map(|run| run.text.as_str()).collect();
            assert_eq!(left, ["A text that says the same on each page."]);
        }
    }

    #[test]
    fn numbers_of_pages_are_told_from_text() {
        for number in ["12", "- 12 -", "Page 3 of 40", "xiv", "3/40"] {
            assert!(is_number(number), "{number}");
        }
        for text in ["12 boats", "Page one", "2025-10-14", "mix of"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
