//! Grades of the Admiralty code, as reports show them.

use crate::domain::rows::EvidenceRow;
use crate::domain::words::{Credibility, Reliability};

/// The grades of a piece of evidence in its source, in short: `B2`; `B` or `2` where only one of the
/// two is given, empty where neither is.
pub(crate) fn both(row: &EvidenceRow) -> String {
    let source = row.source.reliability.map(Reliability::word).unwrap_or_default();
    let own = row.record.credibility.map(Credibility::word).unwrap_or_default();
    format!("{source}{own}")
}

/// A source's grade, with what it stands for.
pub(crate) fn reliability(grade: Reliability) -> String {
    format!("{grade}, {}", grade.meaning())
}

/// The grade of what a piece of evidence says, with what it stands for.
pub(crate) fn credibility(grade: Credibility) -> String {
    format!("{grade}, {}", grade.meaning())
}
