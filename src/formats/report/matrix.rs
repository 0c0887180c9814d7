//! The evidence matrix: claims by sources, gathered as the parts come.

use crate::domain::report::Opinion;
use crate::domain::rows::EvidenceRow;
use crate::domain::wording::counted;
use crate::domain::words::Reliability;
use crate::domain::{Key, Source, Stance};
use crate::formats::report::opinion::{Tag, differ_on_evidence, tags};
use crate::formats::report::words::{left_out, short};
use std::collections::BTreeMap;

/// At most this many claims have a row.
const ROWS: usize = 300;
/// The columns are chosen among at most this many sources.
const FOLLOWED: usize = 500;

/// The matrix, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    /// The rows, in the order of the case.
    pub rows: Vec<Row>,
    claims: usize,
    /// The sources that are followed, in the order in which they came.
    pub columns: Vec<Column>,
    at: BTreeMap<Key, usize>,
    /// Whether there were more sources than are followed.
    more: bool,
}

/// A claim.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its key.
    pub key: Key,
    /// Who claims it.
    pub claimant: String,
    /// Its label, or else as much of its text as may be needed.
    pub called: String,
    /// Where it has evidence.
    pub cells: Vec<Cell>,
}

/// A source.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its key.
    pub key: Key,
    /// As much of its title as may be needed.
    pub title: String,
    /// Its short name, or else its title.
    pub called: String,
    /// How reliable it is.
    pub reliability: Option<Reliability>,
    pieces: u64,
}

impl Matrix {
    /// Takes a claim.
    pub fn claim(&mut self, key: &Key, claimant: &str, called: &str) {
        self.claims += 1;
        if self.rows.len() < ROWS {
            let (key, claimant, called) = (key.clone(), short(claimant, 120), short(called, 400));
            self.rows.push(Row { key, claimant, called, cells: Vec::new() });
        }
    }

    /// Takes a piece of evidence for the last claim.
    pub fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) {
        if self.claims > self.rows.len() {
            return;
        }
        let Some(column) = self.column(&row.source_key, &row.source) else {
            return;
        };
        let Some(last) = self.rows.last_mut() else { return };
        let at = last.cells.iter().position(|cell| cell.column == column).unwrap_or_else(|| {
            last.cells.push(Cell::new(column));
            last.cells.len() - 1
        });
        if let Some(cell) = last.cells.get_mut(at) {
            cell.piece(row.record.stance, said);
        }
    }

    fn column(&mut self, key: &Key, source: &Source) -> Option<usize> {
        let at = match self.at.get(key) {
            Some(at) => *at,
            None if self.columns.len() == FOLLOWED => {
                self.more = true;
                return None;
            }
            None => {
                let (title, called) = (short(&source.title, 400), short(source.called(), 120));
                let reliability = source.reliability;
                self.columns.push(Column { key: key.clone(), title, called, reliability, pieces: 0 });
                self.at.insert(key.clone(), self.columns.len() - 1);
                self.columns.len() - 1
            }
        };
        if let Some(column) = self.columns.get_mut(at) {
            column.pieces += 1;
        }
        Some(at)
    }

    /// The columns that are shown, at most `at_most`: those with most evidence, in the order of their
    /// keys.
    pub fn chosen(&self, at_most: usize) -> Vec<usize> {
        let mut most: Vec<usize> = (0..self.columns.len()).collect();
        most.sort_by_key(|at| (std::cmp::Reverse(self.columns[*at].pieces), *at));
        most.truncate(at_most);
        most.sort_by(|one, other| self.columns[*one].key.cmp(&self.columns[*other].key));
        most
    }

    /// What is left out if at most `at_most` columns are shown, as sentences; empty where nothing is.
    pub fn left_out(&self, at_most: usize) -> String {
        let mut said = Vec::new();
        if self.claims > self.rows.len() {
            let all = counted(self.claims as u64, "claim");
            said.push(format!("It holds the first {} of {all}.", self.rows.len()));
        }
        let others = self.columns.len().saturating_sub(at_most);
        if others > 0 {
            let more = if self.more { "At least " } else { "" };
            let others = left_out(others as u64, "source");
            said.push(format!("It holds the {at_most} sources with most evidence. {more}{others}"));
        }
        said.join(" ")
    }
}

