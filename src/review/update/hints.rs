//! The keys worth showing now.

use crate::review::keys::keymap::Action;
use crate::review::state::pane::Pane;
use crate::review::update::whole::Review;

const ON_CLAIMS: &[Action] = &[
    Action::Open,
    Action::Verdict,
    Action::Note,
    Action::NextUndecided,
    Action::Make,
    Action::CaseInfo,
    Action::Search,
    Action::Filter,
    Action::Leave,
    Action::Edit,
    Action::TakeOut,
    Action::Combine,
    Action::Help,
];
const ON_EVIDENCE: &[Action] = &[
    Action::TagReleased,
    Action::TagWithheld,
    Action::TagDisputed,
    Action::TagExamined,
    Action::Details,
    Action::DetailsOfLast,
    Action::Note,
    Action::Verdict,
    Action::NextUndecided,
    Action::Undo,
    Action::Make,
    Action::Edit,
    Action::TakeOut,
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
impl Review {
    /// The keys worth showing now, most useful first: key and a word or two.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let actions = match (&self.prompt, &self.view) {
            (Some(prompt), _) => prompt.get().hints(),
            (None, _) if self.marked_view.is_some() => &[Action::Open, Action::Back],
            (None, Some(view)) => view.get().hints(),
            (None, None) if self.writable.is_err() || self.importing.is_some() => WITHOUT_WRITING,
            (None, None) if self.list_in_use() == Pane::Claims && self.marks.is_empty() => ON_CLAIMS,
            (None, None) => ON_EVIDENCE,
        };
        // From one view to another is a digit.
        let in_view = self.prompt.is_none() && self.view.is_some() && self.marked_view.is_none();
        let views = Action::views().filter(|_| in_view);
        actions
            .iter()
            .copied()
            .chain(views)
            // Where nothing was tagged yet there is nothing to go back to.
            .filter(|action| *action != Action::DetailsOfLast || self.last_judgement().is_some())
            .filter_map(|action| self.keymap.key_for(context, action).map(|key| (key, action.label())))
            .collect()
    }
}
