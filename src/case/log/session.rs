//! One reviewer at work on one case: the only door through which anything is changed.
//!
//! Each change is one transaction that appends events and moves the projection with them.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::file::{clock, disk, dossier};
use crate::case::log::journal::insert_event;
use crate::case::log::overwriting;
use crate::case::log::undo_stack;
use crate::case::tables::{columns, keys, reviewers};
use crate::domain::entry::Reviewer;
use crate::domain::event::{Event, Head, Payload, Step};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Hlc, Kind};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::path::Path;

/// Remembers heads outside the case file, so that a restored or copied file is noticed: its
/// journal must not be continued as if nothing had been lost.
pub trait HeadMemory: Send {
    /// The head that this reviewer last wrote to the case at this path.
    fn recall(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<Head>;
    /// Notes the head just written. A failure costs only the notice.
    fn remember(&self, case: ItemId, reviewer: ItemId, path: &Path, head: &Head);
}

/// Remembers nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl HeadMemory for Forgetful {
    fn recall(&self, _: ItemId, _: ItemId, _: &Path) -> Option<Head> {
        None
    }
    fn remember(&self, _: ItemId, _: ItemId, _: &Path, _: &Head) {}
}

/// A reviewer at work.
pub struct Session {
    pub(crate) case: Case,
    pub(crate) reviewer: Reviewer,
    memory: Box<dyn HeadMemory>,
    head: Option<Head>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("case", &self.case.path).field("reviewer", &self.reviewer).finish()
    }
}

impl Session {
    /// Begins work on a case.
    #[must_use]
    pub fn new(case: Case, reviewer: Reviewer, memory: Box<dyn HeadMemory>) -> Self {
        Self { case, reviewer, memory, head: None }
    }

    /// The case, for reading.
    #[must_use]
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// Who is at work.
    #[must_use]
    pub const fn reviewer(&self) -> &Reviewer {
        &self.reviewer
    }

    /// Runs a change in one transaction: all of it is durably committed, or none of it happened.
    pub(crate) fn transact<T>(
        &mut self,
        change: impl FnOnce(&mut Change<'_>) -> Result<T, CaseError>,
    ) -> Result<T, CaseError> {
        self.begin_journal()?;
        let path = self.case.path.clone();
        // The memory is asked once: after that the session knows the head that it wrote itself. Where another
        // program has continued the replica since, `own_replica` takes the newer head from the file.
        let remembered = self.head.or_else(|| self.memory.recall(self.case.id, self.reviewer.id, &path));
        let tx = self
            .case
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| CaseError::from(error).at(&path))?;
        let clock: i64 = tx.query_row("SELECT clock FROM case_info", [], |r| r.get(0))?;
        let mut work = Change {
            conn: &tx,
            reviewer: &self.reviewer,
            remembered,
            me: None,
            standing: Standing::Known,
            replica: None,
            clock: Hlc(clock),
            first: None,
        };
        let result = change(&mut work).map_err(|error| error.at(&path))?;
        let head = work.close()?;
        // An import into a new case may have given it the id that its file brought.
        let id = match &head {
            Some(_) => tx.query_row("SELECT uuid FROM case_info", [], |r| columns::uuid(r, 0))?,
            None => self.case.id,
        };
        tx.commit().map_err(|error| CaseError::from(error).at(&path))?;
        self.case.id = id;
        if let Some(head) = head {
            self.memory.remember(id, self.reviewer.id, &path, &head);
            self.head = Some(head);
        }
        Ok(result)
    }

    /// Chooses how this write is made safe: where write-ahead logging is on, that; else a rollback
    /// journal that is cut to nothing (deleting it could let it come back after a power cut).
    fn begin_journal(&self) -> Result<(), CaseError> {
        let mode: String = self.case.conn.query_row("PRAGMA journal_mode", [], |r| r.get(0))?;
        if mode == "delete" {
            self.case.conn.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Turns on write-ahead logging, for a review in which many changes follow one another, where
    /// the disk gives what it needs. Returns whether it is on.
    pub fn enter_wal(&self) -> bool {
        disk::wal_is_safe(&self.case.path)
            && self
                .case
                .conn
                .query_row("PRAGMA journal_mode = WAL", [], |r| r.get::<_, String>(0))
                .is_ok_and(|mode| mode == "wal")
    }

    /// Writes the write-ahead log into the file itself, where there is one: the file may be on its way to another
    /// place, and the log stays here.
    pub fn empty_log(&self) {
        // What cannot be written stays in the log.
        let _ = self.case.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    /// Ends the work on a file that has no name any more. What has its name now is left alone, with what
    /// stands beside it.
    pub fn abandon(self) {
        let _ = self.case.conn.close();
    }

    /// Ends the work and leaves one plain file, unless another program is still at it.
    pub fn close(self) {
        let conn = self.case.conn;
        // While others have the file open this fails, and the last of them does it.
        let _ = conn.busy_timeout(std::time::Duration::from_millis(100));
        let _ = overwriting::if_due(&conn);
        let _ = conn.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()));
        let _ = conn.close();
    }
}

/// A change under way, inside its transaction.
pub(crate) struct Change<'a> {
    pub(crate) conn: &'a Connection,
    reviewer: &'a Reviewer,
    remembered: Option<Head>,
    me: Option<i64>,
    standing: Standing,
    replica: Option<(i64, Head)>,
    clock: Hlc,
    first: Option<u64>,
}

/// How the case knows the reviewer at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// By the name that they have.
    Known,
    /// By another name, until the next event.
    Renamed,
    /// Since this change.
    New,
}

