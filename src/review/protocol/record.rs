//! Records made and edited: what a form begins with, and what it writes.

use crate::domain::event::Counts;
use crate::domain::hanging::Hanging;
use crate::domain::new_name::NewName;
use crate::domain::rows::{ClaimView, Titled};
use crate::domain::{Date, ItemId, Key, Kind, Target, wording};
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

/// What is known of records before they are taken out.
#[derive(Debug, Clone, PartialEq)]
pub struct TakingOut {
    /// The records, with key and name.
    pub records: Vec<(Target, Titled)>,
    /// What hangs on them.
    pub hanging: Hanging,
    /// The first of what goes with them, and before that what the reviewer says of the records themselves.
    pub first: Vec<Going>,
}

/// A record that goes with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Going {
    /// Its key and its name.
    pub titled: Titled,
    /// What the reviewer says of it, in words; empty for nothing.
    pub said: String,
}

impl TakingOut {
    /// What happens besides to the records that were named: a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        match self.hanging.sentences() {
            none if none.is_empty() => {
                let them = if self.records.len() == 1 { "it" } else { "them" };
                vec![format!("Nothing else hangs on {them}.")]
            }
            all => all.iter().map(|sentence| format!("{}.", wording::capitalized(sentence))).collect(),
        }
    }
}

/// Records with which one might be combined.
#[derive(Debug, Clone, PartialEq)]
pub struct Others {
    /// Key and name of the one.
    pub of: Titled,
    /// Those that may be the same, the likeliest first, each with why.
    pub likely: Vec<(Titled, &'static str)>,
    /// Others that match what was typed.
    pub named: Vec<Titled>,
}

/// A record that is to be combined with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Half {
    /// Its id.
    pub item: ItemId,
    /// Its key and name.
    pub titled: Titled,
    /// Its fields: heading and words.
    pub fields: Vec<(String, String)>,
}

/// What becomes of two records that are combined.
#[derive(Debug, Clone, PartialEq)]
pub struct Combining {
    /// Their kind.
    pub kind: Kind,
    /// The one that stays.
    pub stays: Half,
    /// The one that goes.
    pub goes: Half,
    /// What the one that stays says then: heading and words.
    pub after: Vec<(String, String)>,
    /// How many records of each kind refer to the one that goes, and then to the one that stays.
    pub moved: Counts,
    /// What has to be known of it; a sentence each.
    pub remarks: Vec<String>,
}

/// Two entries of what may be one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Twice {
    /// The first.
    pub first: Titled,
    /// The other.
    pub other: Titled,
    /// What they have in common, in words.
    pub why: &'static str,
}
