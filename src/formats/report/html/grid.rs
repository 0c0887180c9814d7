//! Figures side by side: one quantity, drawn to one scale, as a table, and set against each other.

use crate::domain::figures::{Comparison, Entered, Grid, Range, Scale, Unit, bounds, number, said};
use crate::formats::error::WriteError;
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::html::page_part::{ALONE, Listed, PagePart, SOURCES};
use crate::formats::report::html::{HtmlReport, out_of_order, put};
use crate::formats::report::words::short;
use askama::Template;
use std::io::Write;

const TOP: usize = 26;
const ROW: usize = 46;
/// More pairs than this can be closed.
const PAIRS: usize = 8;
/// How much of the width the scale takes; the rest is for what goes on beyond it.
const SCALE: f64 = 97.0;
/// How wide a single value is.
const LEAST: f64 = 0.6;

impl<W: Write> HtmlReport<W> {
    /// Sees to it that this is what is being written among the figures.
    pub(super) fn figures(&mut self, next: Option<Listed>) -> Result<(), WriteError> {
        if matches!(self.place, PagePart::Claims | PagePart::Claim(_)) {
            self.end_claims()?;
        }
        let PagePart::Figures { list } = &mut self.place else {
            return Err(out_of_order("a source", "the figures"));
        };
        let before = std::mem::replace(list, next);
        if before == Some(Listed::Alone) && next != before {
            self.html("</tbody></table></div></section>\n")?;
        }
        if next == Some(Listed::Alone) && next != before {
            self.html(ALONE)?;
        }
        Ok(())
    }

    pub(super) fn grid(&mut self, grid: &Grid) -> Result<(), WriteError> {
        self.compared = true;
        if !grid.is_alone() {
            self.figures(Some(Listed::Grids))?;
            self.grids += 1;
            let view = GridView::new(grid, self.grids, &mut self.figures);
            return put(&mut self.out, &view);
        }
        self.figures(Some(Listed::Alone))?;
        for entered in &grid.figures {
            put(&mut self.out, &AloneView::new(entered, &mut self.figures))?;
        }
        Ok(())
    }

    pub(super) fn end_figures(&mut self) -> Result<(), WriteError> {
        self.figures(None)?;
        if !self.compared {
            self.html("<p class=\"none\">No figure is on record.</p>\n")?;
        }
        self.html(SOURCES)?;
        self.place = PagePart::Sources { any: false };
        Ok(())
    }
}

/// One quantity, to show.
#[derive(Template)]
#[template(path = "grid.html")]
pub(super) struct GridView<'a> {
    number: usize,
    grid: &'a Grid,
    lines: Vec<FigureLine<'a>>,
    /// The unit of the scale, where some figure is given in another.
    converted: Option<&'a str>,
    from: String,
    to: String,
    height: usize,
    /// Pairs, each with its comparison and the relation in words.
    pairs: Vec<(Ref, Ref, &'a Comparison, String)>,
    long: bool,
    shares: Vec<ShareLine<'a>>,
}

/// A figure in the drawing and in the table.
struct FigureLine<'a> {
    key: Ref,
    entered: &'a Entered,
    by: &'a str,
    value: String,
    /// In the unit of the scale, where that is another one.
    converted: String,
    frame: Vec<(&'static str, &'a str)>,
    as_of: Option<When<'a>>,
    label: String,
    y: usize,
    bar: Option<Bar>,
}

/// A range as it is drawn, in hundredths of the width.
struct Bar {
    from: String,
    width: String,
    end: String,
    /// Whether it goes on beyond the scale, below and above.
    below: bool,
    above: bool,
}

/// A share worked out.
struct ShareLine<'a> {
    part: Ref,
    whole: Ref,
    line: &'a str,
    figure: Ref,
    says: String,
    caveats: &'a [String],
    same_span: Option<&'a str>,
}

