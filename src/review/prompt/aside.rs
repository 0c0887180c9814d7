//! Setting aside, with a reason.

use crate::domain::{Annotation, Target};
use crate::review::act::next::Next;
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Write;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question for a reason.
#[derive(Debug, Clone)]
pub struct AsidePrompt {
    /// What is set aside.
    pub targets: Vec<Target>,
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// What it is about, to stay in sight.
    pub about: About,
    pub input: Input,
}

impl AsidePrompt {
    /// For all that is marked, or else what is in use; what is set aside already is taken up again.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        if workspace.take_up() {
            return None;
        }
        let target = workspace.target()?;
        let targets = match workspace.marks.as_slice() {
            [] => vec![target],
            marks => marks.iter().copied().map(Target::evidence).collect(),
        };
        let (title, about) = (workspace.title_of(target), About::acted_on(workspace));
        Some(Self { targets, title, about, input: Input::default() })
    }

    fn set_aside(&mut self, workspace: &mut Workspace) -> Next {
        let reason = self.input.text().trim().to_owned();
        if reason.is_empty() {
            workspace.refuse("setting aside needs a reason, so that you know it later");
            return Next::Stay;
        }
        let targets = std::mem::take(&mut self.targets);
        let expected: Vec<_> = targets
            .iter()
            .map(|target| {
                let said = workspace.expected(target.item);
                (target.item, said.map(|said| Annotation { aside: Some(reason.clone()), ..said }))
            })
            .collect();
        let back = workspace.here();
        let flight = workspace.write_marked(Write::Aside { targets, reason: Some(reason) });
        flight.expected = expected;
        flight.back = back;
        Next::Close
    }
}

impl Prompt for AsidePrompt {
    fn context(&self) -> Context {
        Context::Prompt
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept) => return self.set_aside(workspace),
            Some(Action::Cancel) => return Next::Close,
            _ => self.input.key(key),
        };
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
    }
}
