//! Where a piece of evidence comes from in the end, and who has an interest in the claim. See the
//! [module](super) for the rules.

use super::graph::Rest;
use super::question::{EvidenceNode, Question};
use super::speaks_for_itself;
use crate::domain::words::Naming;
use std::collections::BTreeSet;

/// Why an origin cannot be traced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Untraced {
    /// As it is recorded for the piece.
    Said(String),
    /// Nothing is recorded of what is behind this source, the last on its way.
    NotRecorded(usize),
    /// What its source draws on leads to several others, and which of them it rests on is not recorded.
    OneOfSeveral,
    /// Who speaks is anonymous.
    Anonymous,
    /// The source does not say who speaks.
    Unattributed,
    /// Whoever made this source is not named, and nothing is recorded by which it could be found.
    Unplaced(usize, Naming),
}

impl std::fmt::Display for Untraced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said(why) => why,
            Self::NotRecorded(_) => "what it rests on is not recorded",
            Self::OneOfSeveral => {
                "what its source draws on leads to several sources, and which of them it rests on is not recorded"
            }
            Self::Anonymous => "the speaker is anonymous",
            Self::Unattributed => "its source does not say who speaks",
            Self::Unplaced(_, Naming::Unattributed) => {
                "its author is not named, and no publisher, address, date or document of it is on record"
            }
            Self::Unplaced(..) => {
                "its author is known only by a role, and no publisher, address, date or document of it is on record"
            }
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

impl Origin {
    /// Whether it is known.
    #[must_use]
    pub const fn is_traced(&self) -> bool {
        matches!(self, Self::Source(_) | Self::Party(_))
    }
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
        (Origin::Source(at), Some((naming @ (Naming::RoleOnly | Naming::Unattributed), None)))
            if !question.sources[*at].placed
                && !question.sources[*at].kind.as_deref().is_some_and(speaks_for_itself) =>
        {
            Origin::Untraced(Untraced::Unplaced(*at, naming))
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
