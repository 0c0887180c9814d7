//! Import by description: a profile says in TOML what the records of a file mean, and a [`Mapper`]
//! makes entries of them. The language is described in `assets/profiles/README.md`.

pub(crate) mod error;
pub(crate) mod language;
pub(crate) mod offer;
pub(crate) mod run;
pub(crate) mod schema;

pub use crate::formats::profile::error::ProfileError;
pub use crate::formats::profile::language::records::{Reach, RecordsPath, unwrapped};
pub use crate::formats::profile::offer::recognise::{Recognised, recognise};
pub use crate::formats::profile::offer::starter::{starter, starter_for};
pub use crate::formats::profile::run::mapper::Mapper;
pub use crate::formats::profile::schema::keys::{Key, inventory};

use crate::formats::carrier::Record;
use crate::formats::profile::language::path::Path;
use crate::formats::profile::language::template::{Condition, Template};
use crate::formats::profile::offer::sought::Sought;

/// What the records of a file mean.
#[derive(Debug, Clone)]
pub struct Profile {
    name: String,
    title: String,
    about: String,
    version: u64,
    dataset: Option<String>,
    encoding: Option<String>,
    records: Vec<RecordsPath>,
    /// Whether it is the user's own: what it looks for and never finds is named.
    own: bool,
    /// Whether records are where they are said to be, and nowhere else.
    strict: bool,
    csv: Option<CsvShape>,
    marks: Option<Marks>,
    ignore: Vec<Path>,
    when: Vec<Condition>,
    templates: Vec<Template>,
}

/// How a file of columns is written, where that does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvShape {
    /// What stands between the columns; none: whatever the file shows.
    pub delimiter: Option<u8>,
    /// The names of the columns, where the file has no header.
    pub columns: Vec<String>,
}

/// What shows that a record is for a profile.
#[derive(Debug, Clone, Default)]
struct Marks {
    /// One of each of these must be there.
    all: Vec<Vec<Path>>,
    /// None of these may.
    none: Vec<Path>,
    /// These must have one of these values.
    is: Vec<(Path, Vec<String>)>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The first thing that is wrong with it: the line, the field, and what would do.
    pub fn parse(toml: &str) -> Result<Self, ProfileError> {
        language::read::profile(toml)
    }

    /// The profile for `--map COLUMN=FIELD`: pairs of a column and what its cells are. `columns`
    /// are those of the file, to check the first of each pair against; none: they are not checked.
    ///
    /// # Errors
    /// A column or a field that is not known, with those that are.
    pub fn from_map(pairs: &[(String, String)], columns: &[String]) -> Result<Self, ProfileError> {
        Self::parse(&offer::columns::toml(pairs, columns)?)
    }

    /// The profiles that ship with corrob, in the order of the alphabet.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        offer::shipped::all()
    }

    /// Its name, for `--profile`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is for and what it makes, in a paragraph; may be empty.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The dataset that the ids of its records live in; none: that of the file.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        self.dataset.as_deref()
    }

    /// Where in a file its records stand, or may stand where it is one that ships: paths to be tried
    /// in turn. What a carrier hands out whole, the [`Mapper`] unwraps.
    #[must_use]
    pub fn records(&self) -> &[RecordsPath] {
        &self.records
    }

    /// Whether the records are where [`Profile::records`] says, and nowhere else.
    #[must_use]
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// The same, for records that are at these paths and nowhere else; none: they are handed out as
    /// such already.
    #[must_use]
    pub fn with_records(&self, records: Vec<RecordsPath>) -> Self {
        Self { records, strict: true, ..self.clone() }
    }

    /// The encoding of its files, by a label that is known.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// How much of what it looks for is found in some records.
    #[must_use]
    pub fn finds(&self, records: &[Record]) -> usize {
        let mut sought = Sought::new(self);
        for record in records {
            sought.look(&record.value, record.line);
        }
        sought.found()
    }

    /// What a profile of one's own reads of a table and these columns have not; in words.
    #[must_use]
    pub fn lacks(&self, columns: &[String]) -> Option<String> {
        if self.own { Sought::without(self, columns) } else { None }
    }

    /// How its files of columns are written, where that does not show.
    #[must_use]
    pub const fn csv(&self) -> Option<&CsvShape> {
        self.csv.as_ref()
    }
}
