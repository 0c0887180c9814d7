//! Records taken out of the case: what hangs on them is named before it is asked.

use crate::domain::Target;
use crate::domain::hanging::joined;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::asking::Asking;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{FormOf, TakingOut};
use crate::review::state::pending::Wait;
use crate::review::state::sheet::{Look, SheetLine};
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question.
#[derive(Debug, Clone)]
pub struct TakeOut {
    pub asking: Asking,
    /// What is taken out, and what hangs on it; none while that is looked for.
    pub found: Option<TakingOut>,
    /// What is selected once it is out.
    next: Option<Target>,
}

/// At most this many of the records that were named stand in the title.
const TITLED: usize = 4;

impl TakeOut {
    pub(crate) fn open(workspace: &mut Workspace, of: Vec<FormOf>, next: Option<Target>) -> Self {
        Self { asking: Asking::new(workspace.ask(Read::Hanging { of })), found: None, next }
    }

    /// "Take out E-1 and E-2".
    pub fn title(&self) -> SafeText {
        let Some(found) = &self.found else { return SafeText::chrome("Take out") };
        let keys: Vec<String> =
            found.records.iter().take(TITLED).map(|(_, (key, _))| key.to_string()).collect();
        SafeText::line(&match found.records.len() - keys.len() {
            0 => format!("Take out {}", joined(&keys)),
            more => format!("Take out {} and {more} more", keys.join(", ")),
        })
    }

    fn yes(&mut self, workspace: &mut Workspace) -> Next {
        let Some(found) = self.found.take() else {
            self.asking.not_yet(workspace, "what hangs on it is not known yet");
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

/// The records, what happens besides, the first of what goes with them.
fn lines(found: &TakingOut) -> Vec<SheetLine> {
    let record = |key: String, text: &str| SheetLine::new(1, text, Look::Plain).column(key, 5, Look::Key);
    let mut all: Vec<SheetLine> =
        found.records.iter().map(|(_, (key, name))| record(key.to_string(), name)).collect();
    all.push(SheetLine::blank());
    all.extend(found.sentences().iter().map(|sentence| SheetLine::new(1, sentence, Look::Warning)));
    if !found.first.is_empty() {
        all.push(SheetLine::blank());
    }
    for going in &found.first {
        let said = if going.said.is_empty() { String::new() } else { format!(" (you: {})", going.said) };
        all.push(record(going.titled.0.to_string(), &format!("{}{said}", going.titled.1)));
    }
    all
}

impl Prompt for TakeOut {
    fn context(&self) -> Context {
        Context::Confirm
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        match self.asking.key(workspace, action) {
            Some(true) => self.yes(workspace),
            Some(false) => Next::Close,
            None => Next::Stay,
        }
    }

    fn hints(&self) -> &'static [Action] {
        Asking::hints()
    }

    fn follow(&mut self, workspace: &Workspace) {
        if let Some(found) = &self.found {
            self.asking.follow(workspace, |_| lines(found));
        }
    }

    fn answer(&mut self, _workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Hanging(found) = answer
            && self.asking.came(ticket)
        {
            match found.hanging.refusal() {
                Some(why) => self.asking.error = Some(SafeText::line(&why)),
                None => self.found = Some(*found),
            }
        }
        Next::Stay
    }

    fn refused(&mut self, _workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        self.asking.refused(ticket, sentence)
    }
}
