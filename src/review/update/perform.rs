//! From an action to what it does: the one table of actions outside prompts and views.

use crate::domain::Stance;
use crate::domain::record_list::RecordRow;
use crate::domain::tag::Tag;
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::detail::cite;
use crate::review::keys::keymap::Action;
use crate::review::prompt;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::help::HelpBox;
use crate::review::prompt::palette::PaletteBox;
use crate::review::prompt::tag_first::TagFirst;
use crate::review::protocol::effect::{Effect, SeekOrder, Write};
use crate::review::state::memory::Once;
use crate::review::update::whole::Review;
use crate::review::view::AnyView;
use crate::review::view::document_view::DocumentView;
use crate::review::view::lines_view::LinesView;
use crate::review::view::matrix_view::MatrixView;
use crate::review::view::records_view::RecordsView;
use crate::review::view::topics::{LinesKind, opened_by};

impl Review {
    /// Does it, or says why not.
    pub(crate) fn perform(&mut self, action: Action) {
        if let Err(reason) = action.enabled(&self.workspace, self.view.is_some()) {
            return self.refuse(&reason.0);
        }
        if let Some(reach) = Reach::of(action) {
            return self.reach(reach);
        }
        if self.opens_record(action) {
            return;
        }
        if let Some(kind) = opened_by(action) {
            return self.open_view(kind);
        }
        if let Some(prompt) = prompt::opened_by(action, &mut self.workspace) {
            self.prompt = Some(prompt);
            return;
        }
        let context = self.context();
        let workspace = &mut self.workspace;
        match action {
            Action::NextPane => self.turn_pane(1),
            Action::PreviousPane => self.turn_pane(3),
            Action::Open => self.open_selected(),
            Action::Back if workspace.importing.is_some() => self.stop_import(),
            Action::Back => self.go_back(),
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::NextUndecided => self.seek(true),
            Action::PreviousUndecided => self.seek(false),
            Action::SwitchOrder => self.switch_order(),
            Action::NextHit => self.step_hits(true),
            Action::PreviousHit => self.step_hits(false),
            Action::ViewReview => self.follow(Next::Return),
            Action::ViewSources => {
                self.remember_spot();
                if !matches!(self.view, Some(AnyView::Records(_))) {
                    self.view = Some(RecordsView::open(&mut self.workspace).into());
                }
            }
            Action::ViewMatrix => {
                self.remember_spot();
                self.listed = None;
                self.view = Some(MatrixView::open(&mut self.workspace).into());
            }
            Action::ReadDocument => {
                self.remember_spot();
                let document = DocumentView::open(&mut self.workspace).map(AnyView::from);
                self.behind = std::mem::replace(&mut self.view, document);
                self.listed = None;
            }
            Action::TagReleased => self.tag(Tag::Released),
            Action::TagWithheld => self.tag(Tag::Withheld),
            Action::TagDisputed => self.tag(Tag::Disputed),
            Action::TagExamined => self.tag(Tag::Examined),
            Action::TagClear => self.tag(Tag::Clear),
            Action::ReadSupports => self.read_as(Stance::Supports),
            Action::ReadRepeats => self.read_as(Stance::Repeats),
            Action::ReadDisputes => self.read_as(Stance::Disputes),
            Action::ReadContext => self.read_as(Stance::Context),
            // Its form opens only where there is a tag.
            Action::Details => self.prompt = TagFirst::open(workspace).map(AnyPrompt::from),
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
            Action::Leave => self.ask_to_leave(),
            Action::LeaveTwice => {
                let leave = self.keymap.say(Action::LeaveTwice);
                self.say(&format!("{leave} once more leaves; everything is saved"));
                self.memory.once = Some(Once::Leaving);
            }
            Action::Help => {
                let help = HelpBox::open(&self.workspace, self.context());
                self.beneath = self.prompt.replace(help.into());
            }
            Action::Palette => self.prompt = Some(PaletteBox::open(workspace, context).into()),
            // These answer what is asked, in prompts and views that look at them themselves.
            _ => {}
        }
    }

    /// Opens a view of lines; the one that is open stays as it is.
    fn open_view(&mut self, kind: &'static LinesKind) {
        self.remember_spot();
        self.listed = None;
        let before = match &self.view {
            Some(AnyView::Lines(view)) => Some(&**view),
            _ => None,
        };
        if before.is_none_or(|view| view.kind.topic != kind.topic) {
            self.view = Some(LinesView::open(&mut self.workspace, kind, before).into());
        }
    }

    /// Remembers where the review is left for a view.
    fn remember_spot(&mut self) {
        if self.view.is_none() {
            self.memory.spot = Some(self.spot());
            self.left = None;
        }
    }

    fn tag(&mut self, tag: Tag) {
        let next = self.workspace.tag(tag);
        self.follow(next);
    }

    fn switch_order(&mut self) {
        let (order, says) = match self.settings.order {
            SeekOrder::ByClaim => (SeekOrder::BySource, "undecided evidence comes source by source"),
            SeekOrder::BySource => (SeekOrder::ByClaim, "undecided evidence comes claim by claim"),
        };
        self.settings.order = order;
        self.say(says);
    }

    fn copy_citation(&mut self) {
        if let Some(listed) = &self.listed {
            let text = match &listed.row {
                Some(RecordRow::Source(row)) => cite::source(&row.key, &row.record),
                Some(RecordRow::Party(row)) => cite::party(&row.key, &row.record),
                None => return,
            };
            return self.emit(Effect::Copy(text));
        }
        let Some(open) = self.shown() else { return };
        let text = match self.evidence() {
            Some(line) => cite::evidence(&open.head.detail, &line.row),
            None => cite::claim(&open.head.detail),
        };
        self.emit(Effect::Copy(text));
    }
}
