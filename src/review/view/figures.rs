//! Figures of one quantity side by side, as lines.

use crate::domain::figures::{Grid, Relation, measured, said};
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
        let scale = grid.scale();
        for (entered, range) in grid.figures.iter().zip(&scale.ranges) {
            let bar = range.map_or_else(|| " ".repeat(cells), |range| scale.bar(range, cells));
            let by = entered.by.as_deref().unwrap_or("asserted by nobody on record");
            let key = entered.key.to_string();
            lines.push(
                SheetLine::new(1, format!("{by}: {}", said(&entered.figure)), Look::Plain)
                    .column(&key, 5, Look::Key)
                    .column(bar, cells, Look::Bar)
                    .to(entered.place),
            );
            lines.push(SheetLine::new(8 + cells, measured(&entered.figure), Look::Muted));
            if let Some(about) = &entered.figure.about {
                lines.push(SheetLine::new(8 + cells, about, Look::Muted));
            }
        }
        for (one, other, compared) in &grid.pairs {
            let (one, other) = (&grid.figures[*one].key, &grid.figures[*other].key);
            let look = if compared.relation == Relation::Incompatible { Look::Warning } else { Look::Label };
            lines.push(
                SheetLine::new(1, &compared.reason, Look::Plain)
                    .column(format!("{one} and {other}"), 12, Look::Key)
                    .column(relation(compared.relation), 14, look),
            );
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
    lines
}

const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Differing => "differing",
        Relation::Incompatible => "incompatible",
        Relation::NotComparable => "not comparable",
    }
}
