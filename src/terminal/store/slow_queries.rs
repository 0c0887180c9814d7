//! The thread for queries that may take long: search, filter, views, arranging all of a list, the origins of
//! a claim with much evidence. A newer query of the same kind cancels the older one.

use super::connection::Connection;
use super::gate::Gate;
use super::questions::{self, ListState};
use super::worker::{MessageSink, Worker, spawn};
use crate::case::{Case, CaseError, Filtered};
use crate::domain::ItemId;
use crate::domain::query::Query;
use crate::review::protocol::msg::FilterLeaves;
use crate::review::{Answer, Msg, Read, Ticket};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct QueueState {
    /// The newest query of each kind.
    queries: [Option<(Ticket, Read)>; QueryKind::ALL.len()],
    /// The query that is running, and how to interrupt it.
    running: Option<(QueryKind, rusqlite::InterruptHandle)>,
    closed: bool,
}

/// Kinds of queries, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QueryKind {
    Filter,
    Order,
    View,
    Standing,
    Search,
}

impl QueryKind {
    const ALL: [Self; 5] = [Self::Filter, Self::Order, Self::View, Self::Standing, Self::Search];

    /// The kind of a query; none for one that is answered at once.
    const fn of(read: &Read) -> Option<Self> {
        match read {
            Read::Filter { .. } => Some(Self::Filter),
            Read::Search { .. }
            | Read::Named { .. }
            | Read::Find { .. }
            | Read::Hanging { .. }
            | Read::Others { .. }
            | Read::Duplicates => Some(Self::Search),
            Read::Standing { .. } => Some(Self::Standing),
            Read::Arrange { .. } | Read::ArrangeRecords { .. } => Some(Self::Order),
            Read::View { .. } | Read::Document { .. } => Some(Self::View),
            _ => None,
        }
    }
}

/// Whether a query belongs on this thread.
pub(super) const fn takes_long(read: &Read) -> bool {
    QueryKind::of(read).is_some()
}

/// Hands queries to the thread.
#[derive(Clone)]
pub(super) struct QueryQueue(Arc<(Mutex<QueueState>, Condvar)>);

impl QueryQueue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a query and interrupts one of the same kind that is running; false once the queue is closed.
    pub(super) fn ask(&self, ticket: Ticket, read: Read) -> bool {
        let mut state = self.lock();
        if state.closed {
            return false;
        }
        let Some(kind) = QueryKind::of(&read) else { return false };
        state.queries[kind as usize] = Some((ticket, read));
        if let Some((running, interrupt)) = &state.running
            && *running == kind
        {
            interrupt.interrupt();
        }
        self.0.1.notify_one();
        true
    }

    /// Interrupts the running query, which then starts again.
    pub(super) fn interrupt(&self) {
        if let Some((_, interrupt)) = &self.lock().running {
            interrupt.interrupt();
        }
    }

    /// Interrupts the running query and ends the thread.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        if let Some((_, interrupt)) = &state.running {
            interrupt.interrupt();
        }
        self.0.1.notify_one();
    }

    /// Waits for the next query; none once the queue is closed.
    fn take(&self) -> Option<(QueryKind, Ticket, Read)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            for kind in QueryKind::ALL {
                if let Some((ticket, read)) = state.queries[kind as usize].take() {
                    return Some((kind, ticket, read));
                }
            }
            state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a newer query of the same kind waits, or the queue is closed.
    fn is_superseded(&self, kind: QueryKind) -> bool {
        let state = self.lock();
        state.closed || state.queries[kind as usize].is_some()
    }
}

/// Starts the thread.
pub(super) fn start(
    open: impl Fn() -> Result<Connection, CaseError> + Send + 'static,
    reviewer: ItemId,
    lists: Arc<Mutex<ListState>>,
    gate: Arc<Gate>,
    sink: MessageSink,
) -> Result<Worker<QueryQueue>, CaseError> {
    let queue = QueryQueue(Arc::default());
    let own = queue.clone();
    let thread = spawn("slow queries", move || {
        // Opened with the first query: most reviews begin without one.
        let mut connection = None;
        while let Some((kind, ticket, read)) = own.take() {
            let answered = loop {
                let guard = gate.read();
                let result = opened(&mut connection, &open).and_then(|connection| {
                    connection.read(|case| {
                        own.lock().running = Some((kind, case.interrupt_handle()));
                        answer(case, reviewer, &read, &lists)
                    })
                });
                own.lock().running = None;
                drop(guard);
                match result {
                    Err(CaseError::Interrupted) if own.is_superseded(kind) => break None,
                    // The writer needed exclusive access.
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
    Ok((queue, thread))
}

fn opened<'a>(
    connection: &'a mut Option<Connection>,
    open: &impl Fn() -> Result<Connection, CaseError>,
) -> Result<&'a mut Connection, CaseError> {
    match connection {
        Some(connection) => Ok(connection),
        None => Ok(connection.insert(open()?)),
    }
}

fn answer(case: &Case, reviewer: ItemId, read: &Read, lists: &Mutex<ListState>) -> Result<Answer, CaseError> {
    let lists = || lists.lock().unwrap_or_else(PoisonError::into_inner);
    let filter = || lists().filter.clone();
    match read {
        Read::Search { text, only } => Ok(Answer::Search(case.search(reviewer, text, *only)?)),
        Read::Filter { query } if query.trim().is_empty() => {
            *lists() = ListState::default();
            Ok(Answer::Filter(None))
        }
        Read::Filter { query } => {
            let query: Query = query.parse().map_err(|error| CaseError::Refused(format!("{error}")))?;
            let found = case.filter(reviewer, &query)?;
            let (claims, evidence) = case.extent(found.scope())?;
            let leaves = FilterLeaves { claims, evidence, matching: found.evidence.clone() };
            let (filter, query) = (Some(Arc::new(found)), Some(Arc::new(query)));
            *lists() = ListState { filter, query, ..ListState::default() };
            Ok(Answer::Filter(Some(leaves)))
        }
        Read::Arrange { arrangement } => {
            let filter = filter();
            let order = case.arrange(filter.as_deref().map(Filtered::scope), *arrangement)?;
            lists().arranged = Some((*arrangement, Arc::new(order)));
            Ok(Answer::Arranged)
        }
        Read::ArrangeRecords { kind, order } => {
            let query = lists().query.clone();
            let arranged = case.arrange_records(reviewer, *kind, *order, query.as_deref())?;
            lists().records = Some(((*kind, *order), Arc::new(arranged)));
            Ok(Answer::Arranged)
        }
        quick => {
            let lists = ListState { filter: filter(), ..ListState::default() };
            questions::answer(case, reviewer, &lists, quick)
        }
    }
}
