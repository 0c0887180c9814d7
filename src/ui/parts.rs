//! Parts that several widgets share: the keys, the filter in a title, the fields of a form.

use super::paint::Paint;
use super::pen::{indent, line, t};
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The filter in force, for a title, so that nobody forgets that something is hidden.
pub fn filtered(review: &Review, paint: &Paint<'_>) -> Option<(SafeText, Style)> {
    let filter = review.filter.as_ref()?;
    Some((line(format!(" · filter: {}", filter.query)), paint.theme.warning))
}

/// Draws the keys worth knowing now: as many as fit whole. The key for all keys keeps its place at
/// the right.
pub fn hints(paint: &mut Paint<'_>, area: Rect, review: &Review) {
    let theme = *paint.theme;
    let mut area = area;
    let all = Action::Help.label();
    let context = review.context();
    let has_help =
        review.prompt.is_none() && matches!(context, Context::Review | Context::View | Context::Document);
    if has_help && let Some(key) = review.keymap.key_for(context, Action::Help) {
        let (key, label) = (line(key), t(all));
        let cells = u16::try_from(key.width() + label.width() + 3).unwrap_or(0);
        if area.width > cells * 2 {
            let place = Rect { x: area.right() - cells, width: cells, ..area };
            paint.pen(place).gap(1).put(&key, theme.key).gap(1).put(&label, theme.text);
            area.width -= cells;
        }
    }
    let mut pen = paint.pen(area);
    pen.gap(1);
    for (key, label) in review.hints() {
        if has_help && label == all {
            continue;
        }
        let (key, label) = (line(key), line(label));
        if key.width() + label.width() + 1 > pen.left() {
            break;
        }
        pen.put(&key, theme.key).gap(1).put(&label, theme.text).gap(2);
    }
}

/// The width of the names of a form's fields, in cells.
pub const FIELD_NAME: u16 = 12;

/// Draws the name of a field in a column of `width` cells; returns the area for its value.
pub fn field_name(paint: &mut Paint<'_>, row: Rect, name: &'static str, width: u16, active: bool) -> Rect {
    let theme = *paint.theme;
    if active {
        paint.eye(row);
    }
    paint.pen(row).put(&t(if active { "▸" } else { " " }), theme.mark).gap(1).put(&t(name), theme.label);
    indent(row, 2 + width)
}

/// Draws the choices of a field, the chosen one in parentheses, so that no colour is needed.
pub fn choices(paint: &mut Paint<'_>, row: Rect, all: &[(SafeText, bool)]) {
    let theme = *paint.theme;
    let mut pen = paint.pen(row);
    for (word, chosen) in all {
        let (open, close, style) = if *chosen { ("(", ")", theme.verdict) } else { (" ", " ", theme.muted) };
        pen.put(&t(open), style).put(word, style).put(&t(close), style).gap(1);
    }
}
