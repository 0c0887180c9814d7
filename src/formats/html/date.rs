//! Dates as a page shows them, and as stretches of days for the timeline.

use crate::domain::{Date, Dated};
use jiff::Unit;
use jiff::civil;

/// A date to show: as it was written, and what it was inferred from.
#[derive(Debug, Clone)]
pub(super) struct When<'a> {
    /// The date as it was written.
    pub text: &'a str,
    /// The same for machines; none where HTML knows no such date.
    pub machine: Option<&'a str>,
    /// Whether it was inferred.
    pub inferred: bool,
    /// What from.
    pub from: &'a str,
}

impl<'a> When<'a> {
    pub fn of(dated: &'a Dated) -> Self {
        match dated {
            Dated::Stated(date) => Self::plain(date),
            Dated::Inferred { date, inferred } => {
                Self { inferred: true, from: inferred, ..Self::plain(date) }
            }
        }
    }

    /// A date that stands as it is.
    pub fn plain(date: &'a Date) -> Self {
        let text = date.as_str();
        let machine = text.get(..text.len().min(10)).filter(|day| !day.starts_with("0000"));
        Self { text, machine, inferred: false, from: "" }
    }

    /// The day alone, without a time.
    pub fn day(date: &'a Date) -> Self {
        let when = Self::plain(date);
        Self { text: when.machine.unwrap_or(when.text), ..when }
    }
}

/// The days a date can stand for: the first, and the one after the last, counted from 1970.
pub(super) fn span(date: &Date) -> Option<(i32, i32)> {
    let text = date.as_str();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i16>().ok());
    let year = number(0, 4)?;
    let month = number(5, 7).and_then(|month| i8::try_from(month).ok());
    let day = number(8, 10).and_then(|day| i8::try_from(day).ok());
    let first = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (None, _) => first.last_of_year(),
        (_, None) => first.last_of_month(),
        _ => first,
    };
    Some((days(first)?, days(last)? + 1))
}

fn days(date: civil::Date) -> Option<i32> {
    let epoch = civil::Date::constant(1970, 1, 1);
    epoch.until((Unit::Day, date)).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_wide_as_it_is_vague() {
        let span = |text: &str| span(&text.parse().unwrap()).unwrap();
        assert_eq!(span("1970-01-01"), (0, 1));
        assert_eq!(span("1970-02"), (31, 59));
        assert_eq!(span("1971"), (365, 730));
        assert_eq!(span("1970-01-02T09:30Z"), (1, 2));
        assert_eq!(span("1969-12-31"), (-1, 0));
        let _ = span("9999");
        let _ = span("0000");
    }

    #[test]
    fn machines_get_a_date_html_knows() {
        let machine = |text: &str| When::plain(&text.parse().unwrap()).machine.map(str::to_owned);
        assert_eq!(machine("2025-10-14 09:30").as_deref(), Some("2025-10-14"));
        assert_eq!(machine("2025-10").as_deref(), Some("2025-10"));
        assert_eq!(machine("0000-01"), None);
    }
}
