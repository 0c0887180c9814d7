//! Boxes with a line to type in and a list: search, help, palette.

use super::paint::{Paint, wrap_some};
use super::pen::{Pen, below, line, rows, t};
use super::sheet;
use crate::review::Review;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::help::{HelpBox, Page};
use crate::review::prompt::palette::PaletteBox;
use crate::review::prompt::search::SearchBox;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::{ListBox, list_box};
use crate::text::{SafeText, found_words, truncate};
use ratatui::layout::Rect;
use ratatui::style::Style;

fn open(
    paint: &mut Paint<'_>,
    review: &Review,
    title: &'static str,
    right: &SafeText,
    input: &Input,
) -> ListBox {
    let places = list_box(review.size);
    paint.boxed(places.outer, &[(t(title), Style::new())], right);
    paint.input(super::pen::indent(places.input, 1), &t("> "), input, true);
    places
}

/// The rows of a list in view: area, index, and whether it is the chosen one.
fn visible(list: Rect, choice: Choice, len: usize) -> impl Iterator<Item = (Rect, usize, bool)> {
    let top = choice.top.max((choice.at + 1).saturating_sub(usize::from(list.height)));
    rows(list).zip(top..len).map(move |(row, at)| (row, at, at == choice.at))
}

/// The cells that stand before the text of a hit.
const BEFORE: usize = 9;

/// Draws the chosen line of a list in full at its end, where its row cuts it; returns the area for the rows.
fn whole(paint: &mut Paint<'_>, list: Rect, chosen: Option<&SafeText>) -> Rect {
    let width = usize::from(list.width);
    let Some(text) = chosen.filter(|text| text.width() + BEFORE > width) else { return list };
    let rows = wrap_some(text, width.saturating_sub(1), usize::from(list.height / 2));
    let height = u16::try_from(rows.len()).unwrap_or(list.height);
    let above = Rect { height: list.height - height, ..list };
    let style = paint.theme.label;
    for (row, text) in super::pen::rows(below(list, above.height)).zip(&rows) {
        paint.pen(super::pen::indent(row, 1)).put(text, style);
    }
    above
}

fn pen<'p>(paint: &'p mut Paint<'_>, row: Rect, chosen: bool) -> Pen<'p> {
    let theme = *paint.theme;
    let mut pen = paint.pen(row);
    if chosen {
        pen = pen.over(theme.selected);
    }
    pen.put(&t(if chosen { "▸" } else { " " }), theme.mark);
    pen
}

/// Draws a sentence in an empty list.
fn say(paint: &mut Paint<'_>, list: Rect, text: &SafeText, style: Style) {
    paint.paragraph(super::pen::indent(list, 1), text, style);
}

/// Draws the search.
pub fn search(paint: &mut Paint<'_>, review: &Review, search: &SearchBox) {
    let theme = *paint.theme;
    let more = if search.more { "+" } else { "" };
    let right = match (search.is_waiting(), search.hits.len()) {
        (true, _) => t("searching …"),
        (false, 0) => SafeText::default(),
        (false, _) => line(format!("{} of {}{more}", search.choice.at + 1, search.count)),
    };
    let places = open(paint, review, "Search the case", &right, &search.input);
    if let Some(error) = &search.error {
        return say(paint, places.list, error, theme.error);
    }
    if search.hits.is_empty() {
        let text = match (search.input.text().trim().is_empty(), search.is_waiting()) {
            (true, _) => t("Claims, evidence, sources, notes: type words or \"a phrase\"."),
            (false, true) => SafeText::default(),
            (false, false) => t("Nothing in the case has these words."),
        };
        return say(paint, places.list, &text, theme.muted);
    }
    let sought = search.sought();
    let list = whole(paint, places.list, search.hits.get(search.choice.at).map(|hit| &hit.text));
    for (row, at, chosen) in visible(list, search.choice, search.hits.len()) {
        let hit = &search.hits[at];
        let mut pen = pen(paint, row, chosen);
        pen.column(&hit.key, hit.key.width().max(7), theme.key).gap(1);
        let text = truncate(&hit.text, pen.left());
        for (part, found) in found_words(&text, &sought) {
            pen.put(&part, if found { theme.r#match } else { theme.text });
        }
    }
}

/// Draws the help.
pub fn help(paint: &mut Paint<'_>, review: &Review, help: &HelpBox) {
    let theme = *paint.theme;
    let (title, nothing) = match help.page {
        Page::Keys => ("Keys", "No key does that."),
        Page::Words => ("Words", "No word is explained by that."),
    };
    let right = sheet::rows_in_view(&help.sheet, list_box(review.size).list.height);
    let places = open(paint, review, title, &right, &help.input);
    if help.sheet.lines().is_empty() {
        return say(paint, places.list, &t(nothing), theme.muted);
    }
    let typed = paint.cursor;
    sheet::lines(paint, places.list, &help.sheet, true);
    paint.cursor = typed;
}

/// Draws the palette.
pub fn palette(paint: &mut Paint<'_>, review: &Review, palette: &PaletteBox) {
    let theme = *paint.theme;
    let right = match (palette.named, palette.picked) {
        (false, _) => t("nothing is called that; like it:"),
        (true, true) => line(format!("{}/{}", palette.sheet.cursor() + 1, palette.lines.len())),
        (true, false) => SafeText::default(),
    };
    let right = if palette.lines.is_empty() { SafeText::default() } else { right };
    let places = open(paint, review, "Actions", &right, &palette.input);
    if palette.lines.is_empty() {
        let text = line(format!("Nothing is called \"{}\".", palette.input.text().trim()));
        return say(paint, places.list, &text, theme.muted);
    }
    let typed = paint.cursor;
    sheet::lines(paint, places.list, &palette.sheet, palette.picked);
    paint.cursor = typed;
}
