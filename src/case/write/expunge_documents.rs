//! Erasing what is kept of a source's documents, with the erasure on record.

use crate::case::error::CaseError;
use crate::case::log::overwriting;
use crate::case::log::session::Session;
use crate::case::tables::{columns, contents, keys};
use crate::case::write::expunge::Expunged;
use crate::domain::event::Payload;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{DocumentInfo, Kind};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::BTreeSet;

impl Session {
    /// Erases the text and the original of each version of a source's document, also of those that were taken
    /// back. What the source records of them stays. What another source has as its document too is kept there.
    ///
    /// # Errors
    /// When there is no document, or the erasure cannot be committed.
    pub fn expunge_documents(&mut self, source: ItemId, reason: &str) -> Result<Expunged, CaseError> {
        if reason.trim().is_empty() {
            return Err(CaseError::Refused("erasing needs a reason, which stays on record".into()));
        }
        let mut done = self.transact(|change| {
            // Also of a source that was taken out: what is kept of its documents stays for its coming back.
            let at = keys::row_of(change.conn, Kind::Source, source)?;
            let key = keys::past_key(change.conn, Kind::Source, source)?.ok_or(CaseError::NoSuchItem)?;
            let all = contents_of(change.conn, source)?;
            let mut gone = Vec::new();
            for digest in all {
                if contents::is_kept(change.conn, digest)? && !is_of_others(change.conn, at, digest)? {
                    gone.push(digest);
                }
            }
            if gone.is_empty() {
                return Err(CaseError::Refused(format!(
                    "{key} has no document of its own, so there is nothing to erase"
                )));
            }
            contents::erase(change.conn, &gone)?;
            let erased = gone.len();
            change.append(&Payload::Expunge { item: source, reason: reason.to_owned(), events: gone })?;
            overwriting::note_due(change.conn)?;
            Ok(Expunged { erased, ..Expunged::default() })
        })?;
        let path = &self.case.path;
        done.left = overwriting::if_due(&self.case.conn).err().map(|error| error.at(path));
        Ok(done)
    }
}

/// What is kept of a source's documents, now or as the log tells of them.
fn contents_of(conn: &Connection, source: ItemId) -> Result<BTreeSet<Digest>, CaseError> {
    let mut all: Vec<Value> = Vec::new();
    let mut found = conn.prepare(
        "SELECT payload -> '$.set.documents', payload -> '$.was.documents' FROM event \
         WHERE item = ?1 AND payload IS NOT NULL \
         UNION ALL SELECT body -> '$.documents', NULL FROM source WHERE uuid = ?1 \
         UNION ALL SELECT body -> '$.documents', NULL FROM replaced WHERE item = ?1 AND kind = ?2",
    )?;
    let mut rows = found.query(params![source.as_bytes(), columns::kind_code(Kind::Source)])?;
    while let Some(r) = rows.next()? {
        for column in 0..2 {
            if let Some(text) = r.get::<_, Option<String>>(column)? {
                all.push(serde_json::from_str(&text)?);
            }
        }
    }
    let documents =
        all.into_iter().filter_map(|value| serde_json::from_value::<Vec<DocumentInfo>>(value).ok());
    Ok(documents.flatten().flat_map(|document| document.contents().collect::<Vec<_>>()).collect())
}

/// Whether another source has this among its documents.
fn is_of_others(conn: &Connection, at: Option<i64>, digest: Digest) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM source s, json_each(s.body, '$.documents') d \
               WHERE s.id IS NOT ?1 AND instr(s.body, ?2) > 0 AND ?2 IN (d.value ->> '$.sha256', \
               d.value ->> '$.text_sha256', d.value ->> '$.structure_sha256'))";
    conn.query_row(sql, params![at, digest.to_string()], |r| r.get(0))
}
