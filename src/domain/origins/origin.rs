//! Where a piece of evidence comes from in the end, and who has an interest in the claim. See the
//! [module](super) for the rules.

use super::graph::Rest;
use super::question::{EvidenceNode, Material, Question};
use super::speaks_for_itself;
use crate::domain::words::{Access, Naming};
use std::collections::BTreeSet;

/// Why an origin cannot be traced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Untraced {
    /// As it is recorded for the piece.
    Said(String),
    /// Nothing is recorded of what is behind this source, the last on its way.
    NotRecorded(usize),
    /// Its source draws on several others, and which of them it rests on is not recorded.
    OneOfSeveral,
    /// Who speaks is anonymous.
    Anonymous,
    /// The source does not say who speaks.
    Unattributed,
    /// Who speaks is known by a role alone, and where or when is not recorded.
    Unplaced,
}

impl std::fmt::Display for Untraced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said(why) => why,
            Self::NotRecorded(_) => "not recorded",
            Self::OneOfSeveral => "its source draws on several, and which one this rests on is not recorded",
            Self::Anonymous => "anonymous",
            Self::Unattributed => "not attributed to anyone",
            Self::Unplaced => "the speaker is known only by role, and where it was said is not recorded",
        })
    }
}

/// Where a piece of evidence comes from in the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A source.
    Source(usize),
    /// A party's own statement.
    Party(usize),
    /// Not to be traced.
    Untraced(Untraced),
    /// Sources that draw on each other: the first of the circle.
    Circular(usize),
}

/// The origin of a piece.
pub(super) fn origin(question: &Question, rests: &[Rest], piece: &EvidenceNode) -> Origin {
    let found = if let Some(why) = &piece.untraced {
        Origin::Untraced(Untraced::Said(why.clone()))
    } else if let Some(source) = piece.origin {
        Origin::Source(source)
    } else if let Some(party) = piece.party {
        Origin::Party(party)
    } else {
        match rests.get(piece.source) {
            Some(Rest::Several) => Origin::Untraced(Untraced::OneOfSeveral),
            Some(Rest::Circle(first)) => Origin::Circular(*first),
            Some(Rest::On(end)) => behind(question, *end),
            Some(Rest::Itself) | None => behind(question, piece.source),
        }
    };
    let voice = speaker(question, &found).map(|at| &question.voices[at]);
    match (&found, voice.map(|voice| (voice.naming, voice.of))) {
        (_, Some((Naming::Anonymous, _))) => Origin::Untraced(Untraced::Anonymous),
        (Origin::Party(_), Some((Naming::Unattributed, _))) => Origin::Untraced(Untraced::Unattributed),
        (Origin::Source(at), Some((Naming::RoleOnly | Naming::Unattributed, None)))
            if !question.sources[*at].placed
                && !question.sources[*at].kind.as_deref().is_some_and(speaks_for_itself) =>
        {
            Origin::Untraced(Untraced::Unplaced)
        }
        _ => found,
    }
}

/// A source with nothing recorded behind it.
fn behind(question: &Question, source: usize) -> Origin {
    match question.sources.get(source) {
        Some(node) if node.party.is_some() || node.kind.as_deref().is_some_and(speaks_for_itself) => {
            Origin::Source(source)
        }
        _ => Origin::Untraced(Untraced::NotRecorded(source)),
    }
}

/// Who speaks in a traced origin.
pub(super) fn speaker(question: &Question, origin: &Origin) -> Option<usize> {
    let voice = match origin {
        Origin::Source(source) => question.sources.get(*source)?.party?,
        Origin::Party(party) => *party,
        Origin::Untraced(_) | Origin::Circular(_) => return None,
    };
    (voice < question.voices.len()).then_some(voice)
}

/// Whether anyone can inspect what a piece with a traced origin rests on: as the reviewer tagged it, else
/// as the record says. Where no material is named it is the source that is its origin, or the one in which
/// a party speaks.
pub(super) fn is_seen(question: &Question, piece: &EvidenceNode, origin: &Origin) -> bool {
    let public = |at: usize| question.sources.get(at).is_some_and(|source| source.public);
    let tagged = piece.tag.map(|access| access == Access::Released);
    match (origin, piece.material) {
        (Origin::Untraced(_) | Origin::Circular(_), _) => false,
        (_, Material::Named(released)) => tagged.unwrap_or(released),
        // The tag is about the source at hand, and says nothing of the one behind it.
        (Origin::Source(at), Material::Source) if *at != piece.source => public(*at),
        (_, Material::Source) => tagged.unwrap_or_else(|| public(piece.source)),
    }
}

/// How many parties may stand above one another: more than that is a circle.
pub(super) const RANKS: usize = 32;

/// A party and all it belongs to.
pub(super) fn above(question: &Question, voice: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(voice), |at| question.voices.get(*at)?.of).take(RANKS)
}

/// The parties with an interest in the claim, as far as others are measured by them: the claimant, those it
/// concerns, and whom one of them speaks for. Who belongs to one of these is interested as well.
pub(super) fn parties(question: &Question) -> BTreeSet<usize> {
    let own = question.claimant.iter().chain(&question.concerns);
    let spoken_for = |at: &usize| {
        let voice = question.voices.get(*at).filter(|voice| voice.speaks_for)?;
        voice.of
    };
    own.flat_map(|own| std::iter::successors(Some(*own), spoken_for).take(RANKS)).collect()
}
