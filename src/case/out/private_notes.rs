//! What reviewers say, without their private notes and without a trace of when those were written.
//!
//! Who makes a note private wants it kept here, also as it read before. So from what a reviewer noted on an
//! item all stays back up to the last time that one of the notes was private; what they noted afterwards is
//! theirs to share.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::journal::{Tells, tells};
use crate::case::tables::columns;
use crate::domain::event::{Event, Payload};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Annotation, Hlc, Note};
use rusqlite::{OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// A place in the order of all that was said.
type Place = (Hlc, Digest);

/// Takes private notes out, unless they were asked for.
#[derive(Debug)]
pub(crate) struct PrivateNotes<'a> {
    case: &'a Case,
    with_private: bool,
    /// The items that may have had a private note, or that something was erased of.
    touched: HashSet<ItemId>,
    /// The last that was said, by an item and a row of a reviewer, while a note was private.
    until: HashMap<(ItemId, i64), Place>,
}

impl<'a> PrivateNotes<'a> {
    /// Begins. Looks once at all events.
    pub(crate) fn new(case: &'a Case, with_private: bool) -> Result<Self, CaseError> {
        let mut notes = Self { case, with_private, touched: HashSet::new(), until: HashMap::new() };
        if with_private {
            return Ok(notes);
        }
        let mut found = case.conn.prepare(
            "SELECT e.item, r.reviewer, e.hlc, e.hash, e.payload FROM event e JOIN replica r ON r.id = e.replica \
             WHERE e.item IS NOT NULL AND \
             (e.payload IS NULL OR instr(e.payload, 'private') OR instr(e.payload, '\\'))",
        )?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let item = columns::uuid(r, 0)?;
            notes.touched.insert(item);
            if tells(r.get::<_, Option<String>>(4)?.as_deref())? == Tells::Private {
                notes.was_private(item, r.get(1)?, (Hlc(r.get(2)?), columns::digest(r, 3)?));
            }
        }
        let mut found = case.conn.prepare(
            "SELECT b.item, b.reviewer, e.hlc, e.hash FROM brought b JOIN event e ON e.hash = b.event \
             WHERE b.annotation ->> '$.note.private'",
        )?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let item = columns::uuid(r, 0)?;
            notes.touched.insert(item);
            notes.was_private(item, r.get(1)?, (Hlc(r.get(2)?), columns::digest(r, 3)?));
        }
        Ok(notes)
    }

    fn was_private(&mut self, item: ItemId, reviewer: i64, at: Place) {
        let last = self.until.entry((item, reviewer)).or_insert(at);
        *last = at.max(*last);
    }

    /// Whether what a reviewer noted on an item at a place in the order of all that was said stays back.
    fn keeps(&self, item: ItemId, reviewer: i64, at: Place) -> bool {
        self.until.get(&(item, reviewer)).is_some_and(|last| at <= *last)
    }

    /// Whether an event by a reviewer on an item stays back.
    pub(crate) fn keep_event(
        &self,
        item: Option<ItemId>,
        reviewer: i64,
        event: &Event,
    ) -> Result<bool, CaseError> {
        Ok(item.is_some_and(|item| self.keeps(item, reviewer, (event.hlc, event.hash)))
            && tells(event.payload.as_deref())? != Tells::Nothing)
    }

    /// The note that an import brought, unless it stays back.
    pub(crate) fn brought(&self, note: Option<Note>, item: ItemId, reviewer: i64, at: Place) -> Option<Note> {
        note.filter(|_| !self.keeps(item, reviewer, at))
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
        self.changed_openly(item, reviewer, changed).map(Some)
    }

    /// When a reviewer last changed an item other than by a note that stays here: what a copy without those
    /// notes, projected from its events, will have.
    fn changed_openly(&self, item: ItemId, reviewer: i64, changed: Hlc) -> Result<Hlc, CaseError> {
        let mut found = self.case.conn.prepare_cached(
            "SELECT e.hlc, e.hash, e.payload, coalesce(e.at << 16, e.hlc) FROM event e JOIN replica r ON r.id = e.replica \
             WHERE e.item = ?1 AND r.reviewer = ?2 AND e.payload IS NOT NULL \
             ORDER BY e.hlc DESC, e.hash DESC",
        )?;
        let mut rows = found.query(params![item.as_bytes(), reviewer])?;
        let mut said = None;
        while let (None, Some(r)) = (said, rows.next()?) {
            let at = (Hlc(r.get(0)?), columns::digest(r, 1)?);
            let stays =
                self.keeps(item, reviewer, at) && tells(Some(&r.get::<_, String>(2)?))? != Tells::Nothing;
            if !stays && matches!(columns::json(r, 2)?, Payload::Annotate { .. }) {
                said = Some((at.0, Hlc(r.get(3)?)));
            }
        }
        drop(rows);
        // What an import brought was said when its file says, and counts from when it came.
        let brought: Option<(Hlc, Hlc)> = self
            .case
            .conn
            .prepare_cached(
                "SELECT e.hlc, coalesce(b.changed, e.at << 16, e.hlc) FROM brought b JOIN event e ON e.hash = b.event \
                 WHERE b.item = ?1 AND b.reviewer = ?2 ORDER BY e.hlc DESC, e.hash DESC, b.id DESC LIMIT 1",
            )?
            .query_row(params![item.as_bytes(), reviewer], |r| Ok((Hlc(r.get(0)?), Hlc(r.get(1)?))))
            .optional()?;
        Ok(match (said, brought) {
            (Some((order, said)), Some((came, _))) if order > came => said,
            (_, Some((_, changed))) => changed,
            (Some((_, said)), None) => said,
            (None, None) => changed,
        })
    }
}
