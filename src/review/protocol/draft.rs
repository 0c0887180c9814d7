//! What is typed in an open form, as it is kept outside the case until it is saved.

use crate::domain::rows::Place;
use crate::domain::{ItemId, Kind};
use crate::review::protocol::record::FormOf;
use serde::{Deserialize, Serialize};

/// Where what is typed in a form is kept: with the item that it is of, or about, and which of the forms that are kept
/// with that it is.
pub type DraftPlace = (ItemId, u32);

/// What was typed in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// What the form is called.
    pub title: String,
    /// The kind of record; none for the case itself.
    pub kind: Option<String>,
    /// The record, where it is one of the case.
    pub item: Option<ItemId>,
    /// The claim that it is about.
    pub claim: Option<ItemId>,
    /// The piece of evidence that it is about.
    pub evidence: Option<ItemId>,
    /// What was typed, line by line.
    pub lines: Vec<DraftLine>,
    /// What the user's editor gave back and could not be read.
    pub in_editor: Option<String>,
    /// The line in use.
    pub at: usize,
    /// Where it is kept.
    #[serde(skip)]
    pub place: DraftPlace,
}

/// What was typed in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// The path of its field.
    pub path: String,
    /// The list that it is in, and in which of its items.
    pub list: Option<(String, usize)>,
    /// The text.
    pub typed: String,
    /// The records chosen: by key and name, or those to be made, by name alone.
    pub chosen: Vec<(Option<String>, String)>,
    /// What stood there when the form was opened.
    pub opened: String,
}

impl FormDraft {
    /// A draft as it was kept; none where it is none.
    #[must_use]
    pub fn read(place: DraftPlace, text: &str) -> Option<Self> {
        let draft = Self { place, ..serde_json::from_str(text).ok()? };
        draft.of().map(|_| draft)
    }

    /// What the form is of; none where that is nothing.
    #[must_use]
    pub fn of(&self) -> Option<FormOf> {
        let Some(word) = &self.kind else { return Some(FormOf::Case) };
        let kind = Kind::ALL.iter().copied().find(|kind| kind.word() == word)?;
        Some(self.item.map_or(FormOf::New(kind), |item| FormOf::Record(kind, item)))
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self) -> Option<Place> {
        self.claim.map(|claim| Place { claim, evidence: self.evidence })
    }
}
