//! The details of a tag: ground, basis, by whom, when, harm, in part, confidence.

use super::paint::Paint;
use super::parts::{self, FIELD_NAME, choices};
use super::pen::{indent, line, rows, t};
use super::prompts;
use crate::domain::words::Basis;
use crate::domain::{Access, Confidence, grounds};
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::details::{DetailsForm, FormField};
use crate::review::state::geometry::overlay;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the form, and under it the known grounds that match what is typed.
pub fn draw(paint: &mut Paint<'_>, review: &Review, form: &DetailsForm) {
    let theme = *paint.theme;
    let outer = overlay(review.size);
    let tag = match form.access {
        Some(access) => line(format!("tagged {access}")),
        None => t("not tagged released or withheld"),
    };
    let inner = paint.boxed(outer, &[(line(format!("Details of {}", form.title)), Style::new())], &tag);
    // Seven fields, what is wrong and some of the grounds keep their rows.
    let most = inner.height.saturating_sub(10);
    let inner = prompts::about(paint, indent(inner, 1), &form.about, most);
    let mut left = rows(inner);
    for field in FormField::ALL {
        if let Some(row) = left.next() {
            draw_field(paint, row, form, field);
        }
    }
    if let Some(row) = left.next() {
        if let Some(error) = &form.error {
            paint.pen(row).put(error, theme.error);
        } else if let Some(meaning) = form.meaning() {
            // The row of a known ground may have cut what it means.
            paint.pen(row).put(&t(meaning), theme.muted);
        } else if let Some(key) = form.proposed_from() {
            let take = review.keymap.key_for(Context::Form, Action::Accept).unwrap_or_default();
            let says = format!("proposed from the record of {key}: {take} makes it yours");
            paint.pen(row).put(&line(says), theme.warning);
        } else if form.field == FormField::Ground && !form.known.is_empty() {
            paint.pen(row).put(&t("known grounds; any other text is a ground too"), theme.muted);
        }
    }
    if form.field == FormField::Ground {
        let left: Vec<Rect> = left.collect();
        let at = form.picked.map(|choice| choice.at);
        let top = at.map_or(0, |at| (at + 1).saturating_sub(left.len()));
        for (row, (index, (code, meaning))) in left.into_iter().zip(form.known.iter().enumerate().skip(top)) {
            let chosen = at == Some(index);
            let mut pen = paint.pen(row);
            if chosen {
                pen = pen.over(theme.selected);
            }
            pen.put(&t(if chosen { "▸" } else { " " }), theme.mark).gap(1);
            pen.column(&line(grounds::shown(code)), 18, theme.key).gap(1).put(&t(meaning), theme.text);
        }
    }
}

fn draw_field(paint: &mut Paint<'_>, row: Rect, form: &DetailsForm, field: FormField) {
    let theme = *paint.theme;
    let active = form.field == field;
    let mut place = parts::field_name(paint, row, field.name(), FIELD_NAME, active);
    if form.is_proposed(field) {
        let says = t("proposed");
        let cells = u16::try_from(says.width() + 1).unwrap_or(0).min(place.width);
        place.width -= cells;
        paint.pen(Rect { x: place.right() + 1, width: cells - 1, ..place }).put(&says, theme.warning);
    }
    match field {
        FormField::Ground if form.access != Some(Access::Withheld) => {
            paint.pen(place).put(&t("(only for evidence tagged withheld)"), theme.muted);
        }
        FormField::Ground => paint.input(place, &SafeText::default(), &form.ground, active),
        FormField::By => paint.input(place, &SafeText::default(), &form.by, active),
        FormField::On => paint.input(place, &SafeText::default(), &form.on, active),
        FormField::Harm => paint.input(place, &SafeText::default(), &form.harm, active),
        FormField::Basis => {
            let all: Vec<_> =
                Basis::ALL.iter().map(|basis| (t(basis.word()), *basis == form.basis)).collect();
            choices(paint, place, &all);
        }
        FormField::Part => choices(paint, place, &[(t("no"), !form.part), (t("in part only"), form.part)]),
        FormField::Confidence => {
            let mut all = vec![(t("not given"), form.confidence.is_none())];
            all.extend(Confidence::ALL.iter().map(|c| (t(c.word()), Some(*c) == form.confidence)));
            choices(paint, place, &all);
        }
    }
}
