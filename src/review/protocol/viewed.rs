//! What is asked for a view, and what the case answers.

use crate::domain::figures::Grid;
use crate::domain::ledger::Ledger;
use crate::domain::record_list::RecordDetail;
use crate::domain::rows::{ClaimRow, HistoryRow};
use crate::domain::stale::Stale;
use crate::domain::standing::{Released, Standing};
use crate::domain::timeline::Moment;
use crate::domain::{ItemId, Target};

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
    /// All there is to a source or a party.
    Record,
}

/// What a view is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewOf {
    /// A claim; for the history a claim or a piece of evidence, for a record that.
    Item(Target),
    /// The case, or what the filter leaves of it; where it is not taken whole, from this claim on.
    Case(Option<ItemId>),
}

/// The ledger of a claim, with what stands on what is tagged released and what has grown old.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerPage {
    /// The ledger.
    pub ledger: Ledger,
    /// What stands on the evidence that is tagged released; none where the ledger is of no claim.
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
    /// For a source or a party; none where there is no such record any more.
    Record(Option<Box<RecordDetail>>),
}
