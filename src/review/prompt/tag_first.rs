//! Which tag, where details are asked for before there is one.

use crate::domain::tag::Tag;
use crate::review::act::next::Next;
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question for a tag; its details follow.
#[derive(Debug, Clone)]
pub struct TagFirst {
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// What is to be tagged.
    pub about: About,
}

impl TagFirst {
    /// For the evidence in use, or all that is marked, where none of it is tagged.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let (items, title) = workspace.acted_on()?;
        if items.iter().all(|item| workspace.expected(*item).is_none()) {
            workspace.refuse("none of the marked evidence is in view");
            return None;
        }
        Some(Self { title, about: About::acted_on(workspace) })
    }
}

impl Prompt for TagFirst {
    /// The keys are those that tag in the review.
    fn context(&self) -> Context {
        Context::Review
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        let tag = match action {
            Some(Action::TagReleased) => Tag::Released,
            Some(Action::TagWithheld) => Tag::Withheld,
            Some(Action::TagDisputed) => Tag::Disputed,
            Some(Action::Back) => return Next::Close,
            _ => {
                let of = |action| workspace.keymap.say(action);
                let (released, withheld) = (of(Action::TagReleased), of(Action::TagWithheld));
                let (disputed, back) = (of(Action::TagDisputed), of(Action::Back));
                workspace.refuse(&format!(
                    "{released}, {withheld} or {disputed} gives the tag its details belong to; {back} goes back"
                ));
                return Next::Stay;
            }
        };
        let decided = workspace.tag_here(tag).is_some();
        if let Some(last) = workspace.last_judgement_mut() {
            last.waits = decided;
        }
        Next::Perform(Action::DetailsOfLast)
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::TagReleased, Action::TagWithheld, Action::TagDisputed, Action::Back]
    }
}
