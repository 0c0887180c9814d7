//! The evidence matrix: claims by sources, gathered while the parts go by and drawn at the end.

mod cell;

pub(super) use cell::letter;

use super::count;
use super::escape::short;
use crate::domain::report::Opinion;
use crate::domain::rows::EvidenceRow;
use crate::domain::{Key, Stance};
use askama::Template;
use cell::{Cell, CellView};
use std::collections::BTreeMap;

/// So many claims have a row.
const ROWS: usize = 300;
/// So many sources have a column.
const COLUMNS: usize = 80;
/// Among so many sources the columns are chosen.
const FOLLOWED: usize = 500;
/// So many rows stand in one drawing, so that its head is never far and a printed page holds it.
const BLOCK: usize = 20;

const CELL: (usize, usize) = (46, 38);
const LABEL: usize = 150;
const HEAD: usize = 128;
/// Room for the last slanted title.
const SLANT: usize = 100;

/// The matrix, as far as it has been told.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    rows: Vec<Row>,
    claims: usize,
    columns: Vec<Column>,
    at: BTreeMap<Key, usize>,
    /// Whether there were more sources than are followed.
    more: bool,
}

#[derive(Debug)]
struct Row {
    key: Key,
    claimant: String,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Column {
    key: Key,
    title: String,
    pieces: u64,
}

impl Column {
    /// As much of the title as there is room for.
    fn short(&self) -> String {
        short(&self.title, 17)
    }
}

impl Matrix {
    /// A claim goes by.
    pub fn claim(&mut self, key: &Key, claimant: &str) {
        self.claims += 1;
        if self.rows.len() < ROWS {
            self.rows.push(Row { key: key.clone(), claimant: short(claimant, 60), cells: Vec::new() });
        }
    }

    /// A piece of evidence for the last claim goes by.
    pub fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) {
        if self.claims > self.rows.len() {
            return;
        }
        let Some(column) = self.column(&row.source_key, &row.source.title) else { return };
        let Some(last) = self.rows.last_mut() else { return };
        let at = last.cells.iter().position(|cell| cell.column == column).unwrap_or_else(|| {
            last.cells.push(Cell::new(column));
            last.cells.len() - 1
        });
        if let Some(cell) = last.cells.get_mut(at) {
            cell.piece(row.record.stance, said);
        }
    }

    fn column(&mut self, key: &Key, title: &str) -> Option<usize> {
        let at = match self.at.get(key) {
            Some(at) => *at,
            None if self.columns.len() == FOLLOWED => {
                self.more = true;
                return None;
            }
            None => {
                self.columns.push(Column { key: key.clone(), title: short(title, 120), pieces: 0 });
                self.at.insert(key.clone(), self.columns.len() - 1);
                self.columns.len() - 1
            }
        };
        if let Some(column) = self.columns.get_mut(at) {
            column.pieces += 1;
        }
        Some(at)
    }

    /// The columns that are drawn: those with most evidence, in the order of their keys.
    fn chosen(&self) -> Vec<usize> {
        let mut most: Vec<usize> = (0..self.columns.len()).collect();
        most.sort_by_key(|at| (std::cmp::Reverse(self.columns[*at].pieces), *at));
        most.truncate(COLUMNS);
        most.sort_by(|one, other| self.columns[*one].key.cmp(&self.columns[*other].key));
        most
    }

    /// What is left out, as sentences; empty where nothing is.
    fn left_out(&self) -> String {
        let mut said = Vec::new();
        if self.claims > self.rows.len() {
            let all = count(self.claims as u64, "claim");
            said.push(format!("It holds the first {} of {all}.", self.rows.len()));
        }
        let others = self.columns.len().saturating_sub(COLUMNS);
        if others > 0 {
            let more = if self.more { "at least " } else { "" };
            let others = count(others as u64, "source");
            said.push(format!(
                "It holds the {COLUMNS} sources with most evidence; {more}{others} more are left out."
            ));
        }
        said.join(" ")
    }

