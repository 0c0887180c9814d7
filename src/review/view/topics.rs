//! The table of views of lines: the action that opens each, its title, and what it can be of.

use crate::review::keys::keymap::Action;
use crate::review::protocol::viewed::{Topic, Viewed};
use crate::review::view::sheet::{Look, SheetLine};
use crate::review::view::{figures, history, ledger, origins, timeline};

/// What a view can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A claim, or the whole case.
    Either,
    /// The case alone, and why.
    Case(&'static str),
    /// An item alone, and why.
    Item(&'static str),
}

/// What there is to know of a view of lines.
#[derive(Debug)]
pub struct LinesKind {
    /// What the case is asked for.
    pub topic: Topic,
    /// The action that opens it.
    action: Action,
    /// Its name in a title.
    pub title: &'static str,
    pub(crate) scope: Scope,
    /// What of the case it shows under a filter.
    pub filtered: &'static str,
}

const fn kind(topic: Topic, action: Action, title: &'static str, scope: Scope) -> LinesKind {
    // Claims are weighed on all their evidence, whatever a filter asks for.
    let filtered = match topic {
        Topic::Timeline => "what the filter leaves",
        _ => "the claims that the filter leaves",
    };
    LinesKind { topic, action, title, scope, filtered }
}

const TOGETHER: &str = "figures are looked at together, whichever claim they belong to";

static KINDS: [LinesKind; 5] = [
    kind(Topic::Timeline, Action::ViewTimeline, "Timeline", Scope::Either),
    kind(Topic::Figures, Action::ViewFigures, "Figures", Scope::Case(TOGETHER)),
    kind(Topic::Origins, Action::ViewOrigins, "Origins", Scope::Either),
    kind(Topic::Ledger, Action::ViewLedger, "Ledger", Scope::Either),
    kind(Topic::History, Action::ViewHistory, "History", Scope::Item("a history is of one item")),
];

/// The view of lines an action opens.
pub(crate) fn opened_by(action: Action) -> Option<&'static LinesKind> {
    KINDS.iter().find(|kind| kind.action == action)
}

/// What the case answered, as lines for a screen of `width` columns.
pub(crate) fn lines(viewed: &Viewed, width: u16) -> Vec<SheetLine> {
    let (mut lines, more) = match viewed {
        Viewed::Timeline(moments, more) => (timeline::lines(moments), *more),
        Viewed::Figures(grids, more) => (figures::lines(grids, width), *more),
        Viewed::Origins(claims, more) => (origins::lines(claims), *more),
        Viewed::Ledger(pages, more) => (ledger::lines(pages), *more),
        Viewed::History(steps) => (history::lines(steps), false),
        // It stands beside its list.
        Viewed::Record(_) => (Vec::new(), false),
    };
    if more {
        lines.push(SheetLine::blank());
        let text =
            "There may be more than is shown here; a filter, set in the review, says what of it to show.";
        lines.push(SheetLine::new(1, text, Look::Warning));
    }
    lines
}
