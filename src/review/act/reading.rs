//! Asking for rows, and taking them in.

use crate::domain::ItemId;
use crate::domain::rows::{ClaimRow, ClaimView, EvidenceRow, ListAt, Side, Slice};
use crate::domain::standing::Standing;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::state::lines;
use crate::review::state::lines::{ClaimHead, ClaimLine, EvidenceLine};
use crate::review::state::list::{HasId, List};
use crate::review::state::pane::Pane;
use crate::review::state::pending::{GoTo, Question, Wait};
use crate::review::state::workspace::{OpenClaim, SIDES, Workspace};

const fn index(side: Side) -> usize {
    match side {
        Side::Supporting => 0,
        Side::Disputing => 1,
    }
}

impl Workspace {
    /// Keeps the selection of every list in view.
    pub(crate) fn fit(&mut self) {
        self.measure_claim();
        let places = self.places();
        self.claims.show(places.claims.rows.height);
        if let Some(open) = &mut self.open {
            open.supporting.show(places.supporting.rows.height);
            open.disputing.show(places.disputing.rows.height);
        }
    }

    /// Asks for what is out of date, for the evidence of the claim selected, and for rows ahead.
    pub(crate) fn ask_for_rows(&mut self) {
        let Some(selected) = self.claims.selected().map(|claim| claim.id) else {
            if !self.pending.stalled && std::mem::take(&mut self.pending.claims.stale) {
                let after = self.span();
                let ticket = self.ask(Read::Claims { at: ListAt::First, before: 0, after });
                self.pending.wait = Some(Wait::Claims { ticket, steps: 0 });
            }
            return;
        };
        let ahead = self.pending.claims.ticket().is_none() && self.is_near_edge(&self.claims);
        if !self.pending.stalled && (self.pending.claims.stale || ahead) {
            let (before, after) = (self.span(), self.span() + 1);
            let ticket = self.ask(Read::Claims { at: ListAt::Item(selected), before, after });
            self.pending.claims.send(ticket, selected);
        }
        let missing = self.shown().is_none()
            && !self.pending.claim.is_about(selected)
            && self.memory.unreadable != Some(selected);
        if missing || self.pending.claim.stale {
            let focus = self.evidence().map(|evidence| evidence.id);
            self.ask_claim(selected, focus);
        }
        if self.memory.unreadable.is_some_and(|claim| claim != selected) {
            self.memory.unreadable = None;
        }
        self.ask_standing();
        for side in SIDES {
            let Some(open) = self.shown() else { break };
            let (claim, list) = (open.head.id, open.side(side));
            let asked = self.pending.sides[index(side)].ticket().is_some();
            if !self.pending.stalled && !asked && self.is_near_edge(list) {
                let start = list.cursor().saturating_sub(self.span() as u64);
                let ticket = self.ask(Read::Evidence { claim, side, start, rows: self.span() * 2 });
                self.pending.sides[index(side)].send(ticket, claim);
            }
        }
    }

    /// Asks what the claim in view stands on, where that is not known or may have changed.
    fn ask_standing(&mut self) {
        let Some(open) = self.shown() else { return };
        let claim = open.head.id;
        let missing = open.head.standing.is_none() && !self.pending.standing.is_about(claim);
        if missing || self.pending.standing.stale {
            let ticket = self.ask(Read::Standing { claim });
            self.pending.standing.send(ticket, claim);
        }
    }

    pub(crate) fn standing_answer(&mut self, ticket: Ticket, standing: Standing) {
        let Some(claim) = self.pending.standing.close(ticket) else { return };
        if let Some(open) = self.open.as_mut().filter(|open| open.head.id == claim) {
            open.head.stand(standing);
            self.memory.revision += 1;
        }
    }

    fn is_near_edge<T: HasId>(&self, list: &List<T>) -> bool {
        let screen = self.screen() as u64;
        let above = list.start() > 0 && list.cursor() < list.start() + screen;
        let below = list.end() < list.total() && list.cursor() + screen >= list.end();
        !list.is_empty() && (above || below)
    }

