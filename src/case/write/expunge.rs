//! Erasing what was written about someone, for their protection, with the erasure on record.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::journal::erase;
use crate::case::log::projection;
use crate::case::log::session::Session;
use crate::case::log::undo_stack;
use crate::case::tables::{columns, keys};
use crate::domain::Kind;
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use rusqlite::{Connection, params};

impl Session {
    /// Erases every note anyone wrote on an item, with its history and its drafts. Returns how many
    /// events lost their payload.
    ///
    /// # Errors
    /// When there is nothing to erase, or the erasure cannot be committed.
    pub fn expunge(&mut self, kind: Kind, item: ItemId, reason: &str) -> Result<usize, CaseError> {
        if reason.trim().is_empty() {
            return Err(CaseError::Refused("erasing needs a reason, which stays on record".into()));
        }
        let conn = &self.case.conn;
        conn.pragma_update(None, "secure_delete", true)?;
        let erased = self.transact(|change| {
            let at = keys::must(change.conn, kind, item)?;
            let drafts = change.conn.execute(
                "DELETE FROM draft WHERE kind = ?1 AND item = ?2",
                params![columns::kind_code(kind), at],
            )?;
            let events = note_events(change.conn, item)?;
            let brought = strip_brought_notes(change.conn, item)?;
            if events.is_empty() && drafts == 0 && brought == 0 {
                let key = change.key(kind, item)?;
                return Err(CaseError::Refused(format!("{key} has no note, so there is nothing to erase")));
            }
            erase(change.conn, &events)?;
            change.append(&Payload::Expunge { item, reason: reason.to_owned(), events: events.clone() })?;
            projection::reproject(change.conn, kind, item)?;
            undo_stack::rebuild(change.conn)?;
            Ok(events.len() + brought)
        })?;
        self.case.forget_freed_pages()?;
        Ok(erased)
    }
}

/// The events that set or replaced a note on an item.
fn note_events(conn: &Connection, item: ItemId) -> Result<Vec<Digest>, CaseError> {
    let mut found = conn.prepare(
        "SELECT hash FROM event WHERE item = ?1 AND payload IS NOT NULL AND \
         (payload -> '$.set.note' IS NOT NULL OR payload -> '$.was.note' IS NOT NULL)",
    )?;
    let all = found.query_map([item.as_bytes()], |r| columns::digest(r, 0))?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn strip_brought_notes(conn: &Connection, item: ItemId) -> Result<usize, CaseError> {
    Ok(conn.execute(
        "UPDATE brought SET annotation = json_remove(annotation, '$.note') \
         WHERE item = ?1 AND annotation -> '$.note' IS NOT NULL",
        [item.as_bytes()],
    )?)
}

impl Case {
    /// Leaves no copy of erased text in the write-ahead log. Freed pages of the file itself were
    /// overwritten as they were freed (`secure_delete`).
    fn forget_freed_pages(&self) -> Result<(), CaseError> {
        let _: i64 = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        Ok(())
    }
}
