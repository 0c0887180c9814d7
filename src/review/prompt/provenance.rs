//! Where evidence comes from: which source its source draws on, and whom it comes through.

use crate::domain::words::Relation;
use crate::domain::{ItemId, Key, Kind};
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::state::Review;
use crate::review::state::geometry::list_box;
use crate::review::state::lines;
use crate::review::state::queries::{Typed, Wait};
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// What the form sets.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// That a source draws on another.
    Derivation(Key),
    /// Whom pieces of evidence come through.
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
    /// Why the origin is not established.
    Unresolved,
}

use ProvenanceField as Field;

impl Field {
    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::From => "draws on",
            Self::Relation => "relation",
            Self::Locator => "locator",
            Self::Party => "speaks",
            Self::Origin => "rests on",
            Self::Unresolved => "unresolved",
        }
    }

    /// Which of the two records that a form can name it names.
    const fn slot(self) -> Option<usize> {
        match self {
            Self::From | Self::Party => Some(0),
            Self::Origin => Some(1),
            Self::Relation | Self::Locator | Self::Unresolved => None,
        }
    }

    /// The kind of record it names, where it names one.
    #[must_use]
    pub const fn names(self) -> Option<Kind> {
        match self {
            Self::From | Self::Origin => Some(Kind::Source),
            Self::Party => Some(Kind::Party),
            Self::Relation | Self::Locator | Self::Unresolved => None,
        }
    }
}

/// A record that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its key.
    pub key: Key,
    /// The key as text.
    pub shown: SafeText,
    /// Its name or title.
    pub name: SafeText,
}

/// What is typed in a line, and the record it stands for, once one is chosen.
#[derive(Debug, Clone, Default)]
struct Slot {
    input: Input,
    chosen: Option<Key>,
}

