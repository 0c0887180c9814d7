//! Dates as a page shows them.

use crate::domain::{Date, Dated};

/// A date to show: as it was written, and what it was inferred from.
#[derive(Debug, Clone)]
pub(super) struct When<'a> {
    /// The date as it was written.
    pub text: &'a str,
    /// The same for machines; `None` if HTML knows no such date.
    pub machine: Option<&'a str>,
    /// Whether it is a day, and not a month or a year.
    pub is_day: bool,
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
        Self { text, machine, is_day: text.len() >= 10, inferred: false, from: "" }
    }

    /// The day alone, without a time.
    pub fn day(date: &'a Date) -> Self {
        let when = Self::plain(date);
        Self { text: when.machine.unwrap_or(when.text), ..when }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_get_a_date_html_knows() {
        let machine = |text: &str| When::plain(&text.parse().unwrap()).machine.map(str::to_owned);
        assert_eq!(machine("2025-10-14 09:30").as_deref(), Some("2025-10-14"));
        assert_eq!(machine("2025-10").as_deref(), Some("2025-10"));
        assert_eq!(machine("0000-01"), None);
    }
}
