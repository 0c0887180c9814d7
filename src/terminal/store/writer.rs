//! The one thread that changes the case, in the order in which it was asked to.

use super::super::run::{Errands, Stage};
use super::gate::Gate;
use super::place::Place;
use super::{LOOK, Sink, channel, spawn};
use crate::case::{CaseError, Done, Session, Stepped, Through};
use crate::domain::rows::Change;
use crate::domain::{ItemId, Key, Kind, Target};
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::{Msg, Ticket, Write};
use crate::work::Cancel;
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, RwLockWriteGuard};
use std::thread::JoinHandle;
use std::time::Instant;

/// What the thread is asked to do.
pub(super) enum Order {
    /// Make a change.
    Do(Ticket, Write),
    /// Bring what a file holds into the case, until someone asks to stop.
    Import(String, Cancel),
}

/// The readers beside the writer, which stand aside for it until write-ahead logging is on.
pub(super) struct Readers {
    /// Where they pass.
    pub gate: Arc<Gate>,
    /// Makes those that take long let go of the file.
    pub interrupt: Box<dyn Fn() + Send>,
}

impl Readers {
    /// Has the file to itself until the guard is dropped.
    fn stand_aside(&self) -> RwLockWriteGuard<'_, ()> {
        (self.interrupt)();
        self.gate.write()
    }
}

/// How often write-ahead logging is asked for where another program stands in its way.
const TRIES: u32 = 20;

/// Starts the thread.
pub(super) fn start(
    session: Session,
    readers: Readers,
    errands: Arc<dyn Errands>,
    sink: Sink,
) -> Result<(Sender<Order>, JoinHandle<()>), CaseError> {
    let (orders, received) = channel();
    let thread = spawn("writer", move || {
        let place = Place::of(session.case().path());
        let mut desk =
            Desk { session, readers, errands, wal: false, tries: TRIES, seen: None, place, gone: false };
        desk.serve(&sink, &received);
        desk.session.close();
    })?;
    Ok((orders, thread))
}

struct Desk {
    session: Session,
    readers: Readers,
    errands: Arc<dyn Errands>,
    wal: bool,
    tries: u32,
    seen: Option<i64>,
    place: Place,
    /// Whether its disappearance was told.
    gone: bool,
}

impl Desk {
    fn serve(&mut self, sink: &Sink, orders: &Receiver<Order>) {
        self.seen = self.session.case().data_version().ok();
        loop {
            match orders.recv_timeout(LOOK) {
                Ok(Order::Do(ticket, write)) => {
                    let done =
                        self.place.holds().and_then(|()| self.exclusively(|session| apply(session, &write)));
                    sink(match done {
                        Ok(change) => Msg::Committed(ticket, Box::new(change)),
                        Err(error) => Msg::Refused(ticket, error.to_string()),
                    });
                }
                Ok(Order::Import(file, cancel)) => {
                    let imported = self.import(&file, &cancel, sink);
                    sink(Msg::Imported(imported));
                }
                Err(RecvTimeoutError::Timeout) => self.look(sink),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Makes a change. Until write-ahead logging is on, our own readers stand aside for it.
    fn exclusively(
        &mut self,
        change: impl FnOnce(&mut Session) -> Result<Change, CaseError>,
    ) -> Result<Change, CaseError> {
        if self.wal {
            return change(&mut self.session);
        }
        let _alone = self.readers.stand_aside();
        self.wal = enter_wal(&self.session, &mut self.tries);
        change(&mut self.session)
    }

    /// Imports a file. Our own readers go on meanwhile: beside write-ahead logging to the end, else
    /// until all is read, or more is changed than SQLite keeps in memory.
    fn import(&mut self, file: &str, cancel: &Cancel, sink: &Sink) -> ImportEnd {
        if let Err(error) = self.place.holds() {
            return ImportEnd::Failed(error.to_string());
        }
        if !self.wal {
            let _alone = self.readers.stand_aside();
            self.wal = enter_wal(&self.session, &mut self.tries);
        }
        let (wal, readers) = (self.wal, &self.readers);
        let (mut far, mut began, mut alone) = (ImportProgress::default(), Instant::now(), None);
        let mut tell = |stage| {
            match stage {
                Stage::Began => began = Instant::now(),
                Stage::Read(progress) => {
                    far.records = progress.records;
                    far.percent = progress.percent();
                    far.left = progress.left(began.elapsed());
                }
                Stage::Closing => {
                    far.closing = true;
                    alone = (!wal).then(|| readers.stand_aside());
                }
            }
            sink(Msg::Importing(far));
        };
        let imported = self.errands.import(&mut self.session, file, cancel, &mut tell);
        drop(alone);
        imported
    }

    /// Looks whether another program changed the case.
    fn look(&mut self, sink: &Sink) {
        match self.place.holds() {
            Ok(()) => self.gone = false,
            Err(error) if !std::mem::replace(&mut self.gone, true) => {
                sink(Msg::Refused(Ticket::default(), error.to_string()));
            }
            Err(_) => {}
        }
        let now = self.session.case().data_version().ok();
        if now.is_some() && now != self.seen {
            self.seen = now;
            if let Ok(progress) = self.session.case().progress(self.session.reviewer().id) {
                sink(Msg::Changed(progress));
            }
        }
    }
}

/// Turns write-ahead logging on, while there are tries left; says whether it is on.
fn enter_wal(session: &Session, tries: &mut u32) -> bool {
    if *tries == 0 {
        return false;
    }
    *tries -= 1;
    session.enter_wal()
}

/// Carries out what the reviewer intends.
fn apply(session: &mut Session, write: &Write) -> Result<Change, CaseError> {
    let done = match write {
        Write::Toggle { items, tag } => session.toggle(items, *tag)?,
        Write::Repeat { items, judgement } => session.repeat(items, judgement)?,
        Write::RepeatOnMaterial { item, judgement } => session.repeat_on_material(*item, judgement)?,
        Write::Details { items, part, ground, confidence } => {
            session.set_details(items, *part, ground.as_ref(), *confidence)?
        }
        Write::Note { target, note } => session.set_note(*target, note.as_ref())?,
        Write::Draft { target, text } => {
            session.set_draft(*target, text.as_deref())?;
            Done { label: String::new(), items: Vec::new() }
        }
        Write::Verdict { claim, verdict, confidence } => {
            session.set_verdict(*claim, *verdict, *confidence)?
        }
        Write::Aside { targets, reason } => session.set_aside(targets, reason.as_deref())?,
        Write::Reliability { .. } | Write::Credibility { .. } | Write::Derive { .. } | Write::Via { .. } => {
            let done = provenance(session, write)?;
            return report(session, done, true);
        }
        Write::Undo => return report_step(session, Session::undo_step),
        Write::Redo => return report_step(session, Session::redo_step),
    };
    report(session, done, false)
}

/// Changes where evidence comes from, or what its source is worth.
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
        Write::Via { items, party, origin, unresolved } => {
            let named = |key: &Option<Key>| key.as_ref().map(|key| find(session, key)).transpose();
            let through =
                Through { party: named(party)?, origin: named(origin)?, unresolved: unresolved.clone() };
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
        // An undone record is not there any more.
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
        progress: case.progress(me)?,
        place,
    })
}
