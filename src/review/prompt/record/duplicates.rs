//! Sources that were entered more than once, two by two, to be combined.

use crate::domain::Key;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::candidates::{Candidate, Candidates};
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::FormOf;
use crate::review::state::geometry::list_box;
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The list.
#[derive(Debug, Clone)]
pub struct DuplicatesBox {
    /// The pairs.
    pub candidates: Candidates,
    /// Whether there are more than these.
    pub more: bool,
    /// Why they could not be looked for.
    pub error: Option<SafeText>,
    pairs: Vec<(Key, Key)>,
    asked: Option<Ticket>,
}

impl DuplicatesBox {
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let ticket = workspace.ask(Read::Duplicates);
        workspace.pending.wait = Some(Wait::Prompt(ticket));
        let candidates = Candidates::default();
        Some(Self { candidates, more: false, error: None, pairs: Vec::new(), asked: Some(ticket) })
    }

    /// Whether they are still looked for.
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }
}

impl Prompt for DuplicatesBox {
    fn context(&self) -> Context {
        Context::Search
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        let height = list_box(workspace.size).list.height.max(1);
        let page = isize::try_from(height).unwrap_or(1);
        match action {
            Some(Action::Cancel) => return Next::Close,
            Some(Action::Accept) => {
                let chosen = self.candidates.picked.and_then(|choice| self.pairs.get(choice.at));
                match chosen.cloned() {
                    Some((one, other)) => return Next::Combine(FormOf::Keyed(one), FormOf::Keyed(other)),
                    None => return Next::Close,
                }
            }
            Some(Action::MoveDown) => drop(self.candidates.pick(1, height)),
            Some(Action::MoveUp) => drop(self.candidates.pick(-1, height)),
            Some(Action::PageDown) => drop(self.candidates.pick(page, height)),
            Some(Action::PageUp) => drop(self.candidates.pick(-page, height)),
            _ => workspace.refuse("this is a list to choose from"),
        }
        Next::Stay
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Duplicates(found, more) = answer
            && self.asked.take_if(|asked| *asked == ticket).is_some()
        {
            workspace.pending.came(ticket);
            let one = |twice: &crate::review::protocol::record::Twice| {
                let ((first, name), (other, _)) = (&twice.first, &twice.other);
                Candidate::word(&format!("{first} {other}"), None, &format!("{}: {name}", twice.why))
            };
            self.candidates = Candidates::of(found.iter().map(one).collect(), true);
            self.pairs = found.into_iter().map(|twice| (twice.first.0, twice.other.0)).collect();
            self.more = more;
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.asked.take_if(|asked| *asked == ticket).is_some();
        if own {
            workspace.pending.came(ticket);
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