impl Bar {
    fn new(range: Range, scale: &Scale) -> Self {
        let place = |value: f64| (value - scale.low) / (scale.high - scale.low) * SCALE;
        let from = if range.low.is_finite() { place(range.low) } else { 0.0 };
        let end = if range.high.is_finite() { place(range.high) } else { SCALE };
        // A single value is wide enough to be seen, around where it is.
        let lacking = (LEAST - (end - from)).max(0.0);
        let from = (from - lacking / 2.0).clamp(0.0, SCALE - LEAST);
        Self {
            from: format!("{from:.2}"),
            width: format!("{:.2}", (end - from).max(LEAST)),
            end: format!("{end:.2}"),
            below: range.low.is_infinite(),
            above: range.high.is_infinite(),
        }
    }
}

/// What a figure measures, and among what, where and over what span of time.
fn frame(entered: &Entered) -> Vec<(&'static str, &str)> {
    let figure = &entered.figure;
    let frame = [
        ("measures", Some(&figure.measures)),
        ("among", figure.population.as_ref()),
        ("where", figure.area.as_ref()),
        ("over", figure.period.as_ref()),
    ];
    frame.into_iter().filter_map(|(label, text)| Some((label, text?.as_str()))).collect()
}

impl<'a> GridView<'a> {
    /// `number`: which of the drawings it is; `figures`: where figures stand in the page.
    pub fn new(grid: &'a Grid, number_of: usize, figures: &mut Anchors) -> Self {
        let scale = grid.scale();
        let first = grid.figures.first().map(|entered| entered.figure.unit.as_str()).unwrap_or_default();
        let unit = Unit::read(first);
        let mut lines = Vec::with_capacity(grid.figures.len());
        for (at, (entered, range)) in grid.figures.iter().zip(&scale.ranges).enumerate() {
            let by = entered.by.as_deref().unwrap_or("not recorded");
            let value = said(&entered.figure);
            let own = Unit::read(&entered.figure.unit);
            let other = own.dimension == unit.dimension && own.factor != unit.factor;
            lines.push(FigureLine {
                key: figures.name(&entered.key, ""),
                label: format!("{} · {}", short(&value, 40), short(by, 24)),
                by,
                value: bounds(&entered.figure),
                converted: range.filter(|_| other).map_or_else(String::new, |range| range.to_string()),
                frame: frame(entered),
                as_of: entered.figure.as_of.as_ref().map(When::of),
                y: TOP + at * ROW,
                bar: range.map(|range| Bar::new(range, &scale)),
                entered,
            });
        }
        let mut key = |at: usize| figures.name(&grid.figures[at].key, "");
        let pairs: Vec<_> = (grid.pairs.iter())
            .map(|(a, b, found)| (key(*a), key(*b), found, found.relation.word().replace('-', " ")))
            .collect();
        let shares = grid.shares.iter().map(|(at, part, whole, found)| ShareLine {
            part: figures.name(part, ""),
            whole: figures.name(whole, ""),
            line: &found.line,
            figure: figures.name(&grid.figures[*at].key, ""),
            says: said(&grid.figures[*at].figure),
            caveats: &found.caveats,
            same_span: found.same_span.as_ref().map(|(line, _)| line.as_str()),
        });
        Self {
            number: number_of,
            grid,
            converted: lines.iter().any(|line| !line.converted.is_empty()).then_some(first),
            from: number(scale.low),
            to: format!("{} {}", number(scale.high), short(first, 24)),
            height: TOP + lines.len() * ROW,
            long: pairs.len() > PAIRS,
            shares: shares.collect(),
            lines,
            pairs,
        }
    }
}

/// A quantity of which the report holds one figure: a row of a table of such.
#[derive(Template)]
#[template(path = "grid_alone.html")]
pub(super) struct AloneView<'a> {
    key: Ref,
    entered: &'a Entered,
    by: &'a str,
    value: String,
    frame: Vec<(&'static str, &'a str)>,
    as_of: Option<When<'a>>,
}

impl<'a> AloneView<'a> {
    pub fn new(entered: &'a Entered, figures: &mut Anchors) -> Self {
        Self {
            key: figures.name(&entered.key, ""),
            by: entered.by.as_deref().unwrap_or("not recorded"),
            value: bounds(&entered.figure),
            frame: frame(entered),
            as_of: entered.figure.as_of.as_ref().map(When::of),
            entered,
        }
    }
}
