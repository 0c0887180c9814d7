//! An import that runs while the review goes on.

use crate::domain::wording::counted;
use crate::review::protocol::import::ImportProgress;
use crate::text::{SafeText, duration};

/// An import under way.
#[derive(Debug, Clone)]
pub struct Importing {
    /// The name of the file.
    pub file: SafeText,
    /// How far it has come.
    pub progress: ImportProgress,
    /// Whether it was asked to stop.
    pub stopping: bool,
    /// Whether it is attached to a source as a document.
    pub attaching: bool,
}

impl Importing {
    /// What is under way, for the beginning of a sentence.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        if self.attaching { "a document is being read" } else { "an import is running" }
    }

    /// How far it has come, in words.
    #[must_use]
    pub fn says(&self) -> String {
        if self.stopping {
            return "stopping …".to_owned();
        }
        if self.attaching {
            return "reading …".to_owned();
        }
        let records = counted(self.progress.records, "record");
        if self.progress.closing {
            return format!("{records} read, now written down …");
        }
        let percent = self.progress.percent.map(|percent| format!("{percent}%"));
        let left = self.progress.left.map(|left| format!("{} left", duration(left)));
        percent.into_iter().chain([records]).chain(left).collect::<Vec<_>>().join(", ")
    }
}
