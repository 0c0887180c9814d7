//! Who reviews.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::domain::entry::Reviewer;
use crate::domain::ids::ItemId;
use crate::domain::words::Being;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The row of a reviewer, and what stands there.
pub(crate) fn find(conn: &Connection, id: ItemId) -> Result<Option<(i64, Reviewer)>, rusqlite::Error> {
    conn.prepare_cached("SELECT id, uuid, name, being FROM reviewer WHERE uuid = ?1")?
        .query_row([id.as_bytes()], |r| Ok((r.get(0)?, read(r, 1)?)))
        .optional()
}

/// A reviewer whose id, name and being stand in the columns from this one on.
pub(crate) fn read(r: &Row<'_>, column: usize) -> Result<Reviewer, rusqlite::Error> {
    let being: Option<String> = r.get(column + 2)?;
    let is = being.and_then(|being| being.parse().ok());
    Ok(Reviewer { id: columns::uuid(r, column)?, name: r.get(column + 1)?, is })
}

/// The row of a reviewer, made where missing; the latest name counts, and the latest word on what they are.
pub(crate) fn ensure(conn: &Connection, reviewer: &Reviewer) -> Result<i64, rusqlite::Error> {
    let known = find(conn, reviewer.id)?;
    let is = reviewer.is.or(known.as_ref().and_then(|(_, known)| known.is));
    let after = Reviewer { is, ..reviewer.clone() };
    if let Some((at, known)) = &known
        && *known == after
    {
        return Ok(*at);
    }
    let at = conn
        .prepare_cached(
            "INSERT INTO reviewer (uuid, name, being) VALUES (?1, ?2, ?3) \
             ON CONFLICT (uuid) DO UPDATE SET name = excluded.name, being = excluded.being RETURNING id",
        )?
        .query_row(params![after.id.as_bytes(), after.name, is.map(Being::word)], |r| r.get(0))?;
    dossier::change(conn, |sum| {
        if let Some((_, known)) = &known {
            sum.take(dossier::of_reviewer(known));
        }
        sum.add(dossier::of_reviewer(&after));
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
                "SELECT w.uuid, w.name, w.being FROM replica r JOIN reviewer w ON w.id = r.reviewer \
                 GROUP BY w.id ORDER BY sum(r.seq) DESC, w.id LIMIT 1",
            )?
            .query_row([], |r| read(r, 0))
            .optional()?)
    }

    /// Everyone who reviewed this case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviewers(&self) -> Result<Vec<Reviewer>, CaseError> {
        let mut all = self.conn.prepare("SELECT uuid, name, being FROM reviewer ORDER BY id")?;
        let rows = all.query_map([], |r| read(r, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
