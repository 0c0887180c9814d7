//! The thread for questions that may take long, so that no other waits for them: search, filter, views, all
//! claims in an order, what a claim with much evidence stands on. A newer question of the same sort ends an
//! older one.

use super::gate::Gate;
use super::questions::{self, InForce};
use super::{Sink, Source, spawn};
use crate::case::{Case, CaseError};
use crate::domain::ItemId;
use crate::domain::query::Query;
use crate::review::{Answer, Msg, Read, Ticket};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What lies on the desk: the newest question of each sort.
#[derive(Default)]
struct Waiting {
    questions: [Option<(Ticket, Read)>; Sort::ALL.len()],
    /// What is being worked on, and how to stop it.
    at_work: Option<(Sort, rusqlite::InterruptHandle)>,
    closed: bool,
}

/// Sorts of questions, in the order in which they are taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Filter,
    View,
    Standing,
    Search,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Filter, Self::View, Self::Standing, Self::Search];

    /// The sort of a question; none for one that is answered at once.
    const fn of(read: &Read) -> Option<Self> {
        match read {
            Read::Filter { .. } => Some(Self::Filter),
            Read::Search { .. } | Read::Named { .. } => Some(Self::Search),
            Read::Standing { .. } => Some(Self::Standing),
            Read::Arrange { .. } | Read::View { .. } => Some(Self::View),
            _ => None,
        }
    }
}

/// Whether a question takes long, and goes to this thread.
pub(super) const fn takes_long(read: &Read) -> bool {
    Sort::of(read).is_some()
}

/// Where questions are laid.
#[derive(Clone)]
pub(super) struct Desk(Arc<(Mutex<Waiting>, Condvar)>);

impl Desk {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays a question down. One of the same sort that is being worked on is of no use any more.
    pub(super) fn ask(&self, ticket: Ticket, read: Read) -> bool {
        let mut waiting = self.waiting();
        if waiting.closed {
            return false;
        }
        let Some(sort) = Sort::of(&read) else { return false };
        waiting.questions[sort as usize] = Some((ticket, read));
        if let Some((at_work, interrupt)) = &waiting.at_work
            && *at_work == sort
        {
            interrupt.interrupt();
        }
        self.0.1.notify_one();
        true
    }

    /// Stops what is being worked on; it is taken up again from its beginning.
    pub(super) fn interrupt(&self) {
        if let Some((_, interrupt)) = &self.waiting().at_work {
            interrupt.interrupt();
        }
    }

    /// No more questions.
    pub(super) fn close(&self) {
        let mut waiting = self.waiting();
        waiting.closed = true;
        if let Some((_, interrupt)) = &waiting.at_work {
            interrupt.interrupt();
        }
        self.0.1.notify_one();
    }

    /// The next question, when there is one.
    fn take(&self) -> Option<(Sort, Ticket, Read)> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            for sort in Sort::ALL {
                if let Some((ticket, read)) = waiting.questions[sort as usize].take() {
                    return Some((sort, ticket, read));
                }
            }
            waiting = self.0.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a newer question of the same sort lies there, or the work is over.
    fn overtaken(&self, sort: Sort) -> bool {
        let waiting = self.waiting();
        waiting.closed || waiting.questions[sort as usize].is_some()
    }
}

/// Starts the thread.
pub(super) fn start(
    open: impl Fn() -> Result<Source, CaseError> + Send + 'static,
    reviewer: ItemId,
    in_force: Arc<Mutex<InForce>>,
    gate: Arc<Gate>,
    sink: Sink,
) -> Result<(Desk, JoinHandle<()>), CaseError> {
    let desk = Desk(Arc::default());
    let own = desk.clone();
    let thread = spawn("scholar", move || {
        // Opened with the first question: most reviews begin without one.
        let mut source = None;
        while let Some((sort, ticket, read)) = own.take() {
            let answered = loop {
                let passed = gate.read();
                let result = opened(&mut source, &open).and_then(|source| {
                    source.read(|case| {
                        own.waiting().at_work = Some((sort, case.interrupt_handle()));
                        study(case, reviewer, &read, &in_force)
                    })
                });
                own.waiting().at_work = None;
                drop(passed);
                match result {
                    Err(CaseError::Interrupted) if own.overtaken(sort) => break None,
                    // A writer needed the file for a moment.
                    Err(CaseError::Interrupted) => {}
                    other => break Some(other),
                }
            };
            match answered {
                None => {}
                Some(Ok(answer)) => sink(Msg::Answer(ticket, answer)),
                Some(Err(error)) => sink(Msg::Refused(ticket, error.to_string())),
            }
        }
    })?;
    Ok((desk, thread))
}

fn opened<'a>(
    source: &'a mut Option<Source>,
    open: &impl Fn() -> Result<Source, CaseError>,
) -> Result<&'a mut Source, CaseError> {
    match source {
        Some(source) => Ok(source),
        None => Ok(source.insert(open()?)),
    }
}

fn study(case: &Case, reviewer: ItemId, read: &Read, in_force: &Mutex<InForce>) -> Result<Answer, CaseError> {
    let held = || in_force.lock().unwrap_or_else(PoisonError::into_inner);
    let filter = || held().filter.clone();
    match read {
        Read::Search { text } => Ok(Answer::Search(case.search(reviewer, text)?)),
        Read::Filter { query } if query.trim().is_empty() => {
            *held() = InForce::default();
            Ok(Answer::Filter(None))
        }
        Read::Filter { query } => {
            let query: Query = query.parse().map_err(|error| CaseError::Refused(format!("{error}")))?;
            let found = case.filter(reviewer, &query)?;
            let counts = case.extent(found.scope())?;
            *held() = InForce { filter: Some(Arc::new(found)), arranged: None };
            Ok(Answer::Filter(Some(counts)))
        }
        Read::Arrange { arrangement } => {
            let filter = filter();
            let order = case.arrange(filter.as_deref().map(crate::case::Filtered::scope), *arrangement)?;
            held().arranged = Some((*arrangement, Arc::new(order)));
            Ok(Answer::Arranged)
        }
        quick => questions::answer(case, reviewer, &InForce { filter: filter(), arranged: None }, quick),
    }
}
