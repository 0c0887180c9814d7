//! The table of views of lines: the action that opens each, its title, and what it can be of.

use crate::review::keys::keymap::Action;
use crate::review::protocol::viewed::{Topic, Viewed};
use crate::review::view::sheet::{Line, Look};
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

const TOPICS: &[(Topic, Action, &str, Scope)] = &[
    (Topic::Timeline, Action::ViewTimeline, "Timeline", Scope::Either),
    (
        Topic::Figures,
        Action::ViewFigures,
        "Figures",
        Scope::Case("figures are looked at together, whichever claim they belong to"),
    ),
    (Topic::Origins, Action::ViewOrigins, "Origins", Scope::Either),
    (Topic::Ledger, Action::ViewLedger, "Ledger", Scope::Either),
    (Topic::History, Action::ViewHistory, "History", Scope::Item("a history is of one item")),
];

/// The topic an action opens the view of.
pub(crate) fn opened_by(action: Action) -> Option<Topic> {
    TOPICS.iter().find(|(_, its, ..)| *its == action).map(|(topic, ..)| *topic)
}

/// What the view of a topic can be of.
pub(crate) fn scope(topic: Topic) -> Scope {
    TOPICS.iter().find(|(its, ..)| *its == topic).map_or(Scope::Either, |(.., scope)| *scope)
}

/// The name of a topic in a title.
#[must_use]
pub fn title(topic: Topic) -> &'static str {
    TOPICS.iter().find(|(its, ..)| *its == topic).map_or("", |(_, _, title, _)| title)
}

/// What the case answered, as lines for a screen of `width` columns.
pub(crate) fn lines(viewed: &Viewed, width: u16) -> Vec<Line> {
    let (mut lines, more) = match viewed {
        Viewed::Timeline(moments, more) => (timeline::lines(moments), *more),
        Viewed::Figures(grids, more) => (figures::lines(grids, width), *more),
        Viewed::Origins(claims, more) => (origins::lines(claims), *more),
        Viewed::Ledger(pages, more) => (ledger::lines(pages), *more),
        Viewed::History(steps) => (history::lines(steps), false),
    };
    if more {
        lines.push(Line::blank());
        let text =
            "There may be more than is shown here; a filter, set in the review, says what of it to show.";
        lines.push(Line::new(1, text, Look::Warning));
    }
    lines
}
