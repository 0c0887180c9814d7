//! What the byte sequences of terminals mean: one key, one report, one beginning at a time.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Longest control sequence that is kept; what is longer is nonsense.
pub(super) const SEQUENCE_MAX: usize = 4096;

pub(super) const ESC: u8 = 0x1b;

/// What the first bytes of the buffer are.
pub(super) enum Decoded {
    /// A key, and the number of bytes it took.
    Key(KeyEvent, usize),
    /// Nothing of interest, and its length in bytes.
    Skip(usize),
    /// The terminal's background, red, green and blue, and the length of the report.
    Background([u8; 3], usize),
    /// Pasted text begins after this number of bytes.
    PasteBegins(usize),
    /// Perhaps a key already, perhaps the beginning of a longer one.
    Ambiguous,
    /// The beginning of something; alone it is not a key.
    Incomplete,
}

/// A key pressed.
pub(super) fn key(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

/// A character as a key. An upper-case letter carries Shift, as in crossterm.
pub(super) fn char_key(character: char, modifiers: KeyModifiers) -> KeyEvent {
    let shift = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(character), modifiers | shift)
}

/// What `bytes` begin with.
pub(super) fn step(bytes: &[u8]) -> Decoded {
    match bytes {
        [] => Decoded::Skip(0),
        [ESC] | [ESC, ESC] | [ESC, b'[' | b'O'] => Decoded::Ambiguous,
        [ESC, ESC, b'[' | b'O', ..] => alt_of_sequence(bytes),
        [ESC, ESC, ..] => Decoded::Key(key(KeyCode::Esc, KeyModifiers::NONE), 1),
        [ESC, b'[', rest @ ..] => csi(rest, 2),
        [ESC, b'O', rest @ ..] => ss3(rest),
        [ESC, b']' | b'P' | b'_'] => Decoded::Ambiguous,
        [ESC, b']', b'1', b'1', b';', rest @ ..] => match string(rest, 5) {
            Decoded::Skip(used) => match background(&rest[..used - 5]) {
                Some(colour) => Decoded::Background(colour, used),
                None => Decoded::Skip(used),
            },
            other => other,
        },
        [ESC, b']', b'0'..=b'9', rest @ ..]
        | [ESC, b'P', b'0'..=b'9' | b'>' | b'!' | b'$' | b'+', rest @ ..]
        | [ESC, b'_', b'G', rest @ ..] => string(rest, 3),
        [ESC, rest @ ..] => match plain(rest) {
            Decoded::Key(event, used) => {
                let modifiers = event.modifiers | KeyModifiers::ALT;
                Decoded::Key(key(event.code, modifiers), used + 1)
            }
            Decoded::Skip(used) => Decoded::Skip(used + 1),
            other => other,
        },
        _ => plain(bytes),
    }
}

/// Some terminals send Alt with an arrow as `Esc` before the arrow's own sequence.
fn alt_of_sequence(bytes: &[u8]) -> Decoded {
    match step(&bytes[1..]) {
        Decoded::Key(event, used) => {
            let modifiers = event.modifiers | KeyModifiers::ALT;
            Decoded::Key(key(event.code, modifiers), used + 1)
        }
        Decoded::Ambiguous => Decoded::Ambiguous,
        Decoded::Incomplete => Decoded::Incomplete,
        _ => Decoded::Key(key(KeyCode::Esc, KeyModifiers::NONE), 1),
    }
}

/// A character or a control character: no escape sequence.
fn plain(bytes: &[u8]) -> Decoded {
    let first = bytes[0];
    let ctrl = |character: u8| key(KeyCode::Char(character as char), KeyModifiers::CONTROL);
    let event = match first {
        0x00 => ctrl(b' '),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        0x1c..=0x1f => ctrl(first - 0x1c + b'4'),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0x20..=0x7e => char_key(first as char, KeyModifiers::NONE),
        _ => return utf8(bytes),
    };
    Decoded::Key(event, 1)
}

