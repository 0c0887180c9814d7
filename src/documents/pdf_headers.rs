//! Headers and footers: what stands in the margins of page after page, and the numbers of pages.

use crate::documents::pdf_runs::{Drawn, Run};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The part of a page's height, at the top and at the bottom, where headers and footers stand, and how many rows
/// of each there are at most.
const MARGIN: f64 = 0.2;
const ROWS: usize = 2;
/// Runs this far apart from one another stand on one row, in points.
const APART: f64 = 3.0;

/// Takes them out, and says how many lines that were. A row goes as a whole where all of it comes again, or where it
/// is the outermost and words of it stand at that very place on other pages, as the name of a journal beside that of
/// the chapter. Else it may be one of a table, which has words and numbers in common with those of other pages.
pub(super) fn take_out(pages: &mut [Drawn]) -> u64 {
    let mut times: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let rows = rows(page);
        let of_runs = rows.iter().flat_map(|row| &row.runs).flat_map(|run| marks(&run.text, page.number));
        let met: BTreeSet<String> = of_runs.chain(rows.iter().flat_map(Row::in_place)).collect();
        met.into_iter().for_each(|mark| *times.entry(mark).or_default() += 1);
    }
    let least = if pages.len() < 4 { 2 } else { (pages.len() / 4).max(3) };
    let often = |mark: &String| times.get(mark).is_some_and(|times| *times >= least);
    let repeats = |run: &Run, page: u32| marks(&run.text, page).iter().any(often);
    let (mut lines, mut heads) = (0, HashSet::new());
    for page in pages.iter_mut() {
        let number = page.number;
        let gone: Vec<f64> = rows(page)
            .into_iter()
            .filter(|row| {
                row.runs.iter().all(|run| repeats(run, number) || is_number(&run.text, number))
                    || row.in_place().any(|mark| often(&mark))
            })
            .filter(|row| {
                let texts: Vec<&str> = row.runs.iter().map(|run| run.text.as_str()).collect();
                !row.heads_columns || !heads.insert(texts.join("\t"))
            })
            .filter_map(|row| row.runs.first().map(|run| run.y))
            .collect();
        // A page of nothing else keeps what it has.
        let Some(group) = page.groups.first_mut() else { continue };
        let kept = |run: &Run| gone.iter().all(|y| (run.y - y).abs() > APART);
        if !gone.is_empty() && group.iter().any(kept) {
            group.retain(kept);
            lines += gone.len() as u64;
        }
    }
    lines
}

/// A row in the margins of a page.
struct Row<'a> {
    runs: Vec<&'a Run>,
    /// Whether nothing stands farther out.
    outermost: bool,
    /// Whether another row of several parts follows close by: such heads of columns stay where they stand first.
    heads_columns: bool,
}

impl Row<'_> {
    /// Its words with their place, where it is the outermost row.
    fn in_place(&self) -> impl Iterator<Item = String> {
        let words = self.runs.iter().filter(|_| self.outermost);
        let words = words.filter(|run| run.text.chars().filter(|c| c.is_alphabetic()).count() > 2);
        words.map(|run| format!("{} at {}", run.text.trim(), (run.y / APART).round()))
    }
}

/// The rows in the margins of a page.
fn rows(page: &Drawn) -> Vec<Row<'_>> {
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
    for (at, row) in rows.iter().enumerate() {
        let Some(y) = row.first().map(|run| run.y) else { continue };
        let top = at < ROWS && y > page.height * (1.0 - MARGIN);
        let bottom = at + ROWS >= all && y < page.height * MARGIN;
        if top || bottom {
            let close = |below: &&Vec<&Run>| below.iter().all(|run| y - run.y < 2.0 * run.size);
            let several = |row: &Vec<&Run>| row.len() > 1;
            found.push(Row {
                runs: row.clone(),
                outermost: at == 0 || at + 1 == all,
                heads_columns: several(row) && rows.get(at + 1).filter(close).is_some_and(several),
            });
        }
    }
    found
}

/// What of a run may come again on other pages: all of it; and all of it with one of its numbers as far from the
/// number of the page.
fn marks(text: &str, page: u32) -> Vec<String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut marks = Vec::new();
    let mut at = 0;
    for part in bare.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Ok(number) = digits.parse::<i64>() {
            let (before, after) = (&bare[..at], &bare[at + digits.len()..]);
            marks.push(format!("{before}\t{}\t{after}", number - i64::from(page)));
        }
        at += part.len();
    }
    if let Some(number) = roman(&bare) {
        marks.push(format!("roman {}", number - i64::from(page)));
    }
    marks.push(bare);
    marks
}

