//! Taking in what a file brings: in one transaction, as one event, keeping what was said before.

use crate::case::error::CaseError;
use crate::case::file::dossier::Sum;
use crate::case::file::{clock, schema};
use crate::case::load::awaited::Awaited;
use crate::case::load::by_hand::{BY_IMPORT, TakenOut};
use crate::case::load::contents::Contents;
use crate::case::load::prepare::{Inner, Prepared, Preparer};
use crate::case::load::touched_rows::{FirstVersions, TouchedItems, TouchedRows};
use crate::case::load::twice::{LeftOut, Lines, Spoken};
use crate::case::log::import_batches;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::log::undo_stack;
use crate::case::tables::reviewers;
use crate::case::tables::{columns, keys};
use crate::case::write::bulk_counts::BulkCounts;
use crate::case::write::bulk_search_index::Words;
use crate::case::write::edit_records;
use crate::case::write::take_out::PENDING;
use crate::domain::entry::{Brought, Entry, Reviewer, Said};
use crate::domain::event::{Counts, Payload, Stretch};
use crate::domain::ids::{Digest, Digester, ItemId, item_id};
use crate::domain::{CaseInfo, Key, Kind};
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// What became of one entry of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It is new.
    Added,
    /// It took the place of what stood before; that stays in the history.
    Changed,
    /// It stood there already.
    Same,
    /// An earlier record of the same file brought it.
    Again,
    /// An earlier record of the same file brought it, and said otherwise of it: that stands.
    Otherwise,
    /// It is the same, word for word, as one that stands earlier in the file, on this line if that is known.
    Repeated(Option<u64>),
    /// It was taken out of the case by hand, and stays out: its key, and whether it was combined with another.
    TakenOut(Key, bool),
    /// It says something for a reviewer who speaks for themselves in this case, and was passed over.
    PassedOver,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// New records.
    pub added: Counts,
    /// Changed records.
    pub changed: Counts,
    /// Records that stood there already.
    pub same: Counts,
    /// Records that were taken out by hand and stay out.
    pub out: u64,
    /// Annotations it brought.
    pub annotations: u64,
    /// Events of a history it brought.
    pub events: u64,
    /// Annotations passed over, for their reviewers speak for themselves here.
    pub passed_over: u64,
}

/// Takes entries in, one by one.
pub struct Importer<'a, 'c> {
    pub(super) change: &'a mut Change<'c>,
    pub(super) home: Preparer,
    pub(super) batch: i64,
    pub(super) digest: Digester,
    pub(super) bulk: BulkCounts<'a>,
    pub(super) done: Imported,
    pub(super) seen: TouchedRows,
    pub(super) first: FirstVersions,
    pub(super) touched: TouchedItems,
    /// The first event of a history that came.
    pub(super) from: Option<Digest>,
    /// What came to the dossier as this import's own annotations.
    said: Sum,
    /// The events whose payloads were erased here or by what came; looked up when the first event comes.
    pub(super) expunged: Option<HashSet<Digest>>,
    /// The line that is being taken in.
    pub(super) line: u64,
    /// References to records of a kind that comes later in a file.
    pub(super) awaited: Awaited,
    /// On which lines the records came.
    pub(super) lines: Lines,
    /// The records of the file that do not go in.
    pub(super) left_out: LeftOut,
    /// Who has said something of what.
    spoken: Spoken,
    /// What came of documents.
    pub(super) contents: Contents,
    /// What was taken out by hand.
    pub(super) out: TakenOut,
    /// What was edited by hand and stays, though the file says something new.
    pub(super) conflicts: Vec<(u64, String)>,
    /// Where the records that it changed stand.
    pub(super) stood: Vec<Stretch>,
}

/// How much of the case is held in memory while something is imported into it, in SQLite's way of
/// saying KiB.
const CACHE: i64 = -65536;

impl Session {
    /// Imports from a file called `name`: `feed` hands over its entries one by one. All of it goes
    /// in as one transaction, or, when `feed` fails, none of it.
    ///
    /// # Errors
    /// What `feed` returns, or why the import could not be committed.
    pub fn import<E: From<CaseError>>(
        &mut self,
        name: &str,
        feed: impl FnOnce(&mut Importer<'_, '_>) -> Result<(), E>,
    ) -> Result<Imported, E> {
        // Rows come in no order: where the indexes on them do not fit in memory, each costs a read.
        let usual: i64 =
            self.case.conn.query_row("PRAGMA cache_size", [], |r| r.get(0)).map_err(CaseError::from)?;
        self.case.conn.pragma_update(None, "cache_size", CACHE).map_err(CaseError::from)?;
        let imported = self.take_in(name, None, feed);
        self.case.conn.pragma_update(None, "cache_size", usual).map_err(CaseError::from)?;
        imported
    }

