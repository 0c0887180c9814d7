//! The document of a source, to be read: a passage is always chosen in it, and keys go from one to the next.

use crate::domain::document::Form;
use crate::domain::open_document::{OpenDocument, QuoteLine};
use crate::domain::quotes::{Finding, Toward, Unit, next, stretched, unit_at};
use crate::domain::{ItemId, Key};
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::{Action, Context};
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::FormOf;
use crate::review::state::geometry::{self, PaneArea};
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::review::view::behaviour::View;
use crate::review::view::layout::{At, Layout, PageRow};
use crate::review::view::sheet::{Look, Sheet, SheetLine};
use std::ops::Range;

/// A document being read.
#[derive(Debug, Clone)]
pub struct DocumentView {
    pub(crate) source: Key,
    /// The piece of evidence that it was opened from.
    pub(crate) evidence: Option<(ItemId, Key)>,
    /// The claim made of a passage last, with what it is called: the next evidence is for that.
    pub(crate) claim: Option<(ItemId, Key, String)>,
    /// The claim that is being made of a passage.
    pub(crate) making: Option<Ticket>,
    /// The version shown; the latest where none is named.
    pub(super) version: Option<usize>,
    /// How many rows at the bottom of the screen something stands over.
    pub(super) covered: u16,
    /// What the first row was before.
    pub(super) uncovered: Option<At>,
    /// The document; none while it is on its way.
    pub document: Option<OpenDocument>,
    /// The passage chosen, in bytes of the text.
    pub passage: Range<usize>,
    /// The rows in view.
    pub rows: Vec<PageRow>,
    /// What was searched for in it, where it stands.
    pub hits: Vec<Range<usize>>,
    /// The headings, while one is being chosen, and where each begins.
    pub contents: Option<(Sheet, Vec<usize>)>,
    layout: Layout,
    pub(super) top: At,
    /// The evidence whose quote it is opened at.
    begins_at: Option<ItemId>,
    pub(super) asked: Option<Ticket>,
    sought: Option<Ticket>,
    stale: bool,
}

/// Longer rows are hard to read.
const WIDEST: usize = 100;

