//! A question of yes or no with much to be read first: what has to be known, in lines to page through.

use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::Action;
use crate::review::prompt::confirm::explain;
use crate::review::protocol::effect::Ticket;
use crate::review::state::geometry::question;
use crate::review::state::sheet::{Sheet, SheetLine};
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;

/// The question, while what has to be known is looked for and read.
#[derive(Debug, Clone)]
pub struct Asking {
    /// What is to be read.
    pub sheet: Sheet,
    /// Why it could not be looked for.
    pub error: Option<SafeText>,
    asked: Option<Ticket>,
}

impl Asking {
    /// Once this was asked of the case. No key waits for the answer: a yes is meant for what was read.
    pub(crate) fn new(asked: Ticket) -> Self {
        Self { sheet: Sheet::default(), error: None, asked: Some(asked) }
    }

    /// Whether an answer is the one that was asked for.
    pub(crate) fn came(&mut self, ticket: Ticket) -> bool {
        self.asked.take_if(|asked| *asked == ticket).is_some()
    }

    /// It was refused; says whether it was this.
    pub(crate) fn refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        let own = self.came(ticket);
        if own {
            self.error = Some(SafeText::line(sentence));
        }
        own
    }

    /// Says why a yes does nothing: what has to be known could not be found, or is not there yet.
    pub(crate) fn not_yet(&self, workspace: &mut Workspace, yet: &str) {
        workspace.refuse(self.error.as_ref().map_or(yet, SafeText::as_str));
    }

    /// Acts on a key; whether it says yes or no, where it does.
    pub(crate) fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Option<bool> {
        match (action, action.and_then(Reach::of)) {
            (Some(Action::Yes), _) => return Some(true),
            (Some(Action::No), _) => {
                workspace.say("nothing was done");
                return Some(false);
            }
            (_, Some(reach)) => {
                let height = question(workspace.size, &self.sheet).height;
                self.sheet.scroll(reach.lines(height), height);
            }
            _ => explain(workspace),
        }
        None
    }

    /// The keys: those that answer, and those that page.
    pub(crate) const fn hints() -> &'static [Action] {
        &[Action::Yes, Action::No, Action::MoveDown, Action::PageDown]
    }

    /// Brings what is to be read in line with the size of the screen.
    pub(crate) fn follow(&mut self, workspace: &Workspace, lines: impl FnOnce(u16) -> Vec<SheetLine>) {
        let place = question(workspace.size, &self.sheet);
        if self.sheet.width() != place.width {
            let mut wrapped = Sheet::new(lines(place.width), place.width);
            wrapped.keep(&self.sheet, place.height);
            self.sheet = wrapped;
        }
        self.sheet.fit(question(workspace.size, &self.sheet).height);
    }
}
