//! How dates are written: in corrob's own way, as counts since some day, or in a format of strftime's
//! letters. A format is read exactly: what could be a shorter or a longer number than it asks for is
//! no date in it, so that a year of two digits is never taken for the year 26.

use crate::domain::{Date, calendar};
use jiff::civil;
use jiff::fmt::strtime::{self, BrokenDownTime};

/// One way a date is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateForm {
    /// As corrob writes dates.
    Iso,
    /// Seconds since 1970.
    Seconds,
    /// Thousandths of a second since 1970.
    Milliseconds,
    /// Days as a spreadsheet counts them, from the first of 1900 on; decimals are the time.
    Excel,
    /// The same from the first of 1904 on, as spreadsheets of old Macs count.
    Excel1904,
    /// In the letters of strftime: as the profile has it, and taken apart.
    Format(String, Vec<Piece>),
}

/// A piece of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Any blanks, or none.
    Blank,
    /// Just this.
    Sign(char),
    /// Digits, so many of them at least and at most.
    Digits(usize, usize),
    /// The day of a month, which may have an ending: 1st, 1er.
    Day(usize),
    /// A month's name, whole (`true`) or cut short.
    Month(bool),
    /// A weekday's name, whole (`true`) or cut short.
    Weekday(bool),
    /// Before noon or after.
    Half,
    /// The distance from UTC; with a colon, or without.
    Offset(bool),
    /// Decimals of a second, with the dot before them (`true`); there may be none then.
    Fraction(bool),
    /// The name of a time zone.
    Zone,
    /// Seconds since 1970.
    Seconds,
}

impl DateForm {
    /// Reads its name or its format.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "iso" => Self::Iso,
            "seconds" => Self::Seconds,
            "milliseconds" => Self::Milliseconds,
            "excel" => Self::Excel,
            "excel-1904" => Self::Excel1904,
            format if format.contains('%') => {
                // Whether what is written in a format can be read again shows whether it is one.
                let some = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
                let wrong = |error: jiff::Error| format!("\"{format}\" is not a date format: {error}");
                let text = strtime::format(format, &some).map_err(wrong)?;
                let read = strtime::parse(format, &text).map_err(wrong)?;
                written(&read).ok_or_else(|| {
                    format!("\"{format}\" is not a date format: it should have a year at least")
                })?;
                Self::Format(format.to_owned(), pieces(format))
            }
            other => {
                return Err(format!(
                    "\"{other}\" is not a date format; write it like %d/%m/%Y or %B %d, %Y, or: iso, \
                     seconds, milliseconds, excel, excel-1904"
                ));
            }
        })
    }

    /// How the profile has it.
    pub fn word(&self) -> &str {
        match self {
            Self::Iso => "iso",
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
            Self::Excel => "excel",
            Self::Excel1904 => "excel-1904",
            Self::Format(format, _) => format,
        }
    }

    /// The date as corrob writes it, with the precision the format has.
    pub fn read(&self, text: &str) -> Option<String> {
        let written = match self {
            Self::Iso => match text.split_once(' ') {
                // A database writes a day so.
                Some((day, time)) if is_midnight(time) => day.to_owned(),
                _ => text.to_owned(),
            },
            Self::Seconds => jiff::Timestamp::from_second(text.parse().ok()?).ok()?.to_string(),
            Self::Milliseconds => jiff::Timestamp::from_millisecond(text.parse().ok()?).ok()?.to_string(),
            Self::Excel => counted(text, false)?,
            Self::Excel1904 => counted(text, true)?,
            Self::Format(format, pieces) => written(&strtime::parse(format, normal(pieces, text)?).ok()?)?,
        };
        written.parse::<Date>().ok().map(String::from)
    }
}

/// What a format says, in the precision it says it.
fn written(time: &BrokenDownTime) -> Option<String> {
    let zoned = time.offset().is_some() && time.hour().is_some();
    if zoned || time.timestamp().is_some() {
        return Some(time.to_timestamp().ok()?.to_string());
    }
    if time.hour().is_some() {
        return Some(time.to_datetime().ok()?.to_string());
    }
    if let Ok(date) = time.to_date() {
        return Some(date.to_string());
    }
    if time.day().is_some() {
        return None;
    }
    let year = time.year()?;
    match time.month() {
        Some(month) => Some(format!("{year:04}-{month:02}")),
        None => Some(format!("{year:04}")),
    }
}

