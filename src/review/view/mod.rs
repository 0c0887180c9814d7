//! Views that take the whole screen: what else there is to know of a claim or of the case, as lines
//! to go through; from a line the review goes to the claim or the evidence it is about.

pub(crate) mod acting;
pub(crate) mod figures;
pub(crate) mod history;
pub(crate) mod ledger;
pub mod matrix;
pub(crate) mod origins;
pub mod sheet;
pub(crate) mod timeline;

use crate::domain::rows::ClaimRow;
use crate::domain::stale::Stale;
use crate::review::keys::keymap::Action;
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::view::sheet::Sheet;
use crate::text::SafeText;

/// A view.
#[derive(Debug, Clone)]
pub struct View {
    /// What it shows.
    pub topic: Topic,
    /// Whether it is of the whole case, or of what the filter leaves.
    pub whole: bool,
    /// What it is of, as it was asked for last.
    pub of: Option<ViewOf>,
    /// The key of the item it is of; empty for the case.
    pub key: SafeText,
    /// Its lines; none while they are on their way.
    pub sheet: Option<Sheet>,
    /// What the lines are made of, for when the width changes.
    pub(super) viewed: Option<Viewed>,
}

impl View {
    /// Shows nothing until what is asked for now is there.
    fn empty(&mut self) {
        (self.sheet, self.viewed) = (None, None);
    }
}

/// A claim with its claimant, as the heading of what follows.
fn claim_line(claim: &ClaimRow) -> sheet::Line {
    let text = match &claim.claimant {
        Some(claimant) => format!("{claimant} alleges: {}", claim.text),
        None => format!("Claimant not recorded: {}", claim.text),
    };
    let place = crate::domain::rows::Place { claim: claim.id, evidence: None };
    sheet::Line::new(1, text, sheet::Look::Claim)
        .column(claim.key.to_string(), 5, sheet::Look::Key)
        .to(Some(place))
}

fn stale_line(stale: &Stale) -> sheet::Line {
    sheet::Line::new(1, format!("stale: {stale}"), sheet::Look::Warning)
}

/// The action that shows a topic.
const fn action(topic: Topic) -> Action {
    match topic {
        Topic::Timeline => Action::ViewTimeline,
        Topic::Figures => Action::ViewFigures,
        Topic::Origins => Action::ViewOrigins,
        Topic::Ledger => Action::ViewLedger,
        Topic::History => Action::ViewHistory,
    }
}

/// An answer as lines for a screen of `width` columns.
fn lines(viewed: &Viewed, width: u16) -> Vec<sheet::Line> {
    let (mut lines, more) = match viewed {
        Viewed::Timeline(moments, more) => (timeline::lines(moments), *more),
        Viewed::Figures(grids, more) => (figures::lines(grids, width), *more),
        Viewed::Origins(claims, more) => (origins::lines(claims), *more),
        Viewed::Ledger(pages, more) => (ledger::lines(pages), *more),
        Viewed::History(steps) => (history::lines(steps), false),
    };
    if more {
        lines.push(sheet::Line::blank());
        let text =
            "There may be more than is shown here; a filter, set in the review, says what of it to show.";
        lines.push(sheet::Line::new(1, text, sheet::Look::Warning));
    }
    lines
}
