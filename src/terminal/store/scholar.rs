//! The thread for questions that may walk the whole case: search and filter. A newer question of
//! the same sort ends an older one.

use super::gate::Gate;
use super::questions::Filter;
use super::{Sink, Source, spawn};
use crate::case::{Case, CaseError};
use crate::domain::ItemId;
use crate::domain::query::Query;
use crate::review::{Answer, Msg, Read, Ticket};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What lies on the desk: at most one search and one filter, the newest of each.
#[derive(Default)]
struct Waiting {
    search: Option<(Ticket, String)>,
    filter: Option<(Ticket, String)>,
    /// What is being worked on, and how to stop it.
    at_work: Option<(Sort, rusqlite::InterruptHandle)>,
    closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Search,
    Filter,
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
        let sort = match read {
            Read::Search { text } => {
                waiting.search = Some((ticket, text));
                Sort::Search
            }
            Read::Filter { query } => {
                waiting.filter = Some((ticket, query));
                Sort::Filter
            }
            _ => return false,
        };
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
    fn take(&self) -> Option<(Sort, Ticket, String)> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            if let Some((ticket, query)) = waiting.filter.take() {
                return Some((Sort::Filter, ticket, query));
            }
            if let Some((ticket, text)) = waiting.search.take() {
                return Some((Sort::Search, ticket, text));
            }
            waiting = self.0.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a newer question of the same sort lies there, or the work is over.
    fn overtaken(&self, sort: Sort) -> bool {
        let waiting = self.waiting();
        waiting.closed
            || match sort {
                Sort::Search => waiting.search.is_some(),
                Sort::Filter => waiting.filter.is_some(),
            }
    }
}

/// Starts the thread.
pub(super) fn start(
    open: impl Fn() -> Result<Source, CaseError> + Send + 'static,
    reviewer: ItemId,
    filter: Arc<Mutex<Option<Arc<Filter>>>>,
    gate: Arc<Gate>,
    sink: Sink,
) -> Result<(Desk, JoinHandle<()>), CaseError> {
    let desk = Desk(Arc::default());
    let own = desk.clone();
    let thread = spawn("scholar", move || {
        // Opened with the first question: most reviews begin without one.
        let mut source = None;
        while let Some((sort, ticket, text)) = own.take() {
            let answered = loop {
                let passed = gate.read();
                let result = opened(&mut source, &open).and_then(|source| {
                    source.read(|case| {
                        own.waiting().at_work = Some((sort, case.interrupt_handle()));
                        study(case, reviewer, sort, &text, &filter)
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

fn study(
    case: &Case,
    reviewer: ItemId,
    sort: Sort,
    text: &str,
    filter: &Mutex<Option<Arc<Filter>>>,
) -> Result<Answer, CaseError> {
    if sort == Sort::Search {
        return Ok(Answer::Search(case.search(reviewer, text)?));
    }
    let put = |found: Option<Arc<Filter>>| *filter.lock().unwrap_or_else(PoisonError::into_inner) = found;
    if text.trim().is_empty() {
        put(None);
        return Ok(Answer::Filter(None));
    }
    let query: Query = text.parse().map_err(|error| CaseError::Refused(format!("{error}")))?;
    let found = case.filter(reviewer, &query)?;
    let counts = case.extent(found.scope())?;
    put(Some(Arc::new(found)));
    Ok(Answer::Filter(Some(counts)))
}
