//! What keys do in a view, and how its lines come.

use crate::domain::Target;
use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::state::Review;
use crate::review::state::pane::Pane;
use crate::review::view::sheet::Sheet;
use crate::review::view::{View, lines};
use crate::text::SafeText;

impl Review {
    /// Opens a view, or turns from another view to it.
    pub(crate) fn open_view(&mut self, topic: Topic) {
        let whole = match (&self.mode, topic) {
            (Mode::View(view), _) if view.topic.has_both() && topic.has_both() => view.whole,
            (_, Topic::Figures) => true,
            (_, topic) if topic.has_both() && self.claims.is_empty() => true,
            _ => false,
        };
        self.mode = Mode::View(Box::new(View {
            topic,
            whole,
            of: None,
            key: SafeText::default(),
            sheet: None,
            viewed: None,
        }));
        self.pending.shown = None;
        self.pending.stale_shown = false;
        self.follow_view();
    }

    /// What the view should be of now.
    fn wanted(&self, view: &View) -> Option<ViewOf> {
        if view.whole {
            // A view that is not taken whole begins at the claim it was opened at.
            return match view.of {
                Some(of @ ViewOf::Case(_)) => Some(of),
                _ => Some(ViewOf::Case(self.claims.selected().map(|claim| claim.id))),
            };
        }
        let claim = || self.claims.selected().map(|claim| Target::claim(claim.id));
        let target = if view.topic == Topic::History { self.target().or_else(claim) } else { claim() };
        target.map(ViewOf::Item)
    }

    /// Sees to it that a view shows what is selected: asks where it does not, and breaks its lines
    /// anew where the screen has another width.
    pub(crate) fn follow_view(&mut self) {
        let Mode::View(view) = &self.mode else { return };
        let wanted = self.wanted(view);
        if wanted.is_some() && view.of != wanted {
            let key = match wanted {
                Some(ViewOf::Item(target)) => self.key_of(target),
                // Origins of many claims are too much to read: they begin at the one in use.
                Some(ViewOf::Case(Some(claim))) if view.topic == Topic::Origins => {
                    self.key_of(Target::claim(claim))
                }
                _ => SafeText::default(),
            };
            let Mode::View(view) = &mut self.mode else { return };
            view.of = wanted;
            view.key = key;
            view.empty();
            self.ask_view();
        }
        let (width, height) = (self.size.0, self.view_rows());
        if let Mode::View(view) = &mut self.mode
            && let (Some(sheet), Some(viewed)) = (&view.sheet, &view.viewed)
        {
            if sheet.width() != width {
                let mut anew = Sheet::new(lines(viewed, width), width);
                anew.keep(sheet, height);
                view.sheet = Some(anew);
            } else if let Some(sheet) = &mut view.sheet {
                sheet.show(height);
            }
        }
    }

    /// Asks for what the view shows.
    fn ask_view(&mut self) {
        let Mode::View(view) = &self.mode else { return };
        let (topic, Some(of)) = (view.topic, view.of) else { return };
        self.pending.shown = Some(self.ask(Read::View { topic, of }));
    }

    /// Asks anew for what a view or the matrix shows where it may have changed, once what was asked for
    /// before is there: changes that follow each other fast would never let it come.
    pub(crate) fn ask_shown_again(&mut self) {
        if !self.pending.stale_shown {
            return;
        }
        match &self.mode {
            Mode::View(_) if self.pending.shown.is_none() => {
                self.pending.stale_shown = false;
                self.ask_view();
            }
            Mode::Matrix(_) => {
                self.pending.stale_shown = false;
                let order = std::mem::take(&mut self.pending.stale_order);
                self.ask_matrix_again(order);
            }
            _ => {}
        }
    }

    /// Whether a view has nothing to show yet.
    #[must_use]
    pub fn view_is_waiting(&self) -> bool {
        match &self.mode {
            Mode::View(view) => self.pending.shown.is_some() && view.sheet.is_none(),
            Mode::Matrix(matrix) => matrix.is_waiting(),
            _ => false,
        }
    }

