//! Searching the case while typing.

use crate::domain::{Kind, query};
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::state::geometry::list_box;
use crate::review::state::lines::HitLine;
use crate::review::state::memory::Stepping;
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

#[derive(Debug, Clone, Default)]
pub struct SearchBox {
    /// What is searched for.
    pub input: Input,
    /// What was found so far.
    pub hits: Vec<HitLine>,
    /// How many there are, as far as they were counted.
    pub count: u64,
    /// Whether there are more than were counted.
    pub more: bool,
    pub choice: Choice,
    /// Why there is no answer.
    pub error: Option<SafeText>,
    /// The kind of records that are looked for, where it is one alone: what a view lists.
    pub only: Option<Kind>,
    asked: Option<Ticket>,
}

impl SearchBox {
    pub(crate) fn open(workspace: &Workspace) -> Option<Self> {
        Some(Self { only: workspace.listed.as_ref().map(|listed| listed.kind), ..Self::default() })
    }

    /// Whether an answer is outstanding.
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// The words it looks for, in lower case.
    #[must_use]
    pub fn sought(&self) -> Vec<String> {
        let words = query::loose(self.input.text());
        words.iter().flat_map(|word| word.text.split_whitespace()).map(str::to_lowercase).collect()
    }

    fn search(&mut self, workspace: &mut Workspace) {
        let text = self.input.text().trim().to_owned();
        self.error = None;
        if text.is_empty() {
            *self = Self { input: std::mem::take(&mut self.input), only: self.only, ..Self::default() };
        } else {
            self.asked = Some(workspace.ask(Read::Search { text, only: self.only }));
        }
    }

    /// Goes to the hit chosen; while the answer is outstanding, once it is there.
    fn accept(&mut self, workspace: &mut Workspace) -> Next {
        if let Some(ticket) = self.asked {
            workspace.pending.wait = Some(Wait::Prompt(ticket));
            return Next::Stay;
        }
        if self.hits.is_empty() {
            workspace.lost("nothing was found");
            return Next::Stay;
        }
        let words = self.sought();
        workspace.step_through(Stepping { hits: std::mem::take(&mut self.hits), at: self.choice.at, words });
        Next::Close
    }
}

impl Prompt for SearchBox {
    fn context(&self) -> Context {
        Context::Search
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        match action {
            Some(Action::Accept) => return self.accept(workspace),
            Some(Action::Cancel) => return Next::Close,
            Some(action) => {
                let height = list_box(workspace.size).list.height;
                self.choice.reach(Reach::of(action), self.hits.len(), height);
            }
            None => {
                if self.input.key(key) {
                    self.search(workspace);
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
        self.search(workspace);
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        let Answer::Search(found) = answer else { return Next::Stay };
        if self.asked != Some(ticket) {
            return Next::Stay;
        }
        self.asked = None;
        self.hits = found.hits.into_iter().map(HitLine::from).collect();
        self.count = found.count;
        self.more = found.more;
        self.choice = Choice::default();
        if workspace.pending.came(ticket) { self.accept(workspace) } else { Next::Stay }
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.asked == Some(ticket);
        if own {
            self.asked = None;
            self.error = Some(SafeText::line(sentence));
            if workspace.pending.came(ticket) {
                workspace.lost(sentence);
            }
        }
        own
    }
}
