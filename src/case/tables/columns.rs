//! Values as they stand in the tables.

use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Kind, Stance};
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

/// A kind of record, as a number.
pub(crate) fn kind_code(kind: Kind) -> i64 {
    Kind::ALL.iter().position(|known| *known == kind).and_then(|n| i64::try_from(n).ok()).unwrap_or(0)
}

/// A kind of record, from its number.
pub(crate) fn kind(code: i64) -> Option<Kind> {
    usize::try_from(code).ok().and_then(|n| Kind::ALL.get(n)).copied()
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
