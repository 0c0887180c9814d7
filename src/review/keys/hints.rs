//! The keys worth showing now.

use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::Mode;
use crate::review::state::Review;
use crate::review::state::pane::Pane;

const ON_CLAIMS: &[Action] = &[
    Action::Open,
    Action::Verdict,
    Action::Note,
    Action::NextUndecided,
    Action::Search,
    Action::Filter,
    Action::Help,
    Action::Leave,
];
const ON_EVIDENCE: &[Action] = &[
    Action::TagReleased,
    Action::TagWithheld,
    Action::TagDisputed,
    Action::TagExamined,
    Action::Note,
    Action::Verdict,
    Action::NextUndecided,
    Action::Undo,
    Action::Search,
    Action::Help,
];
const WITHOUT_WRITING: &[Action] = &[
    Action::Open,
    Action::NextUndecided,
    Action::Search,
    Action::Filter,
    Action::ViewHistory,
    Action::Help,
    Action::Leave,
];
const ON_VIEW: &[Action] = &[
    Action::Open,
    Action::Back,
    Action::SwitchWhole,
    Action::Right,
    Action::Left,
    Action::ViewMatrix,
    Action::ViewTimeline,
    Action::ViewFigures,
    Action::ViewOrigins,
    Action::ViewLedger,
];
const ON_MATRIX: &[Action] = &[
    Action::Open,
    Action::Back,
    Action::SwitchArrangement,
    Action::NextPane,
    Action::Right,
    Action::Left,
    Action::ViewTimeline,
    Action::ViewFigures,
    Action::ViewOrigins,
    Action::ViewLedger,
];
const ON_VERDICT: &[Action] = &[
    Action::VerdictSupported,
    Action::VerdictRefuted,
    Action::VerdictConflicting,
    Action::VerdictUnproven,
    Action::VerdictNone,
    Action::Cancel,
];
const ON_CONFIDENCE: &[Action] = &[
    Action::ConfidenceLow,
    Action::ConfidenceModerate,
    Action::ConfidenceHigh,
    Action::Accept,
    Action::Cancel,
];

impl Review {
    /// The keys worth showing now, most useful first: key and a word or two.
    #[must_use]
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let actions: &[Action] = match (&self.mode, context) {
            (_, Context::Confirm) => &[Action::Yes, Action::No],
            (Mode::Review, _) if self.writable.is_err() => WITHOUT_WRITING,
            (Mode::Review, _) if self.importing.is_some() => WITHOUT_WRITING,
            (Mode::Review, _) if self.list_in_use() == Pane::Claims && self.marks.is_empty() => ON_CLAIMS,
            (Mode::Review, _) => ON_EVIDENCE,
            (Mode::Note(_), _) => &[Action::SaveNote, Action::TogglePrivate, Action::DiscardNote],
            (Mode::Verdict(prompt), _) if prompt.chosen.is_none() => ON_VERDICT,
            (Mode::Verdict(_), _) => ON_CONFIDENCE,
            (Mode::Details(_), _) => {
                &[Action::Accept, Action::NextField, Action::MoveDown, Action::NextValue, Action::Cancel]
            }
            (Mode::Export(_), _) => &[Action::Accept, Action::NextField, Action::MoveDown, Action::Cancel],
            (Mode::Provenance(_), _) => {
                &[Action::Accept, Action::NextField, Action::MoveDown, Action::NextValue, Action::Cancel]
            }
            (Mode::Grade(_), _) => &[Action::Cancel],
            (Mode::Search(_), _) => &[Action::Accept, Action::MoveDown, Action::MoveUp, Action::Cancel],
            (Mode::Matrix(_), _) => ON_MATRIX,
            (Mode::View(view), _) if view.topic.has_both() => ON_VIEW,
            (Mode::View(_), _) => {
                &[Action::Open, Action::Back, Action::MoveDown, Action::MoveUp, Action::PageDown]
            }
            _ => &[Action::Accept, Action::Cancel],
        };
        actions
            .iter()
            .filter_map(|action| self.keymap.key_for(context, *action).map(|key| (key, action.label())))
            .collect()
    }
}
