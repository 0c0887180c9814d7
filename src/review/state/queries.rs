//! What is outstanding: questions, changes on their way, and keys typed ahead of an answer.

use crate::domain::rows::{ClaimRow, Place, Side};
use crate::domain::{Annotation, ItemId, Target};
use crate::review::protocol::effect::{Effect, Read, Ticket, Write};
use crate::review::state::Review;
use crossterm::event::KeyEvent;
use std::collections::VecDeque;

/// Something typed ahead.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Typed {
    /// A key.
    Key(KeyEvent),
    /// Pasted text.
    Paste(String),
}

/// Why undecided evidence is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ask {
    pub from: Option<ItemId>,
    pub forward: bool,
    /// The claim that is left only when nothing of it is undecided, after its verdict is offered.
    pub leaving: Option<ItemId>,
    /// Whether that claim is being looked through from its beginning.
    pub again: bool,
}

/// An answer that will move the selection, or change what the next key means. Until it is there,
/// keys are kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wait {
    /// An undo or redo: the selection goes where it happened.
    Commit(Ticket),
    /// All changes under way, so that the question sees them.
    Settled(Ask),
    /// Where the next undecided evidence is.
    Undecided(Ticket, Ask),
    /// The list of claims and the claim, to select a place. A lenient one takes the nearest.
    Go { place: Place, claims: Option<Ticket>, view: Option<Ticket>, lenient: bool },
    /// Claims that are not held: to the place asked for, and some rows on.
    Claims { ticket: Ticket, steps: i64 },
    /// Evidence that is not held.
    Evidence { ticket: Ticket, side: Side, position: u64 },
    /// The items of a range.
    Between(Ticket),
    /// How many pieces rest on the same material.
    Material(Ticket, ItemId, Box<Annotation>),
    /// What the search finds; Enter was pressed already.
    Search(Ticket),
    /// A file is named for an export, or the export is begun.
    Errand(Ticket),
    /// The records that match what is typed; a key that chooses among them was pressed already.
    Named(Ticket),
    /// Rows of the matrix that are not held.
    Matrix(Ticket),
    /// All claims put in an order for the matrix; whether it then begins at its top.
    Arrange(Ticket, bool),
    /// The filter was sent off.
    Filter(Ticket, String),
}

/// What a change is, as far as its end matters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flight {
    pub ticket: Ticket,
    /// Where the selection returns when it is refused.
    pub back: Option<Place>,
    /// Whether the selection stays where it is when it is committed.
    pub stays: bool,
    /// What the items will say, as far as it is known.
    pub expected: Vec<(ItemId, Option<Annotation>)>,
    /// The marks it used up.
    pub marks: Vec<ItemId>,
    /// The judgement that `.` repeated before it.
    pub last: Option<crate::review::state::memory::Last>,
    /// The text of a note, kept when it is refused.
    pub note: Option<(Target, String)>,
}

/// Answers to older questions than a change do not show it: it is laid over them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    pub annotations: Vec<(Ticket, Target, Annotation)>,
    pub claims: Vec<(Ticket, ClaimRow)>,
}

/// What is outstanding.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    pub last_ticket: Ticket,
    pub out: Vec<Effect>,
    pub wait: Option<Wait>,
    pub typed: VecDeque<Typed>,
    pub flights: Vec<Flight>,
    /// Claims around the one named.
    pub claims: Option<(Ticket, ItemId)>,
    /// The claim named.
    pub view: Option<(Ticket, ItemId)>,
    /// Evidence of the claim named, by side.
    pub sides: [Option<(Ticket, ItemId)>; 2],
    /// What the claim named stands on.
    pub standing: Option<(Ticket, ItemId)>,
    /// What the claim in view stands on may have changed.
    pub stale_standing: bool,
    pub search: Option<Ticket>,
    /// What a view shows.
    pub shown: Option<Ticket>,
    pub draft: Option<Ticket>,
    /// The case was changed by another: what is held is out of date.
    pub stale_claims: bool,
    pub stale_view: bool,
    /// What a view or the matrix shows may have changed; and with it the order of the claims.
    pub stale_shown: bool,
    pub stale_order: bool,
    /// The case was added to: the filter in force may leave more.
    pub stale_filter: bool,
    /// A question for rows ahead was refused or did not help: no more of them until the next key or
    /// change.
    pub stalled: bool,
    pub recent: Recent,
}

impl Review {
    pub(crate) fn ticket(&mut self) -> Ticket {
        self.pending.last_ticket.0 += 1;
        self.pending.last_ticket
    }

    pub(crate) fn emit(&mut self, effect: Effect) {
        self.pending.out.push(effect);
    }

    pub(crate) fn ask(&mut self, read: Read) -> Ticket {
        let ticket = self.ticket();
        self.emit(Effect::Read(ticket, read));
        ticket
    }

    /// Sends a change off. What it is expected to come to is known from here on.
    pub(crate) fn write(&mut self, write: Write) -> &mut Flight {
        let ticket = self.ticket();
        self.emit(Effect::Write(ticket, write));
        self.pending.flights.push(Flight {
            ticket,
            stays: false,
            back: None,
            expected: Vec::new(),
            marks: Vec::new(),
            last: None,
            note: None,
        });
        let at = self.pending.flights.len() - 1;
        &mut self.pending.flights[at]
    }

    /// Forgets what was typed ahead: what it was meant for did not come. Says how much that was.
    pub(crate) fn drop_typed(&mut self) -> usize {
        let count = self.pending.typed.len();
        self.pending.typed.clear();
        count
    }
}

impl Recent {
    /// Notes a change that questions up to this ticket may not have seen.
    pub fn note(&mut self, asked: Ticket, annotations: &[(Target, Annotation)], claims: &[ClaimRow]) {
        self.annotations.extend(annotations.iter().map(|(t, a)| (asked, *t, a.clone())));
        self.claims.extend(claims.iter().map(|row| (asked, row.clone())));
    }

    /// Forgets what every question outstanding has seen.
    pub fn forget(&mut self, oldest: Option<Ticket>) {
        match oldest {
            None => *self = Self::default(),
            Some(oldest) => {
                self.annotations.retain(|(asked, ..)| *asked >= oldest);
                self.claims.retain(|(asked, _)| *asked >= oldest);
            }
        }
    }
}

impl Pending {
    /// The oldest question whose rows are still to come.
    pub fn oldest(&self) -> Option<Ticket> {
        let wait = match &self.wait {
            Some(Wait::Go { claims, view, .. }) => (*claims).into_iter().chain(*view).min(),
            Some(Wait::Claims { ticket, .. } | Wait::Evidence { ticket, .. }) => Some(*ticket),
            _ => None,
        };
        [wait, self.claims.map(|(t, _)| t), self.view.map(|(t, _)| t)]
            .into_iter()
            .chain(self.sides.iter().map(|side| side.map(|(t, _)| t)))
            .flatten()
            .min()
    }
}
