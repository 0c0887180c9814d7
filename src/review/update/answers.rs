//! Who takes an answer in, and who a refusal concerns.

use crate::domain::rows::{Change, Progress};
use crate::review::act::next::Next;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::confirm::Confirm;
use crate::review::protocol::effect::Ticket;
use crate::review::protocol::msg::{Answer, NotSaved};
use crate::review::update::whole::Review;

impl Review {
    /// An answer. One to a question that no longer matters is dropped.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        match answer {
            Answer::Claims(slice, at) => self.claims_answer(ticket, slice, at),
            Answer::Claim(view, first) => self.claim_answer(ticket, view, first),
            Answer::Standing(standing) => self.standing_answer(ticket, *standing),
            Answer::Evidence(slice) => self.evidence_answer(ticket, slice),
            Answer::Between(items) => self.between_answer(ticket, &items),
            Answer::Undecided(found) => {
                let next = self.undecided_answer(ticket, found);
                self.follow(next);
            }
            Answer::OnSameMaterial(count) => {
                if let Some((item, said, question)) = self.material_answer(ticket, count) {
                    self.prompt = Some(Confirm::repeat_on_material(item, said, &question).into());
                }
            }
            Answer::Filter(left) => {
                if self.is_filter(ticket) {
                    let typed = matches!(self.prompt, Some(AnyPrompt::Filter(_)));
                    if typed {
                        self.prompt = None;
                    }
                    self.filter_answer(left, typed);
                    self.view_went_stale(true);
                }
            }
            Answer::Search(_)
            | Answer::Named(_)
            | Answer::Form(_)
            | Answer::Hanging(_)
            | Answer::Others(_)
            | Answer::Combining(_)
            | Answer::Duplicates(..) => {
                // Keys wait for an answer that closes a prompt, so that no help is open over that.
                let asked = self.beneath.as_mut().or(self.prompt.as_mut());
                if let Some(prompt) = asked {
                    let next = prompt.get_mut().answer(&mut self.workspace, ticket, answer);
                    self.after_prompt(next);
                }
            }
            Answer::View(_)
            | Answer::Arranged
            | Answer::Matrix(..)
            | Answer::Records(..)
            | Answer::Document(_)
            | Answer::Passages(_) => {
                if let Some(view) = &mut self.view {
                    view.get_mut().answer(&mut self.workspace, ticket, answer);
                }
            }
        }
    }

    pub(crate) fn view_went_stale(&mut self, order: bool) {
        if let Some(view) = &mut self.view {
            view.get_mut().went_stale(order);
        }
    }

    /// A change is durably committed: now, and not before, it is shown.
    pub(crate) fn committed(&mut self, ticket: Ticket, change: Change) {
        self.view_went_stale(change.records);
        self.note_claim(ticket, &change);
        self.workspace.committed(ticket, change);
        let open = self.beneath.as_mut().or(self.prompt.as_mut());
        if open.is_some_and(|prompt| prompt.get_mut().saved(&mut self.workspace, ticket)) {
            self.after_prompt(Next::Close);
        }
    }

    /// The case was changed by another program: what is in view is asked for again.
    pub(crate) fn changed(&mut self, progress: Progress) {
        self.view_went_stale(false);
        self.workspace.changed(progress);
    }

    /// A change was not written, for the file or its disk failed.
    pub(crate) fn change_not_saved(&mut self, ticket: Ticket, failed: &NotSaved) {
        let sentence = self.not_saved(ticket, failed);
        match self.pending.flights.iter().find(|flight| flight.ticket == ticket) {
            // What saves itself waits for no key, and no key waits for it.
            Some(flight) if flight.draft.is_some() => {
                if !flight.again {
                    self.refuse(&sentence);
                }
                self.pending.land(ticket);
            }
            _ => self.refused(ticket, &sentence),
        }
    }

    /// The case can be written again.
    pub(crate) fn writable_again(&mut self) {
        self.unsaved.why = None;
        self.say("the case can be written again");
        self.save_words();
    }

    /// A change, a question or an errand was not done.
    pub(crate) fn refused(&mut self, ticket: Ticket, sentence: &str) {
        if let Some(flight) = self.pending.land(ticket) {
            let back = self.change_refused(flight, sentence);
            self.each_prompt(|prompt, workspace| {
                let _ = prompt.refused(workspace, ticket, sentence);
            });
            if matches!(&self.prompt, Some(AnyPrompt::Verdict(prompt)) if prompt.offered) {
                self.prompt = None;
            }
            if let Some(place) = back.filter(|_| self.is_bare()) {
                let status = self.status.clone();
                self.go(place);
                self.status = status;
            }
            return;
        }
        let mut own = false;
        self.each_prompt(|prompt, workspace| own |= prompt.refused(workspace, ticket, sentence));
        if own {
            return;
        }
        if let Some(view) = &mut self.view
            && let Some(next) = view.get_mut().refused(&mut self.workspace, ticket, sentence)
        {
            return self.after_view(next);
        }
        if self.is_filter(ticket) {
            return self.lost(sentence);
        }
        self.question_refused(ticket, sentence);
    }
}
