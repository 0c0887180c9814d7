//! Taking in one record: new, changed, the same, or one that an earlier record of the file has said already.

use crate::case::error::CaseError;
use crate::case::load::import::{ImportOutcome, Importer};
use crate::case::tables::{columns, keys};
use crate::case::write::records;
use crate::case::write::stored::Stored;
use crate::case::write::take_out::PENDING;
use crate::domain::event::Stretch;
use rusqlite::{Connection, OptionalExtension, Row};

impl Importer<'_, '_> {
    pub(super) fn record(
        &mut self,
        mut stored: Stored,
        given: &str,
        shared: bool,
    ) -> Result<ImportOutcome, CaseError> {
        let conn = self.change.conn;
        // In a new case every record came from the same file.
        let standing = if self.home.fresh { None } else { stands(conn, &stored)? };
        if !self.home.fresh {
            if standing.is_none()
                && let Some(combined) = self.was_taken_out(stored.kind, stored.id)?
            {
                let key = keys::past_key(conn, stored.kind, stored.id)?.ok_or(CaseError::NoSuchItem)?;
                if !combined {
                    self.left_out.taken_out(&key, stored.id, given);
                }
                self.done.out += 1;
                return Ok(ImportOutcome::TakenOut(key, combined));
            }
            stored = self.redirected(stored)?;
            if let Some(Standing { at, key, body, .. }) = &standing
                && stored.body_with(Some(*key)) != *body
            {
                let told = self.lines.of(stored.kind, *at).is_some();
                stored = self.over(stored, body, !told)?;
            }
        }
        self.left_out.check(&stored)?;
        let Some(Standing { at, batch, key, body }) = standing else {
            let taken = match stored.key {
                Some(key) if !self.home.fresh && key <= self.bulk.last_key(stored.kind) => conn
                    .prepare_cached(&format!(
                        "SELECT EXISTS (SELECT 1 FROM {} WHERE key = ?1)",
                        keys::table(stored.kind)
                    ))?
                    .query_row([columns::int(key)], |r| r.get(0))?,
                _ => false,
            };
            if taken {
                stored.key = None;
            }
            let mut at = records::insert(conn, &mut self.bulk, &stored, self.batch)?;
            if at.is_none() {
                if let Some(standing) = stands(conn, &stored)? {
                    return self.again(&stored, given, shared, &standing);
                }
                // Not the id was taken: the number of its key was.
                stored.key = None;
                at = records::insert(conn, &mut self.bulk, &stored, self.batch)?;
            }
            let Some(at) = at else { return Err(CaseError::NoSuchItem) };
            self.brought_in(&stored, at, shared);
            self.awaited.add(self.line, &stored);
            self.digest.add(stored.body().as_bytes());
            *self.done.added.entry(stored.kind).or_default() += 1;
            return Ok(ImportOutcome::Added);
        };
        if batch == self.batch || !self.seen.note(stored.kind, at) {
            return self.again(&stored, given, shared, &Standing { at, batch, key, body });
        }
        self.brought_in(&stored, at, shared);
        if stored.body_with(Some(key)) == body {
            *self.done.same.entry(stored.kind).or_default() += 1;
            return Ok(ImportOutcome::Same);
        }
        self.put_replaced(PENDING, stored.kind, stored.id, &body)?;
        // Claims stay where they are in their order.
        Stretch::add(&mut self.stood, Stretch { kind: stored.kind, row: at, n: 1, batch, ord: None }, 0);
        records::update(conn, &mut self.bulk, at, &stored, self.batch)?;
        self.awaited.add(self.line, &stored);
        self.digest.add(stored.body().as_bytes());
        *self.done.changed.entry(stored.kind).or_default() += 1;
        Ok(ImportOutcome::Changed)
    }

    /// A record came in, or was there: where, and how the first of several says it.
    fn brought_in(&mut self, stored: &Stored, at: i64, shared: bool) {
        self.lines.note(stored.kind, at, self.line);
        if shared {
            self.first.differs(stored.kind, stored.id, &stored.body());
        }
    }

    /// A record comes whose id an earlier one of the file has.
    fn again(
        &mut self,
        stored: &Stored,
        given: &str,
        shared: bool,
        standing: &Standing,
    ) -> Result<ImportOutcome, CaseError> {
        if shared {
            let differs = self.first.differs(stored.kind, stored.id, &stored.body());
            return Ok(if differs { ImportOutcome::Otherwise } else { ImportOutcome::Again });
        }
        let first = self.lines.of(stored.kind, standing.at);
        if stored.body_with(Some(standing.key)) == standing.body {
            return Ok(ImportOutcome::Repeated(first));
        }
        Err(self.left_out.twice(stored, given, first, self.line))
    }
}

/// A record as the case has it.
struct Standing {
    at: i64,
    batch: i64,
    key: u64,
    body: String,
}

fn stands(conn: &Connection, stored: &Stored) -> Result<Option<Standing>, CaseError> {
    let sql = format!("SELECT id, batch, key, body FROM {} WHERE uuid = ?1", keys::table(stored.kind));
    let row = |r: &Row<'_>| {
        Ok(Standing { at: r.get(0)?, batch: r.get(1)?, key: columns::count(r, 2)?, body: r.get(3)? })
    };
    Ok(conn.prepare_cached(&sql)?.query_row([stored.id.as_bytes()], row).optional()?)
}
