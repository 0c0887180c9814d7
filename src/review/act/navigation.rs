//! Going to a place: the selection moves when what it moves to is there.

use crate::domain::ItemId;
use crate::domain::rows::{ListAt, Place};
use crate::review::act::next::Next;
use crate::review::protocol::effect::{Read, SeekOrder, Ticket};
use crate::review::state::pane::Pane;
use crate::review::state::pending::{GoTo, Seek, Wait};
use crate::review::state::workspace::Workspace;

impl Workspace {
    /// Where the selection is.
    pub fn place(&self) -> Option<Place> {
        let claim = self.claims.selected()?.id;
        Some(Place { claim, evidence: self.evidence().map(|evidence| evidence.id) })
    }

    /// Goes to a place; where it is not in the list, says so and stays.
    pub(crate) fn go(&mut self, place: Place) {
        self.go_to(place, GoTo::There);
    }

    /// Goes to a place, or near it.
    pub(crate) fn go_leniently(&mut self, place: Place) {
        self.go_to(place, GoTo::Near);
    }

    /// Goes to a place, for what is wanted there.
    pub(crate) fn go_to(&mut self, place: Place, to: GoTo) {
        let height = self.rows_of(Pane::Claims);
        let claims = if self.claims.select(place.claim, height) {
            None
        } else {
            let (before, after) = (self.span(), self.span() + 1);
            Some(self.ask(Read::Claims { at: ListAt::Item(place.claim), before, after }))
        };
        let held = self.open.as_ref().is_some_and(|open| {
            open.head.id == place.claim
                && place.evidence.is_none_or(|evidence| open.side_of(evidence).is_some())
        });
        let claim = if held { None } else { Some(self.ask_claim(place.claim, place.evidence)) };
        self.pending.wait = Some(Wait::Go { place, claims, claim, to });
        self.arrive();
    }

    /// A claim that came in: it may be what the selection waits for.
    pub(crate) fn arrive_with(&mut self, ticket: Ticket) {
        if let Some(Wait::Go { claim, .. }) = &mut self.pending.wait
            && *claim == Some(ticket)
        {
            *claim = None;
        }
        self.arrive();
    }

    /// Selects the place waited for, once everything for it is there.
    pub(crate) fn arrive(&mut self) {
        let Some(Wait::Go { place, claims: None, claim: None, to }) =
            self.pending.wait.take_if(|wait| matches!(wait, Wait::Go { claims: None, claim: None, .. }))
        else {
            return;
        };
        if let GoTo::Back(spot) = to {
            return self.be_back(&spot);
        }
        match place.evidence {
            None if self.list_in_use() != Pane::Claims => {
                self.close_detail();
                self.focus_on(Pane::Claims);
            }
            Some(evidence) if !self.select_evidence(evidence) && to != GoTo::Near => {
                return self.lost("that piece of evidence is no longer in the case");
            }
            _ => {}
        }
        if let GoTo::See(found) = to {
            self.see(found);
        }
    }

    /// Selects a piece of evidence that is held; the pane in use becomes its pane.
    pub(crate) fn select_evidence(&mut self, id: ItemId) -> bool {
        let Some(open) = &mut self.open else { return false };
        let Some(side) = open.side_of(id) else { return false };
        let pane = Pane::of(side);
        if self.focus == Pane::Detail && self.memory.list != Pane::Claims {
            self.memory.list = pane;
        } else {
            self.close_detail();
            self.focus_on(pane);
        }
        let height = self.rows_of(pane);
        self.open.as_mut().is_some_and(|open| open.side_mut(side).select(id, height))
    }

    /// The detail that was opened from its list no longer has the whole screen.
    pub(crate) fn close_detail(&mut self) {
        if let Some(zoomed) = self.memory.opened.take() {
            self.zoomed = zoomed;
        }
    }

    /// Gives a pane the keys.
    pub(crate) fn focus_on(&mut self, pane: Pane) {
        if pane != Pane::Detail {
            self.memory.list = pane;
        }
        self.focus = pane;
    }

    /// Looks for undecided evidence, once every change under way is known to the case.
    pub(crate) fn seek(&mut self, forward: bool) {
        let from = match self.evidence() {
            Some(evidence) => Some(evidence.id),
            None => self.claims.selected().map(|claim| claim.id),
        };
        self.seek_from(from, forward, None);
    }

    /// Looks for undecided evidence from a piece, or a claim, on. `leaving` names a claim whose verdict may be
    /// offered before going on to another.
    pub(crate) fn seek_from(&mut self, from: Option<ItemId>, forward: bool, leaving: Option<ItemId>) {
        self.pending.wait = Some(Wait::Settled(Seek { from, forward, leaving, again: false }));
    }

    /// Whether undecided evidence comes claim by claim, and all of it.
    pub(crate) fn goes_by_claim(&self) -> bool {
        self.settings.order == SeekOrder::ByClaim && self.filter.is_none()
    }

    /// Asks for undecided evidence, once no change is under way.
    pub(crate) fn ask_undecided(&mut self) {
        let Some(Wait::Settled(seek)) = self.pending.wait else { return };
        if self.pending.flights.is_empty() {
            let order = self.settings.order;
            let ticket = self.ask(Read::Undecided { from: seek.from, forward: seek.forward, order });
            self.pending.wait = Some(Wait::Undecided(ticket, seek));
        }
    }

    pub(crate) fn undecided_answer(&mut self, ticket: Ticket, found: Option<(Place, bool)>) -> Next {
        let Some(Wait::Undecided(wanted, seek)) = self.pending.wait else { return Next::Stay };
        if wanted != ticket {
            return Next::Stay;
        }
        self.pending.wait = None;
        if let Some(claim) = seek.leaving
            && found.is_none_or(|(place, _)| place.claim != claim)
        {
            // What was passed over in the claim comes before another claim.
            if found.is_some() && !seek.again {
                self.pending.wait = Some(Wait::Settled(Seek { from: Some(claim), again: true, ..seek }));
                return Next::Stay;
            }
            if self.wants_verdict(claim) {
                return Next::OfferVerdict;
            }
        }
        match found {
            None => {
                let left = if self.filter.is_some() { " that matches the filter" } else { "" };
                self.pending.typed.clear();
                self.say(&format!("all evidence{left} is decided or set aside"));
            }
            Some((place, round)) => {
                if round {
                    let end = if seek.forward { "first" } else { "last" };
                    let of = match self.settings.order {
                        SeekOrder::ByClaim => "claim",
                        SeekOrder::BySource => "source",
                    };
                    self.say(&format!("from the {end} {of} again"));
                }
                self.go(place);
            }
        }
        Next::Stay
    }

    /// Whether a claim is in view and open for a verdict.
    pub(crate) fn wants_verdict(&self, claim: ItemId) -> bool {
        self.shown()
            .is_some_and(|open| open.head.id == claim && open.head.verdict.is_none() && !open.head.aside)
    }
}
