//! What an import that runs allows, and what it leaves behind.

use crate::domain::Key;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::Effect;
use crate::review::protocol::import::ImportProgress;
use crate::review::state::importing::Importing;
use crate::review::state::status::Reason;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;

impl Workspace {
    /// Why nothing is changed while an import runs.
    pub(crate) fn no_import(&self) -> Result<(), Reason> {
        match &self.importing {
            None => Ok(()),
            Some(importing) if importing.stopping => {
                Err(Reason::new("an import is being stopped; a moment, please"))
            }
            Some(importing) if importing.progress.closing => {
                Err(Reason::new("what an import read is being written down; a moment, please"))
            }
            Some(importing) => {
                let (key, what) = (self.keymap.say(Action::Back), importing.what());
                Err(Reason::new(format!("{what}; {key} stops it")))
            }
        }
    }

    /// Begins to import a file, or to attach it to a source.
    pub(crate) fn begin_import(&mut self, file: String, to: Option<Key>) {
        if to.is_none() {
            self.memory.import.clone_from(&file);
        }
        let name = file.rsplit('/').next().unwrap_or(&file);
        let progress = ImportProgress::default();
        self.importing = Some(Importing {
            file: SafeText::line(name),
            progress,
            stopping: false,
            attaching: to.is_some(),
        });
        self.emit(Effect::Import { file, to });
    }

    /// Asks the import to stop.
    pub(crate) fn stop_import(&mut self) {
        let Some(importing) = &mut self.importing else { return };
        if importing.progress.closing {
            return self.refuse("it is too late to stop the import: what it read is being written down");
        }
        if !std::mem::replace(&mut importing.stopping, true) {
            self.emit(Effect::StopImport);
        }
    }
}
