//! What a list of sources, or of parties, shows: each record together with what stands around it.

use super::annotation::Annotation;
use super::ids::ItemId;
use super::keys::Key;
use super::records::{Kind, Party, Source};
use super::rows::{Place, Stances, Titled};
use super::stale::Stale;
use super::words::{Status, vocabulary};

vocabulary! {
    /// How a list of sources or of parties is put in order.
    RecordOrder, "order of the list" {
        /// By key.
        Key = "key",
        /// By the short name, or else by the title or name.
        Name = "name",
        /// Sources by publisher; those without one last.
        Publisher = "publisher",
        /// Sources by the date they bear, or else the one on which they were published; undated ones last.
        Date = "date",
        /// Sources with the most evidence first.
        Evidence = "evidence",
        /// Sources with the most undecided evidence first.
        Undecided = "undecided",
    }
}

#[expect(clippy::derivable_impls, reason = "a vocabulary names no default")]
impl Default for RecordOrder {
    fn default() -> Self {
        Self::Key
    }
}

impl RecordOrder {
    /// The orders that records of a kind can be put in.
    #[must_use]
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Source => Self::ALL,
            _ => &[Self::Key, Self::Name],
        }
    }
}

/// A source as a line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// The record.
    pub record: Source,
    /// The party whose own statement it is.
    pub party: Option<Titled>,
    /// Its evidence.
    pub stances: Stances,
    /// How many pieces of its evidence the reviewer has decided.
    pub decided: u64,
    /// Whether it has more evidence than was counted.
    pub more: bool,
    /// What it rests on, in a word or two, as far as no more is recorded of a piece of evidence in it.
    pub origin: String,
    /// Why it should be looked at again, where the case says when that is due.
    pub stale: Option<Stale>,
}

impl SourceRow {
    /// Who published it, or else whose own statement it is.
    #[must_use]
    pub fn by(&self) -> Option<&str> {
        self.record.publisher.as_deref().or(self.party.as_ref().map(|(_, name)| name.as_str()))
    }

    /// What has become of it, where it does not stand as it was published.
    #[must_use]
    pub fn changed(&self) -> Option<Status> {
        self.record.status.filter(|status| *status != Status::Current)
    }

    /// How much of its evidence the reviewer has decided: "3/7", and "3/500+" where not all of it was counted.
    #[must_use]
    pub fn decided_of(&self) -> String {
        format!("{}/{}{}", self.decided, self.stances.total(), if self.more { "+" } else { "" })
    }
}

/// A party as a line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyRow {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// The record.
    pub record: Party,
    /// The party it belongs to or speaks for.
    pub of: Option<Titled>,
    /// How many claims it asserts.
    pub claims: u64,
    /// Whether it asserts more than were counted.
    pub more: bool,
}

impl PartyRow {
    /// What a list calls it: its short name, or else its name.
    #[must_use]
    pub fn called(&self) -> &str {
        super::records::called(self.record.short.as_deref(), &self.record.name)
    }

    /// Which party it speaks for or belongs to: "speaks for Port Authority".
    #[must_use]
    pub fn tie(&self) -> Option<String> {
        let (_, name) = self.of.as_ref()?;
        let tie = if self.record.speaks_for == Some(true) { "speaks for" } else { "of" };
        Some(format!("{tie} {name}"))
    }
}

/// A line of a list of records.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordRow {
    /// Of the sources.
    Source(Box<SourceRow>),
    /// Of the parties.
    Party(Box<PartyRow>),
}

impl RecordRow {
    /// The record's id.
    #[must_use]
    pub const fn id(&self) -> ItemId {
        match self {
            Self::Source(row) => row.id,
            Self::Party(row) => row.id,
        }
    }

    /// The record's key.
    #[must_use]
    pub const fn key(&self) -> &Key {
        match self {
            Self::Source(row) => &row.key,
            Self::Party(row) => &row.key,
        }
    }
}

/// A claim that a record has to do with, or a piece of evidence on one.
#[derive(Debug, Clone, PartialEq)]
pub struct Bearing {
    /// Where to go for it.
    pub place: Place,
    /// Its key.
    pub key: Key,
    /// The claim's key.
    pub claim_key: Key,
    /// The claim with its claimant, by its label where it has one.
    pub claim: String,
    /// Of a piece of evidence: its stance, what the reviewer says of it, and what it rests on.
    pub evidence: Option<BearingEvidence>,
}

/// What there is to a piece of evidence beside its claim.
#[derive(Debug, Clone, PartialEq)]
pub struct BearingEvidence {
    /// How it bears on the claim.
    pub stance: super::words::Stance,
    /// What the reviewer says of it.
    pub said: Annotation,
    /// What it says: its quote, or else its paraphrase.
    pub text: String,
    /// Its origin, in a word: traced, interested, untraced.
    pub origin: &'static str,
}

/// Another record that this one has to do with, and how, in a word or two.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// How.
    pub how: &'static str,
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// Where to go for it, where it is of a claim.
    pub place: Option<Place>,
}

/// A source or a party, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordDetail {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// Its fields in words, each with its heading in lower case.
    pub fields: Vec<(String, String)>,
    /// What a source rests on, in a sentence.
    pub origin: Option<String>,
    /// Why a source should be looked at again.
    pub stale: Option<Stale>,
    /// The other records it has to do with.
    pub related: Vec<Related>,
    /// The evidence in a source, or the claims of a party, the first of them.
    pub bearings: Vec<Bearing>,
    /// Whether there is more of either than is read.
    pub more: bool,
}
