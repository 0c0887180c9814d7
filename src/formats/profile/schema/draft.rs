//! An entry while its fields are being filled in.

use crate::domain::annotation::{Annotation, Ground, Note};
use crate::domain::records::{Anchor, Availability, Quote, Wording};
use crate::domain::tag::Tag;
use crate::domain::words::UnknownWord;
use crate::domain::{
    Basis, Claim, Date, Dated, Derivation, Evidence, Figure, Gap, Kind, Party, Request, Source, grounds,
};
use crate::formats::profile::error::short;
use crate::formats::profile::language::steps::NumberForm;
use crate::formats::profile::language::value::Val;
use crate::formats::profile::schema::fields::{Makes, Takes};
use serde::de::DeserializeOwned;
use serde_json::{Number, Value, json};
use std::str::FromStr;

/// An entry in the making.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)]
pub enum Draft {
    /// A party.
    Party(Party),
    /// A source.
    Source(Source),
    /// A derivation.
    Derivation(Derivation),
    /// A claim.
    Claim(Claim),
    /// A wording of a claim.
    Wording(Wording),
    /// A piece of evidence.
    Evidence(Evidence),
    /// A figure.
    Figure(Figure),
    /// A request.
    Request(Request),
    /// A gap.
    Gap(Gap),
    /// What a reviewer says.
    Annotation(Saying),
}

/// What a reviewer says, before the reviewer's name has become an id.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    /// The reviewer's name.
    pub reviewer: String,
    /// What it is about.
    pub on: Option<(Kind, String)>,
    /// The dataset of that.
    pub dataset: Option<String>,
    /// What is said.
    pub said: Annotation,
    /// When.
    pub changed: Option<Date>,
}

impl Saying {
    /// Puts tags on.
    pub fn tag(&mut self, given: &Given) -> Result<(), String> {
        let Given::Words(words) = given else { return Ok(()) };
        let tags: Result<Vec<Tag>, UnknownWord> = words.iter().map(|word| word.parse()).collect();
        let tags = tags.map_err(|error| error.to_string())?;
        if tags.contains(&Tag::Released) && tags.contains(&Tag::Withheld) {
            return Err("released and withheld exclude each other".into());
        }
        for tag in tags {
            self.said = self.said.with(tag);
        }
        Ok(())
    }
}

/// An empty record: only the fields it must have.
fn empty<T: DeserializeOwned>(fields: Value) -> Option<T> {
    serde_json::from_value(fields).ok()
}

impl Draft {
    /// An entry without anything, apart from the words that hold where nothing else is said.
    pub fn new(makes: Makes) -> Option<Self> {
        Some(match makes {
            Makes::Record(Kind::Party) => Self::Party(empty(json!({"name": "", "naming": "named"}))?),
            Makes::Record(Kind::Source) => Self::Source(empty(json!({"title": ""}))?),
            Makes::Record(Kind::Derivation) => {
                Self::Derivation(empty(json!({"source": "", "from": "", "relation": "relays"}))?)
            }
            Makes::Record(Kind::Claim) => Self::Claim(empty(json!({"text": ""}))?),
            Makes::Record(Kind::Evidence) => Self::Evidence(empty(
                json!({"claim": "", "source": "", "stance": "context", "paraphrase": ""}),
            )?),
            Makes::Record(Kind::Figure) => {
                Self::Figure(empty(json!({"measures": "", "unit": "", "qualifier": "exact"}))?)
            }
            Makes::Record(Kind::Request) => {
                Self::Request(empty(json!({"what": "", "kind": "record", "outcome": "no-response"}))?)
            }
            Makes::Record(Kind::Gap) => Self::Gap(empty(json!({"material": "", "state": "not-shown"}))?),
            Makes::Annotation => Self::Annotation(Saying::default()),
        })
    }

    /// A wording without anything.
    pub fn wording() -> Self {
        Self::Wording(Wording { source: String::new(), place: None, text: String::new(), locator: None })
    }

    /// The anchor of a quote, where there is one.
    pub fn anchor(evidence: &mut Evidence) -> Option<&mut Anchor> {
        let none = || Anchor { prefix: String::new(), suffix: String::new(), start: None, end: None };
        evidence.quote.as_mut().map(|quote| quote.anchor.get_or_insert_with(none))
    }
}

/// How long an id may be, in bytes: it is repeated by all that refers to it.
const LONGEST_ID: usize = 4096;

/// A value in the shape its field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// Text, an id, a word.
    Text(String),
    /// Words.
    Words(Vec<String>),
    /// A date.
    Date(Date),
    /// A number.
    Number(Number),
    /// A whole number from 0.
    Count(u64),
    /// True or false.
    Flag(bool),
}

