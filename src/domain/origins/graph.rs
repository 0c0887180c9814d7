//! Where sources lead that draw on one another: a walk over all derivations, in time linear in
//! their number and without recursion, so that no chain is too long.

/// What a source rests on in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rest {
    /// It draws on nothing that is recorded.
    Itself,
    /// All it draws on comes from this one source.
    On(usize),
    /// It draws on several sources that come from different ones; which of them a piece of evidence
    /// rests on is not recorded.
    Several,
    /// It ends in a circle: sources that draw on each other and on nothing else. This is the first
    /// of them; two sources that end in the same circle name the same one.
    Circle(usize),
}

/// Sources, counted from 0, and which draws on which.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Where the edges of each source begin in `to`; one more than there are sources.
    begin: Vec<usize>,
    to: Vec<usize>,
}

impl Graph {
    /// A graph of `sources` sources; each edge leads from a source to one it draws on. Edges to or
    /// from a source that is not there are left out.
    #[must_use]
    pub fn new(sources: usize, edges: &[(usize, usize)]) -> Self {
        let inside = |edge: &&(usize, usize)| edge.0 < sources && edge.1 < sources;
        let mut begin = vec![0; sources + 1];
        for (from, _) in edges.iter().filter(inside) {
            begin[from + 1] += 1;
        }
        for at in 0..sources {
            begin[at + 1] += begin[at];
        }
        let mut next = begin.clone();
        let mut to = vec![0; begin[sources]];
        for (from, onto) in edges.iter().filter(inside) {
            to[next[*from]] = *onto;
            next[*from] += 1;
        }
        Self { begin, to }
    }

    /// How many sources there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.begin.len().saturating_sub(1)
    }

    /// Whether there is no source.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a source draws on, as recorded.
    #[must_use]
    pub fn draws_on(&self, source: usize) -> &[usize] {
        &self.to[self.begin[source]..self.begin[source + 1]]
    }

    /// The circle that each source is part of: the first source in it; none for a source that does
    /// not, by whatever way, draw on itself.
    #[must_use]
    pub fn circles(&self) -> Vec<Option<usize>> {
        let groups = self.groups();
        let mut first = vec![None; self.len()];
        for group in groups.all() {
            let lowest = group.iter().copied().min();
            if let [alone] = group
                && !self.draws_on(*alone).contains(alone)
            {
                continue;
            }
            for source in group {
                first[*source] = lowest;
            }
        }
        first
    }

    /// What each source rests on in the end.
    #[must_use]
    pub fn rests(&self) -> Vec<Rest> {
        let groups = self.groups();
        let mut rests = vec![Rest::Itself; self.len()];
        // A group comes after all the groups it draws on.
        for (at, group) in groups.all().enumerate() {
            let mut beyond: Option<Rest> = None;
            let mut draws = false;
            for source in group {
                for onto in self.draws_on(*source) {
                    draws = true;
                    if groups.of[*onto] == at {
                        continue;
                    }
                    let end = match rests[*onto] {
                        Rest::Itself => Rest::On(*onto),
                        known => known,
                    };
                    beyond = Some(match beyond {
                        Some(other) if other != end => Rest::Several,
                        _ => end,
                    });
                }
            }
            let rest = match (beyond, draws, group.iter().copied().min()) {
                (Some(rest), ..) => rest,
                (None, true, Some(lowest)) => Rest::Circle(lowest),
                _ => Rest::Itself,
            };
            for source in group {
                rests[*source] = rest;
            }
        }
        rests
    }

    /// Groups of sources that draw on each other (strongly connected components, after Tarjan 1972,
    /// with a stack of its own).
    fn groups(&self) -> Groups {
        const NEW: usize = usize::MAX;
        let n = self.len();
        let (mut index, mut low) = (vec![NEW; n], vec![0; n]);
        let mut groups = Groups { of: vec![NEW; n], members: Vec::with_capacity(n), ends: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut count = 0;
        for root in 0..n {
            if index[root] != NEW {
                continue;
            }
            path.push((root, self.begin[root]));
            while let Some((at, edge)) = path.last_mut() {
                let at = *at;
                if index[at] == NEW {
                    index[at] = count;
                    low[at] = count;
                    count += 1;
                    open.push(at);
                }
                if *edge < self.begin[at + 1] {
                    let onto = self.to[*edge];
                    *edge += 1;
                    if index[onto] == NEW {
                        path.push((onto, self.begin[onto]));
                    } else if groups.of[onto] == NEW {
                        low[at] = low[at].min(index[onto]);
                    }
                    continue;
                }
                path.pop();
                if let Some((above, _)) = path.last() {
                    low[*above] = low[*above].min(low[at]);
                }
                if low[at] == index[at] {
                    groups.close(&mut open, at);
                }
            }
        }
        groups
    }
}

