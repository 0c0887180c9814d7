//! One thing a file brings into a case or takes out of it.

use super::annotation::Annotation;
use super::dates::Date;
use super::event::Event;
use super::fields::Field;
use super::ids::{Digest, ItemId};
use super::records::{CaseInfo, Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Request, Source};
use super::words::{Being, vocabulary};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A reviewer: a stable id and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The id.
    pub id: ItemId,
    /// The name.
    pub name: String,
    /// A person or an organization, where the file that brought them says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Being>,
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
    /// The digests of what it said in the reviewer's own words and says no more: erased, or kept by whoever
    /// exported it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub held_back: BTreeMap<Field, Digest>,
}

/// A piece of what documents hold: of a document as it came, of its text, or of how that is divided. Exchanged
/// as text where it is text in UTF-8, else in Base64 (RFC 4648).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenContent", into = "WrittenContent")]
pub struct Content {
    /// The SHA-256 of the whole that it is a piece of.
    pub sha256: Digest,
    /// Which piece it is, from 0.
    pub part: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// As JSON has it.
#[derive(Serialize, Deserialize)]
struct WrittenContent {
    sha256: Digest,
    part: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

impl From<Content> for WrittenContent {
    fn from(Content { sha256, part, bytes }: Content) -> Self {
        let (text, base64) = match String::from_utf8(bytes) {
            Ok(text) => (Some(text), None),
            Err(other) => (None, Some(BASE64_STANDARD.encode(other.as_bytes()))),
        };
        Self { sha256, part, text, base64 }
    }
}

impl TryFrom<WrittenContent> for Content {
    type Error = String;
    fn try_from(written: WrittenContent) -> Result<Self, String> {
        let WrittenContent { sha256, part, text, base64 } = written;
        let bytes = match (text, base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(base64)) => BASE64_STANDARD
                .decode(base64)
                .map_err(|error| format!("its base64 cannot be read: {error}"))?,
            _ => return Err("it has one of text and base64".into()),
        };
        Ok(Self { sha256, part, bytes })
    }
}

macro_rules! entries {
    ($($(#[$meta:meta])* $variant:ident($of:ty) in $section:ident = $word:literal: $doc:literal),+ $(,)?) => {
        vocabulary! {
            /// The sections of a case's file, in their order.
            Section, "section" { $(#[doc = $doc] $section = $word),+ }
        }

        /// One thing in a native file. It is written as what it holds.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[allow(clippy::large_enum_variant)]
        pub enum Entry { $($(#[$meta])* $variant($of)),+ }

        impl Entry {
            /// The section it stands in.
            #[must_use]
            pub const fn section(&self) -> Section {
                match self { $(Self::$variant(_) => Section::$section),+ }
            }
        }
    };
}

entries! {
    /// What the case says of itself.
    Case(CaseInfo) in Case = "case": "What the case says of itself: one object, not an array.",
    /// A party.
    Party(Party) in Parties = "parties": "Parties.",
    /// A source.
    Source(Source) in Sources = "sources": "Sources.",
    /// A derivation.
    Derivation(Derivation) in Derivations = "derivations": "Derivations.",
    /// A claim.
    Claim(Claim) in Claims = "claims": "Claims.",
    /// A piece of evidence.
    Evidence(Evidence) in Evidence = "evidence": "Evidence.",
    /// A figure.
    Figure(Figure) in Figures = "figures": "Figures.",
    /// A request.
    Request(Request) in Requests = "requests": "Requests.",
    /// A gap.
    Gap(Gap) in Gaps = "gaps": "Gaps.",
    /// A reviewer.
    Reviewer(Reviewer) in Reviewers = "reviewers": "Reviewers.",
    /// What a reviewer says. Restored from the history where the file carries one.
    Said(Said) in Annotations = "annotations": "What the reviewers say.",
    /// An event of the history.
    Event(Event) in History = "history": "The events.",
    /// A value an import replaced.
    Replaced(Replaced) in Replaced = "replaced": "What imports replaced.",
    /// An annotation an import brought.
    Brought(Brought) in Brought = "brought": "What imports brought.",
    /// A piece of what documents hold.
    Content(Content) in Contents = "contents": "What documents hold, in pieces.",
}

impl From<Kind> for Section {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Party => Self::Parties,
            Kind::Source => Self::Sources,
            Kind::Derivation => Self::Derivations,
            Kind::Claim => Self::Claims,
            Kind::Evidence => Self::Evidence,
            Kind::Figure => Self::Figures,
            Kind::Request => Self::Requests,
            Kind::Gap => Self::Gaps,
        }
    }
}
