//! Finding records by id and by key.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::domain::ids::ItemId;
use crate::domain::{Key, Kind};
use rusqlite::{Connection, OptionalExtension, params};

/// The table of a kind. The names are our own constants, so they may stand in SQL.
pub(crate) const fn table(kind: Kind) -> &'static str {
    kind.word()
}

/// The name of the claimant of a claim `c`, the short one where there is one.
pub(crate) const CLAIMANT: &str =
    "(SELECT coalesce(p.body ->> '$.short', p.body ->> '$.name') FROM party p WHERE p.id = c.claimant)";

/// The row of the record with an id.
pub(crate) fn row_of(conn: &Connection, kind: Kind, id: ItemId) -> Result<Option<i64>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT id FROM {} WHERE uuid = ?1", table(kind)))?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

/// The same, where it must be there.
pub(crate) fn must(conn: &Connection, kind: Kind, id: ItemId) -> Result<i64, CaseError> {
    row_of(conn, kind, id)?.ok_or(CaseError::NoSuchItem)
}

/// A record's key, with a suffix where its number was given twice.
pub(crate) fn key_of(conn: &Connection, kind: Kind, at: i64) -> Result<Key, rusqlite::Error> {
    let (number, id) = conn
        .prepare_cached(&format!("SELECT key, uuid FROM {} WHERE id = ?1", table(kind)))?
        .query_row([at], |r| Ok((columns::count(r, 0)?, columns::uuid(r, 1)?)))?;
    shown(conn, kind, number, id)
}

/// The key to show for a number and an id.
pub(crate) fn shown(conn: &Connection, kind: Kind, number: u64, id: ItemId) -> Result<Key, rusqlite::Error> {
    shown_among(conn, shares_keys(conn, kind)?, kind, number, id)
}

/// Whether any key number of a kind was given twice.
pub(crate) fn shares_keys(conn: &Connection, kind: Kind) -> Result<bool, rusqlite::Error> {
    Ok(counter(conn, &format!("shared-keys.{kind}"))? > 0)
}

/// The same for one of many rows, where it is known whether any number of the kind was given twice.
pub(crate) fn shown_among(
    conn: &Connection,
    shared: bool,
    kind: Kind,
    number: u64,
    id: ItemId,
) -> Result<Key, rusqlite::Error> {
    let mut key = Key::new(kind, number);
    if shared {
        let all = bearers(conn, kind, number)?;
        if all.len() > 1 {
            key.suffix = Some(suffix(&all, id));
        }
    }
    Ok(key)
}

/// A counter's value; 0 where it was never set.
pub(crate) fn counter(conn: &Connection, name: &str) -> Result<u64, rusqlite::Error> {
    Ok(conn
        .prepare_cached("SELECT n FROM counter WHERE name = ?1")?
        .query_row([name], |r| columns::count(r, 0))
        .optional()?
        .unwrap_or(0))
}

/// Adds to a counter.
pub(crate) fn count_up(conn: &Connection, name: &str, by: i64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO counter (name, n) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET n = n + ?2",
    )?
    .execute(rusqlite::params![name, by])?;
    Ok(())
}

/// Sets a counter.
pub(crate) fn set_counter(conn: &Connection, name: &str, n: u64) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("INSERT OR REPLACE INTO counter (name, n) VALUES (?1, ?2)")?
        .execute(rusqlite::params![name, columns::int(n)])?;
    Ok(())
}

/// Notes for which kinds a key number was given twice.
pub(crate) fn note_shared_keys(conn: &Connection) -> Result<(), rusqlite::Error> {
    for kind in Kind::ALL {
        let shared: bool = conn.query_row(
            &format!("SELECT EXISTS (SELECT 1 FROM {} GROUP BY key HAVING count(*) > 1)", table(*kind)),
            [],
            |r| r.get(0),
        )?;
        set_counter(conn, &format!("shared-keys.{kind}"), u64::from(shared))?;
    }
    Ok(())
}

fn bearers(conn: &Connection, kind: Kind, number: u64) -> Result<Vec<ItemId>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT uuid FROM {} WHERE key = ?1 ORDER BY uuid", table(kind)))?
        .query_map([columns::int(number)], |r| columns::uuid(r, 0))?
        .collect()
}

