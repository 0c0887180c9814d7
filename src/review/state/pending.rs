//! What is outstanding: questions, changes on their way, and keys typed ahead of an answer.

use crate::domain::rows::{ClaimRow, Place, Side};
use crate::domain::{Annotation, ItemId, Note, Target};
use crate::review::protocol::effect::{Effect, Read, Ticket, Write};
use crate::review::state::spot::{Found, Spot};
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

/// A search for undecided evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seek {
    pub from: Option<ItemId>,
    pub forward: bool,
    /// The claim that is left only when nothing of it is undecided, after its verdict is offered.
    pub leaving: Option<ItemId>,
    /// Whether that claim is being looked through from its beginning.
    pub again: bool,
}

/// What a place is gone to for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum GoTo {
    /// The place itself, or none.
    There,
    /// The place, or what is nearest.
    Near,
    /// To be back where one was.
    Back(Box<Spot>),
    /// To see there what a search found.
    See(Found),
    /// To see what was made under a filter, which may hide it; what was done, in words.
    Made(String),
}

/// An answer that will move the selection, or change what the next key means. Until it is there,
/// keys are kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wait {
    /// An undo or redo: the selection goes where it happened.
    Commit(Ticket),
    /// All changes under way, so that the question sees them.
    Settled(Seek),
    /// Where the next undecided evidence is.
    Undecided(Ticket, Seek),
    /// The list of claims and the claim, to select a place.
    Go { place: Place, claims: Option<Ticket>, claim: Option<Ticket>, to: GoTo },
    /// Claims that are not held: to the place asked for, and some rows on.
    Claims { ticket: Ticket, steps: i64 },
    /// Evidence that is not held.
    Evidence { ticket: Ticket, side: Side, position: u64 },
    /// The items of a range.
    Between(Ticket),
    /// How many pieces rest on the same material.
    Material(Ticket, ItemId, Box<Annotation>),
    /// The filter was sent off.
    Filter(Ticket, String),
    /// What the prompt that is open asked for.
    Prompt(Ticket),
    /// What the view that is open asked for.
    View(Ticket),
}

impl Wait {
    /// Whether the answer with this ticket is waited for.
    pub fn is_for(&self, ticket: Ticket) -> bool {
        match self {
            Self::Settled(_) => false,
            Self::Go { claims, claim, .. } => [*claims, *claim].contains(&Some(ticket)),
            Self::Commit(wanted)
            | Self::Undecided(wanted, _)
            | Self::Claims { ticket: wanted, .. }
            | Self::Evidence { ticket: wanted, .. }
            | Self::Between(wanted)
            | Self::Material(wanted, ..)
            | Self::Filter(wanted, _)
            | Self::Prompt(wanted)
            | Self::View(wanted) => *wanted == ticket,
        }
    }
}

/// A question that is asked again when what it brought may have changed: only the answer to the last
/// one sent counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<K> {
    sent: Option<(Ticket, K)>,
    /// Whether what is held is out of date.
    pub stale: bool,
}

impl<K> Default for Question<K> {
    fn default() -> Self {
        Self { sent: None, stale: false }
    }
}

impl<K: Copy + PartialEq> Question<K> {
    /// It was sent off; an older one does not matter any more.
    pub fn send(&mut self, ticket: Ticket, about: K) {
        *self = Self { sent: Some((ticket, about)), stale: false };
    }

    /// The one outstanding.
    pub fn ticket(&self) -> Option<Ticket> {
        self.sent.map(|(ticket, _)| ticket)
    }

    /// Whether one about this is outstanding.
    pub fn is_about(&self, about: K) -> bool {
        self.sent.is_some_and(|(_, sent)| sent == about)
    }

    /// What the one with this ticket is about, where it is the one outstanding; then it no longer is.
    pub fn close(&mut self, ticket: Ticket) -> Option<K> {
        let (_, about) = self.sent.filter(|(sent, _)| *sent == ticket)?;
        self.sent = None;
        Some(about)
    }

    /// Its answer does not matter any more.
    pub fn drop(&mut self) {
        self.sent = None;
    }
}

/// What a change is, as far as its end matters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Flight {
    pub ticket: Ticket,
    /// Where the selection returns when it is refused.
    pub back: Option<Place>,
    /// Whether the selection stays where it is when it is committed.
    pub stays: bool,
    /// What is selected once it is committed.
    pub next: Option<Target>,
    /// Whether it makes a claim or evidence, which a filter may hide.
    pub makes: bool,
    /// What the items will say, as far as it is known.
    pub expected: Vec<(ItemId, Option<Annotation>)>,
    /// The marks it used up.
    pub marks: Vec<ItemId>,
    /// A note, kept when it is refused.
    pub note: Option<(Target, Note)>,
    /// The draft of a note; none takes it away.
    pub draft: Option<(Target, Option<Note>)>,
    /// Whether it was refused before and is tried again by itself.
    pub again: bool,
}

