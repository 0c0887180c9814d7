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
    /// Erases everything anyone wrote on an item: notes, with their history and drafts, and reasons, for a
    /// verdict or for setting aside. Returns how many events lost their payload.
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
                return Err(CaseError::Refused(format!(
                    "{key} has no note and no reason, so there is nothing to erase"
                )));
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

/// What people write in their own words.
const WRITTEN: [&str; 3] = ["note", "reason", "aside"];

/// The events that set or replaced something written on an item.
fn note_events(conn: &Connection, item: ItemId) -> Result<Vec<Digest>, CaseError> {
    let written = WRITTEN
        .map(|it| format!("payload -> '$.set.{it}' IS NOT NULL OR payload -> '$.was.{it}' IS NOT NULL"));
    let mut found = conn.prepare(&format!(
        "SELECT hash FROM event WHERE item = ?1 AND payload IS NOT NULL AND ({})",
        written.join(" OR ")
    ))?;
    let all = found.query_map([item.as_bytes()], |r| columns::digest(r, 0))?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn strip_brought_notes(conn: &Connection, item: ItemId) -> Result<usize, CaseError> {
    let paths = WRITTEN.map(|it| format!("'$.{it}'")).join(", ");
    let any = WRITTEN.map(|it| format!("annotation -> '$.{it}' IS NOT NULL")).join(" OR ");
    let sql = format!(
        "UPDATE brought SET annotation = json_remove(annotation, {paths}) WHERE item = ?1 AND ({any})"
    );
    Ok(conn.execute(&sql, [item.as_bytes()])?)
}

impl Case {
    /// Leaves no copy of erased text in the write-ahead log. Freed pages of the file itself were
    /// overwritten as they were freed (`secure_delete`).
    fn forget_freed_pages(&self) -> Result<(), CaseError> {
        let _: i64 = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        Ok(())
    }
}