/// A day by a spreadsheet's count. The count from 1900 has a 29 February 1900, as number 60.
fn counted(text: &str, from_1904: bool) -> Option<String> {
    let (days, part) = match text.split_once('.') {
        Some((days, _)) => (days, format!("0{}", &text[days.len()..]).parse::<f64>().ok()?),
        None => (text, 0.0),
    };
    let plain = !days.is_empty() && days.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let days: i64 = days.parse().ok().filter(|_| plain)?;
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (part * 86_400.0).round() as i64;
    let first = match (from_1904, days) {
        (true, _) => civil::date(1904, 1, 1),
        (false, 1..=59) => civil::date(1899, 12, 31),
        (false, 61..=2_958_465) => civil::date(1899, 12, 30),
        (false, _) => return None,
    };
    let span = jiff::Span::new().try_days(days).ok()?.try_seconds(seconds).ok()?;
    let moment = first.at(0, 0, 0, 0).checked_add(span).ok()?;
    Some(if seconds == 0 { moment.date().to_string() } else { moment.to_string() })
}

/// A format taken apart. Digits that follow digits are as many as there can be.
fn pieces(format: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            all.push(if char.is_whitespace() { Piece::Blank } else { Piece::Sign(char) });
            continue;
        }
        let (mut colon, mut dot) = (false, false);
        let letter = loop {
            match chars.next() {
                Some(':') => colon = true,
                Some('.') => dot = true,
                Some('-' | '_' | '^' | '#' | '0'..='9') => {}
                other => break other.unwrap_or('%'),
            }
        };
        let whole: &[Piece] = match letter {
            'Y' | 'G' => &[Piece::Digits(4, 4)],
            'y' | 'g' | 'M' | 'S' | 'C' => &[Piece::Digits(2, 2)],
            'd' | 'e' => &[Piece::Day(1)],
            'm' | 'H' | 'k' | 'I' | 'l' | 'U' | 'V' | 'W' => &[Piece::Digits(1, 2)],
            'j' => &[Piece::Digits(1, 3)],
            'u' | 'w' => &[Piece::Digits(1, 1)],
            'B' => &[Piece::Month(true)],
            'b' | 'h' => &[Piece::Month(false)],
            'A' => &[Piece::Weekday(true)],
            'a' => &[Piece::Weekday(false)],
            'p' | 'P' => &[Piece::Half],
            'z' => &[if colon { Piece::Offset(true) } else { Piece::Offset(false) }],
            'f' | 'N' => &[if dot { Piece::Fraction(true) } else { Piece::Fraction(false) }],
            's' => &[Piece::Seconds],
            'n' | 't' => &[Piece::Blank],
            'D' => {
                &[Piece::Digits(1, 2), Piece::Sign('/'), Piece::Day(1), Piece::Sign('/'), Piece::Digits(2, 2)]
            }
            'F' => {
                &[Piece::Digits(4, 4), Piece::Sign('-'), Piece::Digits(1, 2), Piece::Sign('-'), Piece::Day(1)]
            }
            'T' => &[
                Piece::Digits(1, 2),
                Piece::Sign(':'),
                Piece::Digits(2, 2),
                Piece::Sign(':'),
                Piece::Digits(2, 2),
            ],
            'R' => &[Piece::Digits(1, 2), Piece::Sign(':'), Piece::Digits(2, 2)],
            'Q' => &[Piece::Zone],
            _ => &[Piece::Sign('%')],
        };
        all.extend_from_slice(whole);
    }
    let digits = |piece: Option<&Piece>| matches!(piece, Some(Piece::Digits(..) | Piece::Day(_)));
    for at in 0..all.len() {
        let beside = digits(all.get(at + 1)) || at > 0 && digits(all.get(at - 1));
        match &mut all[at] {
            Piece::Digits(least, most) if beside => *least = *most,
            Piece::Day(least) if beside => *least = 2,
            _ => {}
        }
    }
    all
}

