//! The value of a field in the shape that it takes, and an entry made of its fields.

use crate::domain::annotation::Annotation;
use crate::domain::entry::Entry;
use crate::domain::tag::Tag;
use crate::domain::words::{Being, UnknownWord};
use crate::domain::{
    Claim, Date, Derivation, Digest, Evidence, Field, Figure, Gap, Kind, Party, Request, Source, grounds,
    shape,
};
use crate::formats::profile::error::short;
use crate::formats::profile::language::dates::DateForm;
use crate::formats::profile::language::steps::NumberForm;
use crate::formats::profile::language::value::Val;
use crate::formats::profile::schema::fields::{Makes, Members, Takes};
use crate::text::composed;
use serde::Deserialize;
use serde_json::Value;

/// An entry, before it has its id.
#[derive(Debug, Clone)]
pub enum Draft {
    /// A record.
    Record(Box<Entry>),
    /// What a reviewer says.
    Annotation(Box<Saying>),
}

/// What a reviewer says, before the reviewer's name has become an id.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    /// The reviewer's name.
    pub reviewer: String,
    /// What the reviewer is told apart by, where that is not the name.
    pub account: Option<String>,
    /// What the reviewer is.
    pub is: Option<Being>,
    /// What it is about.
    pub on: Option<(Kind, String)>,
    /// The dataset of that.
    pub dataset: Option<String>,
    /// What is said.
    pub said: Annotation,
    /// When.
    pub changed: Option<Date>,
}

impl Draft {
    /// An entry of its members.
    ///
    /// # Errors
    /// Why they are none of such an entry.
    pub fn new(makes: Makes, members: Members) -> Result<Self, String> {
        let Makes::Record(kind) = makes else {
            return Ok(Self::Annotation(Box::new(Saying::new(members)?)));
        };
        let members = &members;
        let entry = match kind {
            Kind::Party => Party::deserialize(members).map(Entry::Party),
            Kind::Source => Source::deserialize(members).map(Entry::Source),
            Kind::Derivation => Derivation::deserialize(members).map(Entry::Derivation),
            Kind::Claim => Claim::deserialize(members).map(Entry::Claim),
            Kind::Evidence => Evidence::deserialize(members).map(Entry::Evidence),
            Kind::Figure => Figure::deserialize(members).map(Entry::Figure),
            Kind::Request => Request::deserialize(members).map(Entry::Request),
            Kind::Gap => Gap::deserialize(members).map(Entry::Gap),
        };
        Ok(Self::Record(Box::new(entry.map_err(|error| error.to_string())?)))
    }
}

impl Saying {
    fn new(mut members: Members) -> Result<Self, String> {
        let mut text = |name: &str| match members.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let mut saying = Self {
            reviewer: text("reviewer").unwrap_or_default(),
            account: text("account"),
            is: text("is").and_then(|is| is.parse().ok()),
            on: [Kind::Claim, Kind::Evidence].into_iter().find_map(|kind| Some((kind, text(kind.word())?))),
            dataset: text("dataset"),
            changed: text("changed").and_then(|changed| changed.parse().ok()),
            ..Self::default()
        };
        if let Some(Value::Array(tags)) = members.remove("tag") {
            let tags = tags.iter().filter_map(Value::as_str).filter_map(|tag| tag.parse().ok());
            saying.said = tags.fold(saying.said, |said: Annotation, tag: Tag| said.with(tag));
        }
        for (name, value) in members {
            let field: Field = name.parse().map_err(|error: UnknownWord| error.to_string())?;
            saying.said.set(field, &value).map_err(|error| error.to_string())?;
        }
        Ok(saying)
    }
}

/// How long an id may be, in bytes: it is repeated by all that refers to it.
const LONGEST_ID: usize = 4096;