impl Flight {
    /// The words of a note that it is to save.
    pub fn words(&self) -> Option<(Target, Note)> {
        let draft = || self.draft.as_ref().and_then(|(target, note)| Some((*target, note.clone()?)));
        self.note.clone().or_else(draft)
    }
}

/// Answers to older questions than a change do not show it: it is laid over them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    pub annotations: Vec<(Ticket, Target, Annotation)>,
    pub claims: Vec<(Ticket, ClaimRow)>,
}

impl Recent {
    /// Notes a change that questions up to this ticket may not have seen.
    pub fn note(&mut self, asked: Ticket, annotations: &[(Target, Annotation)], claims: &[ClaimRow]) {
        self.annotations.extend(annotations.iter().map(|(t, a)| (asked, *t, a.clone())));
        self.claims.extend(claims.iter().map(|row| (asked, row.clone())));
    }

    /// Forgets what every question outstanding has seen.
    fn forget(&mut self, oldest: Option<Ticket>) {
        match oldest {
            None => *self = Self::default(),
            Some(oldest) => {
                self.annotations.retain(|(asked, ..)| *asked >= oldest);
                self.claims.retain(|(asked, _)| *asked >= oldest);
            }
        }
    }
}

/// What is outstanding.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    last_ticket: Ticket,
    out: Vec<Effect>,
    pub wait: Option<Wait>,
    pub typed: VecDeque<Typed>,
    pub flights: Vec<Flight>,
    /// Claims around the one named.
    pub claims: Question<ItemId>,
    /// The claim named, with its evidence.
    pub claim: Question<ItemId>,
    /// Evidence of the claim named, by side.
    pub sides: [Question<ItemId>; 2],
    /// What the claim named stands on.
    pub standing: Question<ItemId>,
    /// A question for rows ahead was refused or did not help: no more of them until the next key or
    /// change.
    pub stalled: bool,
    pub recent: Recent,
}

impl Pending {
    pub fn ticket(&mut self) -> Ticket {
        self.last_ticket.0 += 1;
        self.last_ticket
    }

    pub fn emit(&mut self, effect: Effect) {
        self.out.push(effect);
    }

    pub fn ask(&mut self, read: Read) -> Ticket {
        let ticket = self.ticket();
        self.emit(Effect::Read(ticket, read));
        ticket
    }

    /// Sends a change off. What it is expected to come to is known from here on.
    pub fn write(&mut self, write: Write) -> &mut Flight {
        let ticket = self.ticket();
        let makes = matches!(&write, Write::Record(record) if record.of.is_listed_when_made());
        self.emit(Effect::Write(ticket, write));
        self.flights.push(Flight { ticket, makes, ..Flight::default() });
        let at = self.flights.len() - 1;
        &mut self.flights[at]
    }

    /// The change with this ticket has come to its end.
    pub fn land(&mut self, ticket: Ticket) -> Option<Flight> {
        let at = self.flights.iter().position(|flight| flight.ticket == ticket)?;
        Some(self.flights.remove(at))
    }

    /// Whether the answer with this ticket is waited for.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.is_for(ticket))
    }

    /// Waits no longer where this is the answer waited for; says whether it was.
    pub fn came(&mut self, ticket: Ticket) -> bool {
        let came = self.waits_for(ticket);
        if came {
            self.wait = None;
        }
        came
    }

    /// Notes a change that no question sent so far may have seen.
    pub fn note(&mut self, annotations: &[(Target, Annotation)], claims: &[ClaimRow]) {
        self.recent.note(self.last_ticket, annotations, claims);
    }

    /// Hands out what is to be done, and forgets the changes that every question outstanding has seen.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        self.recent.forget(self.oldest());
        std::mem::take(&mut self.out)
    }

    /// The oldest question whose rows are still to come.
    fn oldest(&self) -> Option<Ticket> {
        let wait = match &self.wait {
            Some(Wait::Go { claims, claim, .. }) => (*claims).into_iter().chain(*claim).min(),
            Some(Wait::Claims { ticket, .. } | Wait::Evidence { ticket, .. }) => Some(*ticket),
            _ => None,
        };
        let [one, other] = &self.sides;
        [wait, self.claims.ticket(), self.claim.ticket(), one.ticket(), other.ticket()]
            .into_iter()
            .flatten()
            .min()
    }
}
