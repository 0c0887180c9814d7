//! The native format: one case as JSON, one record a line, in sections.

mod read;
mod write;

pub use crate::formats::native::read::read;
pub use crate::formats::native::write::NativeWriter;

use crate::domain::Kind;
use crate::domain::entry::Entry;
use crate::domain::words::vocabulary;

/// What a case's file says it is.
pub const FORMAT: &str = "corrob-case";
/// The version of the format.
pub const VERSION: u64 = 1;

vocabulary! {
    /// The sections of a case's file, in their order.
    Section, "section" {
        /// What the case says of itself: one object, not an array.
        Case = "case",
        /// Parties.
        Parties = "parties",
        /// Sources.
        Sources = "sources",
        /// Derivations.
        Derivations = "derivations",
        /// Claims.
        Claims = "claims",
        /// Evidence.
        Evidence = "evidence",
        /// Figures.
        Figures = "figures",
        /// Requests.
        Requests = "requests",
        /// Gaps.
        Gaps = "gaps",
        /// Reviewers.
        Reviewers = "reviewers",
        /// What the reviewers say.
        Annotations = "annotations",
        /// The events.
        History = "history",
        /// What imports replaced.
        Replaced = "replaced",
        /// What imports brought.
        Brought = "brought",
    }
}

impl Section {
    /// The section of an entry.
    #[must_use]
    pub const fn of(entry: &Entry) -> Self {
        match entry {
            Entry::Case(_) => Self::Case,
            Entry::Party(_) => Self::Parties,
            Entry::Source(_) => Self::Sources,
            Entry::Derivation(_) => Self::Derivations,
            Entry::Claim(_) => Self::Claims,
            Entry::Evidence(_) => Self::Evidence,
            Entry::Figure(_) => Self::Figures,
            Entry::Request(_) => Self::Requests,
            Entry::Gap(_) => Self::Gaps,
            Entry::Reviewer(_) => Self::Reviewers,
            Entry::Said(_) => Self::Annotations,
            Entry::Event(_) => Self::History,
            Entry::Replaced(_) => Self::Replaced,
            Entry::Brought(_) => Self::Brought,
        }
    }
}

impl From<Kind> for Section {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Party => Self::Parties,
            Kind::Source => Self::Sources,
            Kind::Derivation => Self::Derivations,
            Kind::Claim => Self::Claims,
            Kind::Evidence => Self::Evidence,
            Kind::Figure => Self::Figures,
            Kind::Request => Self::Requests,
            Kind::Gap => Self::Gaps,
        }
    }
}

/// Whether a file's first bytes are those of a case in this format.
#[must_use]
pub fn recognise(start: &[u8]) -> bool {
    let mut rest = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    for token in ["{", "\"format\"", ":", "\"corrob-case\""] {
        rest = rest.trim_ascii_start();
        match rest.strip_prefix(token.as_bytes()) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}
