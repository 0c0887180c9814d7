//! The details of a tag: ground, basis, by whom, when, part, confidence.

use crate::domain::grounds::{self, KNOWN, KnownGround};
use crate::domain::material::ground_on_record;
use crate::domain::rows::EvidenceRow;
use crate::domain::{Access, Annotation, Basis, Confidence, Date, Dated, Ground, ItemId};
use crate::review::act::next::Next;
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::matching;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Write;
use crate::review::state::geometry::list_box;
use crate::review::state::lines;
use crate::review::state::memory::judgement;
use crate::review::state::turn::turned;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// A line of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FormField {
    /// Why it is withheld.
    #[default]
    Ground,
    /// Invoked or inferred.
    Basis,
    /// Who invoked it.
    By,
    /// When.
    On,
    /// The harm that its holder says showing it would do.
    Harm,
    Part,
    Confidence,
}

impl FormField {
    /// In the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Ground, Self::Basis, Self::By, Self::On, Self::Harm, Self::Part, Self::Confidence];

    /// Its name on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Basis => "basis",
            Self::By => "by",
            Self::On => "on",
            Self::Harm => "harm",
            Self::Part => "part",
            Self::Confidence => "confidence",
        }
    }
}

#[derive(Debug, Clone)]
pub struct DetailsForm {
    /// What it is about.
    pub items: Vec<ItemId>,
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// What it is about, to stay in sight.
    pub about: About,
    /// The tag the details belong to; a ground needs withheld.
    pub access: Option<Access>,
    pub field: FormField,
    /// Why it is withheld, as typed.
    pub ground: Input,
    /// The known grounds that match what is typed, best first.
    pub known: Vec<KnownGround>,
    /// Which of them is chosen; none while the text itself is the ground.
    pub picked: Option<Choice>,
    /// Invoked or inferred.
    pub basis: Basis,
    /// Who invoked it, as typed.
    pub by: Input,
    /// When, as typed.
    pub on: Input,
    /// The harm, as typed.
    pub harm: Input,
    pub part: bool,
    pub confidence: Option<Confidence>,
    /// What the record of the evidence says of the ground: it fills the form, and is the reviewer's only once that is
    /// taken.
    proposed: Option<(SafeText, Ground)>,
    /// What is wrong, when it could not be taken.
    pub error: Option<SafeText>,
    /// Whether the tag was asked for first: then it goes on as it does after a tag.
    goes_on: bool,
    /// The date as it stands: an inferred one stays inferred until another is typed.
    dated: Option<Dated>,
}

/// What the form says, once it is right.
struct Entered {
    part: bool,
    ground: Option<Ground>,
    confidence: Option<Confidence>,
}

impl DetailsForm {
    /// Whether the line in use takes typed characters.
    pub const fn is_text(&self) -> bool {
        matches!(self.field, FormField::Ground | FormField::By | FormField::On | FormField::Harm)
    }

    /// The key of the evidence whose record fills the form, where nothing is recorded of the ground yet.
    #[must_use]
    pub fn proposed_from(&self) -> Option<&SafeText> {
        self.proposed.as_ref().map(|(key, _)| key)
    }

    /// Whether what stands in a line is only proposed.
    #[must_use]
    pub fn is_proposed(&self, field: FormField) -> bool {
        let Some((_, ground)) = &self.proposed else { return false };
        let same = |input: &Input, proposed: Option<&str>| {
            proposed.is_some_and(|proposed| !proposed.is_empty() && input.text() == proposed)
        };
        match field {
            FormField::Ground => same(&self.ground, Some(&grounds::shown(&ground.code))),
            FormField::Basis => self.basis == ground.basis,
            FormField::By => same(&self.by, ground.by.as_deref()),
            FormField::On => same(&self.on, ground.on.as_ref().map(|on| on.date().as_str())),
            FormField::Harm => same(&self.harm, ground.harm.as_deref()),
            FormField::Part | FormField::Confidence => false,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        match self.field {
            FormField::Ground => Some(&mut self.ground),
            FormField::By => Some(&mut self.by),
            FormField::On => Some(&mut self.on),
            FormField::Harm => Some(&mut self.harm),
            FormField::Basis | FormField::Part | FormField::Confidence => None,
        }
    }

    /// The ground as chosen or typed.
    pub fn code(&self) -> &str {
        match self.picked.and_then(|choice| self.known.get(choice.at)) {
            Some((code, _)) => code,
            None => self.ground.text().trim(),
        }
    }

    /// What the known ground that is chosen means.
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        self.picked.and_then(|choice| self.known.get(choice.at)).map(|(_, meaning)| *meaning)
    }

