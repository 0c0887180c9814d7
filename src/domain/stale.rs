//! What has grown old: a verdict older than newer evidence or than the correction of a source, a quote that its
//! document does not have, a source unchecked for longer than the case allows.

use super::dates::{Date, Dated};
use super::keys::Key;
use super::wording::counted;
use super::words::Status;

/// Something that should be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// Evidence came in, or was changed, after the verdict was given.
    Verdict {
        /// The day the verdict was given.
        given: Date,
        /// How many pieces are newer.
        newer: u64,
        /// One of them, the newest.
        newest: Key,
    },
    /// A quote does not stand in the latest version of the document it is from.
    Quote {
        /// The piece of evidence that has it.
        evidence: Key,
        /// The source.
        source: Key,
        /// What became of it.
        says: String,
    },
    /// A source was corrected, removed or retracted after the verdict was given.
    Withdrawn {
        /// The day the verdict was given.
        given: Date,
        /// The source.
        source: Key,
        /// What has become of it.
        status: Status,
    },
    /// A source was not looked at for longer than the case allows.
    Source {
        /// The source.
        key: Key,
        /// When it was last looked at; `None` if that is not on record.
        accessed: Option<Dated>,
        /// How many days ago that was.
        days: Option<i64>,
    },
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Verdict { given, newer: 1, newest } => {
                write!(f, "the verdict of {given} is older than {newest}, which came or changed later")
            }
            Self::Verdict { given, newer, newest } => write!(
                f,
                "the verdict of {given} is older than {newer} pieces that came or changed later, the last of them \
                 {newest}"
            ),
            Self::Quote { evidence, source, says } => {
                write!(f, "the quote of {evidence} from {source} {says}")
            }
            Self::Withdrawn { given, source, status } => {
                write!(f, "since the verdict of {given}, {source} has been marked {}", status.word())
            }
            Self::Source { key, accessed: Some(on), days: Some(days) } => {
                write!(f, "{key} was last looked at on {on}, {} ago", counted(days.unsigned_abs(), "day"))
            }
            Self::Source { key, accessed: Some(on), days: None } => {
                write!(f, "{key} was last looked at on {on}")
            }
            Self::Source { key, accessed: None, .. } => {
                write!(f, "when {key} was last looked at is not on record")
            }
        }
    }
}

/// How many days ago a source was last looked at, where that is longer than allowed: `None` if it is
/// not. A date that names a month or a year counts from its last day.
#[must_use]
pub fn unchecked(accessed: Option<&Dated>, today: &Date, allowed: u32) -> Option<Option<i64>> {
    let Some(accessed) = accessed else { return Some(None) };
    let ((_, after), (today, _)) = accessed.date().days().zip(today.days())?;
    let days = i64::from(today) - i64::from(after) + 1;
    (days > i64::from(allowed)).then_some(Some(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_unchecked_when_more_days_have_passed_than_the_case_allows() {
        let today: Date = "2025-10-18".parse().unwrap();
        let days =
            |text: &str, allowed| unchecked(Some(&Dated::Stated(text.parse().unwrap())), &today, allowed);
        assert_eq!(days("2025-10-08", 10), None);
        assert_eq!(days("2025-10-07", 10), Some(Some(11)));
        assert_eq!(days("2025-09", 17), Some(Some(18)));
        assert_eq!(days("2025-10", 0), None);
        assert_eq!(days("2026", 0), None);
        assert_eq!(unchecked(None, &today, 10), Some(None));
    }
}
