//! The note editor, in the lower part of the screen, so that the item of the note stays in view.

use super::paint::Paint;
use super::pen::{indent, line, rows, t};
use super::prompts;
use crate::domain::ItemId;
use crate::review::Review;
use crate::review::detail::about::About;
use crate::review::prompt::note::NoteEditor;
use crate::review::prompt::note_text::NoteText;
use crate::review::state::geometry::note_box;
use crate::review::state::unsaved::Stands;
use crate::text::SafeText;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The item that the note is on, since the box may cover it.
fn about(review: &Review, item: ItemId) -> Option<About> {
    let open = review.shown()?;
    if open.head.id == item {
        return Some(About::claim(&open.head));
    }
    open.evidence(item).map(|evidence| About::evidence(&evidence.row))
}

/// Draws the text, and puts the real cursor at the caret, for input methods and screen readers.
pub fn written(paint: &mut Paint<'_>, written: &NoteText, area: Rect) {
    let page = written.page(usize::from(area.width), usize::from(area.height));
    let (plain, marked) = (paint.theme.text, paint.theme.selected);
    let selected = written.selection();
    for (place, row) in rows(area).zip(&page.rows) {
        // The spaces at which a row breaks may stand beyond its end.
        let end = row.start + written.text()[row.clone()].trim_end_matches(' ').len();
        let from = selected.start.clamp(row.start, end);
        let to = selected.end.clamp(row.start, end);
        let mut pen = paint.pen(place);
        for (stretch, style) in [(row.start..from, plain), (from..to, marked), (to..end, plain)] {
            pen.put(&SafeText::edited(&written.text()[stretch]), style);
        }
    }
    let (row, cell) = page.cursor;
    let within = |at: usize, first: u16, end: u16| {
        first.saturating_add(u16::try_from(at).unwrap_or(u16::MAX)).min(end - 1)
    };
    paint.cursor =
        Some(Position::new(within(cell, area.x, area.right()), within(row, area.y, area.bottom())));
}

/// Draws the editor.
pub fn draw(paint: &mut Paint<'_>, review: &Review, note: &NoteEditor) {
    let title = match (note.private, note.from_draft) {
        (false, false) => line(format!("Note on {}", note.key)),
        (true, false) => line(format!("Private note on {}", note.key)),
        (false, true) => line(format!("Note on {}, from your draft", note.key)),
        (true, true) => line(format!("Private note on {}, from your draft", note.key)),
    };
    let state = match review.note_stands(note.target, &note.text()) {
        Stands::Outside => t("NOT SAVED in the case"),
        Stands::Nowhere => t("NOT SAVED anywhere"),
        Stands::Drafted if note.changed => t("kept as a draft"),
        Stands::Shown if note.changed => t("changed"),
        Stands::Drafted | Stands::Shown => t("unchanged"),
    };
    let inner = indent(paint.boxed(note_box(review.size), &[(title, Style::new())], &state), 1);
    let mut inner = inner.intersection(paint.buffer.area);
    if let Some(about) = about(review, note.target.item) {
        inner = prompts::about(paint, inner, &about, inner.height / 2);
    }
    if inner.is_empty() {
        return;
    }
    written(paint, &note.written, inner);
    if note.discarding {
        prompts::ask(paint, review, &t("Throw away what you changed in this note?"), None);
    }
}
