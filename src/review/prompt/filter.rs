//! The prompt for the filter.

use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Ticket;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

#[derive(Debug, Clone, Default)]
pub struct FilterPrompt {
    pub input: Input,
    /// What is wrong with it.
    pub error: Option<SafeText>,
    /// Whether an answer is outstanding.
    pub waiting: bool,
}

impl FilterPrompt {
    /// With the filter in force.
    pub(crate) fn open(workspace: &Workspace) -> Option<Self> {
        let query = workspace.filter.as_ref().map_or("", |filter| filter.raw.as_str());
        Some(Self { input: Input::new(query), ..Self::default() })
    }
}

impl Prompt for FilterPrompt {
    fn context(&self) -> Context {
        Context::Prompt
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept) => {
                self.waiting = true;
                self.error = None;
                workspace.ask_filter(self.input.text().trim().to_owned());
            }
            Some(Action::Cancel) => return Next::Close,
            _ => {
                if self.input.key(key) {
                    self.error = None;
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = workspace.is_filter(ticket);
        if own {
            workspace.lost(sentence);
            workspace.status = None;
            self.waiting = false;
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