    fn matched(&mut self) {
        let wanted = self.ground.text();
        let lines: Vec<String> = KNOWN.iter().map(|(code, meaning)| format!("{code} {meaning}")).collect();
        self.known = if wanted.trim().is_empty() {
            KNOWN.to_vec()
        } else {
            matching::ranked(wanted, &lines).into_iter().filter_map(|at| KNOWN.get(at).copied()).collect()
        };
        // Who types the whole of a known ground, or the beginning of only one, means that one; above it
        // stands what was typed.
        let bare = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
        let wanted = bare(wanted);
        let begins: Vec<usize> = (0..self.known.len())
            .filter(|at| !wanted.is_empty() && bare(self.known[*at].0).starts_with(&wanted))
            .collect();
        let exact = begins.iter().copied().find(|at| bare(self.known[*at].0) == wanted);
        let only = if let [one] = begins.as_slice() { Some(*one) } else { None };
        self.picked = exact.or(only).map(|at| Choice { at, top: 0 });
    }

    fn turn_field(&mut self, by: usize) {
        // A ground that was chosen stands in its line from then on.
        let code = self.code().to_owned();
        if self.picked.take().is_some() {
            self.ground = Input::new(&grounds::shown(&code));
        }
        self.field = turned(&FormField::ALL, self.field, by);
    }

    fn turn_value(&mut self, forward: bool) {
        match self.field {
            FormField::Basis => {
                self.basis = if self.basis == Basis::Invoked { Basis::Inferred } else { Basis::Invoked };
            }
            FormField::Part => self.part = !self.part,
            FormField::Confidence => {
                let all = [None, Some(Confidence::Low), Some(Confidence::Moderate), Some(Confidence::High)];
                self.confidence = turned(&all, self.confidence, if forward { 1 } else { 3 });
            }
            FormField::Ground | FormField::By | FormField::On | FormField::Harm => {}
        }
    }

    /// Goes through the known grounds; above the first of them is what was typed.
    fn choose(&mut self, by: isize, height: u16) {
        let len = self.known.len();
        self.picked = match self.picked {
            None if by > 0 && len > 0 => Some(Choice::default()),
            Some(choice) if by < 0 && choice.at == 0 => None,
            Some(mut choice) => {
                choice.step(by, len, height);
                Some(choice)
            }
            None => None,
        };
    }

    /// What the form says, or what is wrong with it and in which line.
    fn read(&self) -> Result<Entered, (FormField, String)> {
        let code = self.code();
        let on = self.on.text().trim();
        let on = match on {
            "" => None,
            text => {
                let date = text.parse::<Date>().map_err(|error| (FormField::On, error.to_string()))?;
                let stands = self.dated.as_ref().filter(|stands| *stands.date() == date);
                Some(stands.cloned().unwrap_or(Dated::Stated(date)))
            }
        };
        let typed = |input: &Input| Some(input.text().trim().to_owned()).filter(|text| !text.is_empty());
        let (by, harm) = (typed(&self.by), typed(&self.harm));
        if code.is_empty() && (by.is_some() || on.is_some() || harm.is_some()) {
            return Err((
                FormField::Ground,
                "by whom, when and the harm belong to a ground, and none is given".to_owned(),
            ));
        }
        if !code.is_empty() && self.access != Some(Access::Withheld) {
            return Err((
                FormField::Ground,
                "a ground says why something is withheld, and this is not tagged withheld".to_owned(),
            ));
        }
        if self.part && self.access.is_none() {
            return Err((
                FormField::Part,
                "in part goes with released or withheld, and neither is tagged".to_owned(),
            ));
        }
        let ground = (!code.is_empty()).then(|| Ground {
            code: grounds::canonical(code),
            basis: self.basis,
            by,
            on,
            harm,
        });
        Ok(Entered { part: self.part, ground, confidence: self.confidence })
    }
}

