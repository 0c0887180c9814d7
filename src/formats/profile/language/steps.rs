//! What an expression does to what it found: split, tidy, map, read as a date or a number, join.

use crate::formats::profile::error::{listed, listed_up_to, short};
use crate::formats::profile::language::dates::DateForm;
use crate::formats::profile::language::value::{Val, folded};
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
    /// What every other value becomes.
    pub other: Other,
}

/// What a map makes of a value that it does not name.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// It is refused.
    Refused,
    /// It is passed on as it is.
    Itself,
    /// Nothing.
    Nothing,
    /// This.
    Is(Fixed),
}

/// Which part of a text that is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// This one, from 0.
    At(usize),
    /// This one from the end, from 0.
    FromEnd(usize),
    /// The one beside the present turn of this loop.
    Beside(String),
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
    /// Of which this part alone is taken.
    pub part: Option<Part>,
    /// A beginning that is taken off: the first of these that fits.
    pub without: Vec<String>,
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
    /// Takes every step. `beside` is the place of a turn, where the part beside it is taken. A map that
    /// makes nothing of a value it does not name says so to `unmapped`.
    ///
    /// # Errors
    /// Why one of them cannot be taken, as the end of a sentence.
    pub fn take<'v>(
        &'v self,
        val: Val<'v>,
        beside: Option<usize>,
        unmapped: &mut dyn FnMut(&Map, &Val<'_>),
    ) -> Result<Option<Val<'v>>, String> {
        let val = match (&self.split, &self.part, val) {
            (Some(separator), Some(part), val @ (Val::Text(_) | Val::Number(_))) => {
                let text = val.into_text()?;
                let mut parts = text.split(separator.as_str());
                let part = match part {
                    Part::At(at) => parts.nth(*at),
                    Part::FromEnd(at) => parts.collect::<Vec<_>>().into_iter().nth_back(*at),
                    Part::Beside(_) => beside.and_then(|at| parts.nth(at)),
                };
                let part = part.map(str::trim).filter(|part| !part.is_empty());
                let Some(part) = part else { return Ok(None) };
                Val::Text(Cow::Owned(part.to_owned()))
            }
            (Some(separator), None, val @ (Val::Text(_) | Val::Number(_))) => {
                let text = val.into_text()?;
                let parts = split(&text, separator).map(|(_, part)| Val::Text(Cow::Owned(part.to_owned())));
                Val::List(parts.collect())
            }
            (.., val) => val,
        };
        let val = match val {
            Val::List(items) => {
                let mut kept = Vec::with_capacity(items.len());
                for item in items {
                    match self.one(item, unmapped)? {
                        Some(Val::List(more)) => kept.extend(more),
                        Some(item) => kept.push(item),
                        None => {}
                    }
                }
                (!kept.is_empty()).then_some(Val::List(kept))
            }
            val => self.one(val, unmapped)?,
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
    fn one<'v>(
        &'v self,
        val: Val<'v>,
        unmapped: &mut dyn FnMut(&Map, &Val<'_>),
    ) -> Result<Option<Val<'v>>, String> {
        let mut val = val;
        if let Val::Text(text) = val {
            let Some(tidy) = Val::text(self.tidied(text)) else { return Ok(None) };
            val = tidy;
        }
        if !self.nothing.is_empty()
            && val.word().is_some_and(|word| self.nothing.iter().any(|one| *one == word))
        {
            return Ok(None);
        }
        if let Some(map) = &self.map {
            let word = val.word().ok_or_else(|| format!("it is {}, which no map takes", val.what()))?;
            match (map.values.get(word.as_ref()), &map.other) {
                (Some(Some(fixed)), _) | (None, Other::Is(fixed)) => val = fixed.val(),
                (None, Other::Itself) => {}
                (Some(None), _) => return Ok(None),
                (None, Other::Nothing) => {
                    unmapped(map, &val);
                    return Ok(None);
                }
                (None, Other::Refused) => {
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
        let beginning = self.without.iter().find(|beginning| text.starts_with(beginning.as_str()));
        let text = match beginning {
            Some(beginning) => Cow::Owned(text[beginning.len()..].to_owned()),
            None => text,
        };
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

/// The parts of a text between separators, without blanks around them, each with its place, from 0;
/// empty ones are left out.
pub fn split<'t>(text: &'t str, separator: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    text.split(separator).map(str::trim).enumerate().filter(|(_, part)| !part.is_empty())
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
        const APOSTROPHES: [char; 2] = ['\'', '’'];
        let same = |c: char| match self.thousands {
            Some(sign) if sign.is_whitespace() => c.is_whitespace(),
            Some(sign) if APOSTROPHES.contains(&sign) => APOSTROPHES.contains(&c),
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
