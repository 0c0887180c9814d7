//! The thread that answers the questions the screen waits for.

use super::connection::{Connection, POLL_INTERVAL};
use super::gate::Gate;
use super::questions::{ListState, answer};
use super::worker::{MessageSink, Worker, spawn};
use crate::case::CaseError;
use crate::domain::ItemId;
use crate::review::{Msg, Read, Ticket};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// Starts the thread.
pub(super) fn start(
    open: impl FnOnce() -> Result<Connection, CaseError> + Send + 'static,
    reviewer: ItemId,
    lists: Arc<Mutex<ListState>>,
    gate: Arc<Gate>,
    sink: MessageSink,
) -> Result<Worker<Sender<(Ticket, Read)>>, CaseError> {
    let (questions, received) = mpsc::channel();
    let thread = spawn("reader", move || match open() {
        Ok(connection) => serve(connection, reviewer, &lists, &gate, &sink, &received),
        Err(error) => {
            for (ticket, _) in received {
                sink(Msg::Refused(ticket, error.to_string()));
            }
        }
    })?;
    Ok((questions, thread))
}

fn serve(
    mut connection: Connection,
    reviewer: ItemId,
    lists: &Mutex<ListState>,
    gate: &Gate,
    sink: &MessageSink,
    questions: &Receiver<(Ticket, Read)>,
) {
    // What an answer was read from must not count as shown: only the progress is news of a change.
    let mut watch = match &connection {
        Connection::Own(..) => None,
        Connection::Following(follower) => Some(follower.clone()),
    };
    loop {
        let question = match &watch {
            // Our own writer polls for changes.
            None => questions.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => questions.recv_timeout(POLL_INTERVAL),
        };
        match question {
            Ok((ticket, read)) => {
                let lists = lists.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let _guard = gate.read();
                let answered = connection.read(|case| answer(case, reviewer, &lists, &read));
                sink(match answered {
                    Ok(answer) => Msg::Answer(ticket, answer),
                    Err(error) => Msg::Refused(ticket, error.to_string()),
                });
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(follower) = &mut watch
                    && follower.changed()
                    && let Ok(progress) = follower.read(|case| case.progress(reviewer))
                {
                    sink(Msg::Changed(progress));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
