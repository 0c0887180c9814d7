//! The list of sources, or of parties, of which as much is held as the screen needs; and beside it all there
//! is to the one selected.

use crate::domain::record_list::{RecordDetail, RecordOrder, RecordRow};
use crate::domain::rows::{ListAt, Slice};
use crate::domain::{ItemId, Kind, Target};
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::state::geometry::{self, RecordPlaces};
use crate::review::state::list::{HasId, List};
use crate::review::state::pending::Wait;
use crate::review::state::turn::turned;
use crate::review::state::workspace::{Listed, Workspace};
use crate::review::state::{lines, sheet::Sheet};
use crate::review::view::behaviour::View;
use crate::review::view::record_lines::{self, RecordLine};

/// Rows that are on their way.
#[derive(Debug, Clone, Copy)]
struct Asked {
    ticket: Ticket,
    /// How many rows to go from the place asked for.
    steps: i64,
    /// The record that is to be selected.
    wanted: Option<ItemId>,
}

/// A list of sources or of parties.
#[derive(Debug, Clone)]
pub struct RecordsView {
    /// What it lists.
    pub kind: Kind,
    /// In which order.
    pub order: RecordOrder,
    pub rows: List<RecordLine>,
    /// What there is to the one selected; none while that is on its way.
    pub sheet: Option<Sheet>,
    /// Whether the keys go to that.
    pub in_detail: bool,
    /// What the lines of it are made of, for when the width changes.
    detail: Option<Box<RecordDetail>>,
    asked: Option<Asked>,
    asked_detail: Option<(Ticket, ItemId)>,
    /// The record that the last answer was about, whether or not there is still such a record.
    answered: Option<ItemId>,
    /// All are being put in order; whether the list then begins at its top.
    arranging: Option<(Ticket, bool)>,
    /// What it shows may have changed; and with it what a filter leaves.
    stale: bool,
    stale_order: bool,
}

impl RecordsView {
    /// Opens the list of sources at the one in use.
    pub(crate) fn open(workspace: &mut Workspace) -> Self {
        let here = workspace.source().map(|source| source.id);
        let mut view = Self {
            kind: Kind::Source,
            order: RecordOrder::Key,
            rows: List::default(),
            sheet: None,
            in_detail: false,
            detail: None,
            asked: None,
            asked_detail: None,
            answered: None,
            arranging: None,
            stale: false,
            stale_order: false,
        };
        view.list(workspace, here);
        view
    }

    /// Shows the list from its beginning, or at a record.
    fn list(&mut self, workspace: &mut Workspace, at: Option<ItemId>) {
        self.rows = List::default();
        self.in_detail = false;
        self.leave_detail();
        workspace.listed = Some(Listed { kind: self.kind, row: None });
        workspace.memory.wanted_record = at;
        self.put_in_order(workspace, true);
    }

    fn leave_detail(&mut self) {
        (self.sheet, self.detail, self.asked_detail, self.answered) = (None, None, None, None);
    }

    /// Where everything stands.
    pub fn places(&self, body: ratatui::layout::Rect) -> RecordPlaces {
        geometry::records(body, self.rows.total(), self.in_detail)
    }

    fn room(&self, workspace: &Workspace) -> RecordPlaces {
        self.places(workspace.places().body)
    }

    /// Whether all must be put in order before any can be shown.
    fn needs_order(&self, workspace: &Workspace) -> bool {
        self.order != RecordOrder::Key || workspace.filter.is_some()
    }

    /// Asks for rows, from the top or around the one in use, once all are in order. Keys wait where the order
    /// is another one than before.
    fn put_in_order(&mut self, workspace: &mut Workspace, top: bool) {
        if !self.needs_order(workspace) {
            return self.ask_from(workspace, top);
        }
        let (kind, order) = (self.kind, self.order);
        let ticket = workspace.ask(Read::ArrangeRecords { kind, order });
        self.arranging = Some((ticket, top));
        if top {
            let stops = workspace.keymap.say(Action::Back);
            workspace.say(&format!("putting all {} in order … ({stops} stops)", kind.plural()));
            workspace.pending.wait = Some(Wait::View(ticket));
        }
    }

