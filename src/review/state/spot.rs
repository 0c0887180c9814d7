//! Where the reviewer is, so that a view can be left to exactly there; and what is to be in view at the
//! place that the selection goes to.

use crate::domain::ItemId;
use crate::domain::rows::Place;
use crate::review::state::pane::Pane;
use crate::text::{SafeText, begins_word};

/// Pane, selection, scroll and zoom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub place: Option<Place>,
    pub focus: Pane,
    pub list: Pane,
    pub zoomed: bool,
    pub opened: Option<bool>,
    /// The evidence selected on each side.
    pub selected: [Option<ItemId>; 2],
    /// How many rows above the selected one are in view: of the claims, and of each side.
    pub above: [u64; 3],
    pub scroll: usize,
}

/// What of the detail is to be in view, until the next key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aim {
    /// From this line on.
    Line(usize),
    /// What a search found.
    Found(Found),
}

/// What a search found, to be looked for in the detail of the item it leads to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The key of what was found.
    pub key: SafeText,
    /// The words it was found by, in lower case.
    pub words: Vec<String>,
}

impl Found {
    /// Whether every word it was found by begins a word of a text.
    pub(crate) fn is_whole_in(&self, text: &str) -> bool {
        self.words.iter().all(|sought| begins_word(sought, text))
    }
}
