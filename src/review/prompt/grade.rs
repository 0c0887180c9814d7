//! Admiralty grades: how reliable a source is, how credible a piece of evidence.

use crate::domain::words::{Credibility, Reliability};
use crate::domain::{ItemId, Key};
use crate::review::act::next::Next;
use crate::review::detail::about::About;
use crate::review::keys::chars::types;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::protocol::effect::Write;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

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
    /// What it is about, to stay in sight.
    pub about: About,
}

impl GradePrompt {
    /// The grades of the scale, each with what it says and whether it is the one given.
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
    pub const fn asks(&self) -> &'static str {
        match self.graded {
            Graded::Source(..) => "How reliable is the source?",
            Graded::Evidence(..) => "How credible is what it says?",
        }
    }
}

impl GradePrompt {
    /// Asks for the reliability of the source in use.
    pub(crate) fn reliability(workspace: &Workspace) -> Option<Self> {
        let source = workspace.source()?;
        let title = SafeText::line(&format!("{} {}", source.key, source.record.called()));
        let graded = Graded::Source(source.key.clone(), source.record.reliability);
        Some(Self { graded, title, about: About::source(&source) })
    }

    /// Asks for the credibility of the evidence in use, or of all that is marked.
    pub(crate) fn credibility(workspace: &Workspace) -> Option<Self> {
        let line = workspace.evidence().filter(|_| workspace.marks.is_empty());
        let now = line.and_then(|line| line.row.record.credibility);
        let (items, title) = workspace.acted_on()?;
        Some(Self { graded: Graded::Evidence(items, now), title, about: About::acted_on(workspace) })
    }

    /// What typing a grade writes; a 0 takes the grade away.
    fn write(&self, typed: &str) -> Option<Write> {
        let none = typed == "0";
        match &self.graded {
            Graded::Source(source, _) => {
                let grade = typed.parse().ok();
                (none || grade.is_some()).then(|| Write::Reliability { source: source.clone(), grade })
            }
            Graded::Evidence(items, _) => {
                let grade = typed.parse().ok();
                (none || grade.is_some()).then(|| Write::Credibility { items: items.clone(), grade })
            }
        }
    }
}

impl Prompt for GradePrompt {
    fn context(&self) -> Context {
        Context::Prompt
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        if action == Some(Action::Cancel) {
            return Next::Close;
        }
        let typed = match key.code {
            KeyCode::Char(c) if types(key) => c.to_string(),
            _ => String::new(),
        };
        if let Some(write) = self.write(&typed) {
            match self.graded {
                Graded::Source(..) => drop(workspace.write(write)),
                Graded::Evidence(..) => drop(workspace.write_marked(write)),
            }
            return Next::Close;
        }
        let scale = if matches!(self.graded, Graded::Source(..)) { "A to F" } else { "1 to 6" };
        workspace.refuse(&format!("a grade is one of {scale}; 0 takes it away"));
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Cancel]
    }
}