/// Puts a value in the shape a field takes.
///
/// # Errors
/// Why it does not fit, as the end of a sentence.
pub fn given(val: Val<'_>, takes: Takes) -> Result<Value, String> {
    let takes = match takes {
        Takes::Field(takes) => takes,
        Takes::Id => {
            let id = named(val)?;
            if id.len() > LONGEST_ID {
                return Err(format!("it has {} bytes, and an id has at most {LONGEST_ID}", id.len()));
            }
            return Ok(id.into());
        }
        Takes::Tags => return tags(val),
        Takes::Time => {
            return Ok(moment(&date(val)?)?.as_str().into());
        }
    };
    Ok(match takes {
        shape::Takes::Text => val.into_text()?.into_owned().into(),
        shape::Takes::Ground => grounds::canonical(&val.into_text()?).into(),
        shape::Takes::Word(words) => words.find(&trimmed(val)?).map_err(|error| error.to_string())?.into(),
        shape::Takes::Reference(_) => named(val)?.into(),
        shape::Takes::References(_) => each(val, named)?.into(),
        shape::Takes::Digest => Digest::try_from(trimmed(val)?)?.to_string().into(),
        shape::Takes::Date => date(val)?.as_str().into(),
        shape::Takes::Number => Value::Number(match val {
            Val::Number(number) => number.into_owned(),
            Val::Text(text) => NumberForm::PLAIN.read(&text).map_err(|reason| {
                format!("{reason}; in the profile, number = \"1,234.5\" says how numbers are written")
            })?,
            other => return Err(format!("it is {}, and should be a number", other.what())),
        }),
        shape::Takes::Count | shape::Takes::Days => {
            let count: Option<u64> = match &val {
                Val::Number(number) => number.as_u64(),
                Val::Text(text) => text.trim().parse().ok(),
                _ => None,
            };
            count.ok_or_else(|| format!("it is {}, and should be a whole number from 0", val.what()))?.into()
        }
        shape::Takes::Flag => match val.word().as_deref() {
            Some("true" | "yes") => true.into(),
            Some("false" | "no") => false.into(),
            _ => return Err(format!("it is {}, and should be true or false", val.what())),
        },
        shape::Takes::Nested(_) | shape::Takes::List(_) => {
            return Err("it has parts, and should be given part by part".into());
        }
    })
}

/// A date as a point in time: where it has no time, or one without a zone, the day it names, from its
/// first second on.
fn moment(date: &Date) -> Result<Date, String> {
    let time: jiff::Timestamp = match (date.as_str().parse(), date.as_str().get(..10)) {
        (Ok(time), _) => time,
        (Err(_), Some(day)) => {
            format!("{day}T00:00:00Z").parse().map_err(|_| format!("\"{date}\" is no day"))?
        }
        (Err(_), None) => {
            return Err(format!("\"{date}\" names no day; it should be a day or a point in time"));
        }
    };
    time.to_string().parse().map_err(|_| format!("\"{date}\" is out of range"))
}

fn trimmed(val: Val<'_>) -> Result<String, String> {
    Ok(val.into_text()?.trim().to_owned())
}

/// An id or a name, which is the same whichever way its accents are written.
fn named(val: Val<'_>) -> Result<String, String> {
    Ok(composed(val.into_text()?.trim()).into_owned())
}

/// One value or several, as a list.
fn each<T>(val: Val<'_>, read: impl Fn(Val<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
    match val {
        Val::List(items) => items.into_iter().map(read).collect(),
        one => Ok(vec![read(one)?]),
    }
}

fn tags(val: Val<'_>) -> Result<Value, String> {
    let tags = each(val, |tag| trimmed(tag)?.parse::<Tag>().map_err(|error| error.to_string()))?;
    if tags.contains(&Tag::Released) && tags.contains(&Tag::Withheld) {
        return Err("released and withheld exclude each other".into());
    }
    Ok(tags.into_iter().map(Tag::word).collect::<Vec<_>>().into())
}

fn date(val: Val<'_>) -> Result<Date, String> {
    let text = match val {
        Val::Text(text) => text.trim().to_owned(),
        Val::Number(number) => number.to_string(),
        other => return Err(format!("it is {}, and should be a date", other.what())),
    };
    let written = DateForm::Iso.read(&text).and_then(|written| written.parse().ok());
    written.ok_or_else(|| {
        format!(
            "\"{}\" is not a date; corrob writes 2025, 2025-10, 2025-10-14 or 2025-10-14T09:30Z, and in the \
             profile, date = \"%d/%m/%Y\" says how the file does",
            short(&text)
        )
    })
}
