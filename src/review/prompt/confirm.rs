//! A question to be answered with yes or no.

use crate::domain::wording::counted;
use crate::domain::{Annotation, ItemId};
use crate::review::act::next::Next;
use crate::review::detail::cite;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::protocol::draft::FormDraft;
use crate::review::protocol::effect::Effect;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question, and what a yes does.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub question: SafeText,
    /// What it is about, on lines of its own (an address in full).
    pub about: Option<SafeText>,
    yes: Yes,
}

/// What a yes does.
#[derive(Debug, Clone)]
enum Yes {
    /// Opens an address.
    OpenUrl(String),
    /// Says the same of all undecided evidence on the same material.
    RepeatOnMaterial(ItemId, Box<Annotation>),
    /// Goes on with a form that was not saved.
    Resume(Box<FormDraft>),
    /// Leaves, whatever it costs.
    Leave,
}

impl Confirm {
    /// Asks whether the address of the source in use is to be opened.
    pub(crate) fn open_url(workspace: &Workspace) -> Option<Self> {
        let source = workspace.source()?;
        let url = cite::address(source.key, source.record).ok()?;
        let question = format!("open the address of {} in the browser?", source.key);
        let about = Some(SafeText::line(&url));
        Some(Self { question: SafeText::line(&question), about, yes: Yes::OpenUrl(url) })
    }

    /// Asks whether the same is to be said of all undecided evidence on the material of a piece.
    pub(crate) fn repeat_on_material(item: ItemId, judgement: Box<Annotation>, question: &str) -> Self {
        let yes = Yes::RepeatOnMaterial(item, judgement);
        Self { question: SafeText::line(question), about: None, yes }
    }

    /// Asks whether to go on with a form that was not saved; so many `more` are kept.
    pub(crate) fn resume(draft: FormDraft, more: usize) -> Self {
        let question = format!("a form was not saved: {}. Go on with it?", draft.title);
        let about = (more > 0).then(|| {
            let more = counted(more as u64, "more form");
            SafeText::line(&format!("{more} kept, to be offered when the case is opened again"))
        });
        Self { question: SafeText::line(&question), about, yes: Yes::Resume(Box::new(draft)) }
    }

    /// Asks whether the review is to be left while an import runs.
    pub(crate) fn leave(file: &SafeText) -> Self {
        Self {
            question: SafeText::line("an import is running: stop it and leave?"),
            about: Some(SafeText::line(&format!("{file} is not in the case then"))),
            yes: Yes::Leave,
        }
    }

    /// Asks whether the review is to be left with words that are not in the case.
    pub(crate) fn leave_unsaved(workspace: &Workspace) -> Self {
        let about = workspace.unsaved.sentences().join("\n");
        let about =
            if about.is_empty() { workspace.unsaved.why.clone() } else { Some(SafeText::block(&about)) };
        Self { question: SafeText::line("not all is saved: leave all the same?"), about, yes: Yes::Leave }
    }
}

impl Prompt for Confirm {
    fn context(&self) -> Context {
        Context::Confirm
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        match action {
            Some(Action::Yes) => match &self.yes {
                Yes::OpenUrl(url) => workspace.emit(Effect::OpenUrl(url.clone())),
                Yes::Leave => return Next::Leave,
                Yes::Resume(draft) => return Next::Resume(draft.clone()),
                Yes::RepeatOnMaterial(item, said) => workspace.say_on_material(*item, (**said).clone()),
            },
            Some(Action::No) => workspace.say(match &self.yes {
                Yes::Resume(_) => "it is kept, and offered when the case is opened again",
                _ => "nothing was done",
            }),
            _ => {
                explain(workspace);
                return Next::Stay;
            }
        }
        Next::Close
    }
}

/// Says which keys answer.
pub(crate) fn explain(workspace: &mut Workspace) {
    let of = |action| workspace.keymap.key_for(Context::Confirm, action).unwrap_or_default();
    let (yes, no) = (of(Action::Yes), of(Action::No));
    workspace.refuse(&format!("{yes} for yes, {no} for no"));
}
