//! What came back on a request: one letter says it, and the day is today.

use crate::domain::Kind;
use crate::domain::words::{Outcome, Word as _};
use crate::review::act::next::Next;
use crate::review::keys::chars::types;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::state::lines;
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};
use serde_json::{Map, Value};

/// A request that can be answered.
#[derive(Debug, Clone)]
pub struct Answerable {
    of: FormOf,
    pub key: SafeText,
    /// What was asked for.
    pub what: SafeText,
    /// What is on record as come back.
    pub outcome: Outcome,
}

/// The question.
#[derive(Debug, Clone)]
pub struct AnswerPrompt {
    /// The requests about the claim and for the evidence in use, those without an answer first.
    pub requests: Vec<Answerable>,
    /// Which of them is meant.
    pub choice: Choice,
    today: Option<String>,
    asked: Option<Ticket>,
}

/// Each outcome with the letter that says it: the first of its word that no other has.
pub fn letters() -> Vec<(char, Outcome)> {
    let mut all: Vec<(char, Outcome)> = Vec::new();
    for outcome in Outcome::ALL {
        let free = |c: &char| c.is_alphabetic() && all.iter().all(|(taken, _)| taken != c);
        all.extend(outcome.word().chars().find(free).map(|letter| (letter, *outcome)));
    }
    all
}

/// What an outcome says.
pub fn meaning(outcome: Outcome) -> &'static str {
    let words = Outcome::VOCABULARY.words.iter();
    words.into_iter().find(|(word, _)| *word == outcome.word()).map_or("", |(_, means)| means)
}

impl AnswerPrompt {
    /// For the requests about what is selected; none where there are none.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let mut requests: Vec<Answerable> = Vec::new();
        let of_evidence = workspace.evidence().map(|line| line.row.requests.clone()).unwrap_or_default();
        let of_claim = workspace.shown().map(|open| open.head.detail.requests.clone()).unwrap_or_default();
        for asking in of_evidence.iter().chain(&of_claim) {
            let of = FormOf::Record(Kind::Request, asking.id);
            if requests.iter().all(|known| known.of != of) {
                requests.push(Answerable {
                    of,
                    key: lines::key(&asking.key),
                    what: SafeText::line(&asking.request.what),
                    outcome: asking.request.outcome,
                });
            }
        }
        requests.sort_by_key(|known| !matches!(known.outcome, Outcome::NoResponse | Outcome::Acknowledged));
        let first = requests.first()?;
        let read = Read::Form { of: first.of.clone(), refers: Vec::new(), place: None };
        let ticket = workspace.ask(read);
        workspace.pending.wait = Some(Wait::Prompt(ticket));
        Some(Self { requests, choice: Choice::default(), today: None, asked: Some(ticket) })
    }

    /// The request that is meant.
    pub fn request(&self) -> Option<&Answerable> {
        self.requests.get(self.choice.at)
    }
}

impl Prompt for AnswerPrompt {
    fn context(&self) -> Context {
        Context::Search
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        let height = u16::try_from(self.requests.len()).unwrap_or(u16::MAX);
        match action {
            Some(Action::Cancel) => return Next::Close,
            Some(Action::MoveDown) => self.choice.step(1, self.requests.len(), height),
            Some(Action::MoveUp) => self.choice.step(-1, self.requests.len(), height),
            _ => {
                let typed = match key.code {
                    KeyCode::Char(c) if types(key) => Some(c.to_ascii_lowercase()),
                    _ => None,
                };
                let outcome = letters().into_iter().find(|(letter, _)| Some(*letter) == typed);
                if let (Some((_, outcome)), Some(request)) = (outcome, self.request()) {
                    let mut fields = Map::from_iter([("outcome".to_owned(), Value::from(outcome.word()))]);
                    fields.extend(self.today.clone().map(|day| ("answered".to_owned(), day.into())));
                    let write = RecordWrite { of: request.of.clone(), fields, names: Vec::new() };
                    workspace.write(Write::Record(Box::new(write))).stays = true;
                    return Next::Close;
                }
                workspace.refuse("one of the letters says what came back");
            }
        }
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::MoveDown, Action::MoveUp, Action::Cancel]
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Form(basis) = answer
            && self.asked.take_if(|asked| *asked == ticket).is_some()
        {
            workspace.pending.came(ticket);
            self.today = Some(basis.today.to_string());
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.asked.take_if(|asked| *asked == ticket).is_some();
        if own {
            workspace.pending.came(ticket);
            workspace.refuse(sentence);
        }
        own
    }
}
