//! What the origins of one claim depend on: its parties, its sources, what draws on what, its evidence.

use crate::domain::Stance;
use crate::domain::words::Naming;

/// A party that may speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// How it is known.
    pub naming: Naming,
    /// The party it belongs to or speaks for, as an index among the voices.
    pub of: Option<usize>,
}

/// A source, as far as origins go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceNode {
    /// The party whose own word it is, as an index among the voices.
    pub party: Option<usize>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The SHA-256 of its document, in hexadecimal.
    pub sha256: Option<String>,
}

/// A piece of evidence, as far as origins go. Sources and parties are indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How it bears on the claim.
    pub stance: Stance,
    /// The source it stands in.
    pub source: usize,
    /// The party who speaks there.
    pub party: Option<usize>,
    /// The source it rests on in the end, where that is recorded for this piece.
    pub origin: Option<usize>,
    /// Why its origin is not established, where it is recorded that it is not.
    pub unresolved: Option<String>,
}

/// Everything that the origins of one claim depend on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The claimant, as an index among the voices.
    pub claimant: Option<usize>,
    /// The parties.
    pub voices: Vec<Voice>,
    /// The sources.
    pub sources: Vec<SourceNode>,
    /// Which source draws on which.
    pub derivations: Vec<(usize, usize)>,
    /// The evidence of the claim.
    pub pieces: Vec<Piece>,
}
