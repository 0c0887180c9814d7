//! Moving about within and between the panes.

use crate::domain::rows::{ListAt, Side};
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::Read;
use crate::review::state::pane::Pane;
use crate::review::state::pending::Wait;
use crate::review::state::sheet::Sheet;
use crate::review::state::workspace::{OpenClaim, Workspace};

/// How far a key moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Some lines.
    Lines(i64),
    /// Half pages.
    Halves(i64),
    /// Pages.
    Pages(i64),
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
}

impl Reach {
    /// Of an action that moves.
    pub fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::MoveDown => Self::Lines(1),
            Action::MoveUp => Self::Lines(-1),
            Action::HalfPageDown => Self::Halves(1),
            Action::HalfPageUp => Self::Halves(-1),
            Action::PageDown => Self::Pages(1),
            Action::PageUp => Self::Pages(-1),
            Action::Top => Self::Top,
            Action::Bottom => Self::Bottom,
            _ => return None,
        })
    }

    /// In lines, for a pane of `height` rows; the ends are out of reach.
    pub fn lines(self, height: u16) -> i64 {
        let height = i64::from(height.max(1));
        match self {
            Self::Lines(n) => n,
            Self::Halves(n) => n * (height / 2).max(1),
            Self::Pages(n) => n * (height - 1).max(1),
            Self::Top => -i64::from(i32::MAX),
            Self::Bottom => i64::from(i32::MAX),
        }
    }

    /// Goes through lines: from one to the next, or by as many rows as there are on the screen.
    pub fn through(self, sheet: &mut Sheet, height: u16) {
        match self {
            Self::Lines(n) => sheet.step(n, height),
            Self::Halves(_) | Self::Pages(_) | Self::Top | Self::Bottom => {
                sheet.scroll(self.lines(height), height);
            }
        }
    }
}

impl Workspace {
    /// Moves the selection, or scrolls the detail pane.
    pub(crate) fn reach(&mut self, reach: Reach) {
        let height = self.rows_of(self.focus);
        match self.focus {
            Pane::Detail => self.detail.scroll_by(reach.lines(height), height),
            Pane::Claims if reach == Reach::Top && self.claims.start() > 0 => {
                let after = self.span();
                self.wait_for_claims(ListAt::First, 0, after, 0);
            }
            Pane::Claims if reach == Reach::Bottom && self.claims.end() < self.claims.total() => {
                let before = self.span();
                self.wait_for_claims(ListAt::Last, before, 1, 0);
            }
            pane => self.step_list(pane, reach.lines(height)),
        }
    }

    /// Moves the selection of a list by some lines; rows that are not held are waited for.
    pub(crate) fn step_list(&mut self, pane: Pane, steps: i64) {
        if steps == 0 {
            return;
        }
        let height = self.rows_of(pane);
        match pane.side() {
            None => {
                let to = self.claims.landing(steps);
                if !self.claims.go(to, height) {
                    self.step_claims_beyond(to, steps);
                }
            }
            Some(side) => self.step_evidence(side, steps, height),
        }
    }

    /// Goes to the edge of what is held, and on from there when more has come.
    fn step_claims_beyond(&mut self, to: u64, steps: i64) {
        let list = &self.claims;
        let edge = if steps > 0 { list.end().saturating_sub(1) } else { list.start() };
        let Some(row) = list.at(edge) else { return };
        let left = i64::try_from(to.abs_diff(edge)).unwrap_or(i64::MAX) * steps.signum();
        let id = row.id;
        // Rows that are no more are no reason to ask for them for ever.
        let steps = left.clamp(-10_000, 10_000);
        let span = self.span() + usize::try_from(steps.unsigned_abs()).unwrap_or(0);
        self.wait_for_claims(ListAt::Item(id), span, span + 1, steps);
    }

    fn wait_for_claims(&mut self, at: ListAt, before: usize, after: usize, steps: i64) {
        self.pending.claims.drop();
        let ticket = self.ask(Read::Claims { at, before, after });
        self.pending.wait = Some(Wait::Claims { ticket, steps });
    }

    fn step_evidence(&mut self, side: Side, steps: i64, height: u16) {
        let span = self.span();
        let Some(open) = &mut self.open else { return };
        let claim = open.head.id;
        let list = open.side_mut(side);
        let to = list.landing(steps);
        if list.is_empty() || list.go(to, height) {
            return;
        }
        let start = to.saturating_sub(span as u64);
        let ticket = self.ask(Read::Evidence { claim, side, start, rows: span * 2 + 1 });
        self.pending.wait = Some(Wait::Evidence { ticket, side, position: to });
    }

    /// The next pane, or the one `steps` further on.
    pub(crate) fn turn_pane(&mut self, steps: usize) {
        self.memory.opened = None;
        self.focus_on(self.focus.turned(steps));
    }

    /// Opens what is selected: the evidence of a claim, the whole of a piece of evidence.
    pub(crate) fn open_selected(&mut self) {
        match self.focus {
            Pane::Claims => {
                let side = match self.shown() {
                    Some(OpenClaim { begins: Some(side), .. }) => *side,
                    Some(open) if open.supporting.is_empty() && !open.disputing.is_empty() => Side::Disputing,
                    _ => Side::Supporting,
                };
                self.memory.claims_zoomed = std::mem::take(&mut self.zoomed);
                self.focus_on(Pane::of(side));
            }
            Pane::Supporting | Pane::Disputing => self.open_detail(),
            Pane::Detail => self.zoomed = !self.zoomed,
        }
    }

    /// Gives the detail of what is selected the whole screen.
    pub(crate) fn open_detail(&mut self) {
        if self.focus != Pane::Detail {
            self.memory.opened = Some(self.zoomed);
        }
        self.focus = Pane::Detail;
        self.zoomed = true;
    }

    /// Whether nothing of the panes is to be closed before another place is gone back to.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.marks.is_empty() && !self.zoomed && self.focus != Pane::Detail
    }

    /// Back by one step, to where that was taken from; with nothing left to close, the filter is taken off.
    pub(crate) fn back(&mut self) {
        if !self.marks.is_empty() {
            self.marks.clear();
            self.memory.anchor = None;
            return self.say("the marks are taken off");
        }
        match self.focus {
            Pane::Detail if self.memory.opened.is_some() => {
                self.close_detail();
                self.focus_on(self.memory.list);
            }
            _ if self.zoomed => self.zoomed = false,
            Pane::Detail => self.focus_on(self.memory.list),
            Pane::Supporting | Pane::Disputing => {
                self.zoomed = std::mem::take(&mut self.memory.claims_zoomed);
                self.focus_on(Pane::Claims);
            }
            Pane::Claims if self.filter.is_some() => self.ask_filter(String::new()),
            Pane::Claims => {}
        }
    }
}
