//! Who reviews.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::domain::entry::Reviewer;
use crate::domain::ids::ItemId;
use rusqlite::{Connection, OptionalExtension, params};

/// The row and the name of a reviewer.
pub(crate) fn find(conn: &Connection, id: ItemId) -> Result<Option<(i64, String)>, rusqlite::Error> {
    conn.prepare_cached("SELECT id, name FROM reviewer WHERE uuid = ?1")?
        .query_row([id.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()
}

/// The row of a reviewer, made where missing; the latest name counts.
pub(crate) fn ensure(conn: &Connection, reviewer: &Reviewer) -> Result<i64, rusqlite::Error> {
    let id = reviewer.id.as_bytes();
    let known = find(conn, reviewer.id)?;
    if let Some((at, name)) = &known
        && *name == reviewer.name
    {
        return Ok(*at);
    }
    let at = conn
        .prepare_cached(
            "INSERT INTO reviewer (uuid, name) VALUES (?1, ?2) \
             ON CONFLICT (uuid) DO UPDATE SET name = excluded.name RETURNING id",
        )?
        .query_row(params![id, reviewer.name], |r| r.get(0))?;
    dossier::change(conn, |sum| {
        if let Some((_, name)) = &known {
            sum.take(dossier::of_reviewer(id, name));
        }
        sum.add(dossier::of_reviewer(id, &reviewer.name));
    })?;
    Ok(at)
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
