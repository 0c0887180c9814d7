//! The case behind the screen, on threads of its own: one that writes, one that answers what the
//! screen needs, one for questions that may take long. Everything comes back as messages.

mod gate;
mod place;
mod questions;
mod reader;
mod scholar;
#[cfg(test)]
mod tests;
mod viewed;
mod writer;

use super::run::Errands;
use crate::case::{Case, CaseError, Follower, Session};
use crate::domain::ItemId;
use crate::review::protocol::import::ImportEnd;
use crate::review::{Msg, Read, Ticket, Write};
use crate::work::Cancel;
use gate::Gate;
use place::Place;
use questions::InForce;
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Where messages go.
pub type Sink = Arc<dyn Fn(Msg) + Send + Sync>;

/// How often the file is looked at for changes by other programs.
const LOOK: std::time::Duration = std::time::Duration::from_millis(250);

/// A way to read the case: beside a writer of our own, or following somebody else's.
enum Source {
    Own(Box<Case>, Place),
    Followed(Box<Follower>),
}

impl Source {
    fn read<T>(&mut self, ask: impl FnMut(&Case) -> Result<T, CaseError>) -> Result<T, CaseError> {
        let mut ask = ask;
        match self {
            // What became of the file says more than what SQLite says of it then.
            Self::Own(case, place) => ask(case).map_err(|error| place.holds().err().unwrap_or(error)),
            Self::Followed(follower) => follower.read(ask),
        }
    }
}

/// The threads and the ways to them.
pub struct Store {
    writer: Option<(Sender<writer::Order>, JoinHandle<()>)>,
    reader: Option<(Sender<reader::Order>, JoinHandle<()>)>,
    scholar: Option<(scholar::Desk, JoinHandle<()>)>,
    sink: Sink,
    /// Stops the import under way.
    cancel: Cancel,
}

impl Store {
    /// Puts a reviewer at work behind the screen.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn open(session: Session, errands: Arc<dyn Errands>, sink: Sink) -> Result<Self, CaseError> {
        let reviewer = session.reviewer().id;
        let path = session.case().path().to_owned();
        let place = Place::of(&path);
        let read = move || Case::open_beside(&path).map(|case| Source::Own(Box::new(case), place.clone()));
        let gate = Arc::new(Gate::default());
        let mut store = Self::start(read, reviewer, &gate, sink)?;
        let desk = store.scholar.as_ref().map(|(desk, _)| desk.clone());
        let interrupt = move || {
            if let Some(desk) = &desk {
                desk.interrupt();
            }
        };
        let desk = writer::Readers { gate, interrupt: Box::new(interrupt) };
        store.writer = Some(writer::start(session, desk, errands, Arc::clone(&store.sink))?);
        Ok(store)
    }

    /// Follows a case that somebody else may be changing.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn follow(path: &Path, reviewer: ItemId, sink: Sink) -> Result<Self, CaseError> {
        let path = path.to_owned();
        let read = move || Follower::open(&path).map(|follower| Source::Followed(Box::new(follower)));
        Self::start(read, reviewer, &Arc::new(Gate::default()), sink)
    }

    /// Each thread opens the case for itself, so that the screen need not wait for it.
    fn start(
        read: impl Fn() -> Result<Source, CaseError> + Clone + Send + 'static,
        reviewer: ItemId,
        gate: &Arc<Gate>,
        sink: Sink,
    ) -> Result<Self, CaseError> {
        let in_force: Arc<Mutex<InForce>> = Arc::default();
        let own = (Arc::clone(&in_force), Arc::clone(gate), Arc::clone(&sink));
        let reader = reader::start(read.clone(), reviewer, own.0, own.1, own.2)?;
        let scholar = scholar::start(read, reviewer, in_force, Arc::clone(gate), Arc::clone(&sink))?;
        Ok(Self { writer: None, reader: Some(reader), scholar: Some(scholar), sink, cancel: Cancel::new() })
    }

    /// Asks the case. What may take long goes to a thread where it holds nothing up.
    pub fn read(&self, ticket: Ticket, read: Read) {
        let delivered = if scholar::takes_long(&read) {
            self.scholar.as_ref().is_some_and(|(desk, _)| desk.ask(ticket, read))
        } else {
            self.reader
                .as_ref()
                .is_some_and(|(orders, _)| orders.send(reader::Order::Answer(ticket, read)).is_ok())
        };
        if !delivered {
            (self.sink)(Msg::Refused(
                ticket,
                "the case cannot be read any more; leave and open it again".into(),
            ));
        }
    }

    /// Changes the case.
    pub fn write(&self, ticket: Ticket, write: Write) {
        let sent = self
            .writer
            .as_ref()
            .is_some_and(|(orders, _)| orders.send(writer::Order::Do(ticket, write)).is_ok());
        if !sent {
            (self.sink)(Msg::Refused(ticket, CaseError::ReadOnly.to_string()));
        }
    }

    /// Brings what a file holds into the case. What is asked of the writer meanwhile waits.
    pub fn import(&mut self, file: String) {
        self.cancel = Cancel::new();
        let order = writer::Order::Import(file, self.cancel.clone());
        if self.writer.as_ref().is_none_or(|(orders, _)| orders.send(order).is_err()) {
            (self.sink)(Msg::Imported(ImportEnd::Failed(CaseError::ReadOnly.to_string())));
        }
    }

    /// Asks the import under way to stop.
    pub fn stop_import(&self) {
        self.cancel.ask();
    }

    /// Stops an import, waits until everything sent so far is written, and leaves one plain file behind.
    pub fn close(mut self) {
        self.cancel.ask();
        if let Some((desk, thread)) = self.scholar.take() {
            desk.close();
            let _ = thread.join();
        }
        if let Some((orders, thread)) = self.reader.take() {
            drop(orders);
            let _ = thread.join();
        }
        if let Some((orders, thread)) = self.writer.take() {
            drop(orders);
            let _ = thread.join();
        }
    }
}

/// Starts a named thread.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, CaseError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| CaseError::Refused(format!("the program could not start a thread: {error}")))
}

/// A channel of orders.
fn channel<T>() -> (Sender<T>, mpsc::Receiver<T>) {
    mpsc::channel()
}
