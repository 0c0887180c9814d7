//! One thing a file brings into a case or takes out of it.

use super::annotation::Annotation;
use super::dates::Date;
use super::event::Event;
use super::ids::{Digest, ItemId};
use super::records::{CaseInfo, Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Request, Source};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A reviewer: a stable id and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The id.
    pub id: ItemId,
    /// The name.
    pub name: String,
}

/// What one reviewer says of one item, as it is exchanged. The same shape, with names beside the
/// ids, is what `export --annotations` writes for a teammate's script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The reviewer's id.
    pub reviewer: ItemId,
    /// Evidence or claim.
    pub on: Kind,
    /// The id of the item, as its record has it.
    pub item: String,
    /// The dataset of the item, where that is not the file's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    /// What they say.
    #[serde(flatten)]
    pub annotation: Annotation,
    /// When it was last changed: an RFC 3339 time in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
}

/// What stood before an import changed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    /// The hash of the import's event.
    pub event: Digest,
    /// The kind of record.
    pub kind: Kind,
    /// Its id.
    pub item: ItemId,
    /// The record as it was.
    pub record: Value,
}

/// An annotation that a batch brought, kept so that the projection can be rebuilt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brought {
    /// The hash of the import's event.
    pub event: Digest,
    /// The reviewer.
    pub reviewer: ItemId,
    /// Evidence or claim.
    pub on: Kind,
    /// The item.
    pub item: ItemId,
    /// What it says.
    pub annotation: Annotation,
    /// When it was last changed, where its file said so: an RFC 3339 time in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
}

/// One thing in a native file, in the order of its sections.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
pub enum Entry {
    /// What the case says of itself.
    Case(CaseInfo),
    /// A party.
    Party(Party),
    /// A source.
    Source(Source),
    /// A derivation.
    Derivation(Derivation),
    /// A claim.
    Claim(Claim),
    /// A piece of evidence.
    Evidence(Evidence),
    /// A figure.
    Figure(Figure),
    /// A request.
    Request(Request),
    /// A gap.
    Gap(Gap),
    /// A reviewer.
    Reviewer(Reviewer),
    /// What a reviewer says. Restored from the history where the file carries one.
    Said(Said),
    /// An event of the history.
    Event(Event),
    /// A value an import replaced.
    Replaced(Replaced),
    /// An annotation an import brought.
    Brought(Brought),
}
