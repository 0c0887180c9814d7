//! All keys, to be searched.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context, Group};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::fuzzy;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::list_box;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// Where the keys below work.
    Heading(&'static str),
    /// A key and what it does.
    Entry {
        /// Its keys, as `r` or `Tab l`; empty where only the palette has it.
        keys: String,
        /// The action's name.
        name: &'static str,
        /// What it does: a sentence.
        sentence: &'static str,
        /// Why it cannot be done now.
        disabled: Option<String>,
    },
}

#[derive(Debug, Default)]
pub struct HelpBox {
    pub input: Input,
    /// The lines that match.
    pub lines: Vec<HelpLine>,
    pub choice: Choice,
    /// Whether it is open over a view.
    in_view: bool,
}

impl HelpBox {
    pub(crate) fn open(workspace: &Workspace, in_view: bool) -> Self {
        Self { lines: help_lines(workspace, in_view, ""), in_view, ..Self::default() }
    }

    fn look_up(&mut self, workspace: &Workspace) {
        self.lines = help_lines(workspace, self.in_view, self.input.text());
        self.choice = Choice::default();
    }
}

impl Prompt for HelpBox {
    fn context(&self) -> Context {
        Context::List
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept | Action::Cancel) => return Next::Close,
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

/// All actions with their keys, where they work; with something looked for, those that match, best
/// first. What works in the view it is open over comes first.
pub(crate) fn help_lines(workspace: &Workspace, in_view: bool, wanted: &str) -> Vec<HelpLine> {
    let mut all = Vec::new();
    let mut contexts = Context::ALL.to_vec();
    contexts.sort_by_key(|context| !(in_view && *context == Context::View));
    for context in &contexts {
        let start = all.len();
        for group in Group::ALL {
            let here = |action: &&Action| action.group() == *group && action.contexts().contains(context);
            let entries = Action::ALL.iter().filter(here);
            all.extend(entries.filter_map(|action| entry(workspace, in_view, *context, *action)));
        }
        if all.len() > start {
            all.insert(start, HelpLine::Heading(context.heading()));
        }
    }
    if wanted.trim().is_empty() {
        return all;
    }
    all.retain(|line| matches!(line, HelpLine::Entry { .. }));
    let texts: Vec<String> = all
        .iter()
        .map(|line| match line {
            HelpLine::Heading(text) => (*text).to_owned(),
            HelpLine::Entry { keys, name, sentence, .. } => format!("{keys} {name} {sentence}"),
        })
        .collect();
    fuzzy::ranked(wanted, &texts).into_iter().filter_map(|at| all.get(at).cloned()).collect()
}

fn entry(workspace: &Workspace, in_view: bool, context: Context, action: Action) -> Option<HelpLine> {
    let keys = workspace.keymap.keys_text(context, action);
    let elsewhere = workspace.keymap.keys(context, action).next().is_some();
    if keys.is_empty() && (elsewhere || context != Context::Review) {
        return None;
    }
    let disabled = match context {
        Context::Review => action.enabled(workspace, in_view).err().map(|reason| reason.0),
        _ => None,
    };
    Some(HelpLine::Entry { keys, name: action.name(), sentence: action.sentence(), disabled })
}
