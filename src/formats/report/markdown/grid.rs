//! Figures side by side, as Markdown.

use crate::domain::figures::{Entered, Grid, LEGEND, said};
use crate::domain::wording::capitalized;
use crate::formats::report::markdown::escape::line;
use crate::formats::report::markdown::words;
use std::io::{self, Write};

/// How wide a range is drawn.
const BAR: usize = 24;

/// Writes one quantity: its figures to one scale, each pair, shares as arithmetic.
pub(super) fn write(out: &mut impl Write, grid: &Grid) -> io::Result<()> {
    writeln!(out, "\n### {}", line(&grid.quantity))?;
    let panels = grid.panels();
    for panel in &panels {
        let among = panel.population.as_ref().map(|among| format!(", {}", line(among))).unwrap_or_default();
        let (from, to) = (panel.from(), line(&panel.to()));
        writeln!(
            out,
            "\n| Figure | Asserted by | Says | {from} to {to}{among} | Of what | As of |\n|---|---|---|---|---|---|"
        )?;
        for (at, stroke) in &panel.strokes {
            row(out, &grid.figures[*at], &format!("`{}`", stroke.text(BAR)))?;
        }
    }
    if !panels.is_empty() {
        writeln!(out, "\n{LEGEND}")?;
    }
    let alone: Vec<&Entered> = (grid.figures.iter().enumerate())
        .filter(|(at, _)| panels.iter().all(|panel| panel.stroke(*at).is_none()))
        .map(|(_, entered)| entered)
        .collect();
    if !alone.is_empty() {
        writeln!(out, "\n| Figure | Asserted by | Says | Of what | As of |\n|---|---|---|---|---|")?;
    }
    for entered in alone {
        row(out, entered, "")?;
    }
    if !grid.pairs.is_empty() || !grid.shares.is_empty() {
        writeln!(out)?;
    }
    for (one, other, found) in grid.comparable() {
        let (one, other) = (&grid.figures[*one].key, &grid.figures[*other].key);
        let relation = found.relation.word().replace('-', " ");
        writeln!(out, "- {one} and {other}: **{relation}**, {}", line(&found.reason))?;
    }
    for why in grid.not_comparable() {
        writeln!(out, "- {}", line(&capitalized(&why)))?;
    }
    if grid.cut {
        writeln!(out, "- Not every pair is set against each other: there are too many figures")?;
    }
    for (figure, part, whole, found) in &grid.shares {
        let entered = &grid.figures[*figure];
        let says = line(&said(&entered.figure));
        writeln!(out, "- {part} ÷ {whole}: {}; {} says {says}", line(&found.line), entered.key)?;
        for caveat in found.caveats.iter().chain(found.same_span.as_ref().map(|(line, _)| line)) {
            writeln!(out, "  - {}", line(caveat))?;
        }
    }
    Ok(())
}

/// Begins the table of quantities of which there is one figure.
pub(super) fn alone(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "\n### Quantities with one figure\n\n| Figure | Asserted by | Says | Of what | As of |\n|---|---|---|---|---|"
    )
}

/// Writes one of them.
pub(super) fn one(out: &mut impl Write, entered: &Entered) -> io::Result<()> {
    row(out, entered, "")
}

/// A figure as a row; `bar` where it is drawn.
fn row(out: &mut impl Write, entered: &Entered, bar: &str) -> io::Result<()> {
    let figure = &entered.figure;
    let bar = if bar.is_empty() { String::new() } else { format!("{bar} | ") };
    writeln!(
        out,
        "| {} | {} | {} | {bar}{} | {} |",
        entered.key,
        words::name(entered.by.as_deref()),
        line(&said(figure)),
        words::measured(figure),
        figure.as_of.as_ref().map(words::date).unwrap_or_default()
    )
}
