//! What the case says of itself, and how far its review has come.

use crate::domain::wording::counted;
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::detail::part::DetailPart;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::state::detail::{DetailLine, Role};
use crate::review::state::geometry::{inside, overlay};
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// The page about the case.
#[derive(Debug, Clone, Copy, Default)]
pub struct CaseInfoBox {
    /// The first line in view.
    pub top: usize,
}

impl CaseInfoBox {
    /// Opens it.
    pub(crate) fn open(_: &Workspace) -> Option<Self> {
        Some(Self::default())
    }
}

/// The lines of the page, in the box it has on the screen.
#[must_use]
pub fn lines(workspace: &Workspace) -> Vec<DetailLine> {
    let case = &workspace.case;
    let mut parts = vec![DetailPart::new(Role::Heading, "", case.title.as_str())];
    let mut fact = |label: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            parts.push(DetailPart::new(Role::Blank, "", ""));
            parts.push(DetailPart::new(Role::Fact, label, text));
        }
    };
    fact("question", case.question.as_ref().map(ToString::to_string));
    fact("summary", case.summary.as_ref().map(ToString::to_string));
    fact("as of", case.as_of.as_ref().map(ToString::to_string));
    fact("stale", case.stale.as_ref().map(ToString::to_string));
    let done = workspace.progress;
    let aside = if done.aside > 0 { format!(", {} set aside", done.aside) } else { String::new() };
    fact(
        "review status",
        Some(format!(
            "{} of {} of evidence decided by {}{aside}; verdict on {} of {}",
            done.decided,
            counted(done.evidence, "piece"),
            workspace.reviewer,
            done.verdicts,
            counted(done.claims, "claim")
        )),
    );
    let width = inside(overlay(workspace.size)).width.saturating_sub(2);
    parts.iter().flat_map(|part| part.wrapped(usize::from(width.max(20)))).collect()
}

impl Prompt for CaseInfoBox {
    fn context(&self) -> Context {
        Context::View
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        let height = inside(overlay(workspace.size)).height;
        let Some(reach) = action.and_then(Reach::of) else {
            if let Some(Action::Back | Action::Open | Action::CaseInfo | Action::ViewReview) = action {
                return Next::Close;
            }
            let back = workspace.keymap.say(Action::Back);
            workspace.refuse(&format!("this page is to be read; {back} closes it"));
            return Next::Stay;
        };
        let last = lines(workspace).len().saturating_sub(usize::from(height));
        let by = isize::try_from(reach.lines(height)).unwrap_or(0);
        self.top = self.top.saturating_add_signed(by).min(last);
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::MoveDown, Action::PageDown, Action::Back]
    }
}
