//! The matrix: claims down, sources across; in a cell the stances as signs and, behind a colon, the
//! tags as letters, each with its colour; under it what is in use, in words.

use super::head;
use super::paint::Paint;
use super::parts::filtered;
use super::pen::{Pen, below, indent, line, rows, t};
use super::theme::Theme;
use super::words::{letters, pointer, spelt, stance};
use crate::domain::Stance;
use crate::domain::glossary::sign;
use crate::domain::matrix::Arrangement;
use crate::review::Review;
use crate::review::state::geometry::{MATRIX_CELL, MatrixPlaces, matrix};
use crate::review::view::behaviour::View as _;
use crate::review::view::matrix::{CellLine, CellPiece, MatrixLine};
use crate::review::view::matrix_view::MatrixView;
use crate::text::{SafeText, truncate, width};
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
    heads(paint, &places, view);
    for (row, (selected, claim)) in rows(places.rows).zip(view.rows.visible(places.rows.height)) {
        draw_row(paint, row, (&places, view), claim, selected);
    }
    foot(paint, places.foot, review, view);
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

fn heads(paint: &mut Paint<'_>, places: &MatrixPlaces, view: &MatrixView) {
    let theme = *paint.theme;
    let area = places.head;
    let last = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let more = if view.left > 0 { t("◂ ") } else { t("  ") };
    paint.pen(last).gap(usize::from(places.label).saturating_sub(2)).put(&more, theme.muted);
    for (n, (at, source)) in shown(places, view).enumerate() {
        let style = if at == view.column { theme.title_focus.patch(theme.selected) } else { theme.key };
        let cell = cell(area, places, n);
        // A name stands on the foot of its column, over as many rows as it needs.
        let name = words(&source.called, usize::from(cell.width), usize::from(area.height));
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

/// A name in rows of whole words: one too long for a row is cut at its end, and so is what has no row.
fn words(name: &SafeText, cells: usize, most: usize) -> Vec<SafeText> {
    let mut rows: Vec<String> = Vec::new();
    for word in name.as_str().split_inclusive([' ', '-']) {
        let last = rows.len() == most;
        match rows.last_mut() {
            Some(row) if last || width(row) + width(word.trim_end()) <= cells => row.push_str(word),
            _ => rows.push(word.to_owned()),
        }
    }
    rows.iter().map(|row| truncate(&line(row.trim_end()), cells)).collect()
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
            let cells = (pen.left() / 2).max(8);
            pen.put(&truncate(name, cells), theme.claimant).put(&t(": "), theme.text);
        }
        None => drop(pen.put(&t(sign::UNKNOWN), theme.muted).put(&t(": "), theme.muted)),
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

/// What is in use, in words: the claim, the source, and the evidence, each over as many rows as there are for it.
fn foot(paint: &mut Paint<'_>, area: Rect, review: &Review, view: &MatrixView) {
    let theme = *paint.theme;
    let mut area = indent(area, 1);
    let each = area.height / 3;
    if let Some(selected) = view.rows.selected() {
        let claim = &selected.claim;
        let key = u16::try_from(claim.key.width() + 1).unwrap_or(0);
        paint.pen(area).put(&claim.key, theme.key);
        let place = indent(Rect { height: each, ..area }, key);
        area = below(area, head::attributed(paint, place, claim.claimant.as_ref(), &claim.text));
    }
    let Some(source) = view.source() else { return };
    let called = if source.called == source.title { String::new() } else { format!("{}: ", source.called) };
    let facts: String = source.facts.iter().map(|fact| format!(" \u{b7} {fact}")).collect();
    let text = line(format!("{} {called}{}{facts}", source.key, source.title));
    area = below(area, paint.paragraph(Rect { height: each, ..area }, &text, theme.label));
    let more = match view.rows.selected().is_some_and(|row| row.cut) {
        true => "more than is shown: of each stance the first 100 are \u{b7} ",
        false => "",
    };
    let says = match (view.cell(), review.filter.is_some()) {
        (Some(cell), _) => {
            let each =
                |piece: &CellPiece| format!("{} {}, {}", piece.key, piece.stance, spelt(&piece.judgement));
            cell.pieces.iter().map(each).collect::<Vec<_>>().join("; ")
        }
        (None, false) => "This source gives no evidence on this claim.".to_owned(),
        (None, true) => "This source gives no evidence on this claim that matches the filter.".to_owned(),
    };
    paint.paragraph(area, &line(format!("{more}{says}")), theme.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_over_its_column_is_cut_at_the_end_of_a_word_or_of_itself() {
        let rows = |name: &str| -> Vec<String> {
            words(&line(name), 10, 3).iter().map(ToString::to_string).collect()
        };
        assert_eq!(rows("CBS gunrunning report"), ["CBS", "gunrunning", "report"]);
        assert_eq!(rows("Fact-check of October"), ["Fact-check", "of October"]);
        assert_eq!(
            rows("Organizations' joint statement of May"),
            ["Organizat\u{2026}", "joint", "statement\u{2026}"]
        );
    }
}
