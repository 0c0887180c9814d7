//! The question for a file to import.

use crate::review::act::importing::Importing;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Effect;
use crate::review::protocol::import::ImportProgress;
use crate::review::state::Review;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question.
#[derive(Debug, Clone, Default)]
pub struct ImportPrompt {
    /// The file.
    pub input: Input,
    /// Why nothing was imported from it.
    pub error: Option<SafeText>,
    /// Whether the file is being looked at.
    pub waiting: bool,
}

impl Review {
    pub(crate) fn open_import(&mut self) {
        let input = Input::new(&self.memory.import);
        self.mode = Mode::Import(ImportPrompt { input, error: None, waiting: false });
    }

    pub(crate) fn import_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Import(prompt) = &mut self.mode else { return };
        match action {
            Some(Action::Cancel) => {
                let waiting = prompt.waiting;
                self.memory.import = prompt.input.text().to_owned();
                self.mode = Mode::Review;
                if waiting {
                    self.stop_import();
                }
            }
            // What is being looked at is not changed any more.
            _ if prompt.waiting => {}
            Some(Action::Accept) => {
                let file = prompt.input.text().trim().to_owned();
                if file.is_empty() {
                    prompt.error = Some(SafeText::line("name the file to import"));
                    return;
                }
                prompt.error = None;
                prompt.waiting = true;
                self.memory.import.clone_from(&file);
                let name = file.rsplit('/').next().unwrap_or(&file);
                self.importing = Some(Importing {
                    file: SafeText::line(name),
                    far: ImportProgress::default(),
                    stopping: false,
                });
                self.emit(Effect::Import { file });
            }
            _ => {
                if prompt.input.key(key) {
                    prompt.error = None;
                }
            }
        }
    }

    pub(crate) fn import_paste(&mut self, text: &str) {
        let Mode::Import(prompt) = &mut self.mode else { return };
        if !prompt.waiting {
            prompt.error = None;
            prompt.input.insert(text.trim());
        }
    }
}
