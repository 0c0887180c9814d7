//! A date as people write it, "14 Oct 2025", "October 2025", with the precision it has.

use super::calendar;
use super::dates::{Date, Dated};
use thiserror::Error;

/// Why a text is not taken for a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnclearDate {
    /// It is none.
    #[error("\"{0}\" is not a date; write it as precise as it is known: 2025, October 2025 or 14 Oct 2025")]
    None(String),
    /// It names no year of four digits.
    #[error("\"{0}\" has no year of four digits")]
    NoYear(String),
    /// Day and month could be exchanged.
    #[error("\"{text}\" could be {one} or {other}; write which")]
    TwoDays {
        /// As it was written.
        text: String,
        /// The month first.
        one: String,
        /// The day first.
        other: String,
    },
}

/// A piece of what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A number of so many digits.
    Number(u16, usize),
    /// A month by its name, from 1.
    Month(u16),
}

/// Reads a date as corrob writes dates or as people do. Which of two numbers is the month is not guessed.
///
/// # Errors
/// When it is no date, or could be two.
pub fn date(text: &str) -> Result<Date, UnclearDate> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let said: String = text.chars().take(60).collect();
    let none = || UnclearDate::None(said.clone());
    let pieces = pieces(text).ok_or_else(none)?;
    let of = |year: u16, month: Option<u16>, day: Option<u16>| -> Result<Date, UnclearDate> {
        let rest = [month, day].into_iter().flatten().map(|part| format!("-{part:02}"));
        format!("{year:04}{}", rest.collect::<String>()).parse().map_err(|_| none())
    };
    use Piece::{Month, Number};
    match *pieces.as_slice() {
        [Month(m), Number(y, 4)] | [Number(y, 4), Month(m)] | [Number(m, 1 | 2), Number(y, 4)] => {
            of(y, Some(m), None)
        }
        [Number(d, 1 | 2), Month(m), Number(y, 4)]
        | [Month(m), Number(d, 1 | 2), Number(y, 4)]
        | [Number(y, 4), Month(m), Number(d, 1 | 2)]
        | [Number(y, 4), Number(m, 1 | 2), Number(d, 1 | 2)] => of(y, Some(m), Some(d)),
        [Number(y, 4), Number(m, 1 | 2)] => of(y, Some(m), None),
        [Number(one, 1 | 2), Number(other, 1 | 2), Number(y, 4)] => {
            let month_first = of(y, Some(one), Some(other));
            // Who parts numbers with dots begins with the day.
            let day_first = of(y, Some(other), Some(one));
            match (month_first, day_first) {
                (_, Ok(date)) if text.contains('.') || one == other => Ok(date),
                (Ok(one), Ok(other)) => {
                    Err(UnclearDate::TwoDays { text: said, one: one.to_string(), other: other.to_string() })
                }
                (date, Err(_)) | (Err(_), date) => date,
            }
        }
        [Number(..), Month(_)] | [Month(_)] | [Month(_), Number(..)] | [_, _, Number(..)] => {
            Err(UnclearDate::NoYear(said))
        }
        _ => Err(none()),
    }
}

/// Reads a date that is stated, or inferred with the reason: "2025-10 (inferred: from the letterhead)".
///
/// # Errors
/// As [`date`].
pub fn dated(text: &str) -> Result<Dated, UnclearDate> {
    let inferred = text.trim().strip_suffix(')').and_then(|text| text.split_once("(inferred:"));
    match inferred {
        Some((on, why)) if !why.trim().is_empty() => {
            Ok(Dated::Inferred { date: date(on)?, inferred: why.trim().to_owned() })
        }
        _ => date(text).map(Dated::Stated),
    }
}

/// The numbers and the month in a text that holds nothing else but a weekday and what parts them.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut all = Vec::new();
    let mut rest = text;
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '/' | '.' | '-');
    loop {
        rest = rest.trim_start_matches(parts);
        if rest.is_empty() {
            return Some(all);
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let number = rest[..digits].parse().ok().filter(|_| digits <= 4)?;
            rest = &rest[digits..];
            let ending = ["st", "nd", "rd", "th"].iter().find_map(|it| rest.strip_prefix(it));
            rest = ending.unwrap_or(rest);
            if rest.starts_with(char::is_alphabetic) {
                return None;
            }
            all.push(Piece::Number(number, digits));
        } else if let Some((name, behind)) = calendar::month(rest) {
            let month = calendar::MONTHS.iter().position(|it| *it == name)?;
            all.push(Piece::Month(u16::try_from(month + 1).ok()?));
            rest = behind;
        } else if let Some((_, behind)) = calendar::weekday(rest) {
            rest = behind;
        } else {
            rest = rest.strip_prefix("of ").or_else(|| rest.strip_prefix("the "))?;
        }
        if all.len() > 3 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_people_write_it_with_its_precision() {
        for (text, is) in [
            ("2025", "2025"),
            (" 2025-10 ", "2025-10"),
            ("2025-10-14T09:30Z", "2025-10-14T09:30Z"),
            ("14 Oct 2025", "2025-10-14"),
            ("Tuesday, October 14th, 2025", "2025-10-14"),
            ("Oct. 14, 2025", "2025-10-14"),
            ("the 3rd of May 2024", "2024-05-03"),
            ("October 2025", "2025-10"),
            ("2025 Oct 4", "2025-10-04"),
            ("2025/1/2", "2025-01-02"),
            ("14.10.2025", "2025-10-14"),
            ("4.10.2025", "2025-10-04"),
            ("10/14/2025", "2025-10-14"),
            ("14/10/2025", "2025-10-14"),
            ("10/2025", "2025-10"),
            ("5/5/2025", "2025-05-05"),
            ("14 de octubre 2025", ""),
        ] {
            let read = date(text).map(|date| date.to_string());
            assert_eq!(read.unwrap_or_default(), is, "{text}");
        }
    }

    #[test]
    fn what_is_unclear_is_not_guessed() {
        let said = |text: &str| date(text).unwrap_err().to_string();
        assert_eq!(said("4/10/2025"), "\"4/10/2025\" could be 2025-04-10 or 2025-10-04; write which");
        assert_eq!(said("14 Oct"), "\"14 Oct\" has no year of four digits");
        assert_eq!(said("14 Oct 25"), "\"14 Oct 25\" has no year of four digits");
        for none in ["soon", "30 Feb 2025", "13/13/2025", "2025 2026", "1 2 3 4 5", "20251014", "May be 2025"]
        {
            assert!(said(none).contains("is not a date"), "{none}: {}", said(none));
        }
    }

    #[test]
    fn an_inferred_date_keeps_its_reason() {
        let read = dated("Oct 2025 (inferred: from the letterhead)").unwrap();
        let is = Dated::Inferred { date: "2025-10".parse().unwrap(), inferred: "from the letterhead".into() };
        assert_eq!(read, is);
    }
}
