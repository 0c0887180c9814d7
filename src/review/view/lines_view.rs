//! A view of lines: what else there is to know of a claim or of the case. From a line the review goes to
//! the claim or the evidence it is about.

use crate::domain::Target;
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::{Read, Ticket};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::state::pane::Pane;
use crate::review::state::workspace::Workspace;
use crate::review::view::behaviour::View;
use crate::review::view::sheet::Sheet;
use crate::review::view::topics::{LinesKind, Scope, lines};
use crate::text::SafeText;

/// A view of lines.
#[derive(Debug, Clone)]
pub struct LinesView {
    /// What it shows.
    pub kind: &'static LinesKind,
    /// Whether it is of the whole case, or of what the filter leaves.
    pub whole: bool,
    /// What it is of, as it was asked for last.
    pub of: Option<ViewOf>,
    /// The key of the item it is of; empty for the case.
    pub key: SafeText,
    /// Its lines; none while they are on their way.
    pub sheet: Option<Sheet>,
    /// What the lines are made of, for when the width changes.
    viewed: Option<Viewed>,
    asked: Option<Ticket>,
    stale: bool,
}

impl LinesView {
    /// Opens such a view, in the place of the one `before`.
    pub(crate) fn open(workspace: &mut Workspace, kind: &'static LinesKind, before: Option<&Self>) -> Self {
        let either = kind.scope == Scope::Either;
        let whole = match before.filter(|before| either && before.kind.scope == Scope::Either) {
            Some(before) => before.whole,
            None => matches!(kind.scope, Scope::Case(_)) || (either && workspace.claims.is_empty()),
        };
        let mut view = Self {
            kind,
            whole,
            of: None,
            key: SafeText::default(),
            sheet: None,
            viewed: None,
            asked: None,
            stale: false,
        };
        view.follow(workspace);
        view
    }

    /// What it should be of now.
    fn wanted(&self, workspace: &Workspace) -> Option<ViewOf> {
        let claim = workspace.claims.selected().map(|claim| claim.id);
        if self.whole {
            // A view that is not taken whole begins at the claim it was opened at.
            return match self.of {
                Some(of @ ViewOf::Case(_)) => Some(of),
                _ => Some(ViewOf::Case(claim)),
            };
        }
        let claim = claim.map(Target::claim);
        let of_item = matches!(self.kind.scope, Scope::Item(_));
        let target = if of_item { workspace.target().or(claim) } else { claim };
        target.map(ViewOf::Item)
    }

    /// Shows another item, or the case: nothing, until what is asked for now is there.
    fn turn_to(&mut self, workspace: &mut Workspace, of: ViewOf) {
        self.of = Some(of);
        self.key = match of {
            ViewOf::Item(target) => workspace.key_of(target),
            // Origins of many claims are too much to read: they begin at the one in use.
            ViewOf::Case(Some(claim)) if self.kind.topic == Topic::Origins => {
                workspace.key_of(Target::claim(claim))
            }
            ViewOf::Case(_) => SafeText::default(),
        };
        (self.sheet, self.viewed) = (None, None);
        self.ask(workspace);
    }

    fn ask(&mut self, workspace: &mut Workspace) {
        if let Some(of) = self.of {
            self.asked = Some(workspace.ask(Read::View { topic: self.kind.topic, of }));
        }
    }

    /// Shows the view of the next claim, or of one before.
    fn turn_claim(&self, workspace: &mut Workspace, steps: i64) {
        if self.whole || matches!(self.kind.scope, Scope::Item(_)) {
            return workspace.refuse("this view is not of one claim");
        }
        workspace.focus_on(Pane::Claims);
        workspace.step_list(Pane::Claims, steps);
    }

    fn switch_whole(&mut self, workspace: &mut Workspace) {
        let why = match self.kind.scope {
            Scope::Case(why) | Scope::Item(why) => why,
            Scope::Either if self.whole && workspace.claims.is_empty() => "there is no claim to show it of",
            Scope::Either => {
                self.whole = !self.whole;
                self.of = None;
                (self.sheet, self.viewed) = (None, None);
                return self.follow(workspace);
            }
        };
        workspace.refuse(why);
    }

