//! Erasing what was written about someone, for their protection, with the erasure on record.

use crate::case::error::CaseError;
use crate::case::log::journal::erase;
use crate::case::log::overwriting;
use crate::case::log::projection;
use crate::case::log::session::Session;
use crate::case::log::undo_stack;
use crate::case::tables::{columns, keys};
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Key, Kind};
use rusqlite::{Connection, Row, params};
use std::collections::BTreeSet;

/// What an erasure did.
#[derive(Debug, Default)]
pub struct Expunged {
    /// How many records of what was written were erased.
    pub erased: usize,
    /// The texts that were erased, so that copies of them outside the case can be found.
    pub texts: BTreeSet<String>,
    /// Other items on which one of these texts was written too, now or once.
    pub also_on: Vec<Key>,
    /// Why the bytes of the texts are not all overwritten yet, where they are not.
    pub left: Option<CaseError>,
}

impl Session {
    /// Erases everything anyone wrote on an item: notes, with their history and drafts, and reasons, for a
    /// verdict or for setting aside.
    ///
    /// # Errors
    /// When there is nothing to erase, or the erasure cannot be committed.
    pub fn expunge(&mut self, kind: Kind, item: ItemId, reason: &str) -> Result<Expunged, CaseError> {
        if reason.trim().is_empty() {
            return Err(CaseError::Refused("erasing needs a reason, which stays on record".into()));
        }
        let mut done = self.transact(|change| {
            // What was said of a record that is out is in the history still.
            let (at, key) =
                (keys::row_of(change.conn, kind, item)?, keys::past_key(change.conn, kind, item)?);
            let key = key.ok_or(CaseError::NoSuchItem)?;
            let mut texts = BTreeSet::new();
            let drafts = at.map_or(Ok(0), |at| drop_drafts(change.conn, kind, at, &mut texts))?;
            let events = written_events(change.conn, item, &mut texts)?;
            let brought = strip_brought(change.conn, item, &mut texts)?;
            if events.is_empty() && drafts == 0 && brought == 0 {
                return Err(CaseError::NothingWritten(key.to_string()));
            }
            erase(change.conn, &events)?;
            change.append(&Payload::Expunge { item, reason: reason.to_owned(), events: events.clone() })?;
            projection::reproject(change.conn, &projection::TakenOut::load(change.conn)?, kind, item)?;
            undo_stack::rebuild(change.conn)?;
            overwriting::note_due(change.conn)?;
            let also_on = same_texts(change.conn, item, &texts)?;
            Ok(Expunged { erased: events.len() + drafts + brought, texts, also_on, left: None })
        })?;
        let path = &self.case.path;
        done.left = overwriting::if_due(&self.case.conn).err().map(|error| error.at(path));
        Ok(done)
    }
}

fn drop_drafts(
    conn: &Connection,
    kind: Kind,
    at: i64,
    texts: &mut BTreeSet<String>,
) -> Result<usize, CaseError> {
    let mut gone = conn.prepare("DELETE FROM draft WHERE kind = ?1 AND item = ?2 RETURNING text")?;
    let dropped: Vec<String> =
        gone.query_map(params![columns::kind_code(kind), at], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let count = dropped.len();
    texts.extend(dropped);
    Ok(count)
}

/// What people write in their own words: the field, and where its text is.
const WRITTEN: [(&str, &str); 3] = [("note", "note.text"), ("reason", "reason"), ("aside", "aside")];

/// The texts in a column of JSON, as columns of SQL.
fn texts_in(column: &str, under: &str) -> String {
    WRITTEN.map(|(_, text)| format!("{column} ->> '$.{under}{text}'")).join(", ")
}

/// Gathers texts from a row's columns, from one on.
fn gather(r: &Row<'_>, from: usize, texts: &mut BTreeSet<String>) -> Result<(), rusqlite::Error> {
    for column in from..r.as_ref().column_count() {
        texts.extend(r.get::<_, Option<String>>(column)?);
    }
    Ok(())
}

/// The events that set or replaced something written on an item.
fn written_events(
    conn: &Connection,
    item: ItemId,
    texts: &mut BTreeSet<String>,
) -> Result<Vec<Digest>, CaseError> {
    let any = WRITTEN
        .map(|(it, _)| format!("payload -> '$.set.{it}' IS NOT NULL OR payload -> '$.was.{it}' IS NOT NULL"));
    let mut found = conn.prepare(&format!(
        "SELECT hash, {}, {} FROM event WHERE item = ?1 AND payload IS NOT NULL AND ({})",
        texts_in("payload", "set."),
        texts_in("payload", "was."),
        any.join(" OR ")
    ))?;
    let mut rows = found.query([item.as_bytes()])?;
    let mut events = Vec::new();
    while let Some(r) = rows.next()? {
        events.push(columns::digest(r, 0)?);
        gather(r, 1, texts)?;
    }
    Ok(events)
}

/// Takes what was written on an item out of what imports brought.
pub(crate) fn strip_brought(
    conn: &Connection,
    item: ItemId,
    texts: &mut BTreeSet<String>,
) -> Result<usize, CaseError> {
    let any = WRITTEN.map(|(it, _)| format!("annotation -> '$.{it}' IS NOT NULL")).join(" OR ");
    let mut found = conn.prepare(&format!(
        "SELECT {} FROM brought WHERE item = ?1 AND ({any})",
        texts_in("annotation", "")
    ))?;
    let mut rows = found.query([item.as_bytes()])?;
    while let Some(r) = rows.next()? {
        gather(r, 0, texts)?;
    }
    let paths = WRITTEN.map(|(it, _)| format!("'$.{it}'")).join(", ");
    let sql = format!(
        "UPDATE brought SET annotation = json_remove(annotation, {paths}) WHERE item = ?1 AND ({any})"
    );
    Ok(conn.execute(&sql, [item.as_bytes()])?)
}

/// Other items on which one of these texts was written, now or once: a judgement repeated elsewhere takes
/// its note along.
fn same_texts(conn: &Connection, item: ItemId, texts: &BTreeSet<String>) -> Result<Vec<Key>, CaseError> {
    let mut items = BTreeSet::new();
    let events = texts_in("payload", "set.");
    let brought = texts_in("annotation", "");
    for sql in [
        format!(
            "SELECT item, {events} FROM event WHERE item <> ?1 AND payload IS NOT NULL AND step IS NOT NULL"
        ),
        format!("SELECT item, {brought} FROM brought WHERE item <> ?1"),
    ] {
        let mut found = conn.prepare(&sql)?;
        let mut rows = found.query([item.as_bytes()])?;
        while let Some(r) = rows.next()? {
            let mut written = BTreeSet::new();
            gather(r, 1, &mut written)?;
            if !written.is_disjoint(texts) {
                items.insert(columns::uuid(r, 0)?);
            }
        }
    }
    let mut keys = Vec::new();
    for item in items {
        for kind in [Kind::Claim, Kind::Evidence] {
            keys.extend(keys::past_key(conn, kind, item)?);
        }
    }
    keys.sort();
    Ok(keys)
}
