//! Leaving the review.

use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::confirm::Confirm;
use crate::review::protocol::effect::Effect;
use crate::review::update::whole::Review;
use crossterm::event::KeyEvent;

impl Review {
    /// Leaves by a key; one that leaves from everywhere stops an import first.
    pub(crate) fn asked_to_leave(&mut self, key: &KeyEvent) {
        let everywhere = self.keymap.action(Context::Every, key) == Some(Action::Leave);
        if everywhere && self.import_can_be_stopped() {
            self.close_import_prompt();
            self.stop_import();
        } else {
            self.ask_to_leave();
        }
    }

    /// Leaves; while an import runs, after asking.
    pub(crate) fn ask_to_leave(&mut self) {
        match &self.workspace.importing {
            Some(importing) if self.import_can_be_stopped() => {
                let confirm = Confirm::leave(&importing.file);
                self.ask_above(confirm);
            }
            _ if self.holds_unsaved() => {
                self.keep_what_is_written();
                self.ask_above(Confirm::leave_unsaved(&self.workspace));
            }
            _ => self.leave(),
        }
    }

    /// Whether something is not in the case, or would not be.
    fn holds_unsaved(&self) -> bool {
        let open = self.beneath.as_ref().or(self.prompt.as_ref());
        let writing = matches!(open, Some(AnyPrompt::Note(note)) if note.changed);
        let entered = matches!(open, Some(AnyPrompt::Record(form)) if form.unkept.is_some());
        self.unsaved.holds_back() || writing && self.unsaved.why.is_some() || entered
    }

    fn keep_what_is_written(&mut self) {
        self.each_prompt(|prompt, workspace| prompt.left(workspace));
    }

    /// Asks above what is open, which is there again after a no.
    fn ask_above(&mut self, question: Confirm) {
        let open = self.prompt.replace(question.into());
        self.beneath = self.beneath.take().or(open);
    }

    /// Whether an import runs that can still be stopped and is not being stopped.
    fn import_can_be_stopped(&self) -> bool {
        self.importing.as_ref().is_some_and(|importing| !importing.stopping && !importing.progress.closing)
    }

    /// Leaves: what is being written is kept as a draft, an import is stopped.
    pub(crate) fn leave(&mut self) {
        self.keep_what_is_written();
        self.save_words();
        if self.writable.is_ok()
            && let Some(place) = self.place()
        {
            self.emit(Effect::SavePosition { claim: place.claim, evidence: place.evidence });
        }
        if !self.memory.read.is_empty() {
            let read = self.memory.read.clone();
            self.emit(Effect::SaveReading(read));
        }
        self.pending.typed.clear();
        if self.importing.is_some() {
            self.emit(Effect::StopImport);
        }
        self.emit(Effect::Quit);
    }
}
