//! A text with a cursor, and the keys that move in it and delete: the same in every field.

use std::ops::Range;

use crate::text::step;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A text that is being edited. Its cursor stands between grapheme clusters, never within one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edited {
    text: String,
    cursor: usize,
}

/// A key without its Shift, and whether it is pressed with Ctrl and with Alt.
pub(super) fn chord(key: &KeyEvent) -> (KeyCode, bool, bool) {
    (key.code, key.modifiers.contains(KeyModifiers::CONTROL), key.modifiers.contains(KeyModifiers::ALT))
}

impl Edited {
    /// With the cursor behind the text.
    pub const fn new(text: String) -> Self {
        let cursor = text.len();
        Self { text, cursor }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor stands, in bytes.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at a place, or behind the cluster that the place is within.
    pub fn place(&mut self, at: usize) {
        self.cursor = step::outside(&self.text, at);
    }

    /// Puts a text in place of a stretch, and the cursor behind it.
    pub fn replace(&mut self, stretch: Range<usize>, text: &str) {
        let end = stretch.start + text.len();
        self.text.replace_range(stretch, text);
        self.place(end);
    }

    /// The place a key goes to.
    pub fn goes_to(&self, key: &KeyEvent) -> Option<usize> {
        let (text, at) = (self.text.as_str(), self.cursor);
        Some(match chord(key) {
            (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => step::before(text, at),
            (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => step::after(text, at),
            (KeyCode::Left, ..) | (KeyCode::Char('b'), false, true) => step::word_before(text, at),
            (KeyCode::Right, ..) | (KeyCode::Char('f'), false, true) => step::word_after(text, at),
            (KeyCode::Home, false, _) | (KeyCode::Char('a'), true, false) => self.line().start,
            (KeyCode::End, false, _) | (KeyCode::Char('e'), true, false) => self.line().end,
            (KeyCode::Home, ..) | (KeyCode::Char('<'), false, true) => 0,
            (KeyCode::End, ..) | (KeyCode::Char('>'), false, true) => text.len(),
            _ => return None,
        })
    }

    /// The stretch a key deletes.
    pub fn deletes(&self, key: &KeyEvent) -> Option<Range<usize>> {
        let (text, at) = (self.text.as_str(), self.cursor);
        Some(match chord(key) {
            (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
                step::before(text, at)..at
            }
            (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => at..step::after(text, at),
            (KeyCode::Backspace, ..)
            | (KeyCode::Char('w'), true, false)
            | (KeyCode::Char('h'), false, true) => step::word_before(text, at)..at,
            (KeyCode::Delete, ..) | (KeyCode::Char('d'), false, true) => at..step::word_after(text, at),
            (KeyCode::Char('k'), true, false) if self.line().end == at => at..step::after(text, at),
            (KeyCode::Char('k'), true, false) => at..self.line().end,
            _ => return None,
        })
    }

    /// The line the cursor is in, without its break.
    pub fn line(&self) -> Range<usize> {
        line_at(&self.text, self.cursor)
    }
}

/// The line of a text that a place is in, without its break.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}
