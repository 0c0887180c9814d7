//! Leaving the review.

use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::confirm::Confirm;
use crate::review::protocol::effect::Effect;
use crate::review::update::whole::Review;
use crossterm::event::KeyEvent;

impl Review {
    /// Leaves; while an import runs, after asking. A key that leaves from everywhere stops the import
    /// first.
    pub(crate) fn asked_to_leave(&mut self, key: &KeyEvent) {
        let everywhere = self.keymap.action(Context::Every, key) == Some(Action::Leave);
        match &self.workspace.importing {
            Some(importing) if importing.stopping || importing.progress.closing => self.leave(),
            Some(_) if everywhere => {
                self.close_import_prompt();
                self.stop_import();
            }
            Some(importing) => {
                self.view = None;
                self.prompt = Some(Confirm::leave(&importing.file).into());
            }
            None => self.leave(),
        }
    }

    /// Leaves: what is being written is kept as a draft, an import is stopped.
    pub(crate) fn leave(&mut self) {
        if let Some(prompt) = &mut self.prompt {
            prompt.get_mut().left(&mut self.workspace);
        }
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
}
