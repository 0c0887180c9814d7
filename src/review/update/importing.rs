//! News of an import, for the review and the prompt that began it.

use crate::review::prompt::AnyPrompt;
use crate::review::prompt::import::ImportPrompt;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::update::whole::Review;

impl Review {
    /// An import has come further.
    pub(crate) fn import_goes_on(&mut self, progress: ImportProgress) {
        let Some(importing) = &mut self.importing else { return };
        importing.progress = progress;
        self.close_import_prompt();
    }

    /// The prompt whose file is being looked at.
    fn import_prompt(&mut self) -> Option<&mut ImportPrompt> {
        match &mut self.prompt {
            Some(AnyPrompt::Import(prompt)) if prompt.waiting => Some(prompt),
            _ => None,
        }
    }

    pub(crate) fn close_import_prompt(&mut self) {
        if self.import_prompt().is_some() {
            self.prompt = None;
        }
    }

    /// An import has ended.
    pub(crate) fn import_ended(&mut self, end: ImportEnd) {
        let Some(importing) = self.importing.take() else { return };
        match end {
            ImportEnd::Done { says, refused, progress } => {
                self.close_import_prompt();
                if !importing.attaching {
                    self.memory.import.clear();
                }
                if let Some(filter) = &mut self.filter {
                    filter.stale = true;
                }
                self.changed(progress);
                if refused { self.refuse(&says) } else { self.say(&says) }
            }
            ImportEnd::Stopped => {
                self.close_import_prompt();
                let what = if importing.attaching { "reading" } else { "the import of" };
                self.say(&format!("{what} {} was stopped; the case is as it was", importing.file));
            }
            ImportEnd::Failed(why) => match self.import_prompt() {
                Some(prompt) => prompt.failed(&why),
                None => self.refuse(&why),
            },
        }
    }
}
