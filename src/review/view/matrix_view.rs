//! The matrix: claims down, sources across, of which as much is held as the screen needs.

use crate::domain::matrix::{Arrangement, Matrix};
use crate::domain::rows::{ListAt, Place};
use crate::domain::{ItemId, Kind};
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::FormOf;
use crate::review::state::list::{HasId, List};
use crate::review::state::pending::Wait;
use crate::review::state::turn::turned;
use crate::review::state::workspace::Workspace;
use crate::review::state::{geometry, lines};
use crate::review::view::behaviour::View;
use crate::review::view::matrix::{CellLine, MatrixLine, SourceColumn};
use crate::review::view::topics::opened_by;

#[derive(Debug, Clone)]
pub struct MatrixView {
    /// How claims and sources are put in order.
    pub arrangement: Arrangement,
    pub rows: List<MatrixLine>,
    pub columns: Vec<SourceColumn>,
    /// Whether every source of the case has a column.
    pub complete: bool,
    /// The source in use, as a place among the columns.
    pub column: usize,
    /// The first source in view.
    pub left: usize,
    /// Whether what is on its way is in another order: then no source keeps its place.
    reordered: bool,
    /// Rows that are on their way; with the steps to go from the one asked for.
    asked: Option<(Ticket, i64)>,
    /// All claims are being put in order; whether it then begins at its top.
    arranging: Option<(Ticket, bool)>,
    /// What it shows may have changed; and with it the order of the claims.
    stale: bool,
    stale_order: bool,
}

impl Default for MatrixView {
    /// Nothing is there yet.
    fn default() -> Self {
        Self {
            arrangement: Arrangement::Case,
            rows: List::default(),
            columns: Vec::new(),
            complete: true,
            column: 0,
            left: 0,
            reordered: false,
            asked: None,
            arranging: None,
            stale: false,
            stale_order: false,
        }
    }
}

impl MatrixView {
    /// Opens the matrix at the claim and the source in use.
    pub(crate) fn open(workspace: &mut Workspace) -> Self {
        let mut matrix = Self::default();
        matrix.ask_from(workspace, false);
        matrix
    }

    /// The source in use.
    pub fn source(&self) -> Option<&SourceColumn> {
        self.columns.get(self.column)
    }

    /// The cell in use, where there is evidence in it.
    pub fn cell(&self) -> Option<&CellLine> {
        self.rows.selected()?.cells.iter().find(|cell| cell.column == self.column)
    }

    /// Goes to the next source with evidence on the claim in use, or to the one before.
    fn turn_cell(&mut self, forward: bool) -> bool {
        let Some(row) = self.rows.selected() else { return false };
        let at = row.cells.iter().map(|cell| cell.column);
        let found = if forward {
            at.clone().find(|at| *at > self.column)
        } else {
            at.rev().find(|at| *at < self.column)
        };
        if let Some(found) = found {
            self.column = found;
        }
        found.is_some()
    }

    /// Where not every source has a column, another claim has other sources: goes to its first.
    fn follow_row(&mut self) {
        if self.complete || self.cell().is_some() {
            return;
        }
        if let Some(cell) = self.rows.selected().and_then(|row| row.cells.first()) {
            self.column = cell.column;
            self.left = cell.column;
        }
    }

    /// Rows and columns there is room for.
    fn room(&self, workspace: &Workspace) -> (u16, usize) {
        let places = geometry::matrix(workspace.places().body, self.columns.len());
        (places.rows.height, places.columns)
    }

    /// Keeps the claim and the source in use in view.
    fn show(&mut self, workspace: &Workspace) {
        let (height, columns) = self.room(workspace);
        self.rows.show(height);
        self.column = self.column.min(self.columns.len().saturating_sub(1));
        let columns = columns.max(1);
        self.left = self.left.clamp((self.column + 1).saturating_sub(columns), self.column);
        self.left = self.left.min(self.columns.len().saturating_sub(columns));
    }

    /// Asks for rows, from the top or around the one in use, once all claims are in order.
    fn order(&mut self, workspace: &mut Workspace, top: bool) {
        if !self.arrangement.takes_all_claims() {
            return self.ask_from(workspace, top);
        }
        let stops = workspace.keymap.say(Action::Back);
        workspace.say(&format!("putting all claims in order … ({stops} stops)"));
        let ticket = workspace.ask(Read::Arrange { arrangement: self.arrangement });
        self.arranging = Some((ticket, top));
        workspace.pending.wait = Some(Wait::View(ticket));
    }

    fn ask_from(&mut self, workspace: &mut Workspace, top: bool) {
        let at = match self.rows.selected() {
            _ if top => ListAt::First,
            Some(row) => ListAt::Item(row.claim.id),
            None => workspace.claims.selected().map_or(ListAt::First, |claim| ListAt::Item(claim.id)),
        };
        self.ask(workspace, at, 0);
    }

    fn ask(&mut self, workspace: &mut Workspace, at: ListAt, steps: i64) {
        let beyond = usize::try_from(steps.unsigned_abs().min(10_000)).unwrap_or(0);
        let span = workspace.span();
        let (before, after) = match at {
            ListAt::First => (0, span),
            ListAt::Last => (span, 1),
            ListAt::Item(_) => (span + beyond, span + beyond + 1),
        };
        let ticket = workspace.ask(Read::Matrix { arrangement: self.arrangement, at, before, after });
        self.asked = Some((ticket, steps));
        workspace.pending.wait = Some(Wait::View(ticket));
    }

