//! Values as they stand in the tables.

use crate::domain::ids::{Digest, ItemId};
use crate::domain::rows::Stances;
use crate::domain::{Annotation, Kind, Stance};
use rusqlite::Row;
use rusqlite::types::Type;

fn bad(column: usize, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, what.to_owned().into())
}

/// An id.
pub(crate) fn uuid(row: &Row<'_>, column: usize) -> Result<ItemId, rusqlite::Error> {
    ItemId::from_slice(row.get_ref(column)?.as_blob()?).map_err(|_| bad(column, "no id"))
}

/// A digest.
pub(crate) fn digest(row: &Row<'_>, column: usize) -> Result<Digest, rusqlite::Error> {
    Digest::from_bytes(row.get_ref(column)?.as_blob()?).ok_or_else(|| bad(column, "no digest"))
}

/// A count.
pub(crate) fn count(row: &Row<'_>, column: usize) -> Result<u64, rusqlite::Error> {
    let n: i64 = row.get(column)?;
    Ok(u64::try_from(n).unwrap_or(0))
}

/// JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> Result<T, rusqlite::Error> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

/// A claim, as a number.
pub(crate) const CLAIM: i64 = kind_code(Kind::Claim);
/// A piece of evidence, as a number.
pub(crate) const EVIDENCE: i64 = kind_code(Kind::Evidence);

/// A kind of record, as a number: files hold it, so that it never changes.
pub(crate) const fn kind_code(kind: Kind) -> i64 {
    match kind {
        Kind::Party => 0,
        Kind::Source => 1,
        Kind::Derivation => 2,
        Kind::Claim => 3,
        Kind::Evidence => 4,
        Kind::Figure => 5,
        Kind::Request => 6,
        Kind::Gap => 7,
    }
}

/// A kind of record, from its number.
pub(crate) fn kind(code: i64) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind_code(*kind) == code)
}

/// The row of a record in the search index.
pub(crate) const fn search_row(kind: Kind, at: i64) -> i64 {
    at * 8 + kind_code(kind)
}

/// A stance, as a number: also the order of the groups on the screen.
pub(crate) const fn stance_code(stance: Stance) -> i64 {
    match stance {
        Stance::Supports => 0,
        Stance::Repeats => 1,
        Stance::Disputes => 2,
        Stance::Context => 3,
    }
}

/// A stance, from its number.
pub(crate) const fn stance(code: i64) -> Stance {
    match code {
        0 => Stance::Supports,
        1 => Stance::Repeats,
        2 => Stance::Disputes,
        _ => Stance::Context,
    }
}

/// The signed number SQLite stores for a count.
pub(crate) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A length as the count it is.
pub(crate) fn as_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// An annotation; the empty one for NULL.
pub(crate) fn annotation(r: &Row<'_>, column: usize) -> Result<Annotation, rusqlite::Error> {
    match r.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(Annotation::default()),
        _ => json(r, column),
    }
}

/// How many pieces of evidence of each stance, in four columns.
pub(crate) fn stances(r: &Row<'_>, column: usize) -> Result<Stances, rusqlite::Error> {
    Ok(Stances {
        supports: count(r, column)?,
        repeats: count(r, column + 1)?,
        disputes: count(r, column + 2)?,
        context: count(r, column + 3)?,
    })
}
