//! The question for a file to import, or to attach to a source.

use crate::domain::Key;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

#[derive(Debug, Clone, Default)]
pub struct ImportPrompt {
    pub input: Input,
    /// Why nothing was imported from it.
    pub error: Option<SafeText>,
    /// Whether the file is being looked at.
    pub waiting: bool,
    /// The source to which it is attached as a document, where it is one.
    pub to: Option<Key>,
}

impl ImportPrompt {
    /// With the file named for an import that was not made.
    pub(crate) fn open(workspace: &Workspace) -> Option<Self> {
        Some(Self { input: Input::new(&workspace.memory.import), ..Self::default() })
    }

    /// For a document of the source in use.
    pub(crate) fn attach(workspace: &Workspace) -> Option<Self> {
        Some(Self { to: Some(workspace.source()?.key.clone()), ..Self::default() })
    }

    /// Nothing was imported from the file that is being looked at; it can be named again.
    pub(crate) fn failed(&mut self, why: &str) {
        self.waiting = false;
        self.error = Some(SafeText::line(why));
    }
}

impl Prompt for ImportPrompt {
    fn context(&self) -> Context {
        Context::Prompt
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Cancel) => {
                if self.to.is_none() {
                    workspace.memory.import = self.input.text().to_owned();
                }
                if self.waiting {
                    workspace.stop_import();
                }
                return Next::Close;
            }
            // What is being looked at is not changed any more.
            _ if self.waiting => {}
            Some(Action::Accept) => {
                let file = self.input.text().trim().to_owned();
                if file.is_empty() {
                    let what = if self.to.is_some() { "attach" } else { "import" };
                    self.error = Some(SafeText::line(&format!("name the file to {what}")));
                } else {
                    self.error = None;
                    self.waiting = true;
                    workspace.begin_import(file, self.to.clone());
                }
            }
            _ => {
                if self.input.key(key) {
                    self.error = None;
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        if !self.waiting {
            self.error = None;
            self.input.insert(text.trim());
        }
    }
}