    fn ask_from(&mut self, workspace: &mut Workspace, top: bool) {
        if let Some(wanted) = workspace.memory.wanted_record.take() {
            return self.ask(workspace, ListAt::Item(wanted), 0, Some(wanted));
        }
        let at = self.rows.selected().filter(|_| !top).map_or(ListAt::First, |row| ListAt::Item(row.id()));
        self.ask(workspace, at, 0, None);
    }

    fn ask(&mut self, workspace: &mut Workspace, at: ListAt, steps: i64, wanted: Option<ItemId>) {
        let beyond = usize::try_from(steps.unsigned_abs().min(10_000)).unwrap_or(0);
        let span = workspace.screen();
        let (before, after) = match at {
            ListAt::First => (0, span * 2),
            ListAt::Last => (span * 2, 1),
            ListAt::Item(_) => (span + beyond, span + beyond + 1),
        };
        let (kind, order) = (self.kind, self.order);
        let ticket = workspace.ask(Read::Records { kind, order, at, before, after });
        self.asked = Some(Asked { ticket, steps, wanted });
        workspace.pending.wait = Some(Wait::View(ticket));
    }

    fn take(&mut self, workspace: &mut Workspace, found: Slice<RecordRow>, at: Option<ItemId>, asked: Asked) {
        let height = self.room(workspace).rows.height;
        let missing = asked.wanted.filter(|wanted| found.rows.iter().all(|row| row.id() != *wanted));
        if missing.is_some() && !self.rows.is_empty() {
            let left = if workspace.filter.is_some() { "the filter leaves it out" } else { "it is gone" };
            return workspace.refuse(&format!("that {} is not in this list: {left}", self.kind));
        }
        self.rows.replace(lines::slice(found), at, height);
        if let Some(at) = at.filter(|_| missing.is_none()) {
            self.rows.select(at, height);
        }
        if asked.steps != 0 {
            let last = self.rows.end().saturating_sub(1).max(self.rows.start());
            let to = self.rows.cursor().saturating_add_signed(asked.steps).clamp(self.rows.start(), last);
            self.rows.go(to, height);
        }
    }

    fn step(&mut self, workspace: &mut Workspace, reach: Reach) {
        let places = self.room(workspace);
        if self.in_detail {
            if let Some(sheet) = &mut self.sheet {
                reach.through(sheet, places.detail.rows.height);
            }
            return;
        }
        let (rows, height) = (&mut self.rows, places.rows.height);
        match reach {
            Reach::Top if rows.start() > 0 => return self.ask(workspace, ListAt::First, 0, None),
            Reach::Bottom if rows.end() < rows.total() => return self.ask(workspace, ListAt::Last, 0, None),
            _ => {}
        }
        let steps = reach.lines(height);
        let to = rows.landing(steps);
        if !rows.is_empty()
            && !rows.go(to, height)
            && let Some(id) = rows.selected().map(HasId::id)
        {
            self.ask(workspace, ListAt::Item(id), steps, None);
        }
    }

    /// Selects a record of the list, wherever it stands.
    fn go_to(&mut self, workspace: &mut Workspace, id: ItemId) {
        let height = self.room(workspace).rows.height;
        if !self.rows.select(id, height) {
            self.ask(workspace, ListAt::Item(id), 0, Some(id));
        }
    }

    /// Gives the keys to what there is to the record selected.
    fn enter_detail(&mut self, workspace: &Workspace) {
        self.in_detail = true;
        let height = self.room(workspace).detail.rows.height;
        if let Some(sheet) = &mut self.sheet {
            sheet.select_leading(height);
        }
    }

