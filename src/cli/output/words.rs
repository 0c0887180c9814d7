//! Records and tags in the words of a table or a list.

use crate::case::{Case, CaseError};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::words::{Credibility, Reliability};
use crate::domain::{Annotation, Kind, wording};
use crate::text::for_terminal;
use std::borrow::Cow;

/// A text as a part of a line that has others: what it opens of a direction it closes, so that no other is drawn in.
pub fn alone(text: &str) -> Cow<'_, str> {
    for_terminal(text, true)
}

/// A claim with its claimant.
pub fn assertion(claimant: Option<&str>, text: &str) -> String {
    wording::assertion(claimant.map(alone).as_deref(), &alone(text))
}

/// The tags in a few words, for a column.
pub fn tags(said: &Annotation) -> String {
    let tags = wording::tags(said);
    match (tags.is_empty(), &said.aside) {
        (true, Some(_)) => "(aside)".into(),
        (true, None) => "-".into(),
        (false, _) => tags.join(", "),
    }
}

/// The Admiralty code of a source and of what it says: `B2`, `B`, `2`; a hyphen for neither.
pub fn grade(reliability: Option<Reliability>, credibility: Option<Credibility>) -> String {
    let grade: String =
        [reliability.map(|it| it.word()), credibility.map(|it| it.word())].into_iter().flatten().collect();
    if grade.is_empty() { "-".to_owned() } else { grade }
}

/// The key and the name of the record that another one refers to.
///
/// # Errors
/// When the file cannot be read.
pub fn referred(
    case: &Case,
    dataset: &str,
    kind: Kind,
    id: Option<&str>,
) -> Result<Option<(String, String)>, CaseError> {
    let Some(id) = id else { return Ok(None) };
    let item: ItemId = item_id(dataset, kind, id);
    let Some(record) = case.record::<serde_json::Value>(kind, item)? else { return Ok(None) };
    Ok(Some((case.key(kind, item)?.to_string(), named(&record).unwrap_or_default().to_owned())))
}

/// The name alone, the short one where there is one: for lists.
///
/// # Errors
/// When the file cannot be read.
pub fn name(case: &Case, dataset: &str, kind: Kind, id: Option<&str>) -> Result<Option<String>, CaseError> {
    let Some(id) = id else { return Ok(None) };
    let Some(record) = case.record::<serde_json::Value>(kind, item_id(dataset, kind, id))? else {
        return Ok(None);
    };
    let short = record.get("short").and_then(serde_json::Value::as_str);
    Ok(short.or_else(|| named(&record)).map(str::to_owned))
}

/// What a record is called.
fn named(record: &serde_json::Value) -> Option<&str> {
    ["name", "title", "text", "paraphrase", "measures", "what", "material"]
        .into_iter()
        .find_map(|field| record.get(field).and_then(serde_json::Value::as_str))
}
