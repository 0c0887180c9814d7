//! What follows for one record from all that is known of it, here and in what came.

use crate::case::error::CaseError;
use crate::case::log::bases::{Bases, FIRST, changed_by, made_at, stamp_of};
use crate::case::log::projection::TakenOut;
use crate::case::merge::parcel::Parcel;
use crate::case::tables::{columns, keys};
use crate::case::write::take_out::replaced_by;
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::merge::{Edited, Stamp};
use crate::domain::{Hlc, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What a record says.
type Says = Map<String, Value>;

/// The times that a record was made by hand, with what it said, or that its making was undone.
type Made = Vec<(Stamp, Option<Says>)>;

/// A record: its kind and its id.
pub(crate) type Item = (Kind, ItemId);

/// All that the log says of what is in the case and what is out.
pub(crate) struct Known<'a> {
    conn: &'a Connection,
    pub(crate) out: TakenOut,
    again: Vec<Again>,
    back: HashMap<Item, Stamp>,
    bases: Bases,
    offered: HashMap<Item, Vec<(Digest, Says)>>,
}

/// An event by which what was taken out came back, or went again.
struct Again {
    replica: i64,
    at: Stamp,
    step: Option<u64>,
    import: Option<Digest>,
    back: bool,
}

/// A version of a record.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// The import that it came by; none where it was made by hand.
    pub(crate) base: Option<Digest>,
    at: Stamp,
    pub(crate) record: Says,
    /// Whether it stands here.
    pub(crate) own: bool,
}

/// Whether a record is in the case by all that is known: the last word on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is.
    In,
    /// It was taken out; whether with an import, which gives way to what was said of it.
    Out(bool),
}

/// What follows for a record.
pub(crate) struct Settled {
    /// Whether it is in the case.
    pub(crate) presence: Presence,
    /// Whether it stands here.
    pub(crate) stands: bool,
    /// What it says; none where nothing is known of it but that it was there.
    pub(crate) says: Option<Version>,
    /// Versions in place of which that stands, and which are kept nowhere yet.
    pub(crate) lost: Vec<Says>,
}