    /// Opens what is selected: the detail of a record, or what a line of it leads to.
    fn go(&mut self, workspace: &mut Workspace) -> Next {
        if !self.in_detail {
            if self.rows.selected().is_some() {
                self.enter_detail(workspace);
            }
            return Next::Stay;
        }
        let line = self.sheet.as_ref().and_then(Sheet::selected);
        match line.map(|line| (line.place, line.record)) {
            Some((Some(place), _)) => {
                workspace.go(place);
                // What is still on its way is asked for again on the way back.
                self.stale_order |= self.arranging.is_some();
                (self.asked, self.arranging, self.asked_detail) = (None, None, None);
                return Next::CloseFor(place.claim);
            }
            Some((None, Some(Target { kind, item }))) if kind == self.kind => {
                self.in_detail = false;
                self.go_to(workspace, item);
            }
            Some((None, Some(Target { kind, item }))) => {
                self.turn_to(kind);
                self.list(workspace, Some(item));
            }
            _ => workspace.refuse("this line leads to no claim, evidence, source or party"),
        }
        Next::Stay
    }

    fn turn_to(&mut self, kind: Kind) {
        self.kind = kind;
        if !RecordOrder::of(kind).contains(&self.order) {
            self.order = RecordOrder::Key;
        }
    }

    /// Asks for what there is to the record selected, where that is not shown.
    fn ask_detail(&mut self, workspace: &mut Workspace, again: bool) {
        let Some(id) = self.rows.selected().map(HasId::id) else { return self.leave_detail() };
        let shown = self.answered == Some(id);
        let asked = self.asked_detail.is_some_and(|(_, asked)| asked == id);
        if !again && (shown || asked) {
            return;
        }
        if !shown {
            self.leave_detail();
        }
        let of = ViewOf::Item(Target { kind: self.kind, item: id });
        self.asked_detail = Some((workspace.ask(Read::View { topic: Topic::Record, of }), id));
    }

    /// Wraps the lines of the detail to the room there is, and keeps the line in use.
    fn wrap(&mut self, workspace: &Workspace) {
        let place = self.room(workspace).detail.rows;
        let Some(detail) = &self.detail else { return };
        match &mut self.sheet {
            Some(sheet) if sheet.width() == place.width => sheet.fit(place.height),
            before => {
                let mut wrapped = Sheet::new(record_lines::lines(self.kind, detail), place.width);
                match before {
                    Some(before) => wrapped.keep(before, place.height),
                    None if self.in_detail => wrapped.select_leading(place.height),
                    None => wrapped.show(place.height),
                }
                self.sheet = Some(wrapped);
            }
        }
    }
}

