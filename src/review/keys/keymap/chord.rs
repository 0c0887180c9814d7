//! A key with what is held down, as a keymap writes it: `r`, `G`, `Ctrl-d`, `Shift-Tab`, `F1`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;
use std::str::FromStr;

/// A key with what is held down. Two ways to press the same key are one chord: an upper-case
/// letter carries no Shift, Shift-Tab is one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    held: KeyModifiers,
}

/// The keys that have names; the first name is the one shown.
const NAMED: &[(KeyCode, &[&str])] = &[
    (KeyCode::Down, &["↓", "Down"]),
    (KeyCode::Up, &["↑", "Up"]),
    (KeyCode::Left, &["←", "Left"]),
    (KeyCode::Right, &["→", "Right"]),
    (KeyCode::PageDown, &["PgDn", "PageDown"]),
    (KeyCode::PageUp, &["PgUp", "PageUp"]),
    (KeyCode::Home, &["Home"]),
    (KeyCode::End, &["End"]),
    (KeyCode::Enter, &["Enter", "Return"]),
    (KeyCode::Esc, &["Esc", "Escape"]),
    (KeyCode::Tab, &["Tab"]),
    (KeyCode::Backspace, &["Backspace"]),
    (KeyCode::Delete, &["Del", "Delete"]),
    (KeyCode::Insert, &["Ins", "Insert"]),
    (KeyCode::Char(' '), &["Space"]),
];

impl Chord {
    /// What was pressed.
    #[must_use]
    pub fn of(key: &KeyEvent) -> Self {
        Self::new(key.code, key.modifiers)
    }

    fn new(code: KeyCode, held: KeyModifiers) -> Self {
        let mut held = held & (KeyModifiers::SHIFT | KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match code {
            KeyCode::BackTab => {
                held |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            // Ctrl reaches a program without the case of its letter.
            KeyCode::Char(c) if held.contains(KeyModifiers::CONTROL) => {
                held -= KeyModifiers::SHIFT;
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) if held.contains(KeyModifiers::SHIFT) && c != ' ' => {
                held -= KeyModifiers::SHIFT;
                KeyCode::Char(c.to_ascii_uppercase())
            }
            other => other,
        };
        Self { code, held }
    }

    /// Whether it is a digit, which people used to counts type before a key.
    #[must_use]
    pub fn is_digit(self) -> bool {
        self.held.is_empty() && matches!(self.code, KeyCode::Char('0'..='9'))
    }

    /// Whether it types a character.
    #[must_use]
    pub fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_))
            && !self.held.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (held, name) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.held.contains(held) {
                text.push_str(name);
            }
        }
        match (NAMED.iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, names)), _) => text.push_str(names[0]),
            (None, KeyCode::Char(c)) => text.push(c),
            (None, KeyCode::F(n)) => text.push_str(&format!("F{n}")),
            (None, other) => text.push_str(&format!("{other:?}")),
        }
        f.pad(&text)
    }
}

impl FromStr for Chord {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || {
            format!(
                "\"{}\" is not a key; write one like r, G, Ctrl-d, Alt-Enter, Shift-Tab, Space, PgDn or F1",
                text.chars().take(40).collect::<String>()
            )
        };
        let mut held = KeyModifiers::NONE;
        let mut rest = text;
        while let Some((prefix, tail)) = rest.split_once('-').filter(|(p, t)| !p.is_empty() && !t.is_empty())
        {
            held |= match prefix.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => KeyModifiers::CONTROL,
                "alt" | "a" => KeyModifiers::ALT,
                "shift" | "s" => KeyModifiers::SHIFT,
                _ => return Err(bad()),
            };
            rest = tail;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && !NAMED.iter().any(|(_, names)| names[0] == rest) => {
                KeyCode::Char(c)
            }
            _ => NAMED
                .iter()
                .find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(rest)))
                .map(|(code, _)| *code)
                .or_else(|| {
                    let n = rest.strip_prefix(['F', 'f'])?.parse().ok()?;
                    (1..=24).contains(&n).then_some(KeyCode::F(n))
                })
                .ok_or_else(bad)?,
        };
        Ok(Self::new(code, held))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_one_chord_however_it_arrives() {
        let same = [
            ("G", KeyCode::Char('G'), KeyModifiers::SHIFT),
            ("G", KeyCode::Char('G'), KeyModifiers::NONE),
            ("G", KeyCode::Char('g'), KeyModifiers::SHIFT),
            ("Shift-Tab", KeyCode::BackTab, KeyModifiers::SHIFT),
            ("Shift-Tab", KeyCode::BackTab, KeyModifiers::NONE),
            ("Ctrl-d", KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT),
            ("Space", KeyCode::Char(' '), KeyModifiers::NONE),
            ("-", KeyCode::Char('-'), KeyModifiers::NONE),
            ("Ctrl--", KeyCode::Char('-'), KeyModifiers::CONTROL),
            ("Down", KeyCode::Down, KeyModifiers::NONE),
            ("?", KeyCode::Char('?'), KeyModifiers::SHIFT),
            ("F12", KeyCode::F(12), KeyModifiers::NONE),
        ];
        for (text, code, held) in same {
            assert_eq!(text.parse::<Chord>().unwrap(), Chord::of(&KeyEvent::new(code, held)), "{text}");
        }
        for text in ["", "Ctrl-", "Hyper-x", "F0", "F99", "Entr", "ab", "\u{1b}"] {
            assert!(text.parse::<Chord>().is_err(), "{text}");
        }
        for text in ["r", "G", "Ctrl-d", "Alt-Enter", "Shift-Tab", "Space", "PgDn", "↓", "F1", "Ctrl-Alt-x"]
        {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), text);
        }
    }
}
