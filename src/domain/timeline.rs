//! What happened when, as far as the case says: each kind of date apart, as precise as it came.

use super::dates::Dated;
use super::keys::Key;
use super::rows::Place;
use super::words::vocabulary;

vocabulary! {
    /// What a date is the date of.
    DateOf, "kind of date" {
        /// What a claim is about happened.
        Event = "event",
        /// A claim was asserted.
        Asserted = "asserted",
        /// What a piece of evidence reports happened.
        Described = "described",
        /// A source was published.
        Published = "published",
        /// A source was last looked at.
        Accessed = "accessed",
        /// A figure holds for it.
        AsOf = "as-of",
        /// A request was made.
        Requested = "requested",
        /// An answer to a request is due.
        Due = "due",
        /// A request was answered, or was not by then.
        Answered = "answered",
    }
}

/// One date of the case.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The date, stated or inferred.
    pub dated: Dated,
    /// What it is the date of.
    pub of: DateOf,
    /// The record that has it.
    pub key: Key,
    /// What that record says, in a line; a claim with its claimant.
    pub what: String,
    /// Where to go for it; none for something no claim leads to.
    pub place: Option<Place>,
}

impl Moment {
    /// The first day it can stand for, and the one after the last.
    #[must_use]
    pub fn days(&self) -> (i32, i32) {
        self.dated.date().days().unwrap_or((i32::MAX, i32::MAX))
    }

    /// Whether somebody inferred it, and from what.
    #[must_use]
    pub fn inferred(&self) -> Option<&str> {
        match &self.dated {
            Dated::Stated(_) => None,
            Dated::Inferred { inferred, .. } => Some(inferred),
        }
    }
}

/// Puts moments in order: by the first day, the vaguer first, then by what they are dates of.
pub fn arrange(moments: &mut [Moment]) {
    moments.sort_by(|one, other| {
        let ((from, to), (its_from, its_to)) = (one.days(), other.days());
        (from, std::cmp::Reverse(to), one.dated.date(), one.of, &one.key).cmp(&(
            its_from,
            std::cmp::Reverse(its_to),
            other.dated.date(),
            other.of,
            &other.key,
        ))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    #[test]
    fn a_year_stands_before_its_first_day() {
        let mut all: Vec<Moment> = ["2025-10-14", "2025", "2025-01-01", "2024-12", "2025-10"]
            .iter()
            .enumerate()
            .map(|(at, date)| Moment {
                dated: Dated::Stated(date.parse().unwrap()),
                of: DateOf::Event,
                key: Key::new(Kind::Claim, at as u64 + 1),
                what: String::new(),
                place: None,
            })
            .collect();
        arrange(&mut all);
        let dates: Vec<&str> = all.iter().map(|moment| moment.dated.date().as_str()).collect();
        assert_eq!(dates, ["2024-12", "2025", "2025-01-01", "2025-10", "2025-10-14"]);
    }
}