fn utf8(bytes: &[u8]) -> Decoded {
    let width = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Decoded::Skip(1),
    };
    let head = &bytes[..width.min(bytes.len())];
    match std::str::from_utf8(head) {
        Ok(text) => match text.chars().next() {
            // C1 controls are no keys.
            Some(character) if !character.is_control() => {
                Decoded::Key(char_key(character, KeyModifiers::NONE), width)
            }
            _ => Decoded::Skip(width),
        },
        Err(error) => match error.error_len() {
            Some(bad) => Decoded::Skip(bad),
            None => Decoded::Incomplete,
        },
    }
}

/// `ESC O`: arrows and function keys in application mode, the keypad.
fn ss3(rest: &[u8]) -> Decoded {
    let code = match rest[0] {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'X' => KeyCode::Char('='),
        byte @ b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        byte @ b'j'..=b'y' => KeyCode::Char((byte - b'j' + b'*') as char),
        ESC => return Decoded::Skip(2),
        _ => return Decoded::Skip(3),
    };
    Decoded::Key(key(code, KeyModifiers::NONE), 3)
}

/// A reply of the terminal (OSC, DCS, APC): passed over, to its end.
fn string(rest: &[u8], before: usize) -> Decoded {
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            0x07 => return Decoded::Skip(before + at + 1),
            &ESC => {
                return match rest.get(at + 1) {
                    Some(b'\\') => Decoded::Skip(before + at + 2),
                    Some(_) => Decoded::Skip(before + at),
                    None => Decoded::Incomplete,
                };
            }
            0x00..=0x1f => return Decoded::Skip(before + at),
            _ => {}
        }
    }
    if rest.len() > SEQUENCE_MAX {
        return Decoded::Skip(before + rest.len());
    }
    Decoded::Incomplete
}

/// The colour of a report on the background, as terminals write it: `rgb:1e1e/1e1e/1e1e`, `#1e1e1e`.
fn background(report: &[u8]) -> Option<[u8; 3]> {
    let text = std::str::from_utf8(report).ok()?.trim_end_matches(['\x07', '\\', '\x1b']);
    // Of a part of any length from one to four digits, as a share of the most that many can say.
    let part = |digits: &str| {
        let most = match digits.len() {
            length @ 1..=4 => (1_u32 << (4 * length)) - 1,
            _ => return None,
        };
        u8::try_from(u32::from_str_radix(digits, 16).ok()? * 255 / most).ok()
    };
    let parts: Vec<&str> =
        match (text.strip_prefix("rgb:").or(text.strip_prefix("rgba:")), text.strip_prefix('#')) {
            (Some(parts), _) => parts.split('/').collect(),
            (None, Some(digits)) if digits.is_ascii() && digits.len() % 3 == 0 => {
                let each = digits.len() / 3;
                vec![digits.get(..each)?, digits.get(each..2 * each)?, digits.get(2 * each..)?]
            }
            _ => return None,
        };
    match parts.as_slice() {
        [red, green, blue] | [red, green, blue, _] => Some([part(red)?, part(green)?, part(blue)?]),
        _ => None,
    }
}

/// `ESC [`: everything else.
fn csi(rest: &[u8], before: usize) -> Decoded {
    // The Linux console's F1 to F5.
    if let [b'[', tail @ ..] = rest {
        return match tail.first() {
            None => Decoded::Incomplete,
            Some(byte @ b'A'..=b'E') => {
                Decoded::Key(key(KeyCode::F(byte - b'A' + 1), KeyModifiers::NONE), before + 2)
            }
            Some(&ESC) => Decoded::Skip(before + 1),
            Some(_) => Decoded::Skip(before + 2),
        };
    }
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            0x20..=0x3f if at > SEQUENCE_MAX => return Decoded::Skip(before + rest.len()),
            0x20..=0x3f => {}
            0x40..=0x7e => {
                let used = before + at + 1;
                if byte == b'M' && at == 0 {
                    // An old mouse report, left on by another program: three more bytes.
                    return if rest.len() < 4 { Decoded::Incomplete } else { Decoded::Skip(used + 3) };
                }
                return csi_key(&rest[..at], byte, used);
            }
            // Anything else breaks the sequence off.
            _ => return Decoded::Skip(before + at),
        }
    }
    Decoded::Incomplete
}

