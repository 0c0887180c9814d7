//! Figures side by side: one quantity, drawn to one scale, as a table, and set against each other.

use crate::domain::figures::{Comparison, End, Entered, Grid, Panel, Stroke, said};
use crate::domain::wording::capitalized;
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
    drawings: Vec<Drawing>,
    lines: Vec<FigureLine<'a>>,
    /// Pairs, each with its comparison and the relation in words.
    pairs: Vec<(Ref, Ref, &'a Comparison, String)>,
    long: bool,
    /// Why others cannot be set against each other.
    not_comparable: Vec<String>,
    shares: Vec<ShareLine<'a>>,
}

/// Figures to one scale.
struct Drawing {
    title: String,
    from: String,
    to: String,
    height: usize,
    marks: Vec<Mark>,
}

/// A figure in a drawing.
struct Mark {
    key: Ref,
    label: String,
    y: usize,
    /// In hundredths of the width.
    from: String,
    to: String,
    stroke: Stroke,
}

/// A figure in the table.
struct FigureLine<'a> {
    key: Ref,
    by: &'a str,
    value: String,
    frame: Vec<(&'static str, &'a str)>,
    as_of: Option<When<'a>>,
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

impl Drawing {
    fn new(grid: &Grid, panel: &Panel, figures: &mut Anchors) -> Self {
        let mut marks = Vec::with_capacity(panel.strokes.len());
        for (at, stroke) in &panel.strokes {
            let entered = &grid.figures[*at];
            let by = entered.by.as_deref().unwrap_or("not recorded");
            let at_end =
                |end: End, place: f64, open: f64| if end == End::Open { open } else { place * SCALE };
            marks.push(Mark {
                key: figures.name(&entered.key, ""),
                label: format!("{} · {}", short(&said(&entered.figure), 40), short(by, 24)),
                y: TOP + marks.len() * ROW,
                from: format!("{:.2}", at_end(stroke.start, stroke.from, 1.0)),
                to: format!("{:.2}", at_end(stroke.end, stroke.to, 99.0)),
                stroke: *stroke,
            });
        }
        let among = panel.population.as_ref().map(|among| format!(", {among}")).unwrap_or_default();
        Self {
            title: format!("{}{among}", grid.quantity),
            from: panel.from(),
            to: panel.to(),
            height: TOP + marks.len() * ROW,
            marks,
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
    /// `number`: which of the quantities it is; `figures`: where figures stand in the page.
    pub fn new(grid: &'a Grid, number: usize, figures: &mut Anchors) -> Self {
        let drawings = grid.panels().iter().map(|panel| Drawing::new(grid, panel, figures)).collect();
        let mut lines = Vec::with_capacity(grid.figures.len());
        for entered in &grid.figures {
            lines.push(FigureLine {
                key: figures.name(&entered.key, ""),
                by: entered.by.as_deref().unwrap_or("not recorded"),
                value: said(&entered.figure),
                frame: frame(entered),
                as_of: entered.figure.as_of.as_ref().map(When::of),
            });
        }
        let mut key = |at: usize| figures.name(&grid.figures[at].key, "");
        let pairs: Vec<_> = (grid.comparable())
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
            number,
            grid,
            drawings,
            long: pairs.len() > PAIRS,
            not_comparable: grid.not_comparable().iter().map(|why| capitalized(why)).collect(),
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
            value: said(&entered.figure),
            frame: frame(entered),
            as_of: entered.figure.as_of.as_ref().map(When::of),
        }
    }
}
