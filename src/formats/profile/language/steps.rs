//! What an expression does to what it found: split, tidy, map, read as a date or a number, join.

use crate::domain::Date;
use crate::formats::profile::error::{listed, listed_up_to, short};
use crate::formats::profile::language::value::{Val, folded};
use jiff::fmt::strtime::{self, BrokenDownTime};
use serde_json::Number;
use std::borrow::Cow;
use std::collections::HashMap;

/// A named set of values and what each becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Its name; empty where it stands in the expression itself.
    pub name: String,
    /// By the folded value; `None`: nothing.
    pub values: HashMap<String, Option<Fixed>>,
    /// The values in the order and the letters of the profile.
    pub known: Vec<String>,
    /// What every other value becomes; `None`: it is refused.
    pub other: Option<Option<Fixed>>,
}

/// A value that stands in the profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Fixed {
    /// Text.
    Text(String),
    /// A number.
    Number(Number),
    /// True or false.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

impl Fixed {
    /// As a value.
    pub fn val(&self) -> Val<'_> {
        match self {
            Self::Text(text) => Val::Text(Cow::Borrowed(text)),
            Self::Number(number) => Val::Number(Cow::Borrowed(number)),
            Self::Flag(flag) => Val::Flag(*flag),
            Self::List(items) => {
                Val::List(items.iter().map(|item| Val::Text(Cow::Borrowed(item.as_str()))).collect())
            }
        }
    }
}

/// How blanks are tidied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spaces {
    /// Taken off both ends.
    Trim,
    /// And every run of them becomes one.
    One,
}

/// Which letters are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
}

/// One way a date is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateForm {
    /// As corrob writes dates.
    Iso,
    /// Seconds since 1970.
    Seconds,
    /// Thousandths of a second since 1970.
    Milliseconds,
    /// In the letters of strftime.
    Format(String),
}

/// Which signs a number is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberForm {
    /// Between thousands.
    pub thousands: Option<char>,
    /// Before the decimals.
    pub decimal: char,
}

/// What is done to a value, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Steps {
    /// Text is cut into a list.
    pub split: Option<String>,
    /// Blanks are tidied.
    pub spaces: Option<Spaces>,
    /// Letters are changed.
    pub letters: Option<Letters>,
    /// Folded values that say nothing.
    pub nothing: Vec<String>,
    /// Values are mapped.
    pub map: Option<Map>,
    /// Dates are read.
    pub date: Vec<DateForm>,
    /// Numbers are read.
    pub number: Option<NumberForm>,
    /// A list becomes text.
    pub join: Option<String>,
}

impl Steps {
    /// Takes every step.
    ///
    /// # Errors
    /// Why one of them cannot be taken, as the end of a sentence.
    pub fn take<'v>(&'v self, val: Val<'v>) -> Result<Option<Val<'v>>, String> {
        let val = match (&self.split, val) {
            (Some(separator), val @ (Val::Text(_) | Val::Number(_))) => {
                let text = val.into_text()?;
                let parts = split(&text, separator).map(|part| Val::Text(Cow::Owned(part.to_owned())));
                Val::List(parts.collect())
            }
            (_, val) => val,
        };
        let val = match val {
            Val::List(items) => {
                let mut kept = Vec::with_capacity(items.len());
                for item in items {
                    match self.one(item)? {
                        Some(Val::List(more)) => kept.extend(more),
                        Some(item) => kept.push(item),
                        None => {}
                    }
                }
                (!kept.is_empty()).then_some(Val::List(kept))
            }
            val => self.one(val)?,
        };
        match (&self.join, val) {
            (Some(separator), Some(Val::List(items))) => {
                let texts: Result<Vec<_>, _> = items.into_iter().map(Val::into_text).collect();
                Ok(Val::text(Cow::Owned(texts?.join(separator))))
            }
            (_, val) => Ok(val),
        }
    }

    /// What is done to one value.
    fn one<'v>(&'v self, val: Val<'v>) -> Result<Option<Val<'v>>, String> {
        let mut val = val;
        if let Val::Text(text) = val {
            val = Val::Text(self.tidied(text));
        }
        if !self.nothing.is_empty()
            && val.word().is_some_and(|word| self.nothing.iter().any(|one| *one == word))
        {
            return Ok(None);
        }
        if let Some(map) = &self.map {
            let word = val.word().ok_or_else(|| format!("it is {}, which no map takes", val.what()))?;
            match map.values.get(word.as_ref()).or(map.other.as_ref()) {
                Some(Some(fixed)) => val = fixed.val(),
                Some(None) => return Ok(None),
                None => {
                    let which = match map.name.as_str() {
                        "" => "the map there".to_owned(),
                        name => format!("the map \"{name}\""),
                    };
                    let known = listed_up_to(20, map.known.iter().map(String::as_str));
                    return Err(format!("{} is not in {which}; known: {known}", val.what()));
                }
            }
        }
        match val {
            // A map may make several of one.
            Val::List(items) if !self.date.is_empty() || self.number.is_some() => {
                let read: Result<Vec<_>, _> = items.into_iter().map(|item| self.read(item)).collect();
                Ok(Some(Val::List(read?)))
            }
            val => self.read(val).map(Some),
        }
    }