    /// Goes to what the line in use is about.
    fn go(&self, workspace: &mut Workspace) -> Next {
        let Some(place) = self.sheet.as_ref().and_then(Sheet::selected).and_then(|line| line.place) else {
            workspace.refuse("this line is about no claim and no evidence in particular");
            return Next::Stay;
        };
        workspace.go(place);
        Next::Close
    }
}

/// The rows a view has for its lines.
fn rows(workspace: &Workspace) -> u16 {
    workspace.places().body.height.saturating_sub(1)
}

impl View for LinesView {
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        let Some(action) = action else {
            let back = workspace.keymap.say(Action::Back);
            workspace.refuse(&format!("this is a view; {back} goes back to the review"));
            return Next::Stay;
        };
        if action.shows_view() && action != Action::ViewReview {
            return Next::Perform(action);
        }
        if let Some(reach) = Reach::of(action) {
            let height = rows(workspace);
            if let Some(sheet) = &mut self.sheet {
                reach.through(sheet, height);
            }
            return Next::Stay;
        }
        match action {
            Action::Back | Action::ViewReview => return Next::Return,
            Action::Open => return self.go(workspace),
            Action::Right | Action::NextPane => self.turn_claim(workspace, 1),
            Action::Left | Action::PreviousPane => self.turn_claim(workspace, -1),
            Action::SwitchWhole => self.switch_whole(workspace),
            Action::SwitchArrangement => {
                workspace.refuse("only the matrix and the list of sources are put in another order");
            }
            Action::SwitchList => workspace.refuse("only the list of sources turns to the parties"),
            _ => {}
        }
        Next::Stay
    }

    fn subject(&self, _workspace: &Workspace) -> Option<Subject> {
        self.sheet.as_ref().and_then(Sheet::selected).and_then(Subject::line)
    }

    fn hints(&self) -> &'static [Action] {
        if self.kind.scope != Scope::Either {
            return &[Action::Open, Action::Back, Action::MoveDown, Action::MoveUp, Action::PageDown];
        }
        &[Action::Open, Action::Back, Action::SwitchWhole, Action::Right, Action::Left]
    }

    fn follow(&mut self, workspace: &mut Workspace) {
        if let Some(wanted) = self.wanted(workspace)
            && self.of != Some(wanted)
        {
            self.turn_to(workspace, wanted);
        }
        let (width, height) = (workspace.size.0, rows(workspace));
        if let (Some(sheet), Some(viewed)) = (&mut self.sheet, &self.viewed) {
            if sheet.width() == width {
                sheet.fit(height);
            } else {
                let mut wrapped = Sheet::new(lines(viewed, width), width);
                wrapped.keep(sheet, height);
                *sheet = wrapped;
            }
        }
    }

    fn went_stale(&mut self, _order: bool) {
        self.stale = true;
    }

    /// Changes that follow each other fast would never let an answer come: what was asked for before is
    /// awaited first.
    fn ask_again(&mut self, workspace: &mut Workspace) {
        if self.stale && self.asked.is_none() {
            self.stale = false;
            self.ask(workspace);
        }
    }

    fn is_waiting(&self) -> bool {
        self.asked.is_some() && self.sheet.is_none()
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) {
        let Answer::View(viewed) = answer else { return };
        if self.asked != Some(ticket) {
            return;
        }
        self.asked = None;
        let (width, height) = (workspace.size.0, rows(workspace));
        let mut sheet = Sheet::new(lines(&viewed, width), width);
        match (&self.sheet, workspace.claims.selected()) {
            // The same, read again, keeps its place.
            (Some(before), _) => sheet.keep(before, height),
            (None, Some(claim)) if self.kind.topic == Topic::Figures => sheet.select_claim(claim.id, height),
            _ => sheet.show(height),
        }
        self.sheet = Some(sheet);
        self.viewed = Some(*viewed);
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> Option<Next> {
        if self.asked != Some(ticket) {
            return None;
        }
        self.asked = None;
        if self.sheet.is_none() {
            // Keys typed ahead were meant for its lines.
            workspace.lost(sentence);
            return Some(Next::Return);
        }
        workspace.refuse(sentence);
        Some(Next::Stay)
    }
}
