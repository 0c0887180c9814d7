//! A view of lines: title, and the rows in view.

use super::paint::Paint;
use super::pen::{indent, line, rows, t};
use super::theme::Theme;
use super::words::pointer;
use crate::review::Review;
use crate::review::view::lines_view::LinesView;
use crate::review::view::sheet::{Look, Sheet, SheetRow};
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The parts of its title: what it shows, and of what.
#[must_use]
pub fn title(review: &Review, view: &LinesView, theme: &Theme) -> Vec<(SafeText, Style)> {
    let name = view.kind.title;
    if !view.whole {
        return vec![(line(format!("{name} of {}", view.key)), Style::new())];
    }
    match &review.filter {
        None if !view.key.is_empty() => {
            vec![(line(format!("{name} of the case, from {} on", view.key)), Style::new())]
        }
        None => vec![(line(format!("{name} of the case")), Style::new())],
        Some(filter) => vec![
            (line(format!("{name} of {}", view.kind.filtered)), Style::new()),
            (line(format!(" · filter: {}", filter.query)), theme.warning),
        ],
    }
}

/// Draws the rows in view.
pub fn draw(paint: &mut Paint<'_>, area: Rect, view: &LinesView) {
    let Some(sheet) = &view.sheet else {
        let muted = paint.theme.muted;
        paint.pen(indent(area, 1)).put(&t("looking …"), muted);
        return;
    };
    lines(paint, area, sheet, true);
}

/// Draws the rows in view of lines to go through; the line in use is marked where one is `chosen`.
pub fn lines(paint: &mut Paint<'_>, area: Rect, sheet: &Sheet, chosen: bool) {
    for (place, row) in rows(area).zip(sheet.visible(area.height)) {
        let chosen = chosen && row.line == sheet.cursor();
        if row.first && chosen {
            paint.eye(place);
        }
        draw_row(paint, place, sheet, (row, chosen));
    }
}

fn draw_row(paint: &mut Paint<'_>, area: Rect, sheet: &Sheet, (row, chosen): (&SheetRow, bool)) {
    let theme = *paint.theme;
    let Some(shown) = sheet.lines().get(row.line) else { return };
    let mut pen = paint.pen(area);
    if chosen {
        pen = pen.over(theme.selected);
    }
    if !row.first {
        pen.gap(shown.hang()).put(&row.text, style(shown.look, &theme));
        return;
    }
    if shown.indent > 0 {
        pen.put(&pointer(chosen, true), theme.mark).gap(shown.indent - 1);
    }
    for column in &shown.columns {
        let cells = column.cells.max(column.text.width());
        pen.column(&column.text, cells, style(column.look, &theme)).gap(1);
    }
    pen.put(&row.text, style(shown.look, &theme));
}

const fn style(look: Look, theme: &Theme) -> Style {
    match look {
        Look::Plain => theme.text,
        Look::Muted => theme.muted,
        Look::Heading => theme.title,
        Look::Key => theme.key,
        Look::Label => theme.label,
        Look::Claim => theme.claimant,
        Look::Released => theme.released,
        Look::Withheld => theme.withheld,
        Look::Warning => theme.warning,
        Look::Supports => theme.supports,
        Look::Disputes => theme.disputes,
        Look::Bar => theme.bar,
    }
}

/// Which rows are in view, where that is not all of them.
#[must_use]
pub fn position(view: &LinesView, height: u16) -> SafeText {
    view.sheet.as_ref().map(|sheet| rows_in_view(sheet, height)).unwrap_or_default()
}

/// Which rows of lines are in view, where that is not all of them.
#[must_use]
pub fn rows_in_view(sheet: &Sheet, height: u16) -> SafeText {
    let (from, to, all) = sheet.position(height);
    if all <= usize::from(height) { SafeText::default() } else { line(format!("{from}–{to}/{all}")) }
}