fn csi_key(parameters: &[u8], last: u8, used: usize) -> Decoded {
    if last == b'~' && parameters == b"200" {
        return Decoded::PasteBegins(used);
    }
    let Some(numbers) = numbers(parameters) else {
        return Decoded::Skip(used);
    };
    let first = numbers.first().map_or(1, |group| group.0);
    let (modifiers, kind) = numbers.get(1).map_or((1, 1), |group| (group.0.max(1), group.1.max(1)));
    let mut modifiers = modifier_keys(modifiers);
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        // `ESC [ row ; column R` would be a cursor report; we never ask for one.
        b'R' if first == 1 => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        b'Z' => {
            modifiers |= KeyModifiers::SHIFT;
            KeyCode::BackTab
        }
        // rxvt: Shift with an arrow; Ctrl with a key of the middle block.
        b'a'..=b'd' if parameters.is_empty() => {
            modifiers |= KeyModifiers::SHIFT;
            match last {
                b'a' => KeyCode::Up,
                b'b' => KeyCode::Down,
                b'c' => KeyCode::Right,
                _ => KeyCode::Left,
            }
        }
        b'^' | b'@' => {
            modifiers |= KeyModifiers::CONTROL;
            if last == b'@' {
                modifiers |= KeyModifiers::SHIFT;
            }
            match tilde_key(first) {
                Some(code) => code,
                None => return Decoded::Skip(used),
            }
        }
        b'~' if first == 27 => match numbers.get(2) {
            Some(group) => return unicode_key(group.0, modifiers, kind, used),
            None => return Decoded::Skip(used),
        },
        b'~' => match tilde_key(first) {
            Some(code) => code,
            None => return Decoded::Skip(used),
        },
        b'u' if !numbers.is_empty() => return unicode_key(first, modifiers, kind, used),
        _ => return Decoded::Skip(used),
    };
    finish(code, modifiers, kind, used)
}

/// Keys sent as a character's number (`CSI u`, `CSI 27 ; m ; c ~`).
fn unicode_key(number: u32, mut modifiers: KeyModifiers, kind: u32, used: usize) -> Decoded {
    let code = match number {
        9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        // The private area: keys that are no characters.
        57344..=63743 => return Decoded::Skip(used),
        _ => match char::from_u32(number) {
            Some(character) if !character.is_control() => {
                let upper = modifiers.contains(KeyModifiers::SHIFT);
                let character = if upper { character.to_ascii_uppercase() } else { character };
                if character.is_uppercase() {
                    modifiers |= KeyModifiers::SHIFT;
                }
                KeyCode::Char(character)
            }
            _ => return Decoded::Skip(used),
        },
    };
    finish(code, modifiers, kind, used)
}

fn finish(code: KeyCode, modifiers: KeyModifiers, kind: u32, used: usize) -> Decoded {
    match kind {
        1 => Decoded::Key(key(code, modifiers), used),
        2 => Decoded::Key(KeyEvent::new_with_kind(code, modifiers, KeyEventKind::Repeat), used),
        _ => Decoded::Skip(used),
    }
}

fn tilde_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F((number - 10) as u8),
        17..=21 => KeyCode::F((number - 11) as u8),
        23..=26 => KeyCode::F((number - 12) as u8),
        28 | 29 => KeyCode::F((number - 13) as u8),
        31..=34 => KeyCode::F((number - 14) as u8),
        _ => return None,
    })
}

/// `1;5:2` as `[(1, 0), (5, 2)]`; `None` when it is anything but numbers.
fn numbers(parameters: &[u8]) -> Option<Vec<(u32, u32)>> {
    if parameters.is_empty() {
        return Some(Vec::new());
    }
    let text = std::str::from_utf8(parameters).ok()?;
    let number = |text: &str| match text {
        "" => Some(0),
        digits if digits.len() <= 9 => digits.parse().ok(),
        _ => None,
    };
    text.split(';')
        .map(|group| {
            let mut parts = group.split(':');
            let first = number(parts.next().unwrap_or(""))?;
            let second = number(parts.next().unwrap_or(""))?;
            Some((first, second))
        })
        .collect()
}

fn modifier_keys(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    modifiers
}
