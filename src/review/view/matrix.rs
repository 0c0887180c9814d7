//! The matrix: claims down, sources across, of which as much is held as the screen needs.

use crate::domain::matrix::{Arrangement, Column, Matrix, MatrixRow};
use crate::domain::rows::Place;
use crate::domain::{ItemId, Stance};
use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::protocol::effect::{ClaimAt, Read, Ticket};
use crate::review::protocol::viewed::Topic;
use crate::review::state::Review;
use crate::review::state::lines;
use crate::review::state::lines::{ClaimLine, Judgement};
use crate::review::state::list::{List, Row};
use crate::review::state::queries::Wait;
use crate::text::SafeText;

/// A source, as the head of its column.
#[derive(Debug, Clone)]
pub struct SourceColumn {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: SafeText,
    /// Its title.
    pub title: SafeText,
    /// When it was published, its grade, what it rests on: short pieces for one line.
    pub facts: Vec<SafeText>,
}

impl From<Column> for SourceColumn {
    fn from(column: Column) -> Self {
        let facts = [
            column.published.as_ref().map(|on| format!("published {on}")),
            column.reliability.map(|grade| format!("reliability {grade} ({})", grade.meaning())),
            Some(format!("origin: {}", column.origin)),
        ];
        Self {
            id: column.id,
            key: lines::key(&column.key),
            title: SafeText::line(&column.title),
            facts: facts.into_iter().flatten().map(|fact| SafeText::line(&fact)).collect(),
        }
    }
}

/// A piece of evidence in a cell.
#[derive(Debug, Clone)]
pub struct CellPiece {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: SafeText,
    /// How it bears on the claim.
    pub stance: Stance,
    /// What the reviewer says of it.
    pub judgement: Judgement,
    /// Whether reviewers who decided tagged it differently.
    pub conflict: bool,
}

/// The evidence that one source gives on one claim.
#[derive(Debug, Clone)]
pub struct CellLine {
    /// The source, as a place among the columns.
    pub column: usize,
    /// The evidence.
    pub pieces: Vec<CellPiece>,
}

/// A claim and its cells.
#[derive(Debug, Clone)]
pub struct MatrixLine {
    /// The claim.
    pub claim: ClaimLine,
    /// Its cells with evidence, from left to right.
    pub cells: Vec<CellLine>,
    /// Whether the claim has more evidence than is looked at.
    pub cut: bool,
}

impl From<MatrixRow> for MatrixLine {
    fn from(row: MatrixRow) -> Self {
        let cells = row.cells.into_iter().map(|cell| CellLine {
            column: cell.column,
            pieces: cell
                .pieces
                .into_iter()
                .map(|piece| CellPiece {
                    id: piece.id,
                    key: lines::key(&piece.key),
                    stance: piece.stance,
                    judgement: Judgement::from(&piece.said),
                    conflict: piece.conflict,
                })
                .collect(),
        });
        Self { claim: ClaimLine::from(row.claim), cells: cells.collect(), cut: row.cut }
    }
}

impl Row for MatrixLine {
    fn id(&self) -> ItemId {
        self.claim.id
    }
}

/// The matrix.
#[derive(Debug, Clone)]
pub struct MatrixView {
    /// How claims and sources are put in order.
    pub arrangement: Arrangement,
    /// The claims.
    pub rows: List<MatrixLine>,
    /// The sources.
    pub columns: Vec<SourceColumn>,
    /// Whether every source of the case has a column.
    pub complete: bool,
    /// The source in use, as a place among the columns.
    pub column: usize,
    /// The first source in view.
    pub left: usize,
    /// Whether what is on its way is in another order: then no source keeps its place.
    anew: bool,
    /// Rows that are on their way; with the claim to stand on and the steps to go from there.
    asked: Option<Asked>,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    ticket: Ticket,
    steps: i64,
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
            anew: false,
            asked: None,
        }
    }
}

impl MatrixView {
    /// Whether there is nothing to show yet.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// The source in use.
    #[must_use]
    pub fn source(&self) -> Option<&SourceColumn> {
        self.columns.get(self.column)
    }

    /// The cell in use, where there is evidence in it.
    #[must_use]
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

    /// Keeps the source in use among the columns in view, of which there are so many.
    fn show(&mut self, height: u16, columns: usize) {
        self.rows.show(height);
        self.column = self.column.min(self.columns.len().saturating_sub(1));
        let columns = columns.max(1);
        self.left = self.left.clamp((self.column + 1).saturating_sub(columns), self.column);
        self.left = self.left.min(self.columns.len().saturating_sub(columns));
    }
}

