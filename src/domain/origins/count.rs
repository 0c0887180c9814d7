//! Counting origins, side by side. See the [module](super) for the rules.

use super::duplicates::duplicates;
use super::graph::{Graph, Rest};
use super::question::{Piece, Question};
use super::speaks_for_itself;
use crate::domain::Stance;
use crate::domain::words::Naming;
use std::collections::{BTreeMap, BTreeSet};

/// Why an origin is not established.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unresolved {
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
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said(why) => why,
            Self::NotRecorded(_) => "not recorded",
            Self::OneOfSeveral => "its source draws on several, and which one this rests on is not recorded",
            Self::Anonymous => "anonymous",
            Self::Unattributed => "not attributed to anyone",
        })
    }
}

/// Where a piece of evidence comes from in the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A source.
    Source(usize),
    /// A party's own word.
    Party(usize),
    /// Not established.
    Unresolved(Unresolved),
    /// Sources that draw on each other: the first of the circle.
    Circular(usize),
}

/// The two sides of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Evidence that supports.
    Supporting,
    /// Evidence that disputes.
    Disputing,
}

/// What stands behind one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sources the side's evidence stands in.
    pub sources: usize,
    /// Established origins that are independent of each other and of the claimant.
    pub established: usize,
    /// Established origins that are the claimant, or belong to or speak for it.
    pub interested: usize,
    /// Origins that are not established, no more of them than speakers or sources they stand in.
    pub unresolved: usize,
    /// Circles of sources that draw on each other and on nothing else.
    pub circular: usize,
}

/// Sources that draw on one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Which, in order.
    pub sources: Vec<usize>,
    /// Whether one of them draws on a source outside the circle as well.
    pub leads_out: bool,
}

/// The origins of a claim's evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighed {
    /// The origin of each piece, in the order of the pieces.
    pub origins: Vec<Origin>,
    /// Whether the origin of each piece is an interested party.
    pub interested: Vec<bool>,
    /// What stands behind the claim. *Repeats* does not.
    pub supporting: Tally,
    /// What stands against it.
    pub disputing: Tally,
    /// Circles among the sources.
    pub circles: Vec<Circle>,
    /// Sources that are one: the same page or the same document, each list in order.
    pub duplicates: Vec<Vec<usize>>,
}

