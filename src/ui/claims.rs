//! The claims, one to a row.

use super::paint::Paint;
use super::pen::{line, rows, t};
use super::words::{pointer, state_sign};
use crate::domain::glossary::sign;
use crate::review::state::lines::ClaimLine;
use crate::review::state::list::List;
use crate::text::truncate_middle;
use ratatui::layout::Rect;

/// Draws the rows in view.
pub fn draw(paint: &mut Paint<'_>, area: Rect, list: &List<ClaimLine>, focused: bool) {
    for (row, (selected, claim)) in rows(area).zip(list.visible(area.height)) {
        if selected && focused {
            paint.eye(row);
        }
        draw_row(paint, row, claim, selected, focused);
    }
}

/// The columns: pointer, how far its evidence is decided, key, how much of it, note, verdict, and the claim
/// by its label with its claimant.
fn draw_row(paint: &mut Paint<'_>, area: Rect, claim: &ClaimLine, selected: bool, focused: bool) {
    let theme = *paint.theme;
    let mut pen = paint.pen(area);
    if selected {
        pen = pen.over(if focused { theme.selected } else { theme.selected_off });
    }
    pen.put(&pointer(selected, focused), theme.mark);
    pen.put(&state_sign(claim.decided, claim.stances, claim.aside), theme.text);
    pen.gap(1).column(&claim.key, claim.key.width().max(5), theme.key);
    let (decided, total) = (claim.decided.min(999), claim.stances.total().min(999));
    pen.column_end(&line(format!("{decided}/{total}")), if area.width >= 56 { 7 } else { 5 }, theme.muted);
    pen.put(&t(if claim.noted { sign::NOTE } else { " " }), theme.note).gap(1);
    if let Some(verdict) = claim.verdict {
        pen.put(&t(verdict.word()), theme.verdict).gap(1);
    }
    if claim.depth > 0 {
        pen.gap(usize::from(claim.depth.min(4) - 1) * 2).put(&t("└ "), theme.muted);
    }
    match &claim.claimant {
        Some(claimant) => {
            // However long the name, most of the row is left for the claim. Of a name both ends stay:
            // departments of one government begin alike.
            let cells = (pen.left() / 3).max(14.min(pen.left() / 2));
            pen.put(&truncate_middle(claimant, cells), theme.claimant).put(&t(": "), theme.text);
        }
        None => drop(pen.put(&t(sign::UNKNOWN), theme.muted).put(&t(": "), theme.muted)),
    }
    pen.put(&claim.label, theme.text);
}
