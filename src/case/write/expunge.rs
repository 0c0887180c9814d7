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
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// What an erasure did.
#[derive(Debug)]
pub struct Expunged {
    /// How many records of the notes were erased.
    pub erased: usize,
    /// The texts that were erased, so that copies of them outside the case can be found.
    pub texts: BTreeSet<String>,
    /// Other items with a note, standing or in the history, that has one of these texts too.
    pub also_on: Vec<Key>,
    /// Why the bytes of the texts are not all overwritten yet, where they are not.
    pub left: Option<CaseError>,
}

impl Session {
    /// Erases every note anyone wrote on an item, with its history and its drafts.
    ///
    /// # Errors
    /// When there is nothing to erase, or the erasure cannot be committed.
    pub fn expunge(&mut self, kind: Kind, item: ItemId, reason: &str) -> Result<Expunged, CaseError> {
        if reason.trim().is_empty() {
            return Err(CaseError::Refused("an erasure needs a reason, which stays on record".into()));
        }
        let mut done = self.transact(|change| {
            let at = keys::must(change.conn, kind, item)?;
            let mut texts = BTreeSet::new();
            let drafts = drop_drafts(change.conn, kind, at, &mut texts)?;
            let events = note_events(change.conn, item, &mut texts)?;
            let brought = strip_brought_notes(change.conn, item, &mut texts)?;
            if events.is_empty() && drafts == 0 && brought == 0 {
                let key = change.key(kind, item)?;
                return Err(CaseError::Refused(format!(
                    "{key} carries no note, so there is nothing to erase"
                )));
            }
            erase(change.conn, &events)?;
            change.append(&Payload::Expunge { item, reason: reason.to_owned(), events: events.clone() })?;
            projection::reproject(change.conn, kind, item)?;
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
    let dropped: Vec<String> = gone
        .query_map(params![columns::kind_code(kind), at], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    let count = dropped.len();
    texts.extend(dropped);
    Ok(count)
}

/// The events that set or replaced a note on an item.
fn note_events(
    conn: &Connection,
    item: ItemId,
    texts: &mut BTreeSet<String>,
) -> Result<Vec<Digest>, CaseError> {
    let mut found = conn.prepare(
        "SELECT hash, payload ->> '$.set.note.text', payload ->> '$.was.note.text' FROM event \
         WHERE item = ?1 AND payload IS NOT NULL AND \
         (payload -> '$.set.note' IS NOT NULL OR payload -> '$.was.note' IS NOT NULL)",
    )?;
    let mut rows = found.query([item.as_bytes()])?;
    let mut events = Vec::new();
    while let Some(r) = rows.next()? {
        events.push(columns::digest(r, 0)?);
        texts.extend(r.get::<_, Option<String>>(1)?);
        texts.extend(r.get::<_, Option<String>>(2)?);
    }
    Ok(events)
}

/// Takes the notes on an item out of what imports brought.
pub(crate) fn strip_brought_notes(
    conn: &Connection,
    item: ItemId,
    texts: &mut BTreeSet<String>,
) -> Result<usize, CaseError> {
    let brought = "item = ?1 AND annotation -> '$.note' IS NOT NULL";
    let found: Vec<String> = conn
        .prepare(&format!("SELECT annotation ->> '$.note.text' FROM brought WHERE {brought}"))?
        .query_map([item.as_bytes()], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    texts.extend(found);
    Ok(conn.execute(
        &format!("UPDATE brought SET annotation = json_remove(annotation, '$.note') WHERE {brought}"),
        [item.as_bytes()],
    )?)
}

/// Other items with a note, now or once, that has one of these texts: a judgement repeated elsewhere takes
/// its note along.
fn same_texts(conn: &Connection, item: ItemId, texts: &BTreeSet<String>) -> Result<Vec<Key>, CaseError> {
    let mut items = BTreeSet::new();
    for sql in [
        "SELECT item, payload ->> '$.set.note.text' FROM event \
         WHERE item IS NOT NULL AND item <> ?1 AND instr(payload, '\"note\":')",
        "SELECT item, annotation ->> '$.note.text' FROM brought WHERE item <> ?1",
    ] {
        let mut found = conn.prepare(sql)?;
        let mut rows = found.query([item.as_bytes()])?;
        while let Some(r) = rows.next()? {
            if r.get::<_, Option<String>>(1)?.is_some_and(|text| texts.contains(&text)) {
                items.insert(columns::uuid(r, 0)?);
            }
        }
    }
    let mut keys = Vec::new();
    for item in items {
        for kind in [Kind::Claim, Kind::Evidence] {
            if let Some(at) = keys::row_of(conn, kind, item)? {
                keys.push(keys::key_of(conn, kind, at)?);
            }
        }
    }
    keys.sort();
    Ok(keys)
}
