//! What the pieces of evidence rest on, and whether anyone can inspect that. It is the material that is seen or
//! not, so that all pieces on the same material say the same of it.

use super::origin::Origin;
use super::question::{EvidenceNode, Question};
use crate::domain::annotation::Annotation;
use crate::domain::ledger::PartyId;
use crate::domain::material::same_material;
use crate::domain::words::Holding;
use std::collections::HashMap;

/// Some material, as far as it is told from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum What {
    Named(String),
    Source(usize),
}

impl What {
    fn of(piece: &EvidenceNode) -> Self {
        match &piece.material.name {
            Some(name) => Self::Named(same_material(name)),
            None => Self::Source(piece.source),
        }
    }
}

/// What is said of some material.
struct Known<'a> {
    what: What,
    holder: Option<&'a PartyId>,
    tag: Option<Holding>,
    says: Option<Holding>,
}

/// All material that pieces rest on.
#[derive(Default)]
struct Materials<'a> {
    all: Vec<Known<'a>>,
    /// Where those of one name stand: several, where they name different holders.
    at: HashMap<What, Vec<usize>>,
}

impl<'a> Materials<'a> {
    /// Which of them some material is, and notes what a piece says of it: of tags what is least public counts, of
    /// records the first.
    fn note(&mut self, what: What, piece: Option<&'a EvidenceNode>) -> usize {
        let known = self.at.entry(what.clone()).or_default();
        let holder = piece.and_then(|piece| piece.material.holder.as_ref());
        let one_holder = |at: &usize| match (self.all[*at].holder, holder) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let at = known.iter().copied().find(one_holder).unwrap_or_else(|| {
            known.push(self.all.len());
            self.all.push(Known { what, holder: None, tag: None, says: None });
            self.all.len() - 1
        });
        let it = &mut self.all[at];
        it.holder = it.holder.or(holder);
        it.tag = it.tag.max(piece.and_then(|piece| piece.tag));
        it.says = it.says.or(piece.and_then(|piece| piece.material.says));
        at
    }
}

/// For each piece how the material that it rests on was tagged: by several tags, as the least public of them says.
pub(in crate::domain) fn tags_of_material(question: &Question, said: &[Annotation]) -> Vec<Option<Holding>> {
    let tag = |at: usize| said.get(at).and_then(Annotation::holding);
    let pieces = question.pieces.iter().enumerate();
    let pieces: Vec<EvidenceNode> =
        pieces.map(|(at, piece)| EvidenceNode { tag: tag(at), ..piece.clone() }).collect();
    let mut found = Materials::default();
    let rest_on: Vec<usize> = pieces.iter().map(|piece| found.note(What::of(piece), Some(piece))).collect();
    rest_on.into_iter().map(|at| found.all[at].tag).collect()
}

/// For each piece which material it rests on, and for each material whether anyone can inspect it: as
/// it was tagged, else as the record says, else where it is a source that was published.
pub(super) fn materials(question: &Question, origins: &[Origin]) -> (Vec<usize>, Vec<bool>) {
    let mut found = Materials::default();
    let rests_on = question.pieces.iter().zip(origins).map(|(piece, origin)| {
        let own = found.note(What::of(piece), Some(piece));
        match (origin, &piece.material.name, piece.material.says) {
            // The tag is about the source at hand, and says nothing of the one behind it.
            (Origin::Source(end), None, None) if *end != piece.source => found.note(What::Source(*end), None),
            _ => own,
        }
    });
    let rests_on = rests_on.collect();
    let seen = found.all.iter().map(|it| match (it.tag.or(it.says), &it.what) {
        (Some(state), _) => state.is_public(),
        (None, What::Source(at)) => question.sources.get(*at).is_some_and(|source| source.public),
        (None, What::Named(_)) => false,
    });
    (rests_on, seen.collect())
}
