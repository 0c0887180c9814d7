//! Asking for rows, and taking them in.

use crate::domain::ItemId;
use crate::domain::rows::{ClaimRow, ClaimView, EvidenceRow, Side, Slice};
use crate::domain::standing::Standing;
use crate::review::protocol::effect::{ClaimAt, Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::state::geometry::places;
use crate::review::state::lines;
use crate::review::state::lines::{ClaimHead, ClaimLine};
use crate::review::state::list::List;
use crate::review::state::pane::Pane;
use crate::review::state::queries::Wait;
use crate::review::state::{OpenClaim, Review, SIDES};

const fn index(side: Side) -> usize {
    match side {
        Side::Supporting => 0,
        Side::Disputing => 1,
    }
}

impl Review {
    /// The rows of one screen, whatever the pane in use.
    fn screen(&self) -> u64 {
        u64::from(self.places().body.height.max(8))
    }

    /// How many rows are asked for on each side of the cursor.
    pub(crate) fn span(&self) -> usize {
        usize::from(self.places().body.height.max(8)) * 2
    }

    /// The rows of a pane as it stands on the screen.
    pub(crate) fn rows_of(&self, pane: Pane) -> u16 {
        self.places().pane(pane).rows.height
    }

    /// Keeps the selection of every list in view.
    pub(crate) fn fit(&mut self) {
        let places = places(self.size, self.focus, self.zoomed);
        self.claims.show(places.claims.rows.height);
        if let Some(open) = &mut self.open {
            open.supporting.show(places.supporting.rows.height);
            open.disputing.show(places.disputing.rows.height);
        }
    }

    /// Asks for what is out of date, for the evidence of the claim selected, and for rows ahead.
    pub(crate) fn ask_for_more(&mut self) {
        if self.pending.wait.is_some() || self.ask_filter_again() {
            return;
        }
        self.ask_shown_again();
        if self.pending.wait.is_some() {
            return;
        }
        let Some(selected) = self.claims.selected().map(|claim| claim.id) else {
            if !self.pending.stalled && std::mem::take(&mut self.pending.stale_claims) {
                let after = self.span();
                let ticket = self.ask(Read::Claims { at: ClaimAt::First, before: 0, after });
                self.pending.wait = Some(Wait::Claims { ticket, steps: 0 });
            }
            return;
        };
        let ahead = self.pending.claims.is_none() && self.is_near_edge(&self.claims);
        if !self.pending.stalled && (self.pending.stale_claims || ahead) {
            self.pending.stale_claims = false;
            let (before, after) = (self.span(), self.span() + 1);
            let ticket = self.ask(Read::Claims { at: ClaimAt::Item(selected), before, after });
            self.pending.claims = Some((ticket, selected));
        }
        let asked = self.pending.view.is_some_and(|(_, claim)| claim == selected);
        let missing = self.shown().is_none() && !asked && self.memory.unreadable != Some(selected);
        if missing || self.pending.stale_view {
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
            if !self.pending.stalled && self.pending.sides[index(side)].is_none() && self.is_near_edge(list) {
                let start = list.cursor().saturating_sub(self.span() as u64);
                let ticket = self.ask(Read::Evidence { claim, side, start, rows: self.span() * 2 });
                self.pending.sides[index(side)] = Some((ticket, claim));
            }
        }
    }

    /// Asks what the claim in view stands on, where that is not known or may have changed.
    fn ask_standing(&mut self) {
        let Some(open) = self.shown() else { return };
        let claim = open.head.id;
        let asked = self.pending.standing.is_some_and(|(_, asked)| asked == claim);
        if (open.head.standing.is_none() && !asked) || self.pending.stale_standing {
            self.pending.stale_standing = false;
            let ticket = self.ask(Read::Standing { claim });
            self.pending.standing = Some((ticket, claim));
        }
    }

    fn standing_answer(&mut self, ticket: Ticket, standing: Standing) {
        let Some((_, claim)) = self.pending.standing.filter(|(wanted, _)| *wanted == ticket) else { return };
        self.pending.standing = None;
        if let Some(open) = self.open.as_mut().filter(|open| open.head.id == claim) {
            open.head.stand(standing);
            self.memory.revision += 1;
        }
    }

    fn is_near_edge<T: crate::review::state::list::Row>(&self, list: &List<T>) -> bool {
        let screen = self.screen();
        let above = list.start() > 0 && list.cursor() < list.start() + screen;
        let below = list.end() < list.total() && list.cursor() + screen >= list.end();
        !list.is_empty() && (above || below)
    }

    pub(crate) fn ask_claim(&mut self, claim: ItemId, focus: Option<ItemId>) -> Ticket {
        self.pending.stale_view = false;
        self.pending.sides = [None; 2];
        let rows = self.span();
        let ticket = self.ask(Read::Claim { claim, focus, rows });
        self.pending.view = Some((ticket, claim));
        ticket
    }

    /// An answer. One to a question that no longer matters is dropped.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        match answer {
            Answer::Claims(slice, at) => self.claims_answer(ticket, slice, at),
            Answer::Claim(view, first) => self.claim_answer(ticket, view, first),
            Answer::Standing(standing) => self.standing_answer(ticket, *standing),
            Answer::Evidence(slice) => self.evidence_answer(ticket, slice),
            Answer::Between(items) => self.between_answer(ticket, &items),
            Answer::Undecided(found) => self.undecided_answer(ticket, found),
            Answer::OnSameMaterial(count) => self.material_answer(ticket, count),
            Answer::Search(hits) => self.search_answer(ticket, hits),
            Answer::Filter(left) => self.filter_answer(ticket, left),
            Answer::Named(named) => self.named_answer(ticket, named),
            Answer::View(viewed) => self.view_answer(ticket, *viewed),
            Answer::Arranged => self.arranged_answer(ticket),
            Answer::Matrix(found, at) => self.matrix_answer(ticket, *found, at),
        }
    }

    fn claims_answer(&mut self, ticket: Ticket, slice: Slice<ClaimRow>, at: Option<ItemId>) {
        let waiting = match &self.pending.wait {
            Some(Wait::Go { claims: Some(wanted), .. }) => *wanted == ticket,
            Some(Wait::Claims { ticket: wanted, .. }) => *wanted == ticket,
            _ => false,
        };
        let asked = self.pending.claims.filter(|(wanted, _)| *wanted == ticket).map(|(_, item)| item);
        if !waiting && asked.is_none() {
            return;
        }
        let slice = self.brought_up(ticket, slice);
        let height = self.rows_of(Pane::Claims);
        if waiting {
            self.pending.claims = None;
            return self.claims_arrived(slice, at, height);
        }
        self.pending.claims = None;
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
            Some(Wait::Go { place, view, lenient, .. }) => {
                if at != Some(place.claim) && !lenient {
                    self.pending.view = None;
                    return self.not_in_list();
                }
                self.claims.replace(slice, at, height);
                if let Some(at) = at {
                    self.claims.select(at, height);
                }
                if at == Some(place.claim) {
                    self.pending.wait = Some(Wait::Go { place, claims: None, view, lenient });
                    self.arrive();
                } else {
                    self.pending.view = None;
                }
            }
            other => self.pending.wait = other,
        }
    }

    fn not_in_list(&mut self) {
        let filter = self.keymap.say(crate::review::keys::keymap::Action::Filter);
        self.lost(&if self.filter.is_some() {
            format!("that is outside the filter in force; {filter} changes the filter")
        } else {
            "that claim is not in the case any more".to_owned()
        });
    }

    fn claim_answer(&mut self, ticket: Ticket, view: Option<Box<ClaimView>>, first: Option<ItemId>) {
        let Some((_, claim)) = self.pending.view.filter(|(wanted, _)| *wanted == ticket) else { return };
        self.pending.view = None;
        let Some(view) = view else {
            // Where the list is still to come, it says what there is instead.
            if let Some(Wait::Go { claims: Some(_), view, .. }) = &mut self.pending.wait {
                *view = None;
                return;
            }
            self.memory.unreadable = Some(claim);
            self.pending.stale_claims = true;
            return self.lost("that claim is not in the case any more");
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
        self.pending.stale_standing = true;
        let mut open = match self.open.take() {
            Some(old) if old.head.id == head.id => {
                // What it stood on stays in view until it is known anew.
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

    fn evidence_answer(&mut self, ticket: Ticket, slice: Slice<EvidenceRow>) {
        let waiting = match self.pending.wait {
            Some(Wait::Evidence { ticket: wanted, side, position }) if wanted == ticket => {
                Some((side, position))
            }
            _ => None,
        };
        let side = waiting.map(|(side, _)| side).or_else(|| {
            SIDES
                .into_iter()
                .find(|side| self.pending.sides[index(*side)].is_some_and(|(wanted, _)| wanted == ticket))
        });
        let Some(side) = side else { return };
        self.pending.sides[index(side)] = None;
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

    fn brought_up_evidence(
        &self,
        asked: Ticket,
        slice: Slice<EvidenceRow>,
    ) -> Slice<crate::review::state::lines::EvidenceLine> {
        let mut slice: Slice<crate::review::state::lines::EvidenceLine> = lines::slice(slice);
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
