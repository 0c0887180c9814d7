//! From an action to what it does: the one table of actions outside prompts and views.

use crate::domain::tag::Tag;
use crate::review::act::cursor::Reach;
use crate::review::detail::cite;
use crate::review::keys::keymap::Action;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::aside::AsidePrompt;
use crate::review::prompt::confirm::Confirm;
use crate::review::prompt::details::DetailsForm;
use crate::review::prompt::export::ExportForm;
use crate::review::prompt::filter::FilterPrompt;
use crate::review::prompt::grade::GradePrompt;
use crate::review::prompt::help::HelpBox;
use crate::review::prompt::import::ImportPrompt;
use crate::review::prompt::note::NoteEditor;
use crate::review::prompt::palette::PaletteBox;
use crate::review::prompt::provenance::ProvenanceForm;
use crate::review::prompt::search::SearchBox;
use crate::review::prompt::verdict::VerdictPrompt;
use crate::review::protocol::effect::{Effect, Order, Write};
use crate::review::update::whole::Review;
use crate::review::view::AnyView;
use crate::review::view::lines_view::LinesView;
use crate::review::view::matrix_view::MatrixView;
use crate::review::view::topics::opened_by;

impl Review {
    /// Does it, or says why not.
    pub(crate) fn perform(&mut self, action: Action) {
        if let Err(reason) = action.enabled(&self.workspace, self.view.is_some()) {
            return self.refuse(&reason.0);
        }
        if let Some(reach) = Reach::of(action) {
            return self.reach(reach);
        }
        if let Some(topic) = opened_by(action) {
            let before = match &self.view {
                Some(AnyView::Lines(view)) => Some(&**view),
                _ => None,
            };
            self.view = Some(LinesView::open(&mut self.workspace, topic, before).into());
            return;
        }
        let workspace = &mut self.workspace;
        let in_view = self.view.is_some();
        match action {
            Action::NextPane => self.turn_pane(1),
            Action::PreviousPane => self.turn_pane(3),
            Action::Open => self.open_selected(),
            Action::Back if workspace.importing.is_some() => self.stop_import(),
            Action::Back => self.back(),
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::NextUndecided => self.seek(true),
            Action::PreviousUndecided => self.seek(false),
            Action::SwitchOrder => self.switch_order(),
            Action::NextHit => self.step_hits(true),
            Action::PreviousHit => self.step_hits(false),
            Action::ViewReview => self.view = None,
            Action::ViewMatrix => self.view = Some(MatrixView::open(workspace).into()),
            Action::TagReleased => self.tag(Tag::Released),
            Action::TagWithheld => self.tag(Tag::Withheld),
            Action::TagDisputed => self.tag(Tag::Disputed),
            Action::TagExamined => self.tag(Tag::Examined),
            Action::TagClear => self.tag(Tag::Clear),
            Action::Repeat => {
                let next = workspace.repeat();
                self.follow(next);
            }
            Action::RepeatOnMaterial => self.repeat_on_material(),
            Action::Mark => self.mark(),
            Action::MarkRange => self.mark_range(),
            Action::AutoAdvance => self.switch_auto_advance(),
            Action::Undo => self.step_in_time(Write::Undo),
            Action::Redo => self.step_in_time(Write::Redo),
            Action::NoteInEditor => self.note_in_editor(),
            Action::CopyCitation => self.copy_citation(),
            Action::Suspend => self.emit(Effect::Suspend),
            Action::Leave => self.leave(),
            Action::Search => open(&mut self.prompt, Some(SearchBox::default())),
            Action::Filter => open(&mut self.prompt, Some(FilterPrompt::open(workspace))),
            Action::Details => match DetailsForm::open(workspace) {
                Ok(form) => open(&mut self.prompt, Some(form)),
                Err(why) => self.refuse(why),
            },
            Action::Verdict => open(&mut self.prompt, VerdictPrompt::open(workspace, false)),
            Action::GradeSource => open(&mut self.prompt, GradePrompt::reliability(workspace)),
            Action::GradeEvidence => open(&mut self.prompt, GradePrompt::credibility(workspace)),
            Action::Derive => open(&mut self.prompt, ProvenanceForm::derivation(workspace)),
            Action::Via => open(&mut self.prompt, ProvenanceForm::via(workspace)),
            Action::Aside if workspace.take_up() => {}
            Action::Aside => open(&mut self.prompt, AsidePrompt::open(workspace)),
            Action::Note => open(&mut self.prompt, NoteEditor::open(workspace)),
            Action::OpenUrl => open(&mut self.prompt, Confirm::open_url(workspace)),
            Action::Export => open(&mut self.prompt, Some(ExportForm::open(workspace))),
            Action::Import => open(&mut self.prompt, Some(ImportPrompt::open(workspace))),
            Action::Help => open(&mut self.prompt, Some(HelpBox::open(workspace, in_view))),
            Action::Palette => open(&mut self.prompt, Some(PaletteBox::open(workspace, in_view))),
            // These answer what is asked, in prompts and views that look at them themselves.
            _ => {}
        }
    }

    fn tag(&mut self, tag: Tag) {
        let next = self.workspace.tag(tag);
        self.follow(next);
    }

    fn switch_order(&mut self) {
        let (order, says) = match self.settings.order {
            Order::ByClaim => (Order::BySource, "undecided evidence comes source by source"),
            Order::BySource => (Order::ByClaim, "undecided evidence comes claim by claim"),
        };
        self.settings.order = order;
        self.say(says);
    }

    fn copy_citation(&mut self) {
        let Some(open) = self.shown() else { return };
        let text = match self.evidence() {
            Some(line) => cite::evidence(&open.head.detail, &line.row),
            None => cite::claim(&open.head.detail),
        };
        self.emit(Effect::Copy(text));
    }
}

/// Opens a prompt, where there is something to ask about.
pub(crate) fn open(place: &mut Option<AnyPrompt>, prompt: Option<impl Into<AnyPrompt>>) {
    if let Some(prompt) = prompt {
        *place = Some(prompt.into());
    }
}
