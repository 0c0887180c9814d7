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

use crate::domain::figures::Grid;
use crate::domain::ledger::Ledger;
use crate::domain::rows::{ClaimRow, HistoryRow};
use crate::domain::stale::Stale;
use crate::domain::standing::{Released, Standing};
use crate::domain::timeline::Moment;
use crate::domain::{ItemId, Target};
use crate::review::keys::keymap::Action;
use crate::review::view::sheet::Sheet;
use crate::text::SafeText;

/// What a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What happened when.
    Timeline,
    /// Figures of one quantity side by side.
    Figures,
    /// Where evidence comes from in the end.
    Origins,
    /// What is released, withheld, not shown, asked for.
    Ledger,
    /// What was done to an item.
    History,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Timeline, Self::Figures, Self::Origins, Self::Ledger, Self::History];

    /// Its name in a title.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timeline => "Timeline",
            Self::Figures => "Figures",
            Self::Origins => "Origins",
            Self::Ledger => "Ledger",
            Self::History => "History",
        }
    }

    /// The action that shows it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Timeline => Action::ViewTimeline,
            Self::Figures => Action::ViewFigures,
            Self::Origins => Action::ViewOrigins,
            Self::Ledger => Action::ViewLedger,
            Self::History => Action::ViewHistory,
        }
    }

    /// Whether it can be of one claim and of the whole case.
    #[must_use]
    pub const fn has_both(self) -> bool {
        matches!(self, Self::Timeline | Self::Origins | Self::Ledger)
    }
}

/// What a view is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewOf {
    /// A claim, or for the history a claim or a piece of evidence.
    Item(Target),
    /// The case, or what the filter leaves of it; where it is not taken whole, from this claim on.
    Case(Option<ItemId>),
}

/// The ledger of a claim, with what stands on released evidence alone and what has grown old.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerPage {
    /// The ledger.
    pub ledger: Ledger,
    /// What stands on released evidence alone; none where the ledger is of no claim.
    pub released: Option<Released>,
    /// What should be looked at again.
    pub stale: Vec<Stale>,
}

/// What the case says for a view; the flag says that there is more than it holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Viewed {
    /// For the timeline, in order.
    Timeline(Vec<Moment>, bool),
    /// For the figures.
    Figures(Vec<Grid>, bool),
    /// For the origins.
    Origins(Vec<(ClaimRow, Standing)>, bool),
    /// For the ledger.
    Ledger(Vec<LedgerPage>, bool),
    /// For the history, newest first.
    History(Vec<HistoryRow>),
}

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

impl Viewed {
    /// As lines for a screen of so many columns.
    fn lines(&self, width: u16) -> Vec<sheet::Line> {
        let (mut lines, more) = match self {
            Self::Timeline(moments, more) => (timeline::lines(moments), *more),
            Self::Figures(grids, more) => (figures::lines(grids, width), *more),
            Self::Origins(claims, more) => (origins::lines(claims), *more),
            Self::Ledger(pages, more) => (ledger::lines(pages), *more),
            Self::History(steps) => (history::lines(steps), false),
        };
        if more {
            lines.push(sheet::Line::blank());
            let text =
                "There may be more than is shown here; a filter, set in the review, says what of it to show.";
            lines.push(sheet::Line::new(1, text, sheet::Look::Warning));
        }
        lines
    }
}