impl Tally {
    /// In words: "2 sources: 1 established origin, 1 interested party, 2 unresolved".
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.sources == 0 {
            return "no evidence".to_owned();
        }
        // No established origin is worth a word too: silence would read as one.
        let none = if self.established == 0 { "0 established origins, " } else { "" };
        let sources = if self.sources == 1 { "source" } else { "sources" };
        format!("{} {sources}: {none}{}", self.sources, self.short()).trim_end_matches(", ").to_owned()
    }

    /// In a few words, without the sources: "1 established origin, 1 interested party".
    #[must_use]
    pub fn short(&self) -> String {
        let some = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let parts = [
            some(self.established, "established origin", "established origins"),
            some(self.interested, "interested party", "interested parties"),
            some(self.unresolved, "unresolved", "unresolved"),
            some(self.circular, "circle", "circles"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Weighed {
    /// What would stand on either side, supporting and disputing, where only the pieces at these places
    /// counted.
    #[must_use]
    pub fn only(&self, question: &Question, counts: impl Fn(usize) -> bool) -> (Tally, Tally) {
        let same = one_for_each(question.sources.len(), &self.duplicates);
        let tally = |stance| self.tally(question, &same, stance, &counts);
        (tally(Stance::Supports), tally(Stance::Disputes))
    }

    fn tally(
        &self,
        question: &Question,
        same: &[usize],
        stance: Stance,
        counts: &impl Fn(usize) -> bool,
    ) -> Tally {
        let side: Vec<usize> = (0..question.pieces.len())
            .filter(|at| question.pieces[*at].stance == stance && counts(*at))
            .collect();
        count(question, &self.origins, &self.interested, same, &side)
    }
}

/// For each source the one that stands for it, where several are one.
fn one_for_each(sources: usize, duplicates: &[Vec<usize>]) -> Vec<usize> {
    let mut same: Vec<usize> = (0..sources).collect();
    for class in duplicates {
        for source in class {
            same[*source] = class[0];
        }
    }
    same
}

/// What makes two origins one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Voice(usize),
    Source(usize),
}

/// Counts the origins of a claim's evidence.
#[must_use]
pub fn weigh(question: &Question) -> Weighed {
    let graph = Graph::new(question.sources.len(), &question.derivations);
    let rests = graph.rests();
    let duplicates = duplicates(&question.sources);
    let origins: Vec<Origin> = question.pieces.iter().map(|piece| origin(question, &rests, piece)).collect();
    let interested: Vec<bool> = origins
        .iter()
        .map(|origin| match (speaker(question, origin), question.claimant) {
            (Some(voice), Some(claimant)) => {
                above(question, voice).any(|v| v == claimant) || above(question, claimant).any(|c| c == voice)
            }
            _ => false,
        })
        .collect();
    let circles = circles(&graph);
    let mut found = Weighed { circles, origins, interested, duplicates, ..Weighed::default() };
    (found.supporting, found.disputing) = found.only(question, |_| true);
    found
}

fn circles(graph: &Graph) -> Vec<Circle> {
    let of = graph.circles();
    let mut found: BTreeMap<usize, Circle> = BTreeMap::new();
    for (source, first) in of.iter().enumerate() {
        let Some(first) = first else { continue };
        let circle = found.entry(*first).or_insert_with(|| Circle { sources: Vec::new(), leads_out: false });
        circle.sources.push(source);
        circle.leads_out |= graph.draws_on(source).iter().any(|onto| of[*onto] != Some(*first));
    }
    found.into_values().collect()
}

fn origin(question: &Question, rests: &[Rest], piece: &Piece) -> Origin {
    let found = if let Some(why) = &piece.unresolved {
        Origin::Unresolved(Unresolved::Said(why.clone()))
    } else if let Some(source) = piece.origin {
        Origin::Source(source)
    } else if let Some(party) = piece.party {
        Origin::Party(party)
    } else {
        match rests.get(piece.source) {
            Some(Rest::Several) => Origin::Unresolved(Unresolved::OneOfSeveral),
            Some(Rest::Circle(first)) => Origin::Circular(*first),
            Some(Rest::On(end)) => behind(question, *end),
            Some(Rest::Itself) | None => behind(question, piece.source),
        }
    };
    match (&found, speaker(question, &found).map(|voice| question.voices[voice].naming)) {
        (_, Some(Naming::Anonymous)) => Origin::Unresolved(Unresolved::Anonymous),
        (Origin::Party(_), Some(Naming::Unattributed)) => Origin::Unresolved(Unresolved::Unattributed),
        _ => found,
    }
}

/// A source with nothing recorded behind it.
fn behind(question: &Question, source: usize) -> Origin {
    match question.sources.get(source) {
        Some(node) if node.party.is_some() || node.kind.as_deref().is_some_and(speaks_for_itself) => {
            Origin::Source(source)
        }
        _ => Origin::Unresolved(Unresolved::NotRecorded(source)),
    }
}

/// Who speaks in an established origin.
pub(super) fn speaker(question: &Question, origin: &Origin) -> Option<usize> {
    let voice = match origin {
        Origin::Source(source) => question.sources.get(*source)?.party?,
        Origin::Party(party) => *party,
        Origin::Unresolved(_) | Origin::Circular(_) => return None,
    };
    (voice < question.voices.len()).then_some(voice)
}

/// How many parties may stand above one another: more than that is a circle.
const RANKS: usize = 32;

/// A party and all it belongs to.
fn above(question: &Question, voice: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(voice), |at| question.voices.get(*at)?.of).take(RANKS)
}

fn count(
    question: &Question,
    origins: &[Origin],
    interested: &[bool],
    same: &[usize],
    side: &[usize],
) -> Tally {
    let mut voices: BTreeSet<usize> = BTreeSet::new();
    let mut found: [BTreeSet<Identity>; 3] = Default::default();
    let [established, own, unresolved] = &mut found;
    let mut circular = BTreeSet::new();
    let identity = |origin: &Origin| match (speaker(question, origin), origin) {
        (Some(voice), _) => Some(Identity::Voice(voice)),
        (None, Origin::Source(source)) => {
            Some(Identity::Source(same.get(*source).copied().unwrap_or(*source)))
        }
        (None, _) => None,
    };
    for at in side {
        let (piece, origin) = (&question.pieces[*at], &origins[*at]);
        match origin {
            Origin::Circular(first) => {
                circular.insert(*first);
            }
            Origin::Unresolved(why) => {
                // Outlets that relay one source of which nothing is known are one voice all the same.
                let last = match why {
                    Unresolved::NotRecorded(end) => *end,
                    _ => piece.source,
                };
                let stands = same.get(last).copied().unwrap_or(last);
                unresolved.insert(piece.party.map_or(Identity::Source(stands), Identity::Voice));
            }
            _ => {
                let who = identity(origin);
                if let Some(Identity::Voice(voice)) = who {
                    voices.insert(voice);
                }
                if interested[*at] { own.extend(who) } else { established.extend(who) }
            }
        }
    }
    // A party that belongs to another one who speaks as well is that one's voice.
    let voice = |who: &Identity| match who {
        Identity::Voice(at) => {
            let speaking = above(question, *at).filter(|up| voices.contains(up));
            let round = above(question, *at).count() == RANKS;
            Identity::Voice(if round { speaking.min() } else { speaking.last() }.unwrap_or(*at))
        }
        source => *source,
    };
    let distinct = |all: &BTreeSet<Identity>| all.iter().map(voice).collect::<BTreeSet<_>>().len();
    Tally {
        sources: side.iter().map(|at| question.pieces[*at].source).collect::<BTreeSet<_>>().len(),
        established: distinct(established),
        interested: distinct(own),
        unresolved: unresolved.len(),
        circular: circular.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::origins::{SourceNode, Voice};

    fn voice(naming: Naming, of: Option<usize>) -> Voice {
        Voice { naming, of }
    }

    fn source(kind: &str, party: Option<usize>) -> SourceNode {
        SourceNode { party, kind: Some(kind.to_owned()), ..SourceNode::default() }
    }

    fn piece(stance: Stance, source: usize) -> Piece {
        Piece { stance, source, party: None, origin: None, unresolved: None }
    }

    /// An agency's release (0), three papers that relay it (1 to 3), a paper that says nothing of
    /// where it has it from (4), an expert (5), an agency's officer (6), one anonymous (7).
    fn question() -> Question {
        Question {
            claimant: Some(0),
            voices: vec![
                voice(Naming::Named, None),
                voice(Naming::Named, None),
                voice(Naming::RoleOnly, Some(0)),
                voice(Naming::Anonymous, None),
            ],
            sources: vec![
                source("official-release", Some(0)),
                source("news-report", None),
                source("news-report", None),
                source("news-report", None),
                source("news-report", None),
                source("expert-comment", Some(1)),
                source("interview", Some(2)),
                source("interview", Some(3)),
            ],
            derivations: vec![(1, 0), (2, 0), (3, 2)],
            pieces: Vec::new(),
        }
    }

    #[test]
    fn outlets_that_relay_one_release_are_one_interested_party() {
        let mut question = question();
        question.pieces = (0..4).map(|at| piece(Stance::Supports, at)).collect();
        let found = weigh(&question);
        assert_eq!(found.supporting, Tally { sources: 4, interested: 1, ..Tally::default() });
        assert!(found.interested.iter().all(|it| *it));
        question.claimant = None;
        assert_eq!(weigh(&question).supporting, Tally { sources: 4, established: 1, ..Tally::default() });
    }

    #[test]
    fn repeats_and_context_count_for_nothing() {
        let mut question = question();
        question.pieces = vec![piece(Stance::Repeats, 1), piece(Stance::Context, 5)];
        let found = weigh(&question);
        assert_eq!((found.supporting, found.disputing), (Tally::default(), Tally::default()));
    }

    #[test]
    fn silence_is_not_independence() {
        let mut question = question();
        question.pieces =
            vec![piece(Stance::Disputes, 4), piece(Stance::Disputes, 5), piece(Stance::Disputes, 7)];
        let found = weigh(&question);
        assert_eq!(found.disputing, Tally { sources: 3, established: 1, unresolved: 2, ..Tally::default() });
        assert_eq!(found.origins[0], Origin::Unresolved(Unresolved::NotRecorded(4)));
        assert_eq!(found.origins[2], Origin::Unresolved(Unresolved::Anonymous));
    }

    #[test]
    fn one_party_in_three_outlets_is_one_voice_and_an_officer_speaks_for_the_agency() {
        let mut question = question();
        question.claimant = None;
        question.pieces =
            [1, 2, 4].map(|at| Piece { party: Some(1), ..piece(Stance::Supports, at) }).to_vec();
        assert_eq!(weigh(&question).supporting.established, 1);
        question.pieces = vec![piece(Stance::Supports, 0), piece(Stance::Supports, 6)];
        assert_eq!(weigh(&question).supporting.established, 1);
        question.pieces = vec![piece(Stance::Supports, 5), piece(Stance::Supports, 6)];
        assert_eq!(weigh(&question).supporting.established, 2);
        question.claimant = Some(0);
        let found = weigh(&question).supporting;
        assert_eq!((found.established, found.interested), (1, 1));
    }

    #[test]
    fn what_is_recorded_for_a_piece_comes_before_what_its_source_draws_on() {
        let mut question = question();
        let said =
            Piece { unresolved: Some("not named".into()), party: Some(1), ..piece(Stance::Supports, 1) };
        let rests = Piece { origin: Some(5), ..piece(Stance::Supports, 1) };
        question.pieces = vec![said, rests];
        let found = weigh(&question);
        assert_eq!(found.origins[0], Origin::Unresolved(Unresolved::Said("not named".into())));
        assert_eq!(found.origins[1], Origin::Source(5));
        assert_eq!((found.supporting.established, found.supporting.unresolved), (1, 1));
    }

    #[test]
    fn a_circle_is_named_and_supports_nothing() {
        let mut question = question();
        question.derivations = vec![(1, 2), (2, 1), (3, 1)];
        question.pieces = (1..4).map(|at| piece(Stance::Supports, at)).collect();
        let found = weigh(&question);
        assert_eq!(found.supporting, Tally { sources: 3, circular: 1, ..Tally::default() });
        assert_eq!(found.circles, [Circle { sources: vec![1, 2], leads_out: false }]);
        question.derivations.push((2, 5));
        let found = weigh(&question);
        assert_eq!(found.supporting, Tally { sources: 3, established: 1, ..Tally::default() });
        assert_eq!(found.circles, [Circle { sources: vec![1, 2], leads_out: true }]);
    }

    #[test]
    fn outlets_that_relay_a_source_of_which_nothing_is_known_are_one_unresolved_origin() {
        let mut question = question();
        question.derivations = vec![(1, 4), (2, 1), (3, 4)];
        question.pieces = [1, 2, 3, 4, 7].map(|at| piece(Stance::Supports, at)).to_vec();
        let found = weigh(&question);
        assert_eq!(found.supporting, Tally { sources: 5, unresolved: 2, ..Tally::default() });
        assert!(
            found.origins[..4].iter().all(|origin| *origin == Origin::Unresolved(Unresolved::NotRecorded(4)))
        );
    }

    #[test]
    fn one_page_or_one_document_is_one_source_twice() {
        let mut question = question();
        question.sources[5].party = None;
        for (at, url) in [(4, "https://example.org/a"), (5, "http://www.example.org/a/#b")] {
            question.sources[at].url = Some(url.into());
            question.sources[at].kind = Some("record".into());
        }
        question.sources[6].sha256 = Some("AB".into());
        question.sources[7].sha256 = Some("ab".into());
        question.pieces = vec![piece(Stance::Supports, 4), piece(Stance::Supports, 5)];
        let found = weigh(&question);
        assert_eq!(found.duplicates, [vec![4, 5], vec![6, 7]]);
        assert_eq!(found.supporting.established, 1);
    }

    #[test]
    fn parties_that_belong_to_each_other_end() {
        let mut question = question();
        question.voices[0].of = Some(1);
        question.voices[1].of = Some(0);
        question.pieces = vec![piece(Stance::Supports, 0), piece(Stance::Supports, 5)];
        assert_eq!(weigh(&question).supporting.interested, 1);
    }
}
