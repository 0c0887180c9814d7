//! The characters of a page as it draws them, gathered into runs.

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

/// A gap as wide as this, in sizes of the letters, parts two words; a wider one, two columns.
pub(super) const WORDS: f64 = 0.14;
const COLUMNS: f64 = 1.0;

/// A page as it is drawn: its runs, those of each direction by themselves.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) number: u32,
    pub(super) height: f64,
    /// What most of the page is like comes first: a stamp along its edge stands behind its text.
    pub(super) groups: Vec<Vec<Run>>,
}

impl Drawn {
    pub(super) fn of(number: u32, height: f64, glyphs: Vec<Glyph>) -> Self {
        let mut groups: [Vec<Glyph>; 4] = Default::default();
        for glyph in glyphs {
            groups[usize::from(glyph.turned & 3)].push(upright(glyph));
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        Self { number, height, groups: groups.map(runs).into() }
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
