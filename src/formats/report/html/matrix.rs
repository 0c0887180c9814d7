//! The evidence matrix, drawn and in words.

use crate::domain::wording::counted;
use crate::domain::{Key, Stance, glossary};
use crate::formats::report::matrix::{Cell, Column, Matrix, Row};
use crate::formats::report::words::short;
use askama::Template;

/// At most this many sources have a column.
const COLUMNS: usize = 80;
/// At most this many rows stand in one drawing, so that its head is never far and a printed page holds it.
const BLOCK: usize = 20;

const CELL: (usize, usize) = (46, 38);
const LABEL: usize = 150;
const HEAD: usize = 128;
/// Room for the last slanted title.
const SLANT: usize = 100;

/// The section.
pub(super) fn section(matrix: &Matrix) -> impl Template + '_ {
    let chosen = matrix.chosen(COLUMNS);
    let columns: Vec<&Column> = chosen.iter().map(|at| &matrix.columns[*at]).collect();
    let mut place = vec![None; matrix.columns.len()];
    chosen.iter().enumerate().for_each(|(place_of, at)| place[*at] = Some(place_of));
    let rows: Vec<RowView<'_>> = matrix.rows.iter().map(|row| RowView::new(row, &columns, &place)).collect();
    Section {
        legend: glossary::matrix_legend(),
        left_out: matrix.left_out(COLUMNS),
        claims: counted(rows.len() as u64, "claim"),
        sources: counted(columns.len() as u64, "source"),
        blocks: blocks(&rows, columns.len()),
        columns: columns
            .iter()
            .enumerate()
            .map(|(n, column)| ColumnView::new(LABEL + n * CELL.0 + CELL.0 / 2, column))
            .collect(),
        rows,
    }
}

#[derive(Template)]
#[template(path = "matrix.html")]
struct Section<'a> {
    legend: String,
    left_out: String,
    claims: String,
    sources: String,
    blocks: Vec<Block>,
    columns: Vec<ColumnView<'a>>,
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
        Self { row, label: short(&row.called, 18), cells }
    }

    /// Its cells with evidence of one stance.
    fn of(&self, stance: &'static Stance) -> impl Iterator<Item = (&Key, &str)> {
        self.cells.iter().filter_map(move |cell| {
            let (_, words) = cell.stances.iter().find(|(its, _)| its == stance)?;
            Some((cell.source, words.as_str()))
        })
    }
}

/// A source, at the head of its column.
struct ColumnView<'a> {
    x: usize,
    column: &'a Column,
    /// Its key, and its grade where it has one.
    grade: &'static str,
    short: String,
}

impl<'a> ColumnView<'a> {
    fn new(x: usize, column: &'a Column) -> Self {
        let grade = column.reliability.map(|grade| grade.word()).unwrap_or_default();
        Self { x, column, grade, short: short(&column.called, 17) }
    }
}

/// A cell as it is drawn.
#[derive(Debug)]
struct CellView<'a> {
    x: usize,
    source: &'a Key,
    /// The stance that colours it; `mixed` where there are several.
    class: &'static str,
    signs: String,
    tags: Vec<(&'static str, &'static str)>,
    /// Each stance, and in words what there is of it.
    stances: Vec<(Stance, String)>,
}

impl<'a> CellView<'a> {
    fn new(cell: &Cell, x: usize, source: &'a Key) -> Self {
        let stances = cell.stances();
        let class = match stances.as_slice() {
            [(stance, _)] => stance.word(),
            _ => "mixed",
        };
        Self { x, source, class, signs: cell.signs(), tags: cell.tags(), stances }
    }
}
