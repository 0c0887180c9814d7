//! The case, on three threads: one writes, one answers what the screen waits for, one runs queries that may
//! take long. Every result comes back as a message.

mod connection;
#[cfg(test)]
mod deciding;
mod forms;
mod gate;
mod opened_file;
mod questions;
mod reader;
mod slow_queries;
#[cfg(test)]
mod tests;
mod view_queries;
mod worker;
mod writer;

use super::host::HostServices;
use crate::case::{Case, CaseError, Follower, Session};
use crate::domain::{ItemId, Key};
use crate::review::protocol::draft::DraftPlace;
use crate::review::protocol::import::ImportEnd;
use crate::review::{Msg, Read, Ticket, Write};
use crate::work::Cancel;
use connection::Connection;
use gate::Gate;
use opened_file::OpenedFile;
use questions::ListState;
use slow_queries::QueryQueue;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use worker::{MessageSink, Worker};
use writer::WriteRequest;

/// The threads, and the channels to them.
pub struct Store {
    writer: Option<Worker<Sender<WriteRequest>>>,
    reader: Option<Worker<Sender<(Ticket, Read)>>>,
    slow: Option<Worker<QueryQueue>>,
    sink: MessageSink,
    /// Cancels the running import.
    cancel: Cancel,
}

impl Store {
    /// Opens a case for review.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn open(session: Session, host: Arc<dyn HostServices>, sink: MessageSink) -> Result<Self, CaseError> {
        let reviewer = session.reviewer().id;
        let path = session.case().path().to_owned();
        let file = OpenedFile::at(&path);
        let read = move || Case::open_beside(&path).map(|case| Connection::Own(Box::new(case), file.clone()));
        let gate = Arc::new(Gate::default());
        let mut store = Self::start(read, reviewer, &gate, sink)?;
        let slow = store.slow.as_ref().map(|(queue, _)| queue.clone());
        let interrupt = move || {
            if let Some(queue) = &slow {
                queue.interrupt();
            }
        };
        let readers = writer::Readers { gate, interrupt: Box::new(interrupt) };
        store.writer = Some(writer::start(session, readers, host, Arc::clone(&store.sink))?);
        Ok(store)
    }

    /// Opens a case read-only, following whoever changes it.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn follow(path: &Path, reviewer: ItemId, sink: MessageSink) -> Result<Self, CaseError> {
        let path = path.to_owned();
        let read = move || Follower::open(&path).map(|follower| Connection::Following(Box::new(follower)));
        Self::start(read, reviewer, &Arc::new(Gate::default()), sink)
    }

    /// Each thread opens the case for itself, so that the screen need not wait for it.
    fn start(
        read: impl Fn() -> Result<Connection, CaseError> + Clone + Send + 'static,
        reviewer: ItemId,
        gate: &Arc<Gate>,
        sink: MessageSink,
    ) -> Result<Self, CaseError> {
        let lists: Arc<Mutex<ListState>> = Arc::default();
        let reader =
            reader::start(read.clone(), reviewer, Arc::clone(&lists), Arc::clone(gate), Arc::clone(&sink))?;
        let slow = slow_queries::start(read, reviewer, lists, Arc::clone(gate), Arc::clone(&sink))?;
        Ok(Self { writer: None, reader: Some(reader), slow: Some(slow), sink, cancel: Cancel::new() })
    }

    /// Puts a question to the case.
    pub fn read(&self, ticket: Ticket, read: Read) {
        if let Read::Combining { stays, goes } = read {
            // It is tried out, which only the writer can.
            return self.ask_writer(ticket, WriteRequest::TryCombining(ticket, stays, goes));
        }
        let delivered = if slow_queries::takes_long(&read) {
            self.slow.as_ref().is_some_and(|(queue, _)| queue.ask(ticket, read))
        } else {
            self.reader.as_ref().is_some_and(|(questions, _)| questions.send((ticket, read)).is_ok())
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
        self.ask_writer(ticket, WriteRequest::Change(ticket, Box::new(write)));
    }

    /// Keeps what is typed in an open form, or keeps it no longer, behind all that was asked for before.
    pub fn keep_form(&self, place: DraftPlace, text: Option<String>) {
        let request = WriteRequest::KeepForm(place, text);
        if self.writer.as_ref().is_none_or(|(requests, _)| requests.send(request).is_err()) {
            (self.sink)(Msg::FormKept(Err(CaseError::ReadOnly.to_string())));
        }
    }

    fn ask_writer(&self, ticket: Ticket, request: WriteRequest) {
        if self.writer.as_ref().is_none_or(|(requests, _)| requests.send(request).is_err()) {
            (self.sink)(Msg::Refused(ticket, CaseError::ReadOnly.to_string()));
        }
    }

    /// Imports a file, or attaches it to a source. Changes that are asked for meanwhile wait.
    pub fn import(&mut self, file: String, to: Option<Key>) {
        self.cancel = Cancel::new();
        let request = WriteRequest::Import(file, to, self.cancel.clone());
        if self.writer.as_ref().is_none_or(|(requests, _)| requests.send(request).is_err()) {
            (self.sink)(Msg::Imported(ImportEnd::Failed(CaseError::ReadOnly.to_string())));
        }
    }

    /// Cancels the running import.
    pub fn stop_import(&self) {
        self.cancel.ask();
    }

    /// Cancels an import, waits until every change that was sent is written, and leaves one plain file.
    pub fn close(mut self) {
        self.cancel.ask();
        if let Some((queue, thread)) = self.slow.take() {
            queue.close();
            let _ = thread.join();
        }
        if let Some((questions, thread)) = self.reader.take() {
            drop(questions);
            let _ = thread.join();
        }
        if let Some((requests, thread)) = self.writer.take() {
            drop(requests);
            let _ = thread.join();
        }
    }
}
