//! Which characters a text field takes in.

use crate::text::typed;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Whether a character may stand in a text: it is no control character, and overrides no order. Marks of
/// direction may: Arabic and Hebrew need them.
fn is_inert(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}')
}

/// A text for a field of several lines: line breaks are line feeds, tabs stay, nothing else acts.
#[must_use]
pub fn inert(text: &str) -> String {
    typed(text).chars().filter(|c| matches!(c, '\n' | '\t') || is_inert(*c)).collect()
}

/// Whether a key types its character (Ctrl and Alt together are `AltGr`).
#[must_use]
pub fn types(key: &KeyEvent) -> bool {
    let held = key.modifiers.difference(KeyModifiers::SHIFT);
    matches!(key.code, KeyCode::Char(_))
        && (held.is_empty() || held == KeyModifiers::CONTROL | KeyModifiers::ALT)
}
