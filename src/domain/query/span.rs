//! Spans of time, at the precision that dates come with.

use crate::domain::dates::Date;
use std::cmp::Ordering;

/// What a date must lie between: before every one of some dates and after every one of others. Two
/// dates are compared at the precision they share: 2025-10-14 is neither before nor after 2025-10.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Each is later.
    pub before: Vec<Date>,
    /// Each is earlier.
    pub after: Vec<Date>,
}

impl Span {
    /// Whether a date lies within.
    #[must_use]
    pub fn holds(&self, date: &Date) -> bool {
        self.before.iter().all(|end| order(date, end) == Ordering::Less)
            && self.after.iter().all(|start| order(date, start) == Ordering::Greater)
    }
}

fn order(a: &Date, b: &Date) -> Ordering {
    let instant = |date: &Date| date.as_str().replacen(' ', "T", 1).parse::<jiff::Timestamp>().ok();
    if let (Some(a), Some(b)) = (instant(a), instant(b)) {
        return a.cmp(&b);
    }
    let local = |date: &Date| {
        let text = date.as_str().replacen(' ', "T", 1);
        // The day has ten characters; what marks a zone comes behind the time.
        let zone = text.get(10..).and_then(|time| time.find(['Z', '+', '-'])).map(|at| at + 10);
        text.as_bytes()[..zone.unwrap_or(text.len())].to_vec()
    };
    let (a, b) = (local(a), local(b));
    let shared = a.len().min(b.len());
    a[..shared].cmp(&b[..shared])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(date: &str, bound: &str) -> bool {
        Span { before: vec![bound.parse().unwrap()], after: vec![] }.holds(&date.parse().unwrap())
    }

    fn after(date: &str, bound: &str) -> bool {
        Span { before: vec![], after: vec![bound.parse().unwrap()] }.holds(&date.parse().unwrap())
    }

    #[test]
    fn dates_compare_at_the_precision_they_share() {
        assert!(before("2025-10-15", "2025-10-16") && !before("2025-10-16", "2025-10-16"));
        assert!(
            before("2024", "2025-10-16") && !before("2025", "2025-10-16") && !after("2025", "2025-10-16")
        );
        assert!(!after("2025-10-31", "2025-10") && after("2025-11", "2025-10"));
        assert!(before("2025-10-14T09:30", "2025-10-14T10:00") && !before("2025-10-14T09:30", "2025-10-14"));
        assert!(after("2025-10-14 09:30Z", "2025-10-14T10:00+02:00"));
        assert!(!after("2025-10-14T09:30+02:00", "2025-10-14"));
    }
}