impl Change<'_> {
    /// Who is at work.
    pub(crate) const fn reviewer(&self) -> &Reviewer {
        self.reviewer
    }

    /// The reviewer's row, made on their first change.
    pub(crate) fn me(&mut self) -> Result<i64, CaseError> {
        if let Some(me) = self.me {
            return Ok(me);
        }
        let (me, standing) = match reviewers::find(self.conn, self.reviewer.id)? {
            Some((me, known)) => {
                (me, if known.name == self.reviewer.name { Standing::Known } else { Standing::Renamed })
            }
            None => (reviewers::ensure(self.conn, self.reviewer)?, Standing::New),
        };
        (self.me, self.standing) = (Some(me), standing);
        Ok(me)
    }

    /// The replica whose journal this change continues, where it has one in this file.
    pub(crate) fn own_replica(&self) -> Result<Option<(i64, Head)>, CaseError> {
        if let Some(open) = &self.replica {
            return Ok(Some(*open));
        }
        // Without a memory (it was lost, or the file came from elsewhere) no journal is continued.
        let Some(head) = &self.remembered else { return Ok(None) };
        let row = self
            .conn
            .query_row(
                "SELECT r.id, r.seq, r.head FROM replica r WHERE r.uuid = ?1 AND r.seq >= ?2 AND EXISTS \
                 (SELECT 1 FROM event e WHERE e.replica = r.id AND e.seq = ?2 AND e.hash = ?3)",
                params![head.replica.as_bytes(), columns::int(head.seq), head.hash.0],
                |r| {
                    let head = Head {
                        replica: head.replica,
                        seq: columns::count(r, 1)?,
                        hash: columns::digest(r, 2)?,
                    };
                    Ok((r.get::<_, i64>(0)?, head))
                },
            )
            .optional()?;
        Ok(row)
    }

    fn journal(&mut self) -> Result<(i64, Head), CaseError> {
        if let Some(open) = &self.replica {
            return Ok(*open);
        }
        let open = match self.own_replica()? {
            Some(own) => own,
            None => self.join()?,
        };
        self.replica = Some(open);
        self.me()?;
        if self.standing == Standing::Renamed {
            self.standing = Standing::Known;
            reviewers::ensure(self.conn, self.reviewer)?;
            let (reviewer, name) = (self.reviewer.id, self.reviewer.name.clone());
            self.append(&Payload::Join { reviewer, name, again: true })?;
        }
        self.replica.ok_or(CaseError::NoSuchItem)
    }

    /// Begins a new journal.
    fn join(&mut self) -> Result<(i64, Head), CaseError> {
        let me = self.me()?;
        let replica = clock::new_id();
        self.conn.execute(
            "INSERT INTO replica (uuid, reviewer, seq, head) VALUES (?1, ?2, 0, ?3)",
            params![replica.as_bytes(), me, Digest::NONE.0],
        )?;
        let row = self.conn.last_insert_rowid();
        self.replica = Some((row, Head { replica, seq: 0, hash: Digest::NONE }));
        self.standing = Standing::Known;
        reviewers::ensure(self.conn, self.reviewer)?;
        let (reviewer, name) = (self.reviewer.id, self.reviewer.name.clone());
        let join = Payload::Join { reviewer, name, again: false };
        self.append(&join)?;
        self.first = None;
        self.journal()
    }

    /// The step that this change's events belong to.
    pub(crate) fn step(&mut self, label: &str) -> Result<Step, CaseError> {
        let (_, head) = self.journal()?;
        let step = *self.first.get_or_insert(head.seq + 1);
        Ok(Step { step, label: label.to_owned(), undoes: None, redoes: None })
    }

    /// Appends an event to the reviewer's journal.
    pub(crate) fn append(&mut self, payload: &Payload) -> Result<Event, CaseError> {
        let (replica, head) = self.journal()?;
        let now = clock::now();
        self.clock = self.clock.next(now);
        let at = (self.clock.millis() != now).then_some(now);
        let (dossier, told) = dossier::state(self.conn)?;
        let news = Some(dossier).filter(|dossier| told != Some(*dossier));
        let event = Event::new(head.replica, head.seq + 1, self.clock, head.hash, payload.to_text());
        let event = event.with(at, news);
        if let Some(news) = news {
            dossier::note_told(self.conn, Some(news))?;
        }
        insert_event(self.conn, replica, &event, Some(payload))?;
        self.replica = Some((replica, Head { replica: head.replica, seq: event.seq, hash: event.hash }));
        if let Some(step) = payload.step() {
            undo_stack::note(self.conn, replica, step)?;
        }
        Ok(event)
    }

    /// Takes note of an event of another replica: what is written from now on is later.
    pub(crate) fn witness(&mut self, hlc: Hlc) {
        self.clock = self.clock.max(hlc);
    }

    /// Writes down the heads; what is to be remembered once it is committed.
    fn close(mut self) -> Result<Option<Head>, CaseError> {
        if self.standing == Standing::New && self.replica.is_none() {
            // The log tells of every reviewer, also of one who has only begun to write a note.
            self.journal()?;
        }
        let Some((row, head)) = self.replica else { return Ok(None) };
        self.conn
            .prepare_cached("UPDATE replica SET seq = ?2, head = ?3 WHERE id = ?1")?
            .execute(params![row, columns::int(head.seq), head.hash.0])?;
        self.conn.prepare_cached("UPDATE case_info SET clock = max(clock, ?1)")?.execute([self.clock.0])?;
        Ok(Some(head))
    }

    /// The key of an item, for labels.
    pub(crate) fn key(&self, kind: Kind, id: ItemId) -> Result<String, CaseError> {
        let at = keys::must(self.conn, kind, id)?;
        Ok(keys::key_of(self.conn, kind, at)?.to_string())
    }
}
