//! Records made and edited: what a form begins with, and what it writes.

use crate::domain::new_name::NewName;
use crate::domain::rows::{ClaimView, Titled};
use crate::domain::{Date, ItemId, Key, Kind};
use serde_json::{Map, Value};

/// What a form is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormOf {
    /// A record to be made.
    New(Kind),
    /// A record of the case.
    Record(Kind, ItemId),
    /// The same, by its key.
    Keyed(Key),
    /// What the case says of itself.
    Case,
}

impl FormOf {
    /// Whether it is a claim or evidence that is to be made.
    #[must_use]
    pub const fn is_listed_when_made(&self) -> bool {
        matches!(self, Self::New(Kind::Claim | Kind::Evidence))
    }

    /// The kind of record; none for the case itself.
    #[must_use]
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::New(kind) | Self::Record(kind, _) => Some(*kind),
            Self::Keyed(key) => Some(key.kind),
            Self::Case => None,
        }
    }
}

/// What a form writes, as one step.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordWrite {
    /// What is made or edited; never by key.
    pub of: FormOf,
    /// The fields to set, by path; null takes one away. References are keys, or names of `names`.
    pub fields: Map<String, Value>,
    /// What is named for the first time, and made with it.
    pub names: Vec<NewName>,
}

/// What a form begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct FormBasis {
    /// What it is of; a record that was asked for by its key is named by its id here.
    pub of: FormOf,
    /// Its key; none for what is to be made and for the case.
    pub key: Option<Key>,
    /// The record as it stands; empty for one to be made.
    pub fields: Map<String, Value>,
    /// What its references lead to: the kind and the id as the record has it, with key and name.
    pub named: Vec<(Kind, String, Titled)>,
    /// Key and name of what it was asked to refer to, in that order.
    pub refers: Vec<Titled>,
    /// The claim, and the one piece of evidence if any, that it is about.
    pub about: Option<Box<ClaimView>>,
    /// Today.
    pub today: Date,
}
