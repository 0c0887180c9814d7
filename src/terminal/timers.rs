//! What is to be done later.

use crate::review::Ticket;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Timers that run, the next first.
#[derive(Debug, Default)]
pub(super) struct Timers(BTreeSet<(Instant, Ticket)>);

impl Timers {
    /// Sets a timer.
    pub(super) fn set(&mut self, ticket: Ticket, after: Duration) {
        self.0.insert((Instant::now() + after, ticket));
    }

    /// How long until the next one; none when there is none.
    pub(super) fn next(&self) -> Option<Duration> {
        self.0.first().map(|(at, _)| at.saturating_duration_since(Instant::now()))
    }

    /// A timer whose time has come.
    pub(super) fn due(&mut self) -> Option<Ticket> {
        let (at, ticket) = *self.0.first()?;
        if at > Instant::now() {
            return None;
        }
        self.0.pop_first();
        Some(ticket)
    }
}
