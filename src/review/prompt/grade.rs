//! Admiralty grades: how reliable a source is, how credible a piece of evidence.

use crate::domain::words::{Credibility, Reliability};
use crate::domain::{ItemId, Key};
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::protocol::effect::Write;
use crate::review::state::Review;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// What is graded.
#[derive(Debug, Clone, PartialEq)]
pub enum Graded {
    /// A source, A to F.
    Source(Key, Option<Reliability>),
    /// Pieces of evidence, 1 to 6.
    Evidence(Vec<ItemId>, Option<Credibility>),
}

/// The question for a grade.
#[derive(Debug, Clone)]
pub struct GradePrompt {
    /// What is graded, and the grade it has.
    pub graded: Graded,
    /// "S-4 The log of the gate", "E-31", or "4 marked pieces".
    pub title: SafeText,
}

impl GradePrompt {
    /// The grades of the scale, each with what it says and whether it is the one given.
    #[must_use]
    pub fn scale(&self) -> Vec<(&'static str, &'static str, bool)> {
        match &self.graded {
            Graded::Source(_, now) => {
                Reliability::ALL.iter().map(|it| (it.word(), it.meaning(), Some(*it) == *now)).collect()
            }
            Graded::Evidence(_, now) => {
                Credibility::ALL.iter().map(|it| (it.word(), it.meaning(), Some(*it) == *now)).collect()
            }
        }
    }

    /// What the grades say something of.
    #[must_use]
    pub const fn asks(&self) -> &'static str {
        match self.graded {
            Graded::Source(..) => "How reliable is the source?",
            Graded::Evidence(..) => "How credible is what it says?",
        }
    }
}

impl Review {
    /// Asks for the reliability of the source in use.
    pub(crate) fn ask_reliability(&mut self) {
        let Some(line) = self.evidence() else { return };
        let (key, source) = (line.row.source_key.clone(), &line.row.source);
        let title = SafeText::line(&format!("{key} {}", source.title));
        let graded = Graded::Source(key, source.reliability);
        self.mode = Mode::Grade(GradePrompt { graded, title });
    }

    /// Asks for the credibility of the evidence in use, or of all that is marked.
    pub(crate) fn ask_credibility(&mut self) {
        let now = self.evidence().and_then(|line| line.row.record.credibility);
        let Some((items, title)) = self.acted_on() else { return };
        let now = if self.marks.is_empty() { now } else { None };
        self.mode = Mode::Grade(GradePrompt { graded: Graded::Evidence(items, now), title });
    }

    pub(crate) fn grade_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Grade(prompt) = &self.mode else { return };
        if action == Some(Action::Cancel) {
            self.mode = Mode::Review;
            return;
        }
        let typed = match key.code {
            KeyCode::Char(c) if crate::review::keys::chars::types(key) => c.to_string(),
            _ => String::new(),
        };
        let none = typed == "0";
        let write = match &prompt.graded {
            Graded::Source(source, _) => {
                let grade = typed.parse().ok();
                (none || grade.is_some()).then(|| Write::Reliability { source: source.clone(), grade })
            }
            Graded::Evidence(items, _) => {
                let grade = typed.parse().ok();
                (none || grade.is_some()).then(|| Write::Credibility { items: items.clone(), grade })
            }
        };
        let scale = if matches!(prompt.graded, Graded::Source(..)) { "A to F" } else { "1 to 6" };
        match write {
            Some(write) => {
                self.mode = Mode::Review;
                self.write_record(write);
            }
            None => self.refuse(&format!("a grade is one of {scale}; 0 takes it away")),
        }
    }

    /// The pieces of evidence a key acts on: those marked, or the one in use; with a title.
    pub(crate) fn acted_on(&self) -> Option<(Vec<ItemId>, SafeText)> {
        let one = self.evidence().map(|line| line.id);
        let items = if self.marks.is_empty() { vec![one?] } else { self.marks.clone() };
        let target = crate::domain::Target::evidence(*items.first()?);
        Some((items, self.title_of(target)))
    }

    /// Sends off a change to the dossier; what is marked was acted on then.
    pub(crate) fn write_record(&mut self, write: Write) {
        let marks = std::mem::take(&mut self.marks);
        self.memory.anchor = None;
        let flight = self.write(write);
        flight.marks = marks;
    }
}
