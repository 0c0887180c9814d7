//! Who reviews.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::domain::entry::Reviewer;
use crate::domain::ids::ItemId;
use rusqlite::{Connection, OptionalExtension, params};

/// The row of a reviewer, made where missing; the latest name counts.
pub(crate) fn ensure_reviewer(conn: &Connection, reviewer: &Reviewer) -> Result<i64, CaseError> {
    conn.prepare_cached(
        "INSERT INTO reviewer (uuid, name) VALUES (?1, ?2) \
         ON CONFLICT (uuid) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
    )?
    .execute(params![reviewer.id.as_bytes(), reviewer.name])?;
    Ok(conn
        .prepare_cached("SELECT id FROM reviewer WHERE uuid = ?1")?
        .query_row([reviewer.id.as_bytes()], |r| r.get(0))?)
}

impl Case {
    /// The row of a reviewer; none before their first change.
    pub(crate) fn reviewer_row(&self, id: ItemId) -> Result<i64, CaseError> {
        // No annotation has row 0: it stands for a reviewer who has said nothing yet.
        Ok(self
            .conn
            .prepare_cached("SELECT id FROM reviewer WHERE uuid = ?1")?
            .query_row([id.as_bytes()], |r| r.get(0))
            .optional()?
            .unwrap_or(0))
    }

    /// The reviewer with the most events in the log: as a rule, the case's owner.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn busiest_reviewer(&self) -> Result<Option<Reviewer>, CaseError> {
        Ok(self
            .conn
            .prepare(
                "SELECT w.uuid, w.name FROM replica r JOIN reviewer w ON w.id = r.reviewer \
                 GROUP BY w.id ORDER BY sum(r.seq) DESC, w.id LIMIT 1",
            )?
            .query_row([], |r| Ok(Reviewer { id: columns::uuid(r, 0)?, name: r.get(1)? }))
            .optional()?)
    }

    /// Everyone who reviewed this case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviewers(&self) -> Result<Vec<Reviewer>, CaseError> {
        let mut all = self.conn.prepare("SELECT uuid, name FROM reviewer ORDER BY id")?;
        let rows = all.query_map([], |r| Ok(Reviewer { id: columns::uuid(r, 0)?, name: r.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
