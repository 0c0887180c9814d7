//! Records found by what they are called.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys};
use crate::domain::{Key, Kind};
use rusqlite::{Row, params};

impl Case {
    /// Records of a kind that bear the key typed, then those whose name, title or text holds it: key
    /// and name, in the order of the case. Looks at all records of the kind, and can be stopped with
    /// [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn named_like(&self, kind: Kind, text: &str, limit: usize) -> Result<Vec<(Key, String)>, CaseError> {
        let (field, also) = match kind {
            Kind::Party => ("name", " OR body ->> '$.short' LIKE ?1 ESCAPE '\\'"),
            Kind::Source => ("title", ""),
            _ => ("text", ""),
        };
        let number =
            text.parse::<Key>().ok().filter(|key| key.kind == kind).map(|key| columns::int(key.number));
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let columns = format!("SELECT key, uuid, body ->> '$.{field}' AS name FROM {}", keys::table(kind));
        let read = |r: &Row<'_>| -> Result<(Key, String), rusqlite::Error> {
            let key = keys::shown(&self.conn, kind, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            Ok((key, r.get::<_, Option<String>>(2)?.unwrap_or_default()))
        };
        let mut all: Vec<(Key, String)> = Vec::new();
        if let Some(number) = number {
            let mut found = self.conn.prepare_cached(&format!("{columns} WHERE key = ?1 ORDER BY id"))?;
            for one in found.query_map([number], read)? {
                all.push(one?);
            }
        }
        let mut found = self.conn.prepare_cached(&format!(
            "{columns} WHERE (name LIKE ?1 ESCAPE '\\'{also}) AND key IS NOT ?2 ORDER BY id LIMIT ?3"
        ))?;
        let room = columns::int(limit.saturating_sub(all.len()) as u64);
        for one in found.query_map(params![pattern, number, room], read)? {
            all.push(one?);
        }
        Ok(all)
    }
}
