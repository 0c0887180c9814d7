//! Claims against sources, as text and as JSON.

use super::out::Out;
use super::outcome::Result;
use super::words;
use crate::case::{Case, ListAt, Scope};
use crate::domain::matrix::{Arrangement, Cell, Column, MatrixRow, Piece};
use crate::domain::{ItemId, Stance};
use serde_json::{Value, json};

/// How many claims are read at once.
const AT_ONCE: usize = 200;

/// Each claim with its row, in the order of the case: the row, and the sources that its cells are of.
///
/// # Errors
/// What `each` returns, or when the case cannot be read.
pub fn rows(
    case: &Case,
    reviewer: ItemId,
    scope: Option<Scope<'_>>,
    mut each: impl FnMut(&MatrixRow, &[Column]) -> Result<()>,
) -> Result<()> {
    let mut last = None;
    loop {
        // The last claim of a stretch leads to the next, and stands in it again.
        let (at, again) = last.map_or((ListAt::First, 0), |last| (ListAt::Item(last), 1));
        let (matrix, _) = case.matrix(reviewer, Arrangement::Case, None, (at, 0, AT_ONCE + again), scope)?;
        let new = matrix.rows.rows.get(again..).unwrap_or_default();
        for row in new {
            each(row, &matrix.columns)?;
        }
        match new.last() {
            Some(row) => last = Some(row.claim.id),
            None => return Ok(()),
        }
    }
}

/// A claim, and a line for each source that says something of it.
///
/// # Errors
/// When it cannot be written.
pub fn text(out: &mut Out, row: &MatrixRow, columns: &[Column]) -> Result<()> {
    let claim = words::assertion(row.claim.claimant.as_deref(), &row.claim.text);
    out.paragraph(&format!("{} {claim}", row.claim.key), 0)?;
    for (cell, column) in cells(row, columns) {
        let pieces: Vec<String> = cell.pieces.iter().map(piece_in_words).collect();
        let origin = if column.origin.is_empty() || column.origin.starts_with(&column.key.to_string()) {
            String::new()
        } else {
            format!("; origin: {}", column.origin)
        };
        out.paragraph(&format!("{} {}: {}{origin}", column.key, column.title, pieces.join(", ")), 4)?;
    }
    if row.cut {
        out.line("    and more evidence than is looked at here")?;
    }
    out.line("")
}

fn cells<'a>(row: &'a MatrixRow, columns: &'a [Column]) -> impl Iterator<Item = (&'a Cell, &'a Column)> {
    row.cells.iter().filter_map(|cell| Some((cell, columns.get(cell.column)?)))
}

/// A piece with its stance, as a letter of the list of claims, its tags, and whether reviewers differ.
fn piece_in_words(piece: &Piece) -> String {
    let sign = match piece.stance {
        Stance::Supports => '+',
        Stance::Repeats => '=',
        Stance::Disputes => '-',
        Stance::Context => '~',
    };
    let conflict = if piece.conflict { ", reviewers differ" } else { "" };
    format!("{sign}{} [{}{conflict}]", piece.key, words::tags(&piece.said))
}

/// A claim with its cells.
#[must_use]
pub fn json(row: &MatrixRow, columns: &[Column]) -> Value {
    let piece = |piece: &Piece| {
        json!({
            "key": piece.key.to_string(),
            "stance": piece.stance,
            "access": piece.said.access,
            "part": piece.said.part,
            "disputed": piece.said.disputed,
            "examined": piece.said.examined,
            "conflict": piece.conflict,
        })
    };
    let cells: Vec<Value> = cells(row, columns)
        .map(|(cell, column)| {
            json!({
                "source": column.key.to_string(),
                "title": column.title,
                "published": column.published,
                "reliability": column.reliability,
                "origin": column.origin,
                "evidence": cell.pieces.iter().map(piece).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "claim": row.claim.key.to_string(),
        "text": row.claim.text,
        "claimant": row.claim.claimant,
        "cells": cells,
        "cut": row.cut,
    })
}