    /// The rows a view has for its lines.
    fn view_rows(&self) -> u16 {
        self.places().body.height.saturating_sub(1)
    }

    pub(crate) fn view_answer(&mut self, ticket: Ticket, viewed: Viewed) {
        if self.pending.shown != Some(ticket) {
            return;
        }
        self.pending.shown = None;
        let (width, height) = (self.size.0, self.view_rows());
        let claim = self.claims.selected().map(|claim| claim.id);
        let Mode::View(view) = &mut self.mode else {
            self.pending.stale_shown = true;
            return;
        };
        let mut sheet = Sheet::new(lines(&viewed, width), width);
        match (&view.sheet, claim) {
            // The same, read again, keeps its place.
            (Some(before), _) => sheet.keep(before, height),
            (None, Some(claim)) if view.topic == Topic::Figures => sheet.select_claim(claim, height),
            _ => sheet.show(height),
        }
        view.sheet = Some(sheet);
        view.viewed = Some(viewed);
    }

    pub(crate) fn view_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        if self.pending.shown != Some(ticket) {
            return false;
        }
        self.pending.shown = None;
        if matches!(&self.mode, Mode::View(view) if view.sheet.is_none()) {
            self.mode = Mode::Review;
            // Keys typed ahead were meant for its lines.
            self.lost(sentence);
        } else {
            self.refuse(sentence);
        }
        true
    }

    pub(crate) fn view_key(&mut self, action: Option<Action>) {
        let height = self.view_rows();
        let Some(action) = action else {
            let back = self.keymap.say(Action::Back);
            return self.refuse(&format!("this is a view; {back} goes back to the review"));
        };
        if let Some(topic) =
            Topic::ALL.into_iter().find(|topic| crate::review::view::action(*topic) == action)
        {
            return match action.enabled(self) {
                Ok(()) => self.open_view(topic),
                Err(reason) => self.refuse(&reason.0),
            };
        }
        if let Some(reach) = Reach::of(action) {
            if let Mode::View(view) = &mut self.mode
                && let Some(sheet) = &mut view.sheet
            {
                sheet.step(reach.lines(height), height);
            }
            return;
        }
        match action {
            Action::Back | Action::ViewReview => self.mode = Mode::Review,
            Action::ViewMatrix => match action.enabled(self) {
                Ok(()) => self.open_matrix(),
                Err(reason) => self.refuse(&reason.0),
            },
            Action::Open => self.go_from_view(),
            Action::Right | Action::NextPane => self.turn_claim(1),
            Action::Left | Action::PreviousPane => self.turn_claim(-1),
            Action::SwitchWhole => self.switch_whole(),
            Action::Help => self.open_help(),
            Action::Palette => self.open_palette(),
            Action::SwitchArrangement => self.refuse("only the matrix is put in another order"),
            _ => {}
        }
    }

    /// Shows the view of the next claim, or of one before.
    fn turn_claim(&mut self, steps: i64) {
        let Mode::View(view) = &self.mode else { return };
        if view.whole || view.topic == Topic::History {
            return self.refuse("this view is not of one claim");
        }
        self.focus_on(Pane::Claims);
        self.step_list(Pane::Claims, steps);
    }

    fn switch_whole(&mut self) {
        let Mode::View(view) = &mut self.mode else { return };
        let why = match view.topic {
            Topic::Figures => "figures are looked at together, whichever claim they belong to",
            Topic::History => "a history is of one item",
            _ if view.whole && self.claims.is_empty() => "there is no claim to show it of",
            _ => {
                view.whole = !view.whole;
                view.of = None;
                view.empty();
                return self.follow_view();
            }
        };
        self.refuse(why);
    }

    /// Goes to what the line in use is about.
    fn go_from_view(&mut self) {
        let Mode::View(view) = &self.mode else { return };
        let Some(place) = view.sheet.as_ref().and_then(Sheet::selected).and_then(|line| line.place) else {
            return self.refuse("this line is about no claim and no evidence in particular");
        };
        self.mode = Mode::Review;
        self.go(place);
    }
}