impl Review {
    /// Opens the matrix at the claim and the source in use.
    pub(crate) fn open_matrix(&mut self) {
        self.mode = Mode::Matrix(Box::default());
        self.pending.stale_shown = false;
        self.ask_matrix_from(false);
    }

    /// Puts the matrix in another order.
    fn arrange(&mut self, arrangement: Arrangement) {
        let Mode::Matrix(matrix) = &mut self.mode else { return };
        matrix.arrangement = arrangement;
        matrix.anew = true;
        self.order_matrix(true);
    }

    /// Asks for rows, from the top or around the one in use, once all claims are in order.
    fn order_matrix(&mut self, top: bool) {
        let Mode::Matrix(matrix) = &self.mode else { return };
        let arrangement = matrix.arrangement;
        if arrangement.takes_all_claims() {
            let stops = self.keymap.say(Action::Back);
            self.say(&format!("putting all claims in order … ({stops} stops)"));
            let ticket = self.ask(Read::Arrange { arrangement });
            self.pending.wait = Some(Wait::Arrange(ticket, top));
        } else {
            self.ask_matrix_from(top);
        }
    }

    pub(crate) fn arranged_answer(&mut self, ticket: Ticket) {
        let Some(Wait::Arrange(wanted, top)) = self.pending.wait else { return };
        if wanted == ticket {
            self.pending.wait = None;
            self.status = None;
            self.ask_matrix_from(top);
        }
    }

    /// The matrix has changed: the rows around the one in use are asked for again; where the claims have
    /// to be put in order anew, once they are.
    pub(crate) fn ask_matrix_again(&mut self, order: bool) {
        if order {
            self.order_matrix(false);
        } else {
            self.ask_matrix_from(false);
        }
    }

    fn ask_matrix_from(&mut self, top: bool) {
        let Mode::Matrix(matrix) = &self.mode else { return };
        let at = match matrix.rows.selected() {
            _ if top => ClaimAt::First,
            Some(row) => ClaimAt::Item(row.claim.id),
            None => self.claims.selected().map_or(ClaimAt::First, |claim| ClaimAt::Item(claim.id)),
        };
        self.ask_matrix(at, 0);
    }

    fn ask_matrix(&mut self, at: ClaimAt, steps: i64) {
        let Mode::Matrix(matrix) = &self.mode else { return };
        let arrangement = matrix.arrangement;
        let beyond = usize::try_from(steps.unsigned_abs().min(10_000)).unwrap_or(0);
        let (before, after) = match at {
            ClaimAt::First => (0, self.span()),
            ClaimAt::Last => (self.span(), 1),
            ClaimAt::Item(_) => (self.span() + beyond, self.span() + beyond + 1),
        };
        let ticket = self.ask(Read::Matrix { arrangement, at, before, after });
        let Mode::Matrix(matrix) = &mut self.mode else { return };
        matrix.asked = Some(Asked { ticket, steps });
        self.pending.wait = Some(Wait::Matrix(ticket));
    }

    pub(crate) fn matrix_answer(&mut self, ticket: Ticket, found: Matrix, at: Option<ItemId>) {
        if self.pending.wait == Some(Wait::Matrix(ticket)) {
            self.pending.wait = None;
        }
        let (height, _) = self.matrix_room();
        let selected = self.evidence().map(|evidence| evidence.row.source_key.clone());
        let Mode::Matrix(matrix) = &mut self.mode else { return };
        let Some(asked) = matrix.asked.filter(|asked| asked.ticket == ticket) else { return };
        matrix.asked = None;
        let anew = std::mem::take(&mut matrix.anew);
        let before = matrix.source().map(|source| source.id).filter(|_| !anew);
        let first = matrix.rows.is_empty();
        let keys: Vec<_> = found.columns.iter().map(|column| column.key.clone()).collect();
        matrix.complete = found.complete;
        matrix.columns = found.columns.into_iter().map(SourceColumn::from).collect();
        matrix.rows.replace(lines::slice(found.rows), at, height);
        if let Some(at) = at {
            matrix.rows.select(at, height);
        }
        let same = before.and_then(|id| matrix.columns.iter().position(|column| column.id == id));
        // At first the source in use in the review is in use here.
        let here = selected.filter(|_| first).and_then(|key| keys.iter().position(|its| *its == key));
        let filled = matrix.rows.selected().and_then(|row| row.cells.first()).map(|cell| cell.column);
        matrix.column = same.or(here).or(filled).unwrap_or(0);
        if asked.steps != 0 {
            let last = matrix.rows.end().saturating_sub(1).max(matrix.rows.start());
            let to = matrix.rows.cursor().saturating_add_signed(asked.steps);
            let to = to.clamp(matrix.rows.start(), last);
            matrix.rows.go(to, height);
        }
        matrix.follow_row();
        self.fit_matrix();
    }

