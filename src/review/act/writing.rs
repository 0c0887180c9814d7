//! Changes on their way to the case, and how they end.

use crate::domain::rows::{Change, Place, Progress};
use crate::domain::{Annotation, ItemId, Kind, Target};
use crate::review::protocol::effect::{Ticket, Write};
use crate::review::state::lines::ClaimLine;
use crate::review::state::memory::{Last, Made};
use crate::review::state::pane::Pane;
use crate::review::state::pending::Flight;
use crate::review::state::status::Tone;
use crate::review::state::workspace::{CaseHead, SIDES, Workspace};
use crate::text::SafeText;

impl Workspace {
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

    /// The last judgement of which anything still stands.
    pub(crate) fn last_judgement(&self) -> Option<&Last> {
        let stands = |last: &Last, item: &ItemId| match self.expected(*item) {
            Some(said) => said.is_decided(),
            None => !last.off.contains(item),
        };
        self.memory.judgements.latest().find(|last| last.items.iter().any(|item| stands(last, item)))
    }

    /// The same, to be changed.
    pub(crate) fn last_judgement_mut(&mut self) -> Option<&mut Last> {
        let ticket = self.last_judgement()?.ticket;
        self.memory.judgements.by_ticket(ticket)
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
        let flight = self.pending.land(ticket);
        self.saved(ticket, flight.as_ref());
        self.progress = change.progress;
        if let Some(last) = self.memory.judgements.by_ticket(ticket).filter(|last| last.items.is_empty()) {
            last.items = change.annotations.iter().map(|(target, _)| target.item).collect();
        }
        self.memory.judgements.now(&change.annotations);
        self.paint(&change);
        if let Some(info) = &change.info {
            self.case = CaseHead::from(info);
        }
        if change.records {
            self.pending.claims.stale = true;
            self.pending.claim.stale = true;
        }
        let stays = flight.as_ref().is_some_and(|flight| flight.stays);
        match flight.as_ref().and_then(|flight| flight.next) {
            Some(Target { kind: Kind::Claim, item }) => {
                self.go_leniently(Place { claim: item, evidence: None });
            }
            Some(record) => self.memory.wanted_record = Some(record.item),
            None => {}
        }
        // The filter is put in force again before it is said whether it hides what was made.
        let made = flight.as_ref().is_some_and(|flight| flight.makes).then_some(change.place).flatten();
        let made = made.filter(|_| self.filter.is_some());
        if let (Some(place), Some(filter)) = (made, &mut self.filter) {
            filter.stale = true;
            self.memory.made = Some(Made { place, says: change.label.clone(), stays });
        }
        if let Some((target, note)) = flight.and_then(|flight| flight.note)
            && self.memory.drafts.get(&target) == Some(&note)
        {
            self.memory.drafts.remove(&target);
        }
        // Why the last key did nothing stays to be read.
        let refused = self.status.as_ref().is_some_and(|status| status.tone == Tone::Refusal);
        if !change.label.is_empty() && !refused {
            self.say(&change.label);
        }
        if self.pending.came(ticket)
            && let Some(place) = change.place.filter(|_| !stays && made.is_none())
        {
            self.go(place);
        }
    }

    fn paint(&mut self, change: &Change) {
        self.pending.note(&change.annotations, &change.claims);
        for row in &change.claims {
            if let Some(line) = self.claims.row_mut(row.id) {
                *line = ClaimLine::from(row);
            }
        }
        self.memory.revision += 1;
        self.pending.standing.stale |= !change.annotations.is_empty();
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

    /// A question or an errand of the workspace was not done.
    pub(crate) fn question_refused(&mut self, ticket: Ticket, sentence: &str) {
        let waited = self.pending.waits_for(ticket);
        let claim = self.pending.claim.close(ticket);
        let [one, other] = &mut self.pending.sides;
        let mut ahead = claim.is_some();
        for question in [&mut self.pending.claims, one, other] {
            ahead |= question.close(ticket).is_some();
        }
        if let Some(claim) = claim {
            self.memory.unreadable = Some(claim);
        }
        if waited || claim.is_some() {
            self.lost(sentence);
        } else if ahead || ticket == Ticket::default() {
            // An errand carries no ticket; an answer to an older question does not matter.
            self.refuse(sentence);
        }
        self.pending.stalled |= waited || ahead;
    }

    /// A change was not made: what it used up is given back. Says where the selection returns to.
    pub(crate) fn change_refused(&mut self, flight: Flight, sentence: &str) -> Option<Place> {
        if self.marks.is_empty() {
            self.marks = flight.marks;
        }
        self.memory.judgements.forget(flight.ticket);
        // A text is never lost: it is offered again.
        if let Some((target, note)) = flight.note {
            self.memory.drafts.insert(target, note);
        }
        self.lost(sentence);
        flight.back
    }

    /// The case was changed by another program: what is in view is asked for again.
    pub(crate) fn changed(&mut self, progress: Progress) {
        self.progress = progress;
        self.pending.stalled = false;
        self.pending.claims.stale = true;
        self.pending.claim.stale = true;
        self.memory.unreadable = None;
    }

    /// The pieces of evidence a key acts on, those marked or the one in use, with a title for a prompt.
    pub(crate) fn acted_on(&self) -> Option<(Vec<ItemId>, SafeText)> {
        let one = self.evidence().map(|line| line.id);
        let items = if self.marks.is_empty() { vec![one?] } else { self.marks.clone() };
        let target = Target::evidence(*items.first()?);
        Some((items, self.title_of(target)))
    }

    /// What is acted on, for the title of a prompt.
    pub(crate) fn title_of(&self, target: Target) -> SafeText {
        match self.marks.len() {
            0 => self.key_of(target),
            1 => SafeText::line("1 marked piece"),
            n => SafeText::line(&format!("{n} marked pieces")),
        }
    }

    /// Sends off a change to all that is marked, or else to what is in use: the marks are used up.
    pub(crate) fn write_marked(&mut self, write: Write) -> &mut Flight {
        let marks = std::mem::take(&mut self.marks);
        self.memory.anchor = None;
        let flight = self.write(write);
        flight.marks = marks;
        flight
    }

    /// Where the selection is to return when a change to a piece of evidence is refused.
    pub(crate) fn here(&self) -> Option<Place> {
        if self.list_in_use() == Pane::Claims { None } else { self.place() }
    }
}