/// Groups in an order in which each comes after those it draws on.
struct Groups {
    of: Vec<usize>,
    members: Vec<usize>,
    ends: Vec<usize>,
}

impl Groups {
    /// Everything opened since `root` is one group.
    fn close(&mut self, open: &mut Vec<usize>, root: usize) {
        while let Some(member) = open.pop() {
            self.of[member] = self.ends.len();
            self.members.push(member);
            if member == root {
                break;
            }
        }
        self.ends.push(self.members.len());
    }

    fn all(&self) -> impl Iterator<Item = &[usize]> {
        (0..self.ends.len()).map(|at| {
            let begin = if at == 0 { 0 } else { self.ends[at - 1] };
            &self.members[begin..self.ends[at]]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_chain_a_fork_and_a_circle() {
        // 0 → 1 → 2; 3 → 2; 4 → 2 and 5; 6 ⇄ 7; 8 → 6; 9 → 9.
        let graph = Graph::new(10, &[(0, 1), (1, 2), (3, 2), (4, 2), (4, 5), (6, 7), (7, 6), (8, 6), (9, 9)]);
        use Rest::{Circle, Itself, On, Several};
        assert_eq!(
            graph.rests(),
            [On(2), On(2), Itself, On(2), Several, Itself, Circle(6), Circle(6), Circle(6), Circle(9)]
        );
        assert_eq!(graph.circles()[6..], [Some(6), Some(6), None, Some(9)]);
    }

    #[test]
    fn a_circle_with_a_way_out_rests_on_what_is_outside() {
        let graph = Graph::new(3, &[(0, 1), (1, 0), (1, 2)]);
        assert_eq!(graph.rests(), [Rest::On(2), Rest::On(2), Rest::Itself]);
        assert_eq!(graph.circles(), [Some(0), Some(0), None]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand() {
        let n = 100_000;
        let edges: Vec<_> = (0..n).map(|at| (at, at + 1)).collect();
        assert!(Graph::new(n + 1, &edges).rests()[..n].iter().all(|rest| *rest == Rest::On(n)));
        let round: Vec<_> = (0..n).map(|at| (at, (at + 1) % n)).collect();
        assert!(Graph::new(n, &round).rests().iter().all(|rest| *rest == Rest::Circle(0)));
    }

    /// By walking from every source for itself.
    fn plainly(graph: &Graph, from: usize) -> Rest {
        let reach = |from: usize| {
            let (mut seen, mut todo) = (BTreeSet::new(), vec![from]);
            while let Some(at) = todo.pop() {
                for onto in graph.draws_on(at) {
                    if seen.insert(*onto) {
                        todo.push(*onto);
                    }
                }
            }
            seen
        };
        let reached = reach(from);
        if reached.is_empty() {
            return Rest::Itself;
        }
        let mut ends = BTreeSet::new();
        for at in &reached {
            let beyond = reach(*at);
            if beyond.is_empty() {
                ends.insert((false, *at));
            } else if beyond.contains(at) && beyond.iter().all(|on| reach(*on).contains(at)) {
                ends.insert((true, beyond.iter().copied().min().unwrap()));
            }
        }
        match (ends.len(), ends.first()) {
            (1, Some((false, end))) => Rest::On(*end),
            (1, Some((true, first))) => Rest::Circle(*first),
            _ => Rest::Several,
        }
    }

    proptest! {
        #[test]
        fn as_a_plain_walk_has_it(n in 1usize..9, edges in prop::collection::vec((0usize..9, 0usize..9), 0..16)) {
            let graph = Graph::new(n, &edges);
            let rests = graph.rests();
            let circles = graph.circles();
            for at in 0..n {
                prop_assert_eq!(rests[at], plainly(&graph, at), "source {}", at);
                let round = (0..n).any(|mid| graph.draws_on(at).contains(&mid) && {
                    let mut seen = BTreeSet::from([mid]);
                    let mut todo = vec![mid];
                    while let Some(next) = todo.pop() {
                        for onto in graph.draws_on(next) {
                            if seen.insert(*onto) { todo.push(*onto); }
                        }
                    }
                    seen.contains(&at)
                });
                prop_assert_eq!(circles[at].is_some(), round, "circle of {}", at);
            }
        }
    }
}
