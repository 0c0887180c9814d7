//! Figures side by side, as text and as JSON.

use crate::case::References;
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::words::alone;
use crate::domain::figures::{Entered, Grid, LEGEND, measured, said};
use serde_json::{Value, json};

/// The width of a drawn range, in cells.
const BAR: usize = 24;

/// One quantity: its figures on one scale, then how each pair compares, then the arithmetic.
///
/// # Errors
/// When it cannot be written.
pub fn grid(out: &mut Out, grid: &Grid) -> Result<()> {
    out.paragraph(&grid.quantity, 0)?;
    let panels = grid.panels();
    for panel in &panels {
        let among = panel.population.as_ref().map(|among| format!(", {among}")).unwrap_or_default();
        out.line(&format!("  drawn from {} to {}{among}", panel.from(), panel.to()))?;
        for (at, stroke) in &panel.strokes {
            figure(out, &grid.figures[*at], Some(&stroke.text(BAR)))?;
        }
    }
    for (at, entered) in grid.figures.iter().enumerate() {
        if panels.iter().all(|panel| panel.stroke(at).is_none()) {
            figure(out, entered, None)?;
        }
    }
    if !panels.is_empty() {
        out.paragraph(LEGEND, 2)?;
    }
    for (one, other, compared) in grid.comparable() {
        let (one, other) = (&grid.figures[*one].key, &grid.figures[*other].key);
        out.paragraph(&format!("{one} and {other}: {}, {}", compared.relation, compared.reason), 2)?;
    }
    for why in grid.not_comparable() {
        out.paragraph(&why, 2)?;
    }
    if grid.cut {
        out.line("  not every pair is set against each other: there are too many figures")?;
    }
    for (figure, part, whole, found) in &grid.shares {
        let entered = &grid.figures[*figure];
        let asserted = said(&entered.figure);
        out.paragraph(&format!("{part} ÷ {whole}: {}; {} says {asserted}", found.line, entered.key), 2)?;
        for caveat in &found.caveats {
            out.paragraph(caveat, 4)?;
        }
        if let Some((line, _)) = &found.same_span {
            out.paragraph(line, 4)?;
        }
    }
    out.line("")
}

/// A figure, drawn or not.
fn figure(out: &mut Out, entered: &Entered, drawn: Option<&str>) -> Result<()> {
    let by = alone(entered.by.as_deref().unwrap_or("(not recorded)"));
    let key = entered.key.to_string();
    let (drawn, hang) = match drawn {
        Some(drawn) => (format!("{drawn}  "), 11 + BAR),
        None => (String::new(), 9),
    };
    out.line(&format!("  {key:<6} {drawn}{}, {by}", alone(&said(&entered.figure))))?;
    out.paragraph(&measured(&entered.figure), hang)?;
    entered.figure.about.iter().try_for_each(|about| out.paragraph(about, hang))
}

/// One quantity: its figures, pairs and shares.
///
/// # Errors
/// When what a figure refers to cannot be read.
pub fn json(grid: &Grid, references: &mut References<'_>) -> Result<Value> {
    let key = |at: usize| grid.figures[at].key.to_string();
    let figures: Vec<Value> = grid
        .figures
        .iter()
        .map(|entered| {
            let figure = references.in_keys(&entered.key, serde_json::to_value(&entered.figure)?)?;
            Ok(json!({"key": entered.key.to_string(), "asserted_by": entered.by, "figure": figure}))
        })
        .collect::<Result<_>>()?;
    let pairs: Vec<Value> = grid
        .pairs
        .iter()
        .map(|(one, other, compared)| {
            json!({"figures": [key(*one), key(*other)], "relation": compared.relation, "reason": compared.reason})
        })
        .collect();
    let shares: Vec<Value> = grid
        .shares
        .iter()
        .map(|(figure, part, whole, found)| {
            json!({
                "figure": key(*figure),
                "part": part.to_string(),
                "whole": whole.to_string(),
                "line": found.line,
                "low": finite(found.share.low),
                "high": finite(found.share.high),
                "caveats": found.caveats,
                "same_span": found.same_span.as_ref().map(|(line, _)| line),
            })
        })
        .collect();
    Ok(
        json!({"quantity": grid.quantity, "figures": figures, "pairs": pairs, "shares": shares, "cut": grid.cut}),
    )
}

/// JSON has no infinity.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
