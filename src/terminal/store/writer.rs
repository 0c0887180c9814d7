//! The one thread that changes the case, in the order of the requests.

use super::super::host::{HostServices, ImportStage};
use super::connection::POLL_INTERVAL;
use super::forms;
use super::gate::Gate;
use super::opened_file::OpenedFile;
use super::worker::{MessageSink, Worker, spawn};
use crate::case::{CaseError, Done, Session, Stepped, Through};
use crate::domain::rows::Change;
use crate::domain::{ItemId, Key, Kind, Target};
use crate::review::protocol::draft::DraftPlace;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::protocol::record::FormOf;
use crate::review::{Answer, Msg, NotSaved, Ticket, Write};
use crate::work::Cancel;
use std::collections::BTreeSet;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, RwLockWriteGuard};
use std::time::Instant;

/// A request to the writer.
pub(super) enum WriteRequest {
    /// Makes a change.
    Change(Ticket, Box<Write>),
    /// Keeps what is typed in an open form, or keeps it no longer.
    KeepForm(DraftPlace, Option<String>),
    /// Tries out what combining two records would do, and changes nothing.
    TryCombining(Ticket, FormOf, FormOf),
    /// Imports a file, or attaches it to a source, until cancelled.
    Import(String, Option<Key>, Cancel),
}

/// Our own readers, which the writer locks out until write-ahead logging is on.
pub(super) struct Readers {
    /// The lock that they read under.
    pub gate: Arc<Gate>,
    /// Interrupts queries that take long, so that they release the lock.
    pub interrupt: Box<dyn Fn() + Send>,
}

impl Readers {
    /// Locks the readers out until the guard is dropped.
    fn lock_out(&self) -> RwLockWriteGuard<'_, ()> {
        (self.interrupt)();
        self.gate.write()
    }
}

/// Write-ahead logging is asked for at most this many times while another program prevents it.
const WAL_ATTEMPTS: u32 = 20;

/// Starts the thread.
pub(super) fn start(
    session: Session,
    readers: Readers,
    host: Arc<dyn HostServices>,
    sink: MessageSink,
) -> Result<Worker<Sender<WriteRequest>>, CaseError> {
    let (requests, received) = mpsc::channel();
    let thread = spawn("writer", move || {
        let file = OpenedFile::at(session.case().path());
        let kept = host.kept_words(session.case().id()).into_iter().map(|(item, _)| item).collect();
        let mut writer = Writer {
            session,
            readers,
            host,
            wal: false,
            wal_attempts: WAL_ATTEMPTS,
            seen_version: None,
            file,
            gone: false,
            wrote: false,
            copy: None,
            kept,
        };
        writer.serve(&sink, &received);
        writer.close(&sink);
    })?;
    Ok((requests, thread))
}

struct Writer {
    session: Session,
    readers: Readers,
    host: Arc<dyn HostServices>,
    wal: bool,
    wal_attempts: u32,
    seen_version: Option<i64>,
    file: OpenedFile,
    /// Whether the file was gone at the last look.
    gone: bool,
    /// Whether anything was written.
    wrote: bool,
    /// The copy of what the file held, once it was taken away.
    copy: Option<Result<String, String>>,
    /// The items whose notes have words outside the case.
    kept: BTreeSet<ItemId>,
}

