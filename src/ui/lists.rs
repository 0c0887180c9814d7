//! Boxes with a line to type in and a list: search, help, palette.

use super::paint::Paint;
use super::pen::{Pen, line, rows, t};
use super::{parts, sheet, words};
use crate::review::Review;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::help::{HelpBox, Page};
use crate::review::prompt::palette::PaletteBox;
use crate::review::prompt::search::SearchBox;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::{ListBox, list_box};
use crate::text::{SafeText, truncate};
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
    parts::hints(paint, places.hints, review);
    places
}

/// The rows of a list in view: area, index, and whether it is the chosen one.
fn visible(list: Rect, choice: Choice, len: usize) -> impl Iterator<Item = (Rect, usize, bool)> {
    rows(list).zip(choice.top..len).map(move |(row, at)| (row, at, at == choice.at))
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

fn position(choice: Choice, len: usize) -> SafeText {
    if len == 0 {
        return SafeText::default();
    }
    line(format!("{}/{len}", choice.at + 1))
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
    for (row, at, chosen) in visible(places.list, search.choice, search.hits.len()) {
        let hit = &search.hits[at];
        let mut pen = pen(paint, row, chosen);
        pen.column(&hit.key, hit.key.width().max(7), theme.key).gap(1);
        let text = truncate(&hit.text, pen.left());
        for (part, found) in words::found(&text, &sought) {
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
    sheet::lines(paint, places.list, &help.sheet);
    paint.cursor = typed;
}

/// Draws the palette.
pub fn palette(paint: &mut Paint<'_>, review: &Review, palette: &PaletteBox) {
    let theme = *paint.theme;
    let right = match (palette.named, palette.picked) {
        (false, _) => t("nothing is called that; like it:"),
        (true, true) => position(palette.choice, palette.lines.len()),
        (true, false) => SafeText::default(),
    };
    let right = if palette.lines.is_empty() { SafeText::default() } else { right };
    let places = open(paint, review, "Actions", &right, &palette.input);
    if palette.lines.is_empty() {
        let text = line(format!("Nothing is called \"{}\".", palette.input.text().trim()));
        return say(paint, places.list, &text, theme.muted);
    }
    for (row, at, chosen) in visible(places.list, palette.choice, palette.lines.len()) {
        let entry = &palette.lines[at];
        let mut pen = pen(paint, row, chosen && palette.picked);
        let style = if entry.disabled.is_some() { theme.muted } else { theme.title };
        pen.column(&t(entry.name), 20, style).gap(1);
        pen.column(&line(&entry.keys), 9, theme.key).gap(1);
        match &entry.disabled {
            Some(reason) => drop(pen.put(&line(format!("not now: {reason}")), theme.muted)),
            None => drop(pen.put(&t(entry.sentence), theme.text)),
        }
    }
}

/// The chosen entry in full, where the list had to cut it.
#[must_use]
pub fn chosen(review: &Review) -> Option<SafeText> {
    let width = usize::from(list_box(review.size).list.width);
    let (text, room) = match review.prompt.as_ref()? {
        AnyPrompt::Search(search) => {
            let hit = search.hits.get(search.choice.at)?;
            let key = &hit.key;
            (line(format!("{key}: {}", truncate(&hit.text, 1000))), width.saturating_sub(9) + key.width() + 2)
        }
        AnyPrompt::Help(_) => return Some(t(SIGNS)),
        AnyPrompt::Palette(palette) => {
            let entry = palette.lines.get(palette.choice.at).filter(|_| palette.picked)?;
            let name = entry.name;
            (in_full(name, entry.sentence, entry.disabled.as_deref()), width.saturating_sub(32) + name.len())
        }
        _ => return None,
    };
    (text.width() > room).then_some(text)
}

/// The letters and signs of the lists.
const SIGNS: &str = "+ supports = repeats - disputes ~ context. R released, W withheld, p in part, D disputed, \
                     e examined, · undecided, s set aside, n note, & others say something, ≠ else. Claims: \
                     ✓ all ◐ some ○ none decided.";

fn in_full(name: &str, sentence: &str, disabled: Option<&str>) -> SafeText {
    match disabled {
        Some(reason) => line(format!("{name}: {sentence} Not now: {reason}.")),
        None => line(format!("{name}: {sentence}")),
    }
}