impl DetailsForm {
    /// For the evidence in use, or all that is marked, where any of it is tagged.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let (items, title) = workspace.acted_on()?;
        let said: Vec<Annotation> = items.iter().filter_map(|item| workspace.expected(*item)).collect();
        if !said.iter().any(Annotation::is_decided) {
            return None;
        }
        let row = workspace.evidence().filter(|_| workspace.marks.is_empty()).map(|line| &line.row);
        Some(Self::new(items, title, About::acted_on(workspace), &said, row))
    }

    /// For what was tagged last.
    pub(crate) fn of_last(workspace: &mut Workspace) -> Option<Self> {
        let last = workspace.last_judgement_mut()?;
        let goes_on = std::mem::take(&mut last.waits);
        let mut last = last.clone();
        last.items.retain(|item| !last.off.contains(item));
        let said = last.items.iter().map(|item| workspace.expected(*item));
        let said: Vec<Annotation> = said.map(|said| said.unwrap_or_else(|| last.judgement.clone())).collect();
        let (title, about) = match &last.row {
            Some(row) => (lines::key(&row.key), About::evidence(row)),
            None => {
                (SafeText::line(&format!("the {} pieces tagged last", last.items.len())), About::default())
            }
        };
        let form = Self::new(last.items, title, about, &said, last.row.as_deref());
        Some(Self { goes_on, ..form })
    }

    /// What is said of some pieces of evidence; the details of a tag that has none yet start from what the source
    /// records, where it is one piece.
    fn new(
        items: Vec<ItemId>,
        title: SafeText,
        about: About,
        said: &[Annotation],
        row: Option<&EvidenceRow>,
    ) -> Self {
        let first = said.first().cloned().unwrap_or_default();
        // The tag they share; with several tags a ground cannot be given.
        let access = first.access.filter(|access| said.iter().all(|said| said.access == Some(*access)));
        let recorded = row.filter(|_| access == Some(Access::Withheld)).and_then(ground_on_record);
        let proposed = recorded
            .filter(|_| first.ground.is_none())
            .and_then(|ground| row.map(|row| (lines::key(&row.key), ground)));
        let ground = first.ground.as_ref().or(proposed.as_ref().map(|(_, ground)| ground));
        let text = |text: Option<&str>| Input::new(text.unwrap_or_default());
        let on = ground.and_then(|ground| ground.on.as_ref());
        Self {
            title,
            about,
            items,
            access,
            field: match access {
                Some(Access::Withheld) => FormField::Ground,
                Some(_) => FormField::Part,
                None => FormField::Confidence,
            },
            ground: Input::new(&ground.map(|ground| grounds::shown(&ground.code)).unwrap_or_default()),
            known: KNOWN.to_vec(),
            picked: None,
            basis: ground.map_or(Basis::Inferred, |ground| ground.basis),
            by: text(ground.and_then(|ground| ground.by.as_deref())),
            on: text(on.map(|on| on.date().as_str())),
            harm: text(ground.and_then(|ground| ground.harm.as_deref())),
            part: first.part,
            confidence: first.confidence,
            error: None,
            dated: on.cloned(),
            proposed: proposed.clone(),
            goes_on: false,
        }
    }

    fn accept(&mut self, workspace: &mut Workspace) -> Next {
        let Entered { part, ground, confidence } = match self.read() {
            Ok(entered) => entered,
            Err((field, sentence)) => {
                self.field = field;
                self.error = Some(SafeText::line(&sentence));
                return Next::Stay;
            }
        };
        let items = std::mem::take(&mut self.items);
        let with = |said: Annotation| Annotation { part, ground: ground.clone(), confidence, ..said };
        let expected: Vec<_> =
            items.iter().map(|item| (*item, workspace.expected(*item).map(with))).collect();
        if let Some(last) = workspace.last_judgement_mut()
            && items.iter().any(|item| last.items.contains(item))
        {
            last.judgement =
                Annotation { note: last.judgement.note.clone(), ..judgement(&with(last.judgement.clone())) };
        }
        let back = workspace.here();
        let decided = items.first().copied().filter(|_| self.goes_on);
        let marked = items == workspace.marks;
        let write = Write::Details { items, part, ground: ground.clone(), confidence };
        // Details of what was tagged last leave other marks alone.
        let flight = if marked { workspace.write_marked(write) } else { workspace.write(write) };
        flight.expected = expected;
        flight.back = back;
        match decided.map(|item| workspace.advance(item)) {
            None | Some(Next::Stay) => Next::Close,
            Some(next) => next,
        }
    }
}

impl Prompt for DetailsForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        let above = u16::try_from(FormField::ALL.len() + 1).unwrap_or(0);
        let height = list_box(workspace.size).list.height.saturating_sub(above).max(1);
        self.error = None;
        match action {
            Some(Action::Accept) => return self.accept(workspace),
            Some(Action::Cancel) => return Next::Close,
            Some(Action::MoveDown) if self.field == FormField::Ground => self.choose(1, height),
            Some(Action::MoveUp) if self.field == FormField::Ground => self.choose(-1, height),
            Some(Action::NextField | Action::MoveDown) => self.turn_field(1),
            Some(Action::PreviousField | Action::MoveUp) => self.turn_field(FormField::ALL.len() - 1),
            Some(Action::NextValue) if !self.is_text() => self.turn_value(true),
            Some(Action::PreviousValue) if !self.is_text() => self.turn_value(false),
            // A space turns what cannot be typed.
            _ if !self.is_text() => {
                if key.code == KeyCode::Char(' ') {
                    self.turn_value(true);
                }
            }
            _ => {
                let ground = self.field == FormField::Ground;
                if self.input().is_some_and(|input| input.key(key)) && ground {
                    self.matched();
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        if let Some(input) = self.input() {
            input.insert(text);
        }
        if self.field == FormField::Ground {
            self.matched();
        }
    }
}