impl Writer {
    fn serve(&mut self, sink: &MessageSink, requests: &Receiver<WriteRequest>) {
        self.seen_version = self.session.case().data_version().ok();
        loop {
            match requests.recv_timeout(POLL_INTERVAL) {
                Ok(WriteRequest::Change(ticket, write)) => {
                    let done =
                        self.file.verify().and_then(|()| self.exclusively(|session| apply(session, &write)));
                    sink(match done {
                        Ok(change) => {
                            self.wrote = true;
                            self.drop_words(&write);
                            Msg::Committed(ticket, Box::new(change))
                        }
                        Err(error) if error.is_of_the_file() => {
                            let words = self.keep_words(&write);
                            Msg::NotSaved(ticket, self.not_saved(&error, words))
                        }
                        Err(error) => Msg::Refused(ticket, error.to_string()),
                    });
                }
                Ok(WriteRequest::KeepForm(place, text)) => {
                    let case = self.session.case().id();
                    sink(Msg::FormKept(self.host.keep_form(case, place, text.as_deref())));
                }
                Ok(WriteRequest::TryCombining(ticket, stays, goes)) => {
                    let tried = self.exclusively(|session| forms::combining(session, &stays, &goes));
                    sink(match tried {
                        Ok(found) => Msg::Answer(ticket, Answer::Combining(Box::new(found))),
                        Err(error) => Msg::Refused(ticket, error.to_string()),
                    });
                }
                Ok(WriteRequest::Import(file, to, cancel)) => {
                    let imported = self.import((&file, to), &cancel, sink);
                    self.wrote |= matches!(imported, ImportEnd::Done { .. });
                    sink(Msg::Imported(imported));
                }
                Err(RecvTimeoutError::Timeout) => self.poll(sink),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Keeps the words of a note that could not be saved.
    fn keep_words(&mut self, write: &Write) -> Option<Result<String, String>> {
        let (Write::Note { target, note: Some(note), .. } | Write::Draft { target, note: Some(note) }) =
            write
        else {
            return None;
        };
        self.kept.insert(target.item);
        Some(self.host.keep_words(self.session.case().id(), target.item, Some(note)))
    }

    /// The words of a note are in the case, or wanted no more: those outside it go.
    fn drop_words(&mut self, write: &Write) {
        let (Write::Note { target, .. } | Write::Draft { target, .. }) = write else { return };
        if self.kept.remove(&target.item) {
            // Words that stay are offered once more.
            let _ = self.host.keep_words(self.session.case().id(), target.item, None);
        }
    }

    /// What is to be said of a change that was not written. Where the file was taken away, what it held is
    /// copied first, if it held anything of this review.
    fn not_saved(&mut self, error: &CaseError, words: Option<Result<String, String>>) -> NotSaved {
        if matches!(error, CaseError::Gone(_) | CaseError::Replaced(_)) {
            if self.wrote && self.copy.is_none() {
                self.session.empty_log();
                self.copy = Some(self.host.copy_case(self.session.case()));
            }
            if matches!(error, CaseError::Replaced(_)) {
                self.file.remove_log();
            }
        }
        NotSaved { why: error.to_string(), words, copy: self.copy.clone() }
    }

    /// Looks at the file a last time, and leaves it plain.
    fn close(mut self, sink: &MessageSink) {
        self.look_for_file(sink);
        if self.file.verify().is_ok() {
            self.session.close();
        } else {
            self.session.abandon();
            self.file.remove_log();
        }
    }

    /// Says when the file is gone, and when it is there again.
    fn look_for_file(&mut self, sink: &MessageSink) {
        match self.file.verify() {
            Ok(()) if std::mem::take(&mut self.gone) => sink(Msg::Writable),
            Ok(()) => {}
            Err(error) if !std::mem::replace(&mut self.gone, true) => {
                let failed = self.not_saved(&error, None);
                sink(Msg::NotSaved(Ticket::default(), failed));
            }
            Err(_) => {}
        }
    }

    /// Makes a change. Until write-ahead logging is on, our own readers are locked out meanwhile.
    fn exclusively<T>(
        &mut self,
        change: impl FnOnce(&mut Session) -> Result<T, CaseError>,
    ) -> Result<T, CaseError> {
        if self.wal {
            return change(&mut self.session);
        }
        let _guard = self.readers.lock_out();
        self.wal = enter_wal(&self.session, &mut self.wal_attempts, &mut self.seen_version);
        let changed = change(&mut self.session);
        self.file.note_log();
        changed
    }

    /// Imports a file. With write-ahead logging our own readers go on throughout; without it, until the
    /// whole file is read or SQLite must spill changes to the disk.
    fn import(&mut self, file: (&str, Option<Key>), cancel: &Cancel, sink: &MessageSink) -> ImportEnd {
        if let Err(error) = self.file.verify() {
            return ImportEnd::Failed(error.to_string());
        }
        if !self.wal {
            let _guard = self.readers.lock_out();
            self.wal = enter_wal(&self.session, &mut self.wal_attempts, &mut self.seen_version);
        }
        let (wal, readers) = (self.wal, &self.readers);
        let (mut reached, mut began, mut guard) = (ImportProgress::default(), Instant::now(), None);
        let mut report = |stage| {
            match stage {
                ImportStage::Began => began = Instant::now(),
                ImportStage::Read(progress) => {
                    reached.records = progress.records;
                    reached.percent = progress.percent();
                    reached.left = progress.left(began.elapsed());
                }
                ImportStage::Closing => {
                    reached.closing = true;
                    guard = (!wal).then(|| readers.lock_out());
                }
            }
            sink(Msg::Importing(reached));
        };
        let imported = self.host.import(&mut self.session, file, cancel, &mut report);
        drop(guard);
        imported
    }

    /// Checks whether another program changed the case, or the file is gone.
    fn poll(&mut self, sink: &MessageSink) {
        self.look_for_file(sink);
        let now = self.session.case().data_version().ok();
        if now.is_some() && now != self.seen_version {
            self.seen_version = now;
            if let Ok(progress) = self.session.case().progress(self.session.reviewer().id) {
                sink(Msg::Changed(progress));
            }
        }
    }
}

/// Turns write-ahead logging on, while attempts are left; returns whether it is on. SQLite counts that as a
/// change by another program, which it is not: where the version last `seen` was current, the new one is.
fn enter_wal(session: &Session, attempts: &mut u32, seen: &mut Option<i64>) -> bool {
    if *attempts == 0 {
        return false;
    }
    *attempts -= 1;
    let version = || session.case().data_version().ok();
    let current = version() == *seen;
    let wal = session.enter_wal();
    if wal && current {
        *seen = version();
    }
    wal
}

/// Makes a change, and returns what the screen must know of it.
fn apply(session: &mut Session, write: &Write) -> Result<Change, CaseError> {
    let done = match write {
        Write::Toggle { items, tag } => session.toggle(items, *tag)?,
        Write::Reading { items, stance } => session.toggle_reading(items, *stance)?,
        Write::Repeat { items, judgement } => session.repeat(items, judgement)?,
        Write::RepeatOnMaterial { item, judgement } => session.repeat_on_material(*item, judgement)?,
        Write::Details { items, part, ground, confidence } => {
            session.set_details(items, *part, ground.as_ref(), *confidence)?
        }
        Write::Note { target, note, opened } => session.save_note(*target, note.as_ref(), opened.as_ref())?,
        Write::Draft { target, note } => {
            session.set_draft(*target, note.as_ref())?;
            Done { label: String::new(), items: Vec::new() }
        }
        Write::Verdict { claim, verdict, confidence, reason } => {
            session.set_verdict(*claim, *verdict, *confidence, reason.as_deref())?
        }
        Write::Aside { targets, reason } => session.set_aside(targets, reason.as_deref())?,
        Write::Reliability { .. } | Write::Credibility { .. } | Write::Derive { .. } | Write::Via { .. } => {
            let done = provenance(session, write)?;
            return report(session, done, true);
        }
        Write::Record(record) => {
            let done = forms::write(session, record)?;
            return report(session, done, true);
        }
        Write::Combine { kind, stays, goes } => {
            let label = session.combine(*kind, *stays, *goes)?.label;
            return report(session, Done { label, items: Vec::new() }, true);
        }
        Write::TakeOut { items, hanging } => {
            let done = forms::take_out(session, items, hanging)?;
            return report(session, done, true);
        }
        Write::Undo => return report_step(session, Session::undo_step),
        Write::Redo => return report_step(session, Session::redo_step),
    };
    report(session, done, false)
}

/// Changes a record: where evidence comes from, or a grade.
fn provenance(session: &mut Session, write: &Write) -> Result<Done, CaseError> {
    let find = |session: &Session, key: &Key| session.case().find(key);
    match write {
        Write::Reliability { source, grade } => {
            let source = find(session, source)?;
            session.set_reliability(&[source], *grade)
        }
        Write::Derive { source, from, relation, locator } => {
            let (source, from) = (find(session, source)?, find(session, from)?);
            session.derive(source, from, *relation, locator.as_deref())
        }
        Write::Via { items, party, origin, untraced } => {
            let named = |key: &Option<Key>| key.as_ref().map(|key| find(session, key)).transpose();
            let through =
                Through { party: named(party)?, origin: named(origin)?, untraced: untraced.clone() };
            session.set_via(items, &through)
        }
        Write::Credibility { items, grade } => session.set_credibility(items, *grade),
        _ => Err(CaseError::Refused("this changes no record".into())),
    }
}

fn report_step(
    session: &mut Session,
    step: impl FnOnce(&mut Session) -> Result<Stepped, CaseError>,
) -> Result<Change, CaseError> {
    let step = step(session)?;
    let records = step.records;
    report(session, stepped(step), records)
}

fn stepped(step: Stepped) -> Done {
    let items = step
        .items
        .into_iter()
        .filter(|(kind, _)| matches!(kind, Kind::Claim | Kind::Evidence))
        .map(|(kind, item)| Target { kind, item })
        .collect();
    Done { label: step.label, items }
}

/// What the screen needs to know of a change.
fn report(session: &Session, done: Done, records: bool) -> Result<Change, CaseError> {
    let (case, me) = (session.case(), session.reviewer().id);
    let mut annotations = Vec::new();
    let mut claims: BTreeSet<ItemId> = BTreeSet::new();
    let mut place = None;
    for target in &done.items {
        // Undo may have removed the record.
        let Ok(at) = case.place(target.kind, target.item) else { continue };
        annotations.push((*target, case.annotation(me, target.kind, target.item)?));
        claims.insert(at.claim);
        place.get_or_insert(at);
    }
    let claims: Vec<ItemId> = claims.into_iter().collect();
    Ok(Change {
        label: done.label,
        annotations,
        claims: case.claim_lines(me, &claims)?,
        records,
        info: if records { Some(case.info()?) } else { None },
        progress: case.progress(me)?,
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{self, Case, Forgetful};
    use crate::domain::CaseInfo;
    use crate::domain::entry::Reviewer;

    #[test]
    fn write_ahead_logging_is_no_change_by_another_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.corrob");
        let me = || Reviewer { id: ItemId::from_u128(1), name: "r.lee".into(), is: None };
        case::create(&path, &CaseInfo::default(), &me(), Box::new(Forgetful), "a", |_| {
            Ok::<(), CaseError>(())
        })
        .unwrap();
        let session = Session::new(Case::open(&path).unwrap(), me(), Box::new(Forgetful));
        let version = || session.case().data_version().ok();
        let (mut seen, mut attempts) = (version(), 1);
        enter_wal(&session, &mut attempts, &mut seen);
        assert_eq!((seen, attempts), (version(), 0));
        // A change that was not yet noticed is still noticed.
        let (mut seen, mut attempts) = (Some(-1), 1);
        enter_wal(&session, &mut attempts, &mut seen);
        assert_eq!(seen, Some(-1));
    }
}
