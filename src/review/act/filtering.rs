//! Putting a filter in force.

use crate::domain::rows::ListAt;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::FilterLeaves;
use crate::review::state::filter::ActiveFilter;
use crate::review::state::pending::{GoTo, Wait};
use crate::review::state::workspace::Workspace;

impl Workspace {
    /// Sends a query off to be put in force.
    pub(crate) fn ask_filter(&mut self, query: String) {
        let ticket = self.ask(Read::Filter { query: query.clone() });
        self.pending.wait = Some(Wait::Filter(ticket, query));
    }

    /// Puts the filter in force again where the case was added to; says whether its answer is waited
    /// for.
    pub(crate) fn ask_filter_again(&mut self) -> bool {
        let Some(filter) = self.filter.as_mut().filter(|filter| filter.stale) else { return false };
        filter.stale = false;
        let query = filter.raw.clone();
        self.ask_filter(query);
        true
    }

    /// Whether the answer to a filter that was sent off has this ticket.
    pub(crate) fn is_filter(&self, ticket: Ticket) -> bool {
        matches!(&self.pending.wait, Some(Wait::Filter(wanted, _)) if *wanted == ticket)
    }

    /// The filter sent off is in force, or taken off: the lists are read again. One that was `typed`
    /// selects what it asks for, and says what it leaves.
    pub(crate) fn filter_answer(&mut self, left: Option<FilterLeaves>, typed: bool) {
        let Some(Wait::Filter(_, raw)) = self.pending.wait.take() else { return };
        self.filter = left.map(|left| ActiveFilter::new(raw, left));
        if typed {
            match &self.filter {
                None => self.say("no filter: all claims are shown"),
                Some(filter) if filter.left.claims == 0 => self.say("no claim matches the filter"),
                Some(filter) => self.say(&format!("the filter leaves {}", filter.leaves())),
            }
            self.open = None;
        } else {
            if self.filter.is_none() {
                self.say("the filter is taken off: all claims are shown");
            }
            self.pending.claim.stale = true;
        }
        let made = self.memory.made.take();
        if let Some(made) = &made
            && !made.stays
        {
            self.pending.claims.stale = true;
            return self.go_to(made.place, GoTo::Made(made.says.clone()));
        }
        if let Some(made) = made {
            let at = ListAt::Item(made.place.claim);
            let ticket = self.ask(Read::Claims { at, before: 0, after: 1 });
            self.memory.hidden = Some((ticket, made));
        }
        let at = self.claims.selected().map_or(ListAt::First, |claim| ListAt::Item(claim.id));
        let (before, after) = (self.span(), self.span() + 1);
        let ticket = self.ask(Read::Claims { at, before, after });
        self.pending.claims.drop();
        self.pending.wait = Some(Wait::Claims { ticket, steps: 0 });
    }
}
