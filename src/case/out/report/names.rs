//! What records are called, kept at hand while a report goes by, within bounds.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::bounded_cache::Kept;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::rows::Titled;
use crate::domain::{Key, Kind, Source};
use rusqlite::{OptionalExtension, Row};
use std::rc::Rc;

/// A record that another one refers to.
#[derive(Debug)]
pub(super) struct Named {
    /// Its row.
    pub(super) at: i64,
    /// Its key.
    pub(super) key: Key,
    /// Its name, title or text.
    pub(super) name: String,
    /// The name of a claim's claimant, the short one where there is one.
    pub(super) claimant: Option<String>,
}

/// The records that others refer to.
#[derive(Debug)]
pub(super) struct Names<'a> {
    case: &'a Case,
    /// The kinds of which a key number was given twice.
    shared: Vec<Kind>,
    named: Kept<(Kind, ItemId), Option<Rc<Named>>>,
    sources: Kept<i64, Rc<(Key, Source)>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(case: &'a Case) -> Result<Self, CaseError> {
        let mut shared = Vec::new();
        for kind in Kind::ALL {
            if keys::shares_keys(&case.conn, *kind)? {
                shared.push(*kind);
            }
        }
        Ok(Self { case, shared, named: Kept::new(), sources: Kept::new() })
    }

    /// The key of a record with this number and id.
    pub(super) fn key(&self, kind: Kind, number: u64, id: ItemId) -> Result<Key, rusqlite::Error> {
        keys::shown_among(&self.case.conn, self.shared.contains(&kind), kind, number, id)
    }

    /// The key in two columns of a row: number, id.
    pub(super) fn key_in(&self, kind: Kind, r: &Row<'_>, column: usize) -> Result<Key, CaseError> {
        Ok(self.key(kind, columns::count(r, column)?, columns::uuid(r, column + 1)?)?)
    }

    /// The record that another one of a dataset refers to.
    pub(super) fn named(
        &mut self,
        kind: Kind,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<Rc<Named>>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        let id = item_id(dataset.unwrap_or(&self.case.dataset), kind, id);
        let (case, shared) = (self.case, self.shared.contains(&kind));
        self.named.or_ask((kind, id), |_| {
            let (field, claimant) = match kind {
                Kind::Party => ("name", "NULL"),
                Kind::Source => ("title", "NULL"),
                Kind::Claim => ("text", keys::CLAIMANT),
                _ => ("text", "NULL"),
            };
            let found = case
                .conn
                .prepare_cached(&format!(
                    "SELECT c.id, c.key, c.body ->> '$.{field}', {claimant} FROM {} c WHERE c.uuid = ?1",
                    keys::table(kind)
                ))?
                .query_row([id.as_bytes()], |r| {
                    let key = keys::shown_among(&case.conn, shared, kind, columns::count(r, 1)?, id)?;
                    let name = r.get::<_, Option<String>>(2)?.unwrap_or_default();
                    Ok(Rc::new(Named { at: r.get(0)?, key, name, claimant: r.get(3)? }))
                })
                .optional()?;
            let bytes = found.as_ref().map_or(0, |named| named.name.len());
            Ok((found, bytes))
        })
    }

    /// The key and the name of a party.
    pub(super) fn party(
        &mut self,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<Titled>, CaseError> {
        let party = self.named(Kind::Party, dataset, id)?;
        Ok(party.map(|party| (party.key.clone(), party.name.clone())))
    }

    /// The key and title of a source.
    pub(super) fn titled(
        &mut self,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<(i64, Titled)>, CaseError> {
        let source = self.named(Kind::Source, dataset, id)?;
        Ok(source.map(|source| (source.at, (source.key.clone(), source.name.clone()))))
    }

    /// The name alone.
    pub(super) fn name(
        &mut self,
        kind: Kind,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<String>, CaseError> {
        Ok(self.named(kind, dataset, id)?.map(|named| named.name.clone()))
    }

    /// The source of a row.
    pub(super) fn source(&mut self, at: i64) -> Result<Rc<(Key, Source)>, CaseError> {
        let (case, shared) = (self.case, self.shared.contains(&Kind::Source));
        self.sources.or_ask(at, |at| {
            let mut found = case.conn.prepare_cached("SELECT key, uuid, body FROM source WHERE id = ?1")?;
            Ok(found.query_row([at], |r| {
                let id = columns::uuid(r, 1)?;
                let key = keys::shown_among(&case.conn, shared, Kind::Source, columns::count(r, 0)?, id)?;
                let bytes = r.get_ref(2)?.as_str()?.len();
                Ok((Rc::new((key, columns::json(r, 2)?)), bytes * 2))
            })?)
        })
    }
}
