//! The matrix: claims down, sources across; in a cell the stances as signs and, behind a colon, the
//! tags as letters, each with its colour; under it what is in use, in words.

use super::paint::{Paint, wrap_some};
use super::parts::filtered;
use super::pen::{Pen, indent, line, rows, t};
use super::theme::Theme;
use super::words::{attribution, letters, pointer, spelt, stance};
use crate::domain::Stance;
use crate::domain::glossary::sign;
use crate::domain::matrix::Arrangement;
use crate::review::Review;
use crate::review::state::geometry::{MATRIX_CELL, MatrixPlaces, matrix};
use crate::review::view::behaviour::View as _;
use crate::review::view::matrix::{CellLine, MatrixLine};
use crate::review::view::matrix_view::MatrixView;
use crate::text::{SafeText, truncate_middle};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it.
pub fn draw(paint: &mut Paint<'_>, body: Rect, review: &Review, view: &MatrixView) {
    let places = matrix(body, view.columns.len());
    let by = match view.arrangement {
        Arrangement::Case => "Matrix in the order of the case",
        Arrangement::Date => "Matrix by date",
        Arrangement::Disagreement => "Matrix by disagreement",
        Arrangement::Origin => "Matrix, sources by origin",
    };
    let mut title = vec![(t(by), Style::new())];
    title.extend(filtered(review, paint));
    paint.title(places.title, &title, &position(view), true);
    if view.rows.is_empty() {
        let muted = paint.theme.muted;
        let text = if view.is_waiting() { t("looking …") } else { t("No claim to show.") };
        paint.pen(indent(places.rows, 1)).put(&text, muted);
        return;
    }
    head(paint, &places, view);
    for (row, (selected, claim)) in rows(places.rows).zip(view.rows.visible(places.rows.height)) {
        draw_row(paint, row, (&places, view), claim, selected);
    }
    foot(paint, places.foot, view);
}

fn position(view: &MatrixView) -> SafeText {
    if view.rows.is_empty() {
        return SafeText::default();
    }
    let (row, rows) = (view.rows.cursor() + 1, view.rows.total());
    line(format!("claim {row}/{rows} · source {}/{}", view.column + 1, view.columns.len()))
}

/// The sources in view, each with its place among the columns.
fn shown<'a>(
    places: &MatrixPlaces,
    view: &'a MatrixView,
) -> impl Iterator<Item = (usize, &'a crate::review::view::matrix::SourceColumn)> {
    view.columns.iter().enumerate().skip(view.left).take(places.columns)
}

fn head(paint: &mut Paint<'_>, places: &MatrixPlaces, view: &MatrixView) {
    let theme = *paint.theme;
    let area = places.head;
    let last = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let more = if view.left > 0 { t("◂ ") } else { t("  ") };
    paint.pen(last).gap(usize::from(places.label).saturating_sub(2)).put(&more, theme.muted);
    for (n, (at, source)) in shown(places, view).enumerate() {
        let style = if at == view.column { theme.title_focus.patch(theme.selected) } else { theme.key };
        let cell = cell(area, places, n);
        // A name stands on the foot of its column, over as many rows as it needs.
        let name = wrap_some(&source.called, usize::from(cell.width), usize::from(area.height));
        let above = area.height.saturating_sub(u16::try_from(name.len()).unwrap_or(0));
        for (row, text) in rows(cell).skip(usize::from(above)).zip(&name) {
            paint.pen(row).column(text, usize::from(cell.width), style);
        }
    }
    if view.left + places.columns < view.columns.len() {
        let end = Rect { x: last.right().saturating_sub(1), width: 1, ..last };
        paint.pen(end).put(&t("▸"), theme.muted);
    }
}

/// The cells of the source that is the nth in view, its free one left out.
fn cell(area: Rect, places: &MatrixPlaces, n: usize) -> Rect {
    let x = area.x + places.label.min(area.width) + u16::try_from(n).unwrap_or(0).saturating_mul(MATRIX_CELL);
    let x = x.min(area.right());
    Rect { x, width: (MATRIX_CELL - 1).min(area.right() - x), ..area }
}

