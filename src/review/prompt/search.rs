//! Searching the case while typing.

use crate::domain::rows::Hits;
use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::state::Review;
use crate::review::state::geometry::list_box;
use crate::review::state::lines::HitLine;
use crate::review::state::memory::Stepping;
use crate::review::state::queries::Wait;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The search.
#[derive(Debug, Clone, Default)]
pub struct SearchBox {
    /// What is searched for.
    pub input: Input,
    /// What was found so far.
    pub hits: Vec<HitLine>,
    /// How many there are, as far as they were counted.
    pub count: u64,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The hit chosen.
    pub choice: Choice,
    /// Whether an answer is outstanding.
    pub waiting: bool,
    /// Why there is no answer.
    pub error: Option<SafeText>,
}

impl Review {
    pub(crate) fn open_search(&mut self) {
        self.pending.search = None;
        self.mode = Mode::Search(SearchBox::default());
    }

    pub(crate) fn search_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let height = list_box(self.size).list.height;
        let Mode::Search(search) = &mut self.mode else { return };
        match action {
            Some(Action::Accept) => self.accept_search(),
            Some(Action::Cancel) => {
                self.pending.search = None;
                self.mode = Mode::Review;
            }
            Some(action) => {
                if let Some(reach) = Reach::of(action) {
                    let by = isize::try_from(reach.lines(height)).unwrap_or(0);
                    search.choice.step(by, search.hits.len(), height);
                }
            }
            None => {
                if search.input.key(key) {
                    self.search_now();
                }
            }
        }
    }

    pub(crate) fn search_paste(&mut self, text: &str) {
        if let Mode::Search(search) = &mut self.mode {
            search.input.insert(text);
            self.search_now();
        }
    }

    fn search_now(&mut self) {
        let Mode::Search(search) = &mut self.mode else { return };
        let text = search.input.text().trim().to_owned();
        search.error = None;
        search.waiting = !text.is_empty();
        if text.is_empty() {
            *search = SearchBox { input: std::mem::take(&mut search.input), ..SearchBox::default() };
            self.pending.search = None;
            return;
        }
        self.pending.search = Some(self.ask(Read::Search { text }));
    }

    /// Goes to the hit chosen; while the answer is outstanding, once it is there.
    fn accept_search(&mut self) {
        if let Some(ticket) = self.pending.search {
            self.pending.wait = Some(Wait::Search(ticket));
            return;
        }
        let Mode::Search(search) = &mut self.mode else { return };
        if search.hits.is_empty() {
            return self.lost("nothing was found");
        }
        let stepping = Stepping { hits: std::mem::take(&mut search.hits), at: search.choice.at };
        self.mode = Mode::Review;
        self.memory.stepping = Some(stepping);
        self.go_to_hit();
    }

    pub(crate) fn search_answer(&mut self, ticket: Ticket, hits: Hits) {
        if self.pending.search != Some(ticket) {
            return;
        }
        self.pending.search = None;
        let height = list_box(self.size).list.height;
        let Mode::Search(search) = &mut self.mode else { return };
        search.hits = hits.hits.into_iter().map(HitLine::from).collect();
        search.count = hits.count;
        search.more = hits.more;
        search.waiting = false;
        search.choice = Choice::default();
        search.choice.fit(search.hits.len(), height);
        if self.pending.wait == Some(Wait::Search(ticket)) {
            self.pending.wait = None;
            self.accept_search();
        }
    }

    pub(crate) fn search_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        if self.pending.search != Some(ticket) {
            return false;
        }
        self.pending.search = None;
        if self.pending.wait == Some(Wait::Search(ticket)) {
            self.lost(sentence);
        }
        if let Mode::Search(search) = &mut self.mode {
            search.waiting = false;
            search.error = Some(SafeText::line(sentence));
        }
        true
    }

    /// The next or previous hit, round the ends.
    pub(crate) fn step_hits(&mut self, forward: bool) {
        let Some(stepping) = &mut self.memory.stepping else { return };
        let count = stepping.hits.len().max(1);
        stepping.at = (stepping.at + if forward { 1 } else { count - 1 }) % count;
        self.go_to_hit();
    }

    fn go_to_hit(&mut self) {
        let Some(stepping) = &self.memory.stepping else { return };
        let Some(hit) = stepping.hits.get(stepping.at) else { return };
        let says = format!("hit {} of {}: {}", stepping.at + 1, stepping.hits.len(), hit.key.as_str());
        match hit.place {
            Some(place) => {
                self.say(&says);
                self.go(place);
            }
            None => self.lost(&format!("{says} is on no claim")),
        }
    }
}
