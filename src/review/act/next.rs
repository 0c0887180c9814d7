//! What comes after something was done.

use crate::domain::{ItemId, Kind};
use crate::review::detail::about::About;
use crate::review::keys::keymap::Action;
use crate::review::protocol::draft::FormDraft;
use crate::review::protocol::record::FormOf;

/// What comes after a key or an answer was acted on: prompts, views and actions say it, the review
/// sees to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub(crate) enum Next {
    /// Nothing; a prompt or view stays open.
    Stay,
    /// The prompt or view is done with and closes.
    Close,
    /// The view is left for this claim or its evidence, and come back to from there.
    CloseFor(ItemId),
    /// The view is left, for where it was opened.
    Return,
    /// The view is left, for the one it was opened over, if any, else for where it was opened.
    Back,
    /// The review does this.
    Perform(Action),
    /// The verdict on the claim in view is offered.
    OfferVerdict,
    /// A form of this opens.
    Edit(FormOf),
    /// It is asked whether two records are to be combined, of which the first stays.
    Combine(FormOf, FormOf),
    /// A form opens with what was typed in it before.
    Resume(Box<FormDraft>),
    /// The form of a new record opens, with what is known of it.
    Make(Box<Known>),
    /// The review is left.
    Leave,
}

/// What is known of a record that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its kind.
    pub kind: Kind,
    /// What it refers to, by the path of the field.
    pub refers: Vec<(&'static str, FormOf)>,
    /// Other fields, by their path.
    pub texts: Vec<(&'static str, String)>,
    /// What is to stay in sight.
    pub sight: About,
}
