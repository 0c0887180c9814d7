//! A document being read: its rows, with what evidence quotes of it and the passage chosen; under it the quote
//! in use.

use super::paint::Paint;
use super::pen::{line, rows, t};
use super::sheet;
use super::theme::Theme;
use super::words::{letters, pointer, spelt, stance};
use crate::domain::document::{DocumentText, Form};
use crate::domain::open_document::QuoteLine;
use crate::domain::quotes::Finding;
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::review::state::geometry::{DocumentPlaces, MARGIN};
use crate::review::state::lines::Judgement;
use crate::review::view::document_view::DocumentView;
use crate::review::view::layout::{PageRow, indent};
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// Draws it.
pub fn draw(paint: &mut Paint<'_>, places: DocumentPlaces, review: &Review, view: &DocumentView) {
    let DocumentPlaces { page, foot } = places;
    let theme = *paint.theme;
    let Some(document) = &view.document else {
        paint.title(page.title, &[(t("Document"), Style::new())], &SafeText::default(), true);
        paint.pen(page.rows).gap(1).put(&t("looking …"), theme.muted);
        return;
    };
    let text = &document.text;
    let which = match document.versions {
        1 => String::new(),
        all if document.version == all => format!(" · version {all}, the latest"),
        all => format!(" · version {} of {all}", document.version),
    };
    let title = line(format!("{} {}{which}", document.source, document.called));
    let at = line(text.locator(view.passage.start));
    paint.title(page.title, &[(title, Style::new())], &at, true);
    if let Some((headings, _)) = &view.contents {
        sheet::lines(paint, page.rows, headings, true);
    } else {
        for (place, row) in rows(page.rows).zip(&view.rows) {
            draw_row(paint, place, view, text, row);
        }
    }
    if let Some(quote) = view.quote() {
        draw_foot(paint, foot, review, quote);
    }
}

fn draw_row(paint: &mut Paint<'_>, area: Rect, view: &DocumentView, text: &DocumentText, row: &PageRow) {
    let theme = *paint.theme;
    let (paragraph, first, bytes) = match row {
        PageRow::Blank => return,
        PageRow::Page(page) => {
            paint.pen(area).gap(MARGIN).put(&line(format!("p. {page}")), theme.label);
            return;
        }
        PageRow::Text { paragraph, first, bytes } => (*paragraph, *first, bytes),
    };
    let chosen = bytes.contains(&view.passage.start);
    if chosen {
        paint.eye(area);
    }
    let begun = view.quotes().find(|(_, place)| bytes.contains(&place.start)).map(|(quote, _)| quote);
    let mut pen = paint.pen(area);
    pen.put(&pointer(chosen, true), theme.mark);
    match begun {
        Some(quote) => {
            let (sign, _, style) = stance(quote.stance, &theme);
            let [access, _, disputed] = letters(&Judgement::from(&quote.annotation), &theme);
            pen.put(&sign, style).put(&access.0, access.1).put(&disputed.0, disputed.1);
        }
        None => drop(pen.gap(3)),
    }
    let number = if first { text.name(paragraph) } else { String::new() };
    let number = line(number.rsplit("¶ ").next().unwrap_or_default());
    pen.column_end(&number, MARGIN - 5, theme.muted).gap(1);
    let form = text.paragraphs[paragraph].form;
    match form {
        Form::Item if first => drop(pen.put(&t("• "), theme.muted)),
        Form::Quotation => drop(pen.put(&t("│ "), theme.muted)),
        form => drop(pen.gap(indent(form))),
    }
    let base = match form {
        Form::Heading(_) => theme.title,
        _ => theme.text,
    };
    for piece in pieces(view, bytes) {
        let style = look(view, &piece, base, &theme);
        pen.put(&SafeText::edited(&text.text[piece]), style);
    }
}

/// A row in the pieces that look the same.
fn pieces(view: &DocumentView, row: &Range<usize>) -> Vec<Range<usize>> {
    let marked = view.quotes().map(|(_, place)| place).chain(hits(view, row)).chain([view.passage.clone()]);
    let mut ends: Vec<usize> = marked.flat_map(|place| [place.start, place.end]).collect();
    ends.retain(|end| row.start < *end && *end < row.end);
    ends.extend([row.start, row.end]);
    ends.sort_unstable();
    ends.dedup();
    ends.windows(2).map(|two| two[0]..two[1]).collect()
}

/// The hits of a search that reach into a row.
fn hits(view: &DocumentView, row: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let first = view.hits.partition_point(|hit| hit.end <= row.start);
    view.hits[first..].iter().take_while(|hit| hit.start < row.end).cloned()
}

fn look(view: &DocumentView, piece: &Range<usize>, base: Style, theme: &Theme) -> Style {
    let within = |place: &Range<usize>| place.start <= piece.start && piece.end <= place.end;
    let mut style = base;
    for (quote, _) in view.quotes().filter(|(_, place)| within(place)) {
        let quoted = match quote.finding {
            Finding::Changed(..) => theme.warning,
            _ => stance(quote.stance, theme).2,
        };
        style = style.patch(quoted).add_modifier(Modifier::UNDERLINED);
    }
    if hits(view, piece).any(|hit| within(&hit)) {
        style = style.patch(theme.r#match);
    }
    if within(&view.passage) {
        style = style.patch(theme.selected);
    }
    style
}

/// The quote in use, in words: whose it is, how it is tagged, and where it does not stand as it did.
fn draw_foot(paint: &mut Paint<'_>, area: Rect, review: &Review, quote: &QuoteLine) {
    let theme = *paint.theme;
    let (sign, word, style) = stance(quote.stance, &theme);
    let tag = spelt(&Judgement::from(&quote.annotation));
    let mut lines = rows(area);
    if let Some(first) = lines.next() {
        let mut pen = paint.pen(first);
        pen.gap(1)
            .put(&sign, style)
            .gap(1)
            .put(&line(quote.key.to_string()), theme.key)
            .gap(1)
            .put(&word, style);
        pen.gap(1).put(&line(quote.claim.to_string()), theme.key).put(&line(format!(" · {tag}")), theme.text);
    }
    if let Some(second) = lines.next() {
        let says = match &quote.finding {
            Finding::Found(_) => {
                let open = review.keymap.say_in(Context::Document, Action::Open);
                (format!("{open} goes to {}", quote.key), theme.muted)
            }
            other => (format!("The quote {}.", other.words()), theme.warning),
        };
        paint.pen(second).gap(1).put(&line(says.0), says.1);
    }
}
