//! Everything about the selected item. The lines come wrapped to the pane; here they get their look.

use super::paint::Paint;
use super::pen::{indent, line, rows, t};
use crate::review::detail::{Detail, DetailLine, Role};
use crate::review::geometry::LABEL;
use crate::text::SafeText;
use ratatui::layout::Rect;

/// Draws the lines in view.
pub fn draw(paint: &mut Paint<'_>, area: Rect, detail: &Detail) {
    for (row, line) in rows(indent(area, 1)).zip(detail.lines.iter().skip(detail.scroll)) {
        draw_line(paint, row, line);
    }
}

fn draw_line(paint: &mut Paint<'_>, area: Rect, detail: &DetailLine) {
    let theme = *paint.theme;
    let style = match detail.role {
        Role::Heading => theme.title,
        Role::Claimant => theme.claimant,
        Role::Quote => theme.quote,
        Role::Judgement => theme.verdict,
        Role::Other => theme.other,
        Role::Body | Role::Fact | Role::Blank => theme.text,
    };
    let mut pen = paint.pen(area);
    if detail.labelled {
        pen.column(&detail.label, usize::from(LABEL), theme.label);
    }
    pen.put(&detail.text, style);
}

/// Which lines are in view, where that is not all of them.
#[must_use]
pub fn position(detail: &Detail, height: u16) -> SafeText {
    let (total, height) = (detail.lines.len(), usize::from(height));
    if total <= height {
        return SafeText::default();
    }
    let (from, to) = (detail.scroll.min(total) + 1, (detail.scroll + height).min(total));
    line(format!("{from}–{to}/{total}"))
}

/// The title of the pane.
#[must_use]
pub fn title(detail: &Detail) -> SafeText {
    if detail.title.is_empty() { t("Detail") } else { line(format!("Detail {}", detail.title)) }
}
