//! The ways that evidence took: from the source it stands in, source by source, to its origin.

use super::claim::ClaimOrigins;
use super::origin::{Origin, Untraced};
use crate::domain::words::Relation;
use std::collections::{HashMap, VecDeque};

/// How many next steps are remembered at once.
const REMEMBERED: usize = 1_000_000;
/// How many steps are walked at most. Beyond it a way is given without the steps between.
const WALKED: usize = 5_000_000;

/// Finds the ways of one claim's evidence. All that lead to one origin are found in one walk.
#[derive(Debug)]
pub struct Ways<'a> {
    origins: &'a ClaimOrigins,
    /// The derivations, by the source drawn on: where those of each begin; one more than there are.
    begin: Vec<usize>,
    edges: Vec<usize>,
    /// For each origin walked to, the next derivation on the way from each source that leads there.
    next: HashMap<usize, HashMap<usize, usize>>,
    remembered: usize,
    /// How many steps were taken in all walks.
    walked: usize,
}

impl<'a> Ways<'a> {
    pub(super) fn new(origins: &'a ClaimOrigins) -> Self {
        let derivations = &origins.question.derivations;
        let sources = origins.question.sources.len();
        let mut begin = vec![0; sources + 1];
        for (_, onto) in derivations {
            begin[onto + 1] += 1;
        }
        for at in 0..sources {
            begin[at + 1] += begin[at];
        }
        let mut place = begin.clone();
        let mut edges = vec![0; derivations.len()];
        for (edge, (_, onto)) in derivations.iter().enumerate() {
            edges[place[*onto]] = edge;
            place[*onto] += 1;
        }
        Self { origins, begin, edges, next: HashMap::new(), remembered: 0, walked: 0 }
    }

    /// The sources that one piece leads through, from the one it stands in to its origin, or to the last
    /// one that is recorded, each with how
    /// it draws on the next; none after the last. Of a longer way, the first `most` of them.
    pub fn of(&mut self, piece: usize, most: usize) -> Vec<(usize, Option<Relation>)> {
        let origins = self.origins;
        let from = origins.question.pieces[piece].source;
        let end = match origins.weighed.origins[piece] {
            Origin::Source(end)
            | Origin::Untraced(Untraced::NotRecorded(end) | Untraced::Unplaced(end, _)) => end,
            _ => return vec![(from, None)],
        };
        if from == end {
            return vec![(end, None)];
        }
        if !self.next.contains_key(&end) {
            if self.walked > WALKED {
                return vec![(from, None), (end, None)];
            }
            self.walk(end);
        }
        let next = &self.next[&end];
        let mut way = Vec::new();
        let mut here = from;
        while here != end {
            if way.len() == most {
                return way;
            }
            // Else it is recorded for the piece alone that it rests on that source.
            let Some(edge) = next.get(&here) else { return vec![(from, None), (end, None)] };
            way.push((here, Some(origins.relations[*edge])));
            here = origins.question.derivations[*edge].1;
        }
        way.push((end, None));
        way
    }

