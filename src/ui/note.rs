//! The note editor, in the lower part of the screen, so that the item of the note stays in view.

use super::paint::Paint;
use super::pen::{indent, line, t};
use super::prompts;
use crate::domain::ItemId;
use crate::review::Review;
use crate::review::detail::about::About;
use crate::review::prompt::note::NoteEditor;
use crate::review::state::geometry::note_box;
use crate::review::state::unsaved::Stands;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget as _;

/// The item that the note is on, since the box may cover it.
fn about(review: &Review, item: ItemId) -> Option<About> {
    let open = review.shown()?;
    if open.head.id == item {
        return Some(About::claim(&open.head));
    }
    open.evidence(item).map(|evidence| About::evidence(&evidence.row))
}

/// Where the next character goes: the real cursor stands there, for input methods and screen readers.
fn caret(note: &NoteEditor, inner: Rect) -> Position {
    let (cursor, (top, left)) = (note.area.screen_cursor(), note.area.scroll_offset());
    let cell = |at: usize, from: u16| u16::try_from(at).unwrap_or(u16::MAX).saturating_sub(from);
    Position::new(
        (inner.x + cell(cursor.col, left)).min(inner.right() - 1),
        (inner.y + cell(cursor.row, top)).min(inner.bottom() - 1),
    )
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
    (&note.area).render(inner, paint.buffer);
    paint.cursor = Some(caret(note, inner));
    if note.discarding {
        prompts::ask(paint, review, &t("Throw away what you changed in this note?"), None);
    }
}
