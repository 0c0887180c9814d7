//! Where evidence comes from: which source its source draws on, who speaks there, and what it rests on.

use crate::domain::wording;
use crate::domain::words::Relation;
use crate::domain::{ItemId, Key, Kind};
use crate::review::act::next::Next;
use crate::review::detail::about::About as Sight;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::candidates::Candidates;
use crate::review::prompt::record::names::Names;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::state::geometry::list_box;
use crate::review::state::turn::turned;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// What the form sets.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// That a source draws on another.
    Derivation(Key),
    /// Who speaks in pieces of evidence, and what they rest on.
    Via(Vec<ItemId>),
}

/// A line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvenanceField {
    /// The source drawn on.
    From,
    /// How.
    Relation,
    /// Where that shows.
    Locator,
    /// The party who speaks.
    Party,
    /// The source it rests on in the end.
    Origin,
    /// Why the origin cannot be traced.
    Untraced,
}

use ProvenanceField as Field;

impl Field {
    /// Its name on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::From => "draws on",
            Self::Relation => "relation",
            Self::Locator => "locator",
            Self::Party => "speaks",
            Self::Origin => "rests on",
            Self::Untraced => "untraced",
        }
    }

    /// Which of the two records that a form can name it names.
    const fn slot(self) -> Option<usize> {
        match self {
            Self::From | Self::Party => Some(0),
            Self::Origin => Some(1),
            Self::Relation | Self::Locator | Self::Untraced => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct ProvenanceForm {
    /// What it sets.
    pub about: About,
    /// "S-4 The log of the gate", "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// The evidence, to stay in sight.
    pub evidence: Sight,
    pub field: Field,
    /// How the one source draws on the other.
    pub relation: Relation,
    /// The records that match what is typed.
    pub candidates: Candidates,
    /// What is wrong, when it could not be taken.
    pub error: Option<SafeText>,
    named: [Names; 2],
    text: Input,
}

impl ProvenanceForm {
    /// The lines of the form.
    pub const fn fields(&self) -> [Field; 3] {
        match self.about {
            About::Derivation(_) => [Field::From, Field::Relation, Field::Locator],
            About::Via(_) => [Field::Party, Field::Origin, Field::Untraced],
        }
    }

    /// The records that a line names; none for one that names none.
    pub fn names(&self, field: Field) -> Option<&Names> {
        field.slot().map(|at| &self.named[at])
    }

    /// The text typed in a line; none for one that names records or has a few values.
    pub fn input(&self, field: Field) -> Option<&Input> {
        (field.slot().is_none() && field != Field::Relation).then_some(&self.text)
    }

    fn named(&mut self) -> Option<&mut Names> {
        self.field.slot().map(|at| &mut self.named[at])
    }

    /// What is picked stands in its line from then on.
    fn settle(&mut self) {
        let picked = self.candidates.take();
        if let (Some(stands), Some(names)) = (picked, self.named()) {
            names.take(stands);
        }
    }

    fn turn_field(&mut self, workspace: &mut Workspace, by: usize) {
        self.settle();
        let fields = self.fields();
        self.field = turned(&fields, self.field, by);
        self.offer(workspace);
    }

    /// The records named, or what is wrong and in which line.
    fn read(&self) -> Result<[Option<Key>; 2], (Field, String)> {
        let mut keys = [None, None];
        for field in self.fields() {
            if let Some(at) = field.slot() {
                keys[at] = self.named[at].read_key().map_err(|why| (field, why))?;
            }
        }
        Ok(keys)
    }
}

impl ProvenanceForm {
    /// Asks which source the source in use draws on.
    pub(crate) fn derivation(workspace: &mut Workspace) -> Option<Self> {
        let source = workspace.source()?;
        let title = SafeText::line(&format!("{} {}", source.key, source.record.called()));
        let about = About::Derivation(source.key.clone());
        let named = [Names::one(Kind::Source, None), Names::one(Kind::Source, None)];
        Some(Self::new(workspace, about, title, Field::From, named, ""))
    }

    /// Asks who speaks in the evidence in use, or in all that is marked, and what it rests on.
    pub(crate) fn via(workspace: &mut Workspace) -> Option<Self> {
        let (items, title) = workspace.acted_on()?;
        let row = workspace.evidence().filter(|_| workspace.marks.is_empty()).map(|line| &line.row);
        let named = [
            Names::one(Kind::Party, row.and_then(|row| row.via_party.as_ref())),
            Names::one(Kind::Source, row.and_then(|row| row.via_origin.as_ref())),
        ];
        let via = row.and_then(|row| row.record.via.as_ref());
        let untraced = via.and_then(|via| via.untraced.clone()).unwrap_or_default();
        Some(Self::new(workspace, About::Via(items), title, Field::Party, named, &untraced))
    }

    fn new(
        workspace: &mut Workspace,
        about: About,
        title: SafeText,
        field: Field,
        named: [Names; 2],
        text: &str,
    ) -> Self {
        let mut form = Self {
            about,
            title,
            evidence: Sight::acted_on(workspace),
            field,
            relation: Relation::Relays,
            candidates: Candidates::default(),
            error: None,
            named,
            text: Input::new(text),
        };
        form.offer(workspace);
        form
    }

    /// Offers all there is to choose from in a line in which nothing is chosen or typed yet.
    fn offer(&mut self, workspace: &mut Workspace) {
        if self.named().is_some_and(|names| names.is_blank()) {
            self.look_up(workspace);
        }
    }

    fn turn_relation(&mut self, action: Option<Action>, key: &KeyEvent) {
        let forward = match (action, key.code) {
            (Some(Action::NextValue), _) | (_, KeyCode::Char(' ')) => 1,
            (Some(Action::PreviousValue), _) => Relation::ALL.len() - 1,
            _ => return,
        };
        self.relation = turned(Relation::ALL, self.relation, forward);
    }

    /// What stands in the line may mean another record: looks for those that match.
    fn look_up(&mut self, workspace: &mut Workspace) {
        self.candidates = Candidates::default();
        if let Some(at) = self.field.slot() {
            let names = &self.named[at];
            self.candidates.look_up(workspace, names.kind, names.input.text());
        }
    }

    fn accept(&mut self, workspace: &mut Workspace) -> Next {
        self.settle();
        match self.write() {
            Ok(write) => {
                workspace.write_marked(write);
                Next::Close
            }
            Err((field, sentence)) => {
                self.field = field;
                self.error = Some(SafeText::line(&sentence));
                Next::Stay
            }
        }
    }

    /// What the form writes, or what is wrong with it and in which line.
    fn write(&self) -> Result<Write, (Field, String)> {
        let [first, second] = self.read()?;
        let text = Some(self.text.text().trim().to_owned()).filter(|text| !text.is_empty());
        match &self.about {
            About::Derivation(source) => {
                let from = first.ok_or((Field::From, "name the source it draws on".to_owned()))?;
                let (source, relation) = (source.clone(), self.relation);
                Ok(Write::Derive { source, from, relation, locator: text })
            }
            About::Via(_) if second.is_some() && text.is_some() => {
                let why = wording::TRACED_AND_UNTRACED;
                Err((Field::Untraced, why.to_owned()))
            }
            About::Via(items) if items.len() > 1 && first.is_none() && second.is_none() && text.is_none() => {
                Err((self.field, format!("nothing is entered for the {} marked pieces", items.len())))
            }
            About::Via(items) => {
                Ok(Write::Via { items: items.clone(), party: first, origin: second, untraced: text })
            }
        }
    }
}

impl Prompt for ProvenanceForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        use Action::{Accept, Cancel, MoveDown, MoveUp, NextField, PreviousField};
        let height = list_box(workspace.size).list.height.saturating_sub(4).max(1);
        self.error = None;
        // What chooses among the records that match waits for them.
        let chooses = matches!(action, Some(Accept | NextField | PreviousField | MoveDown | MoveUp));
        if chooses && self.candidates.keeps(workspace, key) {
            return Next::Stay;
        }
        match action {
            Some(Accept) => return self.accept(workspace),
            Some(Cancel) => return Next::Close,
            Some(MoveDown) if self.candidates.pick(1, height) => {}
            Some(MoveUp) if self.candidates.pick(-1, height) => {}
            Some(NextField | MoveDown) => self.turn_field(workspace, 1),
            Some(PreviousField | MoveUp) => self.turn_field(workspace, self.fields().len() - 1),
            _ if self.field == Field::Relation => self.turn_relation(action, key),
            _ => match self.named() {
                Some(names) => {
                    if names.key(key) {
                        self.look_up(workspace);
                    }
                }
                None => drop(self.text.key(key)),
            },
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        if let Some(names) = self.named() {
            names.paste(text);
            self.look_up(workspace);
        } else if self.field != Field::Relation {
            self.text.insert(text);
        }
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        let (Answer::Named(mut records), Some(at)) = (answer, self.field.slot()) else { return Next::Stay };
        // No source draws on itself.
        records.retain(|(key, _)| !matches!(&self.about, About::Derivation(of) if of == key));
        let names = &self.named[at];
        let typed = (names.kind, names.input.text(), false);
        self.candidates.found(workspace, ticket, records, typed);
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.candidates.lost(workspace, ticket);
        if own {
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
