//! Rows and columns of the matrix.

use crate::domain::matrix::{Column, MatrixRow};
use crate::domain::{ItemId, Stance};
use crate::review::state::lines;
use crate::review::state::lines::{ClaimLine, Judgement};
use crate::review::state::list::HasId;
use crate::text::SafeText;

/// A source, as the head of its column.
#[derive(Debug, Clone)]
pub struct SourceColumn {
    pub id: ItemId,
    pub key: SafeText,
    pub title: SafeText,
    /// What the head of its column calls it.
    pub called: SafeText,
    /// When it was published, its grade, what it rests on: short pieces for one line.
    pub facts: Vec<SafeText>,
}

impl From<Column> for SourceColumn {
    fn from(column: Column) -> Self {
        let facts = [
            column.published.as_ref().map(|on| format!("published {on}")),
            column.reliability.map(|grade| format!("reliability {grade} ({})", grade.meaning())),
            Some(format!("origin: {}", column.origin)),
        ];
        Self {
            id: column.id,
            key: lines::key(&column.key),
            title: SafeText::line(&column.title),
            called: SafeText::line(&column.called),
            facts: facts.into_iter().flatten().map(|fact| SafeText::line(&fact)).collect(),
        }
    }
}

/// A piece of evidence in a cell.
#[derive(Debug, Clone)]
pub struct CellPiece {
    pub id: ItemId,
    pub key: SafeText,
    /// How it bears on the claim.
    pub stance: Stance,
    /// What the reviewer says of it.
    pub judgement: Judgement,
    /// Whether reviewers who decided tagged it differently.
    pub conflict: bool,
}

/// The evidence that one source gives on one claim.
#[derive(Debug, Clone)]
pub struct CellLine {
    /// The source, as a place among the columns.
    pub column: usize,
    pub pieces: Vec<CellPiece>,
}

#[derive(Debug, Clone)]
pub struct MatrixLine {
    pub claim: ClaimLine,
    pub cells: Vec<CellLine>,
    /// Whether the claim has more evidence than is looked at.
    pub cut: bool,
}

impl From<MatrixRow> for MatrixLine {
    fn from(row: MatrixRow) -> Self {
        let cells = row.cells.into_iter().map(|cell| CellLine {
            column: cell.column,
            pieces: cell
                .pieces
                .into_iter()
                .map(|piece| CellPiece {
                    id: piece.id,
                    key: lines::key(&piece.key),
                    stance: piece.stance,
                    judgement: Judgement::from(&piece.said),
                    conflict: piece.conflict,
                })
                .collect(),
        });
        Self { claim: ClaimLine::from(row.claim), cells: cells.collect(), cut: row.cut }
    }
}

impl HasId for MatrixLine {
    fn id(&self) -> ItemId {
        self.claim.id
    }
}
