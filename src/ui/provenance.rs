//! Where evidence comes from: a form of three lines, and under it the records that match what is
//! typed.

use super::paint::Paint;
use super::parts::{self, FIELD_NAME, choices};
use super::pen::{below, indent, line, rows, t};
use super::{prompts, record};
use crate::domain::words::{Relation, shown};
use crate::review::Review;
use crate::review::prompt::provenance::{About, ProvenanceForm};
use crate::review::state::geometry::overlay;
use crate::text::SafeText;
use ratatui::style::Style;

/// Draws the form.
pub fn draw(paint: &mut Paint<'_>, review: &Review, form: &ProvenanceForm) {
    let theme = *paint.theme;
    let title = match form.about {
        About::Derivation(_) => line(format!("What {} draws on", form.title)),
        About::Via(_) => line(format!("Where {} comes from", form.title)),
    };
    let inner = paint.boxed(overlay(review.size), &[(title, Style::new())], &SafeText::default());
    // Three fields, what is wrong and some of the records keep their rows.
    let most = inner.height.saturating_sub(10);
    let inner = prompts::about(paint, indent(inner, 1), &form.evidence, most);
    let mut left = rows(inner);
    for field in form.fields() {
        let Some(row) = left.next() else { return };
        let active = form.field == field;
        let place = parts::field_name(paint, row, field.name(), FIELD_NAME, active);
        match (form.names(field), form.input(field)) {
            (Some(names), _) => record::named(paint, place, names, active),
            (None, Some(input)) => paint.input(place, &SafeText::default(), input, active),
            (None, None) => {
                let all: Vec<_> =
                    Relation::ALL.iter().map(|it| (t(shown(it.word())), *it == form.relation)).collect();
                choices(paint, place, &all);
            }
        }
    }
    if let Some(row) = left.next() {
        if let Some(error) = &form.error {
            paint.pen(row).put(error, theme.error);
        } else if form.names(form.field).is_some() {
            let text = if form.candidates.all.is_empty() {
                t("type a key or a part of the name")
            } else {
                t("↓ chooses; a key or a part of the name leaves fewer")
            };
            paint.pen(row).put(&text, theme.muted);
        }
    }
    // Behind the fields and the row below them.
    record::candidates(paint, below(inner, 4), &form.candidates, record::KEY);
}
