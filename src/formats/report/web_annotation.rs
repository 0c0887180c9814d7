//! W3C Web Annotations as JSON-LD: a collection with one page, one annotation a line.
//!
//! An annotation is all that one reviewer says of one item, a body for each thing: a tag classifies, a
//! dispute questions, a verdict assesses, a note comments. Another body describes its item,
//! so that no claim stands without its claimant. The target of what is said of evidence is the place
//! in the source: the exact words and where they stand, at the date the source was looked at, with the
//! copy that was kept. A claim has no place of its own: its target is its id.

use crate::domain::ids::item_id;
use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::{Annotation, Date, ItemId, Kind, Source, wording};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use crate::formats::report::script_json::{Items, to_line};
use crate::formats::report::web_address;
use serde_json::{Map, Value, json};
use std::io::Write;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Writes the collection.
#[derive(Debug)]
pub struct WebAnnotations<W> {
    out: W,
    case: ItemId,
    dataset: String,
    items: Items,
    /// The claim at hand, with its claimant.
    claim: String,
}

impl<W: Write> WebAnnotations<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        let items = Items::default();
        Self { out, case: ItemId::nil(), dataset: String::new(), items, claim: String::new() }
    }

    fn each(&mut self, item: ItemId, what: &str, target: &Value, said: &[Opinion]) -> Result<(), WriteError> {
        for opinion in said {
            let id = ItemId::new_v5(&self.case, format!("annotation {item} {}", opinion.id).as_bytes());
            let (mut bodies, motivation) = bodies(&opinion.annotation);
            if bodies.is_empty() {
                continue;
            }
            bodies.push(body("describing", what));
            let annotation = json!({
                "@context": CONTEXT,
                "id": urn(id),
                "type": "Annotation",
                "motivation": motivation,
                "creator": {"id": urn(opinion.id), "type": "Person", "name": opinion.reviewer},
                "modified": opinion.changed.as_str(),
                "body": bodies,
                "target": target,
            });
            self.items.put(&mut self.out, &annotation)?;
        }
        Ok(())
    }

    fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) -> Result<(), WriteError> {
        if said.is_empty() {
            return Ok(());
        }
        let what = format!("{} {} {}\n{}", row.key, row.record.stance, self.claim, row.record.paraphrase);
        self.each(row.id, &what, &target(row, &self.dataset), said)
    }
}

impl<W: Write> Report for WebAnnotations<W> {
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.case = item_id(&about.info.dataset, Kind::Claim, &about.info.id);
        self.dataset.clone_from(&about.info.dataset);
        let named = |name: &str| urn(ItemId::new_v5(&self.case, name.as_bytes()));
        let (collection, page) = (named("annotation collection"), named("annotation page"));
        let (label, collection) = (to_line(&about.info.title)?, to_line(&collection)?);
        write!(
            self.out,
            "{{\"@context\":\"{CONTEXT}\",\"id\":{collection},\"type\":\"AnnotationCollection\",\"label\":{label},\n\
             \"first\":{{\"id\":{},\"type\":\"AnnotationPage\",\"partOf\":{collection},\"startIndex\":0,\"items\":[",
            to_line(&page)?
        )?;
        Ok(())
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => {
                self.claim = assertion(detail);
                let what = self.claim.clone();
                self.each(detail.row.id, &what, &urn(detail.row.id).into(), said)
            }
            Part::Evidence(row, said) => self.evidence(row, said),
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.items.end(&mut self.out, "}}")
    }
}

fn urn(id: ItemId) -> String {
    id.urn().to_string()
}

/// A claim with its claimant.
fn assertion(detail: &ClaimDetail) -> String {
    let claimant = detail.claimant.as_ref().map_or("not recorded", |party| &party.name);
    format!("{} (claimant: {claimant}): {}", detail.row.key, detail.record.text)
}

fn body(purpose: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose})
}

