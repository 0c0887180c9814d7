//! Counting origins, side by side. See the [module](super) for the rules.

use super::duplicates::duplicates;
use super::graph::Graph;
use super::origin::{Origin, RANKS, Untraced, above, origin, parties, speaker};
use super::question::Question;
use super::seen::materials;
use super::tally::{Tally, Traced};
use crate::domain::Stance;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Whether the origin of each piece has an interest in the claim.
    pub interested: Vec<bool>,
    /// Which material each piece rests on, counted from 0.
    pub rests_on: Vec<usize>,
    /// Whether anyone can inspect the material of each piece whose origin is traced.
    pub seen: Vec<bool>,
    /// What stands behind the claim. *Repeats* does not.
    pub supporting: Tally,
    /// What stands against it.
    pub disputing: Tally,
    /// Circles among the sources.
    pub circles: Vec<Circle>,
    /// Sources that are one: the same page or the same document, each list in order.
    pub duplicates: Vec<Vec<usize>>,
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
        count(question, self, same, &side)
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
    let parties = parties(question);
    let interested = origins
        .iter()
        .map(|origin| {
            speaker(question, origin)
                .is_some_and(|voice| above(question, voice).any(|at| parties.contains(&at)))
        })
        .collect();
    let (rests_on, inspected) = materials(question, &origins);
    let seen =
        origins.iter().zip(&rests_on).map(|(origin, at)| origin.is_traced() && inspected[*at]).collect();
    let circles = circles(&graph);
    let mut found =
        Weighed { circles, origins, interested, rests_on, seen, duplicates, ..Weighed::default() };
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

