//! Quotes entered by hand, each with its place in the document of its source.

use crate::case::error::CaseError;
use crate::case::log::session::Change;
use crate::case::read::find_by_name::called;
use crate::case::tables::{contents, keys};
use crate::case::write::fields::{Edits, record_of};
use crate::domain::ids::item_id;
use crate::domain::quotes::{Entered, Finding, anchor_words};
use crate::domain::{DocumentText, Key, Kind, Source};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Puts beside a quote that is among the fields of a piece of evidence where it stands in the document of its
/// source: its anchor, and a locator where none is given; and has its words as they stand there. One that
/// comes with its anchor, or was translated, is left as it is. Returns what is to be said of it.
pub(super) fn anchor(
    change: &Change<'_>,
    home: &str,
    before: &Map<String, Value>,
    fields: &mut Edits,
) -> Result<Option<String>, CaseError> {
    let given = |path: &str| -> Option<&Value> {
        let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
        fields.get(path).or_else(|| fields.get(outer).and_then(|field| field.get(inner)))
    };
    let stands = |path: &str| -> Option<&Value> {
        let own = given(path);
        let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
        own.or_else(|| {
            before.get(outer).and_then(|field| if inner.is_empty() { Some(field) } else { field.get(inner) })
        })
    };
    let is_anchored =
        given("quote.anchor").is_some() || fields.keys().any(|path| path.starts_with("quote.anchor."));
    let Some(words) = given("quote.text").and_then(Value::as_str).map(str::to_owned) else { return Ok(None) };
    let translated = stands("quote.translator").is_some_and(|by| !by.is_null());
    if is_anchored || translated || words.trim().is_empty() {
        return Ok(None);
    }
    let source = stands("source").and_then(Value::as_str).unwrap_or_default();
    let Some((source, document)) = document_of(change, home, source)? else { return Ok(None) };
    let cited = stands("locator").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let (anchored, times) = match anchor_words(&document, &words, &cited) {
        Entered::Stands(anchored, times) => (anchored, times),
        Entered::Not(Finding::Changed(_, difference)) => {
            let differs = difference.words();
            return Ok(Some(format!("the quote differs from the document of {source}: {differs}")));
        }
        Entered::Not(_) => {
            return Ok(Some(format!("the quote does not stand in the document of {source}")));
        }
    };
    // A locator that was worked out before gives way, one that somebody wrote does not.
    let own =
        given("locator").is_some_and(|given| given.as_str().is_some_and(|text| !text.trim().is_empty()));
    if !own && (cited.is_empty() || cited.contains('¶')) {
        fields.insert("locator".into(), anchored.locator.clone().into());
    }
    let place = anchored.locator;
    let anchor = serde_json::to_value(&anchored.quote.anchor)?;
    match fields.get_mut("quote") {
        Some(Value::Object(quote)) => {
            quote.insert("text".into(), anchored.quote.text.into());
            quote.insert("anchor".into(), anchor);
        }
        _ => {
            fields.insert("quote.text".into(), anchored.quote.text.into());
            fields.insert("quote.anchor".into(), anchor);
        }
    }
    let several = times > 1 && place != cited;
    Ok(several.then(|| {
        format!("the quote stands {times} times in the document of {source}, and is taken from {place}; a locator says which")
    }))
}

/// The key of a source and the latest text that it has, by the key, the name or the id of the source.
fn document_of(
    change: &Change<'_>,
    home: &str,
    source: &str,
) -> Result<Option<(Key, DocumentText)>, CaseError> {
    let row = match source.parse::<Key>() {
        Ok(key) => keys::find(change.conn, &key).ok(),
        Err(_) => Some(item_id(home, Kind::Source, source)),
    };
    let mut at = row.map(|id| keys::row_of(change.conn, Kind::Source, id)).transpose()?.flatten();
    if at.is_none()
        && let Ok(id) = called(change.conn, Kind::Source, source)
    {
        at = keys::row_of(change.conn, Kind::Source, id)?;
    }
    let Some(at) = at else { return Ok(None) };
    let record = Source::deserialize(Value::Object(record_of(change, Kind::Source, at)?))?;
    let Some(info) = record.documents.last() else { return Ok(None) };
    let text = contents::text(change.conn, info.text_sha256)?;
    let structure = contents::text(change.conn, info.structure_sha256)?;
    let text = text.zip(structure).and_then(|(text, structure)| DocumentText::from_parts(text, &structure));
    text.map(|text| Ok((keys::key_of(change.conn, Kind::Source, at)?, text))).transpose()
}
