//! The words to be found in the document that is open.

use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

#[derive(Debug, Clone, Default)]
pub struct FindPrompt {
    pub input: Input,
}

impl FindPrompt {
    pub(crate) fn open(_workspace: &Workspace) -> Option<Self> {
        Some(Self::default())
    }
}

impl Prompt for FindPrompt {
    fn context(&self) -> Context {
        Context::Prompt
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept) => {
                let words = self.input.text().trim().to_owned();
                workspace.memory.sought = Some(words).filter(|words| !words.is_empty());
                return Next::Close;
            }
            Some(Action::Cancel) => return Next::Close,
            _ => self.input.key(key),
        };
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
    }
}
