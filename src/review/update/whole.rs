//! The review: the workspace, and what is open over it.

use crate::domain::ItemId;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::behaviour::Prompt;
use crate::review::state::spot::Spot;
use crate::review::state::workspace::Workspace;
use crate::review::view::AnyView;
use std::ops::{Deref, DerefMut};

/// The review. It reads as its workspace, which most of what is drawn and all prompts and views are given
/// alone.
#[derive(Debug)]
pub struct Review {
    /// The four panes and all that is known.
    pub workspace: Workspace,
    /// What takes the whole screen in the place of the panes.
    pub(crate) view: Option<AnyView>,
    /// The list of sources that a document was opened over.
    pub(crate) behind: Option<AnyView>,
    /// The view that was left for what a line of it is about, to be come back to.
    pub(crate) left: Option<LeftView>,
    /// What is open over either and takes the keys.
    pub(crate) prompt: Option<AnyPrompt>,
    /// The prompt over which the help is open: it has the keys again once that closes.
    pub(crate) beneath: Option<AnyPrompt>,
    /// The view that a digit has marked: Enter opens it, and any other key does its own work.
    pub marked_view: Option<Action>,
}

/// A view that was left for what a line of it is about.
#[derive(Debug)]
pub(crate) struct LeftView {
    pub view: AnyView,
    /// The claim that it was left for.
    pub claim: ItemId,
    /// Where the review was when the view was opened.
    pub spot: Option<Spot>,
}

impl Deref for Review {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.workspace
    }
}

impl DerefMut for Review {
    fn deref_mut(&mut self) -> &mut Workspace {
        &mut self.workspace
    }
}

impl Review {
    /// The context in which keys are looked up.
    pub fn context(&self) -> Context {
        match (&self.prompt, &self.view) {
            (Some(prompt), _) => prompt.get().context(),
            (None, Some(view)) => view.get().context(),
            (None, None) => Context::Review,
        }
    }

    /// Whether the panes have the keys: no view and no prompt is open.
    pub const fn is_bare(&self) -> bool {
        self.view.is_none() && self.prompt.is_none()
    }

    /// Does something with each prompt that is open, the one with the keys first.
    pub(crate) fn each_prompt(&mut self, mut act: impl FnMut(&mut dyn Prompt, &mut Workspace)) {
        for prompt in [&mut self.prompt, &mut self.beneath].into_iter().flatten() {
            act(prompt.get_mut(), &mut self.workspace);
        }
    }

    /// Whether the view that has the keys has nothing to show yet.
    pub fn view_is_waiting(&self) -> bool {
        self.prompt.is_none() && self.view.as_ref().is_some_and(|view| view.get().is_waiting())
    }
}