    /// Reads a value as a date or a number, where that is asked for.
    fn read<'v>(&self, val: Val<'v>) -> Result<Val<'v>, String> {
        if !self.date.is_empty() {
            return self.dated(&val).map(|text| Val::Text(Cow::Owned(text)));
        }
        if let (Some(form), Val::Text(text)) = (self.number, &val) {
            return form.read(text).map(|number| Val::Number(Cow::Owned(number)));
        }
        Ok(val)
    }

    fn tidied<'v>(&self, text: Cow<'v, str>) -> Cow<'v, str> {
        let text = match self.spaces {
            None => text,
            Some(Spaces::Trim) => Cow::Owned(text.trim().to_owned()),
            Some(Spaces::One) => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        };
        match self.letters {
            None => text,
            Some(Letters::Lower) => Cow::Owned(text.to_lowercase()),
            Some(Letters::Upper) => Cow::Owned(text.to_uppercase()),
        }
    }

    fn dated(&self, val: &Val<'_>) -> Result<String, String> {
        let text = match val {
            Val::Text(text) => Cow::Borrowed(text.trim()),
            Val::Number(number) => Cow::Owned(number.to_string()),
            other => return Err(format!("it is {}, and should be a date", other.what())),
        };
        self.date.iter().find_map(|form| form.read(&text)).ok_or_else(|| {
            let forms = listed(self.date.iter().map(DateForm::word));
            format!("\"{}\" is not a date written {forms}", short(&text))
        })
    }
}

/// The parts of a text between separators, without blanks around them; empty ones are left out.
pub fn split<'t>(text: &'t str, separator: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

impl DateForm {
    /// Reads its name or its format.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "iso" => Self::Iso,
            "seconds" => Self::Seconds,
            "milliseconds" => Self::Milliseconds,
            format if format.contains('%') => {
                // Whether what is written in a format can be read again shows whether it is one.
                let some = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
                let wrong = |error: jiff::Error| format!("\"{format}\" is not a date format: {error}");
                let text = strtime::format(format, &some).map_err(wrong)?;
                let read = strtime::parse(format, &text).map_err(wrong)?;
                written(&read).ok_or_else(|| {
                    format!("\"{format}\" is not a date format: it should have a year at least")
                })?;
                Self::Format(format.to_owned())
            }
            other => {
                return Err(format!(
                    "\"{other}\" is not a date format; write it like %d/%m/%Y or %B %d, %Y, or: iso, \
                     seconds, milliseconds"
                ));
            }
        })
    }

    fn word(&self) -> &str {
        match self {
            Self::Iso => "iso",
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
            Self::Format(format) => format,
        }
    }

    /// The date as corrob writes it, with the precision the format has.
    fn read(&self, text: &str) -> Option<String> {
        let written = match self {
            Self::Iso => text.to_owned(),
            Self::Seconds => jiff::Timestamp::from_second(text.parse().ok()?).ok()?.to_string(),
            Self::Milliseconds => jiff::Timestamp::from_millisecond(text.parse().ok()?).ok()?.to_string(),
            Self::Format(format) => written(&strtime::parse(format, text).ok()?)?,
        };
        written.parse::<Date>().ok().map(String::from)
    }
}

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

impl NumberForm {
    /// How numbers are written unless the profile says otherwise: no sign between thousands.
    pub const PLAIN: Self = Self { thousands: None, decimal: '.' };

    /// Reads an example such as `1,234.5` or `1.234,5`.
    pub fn parse(example: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "\"{example}\" does not show how numbers are written; write the number 1234.5 as the file \
                 would: 1,234.5 or 1.234,5 or 1 234,5 or 1234.5 or 1234,5"
            )
        };
        let rest = example.strip_prefix('1').ok_or_else(wrong)?;
        let rest = rest.strip_suffix('5').ok_or_else(wrong)?;
        let (before, after) = rest.split_once("234").ok_or_else(wrong)?;
        let sign = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|c| chars.as_str().is_empty() && !c.is_alphanumeric())
        };
        let decimal = sign(after).ok_or_else(wrong)?;
        let thousands = if before.is_empty() { None } else { Some(sign(before).ok_or_else(wrong)?) };
        if thousands == Some(decimal) {
            return Err(wrong());
        }
        Ok(Self { thousands, decimal })
    }

    /// Reads a number.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(self, text: &str) -> Result<Number, String> {
        let text = text.trim();
        let wrong = || {
            let thousands = self.thousands.map_or(String::new(), String::from);
            format!("\"{}\" is not a number written like 1{thousands}234{}5", short(text), self.decimal)
        };
        if text.len() > 100 {
            return Err(wrong());
        }
        let digits = text.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(text);
        let minus = text.starts_with(['-', '\u{2212}']);
        let (whole, decimals) = match digits.split_once(self.decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        };
        let same = |c: char| match self.thousands {
            Some(sign) if sign.is_whitespace() => c.is_whitespace(),
            Some(sign) => c == sign,
            None => false,
        };
        let groups: Vec<&str> = whole.split(same).collect();
        let grouped = groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
        let whole = groups.concat();
        let numeric = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !grouped || !numeric(&whole) || decimals.is_some_and(|decimals| !numeric(decimals)) {
            return Err(wrong());
        }
        // JSON writes no zeros in front.
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let sign = if minus { "-" } else { "" };
        let plain = match decimals {
            Some(decimals) => format!("{sign}{whole}.{decimals}"),
            None => format!("{sign}{whole}"),
        };
        if decimals.is_none() && plain.parse::<i64>().is_err() && plain.parse::<u64>().is_err() {
            return Err("the number has more digits than can be kept".into());
        }
        serde_json::from_str(&plain).map_err(|_| wrong())
    }
}

/// A map's key as it is compared.
pub fn key(text: &str) -> String {
    folded(text).into_owned()
}
