//! The history of an item.

use super::super::effect::{Read, Ticket};
use super::super::keymap::Action;
use super::super::lines::HistoryLine;
use super::super::moving::Reach;
use super::super::state::Review;
use super::Mode;
use crate::domain::Target;
use crate::domain::rows::HistoryRow;
use crate::text::SafeText;

/// The history.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// Whose.
    pub target: Target,
    /// The key of that.
    pub key: SafeText,
    /// What happened, newest first; none while the answer is outstanding.
    pub steps: Option<Vec<HistoryLine>>,
    /// The first step in view.
    pub top: usize,
}

impl Review {
    pub(in crate::review) fn open_history(&mut self) {
        let Some(target) = self.target() else { return };
        let key = self.key_of(target);
        self.mode = Mode::History(HistoryView { target, key, steps: None, top: 0 });
        self.ask_history_again();
    }

    pub(in crate::review) fn ask_history_again(&mut self) {
        if let Mode::History(view) = &self.mode {
            let target = view.target;
            self.pending.history = Some(self.ask(Read::History { target }));
        }
    }

    pub(in crate::review) fn history_answer(&mut self, ticket: Ticket, rows: Vec<HistoryRow>) {
        if self.pending.history != Some(ticket) {
            return;
        }
        self.pending.history = None;
        if let Mode::History(view) = &mut self.mode {
            view.top = view.top.min(rows.len().saturating_sub(1));
            view.steps = Some(rows.into_iter().map(HistoryLine::from).collect());
        }
    }

    pub(in crate::review) fn history_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        if self.pending.history != Some(ticket) {
            return false;
        }
        self.pending.history = None;
        if matches!(&self.mode, Mode::History(view) if view.steps.is_none()) {
            self.mode = Mode::Review;
        }
        self.refuse(sentence);
        true
    }

    pub(in crate::review) fn history_key(&mut self, action: Option<Action>) {
        let height = self.places().body.height;
        let Mode::History(view) = &mut self.mode else { return };
        match action {
            Some(Action::Back | Action::ViewReview) => self.mode = Mode::Review,
            Some(action) => {
                let last = view.steps.as_ref().map_or(0, |steps| steps.len().saturating_sub(1));
                // A step takes two lines at least.
                if let Some(reach) = Reach::of(action) {
                    let by = isize::try_from(reach.lines(height / 2)).unwrap_or(0);
                    view.top = view.top.saturating_add_signed(by).min(last);
                }
            }
            None => {
                let back = self.keymap.key_for(self.context(), Action::Back).unwrap_or_default();
                self.refuse(&format!("this is the history; {back} goes back to the review"));
            }
        }
    }
}
