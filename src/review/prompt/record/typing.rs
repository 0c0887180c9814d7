//! Typing in the line of a form that is in use, and choosing there.

use crate::domain::figures::Amount;
use crate::domain::shape::Takes;
use crate::review::keys::keymap::Action;
use crate::review::prompt::record::candidates::{Candidate, Candidates};
use crate::review::prompt::record::form::{ROWS, RecordForm};
use crate::review::prompt::record::line::Entered;
use crate::review::state::geometry::record_text;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

impl RecordForm {
    /// Offers what can be chosen in the line in use: what matches what is typed there, all where nothing is.
    pub(super) fn offer(&mut self, workspace: &mut Workspace) {
        self.candidates = Candidates::default();
        let Some(line) = self.lines.get(self.at) else { return };
        if let Entered::Names(names) = &line.entered {
            if self.typing || names.takes_more() {
                self.candidates.look_up(workspace, names.kind, names.input.text());
            }
            return;
        }
        let (all, first) = if self.typing { line.matching() } else { (line.words(), false) };
        self.candidates = Candidates::of(all, first);
        if matches!(line.field.takes, Takes::Date) && line.is_blank() {
            let today = Candidate::word(self.today.as_str(), None, "today");
            self.candidates = Candidates::of(vec![today], false);
        }
    }

    /// What is chosen stands in its line from then on, and money says its unit.
    pub(super) fn settle(&mut self) {
        let picked = self.candidates.take();
        let Some(line) = self.lines.get_mut(self.at) else { return };
        if let Some(stands) = picked {
            line.take(stands);
        }
        let Entered::Short(input) = &line.entered else { return };
        let amount = Amount::read(input.text()).filter(|_| matches!(line.field.takes, Takes::Number));
        let Some(Amount { number, unit: Some(unit) }) = amount else { return };
        let beside = self.lines.iter().position(|other| other.path == "unit" && other.list.is_none());
        let Some(beside) = beside else { return };
        let fits = self.lines[beside].is_blank() || self.lines[beside].says(unit);
        if fits {
            self.lines[beside].set(unit);
            self.lines[self.at].set(&number.to_string());
        }
    }

    /// Takes a key that types or moves in the line in use.
    pub(super) fn type_in(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) {
        let page = record_text(workspace.size);
        let Some(line) = self.lines.get_mut(self.at) else { return };
        let turns = match action {
            Some(Action::NextValue) => Some(true),
            Some(Action::PreviousValue) => Some(false),
            _ => None,
        };
        match turns {
            Some(forward) if line.is_closed() => {
                line.turn(forward);
                self.typing = false;
                self.offer(workspace);
            }
            Some(forward) if line.is_blank() && self.candidates.pick(if forward { 1 } else { -1 }, ROWS) => {}
            _ if line.key(key, page) => {
                self.typing = true;
                self.offer(workspace);
            }
            _ => {}
        }
    }

    /// Goes up or down: among what can be chosen, in a text of several rows, among the lines.
    pub(super) fn up_or_down(&mut self, workspace: &mut Workspace, by: isize, key: &KeyEvent) {
        let page = record_text(workspace.size);
        let chooses = self.typing || self.candidates.picked.is_some();
        if chooses && self.candidates.pick(by, ROWS) {
            return;
        }
        let Some(line) = self.lines.get_mut(self.at) else { return };
        if let Entered::Text(text) = &mut line.entered {
            let before = text.selection();
            text.key(key, page);
            if text.selection() != before {
                return;
            }
        }
        self.turn(workspace, by);
    }
}