impl DocumentView {
    /// Opens the document of the source in use, at the quote of its evidence, where it is in use for that.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let source = workspace.source()?;
        let evidence = source.evidence.map(|row| (row.id, row.key.clone()));
        let (source, begins_at) = (source.key.clone(), evidence.as_ref().map(|(id, _)| *id));
        let mut view = Self {
            source,
            evidence,
            claim: None,
            making: None,
            version: None,
            covered: 0,
            uncovered: None,
            document: None,
            passage: 0..0,
            rows: Vec::new(),
            hits: Vec::new(),
            contents: None,
            layout: Layout::default(),
            top: At::default(),
            begins_at,
            asked: None,
            sought: None,
            stale: false,
        };
        view.ask(workspace);
        Some(view)
    }

    pub(super) fn ask(&mut self, workspace: &mut Workspace) {
        let (source, version) = (self.source.clone(), self.version);
        self.asked = Some(workspace.ask(Read::Document { source, version }));
    }

    /// The quotes that stand in it, each with its place.
    pub fn quotes(&self) -> impl Iterator<Item = (&QuoteLine, Range<usize>)> {
        let all = self.document.iter().flat_map(|document| &document.quotes);
        all.filter_map(|quote| Some((quote, quote.finding.place()?)))
    }

    /// The quote at the beginning of the passage chosen; of several the shortest.
    pub fn quote(&self) -> Option<&QuoteLine> {
        let here = self
            .quotes()
            .filter(|(_, place)| place.start < self.passage.end && self.passage.start < place.end);
        here.min_by_key(|(_, place)| (place.start.abs_diff(self.passage.start), place.len()))
            .map(|(quote, _)| quote)
    }

    /// Chooses a passage.
    fn choose(&mut self, passage: Option<Range<usize>>) {
        if let Some(passage) = passage {
            self.passage = passage;
        }
    }

    /// Goes to the next passage, or the one before.
    fn turn(&mut self, unit: Unit, toward: Toward) {
        let Some(document) = &self.document else { return };
        self.passage =
            next(&document.text, self.passage.start, unit, toward).unwrap_or_else(|| match toward {
                Toward::End => self.passage.clone(),
                Toward::Beginning => unit_at(&document.text, 0, unit).unwrap_or_default(),
            });
    }

    fn stretch(&mut self, unit: Unit, toward: Toward) {
        if let Some(document) = &self.document {
            self.passage = stretched(&document.text, self.passage.clone(), unit, toward);
        }
    }

    /// Goes by as many rows as there are on the screen: to the first sentence that begins there.
    fn page(&mut self, reach: Reach, height: u16) {
        let Some(document) = &self.document else { return };
        let text = &document.text;
        let at = match reach {
            Reach::Top => 0,
            Reach::Bottom => text.text.len(),
            reach => {
                let rows = reach.lines(height);
                let top = self.layout.moved(text, self.top, rows);
                let last = self.layout.last(text);
                let lowest = self.layout.moved(text, last, 1 - i64::from(height));
                if rows > 0 && self.top >= lowest {
                    text.text.len()
                } else if rows < 0 && self.top == At::default() {
                    0
                } else {
                    self.top = top.min(lowest);
                    let rows = self.layout.rows_from(text, self.top, usize::from(height));
                    first_byte(&rows).unwrap_or(0)
                }
            }
        };
        self.passage = unit_at(text, at, Unit::Sentence).unwrap_or_default();
        // A sentence that began before the screen would scroll it back.
        let begins = self.layout.row_of(text, self.passage.start);
        if !matches!(reach, Reach::Top | Reach::Bottom) && begins < self.top {
            let behind = next(text, at, Unit::Sentence, Toward::End);
            let bottom = self.layout.moved(text, self.top, i64::from(height) - 1);
            let seen = behind.filter(|passage| self.layout.row_of(text, passage.start) <= bottom);
            self.passage = seen.or_else(|| unit_at(text, at, Unit::Word)).unwrap_or_default();
        }
    }

    /// The place of the next of some passages, or of the one before.
    fn beside(&self, mut all: impl Iterator<Item = Range<usize>>, forward: bool) -> Option<Range<usize>> {
        if forward {
            all.find(|place| place.start > self.passage.start)
        } else {
            all.filter(|place| place.start < self.passage.start).last()
        }
    }

    fn turn_quote(&mut self, workspace: &mut Workspace, forward: bool) {
        let place = self.beside(self.quotes().map(|(_, place)| place), forward);
        if place.is_none() {
            let which = if forward { "after" } else { "before" };
            workspace.refuse(&match self.quotes().next() {
                Some(_) => format!("no quote begins {which} this passage"),
                None => "no evidence has a quote that stands in this document".to_owned(),
            });
        }
        self.choose(place);
    }

    fn turn_hit(&mut self, workspace: &mut Workspace, forward: bool) {
        let place = self.beside(self.hits.iter().cloned(), forward);
        if place.is_none() {
            let find = workspace.keymap.say_in(Context::Document, Action::Find);
            workspace.refuse(&match self.hits.is_empty() {
                true => format!("nothing was searched for in this document yet: {find} searches it"),
                false => "there are no more hits that way".to_owned(),
            });
        }
        self.choose(place);
    }

    /// Goes to the evidence whose quote is in use.
    fn go(&self, workspace: &mut Workspace) -> Next {
        let Some(quote) = self.quote() else {
            let on = workspace.keymap.say_in(Context::Document, Action::NextQuote);
            workspace.refuse(&format!("no evidence quotes this passage; {on} goes to the next quote"));
            return Next::Stay;
        };
        workspace.go(quote.place);
        Next::Close
    }

    fn open_contents(&mut self, workspace: &mut Workspace) {
        let Some(document) = &self.document else { return };
        let text = &document.text;
        let mut lines = Vec::new();
        let mut places = Vec::new();
        for (index, paragraph) in text.paragraphs.iter().enumerate() {
            if let Form::Heading(level) = paragraph.form {
                let indent = 2 * usize::from(level.clamp(1, 6));
                let heading = &text.text[paragraph.start..paragraph.end];
                lines.push(SheetLine::new(indent, heading, Look::Plain).column(
                    text.name(index),
                    6,
                    Look::Muted,
                ));
                places.push(paragraph.start);
            }
        }
        if lines.is_empty() {
            return workspace.refuse("this document has no headings");
        }
        let mut sheet = Sheet::new(lines, workspace.size.0);
        let at = places.partition_point(|place| *place <= self.passage.start).saturating_sub(1);
        let height = room(workspace).rows.height;
        sheet.step(i64::try_from(at).unwrap_or(0), height);
        sheet.show(height);
        self.contents = Some((sheet, places));
    }

    /// A key while the headings are open.
    fn contents_key(&mut self, workspace: &mut Workspace, action: Action) {
        let height = room(workspace).rows.height;
        let Some((sheet, places)) = &mut self.contents else { return };
        if let Some(reach) = Reach::of(action) {
            return reach.through(sheet, height);
        }
        match action {
            Action::Open => {
                let place = places.get(sheet.cursor()).copied();
                self.contents = None;
                let document = self.document.as_ref();
                let heading = place.zip(document).and_then(|(at, it)| unit_at(&it.text, at, Unit::Sentence));
                self.choose(heading);
            }
            Action::Back | Action::Contents => self.contents = None,
            _ => {}
        }
    }

    fn take(&mut self, workspace: &mut Workspace, document: OpenDocument) {
        let text = &document.text;
        let same = self.document.as_ref().is_some_and(|before| before.text == document.text);
        if !same {
            self.layout = Layout::of(text);
            self.hits.clear();
            let own = self.begins_at.take();
            let quote = document.quotes.iter().find(|quote| own.is_some() && quote.place.evidence == own);
            self.say_what_became(workspace, quote);
            let left = workspace.memory.read.get(&self.source).cloned();
            let place = quote.and_then(|quote| quote.finding.place());
            let place = place.or_else(|| self.same_words(&document)).or(left);
            let place = place.filter(|place| text.text.get(place.clone()).is_some());
            let here = if self.document.is_some() { self.passage.start } else { 0 };
            self.passage = place.or_else(|| unit_at(text, here, Unit::Sentence)).unwrap_or_default();
        }
        self.document = Some(document);
    }

    /// Says where the quote of the evidence one comes from does not stand as it did.
    fn say_what_became(&self, workspace: &mut Workspace, quote: Option<&QuoteLine>) {
        let Some(quote) = quote else { return };
        match &quote.finding {
            Finding::Found(_) => {}
            other => workspace.say(&format!("the quote of {} {}", quote.key, other.words())),
        }
    }
}

