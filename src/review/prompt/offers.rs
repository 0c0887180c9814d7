//! The figures and dates that a passage names, to take or leave.

use crate::domain::dates_in_text::dates;
use crate::domain::figures::{Quantity, quantities};
use crate::domain::rows::Place;
use crate::domain::{Date, ItemId, Key, Kind};
use crate::review::act::cursor::Reach;
use crate::review::act::next::{Known, Next};
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::quote::Passage;
use crate::review::protocol::effect::{Ticket, Write};
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;
use serde_json::{Map, json};

/// One thing that is offered.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The words of the passage.
    pub words: SafeText,
    /// How they are read.
    pub says: SafeText,
    /// Whether it was taken.
    pub taken: bool,
    is: Offered,
}

#[derive(Debug, Clone)]
enum Offered {
    Figure(Quantity),
    Date(Date),
}

/// A field that can have a date: what it is called, of which record, by its path.
#[derive(Debug, Clone)]
struct DateField(String, FormOf, &'static str);

/// What is offered.
#[derive(Debug, Clone)]
pub struct OffersPrompt {
    /// What there is, in the order in which it stands in the passage.
    pub all: Vec<Offer>,
    /// Which of it is meant.
    pub choice: Choice,
    /// Where the passage stands.
    pub cited: SafeText,
    passage: Passage,
    /// What a figure belongs to: a claim, a piece of evidence that quotes the passage.
    of: Vec<(&'static str, FormOf)>,
    figure_of: String,
    fields: Vec<DateField>,
    field: usize,
    saving: Option<(Ticket, usize)>,
}

/// How many are in view at once.
pub const ROWS: u16 = 6;

impl OffersPrompt {
    /// Offers what a passage names, for the evidence that quotes it and its claim, or else for a claim; none where
    /// it names nothing.
    pub(crate) fn open(
        passage: &Passage,
        quoted: Option<(Place, Key, Key)>,
        claim: Option<(ItemId, Key)>,
    ) -> Option<Self> {
        let text = &passage.anchored.quote.text;
        let line = |place: &std::ops::Range<usize>| SafeText::line(&text[place.clone()]);
        let figures = quantities(text).into_iter().map(|it| {
            let says = SafeText::line(&it.said());
            (it.place.start, Offer { words: line(&it.place), says, taken: false, is: Offered::Figure(it) })
        });
        let dates = dates(text).into_iter().map(|(place, on)| {
            let says = SafeText::line(&on.to_string());
            (place.start, Offer { words: line(&place), says, taken: false, is: Offered::Date(on) })
        });
        let mut all: Vec<(usize, Offer)> = figures.chain(dates).collect();
        all.sort_by_key(|(at, _)| *at);
        let all: Vec<Offer> = all.into_iter().map(|(_, offer)| offer).collect();
        if all.is_empty() {
            return None;
        }
        let evidence = quoted.as_ref().and_then(|(place, key, _)| Some((place.evidence?, key.clone())));
        let claim = quoted.map(|(place, _, claim)| (place.claim, claim)).or(claim);
        let (mut of, mut fields) = (Vec::new(), Vec::new());
        let mut figure_of = "a figure".to_owned();
        if let Some((item, key)) = &claim {
            let record = FormOf::Record(Kind::Claim, *item);
            of.push(("claim", record.clone()));
            figure_of = format!("a figure of {key}");
            fields.push(DateField(format!("the date of the event of {key}"), record.clone(), "event_date"));
            fields.push(DateField(format!("the date on which {key} was asserted"), record, "asserted_on"));
        }
        if let Some((item, key)) = &evidence {
            let record = FormOf::Record(Kind::Evidence, *item);
            of.push(("evidence", record.clone()));
            figure_of = format!("a figure of {key}");
            fields.insert(0, DateField(format!("the date of what {key} reports"), record, "dated"));
        } else {
            of.push(("source", FormOf::Keyed(passage.source.clone())));
        }
        let source = FormOf::Keyed(passage.source.clone());
        fields.push(DateField(format!("the date that {} bears", passage.source), source.clone(), "dated"));
        fields.push(DateField(
            format!("the date on which {} was published", passage.source),
            source,
            "published",
        ));
        let cited = SafeText::line(&passage.cited);
        let passage = passage.clone();
        let (choice, field, saving) = (Choice::default(), 0, None);
        Some(Self { all, choice, cited, passage, of, figure_of, fields, field, saving })
    }

    /// What the one meant is taken as.
    pub fn taken_as(&self) -> SafeText {
        SafeText::line(match self.all.get(self.choice.at).map(|offer| &offer.is) {
            Some(Offered::Date(_)) => self.fields.get(self.field).map_or("", |field| &field.0),
            _ => &self.figure_of,
        })
    }

    /// Whether the one meant can be taken as several things.
    pub fn is_date(&self) -> bool {
        matches!(self.all.get(self.choice.at).map(|offer| &offer.is), Some(Offered::Date(_)))
    }

    fn turn(&mut self, by: isize) {
        let count = self.fields.len().max(1);
        if self.is_date() {
            self.field = (self.field + count).saturating_add_signed(by) % count;
        }
    }

    fn take(&mut self, workspace: &mut Workspace) -> Next {
        match self.all.get(self.choice.at).map(|offer| &offer.is) {
            Some(Offered::Figure(quantity)) => return Next::Make(Box::new(self.known(quantity))),
            Some(Offered::Date(on)) => {
                let Some(DateField(_, of, path)) = self.fields.get(self.field).cloned() else {
                    return Next::Stay;
                };
                let fields = Map::from_iter([(path.to_owned(), json!(on.as_str()))]);
                let write = RecordWrite { of, fields, names: Vec::new() };
                let flight = workspace.write(Write::Record(Box::new(write)));
                flight.stays = true;
                let ticket = flight.ticket;
                workspace.pending.wait = Some(Wait::Commit(ticket));
                self.saving = Some((ticket, self.choice.at));
            }
            None => {}
        }
        Next::Stay
    }

    /// What the form of a figure begins with.
    fn known(&self, quantity: &Quantity) -> Known {
        let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
        let texts = [
            ("low", number(&quantity.low)),
            ("high", number(&quantity.high)),
            ("unit", Some(quantity.unit.clone())),
            ("qualifier", Some(quantity.qualifier.word().to_owned())),
            ("locator", Some(self.passage.anchored.locator.clone())),
        ];
        let text = &self.passage.anchored.quote.text;
        let cites = self.of.iter().any(|(path, _)| *path == "source");
        let texts = texts.into_iter().filter(|(path, _)| cites || *path != "locator");
        Known {
            kind: Kind::Figure,
            refers: self.of.clone(),
            texts: texts.filter_map(|(path, text)| Some((path, text?))).collect(),
            sight: About::passage(
                &format!("{}: “{}”", self.passage.cited, &text[quantity.place.clone()]),
                text,
            ),
        }
    }
}

impl Prompt for OffersPrompt {
    fn context(&self) -> Context {
        Context::Form
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        match action {
            Some(Action::Cancel) => return Next::Close,
            Some(Action::Accept) => return self.take(workspace),
            Some(Action::NextValue) => self.turn(1),
            Some(Action::PreviousValue) => self.turn(-1),
            Some(Action::NextField) => self.choice.step(1, self.all.len(), ROWS),
            Some(Action::PreviousField) => self.choice.step(-1, self.all.len(), ROWS),
            Some(action) => self.choice.reach(Reach::of(action), self.all.len(), ROWS),
            None => workspace.refuse("what is chosen is taken as it says below, or left"),
        }
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        match self.is_date() {
            true => &[Action::Accept, Action::NextValue, Action::MoveDown, Action::MoveUp, Action::Cancel],
            false => &[Action::Accept, Action::MoveDown, Action::MoveUp, Action::Cancel],
        }
    }

    fn lines_in_sight(&self) -> u16 {
        let rows = u16::try_from(self.all.len()).unwrap_or(ROWS).min(ROWS);
        rows + 1
    }

    fn refused(&mut self, _workspace: &mut Workspace, ticket: Ticket, _sentence: &str) -> bool {
        self.saving.take_if(|(saving, _)| *saving == ticket).is_some()
    }

    fn saved(&mut self, _workspace: &mut Workspace, ticket: Ticket) -> bool {
        if let Some((_, at)) = self.saving.take_if(|(saving, _)| *saving == ticket) {
            self.all[at].taken = true;
        }
        false
    }
}
