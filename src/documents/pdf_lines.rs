//! The lines of a page, from its characters and where they stand.

use crate::documents::pdf_columns;

/// A character, or what one sign of a font stands for.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Where it begins, from the left, in points.
    pub(super) x: f64,
    /// Its baseline, from the bottom.
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    /// By how many quarters it is turned to the left.
    pub(super) turned: u8,
    pub(super) text: String,
}

/// Characters one behind the other on one baseline, without a gap that parts columns.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

impl Run {
    pub(super) fn bottom(&self) -> f64 {
        self.y - self.size * 0.25
    }

    pub(super) fn top(&self) -> f64 {
        self.y + self.size * 0.75
    }
}

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
    pub(super) height: f64,
    pub(super) lines: Vec<Line>,
}

/// A gap as wide as this, in sizes of the letters, parts two words; a wider one, two columns.
const WORDS: f64 = 0.14;
const COLUMNS: f64 = 1.0;

impl Page {
    pub(super) fn of(number: u32, height: f64, glyphs: Vec<Glyph>) -> Self {
        let mut groups: [Vec<Glyph>; 4] = Default::default();
        for glyph in glyphs {
            groups[usize::from(glyph.turned & 3)].push(upright(glyph));
        }
        // What most of a page is like comes first: a stamp along its edge stands behind its text.
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let mut lines: Vec<Line> = Vec::new();
        for group in groups {
            let first = lines.last().map_or(0, |line| line.column + 1);
            for (column, runs) in pdf_columns::ordered(runs(group)).into_iter().enumerate() {
                lines.extend(in_lines(runs, first + column));
            }
        }
        Self { number, height, lines }
    }
}

/// A character as if its page were turned so that it stands upright.
fn upright(glyph: Glyph) -> Glyph {
    let (x, y) = (glyph.x, glyph.y);
    let (x, y) = match glyph.turned {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    };
    Glyph { x, y, ..glyph }
}

/// The runs of a page, in the order in which it draws them.
fn runs(glyphs: Vec<Glyph>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<(f64, f64, String)> = None;
    for glyph in glyphs {
        // Bold letters may be drawn twice, a little apart.
        let again = last.as_ref().is_some_and(|(x, y, text)| {
            *text == glyph.text
                && (x - glyph.x).abs() < glyph.size * 0.1
                && (y - glyph.y).abs() < glyph.size * 0.1
        });
        last = Some((glyph.x, glyph.y, glyph.text.clone()));
        if again {
            continue;
        }
        let blank = glyph.text.trim().is_empty();
        let end = glyph.x + glyph.width;
        if let Some(run) = runs.last_mut() {
            let size = run.size.max(glyph.size);
            let gap = glyph.x - run.x1;
            let follows = (glyph.y - run.y).abs() < size * 0.12 && gap > -size * 0.4 && gap < size * COLUMNS;
            if follows {
                if (blank || gap > size * WORDS) && !run.text.ends_with(' ') {
                    run.text.push(' ');
                }
                if !blank {
                    run.text.push_str(&glyph.text);
                    run.x1 = end.max(run.x1);
                    run.size = size;
                } else if glyph.width < size * COLUMNS {
                    run.x1 = end.max(run.x1);
                }
                continue;
            }
        }
        if !blank {
            runs.push(Run { x0: glyph.x, x1: end, y: glyph.y, size: glyph.size, text: glyph.text });
        }
    }
    for run in &mut runs {
        // A blank at the end is no part of how wide the run is.
        let trimmed = run.text.trim_end().len();
        if trimmed < run.text.len() {
            run.text.truncate(trimmed);
        }
    }
    runs
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
            line.text.push_str(if gap > run.size * 2.0 {
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