/// A text as jiff reads it, if it is written in the format: names in English, no endings, and nothing
/// behind it but the midnight that a spreadsheet writes behind a day.
fn normal(pieces: &[Piece], text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Blank => {
                rest = rest.trim_start();
                out.push(' ');
            }
            Piece::Sign(sign) => {
                rest = rest.strip_prefix(|c: char| c == *sign || c.to_lowercase().eq(sign.to_lowercase()))?;
                out.push(*sign);
            }
            Piece::Digits(least, most) => rest = digits(rest, *least, *most, &mut out)?,
            Piece::Day(least) => {
                rest = digits(rest, *least, 2, &mut out)?;
                if !matches!(pieces.get(at + 1), Some(Piece::Sign(sign)) if sign.is_alphabetic()) {
                    rest = without_ending(rest);
                }
            }
            Piece::Month(whole) => {
                let (name, after) = calendar::month(rest)?;
                out.push_str(if *whole { name } else { &name[..3] });
                rest = after;
                if !matches!(pieces.get(at + 1), Some(Piece::Sign('.'))) {
                    rest = rest.strip_prefix('.').unwrap_or(rest);
                }
            }
            Piece::Weekday(whole) => {
                let (name, after) = calendar::weekday(rest)?;
                out.push_str(if *whole { name } else { &name[..3] });
                rest = after;
                if !matches!(pieces.get(at + 1), Some(Piece::Sign('.'))) {
                    rest = rest.strip_prefix('.').unwrap_or(rest);
                }
            }
            Piece::Half => rest = half(rest, &mut out)?,
            Piece::Offset(colon) => rest = offset(rest, *colon, &mut out)?,
            Piece::Fraction(dot) => {
                let after = if *dot { rest.strip_prefix('.') } else { Some(rest) };
                if let Some(after) = after {
                    out.push_str(if *dot { "." } else { "" });
                    rest = digits(after, 1, 9, &mut out)?;
                }
            }
            Piece::Zone => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_/+-".contains(c));
                let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
                out.push_str(name);
                rest = after;
            }
            Piece::Seconds => {
                let after = rest.strip_prefix('-').unwrap_or(rest);
                out.push_str(&rest[..rest.len() - after.len()]);
                rest = digits(after, 1, 12, &mut out)?;
            }
        }
    }
    let timed = pieces.windows(2).any(|two| two == [Piece::Sign(':'), Piece::Digits(2, 2)]);
    (rest.is_empty() || !timed && is_midnight(rest)).then_some(out)
}

/// Digits at the beginning: what is behind them.
fn digits<'t>(text: &'t str, least: usize, most: usize, out: &mut String) -> Option<&'t str> {
    let there = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(there);
    out.push_str(digits);
    (there >= least).then_some(rest)
}

/// Takes off the ending of an ordinal number.
fn without_ending(text: &str) -> &str {
    const ENDINGS: [&str; 9] = ["st", "nd", "rd", "th", "er", "re", "º", "ª", "°"];
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    ENDINGS.iter().find_map(|ending| text.strip_prefix(ending).filter(|rest| ends(rest))).unwrap_or(text)
}

/// `AM`, `p.m.`, `a. m.`: what is behind it.
fn half<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let first = text.chars().next()?.to_ascii_uppercase();
    let rest = text.get(1..)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix(['m', 'M'])?;
    out.push(Some(first).filter(|c| matches!(c, 'A' | 'P'))?);
    out.push('M');
    Some(rest.strip_prefix('.').unwrap_or(rest))
}

/// `+02:00`, `-0500`, `+02`, `Z`: what is behind it.
fn offset<'t>(text: &'t str, colon: bool, out: &mut String) -> Option<&'t str> {
    let between = if colon { ":" } else { "" };
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        out.push_str(&format!("+00{between}00"));
        return Some(rest);
    }
    let rest = text.strip_prefix(['+', '-', '\u{2212}'])?;
    out.push(if text.starts_with('+') { '+' } else { '-' });
    let rest = digits(rest, 2, 2, out)?;
    out.push_str(between);
    let minutes = rest.strip_prefix(':').unwrap_or(rest);
    if minutes.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(minutes, 2, 2, out);
    }
    out.push_str("00");
    Some(rest)
}

/// Whether this is the time that a spreadsheet or a database writes behind a day that has none.
fn is_midnight(text: &str) -> bool {
    let time: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let time = time.strip_prefix('t').or_else(|| time.strip_prefix(',')).unwrap_or(&time);
    let (clock, morning) = match time.strip_suffix("am").or_else(|| time.strip_suffix("a.m.")) {
        Some(clock) => (clock, true),
        None => (time, false),
    };
    let (hour, rest) = clock.split_once(':').unwrap_or((clock, ""));
    let zero = |part: &str| part.chars().all(|c| matches!(c, '0' | ':' | '.'));
    let hour = matches!(hour, "0" | "00") || morning && hour == "12";
    let minutes = matches!(rest.split_once([':', '.']).map_or(rest, |(minutes, _)| minutes), "00");
    hour && minutes && zero(rest)
}