    fn take(&mut self, workspace: &Workspace, found: Matrix, at: Option<ItemId>, steps: i64) {
        let (height, _) = self.room(workspace);
        let selected = workspace.evidence().map(|evidence| &evidence.row.source_key);
        let reordered = std::mem::take(&mut self.reordered);
        let before = self.source().map(|source| source.id).filter(|_| !reordered);
        // At first the source in use in the review is in use here.
        let here = selected.filter(|_| self.rows.is_empty());
        let here = here.and_then(|key| found.columns.iter().position(|column| column.key == *key));
        self.complete = found.complete;
        self.columns = found.columns.into_iter().map(SourceColumn::from).collect();
        self.rows.replace(lines::slice(found.rows), at, height);
        if let Some(at) = at {
            self.rows.select(at, height);
        }
        let same = before.and_then(|id| self.columns.iter().position(|column| column.id == id));
        let filled = self.rows.selected().and_then(|row| row.cells.first()).map(|cell| cell.column);
        self.column = same.or(here).or(filled).unwrap_or(0);
        if steps != 0 {
            let last = self.rows.end().saturating_sub(1).max(self.rows.start());
            let to = self.rows.cursor().saturating_add_signed(steps).clamp(self.rows.start(), last);
            self.rows.go(to, height);
        }
        self.follow_row();
        self.show(workspace);
    }

    fn step(&mut self, workspace: &mut Workspace, reach: Reach) {
        let (height, _) = self.room(workspace);
        let rows = &mut self.rows;
        match reach {
            Reach::Top if rows.start() > 0 => return self.ask(workspace, ListAt::First, 0),
            Reach::Bottom if rows.end() < rows.total() => return self.ask(workspace, ListAt::Last, 0),
            _ => {}
        }
        let steps = reach.lines(height);
        let to = rows.landing(steps);
        if rows.is_empty() || rows.go(to, height) {
            return self.follow_row();
        }
        if let Some(id) = rows.selected().map(HasId::id) {
            self.ask(workspace, ListAt::Item(id), steps);
        }
    }

    /// Goes to the evidence in the cell in use; to the claim where there is none.
    fn go(&self, workspace: &mut Workspace) -> Next {
        let Some(claim) = self.rows.selected().map(HasId::id) else { return Next::Stay };
        let evidence = self.cell().and_then(|cell| cell.pieces.first()).map(|piece| piece.id);
        workspace.go(Place { claim, evidence });
        Next::Close
    }
}

impl View for MatrixView {
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        let Some(action) = action else {
            let back = workspace.keymap.say(Action::Back);
            workspace.refuse(&format!("this is the matrix; {back} goes back to the review"));
            return Next::Stay;
        };
        if opened_by(action).is_some() {
            // That view is of the claim in use here.
            if let Some(claim) = self.rows.selected().map(HasId::id) {
                workspace.go(Place { claim, evidence: None });
            }
            return Next::Perform(action);
        }
        if let Some(reach) = Reach::of(action) {
            self.step(workspace, reach);
            return Next::Stay;
        }
        match action {
            Action::Back | Action::ViewReview => return Next::Return,
            Action::Open => return self.go(workspace),
            Action::Right => self.column += 1,
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::NextPane if !self.turn_cell(true) => {
                workspace.refuse("no source further right has evidence on this claim");
            }
            Action::PreviousPane if !self.turn_cell(false) => {
                workspace.refuse("no source further left has evidence on this claim");
            }
            Action::SwitchArrangement => {
                self.arrangement = turned(Arrangement::ALL, self.arrangement, 1);
                self.reordered = true;
                self.order(workspace, true);
            }
            Action::SwitchList => workspace.refuse("only the list of sources turns to the parties"),
            Action::SwitchWhole => {
                workspace.refuse("the matrix is of the whole case, or of what the filter leaves");
            }
            _ => {}
        }
        Next::Stay
    }

    fn subject(&self, _workspace: &Workspace) -> Option<Subject> {
        let evidence = self.cell().and_then(|cell| cell.pieces.first()).map(|piece| piece.id);
        let source = self.source().map(|source| FormOf::Record(Kind::Source, source.id));
        let claim = self.rows.selected().map(HasId::id);
        let records = evidence.map(|evidence| FormOf::Record(Kind::Evidence, evidence)).into_iter().collect();
        Some(Subject { claim, evidence, source, records, ..Subject::default() })
    }

    fn hints(&self) -> &'static [Action] {
        &[
            Action::Open,
            Action::Back,
            Action::SwitchArrangement,
            Action::NextPane,
            Action::Right,
            Action::Left,
        ]
    }

    fn follow(&mut self, workspace: &mut Workspace) {
        self.show(workspace);
    }

    fn went_stale(&mut self, order: bool) {
        self.stale = true;
        self.stale_order |= order;
    }

    fn ask_again(&mut self, workspace: &mut Workspace) {
        if std::mem::take(&mut self.stale) {
            if std::mem::take(&mut self.stale_order) {
                self.order(workspace, false);
            } else {
                self.ask_from(workspace, false);
            }
        }
    }

    fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) {
        match answer {
            Answer::Arranged => {
                if let Some((_, top)) = self.arranging.take_if(|(wanted, _)| *wanted == ticket)
                    && workspace.pending.came(ticket)
                {
                    workspace.status = None;
                    self.ask_from(workspace, top);
                }
            }
            Answer::Matrix(found, at) => {
                workspace.pending.came(ticket);
                if let Some((_, steps)) = self.asked.take_if(|(wanted, _)| *wanted == ticket) {
                    self.take(workspace, *found, at, steps);
                }
            }
            _ => {}
        }
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> Option<Next> {
        let asked = self.asked.is_some_and(|(wanted, _)| wanted == ticket);
        if !asked && self.arranging.is_none_or(|(wanted, _)| wanted != ticket) {
            return None;
        }
        workspace.lost(sentence);
        (self.asked, self.arranging) = (None, None);
        Some(if self.rows.is_empty() { Next::Return } else { Next::Stay })
    }
}
