//! What one case can tell another: events it does not know, and what belongs to them.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::bases::{Bases, made_at};
use crate::case::log::journal::{EVENT, event, time};
use crate::case::out::private_notes::PrivateNotes;
use crate::case::tables::{columns, contents, keys};
use crate::domain::entry::{Brought, Content, Replaced, Reviewer};
use crate::domain::event::{Event, Head, Payload};
use crate::domain::fields::Written;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{CaseInfo, Hlc, Kind, Source};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Events of a case, and what belongs to them: what they replaced and brought, the records that they left, and what
/// documents hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parcel {
    /// What the case says of itself.
    pub case: CaseInfo,
    /// The ids of the case: its own, and those of cases that were joined with it.
    pub ids: BTreeSet<ItemId>,
    /// The last event of each journal that the case knows: what is said here is said of a case that has them.
    pub heads: Vec<Head>,
    /// Who reviews.
    pub reviewers: Vec<Reviewer>,
    /// Events, journal by journal, each in its order.
    pub events: Vec<Event>,
    /// Records as they stand there: the import by which each is as it is, no event where that is not known, and what
    /// it says.
    pub came: Vec<Replaced>,
    /// What the events replaced.
    pub replaced: Vec<Replaced>,
    /// What they brought.
    pub brought: Vec<Brought>,
    /// What documents hold.
    pub contents: Vec<Content>,
}

impl Parcel {
    /// Adds what has this SHA-256, in the pieces in which a case keeps it.
    pub fn add_content(&mut self, sha256: Digest, bytes: &[u8]) {
        let pieces = (0..).zip(contents::pieces(bytes));
        self.contents.extend(pieces.map(|(part, piece)| Content { sha256, part, bytes: piece.to_vec() }));
    }

    /// Adds another one to this, as if both had come at once.
    pub fn add(&mut self, other: Self) {
        // The older of cases that were joined is what all of them are.
        if self.case.id.is_empty() || other.case.id < self.case.id {
            self.case = other.case;
        }
        self.ids.extend(other.ids);
        self.heads.extend(other.heads);
        self.reviewers.extend(other.reviewers);
        self.events.extend(other.events);
        self.came.extend(other.came);
        self.replaced.extend(other.replaced);
        self.brought.extend(other.brought);
        self.contents.extend(other.contents);
    }
}

impl Case {
    /// The ids of the case: its own, and those of cases that were joined with it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ids(&self) -> Result<BTreeSet<ItemId>, CaseError> {
        ids_of(&self.conn)
    }

    /// The last event of each journal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn heads(&self) -> Result<Vec<Head>, CaseError> {
        let mut found =
            self.conn.prepare("SELECT uuid, seq, head FROM replica WHERE seq > 0 ORDER BY uuid")?;
        let heads = found.query_map([], |r| {
            Ok(Head {
                replica: columns::uuid(r, 0)?,
                seq: columns::count(r, 1)?,
                hash: columns::digest(r, 2)?,
            })
        })?;
        Ok(heads.collect::<Result<_, _>>()?)
    }

    /// The last event that came into the log here, by the row that it has in this file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_event(&self) -> Result<(i64, Digest), CaseError> {
        let last = self.conn.query_row("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1", [], |r| {
            Ok((r.get(0)?, columns::digest(r, 1)?))
        });
        Ok(last.optional()?.unwrap_or((0, Digest::NONE)))
    }

    /// The event in a row of this file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn event_in(&self, row: i64) -> Result<Option<Digest>, CaseError> {
        let found =
            self.conn.query_row("SELECT hash FROM event WHERE id = ?1", [row], |r| columns::digest(r, 0));
        Ok(found.optional()?)
    }

    /// Whether an event is in the log, and whether with its payload.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn knows(&self, event: &Digest) -> Result<Option<bool>, CaseError> {
        let sql = "SELECT payload IS NOT NULL FROM event WHERE hash = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([event.0], |r| r.get(0)).optional()?)
    }

    /// What this case can tell one that knows some of its events already: those up to a row, and others of which
    /// `known` says whether, and whether with their payload. Private notes stay here, with the payloads that hold
    /// them, unless `with_private`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn parcel(
        &self,
        with_private: bool,
        after: i64,
        mut known: impl FnMut(&Event) -> Result<Option<bool>, CaseError>,
    ) -> Result<Parcel, CaseError> {
        let _snapshot = self.snapshot()?;
        let mut packing = Packing {
            case: self,
            bases: Bases::load(&self.conn)?,
            items: BTreeSet::new(),
            imports: HashSet::new(),
            documents: BTreeSet::new(),
            parcel: Parcel { case: self.info()?, ids: self.ids()?, ..Parcel::default() },
        };
        let private_notes = PrivateNotes::new(self, with_private)?;
        let sql = format!(
            "SELECT {EVENT}, e.item, r.reviewer FROM event e JOIN replica r ON r.id = e.replica \
             WHERE e.id > ?1 ORDER BY r.uuid, e.seq, e.hash"
        );
        let mut found = self.conn.prepare(&sql)?;
        let mut rows = found.query([after])?;
        while let Some(r) = rows.next()? {
            let mut event = event(r)?;
            let item: Option<[u8; 16]> = r.get(9)?;
            if private_notes.keep_event(item.map(ItemId::from_bytes), r.get(10)?, &event)? {
                event.payload = None;
            }
            match known(&event)? {
                Some(with_payload) if with_payload || event.payload.is_none() => continue,
                _ => packing.event(event, &private_notes)?,
            }
        }
        packing.finish()
    }
}

