//! The form of a record, the menu of what can be made or edited, and the question which record is meant.

use super::paint::{Paint, wrap_some};
use super::parts::choices;
use super::pen::{below, indent, line, rows, t};
use super::{prompts, question};
use crate::domain::ledger;
use crate::domain::words::shown;
use crate::review::Review;
use crate::review::prompt::record::answer::{AnswerPrompt, letters, meaning};
use crate::review::prompt::record::candidates::Candidates;
use crate::review::prompt::record::combine::CombinePrompt;
use crate::review::prompt::record::duplicates::DuplicatesBox;
use crate::review::prompt::record::form::{ROWS, RecordForm};
use crate::review::prompt::record::line::{Entered, FormLine};
use crate::review::prompt::record::menu::RecordMenu;
use crate::review::prompt::record::names::Names;
use crate::review::prompt::record::pick::{PickedFor, RecordPicker};
use crate::review::prompt::record::take_out::TakeOut;
use crate::review::state::geometry::{RECORD_LABEL, list_box, overlay, prompt_box, record_text};
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the form: what it is about, the lines, what the line in use says and what can be chosen there.
pub fn draw(paint: &mut Paint<'_>, review: &Review, form: &RecordForm) {
    let theme = *paint.theme;
    let outer = overlay(review.size);
    let state = match (form.is_ready(), form.is_saving()) {
        (false, _) => t("reading …"),
        (_, true) => t("saving …"),
        _ if form.unkept.is_some() => t("NOT SAVED, nor kept as a draft"),
        _ if form.is_changed() && form.is_kept() => t("kept as a draft"),
        _ if form.is_changed() => t("not saved yet"),
        _ => SafeText::default(),
    };
    let title = match form.from_draft {
        true => line(format!("{}, from your draft", form.title)),
        false => form.title.clone(),
    };
    let inner = indent(paint.boxed(outer, &[(title, Style::new())], &state), 1);
    let inner = inner.intersection(paint.buffer.area);
    let most = inner.height.saturating_sub(8).min(inner.height / 3);
    let area = prompts::about(paint, inner, &form.sight, most);
    // Beneath the lines: the sentence of the line in use, or what is wrong, and what can be chosen.
    let chosen = u16::try_from(form.candidates.all.len()).unwrap_or(ROWS).min(ROWS);
    let chosen = chosen.min(area.height.saturating_sub(6));
    let says = says(form, usize::from(area.width));
    let below = u16::try_from(says.len()).unwrap_or(1) + chosen;
    let field_rows = area.height.saturating_sub(below);
    lines(paint, review, form, Rect { height: field_rows, ..area });
    let mut left = rows(Rect { y: area.y + field_rows, height: area.height - field_rows, ..area });
    for (text, style) in says {
        if let Some(row) = left.next() {
            let style = match style {
                Says::Wrong => theme.error,
                Says::Read => theme.label,
                Says::About => theme.muted,
            };
            paint.pen(row).put(&text, style);
        }
    }
    let left: Vec<Rect> = left.collect();
    candidate_rows(paint, &left, &form.candidates, WORD);
    if form.discarding {
        prompts::ask(paint, review, &t("Throw away what you typed here?"), None);
    }
}

/// What stands beneath the lines.
#[derive(Clone, Copy)]
enum Says {
    Wrong,
    Read,
    About,
}

fn says(form: &RecordForm, width: usize) -> Vec<(SafeText, Says)> {
    let wrapped = |text: &SafeText, says: Says| {
        let rows = wrap_some(text, width, 3);
        rows.into_iter().map(move |row| (row, says)).collect::<Vec<_>>()
    };
    if let Some(error) = form.error.as_ref().or(form.unkept.as_ref()) {
        return wrapped(error, Says::Wrong);
    }
    if let Some(chosen) = cut(&form.candidates, width, WORD) {
        return wrapped(chosen, Says::Read);
    }
    let Some(field) = form.line() else { return Vec::new() };
    let mut all = wrapped(&field.about(), Says::About);
    all.extend(form.reads_as().map(|read| (read, Says::Read)));
    all
}

/// The rows that a line takes: the one in use shows its text whole, as far as there is room.
fn height(form: &RecordForm, at: usize, page: (usize, usize)) -> usize {
    match form.lines.get(at).map(|line| &line.entered) {
        Some(Entered::Text(text)) if at == form.at => text.page(page.0, page.1).rows.len(),
        _ => 1,
    }
}

