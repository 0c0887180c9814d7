//! What can be open over the panes or a view and takes the keys: one file for each, one line in the table
//! here.

pub mod aside;
pub(crate) mod behaviour;
pub mod choice;
pub mod confirm;
pub mod details;
pub mod export;
pub mod filter;
pub(crate) mod fuzzy;
pub mod grade;
pub mod help;
pub mod import;
pub mod note;
pub mod palette;
pub mod provenance;
pub mod search;
pub mod text_field;
pub mod verdict;

use crate::review::prompt::behaviour::Prompt;

macro_rules! prompts {
    ($($variant:ident($prompt:ty), $doc:literal;)+) => {
        /// The prompt that is open.
        #[derive(Debug)]
        pub enum AnyPrompt { $(#[doc = $doc] $variant(Box<$prompt>)),+ }

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
    Note(note::NoteEditor), "A note being written.";
    Verdict(verdict::VerdictPrompt), "The verdict on a claim.";
    Details(details::DetailsForm), "Ground, part and confidence of a tag.";
    Grade(grade::GradePrompt), "A grade for a source or for evidence.";
    Provenance(provenance::ProvenanceForm), "What a source draws on, or whom evidence comes through.";
    Aside(aside::AsidePrompt), "The reason for setting aside.";
    Export(export::ExportForm), "What is exported, and where to.";
    Import(import::ImportPrompt), "The file to import.";
    Search(search::SearchBox), "Searching the case.";
    Filter(filter::FilterPrompt), "The filter.";
    Help(help::HelpBox), "All keys.";
    Palette(palette::PaletteBox), "All actions by name.";
    Confirm(confirm::Confirm), "A question to be answered with yes or no.";
}