/// The shortest start of an id (two characters or more) that no other bearer of the key shares.
fn suffix(all: &[ItemId], id: ItemId) -> String {
    let own = id.simple().to_string();
    let taken = |len: usize| {
        all.iter().filter(|other| **other != id).any(|other| other.simple().to_string()[..len] == own[..len])
    };
    let len = (2..own.len()).find(|len| !taken(*len)).unwrap_or(own.len());
    own[..len].to_owned()
}

/// The id of the record with a key.
pub(crate) fn find(conn: &Connection, key: &Key) -> Result<ItemId, CaseError> {
    let all = bearers(conn, key.kind, key.number)?;
    let fitting: Vec<ItemId> = match &key.suffix {
        Some(suffix) => {
            all.iter().copied().filter(|id| id.simple().to_string().starts_with(suffix.as_str())).collect()
        }
        None => all.clone(),
    };
    match fitting.as_slice() {
        [] if !removed(conn, key)?.is_empty() => Err(CaseError::TakenOut(key.clone())),
        [] => Err(CaseError::NoSuchKey(key.clone())),
        [one] => Ok(*one),
        many => Err(CaseError::Ambiguous {
            key: key.clone(),
            options: many
                .iter()
                .map(|id| Key { suffix: Some(suffix(&all, *id)), ..key.clone() }.to_string())
                .collect::<Vec<_>>()
                .join(" or "),
        }),
    }
}

/// The ids of records with a key that are not in the case any more; the one that went last comes first.
pub(crate) fn removed(conn: &Connection, key: &Key) -> Result<Vec<ItemId>, CaseError> {
    let mut found = conn.prepare_cached(&format!(
        "SELECT p.item FROM replaced p WHERE p.kind = ?1 AND p.body ->> '$.key' = ?2 AND NOT EXISTS \
         (SELECT 1 FROM {} t WHERE t.uuid = p.item) GROUP BY p.item ORDER BY max(p.id) DESC",
        table(key.kind)
    ))?;
    let all = found.query_map(params![columns::kind_code(key.kind), columns::int(key.number)], |r| {
        columns::uuid(r, 0)
    })?;
    let all: Vec<ItemId> = all.collect::<Result<_, _>>()?;
    let fits = |id: &ItemId| {
        key.suffix.as_ref().is_none_or(|suffix| id.simple().to_string().starts_with(suffix.as_str()))
    };
    Ok(all.into_iter().filter(fits).collect())
}

/// Whether somebody has begun a note on an item and not saved it.
pub(crate) fn has_draft(conn: &Connection, kind: Kind, at: i64) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM draft WHERE kind = ?1 AND item = ?2)")?
        .query_row(params![columns::kind_code(kind), at], |r| r.get(0))
}

/// The key by which a record is or was known, though it may be out of the case.
pub(crate) fn past_key(conn: &Connection, kind: Kind, item: ItemId) -> Result<Option<Key>, CaseError> {
    if let Some(at) = row_of(conn, kind, item)? {
        return Ok(Some(key_of(conn, kind, at)?));
    }
    let sql = "SELECT body ->> '$.key' FROM replaced WHERE item = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1";
    let number: Option<Option<i64>> = conn
        .prepare_cached(sql)?
        .query_row(params![item.as_bytes(), columns::kind_code(kind)], |r| r.get(0))
        .optional()?;
    let number = number.flatten().and_then(|number| u64::try_from(number).ok());
    Ok(number.map(|number| Key::new(kind, number)))
}

impl Case {
    /// The id of the record with a key, also of one that was taken out.
    ///
    /// # Errors
    /// When there is and was none, or more than one and the key does not say which.
    pub fn find_past(&self, key: &Key) -> Result<ItemId, CaseError> {
        match find(&self.conn, key) {
            Err(CaseError::TakenOut(key)) => {
                removed(&self.conn, &key)?.first().copied().ok_or(CaseError::NoSuchKey(key))
            }
            found => found,
        }
    }

    /// The id of the record with a key.
    ///
    /// # Errors
    /// When there is none, or more than one and the key does not say which.
    pub fn find(&self, key: &Key) -> Result<ItemId, CaseError> {
        find(&self.conn, key)
    }

    /// The key of the record with an id.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn key(&self, kind: Kind, id: ItemId) -> Result<Key, CaseError> {
        Ok(key_of(&self.conn, kind, must(&self.conn, kind, id)?)?)
    }
}
