//! The lines of a page, from its runs, column by column.

use crate::documents::pdf_columns;
use crate::documents::pdf_runs::{Drawn, Run, WORDS};

/// A line of a column.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// The number of its column on the page, in reading order.
    pub(super) column: usize,
}

/// A page as its lines, in the order in which they are read.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) number: u32,
    pub(super) lines: Vec<Line>,
}

/// A gap as wide as this within a line, in sizes of the letters, parts cells of a table.
const CELLS: f64 = 1.2;

impl Page {
    /// The lines of a page whose characters were gathered into runs.
    pub(super) fn of(drawn: Drawn) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for group in drawn.groups {
            let first = lines.last().map_or(0, |line| line.column + 1);
            for (column, runs) in pdf_columns::ordered(group).into_iter().enumerate() {
                lines.extend(in_lines(runs, first + column));
            }
        }
        Self { number: drawn.number, lines }
    }
}

/// The runs of a column as lines, from the top down.
fn in_lines(mut runs: Vec<Run>, column: usize) -> Vec<Line> {
    runs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let fits = rows.last().is_some_and(|row| {
            let leader = row.iter().max_by(|a, b| a.size.total_cmp(&b.size));
            leader.is_some_and(|leader| {
                let shared = leader.top().min(run.top()) - leader.bottom().max(run.bottom());
                shared > leader.size.min(run.size) * 0.5
            })
        });
        match rows.last_mut() {
            Some(row) if fits => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    rows.into_iter().map(|row| line(row, column)).collect()
}

fn line(mut row: Vec<Run>, column: usize) -> Line {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut line = Line { x0: f64::MAX, x1: f64::MIN, y: 0.0, size: 0.0, text: String::new(), column };
    let mut widest = 0;
    for run in row {
        if !line.text.is_empty() {
            let gap = run.x0 - line.x1;
            // What stands far apart on one line is cells of a table.
            line.text.push_str(if gap > run.size * CELLS {
                "   "
            } else if gap > run.size * WORDS {
                " "
            } else {
                ""
            });
        }
        // The size of a line is that of most of it: not of a number of a note.
        let length = run.text.chars().count();
        if length >= widest {
            (widest, line.size, line.y) = (length, run.size, run.y);
        }
        line.text.push_str(&run.text);
        (line.x0, line.x1) = (line.x0.min(run.x0), line.x1.max(run.x1));
    }
    line
}
