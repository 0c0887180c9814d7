//! Records and judgements in words.

use crate::case::{Case, CaseError};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger;
use crate::domain::records::Availability;
use crate::domain::words::{Credibility, Reliability};
use crate::domain::{Annotation, Ground, Kind};

/// A statement with whoever makes it. It is never shown alone.
pub fn assertion(claimant: Option<&str>, text: &str) -> String {
    match claimant {
        Some(name) => format!("{name} alleges: {text}"),
        None => format!("(claimant not recorded): {text}"),
    }
}

/// The tags and details of an annotation, without its note.
pub fn judgement(said: &Annotation) -> String {
    let mut parts = Vec::new();
    if let Some(access) = said.access {
        parts.push(format!("{access}{}", if said.part { " in part" } else { "" }));
    }
    if said.disputed {
        parts.push("disputed".into());
    }
    if said.examined {
        parts.push("examined".into());
    }
    if let Some(ground) = &said.ground {
        parts.push(format!("ground {}", ground_in_words(ground)));
    }
    if let Some(verdict) = said.verdict {
        parts.push(format!("verdict {verdict}"));
    }
    if let Some(confidence) = said.confidence {
        parts.push(format!("confidence {confidence}"));
    }
    if let Some(reason) = &said.aside {
        parts.push(if reason.is_empty() { "set aside".into() } else { format!("set aside: {reason}") });
    }
    parts.join(", ")
}

/// The tags alone, in a word or two.
pub fn tags(said: &Annotation) -> String {
    let plain =
        Annotation { ground: None, confidence: None, note: None, verdict: None, aside: None, ..said.clone() };
    let tags = judgement(&plain);
    match (tags.is_empty(), &said.aside) {
        (true, Some(_)) => "(aside)".into(),
        (true, None) => "-".into(),
        (false, _) => tags,
    }
}

/// A ground, with who invoked it and when.
fn ground_in_words(ground: &Ground) -> String {
    let mut text = format!("{} ({}", ground.code, ground.basis);
    if let Some(by) = &ground.by {
        text.push_str(&format!(" by {by}"));
    }
    if let Some(on) = &ground.on {
        text.push_str(&format!(" on {on}"));
    }
    text.push(')');
    if let Some(harm) = &ground.harm {
        text.push_str(&format!(", harm: {harm}"));
    }
    text
}

/// The Admiralty code of a source and of what it says: `B2`, `B`, `2`; a hyphen for neither.
pub fn grade(reliability: Option<Reliability>, credibility: Option<Credibility>) -> String {
    let grade: String =
        [reliability.map(|it| it.word()), credibility.map(|it| it.word())].into_iter().flatten().collect();
    if grade.is_empty() { "-".to_owned() } else { grade }
}

/// What a source says of the material behind a piece of evidence.
pub fn availability(says: &Availability, holder: Option<&str>) -> String {
    let mut text = says.says.to_string();
    if let Some(holder) = holder {
        text.push_str(&format!(", {}", ledger::held_by(says.says, holder)));
    }
    if let Some(ground) = &says.ground {
        text.push_str(&format!(", ground {ground}"));
    }
    if let Some(basis) = says.basis {
        text.push_str(&format!(" ({basis})"));
    }
    if let Some(harm) = &says.harm {
        text.push_str(&format!(", harm: {harm}"));
    }
    text
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