/// The letters of tags in their order.
const LETTERS: [&str; 6] = ["R", "Rp", "W", "Wp", "D", "e"];

/// The evidence for one claim in one source, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Cell {
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

    /// Takes a piece of evidence.
    pub fn piece(&mut self, stance: Stance, said: &[Opinion]) {
        let place = Stance::ALL.iter().position(|its| *its == stance).unwrap_or_default();
        let held = self.held.entry(place).or_default();
        held.pieces += 1;
        held.undecided += u64::from(!said.iter().any(|opinion| opinion.annotation.is_decided()));
        held.differ |= differ_on_evidence(said, stance);
        for tag in said.iter().flat_map(|opinion| tags(&opinion.annotation)) {
            let order = LETTERS.iter().position(|letter| *letter == tag.letter);
            held.tags.insert(order.unwrap_or_default(), tag);
        }
    }

    /// Each stance, and in words what there is of it.
    pub fn stances(&self) -> Vec<(Stance, String)> {
        let held = self.held.iter().filter_map(|(place, held)| Some((*Stance::ALL.get(*place)?, held)));
        held.map(|(stance, held)| (stance, held.words())).collect()
    }

    /// The signs of the stances, and whether reviewers differ.
    pub fn signs(&self) -> String {
        let stances = self.held.keys().filter_map(|place| Stance::ALL.get(*place));
        let mut signs: String = stances.map(|stance| stance.sign()).collect();
        if self.held.values().any(|held| held.differ) {
            signs.push('≠');
        }
        signs
    }

    /// The word and the letter of each tag; for want of room without whether it is in part.
    pub fn tags(&self) -> Vec<(&'static str, &'static str)> {
        let given: BTreeMap<usize, &Tag> =
            self.held.values().flat_map(|held| held.tags.iter()).map(|(at, tag)| (*at, tag)).collect();
        let mut tags: Vec<_> =
            given.values().map(|tag| (tag.name, tag.letter.get(..1).unwrap_or_default())).collect();
        tags.dedup();
        tags
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Access, Annotation, Kind};

    #[test]
    fn what_is_said_of_one_stance_is_not_said_of_another() {
        let said = |access| Opinion {
            is: None,
            own: true,
            id: Default::default(),
            reviewer: "r.lee".into(),
            annotation: Annotation { access, ..Annotation::default() },
            changed: "2025".parse().unwrap(),
        };
        let mut cell = Cell::new(0);
        cell.piece(Stance::Supports, &[said(Some(Access::Released)), said(Some(Access::Withheld))]);
        cell.piece(Stance::Supports, &[]);
        cell.piece(Stance::Disputes, &[said(None)]);
        assert_eq!(cell.signs(), "+-≠");
        assert_eq!(cell.tags(), [("released", "R"), ("withheld", "W")]);
        let words: Vec<String> = cell.stances().into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["×2 released, withheld, 1 undecided, the reviewers differ", "undecided"]);
    }

    #[test]
    fn the_sources_with_most_evidence_have_the_columns() {
        let mut matrix = Matrix::default();
        let source: Source = serde_json::from_value(serde_json::json!({"title": "x"})).unwrap();
        for n in 1..=600 {
            let key = Key::new(Kind::Source, n);
            matrix.column(&key, &source);
            if n > 400 {
                matrix.column(&key, &source);
            }
        }
        assert_eq!(matrix.columns.len(), FOLLOWED);
        let chosen = matrix.chosen(80);
        assert_eq!(chosen.len(), 80);
        assert_eq!(matrix.columns[chosen[0]].key.number, 401);
        assert!(matrix.left_out(80).contains("At least 420 more sources are left out."));
        for n in 0..400 {
            matrix.claim(&Key::new(Kind::Claim, n), "x", "x");
        }
        assert!(matrix.left_out(80).contains("first 300 of 400 claims"));
    }
}
