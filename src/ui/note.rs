//! The note editor, in the lower part of the screen, so that the item of the note stays in view.

use super::paint::Paint;
use super::pen::{indent, line, t};
use super::prompts;
use super::words::attribution;
use crate::domain::ItemId;
use crate::review::Review;
use crate::review::prompt::note::NoteEditor;
use crate::review::state::geometry::note_box;
use crate::text::{SafeText, truncate};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget as _;

/// More cells than any screen is wide.
const MAX: usize = 1000;

/// The item that the note is on, since the box may cover it.
fn about(review: &Review, item: ItemId) -> Option<SafeText> {
    if let Some(claim) = review.claims.selected().filter(|claim| claim.id == item) {
        let who = attribution(claim.claimant.as_ref());
        return Some(line(format!("{who}{}", truncate(&claim.text, MAX))));
    }
    let open = review.shown()?;
    let mut lists = [&open.supporting, &open.disputing].into_iter();
    let evidence = lists.find_map(|list| list.rows().iter().find(|evidence| evidence.id == item))?;
    let (start, end) = if evidence.quoted { ("“", "”") } else { ("", "") };
    Some(line(format!("{}: {start}{}{end}", evidence.source, truncate(&evidence.text, MAX))))
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
    let state = if note.changed { t("kept as a draft") } else { t("unchanged") };
    let inner = indent(paint.boxed(note_box(review.size), &[(title, Style::new())], &state), 1);
    let mut inner = inner.intersection(paint.buffer.area);
    if inner.height >= 5
        && let Some(text) = about(review, note.target.item)
    {
        let muted = paint.theme.muted;
        paint.pen(inner).put(&text, muted);
        inner = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
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