/// Whether a run is nothing but the number of its page, and says so: as "Page 3 of 40" or "- 12 -", or by being it.
fn is_number(text: &str, page: u32) -> bool {
    let bare = text.trim().to_ascii_lowercase();
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '[' | ']' | '(' | ')');
    let number = |part: &str| part.trim().len() < 6 && part.trim().parse::<u32>().is_ok();
    let counted = |text: &str| match text.split_once(" of ").or(text.split_once('/')) {
        Some((at, all)) => number(at) && number(all),
        None => number(text),
    };
    let inner = bare.trim_matches(between);
    match inner.strip_prefix("page ") {
        Some(said) => counted(said),
        None => {
            inner.parse() == Ok(page) || number(inner) && bare.starts_with(between) && bare.ends_with(between)
        }
    }
}

/// A number in Roman numerals below 400, in small or capital letters.
fn roman(text: &str) -> Option<i64> {
    let capitals = text.to_ascii_uppercase();
    let numerals =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let written = |number: i64| {
        let mut left = number;
        let mut out = String::new();
        for (value, sign) in numerals {
            while left >= value {
                out.push_str(sign);
                left -= value;
            }
        }
        out
    };
    if capitals.is_empty() || capitals.len() > 12 || !capitals.bytes().all(|byte| b"IVXLC".contains(&byte)) {
        return None;
    }
    (1..400).find(|number| written(*number) == capitals)
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

    fn left(pages: &[Drawn]) -> Vec<Vec<&str>> {
        pages.iter().map(|page| page.groups[0].iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn a_table_over_pages_keeps_its_rows_and_the_heads_of_its_columns_once() {
        let page = |number: u32, rows: [[&str; 2]; 2]| {
            let mut runs = vec![run("Year", 780.0), run("Paid", 780.0)];
            for (at, row) in rows.iter().enumerate() {
                runs.extend(row.iter().map(|text| run(text, 766.0 - 12.0 * at as f64)));
            }
            runs.push(run("The sums are those of the port.", 400.0));
            runs.extend([run("2031", 40.0), run("$85", 40.0)]);
            runs.push(run(&format!("{}", number + 16), 20.0));
            Drawn { number, height: 800.0, groups: vec![runs] }
        };
        let mut pages = vec![
            page(1, [["2019", "$1,200"], ["2020", "$40"]]),
            page(2, [["2021", "$1,300"], ["2022", "85%"]]),
            page(3, [["2023", "$1,400"], ["civil", "mix"]]),
        ];
        // The last row of each page is its own.
        for (at, sum) in ["$85", "$86", "$88"].into_iter().enumerate() {
            let runs = &mut pages[at].groups[0];
            let last = runs.len() - 2;
            runs[last].text = sum.into();
            runs[last - 1].text = (2031 + 7 * at).to_string();
        }
        assert_eq!(take_out(&mut pages), 5);
        let text = "The sums are those of the port.";
        assert_eq!(
            left(&pages),
            [
                vec!["Year", "Paid", "2019", "$1,200", "2020", "$40", text, "2031", "$85"],
                vec!["2021", "$1,300", "2022", "85%", text, "2038", "$86"],
                vec!["2023", "$1,400", "civil", "mix", text, "2045", "$88"],
            ]
        );
    }

    #[test]
    fn numbers_of_pages_are_told_from_text() {
        for number in ["7", "- 12 -", "Page 3 of 40", "page 9", "[7]", "(12)"] {
            assert!(is_number(number, 7), "{number}");
        }
        for text in ["12", "12 boats", "Page one", "2025-10-14", "mix of", "$40", "85%", "civil.", "3/40"] {
            assert!(!is_number(text, 7), "{text}");
        }
        let numbers = [("xiv", Some(14)), ("MIX", None), ("civil", None), ("IIX", None), ("c", Some(100))];
        for (text, number) in numbers {
            assert_eq!(roman(text), number, "{text}");
        }
    }

    #[test]
    fn pages_are_numbered_as_far_from_their_place_on_each() {
        for (said, gone) in [
            (["Harbour report 12", "Harbour report 13", "Harbour report 14"], 3),
            (["xiv", "xv", "xvi"], 3),
            (["Paid in 2019: 12", "Paid in 2020: 15", "Paid in 2022: 11"], 0),
        ] {
            let page = |at: usize| Drawn {
                number: at as u32 + 1,
                height: 800.0,
                groups: vec![vec![run("A text.", 400.0), run(said[at], 20.0)]],
            };
            assert_eq!(take_out(&mut [page(0), page(1), page(2)]), gone, "{said:?}");
        }
    }
}
