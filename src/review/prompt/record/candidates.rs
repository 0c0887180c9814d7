//! What can be chosen for a line in which something is typed: records of the case by name, words.

use crate::domain::new_name::NewName;
use crate::domain::{Key, Kind};
use crate::review::prompt::choice::Choice;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::record::{FormOf, Others};
use crate::review::state::lines;
use crate::review::state::pending::{Typed, Wait};
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// What a candidate stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Stands {
    /// A record of the case.
    Record(Key, String),
    /// A record that is made on the way.
    New(NewName),
    /// A text for the line.
    Text(String),
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it stands for.
    pub stands: Stands,
    /// Its key or its word.
    pub shown: SafeText,
    /// Its name, or what it means.
    pub says: SafeText,
}

impl Candidate {
    /// A word, with what it means; `sign` is another way to write it.
    pub(crate) fn word(word: &str, sign: Option<&str>, means: &str) -> Self {
        let shown = sign.map_or_else(|| word.to_owned(), |sign| format!("{sign} {word}"));
        Self {
            stands: Stands::Text(word.to_owned()),
            shown: SafeText::line(&shown),
            says: SafeText::line(means),
        }
    }

    fn record(key: Key, name: String) -> Self {
        Self { shown: lines::key(&key), says: SafeText::line(&name), stands: Stands::Record(key, name) }
    }

    fn new(kind: Kind, name: &str) -> Self {
        Self {
            stands: Stands::New(NewName { kind, name: name.to_owned() }),
            shown: SafeText::chrome("new"),
            says: SafeText::line(&format!("make the {kind} \"{name}\" with it")),
        }
    }
}

/// The candidates for the line in use.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// What matches what is typed.
    pub all: Vec<Candidate>,
    /// Which of them is chosen.
    pub picked: Option<Choice>,
    asked: Option<Ticket>,
}

impl Candidates {
    /// These, of which the first is chosen or none.
    pub(crate) fn of(all: Vec<Candidate>, first: bool) -> Self {
        let picked = (first && !all.is_empty()).then(Choice::default);
        Self { all, picked, asked: None }
    }

    /// Looks for records of a kind that match what is typed.
    pub(crate) fn look_up(&mut self, workspace: &mut Workspace, kind: Kind, typed: &str) {
        self.look_up_within(workspace, kind, typed, None);
    }

    /// The same among the evidence of a source.
    pub(crate) fn look_up_within(
        &mut self,
        workspace: &mut Workspace,
        kind: Kind,
        typed: &str,
        within: Option<Key>,
    ) {
        let text = typed.trim().to_owned();
        *self = Self { asked: Some(workspace.ask(Read::Named { kind, text, within })), ..Self::default() };
    }

    /// Looks for records with which one might be combined.
    pub(crate) fn look_up_others(&mut self, workspace: &mut Workspace, of: &FormOf, typed: &str) {
        let (of, text) = (of.clone(), typed.trim().to_owned());
        *self = Self { asked: Some(workspace.ask(Read::Others { of, text })), ..Self::default() };
    }

    /// Takes those in: the ones that may be the same come first, and none is chosen by itself.
    pub(crate) fn found_others(&mut self, workspace: &mut Workspace, ticket: Ticket, others: Others) {
        if self.asked == Some(ticket) {
            workspace.pending.came(ticket);
            let likely = others.likely.into_iter().map(|((key, name), why)| {
                let says = SafeText::line(&format!("{why}: {name}"));
                Candidate { says, ..Candidate::record(key, name) }
            });
            let named = others.named.into_iter().map(|(key, name)| Candidate::record(key, name));
            *self = Self::of(likely.chain(named).collect(), false);
        }
    }

    /// Keeps a key that chooses until the records that match are there; says whether it does.
    pub(crate) fn keeps(&self, workspace: &mut Workspace, key: &KeyEvent) -> bool {
        let Some(ticket) = self.asked else { return false };
        workspace.pending.wait = Some(Wait::Prompt(ticket));
        workspace.pending.typed.push_front(Typed::Key(*key));
        true
    }

    /// Takes in the records that match what is `typed`; says whether they were asked for. A name that no record
    /// has can be given to one that is made, where a name is enough.
    pub(crate) fn found(
        &mut self,
        workspace: &mut Workspace,
        ticket: Ticket,
        records: Vec<(Key, String)>,
        (kind, typed, makes): (Kind, &str, bool),
    ) -> bool {
        if self.asked != Some(ticket) {
            return false;
        }
        workspace.pending.came(ticket);
        let typed = typed.trim();
        let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
        let exact = records.iter().position(|(_, name)| same(name));
        let matching = records.len();
        let mut all: Vec<_> = records.into_iter().map(|(key, name)| Candidate::record(key, name)).collect();
        let is_name = !typed.is_empty() && exact.is_none() && typed.parse::<Key>().is_err();
        if makes && is_name && NewName::is_enough_for(kind) {
            all.push(Candidate::new(kind, typed));
        }
        // The only one that matches is the one meant, and so is the one that is called just that; where none is, the
        // one that would be made.
        let one = exact.or_else(|| (!typed.is_empty() && matching <= 1 && !all.is_empty()).then_some(0));
        let picked = one.map(|at| Choice { at, top: 0 });
        *self = Self { all, picked, asked: None };
        true
    }

    /// The records could not be looked for: says whether these were.
    pub(crate) fn lost(&mut self, workspace: &mut Workspace, ticket: Ticket) -> bool {
        let own = self.asked == Some(ticket);
        if own {
            self.asked = None;
            workspace.pending.came(ticket);
        }
        own
    }

    /// Goes down or up among them; says whether there was one to go to.
    pub(crate) fn pick(&mut self, by: isize, height: u16) -> bool {
        match &mut self.picked {
            Some(choice) if by < 0 && choice.at == 0 => self.picked = None,
            Some(choice) if by > 0 && choice.at + 1 >= self.all.len() => return false,
            Some(choice) => choice.step(by, self.all.len(), height),
            None if by > 0 && !self.all.is_empty() => self.picked = Some(Choice::default()),
            None => return false,
        }
        true
    }

    /// The one that is chosen.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.all.get(self.picked?.at)
    }

    /// Takes the one chosen, after which there are none; those among which none is chosen stay.
    pub(crate) fn take(&mut self) -> Option<Stands> {
        let stands = self.chosen()?.stands.clone();
        *self = Self::default();
        Some(stands)
    }
}
