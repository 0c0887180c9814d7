//! What the keys go to: the review itself, or something open over it.

pub mod aside;
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

/// What the keys go to. The review stays in view behind everything but the views.
#[derive(Debug, Default)]
pub enum Mode {
    /// The review itself.
    #[default]
    Review,
    /// A note being written.
    Note(Box<note::NoteEditor>),
    /// The verdict on a claim.
    Verdict(verdict::VerdictPrompt),
    /// Ground, part and confidence of a tag.
    Details(Box<details::DetailsForm>),
    /// A grade for a source or for evidence.
    Grade(grade::GradePrompt),
    /// What a source draws on, or whom evidence comes through.
    Provenance(Box<provenance::ProvenanceForm>),
    /// The reason for setting aside.
    Aside(aside::AsidePrompt),
    /// What is exported, and where to.
    Export(Box<export::ExportForm>),
    /// The file to import.
    Import(import::ImportPrompt),
    /// Searching the case.
    Search(search::SearchBox),
    /// The filter.
    Filter(filter::FilterPrompt),
    /// All keys.
    Help(help::HelpBox),
    /// All actions by name.
    Palette(palette::PaletteBox),
    /// A question to be answered with yes or no.
    Confirm(confirm::Confirm),
    /// A view of lines.
    View(Box<crate::review::view::View>),
    /// The matrix.
    Matrix(Box<crate::review::view::matrix::MatrixView>),
}