impl Given {
    /// Puts a value in the shape a field takes.
    ///
    /// # Errors
    /// Why it does not fit, as the end of a sentence.
    pub fn new(val: Val<'_>, takes: Takes) -> Result<Self, String> {
        Ok(match takes {
            Takes::Text => Self::Text(val.into_text()?.into_owned()),
            Takes::Id => {
                let id = val.into_text()?.trim().to_owned();
                if id.len() > LONGEST_ID {
                    return Err(format!("it has {} bytes, and an id has at most {LONGEST_ID}", id.len()));
                }
                Self::Text(id)
            }
            Takes::Ref(_) | Takes::Word => Self::Text(val.into_text()?.trim().to_owned()),
            Takes::Words => {
                let items = match val {
                    Val::List(items) => items,
                    one => vec![one],
                };
                let words: Result<_, String> =
                    items.into_iter().map(|item| Ok(item.into_text()?.trim().to_owned())).collect();
                Self::Words(words?)
            }
            Takes::Date => Self::Date(date(val)?),
            Takes::Time => {
                let date = date(val)?;
                let time: jiff::Timestamp = date.as_str().parse().map_err(|_| {
                    format!("\"{date}\" is no point in time; it should have a time and its zone, like 2025-10-14T09:30Z")
                })?;
                Self::Date(time.to_string().parse().map_err(|_| format!("\"{date}\" is out of range"))?)
            }
            Takes::Number => Self::Number(match val {
                Val::Number(number) => number.into_owned(),
                Val::Text(text) => NumberForm::PLAIN.read(&text).map_err(|reason| {
                    format!("{reason}; in the profile, number = \"1,234.5\" says how numbers are written")
                })?,
                other => return Err(format!("it is {}, and should be a number", other.what())),
            }),
            Takes::Count => Self::Count(
                match &val {
                    Val::Number(number) => number.as_u64(),
                    Val::Text(text) => text.trim().parse().ok(),
                    _ => None,
                }
                .ok_or_else(|| format!("it is {}, and should be a whole number from 0", val.what()))?,
            ),
            Takes::Flag => Self::Flag(
                match val.word().as_deref() {
                    Some("true" | "yes") => Some(true),
                    Some("false" | "no") => Some(false),
                    _ => None,
                }
                .ok_or_else(|| format!("it is {}, and should be true or false", val.what()))?,
            ),
        })
    }

    pub(crate) fn text(self) -> String {
        if let Self::Text(text) = self { text } else { String::new() }
    }

    pub(crate) fn word<T: FromStr<Err = UnknownWord>>(self) -> Result<T, String> {
        self.text().parse().map_err(|error: UnknownWord| error.to_string())
    }

    pub(crate) fn date(self) -> Option<Date> {
        if let Self::Date(date) = self { Some(date) } else { None }
    }

    pub(crate) fn dated(self) -> Option<Dated> {
        self.date().map(Dated::Stated)
    }

    /// The date again, as one that was inferred from what is given here.
    pub(crate) fn inferred(self, dated: Option<Dated>) -> Option<Dated> {
        dated.map(|dated| Dated::Inferred { date: dated.date().clone(), inferred: self.text() })
    }

    pub(crate) fn number(self) -> Option<Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    pub(crate) fn count(self) -> Option<u64> {
        if let Self::Count(count) = self { Some(count) } else { None }
    }

    pub(crate) fn flag(self) -> bool {
        self == Self::Flag(true)
    }

    pub(crate) fn quote(self) -> Quote {
        Quote { text: self.text(), language: None, translator: None, anchor: None }
    }

    pub(crate) fn availability(self) -> Result<Availability, String> {
        Ok(Availability { says: self.word()?, holder: None, ground: None, basis: None, harm: None })
    }

    /// A ground, its codes written as everywhere else.
    pub(crate) fn ground(self) -> String {
        grounds::canonical(&self.text())
    }

    pub(crate) fn reason(self) -> Ground {
        Ground { code: self.ground(), basis: Basis::Inferred, by: None, on: None, harm: None }
    }

    pub(crate) fn note(self) -> Note {
        Note { text: self.text(), private: false }
    }
}

fn date(val: Val<'_>) -> Result<Date, String> {
    let text = match val {
        Val::Text(text) => text.trim().to_owned(),
        Val::Number(number) => number.to_string(),
        other => return Err(format!("it is {}, and should be a date", other.what())),
    };
    text.parse().map_err(|_| {
        format!(
            "\"{}\" is no date; corrob writes 2025, 2025-10, 2025-10-14 or 2025-10-14T09:30Z, and in the \
             profile, date = \"%d/%m/%Y\" says how the file does",
            short(&text)
        )
    })
}
