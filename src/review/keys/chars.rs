//! Which characters a text field takes in.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Whether a character does nothing to a terminal or to the order of the text around it.
#[must_use]
pub fn is_inert(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text for a field of several lines: line breaks are line feeds, tabs stay, nothing else acts.
#[must_use]
pub fn inert(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || is_inert(*c)).collect()
}

/// Whether a key types its character (Ctrl and Alt together are `AltGr`).
#[must_use]
pub fn types(key: &KeyEvent) -> bool {
    let held = key.modifiers.difference(KeyModifiers::SHIFT);
    matches!(key.code, KeyCode::Char(_))
        && (held.is_empty() || held == KeyModifiers::CONTROL | KeyModifiers::ALT)
}
