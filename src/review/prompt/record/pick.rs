//! Which record of a kind is to be edited, or is the same as the one selected.

use crate::domain::Kind;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::candidates::{Candidates, Stands};
use crate::review::prompt::record::names::Names;
use crate::review::protocol::effect::Ticket;
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::FormOf;
use crate::review::state::geometry::list_box;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// What a record is chosen for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickedFor {
    /// To be edited.
    Editing,
    /// To be combined with this one, which stays.
    Combining(FormOf),
}

/// The question.
#[derive(Debug, Clone)]
pub struct RecordPicker {
    /// What for.
    pub what_for: PickedFor,
    /// The record that another is combined with, once that is known: key and name.
    pub with: Option<SafeText>,
    /// What is typed.
    pub names: Names,
    /// The records that match.
    pub candidates: Candidates,
    /// What is wrong.
    pub error: Option<SafeText>,
}

impl RecordPicker {
    pub(crate) fn open(workspace: &mut Workspace, kind: Kind, what_for: PickedFor) -> Self {
        let (names, candidates) = (Names::one(kind, None), Candidates::default());
        let mut picker = Self { what_for, with: None, names, candidates, error: None };
        picker.look_up(workspace);
        picker
    }

    fn look_up(&mut self, workspace: &mut Workspace) {
        let text = self.names.input.text();
        match &self.what_for {
            PickedFor::Editing => self.candidates.look_up(workspace, self.names.kind, text),
            PickedFor::Combining(of) => self.candidates.look_up_others(workspace, of, text),
        }
    }

    fn accept(&mut self) -> Next {
        if let Some(stands @ Stands::Record(..)) = self.candidates.take() {
            self.names.take(stands);
        }
        match self.names.read_key() {
            Ok(Some(key)) => {
                return match &self.what_for {
                    PickedFor::Editing => Next::Edit(FormOf::Keyed(key)),
                    PickedFor::Combining(of) => Next::Combine(of.clone(), FormOf::Keyed(key)),
                };
            }
            Ok(None) => {
                let one = self.names.kind.one();
                self.error = Some(SafeText::line(&format!("choose {one}, or type its key")));
            }
            Err(why) => self.error = Some(SafeText::line(&why)),
        }
        Next::Stay
    }
}

impl Prompt for RecordPicker {
    fn context(&self) -> Context {
        Context::Search
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        use Action::{Accept, Cancel, MoveDown, MoveUp, PageDown, PageUp};
        let height = list_box(workspace.size).list.height.max(1);
        self.error = None;
        let chooses = matches!(action, Some(Accept | MoveDown | MoveUp | PageDown | PageUp));
        if chooses && self.candidates.keeps(workspace, key) {
            return Next::Stay;
        }
        let page = isize::try_from(height).unwrap_or(1);
        match action {
            Some(Accept) => return self.accept(),
            Some(Cancel) => return Next::Close,
            Some(MoveDown) => drop(self.candidates.pick(1, height)),
            Some(MoveUp) => drop(self.candidates.pick(-1, height)),
            Some(PageDown) => drop(self.candidates.pick(page, height)),
            Some(PageUp) => drop(self.candidates.pick(-page, height)),
            _ => {
                if self.names.key(key) {
                    self.look_up(workspace);
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.names.paste(text);
        self.look_up(workspace);
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        let typed = (self.names.kind, self.names.input.text(), false);
        match answer {
            Answer::Named(records) => drop(self.candidates.found(workspace, ticket, records, typed)),
            Answer::Others(others) => {
                let (key, name) = &others.of;
                self.with = Some(SafeText::line(&format!("{key} {name}")));
                self.candidates.found_others(workspace, ticket, *others);
            }
            _ => {}
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.candidates.lost(workspace, ticket);
        if own {
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
