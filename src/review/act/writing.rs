//! Changes on their way to the case, and how they end.

use crate::domain::rows::{Change, Progress};
use crate::domain::{Annotation, ItemId};
use crate::review::prompt::Mode;
use crate::review::protocol::effect::{Effect, Ticket};
use crate::review::state::lines::ClaimLine;
use crate::review::state::pane::Pane;
use crate::review::state::queries::{Flight, Wait};
use crate::review::state::{Review, SIDES};

impl Review {
    /// What the reviewer says of a piece of evidence once every change under way is committed; none
    /// where it is not held.
    pub(crate) fn expected(&self, id: ItemId) -> Option<Annotation> {
        let under_way = self.pending.flights.iter().rev().find_map(|flight| {
            flight.expected.iter().find(|(item, _)| *item == id).map(|(_, annotation)| annotation.clone())
        });
        match under_way {
            Some(known) => known,
            None => self.open.as_ref()?.evidence(id).map(|line| line.row.annotation.clone()),
        }
    }

    /// Whether a piece of evidence waits for a decision: it is held, not decided, not being
    /// decided, not set aside.
    pub(crate) fn is_undecided(&self, id: ItemId) -> bool {
        let under_way =
            self.pending.flights.iter().any(|flight| {
                flight.expected.iter().any(|(item, expected)| *item == id && expected.is_none())
            });
        !under_way && self.expected(id).is_some_and(|said| !said.is_decided() && said.aside.is_none())
    }

    /// A change is durably committed: now, and not before, it is shown.
    pub(crate) fn committed(&mut self, ticket: Ticket, change: Change) {
        let flight = self.land(ticket);
        self.progress = change.progress;
        self.memory.imported &= change.label.is_empty();
        self.paint(&change);
        if change.records {
            self.pending.stale_claims = true;
            self.pending.stale_view = true;
        }
        self.pending.stale_shown = true;
        let stays = flight.as_ref().is_some_and(|flight| flight.stays);
        if let Some((target, text)) = flight.and_then(|flight| flight.note)
            && self.memory.drafts.get(&target) == Some(&text)
        {
            self.memory.drafts.remove(&target);
        }
        if !change.label.is_empty() {
            self.say(&change.label);
        }
        if self.pending.wait == Some(Wait::Commit(ticket)) {
            self.pending.wait = None;
            if let Some(place) = change.place.filter(|_| !stays) {
                self.go(place);
            }
        }
    }

    fn land(&mut self, ticket: Ticket) -> Option<Flight> {
        let at = self.pending.flights.iter().position(|flight| flight.ticket == ticket)?;
        Some(self.pending.flights.remove(at))
    }

    fn paint(&mut self, change: &Change) {
        let asked = self.pending.last_ticket;
        self.pending.recent.note(asked, &change.annotations, &change.claims);
        for row in &change.claims {
            if let Some(line) = self.claims.row_mut(row.id) {
                *line = ClaimLine::from(row);
            }
        }
        self.memory.revision += 1;
        self.pending.stale_standing |= !change.annotations.is_empty();
        let Some(open) = &mut self.open else { return };
        for (target, annotation) in &change.annotations {
            if target.item == open.head.id {
                open.head.annotate(annotation.clone());
            }
            for side in SIDES {
                if let Some(line) = open.side_mut(side).row_mut(target.item) {
                    line.annotate(annotation.clone());
                }
            }
        }
    }

    /// A change, a question or an errand was not done.
    pub(crate) fn refused(&mut self, ticket: Ticket, sentence: &str) {
        if let Some(flight) = self.land(ticket) {
            return self.flight_refused(flight, sentence);
        }
        if self.refused_in_prompt(ticket, sentence) {
            return;
        }
        if self.export_refused(ticket, sentence) {
            return;
        }
        let waited = match &self.pending.wait {
            Some(Wait::Go { claims, view, .. }) => [*claims, *view].contains(&Some(ticket)),
            Some(
                Wait::Commit(t)
                | Wait::Undecided(t, _)
                | Wait::Claims { ticket: t, .. }
                | Wait::Evidence { ticket: t, .. }
                | Wait::Between(t)
                | Wait::Material(t, ..)
                | Wait::Search(t)
                | Wait::Errand(t)
                | Wait::Named(t)
                | Wait::Matrix(t)
                | Wait::Arrange(t, _)
                | Wait::Filter(t, _),
            ) => *t == ticket,
            Some(Wait::Settled(_)) | None => false,
        };
        let view = self.pending.view.filter(|(t, _)| *t == ticket).map(|(_, claim)| claim);
        let ahead = self.forget_question(ticket);
        if let Some(claim) = view {
            self.memory.unreadable = Some(claim);
        }
        if waited || view.is_some() {
            self.lost(sentence);
        } else if ahead || ticket == Ticket::default() {
            // An errand carries no ticket; an answer to an older question does not matter.
            self.refuse(sentence);
        }
        self.pending.stalled |= waited || ahead;
    }

    /// Forgets a question; says whether it was outstanding.
    fn forget_question(&mut self, ticket: Ticket) -> bool {
        let mut found = false;
        if self.pending.standing.is_some_and(|(wanted, _)| wanted == ticket) {
            // It stays unknown; another claim, or a change, asks again.
            return false;
        }
        let [one, other] = &mut self.pending.sides;
        for question in [&mut self.pending.claims, &mut self.pending.view, one, other] {
            if question.is_some_and(|(wanted, _)| wanted == ticket) {
                *question = None;
                found = true;
            }
        }
        found
    }

    fn flight_refused(&mut self, flight: Flight, sentence: &str) {
        if self.marks.is_empty() {
            self.marks = flight.marks;
        }
        if let Some(last) = flight.last {
            self.memory.last = Some(last);
        }
        // A text is never lost: it is offered again.
        if let Some((target, text)) = flight.note {
            self.memory.drafts.insert(target, text);
        }
        if matches!(&self.mode, Mode::Verdict(prompt) if prompt.offered) {
            self.mode = Mode::Review;
        }
        self.lost(sentence);
        let status = self.status.clone();
        if let Some(place) = flight.back
            && matches!(self.mode, Mode::Review)
        {
            self.go(place);
            self.status = status;
        }
    }

    /// The case was changed by another program: what is in view is asked for again.
    pub(crate) fn changed(&mut self, progress: Progress) {
        self.progress = progress;
        self.pending.stalled = false;
        self.pending.stale_claims = true;
        self.pending.stale_view = true;
        self.pending.stale_shown = true;
        self.memory.unreadable = None;
    }

    /// Leaves: what is being written is kept as a draft, an import is stopped.
    pub(crate) fn leave(&mut self) {
        self.keep_draft();
        if self.writable.is_ok()
            && let Some(place) = self.place()
        {
            self.emit(Effect::SavePosition { claim: place.claim, evidence: place.evidence });
        }
        self.pending.typed.clear();
        if self.importing.is_some() {
            self.emit(Effect::StopImport);
        }
        self.emit(Effect::Quit);
    }

    /// Where the selection is to return when a change to a piece of evidence is refused.
    pub(crate) fn here(&self) -> Option<crate::domain::rows::Place> {
        if self.list_in_use() == Pane::Claims { None } else { self.place() }
    }
}