fn lines(paint: &mut Paint<'_>, review: &Review, form: &RecordForm, area: Rect) {
    let theme = *paint.theme;
    let page = record_text(review.size);
    let page = (page.0, page.1.min(usize::from(area.height.saturating_sub(2)).max(1)));
    // As many lines above the one in use as below it, as far as there are any.
    let room = usize::from(area.height).saturating_sub(height(form, form.at, page) + 1);
    let all = form.lines.len() + usize::from(form.first < form.lines.len());
    let above = (room / 2).max(room.saturating_sub(all.saturating_sub(form.at + 1)));
    let top = form.at.saturating_sub(above);
    let mut place = area;
    for (at, field) in form.lines.iter().enumerate().skip(top) {
        if at == form.first && at > top && place.height > 0 {
            paint.pen(Rect { height: 1, ..place }).put(&t("  ── more ──"), theme.muted);
            place = Rect { y: place.y + 1, height: place.height - 1, ..place };
        }
        let rows = u16::try_from(height(form, at, page)).unwrap_or(1);
        if place.height < rows {
            break;
        }
        draw_line(paint, form, field, at == form.at, Rect { height: rows, ..place });
        place = Rect { y: place.y + rows, height: place.height - rows, ..place };
    }
}

fn draw_line(paint: &mut Paint<'_>, form: &RecordForm, field: &FormLine, active: bool, area: Rect) {
    let theme = *paint.theme;
    let row = Rect { height: area.height.min(1), ..area };
    if active {
        paint.eye(row);
    }
    let mut pen = paint.pen(row);
    pen.put(&t(if active { "▸" } else { " " }), theme.mark).gap(1);
    let must = form.is_required(field);
    pen.put(&field.heading(), theme.label).put(&t(if must { "*" } else { "" }), theme.warning);
    let place = Rect { height: area.height, ..indent(area, 2 + RECORD_LABEL) };
    let row = Rect { height: place.height.min(1), ..place };
    match &field.entered {
        Entered::Text(text) if active => super::note::written(paint, text, place),
        Entered::Text(text) => {
            paint.pen(row).put(&line(text.text()), theme.text);
        }
        Entered::Short(input) if active || !field.is_closed() => {
            paint.input(row, &SafeText::default(), input, active);
        }
        Entered::Short(input) => {
            choices(
                paint,
                row,
                &if input.text().is_empty() { vec![] } else { vec![(line(input.text()), true)] },
            );
        }
        Entered::Names(names) => named(paint, row, names, active),
    }
}

/// Draws the records that a line names, and what is typed behind them.
pub fn named(paint: &mut Paint<'_>, row: Rect, names: &Names, active: bool) {
    let theme = *paint.theme;
    let before = names.before();
    let cells = u16::try_from(before.width()).unwrap_or(u16::MAX).min(row.width.saturating_sub(if active {
        12
    } else {
        0
    }));
    paint.pen(Rect { width: cells, ..row }).put(&before, theme.text);
    let rest = indent(row, if cells == 0 { 0 } else { cells + 1 });
    paint.input(rest, &SafeText::default(), &names.input, active);
}

/// The cells of a word that can be chosen.
const WORD: usize = 16;
/// The cells of a key.
pub const KEY: usize = 7;

/// What the candidate chosen says, where its row of so many cells cuts it.
fn cut(candidates: &Candidates, width: usize, cells: usize) -> Option<&SafeText> {
    let says = &candidates.chosen()?.says;
    (says.width() + cells + 3 > width).then_some(says)
}

/// Draws the records that can be chosen; the one that is, and that its row cuts, once more in full below.
pub fn candidates(paint: &mut Paint<'_>, area: Rect, candidates: &Candidates, cells: usize) {
    let width = usize::from(area.width);
    let whole =
        cut(candidates, width, cells).map(|says| wrap_some(says, width, usize::from(area.height / 2)));
    let whole = whole.unwrap_or_default();
    let mut left: Vec<Rect> = rows(area).collect();
    let below = left.split_off(left.len().saturating_sub(whole.len()));
    candidate_rows(paint, &left, candidates, cells);
    let style = paint.theme.label;
    for (row, text) in below.into_iter().zip(&whole) {
        paint.pen(row).put(text, style);
    }
}

fn candidate_rows(paint: &mut Paint<'_>, left: &[Rect], candidates: &Candidates, cells: usize) {
    let theme = *paint.theme;
    let picked = candidates.picked.map(|choice| choice.at);
    let top = picked.map_or(0, |at| (at + 1).saturating_sub(left.len()));
    for (row, (at, found)) in left.iter().zip(candidates.all.iter().enumerate().skip(top)) {
        let chosen = picked == Some(at);
        let mut pen = paint.pen(*row);
        if chosen {
            pen = pen.over(theme.selected);
        }
        pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
        pen.column(&found.shown, cells, theme.key).gap(1).put(&found.says, theme.text);
    }
}

/// Draws the menu of what can be made or edited.
pub fn menu(paint: &mut Paint<'_>, review: &Review, menu: &RecordMenu) {
    let theme = *paint.theme;
    let actions = menu.actions();
    let count = u16::try_from(actions.len()).unwrap_or(0);
    let title = if menu.edits { "Edit what?" } else { "Make what?" };
    let outer = prompt_box(review.size, count);
    let inner = indent(paint.boxed(outer, &[(t(title), Style::new())], &SafeText::default()), 1);
    let left = rows(inner);
    let height = usize::from(inner.height);
    let top = (menu.choice.at + 1).saturating_sub(height.max(1));
    for (row, (at, action)) in left.zip(actions.iter().enumerate().skip(top)) {
        let chosen = at == menu.choice.at;
        if chosen {
            paint.eye(row);
        }
        let key = review.keymap.key_for(review.context(), *action).unwrap_or_default();
        let mut pen = paint.pen(row);
        if chosen {
            pen = pen.over(theme.selected);
        }
        pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
        pen.column(&line(key), 3, theme.key).column(&t(action.label()), 12, theme.text);
        pen.put(&t(action.sentence()), theme.muted);
    }
}

