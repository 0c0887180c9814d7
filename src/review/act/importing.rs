//! An import that runs while the review goes on.

use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::Mode;
use crate::review::prompt::confirm::{Confirm, Yes};
use crate::review::protocol::effect::Effect;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::state::Review;
use crate::review::state::status::Reason;
use crate::text::{SafeText, duration, grouped};
use crossterm::event::KeyEvent;

/// An import under way.
#[derive(Debug, Clone)]
pub struct Importing {
    /// The name of the file.
    pub file: SafeText,
    /// How far it has come.
    pub far: ImportProgress,
    /// Whether it was asked to stop.
    pub stopping: bool,
}

impl Importing {
    /// How far it has come, in words.
    #[must_use]
    pub fn says(&self) -> String {
        if self.stopping {
            return "stopping …".to_owned();
        }
        let records = format!("{} records", grouped(self.far.records));
        if self.far.closing {
            return format!("{records} read, now written down …");
        }
        let percent = self.far.percent.map(|percent| format!("{percent} %"));
        let left = self.far.left.map(|left| format!("{} left", duration(left)));
        percent.into_iter().chain([records]).chain(left).collect::<Vec<_>>().join(", ")
    }
}

impl Review {
    /// Why nothing is changed while an import runs.
    pub(crate) fn no_import(&self) -> Result<(), Reason> {
        match &self.importing {
            None => Ok(()),
            Some(importing) if importing.stopping => {
                Err(Reason::new("an import is being stopped; a moment, please"))
            }
            Some(importing) if importing.far.closing => {
                Err(Reason::new("what an import read is being written down; a moment, please"))
            }
            Some(_) => {
                let key = self.keymap.say(Action::Back);
                Err(Reason::new(format!("an import is running; {key} stops it")))
            }
        }
    }

    /// An import has come further.
    pub(crate) fn import_goes_on(&mut self, far: ImportProgress) {
        let Some(importing) = &mut self.importing else { return };
        importing.far = far;
        self.close_import_prompt();
    }

    fn close_import_prompt(&mut self) {
        if matches!(&self.mode, Mode::Import(prompt) if prompt.waiting) {
            self.mode = Mode::Review;
        }
    }

    /// An import has ended.
    pub(crate) fn import_ended(&mut self, ended: ImportEnd) {
        let Some(importing) = self.importing.take() else { return };
        match ended {
            ImportEnd::Done { says, refused, progress } => {
                self.close_import_prompt();
                self.memory.imported = true;
                self.memory.import.clear();
                self.pending.stale_filter = self.filter.is_some();
                self.changed(progress);
                if refused { self.refuse(&says) } else { self.say(&says) }
            }
            ImportEnd::Stopped => {
                self.close_import_prompt();
                self.say(&format!("the import of {} was stopped; the case is as it was", importing.file));
            }
            ImportEnd::Failed(why) => match &mut self.mode {
                Mode::Import(prompt) if prompt.waiting => {
                    prompt.waiting = false;
                    prompt.error = Some(SafeText::line(&why));
                }
                _ => self.refuse(&why),
            },
        }
    }

    /// Asks the import to stop.
    pub(crate) fn stop_import(&mut self) {
        let Some(importing) = &mut self.importing else { return };
        if importing.far.closing {
            return self.refuse("it is too late to stop the import: what it read is being written down");
        }
        if !std::mem::replace(&mut importing.stopping, true) {
            self.emit(Effect::StopImport);
        }
    }

    /// Leaves; while an import runs, after asking. A key that leaves from everywhere stops the import
    /// first.
    pub(crate) fn asked_to_leave(&mut self, key: &KeyEvent) {
        let everywhere = self.keymap.action(Context::Every, key) == Some(Action::Leave);
        match &self.importing {
            Some(importing) if importing.stopping || importing.far.closing => self.leave(),
            Some(_) if everywhere => {
                self.close_import_prompt();
                self.stop_import();
            }
            Some(importing) => {
                self.mode = Mode::Confirm(Confirm {
                    question: SafeText::line("an import is running: stop it and leave?"),
                    about: Some(SafeText::line(&format!("{} is not in the case then", importing.file))),
                    yes: Yes::Leave,
                });
            }
            None => self.leave(),
        }
    }
}
