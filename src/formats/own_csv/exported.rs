//! What a row's cells said when they left the case, as a short mark of each: enough to know them again, and
//! nothing to read.

use crate::domain::{Digest, ItemId};
use crate::formats::own_csv::columns::{COLUMNS, DOSSIER, VOUCHED};
use std::borrow::Cow;

/// How many letters mark a cell: one in a million cells that differ has the same.
const LETTERS: usize = 5;
/// Stands for an empty cell.
const EMPTY: char = '-';
/// Begins the marks, so that no spreadsheet takes them for a number, and says how they are made.
const BEGINNING: &str = "v1:";

/// The mark of one cell.
fn mark(column: usize, cell: &str, out: &mut String) {
    if cell.is_empty() {
        out.push(EMPTY);
        return;
    }
    let column = COLUMNS.get(column).map_or("", |(name, _)| name);
    let digest = Digest::of(format!("{column}\n{cell}").as_bytes()).to_string();
    out.push_str(&digest[..LETTERS]);
}

/// The marks of a row's cells, as they stand in the table. In the place of the reviewer's name stands their id:
/// two may have one name.
pub fn marks(cells: &[Cow<'_, str>], reviewer: Option<ItemId>) -> String {
    let mut marks = String::with_capacity(4 * VOUCHED);
    marks.push_str(BEGINNING);
    for (column, cell) in cells.iter().take(VOUCHED).enumerate() {
        match reviewer.filter(|_| column == DOSSIER) {
            Some(reviewer) => mark(column, &reviewer.to_string(), &mut marks),
            None => mark(column, cell, &mut marks),
        }
    }
    marks
}

/// The marks that came back with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported(Vec<String>);

impl Exported {
    /// Reads them; `None` where they are none, or not all of them.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim().strip_prefix(BEGINNING)?;
        let mut marks = Vec::with_capacity(VOUCHED);
        while !rest.is_empty() {
            let long = if rest.starts_with(EMPTY) { 1 } else { LETTERS };
            let (mark, after) = rest.split_at_checked(long)?;
            marks.push(mark.to_owned());
            rest = after;
        }
        (marks.len() == VOUCHED).then_some(Self(marks))
    }

    /// Whether this is what the cell said.
    pub fn was(&self, column: usize, cell: &str) -> bool {
        let mut own = String::new();
        mark(column, cell, &mut own);
        self.0.get(column) == Some(&own)
    }

    /// Whether the row was this reviewer's.
    pub fn is_of(&self, reviewer: ItemId) -> bool {
        self.was(DOSSIER, &reviewer.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_again_and_no_other() {
        let reviewer = ItemId::from_u128(7);
        let mut cells = vec![Cow::Borrowed(""); VOUCHED];
        cells[1] = "a claim".into();
        cells[DOSSIER] = "ana".into();
        let exported = Exported::parse(&marks(&cells, Some(reviewer))).unwrap();
        assert!(exported.was(1, "a claim") && exported.was(0, "") && exported.is_of(reviewer));
        assert!(!exported.was(1, "another") && !exported.was(2, "a claim"));
        assert!(!exported.is_of(ItemId::from_u128(8)));
        for wrong in ["", "v1:", "v1:---", "1234", &marks(&cells, None)[..40]] {
            assert_eq!(Exported::parse(wrong), None, "{wrong}");
        }
    }
}
