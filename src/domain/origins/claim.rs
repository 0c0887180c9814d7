//! The origins of one claim's evidence, with what everything is called.

use super::count::Weighed;
use super::question::Question;
use crate::domain::words::{Relation, Reliability};
use crate::domain::{ItemId, Key};

/// The origins of one claim's evidence. Indexes are those of the question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimOrigins {
    /// What the origins depend on.
    pub question: Question,
    /// What was found.
    pub weighed: Weighed,
    /// The key of each piece of evidence.
    pub pieces: Vec<Key>,
    /// Its id.
    pub ids: Vec<ItemId>,
    /// Key and title of each source.
    pub sources: Vec<(Key, String)>,
    /// The reliability of each source, where it is graded.
    pub grades: Vec<Option<Reliability>>,
    /// Key and name of each party.
    pub voices: Vec<(Key, String)>,
    /// How the one draws on the other, for each derivation.
    pub relations: Vec<Relation>,
    /// Whether the claim has more evidence than was looked at.
    pub cut: bool,
}