/// The first byte of the text in some rows.
fn first_byte(rows: &[PageRow]) -> Option<usize> {
    rows.iter().find_map(|row| match row {
        PageRow::Text { bytes, .. } => Some(bytes.start),
        PageRow::Blank | PageRow::Page(_) => None,
    })
}

/// Where title and rows stand.
fn room(workspace: &Workspace) -> PaneArea {
    geometry::document(workspace.places().body).page
}

impl View for DocumentView {
    fn context(&self) -> Context {
        Context::Document
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        let Some(action) = action else {
            let back = workspace.keymap.say_in(Context::Document, Action::Back);
            workspace.refuse(&format!("this is a document; {back} goes back"));
            return Next::Stay;
        };
        if self.contents.is_some() {
            self.contents_key(workspace, action);
            return Next::Stay;
        }
        let height = room(workspace).rows.height;
        match (Reach::of(action), action) {
            (Some(Reach::Lines(1)), _) => self.turn(Unit::Sentence, Toward::End),
            (Some(Reach::Lines(_)), _) => self.turn(Unit::Sentence, Toward::Beginning),
            (Some(reach), _) => self.page(reach, height),
            (_, Action::Right) => self.turn(Unit::Word, Toward::End),
            (_, Action::Left) => self.turn(Unit::Word, Toward::Beginning),
            (_, Action::NextPane) => self.turn(Unit::Paragraph, Toward::End),
            (_, Action::PreviousPane) => self.turn(Unit::Paragraph, Toward::Beginning),
            (_, Action::StretchWord) => self.stretch(Unit::Word, Toward::End),
            (_, Action::ShrinkWord) => self.stretch(Unit::Word, Toward::Beginning),
            (_, Action::StretchSentence) => self.stretch(Unit::Sentence, Toward::End),
            (_, Action::ShrinkSentence) => self.stretch(Unit::Sentence, Toward::Beginning),
            (_, Action::NextQuote) => self.turn_quote(workspace, true),
            (_, Action::PreviousQuote) => self.turn_quote(workspace, false),
            (_, Action::NextHit) => self.turn_hit(workspace, true),
            (_, Action::PreviousHit) => self.turn_hit(workspace, false),
            (_, Action::Contents) => self.open_contents(workspace),
            (_, Action::OtherVersion) => self.turn_version(workspace),
            (_, Action::Open) => return self.go(workspace),
            (_, Action::Back) => return Next::Back,
            (_, Action::ViewReview) => return Next::Return,
            (_, view) if view.shows_view() => return Next::Perform(view),
            _ => {}
        }
        if self.document.is_some() {
            workspace.memory.read.insert(self.source.clone(), self.passage.clone());
        }
        Next::Stay
    }

