//! The short keys people see and type: `C-12`, `S-4`, `E-103`.

use super::kind::Kind;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A text that is not a key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" is not a key; a key is the letter of its kind ({letters}), a hyphen and a number, like C-12 or E-103",
    letters = letters()
)]
pub struct BadKey(pub String);

/// What each letter stands for: "C claim, E evidence".
fn letters() -> String {
    let each = Kind::ALL.iter().map(|kind| format!("{} {}", kind.letter(), kind.word()));
    each.collect::<Vec<_>>().join(", ")
}

/// A short key. Where one number was given twice offline, `suffix` (the first characters of the
/// item's id) tells the two apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind, from the letter.
    pub kind: Kind,
    /// The number, from 1.
    pub number: u64,
    /// The first characters of the id, where the number alone is ambiguous.
    pub suffix: Option<String>,
}

impl Key {
    /// A key without a suffix.
    #[must_use]
    pub const fn new(kind: Kind, number: u64) -> Self {
        Self { kind, number, suffix: None }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = self.suffix.as_ref().map(|s| format!(".{s}")).unwrap_or_default();
        f.pad(&format!("{}-{}{suffix}", self.kind.letter(), self.number))
    }
}

impl FromStr for Key {
    type Err = BadKey;
    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey(text.chars().take(40).collect());
        let (letter, rest) = text.split_once('-').ok_or_else(bad)?;
        let kind = Kind::ALL
            .iter()
            .copied()
            .find(|kind| letter.len() == 1 && letter.eq_ignore_ascii_case(&kind.letter().to_string()))
            .ok_or_else(bad)?;
        let (number, suffix) = match rest.split_once('.') {
            Some((number, suffix)) => (number, Some(suffix)),
            None => (rest, None),
        };
        let number = number.parse::<u64>().ok().filter(|n| *n > 0).ok_or_else(bad)?;
        if i64::try_from(number).is_err() || rest.starts_with('+') {
            return Err(bad());
        }
        let suffix = match suffix {
            Some(hex) if !hex.is_empty() && hex.len() <= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Some(hex.to_ascii_lowercase())
            }
            None => None,
            Some(_) => return Err(bad()),
        };
        Ok(Self { kind, number, suffix })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_padded_and_suffixed() {
        assert_eq!("E-103".parse::<Key>().unwrap(), Key::new(Kind::Evidence, 103));
        assert_eq!("e-0103".parse::<Key>().unwrap().to_string(), "E-103");
        assert_eq!("C-7.A4".parse::<Key>().unwrap().to_string(), "C-7.a4");
        for bad in ["", "E", "E-", "E-0", "E-x", "Z-1", "E-1.", "E-1.zz", "E-+1", "E-99999999999999999999"] {
            assert!(bad.parse::<Key>().is_err(), "{bad}");
        }
    }
}