    pub(crate) fn ask_claim(&mut self, claim: ItemId, focus: Option<ItemId>) -> Ticket {
        self.pending.sides = [Question::default(); 2];
        let rows = self.span();
        let ticket = self.ask(Read::Claim { claim, focus, rows });
        self.pending.claim.send(ticket, claim);
        ticket
    }

    pub(crate) fn claims_answer(&mut self, ticket: Ticket, slice: Slice<ClaimRow>, at: Option<ItemId>) {
        if let Some((_, made)) = self.memory.hidden.take_if(|(asked, _)| *asked == ticket) {
            if at != Some(made.place.claim) {
                self.say_hidden(&made.says);
            }
            return;
        }
        let waiting = self.pending.waits_for(ticket);
        let asked = self.pending.claims.close(ticket);
        if !waiting && asked.is_none() {
            return;
        }
        let slice = self.brought_up(ticket, slice);
        let height = self.rows_of(Pane::Claims);
        if waiting {
            self.pending.claims.drop();
            return self.claims_arrived(slice, at, height);
        }
        let selected = self.claims.selected().map(|claim| claim.id);
        let held = selected.is_some_and(|id| slice.rows.iter().any(|row| row.id == id));
        // Where the claim asked for is still there but the selection has moved on, another answer
        // is needed; it is asked for at once.
        if held || at != asked {
            self.claims.replace(slice, at, height);
        }
        self.pending.stalled |= selected == asked && self.is_near_edge(&self.claims);
    }

    /// Claims that the selection waits for.
    fn claims_arrived(&mut self, slice: Slice<ClaimLine>, at: Option<ItemId>, height: u16) {
        match self.pending.wait.take() {
            Some(Wait::Claims { steps, .. }) => {
                self.claims.replace(slice, at, height);
                if let Some(at) = at {
                    self.claims.select(at, height);
                }
                self.step_list(Pane::Claims, steps);
            }
            Some(Wait::Go { place, claim, to, .. }) => {
                if at != Some(place.claim) {
                    self.pending.claim.drop();
                    match to {
                        GoTo::There | GoTo::See(_) => return self.not_in_list(),
                        GoTo::Made(says) => return self.say_hidden(&says),
                        GoTo::Near | GoTo::Back(_) => {}
                    }
                }
                self.claims.replace(slice, at, height);
                if let Some(at) = at {
                    self.claims.select(at, height);
                }
                if at == Some(place.claim) {
                    self.pending.wait = Some(Wait::Go { place, claims: None, claim, to });
                    self.arrive();
                } else {
                    self.pending.claim.drop();
                }
            }
            other => self.pending.wait = other,
        }
    }

    /// Says of what was made that the filter hides it.
    fn say_hidden(&mut self, says: &str) {
        self.say(&format!("{says}; the filter hides it"));
    }

    fn not_in_list(&mut self) {
        let filter = self.keymap.say(crate::review::keys::keymap::Action::Filter);
        self.lost(&if self.filter.is_some() {
            format!("that is outside the filter in force; {filter} changes the filter")
        } else {
            "that claim is no longer in the case".to_owned()
        });
    }

    pub(crate) fn claim_answer(
        &mut self,
        ticket: Ticket,
        view: Option<Box<ClaimView>>,
        first: Option<ItemId>,
    ) {
        let Some(claim) = self.pending.claim.close(ticket) else { return };
        let Some(view) = view else {
            // Where the list is still to come, it says what there is instead.
            if let Some(Wait::Go { claims: Some(_), claim, .. }) = &mut self.pending.wait {
                *claim = None;
                return;
            }
            self.memory.unreadable = Some(claim);
            self.pending.claims.stale = true;
            return self.lost("that claim is no longer in the case");
        };
        let known = self.open.as_ref().is_some_and(|open| open.head.id == claim);
        self.take_claim(ticket, *view);
        if !known && let Some(first) = first {
            self.begin_at(first);
        }
        self.arrive_with(ticket);
    }

