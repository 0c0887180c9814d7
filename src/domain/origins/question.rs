//! What the origins of one claim depend on: its parties, its sources, what draws on what, its evidence.

use crate::domain::ledger::{PartyId, party_id};
use crate::domain::words::{Holding, Naming};
use crate::domain::{Evidence, Stance};

/// A party that may speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// How it is known.
    pub naming: Naming,
    /// The party it belongs to or speaks for, as an index among the voices.
    pub of: Option<usize>,
    /// Whether it speaks for that party. Where nothing is recorded, it only belongs to it.
    pub speaks_for: bool,
}

/// A source, as far as origins go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceNode {
    /// The party whose own statement it is, as an index among the voices.
    pub party: Option<usize>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The SHA-256 of its document, in hexadecimal.
    pub sha256: Option<String>,
    /// Whether anyone can read it.
    pub public: bool,
    /// Whether anything is recorded of where or when it was made.
    pub placed: bool,
}

/// What a piece of evidence rests on, as far as origins go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Material {
    /// What the record calls it; where it names none it is the source itself.
    pub name: Option<String>,
    /// How it stands, where the record says.
    pub says: Option<Holding>,
    /// Who holds it: two may have things of one name.
    pub holder: Option<PartyId>,
}

impl Material {
    /// What the record says of it.
    #[must_use]
    pub fn of(record: &Evidence) -> Self {
        let says = record.availability.as_ref();
        Self {
            name: record.material.clone(),
            says: says.map(|availability| availability.says),
            holder: says.and_then(|availability| party_id(record, availability.holder.as_deref())),
        }
    }
}

/// A piece of evidence, as far as origins go. Sources and parties are indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceNode {
    /// How it bears on the claim.
    pub stance: Stance,
    /// The source it stands in.
    pub source: usize,
    /// The party who speaks there.
    pub party: Option<usize>,
    /// The source it rests on in the end, where that is recorded for this piece.
    pub origin: Option<usize>,
    /// Why the origin cannot be traced, where it is recorded that it cannot.
    pub untraced: Option<String>,
    /// What it rests on.
    pub material: Material,
    /// How that stands as it was tagged.
    pub tag: Option<Holding>,
}

impl EvidenceNode {
    /// A piece in a source of which nothing more is recorded.
    #[must_use]
    pub fn new(stance: Stance, source: usize) -> Self {
        let (material, tag) = (Material::default(), None);
        Self { stance, source, party: None, origin: None, untraced: None, material, tag }
    }
}

/// Everything that the origins of one claim depend on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The claimant, as an index among the voices.
    pub claimant: Option<usize>,
    /// The parties that the claim concerns, as indexes among the voices.
    pub concerns: Vec<usize>,
    /// The parties.
    pub voices: Vec<Voice>,
    /// The sources.
    pub sources: Vec<SourceNode>,
    /// Which source draws on which.
    pub derivations: Vec<(usize, usize)>,
    /// The evidence of the claim.
    pub pieces: Vec<EvidenceNode>,
}
