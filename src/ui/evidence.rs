//! The evidence of one side, one piece to a row.

use super::paint::Paint;
use super::pen::{line, rows, t};
use super::words::{letters, pointer, stance};
use crate::domain::rows::{Side, Stances};
use crate::review::state::lines::EvidenceLine;
use crate::review::state::list::List;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the rows in view.
pub fn draw(
    paint: &mut Paint<'_>,
    area: Rect,
    list: &List<EvidenceLine>,
    focused: bool,
    marked: impl Fn(&EvidenceLine) -> bool,
) {
    for (row, (selected, evidence)) in rows(area).zip(list.visible(area.height)) {
        if selected && focused {
            paint.eye(row);
        }
        draw_row(paint, row, evidence, (selected, focused), marked(evidence));
    }
}

/// The columns: marker, mark, tag, note and conflict, stance, source, grades, key, kind, and what it
/// says.
/// Each has a fixed width; a narrow pane leaves some out.
fn draw_row(
    paint: &mut Paint<'_>,
    area: Rect,
    evidence: &EvidenceLine,
    (selected, focused): (bool, bool),
    marked: bool,
) {
    let theme = *paint.theme;
    let mut pen = paint.pen(area);
    if selected {
        pen = pen.over(if focused { theme.selected } else { theme.selected_off });
    }
    pen.put(&pointer(selected, focused), theme.mark);
    pen.put(&t(if marked { "*" } else { " " }), theme.mark);
    pen.put(&t("["), theme.muted);
    for (letter, style) in letters(&evidence.judgement, &theme) {
        pen.put(&letter, style);
    }
    pen.put(&t("]"), theme.muted);
    pen.put(&t(if evidence.judgement.noted { "n" } else { " " }), theme.note);
    let others = match (evidence.conflict, evidence.others) {
        (true, _) => "≠",
        (false, 0) => " ",
        (false, _) => "=",
    };
    pen.put(&t(others), theme.other).gap(1);
    let (word, short, style) = stance(evidence.stance, &theme);
    if area.width >= 90 { pen.column(&word, 8, style) } else { pen.column(&short, 3, style) }.gap(1);
    pen.column(&evidence.source_key, evidence.source_key.width().max(4), theme.key).gap(1);
    pen.column(&evidence.grade, 2, theme.label).gap(1);
    if area.width >= 80 {
        pen.column(&evidence.key, evidence.key.width().max(5), theme.key).gap(1);
    }
    if area.width >= 56 {
        let kind = evidence.kind.clone().unwrap_or_default();
        pen.column(&kind, if area.width >= 90 { 18 } else { 11 }, theme.muted).gap(1);
    }
    if evidence.quoted {
        pen.put(&t("“"), theme.text).put(&evidence.text, theme.quote).put(&t("”"), theme.text);
    } else {
        pen.put(&evidence.text, theme.text);
    }
}

/// The title of a side: each stance with its count.
#[must_use]
pub fn title(side: Side, stances: Option<Stances>) -> Vec<(SafeText, Style)> {
    let (first, second) = match side {
        Side::Supporting => ("Supporting", "Repeats"),
        Side::Disputing => ("Disputing", "Context"),
    };
    let Some(stances) = stances else { return vec![(t(first), Style::new())] };
    let (one, two) = match side {
        Side::Supporting => (stances.supports, stances.repeats),
        Side::Disputing => (stances.disputes, stances.context),
    };
    vec![(line(format!("{first} {one} · {second} {two}")), Style::new())]
}
