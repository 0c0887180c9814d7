//! Where evidence comes from in the end, as a tree of lines.

use crate::domain::Stance;
use crate::domain::origins::Origin;
use crate::domain::rows::{ClaimRow, Place};
use crate::domain::standing::{Released, Standing};
use crate::review::view::claim::{claim_line, stale_line};
use crate::review::view::sheet::{Look, SheetLine};

/// Claim after claim: each side with its origins, under each origin the evidence that comes from it.
pub(super) fn lines(claims: &[(ClaimRow, Standing)]) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for (claim, standing) in claims {
        if !lines.is_empty() {
            lines.push(SheetLine::blank());
        }
        lines.push(claim_line(claim));
        tree(claim, standing, &mut lines);
        let released = format!("{}: {}", Released::NAME, standing.released.sentence());
        lines.push(SheetLine::new(1, released, Look::Plain));
        lines.extend(standing.stale.iter().map(stale_line));
    }
    if lines.is_empty() {
        lines.push(SheetLine::new(1, "No claim to show origins of.", Look::Muted));
    }
    lines
}

fn tree(claim: &ClaimRow, standing: &Standing, lines: &mut Vec<SheetLine>) {
    let origins = &standing.origins;
    if origins.pieces.is_empty() {
        return lines.push(SheetLine::new(1, "No evidence is on record.", Look::Muted));
    }
    let told = origins.tree();
    for (at, line) in told.iter().enumerate() {
        let place = line.piece.and_then(|piece| origins.ids.get(piece));
        let place = place.map(|id| Place { claim: claim.id, evidence: Some(*id) });
        let (branch, look) = match line.depth {
            0 if line.warns => ("", Look::Warning),
            0 => ("", side(line.stance)),
            1 => ("◆", Look::Plain),
            // The last under its origin closes the branch.
            _ if told.get(at + 1).is_none_or(|next| next.depth < 2) => ("└─", Look::Plain),
            _ => ("├─", Look::Plain),
        };
        let text = match origins.reliability(line) {
            Some(grade) => format!("{} · reliability {grade}", line.text),
            None => line.text.clone(),
        };
        let shown = match line.depth {
            0 => SheetLine::new(1, &text, look),
            1 => SheetLine::new(2, &text, origin_look(line.origin.as_ref())).column(branch, 1, Look::Key),
            _ => SheetLine::new(3, &text, look).column(branch, 2, Look::Muted),
        };
        lines.push(shown.to(place));
    }
}

const fn side(stance: Option<Stance>) -> Look {
    match stance {
        Some(Stance::Supports) => Look::Supports,
        Some(Stance::Disputes) => Look::Disputes,
        _ => Look::Heading,
    }
}

const fn origin_look(origin: Option<&Origin>) -> Look {
    match origin {
        Some(Origin::Untraced(_)) => Look::Muted,
        Some(Origin::Circular(_)) => Look::Warning,
        _ => Look::Claim,
    }
}
