//! What every prompt does.

use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::protocol::effect::Ticket;
use crate::review::protocol::msg::Answer;
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// Something that is open over the panes or a view and takes the keys until it closes. It keeps what is
/// typed and chosen itself, and acts on the workspace.
pub(crate) trait Prompt {
    /// The table in which its keys are looked up.
    fn context(&self) -> Context;

    /// Acts on a key, and on the action it has in that table, if any.
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next;

    /// Takes pasted text in.
    fn paste(&mut self, workspace: &mut Workspace, _text: &str) {
        workspace.refuse_paste();
    }

    /// The keys worth showing now, most useful first.
    fn hints(&self) -> &'static [Action] {
        use Action::*;
        match self.context() {
            Context::Confirm => &[Yes, No],
            Context::Note => &[SaveNote, TogglePrivate, DiscardNote],
            Context::Form => &[Accept, NextField, MoveDown, NextValue, Cancel],
            Context::Search => &[Accept, MoveDown, MoveUp, Cancel],
            _ => &[Accept, Cancel],
        }
    }

    /// Whether a key that closes it need not wait for the answer that keys are kept for.
    fn gives_up(&self) -> bool {
        false
    }

    /// How many lines its box has, where what stands behind it is to stay in sight.
    fn lines_in_sight(&self) -> u16 {
        0
    }

    /// Brings what it shows in line with the size of the screen.
    fn follow(&mut self, _workspace: &Workspace) {}

    /// Takes in an answer to a question it asked; one to an older question changes nothing.
    fn answer(&mut self, _workspace: &mut Workspace, _ticket: Ticket, _answer: Answer) -> Next {
        Next::Stay
    }

    /// A question or an errand was refused: says so where it is its own.
    fn refused(&mut self, _workspace: &mut Workspace, _ticket: Ticket, _sentence: &str) -> bool {
        false
    }

    /// A change is committed: says whether it is the one that the prompt stays open for.
    fn saved(&mut self, _workspace: &mut Workspace, _ticket: Ticket) -> bool {
        false
    }

    /// The time of a timer has come.
    fn timer(&mut self, _workspace: &mut Workspace, _ticket: Ticket) {}

    /// The review is left while it is open: keeps what would be lost.
    fn left(&mut self, _workspace: &mut Workspace) {}
}