impl Slot {
    fn of(standing: Option<&(Key, String)>) -> Self {
        match standing {
            Some((key, name)) => {
                Self { input: Input::new(&format!("{key} {name}")), chosen: Some(key.clone()) }
            }
            None => Self::default(),
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct ProvenanceForm {
    /// What it sets.
    pub about: About,
    /// "S-4 The log of the gate", "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// The line in use.
    pub field: Field,
    /// How the one source draws on the other.
    pub relation: Relation,
    /// The records that match what is typed.
    pub found: Vec<Found>,
    /// Which of them is chosen.
    pub picked: Option<Choice>,
    /// What is wrong, when it could not be taken.
    pub error: Option<SafeText>,
    slots: [Slot; 2],
    text: Input,
    asked: Option<Ticket>,
}

impl ProvenanceForm {
    /// The lines of the form.
    #[must_use]
    pub const fn fields(&self) -> [Field; 3] {
        match self.about {
            About::Derivation(_) => [Field::From, Field::Relation, Field::Locator],
            About::Via(_) => [Field::Party, Field::Origin, Field::Unresolved],
        }
    }

    /// What is typed in a line; none for one that is chosen.
    #[must_use]
    pub const fn input(&self, field: Field) -> Option<&Input> {
        match (field.slot(), field) {
            (Some(at), _) => Some(&self.slots[at].input),
            (None, Field::Relation) => None,
            (None, _) => Some(&self.text),
        }
    }

    fn slot(&mut self) -> Option<&mut Slot> {
        self.field.slot().map(|at| &mut self.slots[at])
    }

    /// A record that is chosen gives way as a whole to what is typed.
    fn give_way(&mut self) {
        if let Some(slot) = self.slot().filter(|slot| slot.chosen.is_some()) {
            *slot = Slot::default();
        }
    }

    fn typed(&mut self) -> Option<&mut Input> {
        match (self.field.slot(), self.field) {
            (Some(at), _) => Some(&mut self.slots[at].input),
            (None, Field::Relation) => None,
            (None, _) => Some(&mut self.text),
        }
    }

    /// What is picked stands in its line from then on.
    fn settle(&mut self) {
        let picked = self.picked.take().and_then(|choice| self.found.get(choice.at).cloned());
        if let (Some(found), Some(slot)) = (picked, self.slot()) {
            slot.input = Input::new(&format!("{} {}", found.shown, found.name));
            slot.chosen = Some(found.key);
        }
        self.found.clear();
    }

    fn turn_field(&mut self, by: usize) {
        self.settle();
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.field).unwrap_or(0);
        self.field = fields[(at + by) % fields.len()];
    }

    /// The records named, or what is wrong and in which line.
    fn read(&self) -> Result<[Option<Key>; 2], (Field, String)> {
        let mut keys = [None, None];
        for field in self.fields() {
            let (Some(kind), Some(at)) = (field.names(), field.slot()) else { continue };
            let slot = &self.slots[at];
            let text = slot.input.text().trim();
            keys[at] = match &slot.chosen {
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

impl Review {
    /// Asks which source the source in use draws on.
    pub(crate) fn open_derivation(&mut self) {
        let Some(line) = self.evidence() else { return };
        let key = line.row.source_key.clone();
        let title = SafeText::line(&format!("{key} {}", line.row.source.title));
        self.open_provenance(About::Derivation(key), title, [None, None], "");
    }

    /// Asks whom the evidence in use, or all that is marked, comes through.
    pub(crate) fn open_via(&mut self) {
        let Some((items, title)) = self.acted_on() else { return };
        let standing = self.evidence().filter(|_| self.marks.is_empty()).map(|line| &line.row);
        let slots =
            [standing.and_then(|row| row.via_party.clone()), standing.and_then(|row| row.via_origin.clone())];
        let via = standing.and_then(|row| row.record.via.as_ref());
        let unresolved = via.and_then(|via| via.unresolved.clone()).unwrap_or_default();
        self.open_provenance(About::Via(items), title, slots, &unresolved);
    }

    fn open_provenance(
        &mut self,
        about: About,
        title: SafeText,
        slots: [Option<(Key, String)>; 2],
        text: &str,
    ) {
        let field = if matches!(about, About::Via(_)) { Field::Party } else { Field::From };
        self.mode = Mode::Provenance(Box::new(ProvenanceForm {
            about,
            title,
            field,
            relation: Relation::Relays,
            found: Vec::new(),
            picked: None,
            error: None,
            slots: [Slot::of(slots[0].as_ref()), Slot::of(slots[1].as_ref())],
            text: Input::new(text),
            asked: None,
        }));
    }

    pub(crate) fn provenance_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let height = list_box(self.size).list.height.saturating_sub(4).max(1);
        let Mode::Provenance(form) = &mut self.mode else { return };
        form.error = None;
        // What chooses among the records that match waits for them.
        let chooses = matches!(
            action,
            Some(
                Action::Accept
                    | Action::NextField
                    | Action::PreviousField
                    | Action::MoveDown
                    | Action::MoveUp
            )
        );
        if let Some(ticket) = form.asked.filter(|_| chooses) {
            self.pending.wait = Some(Wait::Named(ticket));
            self.pending.typed.push_front(Typed::Key(*key));
            return;
        }
        let last = form.fields().len() - 1;
        match action {
            Some(Action::Accept) => return self.take_provenance(),
            Some(Action::Cancel) => return self.mode = Mode::Review,
            Some(Action::NextField) => return form.turn_field(1),
            Some(Action::PreviousField) => return form.turn_field(last),
            Some(Action::MoveDown) if !form.found.is_empty() => {
                match &mut form.picked {
                    Some(choice) => choice.step(1, form.found.len(), height),
                    None => form.picked = Some(Choice::default()),
                }
                return;
            }
            Some(Action::MoveUp) if form.picked.is_some() => {
                if let Some(choice) = &mut form.picked {
                    choice.step(-1, form.found.len(), height);
                }
                return;
            }
            Some(Action::MoveDown) => return form.turn_field(1),
            Some(Action::MoveUp) => return form.turn_field(last),
            _ => {}
        }
        if form.field == Field::Relation {
            let forward = match (action, key.code) {
                (Some(Action::NextValue), _) | (_, KeyCode::Char(' ')) => 1,
                (Some(Action::PreviousValue), _) => Relation::ALL.len() - 1,
                _ => return,
            };
            let at = Relation::ALL.iter().position(|it| *it == form.relation).unwrap_or(0);
            form.relation = Relation::ALL[(at + forward) % Relation::ALL.len()];
            return;
        }
        if crate::review::keys::chars::types(key) || key.code == KeyCode::Backspace {
            form.give_way();
        }
        if form.typed().is_some_and(|input| input.key(key)) || key.code == KeyCode::Backspace {
            self.provenance_typed();
        }
    }

    pub(crate) fn provenance_paste(&mut self, text: &str) {
        let Mode::Provenance(form) = &mut self.mode else { return };
        form.give_way();
        if let Some(input) = form.typed() {
            input.insert(text);
            self.provenance_typed();
        }
    }

    /// What stands in the line may mean another record: looks for those that match.
    fn provenance_typed(&mut self) {
        let Mode::Provenance(form) = &mut self.mode else { return };
        (form.picked, form.asked) = (None, None);
        form.found.clear();
        let Some(kind) = form.field.names() else { return };
        let Some(slot) = form.slot() else { return };
        slot.chosen = None;
        let text = slot.input.text().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let ticket = self.ask(Read::Named { kind, text });
        if let Mode::Provenance(form) = &mut self.mode {
            form.asked = Some(ticket);
        }
    }

    pub(crate) fn named_answer(&mut self, ticket: Ticket, named: Vec<(Key, String)>) {
        self.named_came(ticket);
        let Mode::Provenance(form) = &mut self.mode else { return };
        if form.asked != Some(ticket) {
            return;
        }
        form.asked = None;
        let found = named.into_iter().map(|(key, name)| Found {
            shown: lines::key(&key),
            name: SafeText::line(&name),
            key,
        });
        form.found = found.collect();
        // The only one that matches is the one meant.
        form.picked = (form.found.len() == 1).then(Choice::default);
    }

    fn named_came(&mut self, ticket: Ticket) {
        if self.pending.wait == Some(Wait::Named(ticket)) {
            self.pending.wait = None;
        }
    }

    pub(crate) fn named_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        self.named_came(ticket);
        let Mode::Provenance(form) = &mut self.mode else { return false };
        let asked = form.asked == Some(ticket);
        if asked {
            form.asked = None;
            form.error = Some(SafeText::line(sentence));
        }
        asked
    }

    fn take_provenance(&mut self) {
        let Mode::Provenance(form) = &mut self.mode else { return };
        form.settle();
        let [first, second] = match form.read() {
            Ok(keys) => keys,
            Err((field, sentence)) => {
                form.field = field;
                form.error = Some(SafeText::line(&sentence));
                return;
            }
        };
        let text = Some(form.text.text().trim().to_owned()).filter(|text| !text.is_empty());
        let write = match &form.about {
            About::Derivation(source) => {
                let Some(from) = first else {
                    form.field = Field::From;
                    form.error = Some(SafeText::line("name the source it draws on"));
                    return;
                };
                let (source, relation) = (source.clone(), form.relation);
                Write::Derive { source, from, relation, locator: text }
            }
            About::Via(_) if second.is_some() && text.is_some() => {
                form.field = Field::Unresolved;
                let why = "what rests on a source has its origin, and cannot be unresolved as well";
                form.error = Some(SafeText::line(why));
                return;
            }
            About::Via(items) if items.len() > 1 && first.is_none() && second.is_none() && text.is_none() => {
                let why = format!("nothing is entered for the {} marked pieces", items.len());
                form.error = Some(SafeText::line(&why));
                return;
            }
            About::Via(items) => {
                Write::Via { items: items.clone(), party: first, origin: second, unresolved: text }
            }
        };
        self.mode = Mode::Review;
        self.write_record(write);
    }
}