/// The ids of a case: its own, and those of cases that were joined with it.
pub(crate) fn ids_of(conn: &Connection) -> Result<BTreeSet<ItemId>, CaseError> {
    let mut ids = BTreeSet::new();
    ids.insert(conn.query_row("SELECT uuid FROM case_info", [], |r| columns::uuid(r, 0))?);
    let sql = "SELECT payload FROM event WHERE item IS NULL AND substr(payload, 1, 13) = '{\"op\":\"merge\"' \
               AND payload -> '$.joined' IS NOT NULL";
    let mut found = conn.prepare(sql)?;
    let mut rows = found.query([])?;
    while let Some(r) = rows.next()? {
        if let Payload::Merge { joined, .. } = columns::json(r, 0)? {
            ids.extend(joined.into_iter().flatten());
        }
    }
    Ok(ids)
}

struct Packing<'c> {
    case: &'c Case,
    bases: Bases,
    /// Records that the events may have left otherwise.
    items: BTreeSet<(Kind, ItemId)>,
    imports: HashSet<Digest>,
    documents: BTreeSet<Digest>,
    parcel: Parcel,
}

impl Packing<'_> {
    fn event(&mut self, event: Event, private_notes: &PrivateNotes<'_>) -> Result<(), CaseError> {
        match event.read()? {
            Some(Payload::Add { kind: Kind::Source, record: Some(record), .. }) => self.documents_of(&record),
            Some(Payload::Edit { kind: Some(Kind::Source), set, was, .. }) => {
                self.documents_of(&Value::Object(set));
                self.documents_of(&Value::Object(was));
            }
            Some(Payload::Import { .. }) => {
                self.imports.insert(event.hash);
                self.replaced(event.hash, true)?;
                self.brought(event.hash, private_notes)?;
            }
            Some(Payload::Remove { step, import, .. }) => {
                self.replaced(event.hash, true)?;
                let of = step.undoes.or(step.redoes);
                if of.is_some() || import.is_some() {
                    for earlier in self.removals(event.replica, of, import)? {
                        self.replaced(earlier, false)?;
                    }
                }
            }
            Some(Payload::Merge { back, .. }) => {
                self.items.extend(back);
                self.replaced(event.hash, true)?;
            }
            _ => {}
        }
        self.parcel.events.push(event);
        Ok(())
    }

    /// The events that took out what a later one puts back or takes out again.
    fn removals(
        &self,
        replica: ItemId,
        step: Option<u64>,
        import: Option<Digest>,
    ) -> Result<Vec<Digest>, CaseError> {
        let mut found = self.case.conn.prepare_cached(
            "SELECT e.hash FROM event e JOIN replica r ON r.id = e.replica WHERE r.uuid = ?1 \
             AND substr(e.payload, 1, 14) = '{\"op\":\"remove\"' \
             AND (e.step = ?2 OR e.payload ->> '$.import' = ?3)",
        )?;
        let values =
            params![replica.as_bytes(), step.map(columns::int), import.map(|import| import.to_string())];
        let all = found.query_map(values, |r| columns::digest(r, 0))?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// What an event replaced: the records it is of, and, where they are to go along, how they were.
    fn replaced(&mut self, event: Digest, along: bool) -> Result<(), CaseError> {
        let sql = "SELECT kind, item, body FROM replaced WHERE event = ?1 ORDER BY id";
        let mut found = self.case.conn.prepare_cached(sql)?;
        let mut rows = found.query([event.0])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let Some(kind) = columns::kind(r.get(0)?) else { continue };
            all.push(Replaced { event, kind, item: columns::uuid(r, 1)?, record: columns::json(r, 2)? });
        }
        for replaced in all {
            self.items.insert((replaced.kind, replaced.item));
            if along {
                if replaced.kind == Kind::Source {
                    self.documents_of(&replaced.record);
                }
                self.parcel.replaced.push(replaced);
            }
        }
        Ok(())
    }

    fn brought(&mut self, event: Digest, private_notes: &PrivateNotes<'_>) -> Result<(), CaseError> {
        let sql = "SELECT w.uuid, b.kind, b.item, b.annotation, b.changed, b.written, b.reviewer, e.hlc \
                   FROM brought b JOIN reviewer w ON w.id = b.reviewer JOIN event e ON e.hash = b.event \
                   WHERE b.event = ?1 ORDER BY b.id";
        let mut found = self.case.conn.prepare_cached(sql)?;
        let mut rows = found.query([event.0])?;
        while let Some(r) = rows.next()? {
            let written = Written::from_blob(r.get::<_, Option<Vec<u8>>>(5)?.as_deref());
            let mut brought = Brought {
                event,
                reviewer: columns::uuid(r, 0)?,
                on: columns::kind(r.get(1)?).unwrap_or(Kind::Evidence),
                item: columns::uuid(r, 2)?,
                annotation: columns::json(r, 3)?,
                changed: r.get::<_, Option<i64>>(4)?.map(|changed| time(Hlc(changed))),
                held_back: BTreeMap::new(),
            };
            let note = brought.annotation.note.take();
            let at = (Hlc(r.get(7)?), event);
            brought.annotation.note = private_notes.brought(note, brought.item, r.get(6)?, at);
            brought.held_back = written.missing(&brought.annotation);
            self.parcel.brought.push(brought);
        }
        Ok(())
    }

    fn documents_of(&mut self, record: &Value) {
        // What is no source's list of documents has none.
        #[derive(serde::Deserialize)]
        struct Documents {
            #[serde(default)]
            documents: Vec<crate::domain::DocumentInfo>,
        }
        if let Ok(Documents { documents }) = serde_json::from_value(record.clone()) {
            self.documents.extend(documents.iter().flat_map(|document| document.contents()));
        }
    }

    fn finish(mut self) -> Result<Parcel, CaseError> {
        let conn = &self.case.conn;
        for kind in Kind::ALL {
            let sql = format!("SELECT uuid, batch, key, body FROM {} ORDER BY id", keys::table(*kind));
            let mut found = conn.prepare(&sql)?;
            let mut rows =
                if self.imports.is_empty() && self.items.is_empty() { continue } else { found.query([])? };
            while let Some(r) = rows.next()? {
                let item = columns::uuid(r, 0)?;
                let wanted = self.items.contains(&(*kind, item));
                if !wanted && self.imports.is_empty() {
                    continue;
                }
                let base = self.bases.of(conn, (*kind, item), (r.get(1)?, r.get(2)?))?;
                // A case that was restored from a file does not know of all records by which import they came.
                let event = match base {
                    Some(base) => base,
                    None if made_at(conn, item, i64::MAX)?.is_none() => Digest::NONE,
                    None => continue,
                };
                if wanted || event == Digest::NONE || self.imports.contains(&event) {
                    let record: Value = columns::json(r, 3)?;
                    if *kind == Kind::Source
                        && let Ok(source) = serde_json::from_value::<Source>(record.clone())
                    {
                        self.documents
                            .extend(source.documents.iter().flat_map(|document| document.contents()));
                    }
                    self.parcel.came.push(Replaced { event, kind: *kind, item, record });
                }
            }
        }
        for sha256 in &self.documents {
            let mut part = 0;
            contents::each(conn, *sha256, |bytes| {
                self.parcel.contents.push(Content { sha256: *sha256, part, bytes: bytes.to_vec() });
                part += 1;
                Ok::<(), CaseError>(())
            })?;
        }
        if !self.parcel.events.is_empty() {
            self.parcel.heads = self.case.heads()?;
            self.parcel.reviewers = self.case.reviewers()?;
        }
        Ok(self.parcel)
    }
}
