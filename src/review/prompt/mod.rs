//! What can be open over the panes or a view and takes the keys: one file for each, and one line in the
//! table here, with the actions that open it.

pub mod aside;
pub(crate) mod behaviour;
pub mod case_info;
pub mod choice;
pub mod confirm;
pub mod details;
pub(crate) mod editing;
pub mod export;
pub mod filter;
pub mod find;
pub mod grade;
pub mod help;
pub mod import;
mod laid_lines;
pub(crate) mod matching;
pub mod note;
pub mod note_text;
pub mod offers;
pub mod palette;
pub mod provenance;
pub mod quote;
pub mod record;
pub mod search;
pub mod tag_first;
pub mod text_field;
pub mod verdict;

use crate::review::keys::keymap::Action;
use crate::review::prompt::behaviour::Prompt;
use crate::review::state::workspace::Workspace;

macro_rules! prompts {
    ($($variant:ident($prompt:ty), $doc:literal $(, $action:ident => $open:path)*;)+) => {
        /// The prompt that is open.
        #[derive(Debug)]
        pub enum AnyPrompt { $(#[doc = $doc] $variant(Box<$prompt>)),+ }

        /// The prompt an action opens, where there is something to ask.
        pub(crate) fn opened_by(action: Action, workspace: &mut Workspace) -> Option<AnyPrompt> {
            match action {
                $($(Action::$action => $open(workspace).map(AnyPrompt::from),)*)+
                _ => None,
            }
        }

        $(impl From<$prompt> for AnyPrompt {
            fn from(prompt: $prompt) -> Self {
                Self::$variant(Box::new(prompt))
            }
        })+

        impl AnyPrompt {
            pub(crate) fn get(&self) -> &dyn Prompt {
                match self { $(Self::$variant(prompt) => &**prompt),+ }
            }

            pub(crate) fn get_mut(&mut self) -> &mut dyn Prompt {
                match self { $(Self::$variant(prompt) => &mut **prompt),+ }
            }
        }
    };
}

prompts! {
    Note(note::NoteEditor), "A note being written.", Note => note::NoteEditor::open;
    Verdict(verdict::VerdictPrompt), "The verdict on a claim.", Verdict => verdict::VerdictPrompt::open;
    Details(details::DetailsForm), "Ground, part and confidence of a tag.",
        Details => details::DetailsForm::open, DetailsOfLast => details::DetailsForm::of_last;
    TagFirst(tag_first::TagFirst), "Which tag details belong to.";
    Grade(grade::GradePrompt), "A grade for a source or for evidence.",
        GradeSource => grade::GradePrompt::reliability, GradeEvidence => grade::GradePrompt::credibility;
    Provenance(provenance::ProvenanceForm), "What a source draws on, or who speaks in evidence and what it rests on.",
        Derive => provenance::ProvenanceForm::derivation, Via => provenance::ProvenanceForm::via;
    Record(record::form::RecordForm), "A record being made or edited.";
    RecordMenu(record::menu::RecordMenu), "What is to be made, or edited.";
    RequestAnswer(record::answer::AnswerPrompt), "What came back on a request.",
        AnswerRequest => record::answer::AnswerPrompt::open;
    RecordPicker(record::pick::RecordPicker), "Which record is to be edited.";
    TakeOut(record::take_out::TakeOut), "Whether records are to be taken out.";
    Combine(record::combine::CombinePrompt), "Whether two records are to be combined.";
    Duplicates(record::duplicates::DuplicatesBox), "Sources that were entered more than once.",
        Duplicates => record::duplicates::DuplicatesBox::open;
    Quote(quote::QuotePrompt), "What a passage of a document becomes.";
    Offers(offers::OffersPrompt), "Figures and dates that a passage names.";
    Aside(aside::AsidePrompt), "The reason for setting aside.", Aside => aside::AsidePrompt::open;
    Export(export::ExportForm), "What is exported, and where to.", Export => export::ExportForm::open;
    Import(import::ImportPrompt), "The file to import or to attach.", Import => import::ImportPrompt::open, Attach => import::ImportPrompt::attach;
    Search(search::SearchBox), "Searching the case.", Search => search::SearchBox::open;
    Filter(filter::FilterPrompt), "The filter.", Filter => filter::FilterPrompt::open;
    Find(find::FindPrompt), "Words to be found in a document.", Find => find::FindPrompt::open;
    CaseInfo(case_info::CaseInfoBox), "What the case says of itself.", CaseInfo => case_info::CaseInfoBox::open;
    Help(help::HelpBox), "All keys, and what the words mean.";
    Palette(palette::PaletteBox), "What can be done, by name.";
    Confirm(confirm::Confirm), "A question to be answered with yes or no.", OpenUrl => confirm::Confirm::open_url;
}
