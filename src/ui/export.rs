//! The form for an export: what, to which file, and whether all of it.

use super::paint::Paint;
use super::parts::{choices, field_name};
use super::pen::{indent, line, rows, t};
use crate::domain::ExportFormat;
use crate::review::Review;
use crate::review::prompt::export::{ExportField, ExportForm, offered};
use crate::review::state::geometry::overlay;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

const NAME: u16 = 6;

/// Draws the form.
pub fn draw(paint: &mut Paint<'_>, review: &Review, form: &ExportForm) {
    let theme = *paint.theme;
    let outer = overlay(review.size);
    let inner = paint.boxed(outer, &[(t("Export"), Style::new())], &t("private notes stay here"));
    let inner = indent(inner, 1);
    let left: Vec<Rect> = rows(inner).collect();
    let below = if form.filtered { 3 } else { 2 };
    let formats = left.len().saturating_sub(below).clamp(1, offered().count());
    // Where there is little room, the chosen format stays in view.
    let top = (form.at() + 1).saturating_sub(formats);
    let mut left = left.into_iter();
    for (row, offered) in left.by_ref().take(formats).zip(offered().skip(top)) {
        format_line(paint, row, form, offered);
    }
    if left.len() > below {
        left.next();
    }
    if let Some(row) = left.next() {
        let place = field_name(paint, row, "file", NAME, form.field == ExportField::File);
        paint.input(place, &SafeText::default(), &form.file, form.field == ExportField::File);
    }
    if form.filtered
        && let Some(row) = left.next()
    {
        let place = field_name(paint, row, "what", NAME, form.field == ExportField::Only);
        choices(paint, place, &[(t("all"), !form.only), (t("only what matches the filter"), form.only)]);
    }
    let Some(row) = left.next() else { return };
    let rest = Rect { height: u16::try_from(left.len() + 1).unwrap_or(1), ..row };
    match &form.error {
        Some(error) => paint.paragraph(indent(rest, 2), error, theme.error),
        // What a format is for may have been cut in its row.
        None if t(form.format.described().purpose).width() + 24 > usize::from(rest.width) => {
            paint.paragraph(indent(rest, 2), &t(form.format.described().purpose), theme.muted)
        }
        None => 0,
    };
}

fn format_line(paint: &mut Paint<'_>, row: Rect, form: &ExportForm, (letter, format): (char, ExportFormat)) {
    let theme = *paint.theme;
    let chosen = form.format == format;
    if chosen && form.field == ExportField::Format {
        paint.eye(row);
    }
    let mut pen = paint.pen(row);
    if chosen && form.field == ExportField::Format {
        pen = pen.over(theme.selected);
    }
    let style = if chosen { theme.verdict } else { theme.text };
    pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
    pen.put(&line(letter.to_string()), theme.key).gap(2);
    pen.column(&t(format.described().title), 17, style)
        .gap(1)
        .put(&t(format.described().purpose), theme.muted);
}
