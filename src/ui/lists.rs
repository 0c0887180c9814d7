//! Boxes with a line to type in and a list: search, help, palette.

use super::paint::Paint;
use super::pen::{Pen, line, rows, t};
use super::{parts, words};
use crate::review::Review;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::help::{HelpBox, HelpLine};
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
    let sought = words::sought(search.input.text());
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
    let places = open(paint, review, "All keys", &position(help.choice, help.lines.len()), &help.input);
    if help.lines.is_empty() {
        return say(paint, places.list, &t("No key does that."), theme.muted);
    }
    let keys_cells = keys_cells(usize::from(places.list.width));
    for (row, at, chosen) in visible(places.list, help.choice, help.lines.len()) {
        let mut pen = pen(paint, row, chosen);
        match &help.lines[at] {
            HelpLine::Heading(heading) => drop(pen.put(&t(heading), theme.title)),
            HelpLine::Entry { keys, sentence, disabled, .. } => {
                pen.gap(1).column(&line(keys), keys_cells, theme.key).gap(1);
                match disabled {
                    Some(reason) => {
                        pen.put(&line(format!("{sentence} Not now: {reason}.")), theme.muted);
                    }
                    None => drop(pen.put(&t(sentence), theme.text)),
                }
            }
        }
    }
}

/// Draws the palette.
pub fn palette(paint: &mut Paint<'_>, review: &Review, palette: &PaletteBox) {
    let theme = *paint.theme;
    let right = position(palette.choice, palette.lines.len());
    let places = open(paint, review, "Actions", &right, &palette.input);
    if palette.lines.is_empty() {
        return say(paint, places.list, &t("No action has a name like that."), theme.muted);
    }
    for (row, at, chosen) in visible(places.list, palette.choice, palette.lines.len()) {
        let entry = &palette.lines[at];
        let mut pen = pen(paint, row, chosen);
        let style = if entry.disabled.is_some() { theme.muted } else { theme.title };
        pen.column(&t(entry.action.name()), 20, style).gap(1);
        pen.column(&line(&entry.keys), 9, theme.key).gap(1);
        match &entry.disabled {
            Some(reason) => drop(pen.put(&line(format!("not now: {reason}")), theme.muted)),
            None => drop(pen.put(&t(entry.action.sentence()), theme.text)),
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
        AnyPrompt::Help(help) => match help.lines.get(help.choice.at)? {
            HelpLine::Heading(_) => (SafeText::default(), 0),
            HelpLine::Entry { name, sentence, disabled, .. } => {
                let room = width.saturating_sub(3 + keys_cells(width)) + name.len() + 2;
                (in_full(name, sentence, disabled.as_deref()), room)
            }
        },
        AnyPrompt::Palette(palette) => {
            let entry = palette.lines.get(palette.choice.at)?;
            let name = entry.action.name();
            (
                in_full(name, entry.action.sentence(), entry.disabled.as_deref()),
                width.saturating_sub(32) + name.len(),
            )
        }
        _ => return None,
    };
    match review.prompt {
        _ if text.width() > room => Some(text),
        Some(AnyPrompt::Help(_)) => Some(t(SIGNS)),
        _ => None,
    }
}

/// The letters and signs of the lists.
const SIGNS: &str = "+ supports = repeats - disputes ~ context. R released, W withheld, p in part, D disputed, \
                     e examined, · undecided, s set aside, n note, & others say something, ≠ else. Claims: \
                     ✓ all ◐ some ○ none decided.";

const fn keys_cells(width: usize) -> usize {
    if width >= 60 { 18 } else { 10 }
}

fn in_full(name: &str, sentence: &str, disabled: Option<&str>) -> SafeText {
    match disabled {
        Some(reason) => line(format!("{name}: {sentence} Not now: {reason}.")),
        None => line(format!("{name}: {sentence}")),
    }
}