    /// Walks from an origin to all that draw on it, by the fewest steps.
    fn walk(&mut self, end: usize) {
        if self.remembered > REMEMBERED {
            (self.next, self.remembered) = (HashMap::new(), 0);
        }
        let mut next = HashMap::new();
        let mut open = VecDeque::from([end]);
        while let Some(here) = open.pop_front() {
            for edge in &self.edges[self.begin[here]..self.begin[here + 1]] {
                let from = self.origins.question.derivations[*edge].0;
                if from != end && !next.contains_key(&from) {
                    next.insert(from, *edge);
                    open.push_back(from);
                }
            }
        }
        self.walked += next.len() + 1;
        self.remembered += next.len() + 1;
        self.next.insert(end, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::origins::{EvidenceNode, Question, SourceNode, weigh};
    use crate::domain::{ItemId, Key, Kind, Stance};
    use proptest::prelude::*;

    /// A chain of `n` sources, the last of them its own evidence, and pieces in all of them.
    fn chain(n: usize) -> ClaimOrigins {
        let source = |at| SourceNode {
            kind: Some(if at + 1 == n { "letter" } else { "news-report" }.into()),
            ..SourceNode::default()
        };
        let question = Question {
            sources: (0..n).map(source).collect(),
            derivations: (1..n).map(|at| (at - 1, at)).collect(),
            pieces: (0..n).step_by(10).map(|source| EvidenceNode::new(Stance::Supports, source)).collect(),
            ..Question::default()
        };
        ClaimOrigins {
            weighed: weigh(&question),
            pieces: (0..question.pieces.len()).map(|at| Key::new(Kind::Evidence, at as u64 + 1)).collect(),
            ids: vec![ItemId::nil(); question.pieces.len()],
            sources: (0..n).map(|at| (Key::new(Kind::Source, at as u64 + 1), String::new())).collect(),
            relations: vec![Relation::Quotes; n - 1],
            question,
            ..ClaimOrigins::default()
        }
    }

    #[test]
    fn ten_thousand_pieces_over_a_chain_of_a_hundred_thousand() {
        let origins = chain(100_000);
        assert_eq!(origins.weighed.supporting.traced.origins, 1);
        let mut ways = origins.ways();
        assert_eq!(ways.of(0, usize::MAX).len(), 100_000);
        assert_eq!(ways.of(9_999, 20).len(), 10);
        assert_eq!(ways.of(0, 20).len(), 20);
        assert!(
            ways.of(9_000, usize::MAX).iter().rev().skip(1).all(|(_, how)| *how == Some(Relation::Quotes))
        );
        // One walk served all of them.
        assert_eq!((ways.next.len(), ways.remembered), (1, 100_000));
        assert_eq!(origins.tree().len(), 10_002);
    }

    /// The fewest steps from one source to another, by walking from the first.
    fn plainly(derivations: &[(usize, usize)], from: usize, end: usize) -> Option<usize> {
        let mut reached = std::collections::BTreeSet::from([from]);
        for steps in 0..=derivations.len() {
            if reached.contains(&end) {
                return Some(steps);
            }
            let next = derivations.iter().filter(|(a, _)| reached.contains(a)).map(|(_, b)| *b);
            let next: Vec<usize> = next.collect();
            reached.extend(next);
        }
        None
    }

    proptest! {
        #[test]
        fn a_way_is_the_shortest_there_is(
            n in 1usize..8,
            edges in prop::collection::vec((0usize..8, 0usize..8), 0..14),
            ends in prop::collection::vec(0usize..8, 1..6),
        ) {
            let mut origins = chain(n);
            origins.question.derivations = edges.into_iter().filter(|(a, b)| *a < n && *b < n).collect();
            origins.relations = vec![Relation::Relays; origins.question.derivations.len()];
            let piece = origins.question.pieces[0].clone();
            origins.question.pieces = (0..n).map(|source| EvidenceNode { source, ..piece.clone() }).collect();
            for end in ends.into_iter().filter(|end| *end < n) {
                origins.weighed.origins = vec![Origin::Source(end); n];
                let mut ways = origins.ways();
                for from in 0..n {
                    let way = ways.of(from, usize::MAX);
                    prop_assert_eq!((way[0].0, way.last().unwrap().0), (from, end));
                    let derivations = &origins.question.derivations;
                    match plainly(derivations, from, end) {
                        Some(steps) => {
                            prop_assert_eq!(way.len(), steps + 1);
                            for pair in way.windows(2) {
                                prop_assert!(derivations.contains(&(pair[0].0, pair[1].0)));
                                prop_assert!(pair[0].1.is_some());
                            }
                        }
                        None => prop_assert_eq!(way, [(from, None), (end, None)]),
                    }
                }
            }
        }
    }

    #[test]
    fn what_no_derivation_bears_out_rests_on_its_origin_alone() {
        let mut origins = chain(4);
        origins.question.derivations.remove(1);
        origins.relations.pop();
        origins.weighed.origins = vec![Origin::Source(3)];
        assert_eq!(origins.ways().of(0, 9), [(0, None), (3, None)]);
    }
}
