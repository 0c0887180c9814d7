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
    /// What the head of its column calls it.
    pub called: String,
    /// When it was published.
    pub published: Option<Dated>,
    /// Admiralty code A to F.
    pub reliability: Option<Reliability>,
    /// What it rests on in the end: key and title of a source where that is traced; else why not.
    pub origin: String,
    /// How many pieces of evidence stand in it in the rows at hand.
    pub pieces: u64,
    /// How many of these dispute their claim.
    pub disputes: u64,
}

/// A piece of evidence in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellEvidence {
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
    pub pieces: Vec<CellEvidence>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use crate::domain::rows::Stances;
    use proptest::prelude::*;

    fn column(n: u64) -> Column {
        let date = ["2025", "2024-05", "2025-01-02"]
            .get(n as usize % 4)
            .map(|day| Dated::Stated(day.parse().unwrap()));
        Column {
            id: ItemId::from_u128(u128::from(n)),
            key: Key::new(Kind::Source, n + 1),
            title: String::new(),
            called: String::new(),
            published: date,
            reliability: None,
            origin: format!("{}", n % 3),
            pieces: 9,
            disputes: 9,
        }
    }

    fn row(n: u64, cells: Vec<Cell>) -> MatrixRow {
        let claim = ClaimRow {
            id: ItemId::from_u128(u128::from(n)),
            key: Key::new(Kind::Claim, n + 1),
            ord: 0,
            text: String::new(),
            label: None,
            claimant: None,
            depth: 0,
            stances: Stances::default(),
            decided: 0,
            verdict: None,
            aside: false,
            noted: false,
        };
        MatrixRow { claim, cells, cut: false }
    }

    /// Which piece stands in which source, row by row.
    fn held(matrix: &Matrix) -> Vec<Vec<(Key, Key)>> {
        let of = |row: &MatrixRow| {
            let pieces = |cell: &Cell| -> Vec<(Key, Key)> {
                let source = &matrix.columns[cell.column].key;
                cell.pieces.iter().map(|piece| (source.clone(), piece.key.clone())).collect()
            };
            let mut all: Vec<_> = row.cells.iter().flat_map(pieces).collect();
            all.sort();
            all
        };
        matrix.rows.rows.iter().map(of).collect()
    }

    proptest! {
        #[test]
        fn no_order_moves_a_piece_to_another_source(
            rows in prop::collection::vec(prop::collection::btree_map(0usize..9, 1usize..3, 0..5), 0..6),
            by in prop::sample::select(Arrangement::ALL),
            complete in any::<bool>(),
        ) {
            let mut number = 0;
            let rows = rows.into_iter().enumerate().map(|(at, cells)| {
                let cells = cells.into_iter().map(|(column, n)| Cell {
                    column,
                    pieces: (0..n).map(|_| {
                        number += 1;
                        let stance = Stance::ALL[number as usize % 4];
                        let key = Key::new(Kind::Evidence, number);
                        CellEvidence { id: ItemId::nil(), key, stance, said: Annotation::default(), conflict: false }
                    }).collect(),
                });
                row(at as u64, cells.collect())
            });
            let rows: Vec<MatrixRow> = rows.collect();
            let rows = Slice { total: rows.len() as u64, rows, start: 0 };
            let mut matrix = Matrix { columns: (0..9).map(column).collect(), complete, rows };
            let before = held(&matrix);
            matrix.arrange(by);
            prop_assert_eq!(held(&matrix), before);
            prop_assert!(matrix.rows.rows.iter().all(|row| row.cells.is_sorted_by_key(|cell| cell.column)));
            let pieces: u64 = matrix.columns.iter().map(|column| column.pieces).sum();
            prop_assert_eq!(pieces, number);
            let filled = matrix.columns.iter().all(|it| it.pieces > 0);
            prop_assert!((complete && matrix.columns.len() == 9) || (!complete && filled));
            match by {
                Arrangement::Origin => prop_assert!(matrix.columns.is_sorted_by_key(|it| it.origin.clone())),
                Arrangement::Disagreement => prop_assert!(matrix.columns.is_sorted_by(|a, b| a.disputes >= b.disputes)),
                Arrangement::Date => {
                    let dated = matrix.columns.iter().position(|it| it.published.is_none());
                    let rest = &matrix.columns[dated.unwrap_or(matrix.columns.len())..];
                    prop_assert!(rest.iter().all(|it| it.published.is_none()));
                }
                Arrangement::Case => {}
            }
        }
    }
}
