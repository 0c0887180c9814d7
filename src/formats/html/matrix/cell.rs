//! One cell of the matrix: the evidence for one claim in one source.

use crate::domain::report::Opinion;
use crate::domain::{Key, Stance};
use crate::formats::html::said::{Tag, differ_on_tags, tags};
use std::collections::BTreeMap;

/// The letters of tags in their order.
const LETTERS: [&str; 6] = ["R", "Rp", "W", "Wp", "D", "E"];

/// The evidence for one claim in one source, as far as it has been told.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// The place of the source among those followed.
    pub column: usize,
    /// By the place of the stance in [`Stance::ALL`].
    held: BTreeMap<usize, Held>,
}

/// The pieces of one stance.
#[derive(Debug, Default)]
struct Held {
    pieces: u64,
    undecided: u64,
    /// The tags any reviewer gave, by the place of their letter in [`LETTERS`].
    tags: BTreeMap<usize, Tag>,
    differ: bool,
}

impl Cell {
    pub fn new(column: usize) -> Self {
        Self { column, ..Self::default() }
    }

    /// A piece of evidence goes by.
    pub fn piece(&mut self, stance: Stance, said: &[Opinion]) {
        let place = Stance::ALL.iter().position(|its| *its == stance).unwrap_or_default();
        let held = self.held.entry(place).or_default();
        held.pieces += 1;
        held.undecided += u64::from(!said.iter().any(|opinion| opinion.annotation.is_decided()));
        held.differ |= differ_on_tags(said);
        for tag in said.iter().flat_map(|opinion| tags(&opinion.annotation)) {
            let order = LETTERS.iter().position(|letter| *letter == tag.letter);
            held.tags.insert(order.unwrap_or_default(), tag);
        }
    }
}

impl Held {
    /// How many pieces, what was said of them, and what was not.
    fn words(&self) -> String {
        let mut words: Vec<String> = self.tags.values().map(|tag| tag.words.clone()).collect();
        match self.undecided {
            0 => {}
            all if all == self.pieces => words.push("undecided".into()),
            some => words.push(format!("{some} undecided")),
        }
        if self.differ {
            words.push("the reviewers differ".into());
        }
        let times = if self.pieces > 1 { format!("×{} ", self.pieces) } else { String::new() };
        format!("{times}{}", words.join(", "))
    }
}

/// A cell as it is drawn.
#[derive(Debug)]
pub(super) struct CellView<'a> {
    pub x: usize,
    pub source: &'a Key,
    /// The stance that colours it; `mixed` where there are several.
    pub class: &'static str,
    /// The letters of the stances, and whether reviewers differ.
    pub letters: String,
    /// The style and the letter of each tag; for want of room without whether it is in part.
    pub tags: Vec<(&'static str, &'static str)>,
    /// Each stance, and in words what there is of it.
    pub stances: Vec<(Stance, String)>,
}

impl<'a> CellView<'a> {
    pub fn new(cell: &Cell, x: usize, source: &'a Key) -> Self {
        let held = cell.held.iter().filter_map(|(place, held)| Some((*Stance::ALL.get(*place)?, held)));
        let stances: Vec<(Stance, String)> = held.map(|(stance, held)| (stance, held.words())).collect();
        let mut letters: String = stances.iter().map(|(stance, _)| letter(*stance)).collect();
        if cell.held.values().any(|held| held.differ) {
            letters.push('≠');
        }
        let given: BTreeMap<usize, &Tag> =
            cell.held.values().flat_map(|held| held.tags.iter()).map(|(at, tag)| (*at, tag)).collect();
        let mut tags: Vec<_> =
            given.values().map(|tag| (tag.name, tag.letter.get(..1).unwrap_or_default())).collect();
        tags.dedup();
        let class = match stances.as_slice() {
            [(stance, _)] => stance.word(),
            _ => "mixed",
        };
        Self { x, source, class, letters, tags, stances }
    }
}

/// A stance as one letter.
pub(in crate::formats::html) const fn letter(stance: Stance) -> char {
    match stance {
        Stance::Supports => 'S',
        Stance::Repeats => 'R',
        Stance::Disputes => 'D',
        Stance::Context => 'C',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Access, Annotation, Kind};

    #[test]
    fn what_is_said_of_one_stance_is_not_said_of_another() {
        let said = |access| Opinion {
            id: Default::default(),
            reviewer: "r.lee".into(),
            annotation: Annotation { access, ..Annotation::default() },
            changed: "2025".parse().unwrap(),
        };
        let mut cell = Cell::new(0);
        cell.piece(Stance::Supports, &[said(Some(Access::Released)), said(Some(Access::Withheld))]);
        cell.piece(Stance::Supports, &[]);
        cell.piece(Stance::Disputes, &[said(None)]);
        let key = Key::new(Kind::Source, 1);
        let view = CellView::new(&cell, 0, &key);
        assert_eq!((view.letters.as_str(), view.class), ("SD≠", "mixed"));
        assert_eq!(view.tags, [("released", "R"), ("withheld", "W")]);
        let words: Vec<&str> = view.stances.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["×2 released, withheld, 1 undecided, the reviewers differ", "undecided"]);
    }
}
