//! Setting aside, with a reason.

use crate::domain::{Annotation, Target};
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Write;
use crate::review::state::Review;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question for a reason.
#[derive(Debug, Clone)]
pub struct AsidePrompt {
    /// What is set aside.
    pub targets: Vec<Target>,
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// The reason.
    pub input: Input,
}

impl Review {
    pub(crate) fn open_aside(&mut self, target: Target) {
        let targets: Vec<Target> = if self.marks.is_empty() {
            vec![target]
        } else {
            self.marks.iter().copied().map(Target::evidence).collect()
        };
        let title = self.title_of(target);
        self.mode = Mode::Aside(AsidePrompt { targets, title, input: Input::default() });
    }

    /// What is acted on, for the title of a prompt.
    pub(crate) fn title_of(&self, target: Target) -> SafeText {
        match self.marks.len() {
            0 => self.key_of(target),
            1 => SafeText::line("1 marked piece"),
            n => SafeText::line(&format!("{n} marked pieces")),
        }
    }

    /// The key of an item in view.
    pub(crate) fn key_of(&self, target: Target) -> SafeText {
        let evidence = self.open.as_ref().and_then(|open| open.evidence(target.item)).map(|line| &line.key);
        let claim = || self.claims.rows().iter().find(|claim| claim.id == target.item).map(|line| &line.key);
        evidence.or_else(claim).cloned().unwrap_or_default()
    }

    /// A key in a line to type in.
    pub(crate) fn prompt_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        match self.mode {
            Mode::Filter(_) => return self.filter_key(action, key),
            Mode::Import(_) => return self.import_key(action, key),
            Mode::Grade(_) => return self.grade_key(action, key),
            _ => {}
        }
        let Mode::Aside(prompt) = &mut self.mode else { return };
        match action {
            Some(Action::Accept) => self.set_aside(),
            Some(Action::Cancel) => self.mode = Mode::Review,
            _ => {
                prompt.input.key(key);
            }
        }
    }

    fn set_aside(&mut self) {
        let Mode::Aside(prompt) = &self.mode else { return };
        let reason = prompt.input.text().trim().to_owned();
        if reason.is_empty() {
            return self.refuse("setting aside needs a reason, so that you know it later");
        }
        let Mode::Aside(prompt) = std::mem::take(&mut self.mode) else { return };
        let targets = prompt.targets;
        let expected: Vec<_> = targets
            .iter()
            .map(|target| {
                let said = self.expected(target.item);
                (target.item, said.map(|said| Annotation { aside: Some(reason.clone()), ..said }))
            })
            .collect();
        let marks = std::mem::take(&mut self.marks);
        self.memory.anchor = None;
        let back = self.here();
        let flight = self.write(Write::Aside { targets, reason: Some(reason) });
        flight.expected = expected;
        flight.marks = marks;
        flight.back = back;
    }
}
