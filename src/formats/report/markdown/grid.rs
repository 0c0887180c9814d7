//! Figures side by side, as Markdown.

use crate::domain::figures::{Entered, Grid, Unit, number, said};
use crate::formats::report::markdown::escape::line;
use crate::formats::report::markdown::words;
use std::io::{self, Write};

/// How wide a range is drawn.
const BAR: usize = 24;

/// Writes one quantity: its figures to one scale, each pair, shares as arithmetic.
pub(super) fn write(out: &mut impl Write, grid: &Grid) -> io::Result<()> {
    let scale = grid.scale();
    let first = grid.figures.first().map(|entered| entered.figure.unit.as_str()).unwrap_or_default();
    let unit = Unit::read(first);
    writeln!(out, "\n### {}\n", line(&grid.quantity))?;
    writeln!(
        out,
        "| Figure | Asserted by | Says | {} to {} {} | Of what | As of |\n|---|---|---|---|---|---|",
        number(scale.low),
        number(scale.high),
        line(first)
    )?;
    for (entered, range) in grid.figures.iter().zip(&scale.ranges) {
        let own = Unit::read(&entered.figure.unit);
        let bar = range.map_or_else(
            || "not on this scale".to_owned(),
            |range| {
                let bar = scale.bar(range, BAR);
                if own.factor == unit.factor {
                    format!("`{bar}`")
                } else {
                    format!("`{bar}` {range} {}", line(first))
                }
            },
        );
        row(out, entered, &bar)?;
    }
    if !grid.pairs.is_empty() || !grid.shares.is_empty() {
        writeln!(out)?;
    }
    for (one, other, found) in &grid.pairs {
        let (one, other) = (&grid.figures[*one].key, &grid.figures[*other].key);
        let relation = found.relation.word().replace('-', " ");
        writeln!(out, "- {one} and {other}: **{relation}**, {}", line(&found.reason))?;
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
