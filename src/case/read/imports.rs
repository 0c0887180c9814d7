//! The imports of a case, as a list.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection::TakenOut;
use crate::case::tables::columns;
use crate::domain::Hlc;
use crate::domain::event::Payload;
use crate::domain::rows::ImportRow;

impl Case {
    /// The imports that the log tells of, the first one first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn imports(&self) -> Result<Vec<ImportRow>, CaseError> {
        let out = TakenOut::load(&self.conn)?;
        let mut found = self.conn.prepare(
            "SELECT e.hash, coalesce(e.at << 16, e.hlc), w.name, e.payload, \
               (SELECT min(b.batch) FROM import_batch b WHERE b.event = e.id AND b.last_key = ?1) \
             FROM event e JOIN replica r ON r.id = e.replica JOIN reviewer w ON w.id = r.reviewer \
             WHERE e.item IS NULL AND substr(e.payload, 1, 14) = '{\"op\":\"import\"' ORDER BY e.hlc, e.hash",
        )?;
        let mut rows = found.query([i64::MAX])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            if let Payload::Import { name, added, changed, annotations, .. } = columns::json(r, 3)? {
                all.push(ImportRow {
                    number: r.get(4)?,
                    at: Hlc(r.get(1)?).millis(),
                    reviewer: r.get(2)?,
                    name,
                    added,
                    changed,
                    annotations,
                    out: out.has(&columns::digest(r, 0)?),
                });
            }
        }
        Ok(all)
    }
}