impl<'a> Known<'a> {
    /// Looks over the log, with the events in it that came; `bases` was looked up before they came.
    pub(crate) fn load(conn: &'a Connection, parcel: &Parcel, bases: Bases) -> Result<Self, CaseError> {
        let (mut again, mut back) = (Vec::new(), HashMap::new());
        let mut found = conn.prepare(
            "SELECT replica, hlc, hash, payload FROM event WHERE item IS NULL AND payload IS NOT NULL AND \
             (substr(payload, 1, 14) = '{\"op\":\"remove\"' AND payload -> '$.removed' IS NULL \
             OR substr(payload, 1, 13) = '{\"op\":\"merge\"' AND payload -> '$.back' IS NOT NULL)",
        )?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let at = (Hlc(r.get(1)?), columns::digest(r, 2)?);
            match columns::json(r, 3)? {
                Payload::Remove { step, import, back, .. } => {
                    let of = step.undoes.or(step.redoes);
                    again.push(Again { replica: r.get(0)?, at, step: of, import, back });
                }
                Payload::Merge { back: items, .. } => {
                    for item in items {
                        let last = back.entry(item).or_insert(at);
                        *last = at.max(*last);
                    }
                }
                _ => {}
            }
        }
        let mut offered: HashMap<Item, Vec<_>> = HashMap::new();
        for came in &parcel.came {
            if let Value::Object(record) = &came.record {
                let mut record = record.clone();
                came.kind.shape().rename(&mut record);
                offered.entry((came.kind, came.item)).or_default().push((came.event, record));
            }
        }
        Ok(Self { conn, out: TakenOut::load(conn)?, again, back, bases, offered })
    }

    /// What follows for a record.
    pub(crate) fn settle(&mut self, item: Item) -> Result<Settled, CaseError> {
        let (edited, made) = self.edits(item)?;
        let mut versions = self.versions(item)?;
        let stands = versions.iter().any(|version| version.own);
        if let Some((at, Some(record))) = made.last() {
            versions.push(Version { base: None, at: *at, record: record.clone(), own: false });
        }
        let imported = versions.iter().filter(|version| version.base.is_some() && !self.is_out(version));
        let imported = imported.map(|version| version.at).max();
        let presence = self.presence(item, &made, imported)?;
        if versions.iter().any(|version| !self.is_out(version)) {
            versions.retain(|version| !self.is_out(version));
        }
        versions.sort_by_key(|version| (version.at, version.own));
        let mut says = match versions.pop() {
            Some(version) => Some(version),
            None => self.last_known(item)?,
        };
        let mut lost = Vec::new();
        if let Some(says) = &mut says {
            edited.over(says.at, &mut says.record);
            for mut version in versions.into_iter().filter(|version| version.base != says.base) {
                edited.over(version.at, &mut version.record);
                if !same(&version.record, &says.record)
                    && !self.is_kept(item, &edited, version.at, &version.record)?
                {
                    lost.push(version.record);
                }
            }
        }
        Ok(Settled { presence, stands, says, lost })
    }

    fn is_out(&self, version: &Version) -> bool {
        version.base.is_some_and(|base| self.out.has(&base))
    }

    /// What was edited by hand, and each time that it was made or its making was undone, in the order of the log.
    fn edits(&self, (kind, item): Item) -> Result<(Edited, Made), CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT hlc, hash, payload FROM event WHERE item = ?1 AND payload IS NOT NULL ORDER BY hlc, hash",
        )?;
        let mut rows = found.query([item.as_bytes()])?;
        let (mut edited, mut made) = (Edited::default(), Vec::new());
        while let Some(r) = rows.next()? {
            let payload = r.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            if payload.starts_with("{\"op\":\"annotate\"") {
                continue;
            }
            let at = (Hlc(r.get(0)?), columns::digest(r, 1)?);
            match serde_json::from_str(payload)? {
                Payload::Edit { kind: Some(of), mut set, mut was, .. } if of == kind => {
                    kind.shape().rename(&mut set);
                    kind.shape().rename(&mut was);
                    edited.add(at, set, was);
                }
                Payload::Add { kind: of, record, .. } if of == kind => {
                    let record = match record {
                        Some(Value::Object(mut record)) => {
                            kind.shape().rename(&mut record);
                            Some(record)
                        }
                        _ => None,
                    };
                    made.push((at, record));
                }
                _ => {}
            }
        }
        Ok((edited, made))
    }

    fn presence(
        &self,
        (kind, item): Item,
        made: &[(Stamp, Option<Says>)],
        imported: Option<Stamp>,
    ) -> Result<Presence, CaseError> {
        let mut last = (FIRST, Presence::In);
        let mut word = |at: Stamp, says: Presence| {
            if at > last.0 {
                last = (at, says);
            }
        };
        for (at, record) in made {
            word(*at, if record.is_some() { Presence::In } else { Presence::Out(false) });
        }
        if let Some(at) = self.back.get(&(kind, item)) {
            word(*at, Presence::In);
        }
        let mut found = self.conn.prepare_cached(
            "SELECT e.hlc, e.hash, e.replica, e.step, e.payload ->> '$.import' FROM replaced p \
             JOIN event e ON e.hash = p.event WHERE p.item = ?1 AND p.kind = ?2 \
             AND substr(e.payload, 1, 14) = '{\"op\":\"remove\"'",
        )?;
        let mut rows = found.query(params![item.as_bytes(), columns::kind_code(kind)])?;
        while let Some(r) = rows.next()? {
            let at = (Hlc(r.get(0)?), columns::digest(r, 1)?);
            let (replica, step): (i64, u64) = (r.get(2)?, columns::count(r, 3)?);
            let import = r.get::<_, Option<String>>(4)?.and_then(|text| Digest::try_from(text).ok());
            // What the import had only changed is as before, and stays; and what another one brought later does.
            if let Some(import) = import
                && (imported > Some(at) || replaced_by(self.conn, import, kind, item)?.is_some())
            {
                continue;
            }
            word(at, Presence::Out(import.is_some()));
            let of_it = |again: &&Again| {
                again.replica == replica
                    && again.at > at
                    && if import.is_some() { again.import == import } else { again.step == Some(step) }
            };
            for again in self.again.iter().filter(of_it) {
                word(again.at, if again.back { Presence::In } else { Presence::Out(import.is_some()) });
            }
        }
        Ok(last.1)
    }

    /// The versions of a record, here and in what came.
    fn versions(&mut self, item: Item) -> Result<Vec<Version>, CaseError> {
        let (kind, id) = item;
        let sql = format!("SELECT batch, key, body FROM {} WHERE uuid = ?1", keys::table(kind));
        let row = self
            .conn
            .prepare_cached(&sql)?
            .query_row([id.as_bytes()], |r| Ok(((r.get(0)?, r.get(1)?), columns::json::<Says>(r, 2)?)))
            .optional()?;
        let mut versions = Vec::new();
        if let Some((from, mut record)) = row {
            kind.shape().rename(&mut record);
            let base = self.bases.of(self.conn, item, from)?;
            let at = match base {
                Some(event) => self.stamp(event)?,
                None => made_at(self.conn, id, self.bases.last())?.unwrap_or(FIRST),
            };
            versions.push(Version { base, at, record, own: true });
        }
        for (event, record) in self.offered.get(&item).cloned().unwrap_or_default() {
            let at = self.stamp(event)?;
            let base = Some(event).filter(|event| *event != Digest::NONE);
            versions.push(Version { base, at, record, own: false });
        }
        Ok(versions)
    }

    fn stamp(&self, event: Digest) -> Result<Stamp, CaseError> {
        Ok(stamp_of(self.conn, event)?.unwrap_or(FIRST))
    }

    /// The last that was known of a record that stands nowhere.
    fn last_known(&self, (kind, item): Item) -> Result<Option<Version>, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT e.hlc, e.hash, p.body FROM replaced p JOIN event e ON e.hash = p.event \
             WHERE p.item = ?1 AND p.kind = ?2 ORDER BY e.hlc DESC, e.hash DESC LIMIT 1",
        )?;
        let kept = found
            .query_row(params![item.as_bytes(), columns::kind_code(kind)], |r| {
                Ok(((Hlc(r.get(0)?), columns::digest(r, 1)?), columns::json(r, 2)?))
            })
            .optional()?;
        let Some((gone, mut record)) = kept else { return Ok(None) };
        kind.shape().rename(&mut record);
        let changed = changed_by(self.conn, (kind, item), i64::MAX)?.filter(|at| *at < gone);
        let (base, at) = changed.map_or((None, FIRST), |at| (Some(at.1), at));
        Ok(Some(Version { base, at, record, own: false }))
    }

    /// Whether a version of a record is kept already, as what some event replaced.
    fn is_kept(
        &self,
        (kind, item): Item,
        edited: &Edited,
        at: Stamp,
        version: &Says,
    ) -> Result<bool, CaseError> {
        let mut found =
            self.conn.prepare_cached("SELECT body FROM replaced WHERE item = ?1 AND kind = ?2")?;
        let mut rows = found.query(params![item.as_bytes(), columns::kind_code(kind)])?;
        while let Some(r) = rows.next()? {
            let mut record: Says = columns::json(r, 0)?;
            kind.shape().rename(&mut record);
            edited.over(at, &mut record);
            if same(&record, version) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether two versions say the same, whatever their keys.
fn same(one: &Says, other: &Says) -> bool {
    let says = |record: &Says| {
        let mut record = record.clone();
        record.remove("key");
        record
    };
    says(one) == says(other)
}
