//! What records that others refer to are called. A screen asks for those of one claim; a report keeps
//! them at hand from claim to claim, within bounds.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::bounded_cache::BoundedCache;
use crate::case::tables::row_set::RowSet;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::rows::Titled;
use crate::domain::{Dated, Key, Kind, Source};
use rusqlite::{OptionalExtension, Row};
use std::collections::HashMap;
use std::rc::Rc;

/// A record that another one refers to.
#[derive(Debug)]
pub(crate) struct Named {
    /// Its row.
    pub(crate) at: i64,
    /// Its key.
    pub(crate) key: Key,
    /// Its name, title or text.
    pub(crate) name: String,
    /// The name of a claim's claimant, the short one where there is one.
    pub(crate) claimant: Option<String>,
}

impl Named {
    /// Its key and name.
    pub(crate) fn titled(&self) -> Titled {
        (self.key.clone(), self.name.clone())
    }
}

/// The records that others refer to.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    pub(crate) case: &'a Case,
    /// Of each kind: whether a key number was given twice.
    shared: HashMap<Kind, bool>,
    named: BoundedCache<(Kind, ItemId), Option<Rc<Named>>>,
    sources: BoundedCache<i64, Rc<(Key, Source)>>,
    /// The day the case stands as of, once it was asked for.
    as_of: Option<Option<Dated>>,
    /// The rows of the sources that were referred to, where somebody lists them.
    referred: Option<RowSet>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(case: &'a Case) -> Self {
        Self {
            case,
            shared: HashMap::new(),
            named: BoundedCache::new(),
            sources: BoundedCache::new(),
            as_of: None,
            referred: None,
        }
    }

    /// The same, noting which sources are referred to.
    pub(crate) fn listing(case: &'a Case) -> Self {
        Self { referred: Some(RowSet::default()), ..Self::new(case) }
    }

    /// The sources that were referred to until now.
    pub(crate) fn take_referred(&mut self) -> RowSet {
        self.referred.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Notes that a source was referred to.
    pub(crate) fn refer(&mut self, source: i64) {
        if let Some(referred) = &mut self.referred {
            referred.insert(source);
        }
    }

    /// The dataset that the references of a record are in.
    pub(crate) fn home<'d>(&'d self, dataset: Option<&'d str>) -> &'d str {
        dataset.unwrap_or(&self.case.dataset)
    }

    /// The day the case stands as of.
    pub(crate) fn as_of(&mut self) -> Result<Option<&Dated>, CaseError> {
        if self.as_of.is_none() {
            self.as_of = Some(self.case.info()?.as_of);
        }
        Ok(self.as_of.as_ref().and_then(Option::as_ref))
    }

    /// The key of a record with this number and id.
    pub(crate) fn key(&mut self, kind: Kind, number: u64, id: ItemId) -> Result<Key, rusqlite::Error> {
        let shared = match self.shared.get(&kind) {
            Some(shared) => *shared,
            None => {
                let shared = keys::shares_keys(&self.case.conn, kind)?;
                self.shared.insert(kind, shared);
                shared
            }
        };
        keys::shown_among(&self.case.conn, shared, kind, number, id)
    }

    /// The key in two columns of a row: number, id.
    pub(crate) fn key_in(&mut self, kind: Kind, r: &Row<'_>, column: usize) -> Result<Key, CaseError> {
        Ok(self.key(kind, columns::count(r, column)?, columns::uuid(r, column + 1)?)?)
    }

    /// The record that another one of a dataset refers to; `None` if there is no such record.
    pub(crate) fn named(
        &mut self,
        kind: Kind,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<Rc<Named>>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        let id = item_id(self.home(dataset), kind, id);
        let case = self.case;
        let named = self.named.get_or_load((kind, id), |_| {
            let field = kind.shape().essential.unwrap_or("id");
            let claimant = if kind == Kind::Claim { keys::CLAIMANT } else { "NULL" };
            let found = case
                .conn
                .prepare_cached(&format!(
                    "SELECT c.id, c.key, c.body ->> '$.{field}', {claimant} FROM {} c WHERE c.uuid = ?1",
                    keys::table(kind)
                ))?
                .query_row([id.as_bytes()], |r| {
                    let key = keys::shown(&case.conn, kind, columns::count(r, 1)?, id)?;
                    let name = r.get::<_, Option<String>>(2)?.unwrap_or_default();
                    Ok(Rc::new(Named { at: r.get(0)?, key, name, claimant: r.get(3)? }))
                })
                .optional()?;
            let bytes = found.as_ref().map_or(0, |named| named.name.len());
            Ok((found, bytes))
        })?;
        if let (Kind::Source, Some(source)) = (kind, &named) {
            self.refer(source.at);
        }
        Ok(named)
    }

    /// Key and name of a record that another one refers to.
    pub(crate) fn titled(
        &mut self,
        kind: Kind,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<Titled>, CaseError> {
        Ok(self.named(kind, dataset, id)?.map(|named| named.titled()))
    }

    /// The name alone.
    pub(crate) fn name(
        &mut self,
        kind: Kind,
        dataset: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<String>, CaseError> {
        Ok(self.named(kind, dataset, id)?.map(|named| named.name.clone()))
    }

    /// The source of a row.
    pub(crate) fn source(&mut self, at: i64) -> Result<Rc<(Key, Source)>, CaseError> {
        let case = self.case;
        self.sources.get_or_load(at, |at| {
            let mut found = case.conn.prepare_cached("SELECT key, uuid, body FROM source WHERE id = ?1")?;
            Ok(found.query_row([at], |r| {
                let key = keys::shown(&case.conn, Kind::Source, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
                let bytes = r.get_ref(2)?.as_str()?.len();
                Ok((Rc::new((key, columns::json(r, 2)?)), bytes * 2))
            })?)
        })
    }
}
