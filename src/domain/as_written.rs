//! What somebody writes for a field, on the command line, in a form or in a cell, read as the field takes it.

use super::date_words;
use super::figures::Amount;
use super::grounds;
use super::ids::Digest;
use super::shape::{Shape, Takes};
use super::words::UnknownWord;
use serde_json::Value;

/// The value for the field that `path` leads to; null where nothing is written. `owner` is what has the field:
/// "claim".
///
/// # Errors
/// Why the text is none, in a sentence that names the field.
pub fn value(shape: &Shape, owner: &str, path: &str, text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let Some(field) = shape.field(path) else {
        let all: Vec<String> = shape.leaves().into_iter().map(|(path, _)| path).collect();
        return Err(format!("{owner} has no field \"{path}\"; known: {}", all.join(", ")));
    };
    match field.takes {
        Takes::Text | Takes::Reference(_) => Ok(text.into()),
        Takes::Ground => Ok(grounds::canonical(text).into()),
        Takes::References(_) => {
            Ok(text.split(',').map(str::trim).filter(|key| !key.is_empty()).collect::<Vec<_>>().into())
        }
        Takes::Digest => {
            let digest = Digest::try_from(text.trim().to_owned());
            Ok(digest.map_err(|error| format!("{path}: {error}"))?.to_string().into())
        }
        Takes::Days => whole(path, text, " of days"),
        Takes::Count => whole(path, text, ""),
        Takes::Number => match Amount::read(text) {
            Some(Amount { number, unit: None }) => Ok(Value::Number(number)),
            Some(Amount { unit: Some(unit), .. }) => {
                Err(format!("{path} takes a number alone; its unit, {unit}, is a field of its own"))
            }
            None => {
                Err(format!("{path} takes a number, like 1200, 1,200 or 1.2 million, and \"{text}\" is none"))
            }
        },
        Takes::Date => {
            let dated = date_words::dated(text).map_err(|error| format!("{path}: {error}"))?;
            Ok(serde_json::to_value(dated).unwrap_or_default())
        }
        Takes::Word(words) => {
            let said =
                |unknown: UnknownWord| format!("there is no {path} \"{text}\"; known: {}", unknown.known);
            Ok(words.find(text).map_err(said)?.into())
        }
        Takes::Flag => flag(path, text).map(Value::Bool),
        Takes::Nested(inside) => {
            let parts: Vec<String> =
                inside.leaves().into_iter().map(|(inner, _)| format!("{path}.{inner}")).collect();
            Err(format!("{path} has fields inside: {}", parts.join(", ")))
        }
        Takes::List(_) => Err(format!(
            "{path} is a list: write it in the editor, or with --set '{path}:=[...]' on the command line"
        )),
    }
}

fn flag(path: &str, text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(format!("{path} takes yes or no, and \"{text}\" is neither")),
    }
}

fn whole(path: &str, text: &str, of: &str) -> Result<Value, String> {
    match text.trim().parse::<u64>() {
        Ok(number) => Ok(number.into()),
        Err(_) => Err(format!("{path} takes a whole number{of}, and \"{text}\" is none")),
    }
}
