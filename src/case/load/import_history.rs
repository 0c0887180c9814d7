//! The history of a case that comes with its records: events, and what imports replaced and brought.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::load::import::{ImportOutcome, Importer};
use crate::case::load::touched_rows::TouchedItems;
use crate::case::log::arriving::{Arrived, arrive};
use crate::case::log::journal;
use crate::case::log::overwriting;
use crate::case::tables::{columns, contents};
use crate::case::write::expunge;
use crate::case::write::take_out::keep_replaced;
use crate::domain::entry::{Brought, Replaced};
use crate::domain::event::{Event, Payload};
use crate::domain::fields::Written;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Hlc, Kind};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::BTreeSet;

impl Importer<'_, '_> {
    pub(super) fn event(&mut self, event: &Event) -> Result<ImportOutcome, CaseError> {
        let conn = self.change.conn;
        let erased = match &mut self.expunged {
            Some(known) => known,
            none => none.insert(journal::expunged(conn)?),
        };
        let payload = match arrive(conn, event, erased)? {
            Arrived::Known => return Ok(ImportOutcome::Same),
            Arrived::Filled(payload) => Some(payload),
            Arrived::New(_, payload, _) => payload,
        };
        self.from.get_or_insert(event.hash);
        self.change.witness(event.hlc);
        if let Some(Payload::Expunge { item, events, .. }) = &payload {
            erased.extend(events);
            journal::erase(conn, events)?;
            let gone = journal::erased_contents(conn)?;
            let gone: Vec<Digest> = events.iter().copied().filter(|digest| gone.contains(digest)).collect();
            contents::erase(conn, &gone)?;
            expunge::strip_brought(conn, *item, &mut BTreeSet::new())?;
            overwriting::note_due(conn)?;
            if !self.home.fresh {
                self.touched.add(Kind::Claim, *item);
                self.touched.add(Kind::Evidence, *item);
            }
        }
        if !self.home.fresh
            && let Some(Payload::Annotate { kind, item, .. }) = &payload
        {
            self.touched.add(*kind, *item);
        }
        if !self.home.fresh && matches!(&payload, Some(Payload::Remove { import: Some(_), .. })) {
            self.touched = TouchedItems::Many;
        }
        self.done.events += 1;
        Ok(ImportOutcome::Added)
    }

    pub(super) fn replaced(&mut self, replaced: &Replaced) -> Result<ImportOutcome, CaseError> {
        let (kind, item) = (columns::kind_code(replaced.kind), replaced.item.as_bytes());
        let known: bool = self
            .change
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM replaced WHERE event = ?1 AND kind = ?2 AND item = ?3)",
            )?
            .query_row(params![replaced.event.0, kind, item], |r| r.get(0))?;
        if known {
            return Ok(ImportOutcome::Same);
        }
        let body = serde_json::to_string(&replaced.record)?;
        // The keys of records that are out are given to no others.
        if let Some(key) = replaced.record.get("key").and_then(Value::as_u64) {
            self.bulk.gave_key(replaced.kind, key);
        }
        self.put_replaced(replaced.event, replaced.kind, replaced.item, &body)?;
        Ok(ImportOutcome::Added)
    }

    pub(super) fn brought(&mut self, brought: &Brought) -> Result<ImportOutcome, CaseError> {
        let reviewer = self.reviewer_row(brought.reviewer)?;
        let known: bool = self
            .change
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM brought WHERE event = ?1 AND reviewer = ?2 AND item = ?3)",
            )?
            .query_row(params![brought.event.0, reviewer, brought.item.as_bytes()], |r| r.get(0))?;
        if known {
            return Ok(ImportOutcome::Same);
        }
        let annotation = serde_json::to_string(&brought.annotation)?;
        let digest = self.bring(brought, reviewer, &annotation)?;
        self.bulk.came.add(digest);
        Ok(ImportOutcome::Added)
    }

    /// Whether the case holds something else than the log says by now. A case that is restored whole holds
    /// what one of its journals told last. `events`: how many of a history came.
    pub(super) fn log_is_behind(conn: &Connection, (fresh, events): (bool, u64)) -> Result<bool, CaseError> {
        let (dossier, told) = dossier::state(conn)?;
        let as_told = told == Some(dossier);
        if as_told && events == 0 || !dossier::is_answered_for(conn)? {
            return Ok(false);
        }
        // A newer end of a journal may tell otherwise than its earlier one did.
        if (as_told || fresh) && dossier::is_told(conn, dossier)? {
            dossier::note_told(conn, Some(dossier))?;
            return Ok(false);
        }
        dossier::note_told(conn, None)?;
        Ok(true)
    }

    /// Stores what an import brought, whose JSON is `annotation`. Returns its digest.
    pub(super) fn bring(
        &mut self,
        brought: &Brought,
        reviewer: i64,
        annotation: &str,
    ) -> Result<Digest, CaseError> {
        let digest = put_brought(self.change.conn, brought, reviewer, annotation)?;
        if !self.home.fresh {
            self.touched.add(brought.on, brought.item);
        }
        Ok(digest)
    }

    pub(super) fn put_replaced(
        &mut self,
        event: Digest,
        kind: Kind,
        item: ItemId,
        body: &str,
    ) -> Result<(), CaseError> {
        keep_replaced(self.change.conn, &mut self.bulk.came, event, kind, item, body)
    }
}

/// Stores what an import brought a reviewer, with their row, to say of an item, and its JSON. Returns its digest.
pub(crate) fn put_brought(
    conn: &Connection,
    brought: &Brought,
    reviewer: i64,
    annotation: &str,
) -> Result<Digest, CaseError> {
    let kind = columns::kind_code(brought.on);
    let item = brought.item.as_bytes();
    let changed = brought.changed.as_ref().map(|date| Hlc::at_second(date.first_second()).0);
    let written = Written::of(&brought.annotation).with(&brought.held_back);
    let said = (&brought.annotation, &written);
    let digest = dossier::of_brought(brought.reviewer.as_bytes(), (kind, item), said, changed)?;
    conn.prepare_cached(
        "INSERT INTO brought (event, reviewer, kind, item, annotation, changed, written) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![brought.event.0, reviewer, kind, item, annotation, changed, written.to_blob()])?;
    Ok(digest)
}
