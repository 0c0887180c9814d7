//! What a passage of a document becomes: evidence, a quote; and the figures and dates that it names.

use super::paint::Paint;
use super::parts::{self, FIELD_NAME};
use super::pen::{indent, line, rows, t};
use super::record::{candidates, named};
use super::words::stance;
use crate::domain::words::Stance;
use crate::review::Review;
use crate::review::prompt::offers::{OffersPrompt, ROWS};
use crate::review::prompt::quote::QuotePrompt;
use crate::review::state::geometry::prompt_box;
use crate::text::SafeText;
use ratatui::style::Style;

/// Draws the question for which claim, and how the evidence bears on it; or which evidence has the quote.
pub fn draw(paint: &mut Paint<'_>, review: &Review, prompt: &QuotePrompt, lines: u16) {
    let theme = *paint.theme;
    let outer = prompt_box(review.size, lines);
    let title = if prompt.makes() { "Evidence of this passage" } else { "The quote of which evidence?" };
    let inner = indent(paint.boxed(outer, &[(t(title), Style::new())], &prompt.cited), 1);
    let mut left = rows(inner);
    let chooses = prompt.stance.is_none();
    let name = if prompt.makes() { "for claim" } else { "evidence" };
    if let Some(row) = left.next() {
        let place = parts::field_name(paint, row, name, FIELD_NAME, chooses);
        named(paint, place, &prompt.names, chooses);
    }
    if prompt.makes()
        && let Some(row) = left.next()
    {
        let place = parts::field_name(paint, row, "bears on it", FIELD_NAME, false);
        let mut pen = paint.pen(place);
        for one in Stance::ALL {
            let (sign, word, style) = stance(*one, &theme);
            let chosen = prompt.stance == Some(*one);
            let (open, close) = if chosen { ("(", ")") } else { (" ", " ") };
            let style = if chosen || chooses { style } else { theme.muted };
            pen.put(&t(open), theme.verdict).put(&sign, style).gap(1).put(&word, style);
            pen.put(&t(close), theme.verdict).gap(1);
        }
    }
    if prompt.stance.is_some()
        && let Some(row) = left.next()
    {
        let place = parts::field_name(paint, row, "in words", FIELD_NAME, true);
        paint.input(place, &SafeText::default(), &prompt.paraphrase, true);
    }
    if let Some(error) = &prompt.error
        && let Some(row) = left.next()
    {
        paint.pen(row).put(error, theme.error);
    } else if prompt.makes()
        && !prompt.names.chosen().is_empty()
        && let Some(row) = left.next()
    {
        let says = match prompt.stance {
            Some(_) => "What the source says, in your words; left empty, its own words stand.",
            None => "A sign says how it bears on the claim; a letter begins the name of another.",
        };
        paint.pen(row).put(&t(says), theme.muted);
    }
    if let Some(area) = left.reduce(|area, row| area.union(row)) {
        candidates(paint, area, &prompt.candidates, 8);
    }
}

/// Draws the figures and dates, and what the one chosen would be taken as.
pub fn offers(paint: &mut Paint<'_>, review: &Review, prompt: &OffersPrompt, lines: u16) {
    let theme = *paint.theme;
    let outer = prompt_box(review.size, lines);
    let title = [(t("Figures and dates in this passage"), Style::new())];
    let inner = indent(paint.boxed(outer, &title, &prompt.cited), 1);
    let mut left = rows(inner);
    let says = left.next_back();
    let cells = usize::from(inner.width.saturating_sub(14)) / 2;
    let shown = prompt.all.iter().enumerate().skip(prompt.choice.top).take(usize::from(ROWS));
    for (row, (at, offer)) in left.zip(shown) {
        let chosen = at == prompt.choice.at;
        let mut pen = paint.pen(row);
        if chosen {
            pen = pen.over(theme.selected);
        }
        pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
        pen.column(&offer.words, cells, theme.quote).gap(1);
        pen.column(&offer.says, cells, theme.text).gap(1);
        pen.put(&t(if offer.taken { "taken" } else { "" }), theme.muted);
        if chosen {
            paint.eye(row);
        }
    }
    if let Some(row) = says {
        let marks = if prompt.is_date() { ("◂ ", " ▸") } else { ("", "") };
        let says = line(format!("as {}{}{}", marks.0, prompt.taken_as(), marks.1));
        paint.pen(row).put(&says, theme.label);
    }
}
