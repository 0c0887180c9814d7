//! Records taken out of the case: what hangs on them is named before it is asked.

use crate::domain::Target;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::confirm::explain;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{FormOf, TakingOut};
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question.
#[derive(Debug, Clone)]
pub struct TakeOut {
    /// What is taken out, and what hangs on it; none while that is looked for.
    pub found: Option<TakingOut>,
    /// Why it could not be looked for.
    pub error: Option<SafeText>,
    asked: Option<Ticket>,
    /// What is selected once it is out.
    next: Option<Target>,
}

impl TakeOut {
    pub(crate) fn open(workspace: &mut Workspace, of: Vec<FormOf>, next: Option<Target>) -> Self {
        // No key waits for the answer: a yes is meant for what was read.
        let asked = Some(workspace.ask(Read::Hanging { of }));
        Self { found: None, error: None, asked, next }
    }

    fn yes(&mut self, workspace: &mut Workspace) -> Next {
        let Some(found) = self.found.take() else {
            workspace.refuse("what hangs on it is not known yet");
            return Next::Stay;
        };
        let items = found.records.into_iter().map(|(target, _)| target).collect();
        let flight = workspace.write(Write::TakeOut { items, hanging: Box::new(found.hanging) });
        (flight.stays, flight.next) = (true, self.next);
        let ticket = flight.ticket;
        workspace.marks.clear();
        workspace.pending.wait = Some(Wait::Commit(ticket));
        Next::Close
    }
}

impl Prompt for TakeOut {
    fn context(&self) -> Context {
        Context::Confirm
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        match action {
            Some(Action::Yes) => return self.yes(workspace),
            Some(Action::No) => {
                workspace.say("nothing was done");
                return Next::Close;
            }
            _ => explain(workspace),
        }
        Next::Stay
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Hanging(found) = answer
            && self.asked.take_if(|asked| *asked == ticket).is_some()
        {
            if let Some(why) = found.hanging.refusal() {
                workspace.refuse(&why);
                return Next::Close;
            }
            self.found = Some(*found);
        }
        Next::Stay
    }

    fn refused(&mut self, _workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.asked.take_if(|asked| *asked == ticket).is_some();
        if own {
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
