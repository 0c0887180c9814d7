//! What is to be made, or edited: a letter says it, and so does a line that is gone to.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// What can be made, in the order of the menu.
const MAKES: &[Action] = &[
    Action::MakeClaim,
    Action::MakeEvidence,
    Action::MakeSource,
    Action::MakeFigure,
    Action::MakeRequest,
    Action::MakeGap,
    Action::MakeDerivation,
    Action::MakeParty,
];

/// What can be edited.
const EDITS: &[Action] = &[
    Action::EditClaim,
    Action::EditEvidence,
    Action::EditSource,
    Action::EditFigure,
    Action::EditRequest,
    Action::EditGap,
    Action::EditDerivation,
    Action::EditParty,
    Action::EditCase,
];

/// The menu.
#[derive(Debug, Clone)]
pub struct RecordMenu {
    /// Whether something is to be edited, rather than made.
    pub edits: bool,
    /// The line in use.
    pub choice: Choice,
}

impl RecordMenu {
    pub(crate) const fn make() -> Self {
        Self { edits: false, choice: Choice { at: 0, top: 0 } }
    }

    /// Begins with what is selected.
    pub(crate) fn edit(subject: &Subject) -> Self {
        let kind = match subject.records.as_slice() {
            [one] => one.kind(),
            _ => None,
        };
        let selected = EDITS.iter().position(|action| kind.is_some() && action.edits() == kind);
        let at = selected.unwrap_or_else(|| match (subject.claim, subject.evidence, &subject.source) {
            (_, Some(_), _) => 1,
            (_, None, Some(_)) => 2,
            (Some(_), ..) => 0,
            (None, None, None) => EDITS.len() - 1,
        });
        Self { edits: true, choice: Choice { at, top: 0 } }
    }

    /// The lines.
    pub const fn actions(&self) -> &'static [Action] {
        if self.edits { EDITS } else { MAKES }
    }
}

impl Prompt for RecordMenu {
    fn context(&self) -> Context {
        if self.edits { Context::Edit } else { Context::Make }
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        let actions = self.actions();
        match action {
            Some(Action::Cancel) => return Next::Close,
            Some(Action::Accept) => return Next::Perform(actions[self.choice.at.min(actions.len() - 1)]),
            Some(action) if actions.contains(&action) => return Next::Perform(action),
            Some(action) => {
                let height = u16::try_from(actions.len()).unwrap_or(u16::MAX);
                self.choice.reach(Reach::of(action), actions.len(), height);
            }
            None => workspace.refuse("one of the letters says what"),
        }
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Accept, Action::MoveDown, Action::MoveUp, Action::Cancel]
    }
}