    fn subject(&self, workspace: &Workspace) -> Option<Subject> {
        let quoted = self.quote().map(|quote| quote.place);
        let claim = self.claim.as_ref().map(|(id, ..)| *id);
        let claim = quoted.map(|place| place.claim).or(claim).or(workspace.place().map(|place| place.claim));
        let evidence = quoted.and_then(|place| place.evidence);
        let source = Some(FormOf::Keyed(self.source.clone()));
        Some(Subject { claim, evidence, source, ..Subject::default() })
    }

    fn hints(&self) -> &'static [Action] {
        if self.contents.is_some() {
            return &[Action::Open, Action::Back, Action::MoveDown, Action::MoveUp];
        }
        &[
            Action::MoveDown,
            Action::StretchSentence,
            Action::QuoteAsEvidence,
            Action::QuoteAsClaim,
            Action::QuoteForEvidence,
            Action::TakeFigures,
            Action::Find,
            Action::Right,
            Action::StretchWord,
            Action::NextQuote,
            Action::Open,
            Action::Contents,
            Action::Back,
        ]
    }

    fn follow(&mut self, workspace: &mut Workspace) {
        if let Some(words) = workspace.memory.sought.take() {
            let (source, version) = (self.source.clone(), self.version);
            let ticket = workspace.ask(Read::Find { source, version, words });
            self.sought = Some(ticket);
            workspace.pending.wait = Some(Wait::View(ticket));
        }
        let Some(document) = &self.document else { return };
        let place = room(workspace);
        let text = &document.text;
        let shown = usize::from(place.rows.height);
        let height = shown.saturating_sub(usize::from(self.covered)).max(1);
        self.layout.set_cells(usize::from(place.rows.width).saturating_sub(geometry::MARGIN).min(WIDEST));
        let start = self.layout.row_of(text, self.passage.start);
        let end = self.layout.row_of(text, self.passage.end.saturating_sub(1).max(self.passage.start));
        let rows = i64::try_from(height).unwrap_or(1).max(1);
        let bottom = self.layout.moved(text, self.top, rows - 1);
        let far = self.layout.moved(text, bottom, rows);
        self.top = if start < self.top {
            // Nothing of the way back is lost where it is short.
            let near = self.layout.moved(text, self.top, -rows) <= start;
            self.layout.moved(text, start, if near { -1 } else { -rows / 3 })
        } else if end > bottom {
            let back = if start > far { -rows * 2 / 3 } else { 1 - rows };
            self.layout.moved(text, end, back).min(start)
        } else {
            self.top
        };
        self.rows = self.layout.rows_from(text, self.top, shown);
    }

    fn went_stale(&mut self, _order: bool) {
        self.stale = true;
    }

    fn ask_again(&mut self, workspace: &mut Workspace) {
        if self.stale && self.asked.is_none() {
            self.stale = false;
            self.ask(workspace);
        }
    }

    fn is_waiting(&self) -> bool {
        self.document.is_none() && self.asked.is_some()
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) {
        match answer {
            Answer::Document(document) if self.asked.take_if(|asked| *asked == ticket).is_some() => {
                workspace.pending.came(ticket);
                self.take(workspace, *document);
            }
            Answer::Passages(hits) => {
                workspace.pending.came(ticket);
                if self.sought.take_if(|sought| *sought == ticket).is_none() {
                    return;
                }
                let first = hits.iter().find(|hit| hit.start >= self.passage.start).or(hits.first()).cloned();
                match hits.len() {
                    0 => workspace.refuse("that does not stand in this document"),
                    1 => workspace.say("it stands there once"),
                    many => workspace.say(&format!("it stands there {many} times")),
                }
                self.hits = hits;
                self.choose(first);
            }
            _ => {}
        }
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> Option<Next> {
        let own = [self.asked, self.sought].contains(&Some(ticket));
        if !own {
            return None;
        }
        (self.asked, self.sought) = (None, None);
        workspace.lost(sentence);
        Some(if self.document.is_none() { Next::Return } else { Next::Stay })
    }
}
