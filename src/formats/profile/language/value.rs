//! What an expression finds in a record.

use crate::formats::profile::error::short;
use crate::text::composed;
use serde_json::{Number, Value};
use std::borrow::Cow;

/// A value on its way into a field. What says nothing (null, blank text, an empty list or object)
/// is no value at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Val<'v> {
    /// Text, as it stands.
    Text(Cow<'v, str>),
    /// A number, as it stands.
    Number(Cow<'v, Number>),
    /// True or false.
    Flag(bool),
    /// A list of the above; what says nothing is left out.
    List(Vec<Val<'v>>),
    /// An object, or a list within a list. It fits no field.
    Other(&'static str),
}

impl<'v> Val<'v> {
    /// A value of the record; `None` if it says nothing.
    pub fn of(value: &'v Value) -> Option<Self> {
        match value {
            Value::Array(items) => {
                let items: Vec<Self> = items.iter().filter_map(Self::item).collect();
                (!items.is_empty()).then_some(Self::List(items))
            }
            other => Self::item(other),
        }
    }

    fn item(value: &'v Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Number(number) => Some(Self::Number(Cow::Borrowed(number))),
            Value::String(text) => Self::text(Cow::Borrowed(text.as_str())),
            Value::Array(items) => (!items.is_empty()).then_some(Self::Other("a list within a list")),
            Value::Object(members) => (!members.is_empty()).then_some(Self::Other("an object")),
        }
    }

    /// Text; `None` if it is blank.
    pub fn text(text: Cow<'v, str>) -> Option<Self> {
        (!text.trim().is_empty()).then_some(Self::Text(text))
    }

    /// As text, where it is one value.
    ///
    /// # Errors
    /// What it is instead.
    pub fn into_text(self) -> Result<Cow<'v, str>, String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Number(number) => Ok(Cow::Owned(number.to_string())),
            other => Err(format!("it is {}, and should be text{}", other.what(), other.remedy())),
        }
    }

    /// How it is compared: trimmed and in lower case; none for what cannot be.
    pub fn word(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(folded(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Flag(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Self::List(_) | Self::Other(_) => None,
        }
    }

    /// What it is, for a sentence.
    pub fn what(&self) -> String {
        match self {
            Self::Text(text) => format!("\"{}\"", short(text)),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Other(what) => (*what).to_owned(),
        }
    }

    /// What a profile can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::List(_) => "; in the profile, join puts a list together and [0] takes its first",
            Self::Flag(_) => "; in the profile, a map says what it means",
            _ => "",
        }
    }
}

/// In lower case, trimmed, with one blank for every run of them, and accented letters as one sign each.
pub fn folded(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let plain = |byte: u8| {
        byte.is_ascii() && !byte.is_ascii_uppercase() && (byte == b' ' || !byte.is_ascii_whitespace())
    };
    if text.bytes().all(plain) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(composed(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_lowercase())
}