    /// The same; with `words`, which then take in the words of records, into a case that is being made.
    pub(crate) fn take_in<E: From<CaseError>>(
        &mut self,
        name: &str,
        words: Option<&mut Words>,
        feed: impl FnOnce(&mut Importer<'_, '_>) -> Result<(), E>,
    ) -> Result<Imported, E> {
        let own_dataset = self.case.dataset.clone();
        let mut failure = None;
        let result = self.transact(|change| {
            // A number of its own, also where an import brings nothing new and leaves no event.
            keys::count_up(change.conn, "batch", 1)?;
            let batch = columns::int(keys::counter(change.conn, "batch")?);
            let fresh = words.is_some();
            let bulk = BulkCounts::open(change.conn, words)?;
            let out = TakenOut::load(change.conn)?;
            let mut importer = Importer {
                change,
                home: Preparer { fresh, dataset: own_dataset.clone(), own_dataset },
                batch,
                digest: Digester::default(),
                bulk,
                done: Imported::default(),
                seen: TouchedRows::default(),
                first: FirstVersions::default(),
                touched: TouchedItems::default(),
                from: None,
                said: Sum::default(),
                expunged: None,
                line: 0,
                awaited: Awaited::default(),
                lines: Lines::default(),
                left_out: LeftOut::default(),
                spoken: Spoken::default(),
                contents: Contents::default(),
                out,
                conflicts: Vec::new(),
                stood: Vec::new(),
            };
            if let Err(error) = feed(&mut importer) {
                failure = Some(error);
                return Err(CaseError::Interrupted);
            }
            importer.finish(name)
        });
        match failure {
            Some(error) => Err(error),
            None => Ok(result?),
        }
    }
}

impl Importer<'_, '_> {
    /// Takes in one entry.
    ///
    /// # Errors
    /// [`CaseError::Refused`] when this entry does not go in (the others may); anything else ends
    /// the import.
    pub fn add(&mut self, entry: Entry) -> Result<ImportOutcome, CaseError> {
        let prepared = self.home.prepare(entry);
        self.put(prepared)
    }

    /// What comes in from here on belongs to this dataset, unless it names another.
    pub fn set_dataset(&mut self, dataset: &str) {
        dataset.clone_into(&mut self.home.dataset);
    }

    /// What makes this import's entries ready; they go to [`Importer::put`] then, in the same order.
    #[must_use]
    pub fn preparer(&self) -> Preparer {
        self.home.clone()
    }

    /// Takes in one entry that was made ready.
    ///
    /// # Errors
    /// As [`Importer::add`].
    pub fn put(&mut self, prepared: Prepared) -> Result<ImportOutcome, CaseError> {
        match prepared.inner {
            Inner::Record(stored, given) => {
                let (kind, id) = (stored.kind, stored.id);
                let outcome = self.record(stored, &given, prepared.shared);
                if let Err(CaseError::Refused(_) | CaseError::BadValue(_)) = outcome {
                    self.left_out.refused(kind, id, &given);
                }
                outcome
            }
            Inner::Said { said, item, annotation, text } => self.said(&said, item, &annotation, &text),
            Inner::Bad(error) => Err(error),
            Inner::Other(entry) => match entry {
                Entry::Case(info) => self.case(info),
                Entry::Reviewer(reviewer) => self.reviewer(&reviewer),
                Entry::Event(event) => self.event(&event),
                Entry::Replaced(replaced) => self.replaced(&replaced),
                Entry::Brought(brought) => self.brought(&brought),
                Entry::Content(content) => {
                    let new = self.contents.add(self.change.conn, self.line, &content)?;
                    Ok(if new { ImportOutcome::Added } else { ImportOutcome::Same })
                }
                // Records and what is said of them are made ready otherwise.
                ready => self.add(ready),
            },
        }
    }

    /// What comes in next stands on this line of its file.
    pub const fn at_line(&mut self, line: u64) {
        self.line = line;
    }

