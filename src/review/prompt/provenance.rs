//! Where evidence comes from: which source its source draws on, who speaks there, and what it rests on.

use crate::domain::wording;
use crate::domain::words::Relation;
use crate::domain::{ItemId, Key, Kind};
use crate::review::act::next::Next;
use crate::review::detail::about::About as Sight;
use crate::review::keys::chars::types;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::state::geometry::list_box;
use crate::review::state::lines;
use crate::review::state::pending::{Typed, Wait};
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

    /// The kind of record it names, where it names one.
    pub const fn names(self) -> Option<Kind> {
        match self {
            Self::From | Self::Origin => Some(Kind::Source),
            Self::Party => Some(Kind::Party),
            Self::Relation | Self::Locator | Self::Untraced => None,
        }
    }
}

/// A record that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundRecord {
    pub key: Key,
    pub shown: SafeText,
    pub name: SafeText,
}

/// What is typed in a line, and the record it stands for, once one is chosen.
#[derive(Debug, Clone, Default)]
struct NamedRecord {
    input: Input,
    chosen: Option<Key>,
}

impl NamedRecord {
    fn of(standing: Option<&(Key, String)>) -> Self {
        match standing {
            Some((key, name)) => {
                Self { input: Input::new(&format!("{key} {name}")), chosen: Some(key.clone()) }
            }
            None => Self::default(),
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
    pub found: Vec<FoundRecord>,
    /// Which of them is chosen.
    pub picked: Option<Choice>,
    /// What is wrong, when it could not be taken.
    pub error: Option<SafeText>,
    named: [NamedRecord; 2],
    text: Input,
    asked: Option<Ticket>,
}

impl ProvenanceForm {
    /// The lines of the form.
    pub const fn fields(&self) -> [Field; 3] {
        match self.about {
            About::Derivation(_) => [Field::From, Field::Relation, Field::Locator],
            About::Via(_) => [Field::Party, Field::Origin, Field::Untraced],
        }
    }

    /// What is typed in a line; none for one that is chosen.
    pub const fn input(&self, field: Field) -> Option<&Input> {
        match (field.slot(), field) {
            (Some(at), _) => Some(&self.named[at].input),
            (None, Field::Relation) => None,
            (None, _) => Some(&self.text),
        }
    }

    fn named(&mut self) -> Option<&mut NamedRecord> {
        self.field.slot().map(|at| &mut self.named[at])
    }

    /// A record that is chosen gives way as a whole to what is typed.
    fn give_way(&mut self) {
        if let Some(named) = self.named().filter(|named| named.chosen.is_some()) {
            *named = NamedRecord::default();
        }
    }

    fn typed(&mut self) -> Option<&mut Input> {
        match (self.field.slot(), self.field) {
            (Some(at), _) => Some(&mut self.named[at].input),
            (None, Field::Relation) => None,
            (None, _) => Some(&mut self.text),
        }
    }

    /// What is picked stands in its line from then on.
    fn settle(&mut self) {
        let picked = self.picked.take().and_then(|choice| self.found.get(choice.at).cloned());
        if let (Some(found), Some(named)) = (picked, self.named()) {
            named.input = Input::new(&format!("{} {}", found.shown, found.name));
            named.chosen = Some(found.key);
        }
        self.found.clear();
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
            let (Some(kind), Some(at)) = (field.names(), field.slot()) else { continue };
            let named = &self.named[at];
            let text = named.input.text().trim();
            keys[at] = match &named.chosen {
                Some(key) => Some(key.clone()),
                None if text.is_empty() => None,
                None => match text.parse::<Key>() {
                    Ok(key) if key.kind == kind => Some(key),
                    _ => {
                        let one = kind.one();
                        let why = format!("\"{text}\" is not chosen: pick {one} below, or type its key");
                        return Err((field, why));
                    }
                },
            };
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
        let named = [NamedRecord::default(), NamedRecord::default()];
        Some(Self::new(workspace, about, title, Field::From, named, ""))
    }

    /// Asks who speaks in the evidence in use, or in all that is marked, and what it rests on.
    pub(crate) fn via(workspace: &mut Workspace) -> Option<Self> {
        let (items, title) = workspace.acted_on()?;
        let row = workspace.evidence().filter(|_| workspace.marks.is_empty()).map(|line| &line.row);
        let named = [
            NamedRecord::of(row.and_then(|row| row.via_party.as_ref())),
            NamedRecord::of(row.and_then(|row| row.via_origin.as_ref())),
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
        named: [NamedRecord; 2],
        text: &str,
    ) -> Self {
        let mut form = Self {
            about,
            title,
            evidence: Sight::acted_on(workspace),
            field,
            relation: Relation::Relays,
            found: Vec::new(),
            picked: None,
            error: None,
            named,
            text: Input::new(text),
            asked: None,
        };
        form.offer(workspace);
        form
    }

    /// Offers all there is to choose from in a line in which nothing is chosen or typed yet.
    fn offer(&mut self, workspace: &mut Workspace) {
        if self.named().is_some_and(|named| named.input.text().is_empty()) {
            self.look_up(workspace);
        }
    }

    /// Goes down or up among the records that match; says whether there was one to go to.
    fn pick(&mut self, by: isize, height: u16) -> bool {
        match &mut self.picked {
            Some(choice) => choice.step(by, self.found.len(), height),
            None if by > 0 && !self.found.is_empty() => self.picked = Some(Choice::default()),
            None => return false,
        }
        true
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
        (self.picked, self.asked) = (None, None);
        self.found.clear();
        let Some(kind) = self.field.names() else { return };
        let Some(named) = self.named() else { return };
        named.chosen = None;
        let text = named.input.text().trim().to_owned();
        self.asked = Some(workspace.ask(Read::Named { kind, text }));
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
        if let Some(ticket) = self.asked.filter(|_| chooses) {
            workspace.pending.wait = Some(Wait::Prompt(ticket));
            workspace.pending.typed.push_front(Typed::Key(*key));
            return Next::Stay;
        }
        match action {
            Some(Accept) => return self.accept(workspace),
            Some(Cancel) => return Next::Close,
            Some(MoveDown) if self.pick(1, height) => {}
            Some(MoveUp) if self.pick(-1, height) => {}
            Some(NextField | MoveDown) => self.turn_field(workspace, 1),
            Some(PreviousField | MoveUp) => self.turn_field(workspace, self.fields().len() - 1),
            _ if self.field == Field::Relation => self.turn_relation(action, key),
            _ => {
                let backspace = key.code == KeyCode::Backspace;
                if types(key) || backspace {
                    self.give_way();
                }
                if self.typed().is_some_and(|input| input.key(key)) || backspace {
                    self.look_up(workspace);
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.give_way();
        if let Some(input) = self.typed() {
            input.insert(text);
            self.look_up(workspace);
        }
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        let Answer::Named(records) = answer else { return Next::Stay };
        if self.asked == Some(ticket) {
            self.asked = None;
            workspace.pending.came(ticket);
            // No source draws on itself.
            let other = |(key, _): &(Key, String)| !matches!(&self.about, About::Derivation(of) if of == key);
            let found = records.into_iter().filter(other).map(|(key, name)| FoundRecord {
                shown: lines::key(&key),
                name: SafeText::line(&name),
                key,
            });
            self.found = found.collect();
            // The only one that matches is the one meant.
            let typed = self.typed().is_some_and(|input| !input.text().trim().is_empty());
            self.picked = (typed && self.found.len() == 1).then(Choice::default);
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = self.asked == Some(ticket);
        if own {
            self.asked = None;
            workspace.pending.came(ticket);
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
