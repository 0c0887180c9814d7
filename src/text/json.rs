//! JSON that is inert on a terminal and still the same value.

use super::hidden;
use std::io::{self, Write};

/// Lets JSON through, and writes each character that would act on a terminal, or hide, as `\uXXXX`.
///
/// Such a character can stand only inside a string, where the escape means the same. The C0
/// controls are escaped in all JSON already, so the rest is what this looks for.
///
/// ```
/// # use corrob::text::InertJson;
/// # use std::io::Write;
/// let mut out = Vec::new();
/// InertJson::new(&mut out).write_all("[\"a\u{202e}b\"]".as_bytes()).unwrap();
/// assert_eq!(out, br#"["a\u202eb"]"#);
/// ```
#[derive(Debug)]
pub struct InertJson<W> {
    out: W,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> InertJson<W> {
    /// Begins.
    pub const fn new(out: W) -> Self {
        Self { out, begun: Vec::new() }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| acts(*c)) {
            self.out.write_all(&text.as_bytes()[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.out.write_all(&text.as_bytes()[done..])
    }

    fn bytes(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::str::from_utf8(bytes) {
                Ok(text) => return self.text(text),
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    self.text(std::str::from_utf8(good).unwrap_or_default())?;
                    let Some(bad) = error.error_len() else {
                        self.begun.extend_from_slice(rest);
                        return Ok(());
                    };
                    self.text("\u{fffd}")?;
                    bytes = &rest[bad..];
                }
            }
        }
        Ok(())
    }
}

/// Line breaks stand between the tokens of JSON, never inside a string.
fn acts(c: char) -> bool {
    c != '\n' && !(' '..='~').contains(&c) && hidden::is_hidden(c)
}

impl<W: Write> Write for InertJson<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.begun.is_empty() {
            self.bytes(bytes)?;
        } else {
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(bytes);
            self.bytes(&whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inert(text: &str, cut: usize) -> String {
        let mut out = Vec::new();
        let mut writer = InertJson::new(&mut out);
        for part in text.as_bytes().chunks(cut.max(1)) {
            writer.write_all(part).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn the_same_value_and_nothing_that_acts(text in "\\PC*|.*", cut in 1_usize..9) {
            let json = serde_json::to_string(&text).unwrap();
            let shown = inert(&json, cut);
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
            prop_assert!(shown.chars().all(|c| !hidden::is_hidden(c)), "{}", shown);
        }
    }

    #[test]
    fn beyond_the_first_plane_in_pairs() {
        assert_eq!(inert("\"\u{e0041}é日\"", 1), "\"\\udb40\\udc41é日\"");
        assert_eq!(inert("\"\u{7f}\u{9b}\"\n", 100), "\"\\u007f\\u009b\"\n");
    }
}