/// The bodies of an annotation, and its motivation: each purpose once.
fn bodies(said: &Annotation) -> (Vec<Value>, Value) {
    let mut bodies = Vec::new();
    let mut purposes: Vec<&str> = Vec::new();
    let mut say = |purpose: &'static str, value: &str| {
        bodies.push(body(purpose, value));
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
    };
    if let Some(access) = said.access {
        say("classifying", &wording::access(access, said.part));
    }
    if said.examined && !said.is_tagged() {
        say("classifying", "examined");
    }
    if let Some(stance) = said.reading {
        say("classifying", &format!("read as {}", wording::reading(stance)));
    }
    if let Some(ground) = &said.ground {
        say("classifying", &format!("ground: {}", wording::ground(ground)));
    }
    if said.disputed {
        say("questioning", "disputed");
    }
    if let Some(verdict) = said.verdict {
        say("assessing", verdict.word());
    }
    if let Some(confidence) = said.confidence {
        say("assessing", &format!("confidence: {confidence}"));
    }
    if let Some(reason) = &said.reason {
        say("assessing", &format!("reason: {reason}"));
    }
    if let Some(reason) = &said.aside {
        say("commenting", &wording::set_aside(reason));
    }
    if let Some(note) = &said.note {
        say("commenting", &note.text);
    }
    let motivation = match purposes.as_slice() {
        [one] => (*one).into(),
        many => many.into(),
    };
    (bodies, motivation)
}

/// The place in the source where a piece of evidence stands.
fn target(row: &EvidenceRow, dataset: &str) -> Value {
    let home = row.record.dataset.as_deref().unwrap_or(dataset);
    let source = row.source.url.as_deref().and_then(web_address::written);
    let source = source.unwrap_or_else(|| urn(item_id(home, Kind::Source, &row.record.source)));
    let mut target = Map::new();
    target.insert("type".into(), "SpecificResource".into());
    target.insert("source".into(), source.into());
    let mut selectors = Vec::new();
    if let Some(quote) = row.record.quote.as_ref().filter(|quote| !quote.text.is_empty()) {
        let mut exact = Map::new();
        exact.insert("type".into(), "TextQuoteSelector".into());
        exact.insert("exact".into(), quote.text.as_str().into());
        if let Some(anchor) = &quote.anchor {
            for (name, text) in [("prefix", &anchor.prefix), ("suffix", &anchor.suffix)] {
                exact.extend(
                    text.as_deref().filter(|text| !text.is_empty()).map(|text| (name.into(), text.into())),
                );
            }
        }
        selectors.push(Value::Object(exact));
        if let Some((Some(start), Some(end))) = quote.anchor.as_ref().map(|anchor| (anchor.start, anchor.end))
        {
            selectors.push(json!({"type": "TextPositionSelector", "start": start, "end": end}));
        }
    }
    match selectors.len() {
        0 => {}
        1 => target.extend(selectors.pop().map(|one| ("selector".to_owned(), one))),
        _ => target.extend([("selector".to_owned(), selectors.into())]),
    }
    target.extend(state(&row.source).map(|state| ("state".to_owned(), state)));
    Value::Object(target)
}

/// When the source was looked at, and where a copy is kept.
fn state(source: &Source) -> Option<Value> {
    let (start, end) = span(source.accessed.as_ref()?.date())?;
    let mut state = Map::new();
    state.insert("type".into(), "TimeState".into());
    if start == end {
        state.insert("sourceDate".into(), start.into());
    } else {
        state.insert("sourceDateStart".into(), start.into());
        state.insert("sourceDateEnd".into(), end.into());
    }
    if let Some(copy) = source.archive_url.as_deref().and_then(web_address::written) {
        state.insert("cached".into(), copy.into());
    }
    Some(Value::Object(state))
}

/// The first and the last second of a date, in UTC: the model knows no others. A time without a zone
/// is no point in time, so it counts as its day.
fn span(date: &Date) -> Option<(String, String)> {
    let text = date.as_str();
    if let Ok(at) = text.replacen(' ', "T", 1).parse::<jiff::Timestamp>() {
        let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        return Some((at.clone(), at));
    }
    let day = text.get(..10.min(text.len()))?;
    let first = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    let first: jiff::civil::Date = first.parse().ok()?;
    let last = match day.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    };
    Some((format!("{first}T00:00:00Z"), format!("{last}T23:59:59Z")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_the_model_has_them() {
        let of = |text: &str| span(&text.parse().unwrap()).unwrap();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(of("2024"), pair("2024-01-01T00:00:00Z", "2024-12-31T23:59:59Z"));
        assert_eq!(of("2024-02"), pair("2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"));
        assert_eq!(of("2025-10-14"), pair("2025-10-14T00:00:00Z", "2025-10-14T23:59:59Z"));
        assert_eq!(of("2025-10-14T09:30"), pair("2025-10-14T00:00:00Z", "2025-10-14T23:59:59Z"));
        assert_eq!(of("2025-10-14T09:30:00+02:00"), pair("2025-10-14T07:30:00Z", "2025-10-14T07:30:00Z"));
    }
}
