//! Records found by what they are called.

use super::error::CaseError;
use super::open::Case;
use super::{lookup, row};
use crate::domain::{Key, Kind};
use rusqlite::params;

impl Case {
    /// Records of a kind that bear the key typed, then those whose name, title or text holds it: key
    /// and name, in the order of the case. Looks at all records of the kind, and can be stopped with
    /// [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn named_like(&self, kind: Kind, text: &str, limit: usize) -> Result<Vec<(Key, String)>, CaseError> {
        let field = match kind {
            Kind::Party => "name",
            Kind::Source => "title",
            _ => "text",
        };
        let number = text.parse::<Key>().ok().filter(|key| key.kind == kind).map(|key| row::int(key.number));
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT key, uuid, body ->> '$.{field}' AS name FROM {} \
             WHERE key IS ?1 OR name LIKE ?2 ESCAPE '\\' ORDER BY key IS NOT ?1, id LIMIT ?3",
            lookup::table(kind)
        ))?;
        let rows = found.query_map(params![number, pattern, row::int(limit as u64)], |r| {
            let key = lookup::shown(&self.conn, kind, row::count(r, 0)?, row::uuid(r, 1)?)?;
            Ok((key, r.get::<_, Option<String>>(2)?.unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
