//! A question to be answered with yes or no.

use crate::domain::{Annotation, ItemId};
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::Mode;
use crate::review::protocol::effect::{Effect, Write};
use crate::review::state::Review;
use crate::review::state::queries::Wait;
use crate::text::SafeText;

/// The question, and what a yes does.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// The question.
    pub question: SafeText,
    /// What it is about, on lines of its own (an address in full).
    pub about: Option<SafeText>,
    pub(crate) yes: Yes,
}

/// What a yes does.
#[derive(Debug, Clone)]
pub(crate) enum Yes {
    /// Opens an address.
    OpenUrl(String),
    /// Says the same of all undecided evidence on the same material.
    RepeatOnMaterial(ItemId, Box<Annotation>),
    /// Leaves, and stops an import.
    Leave,
}

impl Review {
    /// A key while a question is asked.
    pub(crate) fn confirm_key(&mut self, action: Option<Action>) {
        if let Mode::Note(_) = &self.mode {
            return self.discard_answer(action);
        }
        match action {
            Some(Action::Yes) => {
                let Mode::Confirm(confirm) = std::mem::take(&mut self.mode) else { return };
                match confirm.yes {
                    Yes::OpenUrl(url) => self.emit(Effect::OpenUrl(url)),
                    Yes::Leave => self.leave(),
                    Yes::RepeatOnMaterial(item, judgement) => {
                        let back = self.place_of(item);
                        let judgement = *judgement;
                        let flight = self.write(Write::RepeatOnMaterial { item, judgement });
                        flight.back = back;
                        flight.stays = true;
                        let ticket = flight.ticket;
                        self.pending.wait = Some(Wait::Commit(ticket));
                    }
                }
            }
            Some(Action::No) => {
                self.mode = Mode::Review;
                self.say("nothing was done");
            }
            _ => self.explain_confirm(),
        }
    }

    pub(crate) fn explain_confirm(&mut self) {
        let of = |action| self.keymap.key_for(Context::Confirm, action).unwrap_or_default();
        let (yes, no) = (of(Action::Yes), of(Action::No));
        self.refuse(&format!("{yes} for yes, {no} for no"));
    }
}
