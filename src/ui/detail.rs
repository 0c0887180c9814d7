//! Everything about the selected item. The lines come wrapped to the pane and get their style here.

use super::paint::Paint;
use super::pen::{line, rows, t};
use super::words::spelt;
use crate::domain::wording;
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::review::state::detail::{Detail, DetailLine, Role};
use crate::review::state::geometry::LABEL;
use crate::review::state::pane::Pane;
use crate::text::SafeText;
use ratatui::layout::Rect;

/// Draws the lines in view.
pub fn draw(paint: &mut Paint<'_>, area: Rect, detail: &Detail) {
    for (row, line) in rows(area).zip(detail.lines.iter().skip(detail.scroll)) {
        draw_line(paint, row, line);
    }
}

/// Draws one line.
pub fn draw_line(paint: &mut Paint<'_>, area: Rect, detail: &DetailLine) {
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

/// Which lines are in view, where that is not all of them, and the key that shows more.
#[must_use]
pub fn position(review: &Review, height: u16) -> SafeText {
    let detail = &review.detail;
    let (total, height) = (detail.lines.len(), usize::from(height));
    if total <= height {
        return SafeText::default();
    }
    let opens = detail.scroll == 0 && !review.zoomed && review.focus != Pane::Claims;
    if let Some(key) = review.keymap.key_for(Context::Review, Action::Open).filter(|_| opens) {
        return line(format!("{} more: {key}", total - height));
    }
    let (from, to) = (detail.scroll.min(total) + 1, (detail.scroll + height).min(total));
    line(if from == to { format!("{from}/{total}") } else { format!("{from}–{to}/{total}") })
}

/// The title of the pane: the item, and of evidence the stance and the tag in words.
#[must_use]
pub fn title(review: &Review) -> SafeText {
    let key = &review.detail.title;
    if key.is_empty() {
        return t("Detail");
    }
    let lists = review.shown().map(|open| [&open.supporting, &open.disputing]);
    let mut rows = lists.into_iter().flatten().flat_map(|list| list.rows());
    match rows.find(|evidence| evidence.key == *key) {
        None => line(format!("Detail {key}")),
        Some(evidence) => {
            let (sign, spelt) = (evidence.stance.sign(), spelt(&evidence.judgement));
            let read = evidence.judgement.reading.map(wording::reading);
            let read = read.map(|reading| format!(", read as {reading}")).unwrap_or_default();
            line(format!("Detail {key} {sign} {}{read} · {spelt}", evidence.stance))
        }
    }
}
