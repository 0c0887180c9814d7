//! The matrix, claim by claim, as text and as JSON.

use crate::case::{Case, Filtered};
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::words::assertion;
use crate::domain::glossary::{self, sign};
use crate::domain::matrix::{Arrangement, Cell, CellEvidence, Column, Matrix, MatrixRow};
use crate::domain::rows::ListAt;
use crate::domain::{Access, ItemId, Stance};
use serde_json::{Value, json};

/// Claims are read this many at a time.
const AT_ONCE: usize = 100;

/// Claims in the order asked for, each with the sources that give evidence on it.
///
/// # Errors
/// When the case cannot be read, or it cannot be written.
pub fn list(
    case: &Case,
    reviewer: ItemId,
    by: Arrangement,
    filter: Option<&Filtered>,
    json: bool,
    out: &mut Out,
) -> Result<()> {
    let scope = filter.map(Filtered::scope);
    let order = case.arrange(scope, by)?;
    let stretch = |claims: &[u32]| -> Result<Matrix> {
        Ok(case.matrix(reviewer, by, Some(claims), (ListAt::First, 0, claims.len()), scope)?.0)
    };
    if json {
        let mut array = out.array()?;
        for claims in order.chunks(AT_ONCE) {
            let Matrix { columns, rows, .. } = stretch(claims)?;
            rows.rows.iter().try_for_each(|row| array.push(&row_json(row, &columns)))?;
        }
        return array.finish();
    }
    out.paragraph(
        &format!("Before the colon stances, behind it your tags: {}.", glossary::matrix_legend()),
        0,
    )?;
    for claims in order.chunks(AT_ONCE) {
        let Matrix { columns, rows, .. } = stretch(claims)?;
        rows.rows.iter().try_for_each(|row| row_text(out, row, &columns))?;
    }
    Ok(())
}

fn row_text(out: &mut Out, row: &MatrixRow, columns: &[Column]) -> Result<()> {
    let claim = &row.claim;
    let text = assertion(claim.claimant.as_deref(), &claim.text);
    out.paragraph(&format!("{} {text}", claim.key), 0)?;
    let cells: Vec<String> =
        row.cells.iter().map(|cell| format!("{} {}", columns[cell.column].key, letters(cell))).collect();
    let more = if row.cut { "; not all of its evidence was looked at" } else { "" };
    match cells.is_empty() {
        true => out.line(&format!("  no evidence{more}")),
        false => out.paragraph(&format!("{}{more}", cells.join(", ")), 2),
    }
}

/// A letter, and the evidence it applies to.
type Sign<'a> = (&'static str, &'a dyn Fn(&CellEvidence) -> bool);

/// The stances, each once, and behind a colon the tags, each once.
fn letters(cell: &Cell) -> String {
    let has = |of: &dyn Fn(&CellEvidence) -> bool| cell.pieces.iter().any(of);
    let stances = Stance::ALL.iter().filter(|stance| has(&|piece| piece.stance == **stance));
    let mut text: String = stances.map(|stance| stance.sign()).collect();
    text.push(':');
    let signs: [Sign<'_>; 6] = [
        (sign::RELEASED, &|piece| piece.said.access == Some(Access::Released)),
        (sign::WITHHELD, &|piece| piece.said.access == Some(Access::Withheld)),
        (sign::DISPUTED, &|piece| piece.said.disputed),
        (sign::EXAMINED, &|piece| piece.said.examined),
        (sign::UNDECIDED, &|piece| !piece.said.is_decided()),
        (sign::DIFFER, &|piece| piece.conflict),
    ];
    text.extend(signs.iter().filter(|(_, holds)| has(holds)).map(|(sign, _)| *sign));
    text
}

fn row_json(row: &MatrixRow, columns: &[Column]) -> Value {
    let piece = |piece: &CellEvidence| {
        json!({
            "key": piece.key.to_string(),
            "stance": piece.stance,
            "annotation": piece.said,
            "conflict": piece.conflict,
        })
    };
    let cell = |cell: &Cell| {
        let column = &columns[cell.column];
        json!({
            "source": column.key.to_string(),
            "title": column.title,
            "published": column.published,
            "reliability": column.reliability,
            "origin": column.origin,
            "evidence": cell.pieces.iter().map(piece).collect::<Vec<_>>(),
        })
    };
    json!({
        "claim": row.claim.key.to_string(),
        "text": row.claim.text,
        "claimant": row.claim.claimant,
        "sources": row.cells.iter().map(cell).collect::<Vec<_>>(),
        "cut": row.cut,
    })
}
