//! The matrix of a case: claims down, sources across, and in each cell the evidence that one source
//! gives on one claim.

use super::annotation::Annotation;
use super::dates::Dated;
use super::ids::ItemId;
use super::keys::Key;
use super::rows::{ClaimRow, Slice};
use super::words::{Reliability, Stance, vocabulary};

vocabulary! {
    /// How claims and sources are put in order.
    Arrangement, "order of the matrix" {
        /// Claims as the case has them; sources by their keys, or, where only those of the rows at hand
        /// have a column, in the order in which these come to them.
        Case = "case",
        /// Claims by when they were asserted, sources by when they were published; undated ones last.
        Date = "date",
        /// What is most disagreed on first: by reviewers, then by sources.
        Disagreement = "disagreement",
        /// Sources that rest on one origin side by side; claims as the case has them.
        Origin = "origin",
    }
}

/// A source with a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub published: Option<Dated>,
    /// Admiralty code A to F.
    pub reliability: Option<Reliability>,
    /// What it rests on in the end: key and title of a source where that is established.
    pub origin: String,
    /// How many pieces of evidence stand in it in the rows at hand.
    pub pieces: u64,
    /// How many of these dispute their claim.
    pub disputes: u64,
}

/// A piece of evidence in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// How it bears on the claim.
    pub stance: Stance,
    /// What the reviewer says of it.
    pub said: Annotation,
    /// Whether reviewers who decided tagged it differently.
    pub conflict: bool,
}

/// The evidence that one source gives on one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The source, as a place among the columns.
    pub column: usize,
    /// The evidence, in the order of the case.
    pub pieces: Vec<Piece>,
}

/// A claim with its row.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// The claim.
    pub claim: ClaimRow,
    /// Its cells with evidence, from left to right.
    pub cells: Vec<Cell>,
    /// Whether the claim has more evidence than is looked at.
    pub cut: bool,
}

/// A stretch of the matrix.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// The sources.
    pub columns: Vec<Column>,
    /// Whether every source of the case has a column; else those of the rows at hand have one.
    pub complete: bool,
    /// The claims.
    pub rows: Slice<MatrixRow>,
}

impl Arrangement {
    /// Whether all claims must be put in order before any can be shown.
    #[must_use]
    pub const fn takes_all_claims(self) -> bool {
        matches!(self, Self::Date | Self::Disagreement)
    }
}

impl Matrix {
    /// Counts what stands in each column, puts the columns in order, and lets the cells follow them.
    /// A source without evidence in these rows keeps its column only where all have one.
    pub fn arrange(&mut self, by: Arrangement) {
        for column in &mut self.columns {
            (column.pieces, column.disputes) = (0, 0);
        }
        for cell in self.rows.rows.iter().flat_map(|row| &row.cells) {
            let Some(column) = self.columns.get_mut(cell.column) else { continue };
            for piece in &cell.pieces {
                column.pieces += 1;
                column.disputes += u64::from(piece.stance == Stance::Disputes);
            }
        }
        let mut order: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.complete || self.columns[*at].pieces > 0).collect();
        let columns = &self.columns;
        let key = |at: &usize| &columns[*at].key;
        match by {
            Arrangement::Case if !self.complete => {}
            Arrangement::Case => order.sort_by(|a, b| key(a).cmp(key(b))),
            Arrangement::Date => {
                let day = |at: &usize| {
                    let published = columns[*at].published.as_ref();
                    published.and_then(|on| on.date().days()).map_or((i32::MAX, i32::MAX), |days| days)
                };
                order.sort_by(|a, b| day(a).cmp(&day(b)).then_with(|| key(a).cmp(key(b))));
            }
            Arrangement::Disagreement => {
                order.sort_by(|a, b| {
                    columns[*b].disputes.cmp(&columns[*a].disputes).then_with(|| key(a).cmp(key(b)))
                });
            }
            Arrangement::Origin => {
                order.sort_by(|a, b| {
                    columns[*a].origin.cmp(&columns[*b].origin).then_with(|| key(a).cmp(key(b)))
                });
            }
        }
        let mut place = vec![None; self.columns.len()];
        for (to, from) in order.iter().enumerate() {
            place[*from] = Some(to);
        }
        self.columns = order.iter().map(|at| self.columns[*at].clone()).collect();
        for row in &mut self.rows.rows {
            row.cells.retain_mut(|cell| match place.get(cell.column).copied().flatten() {
                Some(to) => {
                    cell.column = to;
                    true
                }
                None => false,
            });
            row.cells.sort_by_key(|cell| cell.column);
        }
    }
}