    /// A record of the file was refused before it came here: what refers to its id is left out with it.
    pub fn leave_out(&mut self, kind: Kind, id: &str) {
        let given: String = id.chars().take(60).collect();
        self.left_out.refused(kind, item_id(&self.home.dataset, kind, id), &given);
    }

    /// References of what came in that lead nowhere, now that all of it is in: the line of each, and what it
    /// says.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn astray(&mut self) -> Result<Vec<(u64, String)>, CaseError> {
        self.awaited.astray(self.change.conn, &mut self.bulk)
    }

    /// What came of documents and is not what its SHA-256 says, now that all of it is in: the line of each, and
    /// why it is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn changed_contents(&mut self) -> Result<Vec<(u64, String)>, CaseError> {
        self.contents.settle(self.change.conn)
    }

    /// What has been done so far.
    #[must_use]
    pub const fn so_far(&self) -> &Imported {
        &self.done
    }

    fn case(&mut self, info: CaseInfo) -> Result<ImportOutcome, CaseError> {
        if !self.home.enter(&info) {
            return Err(CaseError::Refused("the case in the file has no title or no dataset".into()));
        }
        let body: String = self.change.conn.query_row("SELECT body FROM case_info", [], |r| r.get(0))?;
        let standing: CaseInfo = serde_json::from_str(&body)?;
        if self.home.fresh {
            // A file with the id of a case was written by one: its order stands as it is.
            self.bulk.in_order = !info.id.is_empty();
            let id = ItemId::try_parse(&info.id).or_else(|_| ItemId::try_parse(&standing.id));
            let id = id.unwrap_or_else(|_| clock::new_id());
            let info = CaseInfo { id: id.to_string(), ..info };
            self.change.conn.execute("UPDATE case_info SET uuid = ?1", [id.as_bytes()])?;
            edit_records::describe(self.change.conn, &serde_json::to_string(&info)?)?;
            return Ok(ImportOutcome::Added);
        }
        if info.dataset != self.home.own_dataset {
            return Ok(ImportOutcome::Same);
        }
        let info = CaseInfo { id: standing.id.clone(), ..info };
        let info = self.over_info(info, &standing)?;
        if info == standing {
            return Ok(ImportOutcome::Same);
        }
        edit_records::describe(self.change.conn, &serde_json::to_string(&info)?)?;
        let (before, after) = (members(&standing)?, members(&info)?);
        let names = before.keys().chain(after.keys());
        let (mut set, mut was) = (Map::new(), Map::new());
        for name in names {
            let old = before.get(name).cloned().unwrap_or(Value::Null);
            let new = after.get(name).cloned().unwrap_or(Value::Null);
            if old != new {
                set.insert(name.clone(), new);
                was.insert(name.clone(), old);
            }
        }
        let item = ItemId::try_parse(&info.id).unwrap_or_default();
        self.bulk.settle_dossier(self.change.conn)?;
        let step = self.change.step(BY_IMPORT)?;
        self.change.append(&Payload::Edit { kind: None, item, set, was, step })?;
        Ok(ImportOutcome::Changed)
    }

    fn reviewer(&mut self, reviewer: &Reviewer) -> Result<ImportOutcome, CaseError> {
        if reviewer.name.trim().is_empty() {
            return Err(CaseError::Refused("a reviewer needs a name".into()));
        }
        let known: bool = self
            .change
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM reviewer WHERE uuid = ?1)")?
            .query_row([reviewer.id.as_bytes()], |r| r.get(0))?;
        reviewers::ensure(self.change.conn, reviewer)?;
        Ok(if known { ImportOutcome::Same } else { ImportOutcome::Added })
    }

    pub(super) fn reviewer_row(&mut self, id: ItemId) -> Result<i64, CaseError> {
        self.bulk
            .reviewer(self.change.conn, id)?
            .ok_or_else(|| CaseError::Refused(format!("reviewer {id} is not among the file's reviewers")))
    }

    fn said(
        &mut self,
        said: &Said,
        item: ItemId,
        annotation: &str,
        text: &str,
    ) -> Result<ImportOutcome, CaseError> {
        let reviewer = self.reviewer_row(said.reviewer)?;
        if !matches!(said.on, Kind::Claim | Kind::Evidence) {
            return Err(CaseError::Refused(format!("a {} is not annotated", said.on)));
        }
        self.left_out.check_item(said.on, item)?;
        let Some(at) = keys::row_of(self.change.conn, said.on, item)? else {
            let text: String = said.item.chars().take(60).collect();
            return Err(CaseError::Refused(format!("item is \"{text}\", and there is no such {}", said.on)));
        };
        if !self.home.fresh {
            let speaks: bool = self
                .change
                .conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM replica WHERE reviewer = ?1)")?
                .query_row([reviewer], |r| r.get(0))?;
            let standing = projection::read(self.change.conn, reviewer, said.on, at)?;
            if standing.is_some_and(|(standing, _)| standing == said.annotation) {
                return Ok(ImportOutcome::Same);
            }
            if speaks {
                self.done.passed_over += 1;
                return Ok(ImportOutcome::PassedOver);
            }
        }
        if self.spoken.note(reviewer, said.on, item)
            && let Some(before) = self.said_before(reviewer, said.on, item)?
        {
            if before == annotation {
                return Ok(ImportOutcome::Repeated(None));
            }
            return Err(CaseError::Refused(format!(
                "the same reviewer says something else of this {} earlier in the file",
                said.on
            )));
        }
        let what = self.bring(
            &Brought {
                event: PENDING,
                reviewer: said.reviewer,
                on: said.on,
                item,
                annotation: said.annotation.clone(),
                changed: said.changed.clone(),
                held_back: BTreeMap::new(),
            },
            reviewer,
            annotation,
        )?;
        self.said.add(what);
        self.digest.add(text.as_bytes());
        self.done.annotations += 1;
        Ok(ImportOutcome::Added)
    }

    /// What this file has a reviewer say of an item already.
    fn said_before(&self, reviewer: i64, on: Kind, item: ItemId) -> Result<Option<String>, CaseError> {
        let sql =
            "SELECT annotation FROM brought WHERE item = ?1 AND kind = ?2 AND reviewer = ?3 AND event = ?4";
        let known = params![item.as_bytes(), columns::kind_code(on), reviewer, PENDING.0];
        Ok(self.change.conn.prepare_cached(sql)?.query_row(known, |r| r.get(0)).optional()?)
    }

    fn finish(mut self, name: &str) -> Result<Imported, CaseError> {
        let conn = self.change.conn;
        self.contents.settle(conn)?;
        if let Some(words) = &mut self.bulk.words {
            words.close()?;
        }
        let restored = self.home.fresh && self.done.events > 0;
        if restored {
            conn.execute("DELETE FROM brought WHERE event = ?1", [PENDING.0])?;
            self.done.annotations = 0;
        } else {
            self.bulk.came.add(self.said.digest());
        }
        self.bulk.close(conn)?;
        let anything =
            !self.done.added.is_empty() || !self.done.changed.is_empty() || self.done.annotations > 0;
        if Self::log_is_behind(conn, (self.home.fresh, self.done.events))? || anything && !restored {
            // The import that makes a case is no step: there is nothing before it to go back to.
            let step = match self.home.fresh {
                true => None,
                false => Some(self.change.step(&format!("import of {name}"))?),
            };
            let event = self.change.append(&Payload::Import {
                name: name.to_owned(),
                batch: self.digest.clone().finish(),
                added: self.done.added.clone(),
                changed: self.done.changed.clone(),
                annotations: self.done.annotations,
                stood: self.stood,
                step,
            })?;
            if !restored {
                import_batches::note(conn, self.batch, self.from, event.hash)?;
            }
            for table in ["replaced", "brought"] {
                conn.execute(
                    &format!("UPDATE {table} SET event = ?1 WHERE event = ?2"),
                    params![event.hash.0, PENDING.0],
                )?;
            }
        }
        if self.home.fresh {
            conn.execute_batch(schema::LATE_INDEXES)?;
            if restored {
                import_batches::note_history(conn, self.batch)?;
            }
            if restored || self.done.annotations > 0 {
                projection::rebuild(conn)?;
            }
            conn.execute_batch(schema::LAST_INDEXES)?;
            return Ok(self.done);
        }
        match self.touched.into_items() {
            None => projection::rebuild(conn)?,
            Some(items) => {
                let out = projection::TakenOut::load(conn)?;
                for (kind, item) in items {
                    projection::reproject(conn, &out, kind, item)?;
                }
                if self.done.events > 0 {
                    undo_stack::rebuild(conn)?;
                }
            }
        }
        keys::note_shared_keys(conn)?;
        Ok(self.done)
    }
}

fn members(info: &CaseInfo) -> Result<Map<String, Value>, CaseError> {
    match serde_json::to_value(info)? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}