/// Draws the question what came back on a request.
pub fn answer(paint: &mut Paint<'_>, review: &Review, prompt: &AnswerPrompt) {
    let theme = *paint.theme;
    let letters = letters();
    let count = u16::try_from(letters.len()).unwrap_or(0);
    let requests = u16::try_from(prompt.requests.len()).unwrap_or(u16::MAX).min(4);
    let outer = prompt_box(review.size, count + requests + 1);
    let inner = indent(paint.boxed(outer, &[(t("What came back?"), Style::new())], &SafeText::default()), 1);
    let mut left = rows(inner);
    let top = (prompt.choice.at + 1).saturating_sub(usize::from(requests));
    let some = prompt.requests.iter().enumerate().skip(top).take(usize::from(requests));
    for (at, request) in some {
        let Some(row) = left.next() else { return };
        let chosen = at == prompt.choice.at;
        if chosen {
            paint.eye(row);
        }
        let mut pen = paint.pen(row);
        if chosen {
            pen = pen.over(theme.selected);
        }
        pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
        pen.column(&request.key, 6, theme.key).put(&request.what, theme.text);
        pen.put(&line(format!("  (now: {})", ledger::outcome(request.outcome))), theme.muted);
    }
    for (row, (letter, outcome)) in left.zip(letters) {
        let mut pen = paint.pen(row);
        pen.gap(2).column(&line(letter.to_string()), 3, theme.key).column(
            &t(shown(outcome.word())),
            14,
            theme.text,
        );
        pen.put(&t(meaning(outcome)), theme.muted);
    }
}

/// Draws the question which record is meant.
pub fn picker(paint: &mut Paint<'_>, review: &Review, picker: &RecordPicker) {
    let theme = *paint.theme;
    let places = list_box(review.size);
    let kind = picker.names.kind;
    let title = match (&picker.what_for, &picker.with) {
        (PickedFor::Editing, _) => line(format!("Edit which {kind}?")),
        (PickedFor::Combining(_), None) => line(format!("Combine with which {kind}?")),
        (PickedFor::Combining(_), Some(with)) => line(format!("Which {kind} is the same as {with}?")),
    };
    paint.boxed(places.outer, &[(title, Style::new())], &SafeText::default());
    named(paint, indent(places.input, 1), &picker.names, true);
    let mut list = indent(places.list, 1);
    if let Some(error) = &picker.error {
        list = below(list, paint.paragraph(list, error, theme.error));
    }
    candidates(paint, list, &picker.candidates, KEY);
}

/// Draws the question whether records are to be taken out.
pub fn take_out(paint: &mut Paint<'_>, review: &Review, prompt: &TakeOut) {
    let one = prompt.found.as_ref().is_none_or(|found| found.records.len() == 1);
    let asked = if one { "Take it out?" } else { "Take them out?" };
    let asked = line(format!("{asked} It is one step, which undo takes back."));
    let said = (prompt.found.is_some(), &t("Looking for what hangs on it …"), &asked);
    question::draw(paint, review, &prompt.asking, prompt.title(), said);
}

/// Draws the question whether two records are to be combined.
pub fn combine(paint: &mut Paint<'_>, review: &Review, prompt: &CombinePrompt) {
    let asked = t("Combine them? It is one step, which undo takes back.");
    let said = (prompt.found.is_some(), &t("Looking at both …"), &asked);
    question::draw(paint, review, &prompt.asking, prompt.title(), said);
}

/// Draws the list of sources that were entered more than once.
pub fn duplicates(paint: &mut Paint<'_>, review: &Review, list: &DuplicatesBox) {
    let theme = *paint.theme;
    let places = list_box(review.size);
    paint.boxed(places.outer, &[(t("Sources entered more than once"), Style::new())], &SafeText::default());
    let (text, style) = match (&list.error, list.is_waiting(), list.candidates.all.is_empty()) {
        (Some(error), ..) => (error.clone(), theme.error),
        (None, true, _) => (t("looking …"), theme.muted),
        (None, false, true) => {
            (t("No two sources have one address, or a document with one SHA-256."), theme.text)
        }
        (None, false, false) if list.more => {
            (t("the first of them; two are shown side by side"), theme.muted)
        }
        (None, false, false) => (t("two are shown side by side, to be combined"), theme.muted),
    };
    paint.pen(indent(places.input, 1)).put(&text, style);
    candidates(paint, indent(places.list, 1), &list.candidates, WORD);
}
