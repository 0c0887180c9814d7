//! Figures of one quantity side by side: who asserts what, as ranges to one scale, each pair set
//! against each other, and shares worked out.

use super::compare::Apart;
use super::{Arithmetic, Comparison, compare, plain, quantity, share};
use crate::domain::rows::Place;
use crate::domain::{Figure, Key};
use std::collections::{BTreeSet, HashMap};

/// How many figures of one quantity are set against each other: pairs grow with the square.
const PAIRED: usize = 60;

/// A figure, and what a reader must know beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// Its key.
    pub key: Key,
    /// The record.
    pub figure: Figure,
    /// Who asserts it.
    pub by: Option<String>,
    /// The claim or the piece of evidence it belongs to.
    pub place: Option<Place>,
    /// The figures it can be worked out from: key and record of the part and of the whole.
    pub share_of: Vec<[(Key, Figure); 2]>,
}

/// All figures of one quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The quantity, as the first of them has it.
    pub quantity: String,
    /// The figures, in the order of the case.
    pub figures: Vec<Entered>,
    /// Pairs, by their places among the figures.
    pub pairs: Vec<(usize, usize, Comparison)>,
    /// Shares worked out: the figure, the keys of part and whole, the calculation.
    pub shares: Vec<(usize, Key, Key, Arithmetic)>,
    /// Whether there are too many figures to set every pair against each other.
    pub cut: bool,
}

/// Puts figures together by quantity, in the order in which each comes first.
#[must_use]
pub fn grids(figures: Vec<Entered>) -> Vec<Grid> {
    let mut names: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut grids: Vec<Grid> = Vec::new();
    for entered in figures {
        let at = *names.entry(quantity(&entered.figure)).or_insert_with(|| {
            let figure = &entered.figure;
            let quantity = figure.quantity.clone().unwrap_or_else(|| figure.measures.clone());
            grids.push(Grid {
                quantity,
                figures: Vec::new(),
                pairs: Vec::new(),
                shares: Vec::new(),
                cut: false,
            });
            grids.len() - 1
        });
        grids[at].figures.push(entered);
    }
    for grid in &mut grids {
        grid.fill();
    }
    grids
}

impl Grid {
    /// Whether it has nothing to set side by side: one figure, and no share to work out.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.figures.len() == 1 && self.shares.is_empty()
    }

    fn fill(&mut self) {
        self.cut = self.figures.len() > PAIRED;
        for (at, one) in self.figures.iter().enumerate() {
            for (behind, other) in self.figures.iter().enumerate().take(PAIRED).skip(at + 1) {
                self.pairs.push((at, behind, compare(&one.figure, &other.figure)));
            }
            for [(part_key, part), (whole_key, whole)] in &one.share_of {
                if let Some(found) = share(part, whole) {
                    self.shares.push((at, part_key.clone(), whole_key.clone(), found));
                }
            }
        }
    }

    /// Pairs that can be set against each other.
    pub fn comparable(&self) -> impl Iterator<Item = &(usize, usize, Comparison)> {
        self.pairs.iter().filter(|(.., found)| found.apart.is_none())
    }

    /// Why others cannot, each reason once, in a line: "not comparable, another period: F-1 and F-2 (a year);
    /// F-3 (six months)".
    #[must_use]
    pub fn not_comparable(&self) -> Vec<String> {
        let mut beside: HashMap<usize, Vec<usize>> = HashMap::new();
        for (one, other, _) in self.comparable() {
            beside.entry(*one).or_default().push(*other);
            beside.entry(*other).or_default().push(*one);
        }
        let mut lines = Vec::new();
        for apart in Apart::ALL {
            let of_reason = self.pairs.iter().filter(|(.., found)| found.apart == Some(*apart));
            let members: BTreeSet<usize> = of_reason.flat_map(|(one, other, _)| [*one, *other]).collect();
            // Figures that say the same of this, and those that can be compared all the same.
            let mut classes: Vec<Class> = Vec::new();
            let (mut by_words, mut by_member) = (HashMap::new(), HashMap::new());
            for at in members {
                let says = apart.of(&self.figures[at].figure);
                let plainly = says.as_deref().map(plain);
                let others = beside.get(&at).into_iter().flatten().filter_map(|other| by_member.get(other));
                let known = by_words.get(&plainly).into_iter().chain(others).min().copied();
                let class = known.unwrap_or_else(|| {
                    classes.push(Class::default());
                    classes.len() - 1
                });
                classes[class].add(at, says, plainly.clone());
                by_words.entry(plainly).or_insert(class);
                by_member.insert(at, class);
            }
            if !classes.is_empty() {
                let classes: Vec<String> = classes.iter().map(|class| self.class(class)).collect();
                lines.push(format!("not comparable, {}: {}", apart.reason(), classes.join("; ")));
            }
        }
        lines
    }

    /// Figures of one class, those that say the same together.
    fn class(&self, class: &Class) -> String {
        let said = class.0.iter().map(|Said { says, members, .. }| {
            let keys: Vec<String> = members.iter().map(|at| self.figures[*at].key.to_string()).collect();
            let says = says.as_ref().map(|says| format!(" ({says})")).unwrap_or_default();
            match keys.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} and {last}{says}", rest.join(", ")),
                _ => format!("{}{says}", keys.concat()),
            }
        });
        said.collect::<Vec<_>>().join(" with ")
    }
}

/// Figures that can stand beside each other, by what they say of that which keeps others apart.
#[derive(Default)]
struct Class(Vec<Said>);

struct Said {
    /// In the words of the first that says so; none for those that say nothing.
    says: Option<String>,
    plainly: Option<String>,
    members: Vec<usize>,
}

impl Class {
    fn add(&mut self, at: usize, says: Option<String>, plainly: Option<String>) {
        match self.0.iter_mut().find(|said| said.plainly == plainly) {
            Some(said) => said.members.push(at),
            None => self.0.push(Said { says, plainly, members: vec![at] }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use serde_json::json;

    #[test]
    fn one_reason_is_said_once_for_all() {
        let figure = |at: u64, period: &str| Entered {
            key: Key::new(Kind::Figure, at),
            figure: serde_json::from_value(
                json!({"measures": "m", "quantity": "q", "period": period, "low": at,
                "unit": "USD", "qualifier": "exact"}),
            )
            .unwrap(),
            by: None,
            place: None,
            share_of: Vec::new(),
        };
        let periods = ["a year", "six months", "a year", "a month", "A year."];
        let grid = grids((1..).zip(periods).map(|(at, period)| figure(at, period)).collect()).remove(0);
        assert_eq!(grid.pairs.len(), 10);
        assert_eq!(grid.comparable().count(), 3);
        assert_eq!(
            grid.not_comparable(),
            ["not comparable, another period: F-1, F-3 and F-5 (a year); F-2 (six months); F-4 (a month)"]
        );
    }

    #[test]
    fn what_can_be_compared_all_the_same_keeps_its_own_words() {
        let figure = |at: u64, measures: &str, low: u64| Entered {
            key: Key::new(Kind::Figure, at),
            figure: serde_json::from_value(
                json!({"measures": measures, "quantity": "pay", "population": "agents",
                "low": low, "unit": "USD", "qualifier": "exact"}),
            )
            .unwrap(),
            by: None,
            place: None,
            share_of: Vec::new(),
        };
        let grid =
            grids(vec![figure(1, "killing", 50), figure(2, "attacks", 50), figure(3, "names", 2)]).remove(0);
        assert_eq!(
            grid.not_comparable(),
            ["not comparable, another measure: F-1 (killing) with F-2 (attacks); F-3 (names)"]
        );
    }
}
