//! What was read of a document, and why nothing was.

use crate::domain::DocumentText;
use crate::domain::document::Says;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is known of a document before it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// The name of its file, without its folder.
    pub name: String,
    /// The encoding of its text, by its label, where that was said.
    pub encoding: Option<String>,
    /// Pages that a reading did not survive, and that are passed over.
    #[serde(default)]
    pub passed_over: Vec<u32>,
}

/// What was read of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// What it is, as an Internet media type.
    pub media_type: String,
    /// The same in words: "a PDF document".
    pub what: String,
    /// Its text.
    #[serde(with = "parts")]
    pub text: DocumentText,
    /// What it says of itself.
    pub says: Says,
    /// How many pages it has, where it has pages.
    pub pages: Option<u64>,
    /// What a reader should know of how it was read, a sentence each.
    pub remarks: Vec<String>,
}

/// There is no text to be had of a document: why, and what would help.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{0}")]
pub struct Unreadable(String);

impl Unreadable {
    /// With a sentence that begins in lower case and has no full stop.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// A text in JSON: itself, and its structure.
mod parts {
    use crate::domain::DocumentText;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &DocumentText, to: S) -> Result<S::Ok, S::Error> {
        (&text.text, text.structure()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DocumentText, D::Error> {
        let (text, structure) = <(String, String)>::deserialize(from)?;
        DocumentText::from_parts(text, &structure)
            .ok_or_else(|| D::Error::custom("its structure does not fit"))
    }
}