impl View for RecordsView {
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        let Some(action) = action else {
            let back = workspace.keymap.say(Action::Back);
            workspace
                .refuse(&format!("this is a list of {}; {back} goes back to the review", self.kind.plural()));
            return Next::Stay;
        };
        if action.shows_view() && action != Action::ViewReview {
            return Next::Perform(action);
        }
        if let Some(reach) = Reach::of(action) {
            self.step(workspace, reach);
            return Next::Stay;
        }
        match action {
            Action::Back if self.in_detail => self.in_detail = false,
            Action::Back | Action::ViewReview => return Next::Return,
            Action::Open => return self.go(workspace),
            Action::NextPane | Action::PreviousPane if self.in_detail => self.in_detail = false,
            Action::NextPane | Action::PreviousPane | Action::Right => self.enter_detail(workspace),
            Action::Left => self.in_detail = false,
            Action::SwitchArrangement => {
                self.order = turned(RecordOrder::of(self.kind), self.order, 1);
                self.in_detail = false;
                self.put_in_order(workspace, true);
            }
            Action::SwitchList => {
                self.turn_to(if self.kind == Kind::Source { Kind::Party } else { Kind::Source });
                self.list(workspace, None);
            }
            Action::SwitchWhole => {
                workspace.refuse("this list is of the whole case, or of what the filter leaves");
            }
            _ => {}
        }
        Next::Stay
    }

    fn subject(&self, workspace: &Workspace) -> Option<Subject> {
        let line = self.sheet.as_ref().filter(|_| self.in_detail).and_then(Sheet::selected);
        let beside = self.rows.beside().map(|row| Target { kind: self.kind, item: row.id() });
        let row = || Subject { next: beside, ..workspace.subject() };
        Some(line.and_then(Subject::line).unwrap_or_else(row))
    }

    fn hints(&self) -> &'static [Action] {
        if self.in_detail {
            return &[Action::Open, Action::Back, Action::MoveDown, Action::MoveUp, Action::PageDown];
        }
        &[
            Action::Open,
            Action::Back,
            Action::SwitchArrangement,
            Action::SwitchList,
            Action::Filter,
            Action::Search,
            Action::GradeSource,
            Action::Derive,
            Action::OpenUrl,
            Action::CopyCitation,
            Action::Edit,
            Action::TakeOut,
            Action::Combine,
        ]
    }

    fn follow(&mut self, workspace: &mut Workspace) {
        if self.asked.is_none()
            && self.arranging.is_none()
            && let Some(wanted) = workspace.memory.wanted_record.take()
        {
            self.in_detail = false;
            self.go_to(workspace, wanted);
        }
        let height = self.room(workspace).rows.height;
        self.rows.show(height);
        let row = self.rows.selected().map(|line| line.row.clone());
        workspace.listed = Some(Listed { kind: self.kind, row });
        self.ask_detail(workspace, false);
        self.wrap(workspace);
    }

    fn went_stale(&mut self, order: bool) {
        self.stale = true;
        self.stale_order |= order;
    }

    fn ask_again(&mut self, workspace: &mut Workspace) {
        if self.stale && self.asked.is_none() && self.arranging.is_none() {
            self.stale = false;
            match std::mem::take(&mut self.stale_order) {
                true => self.put_in_order(workspace, false),
                false => self.ask_from(workspace, false),
            }
            self.ask_detail(workspace, true);
        }
    }

    fn is_waiting(&self) -> bool {
        let no_lines = self.in_detail && self.sheet.is_none() && self.asked_detail.is_some();
        self.asked.is_some() || no_lines || (self.rows.is_empty() && self.arranging.is_some())
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) {
        match answer {
            Answer::Arranged => {
                if let Some((_, top)) = self.arranging.take_if(|(wanted, _)| *wanted == ticket) {
                    if workspace.pending.came(ticket) {
                        workspace.status = None;
                        self.ask_from(workspace, top);
                    } else {
                        // Something else may be waited for.
                        self.stale = true;
                    }
                }
            }
            Answer::Records(found, at) => {
                workspace.pending.came(ticket);
                if let Some(asked) = self.asked.take_if(|asked| asked.ticket == ticket) {
                    self.take(workspace, found, at, asked);
                }
            }
            Answer::View(viewed) => {
                let Viewed::Record(detail) = *viewed else { return };
                let Some((_, id)) = self.asked_detail.take_if(|(wanted, _)| *wanted == ticket) else {
                    return;
                };
                // What is read again keeps its place.
                let height = self.room(workspace).detail.rows.height;
                let before = self.sheet.take();
                (self.detail, self.answered) = (detail, Some(id));
                self.wrap(workspace);
                if let (Some(sheet), Some(before)) = (&mut self.sheet, &before) {
                    sheet.keep(before, height);
                }
            }
            _ => {}
        }
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> Option<Next> {
        if let Some((_, id)) = self.asked_detail.take_if(|(wanted, _)| *wanted == ticket) {
            self.answered = Some(id);
            workspace.refuse(sentence);
            return Some(Next::Stay);
        }
        let asked = self.asked.is_some_and(|asked| asked.ticket == ticket);
        if !asked && self.arranging.is_none_or(|(wanted, _)| wanted != ticket) {
            return None;
        }
        workspace.lost(sentence);
        (self.asked, self.arranging) = (None, None);
        Some(if self.rows.is_empty() { Next::Return } else { Next::Stay })
    }
}
