//! What reviewers say, without their private notes and without a trace of when those were written.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::journal::{event, tells_private};
use crate::case::tables::columns;
use crate::domain::event::Payload;
use crate::domain::ids::ItemId;
use crate::domain::{Annotation, Hlc};
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;

/// Takes private notes out, unless they were asked for.
#[derive(Debug)]
pub(crate) struct PrivateNotes<'a> {
    case: &'a Case,
    with_private: bool,
    /// The items that may have had a private note, or that something was erased of.
    touched: HashSet<ItemId>,
}

impl<'a> PrivateNotes<'a> {
    /// Begins. Looks once at all events.
    pub(crate) fn new(case: &'a Case, with_private: bool) -> Result<Self, CaseError> {
        let mut touched = HashSet::new();
        if !with_private {
            let mut found = case.conn.prepare(
                "SELECT item FROM event WHERE item IS NOT NULL AND \
                 (payload IS NULL OR instr(payload, 'private') OR instr(payload, '\\'))",
            )?;
            let mut rows = found.query([])?;
            while let Some(r) = rows.next()? {
                touched.insert(columns::uuid(r, 0)?);
            }
        }
        Ok(Self { case, with_private, touched })
    }

    /// Takes a private note out of an annotation, and returns when the rest was last changed; `None` if
    /// nothing is left.
    pub(crate) fn strip(
        &self,
        item: ItemId,
        reviewer: i64,
        said: &mut Annotation,
        changed: Hlc,
    ) -> Result<Option<Hlc>, CaseError> {
        if self.with_private {
            return Ok((!said.is_empty()).then_some(changed));
        }
        said.note = said.note.take().filter(|note| !note.private);
        if said.is_empty() {
            return Ok(None);
        }
        if !self.touched.contains(&item) {
            return Ok(Some(changed));
        }
        self.case.changed_openly(item, reviewer, changed).map(Some)
    }
}

impl Case {
    /// When a reviewer last changed an item other than by a private note: what a copy without those
    /// notes, projected from its events, will have.
    fn changed_openly(&self, item: ItemId, reviewer: i64, changed: Hlc) -> Result<Hlc, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT r.uuid, e.seq, e.hlc, e.prev, e.digest, e.payload, e.hash FROM event e \
             JOIN replica r ON r.id = e.replica \
             WHERE e.item = ?1 AND r.reviewer = ?2 AND e.payload IS NOT NULL \
             ORDER BY e.hlc DESC, e.hash DESC",
        )?;
        let mut rows = found.query(params![item.as_bytes(), reviewer])?;
        let mut said = None;
        while let (None, Some(r)) = (said, rows.next()?) {
            let event = event(r)?;
            if matches!(event.read()?, Some(Payload::Annotate { .. })) && !tells_private(&event)? {
                said = Some(event.hlc);
            }
        }
        drop(rows);
        // What an import brought was said when its file says, and counts from when it came.
        let brought: Option<(Hlc, Hlc)> = self
            .conn
            .prepare_cached(
                "SELECT e.hlc, coalesce(b.changed, e.hlc) FROM brought b JOIN event e ON e.hash = b.event \
                 WHERE b.item = ?1 AND b.reviewer = ?2 ORDER BY e.hlc DESC, e.hash DESC, b.id DESC LIMIT 1",
            )?
            .query_row(params![item.as_bytes(), reviewer], |r| Ok((Hlc(r.get(0)?), Hlc(r.get(1)?))))
            .optional()?;
        Ok(match (said, brought) {
            (Some(said), Some((came, _))) if said > came => said,
            (_, Some((_, changed))) => changed,
            (Some(said), None) => said,
            (None, None) => changed,
        })
    }
}
