//! The history of an item, newest first.

use super::paint::Paint;
use super::pen::{indent, line, rows, t};
use crate::review::lines::HistoryLine;
use crate::review::mode::history::HistoryView;
use crate::text::SafeText;
use ratatui::layout::Rect;

/// Draws the steps in view, each with what it changed.
pub fn draw(paint: &mut Paint<'_>, area: Rect, view: &HistoryView) {
    let muted = paint.theme.muted;
    let Some(steps) = &view.steps else {
        paint.pen(indent(area, 1)).put(&t("looking …"), muted);
        return;
    };
    if steps.is_empty() {
        paint
            .pen(indent(area, 1))
            .put(&t("Nothing has been recorded on it since it came into the case."), muted);
        return;
    }
    let mut left = rows(area);
    for step in steps.iter().skip(view.top) {
        if !draw_step(paint, step, &mut left) {
            return;
        }
    }
}

fn draw_step(paint: &mut Paint<'_>, step: &HistoryLine, left: &mut impl Iterator<Item = Rect>) -> bool {
    let theme = *paint.theme;
    let Some(row) = left.next() else { return false };
    let mut pen = paint.pen(row);
    pen.gap(1).column(&step.at, 20, theme.muted).gap(1).column(&step.reviewer, 14, theme.label).gap(1);
    pen.put(&step.label, theme.title);
    if step.expunged {
        let Some(row) = left.next() else { return false };
        paint.pen(row).gap(5).put(&t("what it recorded was erased"), theme.warning);
        return true;
    }
    for (field, before, after) in &step.changes {
        let Some(row) = left.next() else { return false };
        let mut pen = paint.pen(row);
        pen.gap(5).column(field, 12, theme.label);
        let half = pen.left() / 2;
        let none = t("–");
        let or_none = |text: &SafeText| if text.is_empty() { none.clone() } else { text.clone() };
        pen.cells(&or_none(before), half.saturating_sub(2), theme.muted).put(&t(" → "), theme.muted);
        pen.put(&or_none(after), theme.text);
    }
    true
}

/// Which step is the first in view.
#[must_use]
pub fn position(view: &HistoryView) -> SafeText {
    match view.steps.as_ref().map_or(0, Vec::len) {
        0 => SafeText::default(),
        total => line(format!("{}/{total}", view.top + 1)),
    }
}