fn draw_row(
    paint: &mut Paint<'_>,
    area: Rect,
    (places, view): (&MatrixPlaces, &MatrixView),
    row: &MatrixLine,
    selected: bool,
) {
    let theme = *paint.theme;
    let claim = &row.claim;
    let label = Rect { width: places.label.min(area.width), ..area };
    let mut pen = paint.pen(Rect { width: label.width.saturating_sub(1), ..label });
    if selected {
        pen = pen.over(theme.selected_off);
    }
    pen.put(&pointer(selected, true), theme.mark);
    pen.column(&claim.key, claim.key.width().max(5), theme.key).gap(1);
    match &claim.claimant {
        Some(name) => {
            let cells = (pen.left() / 3).max(8);
            pen.put(&truncate_middle(name, cells), theme.claimant).put(&t(": "), theme.text);
        }
        None => drop(pen.put(&t("?: "), theme.muted)),
    }
    pen.put(&claim.label, theme.text);
    for (n, (at, _)) in shown(places, view).enumerate() {
        let place = cell(area, places, n);
        let cell = row.cells.iter().find(|cell| cell.column == at);
        let chosen = selected && at == view.column;
        if chosen {
            paint.eye(place);
        }
        let mut pen = paint.pen(place);
        if chosen {
            pen = pen.over(theme.selected);
        }
        if let Some(cell) = cell {
            draw_cell(&mut pen, cell, &theme);
        }
    }
}

/// The stances as signs, each once, and behind a colon the tags, each once, with what is undecided and whether
/// reviewers differ.
fn draw_cell(pen: &mut Pen<'_>, cell: &CellLine, theme: &Theme) {
    for its in Stance::ALL {
        if cell.pieces.iter().any(|piece| piece.stance == *its) {
            pen.put(&t(its.sign()), stance(*its, theme).2);
        }
    }
    pen.put(&t(":"), theme.muted);
    let mut seen: Vec<SafeText> = Vec::new();
    for piece in &cell.pieces {
        let [first, _, disputed] = letters(&piece.judgement, theme);
        let undecided = (t(sign::UNDECIDED), theme.undecided);
        let shown = if piece.judgement.decided { [first, disputed] } else { [undecided, disputed] };
        for (letter, style) in shown {
            if letter.as_str().trim().is_empty() || seen.contains(&letter) {
                continue;
            }
            pen.put(&letter, style);
            seen.push(letter);
        }
    }
    if cell.pieces.iter().any(|piece| piece.conflict) {
        pen.put(&t(sign::DIFFER), theme.warning);
    }
}

fn foot(paint: &mut Paint<'_>, area: Rect, view: &MatrixView) {
    let theme = *paint.theme;
    let area = indent(area, 1);
    let mut left = rows(area);
    if area.height > 3 {
        left.next();
    }
    if let (Some(row), Some(selected)) = (left.next(), view.rows.selected()) {
        let claim = &selected.claim;
        let mut pen = paint.pen(row);
        pen.put(&claim.key, theme.key).gap(1);
        match &claim.claimant {
            Some(name) => drop(pen.put(name, theme.claimant).put(&t(": "), theme.text)),
            None => drop(pen.put(&attribution(None), theme.muted)),
        }
        pen.put(&claim.text, theme.text);
    }
    if let (Some(row), Some(source)) = (left.next(), view.source()) {
        let mut pen = paint.pen(row);
        pen.put(&source.key, theme.key).gap(1);
        let room = pen.left() * 2 / 3;
        pen.cells(&source.title, room, theme.text);
        for fact in &source.facts {
            pen.put(&t(" · "), theme.muted).put(fact, theme.muted);
        }
    }
    if let Some(row) = left.next() {
        let mut pen = paint.pen(row);
        if view.rows.selected().is_some_and(|row| row.cut) {
            pen.put(&t("more than is shown: of each stance the first 100 are · "), theme.warning);
        }
        let Some(cell) = view.cell() else {
            pen.put(&t("This source gives no evidence on this claim."), theme.muted);
            return;
        };
        for (n, piece) in cell.pieces.iter().enumerate() {
            if n > 0 {
                pen.put(&t("; "), theme.muted);
            }
            let (_, word, style) = stance(piece.stance, &theme);
            pen.put(&piece.key, theme.key).gap(1).put(&word, style).put(&t(", "), theme.muted);
            pen.put(&spelt(&piece.judgement), theme.text);
        }
    }
}
