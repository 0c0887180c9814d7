//! The filter in force and the prompt for it.

use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{ClaimAt, Read, Ticket};
use crate::review::state::Review;
use crate::review::state::queries::Wait;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The prompt.
#[derive(Debug, Clone, Default)]
pub struct FilterPrompt {
    /// The query.
    pub input: Input,
    /// What is wrong with it.
    pub error: Option<SafeText>,
    /// Whether an answer is outstanding.
    pub waiting: bool,
}

/// A filter in force.
#[derive(Debug, Clone)]
pub struct ActiveFilter {
    /// The query.
    pub query: SafeText,
    /// How many claims it leaves.
    pub claims: u64,
    /// How many pieces of evidence it leaves.
    pub evidence: u64,
    pub(crate) raw: String,
}

impl ActiveFilter {
    /// What it leaves, in words.
    #[must_use]
    pub fn leaves(&self) -> String {
        extent(self.claims, self.evidence)
    }
}

fn extent(claims: u64, evidence: u64) -> String {
    let claims = if claims == 1 { "1 claim".to_owned() } else { format!("{claims} claims") };
    let pieces = if evidence == 1 { "1 piece".to_owned() } else { format!("{evidence} pieces") };
    format!("{claims} and {pieces} of evidence")
}

impl Review {
    pub(crate) fn open_filter(&mut self) {
        let query = self.filter.as_ref().map(|filter| filter.raw.clone()).unwrap_or_default();
        self.mode = Mode::Filter(FilterPrompt { input: Input::new(&query), error: None, waiting: false });
    }

    pub(crate) fn filter_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Filter(prompt) = &mut self.mode else { return };
        match action {
            Some(Action::Accept) => {
                prompt.waiting = true;
                prompt.error = None;
                let query = prompt.input.text().trim().to_owned();
                let ticket = self.ask(Read::Filter { query: query.clone() });
                self.pending.wait = Some(Wait::Filter(ticket, query));
            }
            Some(Action::Cancel) => self.mode = Mode::Review,
            _ => {
                if prompt.input.key(key) {
                    prompt.error = None;
                }
            }
        }
    }

    /// The filter is in force, or taken off: the lists are read anew.
    pub(crate) fn filter_answer(&mut self, ticket: Ticket, left: Option<(u64, u64)>) {
        if !matches!(&self.pending.wait, Some(Wait::Filter(wanted, _)) if *wanted == ticket) {
            return;
        }
        let Some(Wait::Filter(_, raw)) = self.pending.wait.take() else { return };
        let typed = matches!(self.mode, Mode::Filter(_));
        if typed {
            self.mode = Mode::Review;
        }
        self.pending.stale_filter = false;
        self.filter = left.map(|(claims, evidence)| ActiveFilter {
            query: SafeText::line(&raw),
            claims,
            evidence,
            raw,
        });
        match left {
            _ if !typed => {}
            None => self.say("no filter: all claims are shown"),
            Some((0, _)) => self.say("no claim matches the filter"),
            Some((claims, evidence)) => self.say(&format!("the filter leaves {}", extent(claims, evidence))),
        }
        if typed {
            // What the filter asks for is selected anew.
            self.open = None;
        } else {
            self.pending.stale_view = true;
            self.pending.stale_shown = true;
            self.pending.stale_order = true;
        }
        let at = self.claims.selected().map_or(ClaimAt::First, |claim| ClaimAt::Item(claim.id));
        let (before, after) = (self.span(), self.span() + 1);
        let wanted = self.ask(Read::Claims { at, before, after });
        self.pending.claims = None;
        self.pending.wait = Some(Wait::Claims { ticket: wanted, steps: 0 });
    }

    /// Puts the filter in force anew where the case was added to, once nobody is at it; says whether
    /// its answer is waited for.
    pub(crate) fn ask_filter_again(&mut self) -> bool {
        if !self.pending.stale_filter || matches!(self.mode, Mode::Filter(_)) {
            return false;
        }
        self.pending.stale_filter = false;
        let Some(query) = self.filter.as_ref().map(|filter| filter.raw.clone()) else { return false };
        let ticket = self.ask(Read::Filter { query: query.clone() });
        self.pending.wait = Some(Wait::Filter(ticket, query));
        true
    }

    /// A question of a prompt was refused; the prompt says so itself.
    pub(crate) fn refused_in_prompt(&mut self, ticket: Ticket, sentence: &str) -> bool {
        if matches!(&self.pending.wait, Some(Wait::Filter(wanted, _)) if *wanted == ticket) {
            self.lost(sentence);
            if let Mode::Filter(prompt) = &mut self.mode {
                prompt.waiting = false;
                prompt.error = Some(SafeText::line(sentence));
                self.status = None;
            }
            return true;
        }
        self.search_refused(ticket, sentence)
            || self.named_refused(ticket, sentence)
            || self.view_refused(ticket, sentence)
            || self.matrix_refused(ticket, sentence)
    }
}