fn count(question: &Question, weighed: &Weighed, same: &[usize], side: &[usize]) -> Tally {
    let mut voices: BTreeSet<usize> = BTreeSet::new();
    let mut untraced = BTreeSet::new();
    let mut circular = BTreeSet::new();
    // Of those without an interest and of those with one: which, and which of them are seen.
    let mut found: [[BTreeSet<Identity>; 2]; 2] = Default::default();
    let identity = |origin: &Origin| match (speaker(question, origin), origin) {
        (Some(voice), _) => Some(Identity::Voice(voice)),
        (None, Origin::Source(source)) => {
            Some(Identity::Source(same.get(*source).copied().unwrap_or(*source)))
        }
        (None, _) => None,
    };
    for at in side {
        let (piece, origin) = (&question.pieces[*at], &weighed.origins[*at]);
        match origin {
            Origin::Circular(first) => {
                circular.insert(*first);
            }
            Origin::Untraced(why) => {
                // Outlets that relay one source of which nothing is known are one voice all the same.
                let last = match why {
                    Untraced::NotRecorded(end) | Untraced::Unplaced(end, _) => *end,
                    _ => piece.source,
                };
                let stands = same.get(last).copied().unwrap_or(last);
                untraced.insert(piece.party.map_or(Identity::Source(stands), Identity::Voice));
            }
            _ => {
                let who = identity(origin);
                if let Some(Identity::Voice(voice)) = who {
                    voices.insert(voice);
                }
                let [all, seen] = &mut found[usize::from(weighed.interested[*at])];
                all.extend(who);
                seen.extend(who.filter(|_| weighed.seen[*at]));
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
    let [traced, interested] =
        found.map(|[all, seen]| Traced { origins: distinct(&all), seen: distinct(&seen) });
    Tally {
        sources: side.iter().map(|at| question.pieces[*at].source).collect::<BTreeSet<_>>().len(),
        traced,
        interested,
        untraced: untraced.len(),
        circular: circular.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::origins::{EvidenceNode, Material, SourceNode, Voice};
    use crate::domain::words::{Holding, Naming};

    fn voice(naming: Naming, of: Option<usize>) -> Voice {
        Voice { naming, of, speaks_for: of.is_some() }
    }

    fn source(kind: &str, party: Option<usize>) -> SourceNode {
        SourceNode { party, kind: Some(kind.to_owned()), placed: true, ..SourceNode::default() }
    }

    fn piece(stance: Stance, source: usize) -> EvidenceNode {
        EvidenceNode::new(stance, source)
    }

    fn unseen(origins: usize) -> Traced {
        Traced { origins, seen: 0 }
    }

    /// An agency's release (0), three papers that relay it (1 to 3), a paper that says nothing of
    /// where it has it from (4), an expert (5), an agency's officer (6), one anonymous (7).
    fn question() -> Question {
        Question {
            claimant: Some(0),
            concerns: Vec::new(),
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
        assert_eq!(found.supporting, Tally { sources: 4, interested: unseen(1), ..Tally::default() });
        assert!(found.interested.iter().all(|it| *it));
        question.claimant = None;
        assert_eq!(weigh(&question).supporting, Tally { sources: 4, traced: unseen(1), ..Tally::default() });
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
        assert_eq!(found.disputing, Tally { sources: 3, traced: unseen(1), untraced: 2, ..Tally::default() });
        assert_eq!(found.origins[0], Origin::Untraced(Untraced::NotRecorded(4)));
        assert_eq!(found.origins[2], Origin::Untraced(Untraced::Anonymous));
    }

    #[test]
    fn one_party_in_three_outlets_is_one_voice_and_an_officer_speaks_for_the_agency() {
        let mut question = question();
        question.claimant = None;
        question.pieces =
            [1, 2, 4].map(|at| EvidenceNode { party: Some(1), ..piece(Stance::Supports, at) }).to_vec();
        assert_eq!(weigh(&question).supporting.traced.origins, 1);
        question.pieces = vec![piece(Stance::Supports, 0), piece(Stance::Supports, 6)];
        assert_eq!(weigh(&question).supporting.traced.origins, 1);
        question.pieces = vec![piece(Stance::Supports, 5), piece(Stance::Supports, 6)];
        assert_eq!(weigh(&question).supporting.traced.origins, 2);
        question.claimant = Some(0);
        let found = weigh(&question).supporting;
        assert_eq!((found.traced.origins, found.interested.origins), (1, 1));
    }

    #[test]
    fn what_is_recorded_for_a_piece_comes_before_what_its_source_draws_on() {
        let mut question = question();
        let said =
            EvidenceNode { untraced: Some("not named".into()), party: Some(1), ..piece(Stance::Supports, 1) };
        let rests = EvidenceNode { origin: Some(5), ..piece(Stance::Supports, 1) };
        question.pieces = vec![said, rests];
        let found = weigh(&question);
        assert_eq!(found.origins[0], Origin::Untraced(Untraced::Said("not named".into())));
        assert_eq!(found.origins[1], Origin::Source(5));
        assert_eq!((found.supporting.traced.origins, found.supporting.untraced), (1, 1));
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
        assert_eq!(found.supporting, Tally { sources: 3, traced: unseen(1), ..Tally::default() });
        assert_eq!(found.circles, [Circle { sources: vec![1, 2], leads_out: true }]);
    }

    #[test]
    fn outlets_that_relay_a_source_of_which_nothing_is_known_are_one_untraced_origin() {
        let mut question = question();
        question.derivations = vec![(1, 4), (2, 1), (3, 4)];
        question.pieces = [1, 2, 3, 4, 7].map(|at| piece(Stance::Supports, at)).to_vec();
        let found = weigh(&question);
        assert_eq!(found.supporting, Tally { sources: 5, untraced: 2, ..Tally::default() });
        assert!(
            found.origins[..4].iter().all(|origin| *origin == Origin::Untraced(Untraced::NotRecorded(4)))
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
        assert_eq!(found.supporting.traced.origins, 1);
    }

    #[test]
    fn parties_that_belong_to_each_other_end() {
        let mut question = question();
        question.voices[0].of = Some(1);
        question.voices[1].of = Some(0);
        question.pieces = vec![piece(Stance::Supports, 0), piece(Stance::Supports, 5)];
        assert_eq!(weigh(&question).supporting.interested.origins, 1);
    }

    #[test]
    fn whom_a_claim_concerns_has_an_interest_and_an_office_that_keeps_a_record_of_its_member_has_none() {
        let mut question = question();
        // A charge by another one (1) against the agency (0), which its officer (2) denies.
        (question.claimant, question.concerns) = (Some(1), vec![0]);
        question.pieces = vec![piece(Stance::Disputes, 0), piece(Stance::Disputes, 6)];
        let against = weigh(&question).disputing;
        assert_eq!((against.traced.origins, against.interested.origins), (0, 1));
        // The officer speaks for the agency: what either says of the other's claim is interested.
        (question.claimant, question.concerns) = (Some(2), vec![]);
        question.pieces = vec![piece(Stance::Supports, 0)];
        assert_eq!(weigh(&question).supporting.interested.origins, 1);
        // One who only belongs to it is borne out by what the agency keeps.
        question.voices[2].speaks_for = false;
        let found = weigh(&question).supporting;
        assert_eq!((found.traced.origins, found.interested.origins), (1, 0));
    }

    #[test]
    fn seen_is_what_the_reviewer_or_else_the_record_says_is_released() {
        let mut question = question();
        question.claimant = None;
        let named = |says, tag| EvidenceNode {
            material: Material { name: Some("the log".into()), says, ..Material::default() },
            tag,
            ..piece(Stance::Supports, 0)
        };
        let (released, withheld, part) = (Holding::Released, Holding::Withheld, Holding::InPart);
        for (it, public, seen) in [
            (named(None, None), true, 0),
            (named(Some(withheld), Some(released)), false, 1),
            (named(Some(withheld), Some(part)), false, 1),
            (named(Some(released), Some(withheld)), true, 0),
            (named(Some(part), None), false, 1),
            (piece(Stance::Supports, 0), true, 1),
            (piece(Stance::Supports, 0), false, 0),
            // The paper that relays it is released; the release itself is not for that.
            (EvidenceNode { tag: Some(released), ..piece(Stance::Supports, 1) }, false, 0),
        ] {
            question.sources[0].public = public;
            question.pieces = vec![it.clone()];
            assert_eq!(weigh(&question).supporting.traced, Traced { origins: 1, seen }, "{it:?}");
        }
    }

    #[test]
    fn what_is_seen_is_the_material_and_all_pieces_on_it_say_the_same() {
        let mut question = question();
        question.sources[0].public = true;
        let log = |holder: Option<&str>, says, tag| EvidenceNode {
            material: Material {
                name: Some("The log".into()),
                says,
                holder: holder.map(|holder| (None, holder.to_owned())),
            },
            tag,
            ..piece(Stance::Supports, 0)
        };
        let (released, withheld) = (Holding::Released, Holding::Withheld);
        question.pieces = vec![
            log(None, Some(withheld), None),
            log(Some("navy"), None, Some(released)),
            // Two may have things of one name.
            log(Some("army"), Some(withheld), None),
            piece(Stance::Repeats, 1),
        ];
        let found = weigh(&question);
        assert_eq!(found.seen, [true, true, false, true]);
        assert_eq!(found.rests_on[0], found.rests_on[1]);
        // Of several tags what is least public counts.
        question.pieces[0].tag = Some(withheld);
        assert_eq!(weigh(&question).seen, [false, false, false, true]);
        // A tag on the release itself is about all that rests on it.
        question.pieces.push(EvidenceNode { tag: Some(withheld), ..piece(Stance::Context, 0) });
        assert!(!weigh(&question).seen[3]);
    }

    #[test]
    fn an_unnamed_speaker_of_whom_it_is_not_known_where_they_spoke_is_not_traced() {
        let mut question = question();
        question.voices[1].naming = Naming::RoleOnly;
        question.pieces = vec![piece(Stance::Supports, 5)];
        assert_eq!(weigh(&question).supporting.traced.origins, 1);
        question.sources[5].placed = false;
        let unplaced = Untraced::Unplaced(5, Naming::RoleOnly);
        assert_eq!(weigh(&question).origins, [Origin::Untraced(unplaced)]);
        question.sources[5].kind = Some("court-record".into());
        assert_eq!(weigh(&question).supporting.traced.origins, 1);
    }

    #[test]
    fn a_side_is_told_in_a_line() {
        let tally = |traced, interested, untraced, circular| {
            Tally { sources: 1, traced, interested, untraced, circular }.sentence()
        };
        let none = Traced::default();
        assert_eq!(tally(none, none, 0, 0), "nobody");
        assert_eq!(tally(unseen(1), none, 2, 0), "1 traced, unseen; 2 untraced");
        assert_eq!(
            tally(Traced { origins: 3, seen: 1 }, Traced { origins: 2, seen: 2 }, 0, 1),
            "3 traced, 1 of them seen; 2 interested, seen; 1 circular"
        );
    }
}
