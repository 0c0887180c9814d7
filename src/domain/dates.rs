//! Dates that keep the precision they came with: "2025-10" stays "2025-10".

use jiff::{Unit, civil};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A text that is not a date corrob can read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" is not a date; write a year, year-month, year-month-day or a time, like 2025, 2025-10, \
     2025-10-14 or 2025-10-14T09:30Z"
)]
pub struct BadDate(pub String);

/// A date with its own precision: year, month, day, or time (ISO 8601 extended format; RFC 3339
/// where a time zone is given). The text is kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(String);

impl Default for Date {
    /// 1970, where time begins for computers.
    fn default() -> Self {
        Self("1970".into())
    }
}

impl Date {
    /// The date as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The days it can stand for: the first, and the one after the last, counted from 1970; none for
    /// a day that cannot be counted.
    #[must_use]
    pub fn days(&self) -> Option<(i32, i32)> {
        let number = |from: usize, to: usize| self.0.get(from..to).and_then(|part| part.parse::<i16>().ok());
        let year = number(0, 4)?;
        let month = number(5, 7).and_then(|month| i8::try_from(month).ok());
        let day = number(8, 10).and_then(|day| i8::try_from(day).ok());
        let first = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (None, _) => first.last_of_year(),
            (_, None) => first.last_of_month(),
            _ => first,
        };
        Some((day_number(first)?, day_number(last)? + 1))
    }

    /// Its first second, counted from 1970 UTC; where it names no zone, in UTC.
    #[must_use]
    pub fn first_second(&self) -> i64 {
        let (day, time) = self.0.split_once(['T', ' ']).unwrap_or((&self.0, "00:00"));
        let rest = match day.len() {
            4 => "-01-01",
            7 => "-01",
            _ => "",
        };
        let zone = if time.contains(['Z', 'z', '+', '-']) { "" } else { "Z" };
        let moment = format!("{day}{rest}T{time}{zone}").parse::<jiff::Timestamp>();
        moment.map_or(0, jiff::Timestamp::as_second)
    }
}

fn day_number(date: civil::Date) -> Option<i32> {
    let epoch = civil::Date::constant(1970, 1, 1);
    epoch.until((Unit::Day, date)).ok().map(|span| span.get_days())
}

impl FromStr for Date {
    type Err = BadDate;
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(text.chars().take(60).collect());
        let (day, time) = match text.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let digits =
            |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts = day.split('-');
        let year = parts.next().filter(|p| digits(p, 4)).ok_or_else(bad)?;
        let month = parts.next();
        let dom = parts.next();
        if parts.next().is_some() || (time.is_some() && dom.is_none()) {
            return Err(bad());
        }
        let year: i16 = year.parse().map_err(|_| bad())?;
        let month: i8 = match month {
            Some(part) if digits(part, 2) => part.parse().map_err(|_| bad())?,
            None => 1,
            Some(_) => return Err(bad()),
        };
        let dom: i8 = match dom {
            Some(part) if digits(part, 2) => part.parse().map_err(|_| bad())?,
            None => 1,
            Some(_) => return Err(bad()),
        };
        jiff::civil::Date::new(year, month, dom).map_err(|_| bad())?;
        if let Some(time) = time {
            let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
            let (clock, offset) = time.split_at(zone);
            clock.parse::<jiff::civil::Time>().map_err(|_| bad())?;
            if !offset.is_empty() {
                format!("{day}T{clock}{offset}").parse::<jiff::Timestamp>().map_err(|_| bad())?;
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Date {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A date, and whether a source states it or someone inferred it. In JSON a stated date is a
/// string, an inferred one an object `{"date", "inferred"}` whose second member says from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Dated {
    /// The source states it.
    Stated(Date),
    /// Inferred, with the reason.
    Inferred {
        /// The date.
        date: Date,
        /// What it was inferred from.
        inferred: String,
    },
}

impl Dated {
    /// The date itself.
    #[must_use]
    pub fn date(&self) -> &Date {
        match self {
            Self::Stated(date) | Self::Inferred { date, .. } => date,
        }
    }
}

impl Dated {
    /// It in a sentence: "on 2025-10-14", "in 2025-10".
    #[must_use]
    pub fn when(&self) -> String {
        let is_day = self.date().as_str().len() >= "2025-10-14".len();
        format!("{} {self}", if is_day { "on" } else { "in" })
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated(date) => date.fmt(f),
            Self::Inferred { date, .. } => write!(f, "{date} (inferred)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_on_and_a_month_in() {
        let when = |date: &str| Dated::Stated(date.parse().unwrap()).when();
        assert_eq!(
            [when("2025-10-14"), when("2025-10"), when("2025")],
            ["on 2025-10-14", "in 2025-10", "in 2025"]
        );
    }

    #[test]
    fn a_date_begins_with_its_first_second() {
        for (date, second) in [
            ("1970", 0),
            ("1970-02", 31 * 86_400),
            ("1970-01-02", 86_400),
            ("1970-01-01T00:01", 60),
            ("1970-01-01 00:01:02.9", 62),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:59:59Z", -1),
        ] {
            assert_eq!(date.parse::<Date>().unwrap().first_second(), second, "{date}");
        }
    }

    #[test]
    fn a_date_is_as_wide_as_it_is_vague() {
        let days = |text: &str| text.parse::<Date>().unwrap().days().unwrap();
        assert_eq!(days("1970-01-01"), (0, 1));
        assert_eq!(days("1970-02"), (31, 59));
        assert_eq!(days("1971"), (365, 730));
        assert_eq!(days("1970-01-02T09:30Z"), (1, 2));
        assert_eq!(days("1969-12-31"), (-1, 0));
        let _ = days("9999");
        let _ = days("0000");
    }

    #[test]
    fn keeps_precision_and_refuses_the_absurd() {
        for good in ["2025", "2025-10", "2025-10-14", "2025-10-14T09:30", "2025-10-14T09:30:00Z"] {
            assert_eq!(good.parse::<Date>().unwrap().as_str(), good);
        }
        for bad in ["", "25", "2025-13", "2025-02-30", "2025-10-14T25:00", "soon", "2025-1-1"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
