//! The evidence of one side, one piece to a row.

use super::paint::Paint;
use super::pen::{line, rows, t};
use super::words::{letters, pointer, stance};
use crate::domain::Stance;
use crate::domain::glossary::sign;
use crate::domain::rows::{Side, Stances};
use crate::review::state::lines::EvidenceLine;
use crate::review::state::list::List;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The cells before a row's second line: that line stands under the source's name.
const HANG: u16 = 10;

/// Draws the rows in view: two lines to a piece where there is room for all of them so.
pub fn draw(
    paint: &mut Paint<'_>,
    area: Rect,
    list: &List<EvidenceLine>,
    focused: bool,
    sign_of: impl Fn(&EvidenceLine) -> Option<&'static str>,
) {
    let lines = if list.total() * 2 <= u64::from(area.height) { 2 } else { 1 };
    let rows = rows(area).step_by(usize::from(lines)).map(|row| Rect { height: lines, ..row });
    for (row, (selected, evidence)) in rows.zip(list.visible(area.height)) {
        if selected && focused {
            paint.eye(row);
        }
        draw_row(paint, row, evidence, (selected, focused), sign_of(evidence));
    }
}

/// The columns: pointer, sign, tag, note and others, stance and where it is another the reviewer's reading, key, source, day, grades, and what it says, which
/// has a line of its own where there are two.
/// Each has a fixed width; a narrow pane leaves some out.
fn draw_row(
    paint: &mut Paint<'_>,
    area: Rect,
    evidence: &EvidenceLine,
    (selected, focused): (bool, bool),
    before: Option<&'static str>,
) {
    let theme = *paint.theme;
    let tall = area.height > 1;
    let over = match (selected, focused) {
        (false, _) => None,
        (true, true) => Some(theme.selected),
        (true, false) => Some(theme.selected_off),
    };
    let mut pen = paint.pen(area).over_if(over);
    pen.put(&pointer(selected, focused), theme.mark);
    pen.put(&t(before.unwrap_or(" ")), theme.mark);
    for (letter, style) in letters(&evidence.judgement, &theme) {
        pen.put(&letter, style);
    }
    pen.put(&t(if evidence.judgement.noted { sign::NOTE } else { " " }), theme.note);
    let others = match (evidence.conflict, evidence.others) {
        (true, _) => sign::DIFFER,
        (false, 0) => " ",
        (false, _) => sign::OTHERS,
    };
    pen.put(&t(others), theme.other).gap(1);
    let (its, _, style) = stance(evidence.stance, &theme);
    pen.put(&its, style);
    // The reviewer's own reading takes a cell of the key's, which few keys fill.
    let reading = evidence.judgement.reading.map(|reading| stance(reading, &theme));
    if let Some((own, _, style)) = &reading {
        pen.put(own, *style);
    }
    let narrowest = if reading.is_some() { 4 } else { 5 };
    pen.gap(1).column(&evidence.key, evidence.key.width().max(narrowest), theme.key).gap(1);
    let day = if tall || area.width >= 70 { 11 } else { 0 };
    let grade = if area.width >= 56 { 3 } else { 0 };
    let source = match (tall, area.width) {
        (true, _) => pen.left().saturating_sub(day + grade + 1),
        (false, 110..) => 30,
        (false, 70..) => 18,
        (false, _) => 14,
    };
    pen.column(&evidence.source, source, theme.label).gap(1);
    if day > 0 {
        pen.column(&evidence.day, day, theme.muted);
    }
    if grade > 0 {
        pen.column(&evidence.grade, grade, theme.label);
    }
    if tall {
        pen = paint.pen(Rect { y: area.y + 1, height: 1, ..area }).over_if(over);
        pen.gap(usize::from(HANG));
    }
    if evidence.quoted {
        pen.put(&t("“"), theme.text).put(&evidence.text, theme.quote).put(&t("”"), theme.text);
    } else {
        pen.put(&evidence.text, theme.text);
    }
}

/// The title of a side: each stance with its sign and its count.
#[must_use]
pub fn title(side: Side, stances: Option<Stances>) -> Vec<(SafeText, Style)> {
    let both = match side {
        Side::Supporting => [Stance::Supports, Stance::Repeats],
        Side::Disputing => [Stance::Disputes, Stance::Context],
    };
    let named = both.map(|stance| {
        let count = stances.map(|stances| format!(" {}", stances.of(stance))).unwrap_or_default();
        format!("{} {stance}{count}", stance.sign())
    });
    vec![(line(named.join(" · ")), Style::new())]
}
