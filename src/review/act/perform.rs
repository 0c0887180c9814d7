//! From an action to what it does.

use crate::domain::tag::Tag;
use crate::review::act::cursor::Reach;
use crate::review::detail::cite;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::confirm::{Confirm, Yes};
use crate::review::protocol::effect::{Effect, Order, Write};
use crate::review::protocol::viewed::Topic;
use crate::review::state::Review;
use crate::text::SafeText;

impl Action {
    /// Whether it moves in the list of claims, or touches none of the evidence: such a key need
    /// not wait for the evidence of the claim selected.
    pub(crate) fn keeps_to_claims(self) -> bool {
        Reach::of(self).is_some()
            || matches!(self, Self::Leave | Self::Suspend | Self::Help | Self::Palette | Self::Zoom)
    }
}

impl Review {
    /// Does it, or says why not.
    pub(crate) fn perform(&mut self, action: Action) {
        if let Err(reason) = action.enabled(self) {
            return self.refuse(&reason.0);
        }
        if let Some(reach) = Reach::of(action) {
            return self.reach(reach);
        }
        match action {
            Action::NextPane => self.turn_pane(1),
            Action::PreviousPane => self.turn_pane(3),
            Action::Open => self.open_selected(),
            Action::Back if self.importing.is_some() => self.stop_import(),
            Action::Back => self.back(),
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::NextUndecided => self.seek(true),
            Action::PreviousUndecided => self.seek(false),
            Action::SwitchOrder => self.switch_order(),
            Action::Search => self.open_search(),
            Action::NextHit => self.step_hits(true),
            Action::PreviousHit => self.step_hits(false),
            Action::Filter => self.open_filter(),
            Action::ViewReview => self.mode = Mode::Review,
            Action::ViewMatrix => self.open_matrix(),
            Action::ViewTimeline => self.open_view(Topic::Timeline),
            Action::ViewFigures => self.open_view(Topic::Figures),
            Action::ViewOrigins => self.open_view(Topic::Origins),
            Action::ViewLedger => self.open_view(Topic::Ledger),
            Action::ViewHistory => self.open_view(Topic::History),
            Action::TagReleased => self.tag(Tag::Released),
            Action::TagWithheld => self.tag(Tag::Withheld),
            Action::TagDisputed => self.tag(Tag::Disputed),
            Action::TagExamined => self.tag(Tag::Examined),
            Action::TagClear => self.tag(Tag::Clear),
            Action::Details => self.open_details(),
            Action::Repeat => self.repeat(),
            Action::RepeatOnMaterial => self.repeat_on_material(),
            Action::Verdict => self.ask_verdict(),
            Action::GradeSource => self.ask_reliability(),
            Action::GradeEvidence => self.ask_credibility(),
            Action::Derive => self.open_derivation(),
            Action::Via => self.open_via(),
            Action::Aside => self.aside(),
            Action::Mark => self.mark(),
            Action::MarkRange => self.mark_range(),
            Action::AutoAdvance => self.switch_auto_advance(),
            Action::Undo => self.step_in_time(Write::Undo),
            Action::Redo => self.step_in_time(Write::Redo),
            Action::Note => self.open_note(),
            Action::NoteInEditor => self.note_in_editor(),
            Action::CopyCitation => self.copy_citation(),
            Action::OpenUrl => self.ask_open_url(),
            Action::Export => self.open_export(),
            Action::Import => self.open_import(),
            Action::Help => self.open_help(),
            Action::Palette => self.open_palette(),
            Action::Suspend => self.emit(Effect::Suspend),
            Action::Leave => self.leave(),
            // These answer what is asked, in modes that look at them themselves.
            _ => {}
        }
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

    fn ask_open_url(&mut self) {
        let Some(line) = self.evidence() else { return };
        let Ok(url) = cite::address(&line.row) else { return };
        self.mode = Mode::Confirm(Confirm {
            question: SafeText::line(&format!(
                "open the address of {} in the browser?",
                line.source_key.as_str()
            )),
            about: Some(SafeText::line(&url)),
            yes: Yes::OpenUrl(url),
        });
    }
}
