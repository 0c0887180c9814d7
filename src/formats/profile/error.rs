//! What is wrong with a profile.

use thiserror::Error;

/// A profile that cannot be used: where, what, and what would do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{reason}", Where(*.line, .field))]
pub struct ProfileError {
    /// The line of the profile, from 1; `None` if it was not read from a text.
    pub line: Option<usize>,
    /// The field, as a path such as `evidence.stance`; empty where it is the profile as a whole.
    pub field: String,
    /// What is wrong, as the end of a sentence.
    pub reason: String,
}

impl ProfileError {
    pub(super) fn new(line: Option<usize>, field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { line, field: field.into(), reason: reason.into() }
    }
}

struct Where<'a>(Option<usize>, &'a str);

impl std::fmt::Display for Where<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0, self.1) {
            (Some(line), "") => write!(f, "line {line}: "),
            (Some(line), field) => write!(f, "line {line}, {field}: "),
            (None, "") => Ok(()),
            (None, field) => write!(f, "{field}: "),
        }
    }
}

/// The known words, for the end of a sentence; the first of them where there are very many.
pub(super) fn listed<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    listed_up_to(60, known)
}

/// The first of the known words.
pub(super) fn listed_up_to<'a>(shown: usize, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.into_iter().take(shown + 1).collect();
    if known.len() > shown {
        known[shown] = "...";
    }
    known.join(", ")
}

/// A text from a file, short enough for a sentence.
pub(super) fn short(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