    /// Of a claim that comes into view under a filter, what the filter asks for is selected.
    fn begin_at(&mut self, first: ItemId) {
        if self.list_in_use() != Pane::Claims {
            self.select_evidence(first);
            return;
        }
        let heights = [Pane::Supporting, Pane::Disputing].map(|pane| self.rows_of(pane));
        let Some(open) = &mut self.open else { return };
        let Some(side) = open.side_of(first) else { return };
        open.side_mut(side).select(first, heights[index(side)]);
        open.begins = Some(side);
    }

    fn take_claim(&mut self, ticket: Ticket, view: ClaimView) {
        let supporting = self.brought_up_evidence(ticket, view.supporting);
        let disputing = self.brought_up_evidence(ticket, view.disputing);
        let mut head = ClaimHead::from(view.claim);
        for (asked, target, annotation) in &self.pending.recent.annotations {
            if *asked >= ticket && target.item == head.id {
                head.annotate(annotation.clone());
            }
        }
        let heights = [Pane::Supporting, Pane::Disputing].map(|pane| self.rows_of(pane));
        self.memory.revision += 1;
        // The lists of a claim that is read again keep their place.
        self.pending.standing.stale = true;
        let mut open = match self.open.take() {
            Some(old) if old.head.id == head.id => {
                // What it stood on stays in view until that is known again.
                if let Some(standing) = old.head.standing {
                    head.stand(standing);
                }
                let (supporting, disputing, begins) = (old.supporting, old.disputing, old.begins);
                OpenClaim { head, supporting, disputing, begins }
            }
            _ => OpenClaim { head, supporting: List::default(), disputing: List::default(), begins: None },
        };
        open.supporting.replace(supporting, None, heights[0]);
        open.disputing.replace(disputing, None, heights[1]);
        self.open = Some(open);
    }

    pub(crate) fn evidence_answer(&mut self, ticket: Ticket, slice: Slice<EvidenceRow>) {
        let waiting = match self.pending.wait {
            Some(Wait::Evidence { ticket: wanted, side, position }) if wanted == ticket => {
                Some((side, position))
            }
            _ => None,
        };
        let side = waiting.map(|(side, _)| side).or_else(|| {
            SIDES.into_iter().find(|side| self.pending.sides[index(*side)].ticket() == Some(ticket))
        });
        let Some(side) = side else { return };
        self.pending.sides[index(side)].drop();
        let slice = self.brought_up_evidence(ticket, slice);
        let height = self.rows_of(Pane::of(side));
        if waiting.is_some() {
            self.pending.wait = None;
        }
        let claim = self.claims.selected().map(|claim| claim.id);
        let Some(open) = self.open.as_mut().filter(|open| Some(open.head.id) == claim) else { return };
        let list = open.side_mut(side);
        match waiting {
            Some((_, position)) => {
                list.replace(slice, None, height);
                let last = list.end().saturating_sub(1);
                list.go(position.min(last), height);
            }
            None => {
                let selected = list.selected().map(|row| row.id);
                if slice.rows.iter().any(|row| Some(row.id) == selected) {
                    list.replace(slice, None, height);
                }
                // What did not help would not help again; the next key may.
                let list = self.open.as_ref().map(|open| open.side(side));
                self.pending.stalled |= list.is_some_and(|list| self.is_near_edge(list));
            }
        }
        self.memory.revision += 1;
    }

    /// Rows of claims as lines, with the changes their question may not have seen.
    fn brought_up(&self, asked: Ticket, slice: Slice<ClaimRow>) -> Slice<ClaimLine> {
        let mut slice = lines::slice(slice);
        for (since, row) in &self.pending.recent.claims {
            if *since >= asked
                && let Some(line) = slice.rows.iter_mut().find(|line: &&mut ClaimLine| line.id == row.id)
            {
                *line = ClaimLine::from(row);
            }
        }
        slice
    }

    fn brought_up_evidence(&self, asked: Ticket, slice: Slice<EvidenceRow>) -> Slice<EvidenceLine> {
        let mut slice: Slice<EvidenceLine> = lines::slice(slice);
        for (since, target, annotation) in &self.pending.recent.annotations {
            if *since >= asked
                && let Some(line) = slice.rows.iter_mut().find(|line| line.id == target.item)
            {
                line.annotate(annotation.clone());
            }
        }
        slice
    }
}
