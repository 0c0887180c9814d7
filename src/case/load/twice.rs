//! Ids that stand twice in one file: where each stood first, and what rests on the record that was refused.

use crate::case::error::CaseError;
use crate::case::write::stored::Stored;
use crate::domain::ids::{ItemId, made_from};
use crate::domain::{Key, Kind};
use std::collections::{HashMap, HashSet};

/// The ids whose records were refused, and those of records left out because they rest on such a one: what
/// the file says of them must not go to another record that the case has under the same id.
#[derive(Debug, Default)]
pub(super) struct LeftOut(HashMap<(Kind, ItemId), String>);

impl LeftOut {
    /// Why a record does not go in whose id an earlier one of the file has, on this line if that is known:
    /// from here on, what refers to that id may mean either.
    pub(super) fn twice(&mut self, stored: &Stored, given: &str, first: Option<u64>, line: u64) -> CaseError {
        let stands =
            first.map_or_else(|| "earlier in the file".to_owned(), |first| format!("on line {first}"));
        let twice =
            format!("the {} \"{given}\", which stands {stands} and, otherwise, on line {line}", stored.kind);
        self.0.insert((stored.kind, stored.id), twice);
        let made = is_made(given).then(|| format!(", made of its {},", made_from(stored.kind)));
        let made = made.unwrap_or_default();
        CaseError::Refused(format!(
            "the id \"{given}\"{made} stands {stands} already, where the record says otherwise"
        ))
    }

    /// A record was refused for another reason.
    pub(super) fn refused(&mut self, kind: Kind, id: ItemId, given: &str) {
        self.0.entry((kind, id)).or_insert_with(|| format!("the {kind} \"{given}\", which was refused"));
    }

    /// A record was taken out of the case by hand, and does not come back with the file.
    pub(super) fn taken_out(&mut self, key: &Key, id: ItemId, given: &str) {
        let kind = key.kind;
        self.0.entry((kind, id)).or_insert_with(|| {
            format!("the {kind} \"{given}\", which was taken out of the case by hand (corrob restore CASE {key} brings it back)")
        });
    }

    /// That a record refers to none of them.
    pub(super) fn check(&self, stored: &Stored) -> Result<(), CaseError> {
        if self.0.is_empty() {
            return Ok(());
        }
        stored.references().try_for_each(|(kind, id)| self.check_item(kind, id))
    }

    /// That a record is none of them.
    pub(super) fn check_item(&self, kind: Kind, id: ItemId) -> Result<(), CaseError> {
        self.0.get(&(kind, id)).map_or(Ok(()), |on| Err(CaseError::Refused(format!("it rests on {on}"))))
    }
}

/// Whether an id looks like one that was made of what its record says.
fn is_made(id: &str) -> bool {
    let (made, number) = id.split_once('-').unwrap_or((id, ""));
    let hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    made.len() == 32 && made.bytes().all(hexadecimal) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// On which line of the file each row came.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// New rows of a kind come one behind the other: the first, and the line of each.
    new: HashMap<Kind, (i64, Vec<u64>)>,
    /// Rows that were there before, the first of them.
    old: HashMap<(Kind, i64), u64>,
}

impl Lines {
    /// A row came on this line.
    pub(super) fn note(&mut self, kind: Kind, row: i64, line: u64) {
        const OLD: usize = 1 << 17;
        let (first, lines) = self.new.entry(kind).or_insert((row, Vec::new()));
        if usize::try_from(row - *first) == Ok(lines.len()) {
            lines.push(line);
        } else if self.old.len() < OLD {
            self.old.insert((kind, row), line);
        }
    }

    /// The line a row came on, where that is known.
    pub(super) fn of(&self, kind: Kind, row: i64) -> Option<u64> {
        let new = || {
            let (first, lines) = self.new.get(&kind)?;
            lines.get(usize::try_from(row.checked_sub(*first)?).ok()?)
        };
        self.old.get(&(kind, row)).or_else(new).copied()
    }
}

/// Whose words on what have come, by a hash of 64 bits: what is not among them is new.
#[derive(Debug, Default)]
pub(super) struct Spoken(HashSet<u64>);

impl Spoken {
    /// Notes a reviewer and an item. Returns whether they may have been noted before.
    pub(super) fn note(&mut self, reviewer: i64, kind: Kind, item: ItemId) -> bool {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        const MOST: usize = 1 << 21;
        let mut hasher = DefaultHasher::new();
        (reviewer, kind, item).hash(&mut hasher);
        let said = hasher.finish();
        if self.0.len() < MOST { !self.0.insert(said) } else { true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_on_its_line() {
        let mut lines = Lines::default();
        for (row, line) in [(7, 3), (8, 5), (9, 5), (1, 99), (10, 4)] {
            lines.note(Kind::Claim, row, line);
        }
        let found = [7, 8, 9, 10, 1, 2, 11].map(|row| lines.of(Kind::Claim, row));
        assert_eq!(found, [Some(3), Some(5), Some(5), Some(4), Some(99), None, None]);
        assert_eq!(lines.of(Kind::Source, 7), None);
    }

    #[test]
    fn an_id_that_was_made_is_told_from_others() {
        assert!(is_made("fada79612f181bd1e040d9f5ca1a632b") && is_made("fada79612f181bd1e040d9f5ca1a632b-2"));
        assert!(!is_made("Q-1") && !is_made("FADA79612f181bd1e040d9f5ca1a632b") && !is_made(""));
    }
}
