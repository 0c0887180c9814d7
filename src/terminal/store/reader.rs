//! The thread that answers what the screen needs at once.

use super::gate::Gate;
use super::questions::{InForce, answer};
use super::{LOOK, Sink, Source, channel, spawn};
use crate::case::CaseError;
use crate::domain::ItemId;
use crate::review::{Msg, Read, Ticket};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What the thread is asked to do.
pub(super) enum Order {
    /// Answer a question.
    Answer(Ticket, Read),
}

/// Starts the thread.
pub(super) fn start(
    open: impl FnOnce() -> Result<Source, CaseError> + Send + 'static,
    reviewer: ItemId,
    in_force: Arc<Mutex<InForce>>,
    gate: Arc<Gate>,
    sink: Sink,
) -> Result<(Sender<Order>, JoinHandle<()>), CaseError> {
    let (orders, received) = channel();
    let thread = spawn("reader", move || match open() {
        Ok(source) => serve(source, reviewer, &in_force, &gate, &sink, &received),
        Err(error) => {
            for Order::Answer(ticket, _) in received {
                sink(Msg::Refused(ticket, error.to_string()));
            }
        }
    })?;
    Ok((orders, thread))
}

fn serve(
    mut source: Source,
    reviewer: ItemId,
    in_force: &Mutex<InForce>,
    gate: &Gate,
    sink: &Sink,
    orders: &Receiver<Order>,
) {
    loop {
        let order = match &source {
            // The writer looks for changes itself.
            Source::Own(..) => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Source::Followed(_) => orders.recv_timeout(LOOK),
        };
        match order {
            Ok(Order::Answer(ticket, read)) => {
                let in_force = in_force.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let _passed = gate.read();
                let answered = source.read(|case| answer(case, reviewer, &in_force, &read));
                sink(match answered {
                    Ok(answer) => Msg::Answer(ticket, answer),
                    Err(error) => Msg::Refused(ticket, error.to_string()),
                });
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Source::Followed(follower) = &mut source
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