    /// The section.
    pub fn section(&self) -> impl Template + '_ {
        let chosen = self.chosen();
        let columns: Vec<&Column> = chosen.iter().map(|at| &self.columns[*at]).collect();
        let mut place = vec![None; self.columns.len()];
        chosen.iter().enumerate().for_each(|(place_of, at)| place[*at] = Some(place_of));
        let rows: Vec<RowView<'_>> =
            self.rows.iter().map(|row| RowView::new(row, &columns, &place)).collect();
        Section {
            left_out: self.left_out(),
            claims: count(rows.len() as u64, "claim"),
            sources: count(columns.len() as u64, "source"),
            blocks: blocks(&rows, columns.len()),
            columns: columns
                .iter()
                .enumerate()
                .map(|(n, column)| (LABEL + n * CELL.0 + CELL.0 / 2, *column))
                .collect(),
            rows,
        }
    }
}

#[derive(Template)]
#[template(path = "matrix.html")]
struct Section<'a> {
    left_out: String,
    claims: String,
    sources: String,
    blocks: Vec<Block>,
    columns: Vec<(usize, &'a Column)>,
    rows: Vec<RowView<'a>>,
}

/// Some of the rows, drawn together: the number of the drawing, the first row and the one after
/// the last, and its size.
struct Block {
    number: usize,
    from: usize,
    to: usize,
    width: usize,
    height: usize,
}

struct RowView<'a> {
    row: &'a Row,
    label: String,
    cells: Vec<CellView<'a>>,
}

fn blocks(rows: &[RowView<'_>], columns: usize) -> Vec<Block> {
    (0..rows.len())
        .step_by(BLOCK)
        .enumerate()
        .map(|(number, from)| {
            let to = rows.len().min(from + BLOCK);
            let (width, height) = (LABEL + columns * CELL.0 + SLANT, HEAD + (to - from) * CELL.1 + 4);
            Block { number: number + 1, from, to, width, height }
        })
        .collect()
}

impl Block {
    /// Where the n-th of its rows begins.
    fn y(&self, n: &usize) -> usize {
        HEAD + n * CELL.1
    }
}

impl<'a> RowView<'a> {
    fn new(row: &'a Row, columns: &[&'a Column], place: &[Option<usize>]) -> Self {
        let mut cells: Vec<CellView<'a>> = (row.cells.iter())
            .filter_map(|cell| {
                let at = place.get(cell.column).copied().flatten()?;
                Some(CellView::new(cell, LABEL + at * CELL.0, &columns.get(at)?.key))
            })
            .collect();
        cells.sort_by_key(|cell| cell.x);
        Self { row, label: short(&row.claimant, 18), cells }
    }

    /// Its cells with evidence of one stance.
    fn of(&self, stance: &'static Stance) -> impl Iterator<Item = (&Key, &str)> {
        self.cells.iter().filter_map(move |cell| {
            let (_, words) = cell.stances.iter().find(|(its, _)| its == stance)?;
            Some((cell.source, words.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    #[test]
    fn the_sources_with_most_evidence_have_the_columns() {
        let mut matrix = Matrix::default();
        for n in 1..=600 {
            let key = Key::new(Kind::Source, n);
            matrix.column(&key, "x");
            if n > 400 {
                matrix.column(&key, "x");
            }
        }
        assert_eq!(matrix.columns.len(), FOLLOWED);
        let chosen = matrix.chosen();
        assert_eq!(chosen.len(), COLUMNS);
        assert_eq!(matrix.columns[chosen[0]].key.number, 401);
        assert!(matrix.left_out().contains("at least 420 sources"));
        for n in 0..400 {
            matrix.claim(&Key::new(Kind::Claim, n), "x");
        }
        assert!(matrix.left_out().contains("first 300 of 400 claims"));
    }
}
