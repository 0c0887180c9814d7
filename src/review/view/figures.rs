//! Figures of one quantity side by side, as lines.

use crate::domain::figures::{Entered, Grid, LEGEND, Panel, Relation, measured, said};
use crate::review::view::sheet::{Look, SheetLine};

/// A quantity after the other: its figures to one scale, what comes of each pair, the arithmetic.
pub(super) fn lines(grids: &[Grid], width: u16) -> Vec<SheetLine> {
    if grids.is_empty() {
        return vec![SheetLine::new(1, "No figure is on record.", Look::Muted)];
    }
    let cells = usize::from(width / 4).clamp(12, 40);
    let mut lines = Vec::new();
    for grid in grids {
        if !lines.is_empty() {
            lines.push(SheetLine::blank());
        }
        lines.push(SheetLine::new(1, &grid.quantity, Look::Heading));
        let panels = grid.panels();
        for panel in &panels {
            axis(panel, cells, &mut lines);
            for (at, stroke) in &panel.strokes {
                figure(&grid.figures[*at], Some(&stroke.text(cells)), cells, &mut lines);
            }
        }
        for (at, entered) in grid.figures.iter().enumerate() {
            if panels.iter().all(|panel| panel.stroke(at).is_none()) {
                figure(entered, None, cells, &mut lines);
            }
        }
        for (one, other, compared) in grid.comparable() {
            let (one, other) = (&grid.figures[*one].key, &grid.figures[*other].key);
            let look = if compared.relation == Relation::Incompatible { Look::Warning } else { Look::Label };
            lines.push(
                SheetLine::new(1, &compared.reason, Look::Plain)
                    .column(format!("{one} and {other}"), 12, Look::Key)
                    .column(relation(compared.relation), 14, look),
            );
        }
        for why in grid.not_comparable() {
            lines.push(SheetLine::new(1, why, Look::Muted));
        }
        if grid.cut {
            let text = "not every pair is set against each other: there are too many figures";
            lines.push(SheetLine::new(1, text, Look::Muted));
        }
        for (figure, part, whole, found) in &grid.shares {
            let entered = &grid.figures[*figure];
            let asserted = format!("{} says {}", entered.key, said(&entered.figure));
            lines.push(
                SheetLine::new(1, format!("{}; {asserted}", found.line), Look::Plain)
                    .column(format!("{part} ÷ {whole}"), 12, Look::Key)
                    .column("arithmetic", 14, Look::Label),
            );
            let same_span = found.same_span.as_ref().map(|(line, _)| line);
            for text in found.caveats.iter().chain(same_span) {
                lines.push(SheetLine::new(29, text, Look::Muted));
            }
        }
    }
    if grids.iter().any(|grid| !grid.panels().is_empty()) {
        lines.push(SheetLine::blank());
        lines.push(SheetLine::new(1, LEGEND, Look::Muted));
    }
    lines
}

/// The ends of a scale above what is drawn to it.
fn axis(panel: &Panel, cells: usize, lines: &mut Vec<SheetLine>) {
    let (from, to) = (panel.from(), panel.to());
    let among = panel.population.as_ref().map(|among| format!(" · {among}")).unwrap_or_default();
    // What it stands for ends where the scale does, two cells before the end of the drawing.
    let room = cells.saturating_sub(2 + from.chars().count() + to.chars().count()).max(1);
    let text = format!("{from}{}{to}{among}", " ".repeat(room));
    lines.push(SheetLine::new(1, text, Look::Muted).column("", 5, Look::Key));
}

/// A figure, drawn or not.
fn figure(entered: &Entered, drawn: Option<&str>, cells: usize, lines: &mut Vec<SheetLine>) {
    let by = entered.by.as_deref().unwrap_or("asserted by nobody on record");
    let line = SheetLine::new(1, format!("{by}: {}", said(&entered.figure)), Look::Plain)
        .column(entered.key.to_string(), 5, Look::Key)
        .being(&entered.key)
        .to(entered.place);
    let (line, hang) = match drawn {
        Some(drawn) => (line.column(drawn, cells, Look::Bar), 8 + cells),
        None => (line, 7),
    };
    lines.push(line);
    for text in [Some(measured(&entered.figure)), entered.figure.about.clone()].into_iter().flatten() {
        lines.push(SheetLine::new(hang, text, Look::Muted).being(&entered.key).to(entered.place));
    }
}

const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Differing => "differing",
        Relation::Incompatible => "incompatible",
        Relation::NotComparable => "not comparable",
    }
}
