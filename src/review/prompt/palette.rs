//! All actions by name.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::fuzzy;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::list_box;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteLine {
    pub action: Action,
    pub keys: String,
    /// Why it cannot be done now.
    pub disabled: Option<String>,
}

#[derive(Debug, Default)]
pub struct PaletteBox {
    pub input: Input,
    /// The actions that match, best first.
    pub lines: Vec<PaletteLine>,
    pub choice: Choice,
    /// Whether it is open over a view.
    in_view: bool,
}

impl PaletteBox {
    pub(crate) fn open(workspace: &Workspace, in_view: bool) -> Self {
        Self { lines: palette_lines(workspace, in_view, ""), in_view, ..Self::default() }
    }

    fn look_up(&mut self, workspace: &Workspace) {
        self.lines = palette_lines(workspace, self.in_view, self.input.text());
        self.choice = Choice::default();
    }
}

impl Prompt for PaletteBox {
    fn context(&self) -> Context {
        Context::List
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept) => {
                if let Some(line) = self.lines.get(self.choice.at) {
                    return Next::Perform(line.action);
                }
                workspace.refuse("no action of that name");
                return Next::Close;
            }
            Some(Action::Cancel) => return Next::Close,
            Some(action) => {
                let height = list_box(workspace.size).list.height;
                self.choice.reach(Reach::of(action), self.lines.len(), height);
            }
            None => {
                if self.input.key(key) {
                    self.look_up(workspace);
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
        self.look_up(workspace);
    }
}

/// The actions of the review; with something looked for, those that match, best first.
pub(crate) fn palette_lines(workspace: &Workspace, in_view: bool, wanted: &str) -> Vec<PaletteLine> {
    let actions: Vec<Action> = Action::ALL
        .iter()
        .copied()
        .filter(|action| action.contexts().contains(&Context::Review) && *action != Action::Palette)
        .collect();
    let texts: Vec<String> =
        actions.iter().map(|action| format!("{} {}", action.name(), action.sentence())).collect();
    let order =
        if wanted.trim().is_empty() { (0..actions.len()).collect() } else { fuzzy::ranked(wanted, &texts) };
    let keys = |action| workspace.keymap.keys(Context::Review, action).map(|key| key.to_string());
    order
        .into_iter()
        .filter_map(|at| actions.get(at).copied())
        .map(|action| PaletteLine {
            action,
            keys: keys(action).collect::<Vec<_>>().join(" "),
            disabled: action.enabled(workspace, in_view).err().map(|reason| reason.0),
        })
        .collect()
}
