//! Ids that stand twice in one file: where each stood first, and what rests on the record that was refused.

use crate::case::error::CaseError;
use crate::case::write::records::Stored;
use crate::domain::Kind;
use crate::domain::ids::{ItemId, made_from};
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

/// Rows between two places from which the lines are counted on.
const STEP: usize = 256;

/// On which line of the file each row came: about a byte for each.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_kind: HashMap<Kind, Run>,
    /// Rows that did not come one behind the other, the first of them.
    others: HashMap<(Kind, i64), u64>,
}

/// Rows one behind the other, on lines that never go back.
#[derive(Debug, Default)]
struct Run {
    first: i64,
    rows: usize,
    line: u64,
    /// How many lines further each stands than the one before, seven bits to a byte, the lowest first.
    further: Vec<u8>,
    /// Every so many rows: the line before, and where its bytes begin.
    marks: Vec<(u64, usize)>,
}

impl Lines {
    /// A row came on this line.
    pub(super) fn note(&mut self, kind: Kind, row: i64, line: u64) {
        const OTHERS: usize = 1 << 17;
        let run = self.by_kind.entry(kind).or_insert_with(|| Run { first: row, ..Run::default() });
        let is_next = usize::try_from(row - run.first) == Ok(run.rows);
        match line.checked_sub(run.line).filter(|_| is_next) {
            Some(mut further) => {
                if run.rows.is_multiple_of(STEP) {
                    run.marks.push((run.line, run.further.len()));
                }
                while further > 127 {
                    run.further.push(u8::try_from(further & 127).unwrap_or(0) | 128);
                    further >>= 7;
                }
                run.further.push(u8::try_from(further).unwrap_or(0));
                run.rows += 1;
                run.line = line;
            }
            None if self.others.len() < OTHERS => drop(self.others.insert((kind, row), line)),
            None => {}
        }
    }

    /// The line a row came on, where that is known.
    pub(super) fn of(&self, kind: Kind, row: i64) -> Option<u64> {
        if let Some(line) = self.others.get(&(kind, row)) {
            return Some(*line);
        }
        let run = self.by_kind.get(&kind)?;
        let at = usize::try_from(row.checked_sub(run.first)?).ok().filter(|at| *at < run.rows)?;
        let (mut line, begin) = *run.marks.get(at / STEP)?;
        let (mut left, mut shift) = (at % STEP + 1, 0);
        for byte in &run.further[begin..] {
            line += u64::from(byte & 127) << shift;
            shift += 7;
            if byte & 128 == 0 {
                shift = 0;
                left -= 1;
                if left == 0 {
                    return Some(line);
                }
            }
        }
        None
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
        let line = |at: i64| u64::try_from(3 + at * 2 + (at / 100) * 1_000_000).unwrap();
        for at in 0..2_000 {
            lines.note(Kind::Claim, at + 7, line(at));
        }
        lines.note(Kind::Claim, 1, 99);
        for at in 0..2_000 {
            assert_eq!(lines.of(Kind::Claim, at + 7), Some(line(at)), "{at}");
        }
        assert_eq!(lines.of(Kind::Claim, 1), Some(99));
        assert_eq!(lines.of(Kind::Claim, 2_007), None);
        assert_eq!(lines.of(Kind::Source, 7), None);
    }

    #[test]
    fn an_id_that_was_made_is_told_from_others() {
        assert!(is_made("fada79612f181bd1e040d9f5ca1a632b") && is_made("fada79612f181bd1e040d9f5ca1a632b-2"));
        assert!(!is_made("Q-1") && !is_made("FADA79612f181bd1e040d9f5ca1a632b") && !is_made(""));
    }
}