    /// Rows and columns that the matrix has room for.
    fn matrix_room(&self) -> (u16, usize) {
        let sources = if let Mode::Matrix(matrix) = &self.mode { matrix.columns.len() } else { 0 };
        let places = crate::review::state::geometry::matrix(self.places().body, sources);
        (places.rows.height, places.columns)
    }

    /// Keeps what is in use in view.
    pub(crate) fn fit_matrix(&mut self) {
        let (height, columns) = self.matrix_room();
        if let Mode::Matrix(matrix) = &mut self.mode {
            matrix.show(height, columns);
        }
    }

    pub(crate) fn matrix_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        let waited = match self.pending.wait {
            Some(Wait::Matrix(wanted) | Wait::Arrange(wanted, _)) => wanted == ticket,
            _ => false,
        };
        if !waited {
            return false;
        }
        self.lost(sentence);
        if let Mode::Matrix(matrix) = &mut self.mode {
            matrix.asked = None;
            if matrix.rows.is_empty() {
                self.mode = Mode::Review;
            }
        }
        true
    }

    pub(crate) fn matrix_key(&mut self, action: Option<Action>) {
        let (height, _) = self.matrix_room();
        let back = self.keymap.say(Action::Back);
        let Some(action) = action else {
            return self.refuse(&format!("this is the matrix; {back} goes back to the review"));
        };
        if let Some(topic) =
            Topic::ALL.into_iter().find(|topic| crate::review::view::action(*topic) == action)
        {
            return self.leave_matrix_for(topic);
        }
        if let Some(reach) = Reach::of(action) {
            return self.step_matrix(reach, height);
        }
        let Mode::Matrix(matrix) = &mut self.mode else { return };
        match action {
            Action::Back | Action::ViewReview => self.mode = Mode::Review,
            Action::Right => matrix.column += 1,
            Action::Left => matrix.column = matrix.column.saturating_sub(1),
            Action::NextPane if !matrix.turn_cell(true) => {
                self.refuse("no source further right has evidence on this claim");
            }
            Action::PreviousPane if !matrix.turn_cell(false) => {
                self.refuse("no source further left has evidence on this claim");
            }
            Action::SwitchArrangement => {
                let at = Arrangement::ALL.iter().position(|by| *by == matrix.arrangement).unwrap_or(0);
                self.arrange(Arrangement::ALL[(at + 1) % Arrangement::ALL.len()]);
            }
            Action::SwitchWhole => {
                self.refuse("the matrix is of the whole case, or of what the filter leaves")
            }
            Action::Open => self.go_from_matrix(),
            Action::Help => self.open_help(),
            Action::Palette => self.open_palette(),
            _ => {}
        }
    }

    /// Turns to a view of the claim in use.
    fn leave_matrix_for(&mut self, topic: Topic) {
        let Mode::Matrix(matrix) = &self.mode else { return };
        let claim = matrix.rows.selected().map(|row| row.claim.id);
        self.mode = Mode::Review;
        if let Some(claim) = claim {
            self.go(Place { claim, evidence: None });
        }
        self.open_view(topic);
    }

    fn step_matrix(&mut self, reach: Reach, height: u16) {
        let Mode::Matrix(matrix) = &mut self.mode else { return };
        let rows = &mut matrix.rows;
        match reach {
            Reach::Top if rows.start() > 0 => return self.ask_matrix(ClaimAt::First, 0),
            Reach::Bottom if rows.end() < rows.total() => return self.ask_matrix(ClaimAt::Last, 0),
            _ => {}
        }
        let steps = reach.lines(height);
        let to = rows.cursor().saturating_add_signed(steps).min(rows.total().saturating_sub(1));
        if rows.is_empty() || rows.go(to, height) {
            return matrix.follow_row();
        }
        if let Some(id) = rows.selected().map(Row::id) {
            self.ask_matrix(ClaimAt::Item(id), steps);
        }
    }

    /// Goes to the evidence in the cell in use; to the claim where there is none.
    fn go_from_matrix(&mut self) {
        let Mode::Matrix(matrix) = &self.mode else { return };
        let Some(claim) = matrix.rows.selected().map(Row::id) else { return };
        let evidence = matrix.cell().and_then(|cell| cell.pieces.first()).map(|piece| piece.id);
        self.mode = Mode::Review;
        self.go(Place { claim, evidence });
    }
}
