//! Making and editing records: what is selected, in the panes or in a view, says what they are about.

use crate::domain::Kind;
use crate::domain::new_name::is_address;
use crate::review::act::subject::Subject;
use crate::review::keys::keymap::Action;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::record::combine::CombinePrompt;
use crate::review::prompt::record::form::RecordForm;
use crate::review::prompt::record::menu::RecordMenu;
use crate::review::prompt::record::pick::{PickedFor, RecordPicker};
use crate::review::prompt::record::take_out::TakeOut;
use crate::review::protocol::record::FormOf;
use crate::review::update::whole::Review;

impl Review {
    /// What is selected: in the view that is open, else in the panes.
    fn subject(&self) -> Subject {
        let Some(view) = &self.view else { return self.workspace.subject() };
        let viewed = view.get().subject(&self.workspace);
        // What is selected in the panes beneath is not in sight, but records that are made are about it.
        viewed.unwrap_or_else(|| Subject { records: Vec::new(), ..self.workspace.subject() })
    }

    /// Opens the form or the menu of an action that makes or edits a record; says whether it is one.
    pub(crate) fn opens_record(&mut self, action: Action) -> bool {
        let subject = self.subject();
        match action {
            Action::TakeOut => {
                self.take_out(subject);
                return true;
            }
            Action::Combine => {
                self.combine_with_another(&subject);
                return true;
            }
            _ => {}
        }
        let workspace = &mut self.workspace;
        self.prompt = Some(match (action, action.makes(), action.edits()) {
            (Action::Make, ..) => AnyPrompt::from(RecordMenu::make()),
            (Action::Edit, ..) => RecordMenu::edit(&subject).into(),
            (Action::EditCase, ..) => RecordForm::edit(workspace, FormOf::Case, None).into(),
            (_, Some(kind), _) => RecordForm::make(workspace, kind, &subject).into(),
            (_, _, Some(kind)) => match subject.of(kind) {
                Some(of) => RecordForm::edit(workspace, of, subject.place()).into(),
                None => RecordPicker::open(workspace, kind, PickedFor::Editing).into(),
            },
            _ => return false,
        });
        true
    }

    /// Asks whether what is selected is to be taken out.
    fn take_out(&mut self, Subject { records, next, .. }: Subject) {
        if records.is_empty() {
            return self.refuse("no record is selected here");
        }
        let next = next.or_else(|| self.next_after(&records));
        self.prompt = Some(TakeOut::open(&mut self.workspace, records, next).into());
    }

    /// Asks what the claim, source or party selected is to be combined with.
    fn combine_with_another(&mut self, subject: &Subject) {
        let [of] = subject.records.as_slice() else {
            return self.refuse("select one claim, source or party first");
        };
        match of.kind() {
            Some(kind @ (Kind::Claim | Kind::Source | Kind::Party)) => {
                let picked = PickedFor::Combining(of.clone());
                self.prompt = Some(RecordPicker::open(&mut self.workspace, kind, picked).into());
            }
            other => {
                let one = other.map_or("that", Kind::one);
                self.refuse(&format!(
                    "only claims, sources and parties are combined, and {one} is selected here"
                ));
            }
        }
    }

    /// Asks whether two records are to be combined.
    pub(crate) fn combine(&mut self, stays: FormOf, goes: FormOf) {
        self.prompt = Some(CombinePrompt::open(&mut self.workspace, stays, goes).into());
    }

    /// Opens the form of a record that was chosen.
    pub(crate) fn edit_record(&mut self, of: FormOf) {
        self.prompt = Some(RecordForm::edit(&mut self.workspace, of, None).into());
    }

    /// A pasted address where nothing is typed becomes a source; says whether it was one.
    pub(crate) fn takes_address(&mut self, text: &str) -> bool {
        let url = text.trim();
        if !is_address(url) || Action::MakeSource.enabled(&self.workspace, self.view.is_some()).is_err() {
            return false;
        }
        self.prompt = Some(RecordForm::source_at(&mut self.workspace, url).into());
        true
    }
}
