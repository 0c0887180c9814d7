//! The columns of a page in the order in which they are read: the page is cut along its white space, down
//! where two columns of text stand side by side, across where something spans them.

use crate::documents::pdf_runs::Run;

/// How often a page is cut.
const DEEPEST: usize = 200;
/// A line of a column of text has on average so many characters; those of a table have fewer.
const TEXT: usize = 18;

/// The runs of each column.
pub(super) fn ordered(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut columns = vec![Vec::new()];
    cut(runs, 0, &mut columns);
    columns.retain(|column| !column.is_empty());
    columns
}

fn cut(runs: Vec<Run>, depth: usize, columns: &mut Vec<Vec<Run>>) {
    if depth < DEEPEST && runs.len() > 1 {
        if let Some(at) = gutter(&runs) {
            let (left, right) = runs.into_iter().partition(|run| run.x0 < at);
            for side in [left, right] {
                columns.push(Vec::new());
                cut(side, depth + 1, columns);
            }
            return columns.push(Vec::new());
        }
        if let Some(at) = gap(&runs) {
            let (above, below) = runs.into_iter().partition(|run: &Run| run.y > at);
            cut(above, depth + 1, columns);
            return cut(below, depth + 1, columns);
        }
    }
    if let Some(column) = columns.last_mut() {
        column.extend(runs);
    }
}

/// The size of most letters.
fn typical(runs: &[Run]) -> f64 {
    let mut sizes: Vec<f64> = runs.iter().map(|run| run.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// Where two columns of text part, from the left; the widest white space between such.
fn gutter(runs: &[Run]) -> Option<f64> {
    let size = typical(runs);
    let mut spans: Vec<(f64, f64)> = runs.iter().map(|run| (run.x0, run.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (left, mut reach) = *spans.first()?;
    let mut found: Vec<(f64, f64)> = Vec::new();
    for (x0, x1) in spans {
        if x0 - reach > size * 0.8 {
            found.push((x0 - reach, x0));
        }
        reach = reach.max(x1);
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let width = reach - left;
    found.into_iter().map(|(_, at)| at).find(|at| {
        let (before, behind): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|run| run.x0 < *at);
        let (Some(one), Some(other)) = (Side::of(&before), Side::of(&behind)) else { return false };
        let shared = one.top.min(other.top) - one.bottom.max(other.bottom);
        let least = (one.top - one.bottom).min(other.top - other.bottom);
        [&one, &other]
            .iter()
            .all(|side| side.lines >= 3 && side.letters >= side.lines * TEXT && side.width > width * 0.2)
            && shared > least * 0.5
    })
}

/// One side of a gutter.
struct Side {
    lines: usize,
    letters: usize,
    width: f64,
    top: f64,
    bottom: f64,
}

impl Side {
    fn of(runs: &[&Run]) -> Option<Self> {
        let mut baselines: Vec<f64> = runs.iter().map(|run| run.y).collect();
        baselines.sort_by(f64::total_cmp);
        baselines.dedup_by(|a, b| (*a - *b).abs() < 3.0);
        let least = |of: &dyn Fn(&Run) -> f64| runs.iter().map(|run| of(run)).min_by(f64::total_cmp);
        Some(Self {
            lines: baselines.len(),
            letters: runs.iter().map(|run| run.text.chars().count()).sum(),
            width: -least(&|run| -run.x1)? - least(&|run| run.x0)?,
            top: -least(&|run| -run.top())?,
            bottom: least(&|run| run.bottom())?,
        })
    }
}

/// Where the widest white space across is, from the bottom, if it is wider than between the rows of a paragraph.
fn gap(runs: &[Run]) -> Option<f64> {
    let size = typical(runs);
    let mut spans: Vec<(f64, f64)> = runs.iter().map(|run| (run.bottom(), run.top())).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reach = spans.first()?.1;
    let mut widest = (size * 0.4, None);
    for (bottom, top) in spans {
        if bottom - reach > widest.0 {
            widest = (bottom - reach, Some(reach + (bottom - reach) / 2.0));
        }
        reach = reach.max(top);
    }
    widest.1
}
